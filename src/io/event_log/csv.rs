//! Event logs from CSV: one row per event.

use std::io::Read;

use super::lifecycle::{INSTANCE, TRANSITION, Transition};
use super::short_names::{ShortKey, ShortNames};
use super::sink::Sink;
use super::{EventOptions, ImportedLog, Lifecycle, ObjectColumn};
use crate::io::Error;
use crate::io::shown::shown;
use crate::io::source::TableNotes;
use crate::io::source::placeholders::Nobody;
use crate::io::table::header::Header;
use crate::io::table::plain::{PlainRow, PlainRows, Splitter, Taken};
use crate::io::table::reader::Table;
use crate::io::table::row::TableRow;
use crate::io::time::column::TimeColumn;
use crate::journey::log::{ActivityId, EventChannelId, PendingObject};
use crate::model::time::ParsedTime;

/// Rows whose cases are looked up together. Enough for the waits for memory to overlap, few enough to stay at hand.
const GROUP: usize = 32;

const CASE: [&str; 3] = ["case", "case_id", "case:concept:name"];
const ACTIVITY: [&str; 2] = ["activity", "concept:name"];
const TIME: [&str; 3] = ["time", "timestamp", "time:timestamp"];
const RESOURCE: [&str; 2] = ["resource", "org:resource"];
const CHANNEL: &str = "channel";

/// What to do about a missing column.
const NAME_CASE: &str = "name the column with `EventOptions::with_case`";
const NAME_ACTIVITY: &str = "name the column with `EventOptions::with_activity`";
const NAME_TIME: &str = "name the column with `EventOptions::with_time`";
const CORRECT_NAME: &str = "correct the name in the options, or add the column";

/// Reads an event log from CSV: a header, and one row per event with its case, activity and time.
///
/// Columns are found by the names in [`EventOptions`], exact spelling
/// before other case; columns that nothing asks for are skipped. Every row needs a case, an activity and a time; an
/// empty resource or channel means that the event has none. Names are taken without space around them. Rows may come in
/// any order: the log sorts them by time, and keeps the order of the file where times are equal. Times without a zone
/// are taken as UTC and counted in the notes. With a column `lifecycle:transition`, a `start` and a `complete` are one
/// visit ([`Lifecycle`]).
///
/// Cost: one pass in bounded memory beside the log that is built.
///
/// # Errors
/// [`Error::Empty`], [`Error::NoRows`], [`Error::MissingColumn`], [`Error::NamesActivities`], [`Error::DuplicateColumn`], [`Error::RaggedRow`],
/// [`Error::NotUtf8`], [`Error::UnclosedQuote`], [`Error::EmptyField`], [`Error::BadTime`], the faults of gzip, a
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
    let mut splitter = Splitter::new(table.separator(), table.header().len());
    let mut import = Import::new(table.header(), options)?;
    table.look(&import.time_columns(), |text| import.times.look(text));
    loop {
        if let Some(block) = table.plain_block() {
            let taken = import.block(splitter.rows(block))?;
            table.take(taken);
        }
        let Some(row) = table.next_row()? else { break };
        import.row(&row)?;
    }
    import.finish(Some(table.notes()))
}

/// Rows of a table on their way into a log.
pub(crate) struct Import {
    columns: Columns,
    sink: Sink,
    times: TimeColumn,
    /// Numbers of names that were looked up before.
    cases: ShortNames<Option<PendingObject>>,
    activities: ShortNames<ActivityId>,
    resources: ShortNames<Option<PendingObject>>,
    channels: ShortNames<Option<EventChannelId>>,
    transitions: ShortNames<Transition>,
    involved: Vec<PendingObject>,
}

