//! Journey maps as Mermaid text: what is accepted is written and read back the same, and makes a map or says why not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use total_experience::io::map::read_mermaid_with;
use total_experience::model::{Dimension, Role};
use total_experience::report::render::mermaid;
use total_experience_fuzz::{Pieces, choice, limits};

fuzz_target!(|data: &[u8]| {
    let (first, bytes) = choice(data);
    let Ok(journey) = read_mermaid_with(Pieces { bytes, most: first.into() }, &limits()) else { return };
    let text = mermaid::journey(&journey);
    let own = limits().with_max_bytes(1 << 30).with_max_record_bytes(1 << 30);
    assert_eq!(read_mermaid_with(text.as_bytes(), &own).expect("own output is read"), journey);
    for (_, _, points) in journey.points() {
        assert!((0.0..=100.0).contains(&points));
    }
    let _ = journey.document(|_| (Role::Customer, Dimension::User)).build();
});
