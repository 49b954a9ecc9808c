//! The crate process_mining on D4 (import of log.xes) and D5 (directly-follows graph of that log).
//!
//! Checksums as in `journey.py`. Its graph names the first and last activities without counting them, so those of the
//! checksum of D5 are counted out of the log, outside the clock.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::time::{ClockId, clock_gettime};
use process_mining::EventLog;
use process_mining::core::event_data::case_centric::xes::{XESImportOptions, import_xes_path};
use process_mining::core::event_data::case_centric::{Attribute, AttributeValue, Event};
use process_mining::discovery::case_centric::dfg::discover_dfg;

type Fault = Box<dyn Error>;

const ORIGIN: i64 = 1_700_000_000;

struct Timing {
    cpu: Vec<f64>,
    wall: Vec<f64>,
}

fn cpu_seconds() -> Result<f64, Fault> {
    let time = clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?;
    Ok(time.tv_sec() as f64 + time.tv_nsec() as f64 * 1e-9)
}

/// One call to warm up and `reps` measured ones.
fn measure<T>(reps: usize, mut run: impl FnMut() -> Result<T, Fault>) -> Result<(T, Timing), Fault> {
    let mut timing = Timing { cpu: Vec::new(), wall: Vec::new() };
    let mut result = run()?;
    for _ in 0..reps {
        drop(result);
        let (wall, cpu) = (Instant::now(), cpu_seconds()?);
        result = run()?;
        timing.cpu.push(cpu_seconds()? - cpu);
        timing.wall.push(wall.elapsed().as_secs_f64());
    }
    timing.cpu.sort_by(f64::total_cmp);
    timing.wall.sort_by(f64::total_cmp);
    Ok((result, timing))
}

fn value<'a>(event: &'a Event, key: &str) -> Result<&'a AttributeValue, Fault> {
    let found = event.attributes.iter().find(|attribute: &&Attribute| attribute.key == key);
    Ok(&found.ok_or_else(|| format!("an event has no {key}"))?.value)
}

/// The number in a name such as activity_007.
fn number(name: &str) -> Result<u64, Fault> {
    Ok(name.rsplit('_').next().ok_or("a name has no number")?.parse()?)
}

fn activity(event: &Event) -> Result<u64, Fault> {
    match value(event, "concept:name")? {
        AttributeValue::String(name) => number(name),
        other => Err(format!("an activity is {other:?}").into()),
    }
}

fn seconds(log: &EventLog) -> Result<f64, Fault> {
    let (mut whole, mut rest) = (0, 0);
    for event in log.traces.iter().flat_map(|trace| &trace.events) {
        let AttributeValue::Date(time) = value(event, "time:timestamp")? else {
            return Err("a time is no date".into());
        };
        whole += time.timestamp() - ORIGIN;
        rest += i64::from(time.timestamp_subsec_nanos());
    }
    Ok(whole as f64 + rest as f64 * 1e-9)
}

fn main() -> Result<(), Fault> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, work, reps] = arguments.as_slice() else { return Err("FOLDER D4|D5 REPS".into()) };
    let reps: usize = reps.parse()?;
    let import = || -> Result<EventLog, Fault> {
        import_xes_path(format!("{folder}/log.xes"), XESImportOptions::default())
            .map_err(|fault| format!("{fault:?}").into())
    };
    let (checksum, timing) = if work == "D4" {
        let (log, timing) = measure(reps.max(1), import)?;
        (seconds(&log)?, timing)
    } else {
        let log = import()?;
        let (graph, timing) = measure(reps.max(1), || Ok(discover_dfg(&log)))?;
        let mut checksum = 0;
        for ((from, to), count) in &graph.directly_follows_relations {
            checksum += u64::from(*count) * (number(from)? + 1) * (number(to)? + 2);
        }
        let mut ends: HashMap<u64, u64> = HashMap::new();
        for trace in &log.traces {
            for event in [trace.events.first(), trace.events.last()].into_iter().flatten() {
                *ends.entry(activity(event)?).or_default() += 1;
            }
        }
        (ends.iter().fold(checksum, |sum, (activity, count)| sum + count * (activity + 1)) as f64, timing)
    };
    let meta = fs::read_to_string(format!("{folder}/meta.json"))?;
    let fact = |key: &str| -> Option<&str> {
        let (_, rest) = meta.split_once(&format!("\"{key}\": "))?;
        rest.split([',', '}']).next()
    };
    println!(
        "{{\"workload\": \"{work}\", \"peer\": \"process_mining\", \"version\": \"0.5\", \
         \"size\": \"events={} cases={}\", \"threads\": 1, \"seconds_cpu_min\": {}, \"seconds_cpu_median\": {}, \
         \"seconds_wall_median\": {}, \"reps\": {}, \"checksum\": {checksum}, \"peak_rss_mb\": {}}}",
        fact("events").unwrap_or("?"),
        fact("cases").unwrap_or("?"),
        timing.cpu[0],
        timing.cpu[timing.cpu.len() / 2],
        timing.wall[timing.wall.len() / 2],
        timing.cpu.len(),
        getrusage(UsageWho::RUSAGE_SELF)?.max_rss() / 1024,
    );
    Ok(())
}
