//! Response to one question, and the collector of responses.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::columns::{Row, Rows, superseded_across_units};
use super::instruments::{Instruments, check_instrument};
use super::{Columns, Respondent};
use crate::model::WorkUnit;
use crate::model::ids::FacetId;
use crate::numeric::grow::grow;
use crate::signal::Error;
use crate::signal::instrument::Instrument;

/// Measurement of one facet: a survey answer or an operational value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Response {
    /// The facet that was measured.
    pub facet: FacetId,
    /// The instrument it was measured with.
    pub instrument: Instrument,
    /// The value on the instrument's scale; `None` when the question was not answered, which is not zero.
    #[serde(default)]
    pub value: Option<f64>,
    /// Survey weight: 0 (not a respondent) or from 1e-60 to 1e60; 1 unless set.
    #[serde(default = "one")]
    pub weight: f64,
    /// The respondent, if known.
    #[serde(default)]
    pub respondent: Option<Respondent>,
    /// The week, quarter or wave, by any numbering; 0 unless set.
    #[serde(default)]
    pub period: i32,
    /// The time, in any unit: it only decides which of two responses is the later one.
    #[serde(default)]
    pub time: Option<i64>,
    /// The branch, store or team, if known: where customers and employees meet, see [`Linkage`](crate::signal::linkage::Linkage).
    #[serde(default)]
    pub unit: Option<WorkUnit>,
}

const fn one() -> f64 {
    1.0
}

impl Response {
    /// A response of weight 1 in period 0, respondent, time and unit unknown.
    pub const fn new(facet: FacetId, instrument: Instrument, value: Option<f64>) -> Self {
        Self { facet, instrument, value, weight: 1.0, respondent: None, period: 0, time: None, unit: None }
    }

    /// Sets the survey weight.
    #[must_use]
    pub const fn with_weight(self, weight: f64) -> Self {
        Self { weight, ..self }
    }

    /// Sets the respondent.
    #[must_use]
    pub const fn with_respondent(self, respondent: Respondent) -> Self {
        Self { respondent: Some(respondent), ..self }
    }

    /// Sets the week, quarter or wave, within which a later answer of a person replaces an earlier one.
    ///
    /// A tally still pools all periods: for figures of each, make a tally of each.
    #[must_use]
    pub const fn with_period(self, period: i32) -> Self {
        Self { period, ..self }
    }

    /// Sets the time, in any unit.
    #[must_use]
    pub const fn with_time(self, time: i64) -> Self {
        Self { time: Some(time), ..self }
    }

    /// Sets the branch, store or team.
    #[must_use]
    pub const fn with_unit(self, unit: WorkUnit) -> Self {
        Self { unit: Some(unit), ..self }
    }
}

/// Collection of responses, each checked on entry, until they are tallied.
///
/// [`tally`](Responses::tally) keeps one response per respondent, facet and period: the latest answer (larger time; a known
/// time after an unknown one; equal times by order of arrival). A response without a value does not take back an
/// earlier answer. Responses without respondent are all kept, and the result says that respondents are unverified.
///
/// ```
/// use total_experience::model::ids::FacetId;
/// use total_experience::signal::Error;
/// use total_experience::signal::instrument::Instrument;
/// use total_experience::signal::response::{Respondent, Respondents, Response, Responses};
///
/// let facet = FacetId::from_u32(0);
/// let anna = Respondent::from_text("anna");
/// let mut responses = Responses::new();
/// for value in [3.0, 9.0] {
///     responses.push(Response::new(facet, Instrument::Nps, Some(value)).with_respondent(anna))?;
/// }
/// let tally = responses.tally()?;
/// let summary = tally.facet(facet).unwrap();
/// assert_eq!((summary.answer_count(), summary.superseded_count(), summary.mean()), (1, 1, Some(9.0)));
/// assert_eq!(summary.respondents(), Respondents::Exactly(1));
///
/// // A rating on 1-4 cannot slip into a net promoter question.
/// let rating = "rating:1-4".parse()?;
/// assert!(matches!(
///     responses.push(Response::new(facet, rating, Some(4.0))),
///     Err(Error::InstrumentMismatch { .. })
/// ));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Responses {
    /// The instruments of the facets.
    declared: Instruments,
    facet: Vec<FacetId>,
    value: Vec<Option<f64>>,
    weight: Vec<f64>,
    respondent: Vec<Option<Respondent>>,
    period: Vec<i32>,
    time: Vec<Option<i64>>,
    unit: Vec<Option<WorkUnit>>,
}

impl Responses {
    /// A collection without responses.
    pub fn new() -> Self {
        Self::default()
    }

    /// Declares the instrument of a facet, so that the tally lists it even without responses.
    ///
    /// # Errors
    /// [`Error::InstrumentMismatch`] when it has another one.
    pub fn declare(&mut self, facet: FacetId, instrument: Instrument) -> Result<(), Error> {
        self.declared.declare(facet, instrument)
    }

