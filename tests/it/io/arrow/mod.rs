//! Record batches, Arrow IPC and Parquet files: what they give is what the same table gives as CSV.

mod events;
mod network;
mod results;
mod signals;
mod sources;
mod types;

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder, StringDictionaryBuilder};
use arrow_array::types::{Int8Type, Int32Type, UInt16Type};
use arrow_array::{
    ArrayRef, Date32Array, Date64Array, Float32Array, Float64Array, Int8Array, Int16Array, Int32Array,
    Int64Array, LargeStringArray, RecordBatch, RecordBatchIterator, StringArray, StringViewArray,
    TimestampMicrosecondArray, TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray,
    UInt8Array, UInt64Array,
};
use total_experience::io::arrow::Batches;
use total_experience::io::source::Limits;
use total_experience::model::time::Timestamp;

/// A table of text; `None` is an empty cell.
pub(super) struct Frame {
    pub(super) names: Vec<&'static str>,
    pub(super) columns: Vec<Vec<Option<String>>>,
}

/// How a column is stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum As {
    Utf8,
    Large,
    View,
    Dictionary,
    SmallDictionary,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt64,
    Float32,
    Float64,
    /// Units in a second, and whether a time zone is named.
    Time(i64, bool),
    Date32,
    Date64,
    /// Split by `|`.
    List,
}

impl Frame {
    pub(super) fn new(names: &[&'static str]) -> Self {
        Self { names: names.to_vec(), columns: vec![Vec::new(); names.len()] }
    }

    pub(super) fn push(&mut self, row: &[&str]) {
        assert_eq!(row.len(), self.columns.len());
        for (column, cell) in self.columns.iter_mut().zip(row) {
            column.push((!cell.is_empty()).then(|| (*cell).to_owned()));
        }
    }

    pub(super) fn rows(&self) -> usize {
        self.columns[0].len()
    }

    /// The table as CSV.
    pub(super) fn csv(&self) -> String {
        let mut text = self.names.join(",") + "\n";
        for at in 0..self.rows() {
            let cells: Vec<&str> =
                self.columns.iter().map(|column| column[at].as_deref().unwrap_or("")).collect();
            text += &(cells.join(",") + "\n");
        }
        text
    }

    /// The table as batches of so many rows.
    pub(super) fn batches(&self, stored: &[As], rows: usize) -> Vec<RecordBatch> {
        let slice = |from: usize| {
            let until = (from + rows).min(self.rows());
            let columns = self.names.iter().zip(&self.columns).zip(stored);
            let arrays =
                columns.map(|((&name, column), &stored)| (name, array(&column[from..until], stored), true));
            RecordBatch::try_from_iter_with_nullable(arrays).unwrap()
        };
        (0..self.rows()).step_by(rows).map(slice).collect()
    }
}

pub(super) fn array(cells: &[Option<String>], stored: As) -> ArrayRef {
    fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(cells: &[Option<String>]) -> Vec<Option<T>> {
        cells.iter().map(|cell| cell.as_deref().map(|cell| cell.parse().unwrap())).collect()
    }
    let texts = cells.iter().map(|cell| cell.as_deref());
    let times = |unit: i64| -> Vec<Option<i64>> {
        let time = |text: &str| text.parse::<Timestamp>().unwrap().as_nanoseconds() / (1_000_000_000 / unit);
        cells.iter().map(|cell| cell.as_deref().map(time)).collect()
    };
    match stored {
        As::Utf8 => Arc::new(texts.collect::<StringArray>()),
        As::Large => Arc::new(texts.collect::<LargeStringArray>()),
        As::View => Arc::new(texts.collect::<StringViewArray>()),
        As::Dictionary => {
            let mut builder = StringDictionaryBuilder::<Int32Type>::new();
            texts.for_each(|cell| builder.append_option(cell));
            Arc::new(builder.finish())
        }
        As::SmallDictionary if cells.len() < 100 => {
            let mut builder = StringDictionaryBuilder::<Int8Type>::new();
            texts.for_each(|cell| builder.append_option(cell));
            Arc::new(builder.finish())
        }
        As::SmallDictionary => {
            let mut builder = StringDictionaryBuilder::<UInt16Type>::new();
            texts.for_each(|cell| builder.append_option(cell));
            Arc::new(builder.finish())
        }
        As::Int8 => Arc::new(Int8Array::from(parsed(cells))),
        As::Int16 => Arc::new(Int16Array::from(parsed(cells))),
        As::Int32 => Arc::new(Int32Array::from(parsed(cells))),
        As::Int64 => Arc::new(Int64Array::from(parsed(cells))),
        As::UInt8 => Arc::new(UInt8Array::from(parsed(cells))),
        As::UInt64 => Arc::new(UInt64Array::from(parsed(cells))),
        As::Float32 => Arc::new(Float32Array::from(parsed(cells))),
        As::Float64 => Arc::new(Float64Array::from(parsed(cells))),
        As::Time(1, zone) => Arc::new(TimestampSecondArray::from(times(1)).with_timezone_opt(named(zone))),
        As::Time(1_000, zone) => {
            Arc::new(TimestampMillisecondArray::from(times(1_000)).with_timezone_opt(named(zone)))
        }
        As::Time(1_000_000, zone) => {
            Arc::new(TimestampMicrosecondArray::from(times(1_000_000)).with_timezone_opt(named(zone)))
        }
        As::Time(_, zone) => {
            Arc::new(TimestampNanosecondArray::from(times(1_000_000_000)).with_timezone_opt(named(zone)))
        }
        As::Date32 => {
            let days = times(1).into_iter().map(|time| time.map(|seconds| (seconds / 86_400) as i32));
            Arc::new(days.collect::<Date32Array>())
        }
        As::Date64 => Arc::new(Date64Array::from(times(1_000))),
        As::List => {
            let mut builder = ListBuilder::new(StringBuilder::new());
            for cell in texts {
                for item in cell.unwrap_or_default().split('|').filter(|_| cell.is_some()) {
                    builder.values().append_option(Some(item).filter(|item| !item.is_empty()));
                }
                builder.append(cell.is_some());
            }
            Arc::new(builder.finish())
        }
    }
}

fn named(zone: bool) -> Option<&'static str> {
    zone.then_some("Europe/Berlin")
}

