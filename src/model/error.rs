//! What can be wrong with a map.

use thiserror::Error;

/// What can be wrong with a map or a question to it.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A dimension code is none of `cx`, `ex`, `ux`, `mx`.
    #[error("`{text}` is no dimension: use cx, ex, ux or mx")]
    UnknownDimension {
        /// What was given.
        text: String,
    },
}
