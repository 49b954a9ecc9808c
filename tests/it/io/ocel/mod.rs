//! Object-centric logs: the same in every encoding, and refused with a line or an identifier when broken.
//!
//! The example of the standard is not part of this repository; set `TXM_DATA` to the folder that holds `ocel/`.

mod as_written;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use total_experience::io::event_log::{EventOptions, ImportedLog, ocel};
use total_experience::io::source::Limits;
use total_experience::io::time::TimeFormat;
use total_experience::io::{Error, GzipFault, XmlFault};
use total_experience::journey::dfg::{JourneyGraph, ObjectCentricGraph};
use total_experience::journey::log::EventLog;
use total_experience::model::time::TimeFault;

use crate::journey::ns;

fn json(text: impl AsRef<[u8]>) -> Result<ImportedLog, Error> {
    ocel::read_json(text.as_ref())
}

fn xml(text: impl AsRef<[u8]>) -> Result<ImportedLog, Error> {
    ocel::read_xml(text.as_ref())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// Per type the couples of its journeys, with their counts.
fn couples(log: &EventLog) -> BTreeMap<(String, String, String), u64> {
    let mut couples = BTreeMap::new();
    for object_type in log.object_types() {
        let graph = JourneyGraph::discover(log, object_type).unwrap();
        graph.check_conservation().unwrap();
        for edge in graph.edges() {
            let key = (graph.object_type().to_owned(), edge.from.to_owned(), edge.to.to_owned());
            couples.insert(key, edge.count);
        }
    }
    couples
}

/// All that a log says, in words.
fn content(log: &EventLog) -> Vec<String> {
    let key = |object| {
        format!(
            "{} {}",
            log.object_type_name(log.type_of(object).unwrap()).unwrap(),
            log.object_key(object).unwrap()
        )
    };
    let objects = log.object_types().flat_map(|object_type| log.objects(object_type).unwrap()).map(key);
    let events = log.events().map(|event| {
        let qualifiers = event.qualifiers.iter().map(|&qualifier| log.qualifier_name(qualifier).unwrap());
        let mut involved: Vec<String> = event.objects.iter().copied().map(key).collect();
        involved
            .iter_mut()
            .zip(qualifiers)
            .for_each(|(object, qualifier)| *object += &format!(" as {qualifier}"));
        let time = event.time.as_nanoseconds();
        format!("{} {time} {}", log.activity_name(event.activity).unwrap(), involved.join(", "))
    });
    objects.chain(events).collect()
}

/// Two orders, an item that is in both, a customer; the second event stands first.
const JSON: &str = r#"{
  "objectTypes": [{"name": "order", "attributes": [{"name": "sum", "type": "float"}]}, {"name": "crate", "attributes": []}, {"name": "item"}, {"name": "customer"}],
  "eventTypes": [{"name": "pick", "attributes": []}, {"name": "never", "attributes": []}, {"name": "ask & see"}],
  "events": [
    {"id": "e2", "type": "pick", "time": "2024-05-01T10:00:00+02:00", "attributes": [{"name": "who", "value": "Ada"}],
     "relationships": [{"objectId": "o1", "qualifier": "main"}, {"objectId": "i1", "qualifier": ""},
                       {"objectId": "o1", "qualifier": "main"}, {"objectId": "o1", "qualifier": "bill"}]},
    {"id": "e1", "type": "ask & see", "time": "2024-05-01T07:00:00", "relationships": [{"objectId": "o1", "qualifier": "main"}]},
    {"id": "e3", "type": "pick", "time": "2024-05-01T09:00:00Z",
     "relationships": [{"objectId": "o2", "qualifier": "main"}, {"objectId": "i1", "qualifier": ""}]}
  ],
  "objects": [
    {"id": "o1", "type": "order", "attributes": [{"name": "sum", "time": "1970-01-01T00:00:00Z", "value": 7}],
     "relationships": [{"objectId": "c1", "qualifier": "of"}, {"objectId": "i1", "qualifier": "has"}]},
    {"id": "o2", "type": "order", "attributes": [], "relationships": null},
    {"id": "i1", "type": "item"},
    {"id": "c1", "type": "customer"}
  ]
}"#;

