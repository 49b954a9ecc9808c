//! Columns of a table of events, by their names.

use super::lifecycle::{INSTANCE, TRANSITION};
use super::sink::UNTIMED;
use super::{EventOptions, Lifecycle, ObjectColumn};
use crate::io::short_names::ShortKey;
use crate::io::shown::shown;
use crate::io::source::placeholders::Nobody;
use crate::io::table::header::Header;
use crate::io::table::row::TableRow;
use crate::io::time::column::TimeColumn;
use crate::io::{Error, WorkFault};
use crate::model::time::{ParsedTime, Timestamp};

const CASE: [&str; 3] = ["case", "case_id", "case:concept:name"];
const ACTIVITY: [&str; 2] = ["activity", "concept:name"];
const TIME: [&str; 6] =
    ["time", "timestamp", "time:timestamp", "end_timestamp", "complete_timestamp", "end_time"];
const START: [&str; 5] = ["start_timestamp", "start_time", "started", "started_at", "begin"];
const RESOURCE: [&str; 2] = ["resource", "org:resource"];
const CHANNEL: &str = "channel";
/// Parts of names, in lower case, of columns that hold times.
const LIKE_TIMES: [&str; 8] = ["time", "date", "stamp", "zeit", "datum", "fecha", "hora", "heure"];

/// What to do about a missing column.
const NAME_CASE: &str = "name the column with `EventOptions::with_case`";
const NAME_ACTIVITY: &str = "name the column with `EventOptions::with_activity`";
const CORRECT_NAME: &str = "correct the name in the options, or add the column";

/// A column by its place and name, and those that take its place in rows where it is empty or names nobody.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) at: usize,
    pub(super) name: String,
    pub(super) others: Vec<usize>,
    /// What names nobody, in a column that says who or what.
    pub(super) nobody: Nobody,
}