impl Import {
    pub(crate) fn new(header: &Header, options: &EventOptions) -> Result<Self, Error> {
        let columns = Columns::find(header, options)?;
        let mut sink = Sink::new(options)?;
        columns.types_there.iter().try_for_each(|object_type| sink.add_further_type(object_type))?;
        Ok(Self {
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

    /// Takes the rows of a block.
    fn block(&mut self, mut rows: PlainRows<'_>) -> Result<Taken, Error> {
        let mut group = Vec::with_capacity(GROUP);
        loop {
            group.extend(rows.by_ref().take(GROUP));
            if group.is_empty() {
                return Ok(rows.taken());
            }
            let touch = |row: &PlainRow<'_>| {
                let (name, ahead) = self.columns.case.bytes(row);
                ShortKey::of(name, ahead).map_or(0, |key| self.cases.touch(key))
            };
            std::hint::black_box(group.iter().fold(0, |sum, row| sum ^ touch(row)));
            for row in group.drain(..) {
                self.row(&row)?;
            }
        }
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
        std::iter::once(&self.columns.time).chain(&self.columns.due).flat_map(Column::places).collect()
    }

    /// Looks ahead at the times of a row; whether more rows are of use.
    #[cfg(feature = "arrow")]
    pub(crate) fn look<'r>(&mut self, row: &impl TableRow<'r>) -> bool {
        let texts = self.time_columns().into_iter().filter(|&column| row.typed(column).is_none());
        let mut texts = texts.peekable();
        texts.peek().is_some() && texts.all(|column| self.times.look(row.get(column).trim()))
    }

    pub(crate) fn finish(mut self, table: Option<TableNotes>) -> Result<ImportedLog, Error> {
        if self.sink.note().events == 0 {
            return Err(Error::NoRows);
        }
        self.sink.note().table = table;
        self.sink.note().date_order = self.times.date_order();
        Ok(self.sink.finish())
    }

    pub(crate) fn row<'r>(&mut self, row: &impl TableRow<'r>) -> Result<(), Error> {
        let (columns, sink) = (&self.columns, &mut self.sink);
        let case = columns.case.key(row)?;
        let activity = columns.activity.key(row)?;
        let time = match row.typed(columns.time.at) {
            None => self.times.parse_fixed(columns.time.bytes(row).0),
            Some(_) => None,
        };
        let time = time.map_or_else(|| columns.time.time(row, &mut self.times), Ok)?;
        self.involved.clear();
        let mut placeholders = columns.case.passed_over(row);
        let case = self.cases.number(case, || sink.case(columns.case.text(row)))?;
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
        for (place, column) in columns.further.iter().enumerate() {
            let at = column.place(row);
            match row.item_count(at) {
                Some(count) => {
                    for key in (0..count).map(|item| row.item(at, item)) {
                        placeholders += u64::from(!sink.object(place, key, &mut self.involved)?);
                    }
                }
                None => placeholders += sink.further(place, row.get(at).trim(), &mut self.involved)?,
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
            let named = || Ok::<_, Error>(Transition::of(column.text(row)));
            let transition = self.transitions.number(column.optional(row).flatten(), named)?;
            let instance = columns.instance.as_ref().map_or(0, |column| sink.instance(column.text(row)));
            sink.transition(transition, instance);
        }
        if let Some(column) = columns.due.as_ref().filter(|column| !row.is_empty(column.place(row))) {
            sink.due(column.time(row, &mut self.times)?)?;
        }
        Ok(())
    }
}

/// A column by its place and name, and those that take its place in rows where it is empty or names nobody.
#[derive(Debug)]
struct Column {
    at: usize,
    name: String,
    others: Vec<usize>,
    /// What names nobody, in a column that says who or what.
    nobody: Nobody,
}

impl Column {
    /// The columns that may be read.
    fn places(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.at).chain(self.others.iter().copied())
    }

    /// The place of the column, or in rows where it is empty or names nobody of the first other that names somebody.
    /// When none does, of the first that is not empty.
    fn place<'a>(&self, row: &impl TableRow<'a>) -> usize {
        if self.others.is_empty() {
            return self.at;
        }
        let mut filled = None;
        for &at in std::iter::once(&self.at).chain(&self.others) {
            let text = row.get(at).trim();
            if !text.is_empty() {
                if !self.nobody.is(text) {
                    return at;
                }
                filled = filled.or(Some(at));
            }
        }
        filled.unwrap_or(self.at)
    }

    /// How many fields that name nobody stand before the one that was taken, or beside it when it names nobody too.
    fn passed_over<'a>(&self, row: &impl TableRow<'a>) -> u64 {
        if self.others.is_empty() {
            return 0;
        }
        let place = self.place(row);
        let is_nobody = |at: usize| self.nobody.is(row.get(at).trim());
        let places = std::iter::once(&self.at).chain(&self.others).copied();
        if is_nobody(place) {
            return places.filter(|&at| at != place && is_nobody(at)).count() as u64;
        }
        places.take_while(|&at| at != place).filter(|&at| is_nobody(at)).count() as u64
    }

    /// The field without space around it.
    fn text<'a>(&self, row: &impl TableRow<'a>) -> &'a str {
        row.get(self.place(row)).trim()
    }

    /// The field with what comes behind it.
    fn bytes<'a>(&self, row: &impl TableRow<'a>) -> (&'a [u8], &'a [u8]) {
        row.bytes(self.place(row))
    }

    /// The key of the field, if it is short; nothing at all when the field is empty.
    fn optional<'a>(&self, row: &impl TableRow<'a>) -> Option<Option<ShortKey>> {
        let (name, ahead) = self.bytes(row);
        let key = ShortKey::of(name, ahead);
        (key.is_some() || !self.text(row).is_empty()).then_some(key)
    }

    /// The key of the field, which must not be empty, if it is short.
    fn key<'a>(&self, row: &impl TableRow<'a>) -> Result<Option<ShortKey>, Error> {
        self.optional(row).ok_or_else(|| self.empty(row))
    }

    fn empty<'a>(&self, row: &impl TableRow<'a>) -> Error {
        Error::EmptyField { line: row.line(), column: self.name.clone() }
    }

    /// The time that the field says.
    fn time<'a>(&self, row: &impl TableRow<'a>, times: &mut TimeColumn) -> Result<ParsedTime, Error> {
        let at = self.place(row);
        if row.is_empty(at) {
            return Err(self.empty(row));
        }
        row.time(at, times).map_err(|fault| Error::BadTime {
            line: row.line(),
            column: self.name.clone(),
            value: shown(row.get(at).trim()),
            fault,
        })
    }
}

