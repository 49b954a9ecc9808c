//! Sequences of calls: handles are made, used and freed in any order that the header allows, and every answer is held
//! against what it promises. The fuzz target `c_calls` and a test with fixed seeds run them.

mod answers;
mod cascades;
mod journeys;
mod maps;

use std::any::type_name;
use std::ffi::{CStr, c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr::null_mut;

use total_experience_capi::*;

/// Calls a function with an error behind its other arguments, and answers its status once that is checked.
macro_rules! call {
    ($name:ident($($argument:expr),* $(,)?)) => {{
        let mut error = crate::calls::unset();
        let status = unsafe { $name($($argument,)* &raw mut error) };
        crate::calls::check(stringify!($name), status, &error)
    }};
}
pub(crate) use call;

/// Makes a handle and keeps it.
macro_rules! make {
    ($pool:expr, $name:ident($($argument:expr),* $(,)?)) => {{
        let mut made = std::ptr::dangling_mut();
        let status = crate::calls::call!($name($($argument,)* &raw mut made));
        $pool.keep(status, made)
    }};
}
pub(crate) use make;

/// Runs the calls that these bytes choose.
pub(crate) fn run(bytes: &[u8]) {
    let mut world = World::new(bytes);
    while !world.choices.0.is_empty() {
        match world.choices.below(5) {
            0 => maps::step(&mut world),
            1 => answers::step(&mut world),
            2 => cascades::step(&mut world),
            3 => journeys::step(&mut world),
            _ => world.free_one(),
        }
    }
}

/// What the next bytes choose; zeros where there are none left.
pub(crate) struct Choices<'a>(&'a [u8]);

impl Choices<'_> {
    /// A number below `count`, which is at most 256.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        usize::from(*first) % count
    }

    pub(crate) fn of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    pub(crate) fn several<T>(&mut self, count: usize, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..count).map(|_| one(self)).collect()
    }

    /// Mostly a number that something has.
    pub(crate) fn id(&mut self) -> u32 {
        self.of(&[0, 1, 2, 3, 4, 5, 6, 7, 0x8000_0000, 0x8000_0001, 99, TXM_NONE])
    }

    /// Mostly a number that somebody would give.
    pub(crate) fn real(&mut self) -> f64 {
        self.of(&[
            0.5,
            0.25,
            -0.25,
            1.0,
            0.0,
            3.0,
            9.0,
            12.0,
            0.9,
            -1.2,
            1e308,
            f64::NAN,
            f64::INFINITY,
            1e-300,
        ])
    }

    pub(crate) fn key(&mut self) -> &'static CStr {
        self.of(&[
            c"a",
            c"b",
            c"c",
            c"teller_app",
            c"tellers",
            c"teller_app/ux/tellers",
            c"retention",
            c"a/b",
            c"",
        ])
    }
}

/// Handles of one type that are alive, and what frees them.
pub(crate) struct Pool<T> {
    live: Vec<*mut T>,
    free: unsafe extern "C" fn(*mut T),
}

impl<T> Pool<T> {
    fn new(free: unsafe extern "C" fn(*mut T)) -> Self {
        Self { live: Vec::new(), free }
    }

    /// Keeps what was made, which is there exactly when the call worked.
    pub(crate) fn keep(&mut self, status: txm_status, made: *mut T) -> bool {
        assert_eq!(status == TXM_STATUS_OK, !made.is_null(), "a handle and its status");
        if !made.is_null() {
            if self.live.len() == 4 {
                unsafe { (self.free)(self.live.remove(0)) };
            }
            self.live.push(made);
        }
        status == TXM_STATUS_OK
    }

    pub(crate) fn any(&self, choices: &mut Choices<'_>) -> Option<*mut T> {
        (!self.live.is_empty()).then(|| choices.of(&self.live))
    }

    fn free_one(&mut self, choices: &mut Choices<'_>) {
        if self.live.is_empty() {
            unsafe { (self.free)(null_mut()) };
        } else {
            let at = choices.below(self.live.len());
            unsafe { (self.free)(self.live.swap_remove(at)) };
        }
    }
}

