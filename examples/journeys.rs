//! How do people move? Reads an event log and prints its journeys.
//!
//! `cargo run --release --all-features --example journeys -- LOG`

mod common;
#[path = "common/logs.rs"]
mod logs;
#[path = "common/progress.rs"]
mod progress;
#[path = "common/tables.rs"]
mod tables;
#[path = "common/words.rs"]
mod words;

use std::fmt::Write as _;
use std::process::ExitCode;

use serde_json::json;
use total_experience::io::event_log::{EventOptions, ImportNotes, ImportedLog, ObjectColumn};
use total_experience::journey::dfg::{JourneyEdge, JourneyGraph, Variants};
use total_experience::journey::handover::Synchronization;
use total_experience::journey::log::{EventLog, ObjectTypeId};
use total_experience::report::render::dot;

use common::Fallible;
use words::{cell, counted, duration, grouped, percent};

const HELP: &str = "\
How do people move? Prints the journeys in an event log.

    journeys LOG [--preset NAME] [--case COL] [--activity COL] [--time COL] [--resource COL]
             [--time-unit s|ms|us|ns] [--object-type TYPE] [--skip-dangling] [--separator S]
             [--json | --dot]

LOG            .csv, .tsv, .xes, or object-centric .jsonocel, .json, .xmlocel, .xml, .sqlite; each also .gz
--preset NAME  columns of the CSV export of `snowplow`, `segment` or `adobe-xdm`; goes before the other options
--case COL     column (or XES attribute) of the case, when it is not `case`, `case_id`, `case:concept:name`
--activity COL ... of the activity, when it is not `activity`, `concept:name`
--time COL     ... of the time, when it is not `time`, `timestamp`, `time:timestamp`
--resource COL ... of the resource, when it is not `resource`, `org:resource`
--time-unit U  times are whole numbers of this unit since 1970 instead of ISO 8601 text
--object-type  whose journeys: `case` (default), `resource`, or a column (or XES attribute, of the trace where no event
               has it) that names objects, several in one field split by `|`; in an object-centric log any of its types (default: a summary of all)
--skip-dangling  leaves out relations of events with objects that an object-centric log does not have
--json         one JSON document instead of a report
--dot          a drawing for Graphviz instead of a report
";
/// Rows of the report's tables; what they leave out stands below them.
const ROWS: usize = 10;

fn main() -> ExitCode {
    common::finish("journeys", run(std::env::args().skip(1)))
}

fn run(args: impl Iterator<Item = String>) -> Fallible<String> {
    let Some(request) = Request::parse(args)? else { return Ok(format!("{HELP}{}", tables::HELP)) };
    let ImportedLog { log, notes, .. } =
        logs::read(&request.path, &request.options).map_err(|error| tables::in_flags(&error.to_string()))?;
    if request.json || request.dot {
        remarks(notes).iter().for_each(|remark| eprintln!("{}: {remark}", request.path));
    }
    if request.object_type.is_none() && logs::is_object_centric(&request.path) {
        if request.dot {
            return Err("--dot draws one type of an object-centric log: name it with --object-type".into());
        }
        return objects(&request, &log, notes);
    }
    let name = request.object_type.as_deref().unwrap_or(&request.options.case_type);
    let there = |&found: &ObjectTypeId| log.objects(found).is_ok_and(|objects| objects.len() > 0);
    let object_type = log.object_type(name).filter(there).ok_or_else(|| {
        let types = log.object_types().filter(there);
        let types: Vec<_> = types.filter_map(|known| log.object_type_name(known)).collect();
        format!("{}: no objects of type `{name}`: the log has {}", request.path, types.join(", "))
    })?;
    let graph = JourneyGraph::discover(&log, object_type)?;
    if request.dot {
        return Ok(dot::journey_graph(&graph));
    }
    let variants = Variants::discover(&log, object_type)?;
    if request.json {
        as_json(&graph, &variants, notes)
    } else {
        Ok(as_markdown(&request.path, &graph, &variants, notes))
    }
}

