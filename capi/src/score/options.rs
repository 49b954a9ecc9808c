//! Options of a scorecard.

use total_experience::model::Dimension;
use total_experience::score::scorecard::{IndexKind, ScorecardOptions};

use crate::abi::failure::Failure;
use crate::abi::spec::{Spec, no_padding};

/// Weighted geometric mean of the dimensions: a strong one does not make up for a weak one.
pub const TXM_INDEX_GEOMETRIC: i32 = 0;
/// Weighted arithmetic mean.
pub const TXM_INDEX_ARITHMETIC: i32 = 1;
/// Weighted harmonic mean.
pub const TXM_INDEX_HARMONIC: i32 = 2;
/// The weakest dimension.
pub const TXM_INDEX_MINIMUM: i32 = 3;
/// Weighted mean less a penalty for imbalance.
pub const TXM_INDEX_PENALTY: i32 = 4;

/// Options of a scorecard. Begin with `TXM_SCORECARD_OPTIONS_INIT`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_scorecard_options {
    /// Size of this struct, as `TXM_SCORECARD_OPTIONS_INIT` sets it.
    pub struct_size: u32,
    /// The kind of the TX index, one of `TXM_INDEX_...`; `TXM_INDEX_GEOMETRIC` unless set.
    pub index: i32,
    /// Two-sided confidence level of all limits, between 0 and 1; 0.95 unless set.
    pub level: f64,
    /// Weights of the dimensions in the index, 0 or more, at the places that `TXM_DIMENSION_...` number; 1 unless set.
    pub weights: [f64; 4],
}

no_padding!(txm_scorecard_options: u32, i32, [f64; 5]);

// SAFETY: repr(C), struct_size first, no padding, and integers and floats take every pattern of bytes.
unsafe impl Spec for txm_scorecard_options {
    const NAME: &'static str = "txm_scorecard_options";
    const DEFAULT: Self = Self { struct_size: 0, index: TXM_INDEX_GEOMETRIC, level: 0.95, weights: [1.0; 4] };
}

impl txm_scorecard_options {
    pub(crate) fn to_score(self) -> Result<ScorecardOptions, Failure> {
        let index = match self.index {
            TXM_INDEX_GEOMETRIC => IndexKind::Geometric,
            TXM_INDEX_ARITHMETIC => IndexKind::Arithmetic,
            TXM_INDEX_HARMONIC => IndexKind::Harmonic,
            TXM_INDEX_MINIMUM => IndexKind::Minimum,
            TXM_INDEX_PENALTY => IndexKind::Penalty,
            other => return Err(Failure::bad_enum("index", other, "TXM_INDEX_...")),
        };
        let options = ScorecardOptions::default().with_level(self.level).with_index(index);
        let weights = Dimension::ALL.into_iter().zip(self.weights);
        Ok(weights.fold(options, |options, (dimension, weight)| options.with_weight(dimension, weight)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_those_of_the_library() {
        assert_eq!(txm_scorecard_options::DEFAULT.to_score().unwrap(), ScorecardOptions::default());
    }

    #[test]
    fn dimensions_stand_where_their_constants_say() {
        use crate::model::dimension::*;
        let places = [
            (TXM_DIMENSION_CUSTOMER, Dimension::Customer),
            (TXM_DIMENSION_EMPLOYEE, Dimension::Employee),
            (TXM_DIMENSION_USER, Dimension::User),
            (TXM_DIMENSION_MULTI, Dimension::Multi),
        ];
        for (number, dimension) in places {
            assert_eq!(number as usize, dimension.index());
        }
    }
}