impl<T> Drop for Pool<T> {
    fn drop(&mut self) {
        self.live.drain(..).for_each(|handle| unsafe { (self.free)(handle) });
    }
}

/// Everything that is alive, and the choices that are left.
pub(crate) struct World<'a> {
    pub(crate) choices: Choices<'a>,
    pub(crate) maps: Pool<txm_map>,
    pub(crate) tallies: Pool<txm_tally>,
    pub(crate) scorecards: Pool<txm_scorecard>,
    pub(crate) networks: Pool<txm_network>,
    pub(crate) cascades: Pool<txm_cascade>,
    pub(crate) logs: Pool<txm_log>,
    pub(crate) journeys: Pool<txm_journeys>,
    pub(crate) journey_tallies: Pool<txm_journey_tally>,
    pub(crate) chains: Pool<txm_chain>,
    pub(crate) frictions: Pool<txm_friction>,
    pub(crate) handovers: Pool<txm_handover>,
    pub(crate) reports: Pool<txm_report>,
    pub(crate) answers: Pool<txm_answer>,
}

impl<'a> World<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            choices: Choices(bytes),
            maps: Pool::new(txm_map_free),
            tallies: Pool::new(txm_tally_free),
            scorecards: Pool::new(txm_scorecard_free),
            networks: Pool::new(txm_network_free),
            cascades: Pool::new(txm_cascade_free),
            logs: Pool::new(txm_log_free),
            journeys: Pool::new(txm_journeys_free),
            journey_tallies: Pool::new(txm_journey_tally_free),
            chains: Pool::new(txm_chain_free),
            frictions: Pool::new(txm_friction_free),
            handovers: Pool::new(txm_handover_free),
            reports: Pool::new(txm_report_free),
            answers: Pool::new(txm_answer_free),
        }
    }

    fn free_one(&mut self) {
        let choices = &mut self.choices;
        match choices.below(13) {
            0 => self.maps.free_one(choices),
            1 => self.tallies.free_one(choices),
            2 => self.scorecards.free_one(choices),
            3 => self.networks.free_one(choices),
            4 => self.cascades.free_one(choices),
            5 => self.logs.free_one(choices),
            6 => self.journeys.free_one(choices),
            7 => self.journey_tallies.free_one(choices),
            8 => self.chains.free_one(choices),
            9 => self.frictions.free_one(choices),
            10 => self.handovers.free_one(choices),
            11 => self.reports.free_one(choices),
            _ => self.answers.free_one(choices),
        }
    }
}

/// An error that no function has seen.
pub(crate) fn unset() -> txm_error {
    txm_error { status: -1, message: [b'x' as c_char; 252] }
}

/// A status that good pointers can lead to, and an error that says the same.
pub(crate) fn check(name: &str, status: txm_status, error: &txm_error) -> txm_status {
    const NEVER: [i32; 6] = [
        TXM_STATUS_PANIC,
        TXM_STATUS_FAILED,
        TXM_STATUS_NULL_POINTER,
        TXM_STATUS_MISALIGNED,
        TXM_STATUS_NOT_UTF8,
        TXM_STATUS_BAD_STRUCT,
    ];
    let bytes: Vec<u8> = error.message.iter().map(|&byte| byte as u8).collect();
    let message = CStr::from_bytes_until_nul(&bytes).expect("a NUL ends every message");
    let message = message.to_str().expect("messages are UTF-8");
    assert!(!NEVER.contains(&status), "{name}: {status}, {message}");
    assert_eq!(status, error.status, "{name}");
    assert_eq!(status == TXM_STATUS_OK, message.is_empty(), "{name}: {status}, {message}");
    status
}

