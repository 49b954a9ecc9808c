//! The channel of an event: kept in every way into a log, and free where nobody gives one.

use total_experience::journey::Error;
use total_experience::journey::log::{EventChannelId, EventColumns, EventLog, ObjectKeys};

use crate::journey::ns;

/// Per event its time and the name of its channel.
fn channels(log: &EventLog) -> Vec<(i64, &str)> {
    let name = |channel| log.channel_name(channel).unwrap();
    log.events().map(|event| (event.time.as_nanoseconds(), event.channel.map_or("", name))).collect()
}

#[test]
fn a_builder_keeps_channels_through_sorting() {
    let mut builder = EventLog::builder();
    let web = builder.channel("web").unwrap();
    assert_eq!(
        builder.set_channel(web),
        Err(Error::UnknownId { what: "event", id: 0, count: 0 }),
        "there is no event yet"
    );
    builder.event("ask", ns(30), &[("case", "1"), ("customer", "Ada")]).unwrap();
    builder.event("ask", ns(20), &[("case", "1")]).unwrap();
    builder.set_channel(web).unwrap();
    builder.event("ask", ns(10), &[("case", "1")]).unwrap();
    let store = builder.channel("store").unwrap();
    builder.set_channel(web).unwrap();
    builder.set_channel(store).unwrap();
    builder.event("ask", ns(40), &[]).unwrap();
    let foreign = EventChannelId::from_index(2).unwrap();
    assert_eq!(builder.set_channel(foreign), Err(Error::UnknownId { what: "channel", id: 2, count: 2 }));
    assert_eq!(builder.channel(""), Err(Error::EmptyName { what: "a channel" }));

    let log = builder.finish();
    assert_eq!(channels(&log), [(10, "store"), (20, "web"), (30, ""), (40, "")]);
    assert_eq!((log.channel_count(), log.channel("web"), log.channel("app")), (2, Some(web), None));
    assert_eq!((log.channel_column().len(), log.channel_name(foreign)), (4, None));
}

#[test]
fn columns_number_channels_from_zero() {
    let columns = |change: fn(&mut EventColumns)| {
        let mut columns = EventColumns::default();
        columns.activity_names = vec!["ask".into()];
        columns.activities = vec![0; 3];
        columns.times = vec![30, 10, 20];
        columns.object_types = vec![("case".into(), ObjectKeys::Numbered(1))];
        columns.objects = vec![0; 3];
        columns.channel_names = vec!["web".into(), "store".into()];
        columns.channels =
            [Some(1), None, Some(0)].map(|place| place.and_then(EventChannelId::from_index)).to_vec();
        change(&mut columns);
        columns.into_log()
    };
    assert_eq!(channels(&columns(|_| {}).unwrap()), [(10, ""), (20, "web"), (30, "store")]);
    assert_eq!(
        columns(|columns| columns.channels[1] = EventChannelId::from_index(2)).unwrap_err(),
        Error::BadIndex { column: "channels", row: 1, value: 2, count: 2 }
    );
    assert_eq!(
        columns(|columns| columns.channels.truncate(1)).unwrap_err(),
        Error::WrongLength { what: "channels", expected: 3, found: 1 }
    );
    assert!(matches!(
        columns(|columns| columns.channel_names[1] = "web".into()),
        Err(Error::DuplicateName { what: "channel", .. })
    ));
    let without = columns(|columns| columns.channels.clear()).unwrap();
    assert_eq!((without.channel_column(), without.events().find_map(|event| event.channel)), (&[][..], None));
}

#[test]
fn a_channel_costs_two_bytes_per_event_and_nothing_without() {
    let bytes = |channels: Vec<Option<EventChannelId>>| {
        let mut columns = EventColumns::default();
        columns.activity_names = vec!["ask".into()];
        columns.activities = vec![0; 10_000];
        columns.times = (0..10_000).collect();
        columns.object_types = vec![("case".into(), ObjectKeys::Numbered(1))];
        columns.objects = vec![0; 10_000];
        columns.channel_names = vec!["web".into()];
        columns.channels = channels;
        columns.into_log().unwrap().heap_bytes()
    };
    assert_eq!(bytes(vec![EventChannelId::from_index(0); 10_000]) - bytes(Vec::new()), 20_000);
}

#[test]
fn there_are_as_many_channels_as_sixteen_bits_number() {
    let mut builder = EventLog::builder();
    for number in 0..EventChannelId::MOST {
        assert_eq!(builder.channel(&number.to_string()).map(EventChannelId::index), Ok(number));
    }
    assert_eq!(builder.channel("0").map(EventChannelId::index), Ok(0), "known ones are still found");
    assert_eq!(
        builder.channel("more"),
        Err(Error::TooLarge { what: "channels", count: 65_536, most: 65_535 })
    );
    assert_eq!(EventChannelId::from_index(EventChannelId::MOST), None);
    assert_eq!(EventChannelId::from_index(usize::MAX), None);
}

#[cfg(all(feature = "csv", feature = "gzip", feature = "xes", feature = "ocel"))]
mod readers {
    use super::channels;
    use total_experience::io::Error;
    use total_experience::io::event_log::{EventOptions, csv, ocel, xes};
    use total_experience::io::source::Limits;

