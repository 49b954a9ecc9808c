//! Tables as real programs write them: separators, decimal marks, whole numbers written otherwise, byte order marks.

use total_experience::io::event_log::csv;
use total_experience::io::map::read_json;
use total_experience::io::network::{NetworkFileOptions, read_edges, read_edges_with, read_scores};
use total_experience::io::paths::{PathOptions, read_chain_with, read_paths, read_paths_with};
use total_experience::io::source::{DecimalMark, Separator, TableFormat, ThousandsMark};
use total_experience::io::survey::signals::{
    SignalOptions, read_map_and_responses, read_map_and_responses_with,
};
use total_experience::io::time::TimeFormat;

#[test]
fn the_line_of_spreadsheets_declares_the_separator() {
    for (line, separator) in [
        ("sep=;\n", ';'),
        ("sep=;\r\n", ';'),
        ("SEP=,\n", ','),
        ("\"sep=\t\"\n", '\t'),
        ("\u{feff}sep=|\n", '|'),
        ("sep=\\t\n", '\t'),
    ] {
        let rows = "case;activity;time\n1;a;2024-01-01T00:00:00Z\n".replace(';', &separator.to_string());
        let found = csv::read(format!("{line}{rows}").as_bytes()).unwrap();
        let table = found.notes.table.unwrap();
        assert_eq!(table.separator.byte(), separator as u8);
        assert!(table.separator_line && found.notes.events == 1);
        let wrong = format!("{line}{}", rows.replace("T00", "T33"));
        assert!(csv::read(wrong.as_bytes()).unwrap_err().to_string().starts_with("line 3:"));
    }
    let error = csv::read("sep=#\ncase#activity#time\n".as_bytes()).unwrap_err();
    assert!(error.to_string().contains("separator"), "{error}");
}

#[test]
fn the_separator_explains_the_lines() {
    let rows = "app;cx;customers;nps;9;ok\napp;cx;customers;nps;8;good, really\n";
    for column in ["comment, optional", "comment, if any, optional", "a, b", "\"c, d\"", "e,f"] {
        let text = format!("touchpoint;dimension;stakeholder;instrument;value;{column}\n{rows}");
        let (_, found) = read_map_and_responses(text.as_bytes()).unwrap();
        assert_eq!(found.responses.len(), 2);
    }
    let error = read_edges("from,to,weight;old\na,b,.5\n".as_bytes()).unwrap_err().to_string();
    assert!(error.contains("`weight;old`"), "{error}");
    let bar = NetworkFileOptions::default().with_table(TableFormat::default().with_separator(Separator::Bar));
    assert_eq!(read_edges_with("from|to|weight\na|b|.5\n".as_bytes(), &bar).unwrap().weight, [0.5]);
}

#[test]
fn decimal_commas_where_semicolons_separate() {
    let edges =
        read_edges("from;to;weight;standard_error;lag\na;b;0,5;0,125;1,0\nb;c;-1,25;;\n".as_bytes()).unwrap();
    assert_eq!((&edges.weight[..], edges.standard_error[0], edges.lag[0]), (&[0.5, -1.25][..], 0.125, 1));
    assert_eq!(
        (edges.table.separator, edges.table.decimal_mark),
        (Separator::Semicolon, Some(DecimalMark::Comma))
    );
    assert_eq!(read_scores("node;score\na;55,5\n".as_bytes()).unwrap()["a"], 55.5);
    let paths = read_paths("path;conv;value;lost\na > b;3;90,5;1\n".as_bytes()).unwrap().paths;
    assert_eq!(paths.totals().value, 90.5);
    let head = "touchpoint;dimension;stakeholder;instrument;value;weight;period\n";
    let row = "app;cx;customers;points;71,5;0,5;2,0\n";
    let (_, found) = read_map_and_responses(format!("{head}{row}").as_bytes()).unwrap();
    assert_eq!(found.responses.len(), 1);
    assert_eq!(found.notes.table.decimal_mark, Some(DecimalMark::Comma));

    for (text, line) in [
        ("from;to;weight\na;b;0,5\nb;c;0.5\n", 3),
        ("from;to;weight\na;b;0.5\n\nb;c;0,5\n", 4),
        ("from;to;weight\na;b;1.250\n", 2),
        ("from;to;weight\na;b;1.250,5\n", 2),
        ("from,to,weight\na,b,\"0,5\"\n", 2),
        ("from\tto\tweight\na\tb\t0,5\n", 2),
    ] {
        let error = read_edges(text.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("line {line}: `weight`")), "{error}");
        assert!(error.contains("decimal mark"), "{error}");
    }
    let declared = TableFormat::default().with_decimal_mark(DecimalMark::Comma);
    let options = SignalOptions::default().with_table(declared);
    let text = head.replace(';', ",") + "app,cx,customers,points,\"71,5\",1,2\n";
    assert_eq!(read_map_and_responses_with(text.as_bytes(), &options).unwrap().1.responses.len(), 1);
}

