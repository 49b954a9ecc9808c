//! Rows of a table of signals: their columns, and what is in them.

use std::ops::AddAssign;

use crate::io::Error;
use crate::io::short_names::ShortKey;
use crate::io::shown::shown;
use crate::io::source::placeholders::{Missing, MissingCounts, Nobody};
use crate::io::survey::facets::Keys;
use crate::io::survey::periods::Periods;
use crate::io::survey::signal_options::SignalOptions;
use crate::io::table::fields::Fields;
use crate::io::table::header::Header;
use crate::io::table::numbers::{NumberFault, Numbers};
use crate::io::table::row::TableRow;
use crate::io::time::column::TimeColumn;
use crate::model::WorkUnit;
use crate::model::ids::FacetId;
use crate::signal;
use crate::signal::instrument::Instrument;
use crate::signal::response::Response;

/// Where the columns are.
pub(crate) struct Layout {
    pub(super) header: Vec<String>,
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
    pub(super) fn of(header: &Header) -> Result<Self, Error> {
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

    /// The names of the columns that nothing is read from.
    pub(super) fn unread(&self) -> Vec<String> {
        let needed =
            [self.touchpoint, self.dimension, self.stakeholder, self.instrument, self.value].map(Some);
        let known = [self.weight, self.time, self.period, self.respondent, self.unit];
        let is_read = |at: usize| needed.contains(&Some(at)) || known.contains(&Some(at));
        let unread =
            self.header.iter().enumerate().filter(|(at, name)| !is_read(*at) && !name.trim().is_empty());
        unread.map(|(_, name)| name.clone()).collect()
    }

    /// The columns that name a facet and its instrument.
    pub(crate) fn names(&self) -> [usize; 4] {
        [self.touchpoint, self.dimension, self.stakeholder, self.instrument]
    }

    /// What names a facet and its instrument in a row, where all of it is short.
    pub(super) fn short_names<'a>(&self, row: &impl TableRow<'a>) -> Option<[ShortKey; 4]> {
        let name = |column| {
            let (text, ahead) = row.bytes(column);
            ShortKey::of(text, ahead)
        };
        Some([name(self.touchpoint)?, name(self.dimension)?, name(self.stakeholder)?, name(self.instrument)?])
    }
}

/// What a row had placeholders in.
#[derive(Clone, Copy, Default)]
pub(super) struct Taken {
    respondents: u64,
    units: u64,
    /// The place of the first placeholder that stands for an answer.
    answer: Option<usize>,
}

/// How many texts were taken for nobody, and how many answers for missing.
#[derive(Default)]
pub(super) struct Placeholders {
    pub(super) respondents: u64,
    pub(super) units: u64,
    pub(super) answers: MissingCounts,
}

impl AddAssign<Taken> for Placeholders {
    fn add_assign(&mut self, more: Taken) {
        self.respondents += more.respondents;
        self.units += more.units;
        if let Some(place) = more.answer {
            self.answers.add(place);
        }
    }
}

impl AddAssign for Placeholders {
    fn add_assign(&mut self, more: Self) {
        self.respondents += more.respondents;
        self.units += more.units;
        self.answers.join(&more.answers);
    }
}

/// A row and what is needed to say what is wrong with it.
pub(super) struct Line<'l, T> {
    pub(super) fields: Fields<'l, T>,
    pub(super) layout: &'l Layout,
    pub(super) numbers: &'l Numbers,
    pub(super) missing: &'l Missing,
}

impl<T> Line<'_, T> {
    pub(super) fn number<'a>(&self) -> u64
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
                    "correct it, leave it empty where the answer is missing, or declare that it means so"
                }
                _ if Some(column) == self.layout.weight => "correct it, or leave it empty for a weight of 1",
                _ => "correct the name",
            },
        }
    }

    pub(super) fn keys<'a>(&self) -> Result<Keys<'a>, Error>
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

    pub(super) fn instrument<'a>(&self) -> Result<Instrument, Error>
    where
        T: TableRow<'a>,
    {
        let column = self.layout.instrument;
        self.fields.required(column)?.parse().map_err(|source| self.answer(column, source))
    }

    /// The answer, and the place of the first placeholder in it.
    fn value<'a>(&self, instrument: &Instrument, taken: &mut Option<usize>) -> Result<Option<f64>, Error>
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
        let mut known = |found: Result<f64, NumberFault>, text: &str| {
            let place = match found {
                Ok(number) if number.is_finite() => self.missing.of_number(number),
                _ => self.missing.of_text(text.trim()),
            };
            if place.is_some() {
                *taken = taken.or(place);
                return Ok(None);
            }
            found.map(Some).map_err(|fault| self.fields.bad(column, fault.expected(&expected())))
        };
        let mut item = |text: &str| match text.trim() {
            "" => Ok(None),
            item => known(self.numbers.real(item), item),
        };
        let items = match (row.typed(column), row.item_count(column)) {
            (_, None) if instrument.item_count() == 1 => {
                let number = known(row.real(column, self.numbers), row.get(column))?;
                return instrument.value(&[number]).map_err(|source| self.answer(column, source));
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

    pub(super) fn response<'a>(
        &self,
        (facet, instrument): (FacetId, Instrument),
        options: &SignalOptions,
        nobody: &Nobody,
        times: &mut TimeColumn,
        periods: &mut Periods,
    ) -> Result<(Response, Taken), Error>
    where
        T: TableRow<'a>,
    {
        let layout = self.layout;
        let mut taken = Taken::default();
        let value = self.value(&instrument, &mut taken.answer)?;
        let mut response = Response::new(facet, instrument, value);
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
            let row = &self.fields.row;
            let number = row.whole(column, self.numbers).ok();
            let period = periods.read(row.get(column), number);
            response.period = period.map_err(|expected| self.fields.bad(column, expected))?;
        }
        let (respondent, unit);
        (respondent, taken.respondents) = self.who(layout.respondent, nobody);
        (unit, taken.units) = self.who(layout.unit, nobody);
        response.unit = unit.map(WorkUnit::from_text);
        response.respondent = options.respondent_scope.respondent(respondent, response.unit);
        Ok((response, taken))
    }

    /// Which column an error of the collector is about.
    pub(super) fn refused<'a>(&self, facet: &Keys<'_>, source: signal::Error) -> Error
    where
        T: TableRow<'a>,
    {
        match source {
            signal::Error::InstrumentMismatch { declared, given, .. } => {
                two_instruments(self.number(), facet, declared, given)
            }
            signal::Error::Weight { .. } => self.answer(self.layout.weight.unwrap_or_default(), source),
            _ => self.answer(self.layout.value, source),
        }
    }
}

/// That a facet is measured with two instruments.
pub(super) fn two_instruments(line: u64, facet: &Keys<'_>, declared: String, given: String) -> Error {
    Error::TwoInstruments { line, facet: shown(&facet.to_string()), declared, given }
}
