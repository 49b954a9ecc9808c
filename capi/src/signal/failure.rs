//! Statuses for the errors of responses and tallies.

use total_experience::signal;

use crate::abi::failure::Failure;
use crate::abi::status::*;

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
