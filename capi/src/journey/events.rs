//! Input columns for events.

use std::ffi::c_char;
use std::ptr::null;

use total_experience::journey::log::{EventChannelId, EventColumns, ObjectKeys};

use crate::abi::failure::Failure;
use crate::abi::input::{array, converted, optional_array, texts};
use crate::abi::none::{TXM_NONE_I64, some};
use crate::abi::spec::{self, Spec, no_padding};
use crate::abi::status::{TXM_STATUS_BAD_LENGTH, TXM_STATUS_BAD_VALUE};

/// Input columns for events, one a row: activity, time and objects. Begin with `TXM_EVENTS_INIT`.
///
/// Objects (customers, cases, employees, systems) are of types. They are numbered from 0 through all types: first those
/// of type 0, then those of type 1, and so on. The library keeps their numbers and no name of them. The columns stay
/// the caller's and are read only during the call they are passed to.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_events {
    /// Size of this struct, as `TXM_EVENTS_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Number of events.
    pub len: usize,
    /// Per event its activity: a place in `activity_name`.
    pub activity: *const u32,
    /// Per event its time: nanoseconds since 1970 in UTC, in any order. Events of equal time keep the order of the
    /// rows. NULL, the default, when no time is known: events are in the order of the rows, and what needs times is
    /// refused or not known.
    pub time: *const i64,
    /// Per event where its objects begin in `object`, from 0 on, and behind the last event the length of `object`;
    /// `len` + 1 numbers. NULL, the default, when every event has exactly one object.
    pub offset: *const u32,
    /// The objects that events involve.
    pub object: *const u32,
    /// Length of `object`.
    pub object_len: usize,
    /// The names of the activities, each once.
    pub activity_name: *const *const c_char,
    /// Bytes of each name; NULL, the default, when all are NUL-terminated.
    pub activity_name_len: *const usize,
    /// Number of activities.
    pub activity_count: usize,
    /// The names of the types of objects, each once.
    pub type_name: *const *const c_char,
    /// Bytes of each name; NULL, the default, when all are NUL-terminated.
    pub type_name_len: *const usize,
    /// Per type how many objects it has. Beyond 16,777,216 of all types there may be at most 16 for each row of
    /// `object`.
    pub type_object_count: *const u32,
    /// Number of types.
    pub type_count: usize,
    /// Per event the channel it happened in: its place in `channel_name`; `TXM_NONE` for none. NULL, the default,
    /// when no channel is known.
    pub channel: *const u32,
    /// The names of the channels, each once.
    pub channel_name: *const *const c_char,
    /// Bytes of each name; NULL, the default, when all are NUL-terminated.
    pub channel_name_len: *const usize,
    /// Number of channels.
    pub channel_count: usize,
    /// Per event when it was promised to happen at the latest, as `time`; `TXM_NONE_I64` where nothing was promised.
    /// NULL, the default, when no promise is known.
    pub due: *const i64,
    /// Per event when its work began, as `time`, at which it ended; `TXM_NONE_I64` where that is not known. Waits end
    /// where work begins. NULL, the default, when no start is known.
    pub start: *const i64,
}

no_padding!(
    txm_events: u32, u32, usize, *const u32, *const i64, [*const u32; 2], usize, [*const usize; 2], usize,
    [*const usize; 3], usize, *const u32, [*const usize; 2], usize, [*const i64; 2]
);

// SAFETY: repr(C), struct_size first, no padding, and integers and raw pointers take every pattern of bytes.
unsafe impl Spec for txm_events {
    const NAME: &'static str = "txm_events";
    const DEFAULT: Self = Self {
        struct_size: 0,
        reserved: 0,
        len: 0,
        activity: null(),
        time: null(),
        offset: null(),
        object: null(),
        object_len: 0,
        activity_name: null(),
        activity_name_len: null(),
        activity_count: 0,
        type_name: null(),
        type_name_len: null(),
        type_object_count: null(),
        type_count: 0,
        channel: null(),
        channel_name: null(),
        channel_name_len: null(),
        channel_count: 0,
        due: null(),
        start: null(),
    };
}

impl txm_events {
    /// # Safety
    ///
    /// The pointers are what the docs of the fields say.
    pub(crate) unsafe fn columns(&self) -> Result<EventColumns, Failure> {
        spec::check_reserved(Self::NAME, self.reserved)?;
        let mut columns = EventColumns::default();
        unsafe {
            columns.activities = converted(array("activity", self.activity, self.len)?, |&number| number)?;
            if let Some(times) = optional_array("time", self.time, self.len)? {
                columns.times = converted(times, |&time| time)?;
            }
            columns.objects = converted(array("object", self.object, self.object_len)?, |&number| number)?;
            if !self.offset.is_null() {
                let ends = self.len.checked_add(1).ok_or_else(|| {
                    Failure::new(TXM_STATUS_BAD_LENGTH, "`offset` cannot have that many elements")
                })?;
                columns.offsets = converted(array("offset", self.offset, ends)?, |&offset| offset)?;
            }
            columns.activity_names =
                texts("activity_name", self.activity_name, self.activity_name_len, self.activity_count)?;
            let names = texts("type_name", self.type_name, self.type_name_len, self.type_count)?;
            let counts = array("type_object_count", self.type_object_count, self.type_count)?;
            columns.object_types =
                names.into_iter().zip(counts.iter().map(|&count| ObjectKeys::Numbered(count))).collect();
            if let Some(channels) = optional_array("channel", self.channel, self.len)? {
                columns.channels = channel_ids(channels, self.channel_count)?;
            }
            if let Some(due) = optional_array("due", self.due, self.len)? {
                columns.due = converted(due, |&time| Some(time).filter(|&time| time != TXM_NONE_I64))?;
            }
            if let Some(starts) = optional_array("start", self.start, self.len)? {
                columns.starts = converted(starts, |&time| Some(time).filter(|&time| time != TXM_NONE_I64))?;
            }
            columns.channel_names =
                texts("channel_name", self.channel_name, self.channel_name_len, self.channel_count)?;
        }
        Ok(columns)
    }
}

fn channel_ids(channels: &[u32], count: usize) -> Result<Vec<Option<EventChannelId>>, Failure> {
    let mut ids = Vec::new();
    ids.try_reserve_exact(channels.len())?;
    for (row, &channel) in channels.iter().enumerate() {
        let Some(number) = some(channel) else {
            ids.push(None);
            continue;
        };
        let id = EventChannelId::from_index(number as usize).filter(|_| (number as usize) < count);
        ids.push(Some(id.ok_or_else(|| {
            let message = format!("`channel`[{row}] is {number}, but the number of channels is {count}");
            Failure::new(TXM_STATUS_BAD_VALUE, message)
        })?));
    }
    Ok(ids)
}
