//! Text in other encodings than UTF-8, in every reader of text; what was decoded stands in the notes, and nothing is guessed.

#![cfg(all(feature = "csv", feature = "json", feature = "xes", feature = "ocel"))]

use total_experience::io::Error;
use total_experience::io::event_log::{EventOptions, ImportedLog, LogFormat, csv, ocel, read_with, xes};
use total_experience::io::map::{read_json, read_json_with, read_mermaid};
use total_experience::io::network::{NetworkFileOptions, read_edges, read_edges_with, read_scores};
use total_experience::io::paths::{PathOptions, read_paths, read_paths_with};
use total_experience::io::source::{Encoding, Limits, TableFormat};
use total_experience::io::survey::signals::{
    SignalOptions, read_map_and_responses, read_map_and_responses_with,
};
use total_experience::journey::markov::Chain;

const CSV: &str = "case,activity,time\n1,bézahlt,2024-01-02\n1,zurück,2024-01-03\n";
const XES: &str = "<?xml version=\"1.0\" encoding=\"@\"?>\n<log>\n<trace><string key=\"concept:name\" value=\"1\"/>\n\
    <event><string key=\"concept:name\" value=\"bézahlt\"/>\n<date key=\"time:timestamp\" value=\"2024-01-02T00:00:00Z\"/></event>\n\
    <event><string key=\"concept:name\" value=\"zurück\"/>\n<date key=\"time:timestamp\" value=\"2024-01-03T00:00:00Z\"/></event>\n\
    </trace></log>";
const OCEL_XML: &str = "<?xml version=\"1.0\" encoding=\"@\"?>\n<log><object-types><object-type name=\"Käufer\"/></object-types>\n\
    <event-types><event-type name=\"bézahlt\"/><event-type name=\"zurück\"/></event-types>\n\
    <objects><object id=\"o1\" type=\"Käufer\"/></objects>\n\
    <events><event id=\"e1\" type=\"bézahlt\" time=\"2024-01-02T00:00:00Z\"><objects><relationship object-id=\"o1\" qualifier=\"\"/></objects></event>\n\
    <event id=\"e2\" type=\"zurück\" time=\"2024-01-03T00:00:00Z\"><objects><relationship object-id=\"o1\" qualifier=\"\"/></objects></event></events></log>";
const OCEL_JSON: &str = "{\"objectTypes\": [], \"eventTypes\": [],\n\"events\": [\
    {\"id\": \"e1\", \"type\": \"bézahlt\", \"time\": \"2024-01-02T00:00:00Z\", \"relationships\": [{\"objectId\": \"o1\", \"qualifier\": \"\"}]},\n\
    {\"id\": \"e2\", \"type\": \"zurück\", \"time\": \"2024-01-03T00:00:00Z\", \"relationships\": [{\"objectId\": \"o1\", \"qualifier\": \"\"}]}],\n\
    \"objects\": [{\"id\": \"o1\", \"type\": \"Käufer\"}]}";

fn utf16(text: &str, mark: bool, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(order).collect()
}

/// Every letter is one byte; of the letters used here windows-1252 and Latin-1 have the same ones.
fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

fn activities(read: &ImportedLog) -> Vec<&str> {
    read.log.activities().filter_map(|activity| read.log.activity_name(activity)).collect()
}

fn declared(label: &str) -> TableFormat {
    TableFormat::default().with_encoding(label.parse().unwrap())
}

