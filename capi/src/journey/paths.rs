//! Input columns for paths over touchpoints.

use std::ptr::null;

use total_experience::journey::markov::{PathCounts, Paths};

use crate::abi::failure::Failure;
use crate::abi::input::{array, optional_array};
use crate::abi::spec::{Spec, no_padding};
use crate::abi::status::{TXM_STATUS_BAD_LENGTH, TXM_STATUS_BAD_VALUE};

/// Input columns for paths over touchpoints and the ends of journeys along them, one path a row. Begin with
/// `TXM_PATHS_INIT`.
///
/// Equal paths may stand in several rows. The columns stay the caller's and are read only during the call they are
/// passed to.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_paths {
    /// Size of this struct, as `TXM_PATHS_INIT` sets it.
    pub struct_size: u32,
    /// Number of touchpoints; steps are numbers below it.
    pub touchpoint_count: u32,
    /// Number of paths.
    pub len: usize,
    /// Per path where its steps begin in `step`, from 0 on, and behind the last path the length of `step`; `len` + 1
    /// numbers. Every path has a step.
    pub offset: *const u32,
    /// The touchpoints that are passed, in order.
    pub step: *const u32,
    /// Length of `step`.
    pub step_len: usize,
    /// Per path the journeys that reached the goal.
    pub goal: *const u64,
    /// Per path the journeys that ended without the goal; NULL, the default, for 0.
    pub lost: *const u64,
    /// Per path the journeys that are not finished; NULL, the default, for 0.
    pub open: *const u64,
}

no_padding!(txm_paths: u32, u32, usize, [*const u32; 2], usize, [*const u64; 3]);

// SAFETY: repr(C), struct_size first, no padding, and integers and raw pointers take every pattern of bytes.
unsafe impl Spec for txm_paths {
    const NAME: &'static str = "txm_paths";
    const DEFAULT: Self = Self {
        struct_size: 0,
        touchpoint_count: 0,
        len: 0,
        offset: null(),
        step: null(),
        step_len: 0,
        goal: null(),
        lost: null(),
        open: null(),
    };
}

impl txm_paths {
    /// The paths; touchpoints are named by their numbers in ten digits.
    ///
    /// # Safety
    ///
    /// The pointers are what the docs of the fields say.
    pub(crate) unsafe fn paths(&self) -> Result<Paths, Failure> {
        let ends = self.len.checked_add(1);
        let ends = ends.ok_or_else(|| Failure::new(TXM_STATUS_BAD_LENGTH, "`len` is too large"))?;
        let (offset, step, goal, lost, open) = unsafe {
            (
                if self.len == 0 { &[] } else { array("offset", self.offset, ends)? },
                array("step", self.step, self.step_len)?,
                array("goal", self.goal, self.len)?,
                optional_array("lost", self.lost, self.len)?,
                optional_array("open", self.open, self.len)?,
            )
        };
        let bad = |message: String| Failure::new(TXM_STATUS_BAD_VALUE, message);
        if let Some(row) = step.iter().position(|&step| step >= self.touchpoint_count) {
            return Err(bad(format!("`step`[{row}] is no number below {}", self.touchpoint_count)));
        }
        if self.len > 0 && offset.last().map(|&end| end as usize) != Some(step.len()) {
            return Err(bad(format!("`offset`[{}] is not the length of `step`", self.len)));
        }
        let mut paths = Paths::new();
        let at = |column: Option<&[u64]>, row: usize| {
            column.and_then(|column| column.get(row)).copied().unwrap_or(0)
        };
        for (row, pair) in offset.windows(2).enumerate() {
            let steps = match pair {
                &[start, end] if row > 0 || start == 0 => step.get(start as usize..end as usize),
                _ => None,
            };
            let steps = steps.ok_or_else(|| bad(format!("`offset`[{row}] does not start at 0 or falls")))?;
            let names: Vec<String> = steps.iter().map(|step| format!("{step:010}")).collect();
            let counts =
                PathCounts::goal(at(Some(goal), row)).with_lost(at(lost, row)).with_open(at(open, row));
            paths.add(&names, counts)?;
        }
        Ok(paths)
    }
}