/// A struct with its defaults.
pub(crate) fn begin<T>() -> T {
    let name = type_name::<T>().rsplit("::").next().unwrap();
    let mut value = MaybeUninit::<T>::uninit();
    let to = value.as_mut_ptr().cast::<c_void>();
    assert_eq!(call!(txm_struct_init(name.as_ptr().cast(), name.len(), to, size_of::<T>())), TXM_STATUS_OK);
    unsafe { value.assume_init() }
}

/// What a function copies that is asked for the size first: a byte less is too little, and nothing is written beyond.
pub(crate) fn copied(
    name: &str,
    copy: impl Fn(*mut u8, usize, *mut usize, *mut txm_error) -> txm_status,
) -> Option<Vec<u8>> {
    let (mut len, mut error) = (0, unset());
    let status = check(name, copy(null_mut(), 0, &raw mut len, &raw mut error), &error);
    if status != TXM_STATUS_BUFFER_TOO_SMALL {
        assert_ne!(status, TXM_STATUS_OK, "{name} copies something");
        return None;
    }
    let mut buffer = vec![0xa5; len + 1];
    let status = copy(buffer.as_mut_ptr(), len - 1, null_mut(), null_mut());
    assert_eq!(status, TXM_STATUS_BUFFER_TOO_SMALL, "{name}");
    assert!(buffer.iter().all(|&byte| byte == 0xa5), "{name} writes nothing into too small a buffer");
    let status = copy(buffer.as_mut_ptr(), len, null_mut(), &raw mut error);
    assert_eq!(check(name, status, &error), TXM_STATUS_OK, "{name}");
    assert_eq!(buffer.pop(), Some(0xa5), "{name} writes beyond the buffer");
    Some(buffer)
}

/// [`copied`] of a text, without its NUL.
pub(crate) fn text(
    name: &str,
    copy: impl Fn(*mut c_char, usize, *mut usize, *mut txm_error) -> txm_status,
) -> Option<Vec<u8>> {
    let mut bytes = copied(name, |to, capacity, len, error| copy(to.cast(), capacity, len, error))?;
    assert_eq!(bytes.pop(), Some(0), "{name} ends with NUL");
    assert!(str::from_utf8(&bytes).is_ok(), "{name} is UTF-8");
    Some(bytes)
}

/// Copies all columns of a struct of sizes, capacity and pointers, `wide` numbers a row at most, and answers the number
/// of rows.
pub(crate) fn columns<C>(
    name: &str,
    wide: usize,
    copy: impl Fn(*const C, *mut usize, *mut txm_error) -> txm_status,
) -> Option<usize> {
    const CANARY: u64 = 0xa5a5_a5a5_a5a5_a5a5;
    let mut to = begin::<C>();
    let (mut len, mut error) = (usize::MAX, unset());
    let status = check(name, copy(&raw const to, &raw mut len, &raw mut error), &error);
    if ![TXM_STATUS_OK, TXM_STATUS_BUFFER_TOO_SMALL].contains(&status) {
        return None;
    }
    assert_eq!(status == TXM_STATUS_OK, len == 0, "{name}");
    let pointers = (size_of::<C>() - 16) / 8;
    let mut room = vec![vec![CANARY; len * wide + 1]; pointers];
    let fields = (&raw mut to).cast::<*mut u64>();
    for (at, column) in room.iter_mut().enumerate() {
        unsafe { fields.add(2 + at).write(column.as_mut_ptr()) };
    }
    let status = copy(&raw const to, null_mut(), &raw mut error);
    assert_eq!(check(name, status, &error) == TXM_STATUS_OK, len == 0, "{name} with capacity 0");
    assert!(
        room.iter().flatten().all(|&number| number == CANARY),
        "{name} writes nothing into too small columns"
    );
    unsafe { fields.cast::<usize>().add(1).write(len) };
    let status = check(name, copy(&raw const to, null_mut(), &raw mut error), &error);
    if status != TXM_STATUS_OK {
        return None;
    }
    assert!(room.iter().all(|column| column.last() == Some(&CANARY)), "{name} writes beyond its columns");
    Some(len)
}
