//! Object-centric event logs as JSON, versions 2.0 and 1.0: any text, and logs into which a piece of text is put.
#![no_main]

use libfuzzer_sys::fuzz_target;
use total_experience::io::event_log::{EventOptions, ocel};
use total_experience_fuzz::{Pieces, check_log, choice, limits, spliced};

const LOG: &str = r#"{"objectTypes": [{"name": "order", "attributes": [{"name": "price", "type": "float"}]}],
"eventTypes": [{"name": "pick", "attributes": []}],
"events": [{"id": "e1", "type": "pick", "time": "2024-05-01T09:00:00Z", "attributes": [{"name": "channel", "value": "web"}],
"relationships": [{"objectId": "o1", "qualifier": "order"}, {"objectId": "w1", "qualifier": null}]},
{"id": "e2", "type": "send", "time": "2024-05-02T09:00:00+02:00", "relationships": [{"objectId": "o1", "qualifier": ""}]}],
"objects": [{"id": "o1", "type": "order", "attributes": [{"name": "price", "time": "1970-01-01T00:00:00Z", "value": 3.5}],
"relationships": [{"objectId": "w1", "qualifier": "by"}]}, {"id": "w1", "type": "worker"}]}"#;

const OLD: &str = r#"{"ocel:global-log": {"ocel:version": "1.0", "ocel:object-types": ["order"]},
"ocel:events": {"e1": {"ocel:activity": "pick", "ocel:timestamp": "2024-05-01 09:00:00", "ocel:omap": ["o1"], "ocel:vmap": {"a": 1}}},
"ocel:objects": {"o1": {"ocel:type": "order", "ocel:ovmap": {"b": "c"}}}}"#;

fuzz_target!(|data: &[u8]| {
    let (first, bytes) = choice(data);
    let mut options = EventOptions::default().with_limits(limits()).with_skip_dangling(first & 64 != 0);
    if first & 128 != 0 {
        options = options.with_channel("channel");
    }
    let bytes = match first & 3 {
        0 => spliced(OLD, bytes),
        1 | 2 => spliced(LOG, bytes),
        _ => bytes.to_vec(),
    };
    if let Ok(imported) = ocel::read_json_with(Pieces { bytes: &bytes, most: (first & 63).into() }, &options)
    {
        check_log(&imported);
    }
});
