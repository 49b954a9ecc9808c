//! Signals (answers and operational values) from CSV.
//!
//! One row is one response:
//!
//! | Column | Holds | Empty |
//! |---|---|---|
//! | `touchpoint`, `stakeholder` | keys | refused |
//! | `dimension` | `cx`, `ex`, `ux` or `mx` | refused |
//! | `instrument` | a name from the table of [`Instrument`] | refused |
//! | `value` | a number; several items separated by a vertical bar | missing, not zero |
//! | `weight` (optional) | 0, or from 1e-60 to 1e60 | 1 |
//! | `time` (optional) | when, by [`SignalOptions::time_format`] | unknown |
//! | `period` (optional) | a whole number for the week, quarter or wave | 0 |
//! | `respondent` (optional) | any text that tells people apart | unknown |
//! | `unit` (optional) | any text that tells branches, stores or teams apart | unknown |
//!
//! A respondent or unit called `NA`, `unknown` and the like ([`Placeholders`]) is unknown too, and counted in the notes.
//! Other columns are not read. A multi-item answer with an empty item is missing: no item is imputed.

use std::io::Read;

use serde::{Deserialize, Serialize};

use crate::io::Error;
use crate::io::shown::shown;
use crate::io::source::placeholders::Nobody;
use crate::io::source::{Limits, Placeholders, TableFormat, TableNotes};
use crate::io::survey::RespondentScope;
use crate::io::table::fields::Fields;
use crate::io::table::numbers::Numbers;
use crate::io::table::reader::Table;
use crate::io::time::TimeFormat;
use crate::io::time::column::TimeColumn;
use crate::model::WorkUnit;
use crate::model::ids::FacetId;
use crate::model::map::ExperienceMap;
use crate::model::time::DateOrder;
use crate::model::{Dimension, Facet, Role, Stakeholder, Touchpoint};
use crate::signal;
use crate::signal::instrument::Instrument;
use crate::signal::response::{Response, Responses};

/// Options of the signal reader.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SignalOptions {
    /// Bounds on the input.
    pub limits: Limits,
    /// How the table is written; found unless declared.
    pub table: TableFormat,
    /// How times are written; text unless set, of which the column says whether the day or the month stands first.
    pub time_format: TimeFormat,
    /// Respondents and units that are nobody.
    pub placeholders: Placeholders,
    /// Where one name of a respondent is one person; in the whole file unless set.
    pub respondent_scope: RespondentScope,
}

impl SignalOptions {
    /// Sets how much to accept.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Sets how the table is written.
    #[must_use]
    pub fn with_table(self, table: TableFormat) -> Self {
        Self { table, ..self }
    }

    /// Sets how times are written.
    #[must_use]
    pub fn with_time_format(self, time_format: TimeFormat) -> Self {
        Self { time_format, ..self }
    }

    /// Sets which respondents and units are nobody.
    #[must_use]
    pub fn with_placeholders(self, placeholders: Placeholders) -> Self {
        Self { placeholders, ..self }
    }

    /// Sets where one name of a respondent is one person.
    #[must_use]
    pub fn with_respondent_scope(self, respondent_scope: RespondentScope) -> Self {
        Self { respondent_scope, ..self }
    }
}

/// Responses from a file, with the notes of their reader.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ImportedSignals {
    /// The responses, one a row.
    pub responses: Responses,
    /// Notes on what was assumed, for a report to say.
    pub notes: SignalNotes,
}

/// Notes of the signal reader: what was assumed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignalNotes {
    /// Rows read.
    pub rows: u64,
    /// Rows whose respondent was taken for nobody, by [`SignalOptions::placeholders`].
    pub placeholder_respondents: u64,
    /// Rows whose unit was taken for nobody, likewise.
    pub placeholder_units: u64,
    /// How the table was found to be written.
    pub table: TableNotes,
    /// Whether the day or the month stands first in times such as 03/04/2024, when there are such.
    pub date_order: Option<DateOrder>,
}

