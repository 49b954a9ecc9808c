//! Small files on which tools of this kind go wrong, and what is right; with others of their kind.

use serde_json::{Value, json};

use crate::tool::{file, holds, json as answer, page, refusal};

/// The one line of a refusal holds all of `words`.
fn refused(arguments: &[&str], words: &[&str]) {
    holds(&refusal(arguments), words);
}

fn close(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{found} is no number"));
    assert!((found - expected).abs() < 1e-9, "{found} {expected}");
}

const NOBODY: [&str; 13] = [
    "NA",
    "N/A",
    "#N/A",
    "NULL",
    "None",
    "nan",
    "-",
    "undefined",
    "UNKNOWN",
    "anonymous",
    "(not set)",
    "00000000-0000-0000-0000-000000000000",
    "",
];

#[test]
fn unknown_respondents_are_three_people() {
    for name in NOBODY {
        let rows = [10, 10, 0].map(|value| format!("app,cx,customers,nps,{value},{name}\n")).concat();
        let text = format!("touchpoint,dimension,stakeholder,instrument,value,respondent\n{rows}");
        let signals = file("nobody.csv", text);
        let found = answer(&["scorecard", &signals]);
        let facet = &found["facets"][0];
        assert_eq!((&facet["n"], &facet["respondents"]), (&3.into(), &"unverified".into()), "{name}");
        close(&facet["estimate"], 100.0 / 3.0);
        let told = u64::from(!name.is_empty()) * 3;
        assert_eq!(found["notes"]["placeholder_respondents"], told, "{name}");
        let says = page(&["scorecard", &signals]).contains("3 respondents called NA, unknown or the like");
        assert_eq!(says, told > 0, "{name}");
        if !name.is_empty() {
            let one = answer(&["scorecard", &signals, "--somebody", name]);
            assert_eq!((&one["facets"][0]["n"], &one["superseded"]), (&1.into(), &2.into()), "{name}");
        }
    }
    let text = "touchpoint,dimension,stakeholder,instrument,value,respondent\n\
        app,cx,customers,nps,10,Gast\napp,cx,customers,nps,0,Gast\n";
    let guests = file("guests.csv", text);
    assert_eq!(answer(&["scorecard", &guests])["facets"][0]["n"], 1);
    assert_eq!(answer(&["scorecard", &guests, "--nobody", "gast"])["facets"][0]["n"], 2);
}

#[test]
fn nobody_fills_a_group() {
    let four = |line: &dyn Fn(&str) -> String| ["e1", "e2", "e3", "e4"].map(line).concat();
    for name in NOBODY {
        let line = |who: &str| format!("desk,ex,employees,enps,2,{who}\n");
        let scored = |last: &str| {
            let text = format!(
                "touchpoint,dimension,stakeholder,instrument,value,respondent\n{}{}",
                four(&line),
                line(last)
            );
            answer(&["scorecard", &file("four.csv", text)])
        };
        let (found, empty) = (scored(name), scored(""));
        assert_eq!((&found["facets"], &found["warnings"]), (&empty["facets"], &empty["warnings"]), "{name}");
        let is_told =
            found["facets"][0]["suppressed"] == true || found["facets"][0]["respondents"] == "unverified";
        assert!(is_told, "{name}");
        assert_eq!(scored("e5")["facets"][0]["respondents"], 5, "five people are a group");

        // The same in friction: four people and nobody are no group of five.
        let line = |who: &str| format!("{who}1,ask,2026-01-05,{who}\n");
        let text = format!("case,activity,time,who\n{}x,ask,2026-01-05,{name}\n", four(&line));
        let log = file("four-log.csv", text);
        let found = answer(&["friction", &log, "--stakeholder", "employees=who"]);
        assert_eq!(found["touchpoints"][0]["groups"][0]["suppressed"], true, "{name}");
        assert_eq!(found["people"][0]["people"], 4, "{name}");
    }
    let text = "case,activity,time,who\n1,ask,2026-01-05,a\n2,ask,2026-01-05,b\n3,ask,2026-01-05,c\n\
        4,ask,2026-01-05,d\n5,ask,2026-01-05,e\n";
    let found = answer(&["friction", &file("five-log.csv", text), "--stakeholder", "employees=who"]);
    assert_eq!(found["touchpoints"][0]["groups"][0]["suppressed"], false);
}

