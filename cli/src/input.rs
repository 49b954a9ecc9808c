//! Files that are read: by name, or standard input; text, or columns of Arrow and Parquet.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Cursor, Read};

use total_experience::io::arrow::{self, Batches};
use total_experience::io::event_log::{EventOptions, ImportedLog, LogFormat, read_with};
use total_experience::io::map::read_json;
use total_experience::io::network::{self, Edges, NetworkFileOptions};
use total_experience::io::paths::{self, ImportedPaths, PathOptions};
use total_experience::io::source::{Input, Limits};
use total_experience::io::survey::qualtrics::{self, ImportedSurvey, Question, SurveyOptions};
use total_experience::io::survey::signals::{self, ImportedSignals, SignalOptions};
use total_experience::io::{self as tables, Error};
use total_experience::model::map::ExperienceMap;

use crate::fault::{Fallible, in_file, shown};
use crate::progress;

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn open(path: &str) -> Fallible<Box<dyn Read + Send>> {
    if path == "-" {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(path).map_err(|error| format!("{path}: cannot be opened: {error}"))?;
    Ok(Box::new(progress::reading(file)))
}

/// A map.
pub(crate) fn map(path: &str) -> Fallible<ExperienceMap> {
    read_json(open(path)?).map_err(|error| match error {
        error @ Error::BadText { .. } => {
            format!("{}: {error}: a map is JSON in UTF-8, save it so", shown(path)).into()
        }
        Error::Json { line: 1, .. } if !path.ends_with(".json") => {
            let text = "no map in JSON (a CSV of influences is given by `txm cascade --edges`)";
            format!("{}: {text}: {error}", shown(path)).into()
        }
        error @ Error::Json { .. } => format!("{}: {error}: see `txm schema map`", shown(path)).into(),
        error => in_file(path)(error),
    })
}

/// Answers to facets of a map, and the map; without one, the map that they speak of.
pub(crate) fn signals(
    path: &str,
    map: Option<ExperienceMap>,
    options: &SignalOptions,
) -> Fallible<(ExperienceMap, ImportedSignals)> {
    let read = match (Table::open(path, &options.limits)?, map) {
        (Table::Text(bytes), None) => signals::read_map_and_responses_with(bytes, options),
        (Table::Batches(batches), None) => arrow::read_map_and_responses_with(batches, options),
        (Table::Text(bytes), Some(map)) => {
            signals::read_responses_with(bytes, &map, options).map(|found| (map, found))
        }
        (Table::Batches(batches), Some(map)) => {
            arrow::read_responses_with(batches, &map, options).map(|found| (map, found))
        }
    };
    read.map_err(|error| match error {
        Error::MissingColumn { found, .. } if is_survey(&found) => {
            let text = "this looks like a Qualtrics export: say what its questions measure, such as \
                        --question Q1=branch/cx/customers:nps";
            format!("{}: {text}", shown(path)).into()
        }
        error => in_file(path)(error),
    })
}

/// Whether the columns are those of a Qualtrics export.
fn is_survey(columns: &[String]) -> bool {
    const METADATA: [&str; 6] =
        ["StartDate", "EndDate", "RecordedDate", "ResponseId", "Finished", "DistributionChannel"];
    METADATA.iter().filter(|name| columns.iter().any(|column| column.trim() == **name)).count() >= 2
}

/// Answers to questions of a survey export.
pub(crate) fn survey(
    path: &str,
    questions: &[Question],
    options: &SurveyOptions,
) -> Fallible<ImportedSurvey> {
    match Table::open(path, &options.limits)? {
        Table::Text(bytes) => qualtrics::read_with(bytes, questions, options).map_err(in_file(path)),
        Table::Batches(_) => {
            Err(format!("{}: --question reads exports that are CSV or TSV", shown(path)).into())
        }
    }
}

/// Influences.
pub(crate) fn edges(path: &str, options: &NetworkFileOptions) -> Fallible<Edges> {
    let read = match Table::open(path, &options.limits)? {
        Table::Text(bytes) => network::read_edges_with(bytes, options),
        Table::Batches(batches) => arrow::read_edges_with(batches, options),
    };
    read.map_err(in_file(path))
}

/// Scores of nodes.
pub(crate) fn scores(path: &str, options: &NetworkFileOptions) -> Fallible<HashMap<String, f64>> {
    let read = match Table::open(path, &options.limits)? {
        Table::Text(bytes) => network::read_scores_with(bytes, options),
        Table::Batches(batches) => arrow::read_scores_with(batches, options),
    };
    read.map_err(in_file(path))
}

/// Paths of touchpoints.
pub(crate) fn paths(path: &str, options: &PathOptions) -> Fallible<ImportedPaths> {
    let read = match Table::open(path, &options.limits)? {
        Table::Text(bytes) => paths::read_paths_with(bytes, options),
        Table::Batches(batches) => arrow::read_paths_with(batches, options),
    };
    read.map_err(in_file(path))
}

/// A log that is not read yet, and its format; columns of Arrow and Parquet are those of a CSV.
pub(crate) struct Log {
    pub(crate) format: LogFormat,
    table: Table,
}

impl Log {
    /// Opens a log. Its content tells the format where it can, else the ending of its name.
    pub(crate) fn open(path: &str, options: &EventOptions) -> Fallible<Self> {
        let bytes = match Table::open(path, &options.limits)? {
            Table::Text(bytes) => bytes,
            table => return Ok(Self { format: LogFormat::Csv, table }),
        };
        let (found, bytes) = LogFormat::detect(bytes, &options.limits).map_err(in_file(path))?;
        let named = LogFormat::of_name(path).or_else(|| (path == "-").then_some(LogFormat::Csv));
        let format = found.or(named).ok_or_else(|| {
            format!(
                "{}: unknown log format: use .csv, .tsv, .xes, .jsonocel, .json, .xmlocel, .xml or .sqlite, \
                 optionally .gz, or .parquet, .arrow or .arrows",
                shown(path)
            )
        })?;
        Ok(Self { format, table: Table::Text(Box::new(bytes)) })
    }

    /// Reads it.
    pub(crate) fn read(self, path: &str, options: &EventOptions) -> Fallible<ImportedLog> {
        let read = match self.table {
            Table::Text(bytes) => read_with(bytes, self.format, options),
            Table::Batches(batches) => arrow::read_log_with(batches, options),
        };
        read.map_err(in_file(path))
    }
}

/// A table that is not read yet.
enum Table {
    Text(Box<dyn Read + Send>),
    Batches(Batches<'static>),
}

/// How columns are kept in a file.
#[derive(Clone, Copy, PartialEq)]
enum Columns {
    Arrow,
    Parquet,
}

impl Columns {
    /// What the first bytes say. A stream begins with a mark that no text has.
    fn of_bytes(head: &[u8]) -> Option<Self> {
        match head {
            [0xff, 0xff, 0xff, 0xff, ..] => Some(Self::Arrow),
            head if head.starts_with(b"ARROW1") => Some(Self::Arrow),
            head if head.starts_with(b"PAR1") => Some(Self::Parquet),
            _ => None,
        }
    }

    /// What the ending of the name says.
    fn of_name(path: &str) -> Option<Self> {
        let path = path.to_ascii_lowercase();
        match path.strip_suffix(".gz").unwrap_or(&path).rsplit_once('.')?.1 {
            "arrow" | "arrows" | "feather" | "ipc" => Some(Self::Arrow),
            "parquet" | "pq" => Some(Self::Parquet),
            _ => None,
        }
    }
}

impl Table {
    /// Opens a table. Its content tells how it is kept, else the ending of its name.
    fn open(path: &str, limits: &Limits) -> Fallible<Self> {
        let mut input = Input::new(open(path)?, limits).map_err(in_file(path))?;
        let mut head = Vec::new();
        let read = |error: io::Error| in_file(path)(tables::Error::from(error));
        input.by_ref().take(8).read_to_end(&mut head).map_err(read)?;
        let kept = Columns::of_bytes(&head).or_else(|| Columns::of_name(path));
        let mut bytes = Cursor::new(head).chain(input);
        let batches = match kept {
            None => return Ok(Self::Text(Box::new(bytes))),
            Some(Columns::Arrow) => Batches::ipc(bytes, limits),
            Some(Columns::Parquet) => match File::open(path) {
                Ok(file) if !path.to_ascii_lowercase().ends_with(".gz") => Batches::parquet(file, limits),
                _ => {
                    let mut all = Vec::new();
                    bytes.read_to_end(&mut all).map_err(read)?;
                    Batches::parquet_bytes(all, limits)
                }
            },
        };
        batches.map(Self::Batches).map_err(in_file(path))
    }
}
