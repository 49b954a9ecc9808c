//! Statuses for the errors of scorecards.

use total_experience::score;

use crate::abi::failure::Failure;
use crate::abi::status::*;

impl From<score::Error> for Failure {
    fn from(error: score::Error) -> Self {
        Self::new(score_status(&error), error.to_string())
    }
}

fn score_status(error: &score::Error) -> txm_status {
    use score::Error;
    match error {
        Error::Facet { source, .. } => score_status(source),
        Error::UnknownId { .. } => TXM_STATUS_MISMATCH,
        Error::Population { .. } => TXM_STATUS_BAD_POPULATION,
        Error::OutOfRange { .. } | Error::NoIndexWeight => TXM_STATUS_BAD_OPTION,
        _ => TXM_STATUS_FAILED,
    }
}