#[test]
fn names_of_people_are_global_or_by_unit() {
    let scored = |rows: &[&str], more: &[&str]| {
        let rows: String = rows.iter().map(|row| format!("b,cx,customers,nps,{row}\n")).collect();
        let header = "touchpoint,dimension,stakeholder,instrument,value,respondent,unit,period";
        let signals = file("by-unit.csv", format!("{header}\n{rows}"));
        let found = answer(&[&["scorecard", &signals], more].concat());
        let text = page(&[&["scorecard", &signals], more].concat());
        let warns =
            text.contains("by an answer in another unit: one person, or several (--respondents-by-unit)?");
        let told = ["superseded", "superseded_across_units"].map(|key| found[key].as_u64().unwrap());
        assert_eq!(warns, told[1] > 0);
        assert_eq!(text.contains("superseded by a later one of the same respondent"), told[0] > 0);
        (found["facets"][0]["n"].as_u64().unwrap(), told, found["facets"][0]["estimate"].clone())
    };
    let three = ["10,1,b1,", "10,1,b2,", "0,1,b3,"];
    let (n, told, _) = scored(&three, &[]);
    assert_eq!((n, told), (1, [2, 2]));
    let (n, told, estimate) = scored(&three, &["--respondents-by-unit"]);
    assert_eq!((n, told), (3, [0, 0]));
    close(&estimate, 100.0 / 3.0);
    for (rows, global, by_unit) in [
        (["10,1,b1,", "0,1,b1,"], (1, [1, 0]), (1, [1, 0])),
        (["10,1,b1,", "0,2,b2,"], (2, [0, 0]), (2, [0, 0])),
        (["10,1,b1,2024-Q1", "0,1,b2,2024-Q2"], (2, [0, 0]), (2, [0, 0])),
        (["10,1,b1,", "0,01,b2,"], (2, [0, 0]), (2, [0, 0])),
        (["10,,b1,", "0,,b2,"], (2, [0, 0]), (2, [0, 0])),
        (["10,1,b1,", "0,1,,"], (1, [1, 0]), (2, [0, 0])),
    ] {
        let (n, told, _) = scored(&rows, &[]);
        assert_eq!((n, told), global, "{rows:?}");
        let (n, told, _) = scored(&rows, &["--respondents-by-unit"]);
        assert_eq!((n, told), by_unit, "{rows:?}");
    }
}

#[test]
fn anonymous_visitors_are_not_one_journey() {
    let log = |rows: &str| {
        let header = "event_id,derived_tstamp,event_name,user_id,domain_userid,network_userid";
        file("snowplow.csv", format!("{header}\n{rows}"))
    };
    let journeys = |rows: &str| {
        let found = answer(&["journeys", &log(rows), "--preset", "snowplow"]);
        let told = [&found["notes"]["placeholders"], &found["notes"]["without_case"]].map(Value::as_u64);
        (found["cases"].as_u64().unwrap(), told.map(Option::unwrap))
    };
    let zero = "00000000-0000-0000-0000-000000000000";
    let strangers = format!("1,2024-05-01 09:00:00,view,,,{zero}\n2,2024-05-02 09:00:00,view,,,{zero}\n");
    refused(&["journeys", &log(&strangers), "--preset", "snowplow"], &["NA and unknown are nobody"]);
    // One who is known beside them is the only journey, and the others are told.
    let known = "3,2024-05-03 09:00:00,view,,d1,\n";
    assert_eq!(journeys(&format!("{strangers}{known}")), (1, [2, 2]));
    for (row, cases) in [
        (format!("3,2024-05-03 09:00:00,view,ann,d1,{zero}\n"), 1),
        (format!("3,2024-05-03 09:00:00,view,NULL,d1,{zero}\n"), 1),
        ("3,2024-05-03 09:00:00,view,undefined,,n1\n".to_owned(), 1),
        ("3,2024-05-03 09:00:00,view,,anonymous,n1\n4,2024-05-03 09:00:00,view,,-,n2\n".to_owned(), 2),
        ("3,2024-05-03 09:00:00,view,ann,,\n4,2024-05-04 09:00:00,view,ann,d2,\n".to_owned(), 1),
        ("3,2024-05-03 09:00:00,view,,d1,n1\n4,2024-05-04 09:00:00,view,,d2,n1\n".to_owned(), 2),
    ] {
        assert_eq!(journeys(&format!("{strangers}{row}")).0, cases, "{row}");
    }
}