struct Request {
    path: String,
    options: EventOptions,
    object_type: Option<String>,
    json: bool,
    dot: bool,
}

impl Request {
    /// What the arguments ask for; `None` for help.
    fn parse(mut args: impl Iterator<Item = String>) -> Fallible<Option<Self>> {
        let mut path = None;
        let mut request = Self {
            path: String::new(),
            options: EventOptions::default(),
            object_type: None,
            json: false,
            dot: false,
        };
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value: see --help"));
            match arg.as_str() {
                "--help" | "-h" => return Ok(None),
                "--json" => request.json = true,
                "--dot" => request.dot = true,
                "--preset" => request.options = preset(&value()?)?,
                "--skip-dangling" => request.options.skip_dangling = true,
                "--case" => request.options.case = Some(value()?),
                "--activity" => request.options.activity = Some(value()?),
                "--time" => request.options.time = Some(value()?),
                "--resource" => request.options.resource = Some(value()?),
                "--object-type" => request.object_type = Some(value()?),
                "--time-unit" => request.options.time_format = logs::time_unit(&value()?)?,
                flag if flag.starts_with("--")
                    && tables::declare(&mut request.options.table, flag, args.next())? => {}
                flag if flag.starts_with("--") => {
                    return Err(format!("unknown argument `{flag}`: see --help").into());
                }
                _ if path.is_some() => {
                    return Err(format!("one log at a time: `{arg}` is a second one").into());
                }
                _ => path = Some(arg),
            }
        }
        request.path = path.ok_or("no log given: see --help")?;
        request.read_objects();
        Ok(Some(request))
    }
}

impl Request {
    /// Has the objects read that --object-type names, where they are in a column or attribute of their own.
    fn read_objects(&mut self) {
        let options = &mut self.options;
        let Some(name) = self.object_type.as_ref().filter(|_| !logs::is_object_centric(&self.path)) else {
            return;
        };
        let known = options.objects_where_there.iter().map(|known| &known.object_type);
        if known.chain([&options.case_type, &options.resource_type]).all(|known| known != name) {
            options.objects.push(ObjectColumn::new(name));
        }
    }
}

fn preset(name: &str) -> Fallible<EventOptions> {
    match name {
        "snowplow" => Ok(EventOptions::snowplow()),
        "segment" => Ok(EventOptions::segment()),
        "adobe-xdm" => Ok(EventOptions::adobe_xdm()),
        other => Err(format!("there is no preset `{other}`: use snowplow, segment or adobe-xdm").into()),
    }
}

/// An object-centric log: the journeys of every type of objects.
fn objects(request: &Request, log: &EventLog, notes: ImportNotes) -> Fallible<String> {
    let mut types = Vec::new();
    for object_type in log.object_types() {
        let name = log.object_type_name(object_type).unwrap_or_default();
        types.push((name, log.objects(object_type)?.len(), JourneyGraph::discover(log, object_type)?));
    }
    let synchronization = Synchronization::discover(log)?;
    if request.json {
        let mut by_name = serde_json::Map::new();
        for (name, objects, graph) in &types {
            let mut document = serde_json::to_value(graph)?;
            document["objects"] = json!(objects);
            document["journeys"] = json!(graph.object_count());
            by_name.insert((*name).to_owned(), document);
        }
        let document = json!({
            "events": log.len(),
            "activities": log.activity_count(),
            "objects": log.object_count(),
            "relations": log.relation_count(),
            "object_relations": notes.object_relations,
            "types": by_name,
            "synchronization": synchronization.activities,
            "notes": notes,
        });
        return Ok(format!("{document:#}\n"));
    }
    let mut page = format!("# Journeys in `{}`\n\n", request.path);
    let _ = write!(
        page,
        "{} of {}, {} of {}, {} of events and objects, {} of objects with each other.\n\n",
        counted(log.len() as u64, "event"),
        activities(log.activity_count()),
        counted(log.object_count() as u64, "object"),
        counted(types.len() as u64, "type"),
        counted(log.relation_count() as u64, "relation"),
        grouped(notes.object_relations),
    );
    for remark in remarks(notes) {
        let _ = writeln!(page, "- {remark}");
    }
    for (name, objects, graph) in &types {
        let _ = writeln!(
            page,
            "\n## {name}\n\n{}, {} of them in events, {}. `--object-type '{name}'` shows more.\n",
            counted(*objects as u64, "object"),
            grouped(graph.object_count()),
            kinds(graph.edges().len()),
        );
        let edges: Vec<_> = graph.edges().collect();
        steps(&mut page, &edges, &edges);
    }
    who_waits(&mut page, &synchronization);
    Ok(page)
}

