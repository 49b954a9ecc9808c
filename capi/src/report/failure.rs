//! Statuses for the errors of reports.

use total_experience::report;

use crate::abi::failure::Failure;
use crate::abi::status::*;

impl From<report::Error> for Failure {
    fn from(error: report::Error) -> Self {
        match error {
            report::Error::Cascade(source) => source.into(),
            report::Error::ForeignScorecard { .. } => Self::new(TXM_STATUS_MISMATCH, error.to_string()),
            _ => Self::new(TXM_STATUS_FAILED, error.to_string()),
        }
    }
}
