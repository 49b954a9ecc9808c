//! Object-centric logs as other tools write them: other words, missing parts, references that lead nowhere.

use total_experience::io::Error;
use total_experience::io::event_log::{EventOptions, ImportNotes, ImportedLog, ocel};

fn notes(read: Result<ImportedLog, Error>) -> (usize, ImportNotes) {
    let imported = read.unwrap();
    (imported.log.relation_count(), imported.notes)
}

fn json(text: &str) -> Result<ImportedLog, Error> {
    ocel::read_json(text.as_bytes())
}

/// A log of one object and two events, the first with `first`, the object with `own`.
fn log(first: &str, own: &str) -> String {
    format!(
        r#"{{"objectTypes": [{{"name": "o", "attributes": []}}], "eventTypes": [{{"name": "a", "attributes": []}}],
        "objects": [{{"id": "o1", "type": "o"{own}}}],
        "events": [{{"id": "e1", "type": "a", "time": "2024-01-01T00:00:00Z"{first}}},
                   {{"id": "e2", "type": "a", "time": "2024-01-02T00:00:00Z", "relationships": [{{"objectId": "o1"}}]}}]}}"#
    )
}

#[test]
fn relations_are_relationships() {
    for (first, relations, without) in [
        (r#", "relations": [{"objectId": "o1", "qualifier": ""}]"#, 2, 0),
        (r#", "relations": [{"objectId": "o1"}, {"objectId": "o1", "qualifier": "x"}]"#, 3, 0),
        (r#", "relationships": [{"objectId": "o1", "qualifier": null}]"#, 2, 0),
        (r#", "relations": null"#, 1, 1),
        (r#", "relatons": [{"objectId": "o1"}]"#, 1, 1),
        ("", 1, 1),
    ] {
        let (count, notes) = notes(json(&log(first, "")));
        assert_eq!((count, notes.without_object), (relations, without), "{first}");
    }
    let own = r#", "relations": [{"objectId": "o1", "qualifier": "self"}]"#;
    assert_eq!(notes(json(&log("", own))).1.object_relations, 1);
    let both = r#", "relations": [], "relationships": []"#;
    assert!(matches!(json(&log(both, "")), Err(Error::Json { line: 3, .. })));
    for list in ["objects", "relationships", "relations"] {
        let text = format!(
            "<log><objects><object id=\"o1\" type=\"o\"/></objects><events><event id=\"e1\" type=\"a\" \
             time=\"2024-01-01\"><{list}><relationship object-id=\"o1\"/></{list}></event></events></log>"
        );
        assert_eq!(notes(ocel::read_xml(text.as_bytes())).0, 1, "{list}");
    }
}

#[test]
fn values_that_are_no_numbers_are_missing() {
    let channel = EventOptions::default().with_channel("cost");
    for (value, count) in
        [("NaN", 1), ("Infinity", 1), ("-Infinity", 1), ("[NaN, NaN]", 2), ("null", 0), (r#""NaN""#, 0)]
    {
        let text = log(&format!(r#", "attributes": [{{"name": "cost", "value": {value}}}]"#), "");
        let (_, notes) = notes(json(&text));
        assert_eq!((notes.not_numbers, notes.skipped_attributes), (count, 1), "{value}");
        let read = ocel::read_json_with(text.as_bytes(), &channel).unwrap();
        let named = value.starts_with('[') || value.starts_with('"');
        assert_eq!(read.log.channel_count(), usize::from(named), "{value}");
    }
    let time = log("", "").replace("\"2024-01-01T00:00:00Z\"", "NaN");
    assert!(
        matches!(json(&time), Err(Error::Json { message, .. }) if message.contains("a time was expected"))
    );
    for wrong in ["nan", "NaNs", "Nan", "- Infinity"] {
        let text = log(&format!(r#", "attributes": [{{"name": "cost", "value": {wrong}}}]"#), "");
        assert!(matches!(json(&text), Err(Error::Json { line: 3, .. })), "{wrong}");
    }
}

#[test]
fn references_that_lead_nowhere() {
    // Relations of objects are not kept, so they stop nothing.
    let own = r#", "relationships": [{"objectId": "c1"}, {"objectId": "c1", "qualifier": "x"}, {"objectId": "o1"}]"#;
    let (_, found) = notes(json(&log("", own)));
    assert_eq!((found.object_relations, found.dangling_relations), (3, 2));
    let skip = EventOptions::default().with_skip_dangling(true);
    let first = r#", "relationships": [{"objectId": "c1"}, {"objectId": "o1"}, {"objectId": "c2"}]"#;
    for own in ["", own] {
        let text = log(first, own);
        let message = json(&text).map(drop).unwrap_err().to_string();
        assert!(message.contains("event `e1` names the object `c1`"), "{message}");
        assert!(message.contains("left out"), "{message}");
        let (relations, found) = notes(ocel::read_json_with(text.as_bytes(), &skip));
        let expected = if own.is_empty() { 2 } else { 4 };
        assert_eq!((relations, found.dangling_relations, found.without_object), (2, expected, 0));
    }
    let alone = log(r#", "relationships": [{"objectId": "c1"}]"#, "");
    let (relations, found) = notes(ocel::read_json_with(alone.as_bytes(), &skip));
    assert_eq!((relations, found.dangling_relations, found.without_object), (1, 1, 1));
    let old = r#"{"ocel:events": {"e1": {"ocel:activity": "a", "ocel:timestamp": "2024-01-01", "ocel:omap": ["x"]}},
        "ocel:objects": {}}"#;
    assert!(matches!(json(old), Err(Error::DanglingObject { object, .. }) if object == "x"));
    assert_eq!(notes(ocel::read_json_with(old.as_bytes(), &skip)).1.dangling_relations, 1);
    let xml = "<log><objects><object id=\"o1\" type=\"o\"><objects><relationship object-id=\"x\"/></objects></object>\
        </objects><events><event id=\"e1\" type=\"a\" time=\"2024-01-01\"/></events></log>";
    assert_eq!(notes(ocel::read_xml(xml.as_bytes())).1.dangling_relations, 1);
    let named = xml
        .replace("\"2024-01-01\"/>", "\"2024-01-01\"><objects><object object-id=\"y\"/></objects></event>");
    assert!(matches!(ocel::read_xml(named.as_bytes()), Err(Error::DanglingObject { .. })));
    assert_eq!(notes(ocel::read_xml_with(named.as_bytes(), &skip)).1.dangling_relations, 2);
}

#[cfg(feature = "ocel-sqlite")]
mod sqlite {
    use super::super::database;
    use super::*;

    fn read(more: &str) -> Result<ImportedLog, Error> {
        ocel::read_sqlite(&database(more)[..])
    }

    #[test]
    fn types_without_attributes_and_without_tables() {
        let usual = notes(read("")).1;
        for (more, without_table, attributes) in [
            ("DROP TABLE object_item; CREATE TABLE object_item (ocel_id TEXT)", 0, 2),
            (
                "DROP TABLE object_item; CREATE TABLE object_item (ocel_id TEXT, ocel_changed_field TEXT)",
                0,
                2,
            ),
            ("ALTER TABLE object_item DROP COLUMN ocel_time; INSERT INTO object_item VALUES ('i1')", 0, 2),
            (
                "DROP TABLE object_item; CREATE TABLE object_item (ocel_id TEXT, size TEXT); \
                 INSERT INTO object_item VALUES ('i1', 'L')",
                0,
                3,
            ),
            ("DROP TABLE object_item", 1, 2),
            ("DROP TABLE object_item; DROP TABLE object_crate", 2, 2),
            ("INSERT INTO event_map_type VALUES ('never', 'never')", 1, 2),
            ("DROP TABLE object_object", 0, 2),
        ] {
            let (relations, found) = notes(read(more));
            assert_eq!((relations, found.events), (6, 3), "{more}");
            let counted = (found.types_without_table, found.skipped_attributes);
            assert_eq!(counted, (without_table, attributes), "{more}");
        }
        assert_eq!((usual.types_without_table, usual.skipped_attributes, usual.write_ahead), (0, 2, false));
    }

    #[test]
    fn what_is_missing_is_named() {
        for (more, words) in [
            ("DROP TABLE event", "no OCEL 2.0 log: there is no table `event`"),
            (
                "DROP TABLE event_map_type; DROP TABLE object_map_type",
                "no tables event_map_type or object_map_type",
            ),
            ("DROP TABLE event_object; DROP TABLE object", "no tables object or event_object"),
            ("DROP TABLE event_ask", "event `e1` has no time: there is no table `event_ask`"),
            (
                "DELETE FROM event_map_type WHERE ocel_type = 'pick'",
                "`pick` is not in the table `event_map_type`",
            ),
            ("UPDATE event_ask SET ocel_time = NULL", "`ocel_time` in the table `event_ask` is empty"),
            ("UPDATE event_ask SET ocel_time = ''", "`ocel_time` in the table `event_ask` is empty"),
            (
                "DELETE FROM event_pick WHERE ocel_id = 'e3'",
                "event `e3` has no time: the table `event_pick` has no row",
            ),
            (
                "DROP TABLE event; DROP TABLE object; CREATE TABLE EVENTS (a); CREATE TABLE OBJECTS (a); \
                 CREATE TABLE RELATIONS (a)",
                "it is an OCEL 1.0 log",
            ),
        ] {
            let message = read(more).map(drop).unwrap_err().to_string();
            assert!(message.contains(words), "{more}: {message}");
        }
    }

    #[test]
    fn references_of_tables_that_lead_nowhere() {
        let skip = EventOptions::default().with_skip_dangling(true);
        let skipped =
            |more: &str| notes(ocel::read_sqlite_with(&database(more)[..], &skip)).1.dangling_relations;
        for (more, count) in [
            ("INSERT INTO object_object VALUES ('x1', 'o1', '')", 1),
            ("INSERT INTO object_object VALUES ('o1', 'x1', ''), ('x2', 'x1', '')", 2),
        ] {
            assert_eq!(notes(read(more)).1.dangling_relations, count, "{more}");
        }
        assert_eq!(skipped("DELETE FROM object WHERE ocel_id = 'o2'"), 1);
        assert_eq!(skipped("DELETE FROM event WHERE ocel_id = 'e2'"), 4);
        assert!(matches!(read("DELETE FROM event WHERE ocel_id = 'e2'"), Err(Error::DanglingEvent { .. })));
    }

    #[test]
    fn a_write_ahead_log_is_told() {
        let ahead = |more: &str| {
            let mut bytes = database(more);
            bytes[18..20].fill(2);
            ocel::read_sqlite(&bytes[..])
        };
        assert!(notes(ahead("")).1.write_ahead);
        let message = ahead("DROP TABLE event; DROP TABLE object").map(drop).unwrap_err().to_string();
        assert!(message.contains("wal_checkpoint") && message.contains("event or object"), "{message}");
    }
}
