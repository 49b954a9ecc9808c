//! Instruments: survey question types and operational measures, each bound to its scale and statistic.
//!
//! [`Instrument`] lists them all with their names in files; `"nps".parse::<Instrument>()` reads one.
//!
//! | Group | Items |
//! |---|---|
//! | statistics and units | [`Statistic`], [`ScoreUnit`] |
//! | satisfaction as a share | [`TopBox`] |
//! | several items with weights | [`Weights`], [`Servqual`], [`acsi_index`] |
//! | norms of the System Usability Scale | [`SusGrade`], [`SusAdjective`] |
//! | service levels | [`Sla`], [`SlaVerdict`] |

mod acsi;
mod gap;
mod items;
mod name;
mod question;
mod servqual;
mod sla;
mod statistic;
mod sus;
mod top_box;
mod weights;

pub use acsi::acsi_index;
pub use question::Instrument;
pub use servqual::Servqual;
pub use sla::{Sla, SlaVerdict};
pub use statistic::{ScoreUnit, Statistic};
pub use sus::{SusAdjective, SusGrade};
pub use top_box::TopBox;
pub use weights::Weights;
