//! Types of columns: those that are read mean the same, all others are refused.

use std::sync::Arc;

use arrow_array::{ArrayRef, BinaryArray, BooleanArray, Float64Array, NullArray, RecordBatch, StringArray};
use proptest::prelude::*;
use total_experience::io::arrow::{read_edges, read_log, read_log_with, read_scores};
use total_experience::io::event_log::{EventOptions, ObjectColumn, csv};
use total_experience::io::{ArrowFault, Error, network};

use super::{As, Frame, held, ipc, stream};

#[test]
fn other_types_are_refused_and_nulls_are_missing() {
    let text = |values: [&str; 2]| Arc::new(StringArray::from_iter_values(values)) as ArrayRef;
    let read = |weight: ArrayRef, error: ArrayRef| {
        let columns = [
            ("from", text(["a", "b"])),
            ("to", text(["b", "c"])),
            ("weight", weight),
            ("standard_error", error),
        ];
        read_edges(RecordBatch::try_from_iter(columns).unwrap().into())
    };
    let weights = || Arc::new(Float64Array::from(vec![0.5, 0.25])) as ArrayRef;
    let found = read(weights(), Arc::new(NullArray::new(2))).unwrap();
    assert!(found.standard_error.iter().all(|error| error.is_nan()));
    for other in [
        Arc::new(BooleanArray::from(vec![true, false])) as ArrayRef,
        Arc::new(BinaryArray::from(vec![&b"1"[..], b"2"])),
    ] {
        let found = read(other, weights());
        assert!(
            matches!(&found, Err(Error::Arrow(ArrowFault::ColumnType { column, .. })) if column == "weight"),
            "{found:?}"
        );
    }
    let empty = read(Arc::new(Float64Array::from(vec![Some(0.5), None])), weights());
    assert_eq!(empty.unwrap_err().to_string(), "row 2: `weight` is empty: fill it or remove the row");
}

/// An item of a list is one name, whatever is in it.
#[test]
fn items_of_lists_are_not_split() {
    use arrow_array::builder::{ListBuilder, StringBuilder};
    let mut products = ListBuilder::new(StringBuilder::new());
    for items in
        [vec![Some("a|b"), Some(" c "), None, Some("")], vec![], vec![Some("['d', 'e']"), Some("n/a")]]
    {
        products.append_value(items);
    }
    let text = |values: [&str; 3]| Arc::new(StringArray::from_iter_values(values)) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("case", text(["1", "1", "1"])),
        ("activity", text(["ask", "ask", "ask"])),
        ("time", text(["2024-01-01", "2024-01-02", "2024-01-03"])),
        ("products", Arc::new(products.finish()) as ArrayRef),
    ]);
    let options = EventOptions::default().with_objects(ObjectColumn::new("product").with_column("products"));
    let found = read_log_with(batch.unwrap().into(), &options).unwrap();
    let product = found.log.object_type("product").unwrap();
    let objects = found.log.objects(product).unwrap();
    let names: Vec<_> = objects.map(|object| found.log.object_key(object).unwrap().into_owned()).collect();
    assert_eq!(names, ["a|b", "c", "['d', 'e']"]);
    assert_eq!((found.notes.lists, found.notes.placeholders), (0, 1));
}

