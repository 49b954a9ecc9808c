//! Statuses for the errors of networks and cascades.

use total_experience::cascade;

use crate::abi::failure::Failure;
use crate::abi::status::*;

impl From<cascade::Error> for Failure {
    fn from(error: cascade::Error) -> Self {
        use cascade::Error;
        let status = match &error {
            Error::Unstable { .. } | Error::LagUnstable { .. } => TXM_STATUS_UNSTABLE,
            Error::Undecided { .. } | Error::Uncertified { .. } | Error::LagUndecided { .. } => {
                TXM_STATUS_UNDECIDED
            }
            Error::NotConverged { .. } => TXM_STATUS_NOT_CONVERGED,
            Error::Cancelled => TXM_STATUS_CANCELLED,
            Error::Overflow { .. } => TXM_STATUS_OVERFLOW,
            Error::OutOfRange { .. } => TXM_STATUS_BAD_OPTION,
            Error::UnknownId { .. } | Error::UnknownName { .. } => TXM_STATUS_NOT_FOUND,
            Error::TooLarge { .. } => TXM_STATUS_LIMIT,
            Error::TooMuchMemory { .. } => TXM_STATUS_OUT_OF_MEMORY,
            Error::Empty
            | Error::UnknownEnd { .. }
            | Error::NotFinite { .. }
            | Error::NegativeStandardError { .. }
            | Error::BadProbability { .. }
            | Error::TooMuchWeight { .. }
            | Error::SelfInfluence { .. } => TXM_STATUS_BAD_NETWORK,
            Error::BadValue { .. } | Error::NodeOutOfRange { .. } => TXM_STATUS_BAD_VALUE,
            Error::NodeTwice { .. } => TXM_STATUS_DUPLICATE,
            _ => TXM_STATUS_FAILED,
        };
        Self::new(status, error.to_string())
    }
}
