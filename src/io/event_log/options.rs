//! Options of event log readers, and the notes that come with a log.

use serde::{Deserialize, Serialize};

use super::{Lifecycle, LifecycleNotes, LifecycleWords};
use crate::Execution;
use crate::io::source::{Encoding, Limits, Placeholders, Separator, TableFormat, TableNotes};
use crate::io::time::TimeFormat;
use crate::journey::log::EventLog;
use crate::model::time::DateOrder;

/// Names of the columns of a CSV file, or of the attributes of an XES or OCEL file, and limits on what is accepted.
///
/// What is `None` is found by its usual names. CSV: case = `case`, `case_id`, `case:concept:name`; activity =
/// `activity`, `concept:name`; time = `time`, `timestamp`, `time:timestamp`, `end_timestamp`, `complete_timestamp`,
/// `end_time`; resource = `resource`, `org:resource`;
/// channel = `channel`; the first of these that the header has, in this order. Without a time the order of the file counts.
/// XES: `concept:name` of the trace and of
/// the event, `time:timestamp`, `org:resource`; a channel by name only, as in OCEL; `case:NAME` is the trace's `NAME`. Resource and channel are optional;
/// one that is asked for by name must be there in CSV.
/// Presets for the exports of tracking systems: [`snowplow`](Self::snowplow), [`segment`](Self::segment),
/// [`adobe_xdm`](Self::adobe_xdm).
///
/// ```
/// use total_experience::io::event_log::{EventOptions, ObjectColumn};
///
/// let buyers = ObjectColumn::new("customer").with_column("buyer");
/// let options = EventOptions::default().with_case("order").with_objects(buyers);
/// assert_eq!(options.case.as_deref(), Some("order"));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct EventOptions {
    /// Column of the case, or key of the trace, in XES with or without `case:` before it.
    pub case: Option<String>,
    /// Column or key of the activity.
    pub activity: Option<String>,
    /// Column or key of the time.
    pub time: Option<String>,
    /// Column of a CSV file with the time at which the work of the event began, which ended at `time`; written as the other
    /// times, empty where it is not known. Default: the first of `start_timestamp`, `start_time`, `started`, `started_at`,
    /// `begin` that is there, beside a column of times. The empty text: none is read.
    pub start: Option<String>,
    /// Column or key of the resource: who did the work.
    pub resource: Option<String>,
    /// Column of the channel, or attribute of the event: where it happened.
    pub channel: Option<String>,
    /// Column of a CSV file with the time at which the event was promised to happen at the latest, written as the other
    /// times; empty where nothing was promised. A due time of the whole case may stand in all of its rows. Only by name.
    pub due: Option<String>,
    /// Column or key of the transition in the lifecycle of the work. Default `lifecycle:transition`, where there.
    pub transition: Option<String>,
    /// Column or key of the instance of the work, which its transitions have in common. Default `concept:instance`,
    /// where there.
    pub instance: Option<String>,
    /// Which events of one piece of work are visits. Default: its start and its completion are one.
    pub lifecycle: Lifecycle,
    /// Words for the start and the completion of work, beside `start` and `complete`.
    pub lifecycle_words: LifecycleWords,
    /// Further types of objects, each with its column or key. A value may name several objects: split by
    /// `list_separator`, or a list in brackets.
    pub objects: Vec<ObjectColumn>,
    /// As `objects`, for columns of a CSV file that may be missing.
    pub objects_where_there: Vec<ObjectColumn>,
    /// Stand-ins for columns of a CSV file that are asked for by name, or `channel`. Of several for the same column the
    /// first that is filled counts.
    pub fallbacks: Vec<Fallback>,
    /// Columns of a CSV file that take the place of the column of the case alone, likewise.
    pub case_fallbacks: Vec<String>,
    /// How times are written. Default: text, of which the column says whether the day or the month stands first.
    pub time_format: TimeFormat,
    /// Whether the export is known to write times in UTC: then those without a zone are not counted. Default false.
    pub utc_declared: bool,
    /// Whether relations of events with objects that an object-centric log does not have are left out and counted,
    /// instead of refused. Default false.
    pub skip_dangling: bool,
    /// The type of objects that cases become. Default `case`.
    pub case_type: String,
    /// The type of objects that resources become. Default `resource`.
    pub resource_type: String,
    /// What splits a value that names several objects. Default `|`.
    pub list_separator: Separator,
    /// Whether a value in brackets is a list of objects, as Python, JSON and databases write them: `['p1', 'p2']`,
    /// `["p1","p2"]`, `{p1,p2}`, and `[]` for none. Default true.
    pub bracket_lists: bool,
    /// Names of cases, resources and objects that name nobody. An event without a case is in no journey.
    pub placeholders: Placeholders,
    /// How a CSV file is written; found unless declared.
    pub table: TableFormat,
    /// How much to accept.
    pub limits: Limits,
    /// On which threads the rows of a CSV file are parsed. The watch is told bytes read, of as many: the length of a
    /// stream is not known.
    pub execution: Execution,
}