    /// Takes one response; its facet is declared if it was not.
    ///
    /// # Errors
    /// [`Error::InstrumentMismatch`], [`Error::Weight`], or what [`Scale::check`](crate::signal::Scale::check) says of the
    /// value; [`Error::TooLarge`] where there is no memory for more. Nothing is then changed.
    pub fn push(&mut self, response: Response) -> Result<(), Error> {
        let Response { facet, instrument, value, weight, respondent, period, time, unit } = response;
        let row = Row { facet, value, weight, respondent, period, time, unit };
        if let Some(known) = self.declared.get(facet) {
            check_instrument(facet, known, &instrument)?;
        }
        row.check(Some(&instrument))?;
        self.grow(1)?;
        self.declared.declare(facet, instrument)?;
        self.take(&row);
        Ok(())
    }

    /// Takes many responses of declared facets: all of them, or on any error none.
    ///
    /// # Errors
    /// As [`Tally::add_columns`](crate::signal::tally::Tally::add_columns).
    pub fn push_columns(&mut self, columns: &Columns<'_>) -> Result<(), Error> {
        columns.check_lengths()?;
        for at in 0..columns.len() {
            let row = columns.row(at);
            row.check(self.declared.get(row.facet)).map_err(|source| Error::Row {
                row: at,
                facet: row.facet.as_u32(),
                source: Box::new(source),
            })?;
        }
        self.grow(columns.len())?;
        for at in 0..columns.len() {
            self.take(&columns.row(at));
        }
        Ok(())
    }

    /// Makes room for more responses.
    fn grow(&mut self, more: usize) -> Result<(), Error> {
        let has_room = grow(&mut self.facet, more)
            && grow(&mut self.value, more)
            && grow(&mut self.weight, more)
            && grow(&mut self.respondent, more)
            && grow(&mut self.period, more)
            && grow(&mut self.time, more)
            && grow(&mut self.unit, more);
        let most = self.len() as u64;
        let full = Error::TooLarge { what: "responses", count: most + more as u64, most };
        if has_room { Ok(()) } else { Err(full) }
    }

    fn take(&mut self, row: &Row) {
        self.facet.push(row.facet);
        self.value.push(row.value);
        self.weight.push(row.weight);
        self.respondent.push(row.respondent);
        self.period.push(row.period);
        self.time.push(row.time);
        self.unit.push(row.unit);
    }

    /// Number of responses taken.
    pub fn len(&self) -> usize {
        self.facet.len()
    }

    /// Whether none was taken.
    pub fn is_empty(&self) -> bool {
        self.facet.is_empty()
    }

    /// Number of responses replaced by one of the same respondent, facet and period **in another unit**. A person may
    /// answer in several; many such answers say that keys tell people apart only within a unit, see
    /// [`Respondent::in_unit`].
    ///
    /// Time O(n log n), space O(n).
    pub fn superseded_across_units(&self) -> u64 {
        if self.unit.iter().any(Option::is_some) && self.has_respondents() {
            superseded_across_units(self)
        } else {
            0
        }
    }

    /// The responses in the order in which they were taken.
    pub fn iter(&self) -> ResponseIter<'_> {
        ResponseIter { responses: self, rows: 0..self.len() }
    }

    /// The instrument of each declared facet, ascending by facet.
    pub fn instruments(&self) -> impl Iterator<Item = (FacetId, Instrument)> {
        self.declared.iter()
    }

    /// The instrument of a facet, `None` when no response has named it.
    pub fn instrument(&self, facet: FacetId) -> Option<&Instrument> {
        self.declared.get(facet)
    }
}

/// Iterator over [`Responses`].
#[derive(Clone, Debug)]
pub struct ResponseIter<'a> {
    responses: &'a Responses,
    rows: Range<usize>,
}

impl Iterator for ResponseIter<'_> {
    type Item = Response;

    fn next(&mut self) -> Option<Response> {
        let Row { facet, value, weight, respondent, period, time, unit } =
            self.responses.row(self.rows.next()?);
        let instrument = *self.responses.instrument(facet)?;
        Some(Response { facet, instrument, value, weight, respondent, period, time, unit })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}

impl<'a> IntoIterator for &'a Responses {
    type Item = Response;
    type IntoIter = ResponseIter<'a>;

    fn into_iter(self) -> ResponseIter<'a> {
        self.iter()
    }
}

impl Rows for Responses {
    fn len(&self) -> usize {
        self.facet.len()
    }

    fn row(&self, at: usize) -> Row {
        Row {
            facet: self.facet[at],
            value: self.value[at],
            weight: self.weight[at],
            respondent: self.respondent[at],
            period: self.period[at],
            time: self.time[at],
            unit: self.unit[at],
        }
    }

    fn has_respondents(&self) -> bool {
        self.respondent.iter().any(Option::is_some)
    }
}
