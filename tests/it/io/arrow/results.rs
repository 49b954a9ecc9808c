//! Results as record batches say what their JSON says, under the same names, and are read back equal.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, UInt64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use serde_json::Value;
use total_experience::cascade::Network;
use total_experience::io::arrow::{read_edges, results};
use total_experience::io::survey::signals;
use total_experience::io::{event_log, network, paths};
use total_experience::journey::dfg::JourneyGraph;
use total_experience::score::scorecard::Scorecard;

use super::{ipc, stream};

/// A cell as JSON.
fn cell(batch: &RecordBatch, column: &str, row: usize) -> Value {
    let array = batch.column_by_name(column).unwrap_or_else(|| panic!("no column {column}"));
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).into(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into(),
        DataType::Boolean => array.as_boolean().value(row).into(),
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            dictionary.values().as_string::<i32>().value(dictionary.normalized_keys()[row]).into()
        }
        other => panic!("{other}"),
    }
}

/// Whether the batch says in these columns what the rows say, written and read again too.
fn check(batch: &RecordBatch, rows: &Value, columns: &[(&str, &str)]) {
    let rows = rows.as_array().unwrap();
    assert_eq!(batch.num_rows(), rows.len());
    let bytes = stream(std::slice::from_ref(batch));
    let again = arrow_ipc::reader::StreamReader::try_new(&bytes[..], None).unwrap().next().unwrap().unwrap();
    for (at, row) in rows.iter().enumerate() {
        for (column, key) in columns {
            let expected = row.get(key).unwrap_or_else(|| panic!("no key {key}"));
            assert_eq!(&cell(batch, column, at), expected, "{column} {at}");
            assert_eq!(&cell(&again, column, at), expected, "{column} {at}");
        }
    }
}

fn same<'a>(names: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    names.iter().map(|&name| (name, name)).collect()
}

#[test]
fn scores_and_tallies() {
    let mut text = "touchpoint,dimension,stakeholder,instrument,value,respondent\n".to_owned();
    for at in 0..40 {
        text += &format!("till,cx,customers,nps,{},c{}\n", at % 11, at % 35);
        text += &format!("desk,ex,staff,csat,{},\n", 1 + at % 5);
    }
    text += "vault,ex,guards,nps,9,g1\nform,ux,customers,ces2,,c1\n";
    let (map, found) = signals::read_map_and_responses(text.as_bytes()).unwrap();
    let tally = found.responses.tally().unwrap();
    let card = Scorecard::from_tally(&map, &tally).unwrap();
    assert!(card.facets.iter().any(|facet| facet.is_suppressed()));
    let batch = results::scores(&card).unwrap();
    let keys = "touchpoint dimension stakeholder instrument n missing superseded excluded n_effective estimate low \
                high standard_error points points_low points_high suppressed";
    let keys: Vec<&str> = keys.split_whitespace().collect();
    check(&batch, &serde_json::to_value(&card.facets).unwrap(), &same(&keys));
    for (at, facet) in card.facets.iter().enumerate() {
        let published = facet.published();
        let people = published.map(|published| published.respondents.count());
        assert_eq!(cell(&batch, "respondents", at), people.map_or(Value::Null, Into::into));
        assert_eq!(cell(&batch, "unit", at), facet.instrument.unwrap().unit().to_string());
    }

    let batch = results::tally(&map, &tally).unwrap();
    assert_eq!(batch.num_rows(), tally.facets().len());
    for (at, facet) in tally.facets().enumerate() {
        assert_eq!(cell(&batch, "n", at), facet.answer_count());
        assert_eq!(cell(&batch, "mean", at), facet.mean().map_or(Value::Null, Into::into));
        assert_eq!(cell(&batch, "most", at), facet.range().map_or(Value::Null, |range| range.1.into()));
    }
    assert_eq!(cell(&batch, "respondents_are", 0), "exact");
    assert_eq!(cell(&batch, "respondents_are", 1), "at most, unverified");
    let other = total_experience::model::map::ExperienceMap::default();
    let unknown = results::tally(&other, &tally).unwrap_err();
    assert!(matches!(unknown, total_experience::io::Error::Map { .. }));
}

