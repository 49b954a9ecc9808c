//! `txm` reads columns of Arrow and Parquet as it reads a CSV, to the same bytes.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::tool::file;
use arrow_ipc::writer::{FileWriter, StreamWriter};
use parquet::arrow::ArrowWriter;
use serde_json::Value;
use total_experience::io::arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};

/// Prints what a command writes about a file, or its refusal.
fn txm(command: &[&str], path: &str, input: &[u8]) -> (Option<i32>, String) {
    let arguments = command.iter().map(|argument| if *argument == "FILE" { path } else { *argument });
    let mut child = Command::new(env!("CARGO_BIN_EXE_txm"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    let text = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.code(), String::from_utf8(text).unwrap())
}

/// The columns of a CSV, numbers as numbers.
fn batch(csv: &str) -> RecordBatch {
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let rows: Vec<_> = lines.collect();
    let column = |at: usize| -> ArrayRef {
        let cells = || rows.iter().map(move |row| Some(row[at]).filter(|cell| !cell.is_empty()));
        if cells().flatten().all(|cell| cell.parse::<i64>().is_ok()) {
            return Arc::new(
                cells().map(|cell| cell.map(|cell| cell.parse().unwrap())).collect::<Int64Array>(),
            );
        }
        if cells().flatten().all(|cell| cell.parse::<f64>().is_ok()) {
            return Arc::new(
                cells().map(|cell| cell.map(|cell| cell.parse().unwrap())).collect::<Float64Array>(),
            );
        }
        Arc::new(cells().collect::<StringArray>())
    };
    RecordBatch::try_from_iter_with_nullable(
        header.iter().enumerate().map(|(at, name)| (*name, column(at), true)),
    )
    .unwrap()
}

/// The same rows as Parquet, as an Arrow stream and as an Arrow file.
fn kept(csv: &str) -> [(&'static str, Vec<u8>); 3] {
    let batch = batch(csv);
    let (first, second) = (
        batch.slice(0, batch.num_rows() / 3),
        batch.slice(batch.num_rows() / 3, batch.num_rows() - batch.num_rows() / 3),
    );
    let mut parquet = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut parquet, batch.schema(), None).unwrap();
    let mut stream = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    let mut whole = FileWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    for part in [first, second] {
        writer.write(&part).unwrap();
        stream.write(&part).unwrap();
        whole.write(&part).unwrap();
    }
    writer.close().unwrap();
    [("parquet", parquet), ("arrows", stream.into_inner().unwrap()), ("arrow", whole.into_inner().unwrap())]
}

/// A document, without what is said of how text was read. Numbers are read to their bits.
fn document(text: &str) -> Value {
    let mut document: Value = serde_json::from_str(text).unwrap();
    document.as_object_mut().unwrap().remove("table");
    if let Some(notes) = document.get_mut("notes") {
        notes.as_object_mut().unwrap().remove("table");
    }
    document
}

/// Whatever a command writes of a CSV it writes of the same columns, whatever they are called and wherever they come from.
fn same(name: &str, csv: &str, command: &[&str]) {
    let (code, expected) = txm(command, &file(&format!("{name}.csv"), csv.as_bytes()), b"");
    assert_eq!(code, Some(0), "{expected}");
    let expected = document(&expected);
    for (ending, bytes) in kept(csv) {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&bytes).unwrap();
        let packed = packed.finish().unwrap();
        for (path, input) in [
            (file(&format!("{name}.{ending}"), &bytes), &b""[..]),
            // What a file is, its content says.
            (file(&format!("{name}-{ending}.csv"), &bytes), b""),
            (file(&format!("{name}.{ending}.gz"), &packed), b""),
            ("-".to_owned(), &bytes),
        ] {
            let (code, found) = txm(command, &path, input);
            assert!(code == Some(0) && document(&found) == expected, "{path}: {found}");
        }
    }
}

/// Numbers that repeat and look random.
fn seeded(count: usize) -> impl Iterator<Item = u64> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    (0..count).map(move |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    })
}

