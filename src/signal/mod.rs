//! What was measured: instruments and their scales, responses, and tallies that merge without a trace of the order.
//!
//! A [`Response`] is one measurement of one facet with one [`Instrument`]; [`Responses`] collects them, a [`Tally`]
//! summarises them. What they are worth as scores is the next room's question.

mod buckets;
mod bulk;
mod bytes;
mod columns;
mod error;
mod facet_tally;
mod gap;
mod grid;
mod grid_group;
mod index;
mod instrument;
mod instrument_name;
mod link;
mod respondents;
mod response;
mod scale;
mod servqual;
mod sla;
mod sus;
mod tally;
mod top_box;
mod weights;

pub use bulk::{Answers, Bulk, Groups};
pub use columns::Columns;
pub use error::Error;
pub use facet_tally::FacetTally;
pub use grid::Grid;
pub use grid_group::GridGroup;
pub use index::acsi_index;
pub use instrument::{Instrument, ScoreUnit, Statistic};
pub use link::{Link, LinkOptions, LinkedCell, LinkedMean, units_needed};
pub use respondents::{Respondent, Respondents};
pub use response::{Response, Responses};
pub use scale::Scale;
pub use servqual::Servqual;
pub use sla::{Sla, SlaVerdict};
pub use sus::{SusAdjective, SusGrade};
pub use tally::Tally;
pub use top_box::TopBox;
pub use weights::Weights;