impl Default for EventOptions {
    fn default() -> Self {
        Self {
            case: None,
            activity: None,
            time: None,
            start: None,
            resource: None,
            channel: None,
            due: None,
            transition: None,
            instance: None,
            lifecycle: Lifecycle::default(),
            lifecycle_words: LifecycleWords::default(),
            objects: Vec::new(),
            objects_where_there: Vec::new(),
            fallbacks: Vec::new(),
            case_fallbacks: Vec::new(),
            time_format: TimeFormat::default(),
            utc_declared: false,
            skip_dangling: false,
            case_type: "case".to_owned(),
            resource_type: "resource".to_owned(),
            list_separator: Separator::Bar,
            bracket_lists: true,
            placeholders: Placeholders::default(),
            table: TableFormat::default(),
            limits: Limits::default(),
            execution: Execution::default(),
        }
    }
}

macro_rules! named {
    ($($setter:ident $field:ident),+ $(,)?) => {$(
        #[doc = concat!("Sets [`", stringify!($field), "`](Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $setter(mut self, name: impl Into<String>) -> Self {
            self.$field = Some(name.into());
            self
        }
    )+};
}

impl EventOptions {
    named! { with_case case, with_activity activity, with_time time, with_start start, with_resource resource,
    with_channel channel, with_due due, with_transition transition, with_instance instance }

    /// Sets the threads, and who is told of the progress.
    #[must_use]
    pub fn with_execution(mut self, execution: Execution) -> Self {
        self.execution = execution;
        self
    }

    /// Sets which events of one piece of work are visits.
    #[must_use]
    pub fn with_lifecycle(mut self, lifecycle: Lifecycle) -> Self {
        self.lifecycle = lifecycle;
        self
    }

    /// Sets the words for the start and the completion of work.
    #[must_use]
    pub fn with_lifecycle_words(mut self, words: LifecycleWords) -> Self {
        self.lifecycle_words = words;
        self
    }

    /// Adds a type of objects, read from a column or key.
    #[must_use]
    pub fn with_objects(mut self, objects: ObjectColumn) -> Self {
        self.objects.push(objects);
        self
    }

    /// Adds a type of objects, read from a column of a CSV file if it has that column.
    #[must_use]
    pub fn with_objects_where_there(mut self, objects: ObjectColumn) -> Self {
        self.objects_where_there.push(objects);
        self
    }

    /// Adds a column that takes the place of another where that is missing or empty.
    ///
    /// It does so wherever the other is read, for a type of objects too. Where it is to stand in for the case alone, ask
    /// [`with_case_fallback`](Self::with_case_fallback).
    #[must_use]
    pub fn with_fallback(mut self, fallback: Fallback) -> Self {
        self.fallbacks.push(fallback);
        self
    }

    /// Adds a column that takes the place of the case's where that is missing or empty, and of no other that is read
    /// from the same column.
    #[must_use]
    pub fn with_case_fallback(mut self, other: impl Into<String>) -> Self {
        self.case_fallbacks.push(other.into());
        self
    }

    /// Sets how times are written.
    #[must_use]
    pub fn with_time_format(mut self, time_format: TimeFormat) -> Self {
        self.time_format = time_format;
        self
    }

    /// Sets whether the export is known to write times in UTC.
    #[must_use]
    pub fn with_utc_declared(mut self, utc_declared: bool) -> Self {
        self.utc_declared = utc_declared;
        self
    }

    /// Sets what splits a value that names several objects.
    #[must_use]
    pub fn with_list_separator(mut self, list_separator: Separator) -> Self {
        self.list_separator = list_separator;
        self
    }

    /// Sets whether a value in brackets is a list of objects.
    #[must_use]
    pub fn with_bracket_lists(mut self, bracket_lists: bool) -> Self {
        self.bracket_lists = bracket_lists;
        self
    }

    /// Sets which names of cases, resources and objects name nobody.
    #[must_use]
    pub fn with_placeholders(mut self, placeholders: Placeholders) -> Self {
        self.placeholders = placeholders;
        self
    }

    /// Sets how a CSV file is written.
    #[must_use]
    pub fn with_table(mut self, table: TableFormat) -> Self {
        self.table = table;
        self
    }