/// Where objects of several types come together, and which of them the others wait for.
fn who_waits(page: &mut String, synchronization: &Synchronization) {
    let several = synchronization.activities.iter().filter(|activity| activity.types.len() > 1);
    let several: Vec<_> = several.collect();
    if several.is_empty() {
        return;
    }
    page.push_str(
        "\n## Who waits for whom\n\n| Activity | Times | Objects | Waited for others | Others waited for it | Was last |\n\
         |---|--:|---|--:|--:|--:|\n",
    );
    for activity in several.iter().take(ROWS) {
        let mut lead = format!("| {} | {}", cell(&activity.name), grouped(activity.events));
        for (name, waits) in &activity.types {
            let [idle, lagging] = [waits.idle, waits.lagging].map(|wait| duration(wait.as_secs_f64()));
            let _ =
                writeln!(page, "{lead} | {} | {idle} | {lagging} | {} |", cell(name), grouped(waits.delayed));
            lead = "| |".to_owned();
        }
    }
    if several.len() > ROWS {
        let _ = writeln!(page, "| *{} other activities* | | | | | |", several.len() - ROWS);
    }
}

fn as_json(graph: &JourneyGraph, variants: &Variants, notes: ImportNotes) -> Fallible<String> {
    let mut document = serde_json::to_value(graph)?;
    document["cases"] = json!(graph.object_count());
    document["variants"] = json!(variants.len());
    document["top_variants"] = json!(variants.top(ROWS));
    document["notes"] = json!(notes);
    Ok(format!("{document:#}\n"))
}

fn as_markdown(path: &str, graph: &JourneyGraph, variants: &Variants, notes: ImportNotes) -> String {
    let mut page = format!("# Journeys in `{path}`\n\n");
    let _ = write!(
        page,
        "{} of {} (`{}`) over {}: {}, {}.\n\n",
        counted(graph.event_count(), "event"),
        counted(graph.object_count(), "journey"),
        graph.object_type(),
        activities(graph.nodes().len()),
        kinds(graph.edges().len()),
        counted(variants.len() as u64, "variant"),
    );
    let remarks = remarks(notes);
    for remark in &remarks {
        let _ = writeln!(page, "- {remark}");
    }
    page.push_str(if remarks.is_empty() { "" } else { "\n" });

    let edges: Vec<_> = graph.edges().collect();
    page.push_str("## The steps people take most\n\n");
    steps(&mut page, &edges, &edges);

    let often = (graph.object_count() / 100).max(5);
    let mut slow: Vec<_> = edges.iter().copied().filter(|edge| edge.count >= often).collect();
    slow.sort_by(|a, b| b.median_wait.as_secs_f64().total_cmp(&a.median_wait.as_secs_f64()));
    let _ =
        writeln!(page, "\n## Where people wait longest\n\nSteps taken at least {} times.\n", grouped(often));
    steps(&mut page, &slow, &edges);

    for (title, counts) in [("Where journeys start", graph.starts()), ("Where journeys end", graph.ends())] {
        let _ = writeln!(page, "\n## {title}\n\n| Activity | Journeys | Share |\n|---|--:|--:|");
        for (name, count) in &counts {
            let share = *count as f64 / graph.object_count() as f64;
            let _ = writeln!(page, "| {} | {} | {} |", cell(name), grouped(*count), percent(share));
        }
    }

    let top = variants.top(ROWS);
    let _ = writeln!(
        page,
        "\n## The ways people go\n\nThe {} most common of {} ways cover {} of the journeys.\n\n\
         | Journeys | Share | Way |\n|--:|--:|---|",
        top.shown.len(),
        grouped(variants.len() as u64),
        percent(top.coverage),
    );
    for variant in &top.shown {
        let way = variant.activities.iter().map(|name| cell(name)).collect::<Vec<_>>().join(" → ");
        let _ = writeln!(page, "| {} | {} | {way} |", grouped(variant.count), percent(variant.share));
    }
    if top.other.variants > 0 {
        let _ = writeln!(
            page,
            "| {} | {} | *{} other ways* |",
            grouped(top.other.count),
            percent(top.other.share),
            grouped(top.other.variants as u64)
        );
    }
    page
}

