//! Tally: mergeable summary of many responses, facet by facet.

use std::sync::Arc;

use super::FacetTally;
use super::buckets::Buckets;
use crate::model::ids::FacetId;
use crate::signal::Error;
use crate::signal::instrument::Instrument;
use crate::signal::response::Columns;
use crate::signal::response::columns::{Row, Rows, superseded};
use crate::signal::response::instruments::check_instrument;

/// Mergeable summary of many responses, facet by facet: what a distributed engine shuffles.
///
/// Split the responses in any way, tally the parts in any order, on any machine, and merge: the result has the same
/// bits, because counts are whole numbers and sums are kept without rounding. Merging is associative and commutative,
/// and an empty tally changes nothing.
///
/// Each facet has one [`Instrument`], declared first. Answers to another are refused.
///
/// **One response per respondent.** Within one call of [`add_columns`](Self::add_columns) (or one
/// [`Responses`](crate::signal::response::Responses)) the latest answer of a respondent to a facet in a period counts and the
/// others are counted as superseded. A tally keeps no answer beside its respondent, so it cannot do so across calls:
/// **split the responses by respondent**, or an answer repeated in two parts counts twice. The number of *respondents*
/// is right in any case, and with it the protection of small groups.
///
/// **Personal data.** To count people without asking twice, a facet keeps up to 128 respondent keys, mixed but not
/// secret. No answer is linked to them, yet treat the bytes of a tally of staff as what they come from.
///
/// # Complexity
/// * Adding n responses: O(n log facets) time, O(n) where facets are numbered without gaps; O(n log n) where
///   respondents are known.
/// * Merging: O(facets x buckets) time.
/// * Space: O(facets x buckets), whatever the number of responses.
///
/// ```
/// use total_experience::model::ids::FacetId;
/// use total_experience::signal::response::Columns;
/// use total_experience::signal::Error;
/// use total_experience::signal::instrument::Instrument;
/// use total_experience::signal::tally::Tally;
///
/// let teller = FacetId::from_u32(7);
/// let mut monday = Tally::new();
/// monday.declare(teller, Instrument::Enps)?;
/// let mut tuesday = monday.clone();
/// monday.add_columns(&Columns::new(&[teller, teller], &[9.0, 3.0]))?;
/// tuesday.add_columns(&Columns::new(&[teller], &[8.0]))?;
/// monday.merge(&tuesday)?;
/// assert_eq!(monday.facet(teller).unwrap().answer_count(), 3);
/// assert_eq!(Tally::from_bytes(&monday.to_bytes())?, monday);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Ascending by facet.
    facets: Vec<FacetTally>,
    /// One per instrument in use.
    buckets: Vec<Arc<Buckets>>,
}

impl PartialEq for Tally {
    /// Whether the same facets are declared and hold the same responses, however they were split and merged.
    fn eq(&self, other: &Self) -> bool {
        self.facets == other.facets
    }
}

impl Tally {
    /// A tally of nothing.
    pub const fn new() -> Self {
        Self { facets: Vec::new(), buckets: Vec::new() }
    }

    /// Declares the instrument of a facet. The same again changes nothing.
    ///
    /// # Errors
    /// [`Error::InstrumentMismatch`] when the facet already has another instrument.
    pub fn declare(&mut self, facet: FacetId, instrument: Instrument) -> Result<(), Error> {
        match self.slot(facet) {
            Ok(slot) => check_instrument(facet, self.facets[slot].instrument(), &instrument),
            Err(slot) => {
                let known = self.buckets.iter().find(|buckets| *buckets.instrument() == instrument);
                let buckets = known.cloned().unwrap_or_else(|| {
                    let buckets = Arc::new(Buckets::of(instrument));
                    self.buckets.push(Arc::clone(&buckets));
                    buckets
                });
                self.facets.insert(slot, FacetTally::new(facet, buckets));
                Ok(())
            }
        }
    }

    /// The tally of a facet, `None` when it was never declared.
    pub fn facet(&self, facet: FacetId) -> Option<&FacetTally> {
        self.slot(facet).ok().map(|slot| &self.facets[slot])
    }