    /// Sets whether relations of events with objects that an object-centric log does not have are left out.
    #[must_use]
    pub fn with_skip_dangling(mut self, skip_dangling: bool) -> Self {
        self.skip_dangling = skip_dangling;
        self
    }

    /// Sets how much to accept.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}

/// Type of objects, and the column or key that names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectColumn {
    /// Name of the type.
    pub object_type: String,
    /// Column of a CSV file, or key of an attribute.
    pub column: String,
}

impl ObjectColumn {
    /// A type of objects in the column of the same name.
    pub fn new(object_type: impl Into<String>) -> Self {
        let object_type = object_type.into();
        Self { column: object_type.clone(), object_type }
    }

    /// Sets the column.
    #[must_use]
    pub fn with_column(mut self, column: impl Into<String>) -> Self {
        self.column = column.into();
        self
    }
}

/// Column of a CSV file that stands in for another where that is missing, and in rows where it is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fallback {
    /// The column that is asked for.
    pub column: String,
    /// The column that takes its place.
    pub stand_in: String,
}

/// An event log from a file, with the notes of its reader.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ImportedLog {
    /// The log. Its first type of objects is the case, unless the file is object-centric.
    pub log: EventLog,
    /// Notes on what was read, assumed and skipped, for a report to say.
    pub notes: ImportNotes,
}

/// Notes of an event reader: what was assumed, left out and skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ImportNotes {
    /// Events read.
    pub events: u64,
    /// Whether the file has no times. The events of each case are in the order of the file then, and the log
    /// [has no times](EventLog::has_times).
    pub without_times: bool,
    /// The column of a CSV file that was found to hold the starts of work, by [`EventOptions::start`].
    pub start_column: Option<String>,
    /// Columns of a CSV file without times that are called like times, but not by a usual name. They were not read.
    pub time_like: Vec<String>,
    /// Times that named no zone and were taken as UTC, unless [`EventOptions::utc_declared`] says that they are.
    pub without_zone: u64,
    /// Events that came after a later event of their case. They are sorted in.
    pub out_of_order: u64,
    /// Events that name no resource, when the log names resources at all.
    pub without_resource: u64,
    /// Events that name no channel, when the log names channels at all.
    pub without_channel: u64,
    /// Mentions of cases, resources and objects that were taken for nobody, by [`EventOptions::placeholders`].
    pub placeholders: u64,
    /// Events whose case is nobody. They are in the log with their other objects, and in no journey of a case.
    pub without_case: u64,
    /// What became of the lifecycle of work, by [`EventOptions::lifecycle`].
    pub lifecycle: LifecycleNotes,
    /// Values in brackets that were read as lists of objects, by [`EventOptions::bracket_lists`].
    pub lists: u64,
    /// Names of cases, resources and further objects that look like lists and were not read as such: in brackets, or
    /// with a comma, a semicolon or `|`. See [`EventOptions::list_separator`].
    pub list_like: u64,
    /// Traces of an XES log without an event. They are no journeys and are left out.
    pub empty_traces: u64,
    /// Columns that no event of an XES log has, so that they were taken from its traces.
    pub trace_columns: u64,
    /// Relations of two objects in an object-centric log. They are not kept.
    pub object_relations: u64,
    /// Relations that an event of an object-centric log has twice. The second is left out.
    pub duplicate_relations: u64,
    /// Events of an object-centric log that name no object. They are in no journey.
    pub without_object: u64,
    /// Relations of an object-centric log with an object or event that it does not have. They are left out.
    pub dangling_relations: u64,
    /// Values `NaN` and `Infinity`, which JSON does not have. They are taken as missing.
    pub not_numbers: u64,
    /// Types of events and objects of an OCEL SQLite file that have no table of their own.
    pub types_without_table: u64,
    /// Whether a SQLite file was written with a write-ahead log, which is a file of its own. What only that holds is
    /// not read.
    pub write_ahead: bool,
    /// Attributes of events and objects of an object-centric log. They are not kept.
    pub skipped_attributes: u64,
    /// Types of events and objects of an object-centric log that its lists of types do not have. They are kept, and may
    /// be misspelt. Version 1.0 lists no types of events.
    pub undeclared_types: u64,
    /// What the text was encoded in; UTF-8 for sources that are no text.
    pub encoding: Encoding,
    /// How a CSV file is written.
    pub table: Option<TableNotes>,
    /// Whether the day or the month stands first in times such as 03/04/2024, when there are such.
    pub date_order: Option<DateOrder>,
}
