//! Maps as JSON: whatever is accepted is written and read back the same, and freezes or says why not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use total_experience::cascade::Network;
use total_experience::io::map::{read_json_with, write_json};
use total_experience_fuzz::limits;

fuzz_target!(|data: &[u8]| {
    let Ok(map) = read_json_with(data, &limits()) else { return };
    let text = write_json(&map).expect("a checked map has only numbers that JSON can hold");
    let again =
        read_json_with(text.as_bytes(), &limits().with_max_bytes(1 << 30)).expect("own output is read");
    assert_eq!(write_json(&again).expect("as above"), text);
    if let Ok(network) = Network::from_map(&map) {
        let _ = network.adjoint(&vec![1.0; network.node_count()]);
    }
});
