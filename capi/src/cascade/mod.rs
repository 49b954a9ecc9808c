//! Networks and cascades.

pub(crate) mod bounded;
pub(crate) mod failure;
pub(crate) mod impact;
pub(crate) mod network;
pub(crate) mod objective;
pub(crate) mod solve_options;
pub(crate) mod stability;
pub(crate) mod trajectory;

pub use bounded::*;
pub use impact::*;
pub use network::*;
pub use objective::*;
pub use solve_options::*;
pub use stability::*;
pub use trajectory::*;
