//! `txm` keeps its contracts: JSON keys, and exit code 2 with one clear line for bad input.

use std::process::{Command, Output};

use serde_json::Value;

use crate::tool::{self, file};

fn run(command: &str, arguments: &[&str]) -> Output {
    tool::run(&[&[command], arguments].concat())
}

fn json(command: &str, arguments: &[&str]) -> Value {
    serde_json::from_str(&markdown(command, arguments)).unwrap()
}

fn markdown(command: &str, arguments: &[&str]) -> String {
    tool::page(&[&[command], arguments].concat())
}

/// Bad input, whose one line on stderr holds all of `words`.
fn refused(command: &str, arguments: &[&str], words: &[&str]) {
    tool::holds(&tool::refusal(&[&[command], arguments].concat()), words);
}

fn rounded(value: &Value) -> String {
    format!("{:.4}", value.as_f64().unwrap())
}

const GOLDEN: &str = "from,to,weight,standard_error,lag
teller_ux,teller_ex,.35,.08,1
teller_ex,onboard_cx,.26,.09,1
teller_ux,onboard_cx,.10,.05,0
digital_ux,onboard_cx,.30,.06,0
digital_ux,teller_ex,.08,.04,1
mx,onboard_cx,.20,.07,0
onboard_cx,teller_ex,.12,.06,1
digital_ux,mx,.25,.06,0
";

#[test]
fn cascade() {
    let edges = file("golden.csv", GOLDEN);
    let aim = ["--objective", "teller_ex=.5", "--objective", "onboard_cx=.5"];
    let arguments = [&["--edges", &edges, "--shock", "teller_ux=12", "--json"], &aim[..]].concat();
    let found = json("cascade", &arguments);
    assert_eq!(rounded(&found["radius"]), "0.1766");
    assert_eq!(found["certified"], true);
    assert_eq!(found["loops"][0]["nodes"], serde_json::json!(["teller_ex", "onboard_cx"]));
    assert_eq!(rounded(&found["loops"][0]["gain"]), "0.0312");
    let impact = found["impact"].as_array().unwrap();
    let node = |name: &str| impact.iter().find(|node| node["node"] == name).unwrap();
    assert_eq!(rounded(&node("teller_ex")["total"]), "4.4839");
    assert_eq!(rounded(&node("onboard_cx")["total"]), "2.3658");
    let part = |key: &str| node("onboard_cx")[key].as_f64().unwrap();
    assert!((part("shock") + part("direct") + part("indirect") - part("total")).abs() < 1e-12);
    assert!(part("low") < part("total") && part("total") < part("high"));
    assert_eq!(found["importance"][0]["node"], "teller_ex");
    assert_eq!(found["sensitivity"].as_array().unwrap().len(), 4);
}

#[test]
fn cascade_over_time_bounded_and_by_ways() {
    let edges = file("golden3.csv", GOLDEN);
    let arguments = ["--edges", &edges, "--shock", "teller_ux=12", "--objective", "onboard_cx=1", "--json"];
    let found = json("cascade", &[&arguments[..], &["--horizon", "4", "--paths", "5"]].concat());
    let trajectory = found["trajectory"].as_array().unwrap();
    let cx: Vec<_> = trajectory
        .iter()
        .filter(|row| row["node"] == "onboard_cx")
        .map(|row| rounded(&row["value"]))
        .collect();
    assert_eq!(cx, ["1.2000", "1.2000", "2.3294", "2.3294", "2.3647"]);
    assert_eq!(found["paths"][1]["nodes"], serde_json::json!(["teller_ux", "teller_ex", "onboard_cx"]));
    assert_eq!(rounded(&found["paths"][0]["product"]), "0.1000");
    // All paths with their loops are the total of one unit.
    let effect = |path: usize| found["paths"][path]["effect"].as_f64().unwrap();
    assert_eq!(format!("{:.4}", 12.0 * (effect(0) + effect(1))), "2.3658");
    assert_eq!(rounded(&found["paths"][1]["factor"]), "1.0322");
    // 300 nodes that would need their signs to settle, and do not.
    let loops = |node: usize| {
        let next = |step: usize| (node + step) % 300;
        format!("n{node},n{},.99\nn{node},n{},.4\nn{node},n{},-.4\n", next(1), next(7), next(31))
    };
    let signs = file("signs.csv", format!("from,to,weight\n{}", (0..300).map(loops).collect::<String>()));
    refused("cascade", &["--edges", &signs], &["1.7", "accept_estimate"]);

    let petrol = file(
        "petrol.csv",
        "from,to,weight\npay,cx,.40\npay,staff,-.35\nrecognition,staff,.50\nstaff,cx,.30\ncx,staff,.10\n",
    );
    let today = file("today.csv", "node,score\npay,60\nrecognition,40\nstaff,55\ncx,70\n");
    let bounded = ["--edges", &petrol, "--shock", "pay=20", "--model", "bounded", "--json"];
    let found = json("cascade", &[&bounded[..], &["--scores", &today]].concat());
    let staff = found["impact"].as_array().unwrap().iter().find(|node| node["node"] == "staff").unwrap();
    assert_eq!(rounded(&staff["total"]), "-4.8353");
    assert_eq!(found["unique_fixed_point"], true);
    refused("cascade", &bounded, &["--scores"]);
    let stranger = file("stranger.csv", "node,score\ntill,60\n");
    refused("cascade", &[&bounded[..], &["--scores", &stranger]].concat(), &["till"]);
    let high = file("high.csv", "node,score\npay,160\n");
    refused("cascade", &[&bounded[..], &["--scores", &high]].concat(), &["line 2", "160"]);
}