#[test]
fn signals() {
    let mut csv = String::from(
        "touchpoint,dimension,stakeholder,instrument,value,weight,period,respondent,unit,time\n",
    );
    for (at, random) in seeded(6_000).enumerate() {
        let (touchpoint, dimension, stakeholder, instrument, value) = match random % 4 {
            0 => ("branch", "cx", "customers", "nps", random / 4 % 11),
            1 => ("branch", "ex", "tellers", "enps", random / 4 % 11),
            2 => ("app", "ux", "customers", "csat", 1 + random / 4 % 5),
            _ => ("phone", "cx", "customers", "ces2", 1 + random / 4 % 7),
        };
        let value = if random % 97 == 0 { String::new() } else { value.to_string() };
        let respondent =
            if random % 89 == 0 { "NA".to_owned() } else { format!("r{}", random / 64 % 15_000) };
        let weight = (1 + random / 8 % 9) as f64 / 4.0;
        csv += &format!(
            "{touchpoint},{dimension},{stakeholder},{instrument},{value},{weight},{},{respondent},u{},2026-01-{:02}T10:00:00Z\n",
            random / 16 % 3,
            random / 32 % 40,
            1 + at % 28,
        );
    }
    same("columns-signals", &csv, &["scorecard", "FILE", "--json"]);
    same("columns-signals-1", &csv, &["scorecard", "FILE", "--threads", "1", "--json"]);
}

#[test]
fn logs() {
    let mut csv = String::from("case,activity,time,resource,channel,team\n");
    for (at, random) in seeded(3_000).enumerate() {
        let activity = ["ask", "check", "pay", "leave"][(random % 4) as usize];
        let resource = if random % 31 == 0 { "unknown".to_owned() } else { format!("p{}", random / 8 % 9) };
        let channel = ["web", "shop", ""][(random / 16 % 3) as usize];
        csv += &format!(
            "{},{activity},2026-02-{:02}T{:02}:00:00Z,{resource},{channel},t{}\n",
            at / 5,
            1 + random / 128 % 28,
            random / 64 % 24,
            random / 32 % 3
        );
    }
    same("columns-log", &csv, &["journeys", "FILE", "--json"]);
    same(
        "columns-friction",
        &csv,
        &["friction", "FILE", "--stakeholder", "customers=case", "--owner", "team", "--json"],
    );
}

#[test]
fn networks() {
    let mut csv = String::from("from,to,weight,standard_error,lag\n");
    for random in seeded(60) {
        let (from, to) = (random % 20, random / 32 % 20);
        let row = format!("n{from},n{to},");
        if from != to && !csv.contains(&row) {
            csv += &format!(
                "{row}{},{},{}\n",
                (random / 1024 % 100) as f64 / 1_000.0,
                (random % 7) as f64 / 64.0,
                random % 3
            );
        }
    }
    let shock = csv.lines().nth(1).unwrap().split(',').next().unwrap().to_owned() + "=5";
    let seed = shock.split('=').next().unwrap();
    same(
        "columns-edges",
        &csv,
        &["cascade", "--edges", "FILE", "--shock", &shock, "--horizon", "3", "--json"],
    );
    same("columns-contagion", &csv, &["contagion", "--edges", "FILE", "--seeds", seed, "--json"]);
    let edges = file("columns-bounded.csv", csv.as_bytes());
    let scores = format!("node,score\n{seed},40.5\n");
    let command =
        ["cascade", "--edges", &edges, "--scores", "FILE", "--model", "bounded", "--shock", &shock, "--json"];
    same("columns-scores", &scores, &command);
}

#[test]
fn paths() {
    let csv = "path,total_conversions,total_conversion_value,total_null\nad > shop,3,30.5,4\nmail,1,5.25,2\nad > mail > shop,2,1.5,9\n";
    same("columns-paths", csv, &["attribution", "FILE", "--json"]);
}

#[test]
fn what_is_no_table_is_refused() {
    let refused = |name: &str, content: &[u8], words: &[&str]| {
        let (code, error) = txm(&["scorecard", "FILE"], &file(name, content), b"");
        assert_eq!((code, error.lines().count()), (Some(2), 1), "{error}");
        for word in words {
            assert!(error.contains(word), "`{word}` is not in {error}");
        }
    };
    refused("text.parquet", b"touchpoint,dimension\n", &["text.parquet", "Parquet"]);
    refused("text.arrow", b"touchpoint,dimension\n", &["text.arrow", "Arrow"]);
    let csv = "touchpoint,dimension,stakeholder,value\nbranch,cx,customers,3\n";
    for (ending, bytes) in kept(csv) {
        refused(&format!("no-instrument.{ending}"), &bytes, &["instrument", "touchpoint"]);
        refused(
            &format!("cut.{ending}"),
            &bytes[..bytes.len() - 9],
            &[ending.split('s').next().unwrap_or(ending)],
        );
    }
    let row = "touchpoint,dimension,stakeholder,instrument,value\nbranch,cx,customers,nps,3\nbranch,cx,customers,nps,12\n";
    refused("row.parquet", &kept(row)[0].1, &["row.parquet", "row 2", "12"]);
}
