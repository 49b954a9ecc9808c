//! JSON Schemas: the files are those of the types, and real answers of every capability are what the schemas say.

#![cfg(feature = "schema")]

use std::env;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};
use total_experience::cascade::Network;
use total_experience::cascade::contagion::{Contagion, Diffusion};
use total_experience::io::event_log::csv;
use total_experience::io::map::read_json;
use total_experience::io::network::read_edges;
use total_experience::io::paths::read_paths;
use total_experience::io::survey::signals::read_responses;
use total_experience::journey::log::EventLog;
use total_experience::request::{Capability, Data, Request, schema};

use super::{LOG, MAP, SIGNALS};

const EDGES: &str = "from,to,weight,standard_error
teller_app,tellers,.35,.08
tellers,onboarding,.26,.09
teller_app,onboarding,.10,.05
onboarding,tellers,.12,.06
";

const PATHS: &str = "path,total_conversions,total_conversion_value,total_null
ad > branch,30,900,20
ad > app,10,250,40
branch,15,400,35
app > branch,12,360,18
";

/// Requests that leave nothing out of the answers, by what the data are.
fn requests() -> Vec<Request> {
    let customers = json!({"stakeholder": {"key": "customers", "role": "customer"}, "object_type": "case"});
    let groups = json!([customers]);
    let node = |node: &str, value: f64| json!({"node": node, "value": value});
    let all = [
        json!({"capability": "scorecard", "index": "harmonic", "weights": {"cx": 2, "ex": 1}}),
        json!({"capability": "journeys"}),
        json!({"capability": "journeys", "object_type": "case", "rows": 3}),
        json!({"capability": "friction", "groups": groups, "owner": "resource"}),
        json!({"capability": "friction", "groups": groups, "rows": 1, "workers": null}),
        json!({"capability": "attribution"}),
        json!({"capability": "attribution", "limits": true, "orders": 2, "rules": true}),
        json!({"capability": "attribution", "draws": 20}),
        json!({"capability": "cascade"}),
        json!({"capability": "cascade", "shock": [node("teller_app", 5.0)], "horizon": 3, "paths": 2, "draws": 50}),
        json!({"capability": "cascade", "shock": [node("teller_app", 5.0)], "objective": [node("onboarding", 1.0)],
            "model": "bounded", "scores": [node("tellers", 60.0)], "rows": 2}),
        json!({"capability": "contagion", "seeds": ["teller_app"], "runs": 100}),
        json!({"capability": "contagion", "seeds": ["teller_app"], "select": 1, "runs": 100}),
        json!({"capability": "report", "shock": [node("teller_app/ux/tellers", 12.0)],
            "friction": {"groups": groups, "owner": "resource"}}),
        json!({"capability": "report", "title": "Journeys"}),
    ];
    all.map(|request| serde_json::from_value(request).unwrap()).into()
}

/// The documents of all answers: from the bank of the example, and with a log whose events name objects.
fn answers() -> Vec<(Capability, Value)> {
    let map = read_json(MAP.as_bytes()).unwrap();
    let tally = read_responses(SIGNALS.as_bytes(), &map).unwrap().responses.tally().unwrap();
    let log = csv::read(LOG.as_bytes()).unwrap().log;
    let paths = read_paths(PATHS.as_bytes()).unwrap().paths;
    let edges = read_edges(EDGES.as_bytes()).unwrap();
    let network = Network::from_columns(edges.names.len(), &edges.columns()).unwrap();
    let contagion =
        Contagion::from_columns(edges.names.len(), &edges.columns(), Diffusion::IndependentCascade).unwrap();
    let data = Data::default().with_map(&map).with_tally(&tally).with_log(&log).with_paths(&paths);
    let data = data.with_network(&network).with_contagion(&contagion);
    let small = EventLog::builder().finish();
    let ask = |request: &Request, data: &Data<'_>| {
        (request.capability(), serde_json::to_value(request.run(data).unwrap()).unwrap())
    };
    let mut all: Vec<_> = requests().iter().map(|request| ask(request, &data)).collect();
    all.push(ask(&Request::Journeys(Default::default()), &data.with_log(&small)));
    all
}

#[test]
fn files_are_those_of_the_types() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas");
    let mut files = vec![
        ("request.json".to_owned(), schema::of_any_request()),
        ("map.json".to_owned(), schema::of_map()),
    ];
    for capability in Capability::ALL {
        files.push((format!("{capability}.request.json"), schema::of_request(capability)));
        files.push((format!("{capability}.answer.json"), schema::of_answer(capability)));
    }
    for (name, schema) in files {
        let (path, text) = (folder.join(name), format!("{schema:#}\n"));
        if env::var("TXM_BLESS").as_deref() == Ok("1") {
            fs::write(&path, text).unwrap();
        } else {
            assert!(
                fs::read_to_string(&path).is_ok_and(|found| found == text),
                "{} is not what the types say: write it with \
                 TXM_BLESS=1 cargo test --all-features --test it schemas",
                path.display()
            );
        }
    }
}

