//! Every public type can be shared between threads and printed.

use std::fmt::Debug;
use std::panic::{RefUnwindSafe, UnwindSafe};

use total_experience::{cascade, io, journey, model, report, score, signal};

fn shareable<T: Send + Sync + Unpin + Debug>() {}
fn unwinds<T: UnwindSafe + RefUnwindSafe>() {}

macro_rules! all {
    ($($kind:ty),+ $(,)?) => {
        $(shareable::<$kind>(); unwinds::<$kind>();)+
    };
}

#[test]
fn public_types_are_send_sync_and_debug() {
    all!(
        model::ExperienceMap,
        model::MapDocument,
        model::Stakeholder,
        model::Touchpoint,
        model::Outcome,
        model::Segment,
        model::Channel,
        model::System,
        model::Journey,
        model::Facet,
        model::Node,
        model::Influence<'_>,
        model::InfluenceColumns<'_>,
        model::Evidence,
        model::Error,
        model::Faults,
        model::FacetId,
        model::MapGraph,
        signal::Scale,
        signal::Instrument,
        signal::Response,
        signal::Responses,
        signal::Tally,
        signal::FacetTally,
        signal::Columns<'_>,
        signal::Error,
        score::Score,
        score::Scorecard,
        score::ScorecardOptions,
        score::Composite,
        score::Error,
        score::GroupTable,
        score::Disclosure,
        score::Releases,
        score::DisclosureError,
        score::Benchmark,
        score::PointEstimate,
        score::Lift,
        score::JointClaim,
        score::EwmaChart,
        score::CusumChart,
        score::Parity,
        score::KpiTarget,
        score::KpiCheck,
        score::Case,
        score::ClosedLoop,
        score::Remembered,
        score::MemoryFit,
        journey::EventLog,
        journey::EventLogBuilder,
        journey::JourneyGraph,
        journey::Variants,
        journey::Error,
        cascade::Network,
        cascade::EdgeColumns<'_>,
        cascade::Impact,
        cascade::ImpactSummary,
        cascade::Sensitivity,
        cascade::Stability,
        cascade::Response,
        cascade::ResponseOptions,
        cascade::Bounded,
        cascade::BoundedOptions,
        cascade::Walks,
        cascade::WalkOptions,
        cascade::SolveOptions,
        cascade::NetworkOptions,
        cascade::Error,
        report::Report,
        report::Composer<'_>,
        report::Error,
        io::Limits,
        io::Timestamp,
    );
    shareable::<io::Error>();
    shareable::<total_experience::Error>();
}
