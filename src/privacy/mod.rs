//! Protection of small groups: minimum group sizes, pooling, and cell suppression.
//!
//! A figure of four people tells of each of them. This room says which groups may be shown, for every other room: it
//! knows keys and numbers of people alone, and stands below the model, whose stakeholder groups have a [`MinGroup`].
//!
//! | Task | Item |
//! |---|---|
//! | Fewest people whose figures are shown | [`MinGroup`] |
//! | A table with totals: which cells and totals may be shown | [`GroupTable::protect`] |
//! | The same table again, or one that overlaps with it | [`Releases`] |
//!
//! ```
//! use total_experience::privacy::{GroupTable, MinGroup, Releases};
//!
//! let (mut table, five) = (GroupTable::new(), MinGroup::new(5));
//! table.add_cell("day shift", 14, five)?;
//! table.add_cell("night shift", 3, five)?;
//! table.add_total("branch", &["day shift", "night shift"])?;
//! let shown = table.protect(&Releases::default())?;
//! // The branch less its day shift would be the three of the night shift.
//! let status = |key| shown.status(key).unwrap().is_published();
//! assert_eq!((status("day shift"), status("night shift"), status("branch")), (false, false, true));
//! # Ok::<(), total_experience::privacy::Error>(())
//! ```

mod disclosure;
mod error;
mod min_group;
pub(crate) mod pooling;
mod releases;
mod search;
mod suppress;
mod table;

pub use disclosure::{Disclosure, DisclosureStatus, GroupDisclosure};
pub use error::Error;
pub use min_group::MinGroup;
pub use releases::Releases;
pub use table::{GroupTable, TwoWay};
