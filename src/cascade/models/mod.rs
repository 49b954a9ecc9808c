//! Models of a cascade beside the linear equilibrium, and their comparison.
//!
//! - [`Network::trajectory`](super::Network::trajectory): the effect over time;
//! - [`Network::bounded`](super::Network::bounded): saturation where scores end at 0 and 100;
//! - [`fuzzy_map`]: fuzzy cognitive maps;
//! - [`CascadeModel`]: a model of one's own, which [`compare`] holds against those here;
//! - [`ScaleFree`], [`Uniform`], [`SmallWorld`], [`Layered`]: random networks to try models on.

mod bounded;
mod compare;
mod fuzzy;
mod generate;
mod model;
mod trajectory;

pub use bounded::{Bounded, BoundedOptions};
pub use compare::{CompareError, CompareOptions, Comparison, ModelAgreement, ModelAnswer, Trial, compare};
pub use fuzzy::{FuzzyCourse, FuzzyOptions, FuzzyRule, fuzzy_map, fuzzy_map_with};
pub use generate::{GenerateOptions, Generated, Layered, ScaleFree, SmallWorld, Uniform};
pub use model::{BoundedModel, CascadeModel, ContagionModel, LinearModel, ModelFault};
pub use trajectory::{Schedule, Trajectory, TrajectoryOptions};
