//! Signals as CSV: what makes a map is read again with that map, and becomes a tally and a scorecard.
#![no_main]

use libfuzzer_sys::fuzz_target;
use total_experience::io::survey::signals::{
    SignalOptions, read_map_and_responses_with, read_responses_with,
};
use total_experience::io::time::TimeFormat;
use total_experience::score::scorecard::Scorecard;
use total_experience::signal::tally::Tally;
use total_experience_fuzz::{Pieces, choice, limits};

fuzz_target!(|data: &[u8]| {
    let (first, bytes) = choice(data);
    let format = if first & 128 == 0 { TimeFormat::default() } else { TimeFormat::Seconds };
    let options = SignalOptions::default().with_limits(limits()).with_time_format(format);
    let Ok((map, signals)) =
        read_map_and_responses_with(Pieces { bytes, most: (first & 127).into() }, &options)
    else {
        return;
    };
    let again = read_responses_with(bytes, &map, &options).expect("the map was made of these rows");
    assert_eq!(again.notes, signals.notes);
    let (again, responses) = (again.responses, signals.responses);
    assert_eq!(again.len(), responses.len());
    let tally = responses.tally().expect("far fewer than 2^53 responses");
    assert_eq!(again.tally().expect("as above"), tally);
    assert_eq!(tally.facets().map(|facet| facet.response_count()).sum::<u64>(), responses.len() as u64);
    let bytes = tally.to_bytes();
    assert_eq!(Tally::from_bytes(&bytes).expect("own output is read").to_bytes(), bytes);
    let _ = Scorecard::from_tally(&map, &tally);
});
