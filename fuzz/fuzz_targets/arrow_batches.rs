//! Arrow streams, Arrow files and Parquet files with changed bytes: signals, a log and edges, or a reason.
#![no_main]

use std::sync::{Arc, LazyLock};

use arrow_array::{ArrayRef, DictionaryArray, Float64Array, RecordBatch, StringArray, StringViewArray};
use libfuzzer_sys::fuzz_target;
use total_experience::io::Error;
use total_experience::io::arrow::{Batches, read_edges_with, read_log_with, read_map_and_responses_with};
use total_experience::io::event_log::EventOptions;
use total_experience::io::network::NetworkFileOptions;
use total_experience::io::survey::signals::SignalOptions;
use total_experience_fuzz::limits;

/// A table that three readers take, as a stream, a file and Parquet files.
static WHOLE: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    const ROWS: usize = 40;
    let texts =
        |name: &str, few: usize| (0..ROWS).map(move |at| format!("{name} {}", at % few)).collect::<Vec<_>>();
    let dictionary = |texts: Vec<String>| {
        Arc::new(texts.iter().map(String::as_str).collect::<DictionaryArray<arrow_array::types::Int32Type>>())
            as ArrayRef
    };
    let text = |texts: Vec<String>| Arc::new(StringArray::from_iter_values(texts)) as ArrayRef;
    let view = |texts: Vec<String>| Arc::new(StringViewArray::from_iter_values(texts)) as ArrayRef;
    let numbers =
        || Arc::new(Float64Array::from_iter_values((0..ROWS).map(|at| at as f64 / 8.0))) as ArrayRef;
    let times = arrow_array::TimestampMicrosecondArray::from_iter_values(0..ROWS as i64).with_timezone("UTC");
    let batch = RecordBatch::try_from_iter([
        ("touchpoint", dictionary(texts("place", 3))),
        ("dimension", text(vec!["cx".to_owned(); ROWS])),
        ("stakeholder", dictionary(texts("group", 2))),
        ("instrument", dictionary(vec!["nps".to_owned(); ROWS])),
        ("value", numbers()),
        ("time", Arc::new(times)),
        ("case", view(texts("a case with a long name", 7))),
        ("activity", dictionary(texts("activity", 5))),
        ("from", text(texts("node", ROWS))),
        ("to", view(texts("node", 9))),
        ("weight", numbers()),
    ])
    .expect("columns are of one length");
    let mut stream = arrow_ipc::writer::StreamWriter::try_new(Vec::new(), &batch.schema()).expect("a schema");
    stream.write(&batch).expect("to memory");
    let mut file = arrow_ipc::writer::FileWriter::try_new(Vec::new(), &batch.schema()).expect("a schema");
    file.write(&batch).expect("to memory");
    let parquet = |compression| {
        let properties =
            parquet::file::properties::WriterProperties::builder().set_compression(compression).build();
        let mut bytes = Vec::new();
        let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties))
            .expect("a schema");
        writer.write(&batch).expect("to memory");
        writer.close().expect("to memory");
        bytes
    };
    vec![
        stream.into_inner().expect("to memory"),
        file.into_inner().expect("to memory"),
        parquet(parquet::basic::Compression::UNCOMPRESSED),
        parquet(parquet::basic::Compression::SNAPPY),
    ]
});

fn open(bytes: &[u8], is_parquet: bool) -> Result<Batches<'_>, Error> {
    if is_parquet {
        Batches::parquet_bytes(bytes.to_vec(), &limits())
    } else {
        Batches::ipc(bytes, &limits())
    }
}

fuzz_target!(
    init: {
        // Panics of the Arrow crates on damaged bytes are expected: the library makes errors of them.
        let end = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let is_expected = panic.location().is_some_and(|place| {
                ["arrow-", "parquet-", "flatbuffers-", "bytes-"].iter().any(|part| place.file().contains(part))
                    || place.file().contains("/library/")
            });
            if !is_expected {
                end(panic);
            }
        }));
    },
    |data: &[u8]| {
        let Some((&first, rest)) = data.split_first() else { return };
        let which = usize::from(first >> 1) % 5;
        // Three bytes change a byte of what is whole: its place, and how. The last choice takes the bytes as they are.
        let bytes = match WHOLE.get(which) {
            Some(whole) => {
                let mut bytes = whole.clone();
                for change in rest.chunks_exact(3) {
                    let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % bytes.len();
                    bytes[at] ^= change[2];
                }
                bytes
            }
            None => rest.to_vec(),
        };
        let is_parquet = which == 2 || which == 3 || (which == 4 && first & 1 == 1);
        let signals = SignalOptions::default().with_limits(limits());
        let events = EventOptions::default().with_limits(limits());
        let edges = NetworkFileOptions::default().with_limits(limits());
        if let Ok((map, found)) = open(&bytes, is_parquet).and_then(|batches| read_map_and_responses_with(batches, &signals)) {
            assert_eq!(found.responses.len() as u64, found.notes.rows);
            assert!(map.facets().next().is_some());
        }
        if let Ok(found) = open(&bytes, is_parquet).and_then(|batches| read_log_with(batches, &events)) {
            assert_eq!(found.log.len() as u64, found.notes.events);
        }
        if let Ok(found) = open(&bytes, is_parquet).and_then(|batches| read_edges_with(batches, &edges)) {
            assert!(found.from.iter().chain(&found.to).all(|&node| (node as usize) < found.names.len()));
        }
    }
);
