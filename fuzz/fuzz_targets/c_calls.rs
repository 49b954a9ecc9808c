//! Sequences of calls of the C library: handles made, used and freed in any order that its header allows.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../capi/tests/calls/mod.rs"]
mod calls;

fuzz_target!(|data: &[u8]| calls::run(data));