#[test]
fn whole_numbers_written_otherwise() {
    for (count, goal) in
        [("1e+05", 100_000), ("3.0", 3), ("2.50e1", 25), ("1E3", 1_000), ("7.00", 7), ("12345.000", 12_345)]
    {
        let text = format!("path,total_conversions,total_null\nA > B,{count},{count}\n");
        let totals = read_paths(text.as_bytes()).unwrap().paths.totals();
        assert_eq!((totals.goal, totals.lost), (goal, goal));
        let chain = read_chain_with(text.as_bytes(), &PathOptions::default()).unwrap();
        assert_eq!(chain.totals().goal, goal);
    }
    let head = "case,activity,time\n";
    for (time, unit) in [
        ("1704103200.0", TimeFormat::Seconds),
        ("1.7041032e9", TimeFormat::Seconds),
        ("1704103200000.000", TimeFormat::Milliseconds),
        ("1.7041032E+15", TimeFormat::Microseconds),
        ("1704103200000000000.0", TimeFormat::Nanoseconds),
    ] {
        assert_eq!(unit.parse(time).unwrap().timestamp.to_string(), "2024-01-01T10:00:00Z");
        let options = total_experience::io::event_log::EventOptions::default().with_time_format(unit);
        let text = format!("{head}1,a,{time}\n");
        assert_eq!(csv::read_with(text.as_bytes(), &options).unwrap().notes.events, 1);
    }
    let edges = read_edges("source,target,weight,lag\na,b,1e-1,2.0\n".as_bytes()).unwrap();
    assert_eq!((edges.lag[0], edges.weight[0], edges.unread_columns.len()), (2, 0.1, 0));
    let text =
        "touchpoint,dimension,stakeholder,instrument,value,period\napp,cx,customers,nps,9.0,202401.0\n";
    assert!(read_map_and_responses(text.as_bytes()).is_ok());
}

#[test]
fn thousands_are_declared_or_refused() {
    let german = "path;total_conversions;total_null\nA > B;1.000;12.000\n";
    let error = read_paths(german.as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("line 2: `total_conversions` is `1.000`"), "{error}");
    assert!(error.contains("declare the thousands mark"), "{error}");
    for (mark, one, twelve) in [
        (ThousandsMark::Point, "1.000", "12.000"),
        (ThousandsMark::Comma, "1,000", "12,000"),
        (ThousandsMark::Space, "1 000", "12\u{a0}000"),
        (ThousandsMark::Space, "1\u{202f}000", "12000"),
        (ThousandsMark::Apostrophe, "1'000", "12\u{2019}000"),
    ] {
        let text = format!("path;total_conversions;total_null\nA > B;{one};{twelve}\n");
        assert!(read_paths(text.as_bytes()).is_err(), "{text}");
        let options = PathOptions::default().with_table(TableFormat::default().with_thousands(mark));
        let totals = read_paths_with(text.as_bytes(), &options).unwrap().paths.totals();
        assert_eq!((totals.goal, totals.lost), (1_000, 12_000));
    }
    let point = TableFormat::default().with_decimal_mark(DecimalMark::Point);
    let found = read_paths_with(german.as_bytes(), &PathOptions::default().with_table(point)).unwrap();
    assert_eq!(found.paths.totals().goal, 1, "declared to be decimals");
}

#[test]
fn a_byte_order_mark_is_no_text() {
    for text in [
        "{\"schema\":1,\"name\":\"n\"}",
        "{\"schema\":1}",
        " {\"schema\":1}",
        "\n{\"schema\":1}\n",
        "{\"schema\":1,\"touchpoints\":[{\"key\":\"checkout\"}]}",
    ] {
        assert!(read_json(format!("\u{feff}{text}").as_bytes()).is_ok(), "{text}");
    }
    assert!(read_json("\u{feff}".as_bytes()).unwrap_err().to_string().contains("empty"));
    #[cfg(feature = "ocel")]
    {
        use total_experience::io::event_log::{EventOptions, ocel};
        let log = r#"{"eventTypes":[{"name":"a","attributes":[]}],"objectTypes":[{"name":"o","attributes":[]}],
            "events":[{"id":"e","type":"a","time":"2024-01-01T00:00:00Z","attributes":[],
            "relationships":[{"objectId":"x","qualifier":"q"}]}],
            "objects":[{"id":"x","type":"o","attributes":[],"relationships":[]}]}"#;
        let found = ocel::read_json_with(format!("\u{feff}{log}").as_bytes(), &EventOptions::default());
        assert_eq!(found.unwrap().notes.events, 1);
    }
}