pub(super) fn held(batches: &[RecordBatch]) -> Batches<'static> {
    let (schema, batches) = (batches[0].schema(), batches.to_vec());
    Batches::new(RecordBatchIterator::new(batches.into_iter().map(Ok), schema))
}

pub(super) fn stream(batches: &[RecordBatch]) -> Vec<u8> {
    let options = arrow_ipc::writer::IpcWriteOptions::default()
        .with_dictionary_handling(arrow_ipc::writer::DictionaryHandling::Resend);
    let mut writer =
        arrow_ipc::writer::StreamWriter::try_new_with_options(Vec::new(), &batches[0].schema(), options)
            .unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.finish().unwrap();
    writer.into_inner().unwrap()
}

/// A file of one batch: its dictionaries cannot be replaced.
pub(super) fn file(batch: &RecordBatch) -> Vec<u8> {
    let mut writer = arrow_ipc::writer::FileWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.finish().unwrap();
    writer.into_inner().unwrap()
}

pub(super) fn ipc(bytes: &[u8]) -> Batches<'_> {
    Batches::ipc(bytes, &Limits::default()).unwrap()
}

#[cfg(feature = "parquet")]
pub(super) fn parquet_bytes(batches: &[RecordBatch], compression: parquet::basic::Compression) -> Vec<u8> {
    use parquet::arrow::ArrowWriter;
    use parquet::file::properties::WriterProperties;
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_max_row_group_row_count(Some(7_000))
        .set_data_page_row_count_limit(1_000)
        .set_write_batch_size(100)
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batches[0].schema(), Some(properties)).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.close().unwrap();
    bytes
}

/// The table in every way that it can be stored, with a name for each.
pub(super) fn every_way(frame: &Frame, stored: &[As]) -> Vec<(&'static str, Batches<'static>)> {
    let batches = frame.batches(stored, 97);
    let whole = frame.batches(stored, frame.rows());
    let limits = Limits::default();
    let cursor = std::io::Cursor::new;
    #[allow(unused_mut)]
    let mut ways = vec![
        ("batches", held(&batches)),
        ("stream", Batches::ipc(cursor(stream(&batches)), &limits).unwrap()),
        ("file", Batches::ipc(cursor(file(&whole[0])), &limits).unwrap()),
    ];
    #[cfg(feature = "parquet")]
    for (name, compression) in [
        ("plain parquet", parquet::basic::Compression::UNCOMPRESSED),
        ("snappy", parquet::basic::Compression::SNAPPY),
        ("zstd", parquet::basic::Compression::ZSTD(Default::default())),
    ] {
        let bytes = parquet_bytes(&batches, compression);
        ways.push((name, Batches::parquet_bytes(bytes, &limits).unwrap()));
    }
    ways
}