const XML: &str = r#"<?xml version='1.0' encoding='UTF-8'?>
<log>
  <object-types><object-type name="order"><attributes><attribute name="sum" type="float"/></attributes></object-type>
    <object-type name="crate"><attributes/></object-type></object-types>
  <event-types><event-type name="pick"/><event-type name="never"/></event-types>
  <events>
    <event id="e2" type="pick" time="2024-05-01T10:00:00+02:00"><attributes><attribute name="who">Ada</attribute></attributes>
      <objects><relationship object-id="o1" qualifier="main"/><relationship object-id="i1" qualifier=""/>
        <relationship object-id="o1" qualifier="main"/><relationship object-id="o1" qualifier="bill"/></objects></event>
    <event id="e1" type="ask &amp; see" time="2024-05-01T07:00:00"><objects><relationship object-id="o1" qualifier="main"/></objects></event>
    <event id="e3" type="pick" time="2024-05-01T09:00:00Z">
      <objects><object object-id="o2" qualifier="main"/><relobj object-id="i1"/></objects></event>
  </events>
  <objects>
    <object id="o1" type="order"><attributes><attribute name="sum" time="1970-01-01T00:00:00Z">7</attribute></attributes>
      <objects><relationship object-id="c1" qualifier="of"/><relationship object-id="i1" qualifier="has"/></objects></object>
    <object id="o2" type="order"/><object id="i1" type="item"/><object id="c1" type="customer"/>
  </objects>
</log>"#;

const OLD: &str = r#"{"ocel:global-log": {"ocel:version": "1.0", "ocel:object-types": ["order", "item"]},
  "ocel:events": {
    "e1": {"ocel:activity": "ask", "ocel:timestamp": "2024-05-01T07:00:00Z", "ocel:omap": ["o1", "o1"], "ocel:vmap": {"who": 1}},
    "e2": {"ocel:activity": "pick", "ocel:timestamp": "2024-05-01T08:00:00Z", "ocel:omap": ["o1", "i1"]}},
  "ocel:objects": {"o1": {"ocel:type": "order", "ocel:ovmap": {}}, "i1": {"ocel:type": "item"}}}"#;

#[test]
fn both_encodings_by_hand() {
    for (encoding, read) in [("JSON", json(JSON)), ("XML", xml(XML)), ("gzip", json(gzip(JSON.as_bytes())))] {
        let ImportedLog { log, notes, .. } = read.unwrap();
        assert_eq!((log.len(), log.object_count(), log.relation_count()), (3, 4, 6), "{encoding}");
        assert_eq!((log.activity_count(), log.object_type_count()), (2, 4), "{encoding}");
        let times = (notes.events, notes.without_zone, notes.out_of_order);
        assert_eq!(times, (3, 1, 0), "{encoding}");
        let relations = (notes.object_relations, notes.duplicate_relations, notes.skipped_attributes);
        assert_eq!(relations, (2, 1, 2), "{encoding}");
        let couples: Vec<_> = couples(&log).into_iter().collect();
        let couple = |kind: &str, from: &str, to: &str, count| ((kind.into(), from.into(), to.into()), count);
        assert_eq!(couples, [couple("item", "pick", "pick", 1), couple("order", "ask & see", "pick", 1)]);
        let hour = 1_714_550_400_000_000_000_i64;
        assert_eq!(
            content(&log)[4..6],
            [
                format!("ask & see {} order o1 as main", hour - 3_600_000_000_000),
                format!("pick {hour} order o1 as main, item i1 as , order o1 as bill"),
            ]
        );
    }
    assert_eq!(content(&json(JSON).unwrap().log), content(&xml(XML).unwrap().log));
}

#[test]
fn version_one_maps_to_relations_without_qualifiers() {
    let ImportedLog { log, notes, .. } = json(OLD).unwrap();
    assert_eq!((log.len(), log.object_count(), log.relation_count()), (2, 2, 3));
    assert_eq!((notes.duplicate_relations, notes.skipped_attributes, notes.object_relations), (1, 1, 0));
    assert_eq!(couples(&log).into_values().collect::<Vec<_>>(), [1]);
}

