//! Statuses for the errors of requests.

use total_experience::request;

use crate::abi::failure::Failure;
use crate::abi::status::*;

impl From<request::Error> for Failure {
    fn from(error: request::Error) -> Self {
        let status = match error {
            request::Error::Score(source) => return source.into(),
            request::Error::Journey(source) => return source.into(),
            request::Error::Cascade(source) => return source.into(),
            request::Error::Report(source) => return source.into(),
            request::Error::UnknownNode { .. }
            | request::Error::UnknownObjectType { .. }
            | request::Error::UnknownName { .. } => TXM_STATUS_NOT_FOUND,
            request::Error::NodeTwice { .. } | request::Error::GroupTwice { .. } => TXM_STATUS_DUPLICATE,
            _ => TXM_STATUS_BAD_VALUE,
        };
        Self::new(status, error.to_string())
    }
}
