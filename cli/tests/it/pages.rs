//! What a newcomer meets: `txm` says what it assumed, in plain words, and how to go on.

use serde_json::Value;

use crate::tool::{file, holds, json, page, refusal, run};

const SIGNALS: &str = "touchpoint,dimension,stakeholder,instrument,value,respondent,period
app,CX,customers,NPS,10,ann,2024-Q1
app,CX,customers,NPS,2,ann,Q1 2024
app,CX,customers,nps,9,bob,2024-Q2
app,cx,customers,nps,-99,cid,2024-Q2
app,cx,customers,nps,n/a,dee,2024-Q2
";

#[test]
fn a_scorecard_says_what_it_took_for_what() {
    let signals = file("assumed.csv", SIGNALS);
    holds(&refusal(&["scorecard", &signals]), &["line 5", "`-99`", "outside the scale"]);
    let arguments = ["scorecard", &signals, "--missing", "-99"];
    holds(
        &page(&arguments),
        &[
            "1 answer superseded by a later one of the same respondent, facet and period",
            "2 answers taken for missing (see --missing): 1 `-99`, 1 `N/A`",
            "2 periods (2024-Q1 to 2024-Q2) pooled in each score",
        ],
    );
    let found = json(&arguments);
    assert_eq!((&found["superseded"], &found["facets"][0]["missing"]), (&1.into(), &2.into()));
    assert_eq!(found["notes"]["missing_answers"], serde_json::json!({"-99": 1, "N/A": 1}));
    assert_eq!(
        found["notes"]["periods"],
        serde_json::json!({"form": "quarter", "count": 2, "first": "2024-Q1", "last": "2024-Q2"})
    );
    let mixed = file("mixed-periods.csv", SIGNALS.replace("Q1 2024", "2024-05").replace("-99", ""));
    holds(
        &refusal(&["scorecard", &mixed]),
        &["line 3", "`2024-05`", "2024-Q1", "`quarter`", "write all alike"],
    );
}

/// A column whose name is misspelt is not read, and that is told.
#[test]
fn columns_that_are_not_read_are_told() {
    let signals = file("respondant.csv", SIGNALS.replace("respondent,", "respondant,").replace("-99", ""));
    holds(&page(&["scorecard", &signals]), &["Column that was not read", "`respondant`".trim_matches('`')]);
    assert_eq!(json(&["scorecard", &signals])["notes"]["unread_columns"], serde_json::json!(["respondant"]));
    let paths = file("revenue.csv", "Journey,Conversions,Revenue,Lost,Note\na > b,12,340.5,40,x\n");
    holds(&page(&["attribution", &paths]), &["Columns that were not read", "Revenue, Note"]);
    let signals =
        file("umux.csv", "touchpoint,dimension,stakeholder,instrument,value\na,ux,users,UMUX-Lite,6|5\n");
    assert_eq!(json(&["scorecard", &signals])["facets"][0]["instrument"], "umux_lite");
    let signals = file("nsp.csv", "touchpoint,dimension,stakeholder,instrument,value\na,ux,users,NSP,6\n");
    holds(
        &refusal(&["scorecard", &signals]),
        &["line 2", "`NSP` is no instrument (was `nps` meant?): use nps"],
    );
}

/// Two header rows of tags and texts, one of ImportIds; a preview, an unfinished answer, a code and an `NA`.
const EXPORT: &str = r#"StartDate,RecordedDate,Status,Finished,ResponseId,ExternalReference,Q1,Q1_NPS_GROUP,Q5_1,Q5_2,Store
Start Date,Recorded Date,Response Type,Finished,Response ID,External Data Reference,How likely?,Group,Reason - Price,Reason - Place,Store
"{""ImportId"":""startDate"",""timeZone"":""America/Denver""}","{""ImportId"":""recordedDate"",""timeZone"":""America/Denver""}","{""ImportId"":""status""}","{""ImportId"":""finished""}","{""ImportId"":""_recordId""}","{""ImportId"":""externalDataReference""}","{""ImportId"":""QID1""}","{""ImportId"":""QID1_NPS_GROUP""}","{""ImportId"":""QID5_1""}","{""ImportId"":""QID5_2""}","{""ImportId"":""Store""}"
2024-05-31 10:00:00,2024-05-31 10:05:00,0,1,R_1,ann,10,3,1,,s1
2024-05-31 10:00:00,2024-05-31 10:06:00,0,1,R_2,bob,9,3,,1,s1
2024-05-31 10:00:00,2024-05-31 10:07:00,0,0,R_3,cid,0,1,1,1,s2
2024-05-31 10:00:00,2024-05-31 10:08:00,1,1,R_4,test,0,1,1,1,s2
2024-05-31 10:00:00,2024-05-31 10:09:00,0,1,R_5,dee,-99,,NA,,s2
"#;

