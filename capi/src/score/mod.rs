//! Scorecards.

pub(crate) mod failure;
pub(crate) mod index;
pub(crate) mod joint_scores;
pub(crate) mod options;
pub(crate) mod scorecard;
pub(crate) mod scores;

pub use index::*;
pub use joint_scores::*;
pub use options::*;
pub use scorecard::*;
pub use scores::*;
