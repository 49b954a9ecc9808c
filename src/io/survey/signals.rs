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
//! A respondent or unit called `NA`, `unknown` and the like ([`SignalOptions::placeholders`]) is unknown too, and counted in the notes.
//! Other columns are not read. A multi-item answer with an empty item is missing: no item is imputed.

use std::io::Read;

use crate::io::Error;
use crate::io::shown::shown;
use crate::io::source::placeholders::Nobody;
pub use crate::io::survey::facets::role_of_key;
use crate::io::survey::facets::{Facets, Keys, KnownFacets};
pub use crate::io::survey::signal_options::{ImportedSignals, SignalNotes, SignalOptions};
use crate::io::table::fields::Fields;
use crate::io::table::header::Header;
use crate::io::table::numbers::Numbers;
use crate::io::table::reader::Table;
use crate::io::table::row::TableRow;
use crate::io::table::sink::RowSink;
use crate::io::time::column::TimeColumn;
use crate::model::WorkUnit;
use crate::model::ids::FacetId;
use crate::model::map::ExperienceMap;
use crate::signal;
use crate::signal::instrument::Instrument;
use crate::signal::response::{Response, Responses};

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
    Ok(read(reader, options, Facets::Of(map))?.1)
}

/// Reads responses and makes the map that they speak of: facets, touchpoints and stakeholder groups in the order of
/// their first mention, all of weight 1.
///
/// The role of a group is taken from its key where that is `customer`, `employee`, `user`, `partner` or the plural of
/// one, in any case. Every other group gets the role [`Role::Other`](crate::model::Role::Other), whose results need at least five respondents: who
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
    read(reader, options, Facets::Made(Box::default()))
}

/// Where the columns are.
pub(crate) struct Layout {
    header: Vec<String>,
    pub(crate) touchpoint: usize,
    pub(crate) dimension: usize,
    pub(crate) stakeholder: usize,
    pub(crate) instrument: usize,
    pub(crate) value: usize,
    pub(crate) weight: Option<usize>,
    pub(crate) time: Option<usize>,
    pub(crate) period: Option<usize>,
    pub(crate) respondent: Option<usize>,
    pub(crate) unit: Option<usize>,
}

impl Layout {
    fn of(header: &Header) -> Result<Self, Error> {
        Ok(Self {
            header: header.to_vec(),
            touchpoint: header.column("touchpoint of an answer", &["touchpoint"])?,
            dimension: header.column("dimension of an answer", &["dimension"])?,
            stakeholder: header.column("stakeholder group of an answer", &["stakeholder"])?,
            instrument: header.column("instrument of an answer", &["instrument"])?,
            value: header.column("answer", &["value"])?,
            weight: header.find(&["weight"])?,
            time: header.find(&["time"])?,
            period: header.find(&["period"])?,
            respondent: header.find(&["respondent"])?,
            unit: header.find(&["unit"])?,
        })
    }
}

/// A row and what is needed to say what is wrong with it.
struct Line<'l, T> {
    fields: Fields<'l, T>,
    layout: &'l Layout,
    numbers: &'l Numbers,
}