fn remarks(notes: ImportNotes) -> Vec<String> {
    let mut all = Vec::new();
    if notes.write_ahead {
        all.push("The file has a write-ahead log: what only its `-wal` holds is not read".to_owned());
    }
    if notes.without_object == notes.events {
        let text = "No event names an object, so there are no journeys: are they called `relationships` in the file?";
        all.push(text.to_owned());
    }
    let remarks = [
        (notes.without_zone, "time", "without a zone, taken as UTC"),
        (notes.out_of_order, "event", "behind a later event of the same case, sorted in by time"),
        (notes.without_resource, "event", "without a resource"),
        (notes.empty_traces, "trace", "without an event, left out"),
        (notes.trace_columns, "column", "that no event has, taken from the traces"),
        (notes.duplicate_relations, "relation", "twice in an event, counted once"),
        (notes.without_object % notes.events.max(1), "event", "without an object, in no journey"),
        (
            notes.dangling_relations,
            "relation",
            "with an object or event that the log does not have, left out",
        ),
        (notes.not_numbers, "value", "`NaN` or `Infinity`, taken as missing"),
        (notes.types_without_table, "type", "without a table of its own"),
        (notes.undeclared_types, "type", "of events or objects not in the file's lists of types: misspelt?"),
    ];
    let remarks = remarks.iter().filter(|(count, ..)| *count > 0);
    all.extend(remarks.map(|(count, word, text)| format!("{} {text}", counted(*count, word))));
    all.extend(notes.table.as_ref().and_then(tables::told));
    all
}

fn activities(count: usize) -> String {
    if count == 1 { "1 activity".to_owned() } else { format!("{} activities", grouped(count as u64)) }
}

fn kinds(count: usize) -> String {
    if count == 1 { "1 kind of step".to_owned() } else { format!("{} kinds of step", grouped(count as u64)) }
}

/// A table of the first of `edges`, and what it leaves out of `all`.
fn steps(page: &mut String, edges: &[JourneyEdge<'_>], all: &[JourneyEdge<'_>]) {
    page.push_str(
        "| From | To | Times | Median wait | Mean wait | 9 of 10 within |\n|---|---|--:|--:|--:|--:|\n",
    );
    let shown = &edges[..edges.len().min(ROWS)];
    for edge in shown {
        let waits =
            [edge.median_wait.as_secs_f64(), edge.mean_wait.as_secs_f64(), edge.p90_wait.as_secs_f64()]
                .map(duration);
        let (from, to) = (cell(edge.from), cell(edge.to));
        let _ = writeln!(page, "| {from} | {to} | {} | {} |", grouped(edge.count), waits.join(" | "));
    }
    let rest = all.len() - shown.len();
    if rest > 0 {
        let times = |edges: &[JourneyEdge<'_>]| edges.iter().map(|edge| edge.count).sum::<u64>();
        let kinds = grouped(rest as u64);
        let _ = writeln!(
            page,
            "| *{kinds} other kinds of step* | | {} | | | |",
            grouped(times(all) - times(shown))
        );
    }
}
