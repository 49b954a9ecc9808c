//! Event logs from CSV: one row per event.

use std::io::Read;

use super::columns::{Column, Columns};
use super::lifecycle::Transition;
use super::lookalike::Look;
use super::sink::{Kind, Sink};
use super::{EventOptions, ImportedLog, Lifecycle};
use crate::io::Error;
use crate::io::short_names::{ShortKey, ShortNames};
use crate::io::source::TableNotes;
use crate::io::table::header::Header;
use crate::io::table::reader::Table;
use crate::io::table::row::TableRow;
use crate::io::table::sink::RowSink;
use crate::io::time::column::TimeColumn;
use crate::journey::log::{ActivityId, EventChannelId, PendingObject};

/// Reads an event log from CSV: a header, and one row per event with its case, activity and time.
///
/// Columns are found by the names in [`EventOptions`], exact spelling before other case; columns that nothing asks for
/// are skipped. Every row needs a case and an activity, and a time where there is a column of times; an empty resource or
/// channel means that the event has none. Names are taken without space around them. Rows may come in any order: the log
/// sorts them by time, and keeps the order of the file where times are equal. Times without a zone are taken as UTC and
/// counted in the notes. A file without a column of times gives a log
/// [without times](crate::journey::log::EventLog::has_times) in the order of its rows, which the notes say. With a column
/// `lifecycle:transition`, a `start` and a `complete` are one visit ([`Lifecycle`]).
///
/// Cost: one pass in bounded memory beside the log that is built.
///
/// # Errors
/// [`Error::Empty`], [`Error::NoRows`], [`Error::MissingColumn`], [`Error::NamesActivities`], [`Error::DuplicateColumn`], [`Error::RaggedRow`],
/// [`Error::BadText`], [`Error::UnclosedQuote`], [`Error::EmptyField`], [`Error::BadTime`], the faults of gzip, a
/// limit that is hit, and [`Error::Read`]. Each names the line.
///
/// ```
/// use total_experience::io::event_log::csv;
/// use total_experience::journey::dfg::JourneyGraph;
///
/// let text = "case,activity,time\n1,ask,2024-05-01T09:00:00Z\n1,answer,2024-05-01T09:30:00Z\n";
/// let imported = csv::read(text.as_bytes())?;
/// let case = imported.log.object_type("case").expect("made by the reader");
/// let graph = JourneyGraph::discover(&imported.log, case)?;
/// assert_eq!(graph.edges().next().expect("one edge").mean_wait.as_secs(), 1_800);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read<R: Read>(reader: R) -> Result<ImportedLog, Error> {
    read_with(reader, &EventOptions::default())
}

/// [`read`] with options.
///
/// # Errors
///
/// As [`read`], and for options out of range.
pub fn read_with<R: Read>(reader: R, options: &EventOptions) -> Result<ImportedLog, Error> {
    let mut table = Table::new(reader, &options.limits, options.table)?;
    let mut import = Import::new(table.header(), options)?;
    table.look(&import.time_columns(), |text| import.times.look(text));
    if import.columns.transition.is_none() && options.lifecycle != Lifecycle::Every {
        let mut look = Look::new(&import.columns, table.header());
        let columns = look.columns().to_vec();
        table.look(&columns, |text| look.take(text));
        let name = look.lifecycle().and_then(|at| table.header().get(at).cloned());
        import.sink.note().lifecycle.lookalike = name;
    }
    table.read_as_asked(&mut import, &options.execution)?;
    import.finish(Some(table.notes()))
}

/// Rows of a table on their way into a log.
pub(crate) struct Import {
    pub(super) columns: Columns,
    pub(super) sink: Sink,
    pub(super) times: TimeColumn,
    /// Whether no two columns name objects of one type, so that each type's are numbered in the order of one column.
    pub(super) has_distinct_types: bool,
    /// Numbers of names that were looked up before.
    pub(super) cases: ShortNames<Option<PendingObject>>,
    pub(super) activities: ShortNames<ActivityId>,
    pub(super) resources: ShortNames<Option<PendingObject>>,
    /// Per further column those of values that are one name.
    pub(super) further: Vec<ShortNames<Option<PendingObject>>>,
    pub(super) channels: ShortNames<Option<EventChannelId>>,
    pub(super) transitions: ShortNames<Transition>,
    involved: Vec<PendingObject>,
}

