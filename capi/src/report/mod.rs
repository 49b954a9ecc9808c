//! Reports.

pub(crate) mod composer;
pub(crate) mod failure;
pub(crate) mod options;

pub use composer::*;
pub use options::*;
