//! Scores over time and against others: control charts, targets, benchmarks, parity, and the closed loop.
//!
//! | Question | Item |
//! |---|---|
//! | Has a score shifted? | [`ewma`], [`cusum`] |
//! | Is a target reached? | [`KpiTarget::check`] |
//! | By how much are we better than others? | [`Benchmark::lift`], [`joint_claim`] |
//! | Do employees keep pace with customers? | [`parity`] |
//! | Are detractors called back, and does it help? | [`closed_loop()`] |
//! | What do people remember of a visit? | [`Remembered::from_moments`], [`fit_memory`] |

mod benchmark;
mod closed_loop;
mod control_chart;
mod kpi;
mod memory_fit;
mod parity;
mod remembered;

pub use benchmark::{Benchmark, JointClaim, Lift, LiftLimits, PointEstimate, joint_claim};
pub use closed_loop::{Case, ClosedLoop, Recovery, closed_loop};
pub use control_chart::{
    CusumChart, CusumOptions, EwmaChart, EwmaOptions, InControl, cusum, cusum_with, ewma, ewma_with,
};
pub use kpi::{KpiCheck, KpiTarget, Standing};
pub use memory_fit::{MemoryCandidate, MemoryFit, MemoryModel, fit_memory};
pub use parity::{Pace, Parity, SeriesPair, parity};
pub use remembered::{Memory, Remembered};