#[test]
fn contagion() {
    let edges = file("triangle.csv", "from,to,weight\na,b,.5\na,c,.25\nb,c,.5\n");
    let found = json("contagion", &["--edges", &edges, "--seeds", "a", "--json"]);
    let number = |value: &Value| value.as_f64().unwrap();
    assert_eq!((&found["exact_spread"], &found["seeds"]), (&Value::from(1.9375), &serde_json::json!(["a"])));
    let apart = (number(&found["spread"]) - 1.9375).abs();
    assert!(apart < 4.0 * number(&found["standard_error"]), "{found}");
    let threshold = ["--edges", &edges, "--select", "1", "--model", "threshold", "--seeds", "b,c", "--json"];
    let found = json("contagion", &threshold);
    assert_eq!((&found["exact_spread"], &found["seeds"]), (&Value::from(2.0), &serde_json::json!(["a"])));
    assert_eq!(
        (&found["selection"]["guaranteed"], &found["given"]["spread"]),
        (&Value::from(true), &Value::from(2.0))
    );
    let report = run("contagion", &["--edges", &edges, "--seeds", "a, b", "--runs", "100", "--seed", "7"]);
    let report = String::from_utf8(report.stdout).unwrap();
    assert!(report.contains("It starts at a, b.") && report.contains("| c | 0."), "{report}");

    let refuse = |arguments: &[&str], words: &[&str]| refused("contagion", arguments, words);
    let high = file("likely.csv", "from,to,weight\na,b,.5\n\nb,c,1.5\n");
    refuse(&["--edges", &high, "--seeds", "a"], &["likely.csv", "line 4", "1.5", "0 to 1"]);
    let much = file("much.csv", "from,to,weight\na,c,.7\nb,c,.6\n");
    refuse(&["--edges", &much, "--seeds", "a", "--model", "threshold"], &["`c`", "1.3000", "at most 1"]);
    refuse(&["--edges", &edges, "--seeds", "a,d"], &["d", "no such node"]);
    refuse(&["--edges", &edges, "--seeds", "a,a"], &["twice"]);
    refuse(&["--edges", &edges, "--select", "4"], &["--select 4", "3 nodes"]);
    refuse(&["--edges", &edges, "--select", "0"], &["--select", "'0'"]);
    refuse(&["--edges", &edges, "--seeds", "a", "--runs", "9999999999"], &["runs"]);
    refuse(&["--edges", &edges], &["--seeds"]);
    refuse(&["--edges", "missing.csv", "--seeds", "a"], &["missing.csv"]);
}

/// What has no standard error has no interval, however the network is drawn; and a misspelt column is told.
#[test]
fn cascade_does_not_make_up_intervals() {
    let partly =
        file("partly.csv", "from,to,weight,standard_error,se\na,b,.5,.1,1\nb,c,.4,,1\na,d,.3,.1,1\n");
    let arguments = ["--edges", &partly, "--shock", "a=10", "--draws", "64", "--horizon", "2", "--json"];
    let found = json("cascade", &arguments);
    let known = found["impact"].as_array().unwrap().iter();
    let known: Vec<_> = known.map(|row| (row["node"].as_str().unwrap(), row["low"].is_number())).collect();
    assert_eq!(known, [("a", true), ("b", true), ("d", true), ("c", false)]);
    assert_eq!((&found["draws"]["fixed"], &found["unread_columns"]), (&1.into(), &serde_json::json!(["se"])));
    assert_eq!(found["draws"]["nodes"][1]["positive"], 1.0);
    assert!(found["draws"]["nodes"][3]["positive"].is_null());
    assert_eq!(found["settled"][1], serde_json::json!({"node": "b", "limit": 5.0, "time_to_90": 0}));
}

#[test]
fn cascade_refuses() {
    let unstable = file("unstable.csv", "from,to,weight\nstaff,customers,.9\ncustomers,staff,1.2\n");
    refused("cascade", &["--edges", &unstable], &["staff -> customers -> staff", "1.0392"]);
    let nan = file("nan.csv", "from,to,weight\na,b,NaN\n");
    refused("cascade", &["--edges", &nan], &["line 2", "`weight`", "NaN"]);
    let twice = file("twice.csv", "from,to,weight\na,b,.1\na,b,.2\n");
    refused("cascade", &["--edges", &twice], &["line 3", "line 2", "`a` -> `b`"]);
    let columns = file("columns.csv", "cause,effect,weight\na,b,.1\n");
    refused("cascade", &["--edges", &columns], &["`from`", "`cause`"]);
    refused("cascade", &["--edges", &file("empty.csv", "")], &["empty"]);
    refused("cascade", &["--edges", &file("header.csv", "from,to,weight\n")], &["no row"]);
    let golden = file("golden2.csv", GOLDEN);
    refused("cascade", &["--edges", &golden, "--shock", "tellers=1"], &["tellers", "no such node"]);
    refused("cascade", &["--edges", &golden, "--shock", "teller_ux=much"], &["teller_ux=much"]);
    refused("cascade", &["--edges", &golden, "--shock", "teller_ux=NaN"], &["finite"]);
    refused("cascade", &["--edges", "/no/such/file.csv"], &["/no/such/file.csv"]);
    refused("cascade", &[], &["--help"]);
    refused("cascade", &["--edges", &golden, "--draws", "8"], &["--draws", "--shock"]);
    refused("cascade", &["--edges", &golden, "--objective", "teller_ux=0"], &["--objective"]);
    let itself = file("itself.csv", "from,to,weight\na,b,.2\na,a,.1\n");
    refused("cascade", &["--edges", &itself], &["line 3", "`a`"]);
    let newer = file("newer.json", r#"{"schema": 2, "galaxies": []}"#);
    refused("cascade", &[&newer], &["schema 2", "schema 1"]);
    let faulty = r#"{"schema": 1, "facets": [{"touchpoint": "a", "dimension": "cx", "stakeholder": "b"}],
        "outcomes": [{"key": "churn"}]}"#;
    refused(
        "cascade",
        &[&file("faulty.json", faulty)],
        &["touchpoint `a`", "stakeholder `b`", "`churn` has no unit"],
    );
    refused("cascade", &[&file("broken.json", "{\"schema\": 1,")], &["line 1"]);
}

