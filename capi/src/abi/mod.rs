//! Common ground of all functions: statuses, errors, handles, checked input, copies out, structs that may grow.

pub(crate) mod failure;
pub(crate) mod guard;
pub(crate) mod handle;
pub(crate) mod input;
pub(crate) mod kept;
pub(crate) mod none;
pub(crate) mod output;
pub(crate) mod progress;
pub(crate) mod spec;
pub(crate) mod status;
pub(crate) mod version;

pub use none::*;
pub use progress::*;
pub use status::*;
pub use version::*;
