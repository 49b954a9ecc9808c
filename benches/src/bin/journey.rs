//! Workloads D1 to D5: event logs.
//!
//! D1 finds the directly-follows graph with starts, ends and waits of a log in time order, D2 its variants; the log is
//! made of integer columns outside the clock, as the peers make their tables, and D1-columns and D2-columns do that
//! within it: they copy and widen the columns and check every number. D3 imports `log.csv`, D4 `log.xes`. D5 counts the
//! directly-follows graph of D4's log, as its peers do, and D5-waits finds it with waits as D1 does.
//!
//! Checksums, with a and b the numbers in the activities' names: D1, D5 sum over edges of count (a + 1) (b + 2), plus
//! a + 1 for each journey's first and last activity; D2 sum over variants of count^2; D3, D4 sum over events of the
//! time in seconds less 1,700,000,000.

use std::fs::File;
use std::path::Path;

use serde_json::{Value, json};
use total_experience::io::event_log::{EventOptions, ImportedLog, csv, xes};
use total_experience::journey::dfg::{JourneyCounts, JourneyGraph, Variants};
use total_experience::journey::log::{EventColumns, EventLog, ObjectKeys, ObjectTypeId};
use total_experience_benches::{Arguments, Fault, report};

const ORIGIN: f64 = 1_700_000_000.0;

struct Columns {
    case: Vec<u32>,
    activity: Vec<u16>,
    time: Vec<i64>,
    cases: u32,
    activities: usize,
}

impl Columns {
    fn read(arguments: &Arguments, meta: &Value) -> Result<Self, Fault> {
        let number = |key: &str| meta[key].as_u64().ok_or_else(|| format!("meta.json has no {key}"));
        Ok(Self {
            case: arguments.column("case.u32", u32::from_le_bytes)?,
            activity: arguments.column("activity.u16", u16::from_le_bytes)?,
            time: arguments.column("time.i64", i64::from_le_bytes)?,
            cases: number("cases")? as u32,
            activities: number("activities")? as usize,
        })
    }

    fn log(&self) -> Result<EventLog, Fault> {
        let mut columns = EventColumns::default();
        columns.activity_names = (0..self.activities).map(|number| format!("activity_{number:03}")).collect();
        columns.activities = self.activity.iter().map(|&activity| u32::from(activity)).collect();
        columns.times = self.time.iter().map(|&microseconds| microseconds * 1_000).collect();
        columns.object_types = vec![("case".to_owned(), ObjectKeys::Numbered(self.cases))];
        columns.objects = self.case.clone();
        Ok(columns.into_log()?)
    }
}

fn cases(log: &EventLog) -> Result<ObjectTypeId, Fault> {
    Ok(log.object_type("case").ok_or("the log has no cases")?)
}

fn graph(log: &EventLog) -> Result<JourneyGraph, Fault> {
    Ok(JourneyGraph::discover(log, cases(log)?)?)
}

fn counts(log: &EventLog) -> Result<JourneyCounts, Fault> {
    Ok(JourneyCounts::discover(log, cases(log)?)?)
}

fn variants(log: &EventLog) -> Result<Variants, Fault> {
    Ok(Variants::discover(log, cases(log)?)?)
}

fn counts_facts(counts: &JourneyCounts) -> Result<Value, Fault> {
    let number = |name: &str| -> Result<u64, Fault> {
        Ok(name.rsplit('_').next().ok_or("an activity has no number")?.parse()?)
    };
    let mut checksum = 0;
    for edge in counts.edges() {
        checksum += edge.count * (number(edge.from)? + 1) * (number(edge.to)? + 2);
    }
    for node in counts.nodes() {
        checksum += (node.starts + node.ends) * (number(node.name)? + 1);
    }
    Ok(json!({ "checksum": checksum, "edges": counts.edges().len() }))
}

fn graph_facts(graph: &JourneyGraph) -> Result<Value, Fault> {
    let mut facts = counts_facts(graph.counts())?;
    facts["wait_mean_sum"] = json!(graph.edges().map(|edge| edge.mean_wait.as_secs_f64()).sum::<f64>());
    facts["wait_median_sum"] = json!(graph.edges().map(|edge| edge.median_wait.as_secs_f64()).sum::<f64>());
    Ok(facts)
}

fn variant_facts(variants: &Variants) -> Value {
    let squares = variants.iter().map(|variant| variant.count * variant.count).sum::<u64>();
    json!({ "checksum": squares, "variants": variants.len() })
}

fn import(path: &Path) -> Result<ImportedLog, Fault> {
    // The default limits: what a user gets.
    let options = EventOptions::default();
    let file = File::open(path).map_err(|fault| format!("{}: {fault}", path.display()))?;
    if path.extension().is_some_and(|extension| extension == "csv") {
        Ok(csv::read_with(file, &options.with_resource("team"))?)
    } else {
        Ok(xes::read_with(file, &options)?)
    }
}

fn import_facts(imported: &ImportedLog) -> Value {
    // Whole seconds and the rest apart, so that the sum is exact to the microsecond.
    let (mut seconds, mut rest) = (0_i64, 0_i64);
    for time in imported.log.time_column().iter().map(|time| time.as_nanoseconds()) {
        seconds += time.div_euclid(1_000_000_000) - ORIGIN as i64;
        rest += time.rem_euclid(1_000_000_000);
    }
    json!({ "checksum": seconds as f64 + rest as f64 * 1e-9, "events": imported.log.len() })
}

fn main() -> Result<(), Fault> {
    let arguments = Arguments::from_command_line(
        "journey DIR --work D1|D1-columns|D2|D2-columns|D3|D4|D5|D5-waits [--reps 5]",
    );
    let work = arguments.work()?;
    let meta = arguments.meta()?;
    let size = format!("events={} cases={}", meta["events"], meta["cases"]);
    let (timing, facts) = match work {
        "D1" | "D2" => {
            let log = Columns::read(&arguments, &meta)?.log()?;
            if work == "D1" {
                let (found, timing) = arguments.measure(|| graph(&log))?;
                (timing, graph_facts(&found)?)
            } else {
                let (found, timing) = arguments.measure(|| variants(&log))?;
                (timing, variant_facts(&found))
            }
        }
        "D1-columns" => {
            let columns = Columns::read(&arguments, &meta)?;
            let (found, timing) = arguments.measure(|| graph(&columns.log()?))?;
            (timing, graph_facts(&found)?)
        }
        "D2-columns" => {
            let columns = Columns::read(&arguments, &meta)?;
            let (found, timing) = arguments.measure(|| variants(&columns.log()?))?;
            (timing, variant_facts(&found))
        }
        "D3" | "D4" => {
            let path = arguments.folder.join(if work == "D3" { "log.csv" } else { "log.xes" });
            let (imported, timing) = arguments.measure(|| import(&path))?;
            (timing, import_facts(&imported))
        }
        "D5" => {
            let imported = import(&arguments.folder.join("log.xes"))?;
            let (found, timing) = arguments.measure(|| counts(&imported.log))?;
            (timing, counts_facts(&found)?)
        }
        "D5-waits" => {
            let imported = import(&arguments.folder.join("log.xes"))?;
            let (found, timing) = arguments.measure(|| graph(&imported.log))?;
            (timing, graph_facts(&found)?)
        }
        _ => return Err(format!("unknown work {work}").into()),
    };
    report(work, &size, &timing, facts)
}
