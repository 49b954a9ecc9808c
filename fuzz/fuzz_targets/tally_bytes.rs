//! Tallies as bytes: what is accepted is the one form of what it holds, merges with itself, and can be scored.
//!
//! Length and checksum are put right in half of the inputs, so that more than the header is reached.
#![no_main]

use libfuzzer_sys::fuzz_target;
use total_experience::score::inference::Score;
use total_experience::signal::tally::Tally;
use total_experience_fuzz::{choice, framed};

fuzz_target!(|data: &[u8]| {
    let (first, rest) = choice(data);
    let bytes = if first & 1 == 0 { framed(b"TXMTALLY", rest) } else { rest.to_vec() };
    let Ok(tally) = Tally::from_bytes(&bytes) else { return };
    assert_eq!(tally.to_bytes(), bytes);

    let mut same = tally.clone();
    same.merge(&Tally::new()).expect("nothing is added");
    assert_eq!(same, tally);
    let mut twice = tally.clone();
    if twice.merge(&tally).is_ok() {
        let bytes = twice.to_bytes();
        assert_eq!(Tally::from_bytes(&bytes).expect("own output is read"), twice);
    }
    for facet in tally.facets() {
        let Ok(Some(score)) = Score::from_tally(facet) else { continue };
        assert!(score.estimate.is_finite());
        let ends = score.low.unwrap_or(score.estimate) <= score.high.unwrap_or(score.estimate);
        assert!(ends, "{score:?}");
    }
});