impl Column {
    /// The columns that may be read.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.at).chain(self.others.iter().copied())
    }

    /// The place of the column, or in rows where it is empty or names nobody of the first other that names somebody.
    /// When none does, of the first that is not empty.
    #[inline]
    pub(super) fn place<'a>(&self, row: &impl TableRow<'a>) -> usize {
        if self.others.is_empty() { self.at } else { self.place_of_several(row) }
    }

    #[cold]
    fn place_of_several<'a>(&self, row: &impl TableRow<'a>) -> usize {
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
    #[inline]
    pub(super) fn passed_over<'a>(&self, row: &impl TableRow<'a>) -> u64 {
        if self.others.is_empty() { 0 } else { self.passed_over_of_several(row) }
    }

    #[cold]
    fn passed_over_of_several<'a>(&self, row: &impl TableRow<'a>) -> u64 {
        let place = self.place(row);
        let is_nobody = |at: usize| self.nobody.is(row.get(at).trim());
        let places = std::iter::once(&self.at).chain(&self.others).copied();
        if is_nobody(place) {
            return places.filter(|&at| at != place && is_nobody(at)).count() as u64;
        }
        places.take_while(|&at| at != place).filter(|&at| is_nobody(at)).count() as u64
    }

    /// Whether the field at a place, which names nobody, was counted for this column.
    fn counts<'a>(&self, row: &impl TableRow<'a>, at: usize) -> bool {
        let place = self.place(row);
        match self.nobody.is(row.get(place).trim()) {
            true => self.places().any(|known| known == at),
            false => self.places().take_while(|&known| known != place).any(|known| known == at),
        }
    }

    /// The field without space around it.
    pub(super) fn text<'a>(&self, row: &impl TableRow<'a>) -> &'a str {
        row.get(self.place(row)).trim()
    }

    /// The field with what comes behind it.
    #[inline]
    pub(super) fn bytes<'a>(&self, row: &impl TableRow<'a>) -> (&'a [u8], &'a [u8]) {
        row.bytes(self.place(row))
    }

    /// The key of the field, if it is short; nothing at all when the field is empty.
    #[inline]
    pub(super) fn optional<'a>(&self, row: &impl TableRow<'a>) -> Option<Option<ShortKey>> {
        let (name, ahead) = self.bytes(row);
        match ShortKey::of(name, ahead) {
            None if self.text(row).is_empty() => None,
            key => Some(key),
        }
    }

    /// The key of the field, which must not be empty, if it is short.
    #[inline]
    pub(super) fn key<'a>(&self, row: &impl TableRow<'a>) -> Result<Option<ShortKey>, Error> {
        self.optional(row).ok_or_else(|| self.empty(row))
    }

    #[cold]
    pub(super) fn empty<'a>(&self, row: &impl TableRow<'a>) -> Error {
        Error::EmptyField { line: row.line(), column: self.name.clone() }
    }

    /// The time that the field says.
    pub(super) fn time<'a>(
        &self,
        row: &impl TableRow<'a>,
        times: &mut TimeColumn,
    ) -> Result<ParsedTime, Error> {
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
pub(super) struct Columns {
    pub(super) case: Column,
    pub(super) activity: Column,
    /// None where the table has no times.
    pub(super) time: Option<Column>,
    /// When the work of the event began.
    pub(super) start: Option<Column>,
    pub(super) resource: Option<Column>,
    pub(super) channel: Option<Column>,
    pub(super) due: Option<Column>,
    pub(super) transition: Option<Column>,
    pub(super) instance: Option<Column>,
    /// Those of `objects`, then those of `objects_where_there` that are there.
    pub(super) further: Vec<Column>,
    pub(super) types_there: Vec<String>,
}

impl Columns {
    pub(super) fn find(header: &Header, options: &EventOptions) -> Result<Self, Error> {
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
        let time = match &options.time {
            Some(name) => Some(asked_for(header, options, "time", name)?),
            None => header.find(&TIME)?.map(|at| named(header, at)),
        };
        let start = match options.start.as_deref() {
            Some("") => None,
            Some(name) => Some(asked_for(header, options, "start", name)?),
            None if time.is_none() => None,
            None => header.find(&START)?.map(|at| named(header, at)),
        };
        let taken = |start: &Column| time.as_ref().is_some_and(|time| time.places().any(|at| at == start.at));
        let start = start.filter(|start| options.start.is_some() || !taken(start));
        let columns = Self {
            case,
            activity,
            time,
            start,
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

    /// The time of the event in a row.
    #[inline]
    pub(super) fn event_time<'a>(
        &self,
        row: &impl TableRow<'a>,
        times: &mut TimeColumn,
    ) -> Result<ParsedTime, Error> {
        let Some(column) = &self.time else { return Ok(UNTIMED) };
        let fixed = match row.typed(column.at) {
            None => times.parse_fixed(column.bytes(row).0),
            Some(_) => None,
        };
        fixed.map_or_else(|| column.time(row, times), Ok)
    }

    /// The start of the event in a row, which ends at `end`.
    pub(super) fn start_time<'a>(
        &self,
        row: &impl TableRow<'a>,
        end: Timestamp,
        times: &mut TimeColumn,
    ) -> Result<Option<ParsedTime>, Error> {
        let Some(column) = self.start.as_ref().filter(|column| !row.is_empty(column.place(row))) else {
            return Ok(None);
        };
        let start = column.time(row, times)?;
        if start.timestamp > end {
            let (line, column) = (row.line(), column.name.clone());
            return Err(WorkFault::LateStart { line, column, start: start.timestamp, end }.into());
        }
        Ok(Some(start))
    }

    /// Whether the field of the further column of this place, which names nobody, was counted before for another column.
    #[cold]
    pub(super) fn is_counted<'a>(&self, row: &impl TableRow<'a>, place: usize) -> bool {
        let at = self.further.get(place).map_or(usize::MAX, |column| column.place(row));
        let mut before = self.resource.iter().chain(self.further.iter().take(place));
        self.case.counts(row, at) || before.any(|column| column.place(row) == at)
    }

    /// The names of columns that are not read, as far as they speak of time.
    pub(super) fn time_like(&self, header: &Header) -> Vec<String> {
        let others = self.unread(header).filter_map(|at| header.get(at));
        let speaks_of_time = |name: &&String| {
            let name = name.to_lowercase();
            matches!(name.as_str(), "ts" | "start" | "end" | "begin")
                || name.ends_with("_at")
                || LIKE_TIMES.iter().any(|part| name.contains(part))
        };
        others.filter(speaks_of_time).cloned().collect()
    }

    /// The columns that nothing asks for.
    pub(super) fn unread(&self, header: &Header) -> impl Iterator<Item = usize> + use<> {
        let Self {
            case, activity, time, start, resource, channel, due, transition, instance, further, ..
        } = self;
        let read = [case, activity].into_iter().chain(time).chain(start).chain(resource).chain(channel);
        let read = read.chain(due).chain(transition).chain(instance).chain(further);
        let read: Vec<usize> = read.flat_map(Column::places).collect();
        (0..header.len()).filter(move |at| !read.contains(at))
    }

    /// Refuses to take activities for cases, resources or other objects.
    pub(super) fn check_activity(&self, options: &EventOptions) -> Result<(), Error> {
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
