//! Grouped tallies: tens of millions of answers counted by group from flat columns.
//!
//! [`GroupedAnswers`] borrows the columns ([`Groups`] and [`Answers`]), a [`GroupedTally`] counts them, and each of its
//! groups is read as a [`GroupTally`]. Weights and respondents are not known here: where they matter use a
//! [`Tally`](super::tally::Tally).

mod answers;
mod group_tally;
mod grouped_tally;

pub use answers::{Answers, GroupedAnswers, Groups};
pub use group_tally::GroupTally;
pub use grouped_tally::{GroupIter, GroupedTally};