    #[test]
    fn csv_finds_its_channel_column() {
        let text = "case,activity,time,channel\n1,a,1970-01-01T00:00:01Z, web \n1,a,1970-01-01T00:00:02Z,\n";
        let read = csv::read(text.as_bytes()).unwrap();
        assert_eq!(channels(&read.log), [(1_000_000_000, "web"), (2_000_000_000, "")]);
        assert_eq!(read.notes.without_channel, 1);
        let named = text.replace("channel", "medium");
        let options = EventOptions::default().with_channel("medium");
        let read = csv::read_with(named.as_bytes(), &options).unwrap();
        assert_eq!(channels(&read.log)[0].1, "web");
        let read = csv::read(named.as_bytes()).unwrap();
        assert_eq!((read.log.channel_column().len(), read.notes.without_channel), (0, 0));
        let missing = csv::read_with(text.as_bytes(), &options).unwrap_err();
        assert!(matches!(missing, Error::MissingColumn { .. }), "{missing}");
    }

    #[test]
    fn xes_reads_the_attribute_that_is_named() {
        let event = |name: &str, second: u32, more: &str| {
            format!(
                "<event><string key=\"concept:name\" value=\"{name}\"/>\
                 <date key=\"time:timestamp\" value=\"1970-01-01T00:00:0{second}Z\"/>{more}</event>"
            )
        };
        let events = [
            event("a", 2, "<string key=\"channel\" value=\"store &amp; web\"/>"),
            event("b", 1, ""),
            event("c", 3, "<int key=\"channel\" value=\"7\"/>"),
        ];
        let text = format!(
            "<log><trace><string key=\"concept:name\" value=\"1\"/>{}</trace></log>",
            events.concat()
        );
        let read = xes::read_with(text.as_bytes(), &EventOptions::default().with_channel("channel")).unwrap();
        let second = 1_000_000_000;
        assert_eq!(channels(&read.log), [(second, ""), (2 * second, "store & web"), (3 * second, "7")]);
        assert_eq!(read.notes.without_channel, 1);
        let read = xes::read(text.as_bytes()).unwrap();
        assert_eq!((read.log.channel_count(), read.notes.without_channel), (0, 0));
    }

    #[test]
    fn ocel_reads_the_attribute_that_is_named() {
        let json = r#"{"events": [
            {"id": "1", "type": "a", "time": "1970-01-01T00:00:02Z", "attributes": [
                {"name": "sum", "value": 3}, {"name": "channel", "value": "store & web"}]},
            {"id": "2", "type": "a", "time": "1970-01-01T00:00:01Z", "attributes": [
                {"name": "channel", "value": null}]},
            {"id": "3", "type": "a", "time": "1970-01-01T00:00:03Z", "attributes": [
                {"name": "channel", "value": 7}]}], "objects": []}"#;
        let xml = r#"<log><events>
            <event id="1" type="a" time="1970-01-01T00:00:02Z"><attributes>
                <attribute name="sum">3</attribute>
                <attribute name="channel">store <![CDATA[&]]> &#119;e&#98;</attribute></attributes></event>
            <event id="2" type="a" time="1970-01-01T00:00:01Z"><attributes>
                <attribute name="channel"/></attributes></event>
            <event id="3" type="a" time="1970-01-01T00:00:03Z"><attributes>
                <attribute name="channel">7</attribute></attributes></event>
            </events></log>"#;
        let old = r#"{"ocel:events": {
            "1": {"ocel:activity": "a", "ocel:timestamp": "1970-01-01T00:00:02Z",
                  "ocel:vmap": {"sum": 3, "channel": "store & web"}},
            "2": {"ocel:activity": "a", "ocel:timestamp": "1970-01-01T00:00:01Z", "ocel:vmap": {}},
            "3": {"ocel:activity": "a", "ocel:timestamp": "1970-01-01T00:00:03Z", "ocel:vmap": {"channel": 7}}}}"#;
        let options = EventOptions::default().with_channel("channel");
        let plain = EventOptions::default();
        let second = 1_000_000_000;
        let expected = [(second, ""), (2 * second, "store & web"), (3 * second, "7")];
        for (name, read, without) in [
            (
                "json",
                ocel::read_json_with(json.as_bytes(), &options),
                ocel::read_json_with(json.as_bytes(), &plain),
            ),
            (
                "xml",
                ocel::read_xml_with(xml.as_bytes(), &options),
                ocel::read_xml_with(xml.as_bytes(), &plain),
            ),
            (
                "old",
                ocel::read_json_with(old.as_bytes(), &options),
                ocel::read_json_with(old.as_bytes(), &plain),
            ),
        ] {
            let (read, without) = (read.unwrap(), without.unwrap());
            assert_eq!(channels(&read.log), expected, "{name}");
            assert_eq!(read.notes.without_channel, 1, "{name}");
            assert_eq!((without.log.channel_count(), without.notes.without_channel), (0, 0), "{name}");
            let kept = without.notes.skipped_attributes - read.notes.skipped_attributes;
            assert_eq!(kept, if name == "xml" { 3 } else { 2 }, "{name}");
        }
    }

    #[test]
    fn a_channel_in_pieces_is_bounded() {
        let pieces = "<![CDATA[abc]]>".repeat(10);
        let xml = format!(
            "<log><events><event id=\"1\" type=\"a\" time=\"1970-01-01T00:00:02Z\"><attributes>\
             <attribute name=\"channel\">{pieces}</attribute></attributes></event></events></log>"
        );
        let mut limits = Limits::default();
        limits.max_field_bytes = 20;
        let options = EventOptions::default().with_channel("channel").with_limits(limits);
        let refused = ocel::read_xml_with(xml.as_bytes(), &options).unwrap_err();
        assert!(matches!(refused, Error::FieldTooLong { line: 1, limit: 20 }), "{refused}");
    }
}