#[test]
fn a_qualtrics_export_is_read_by_its_questions() {
    let export = file("export.csv", EXPORT);
    holds(
        &refusal(&["scorecard", &export]),
        &["export.csv", "Qualtrics", "--question Q1=branch/cx/customers:nps"],
    );
    let arguments = [
        "scorecard",
        &export,
        "--question",
        "QID1=branch/CX/customers:NPS",
        "--question",
        "Q5#1=branch/mx/customers:rating:0-1",
    ];
    let found = json(&arguments);
    let facet = |at: usize, key: &str| found["facets"][at][key].clone();
    // Ann and Bob promote, Cid does not; one of three named the price alone, one not, one both.
    assert_eq!((facet(0, "n"), facet(0, "missing")), (3.into(), 1.into()));
    assert!((facet(0, "estimate").as_f64().unwrap() - 100.0 / 3.0).abs() < 1e-9);
    assert_eq!((facet(1, "n"), facet(1, "missing")), (3.into(), 1.into()));
    assert!((facet(1, "estimate").as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-9);
    assert_eq!((&found["notes"]["not_real"], &found["notes"]["header_rows"]), (&1.into(), &3.into()));
    holds(
        &page(&arguments),
        &[
            "1 row of previews, tests or suspected spam, left out",
            "1 row of people who did not finish",
            "4 times in the zone America/Denver, of which no offset is known, taken as UTC",
            "2 answers taken for missing (see --missing): 1 `-99`, 1 `NA`",
        ],
    );
    let finished = json(
        &[&arguments[..], &["--finished-only", "--respondent", "ResponseId", "--unit", "Store"]].concat(),
    );
    assert_eq!((&finished["facets"][0]["n"], &finished["facets"][0]["estimate"]), (&2.into(), &100.0.into()));
    for (question, words) in [
        ("Q9=a/cx/customers:nps", &["Q9", "found"][..]),
        ("Q1=a/dx/customers:nps", &["`dx`", "cx, ex, ux or mx"]),
        ("Q1=a/cx/customers:nsp", &["`nsp` is no instrument"]),
        ("Q1:nps", &["Q1=branch/cx/customers:nps"]),
    ] {
        holds(&refusal(&["scorecard", &export, "--question", question]), words);
    }
    let twice = ["scorecard", &export, "--question", "Q1=a/cx/c:nps", "--question", "Q5_1=a/CX/c:points"];
    holds(&refusal(&twice), &["`a/cx/c` is named twice"]);
    holds(&refusal(&["scorecard", &export, "--unit", "Store"]), &["--question"]);
}

#[test]
fn a_map_is_explained_and_refused_in_plain_words() {
    let example = page(&["schema", "map", "--example"]);
    let map = file("example-map.json", &example);
    let schema: Value = serde_json::from_str(&page(&["schema", "map"])).unwrap();
    assert_eq!(schema["title"], "MapDocument");
    let known = schema["properties"].as_object().unwrap();
    let written: Value = serde_json::from_str(&example).unwrap();
    for field in written.as_object().unwrap().keys() {
        assert!(known[field].is_object(), "{field}");
    }
    holds(&page(&["report", &map, "--shock", "teller_app/ux/tellers=12"]), &["## What if", "retention"]);
    holds(&page(&["cascade", &map]), &["5 nodes, 4 influences"]);
    holds(&refusal(&["schema", "maps"]), &["use map, scorecard"]);
    holds(&refusal(&["schema", "report", "--example"]), &["txm schema map"]);

    let level = example.replace(r#"{ "seconds": 172800, "share": 0.9 }"#, "172800");
    let text = refusal(&["report", &file("level.json", level)]);
    let level = r#"a service level: {"seconds": ..., "share": ...}"#;
    holds(&text, &["level.json", "line 19", level, "see `txm schema map`"]);
    let role = file("role.json", example.replace(r#""role": "customer""#, r#""role": "custmer""#));
    let told =
        "Role `custmer` of `customers` is none of customer, employee, user, partner (was `customer` meant?)";
    holds(&page(&["report", &role]), &[told]);
    holds(&String::from_utf8(run(&["cascade", &role]).stderr).unwrap(), &[told]);
    // A map is UTF-8: --encoding, which is of tables, is no remedy.
    let latin = file("latin.json", b"{\"schema\": 1, \"name\": \"Caf\xe9\"}");
    let text = refusal(&["report", &latin]);
    holds(&text, &["not UTF-8", "save it so"]);
    assert!(!text.contains("--encoding"), "{text}");
}

const LOG: &str = "case,activity,time,channel
1,Web form,2024-05-01T09:00:00Z,web
1,Acount opening,2024-05-09T09:00:00Z,branch
2,Web form,2024-05-01T09:00:00Z,web
2,Account opening,2024-05-01T10:00:00Z,branch
2,Coffee,2024-05-01 10:30:00,branch
";

#[test]
fn a_report_tells_what_of_the_log_its_map_lacks() {
    let map = file("unmatched-map.json", page(&["schema", "map", "--example"]));
    let log = file("unmatched.csv", LOG);
    let told = "2 activities of the log are no touchpoints of the map, whose owners and promises do not hold there: \
                `Acount opening` (was `Account opening` meant?), `Coffee`";
    let reader = "1 time without a zone, taken as UTC";
    holds(&page(&["report", &map, "--log", &log]), &[told, reader]);
    let report: Value = serde_json::from_str(&page(&["report", &map, "--log", &log, "--json"])).unwrap();
    holds(&report["what_we_do_not_know"]["warnings"].to_string(), &[told, reader]);
    let friction = ["friction", &log, "--stakeholder", "customers=case", "--map", &map];
    holds(&page(&friction), &[told]);
    let unmatched = &json(&friction)["without_touchpoint"];
    assert_eq!(unmatched[0], serde_json::json!({"activity": "Acount opening", "near": "Account opening"}));
    // All match: nothing is said.
    let log = file("matched.csv", LOG.replace("Acount", "Account").replace("Coffee", "teller_app"));
    assert!(!page(&["report", &map, "--log", &log]).contains("no touchpoint"));
}

/// One of a thing is told in the singular, whatever the thing is.
#[test]
fn one_is_no_plural() {
    let log = "case,activity,time,channel,who,team\n1,a,2024-01-01,web,p,x\n1,b,2024-01-02,store,q,y\n";
    let log = file("one-log.csv", log);
    let groups = ["--stakeholder", "customers=case", "--stakeholder", "tellers=who", "--owner", "team"];
    let friction = page(&[&["friction", &log], &groups[..], &["--min-group", "1"]].concat());
    holds(&friction, &["lived by 1 customer and 2 tellers"]);
    let one = file("one-teller.csv", "case,activity,time,who\n1,a,2024-01-01,p\n");
    let one = page(&["friction", &one, "--stakeholder", "tellers=who", "--min-group", "1"]);
    holds(&one, &["1 event of 1 journey, lived by 1 of tellers"]);
    let edges = file("one-edge.csv", "from,to,weight,standard_error\na,b,0.5,0.1\n");
    let paths = file("one-path.csv", "path,conversions,lost\na > b,1,1\n");
    let signals = "touchpoint,dimension,stakeholder,instrument,value,respondent\na,cx,customers,nps,9,x\na,cx,customers,nps,8,x\n";
    let signals = file("one-signal.csv", signals);
    let pages = [
        friction,
        one,
        page(&["journeys", &log]),
        page(&[
            "cascade",
            "--edges",
            &edges,
            "--shock",
            "a=1",
            "--horizon",
            "1",
            "--draws",
            "1",
            "--paths",
            "1",
        ]),
        page(&["contagion", "--edges", &edges, "--seeds", "a", "--runs", "1"]),
        page(&["attribution", &paths, "--draws", "1", "--rules", "--orders", "2"]),
        page(&["scorecard", &signals]),
    ];
    for text in pages {
        let mut words = text.split_whitespace().peekable();
        while let Some(number) = words.next() {
            let Some(word) = words.peek() else { break };
            let word = word.trim_end_matches([',', '.', ';', ':', ')']);
            let is_plural = number == "1" && word.len() > 2 && word.ends_with('s') && !word.ends_with("ss");
            let is_verb = ["covers", "goes", "stays", "works", "is", "was", "does"].contains(&word);
            assert!(!is_plural || is_verb, "`1 {word}` is in: {text}");
        }
    }
}

/// A name that is nearly a known one is protected like every other, and that is told.
#[test]
fn misspelt_groups_are_told() {
    let log = file("misspelt.csv", LOG);
    let told = "Group `custmers` is protected like employees, as every other name: was `customer` meant?";
    holds(&page(&["friction", &log, "--stakeholder", "custmers=case"]), &[told]);
    let signals = file("misspelt-signals.csv", SIGNALS.replace("customers", "custmers"));
    holds(&page(&["scorecard", &signals, "--missing", "-99"]), &[told]);
    let signals = file("tellers.csv", SIGNALS.replace("customers", "tellers"));
    assert!(!page(&["scorecard", &signals, "--missing", "-99"]).contains("protected like employees"));
}

#[test]
fn friction_explains_itself() {
    let log = file("explained.csv", LOG);
    let text = page(&["friction", &log, "--stakeholder", "customer=case"]);
    holds(
        &text,
        &[
            "Friction = sum of (weight x component) / sum of weights",
            "wait 60 min .. 3.0 d",
            "rework 0.0 % .. 50.0 % of visits",
            "Breadth = exp(-sum s ln s)",
        ],
    );
    holds(
        &page(&["friction", "--help"]),
        &["Burden = friction x visits x weight", "Breadth is the effective number"],
    );
}

#[test]
fn a_bounded_cascade_has_no_linear_trajectory() {
    let edges = file("saturate.csv", "from,to,weight\na,b,0.5\n");
    let scores = file("saturate-scores.csv", "node,score\na,80\nb,50\n");
    let bounded =
        ["cascade", "--edges", &edges, "--shock", "a=40", "--model", "bounded", "--scores", &scores];
    holds(&page(&bounded), &["Scores saturate", "(100 - x)(1 - exp(-y / (100 - x)))"]);
    let text = refusal(&[&bounded[..], &["--horizon", "4"]].concat());
    holds(&text, &["--horizon", "linear model", "leave out --horizon or --model bounded"]);
}

#[test]
fn an_attribution_tells_what_its_file_does_not() {
    let all = file("all-reach.csv", "path,total_conversions,total_null\na > b,3,0\nb,1,0\n");
    let told = "Every journey of the file reached the goal: what goals fall by without a touchpoint is then the share";
    let text = page(&["attribution", &all]);
    holds(&text, &[told, "4 journeys: 4 reached the goal, 0 lost, 0 open"]);
    let found = json(&["attribution", &all]);
    assert_eq!((&found["removal_effects"]["a"], &found["removal_effects"]["b"]), (&0.75.into(), &1.0.into()));
    assert_eq!(found["lost_unknown"], false);
    // Without a column of lost journeys likewise, and the column is named.
    let none = file("no-lost.csv", "path,total_conversions\na > b,3\nb,1\n");
    holds(&page(&["attribution", &none]), &[told, "No column `total_null`"]);

    let value = "path,total_conversions,total_conversion_value,total_null\na > b,0,50,3\nb,0,20,1\na,0,,2\n";
    let value = file("value-alone.csv", value);
    holds(
        &page(&["attribution", &value]),
        &["2 rows with a value and without a conversion: no journey reached the goal"],
    );
    assert_eq!(json(&["attribution", &value])["value_without_goal"], 2);
    let some = "path,total_conversions,total_conversion_value,total_null\na > b,1,50,3\nb,0,20,1\n";
    holds(
        &page(&["attribution", &file("value-some.csv", some)]),
        &["1 row with a value and without a conversion: it counts"],
    );
    let one = page(&["attribution", &file("one.csv", "path,total_conversions,total_null\na,1,0\n")]);
    holds(&one, &["1 journey: 1 reached the goal", "the 1 goal in", "0 parameters"]);
}
