//! Trajectories: cascades period by period.

use total_experience::cascade::SolveOptions;
use total_experience::cascade::models::{Schedule, TrajectoryOptions};

use crate::abi::failure::Failure;
use crate::abi::guard::guard;
use crate::abi::handle::shared;
use crate::abi::none::TXM_NONE;
use crate::abi::output::{announce, copy_column};
use crate::abi::spec::{self, Spec, no_padding};
use crate::abi::status::*;
use crate::cascade::impact::txm_cascade;

/// All of the shock comes in period 0, and it stays.
pub const TXM_SCHEDULE_STEP: i32 = 0;
/// The shock acts in period 0 only.
pub const TXM_SCHEDULE_PULSE: i32 = 1;
/// The shock comes in equal parts over `ramp_periods` from period 0, and it stays.
pub const TXM_SCHEDULE_RAMP: i32 = 2;

/// Schedule and horizon of a trajectory. Begin with `TXM_TRAJECTORY_OPTIONS_INIT`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_trajectory_options {
    /// Size of this struct, as `TXM_TRAJECTORY_OPTIONS_INIT` sets it.
    pub struct_size: u32,
    /// `TXM_SCHEDULE_...`; a step unless set.
    pub schedule: i32,
    /// Periods after period 0, at most 1,000,000; 12 unless set.
    pub horizon: u32,
    /// Over how many periods a ramp comes in, at least 1; 1 unless set. Other schedules do not look at it.
    pub ramp_periods: u32,
    /// Share of last period's value that a node keeps, at least 0 and below 1; 0 unless set.
    pub persistence: f64,
}

no_padding!(txm_trajectory_options: u32, i32, u32, u32, f64);

// SAFETY: repr(C), struct_size first, no padding, and integers and floats take every pattern of bytes.
unsafe impl Spec for txm_trajectory_options {
    const NAME: &'static str = "txm_trajectory_options";
    const DEFAULT: Self =
        Self { struct_size: 0, schedule: TXM_SCHEDULE_STEP, horizon: 12, ramp_periods: 1, persistence: 0.0 };
}

impl txm_trajectory_options {
    fn to_cascade(self, solve: &SolveOptions) -> Result<TrajectoryOptions, Failure> {
        let schedule = match self.schedule {
            TXM_SCHEDULE_STEP => Schedule::Step,
            TXM_SCHEDULE_PULSE => Schedule::Pulse,
            TXM_SCHEDULE_RAMP if self.ramp_periods == 0 => {
                let message = "`ramp_periods` is 0: at least 1 is needed";
                return Err(Failure::new(TXM_STATUS_BAD_OPTION, message));
            }
            TXM_SCHEDULE_RAMP => Schedule::Ramp { periods: self.ramp_periods },
            other => return Err(Failure::bad_enum("schedule", other, "TXM_SCHEDULE_...")),
        };
        if self.horizon as usize > TrajectoryOptions::MAX_HORIZON {
            let message =
                format!("`horizon` is {}: at most {}", self.horizon, TrajectoryOptions::MAX_HORIZON);
            return Err(Failure::new(TXM_STATUS_BAD_OPTION, message));
        }
        let options =
            TrajectoryOptions::default().with_horizon(self.horizon as usize).with_schedule(schedule);
        Ok(options.with_persistence(self.persistence).with_solve(solve.clone()))
    }
}

/// Copies the trajectory of every node: when the shock shows there, period by period, by the lags of the influences.
///
/// Threads: `cascade` may be shared.
///
/// @param cascade the cascade, whose shock is spread over time as the options say.
/// @param options the schedule and the horizon; NULL for the defaults.
/// @param value receives the change in the unit of each node, period by period from period 0: with n nodes, that of
///   row r of `txm_cascade_copy_impact` in period t is at t * n + r. This and the following may be NULL when not
///   wanted.
/// @param limit receives for each of the n nodes where it ends up: the total of `txm_cascade_copy_impact`, or 0 after a
///   pulse.
/// @param time_to_90 receives for each of the n nodes the first period from which on its change stays within a tenth
///   of the limit; `TXM_NONE` where that is not so at the horizon, or where the limit is 0.
/// @param capacity how many numbers `value` has room for; 0 to ask for the number, which costs nothing. Not looked at
///   when `value` is NULL and one of the other two is not.
/// @param out_len receives n * (horizon + 1), also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_OPTION`, `TXM_STATUS_BAD_ENUM`,
///   `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_UNSTABLE` where the trajectory swings ever wider although the total exists,
///   `TXM_STATUS_UNDECIDED` where that cannot be told, and as `txm_cascade_run`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_cascade_copy_trajectory(
    cascade: *const txm_cascade,
    options: *const txm_trajectory_options,
    value: *mut f64,
    limit: *mut f64,
    time_to_90: *mut u32,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let cascade = shared("cascade", cascade)?;
            let options = spec::read_or_default(options)?.to_cascade(&cascade.options)?;
            let numbers = cascade.network.node_count().saturating_mul(options.horizon + 1);
            // Who wants only what follows needs no room for the periods.
            let without = value.is_null() && !(limit.is_null() && time_to_90.is_null());
            announce(numbers, if without { numbers } else { capacity }, out_len)?;
            let found = cascade.network.trajectory_with(&cascade.impact.shock, &options)?;
            copy_column(value, found.periods.into_iter().flatten());
            copy_column(limit, found.limit);
            let period = |period: Option<usize>| period.map_or(TXM_NONE, |period| period as u32);
            copy_column(time_to_90, found.time_to_90.into_iter().map(period));
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_those_of_the_library() {
        let found = txm_trajectory_options::DEFAULT.to_cascade(&SolveOptions::default()).unwrap();
        assert_eq!(found, TrajectoryOptions::default());
    }
}