/// Reads responses to facets of a map.
///
/// Time O(rows), space O(rows).
///
/// # Errors
/// The errors of a table; [`Error::NoRows`], [`Error::EmptyField`], [`Error::BadField`], [`Error::BadTime`],
/// [`Error::BadAnswer`] for an answer off its scale or a wrong weight, [`Error::TwoInstruments`],
/// [`Error::UnknownFacet`]. Each names the line.
pub fn read_responses(reader: impl Read, map: &ExperienceMap) -> Result<ImportedSignals, Error> {
    read_responses_with(reader, map, &SignalOptions::default())
}

/// [`read_responses`] with options.
///
/// # Errors
///
/// As [`read_responses`], and for options out of range.
pub fn read_responses_with(
    reader: impl Read,
    map: &ExperienceMap,
    options: &SignalOptions,
) -> Result<ImportedSignals, Error> {
    read(reader, options, |line, keys| {
        let facet = keys.find(map).and_then(|facet| map.facet_id_of(facet));
        facet.ok_or_else(|| Error::UnknownFacet { line, facet: shown(&keys.to_string()) })
    })
}

/// Reads responses and makes the map that they speak of: facets, touchpoints and stakeholder groups in the order of
/// their first mention, all of weight 1.
///
/// The role of a group is taken from its key where that is `customer`, `employee`, `user`, `partner` or the plural of
/// one, in any case. Every other group gets the role [`Role::Other`], whose results need at least five respondents: who
/// is not known to be a customer is protected like staff. Give a map to say it better.
///
/// Time O(rows), space O(rows).
///
/// # Errors
/// As [`read_responses`], and [`Error::BadPlace`] for a key that no map takes.
///
/// ```
/// use total_experience::io::survey::signals;
/// use total_experience::score::scorecard::Scorecard;
///
/// let text = "\
/// touchpoint,dimension,stakeholder,instrument,value,respondent
/// onboarding,cx,customers,nps,9,c1
/// onboarding,cx,customers,nps,,c2
/// teller_app,ux,tellers,sus,4|2|5|1|4|2|5|2|4|1,t1
/// ";
/// let (map, signals) = signals::read_map_and_responses(text.as_bytes())?;
/// let card = Scorecard::from_tally(&map, &signals.responses.tally()?)?;
/// assert_eq!(card.facets[0].published().unwrap().missing_count, 1);
/// assert!(card.facets[1].is_suppressed()); // one teller is no group
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_map_and_responses(reader: impl Read) -> Result<(ExperienceMap, ImportedSignals), Error> {
    read_map_and_responses_with(reader, &SignalOptions::default())
}

/// [`read_map_and_responses`] with options.
///
/// # Errors
///
/// As [`read_map_and_responses`], and for options out of range.
pub fn read_map_and_responses_with(
    reader: impl Read,
    options: &SignalOptions,
) -> Result<(ExperienceMap, ImportedSignals), Error> {
    let mut map = ExperienceMap::default();
    let signals = read(reader, options, |line, keys| {
        if let Some(id) = keys.find(&map).and_then(|facet| map.facet_id_of(facet)) {
            return Ok(id);
        }
        keys.add(&mut map).map_err(|source| Error::BadPlace { line, source })
    })?;
    Ok((map, signals))
}

/// The role that the key of a stakeholder group says, as [`read_map_and_responses`] takes it.
pub fn role_of_key(key: &str) -> Role {
    let lower = key.to_lowercase();
    match lower.strip_suffix('s').unwrap_or(&lower) {
        "customer" => Role::Customer,
        "employee" => Role::Employee,
        "user" => Role::User,
        "partner" => Role::Partner,
        _ => Role::Other(key.to_owned()),
    }
}

/// The keys of a facet as a row gives them.
struct Keys<'a> {
    touchpoint: &'a str,
    dimension: Dimension,
    stakeholder: &'a str,
}

