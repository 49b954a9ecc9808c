//! Statuses for the errors of maps and of the JSON they are read from.

use total_experience::{io, model};

use crate::abi::failure::Failure;
use crate::abi::status::*;

impl From<model::Error> for Failure {
    fn from(error: model::Error) -> Self {
        let status = match &error {
            model::Error::Invalid(_) | model::Error::InUse { .. } => TXM_STATUS_INVALID_MAP,
            model::Error::UnknownSchema { .. } => TXM_STATUS_UNKNOWN_VERSION,
            model::Error::UnknownId { .. } => TXM_STATUS_NOT_FOUND,
            model::Error::UnknownName { .. } => TXM_STATUS_BAD_ENUM,
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
            io::Error::TooManyBytes { .. } | io::Error::Gzip(io::GzipFault::ExpandsTooMuch { .. }) => {
                TXM_STATUS_LIMIT
            }
            _ => TXM_STATUS_FAILED,
        };
        Self::new(status, error.to_string())
    }
}