#[test]
fn journeys_and_attribution() {
    let mut text = "case,activity,time\n".to_owned();
    for at in 0..60 {
        text += &format!("{},step {},2024-01-0{}T0{}:00:00Z\n", at % 13, at % 4, 1 + at % 9, at % 7);
    }
    let log = event_log::csv::read(text.as_bytes()).unwrap().log;
    let graph = JourneyGraph::discover(&log, log.object_type("case").unwrap()).unwrap();
    let edges: Vec<_> = graph.edges().collect();
    let names = ["from", "to", "count", "mean_seconds", "median_seconds", "p90_seconds"];
    check(&results::journey_edges(&graph).unwrap(), &serde_json::to_value(edges).unwrap(), &same(&names));
    let nodes = results::journey_nodes(&graph).unwrap();
    for (at, node) in graph.nodes().enumerate() {
        assert_eq!(cell(&nodes, "activity", at), node.name);
        assert_eq!(
            (cell(&nodes, "starts", at), cell(&nodes, "ends", at)),
            (node.starts.into(), node.ends.into())
        );
    }

    let text =
        "path,total_conversions,total_conversion_value,total_null\na > b,3,90.5,17\nb,1,10,9\na > c,2,8,1\n";
    let found = paths::read_chain(text.as_bytes()).unwrap().solve().unwrap();
    let mut columns = same(&[
        "visits",
        "goal",
        "lost",
        "open",
        "removal_effect",
        "credit",
        "value_credit",
        "elasticity",
        "seconds",
    ]);
    columns.push(("touchpoint", "name"));
    let rows = serde_json::to_value(&found.touchpoints).unwrap();
    check(&results::attribution(&found).unwrap(), &rows, &columns);
}

#[test]
fn networks() {
    let text = "from,to,weight,standard_error,lag\nstaff,customers,.26,.09,\napp,staff,.35,,\napp,customers,-.1,.02,1\n";
    let edges = network::read_edges(text.as_bytes()).unwrap();
    let batch = results::influences(&edges).unwrap();
    let again = read_edges(ipc(&stream(&[batch]))).unwrap();
    assert_eq!((&again.names, &again.from, &again.to), (&edges.names, &edges.from, &edges.to));
    assert_eq!((&again.weight, &again.lag), (&edges.weight, &edges.lag));
    assert_eq!(again.standard_error[0].to_bits(), edges.standard_error[0].to_bits());
    assert!(again.standard_error[1].is_nan());

    let network = Network::from_columns(edges.names.len(), &edges.columns()).unwrap();
    let shock = network.node_values(&[("app", 3.0)]).unwrap();
    let impact = network.impact(&shock).unwrap();
    let batch = results::impact(&impact).unwrap();
    for (at, (key, total)) in impact.total.iter().enumerate() {
        assert_eq!(cell(&batch, "node", at), key.as_ref());
        assert_eq!(cell(&batch, "total", at), *total);
        let [shock, direct, indirect] = [&impact.shock, &impact.direct, &impact.indirect]
            .map(|values| Value::from(values.as_slice()[at]));
        assert_eq!(cell(&batch, "shock", at), shock);
        assert_eq!((cell(&batch, "direct", at), cell(&batch, "indirect", at)), (direct, indirect));
    }
    let ranking = network.importance(&network.node_values(&[("customers", 1.0)]).unwrap()).unwrap();
    let batch = results::importance(&network, &ranking).unwrap();
    for (at, node) in ranking.iter().enumerate() {
        assert_eq!(cell(&batch, "node", at), network.key(node.node).as_ref());
        assert_eq!(cell(&batch, "value", at), node.value);
    }
}