impl Import {
    pub(crate) fn new(header: &Header, options: &EventOptions) -> Result<Self, Error> {
        let columns = Columns::find(header, options)?;
        let mut sink = Sink::new(options)?;
        columns.types_there.iter().try_for_each(|object_type| sink.add_further_type(object_type))?;
        if options.start.is_none() {
            sink.note().start_column = columns.start.as_ref().map(|column| column.name.clone());
        }
        if columns.time.is_none() {
            sink.note().time_like = columns.time_like(header);
        }
        Ok(Self {
            has_distinct_types: sink.has_distinct_types(),
            further: columns.further.iter().map(|_| ShortNames::new()).collect(),
            columns,
            sink,
            times: TimeColumn::new(&options.time_format),
            cases: ShortNames::new(),
            activities: ShortNames::new(),
            resources: ShortNames::new(),
            channels: ShortNames::new(),
            transitions: ShortNames::new(),
            involved: Vec::new(),
        })
    }

    /// The columns that hold one name each.
    #[cfg(feature = "arrow")]
    pub(crate) fn names(&self) -> Vec<usize> {
        let Columns { case, activity, resource, channel, transition, instance, .. } = &self.columns;
        let columns =
            [case, activity].into_iter().chain(resource).chain(channel).chain(transition).chain(instance);
        columns.flat_map(Column::places).collect()
    }

    /// The columns that may hold several names.
    #[cfg(feature = "arrow")]
    pub(crate) fn lists(&self) -> Vec<usize> {
        self.columns.further.iter().flat_map(Column::places).collect()
    }

    /// The columns that hold times.
    pub(crate) fn time_columns(&self) -> Vec<usize> {
        self.columns
            .time
            .iter()
            .chain(&self.columns.start)
            .chain(&self.columns.due)
            .flat_map(Column::places)
            .collect()
    }

    pub(crate) fn finish(mut self, table: Option<TableNotes>) -> Result<ImportedLog, Error> {
        if self.sink.note().events == 0 {
            return Err(Error::NoRows);
        }
        if self.columns.time.is_none() {
            self.sink.without_times();
        }
        self.sink.note().table = table;
        self.sink.note().encoding = table.map(|table| table.encoding).unwrap_or_default();
        self.sink.note().date_order = self.times.date_order();
        self.sink.finish()
    }

    /// Whether a case with a short name is new when `cases` does not find it.
    pub(super) fn knows_cases(&self) -> bool {
        self.has_distinct_types && self.cases.is_complete()
    }

    /// The case of a short name, which is not nobody's.
    pub(super) fn case(&mut self, key: ShortKey, name: &str) -> Result<PendingObject, Error> {
        if let Some(Some(known)) = self.cases.find(key) {
            return Ok(known);
        }
        let is_new = self.knows_cases();
        let object = if is_new { self.sink.new_case(name)? } else { self.sink.somebody(Kind::Case, name)? };
        self.cases.keep(key, Some(object));
        Ok(object)
    }

    /// The object of this name, which is not nobody's.
    pub(super) fn somebody(&mut self, kind: Kind, name: &str) -> Result<PendingObject, Error> {
        let object = self.sink.somebody(kind, name)?;
        let known = match kind {
            // Short names of cases are looked up before they come here.
            Kind::Case => None,
            Kind::Resource => Some(&mut self.resources),
            // What is no name of its own in a field would be taken for one.
            Kind::Further(place) => {
                self.further.get_mut(place).filter(|_| self.sink.lists().is_one_name(name))
            }
        };
        if let (Some(known), Some(key)) = (known, ShortKey::of(name.as_bytes(), name.as_bytes()))
            && known.find(key).is_none()
        {
            known.keep(key, Some(object));
        }
        Ok(object)
    }

    pub(super) fn activity(&mut self, name: &str) -> Result<ActivityId, Error> {
        let key = ShortKey::of(name.as_bytes(), name.as_bytes());
        self.activities.number(key, || self.sink.activity(name))
    }

