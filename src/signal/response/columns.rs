//! Columns of responses, borrowed: many measurements at once.

use super::Respondent;
use crate::model::WorkUnit;
use crate::model::ids::FacetId;
use crate::signal::Error;
use crate::signal::instrument::Instrument;
use crate::signal::weight::check_weight;

/// Borrowed columns of responses, one row each.
///
/// Facet and value are there in any case; whether the value is missing, weight, respondent, period, time and unit where
/// they are known.
///
/// ```
/// use total_experience::model::ids::FacetId;
/// use total_experience::signal::response::Columns;
/// use total_experience::signal::instrument::Instrument;
/// use total_experience::signal::tally::Tally;
///
/// let app = FacetId::from_u32(0);
/// let mut tally = Tally::new();
/// tally.declare(app, Instrument::Nps)?;
/// let facets = [app; 3];
/// tally.add_columns(&Columns::new(&facets, &[9.0, 6.5, 0.0]).with_missing(&[false, false, true]))?;
/// let summary = tally.facet(app).unwrap();
/// assert_eq!((summary.answer_count(), summary.missing_count()), (2, 1));
/// # Ok::<(), total_experience::signal::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    facet: &'a [FacetId],
    value: &'a [f64],
    missing: Option<&'a [bool]>,
    weight: Option<&'a [f64]>,
    respondent: Option<&'a [u64]>,
    period: Option<&'a [i32]>,
    time: Option<&'a [i64]>,
    unit: Option<&'a [u64]>,
}

impl<'a> Columns<'a> {
    /// Answers of these facets with these values, weight 1, period 0, respondents and times unknown.
    pub const fn new(facet: &'a [FacetId], value: &'a [f64]) -> Self {
        Self {
            facet,
            value,
            missing: None,
            weight: None,
            respondent: None,
            period: None,
            time: None,
            unit: None,
        }
    }

    /// Sets which values are missing. The value column is not read there.
    #[must_use]
    pub const fn with_missing(self, missing: &'a [bool]) -> Self {
        Self { missing: Some(missing), ..self }
    }

    /// Sets the weight of each response: 0, or from 1e-60 to 1e60.
    #[must_use]
    pub const fn with_weight(self, weight: &'a [f64]) -> Self {
        Self { weight: Some(weight), ..self }
    }

    /// Sets the respondent key of each response, see [`Respondent`].
    #[must_use]
    pub const fn with_respondent(self, respondent: &'a [u64]) -> Self {
        Self { respondent: Some(respondent), ..self }
    }

    /// Sets the period of each response: any numbering of weeks, quarters, waves.
    ///
    /// It says which answers of a person replace each other. A tally still pools all periods: for figures of each, make a
    /// tally of each.
    #[must_use]
    pub const fn with_period(self, period: &'a [i32]) -> Self {
        Self { period: Some(period), ..self }
    }

    /// Sets the time of each response, in any unit: it only decides which of two responses is the later one.
    #[must_use]
    pub const fn with_time(self, time: &'a [i64]) -> Self {
        Self { time: Some(time), ..self }
    }

    /// Sets the key of the work unit (branch, store, team) of each response, see [`WorkUnit`].
    #[must_use]
    pub const fn with_unit(self, unit: &'a [u64]) -> Self {
        Self { unit: Some(unit), ..self }
    }

    /// Number of rows.
    pub const fn len(&self) -> usize {
        self.facet.len()
    }

    /// Whether there are no rows.
    pub const fn is_empty(&self) -> bool {
        self.facet.is_empty()
    }

    pub(crate) fn check_lengths(&self) -> Result<(), Error> {
        let lengths = [
            ("value", Some(self.value.len())),
            ("missing", self.missing.map(<[_]>::len)),
            ("weight", self.weight.map(<[_]>::len)),
            ("respondent", self.respondent.map(<[_]>::len)),
            ("period", self.period.map(<[_]>::len)),
            ("time", self.time.map(<[_]>::len)),
            ("unit", self.unit.map(<[_]>::len)),
        ];
        let expected = self.len();
        match lengths.into_iter().find(|(_, length)| length.is_some_and(|length| length != expected)) {
            Some((column, length)) => {
                Err(Error::WrongLength { what: column, expected, found: length.unwrap_or_default() })
            }
            None => Ok(()),
        }
    }
}

/// One response, whatever it is stored as.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) facet: FacetId,
    pub(crate) value: Option<f64>,
    pub(crate) weight: f64,
    pub(crate) respondent: Option<Respondent>,
    pub(crate) period: i32,
    pub(crate) time: Option<i64>,
    pub(crate) unit: Option<WorkUnit>,
}

impl Row {
    /// Checks the response against the instrument of its facet; `None` is a facet without one.
    pub(crate) fn check(&self, instrument: Option<&Instrument>) -> Result<(), Error> {
        let instrument = instrument.ok_or(Error::Undeclared { facet: self.facet.as_u32() })?;
        check_weight(self.weight)?;
        self.value.map_or(Ok(()), |value| instrument.scale().check(value))
    }
}

/// Place of a row in a table of responses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(super) block: u32,
    pub(super) row: u32,
}

