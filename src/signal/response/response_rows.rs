//! Rows of responses, column by column.

use super::Respondent;
use super::columns::Row;
use super::lazy_column::LazyColumn;
use crate::model::WorkUnit;
use crate::model::ids::FacetId;
use crate::numeric::grow::grow;

/// Some responses, column by column.
#[derive(Clone, Debug, Default)]
pub(crate) struct ResponseRows {
    facet: Vec<FacetId>,
    /// NaN where it is missing; no answer is NaN.
    value: Vec<f64>,
    weight: LazyColumn<f64>,
    /// The keys of respondents, of any number where none is known.
    respondent: LazyColumn<u64>,
    is_respondent: LazyColumn<bool>,
    period: LazyColumn<i32>,
    time: LazyColumn<Option<i64>>,
    unit: LazyColumn<Option<WorkUnit>>,
}

impl ResponseRows {
    pub(crate) fn len(&self) -> usize {
        self.facet.len()
    }

    /// Makes room for a response; whether there was memory for it.
    pub(crate) fn has_room(&mut self, row: &Row) -> bool {
        grow(&mut self.facet, 1)
            && grow(&mut self.value, 1)
            && self.weight.has_room(row.weight)
            && self.respondent.has_room(row.respondent.map_or(0, Respondent::as_u64))
            && self.is_respondent.has_room(row.respondent.is_some())
            && self.period.has_room(row.period)
            && self.time.has_room(row.time)
            && self.unit.has_room(row.unit)
    }

    pub(crate) fn push(&mut self, row: &Row) {
        self.facet.push(row.facet);
        self.value.push(row.value.unwrap_or(f64::NAN));
        self.weight.push(row.weight);
        self.respondent.push(row.respondent.map_or(0, Respondent::as_u64));
        self.is_respondent.push(row.respondent.is_some());
        self.period.push(row.period);
        self.time.push(row.time);
        self.unit.push(row.unit);
    }

    /// Takes the responses behind the first `len` away again.
    pub(super) fn truncate(&mut self, len: usize) {
        self.facet.truncate(len);
        self.value.truncate(len);
        self.weight.truncate(len);
        self.respondent.truncate(len);
        self.is_respondent.truncate(len);
        self.period.truncate(len);
        self.time.truncate(len);
        self.unit.truncate(len);
    }

    /// Gives memory back that no response needs.
    #[cfg(feature = "csv")]
    pub(crate) fn shrink(&mut self) {
        self.facet.shrink_to_fit();
        self.value.shrink_to_fit();
        self.weight.shrink();
        self.respondent.shrink();
        self.is_respondent.shrink();
        self.period.shrink();
        self.time.shrink();
        self.unit.shrink();
    }

    /// The facets, one a response.
    pub(super) fn facets(&self) -> &[FacetId] {
        &self.facet
    }

    #[cfg(feature = "csv")]
    pub(crate) fn facets_mut(&mut self) -> &mut [FacetId] {
        &mut self.facet
    }

    /// The value of a response, NaN where it is missing, and who gave it.
    #[inline]
    pub(super) fn answer(&self, at: usize) -> (f64, Option<Respondent>) {
        let respondent = self.is_respondent.get(at).then(|| Respondent::new(self.respondent.get(at)));
        (self.value[at], respondent)
    }

    #[inline]
    pub(super) fn weight(&self, at: usize) -> f64 {
        self.weight.get(at)
    }

    #[inline]
    pub(super) fn period(&self, at: usize) -> i32 {
        self.period.get(at)
    }

    #[inline]
    pub(super) fn time(&self, at: usize) -> Option<i64> {
        self.time.get(at)
    }

    pub(super) fn row(&self, at: usize) -> Row {
        let (value, respondent) = self.answer(at);
        Row {
            facet: self.facet[at],
            value: Some(value).filter(|value| !value.is_nan()),
            weight: self.weight(at),
            respondent,
            period: self.period(at),
            time: self.time(at),
            unit: self.unit.get(at),
        }
    }

    pub(super) fn has_respondents(&self) -> bool {
        self.is_respondent.any(|is_known| is_known)
    }

    pub(super) fn has_units(&self) -> bool {
        self.unit.any(|unit| unit.is_some())
    }
}