    pub(super) fn channel(&mut self, name: &str) -> Result<Option<EventChannelId>, Error> {
        let key = ShortKey::of(name.as_bytes(), name.as_bytes());
        self.channels.number(key, || self.sink.channel(name))
    }

    fn row<'r>(&mut self, row: &impl TableRow<'r>) -> Result<(), Error> {
        let knows_cases = self.knows_cases();
        let (columns, sink) = (&self.columns, &mut self.sink);
        let case = columns.case.key(row)?;
        let activity = columns.activity.key(row)?;
        let time = columns.event_time(row, &mut self.times)?;
        self.involved.clear();
        let mut placeholders = columns.case.passed_over(row);
        let is_new = knows_cases && case.is_some();
        let case = self.cases.number(case, || match columns.case.text(row) {
            name if is_new && !sink.nobody().is(name) => sink.new_case(name).map(Some),
            name => sink.case(name),
        })?;
        match case {
            Some(case) => self.involved.push(case),
            None => placeholders += 1,
        }
        let named = columns.resource.as_ref().and_then(|column| Some((column, column.optional(row)?)));
        let resource = match named {
            Some((column, key)) => self.resources.number(key, || sink.resource(column.text(row)))?,
            None => None,
        };
        match resource {
            Some(resource) => self.involved.push(resource),
            None => {
                placeholders += u64::from(named.is_some());
                sink.note().without_resource += 1;
            }
        }
        for (place, (column, known)) in columns.further.iter().zip(&mut self.further).enumerate() {
            let (at, before) = (column.place(row), placeholders);
            match row.item_count(at) {
                Some(count) => {
                    for key in (0..count).map(|item| row.item(at, item)) {
                        placeholders += u64::from(!sink.object(place, key, &mut self.involved)?);
                    }
                }
                None => {
                    let key = column.optional(row).flatten();
                    if let Some(known) = key.and_then(|key| known.find(key)) {
                        placeholders += u64::from(known.is_none());
                        self.involved.extend(known);
                    } else {
                        let (text, others) = (row.get(at).trim(), self.involved.len());
                        placeholders += sink.further(place, text, &mut self.involved)?;
                        if let Some(key) = key.filter(|_| sink.lists().is_one_name(text)) {
                            known.keep(key, self.involved.get(others).copied());
                        }
                    }
                }
            }
            if placeholders > before && columns.is_counted(row, place) {
                placeholders = before;
            }
        }
        sink.note().placeholders += placeholders;
        let activity = self.activities.number(activity, || sink.activity(columns.activity.text(row)))?;
        sink.event(activity, time, case, &self.involved)?;
        if let Some(column) = &columns.channel {
            let channel =
                self.channels.number(column.optional(row).flatten(), || sink.channel(column.text(row)))?;
            sink.in_channel(channel)?;
        }
        if let Some(column) = &columns.transition {
            let named = || Ok::<_, Error>(sink.meaning(column.text(row)));
            let transition = self.transitions.number(column.optional(row).flatten(), named)?;
            let instance = columns.instance.as_ref().map_or(0, |column| sink.instance(column.text(row)));
            sink.transition(transition, instance);
        }
        if columns.start.is_some()
            && let Some(start) = columns.start_time(row, time.timestamp, &mut self.times)?
        {
            sink.start(start)?;
        }
        if let Some(column) = columns.due.as_ref().filter(|column| !row.is_empty(column.place(row))) {
            sink.due(column.time(row, &mut self.times)?)?;
        }
        Ok(())
    }
}

impl RowSink for Import {
    const TOUCHES: bool = true;

    #[cfg(feature = "arrow")]
    fn look<'r>(&mut self, row: impl TableRow<'r>) -> bool {
        let texts = self.time_columns().into_iter().filter(|&column| row.typed(column).is_none());
        let mut texts = texts.peekable();
        texts.peek().is_some() && texts.all(|column| self.times.look(row.get(column).trim()))
    }

    fn touch<'r>(&self, row: &impl TableRow<'r>) -> u64 {
        let (name, ahead) = self.columns.case.bytes(row);
        ShortKey::of(name, ahead).map_or(0, |key| self.cases.touch(key))
    }

    fn add<'r>(&mut self, row: impl TableRow<'r>) -> Result<(), Error> {
        self.row(&row)
    }
}