#[derive(Debug)]
struct Columns {
    case: Column,
    activity: Column,
    time: Column,
    resource: Option<Column>,
    channel: Option<Column>,
    due: Option<Column>,
    transition: Option<Column>,
    instance: Option<Column>,
    /// Those of `objects`, then those of `objects_where_there` that are there.
    further: Vec<Column>,
    types_there: Vec<String>,
}

impl Columns {
    fn find(header: &Header, options: &EventOptions) -> Result<Self, Error> {
        let needed = |role: &str, asked: &Option<String>, usual: &[&str], remedy| match asked {
            Some(name) => asked_for(header, options, role, name),
            None => header.column_or(role, usual, remedy).map(|at| named(header, at)),
        };
        let mut resource = match &options.resource {
            Some(name) => Some(asked_for(header, options, "resource", name)?),
            None => header.find(&RESOURCE)?.map(|at| named(header, at)),
        };
        let channel = match &options.channel {
            Some(name) => Some(asked_for(header, options, "channel", name)?),
            None => there(asked_for(header, options, "channel", CHANNEL))?,
        };
        let due =
            options.due.as_ref().map(|name| asked_for(header, options, "due time", name)).transpose()?;
        let mut further = options
            .objects
            .iter()
            .map(|objects| asked_for(header, options, &objects.object_type, &objects.column))
            .collect::<Result<Vec<_>, _>>()?;
        let mut types_there = Vec::new();
        for ObjectColumn { object_type, column: name } in &options.objects_where_there {
            if let Some(column) = there(asked_for(header, options, object_type, name))? {
                further.push(column);
                types_there.push(object_type.clone());
            }
        }
        let in_lifecycle = |asked: &Option<String>, usual: &str| match asked {
            _ if options.lifecycle == Lifecycle::Every => Ok(None),
            Some(name) => asked_for(header, options, "lifecycle", name).map(Some),
            None => there(asked_for(header, options, "lifecycle", usual)),
        };
        let nobody = Nobody::new(&options.placeholders);
        let mut case = match &options.case {
            Some(name) => first_of(header, "case", name, options, &options.case_fallbacks)?,
            None => needed("case", &None, &CASE, NAME_CASE)?,
        };
        for column in further.iter_mut().chain(resource.as_mut()).chain([&mut case]) {
            column.nobody.clone_from(&nobody);
        }
        let activity = needed("activity", &options.activity, &ACTIVITY, NAME_ACTIVITY)?;
        let columns = Self {
            case,
            activity,
            time: needed("time", &options.time, &TIME, NAME_TIME)?,
            resource,
            channel,
            due,
            transition: in_lifecycle(&options.transition, TRANSITION)?,
            instance: in_lifecycle(&options.instance, INSTANCE)?,
            further,
            types_there,
        };
        columns.check_activity(options)?;
        Ok(columns)
    }

    /// Refuses to take activities for cases, resources or other objects.
    fn check_activity(&self, options: &EventOptions) -> Result<(), Error> {
        let types = options.objects.iter().map(|objects| &objects.object_type).chain(&self.types_there);
        let resource = self.resource.iter().map(|column| (&options.resource_type, column));
        let mut objects = types.zip(&self.further).chain(resource).chain([(&options.case_type, &self.case)]);
        match objects.find(|(_, column)| column.at == self.activity.at) {
            Some((role, column)) => {
                Err(Error::NamesActivities { role: role.clone(), column: column.name.clone() })
            }
            None => Ok(()),
        }
    }
}

/// The column `name` and those that may take its place, as far as they are there.
fn asked_for(header: &Header, options: &EventOptions, role: &str, name: &str) -> Result<Column, Error> {
    first_of(header, role, name, options, &[])
}

/// The column with this name, its fallbacks, and `more` behind them.
fn first_of(
    header: &Header,
    role: &str,
    name: &str,
    options: &EventOptions,
    more: &[String],
) -> Result<Column, Error> {
    let others = options
        .fallbacks
        .iter()
        .filter(|fallback| fallback.column == name)
        .map(|fallback| &fallback.stand_in);
    let names: Vec<&str> = std::iter::once(name).chain(others.chain(more).map(String::as_str)).collect();
    let mut column = named(header, header.column_or(role, &names, CORRECT_NAME)?);
    for name in names {
        if let Some(other) = header.find(&[name])?.filter(|&other| other != column.at) {
            column.name = format!("{} or {name}", column.name);
            column.others.push(other);
        }
    }
    Ok(column)
}

/// A column that may be missing.
fn there(found: Result<Column, Error>) -> Result<Option<Column>, Error> {
    match found {
        Err(Error::MissingColumn { .. }) => Ok(None),
        found => found.map(Some),
    }
}

fn named(header: &Header, at: usize) -> Column {
    let name = header.get(at).cloned().unwrap_or_default();
    Column { at, name, others: Vec::new(), nobody: Nobody::default() }
}
