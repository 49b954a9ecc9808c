//! Event logs by the ending of their name.

use std::fs::File;

use total_experience::io::event_log::{EventOptions, ImportedLog, csv, ocel, xes};
use total_experience::io::time::TimeFormat;

use super::common::Fallible;
use super::progress::Progress;

/// What the library's options are called here.
const FLAGS: [(&str, &str); 5] = [
    ("`EventOptions::with_case`", "--case"),
    ("`EventOptions::with_activity`", "--activity"),
    ("`EventOptions::with_time`", "--time"),
    ("`EventOptions::with_skip_dangling`", "--skip-dangling"),
    ("`TimeFormat`", "--time-unit s, ms, us or ns"),
];

/// Reads the log at `path`, which the error names.
pub(crate) fn read(path: &str, options: &EventOptions) -> Fallible<ImportedLog> {
    open(path, options).map_err(|error| {
        let text = error.to_string();
        let text = FLAGS.iter().fold(text, |text, (option, flag)| text.replace(option, flag));
        format!("{path}: {text}").into()
    })
}

/// What a file holds, by the ending of its name: a log of cases, or one of many types of objects.
fn ending(path: &str) -> String {
    let name = path.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_owned())
}

/// Whether the log at `path` is object-centric: it has no case and no columns.
pub(crate) fn is_object_centric(path: &str) -> bool {
    ["json", "jsonocel", "sqlite", "xml", "xmlocel"].contains(&ending(path).as_str())
}

/// Whether the log at `path` has columns.
#[allow(dead_code, reason = "not every example asks")]
pub(crate) fn has_columns(path: &str) -> bool {
    ending(path) == "csv"
}

fn open(path: &str, options: &EventOptions) -> Fallible<ImportedLog> {
    let read = match ending(path).as_str() {
        "csv" | "tsv" => csv::read_with::<Progress>,
        "xes" => xes::read_with::<Progress>,
        "json" | "jsonocel" => ocel::read_json_with::<Progress>,
        "xml" | "xmlocel" => ocel::read_xml_with::<Progress>,
        #[cfg(feature = "ocel-sqlite")]
        "sqlite" => ocel::read_sqlite_with::<Progress>,
        other => {
            let shown = if other.is_empty() { String::new() } else { format!(" `.{other}`") };
            return Err(format!(
                "unknown log format{shown}: use .csv, .tsv, .xes, .jsonocel, .json, .xmlocel, .xml or .sqlite, optionally \
                 .gz"
            )
            .into());
        }
    };
    let file = File::open(path).map_err(|error| format!("cannot be opened: {error}"))?;
    Ok(read(Progress::new(file), options)?)
}

pub(crate) fn time_unit(unit: &str) -> Fallible<TimeFormat> {
    Ok(match unit {
        "s" => TimeFormat::Seconds,
        "ms" => TimeFormat::Milliseconds,
        "us" => TimeFormat::Microseconds,
        "ns" => TimeFormat::Nanoseconds,
        _ => return Err(format!("unknown time unit `{unit}`: use s, ms, us or ns").into()),
    })
}
