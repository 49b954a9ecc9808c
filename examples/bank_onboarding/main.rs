//! The main job on embedded data: a bank asks what a better teller app does for tellers, customers and the business.
//!
//! `cargo run --example bank_onboarding` prints a report for people, `-- --json` one for programs. The data
//! is invented (see `generate.py`); the influences are the golden cascade of the tests.

use std::error::Error;
use std::process::ExitCode;

use total_experience::io::event_log::csv;
use total_experience::io::map::read_json;
use total_experience::io::survey::signals;

use total_experience::journey::dfg::JourneyGraph;
use total_experience::report::Composer;
use total_experience::report::parts::Report;
use total_experience::score::scorecard::Scorecard;

const MAP: &str = include_str!("map.json");
const SIGNALS: &str = include_str!("signals.csv");
const LOG: &str = include_str!("log.csv");

fn main() -> ExitCode {
    let text = match std::env::args().nth(1).as_deref() {
        None => report().map(|report| report.to_markdown()),
        Some("--json") => report().and_then(|report| Ok(report.to_json()? + "\n")),
        Some(other) => Err(format!("unknown argument `{other}`: give --json or nothing").into()),
    };
    match text {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("bank_onboarding: {error}");
            ExitCode::from(2)
        }
    }
}

fn report() -> Result<Report, Box<dyn Error>> {
    // What exists: groups, touchpoints, facets, outcomes, and what is known to drive what.
    let map = read_json(MAP.as_bytes())?;
    // How good is it: survey answers, tallied and scored.
    let tally = signals::read_responses(SIGNALS.as_bytes(), &map)?.responses.tally()?;
    let scorecard = Scorecard::from_tally(&map, &tally)?;
    // How do people move: the event log of applications.
    let log = csv::read(LOG.as_bytes())?.log;
    let cases = log.object_type("case").ok_or("the log has no cases")?;
    let journeys = JourneyGraph::discover(&log, cases)?;
    // What if the teller app became 12 points better, where tellers and customers count the same?
    let node = |key: &str| map.node(key).ok_or_else(|| format!("the map has no {key}"));
    let shock = [(node("teller_app/ux/tellers")?, 12.0)];
    let aim = [(node("teller_desk/ex/tellers")?, 0.5), (node("onboarding/cx/customers")?, 0.5)];
    let report = Composer::new("A better teller app", &map)
        .with_scorecard(&scorecard)
        .with_journeys(&journeys)
        .with_shock(&shock)
        .with_objective(&aim)
        .compose()?;
    Ok(report)
}
