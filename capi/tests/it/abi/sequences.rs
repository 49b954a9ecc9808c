//! Sequences of calls with fixed seeds; `fuzz/fuzz_targets/c_calls.rs` chooses its own.

use std::fs;

use crate::artifact::root;
use crate::calls;

/// Bytes that a seed chooses (SplitMix64).
fn chosen(seed: u64) -> Vec<u8> {
    let mut state = seed;
    let next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as u8
    };
    std::iter::repeat_with(next).take(4_096).collect()
}

#[test]
fn sequences_of_calls_keep_the_promises() {
    for seed in 0..100 {
        calls::run(&chosen(seed));
    }
}

/// A function that is added must be called in sequences as well.
#[test]
fn every_function_is_in_the_sequences() {
    let files = fs::read_dir(root().join("capi/tests/calls")).unwrap();
    let text: String = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    for symbol in include_str!("../../../symbols.txt").lines() {
        assert!(text.contains(symbol), "no sequence calls {symbol}");
    }
}