#[test]
fn types_that_are_not_listed_are_kept_and_counted() {
    let undeclared = |result: Result<ImportedLog, Error>| result.unwrap().notes.undeclared_types;
    assert_eq!(undeclared(json(JSON)), 0);
    assert_eq!(undeclared(json(JSON.replace(", {\"name\": \"ask & see\"}", ""))), 1);
    assert_eq!(undeclared(json(JSON.replace(", {\"name\": \"item\"}", ""))), 1);
    assert_eq!(undeclared(json(JSON.replace("Types\"", "Kinds\""))), 5);
    let text = r#"<log><events><event id="e1" type="a" time="2024-05-01"/><event id="e2" type="b" time="2024-05-01"/></events>
        <event-types><event-type name="a"/></event-types><objects><object id="o1" type="order"/></objects>
        <object-types><object-type name="order"/></object-types></log>"#;
    assert_eq!(undeclared(xml(text)), 1);
    assert_eq!(undeclared(xml(text.replace("object-type name", "object-type x=\"1\" name"))), 1);
    assert_eq!(undeclared(xml(text.replace("<object-type name=\"order\"/>", ""))), 2);
    // Version 1.0 lists types of objects only.
    assert_eq!(undeclared(json(OLD)), 0);
    assert_eq!(undeclared(json(OLD.replace(", \"item\"]", "]"))), 1);
}