#[test]
fn batches_without_rows_have_no_rows() {
    let columns = [
        ("node", Arc::new(StringArray::from_iter_values([""; 0])) as ArrayRef),
        ("score", Arc::new(Float64Array::from(vec![0.0; 0])) as ArrayRef),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    assert!(matches!(read_scores(batch.into()), Err(Error::NoRows)));
}

fn text_ways() -> impl Strategy<Value = As> {
    prop::sample::select(vec![As::Utf8, As::Large, As::View, As::Dictionary, As::SmallDictionary])
}

fn whole_ways() -> impl Strategy<Value = As> {
    use As::{Float32, Float64, Int8, Int16, Int32, Int64, List, UInt8, UInt64};
    let whole = vec![Int8, Int16, Int32, Int64, UInt8, UInt64, Float32, Float64];
    prop_oneof![text_ways(), prop::sample::select(whole)].prop_filter("no list", |way| *way != List)
}

fn time_ways() -> impl Strategy<Value = As> {
    let unit = prop::sample::select(vec![1, 1_000, 1_000_000, 1_000_000_000]);
    prop_oneof![text_ways(), unit.prop_map(|unit| As::Time(unit, false))]
}

proptest! {
    /// However numbers and names are stored and cut into batches, edges are those of the CSV.
    #[test]
    fn edges_by_type(
        rows in prop::collection::vec((0_u8..90, 0_u8..90, 0_u8..100, prop::option::of(0_u8..9)), 1..60),
        stored in (whole_ways(), text_ways(), whole_ways(), whole_ways()),
        size in 1_usize..70,
    ) {
        let mut frame = Frame::new(&["from", "to", "weight", "lag"]);
        for (from, to, weight, lag) in rows {
            let lag = lag.map_or_else(String::new, |lag| lag.to_string());
            frame.push(&[&from.to_string(), &format!("n {to}"), &weight.to_string(), &lag]);
        }
        let (name, to, weight, lag) = stored;
        let name = if matches!(name, As::Float32 | As::Float64) { As::Int16 } else { name };
        let batches = frame.batches(&[name, to, weight, lag], size);
        let expected = network::read_edges(frame.csv().as_bytes());
        for found in [read_edges(held(&batches)), read_edges(ipc(&stream(&batches)))] {
            match (&expected, found) {
                (Ok(expected), Ok(found)) => {
                    prop_assert_eq!(&found.names, &expected.names);
                    prop_assert_eq!((&found.from, &found.to), (&expected.from, &expected.to));
                    prop_assert_eq!((&found.weight, &found.lag), (&expected.weight, &expected.lag));
                }
                (Err(Error::DuplicateEdge { line, first, .. }), Err(Error::InRow { source })) => {
                    let same = matches!(*source, Error::DuplicateEdge { line: row, first: before, .. }
                        if row + 1 == *line && before + 1 == *first);
                    prop_assert!(same, "{}", source);
                }
                (expected, found) => prop_assert!(false, "{:?} {:?}", expected, found),
            }
        }
    }

    /// However names and times are stored and cut into batches, logs and notes are those of the CSV.
    #[test]
    fn logs_by_type(
        rows in prop::collection::vec((0_u8..9, 0_usize..4, -2_000_000_000_i64..2_000_000_000, 0_usize..3), 1..60),
        stored in (whole_ways(), text_ways(), time_ways(), text_ways()),
        size in 1_usize..70,
    ) {
        let mut frame = Frame::new(&["case", "activity", "time", "resource"]);
        for (case, activity, seconds, resource) in rows {
            let time = total_experience::model::time::Timestamp::from_nanoseconds(seconds * 1_000_000_000);
            let time = time.to_string();
            let activity = ["ask", "  answer ", "an activity with a long name", "é"][activity];
            frame.push(&[&case.to_string(), activity, time.trim_end_matches('Z'), ["", "ann", "N/A"][resource]]);
        }
        let (case, activity, time, resource) = stored;
        let case = if matches!(case, As::Float32 | As::Float64) { As::Int16 } else { case };
        let batches = frame.batches(&[case, activity, time, resource], size);
        let expected = csv::read(frame.csv().as_bytes()).unwrap();
        for found in [read_log(held(&batches)).unwrap(), read_log(ipc(&stream(&batches))).unwrap()] {
            let mut notes = found.notes;
            notes.table = expected.notes.table;
            prop_assert_eq!(&notes, &expected.notes);
            let events = |log: &total_experience::journey::log::EventLog| {
                log.events().map(|event| format!("{event:?}")).collect::<Vec<_>>()
            };
            prop_assert_eq!(events(&found.log), events(&expected.log));
        }
    }
}
