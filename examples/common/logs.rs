//! Event logs by the ending of their name.

use std::fs::File;

use total_experience::io::{EventOptions, ImportedLog, TimeFormat, events, xes};

use super::common::Fallible;
use super::progress::Progress;

/// Reads the log at `path`, which the error names.
pub(crate) fn read(path: &str, options: &EventOptions) -> Fallible<ImportedLog> {
    open(path, options).map_err(|error| format!("{path}: {error}").into())
}

fn open(path: &str, options: &EventOptions) -> Fallible<ImportedLog> {
    let name = path.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let read = match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("csv") => events::read::<Progress>,
        Some("xes") => xes::read::<Progress>,
        other => {
            let shown = other.map_or_else(String::new, |extension| format!(" `.{extension}`"));
            return Err(format!("unknown log format{shown}: use .csv or .xes, optionally .gz").into());
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