    /// All declared facets, ascending.
    pub fn facets(&self) -> std::slice::Iter<'_, FacetTally> {
        self.facets.iter()
    }

    /// Adds responses: all of them, or on any error none.
    ///
    /// # Complexity
    /// O(n) time for n responses, O(n log n) where respondents are known, however many facets are declared.
    ///
    /// # Errors
    /// [`Error::WrongLength`]; [`Error::Row`] with the first row that is wrong: an undeclared facet, a value that is
    /// not finite or off its scale, a wrong weight; [`Error::TooMany`].
    pub fn add_columns(&mut self, columns: &Columns<'_>) -> Result<(), Error> {
        columns.check_lengths()?;
        self.add_rows(columns)
    }

    pub(crate) fn add_rows(&mut self, rows: &impl Rows) -> Result<(), Error> {
        for place in rows.places() {
            let row = rows.row(place);
            self.check(&row).map_err(|source| Error::Row {
                row: rows.at(place),
                facet: row.facet.as_u32(),
                source: Box::new(source),
            })?;
        }
        // Of a few rows the facets they name, so that many small calls cost no more than one large one.
        let count = rows.len() as u64;
        if rows.len() < self.facets.len() {
            let mut named = rows.places().filter_map(|place| self.facet(rows.facet(place)));
            named.try_for_each(|facet| facet.check_room(count))?;
        } else {
            self.facets.iter().try_for_each(|facet| facet.check_room(count))?;
        }
        let superseded = superseded(rows);
        for place in rows.places() {
            let row = rows.row(place);
            let Ok(slot) = self.slot(row.facet) else { continue };
            let facet = &mut self.facets[slot];
            if superseded.get(rows.at(place)).copied().unwrap_or(false) {
                facet.superseded += 1;
            } else {
                facet.add_checked(row.value, row.weight, row.respondent);
            }
        }
        Ok(())
    }

    /// Checks one response against its facet's instrument.
    fn check(&self, row: &Row) -> Result<(), Error> {
        row.check(self.facet(row.facet).map(FacetTally::instrument))
    }

    /// Adds everything another tally holds; facets only the other one knows are declared.
    ///
    /// # Errors
    /// [`Error::InstrumentMismatch`] when a facet is measured by different instruments, [`Error::TooMany`]. This tally
    /// is then unchanged.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        for theirs in &other.facets {
            if let Some(ours) = self.facet(theirs.facet()) {
                check_instrument(theirs.facet(), ours.instrument(), theirs.instrument())?;
                ours.check_room(theirs.response_count())?;
            }
        }
        for theirs in &other.facets {
            self.declare(theirs.facet(), *theirs.instrument())?;
            if let Ok(slot) = self.slot(theirs.facet()) {
                self.facets[slot].merge_checked(theirs);
            }
        }
        Ok(())
    }

    /// Merges the summary of a declared facet of the same instrument.
    pub(crate) fn add_summary(&mut self, facet: FacetId, summary: &FacetTally) -> Result<(), Error> {
        let Ok(slot) = self.slot(facet) else { return Err(Error::Undeclared { facet: facet.as_u32() }) };
        self.facets[slot].check_room(summary.response_count())?;
        self.facets[slot].merge_checked(summary);
        Ok(())
    }

    /// Where a facet is, or where it would be inserted. Facets numbered from zero without gaps are found at once.
    fn slot(&self, facet: FacetId) -> Result<usize, usize> {
        match self.facets.get(facet.index()) {
            Some(found) if found.facet() == facet => Ok(facet.index()),
            _ => self.facets.binary_search_by_key(&facet, FacetTally::facet),
        }
    }

    /// From facets that ascend strictly.
    pub(crate) fn from_facets(facets: Vec<FacetTally>, buckets: Vec<Arc<Buckets>>) -> Self {
        Self { facets, buckets }
    }
}

impl<'a> IntoIterator for &'a Tally {
    type Item = &'a FacetTally;
    type IntoIter = std::slice::Iter<'a, FacetTally>;

    fn into_iter(self) -> Self::IntoIter {
        self.facets()
    }
}