#[test]
fn answers_are_what_their_schemas_say() {
    for (capability, document) in answers() {
        let schema = schema::of_answer(capability);
        let faults = faults(&schema, &schema, &document, "$");
        assert!(faults.is_empty(), "{capability}: {faults:#?}");
        // The schema asks for every field.
        for (field, value) in document.as_object().unwrap() {
            let mut without = document.clone();
            without.as_object_mut().unwrap().remove(field);
            assert!(!self::faults(&schema, &schema, &without, "$").is_empty(), "{capability}: no `{field}`");
            let mut other = document.clone();
            other[field] = if value.is_object() { json!([[]]) } else { json!({"frob": 1}) };
            assert!(!self::faults(&schema, &schema, &other, "$").is_empty(), "{capability}: other `{field}`");
        }
    }
}

/// Maps that are read are what the schema says, and what it refuses is refused in words of a map.
#[test]
fn maps_are_what_their_schema_says() {
    let schema = schema::of_map();
    let bank: Value = serde_json::from_str(MAP).unwrap();
    assert_eq!(faults(&schema, &schema, &bank, "$"), [""; 0]);
    let small = json!({"schema": 1, "stakeholders": [{"key": "c", "role": "customer"}], "touchpoints": [{"key": "t"}],
        "facets": [{"touchpoint": "t", "dimension": "cx", "stakeholder": "c"}]});
    assert_eq!(faults(&schema, &schema, &small, "$"), [""; 0]);
    for (pointer, wrong, words) in [
        ("/touchpoints/0/service_level", json!(3_600), r#"a service level: {"seconds": ..., "share": ...}"#),
        ("/touchpoints/0", json!("t"), r#"a touchpoint: {"key": ..., ...}"#),
        ("/stakeholders/0", json!("customers"), r#"a stakeholder group: {"key": ..., "role": ..., ...}"#),
        ("/stakeholders/0/role", json!(1), "a string"),
        (
            "/facets/0",
            json!("t/cx/c"),
            r#"a facet: {"touchpoint": ..., "dimension": ..., "stakeholder": ...}"#,
        ),
        ("/facets/0/dimension", json!("dx"), "`dx` is no dimension: use cx, ex, ux or mx"),
        ("/influences", json!([0.5]), r#"an influence: {"from": ..., "to": ..., "weight": ..., ...}"#),
        ("/outcomes", json!(["retention"]), r#"an outcome: {"key": ..., "unit": ..., ...}"#),
        ("/channels", json!(["web"]), r#"a channel: {"key": ..., "kind": ..., ...}"#),
        ("/journeys", json!([1]), r#"a journey: {"key": ..., "stakeholder": ..., "steps": [...]}"#),
        ("", json!("map"), r#"a map: {"schema": 1, ...}"#),
    ] {
        let mut other = small.clone();
        let (parent, field) = pointer.rsplit_once('/').unwrap_or_default();
        match other.pointer_mut(parent) {
            Some(Value::Object(object)) if !field.is_empty() => {
                object.insert(field.to_owned(), wrong);
            }
            _ => *other.pointer_mut(pointer).unwrap() = wrong,
        }
        assert!(!faults(&schema, &schema, &other, "$").is_empty(), "{pointer}");
        let error = read_json(other.to_string().as_bytes()).unwrap_err().to_string();
        assert!(error.contains(words) && !error.contains("struct"), "{pointer}: {error}");
    }
}

#[test]
fn requests_are_what_their_schemas_say() {
    let any = schema::of_any_request();
    for request in requests() {
        let whole = serde_json::to_value(&request).unwrap();
        assert_eq!(faults(&any, &any, &whole, "$"), [""; 0], "{whole}");
        let schema = schema::of_request(request.capability());
        let mut alone = whole.clone();
        alone.as_object_mut().unwrap().remove("capability");
        assert_eq!(faults(&schema, &schema, &alone, "$"), [""; 0], "{alone}");
        assert_eq!(faults(&schema, &schema, &json!({}), "$"), [""; 0], "every field has a default");
        for wrong in [json!({"frob": 1}), json!({"version": 2}), json!([])] {
            assert!(!faults(&schema, &schema, &wrong, "$").is_empty(), "{wrong}");
        }
    }
    assert!(!faults(&any, &any, &json!({}), "$").is_empty(), "a request names its capability");
}

/// What is wrong with a value by its schema. Objects have no fields but those that are described. Every keyword that
/// is used is known here.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let schema = match schema {
        Value::Object(schema) => schema,
        Value::Bool(true) => return Vec::new(),
        other => return vec![format!("{at}: {other}")],
    };
    let mut found = Vec::new();
    let mut wrong = |what: String| found.push(format!("{at}: {what}: {value}"));
    for (keyword, given) in schema {
        match keyword.as_str() {
            "$schema"
            | "$defs"
            | "title"
            | "description"
            | "default"
            | "format"
            | "required"
            | "properties"
            | "additionalProperties"
            | "unevaluatedProperties"
            | "items"
            | "prefixItems"
            | "anyOf"
            | "oneOf"
            | "patternProperties"
            | "$ref" => {}
            "type" => {
                let is = |kind: &Value| match kind.as_str() {
                    Some("object") => value.is_object(),
                    Some("array") => value.is_array(),
                    Some("string") => value.is_string(),
                    Some("boolean") => value.is_boolean(),
                    Some("null") => value.is_null(),
                    Some("number") => value.is_number(),
                    Some("integer") => value.is_i64() || value.is_u64(),
                    _ => panic!("type {kind}"),
                };
                if !given.as_array().map_or_else(|| is(given), |kinds| kinds.iter().any(is)) {
                    wrong(format!("no {given}"));
                }
            }
            "const" if given != value => wrong(format!("not {given}")),
            "const" => {}
            "enum" if !given.as_array().unwrap().contains(value) => wrong(format!("none of {given}")),
            "enum" => {}
            "minimum" if value.as_f64().is_some_and(|number| number < given.as_f64().unwrap()) => {
                wrong(format!("below {given}"));
            }
            "maximum" if value.as_f64().is_some_and(|number| number > given.as_f64().unwrap()) => {
                wrong(format!("above {given}"));
            }
            "minItems"
                if value.as_array().is_some_and(|all| all.len() < given.as_u64().unwrap() as usize) =>
            {
                wrong(format!("fewer than {given}"));
            }
            "maxItems"
                if value.as_array().is_some_and(|all| all.len() > given.as_u64().unwrap() as usize) =>
            {
                wrong(format!("more than {given}"));
            }
            "minimum" | "maximum" | "minItems" | "maxItems" => {}
            other => panic!("the keyword `{other}` is not known here"),
        }
    }
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(name.strip_prefix('#').unwrap()).unwrap();
        found.extend(faults(root, target, value, at));
    }
    for keyword in ["anyOf", "oneOf"] {
        let Some(ways) = schema.get(keyword).and_then(Value::as_array) else { continue };
        let tried: Vec<_> = ways.iter().map(|way| faults(root, way, value, at)).collect();
        if tried.iter().all(|faults| !faults.is_empty()) {
            found.extend(tried.into_iter().min_by_key(Vec::len).unwrap());
        }
    }
    if let Some(items) = value.as_array() {
        let first = schema.get("prefixItems").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for (place, item) in items.iter().enumerate() {
            if let Some(schema) = first.get(place).or_else(|| schema.get("items")) {
                found.extend(faults(root, schema, item, &format!("{at}[{place}]")));
            }
        }
    }
    if let Some(fields) = value.as_object() {
        found.extend(fields_faults(root, schema, fields, at));
    }
    found
}

fn fields_faults(
    root: &Value,
    schema: &Map<String, Value>,
    fields: &Map<String, Value>,
    at: &str,
) -> Vec<String> {
    let known = schema.get("properties").and_then(Value::as_object);
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    let missing = required.filter_map(Value::as_str).filter(|&name| !fields.contains_key(name));
    let mut found: Vec<_> = missing.map(|name| format!("{at}: no `{name}`")).collect();
    let others = schema.get("additionalProperties");
    // The one pattern that types have: names that are numbers.
    let patterns = schema.get("patternProperties").and_then(Value::as_object);
    assert!(patterns.is_none_or(|patterns| patterns.keys().all(|pattern| pattern == r"^\d+$")));
    let numbered = patterns.and_then(|patterns| patterns.values().next());
    for (name, value) in fields {
        let at = format!("{at}.{name}");
        let numbered = numbered.filter(|_| name.bytes().all(|byte| byte.is_ascii_digit()));
        match (known.and_then(|known| known.get(name)).or(numbered), others) {
            (Some(schema), _) | (None, Some(schema @ Value::Object(_))) => {
                found.extend(faults(root, schema, value, &at));
            }
            (None, _) if known.is_some() || others == Some(&Value::Bool(false)) => {
                found.push(format!("{at}: not described"));
            }
            _ => {}
        }
    }
    found
}