#[test]
fn arrows_separate_touchpoints() {
    let paths = |rows: &str| file("paths.csv", format!("path,total_conversions,total_null\n{rows}"));
    let of = |rows: &str, more: &[&str]| {
        let found = answer(&[&["attribution", &paths(rows)], more].concat());
        close(&found["conversion_probability"], 0.625);
        found["removal_effects"].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    for mark in [">", " > ", "->", "=>", ">>", "→", "|", " -> "] {
        assert_eq!(of(&format!("A{mark}B,3,1\nB,2,2\n"), &[]), ["A", "B"], "{mark}");
    }
    assert_eq!(of("\"A, B\",3,1\nB,2,2\n", &["--separator", ","]), ["A", "B"]);
    assert_eq!(of("A>B,3,1\nB,2,2\n", &["--separator", ""]), ["A>B", "B"]);
    assert!(page(&["attribution", &paths("A>B,3,1\nB,2,2\n")]).contains("Touchpoints separated by `>`"));
    refused(&["attribution", &paths("A > B,3,1\nA -> B,2,2\n")], &["line 3"]);
    refused(&["attribution", &paths("A|B,3,1\nA=>B,2,2\n")], &["line 3"]);
    refused(&["attribution", &paths("A;B,3,1\nB,2,2\n")], &["line 2", "--separator"]);
    refused(&["attribution", &paths("\"A,B\",3,1\nB,2,2\n")], &["line 2", "--separator"]);
}

#[test]
fn thousands_are_declared() {
    let paths = |goal: &str, lost: &str| {
        file("thousands.csv", format!("path;total_conversions;total_null\nA > B;{goal};{lost}\n"))
    };
    let goals = |goal: &str, lost: &str, more: &[&str]| {
        let found = answer(&[&["attribution", &paths(goal, lost)], more].concat());
        ["goal", "lost"].map(|end| found["journeys"][end].as_u64().unwrap())
    };
    for (goal, lost, mark, expected) in [
        ("1.000", "2.000", "point", [1_000, 2_000]),
        ("1.234.567", "2", "point", [1_234_567, 2]),
        ("1,000", "2,000", "comma", [1_000, 2_000]),
        ("1'000", "999", "apostrophe", [1_000, 999]),
        ("1 000", "2 000 000", "space", [1_000, 2_000_000]),
        ("1\u{a0}000", "0", "space", [1_000, 0]),
    ] {
        assert_eq!(goals(goal, lost, &["--thousands", mark]), expected, "{goal}");
        refused(&["attribution", &paths(goal, lost)], &["line 2", "total_conversions"]);
    }
    refused(&["attribution", &paths("1.000", "2.000")], &["`1.000`", "declare the thousands mark"]);
    refused(&["attribution", &paths("1.00", "2"), "--thousands", "point"], &["line 2", "`1.00`"]);
    for (goal, expected) in
        [("1e+05", 100_000), ("1E5", 100_000), ("1.5e+03", 1_500), ("3.0", 3), ("100000.00", 100_000)]
    {
        let path = file("scientific.csv", format!("path,total_conversions,total_null\nA > B,{goal},2\n"));
        assert_eq!(answer(&["attribution", &path])["journeys"]["goal"], expected, "{goal}");
    }
    for goal in ["1e-1", "1.5", "1e+400", "1e", "0x10"] {
        let path = file("no-count.csv", format!("path,total_conversions,total_null\nA > B,{goal},2\n"));
        refused(&["attribution", &path], &["line 2", "total_conversions", goal]);
    }
}

/// A Qualtrics export of three header rows: ImportIds and tags by column.
fn export(name: &str, columns: &[(&str, &str)], rows: &[&str]) -> String {
    let tags: Vec<&str> = columns.iter().map(|(tag, _)| *tag).collect();
    let ids: Vec<String> =
        columns.iter().map(|(_, id)| format!("\"{{\"\"ImportId\"\":\"\"{id}\"\"}}\"")).collect();
    file(name, format!("{}\n{}\n{}\n{}\n", tags.join(","), tags.join(","), ids.join(","), rows.join("\n")))
}

#[test]
fn multiple_answers_of_a_survey() {
    let ticked = |name: &str, columns: &[(&str, &str)], rows: &[&str], choice: &str| {
        let question = format!("Q5#{choice}=app/ux/users:rating:0-1");
        let found = answer(&["scorecard", &export(name, columns, rows), "--question", &question]);
        let facet = &found["facets"][0];
        (
            facet["n"].as_u64().unwrap(),
            facet["missing"].as_u64().unwrap(),
            facet["estimate"].as_f64().unwrap(),
        )
    };
    let list = [("Status", "status"), ("Q5", "QID5")];
    assert_eq!(ticked("list.csv", &list, &["0,\"2,5\"", "0,NA"], "5"), (1, 1, 1.0));
    assert_eq!(ticked("list.csv", &list, &["0,\"2,5\"", "0,NA"], "3"), (1, 1, 0.0));
    for cell in ["n/a", "<NA>", "-99", "null", ""] {
        assert_eq!(
            ticked("list.csv", &list, &["0,\"2,5\"", &format!("0,{cell}")], "2"),
            (1, 1, 1.0),
            "{cell}"
        );
    }
    let split = [("Status", "status"), ("Q5_2", "QID5_2"), ("Q5_5", "QID5_5")];
    assert_eq!(ticked("split.csv", &split, &["0,1,1", "0,NA,", "0,1,"], "5"), (2, 1, 0.5));
    let text = export("red.csv", &list, &["0,\"2,5\"", "0,Red"]);
    refused(
        &["scorecard", &text, "--question", "Q5#5=a/ux/users:rating:0-1"],
        &["line 5", "`Red`", "numeric values"],
    );
}

#[test]
fn columns_of_metadata_are_known_by_their_ids() {
    let columns = |more: &[(&'static str, &'static str)]| {
        let all = [("Status", "status"), ("Finished", "finished"), ("RecordedDate", "recordedDate")];
        [&all[..], more, &[("Q1", "QID1")]].concat()
    };
    let scored = |more: &[(&'static str, &'static str)], cell: &str| {
        let rows = ["0,1,2024-01-01 10:05:01", "1,1,2024-01-01 11:05:01", "0,0,2024-01-01 12:05:01"];
        let values = ["9", "2", "10"];
        let rows: Vec<String> =
            rows.iter().zip(values).map(|(row, value)| format!("{row},{cell}{value}")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let found = answer(&[
            "scorecard",
            &export("status.csv", &columns(more), &rows),
            "--question",
            "Q1=a/cx/customers:nps",
        ]);
        close(&found["facets"][0]["estimate"], 100.0);
        assert_eq!(found["facets"][0]["n"], 2);
        assert_eq!((&found["notes"]["not_real"], &found["notes"]["unfinished"]), (&1.into(), &1.into()));
    };
    scored(&[], "");
    for (tag, cell) in [
        ("Status", "gold"),
        ("Finished", "no"),
        ("RecordedDate", "soon"),
        ("status", "1"),
        ("EndDate", "never"),
        ("StartDate", "31.31.2024"),
    ] {
        scored(&[(tag, "embedded")], &format!("{cell},"));
    }
}

#[test]
fn separators_of_tables() {
    let log = |text: &str| answer(&["journeys", &file("sep.csv", text)]);
    for (line, mark) in [
        ("sep=;", ";"),
        ("SEP=,", ","),
        ("\"sep=;\"", ";"),
        ("\u{feff}sep=;", ";"),
        ("sep=|", "|"),
        ("sep=\t", "\t"),
    ] {
        let text = format!("{line}\ncase;activity;time\n1;a;2024-01-01T00:00:00Z\n").replace(";", mark);
        let text = text.replacen(&line.replace(";", mark), line, 1);
        let found = log(&text);
        assert_eq!(
            (&found["events"], &found["notes"]["table"]["separator_line"]),
            (&1.into(), &true.into()),
            "{line}"
        );
    }
    let scored =
        |text: &str| answer(&["scorecard", &file("header.csv", text)])["facets"][0]["estimate"].clone();
    let header = "touchpoint;dimension;stakeholder;instrument;value;comment, optional";
    close(&scored(&format!("{header}\napp;cx;customers;nps;9;ok\n")), 100.0);
    close(&scored(&format!("{header}\napp;cx;customers;nps;9;good, fast, cheap, kind, near\n")), 100.0);
    close(&scored(&format!("{header}\napp;cx;customers;points;9,5;ok\n")), 9.5);
    let tabs = format!("{header}\napp;cx;customers;points;9.5;a, b, c\n").replace(';', "\t");
    close(&scored(&tabs), 9.5);
    let bars = "touchpoint|dimension|stakeholder|instrument|value|a, b; c\napp|cx|customers|nps|9|x, y\n";
    let bars = ["scorecard", &file("bars.csv", bars), "--delimiter", "bar"];
    close(&answer(&bars)["facets"][0]["estimate"], 100.0);
    let quoted = "touchpoint,dimension,stakeholder,instrument,value,\"a; b; c; d; e; f\"\napp,cx,customers,nps,9,\"x; y\"\n";
    close(&scored(quoted), 100.0);
}

#[test]
fn maps_begin_with_a_mark() {
    let map = r#"{"schema": 1, "name": "n", "outcomes": [{"key": "a", "unit": "x"}, {"key": "b", "unit": "x"}],
        "influences": [{"from": "a", "to": "b", "weight": 0.5}]}"#;
    let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(map.encode_utf16()).flat_map(order).collect()
    };
    for (name, bytes) in [
        ("plain.json", map.as_bytes().to_vec()),
        ("marked.json", format!("\u{feff}{map}").into_bytes()),
        ("spaced.json", format!("\u{feff}\r\n\t {map}\r\n\r\n").into_bytes()),
        ("little.json", wide(u16::to_le_bytes)),
        ("big.json", wide(u16::to_be_bytes)),
        ("returns.json", map.replace('\n', "\r\n").into_bytes()),
    ] {
        let found = answer(&["cascade", &file(name, bytes), "--shock", "a=10"]);
        assert_eq!(found["impact"][1]["total"], 5.0, "{name}");
    }
    // The map of the case has nothing that could be shocked, which is said.
    refused(&["cascade", &file("empty.json", "\u{feff}{\"schema\":1,\"name\":\"n\"}")], &["no nodes"]);
}

