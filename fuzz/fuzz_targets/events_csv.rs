//! Event logs as CSV.
#![no_main]

use libfuzzer_sys::fuzz_target;
use total_experience::io::event_log::{EventOptions, ObjectColumn, csv};
use total_experience_fuzz::{Pieces, check_log, choice, limits};

fuzz_target!(|data: &[u8]| {
    let (first, bytes) = choice(data);
    let mut options = EventOptions::default().with_limits(limits());
    if first & 128 != 0 {
        options = options
            .with_case("a")
            .with_activity("b")
            .with_time("c")
            .with_objects(ObjectColumn::new("things").with_column("d"));
    }
    if let Ok(imported) = csv::read_with(Pieces { bytes, most: (first & 127).into() }, &options) {
        check_log(&imported);
    }
});
