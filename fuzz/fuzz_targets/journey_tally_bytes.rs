//! Tallies of journeys as bytes: what is accepted is the one form of what it holds, merges with itself, and answers.
//!
//! Length and checksum are put right in half of the inputs, so that more than the header is reached.
#![no_main]

use libfuzzer_sys::fuzz_target;
use total_experience::journey::dfg::JourneyTally;
use total_experience_fuzz::{choice, framed};

fuzz_target!(|data: &[u8]| {
    let (first, rest) = choice(data);
    let bytes = if first & 1 == 0 { framed(b"TXMJOURN", rest) } else { rest.to_vec() };
    let Ok(tally) = JourneyTally::from_bytes(&bytes) else { return };
    assert_eq!(tally.to_bytes(), bytes);
    let steps: u64 = tally.edges().iter().map(|edge| edge.count).sum();
    assert_eq!(steps, tally.visit_count() - tally.object_count());
    for edge in tally.edges() {
        assert!(edge.least_wait <= edge.median_wait && edge.median_wait <= edge.p90_wait);
        assert!(edge.p90_wait <= edge.most_wait, "{edge:?}");
    }
    let mut twice = tally.clone();
    if twice.merge(&tally).is_ok() {
        assert_eq!(twice.object_count(), 2 * tally.object_count());
        assert_eq!(JourneyTally::from_bytes(&twice.to_bytes()).expect("own output is read"), twice);
    }
});
