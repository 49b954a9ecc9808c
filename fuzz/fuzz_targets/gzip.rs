//! Gzip: damaged streams are errors, bombs stop at the limits, and what was compressed comes out again.
#![no_main]

use std::io::{Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use libfuzzer_sys::fuzz_target;
use total_experience::io::event_log::{EventOptions, csv};
use total_experience::io::map::read_json_with;
use total_experience::io::source::Input;
use total_experience_fuzz::{Pieces, check_log, choice, limits};

fuzz_target!(|data: &[u8]| {
    let (first, bytes) = choice(data);
    let most = usize::from(first >> 2);
    let mut expanded = Vec::new();
    match first & 3 {
        0 => {
            // The first two bytes decide that it is gzip; give them away.
            let damaged = [&[0x1f, 0x8b], bytes].concat();
            let bounds = limits();
            let mut input =
                Input::new(Pieces { bytes: &damaged, most }, &bounds).expect("memory can be read");
            if input.read_to_end(&mut expanded).is_ok() {
                let most = bounds.expansion_allowance.max(damaged.len() as u64 * bounds.max_expansion);
                assert!(expanded.len() as u64 <= most.min(bounds.max_bytes));
            }
        }
        kind => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(bytes).expect("memory can be written");
            let packed = encoder.finish().expect("memory can be written");
            match kind {
                1 => {
                    let input =
                        Input::new(Pieces { bytes: &packed, most }, &limits().with_max_expansion(u64::MAX));
                    input
                        .expect("memory can be read")
                        .read_to_end(&mut expanded)
                        .expect("own output is read");
                    assert_eq!(expanded, bytes);
                }
                2 => {
                    if let Ok(imported) =
                        csv::read_with(packed.as_slice(), &EventOptions::default().with_limits(limits()))
                    {
                        check_log(&imported);
                    }
                }
                _ => drop(read_json_with(&packed[..packed.len() / 2], &limits())),
            }
        }
    }
});