#[test]
fn times_may_be_numbers_of_a_declared_unit() {
    let text = JSON.replace("\"2024-05-01T09:00:00Z\"", "1714554000");
    match json(&text) {
        Err(Error::EventTime { event, value, fault: TimeFault::Unit }) => {
            assert_eq!((event.as_str(), value.as_str()), ("e3", "1714554000"));
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(json(text.replace("1714554000", "[]")), Err(Error::Json { line: 9..=10, .. })));
    let old = OLD
        .replace("\"2024-05-01T07:00:00Z\"", "1714546800500")
        .replace("2024-05-01T08:00:00Z", "1714550400000");
    let options = EventOptions::default().with_time_format(TimeFormat::Milliseconds);
    let log = ocel::read_json_with(old.as_bytes(), &options).unwrap().log;
    assert_eq!(log.time_column(), [1_714_546_800_500_000_000, 1_714_550_400_000_000_000].map(ns));
}

#[test]
fn broken_logs_are_named() {
    let dangling = |result: Result<ImportedLog, Error>| match result {
        Err(Error::DanglingObject { by, object }) => format!("{by} {object}"),
        other => panic!("{other:?}"),
    };
    let without =
        |text: &str, id: &str| text.replace(&format!("id\": \"{id}\", \"type"), "id\": \"zz\", \"type");
    assert_eq!(dangling(json(without(JSON, "o2"))), "event `e3` o2");
    assert_eq!(dangling(xml(XML.replace("<object id=\"o2\" type=\"order\"/>", ""))), "event `e3` o2");
    assert_eq!(dangling(json(OLD.replace("[\"o1\", \"i1\"]", "[\"o9\"]"))), "event `e2` o9");

    let twice = |result: Result<ImportedLog, Error>| match result {
        Err(Error::DuplicateId { item, id }) => format!("{item} {id}"),
        other => panic!("{other:?}"),
    };
    assert_eq!(twice(json(JSON.replace("\"e3\"", "\"e1\""))), "event e1");
    assert_eq!(twice(json(JSON.replace("\"id\": \"o2\"", "\"id\": \"o1\""))), "object o1");
    assert_eq!(twice(xml(XML.replace("\"e3\"", "\"e1\""))), "event e1");

    for result in [json(JSON.replace("T09", "T29")), xml(XML.replace("T09", "T29"))] {
        match result {
            Err(Error::EventTime { event, value, .. }) => {
                assert_eq!((event.as_str(), value.as_str()), ("e3", "2024-05-01T29:00:00Z"));
            }
            other => panic!("{other:?}"),
        }
    }
    let lacks = xml(XML.replace(" object-id=\"c1\"", ""));
    let attribute = Error::ElementWithout { line: 16, element: "relationship", attribute: "object-id" };
    assert_eq!(lacks.unwrap_err().to_string(), attribute.to_string());
    assert!(matches!(json(JSON.replace("\"time\"", "\"when\"")), Err(Error::Json { line: 5..=7, .. })));
    assert!(matches!(json(""), Err(Error::Empty { .. })));
    assert!(matches!(xml(" "), Err(Error::Empty { .. })));
    assert!(matches!(json("{}"), Err(Error::NotOcel { .. })));
    assert!(matches!(json("{\"events\": []}"), Err(Error::NoEvents)));
    assert!(matches!(xml("<log><events/></log>"), Err(Error::NoEvents)));
    assert!(matches!(json("[]"), Err(Error::Json { line: 1, .. })));
    assert!(matches!(json([JSON, "{"].concat()), Err(Error::Json { line: 19, .. })));
    assert!(matches!(xml("<ocel/>"), Err(Error::NotOcel { line: 1, .. })));
    assert!(matches!(xml("words"), Err(Error::NotOcel { line: 1, .. })));
    assert!(matches!(
        xml("<!DOCTYPE log [<!ENTITY a \"b\">]><log/>"),
        Err(Error::Xml { line: 1, fault: XmlFault::Doctype })
    ));
    assert!(matches!(
        xml(XML.replace("&amp;", "&bomb;")),
        Err(Error::Xml { line: 10, fault: XmlFault::Reference { .. } })
    ));
    assert!(matches!(xml(&XML[..900]), Err(Error::Xml { fault: XmlFault::Truncated, .. })));
    match json(&JSON[..900]) {
        Err(Error::Json { message, .. }) => {
            assert!(message.ends_with("cut off, fetch it again"), "{message}")
        }
        other => panic!("{other:?}"),
    }
    let old = "<log><events>\n<event><string key=\"id\" value=\"e1\"/></event></events></log>";
    assert!(matches!(xml(old), Err(Error::OldOcelXml { line: 2 })));
    let cut = gzip(JSON.as_bytes());
    assert!(matches!(json(&cut[..cut.len() - 9]), Err(Error::Gzip(GzipFault::Truncated { .. }))));
    for (full, empty, named) in [
        ("\"type\": \"item\"", "\"type\": \"\"", "object `i1`"),
        ("\"type\": \"ask & see\"", "\"type\": \"\"", "event `e1`"),
        ("\"id\": \"i1\", \"type\"", "\"id\": \"\", \"type\"", "object ``"),
    ] {
        let error = json(JSON.replace(full, empty).replace("\"objectId\": \"i1\"", "\"objectId\": \"o1\""))
            .unwrap_err();
        assert!(matches!(&error, Error::BadItem { item, .. } if item == named), "{empty}: {error}");
    }
    let bom = [&[0xef, 0xbb, 0xbf], JSON.as_bytes()].concat();
    assert_eq!(json(bom).unwrap().log.len(), 3);
}

#[test]
fn limits_hold() {
    let limited = |limits: Limits, text: &str| {
        let options = EventOptions::default().with_limits(limits);
        ocel::read_json_with(text.as_bytes(), &options).map(drop).unwrap_err()
    };
    let long = JSON.replace("ask & see", &"x".repeat(3_000));
    let field = limited(Limits::default().with_max_field_bytes(2_000), &long);
    assert!(matches!(field, Error::FieldTooLong { line: 3..=9, limit: 2_000 }), "{field:?}");
    let endless = JSON.replace("ask & see", &"x".repeat(10_000_000));
    let record = limited(Limits::default().with_max_record_bytes(1_000_000), &endless);
    assert!(matches!(record, Error::RecordTooLong { limit: 1_000_000, .. }), "{record:?}");
    assert!(matches!(limited(Limits::default().with_max_rows(2), JSON), Error::TooManyRows { limit: 2 }));
    assert!(matches!(
        limited(Limits::default().with_max_bytes(500), JSON),
        Error::TooManyBytes { limit: 500 }
    ));
    let options = EventOptions::default().with_limits(Limits::default().with_max_depth(4));
    assert!(matches!(
        ocel::read_xml_with(XML.as_bytes(), &options),
        Err(Error::Xml { fault: XmlFault::TooDeep { limit: 4 }, .. })
    ));
    let deep = [&b"{\"a\":"[..], &[b'['; 100_000]].concat();
    assert!(matches!(json(deep), Err(Error::Json { .. })));
}

/// Figures of pm4py 2.7 for the example of the standard: 13 events, 9 objects, 20 and 7 relations.
#[test]
fn the_example_of_the_standard() {
    let Some(folder) = crate::needs::data("ocel") else { return };
    let bytes = |name: &str| fs::read(folder.join(name)).unwrap();
    let (from_json, from_xml) =
        (json(bytes("ocel20_example.jsonocel")).unwrap(), xml(bytes("ocel20_example.xmlocel")).unwrap());
    let table = fs::read_to_string(folder.join("ocel20_example.jsonocel.ocdfg.csv")).unwrap();
    let expected: BTreeMap<_, _> = table
        .lines()
        .skip(1)
        .map(|line| {
            let [object_type, from, to, count] = line.split(',').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            ((object_type.to_owned(), from.to_owned(), to.to_owned()), count.parse().unwrap())
        })
        .collect();
    for ImportedLog { log, notes, .. } in [&from_json, &from_xml] {
        assert_eq!((log.len(), log.object_count()), (13, 9));
        assert_eq!((log.relation_count(), notes.object_relations), (20, 7));
        assert_eq!((log.activity_count(), log.object_type_count()), (8, 4));
        assert_eq!(couples(log), expected);
        let union = ObjectCentricGraph::discover(log).unwrap();
        let edges = union.edges().into_iter().map(|edge| {
            let names = [edge.object_type, edge.edge.from, edge.edge.to].map(str::to_owned);
            (names.into(), edge.edge.count)
        });
        assert_eq!(edges.collect::<BTreeMap<_, _>>(), expected);
    }
    // The XML gives times without a zone, an hour later than the JSON gives them in UTC: central European ones.
    assert_eq!((from_json.notes.without_zone, from_xml.notes.without_zone), (0, 13));
    let zoneless = |log: &EventLog| -> Vec<String> {
        content(log)
            .into_iter()
            .map(|line| line.split_whitespace().filter(|word| !word.starts_with("16")).collect())
            .collect()
    };
    assert_eq!(zoneless(&from_json.log), zoneless(&from_xml.log));
    #[cfg(feature = "ocel-sqlite")]
    {
        let from_sqlite = sqlite(bytes("ocel20_example.sqlite")).unwrap();
        assert_eq!(couples(&from_sqlite.log), expected);
        let words = |log: &EventLog| {
            let mut words = zoneless(log);
            words.sort();
            words
        };
        assert_eq!(words(&from_sqlite.log), words(&from_json.log));
        assert_eq!((from_sqlite.log.object_count(), from_sqlite.notes.object_relations), (9, 7));
    }
    let old = json(bytes("newocel.jsonocel")).unwrap().log;
    assert_eq!((old.object_type_count(), old.object_count()), (7, 15));
}

#[cfg(feature = "ocel-sqlite")]
fn sqlite(bytes: impl AsRef<[u8]>) -> Result<ImportedLog, Error> {
    ocel::read_sqlite(bytes.as_ref())
}

/// The log of [`JSON`] as a database, changed by `more`.
#[cfg(feature = "ocel-sqlite")]
pub(super) fn database(more: &str) -> Vec<u8> {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    let tables = "
        CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT);
        CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);
        CREATE TABLE event (ocel_id TEXT, ocel_type TEXT);
        CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
        CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
        CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);
        CREATE TABLE event_pick (ocel_id TEXT, ocel_time TIMESTAMP, who TEXT);
        CREATE TABLE event_ask (ocel_id TEXT, ocel_time TIMESTAMP);
        CREATE TABLE object_order (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT, sum REAL);
        CREATE TABLE object_crate (ocel_id TEXT, ocel_time TIMESTAMP);
        CREATE TABLE object_item (ocel_id TEXT, ocel_time TIMESTAMP);
        CREATE TABLE object_customer (ocel_id TEXT, ocel_time TIMESTAMP);
        INSERT INTO event_map_type VALUES ('pick', 'pick'), ('ask & see', 'ask');
        INSERT INTO object_map_type VALUES
            ('order', 'order'), ('crate', 'crate'), ('item', 'item'), ('customer', 'customer');
        INSERT INTO event VALUES ('e2', 'pick'), ('e1', 'ask & see'), ('e3', 'pick');
        INSERT INTO event_pick VALUES ('e2', '2024-05-01T10:00:00+02:00', 'Ada'), ('e3', '2024-05-01T09:00:00Z', NULL);
        INSERT INTO event_ask VALUES ('e1', '2024-05-01 07:00:00');
        INSERT INTO object VALUES ('o1', 'order'), ('o2', 'order'), ('i1', 'item'), ('c1', 'customer');
        INSERT INTO object_order VALUES ('o1', '1970-01-01 00:00:00', NULL, 7.0);
        INSERT INTO event_object VALUES ('e1', 'o1', 'main'), ('e2', 'o1', 'main'), ('e2', 'i1', ''),
            ('e2', 'o1', 'main'), ('e2', 'o1', 'bill'), ('e3', 'o2', 'main'), ('e3', 'i1', '');
        INSERT INTO object_object VALUES ('o1', 'c1', 'of'), ('o1', 'i1', 'has');";
    connection.execute_batch(tables).unwrap();
    connection.execute_batch(more).unwrap();
    connection.serialize("main").unwrap().to_vec()
}

