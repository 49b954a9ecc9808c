//! Failures: a status and a message. Each room turns its errors into them in its own `failure.rs`.

use std::borrow::Cow;
use std::collections::TryReserveError;

use crate::abi::status::*;

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