#[test]
fn names_with_commas_are_seeds() {
    let seeds = |text: &str, given: &[&str]| {
        let given: Vec<&str> = given.iter().flat_map(|seed| ["--seeds", seed]).collect();
        let found = answer(&[&["contagion", "--edges", &file("seeds.csv", text)], &given[..]].concat());
        close(&found["exact_spread"], 1.5);
        found["seeds"].clone()
    };
    for header in ["from,to,weight", "source,target,weight", "Source,Target,Weight", "SOURCE,TARGET,WEIGHT"] {
        let text = format!("{header}\n\"Sales, EMEA\",b,0.5\n");
        assert_eq!(seeds(&text, &["Sales, EMEA"]), json!(["Sales, EMEA"]), "{header}");
    }
    let twice = "from,to,weight\n\"Sales, EMEA\",b,0.5\nc,\"Sales, EMEA\",0\n";
    assert_eq!(seeds(twice, &["Sales, EMEA"]), json!(["Sales, EMEA"]));
    assert_eq!(seeds("from,to,weight\n\"a, b, c\",d,0.5\n", &["a, b, c"]), json!(["a, b, c"]));
    refused(
        &["contagion", "--edges", &file("seeds.csv", twice), "--seeds", "Sales, APAC"],
        &["there is no such node"],
    );
}

