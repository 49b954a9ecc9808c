//! Parts of the six-part report, as plain data.

mod detours;
mod drivers;
mod friction;
mod hurts;
mod owners;
mod standing;
mod unknowns;
mod waits;
mod weak_spots;
mod what_if;
mod worth;

use serde::Serialize;

pub use detours::Detour;
pub use drivers::{Certificate, Driver, WhatDrivesIt};
pub use friction::{GroupPromises, SharedFriction};
pub use hurts::WhereItHurts;
pub use standing::WhereWeStand;
pub use unknowns::{EvidenceShare, MeasureNext, Unknowns};
pub use waits::{Wait, WaitingTimes};
pub use weak_spots::WeakSpot;
pub use what_if::{NodeImpact, OverTime, Passing, WhatIf};
pub use worth::{OutcomeChange, WhatItIsWorth};

pub(super) use owners::Owners;

/// A report in six parts. A part that nothing is known for is there and empty, so that its absence is seen.
///
/// Made by a [`Composer`](super::Composer). Numbers are not rounded; [`to_markdown`](Self::to_markdown) rounds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Report {
    /// Version of this form of report.
    pub schema: u32,
    /// What the report is of.
    pub title: String,
    /// Scores with intervals.
    pub where_we_stand: WhereWeStand,
    /// Waits, detours, low scores, friction, hand-overs, channels and promises, with who owns them.
    pub where_it_hurts: WhereItHurts,
    /// Importance against performance.
    pub what_drives_it: WhatDrivesIt,
    /// What a shock does, and whom it harms.
    pub what_if: Option<WhatIf>,
    /// What the shock does to the business quantities.
    pub what_it_is_worth: WhatItIsWorth,
    /// What is missing, suppressed, assumed, and worth measuring.
    pub what_we_do_not_know: Unknowns,
}
