//! Files that are read: by name, or standard input.

use std::fs::File;
use std::io::{self, Read};

use total_experience::io::event_log::{EventOptions, ImportedLog, LogFormat, read_with};
use total_experience::io::map::read_json;
use total_experience::model::map::ExperienceMap;

use crate::fault::{Fallible, in_file, shown};
use crate::progress;

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn open(path: &str) -> Fallible<Box<dyn Read>> {
    if path == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(|error| format!("{path}: cannot be opened: {error}"))?;
    Ok(Box::new(progress::reading(file)))
}

/// A map.
pub(crate) fn map(path: &str) -> Fallible<ExperienceMap> {
    read_json(open(path)?).map_err(in_file(path))
}

/// A log that is not read yet, and its format.
pub(crate) struct Log {
    pub(crate) format: LogFormat,
    bytes: Box<dyn Read>,
}

impl Log {
    /// Opens a log. Its content tells the format where it can, else the ending of its name.
    pub(crate) fn open(path: &str, options: &EventOptions) -> Fallible<Self> {
        let (found, bytes) = LogFormat::detect(open(path)?, &options.limits).map_err(in_file(path))?;
        let named = LogFormat::of_name(path).or_else(|| (path == "-").then_some(LogFormat::Csv));
        let format = found.or(named).ok_or_else(|| {
            format!(
                "{}: unknown log format: use .csv, .tsv, .xes, .jsonocel, .json, .xmlocel, .xml or .sqlite, \
                 optionally .gz",
                shown(path)
            )
        })?;
        Ok(Self { format, bytes: Box::new(bytes) })
    }

    /// Reads it.
    pub(crate) fn read(self, path: &str, options: &EventOptions) -> Fallible<ImportedLog> {
        read_with(self.bytes, self.format, options).map_err(in_file(path))
    }
}