impl Keys<'_> {
    fn find(&self, map: &ExperienceMap) -> Option<Facet> {
        let touchpoint = map.touchpoint_id(self.touchpoint)?;
        let stakeholder = map.stakeholder_id(self.stakeholder)?;
        Some(Facet { touchpoint, dimension: self.dimension, stakeholder })
    }

    fn add(&self, map: &mut ExperienceMap) -> Result<FacetId, crate::model::Error> {
        let touchpoint = match map.touchpoint_id(self.touchpoint) {
            Some(id) => id,
            None => map.add_touchpoint(Touchpoint::new(self.touchpoint))?,
        };
        let stakeholder = match map.stakeholder_id(self.stakeholder) {
            Some(id) => id,
            None => map.add_stakeholder(Stakeholder::new(self.stakeholder, role_of_key(self.stakeholder)))?,
        };
        let facet = Facet { touchpoint, dimension: self.dimension, stakeholder };
        map.add_facets(&[facet])?;
        let unknown = crate::model::Error::UnknownId { kind: crate::model::Kind::Facet, id: u32::MAX };
        map.facet_id_of(facet).ok_or(unknown)
    }
}

impl std::fmt::Display for Keys<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.touchpoint, self.dimension, self.stakeholder)
    }
}

/// Where the columns are.
struct Layout {
    header: Vec<String>,
    touchpoint: usize,
    dimension: usize,
    stakeholder: usize,
    instrument: usize,
    value: usize,
    weight: Option<usize>,
    time: Option<usize>,
    period: Option<usize>,
    respondent: Option<usize>,
    unit: Option<usize>,
}

impl Layout {
    fn of<R: Read>(table: &Table<R>) -> Result<Self, Error> {
        Ok(Self {
            header: table.header().to_vec(),
            touchpoint: table.column("touchpoint of an answer", &["touchpoint"])?,
            dimension: table.column("dimension of an answer", &["dimension"])?,
            stakeholder: table.column("stakeholder group of an answer", &["stakeholder"])?,
            instrument: table.column("instrument of an answer", &["instrument"])?,
            value: table.column("answer", &["value"])?,
            weight: table.find(&["weight"])?,
            time: table.find(&["time"])?,
            period: table.find(&["period"])?,
            respondent: table.find(&["respondent"])?,
            unit: table.find(&["unit"])?,
        })
    }
}

/// A row and what is needed to say what is wrong with it.
struct Line<'a> {
    fields: Fields<'a>,
    layout: &'a Layout,
    numbers: &'a Numbers,
}

impl<'a> Line<'a> {
    fn number(&self) -> u64 {
        self.fields.row.line()
    }

    fn answer(&self, column: usize, source: signal::Error) -> Error {
        Error::BadAnswer {
            line: self.number(),
            column: self.fields.name(column),
            value: shown(self.fields.row.get(column)),
            source: Box::new(source),
            remedy: match column {
                _ if column == self.layout.value => {
                    "correct it, or leave it empty where the answer is missing"
                }
                _ if Some(column) == self.layout.weight => "correct it, or leave it empty for a weight of 1",
                _ => "correct the name",
            },
        }
    }

