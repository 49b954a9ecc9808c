//! From the rooms' errors to a status and a message.

use std::borrow::Cow;
use std::collections::TryReserveError;

use total_experience::{cascade, io, journey, model, report, score, signal};

use crate::status::*;

/// Why a call could not do its work.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: txm_status,
    pub(crate) message: Cow<'static, str>,
}

impl Failure {
    pub(crate) fn new(status: txm_status, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, message: message.into() }
    }

    pub(crate) fn null(name: &str) -> Self {
        Self::new(TXM_STATUS_NULL_POINTER, format!("`{name}` is NULL"))
    }

    pub(crate) fn bad_enum(name: &str, value: i32, known: &str) -> Self {
        Self::new(TXM_STATUS_BAD_ENUM, format!("`{name}` is {value}: use one of {known}"))
    }
}

impl From<TryReserveError> for Failure {
    fn from(error: TryReserveError) -> Self {
        Self::new(TXM_STATUS_OUT_OF_MEMORY, error.to_string())
    }
}

impl From<model::Error> for Failure {
    fn from(error: model::Error) -> Self {
        let status = match &error {
            model::Error::Invalid(_) | model::Error::InUse { .. } => TXM_STATUS_INVALID_MAP,
            model::Error::UnknownSchema { .. } => TXM_STATUS_UNKNOWN_VERSION,
            model::Error::UnknownId { .. } => TXM_STATUS_NOT_FOUND,
            model::Error::UnknownDimension { .. } => TXM_STATUS_BAD_ENUM,
            _ => TXM_STATUS_FAILED,
        };
        Self::new(status, error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let status = match error {
            io::Error::Map { source } => return source.into(),
            io::Error::Json { .. } | io::Error::Empty { .. } => TXM_STATUS_BAD_JSON,
            io::Error::TooManyBytes { .. } | io::Error::ExpandsTooMuch { .. } => TXM_STATUS_LIMIT,
            _ => TXM_STATUS_FAILED,
        };
        Self::new(status, error.to_string())
    }
}

impl From<signal::Error> for Failure {
    fn from(error: signal::Error) -> Self {
        Self::new(signal_status(&error), error.to_string())
    }
}

fn signal_status(error: &signal::Error) -> txm_status {
    use signal::Error;
    match error {
        Error::Row { source, .. } => signal_status(source),
        Error::ScaleBounds { .. }
        | Error::ScaleStep { .. }
        | Error::UnknownInstrument { .. }
        | Error::Preset { .. }
        | Error::TopBoxCut { .. } => TXM_STATUS_BAD_INSTRUMENT,
        Error::InstrumentMismatch { .. } => TXM_STATUS_INSTRUMENT_MISMATCH,
        Error::Undeclared { .. } => TXM_STATUS_UNDECLARED,
        Error::NotFinite { .. }
        | Error::OffScale { .. }
        | Error::OffStep { .. }
        | Error::TooSmall { .. }
        | Error::Weight { .. } => TXM_STATUS_BAD_VALUE,
        Error::TooMany { .. } => TXM_STATUS_LIMIT,
        Error::Version { .. } => TXM_STATUS_UNKNOWN_VERSION,
        Error::NotATally | Error::Length { .. } | Error::Checksum { .. } | Error::Impossible { .. } => {
            TXM_STATUS_BAD_BYTES
        }
        _ => TXM_STATUS_FAILED,
    }
}

impl From<cascade::Error> for Failure {
    fn from(error: cascade::Error) -> Self {
        use cascade::Error;
        let status = match &error {
            Error::Unstable { .. } | Error::LagUnstable { .. } => TXM_STATUS_UNSTABLE,
            Error::Undecided { .. } | Error::Uncertified { .. } | Error::LagUndecided { .. } => {
                TXM_STATUS_UNDECIDED
            }
            Error::NotConverged { .. } => TXM_STATUS_NOT_CONVERGED,
            Error::Overflow { .. } => TXM_STATUS_OVERFLOW,
            Error::BadOption { .. } => TXM_STATUS_BAD_OPTION,
            Error::UnknownNode { .. } => TXM_STATUS_NOT_FOUND,
            Error::TooLarge { .. } => TXM_STATUS_LIMIT,
            Error::TooMuchMemory { .. } => TXM_STATUS_OUT_OF_MEMORY,
            Error::Empty
            | Error::UnknownEnd { .. }
            | Error::NotFinite { .. }
            | Error::NegativeStandardError { .. }
            | Error::SelfInfluence { .. } => TXM_STATUS_BAD_NETWORK,
            Error::BadValue { .. } | Error::BadScore { .. } | Error::BadDegree { .. } => TXM_STATUS_BAD_VALUE,
            Error::NodeTwice { .. } => TXM_STATUS_DUPLICATE,
            _ => TXM_STATUS_FAILED,
        };
        Self::new(status, error.to_string())
    }
}

impl From<journey::Error> for Failure {
    fn from(error: journey::Error) -> Self {
        use journey::Error;
        let status = match &error {
            Error::ColumnLength { .. }
            | Error::OutOfRange { .. }
            | Error::Offsets { .. }
            | Error::EmptyName { .. }
            | Error::EmptyPath
            | Error::NoJourneys
            | Error::BadValue { .. } => TXM_STATUS_BAD_VALUE,
            Error::DuplicateName { .. } => TXM_STATUS_DUPLICATE,
            Error::TooMany { .. } | Error::TooManyStates { .. } | Error::Sparse { .. } => TXM_STATUS_LIMIT,
            Error::Foreign { .. }
            | Error::UnknownObjectType { .. }
            | Error::UnknownMeasure { .. }
            | Error::UnknownStakeholder { .. } => TXM_STATUS_NOT_FOUND,
            Error::NotInRange { .. } | Error::Anchors { .. } | Error::Protected { .. } => {
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

impl From<score::Error> for Failure {
    fn from(error: score::Error) -> Self {
        Self::new(score_status(&error), error.to_string())
    }
}

fn score_status(error: &score::Error) -> txm_status {
    use score::Error;
    match error {
        Error::Facet { source, .. } => score_status(source),
        Error::UnknownFacet { .. } => TXM_STATUS_MISMATCH,
        Error::Population { .. } => TXM_STATUS_BAD_POPULATION,
        Error::Level { .. } | Error::IndexWeight { .. } | Error::NoIndexWeight => TXM_STATUS_BAD_OPTION,
        _ => TXM_STATUS_FAILED,
    }
}

impl From<report::Error> for Failure {
    fn from(error: report::Error) -> Self {
        match error {
            report::Error::Cascade(source) => source.into(),
            report::Error::ForeignScorecard { .. } => Self::new(TXM_STATUS_MISMATCH, error.to_string()),
            _ => Self::new(TXM_STATUS_FAILED, error.to_string()),
        }
    }
}
