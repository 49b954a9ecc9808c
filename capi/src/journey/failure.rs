//! Statuses for the errors of logs, journeys, chains and friction.

use total_experience::journey;

use crate::abi::failure::Failure;
use crate::abi::status::*;

impl From<journey::Error> for Failure {
    fn from(error: journey::Error) -> Self {
        use journey::Error;
        let status = match &error {
            Error::WrongLength { .. }
            | Error::BadIndex { .. }
            | Error::Offsets { .. }
            | Error::EmptyName { .. }
            | Error::EmptyPath
            | Error::NoJourneys
            | Error::StartsLater { .. }
            | Error::TimesMissing
            | Error::NoTimes { .. }
            | Error::TwoValues { .. }
            | Error::BadValue { .. } => TXM_STATUS_BAD_VALUE,
            Error::DuplicateName { .. } => TXM_STATUS_DUPLICATE,
            Error::TooLarge { .. } | Error::TooManyStates { .. } | Error::Sparse { .. } => TXM_STATUS_LIMIT,
            Error::UnknownId { .. }
            | Error::UnknownName { .. }
            | Error::UnknownActivity { .. }
            | Error::UnknownChannel { .. }
            | Error::UnknownTier { .. }
            | Error::UnknownObjectType { .. }
            | Error::UnknownMeasure { .. }
            | Error::UnknownStakeholder { .. }
            | Error::UnmatchedStakeholders { .. } => TXM_STATUS_NOT_FOUND,
            Error::Cancelled => TXM_STATUS_CANCELLED,
            Error::MemoryFull { .. } => TXM_STATUS_OUT_OF_MEMORY,
            Error::OutOfRange { .. } | Error::Anchors { .. } | Error::Protected { .. } => {
                TXM_STATUS_BAD_OPTION
            }
            Error::NotSettled { .. } => TXM_STATUS_NOT_CONVERGED,
            Error::TallyMismatch { .. } => TXM_STATUS_MISMATCH,
            Error::Version { .. } => TXM_STATUS_UNKNOWN_VERSION,
            Error::NotATally | Error::Length { .. } | Error::Checksum { .. } | Error::Impossible { .. } => {
                TXM_STATUS_BAD_BYTES
            }
            _ => TXM_STATUS_FAILED,
        };
        Self::new(status, error.to_string())
    }
}