#[test]
fn traces_of_xes_name_people() {
    let text = r#"<log><trace><string key="concept:name" value="c1"/><string key="customer" value="Ann"/>
        <event><string key="concept:name" value="A"/><date key="time:timestamp" value="2024-01-01T00:00:00Z"/></event>
        <event><string key="concept:name" value="B"/><date key="time:timestamp" value="2024-01-01T01:00:00Z"/></event></trace>
        <trace><string key="concept:name" value="c2"/><string key="customer" value="Ann"/>
        <event><string key="concept:name" value="A"/><date key="time:timestamp" value="2024-01-02T00:00:00Z"/></event></trace></log>"#;
    let log = file("traces.xes", text);
    let people = |column: &str| {
        let group = format!("customer={column}");
        let found = answer(&["friction", &log, "--stakeholder", &group]);
        found["people"][0]["people"].as_u64().unwrap()
    };
    // Two cases of one customer.
    for (column, expected) in [("case", 2), ("case:concept:name", 2), ("customer", 1), ("case:customer", 1)] {
        assert_eq!(people(column), expected, "{column}");
    }
    refused(
        &["friction", &log, "--stakeholder", "customer=concept:name"],
        &["`concept:name` names the activities"],
    );
    for column in ["buyer", "case:buyer"] {
        refused(&["friction", &log, "--stakeholder", &format!("customer={column}")], &[column]);
    }
    // In a table the same names mean the same.
    let text =
        "case:concept:name,concept:name,time:timestamp,customer\nc1,A,2024-01-01,Ann\nc2,A,2024-01-02,Ann\n";
    let table = file("traces.csv", text);
    let people = |column: &str| {
        let group = format!("customer={column}");
        answer(&["friction", &table, "--stakeholder", &group])["people"][0]["people"].as_u64().unwrap()
    };
    assert_eq!((people("case:concept:name"), people("customer")), (2, 1));
    refused(&["friction", &table, "--stakeholder", "customer=concept:name"], &["`concept:name`"]);
}