#[cfg(feature = "ocel-sqlite")]
#[test]
fn a_database_by_hand() {
    for bytes in [database(""), gzip(&database(""))] {
        let (found, expected) = (sqlite(bytes).unwrap(), json(JSON).unwrap());
        assert_eq!(content(&found.log), content(&expected.log));
        assert_eq!(found.notes, expected.notes);
    }
    let options = EventOptions::default().with_channel("who");
    for read in
        [ocel::read_sqlite_with(&database("")[..], &options), ocel::read_json_with(JSON.as_bytes(), &options)]
    {
        let ImportedLog { log, notes, .. } = read.unwrap();
        assert_eq!(log.channel_column(), [None, log.channel("Ada"), None]);
        assert_eq!((log.channel_count(), notes.without_channel), (1, 2));
    }
    let refused = |more: &str| sqlite(database(more)).map(drop).unwrap_err().to_string();
    for (more, words) in [
        ("DROP TABLE event_ask", "no table `event_ask`"),
        ("DROP TABLE event_object; CREATE VIEW event_object AS SELECT 1", "no table `event_object`"),
        ("ALTER TABLE event RENAME ocel_type TO kind", "no column `ocel_type`"),
        ("DELETE FROM event_ask", "event `e1` has no time: the table `event_ask` has no row for it"),
        ("UPDATE event_pick SET ocel_time = 'noon'", "is `noon`"),
        ("DELETE FROM object WHERE ocel_id = 'o2'", "event `e3` names the object `o2`"),
        ("DELETE FROM event WHERE ocel_id = 'e3'", "the event `e3`"),
        ("INSERT INTO object VALUES ('i1', 'item')", "object `i1` is there twice"),
        ("DELETE FROM event; DELETE FROM event_object", "no event"),
    ] {
        let message = refused(more);
        assert!(message.contains(words), "{more}: {message}");
    }
    assert!(matches!(sqlite(""), Err(Error::Empty { .. })));
    assert!(matches!(sqlite(JSON), Err(Error::NotOcel { .. })));
    assert!(matches!(sqlite(&database("")[..3_000]), Err(Error::Sqlite { .. })));
}

#[cfg(feature = "ocel-sqlite")]
proptest! {
    #[test]
    fn damaged_databases_never_panic(damage in prop::collection::vec((0..1_000_000_usize, any::<u8>()), 1..20)) {
        let mut bytes = database("");
        let length = bytes.len();
        damage.iter().for_each(|&(at, byte)| bytes[16 + at % (length - 16)] = byte);
        let _ = sqlite(&bytes);
        let _ = sqlite(&bytes[..damage[0].0 % length]);
    }
}

proptest! {
    #[test]
    fn arbitrary_and_damaged_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), at in 0..JSON.len(), byte in any::<u8>()) {
        let _ = json(&bytes);
        let _ = xml(&bytes);
        let _ = json(gzip(&bytes));
        for text in [JSON, OLD, XML] {
            let mut damaged = text.as_bytes().to_vec();
            let at = at % damaged.len();
            damaged[at] = byte;
            let _ = json(&damaged);
            let _ = xml(&damaged);
            let _ = json(&damaged[..at]);
            let _ = xml(&damaged[..at]);
        }
    }
}