#[test]
fn journeys() {
    let log = file(
        "log.csv",
        "case,activity,time\n1,ask,2026-01-05T10:00:00Z\n2,ask,2026-01-05T10:00:00Z\n\
         1,pay,2026-01-05T10:01:00Z\n2,pay,2026-01-05T10:03:00Z\n",
    );
    let found = json("journeys", &[&log, "--json"]);
    assert_eq!((&found["events"], &found["cases"], &found["variants"]), (&4.into(), &2.into(), &1.into()));
    let edge = serde_json::json!({
        "from": "ask", "to": "pay", "count": 2, "mean_seconds": 120.0, "median_seconds": 120.0, "p90_seconds": 168.0,
    });
    assert_eq!(found["edges"], serde_json::json!([edge]));
    assert_eq!((&found["starts"]["ask"], &found["ends"]["pay"]), (&2.into(), &2.into()));

    let day = file("day.csv", "case,activity,time\n1,ask,2026-02-30\n");
    refused("journeys", &[&day], &["line 2", "`time`", "2026-02-30"]);
    refused(
        "journeys",
        &[&file("wrong.csv", "a,b,c\n1,2,3\n")],
        &["wrong.csv", "`case`", "`a`", "with --case"],
    );
    refused("journeys", &[&file("nothing.csv", "")], &["empty"]);
    refused(
        "journeys",
        &[&file("cut.csv.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1])],
        &["gzip", "cut off"],
    );
    refused("journeys", &[&file("cut.xes", "<log><trace><event>")], &["line 1"]);
    refused("journeys", &[&file("log.pdf", "")], &[".csv"]);
    let bomb = {
        use std::io::Write;
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(b"case,activity,time\n").unwrap();
        (0..600).for_each(|_| writer.write_all(&[b'\n'; 1 << 16]).unwrap());
        file("bomb.csv.gz", writer.finish().unwrap())
    };
    refused("journeys", &[&bomb], &["bomb"]);
}

/// What is legal and odd, as spreadsheets and other tools write it.
#[test]
fn journeys_of_odd_files() {
    let rows = "case,activity,time\n1,ask,2026-01-05 10:00:00\n1,\"say \"\"no\"\"\nat once\",2026-01-05T11:01:00.5+01:00\n";
    let same = [
        ("odd.csv", rows.to_owned()),
        ("odd-bom.csv", format!("\u{feff}{rows}")),
        ("odd-crlf.csv", rows.replace("\n1,", "\r\n1,").replace("00\n", "00\r\n")),
        ("odd-semicolon.csv", rows.replace(',', ";")),
        ("odd.tsv", rows.replace(',', "\t")),
        ("odd-more.csv", rows.replace("case,", "note,case,").replace("\n1,", "\n,1,")),
    ];
    for (name, content) in same {
        let output = run("journeys", &[&file(name, content), "--json"]);
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&found["events"], &found["cases"]), (&2.into(), &1.into()), "{name}");
        assert_eq!(found["ends"]["say \"no\"\nat once"], 1, "{name}");
        assert_eq!(found["edges"][0]["median_seconds"], 60.5, "{name}");
        let messages = String::from_utf8(output.stderr).unwrap();
        assert!(messages.contains("1 time without a zone, taken as UTC"), "{name}: {messages}");
    }
    let page = markdown("journeys", &[&file("odd.csv", rows)]);
    assert!(
        page.contains("2 events of 1 journey (`case`) over 2 activities: 1 kind of step, 1 variant."),
        "{page}"
    );
    assert!(page.contains("| ask | say \"no\" at once | 1 |"), "{page}");

    let numbers = file("numbers.csv", "case,activity,time\n1,a,1767607200000\n1,b,1767607260000\n");
    refused("journeys", &[&numbers], &["line 2", "1767607200000", "--time-format"]);
    let found = json("journeys", &[&numbers, "--time-unit", "ms", "--json"]);
    assert_eq!(found["edges"][0]["mean_seconds"], 60.0);

    let days = "case,activity,time\n1,a,05/01/2026 10:00\n1,b,25/01/2026 10:00\n";
    let found = json("journeys", &[&file("days.csv", days), "--json"]);
    assert_eq!(
        (&found["edges"][0]["mean_seconds"], &found["notes"]["date_order"]),
        (&1_728_000.0.into(), &"day_first".into())
    );
    let either = file("either.csv", days.replace("25/", "05/"));
    refused("journeys", &[&either], &["either.csv", "line 2", "day_first", "--time-format"]);
    assert!(markdown("journeys", &[&either, "--time-format", "month_first"]).contains("month first"));

    let orders = "case,activity,time,order\n1,a,2026-01-05,o1|o2\n2,b,2026-01-06,o2\n3,c,2026-01-07,\n";
    let orders = file("orders.csv", orders);
    let found = json("journeys", &[&orders, "--object-type", "order", "--json"]);
    assert_eq!((&found["cases"], &found["edges"][0]["to"]), (&2.into(), &"b".into()));
    refused("journeys", &[&orders, "--object-type", "crate"], &["orders.csv", "`crate`", "`order`"]);
    refused("journeys", &[&orders, "--object-type", "resource"], &["orders.csv", "`resource`", "case"]);
    let event =
        "<string key=\"concept:name\" value=\"a\"/><date key=\"time:timestamp\" value=\"2026-01-05\"/>";
    let xes = format!(
        "<log><trace><string key=\"concept:name\" value=\"1\"/><event>{event}<string key=\"order\" value=\"o1|o2\"/>\
         </event></trace></log>"
    );
    let xes = file("orders.xes", xes);
    let found = json("journeys", &[&xes, "--object-type", "order", "--json"]);
    assert_eq!(found["cases"], 2);
    refused("journeys", &[&xes, "--object-type", "crate"], &["orders.xes", "`crate`", "the log has case"]);
}

#[test]
fn journeys_of_objects() {
    let text = r#"{"objectTypes": [{"name": "truck"}], "events": [
        {"id": "e1", "type": "pick", "time": "2026-01-05T10:00:00Z", "relationships": [{"objectId": "g1"}]},
        {"id": "e2", "type": "load", "time": "2026-01-05T11:00:00Z",
         "relationships": [{"objectId": "g1"}, {"objectId": "t1"}]}],
        "objects": [{"id": "t1", "type": "truck"}, {"id": "g1", "type": "goods"}]}"#;
    let log = file("load.jsonocel", text);
    let found = json("journeys", &[&log, "--json"]);
    assert_eq!(found["notes"]["undeclared_types"], 3); // goods, pick and load
    let as_xml = "<log><events><event id=\"e1\" type=\"pick\" time=\"2026-01-05\"/></events></log>";
    assert_eq!(json("journeys", &[&file("load.xml", as_xml), "--json"])["events"], 1);
    assert_eq!((&found["objects"], &found["relations"], &found["events"]), (&2.into(), &3.into(), &2.into()));
    let goods = &found["types"]["goods"];
    assert_eq!((&goods["objects"], &goods["edges"][0]["count"]), (&1.into(), &1.into()));
    assert_eq!((&goods["starts"]["pick"], &found["types"]["truck"]["ends"]["load"]), (&1.into(), &1.into()));
    assert_eq!(found["synchronization"], serde_json::json!([])); // the truck was nowhere before
    let one = json("journeys", &[&log, "--object-type", "goods", "--json"]);
    assert_eq!((&one["cases"], &one["variants"]), (&1.into(), &1.into()));
    let groups = ["--case", "goods", "--stakeholder", "partner=truck", "--json"];
    let friction = json("friction", &[&[log.as_str()], &groups[..]].concat());
    assert_eq!(friction["touchpoints"][0]["groups"][0]["exposure"], 1.0);
    refused("friction", &[&log, "--stakeholder", "partner=truck"], &["`case`", "truck, goods"]);

    let dangling = text.replace(r#""id": "t1""#, r#""id": "t2""#);
    refused("journeys", &[&file("dangling.json", dangling)], &["event `e2`", "`t1`"]);
    refused("journeys", &[&file("cut.json", &text[..200])], &["line 3"]);
    refused("journeys", &[&file("list.json", "[1, 2]")], &["line 1", "events"]);
    refused("journeys", &[&file("other.json", "{\"a\": 1}")], &["no OCEL log"]);
    refused("journeys", &[&file("cut.xmlocel", "<log><events><event")], &["line 1", "cut off"]);
    refused("journeys", &[&file("late.json", text.replace("05T11", "35T11"))], &["event `e2`", "2026-01-35"]);
}

