//! Instruments declared for facets, by facet.

use crate::model::ids::FacetId;
use crate::signal::Error;
use crate::signal::instrument::Instrument;

/// The instrument of each declared facet, ascending by facet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Instruments(Vec<(FacetId, Instrument)>);

impl Instruments {
    /// The instrument of a facet; `None` when it was never declared.
    pub(crate) fn get(&self, facet: FacetId) -> Option<&Instrument> {
        self.slot(facet).ok().map(|slot| &self.0[slot].1)
    }

    /// Declares the instrument of a facet; the same again changes nothing.
    pub(crate) fn declare(&mut self, facet: FacetId, instrument: Instrument) -> Result<(), Error> {
        match self.slot(facet) {
            Ok(slot) => check_instrument(facet, &self.0[slot].1, &instrument),
            Err(slot) => {
                self.0.insert(slot, (facet, instrument));
                Ok(())
            }
        }
    }

    /// All declared facets, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (FacetId, Instrument)> {
        self.0.iter().copied()
    }

    /// Where a facet is, or where it would be inserted. Facets numbered from zero without gaps are found at once.
    fn slot(&self, facet: FacetId) -> Result<usize, usize> {
        match self.0.get(facet.index()) {
            Some(found) if found.0 == facet => Ok(facet.index()),
            _ => self.0.binary_search_by_key(&facet, |known| known.0),
        }
    }
}

/// Checks that an answer is to the instrument that its facet has.
pub(crate) fn check_instrument(
    facet: FacetId,
    declared: &Instrument,
    given: &Instrument,
) -> Result<(), Error> {
    if declared == given {
        return Ok(());
    }
    Err(Error::InstrumentMismatch {
        facet: facet.as_u32(),
        declared: declared.to_string(),
        given: given.to_string(),
    })
}