    fn keys(&self) -> Result<Keys<'a>, Error> {
        let layout = self.layout;
        let touchpoint = self.fields.required(layout.touchpoint)?;
        let dimension = self.fields.required(layout.dimension)?;
        let dimension =
            dimension.parse().map_err(|_| self.fields.bad(layout.dimension, "cx, ex, ux or mx"))?;
        Ok(Keys { touchpoint, dimension, stakeholder: self.fields.required(layout.stakeholder)? })
    }

    fn instrument(&self) -> Result<Instrument, Error> {
        let column = self.layout.instrument;
        self.fields.required(column)?.parse().map_err(|source| self.answer(column, source))
    }

    fn value(&self, instrument: &Instrument) -> Result<Option<f64>, Error> {
        let column = self.layout.value;
        let text = self.fields.row.get(column).trim();
        if text.is_empty() {
            return Ok(None);
        }
        let expected = || match instrument.item_count() {
            1 => format!("a number for `{instrument}`, or nothing for a missing answer,"),
            items => format!(
                "{items} numbers separated by `|` for `{instrument}`, or nothing for a missing answer,"
            ),
        };
        let item = |text: &str| match text.trim() {
            "" => Ok(None),
            item => {
                let number = self.numbers.real(item).map(Some);
                number.map_err(|fault| self.fields.bad(column, fault.expected(&expected())))
            }
        };
        let items = text.split('|').map(item).collect::<Result<Vec<_>, _>>()?;
        if items.len() != instrument.item_count() {
            return Err(self.fields.bad(column, expected()));
        }
        instrument.value(&items).map_err(|source| self.answer(column, source))
    }

    /// The text of a column that says who, and how many texts were taken for nobody.
    fn who(&self, column: Option<usize>, nobody: &Nobody) -> (Option<&'a str>, u64) {
        match self.fields.optional(column) {
            Some((_, text)) if nobody.is(text) => (None, 1),
            found => (found.map(|(_, text)| text), 0),
        }
    }

    fn response(
        &self,
        facet: FacetId,
        options: &SignalOptions,
        nobody: &Nobody,
        times: &mut TimeColumn,
        notes: &mut SignalNotes,
    ) -> Result<Response, Error> {
        let layout = self.layout;
        let instrument = self.instrument()?;
        let mut response = Response::new(facet, instrument, self.value(&instrument)?);
        if let Some((column, text)) = self.fields.optional(layout.weight) {
            response.weight = self.numbers.real(text).map_err(|fault| {
                self.fields.bad(column, fault.expected("a number from 0, or nothing for 1,"))
            })?;
        }
        if let Some((column, text)) = self.fields.optional(layout.time) {
            let time = times.parse(text).map_err(|fault| Error::BadTime {
                line: self.number(),
                column: self.fields.name(column),
                value: shown(text),
                fault,
            })?;
            response.time = Some(time.timestamp.as_nanoseconds());
        }
        if let Some((column, text)) = self.fields.optional(layout.period) {
            response.period = self
                .numbers
                .whole(text)
                .map_err(|fault| self.fields.bad(column, fault.expected("a whole number of 32 bits")))?;
        }
        let (respondent, placeholders) = self.who(layout.respondent, nobody);
        notes.placeholder_respondents += placeholders;
        let (unit, placeholders) = self.who(layout.unit, nobody);
        response.unit = unit.map(WorkUnit::from_text);
        response.respondent = options.respondent_scope.respondent(respondent, response.unit);
        notes.placeholder_units += placeholders;
        Ok(response)
    }

    /// Which column an error of the collector is about.
    fn refused(&self, facet: &Keys<'_>, source: signal::Error) -> Error {
        match source {
            signal::Error::InstrumentMismatch { declared, given, .. } => Error::TwoInstruments {
                line: self.number(),
                facet: shown(&facet.to_string()),
                declared: declared.to_string(),
                given: given.to_string(),
            },
            signal::Error::Weight { .. } => self.answer(self.layout.weight.unwrap_or_default(), source),
            _ => self.answer(self.layout.value, source),
        }
    }
}

fn read(
    reader: impl Read,
    options: &SignalOptions,
    mut facet_of: impl FnMut(u64, &Keys<'_>) -> Result<FacetId, Error>,
) -> Result<ImportedSignals, Error> {
    let mut table = Table::new(reader, &options.limits, options.table)?;
    let numbers = table.numbers();
    let layout = Layout::of(&table)?;
    let nobody = Nobody::new(&options.placeholders);
    let mut times = TimeColumn::new(&options.time_format);
    if let Some(column) = layout.time {
        table.look(&[column], |text| times.look(text));
    }
    let mut responses = Responses::new();
    let mut notes = SignalNotes::default();
    while let Some(row) = table.next_row()? {
        let line =
            Line { fields: Fields { row, header: &layout.header }, layout: &layout, numbers: &numbers };
        let keys = line.keys()?;
        let facet = facet_of(line.number(), &keys)?;
        let response = line.response(facet, options, &nobody, &mut times, &mut notes)?;
        responses.push(response).map_err(|source| line.refused(&keys, source))?;
    }
    notes.rows = responses.len() as u64;
    notes.table = numbers.notes();
    notes.date_order = times.date_order();
    if responses.is_empty() { Err(Error::NoRows) } else { Ok(ImportedSignals { responses, notes }) }
}