#[test]
fn journeys_of_an_export_as_a_drawing() {
    let text = "event_id,event_name,domain_userid,user_id,derived_tstamp\n\
        e1,page_view,d1,,2024-05-01 09:00:00\ne2,pay,d1,,2024-05-01 09:05:00\n";
    let export = file("atomic_events.csv", text);
    let output = run("journeys", &[&export, "--preset", "snowplow", "--dot"]);
    let drawn = String::from_utf8(output.stdout).unwrap();
    assert!(drawn.starts_with("digraph \"user\"") && drawn.contains("label=\"1\\n5 min\""), "{drawn}");
    refused("journeys", &[&export, "--preset", "rainplow"], &["rainplow", "snowplow"]);
    refused("journeys", &[&file("none.jsonocel", "{}"), "--dot"], &["none.jsonocel"]);
}

#[test]
fn friction() {
    let mut text = String::from("case,activity,time,buyer,worker,team,way\n");
    for case in 0..12 {
        let (buyer, team) = (case % 4, if case % 2 == 0 { "desk" } else { "lab" });
        for (step, activity) in ["ask", "check", "check", "done"].into_iter().enumerate() {
            let worker = (case + step * 2) % 12;
            let way = if step == 2 { "phone" } else { "web" };
            text += &format!(
                "{case},{activity},2026-01-0{}T10:00:00Z,c{buyer},w{worker},{team},{way}\n",
                step * 2 + 1
            );
        }
    }
    let log = file("friction.csv", &text);
    let groups = ["--stakeholder", "customer=buyer", "--stakeholder", "employee=worker"];
    let arguments =
        [&[log.as_str()], &groups[..], &["--owner", "team", "--channel", "way", "--json"]].concat();
    let found = json("friction", &arguments);
    let worst = &found["touchpoints"][0];
    assert_eq!((&worst["name"], worst["groups"].as_array().unwrap().len()), (&"check".into(), 2));
    let customer = &worst["groups"][0];
    assert_eq!((&customer["stakeholder"], &customer["exposure"]), (&"customer".into(), &24.0.into()));
    for key in ["components", "friction", "burden"] {
        assert!(!customer[key].is_null(), "{key}");
    }
    assert_eq!(customer["components"]["rework"], 1.0);
    assert!(worst["burden"].as_f64().unwrap() > 0.0 && worst["breadth"].as_f64().unwrap() >= 1.0);
    assert_eq!((&found["silo"]["ei_index"], &found["silo"]["internal"]), (&(-1.0).into(), &36.into()));
    // A column called `team` is found without being named.
    let unnamed = [&[log.as_str()], &groups[..], &["--channel", "way", "--json"]].concat();
    let unnamed = json("friction", &unnamed);
    assert_eq!((&unnamed["silo"], &unnamed["touchpoints"]), (&found["silo"], &found["touchpoints"]));
    let teamless = file("teamless.csv", text.replace(",team,", ",desk,"));
    let teamless = json("friction", &[&[teamless.as_str()], &groups[..], &["--json"]].concat());
    assert_eq!(teamless["silo"], serde_json::json!({ "ei_index": null }));
    assert_eq!(found["channels"].as_array().unwrap().len(), 2);
    let phone = found["channels"].as_array().unwrap().iter().find(|row| row["name"] == "phone").unwrap();
    // Everybody is called once, two days later writes again, and nobody is lost; half of the stays on the web are
    // the last.
    assert_eq!(
        (&phone["life"]["sojourns"], &phone["life"]["barrier"]["of"], &phone["life"]["barrier"]["count"]),
        (&12.into(), &12.into(), &0.into())
    );
    assert_eq!(
        (&phone["life"]["removal_effect"], &phone["life"]["median_seconds"]),
        (&0.5.into(), &172_800.0.into())
    );
    assert!(phone["burden"].is_number());
    assert_eq!(
        (&found["channel_breadth"]["mean"], &found["switching"]["switches"]),
        (&2.0.into(), &24.into())
    );
    assert_eq!(found["switching"]["continuity"]["count"], 12);
    assert!(!found.to_string().contains("w11"), "no person is named");

    let map = r#"{"schema": 1, "name": "desk",
        "channels": [{"key": "web", "kind": "digital", "modality": "text"}],
        "touchpoints": [{"key": "check", "owner": "Quality", "channels": ["web"], "service_level": {"seconds": 86400, "share": 0.9}}]}"#;
    let map = file("friction-map.json", map);
    let with_map =
        [&[log.as_str()], &groups[..], &["--channel", "way", "--map", &map, "--failure", "done"]].concat();
    let found = json("friction", &[&with_map[..], &["--json"]].concat());
    assert_eq!(
        (&found["touchpoints"][0]["owner"], &found["promises"][0]["kept"]["share"]),
        (&"Quality".into(), &0.0.into())
    );
    let measures = &found["touchpoints"][0]["groups"][0]["measures"];
    assert_eq!((&measures["broken_promise"], &measures["error"]), (&1.0.into(), &0.5.into()));
    assert_eq!(found["coverage"]["used"]["share"], 1.0);
    let page = markdown("friction", &with_map);
    for words in [
        "## What to do first\n\n1. **check** (owner `Quality`)",
        "## Promises",
        "When people change the channel",
    ] {
        assert!(page.contains(words), "{page}");
    }
    refused(
        "friction",
        &[&[log.as_str()], &groups[..], &["--map", &log]].concat(),
        &["friction.csv", "line 1"],
    );
    due_times();
    let none = [&[log.as_str()], &groups[..], &["--channel", "wave"]].concat();
    refused("friction", &none, &["friction.csv", "`wave`"]);

    // A resource as its own team names nobody, and a log of four people says nothing of them.
    let alone = [&[log.as_str()], &groups[..], &["--owner", "worker", "--json"]].concat();
    let found = json("friction", &alone);
    assert!(!found.to_string().contains("\"w1"), "{found}");
    let by_resource = file("friction-resource.csv", text.replacen("worker", "resource", 1));
    let alone = [&by_resource, "--stakeholder", "customer=buyer", "--owner", "resource", "--json"];
    let found = json("friction", &alone);
    assert!(!found.to_string().contains("\"w1"), "{found}");
    assert!(found["touchpoints"].as_array().unwrap().iter().all(|row| row["owner_suppressed"] == true));

    let event =
        "<string key=\"concept:name\" value=\"a\"/><date key=\"time:timestamp\" value=\"2026-01-05\"/>";
    let nobody =
        format!("<log><trace><string key=\"concept:name\" value=\"1\"/><event>{event}</event></trace></log>");
    let nobody = file("nobody.xes", nobody);
    refused("friction", &[&nobody, "--stakeholder", "customer=buyer"], &["nobody.xes", "`buyer`"]);
    refused("friction", &[&log], &["--stakeholder"]);
    refused("friction", &[&log, "--stakeholder", "customer"], &["ROLE=COL"]);
    refused(
        "friction",
        &[&log, "--stakeholder", "customer=seller"],
        &["friction.csv", "customer", "`seller`"],
    );
    let twice = ["--stakeholder", "customer=buyer", "--stakeholder", "customer=worker"];
    refused("friction", &[&[log.as_str()], &twice[..]].concat(), &["already"]);
    let with = |more: &[&'static str]| [&[log.as_str()], &groups[..], more].concat();
    refused("friction", &with(&["--goal", "heaven"]), &["friction.csv", "`heaven`"]);
    refused("friction", &with(&["--anchor", "wait=5..5"]), &["anchors", "5"]);
    refused("friction", &with(&["--anchor", "luck=0..1"]), &["luck", "rework"]);
    refused("friction", &with(&["--anchor", "wait"]), &["GOOD..BAD"]);
    refused("friction", &with(&["--min-group", "few"]), &["few"]);
    refused("friction", &with(&["--frob"]), &["--frob"]);
    refused("friction", &["--stakeholder", "customer=buyer"], &["<LOG>"]);
    refused("friction", &["/no/such.csv", "--stakeholder", "customer=buyer"], &["/no/such.csv"]);
}

