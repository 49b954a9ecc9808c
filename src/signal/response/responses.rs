//! Response to one question, and the collector of responses.

use serde::{Deserialize, Serialize};

use super::columns::{Place, Row, Rows, superseded_across_units};
use super::instruments::{Instruments, check_instrument};
use super::response_rows::ResponseRows;
use super::{Columns, Respondent};
use crate::model::WorkUnit;
use crate::model::ids::FacetId;
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

    /// What is told to its facet, whose instrument is known elsewhere.
    pub(crate) const fn row(&self) -> Row {
        let Self { facet, value, weight, respondent, period, time, unit, .. } = *self;
        Row { facet, value, weight, respondent, period, time, unit }
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
#[derive(Clone, Debug, Default)]
pub struct Responses {
    /// The instruments of the facets.
    declared: Instruments,
    /// Blocks of rows, none of them empty: what was taken is never moved.
    blocks: Vec<ResponseRows>,
    /// How many rows are in the blocks before each.
    starts: Vec<usize>,
}

/// A block that grows row by row has at most so many.
const BLOCK: usize = 1 << 13;

impl PartialEq for Responses {
    fn eq(&self, other: &Self) -> bool {
        self.declared == other.declared && self.len() == other.len() && self.iter().eq(other)
    }
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
        let (facet, instrument, row) = (response.facet, response.instrument, response.row());
        if let Some(known) = self.declared.get(facet) {
            check_instrument(facet, known, &instrument)?;
        }
        row.check(Some(&instrument))?;
        self.grow(&row)?;
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
        for place in columns.places() {
            let row = columns.row(place);
            row.check(self.declared.get(row.facet)).map_err(|source| Error::Row {
                row: columns.at(place),
                facet: row.facet.as_u32(),
                source: Box::new(source),
            })?;
        }
        let before = self.len();
        for place in columns.places() {
            let row = columns.row(place);
            if let Err(full) = self.grow(&row) {
                self.truncate(before);
                return Err(full);
            }
            self.take(&row);
        }
        Ok(())
    }

    /// Makes room for a response.
    fn grow(&mut self, row: &Row) -> Result<(), Error> {
        if self.blocks.last().is_none_or(|last| last.len() >= BLOCK) {
            self.starts.push(self.len());
            self.blocks.push(ResponseRows::default());
        }
        if self.blocks.last_mut().is_some_and(|last| last.has_room(row)) {
            return Ok(());
        }
        let most = self.len() as u64;
        self.truncate(self.len());
        Err(Error::TooLarge { what: "responses", count: most + 1, most })
    }

    /// Takes the responses behind the first `len` away again.
    fn truncate(&mut self, len: usize) {
        while let (Some(last), Some(&start)) = (self.blocks.last_mut(), self.starts.last()) {
            if start < len {
                return last.truncate(len - start);
            }
            self.blocks.pop();
            self.starts.pop();
        }
    }

    fn take(&mut self, row: &Row) {
        if let Some(last) = self.blocks.last_mut() {
            last.push(row);
        }
    }

    /// Takes checked responses of declared facets.
    #[cfg(feature = "csv")]
    pub(crate) fn join(&mut self, rows: ResponseRows) {
        if rows.len() > 0 {
            self.starts.push(self.len());
            self.blocks.push(rows);
        }
    }

    /// The value of the response at a place, NaN where it is missing, and who gave it.
    #[inline]
    pub(crate) fn answer(&self, place: Place) -> (f64, Option<Respondent>) {
        self.blocks[place.block as usize].answer(place.row as usize)
    }

    #[inline]
    pub(crate) fn weight(&self, place: Place) -> f64 {
        self.blocks[place.block as usize].weight(place.row as usize)
    }

    #[inline]
    pub(crate) fn period(&self, place: Place) -> i32 {
        self.blocks[place.block as usize].period(place.row as usize)
    }

    #[inline]
    pub(crate) fn time(&self, place: Place) -> Option<i64> {
        self.blocks[place.block as usize].time(place.row as usize)
    }

    /// Number of responses taken.
    pub fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or(0) + self.blocks.last().map_or(0, ResponseRows::len)
    }

    /// Whether none was taken.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Number of responses replaced by one of the same respondent, facet and period **in another unit**. A person may
    /// answer in several; many such answers say that keys tell people apart only within a unit, see
    /// [`Respondent::in_unit`].
    ///
    /// Time O(n log n), space O(n).
    pub fn superseded_across_units(&self) -> u64 {
        if self.blocks.iter().any(ResponseRows::has_units) && self.has_respondents() {
            superseded_across_units(self)
        } else {
            0
        }
    }

    /// The responses in the order in which they were taken.
    pub fn iter(&self) -> ResponseIter<'_> {
        ResponseIter { responses: self, place: Place::default() }
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
    place: Place,
}

impl Iterator for ResponseIter<'_> {
    type Item = Response;

    fn next(&mut self) -> Option<Response> {
        let block = self.responses.blocks.get(self.place.block as usize)?;
        let Row { facet, value, weight, respondent, period, time, unit } = block.row(self.place.row as usize);
        self.place.row += 1;
        if self.place.row as usize == block.len() {
            self.place = Place { block: self.place.block + 1, row: 0 };
        }
        let instrument = *self.responses.instrument(facet)?;
        Some(Response { facet, instrument, value, weight, respondent, period, time, unit })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let before = self
            .responses
            .starts
            .get(self.place.block as usize)
            .map_or(self.responses.len(), |start| start + self.place.row as usize);
        let left = self.responses.len() - before;
        (left, Some(left))
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
        self.len()
    }

    fn places(&self) -> impl Iterator<Item = Place> {
        (0..)
            .zip(&self.blocks)
            .flat_map(|(block, rows)| (0..rows.len() as u32).map(move |row| Place { block, row }))
    }

    fn each_facet(&self, mut each: impl FnMut(Place, FacetId)) {
        for (block, rows) in (0..).zip(&self.blocks) {
            (0..).zip(rows.facets()).for_each(|(row, &facet)| each(Place { block, row }, facet));
        }
    }

    fn at(&self, place: Place) -> usize {
        self.starts[place.block as usize] + place.row as usize
    }

    fn row(&self, place: Place) -> Row {
        self.blocks[place.block as usize].row(place.row as usize)
    }

    fn facet(&self, place: Place) -> FacetId {
        self.blocks[place.block as usize].facets()[place.row as usize]
    }

    fn has_respondents(&self) -> bool {
        self.blocks.iter().any(ResponseRows::has_respondents)
    }
}
