//! Variants: distinct sequences of activities and their counts.

use std::ptr::null_mut;

use total_experience::journey::dfg::Variants;

use crate::abi::failure::Failure;
use crate::abi::guard::guard;
use crate::abi::handle::shared;
use crate::abi::none::TXM_NONE;
use crate::abi::output::{announce, copy_column, put};
use crate::abi::spec::{self, Spec, no_padding};
use crate::abi::status::*;
use crate::journey::journeys::txm_journeys;

/// Output columns for variants, distinct sequences of activities, one a row. Begin with
/// `TXM_JOURNEY_VARIANT_COLUMNS_INIT`.
///
/// Every column is the caller's and may be NULL, the default, when it is not wanted.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_journey_variant_columns {
    /// Size of this struct, as `TXM_JOURNEY_VARIANT_COLUMNS_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Rows that `count` and `end` have room for; 0 to ask for the number.
    pub capacity: usize,
    /// Receives how many journeys are of each variant.
    pub count: *mut u64,
    /// Receives where the activities of each row end in `activity`; they begin where those of the row before end.
    pub end: *mut usize,
    /// Numbers that `activity` has room for; not looked at when that is NULL.
    pub activity_capacity: usize,
    /// Receives the activities of all rows, one behind the other.
    pub activity: *mut u32,
}

no_padding!(txm_journey_variant_columns: u32, u32, usize, *mut u64, *mut usize, usize, *mut u32);

// SAFETY: repr(C), struct_size first, no padding, and integers and raw pointers take every pattern of bytes.
unsafe impl Spec for txm_journey_variant_columns {
    const NAME: &'static str = "txm_journey_variant_columns";
    const DEFAULT: Self = Self {
        struct_size: 0,
        reserved: 0,
        capacity: 0,
        count: null_mut(),
        end: null_mut(),
        activity_capacity: 0,
        activity: null_mut(),
    };
}

/// Copies the variants of journeys, one a row, the most common first.
///
/// Threads: `journeys` may be shared.
///
/// @param journeys the journeys.
/// @param most rows asked for; `SIZE_MAX` for all.
/// @param columns the columns to fill and their capacities.
/// @param out_len receives the number of rows, also when a capacity is too small. May be NULL.
/// @param out_activity_len receives the number of activities of all rows, likewise. May be NULL.
/// @param out_object_count receives the number of all journeys, also of those that are in no row, likewise. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journeys_copy_variants(
    journeys: *const txm_journeys,
    most: usize,
    columns: *const txm_journey_variant_columns,
    out_len: *mut usize,
    out_activity_len: *mut usize,
    out_object_count: *mut u64,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let journeys = shared("journeys", journeys)?;
            let to = spec::read(columns)?;
            spec::check_reserved("txm_journey_variant_columns", to.reserved)?;
            let variants = journeys.variants()?;
            let rows = variants.get(..most).unwrap_or(variants);
            let activities = rows.iter().map(|(_, activities)| activities.len()).sum();
            put(out_activity_len, activities);
            put(out_object_count, journeys.graph.counts().object_count());
            announce(rows.len(), to.capacity, out_len)?;
            if !to.activity.is_null() {
                announce(activities, to.activity_capacity, out_activity_len)?;
            }
            copy_column(to.count, rows.iter().map(|&(count, _)| count));
            let ends = rows.iter().scan(0, |end, (_, activities)| {
                *end += activities.len();
                Some(*end)
            });
            copy_column(to.end, ends);
            copy_column(to.activity, rows.iter().flat_map(|(_, activities)| activities).copied());
            Ok(())
        })
    }
}

impl txm_journeys {
    fn variants(&self) -> Result<&[(u64, Vec<u32>)], Failure> {
        if let Some(variants) = self.variants.get() {
            return Ok(variants);
        }
        let found = Variants::discover(&self.log, self.object_type)?;
        let number = |name: &&str| self.log.activity(name).map_or(TXM_NONE, |activity| activity.as_u32());
        let rows =
            found.iter().map(|variant| (variant.count, variant.activities.iter().map(number).collect()));
        Ok(self.variants.get_or_init(|| rows.collect()))
    }
}
