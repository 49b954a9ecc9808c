//! Errors of readers: what is wrong with an input, and where.

use thiserror::Error;

use super::faults::{ArrowFault, GzipFault, PathFault, WorkFault, XmlFault};
use super::shown::{as_row, encoding_remedy, list};
use crate::model::names::listed;
use crate::model::time::TimeFault;

/// An error of a reader. The message names the line or the item, what was found and what to do about it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A name is none of those that are known.
    #[error("`{name}` is no {what}: use {known}")]
    UnknownName {
        /// What was to be named.
        what: &'static str,
        /// The name given.
        name: String,
        /// The names that are known.
        known: String,
    },
    /// The library was built without the reader of a format.
    #[error(
        "logs in the format {format} are not read: build the library with the feature of that name (`ocel` for `ocel-json` and `ocel-xml`)"
    )]
    FormatNotBuiltIn {
        /// The format.
        format: &'static str,
    },
    /// A watch ended the reading.
    #[error("cancelled by the watch of its progress")]
    Cancelled,
    /// The source of the bytes failed.
    #[error("reading failed: {source}")]
    Read {
        /// The error of the source.
        source: std::io::Error,
    },
    /// There is nothing in the input.
    #[error("the input is empty: {expected} was expected")]
    Empty {
        /// The thing looked for.
        expected: &'static str,
    },
    /// A log in XES or OCEL holds no event.
    #[error(
        "the log holds no event (XES has them as `event` elements inside `trace` elements): was all of it exported?"
    )]
    NoEvents,
    /// There is a header and nothing below it.
    #[error("there is a header and no row below it: was all of it exported?")]
    NoRows,
    /// A column is not in the header.
    #[error("no column for the {role}: looked for {}, found {}: {remedy}", list(looked_for), list(found))]
    MissingColumn {
        /// The role that the column would have.
        role: String,
        /// The accepted names.
        looked_for: Vec<String>,
        /// The header.
        found: Vec<String>,
        /// The remedy, with the option that names another column where there is one.
        remedy: &'static str,
    },
    /// A column that is to name objects is the column of the activities.
    #[error(
        "`{column}` names the activities, so each of them would be an object of type `{role}`: name another column for \
         `{role}`"
    )]
    NamesActivities {
        /// The type of objects, or the role that the column would have.
        role: String,
        /// The name of the column.
        column: String,
    },
    /// A column that is needed is in the header twice.
    #[error("the header names the column `{name}` more than once: rename all but one")]
    DuplicateColumn {
        /// The name that occurs again.
        name: String,
    },
    /// A row has more or fewer fields than the header.
    #[error(
        "line {line}: {found} fields where the header has {expected}: complete the row, or put fields that hold the \
         separator into quotes"
    )]
    RaggedRow {
        /// The line on which the row starts, from 1.
        line: u64,
        /// Fields of the header.
        expected: usize,
        /// Fields of the row.
        found: usize,
    },
    /// Text is not in its encoding.
    #[error("line {line}: not {encoding} text: {}", encoding_remedy(encoding))]
    BadText {
        /// The line on which the row starts, from 1.
        line: u64,
        /// The encoding: UTF-8 unless something else is declared.
        encoding: &'static str,
    },
    /// A field is longer than allowed.
    #[error("line {line}: a field is longer than {limit} bytes (`Limits::max_field_bytes`)")]
    FieldTooLong {
        /// The line on which the row starts, from 1.
        line: u64,
        /// The bound.
        limit: usize,
    },
    /// A document that is read whole is longer than allowed.
    #[error(
        "the document is longer than {limit} bytes (`Limits::max_document_bytes`): give influences as a table instead"
    )]
    DocumentTooLong {
        /// The bound.
        limit: u64,
    },
    /// A record is longer than allowed.
    #[error("line {line}: a record is longer than {limit} bytes (`Limits::max_record_bytes`)")]
    RecordTooLong {
        /// The line on which the record starts, from 1.
        line: u64,
        /// The bound.
        limit: usize,
    },
    /// The header has more columns than allowed.
    #[error("more than {limit} columns (`Limits::max_columns`)")]
    TooManyColumns {
        /// The bound.
        limit: usize,
    },
    /// There are more records than allowed.
    #[error("more than {limit} rows or events (`Limits::max_rows`)")]
    TooManyRows {
        /// The bound.
        limit: u64,
    },
    /// There are more bytes than allowed, after gzip is expanded.
    #[error("more than {limit} bytes (`Limits::max_bytes`)")]
    TooManyBytes {
        /// The bound.
        limit: u64,
    },
    /// A quoted field never ends.
    #[error(
        "line {line}: a quote that is opened in this row is never closed: close it, or double it if it is text"
    )]
    UnclosedQuote {
        /// The line on which the row starts, from 1.
        line: u64,
    },
    /// A field that is needed is empty.
    #[error("line {line}: `{column}` is empty: fill it or remove the row")]
    EmptyField {
        /// The line on which the row starts, from 1.
        line: u64,
        /// The column's name.
        column: String,
    },
    /// A field does not hold what its column promises.
    #[error("line {line}: `{column}` is `{value}`: {expected} was expected")]
    BadField {
        /// The line on which the row starts, from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// The text found, shortened.
        value: String,
        /// The accepted form.
        expected: String,
    },
    /// A field is no time.
    #[error("line {line}: `{column}` is `{value}`: {fault}")]
    BadTime {
        /// The line on which the row starts, from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// The text found, shortened.
        value: String,
        /// Why it is no time.
        fault: TimeFault,
    },
    /// What separates the touchpoints of a path is not clear.
    #[error("line {line}: `{column}` is `{value}`: {fault}")]
    Path {
        /// The line on which the row starts, from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// The text found, shortened.
        value: String,
        /// What is not clear.
        fault: PathFault,
    },
    /// The same influence is there twice.
    #[error("line {line}: the influence `{from}` -> `{to}` with lag {lag} is there already, on line {first}")]
    DuplicateEdge {
        /// The line on which it comes again, from 1.
        line: u64,
        /// The line on which it came first.
        first: u64,
        /// The driving node, shortened.
        from: String,
        /// The driven node, shortened.
        to: String,
        /// The lag of both.
        lag: u32,
    },
    /// The text is no JSON, or not what was expected.
    #[error("line {line}, column {column}: {message}")]
    Json {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The fault.
        message: String,
    },
    /// The facets, stakeholders or influences that were read make no map.
    #[error("{source}")]
    Map {
        /// The fault.
        source: crate::model::Error,
    },
    /// An answer does not fit its instrument, or its weight is none.
    #[error("line {line}: `{column}` is `{value}`: {source}: {remedy}")]
    BadAnswer {
        /// The line on which the row starts, from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// The text found, shortened.
        value: String,
        /// The fault.
        source: Box<crate::signal::Error>,
        /// The remedy.
        remedy: &'static str,
    },
    /// A facet is measured by two instruments.
    #[error(
        "line {line}: facet `{facet}` is measured by `{declared}` above and by `{given}` here: give each facet one \
         instrument"
    )]
    TwoInstruments {
        /// The line on which the row starts, from 1.
        line: u64,
        /// Key of the facet.
        facet: String,
        /// The instrument of the rows above.
        declared: String,
        /// The instrument of the row.
        given: String,
    },
    /// A row measures a facet that the map does not have.
    #[error("line {line}: the map has no facet `{facet}`: add it to the map or correct the row")]
    UnknownFacet {
        /// The line on which the row starts, from 1.
        line: u64,
        /// Key of the facet.
        facet: String,
    },
    /// A touchpoint or stakeholder of a row cannot be part of a map.
    #[error("line {line}: {source}")]
    BadPlace {
        /// The line on which the row starts, from 1.
        line: u64,
        /// The fault.
        source: crate::model::Error,
    },
    /// A question has another number of item columns than its instrument has items.
    #[error(
        "question `{question}` has {found} item column(s), its instrument has {expected}: name them one by one"
    )]
    ItemColumns {
        /// Name of the question, or of its first column.
        question: String,
        /// Number of items of the instrument.
        expected: usize,
        /// Number of columns found or given.
        found: usize,
    },
    /// The input is no Mermaid journey.
    #[error("line {line}: no Mermaid journey: `{found}` where `journey` was expected")]
    NotMermaid {
        /// The line, from 1.
        line: u64,
        /// The text found, shortened.
        found: String,
    },
    /// The XML cannot be read.
    #[error("line {line}: {fault}")]
    Xml {
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        fault: XmlFault,
    },
    /// The input is no XES log.
    #[error("line {line}: no XES log: `{found}` where the element `log` was expected")]
    NotXes {
        /// The line, from 1.
        line: u64,
        /// The value found.
        found: String,
    },
    /// A trace has no name.
    #[error("line {line}: trace {trace} has no `{key}`: name the attribute that holds the case")]
    TraceWithout {
        /// The line on which the trace ends, from 1.
        line: u64,
        /// Which trace, from 1.
        trace: u64,
        /// The attribute that was looked for.
        key: String,
    },
    /// What a log says of the lifecycle of work cannot be.
    #[error(transparent)]
    Work(#[from] WorkFault),
    /// An event lacks its activity or its time.
    #[error(
        "line {line}: event {event} of trace {trace} has no `{key}`: add it, or name the attribute that holds it"
    )]
    EventWithout {
        /// The line on which the event ends, from 1.
        line: u64,
        /// The name of the trace.
        trace: String,
        /// Which event of the trace, from 1.
        event: u64,
        /// The attribute that was looked for.
        key: String,
    },
    /// An event is in no trace, so that it has no case.
    #[error("line {line}: an event outside a trace has no case: put it into a trace")]
    EventOutsideTrace {
        /// The line, from 1.
        line: u64,
    },
    /// The input is no OCEL log.
    #[error(
        "line {line}: no OCEL log: {found} where `log` (XML) or `events` and `objects` (JSON) were expected"
    )]
    NotOcel {
        /// The line, from 1.
        line: u64,
        /// The value found.
        found: String,
    },
    /// The input is an OCEL log of version 1.0 as XML.
    #[error("line {line}: XML of OCEL 1.0 is not read: convert it to JSON, or to OCEL 2.0")]
    OldOcelXml {
        /// The line, from 1.
        line: u64,
    },
    /// An XML element lacks an attribute that it needs.
    #[error("line {line}: an element `{element}` has no attribute `{attribute}`: add it")]
    ElementWithout {
        /// The line on which the element ends, from 1.
        line: u64,
        /// Its name.
        element: &'static str,
        /// The missing part.
        attribute: &'static str,
    },
    /// The time of an event of an object-centric log is none.
    #[error("the time of event `{event}` is `{value}`: {fault}")]
    EventTime {
        /// The identifier of the event.
        event: String,
        /// The text found, shortened.
        value: String,
        /// Why it is no time.
        fault: TimeFault,
    },
    /// An event of an object-centric log has no time.
    #[error("event `{event}` has no time: {why}: fill it")]
    EventWithoutTime {
        /// The identifier of the event.
        event: String,
        /// Where it was looked for.
        why: String,
    },
    /// An event of an object-centric log names an object that the log does not have.
    #[error(
        "{by} names the object `{object}`, which the log does not have: add it to the objects, correct the id, or ask \
         for such relations to be left out"
    )]
    DanglingObject {
        /// The item that names it: kind and identifier.
        by: String,
        /// The identifier that leads nowhere.
        object: String,
    },
    /// A relation of an object-centric log names an event that the log does not have.
    #[error(
        "a relation names the event `{event}`, which the log does not have: add it, or ask for such relations to be left \
         out"
    )]
    DanglingEvent {
        /// The identifier that leads nowhere.
        event: String,
    },
    /// A SQLite file is damaged or lacks what an OCEL log has.
    #[error("the SQLite file cannot be read: {reason}")]
    Sqlite {
        /// The fault.
        reason: String,
    },
    /// An identifier of an object-centric log is given twice.
    #[error("{item} `{id}` is there twice: identifiers are unique in a log")]
    DuplicateId {
        /// The kind of thing that is there twice.
        item: &'static str,
        /// Its identifier.
        id: String,
    },
    /// An event or object of an object-centric log has no name or no type.
    #[error("{item}: {source}: fill it")]
    BadItem {
        /// The kind and the identifier.
        item: String,
        /// The fault.
        source: crate::journey::Error,
    },
    /// Arrow or Parquet data cannot be read.
    #[error(transparent)]
    Arrow(#[from] ArrowFault),
    /// A row of record batches is refused. What the source calls a line is a row, from 1 through all batches.
    #[error("{}", as_row(&source.to_string()))]
    InRow {
        /// The fault.
        source: Box<Self>,
    },
    /// The log refuses what was read.
    #[error(transparent)]
    Journey(#[from] crate::journey::Error),
    /// The gzip stream cannot be expanded.
    #[error(transparent)]
    Gzip(#[from] GzipFault),
}

impl Error {
    pub(super) fn unknown_name(what: &'static str, name: &str, known: &[&str]) -> Self {
        Self::UnknownName { what, name: name.to_owned(), known: listed(known) }
    }
}