#[test]
fn utf16_in_every_reader() {
    for (format, text) in [
        (LogFormat::Csv, CSV),
        (LogFormat::Xes, XES),
        (LogFormat::OcelXml, OCEL_XML),
        (LogFormat::OcelJson, OCEL_JSON),
    ] {
        let text = text.replace('@', "UTF-16");
        let crlf = text.replace('\n', "\r\n");
        for text in [&text, &crlf] {
            for mark in [true, false] {
                for (order, name) in
                    [(u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"), (u16::to_be_bytes, "UTF-16BE")]
                {
                    let bytes = utf16(text, mark, order);
                    let read = read_with(&bytes[..], format, &EventOptions::default()).unwrap();
                    assert_eq!(activities(&read), ["bézahlt", "zurück"], "{format}");
                    assert_eq!(read.notes.encoding.to_string(), name);
                    let (found, _) = LogFormat::detect(&bytes[..], &Default::default()).unwrap();
                    assert_eq!(found.unwrap_or(LogFormat::Csv), format);
                }
            }
            // What says that it is UTF-16 and is not is read as what it is.
            let read = read_with(text.as_bytes(), format, &EventOptions::default()).unwrap();
            assert_eq!((activities(&read).len(), read.notes.encoding), (2, Encoding::UTF_8));
        }
    }
    let edges = utf16("from,to,weight\nbüro,küche,.5\n", true, u16::to_le_bytes);
    let read = read_edges(&edges[..]).unwrap();
    assert_eq!((read.names[0].as_str(), read.table.encoding.to_string()), ("büro", "UTF-16LE".to_owned()));
    let scores = read_scores(&utf16("node,score\nbüro,50\n", true, u16::to_be_bytes)[..]).unwrap();
    assert_eq!(scores["büro"], 50.0);
    let paths = utf16("path,total_conversions,total_null\nbüro > küche,3,1\n", true, u16::to_le_bytes);
    assert_eq!(read_paths(&paths[..]).unwrap().notes.table.encoding.to_string(), "UTF-16LE");
    let signals = "touchpoint\tdimension\tstakeholder\tinstrument\tvalue\nbüro\tcx\tkunden\tnps\t9\n";
    let (map, read) = read_map_and_responses(&utf16(signals, true, u16::to_le_bytes)[..]).unwrap();
    assert!(map.facet_id("büro/cx/kunden").is_some());
    assert_eq!(read.notes.table.encoding.to_string(), "UTF-16LE");
    let map = "{\"schema\": 1, \"stakeholders\": [{\"key\": \"käufer\", \"role\": \"customer\"}]}";
    for mark in [true, false] {
        assert_eq!(
            read_json(&utf16(map, mark, u16::to_le_bytes)[..]).unwrap().stakeholders()[0].key,
            "käufer"
        );
        assert_eq!(
            read_json(&utf16(map, mark, u16::to_be_bytes)[..]).unwrap().stakeholders()[0].key,
            "käufer"
        );
    }
    let diagram = "journey\n  title Büro\n  Gehen: 3: Käufer\n";
    assert_eq!(read_mermaid(&utf16(diagram, true, u16::to_le_bytes)[..]).unwrap().title(), Some("Büro"));
}

#[test]
fn what_xml_declares() {
    for (label, name) in [
        ("ISO-8859-1", "windows-1252"),
        ("iso-8859-1", "windows-1252"),
        ("latin1", "windows-1252"),
        ("Windows-1252", "windows-1252"),
        ("cp1252", "windows-1252"),
        ("ISO-8859-15", "ISO-8859-15"),
    ] {
        let bytes = latin1(&XES.replace('@', label));
        let read = xes::read(&bytes[..]).unwrap();
        assert_eq!(
            (activities(&read), read.notes.encoding.to_string().as_str()),
            (vec!["bézahlt", "zurück"], name)
        );
        let bytes = latin1(&OCEL_XML.replace('@', label));
        let read = ocel::read_xml(&bytes[..]).unwrap();
        assert_eq!(
            (activities(&read), read.notes.encoding.to_string().as_str()),
            (vec!["bézahlt", "zurück"], name)
        );
    }
    let unknown = xes::read(XES.replace('@', "latin-17").as_bytes()).unwrap_err();
    assert!(unknown.to_string().contains("`latin-17` is no encoding"), "{unknown}");
}

#[test]
fn nothing_is_guessed() {
    let line = |result: Result<(), Error>| match result.unwrap_err() {
        Error::BadText { line, encoding } => (line, encoding.to_string()),
        other => panic!("{other}"),
    };
    let utf8 = |line: u64| (line, "UTF-8".to_owned());
    assert_eq!(line(csv::read(&latin1(CSV)[..]).map(drop)), utf8(2));
    let late = CSV.replace("bézahlt", "paid");
    assert_eq!(line(csv::read(&latin1(&late)[..]).map(drop)), utf8(3));
    let long: String = (0..40_000).map(|row| format!("{row},paid,2024-01-02\n")).collect();
    let long = format!("case,activity,time\n{long}x,zurück,2024-01-03\n");
    assert_eq!(line(csv::read(&latin1(&long)[..]).map(drop)), utf8(40_002), "behind the first block");
    assert_eq!(line(xes::read(&latin1(&XES.replace('@', "UTF-8"))[..]).map(drop)).1, "UTF-8");
    assert_eq!(line(ocel::read_xml(&latin1(&OCEL_XML.replace('@', "UTF-8"))[..]).map(drop)).1, "UTF-8");
    assert_eq!(line(ocel::read_json(&latin1(OCEL_JSON)[..]).map(drop)), utf8(2));
    let map = "{\"schema\": 1,\n\"stakeholders\": [{\"key\": \"käufer\", \"role\": \"customer\"}]}";
    assert_eq!(line(read_json(&latin1(map)[..]).map(drop)), utf8(2));
    assert_eq!(line(read_mermaid(&latin1("journey\n  title Büro\n")[..]).map(drop)), utf8(2));
    assert_eq!(line(read_edges(&latin1("from,to,weight\nbüro,küche,.5\n")[..]).map(drop)), utf8(2));
    let cut = utf16(CSV, true, u16::to_le_bytes);
    assert_eq!(line(csv::read(&cut[..cut.len() - 3]).map(drop)), (3, "UTF-16LE".to_owned()));
    let error = csv::read(&latin1(CSV)[..]).unwrap_err().to_string();
    assert!(error.contains("line 2: not UTF-8") && error.contains("windows-1252"), "{error}");
}

/// A map is read whole, up to a limit of its text.
#[test]
fn a_map_is_bounded() {
    let map = "{\"schema\": 1, \"stakeholders\": [{\"key\": \"k\u{e4}ufer\", \"role\": \"customer\"}]}";
    let read = |bytes: &[u8], limit| read_json_with(bytes, &Limits::default().with_max_document_bytes(limit));
    let length = map.len() as u64;
    assert!(read(map.as_bytes(), length).is_ok());
    let long = read(map.as_bytes(), length - 1).unwrap_err();
    assert!(
        matches!(long, Error::DocumentTooLong { .. }) && long.to_string().contains("max_document_bytes"),
        "{long}"
    );
    // Bytes of the text count, not those of the file.
    assert!(read(&utf16(map, true, u16::to_le_bytes), length).is_ok());
}

#[test]
fn declared_encodings() {
    let options = |label| EventOptions::default().with_table(declared(label));
    let read = csv::read_with(&latin1(CSV)[..], &options("windows-1252")).unwrap();
    assert_eq!(activities(&read), ["bézahlt", "zurück"]);
    assert_eq!(read.notes.table.unwrap().encoding.to_string(), "windows-1252");
    let read = xes::read_with(&latin1(&XES.replace('@', "UTF-8"))[..], &options("latin1")).unwrap();
    assert_eq!(
        activities(&read),
        ["bézahlt", "zurück"],
        "what is declared here goes before what the file says"
    );
    let read = ocel::read_json_with(&latin1(OCEL_JSON)[..], &options("latin1")).unwrap();
    assert_eq!(activities(&read), ["bézahlt", "zurück"]);
    // A byte order mark goes before all.
    let marked = utf16(CSV, true, u16::to_le_bytes);
    assert_eq!(activities(&csv::read_with(&marked[..], &options("latin1")).unwrap()), ["bézahlt", "zurück"]);
    let marked = format!("\u{feff}{CSV}");
    assert_eq!(
        activities(&csv::read_with(marked.as_bytes(), &options("latin1")).unwrap()),
        ["bézahlt", "zurück"]
    );

    let network = NetworkFileOptions::default().with_table(declared("macintosh"));
    let edges = read_edges_with(&b"from,to,weight\nb\x9fro,k\x9fche,.5\n"[..], &network).unwrap();
    assert_eq!(edges.names, ["büro", "küche"]);
    let signals = SignalOptions::default().with_table(declared("shift_jis"));
    let bytes = b"touchpoint,dimension,stakeholder,instrument,value\n\x93\xfa\x96\x7b,cx,customers,nps,9\n";
    let (map, _) = read_map_and_responses_with(&bytes[..], &signals).unwrap();
    assert!(map.facet_id("日本/cx/customers").is_some());
    // Half a letter of two bytes is no text.
    let bytes = b"touchpoint,dimension,stakeholder,instrument,value\n\x93,cx,customers,nps,9\n";
    let wrong = read_map_and_responses_with(&bytes[..], &signals).unwrap_err();
    assert!(matches!(wrong, Error::BadText { line: 2, .. }), "{wrong}");
    let paths = PathOptions::default().with_table(declared("koi8-r"));
    let bytes = b"path,total_conversions,total_null\n\xc4\xcf\xcd > shop,3,1\n";
    let read = read_paths_with(&bytes[..], &paths).unwrap();
    let solved = Chain::fit(&read.paths).unwrap().solve().unwrap();
    assert!(solved.touchpoints.iter().any(|role| role.name == "дом"));
}
