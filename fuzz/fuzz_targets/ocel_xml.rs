//! Object-centric event logs as XML: any text, and logs into which a piece of text is put.
#![no_main]

use libfuzzer_sys::fuzz_target;
use total_experience::io::event_log::{EventOptions, ocel};
use total_experience_fuzz::{Pieces, check_log, choice, limits, spliced};

const LOG: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log><object-types><object-type name="order"><attributes><attribute name="price" type="float"/></attributes></object-type>
<object-type name="worker"/></object-types><event-types><event-type name="pick"/><event-type name="send"/></event-types>
<objects><object id="o1" type="order"><attributes><attribute name="price" time="1970-01-01T00:00:00Z">3.5</attribute></attributes>
<objects><relationship object-id="w1" qualifier="by"/></objects></object><object id="w1" type="worker"/></objects>
<events><event id="e1" type="pick" time="2024-05-01T09:00:00Z"><attributes><attribute name="channel">w&amp;b</attribute></attributes>
<objects><relationship object-id="o1" qualifier="order"/><relationship object-id="w1" qualifier=""/></objects></event>
<event id="e2" type="send" time="2024-05-02T09:00:00Z"><objects><relationship object-id="o1" qualifier=""/></objects></event></events></log>"#;

fuzz_target!(|data: &[u8]| {
    let (first, bytes) = choice(data);
    let mut options = EventOptions::default().with_limits(limits()).with_skip_dangling(first & 64 != 0);
    if first & 128 != 0 {
        options = options.with_channel("channel");
    }
    let bytes = if first & 3 == 3 { bytes.to_vec() } else { spliced(LOG, bytes) };
    if let Ok(imported) = ocel::read_xml_with(Pieces { bytes: &bytes, most: (first & 63).into() }, &options) {
        check_log(&imported);
    }
});
