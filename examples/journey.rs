//! Journeys in an event log: the steps that people take, how long they wait, and which ways they go.
//!
//! `cargo run --example journey`

use total_experience::Error;
use total_experience::journey::StakeholderGroup;
use total_experience::journey::dfg::{JourneyGraph, Variants};
use total_experience::journey::friction::Friction;
use total_experience::journey::log::EventLog;
use total_experience::model::time::Timestamp;
use total_experience::model::{Role, Stakeholder};
use total_experience::report::render::words::duration;

fn main() -> Result<(), Error> {
    // Events from your own system; `io::event_log` reads them from files.
    let mut builder = EventLog::builder();
    for (case, steps) in [
        ("1", &[("apply", 0), ("check", 90), ("check", 2_900), ("open", 3_000)][..]),
        ("2", &[("apply", 10), ("check", 200), ("open", 260)]),
        ("3", &[("apply", 15), ("check", 4_000)]),
    ] {
        for &(activity, minute) in steps {
            let time = Timestamp::from_seconds(1_767_600_000 + 60 * minute).unwrap_or_default();
            builder.event(activity, time, &[("case", case)])?;
        }
    }
    let log = builder.finish();
    let Some(cases) = log.object_type("case") else { return Ok(()) };

    let graph = JourneyGraph::discover(&log, cases)?;
    for edge in graph.edges() {
        println!(
            "{} -> {}: {} times, median wait {}",
            edge.from,
            edge.to,
            edge.count,
            duration(edge.median_wait)
        );
    }
    for variant in &Variants::discover(&log, cases)? {
        println!("{variant}");
    }
    let customers = StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), cases);
    for touchpoint in Friction::discover(&log, cases, &[customers])?.touchpoints {
        println!("{}: burden {:?}", touchpoint.name, touchpoint.burden);
    }
    Ok(())
}