/// A table of responses.
pub(crate) trait Rows {
    fn len(&self) -> usize;
    /// Where its rows are, in the order of arrival.
    fn places(&self) -> impl Iterator<Item = Place>;
    /// Calls `each` with the place and facet of each row, in the order of arrival.
    fn each_facet(&self, each: impl FnMut(Place, FacetId));
    /// The number of the row at a place.
    fn at(&self, place: Place) -> usize;
    fn row(&self, place: Place) -> Row;
    /// Its facet alone.
    fn facet(&self, place: Place) -> FacetId;
    /// Whether a respondent is known in any row.
    fn has_respondents(&self) -> bool;
}

impl Rows for Columns<'_> {
    fn len(&self) -> usize {
        self.facet.len()
    }

    fn places(&self) -> impl Iterator<Item = Place> {
        (0..self.facet.len() as u64).map(|at| Place { block: (at >> 32) as u32, row: at as u32 })
    }

    fn each_facet(&self, mut each: impl FnMut(Place, FacetId)) {
        self.places().zip(self.facet).for_each(|(place, &facet)| each(place, facet));
    }

    fn at(&self, place: Place) -> usize {
        (u64::from(place.block) << 32 | u64::from(place.row)) as usize
    }

    fn row(&self, place: Place) -> Row {
        let at = self.at(place);
        let is_missing = self.missing.is_some_and(|missing| missing[at]);
        Row {
            facet: self.facet[at],
            value: (!is_missing).then(|| self.value[at]),
            weight: self.weight.map_or(1.0, |weight| weight[at]),
            respondent: self.respondent.map(|respondent| Respondent::new(respondent[at])),
            period: self.period.map_or(0, |period| period[at]),
            time: self.time.map(|time| time[at]),
            unit: self.unit.map(|unit| WorkUnit::new(unit[at])),
        }
    }

    fn facet(&self, place: Place) -> FacetId {
        self.facet[self.at(place)]
    }

    fn has_respondents(&self) -> bool {
        self.respondent.is_some()
    }
}

/// Which rows are superseded: of one respondent, facet and period, the latest answer counts (larger time, unknown times
/// first, equal times by row); a row without a value never supersedes one with a value. Empty when no row is.
pub(crate) fn superseded(rows: &impl Rows) -> Vec<bool> {
    if !rows.has_respondents() {
        return Vec::new();
    }
    let mut superseded = vec![false; rows.len()];
    each_superseded(rows, |place, _| superseded[rows.at(place)] = true);
    superseded
}

/// How many rows are superseded by a row of another unit.
pub(crate) fn superseded_across_units(rows: &impl Rows) -> u64 {
    let mut count = 0;
    each_superseded(rows, |of, by| {
        let [of, by] = [of, by].map(|place| rows.row(place).unit);
        count += u64::from(of.zip(by).is_some_and(|(of, by)| of != by));
    });
    count
}

/// Calls `each` with every row that is superseded, and the one that supersedes it.
fn each_superseded(rows: &impl Rows, mut each: impl FnMut(Place, Place)) {
    let rank = |place: Place| {
        let row = rows.row(place);
        (row.value.is_some(), row.time)
    };
    let (order, _) = by_facet(rows);
    let mut known: Vec<(Respondent, i32, Place)> = Vec::new();
    for facet in order.chunk_by(|&a, &b| rows.facet(a) == rows.facet(b)) {
        // Sorted, the rows of one respondent and period lie together, in the order of arrival.
        known.clear();
        known.extend(facet.iter().filter_map(|&place| {
            let row = rows.row(place);
            Some((row.respondent?, row.period, place))
        }));
        known.sort_unstable();
        for same in known.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter(|same| same.len() > 1) {
            let Some(kept) = same.iter().map(|known| known.2).max_by_key(|&place| rank(place)) else {
                continue;
            };
            same.iter().filter(|known| known.2 != kept).for_each(|known| each(known.2, kept));
        }
    }
}

/// The rows by facet, in the order of arrival within each, and how many each facet has that has any.
pub(crate) fn by_facet(rows: &impl Rows) -> (Vec<Place>, Vec<(FacetId, usize)>) {
    let mut highest = 0;
    rows.each_facet(|_, facet| highest = highest.max(facet.index()));
    if highest > rows.len() {
        let mut order: Vec<Place> = rows.places().collect();
        order.sort_by_key(|&place| rows.facet(place));
        let same = order.chunk_by(|&a, &b| rows.facet(a) == rows.facet(b));
        let counts = same.map(|same| (rows.facet(same[0]), same.len())).collect();
        return (order, counts);
    }
    // Facets are numbered without large gaps: counting them says where each begins.
    let mut next = vec![0; highest + 2];
    rows.each_facet(|_, facet| next[facet.index() + 1] += 1);
    let counts = (0..)
        .map(FacetId::from_u32)
        .zip(next.iter().skip(1).copied())
        .filter(|(_, count)| *count > 0)
        .collect();
    for facet in 1..next.len() {
        next[facet] += next[facet - 1];
    }
    let mut order = vec![Place::default(); rows.len()];
    rows.each_facet(|place, facet| {
        let at = &mut next[facet.index()];
        order[*at] = place;
        *at += 1;
    });
    (order, counts)
}