impl<T> Line<'_, T> {
    fn number<'a>(&self) -> u64
    where
        T: TableRow<'a>,
    {
        self.fields.row.line()
    }

    fn answer<'a>(&self, column: usize, source: signal::Error) -> Error
    where
        T: TableRow<'a>,
    {
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

    fn keys<'a>(&self) -> Result<Keys<'a>, Error>
    where
        T: TableRow<'a>,
    {
        let layout = self.layout;
        let touchpoint = self.fields.required(layout.touchpoint)?;
        let dimension = self.fields.required(layout.dimension)?;
        let dimension =
            dimension.parse().map_err(|_| self.fields.bad(layout.dimension, "cx, ex, ux or mx"))?;
        Ok(Keys { touchpoint, dimension, stakeholder: self.fields.required(layout.stakeholder)? })
    }

    fn instrument<'a>(&self) -> Result<Instrument, Error>
    where
        T: TableRow<'a>,
    {
        let column = self.layout.instrument;
        self.fields.required(column)?.parse().map_err(|source| self.answer(column, source))
    }

    fn value<'a>(&self, instrument: &Instrument) -> Result<Option<f64>, Error>
    where
        T: TableRow<'a>,
    {
        let column = self.layout.value;
        let row = &self.fields.row;
        if row.is_empty(column) {
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
        let items = match (row.typed(column), row.item_count(column)) {
            (_, None) if instrument.item_count() == 1 => {
                let number = row.real(column, self.numbers);
                let number = number.map_err(|fault| self.fields.bad(column, fault.expected(&expected())))?;
                return instrument.value(&[Some(number)]).map_err(|source| self.answer(column, source));
            }
            (_, Some(count)) => (0..count).map(|at| item(row.item(column, at))).collect(),
            _ => row.get(column).split('|').map(item).collect::<Result<Vec<_>, _>>(),
        }?;
        if items.len() != instrument.item_count() {
            return Err(self.fields.bad(column, expected()));
        }
        instrument.value(&items).map_err(|source| self.answer(column, source))
    }

    /// The text of a column that says who, and how many texts were taken for nobody.
    fn who<'a>(&self, column: Option<usize>, nobody: &Nobody) -> (Option<&'a str>, u64)
    where
        T: TableRow<'a>,
    {
        match self.fields.optional(column) {
            Some((_, text)) if nobody.is(text) => (None, 1),
            found => (found.map(|(_, text)| text), 0),
        }
    }

    fn response<'a>(
        &self,
        (facet, instrument): (FacetId, Instrument),
        options: &SignalOptions,
        nobody: &Nobody,
        times: &mut TimeColumn,
        notes: &mut SignalNotes,
    ) -> Result<Response, Error>
    where
        T: TableRow<'a>,
    {
        let layout = self.layout;
        let mut response = Response::new(facet, instrument, self.value(&instrument)?);
        if let Some(column) = self.fields.filled(layout.weight) {
            response.weight = self.fields.row.real(column, self.numbers).map_err(|fault| {
                self.fields.bad(column, fault.expected("a number from 0, or nothing for 1,"))
            })?;
        }
        if let Some(column) = self.fields.filled(layout.time) {
            let time = self.fields.row.time(column, times).map_err(|fault| Error::BadTime {
                line: self.number(),
                column: self.fields.name(column),
                value: shown(self.fields.row.get(column).trim()),
                fault,
            })?;
            response.time = Some(time.timestamp.as_nanoseconds());
        }
        if let Some(column) = self.fields.filled(layout.period) {
            response.period = self
                .fields
                .row
                .whole(column, self.numbers)
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
    fn refused<'a>(&self, facet: &Keys<'_>, source: signal::Error) -> Error
    where
        T: TableRow<'a>,
    {
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

/// Rows of a table on their way into responses.
pub(crate) struct SignalSink<'a> {
    layout: Layout,
    numbers: Numbers,
    options: &'a SignalOptions,
    nobody: Nobody,
    times: TimeColumn,
    facets: Facets<'a>,
    known: KnownFacets,
    responses: Responses,
    notes: SignalNotes,
}

impl<'a> SignalSink<'a> {
    pub(crate) fn new(
        header: &Header,
        numbers: Numbers,
        options: &'a SignalOptions,
        facets: Facets<'a>,
    ) -> Result<Self, Error> {
        Ok(Self {
            layout: Layout::of(header)?,
            numbers,
            options,
            nobody: Nobody::new(&options.placeholders),
            times: TimeColumn::new(&options.time_format),
            facets,
            known: KnownFacets::default(),
            responses: Responses::new(),
            notes: SignalNotes::default(),
        })
    }

    /// Where the columns are.
    #[cfg(feature = "arrow")]
    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The map, if one was made, and the responses.
    pub(crate) fn finish(self) -> Result<(ExperienceMap, ImportedSignals), Error> {
        let Self { numbers, times, facets, responses, mut notes, .. } = self;
        notes.rows = responses.len() as u64;
        notes.table = numbers.notes();
        notes.date_order = times.date_order();
        if responses.is_empty() {
            return Err(Error::NoRows);
        }
        Ok((facets.into_made(), ImportedSignals { responses, notes }))
    }
}

impl RowSink for SignalSink<'_> {
    #[cfg(feature = "arrow")]
    fn look<'r>(&mut self, row: impl TableRow<'r>) -> bool {
        let column = self.layout.time.filter(|&column| row.typed(column).is_none());
        column.is_some_and(|column| self.times.look(row.get(column).trim()))
    }

    fn add<'r>(&mut self, row: impl TableRow<'r>) -> Result<(), Error> {
        let Self { layout, numbers, facets, .. } = self;
        let columns = [layout.touchpoint, layout.dimension, layout.stakeholder, layout.instrument];
        let codes = row.codes(columns);
        let line = Line { fields: Fields { row, header: &layout.header }, layout, numbers };
        let texts = || columns.map(|column| line.fields.row.get(column));
        let find = || Ok((facets.facet(line.number(), &line.keys()?)?, line.instrument()?));
        let asked = self.known.of(codes, texts, find)?;
        let response = line.response(asked, self.options, &self.nobody, &mut self.times, &mut self.notes)?;
        self.responses.push(response).map_err(|source| match line.keys() {
            Ok(keys) => line.refused(&keys, source),
            Err(error) => error,
        })
    }
}

fn read(
    reader: impl Read,
    options: &SignalOptions,
    facets: Facets<'_>,
) -> Result<(ExperienceMap, ImportedSignals), Error> {
    let mut table = Table::new(reader, &options.limits, options.table)?;
    let mut sink = SignalSink::new(table.header(), table.numbers(), options, facets)?;
    if let Some(column) = sink.layout.time {
        table.look(&[column], |text| sink.times.look(text));
    }
    table.read_into(&mut sink)?;
    sink.finish()
}