/// Two of three deliveries keep their time; it was promised to buyers, not to drivers.
fn due_times() {
    let text = "case,activity,time,buyer,driver,promised\n\
        1,order,2026-01-01T10:00:00Z,a,d,\n1,deliver,2026-01-03T10:00:00Z,a,d,2026-01-03T12:00:00Z\n\
        2,order,2026-01-01T10:00:00Z,b,d,\n2,deliver,2026-01-04T10:00:00Z,b,d,2026-01-04T10:00:00Z\n\
        3,order,2026-01-01T10:00:00Z,c,d,\n3,deliver,2026-01-09T10:00:00Z,c,d,2026-01-08T10:00:00Z\n";
    let log = file("friction-due.csv", text);
    let groups = ["--stakeholder", "customer=buyer", "--stakeholder", "employee=driver", "--min-group", "1"];
    let with = |more: &[&'static str]| [&[log.as_str()], &groups[..], more].concat();
    let found = json("friction", &with(&["--due", "promised", "--json"]));
    assert_eq!(found["promises"].as_array().unwrap().len(), 1, "{found}");
    let gap = &found["promises"][0];
    assert_eq!((&gap["touchpoint"], &gap["stakeholder"]), (&"deliver".into(), &"customer".into()));
    assert_eq!(
        (&gap["kept"]["count"], &gap["n"], &gap["median_seconds"]),
        (&2.into(), &3.into(), &0.0.into())
    );
    let touchpoints = found["touchpoints"].as_array().unwrap();
    let deliver = touchpoints.iter().find(|touchpoint| touchpoint["name"] == "deliver").unwrap();
    assert_eq!(deliver["groups"][0]["measures"]["broken_promise"], 1.0 / 3.0);
    assert!(deliver["groups"][1]["measures"].get("broken_promise").is_none());
    let page = markdown("friction", &with(&["--due", "promised"]));
    let row = "| deliver | customers | 3 | 66.7 % (20.8 % .. 93.9 %) | 7.3 h late | 0 s |";
    assert!(page.contains(row) && page.contains("Journeys count as done with **deliver**"), "{page}");
    assert!(
        page.contains("| Later than promised |") && page.contains("| 0.0 % | 0.0 % | 33.3 % |"),
        "{page}"
    );
    assert!(!page.contains("1 journeys") && page.contains("lived by 3 customers and 1 employee."), "{page}");
    refused("friction", &with(&["--due", "never"]), &["friction-due.csv", "due time", "`never`"]);
    let few = [&[log.as_str()], &["--stakeholder", "employee=driver"][..]].concat();
    let page = markdown("friction", &few);
    assert!(page.contains("Nothing can be shown: too few people at every touchpoint"), "{page}");
    let bad = file("friction-bad-due.csv", text.replace("2026-01-08T", "soon"));
    let asked = [&[bad.as_str()], &groups[..], &["--due", "promised"]].concat();
    refused("friction", &asked, &["friction-bad-due.csv", "line 7", "promised"]);
    let object_centric = file("due.jsonocel", r#"{"objectTypes": [], "events": [], "objects": []}"#);
    let ocel = [object_centric.as_str(), "--stakeholder", "customer=buyer", "--due", "promised"];
    refused("friction", &ocel, &["due.jsonocel", "--due", "table"]);
}

#[test]
fn scorecard() {
    let mut text = String::from("touchpoint,dimension,stakeholder,instrument,value,respondent\n");
    for (bucket, (value, count)) in [("9.5", 60), ("8.5", 25), ("6.5", 15)].into_iter().enumerate() {
        (0..count).for_each(|at| text += &format!("app,cx,customers,nps,{value},c{bucket}-{at}\n"));
    }
    text += "app,cx,customers,nps,,c-silent\n";
    for round in 0..5 {
        (0..4).for_each(|who| text += &format!("desk,ex,employees,enps,{},e{who}\n", 5 + round));
    }
    let signals = file("signals.csv", &text);
    let found = json("scorecard", &[&signals, "--json"]);
    let (app, desk) = (&found["facets"][0], &found["facets"][1]);
    assert_eq!((&app["n"], &app["missing"], &app["estimate"]), (&100.into(), &1.into(), &45.0.into()));
    assert_eq!((rounded(&app["low"]), rounded(&app["high"])), ("29.3431".into(), "58.0355".into()));
    assert_eq!(app["points"], 72.5);
    // Four employees, five times each: twenty answers, four people.
    assert_eq!(desk["suppressed"], true);
    for hidden in ["n", "estimate", "low", "high", "points"] {
        assert!(desk[hidden].is_null(), "{hidden}");
    }
    assert_eq!(rounded(&found["index"]["points"]), "72.5000"); // through logarithms
    assert_eq!(found["index"]["coverage"], 0.25);

    let mixed = "touchpoint,dimension,stakeholder,instrument,value\n\
                 app,cx,customers,nps,9\napp,cx,customers,rating:1-4,4\n";
    refused("scorecard", &[&file("mixed.csv", mixed)], &["line 3", "nps", "rating:1-4"]);
    let off = "touchpoint,dimension,stakeholder,instrument,value\napp,cx,customers,nps,11\n";
    refused("scorecard", &[&file("off.csv", off)], &["line 2", "11"]);
    let infinite = "touchpoint,dimension,stakeholder,instrument,value\napp,cx,customers,nps,inf\n";
    refused("scorecard", &[&file("infinite.csv", infinite)], &["line 2"]);
    refused("scorecard", &[&file("no-columns.csv", "a,b\n1,2\n")], &["touchpoint"]);
    refused("scorecard", &[&signals, "--index", "mode"], &["mode"]);
    let map = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/bank_onboarding/map.json");
    refused("scorecard", &[&signals, "--map", map], &["line 2", "app/cx/customers"]);
    let answers = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/bank_onboarding/signals.csv");
    let bank = json("scorecard", &[answers, "--map", map, "--json"]);
    assert_eq!(bank["facets"].as_array().unwrap().len(), 6);
}

#[test]
fn attribution() {
    let header = "path,total_conversions,total_conversion_value,total_null\n";
    let golden = format!("{header}A > B,30,60,20\nA > C,10,20,40\nB,15,30,35\nC > B,12,24,18\nA,5,10,65\n");
    let golden = file("paths.csv", golden);
    let more = ["--draws", "200", "--orders", "3", "--rules", "--json"];
    let found = json("attribution", &[&[golden.as_str()], &more[..]].concat());
    assert_eq!(rounded(&found["conversion_probability"]), "0.2880");
    for (name, effect, credit, visits) in [
        ("A", "0.5749", "24.5202", "0.6800"),
        ("B", "0.7917", "33.7644", "0.5200"),
        ("C", "0.3216", "13.7154", "0.3200"),
    ] {
        assert_eq!(rounded(&found["removal_effects"][name]), effect, "{name}");
        assert_eq!(rounded(&found["credits"][name]), credit, "{name}");
        assert_eq!(rounded(&found["expected_visits"][name]), visits, "{name}");
    }
    // A separator of one's own is no part of a name without a word.
    let own = file("own.csv", format!("{header}A ~ B,30,60,20\nB,15,30,35\n"));
    let page = markdown("attribution", &[own.as_str()]);
    assert!(
        page.contains("No path has a separator that is known: each is one touchpoint (--separator"),
        "{page}"
    );
    // A > B and A > C with 30 and 10 goals, and so on: what the rules say by hand.
    for (rule, credits) in
        [("first", [45.0, 15.0, 12.0]), ("last", [5.0, 57.0, 10.0]), ("linear", [25.0, 36.0, 11.0])]
    {
        let given = ["A", "B", "C"].map(|name| found["rules"][rule][name].as_f64().unwrap());
        assert_eq!(given, credits, "{rule}");
    }
    assert_eq!(found["rules"].as_object().unwrap().len(), 5);
    assert_eq!((&found["intervals"]["draws"], found["orders"].as_array().unwrap().len()), (&200.into(), 3));
    assert!(found["intervals"]["goal_low"].as_f64() < Some(0.288));
    let found = json("attribution", &[&golden, "--json"]);
    assert_eq!((found["intervals"].is_null(), found["orders"].as_array().unwrap().len()), (true, 0));
    let found = json("attribution", &[&golden, "--limits", "--json"]);
    assert!(found["intervals"]["draws"].is_null());
    assert_eq!(rounded(&found["intervals"]["removal_effects"][1]["low"]), "0.6833");
    let found = json("attribution", &[&golden, "--order", "2", "--json"]);
    assert_eq!((rounded(&found["removal_effects"]["A"]), &found["states"]), ("0.6250".into(), &6.into()));
    let report = run("attribution", &[&golden]);
    assert!(String::from_utf8(report.stdout).unwrap().contains("| B | 79.17 % | 33.8 |"));

    // Nobody reached the goal: effects are null, not 0.
    let never = file("never.csv", format!("{header}A,0,0,3\n"));
    let found = json("attribution", &[&never, "--json"]);
    assert!(found["removal_effects"]["A"].is_null() && found["credits"]["A"].is_null());

    for (name, rows, words) in [
        ("step.csv", "A > > B,1,1,1\n", ["line 2", "`path`"]),
        ("no-path.csv", "A,1,1,1\n,1,1,1\n", ["line 3", "`path` is empty"]),
        ("negative.csv", "A,-1,1,1\n", ["line 2", "`total_conversions` is `-1`"]),
        ("nan-value.csv", "A,1,NaN,1\n", ["line 2", "`total_conversion_value`"]),
        ("ragged.csv", "A,1,1,1\nB,1,1\n", ["line 3", "3 fields"]),
        ("huge.csv", "A,18446744073709551615,1,1\n", ["huge.csv", "transitions"]),
        ("zeros.csv", "A,0,0,0\n", ["zeros.csv", "no journey"]),
        ("no-rows.csv", "", ["no-rows.csv", "no row"]),
        ("quote.csv", "\"A,1,1,1\n", ["line 2", "quote"]),
    ] {
        refused("attribution", &[&file(name, format!("{header}{rows}"))], &words);
    }
    refused("attribution", &[&file("no-column.csv", "path,null\nA,1\n")], &["total_conversions"]);
    refused("attribution", &[&file("no-text.csv", "")], &["empty"]);
    refused("attribution", &[&golden, "--order", "0"], &["--order", "'0'", "from 1 to 16"]);
    refused("attribution", &[&golden, "--ordr"], &["--ordr"]);
    refused("attribution", &[&golden, "--draws", "-1"], &["-1"]);
    refused("attribution", &["/no/such/paths.csv"], &["/no/such/paths.csv"]);
    refused("attribution", &[], &["--help"]);
}

/// Every command explains itself, and a closed pipe is no fault.
#[test]
fn help_and_version() {
    for command in ["scorecard", "journeys", "friction", "attribution", "cascade", "contagion", "report"] {
        assert!(markdown(command, &["--help"]).contains("--json"), "{command}");
    }
    assert!(markdown("--version", &[]).starts_with("txm "));
    assert!(markdown("completions", &["bash"]).contains("_txm()"));
    let schema = markdown("schema", &["cascade"]);
    assert!(schema.contains("\"importance\"") && schema.contains("2020-12/schema"), "{schema}");
    assert!(markdown("schema", &["cascade", "--request"]).contains("\"shock\""));
    refused("schema", &["frob"], &["frob", "scorecard"]);
    refused("frob", &[], &["frob", "--help"]);
    refused("cascade", &["x.json", "--threads", "0"], &["--threads 0"]);
}

/// Text in other encodings is read when it says so or is declared to be, and refused by line otherwise.
#[test]
fn encodings() {
    let text = "from,to,weight\nb\u{fc}ro,k\u{fc}che,.5\n";
    let latin: Vec<u8> = text.chars().map(|letter| u32::from(letter) as u8).collect();
    let edges = file("latin1.csv", latin);
    refused("cascade", &["--edges", &edges], &["latin1.csv", "line 2", "not UTF-8", "--encoding"]);
    refused("cascade", &["--edges", &edges, "--encoding", "frob"], &["frob", "windows-1252"]);
    let declared = ["--edges", &edges, "--encoding", "latin1", "--json"];
    let read = json("cascade", &declared);
    assert_eq!(read["table"]["encoding"], "windows-1252");
    assert!(read["importance"].as_array().unwrap().iter().any(|row| row["node"] == "k\u{fc}che"));
    assert!(String::from_utf8(run("cascade", &declared).stderr).unwrap().contains("text in windows-1252"));
    let log = "case,activity,time\n1,z\u{e4}hlen,2024-01-02\n";
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(log.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let wide = file("wide.csv", wide);
    assert!(markdown("journeys", &[&wide]).contains("Read with text in UTF-16LE"));
}

/// Standard input is read, and its content tells its format, also where a name would say something else.
#[test]
fn kinds_of_input() {
    use std::io::Write as _;
    use std::process::Stdio;
    let log = "case,activity,time\n1,ask,2026-01-05T10:00:00Z\n1,pay,2026-01-05T10:01:00Z\n";
    let xes = "<?xml version=\"1.0\"?>\n<log xes.version=\"1.0\"><trace><string key=\"concept:name\" value=\"1\"/><event>\
        <string key=\"concept:name\" value=\"ask\"/><date key=\"time:timestamp\" value=\"2026-01-05\"/></event></trace></log>";
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    zipped.write_all(xes.as_bytes()).unwrap();
    let zipped = zipped.finish().unwrap();
    for (bytes, events) in [(log.as_bytes(), 2), (xes.as_bytes(), 1), (zipped.as_slice(), 1)] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_txm"));
        command
            .args(["journeys", "-", "--json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        let output = child.wait_with_output().unwrap();
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(found["events"], events);
    }
    assert_eq!(json("journeys", &[&file("export.xml", xes), "--json"])["events"], 1);
    assert_eq!(json("journeys", &[&file("export.dat", zipped), "--json"])["events"], 1);
    refused("journeys", &[&file("empty.dat", "")], &["empty.dat", ".csv"]);
}

/// The report joins a map, answers and a log, with the friction that `txm friction` finds.
#[test]
fn report() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/bank_onboarding");
    let [map, signals, log] = ["map.json", "signals.csv", "log.csv"].map(|name| format!("{folder}/{name}"));
    let shock = ["--signals", &signals, "--shock", "teller_app/ux/tellers=12"];
    let found = json("report", &[&[map.as_str()], &shock[..], &["--log", &log, "--json"]].concat());
    let impact = found["what_if"]["impact"].as_array().unwrap();
    let total = |key: &str| rounded(&impact.iter().find(|node| node["node"] == key).unwrap()["total"]);
    assert_eq!(total("teller_desk/ex/tellers"), "4.4839");
    assert_eq!(found["where_it_hurts"]["waits"].as_array().unwrap().len(), 1);
    let page = markdown("report", &[&[map.as_str()], &shock[..], &["--title", "A better app"]].concat());
    assert!(page.starts_with("# A better app\n"), "{page}");
    // What scores are joined by is said as to `txm scorecard`.
    let joined = ["--signals", &signals, "--index", "arithmetic", "--respondents-by-unit"];
    let page = markdown("report", &[&[map.as_str()], &joined[..]].concat());
    assert!(page.contains("(arithmetic)"), "{page}");
    refused("report", &[&map, "--shock", "till=1"], &["--shock till", "no such node"]);
    refused("report", &[&map, "--log", &map], &["map.json"]);
}

/// A list is cut to its most important rows, and says what it leaves out; `--all` writes all of it.
#[test]
fn long_lists() {
    let rows: String = (1..500).map(|node| format!("n0,n{node},{}\n", 0.5 / f64::from(node))).collect();
    let star = file("star.csv", format!("from,to,weight\n{rows}"));
    let ask = ["--edges", &star, "--shock", "n0=1", "--horizon", "2", "--json"];
    let found = json("cascade", &ask);
    for list in ["impact", "importance", "sensitivity", "settled"] {
        let rows = found[list].as_array().unwrap().len() as u64;
        let left_out = found[format!("{list}_left_out")].as_u64().unwrap();
        let all = if list == "sensitivity" { 499 } else { 500 };
        assert_eq!((rows, left_out), (100, all - 100), "{list}");
    }
    assert_eq!(found["impact"][1]["node"], "n1");
    let all = json("cascade", &[&ask[..], &["--all"]].concat());
    assert_eq!((all["impact"].as_array().unwrap().len(), &all["impact_left_out"]), (500, &0.into()));
    assert_eq!(all["trajectory"].as_array().unwrap().len(), 1_500);
    assert!(markdown("cascade", &ask[..4]).contains("... and 488 more."));
}

/// Threads never change a byte.
#[test]
fn threads() {
    let edges = file("golden-threads.csv", GOLDEN);
    let ask = |threads| {
        let more = ["--draws", "500", "--json", "--threads", threads];
        run("cascade", &[&["--edges", edges.as_str(), "--shock", "teller_ux=12"], &more[..]].concat()).stdout
    };
    assert_eq!(ask("1"), ask("2"));
}

/// An activity of a start and a complete is one visit, and no rework.
#[test]
fn lifecycles() {
    let text = "case,activity,time,lifecycle:transition\n1,check,2026-01-05T10:00:00Z,start\n\
        1,check,2026-01-05T10:10:00Z,complete\n1,pay,2026-01-05T11:00:00Z,complete\n";
    let log = file("lifecycle.csv", text);
    let found = json("journeys", &[&log, "--json"]);
    assert_eq!((&found["events"], &found["notes"]["lifecycle"]["paired"]), (&2.into(), &1.into()));
    let page = markdown("journeys", &[&log]);
    assert!(page.contains("1 visit of a start and a complete (see --lifecycle)"), "{page}");
    assert_eq!(json("journeys", &[&log, "--lifecycle", "every", "--json"])["events"], 3);
}

/// A log in which everybody is unknown has no journeys, and says why.
#[test]
fn nobody() {
    let log = file("nobody.csv", "case,activity,time\nNA,ask,2026-01-05\nunknown,ask,2026-01-06\n");
    refused("journeys", &[&log], &["nobody.csv", "`case`", "nobody"]);
    assert_eq!(json("journeys", &[&log, "--somebody", "NA", "--json"])["cases"], 1);
}

#[test]
fn starts_of_work() {
    let rows = "1,ask,0,120\n1,check,1800,2400\n1,pay,3000,3060\n";
    let path = file("starts.csv", format!("case,activity,start_time,end_time\n{rows}"));
    let read = [path.as_str(), "--time-format", "s"];
    let page = markdown("journeys", &read);
    for text in [
        "- Work begins at `start_time`, and waits end there (see --start)",
        "| ask | check | 1 | 28 min | 28 min | 28 min |",
        "## Where work takes longest",
        "| check | 1 | 10 min | 10 min | 10 min |",
    ] {
        assert!(page.contains(text), "`{text}` is not in:\n{page}");
    }
    let answer = json("journeys", &[&read[..], &["--json"]].concat());
    assert_eq!(answer["edges"][0]["mean_sojourn_seconds"], 2_280.0);
    assert_eq!(answer["notes"]["start_column"], "start_time");
    let unread = json("journeys", &[&read[..], &["--json", "--start", ""]].concat());
    assert_eq!(
        (&unread["edges"][0]["mean_seconds"], &unread["service_times"]),
        (&2_280.0.into(), &Value::Null)
    );
    let friction = markdown("friction", &[&read[..], &["--stakeholder", "customers=case"]].concat());
    assert!(
        friction.contains("Mean wait | Mean work |") && friction.contains("Waits end where work begins"),
        "{friction}"
    );
    let late = file("starts-late.csv", "case,activity,start_time,end_time\n1,ask,5,4\n");
    refused(
        "journeys",
        &[&late, "--time-format", "s"],
        &["line 2", "`start_time`", "after it ended", "--start"],
    );
}

#[test]
fn words_of_lifecycles() {
    let table = |column: &str| {
        let row = |text: &str| format!("1,{text}\n");
        let rows = ["pay,Beginn,0", "pay,Ende,60", "ship,Beginn,70", "ship,Ende,90"].map(row).concat();
        format!("case,activity,{column},time\n{rows}")
    };
    let path = file("words.csv", table("lifecycle:transition"));
    let read = [path.as_str(), "--time-format", "s"];
    let page = markdown("journeys", &read);
    assert!(page.contains("(see --lifecycle-words): `Beginn`, `Ende`\n"), "{page}");
    refused(
        "journeys",
        &[&read[..], &["--lifecycle", "complete"]].concat(),
        &["`Beginn`, `Ende`", "--lifecycle-words"],
    );
    let words = ["--lifecycle-words", "start=Beginn,complete=Ende"];
    assert!(
        markdown("journeys", &[&read[..], &words].concat()).contains("2 visits of a start and a complete")
    );
    refused("journeys", &[&read[..], &["--lifecycle-words", "Beginn"]].concat(), &["start=WORD", "Beginn"]);
    let status = file("words-status.csv", table("Status"));
    let page = markdown("journeys", &[&status, "--time-format", "s"]);
    assert!(page.contains("Column `Status` looks like a lifecycle"), "{page}");
}

#[test]
fn logs_without_times() {
    let rows = "2,search,web\n1,search,web\n2,ask,app\n1,pay,web\n2,pay,app\n";
    let path = file("untimed.csv", format!("case,activity,channel\n{rows}"));
    let page = markdown("journeys", &[&path]);
    for text in [
        "5 events of 2 journeys (`case`) over 3 activities",
        "No times were found (`time`, `timestamp` or `time:timestamp`): the order of the file is taken, and there are no waits\n",
        "| search | ask | 1 |",
        "search → ask → pay",
    ] {
        assert!(page.contains(text), "`{text}` is not in:\n{page}");
    }
    assert!(!page.contains("wait longest") && !page.contains("Median"), "{page}");
    let answer = json("journeys", &[&path, "--json"]);
    assert_eq!(
        (&answer["notes"]["without_times"], &answer["edges"][0]["mean_seconds"]),
        (&true.into(), &Value::Null)
    );
    assert!(markdown("journeys", &[&path, "--dot"]).contains("label=\"1\""));
    refused("friction", &[&path, "--stakeholder", "customers=case"], &["no times", "friction", "--time"]);

    let dated = file("untimed-dated.csv", "case,activity,Datum\n1,ask,2024-05-01\n");
    assert!(
        markdown("journeys", &[&dated]).contains("there are no waits. Are they in `Datum`? See --time\n")
    );
    refused("journeys", &[&path, "--time", "when"], &["no column for the time", "`when`"]);
    let xes = "<log><trace><string key=\"concept:name\" value=\"1\"/>\n<event><string key=\"concept:name\" value=\"ask\"/></event>\n</trace></log>";
    assert!(markdown("journeys", &[&file("untimed.xes", xes)]).contains("No times were found"));
}

#[test]
fn references_that_lead_nowhere() {
    let log = |ids: &str| {
        format!(
            r#"{{"objectTypes":[{{"name":"order","attributes":[]}}],"eventTypes":[{{"name":"pay","attributes":[]}}],
            "objects":[{{"id":"o1","type":"order"}}],"events":[{{"id":"e1","type":"pay","time":"2024-05-01T09:00:00Z",
            "relationships":[{ids}]}}]}}"#
        )
    };
    let to = |id: &str| format!(r#"{{"objectId":"{id}","qualifier":"of"}}"#);
    let whole = file("dangling-none.json", log(&to("o1")));
    assert_eq!(json("journeys", &[&whole, "--json"])["notes"]["dangling_relations"], 0);
    for (name, ids, count) in [
        ("dangling-1.json", vec!["o1", "gone"], 1),
        ("dangling-2.json", vec!["gone", "o1"], 1),
        ("dangling-3.json", vec!["gone"], 1),
        ("dangling-4.json", vec!["O1", "o1 "], 2),
        ("dangling-5.json", vec!["o1", "gone", "lost"], 2),
    ] {
        let path = file(name, log(&ids.iter().map(|id| to(id)).collect::<Vec<_>>().join(",")));
        refused("journeys", &[&path], &["event `e1`", "which the log does not have", "--skip-dangling"]);
        let page = markdown("journeys", &[&path, "--skip-dangling"]);
        let word = if count == 1 { "relation" } else { "relations" };
        assert!(
            page.contains(&format!("{count} {word} with an object or event that the log does not have")),
            "{page}"
        );
    }
}
