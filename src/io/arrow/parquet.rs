//! Parquet files, page by page, with text kept in its dictionaries.

use std::fs::File;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Encoding;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::reader::ChunkReader;

use super::Batches;
use super::source::{Columns, Contained, Source, contained, fault, unreadable};
use crate::io::Error;
use crate::io::source::Limits;

const FORMAT: &str = "Parquet file";

/// Rows that are decoded at a time.
const BATCH: usize = 16 << 10;

impl Batches<'_> {
    /// A Parquet file. Only the columns that a reader asks for are decoded, a page at a time.
    ///
    /// Compressed with Snappy or Zstandard, or not. Text that the file keeps in dictionaries stays in them. Sizes in the
    /// footer are held against the file and the limits before anything is read; [`ipc`](Self::ipc) says what happens to
    /// faults of the Arrow crates.
    ///
    /// # Errors
    /// [`Error::Arrow`] for a file that is no Parquet or damaged, [`Error::Read`], a limit that is hit.
    pub fn parquet(file: File, limits: &Limits) -> Result<Self, Error> {
        open(file, limits)
    }

    /// [`parquet`](Self::parquet) for bytes in memory.
    ///
    /// # Errors
    /// As [`parquet`](Self::parquet).
    pub fn parquet_bytes(bytes: Vec<u8>, limits: &Limits) -> Result<Self, Error> {
        open(bytes::Bytes::from(bytes), limits)
    }
}

fn open<'a, R: ChunkReader + 'static>(reader: R, limits: &Limits) -> Result<Batches<'a>, Error> {
    let metadata = contained(|| {
        let found = ArrowReaderMetadata::load(&reader, ArrowReaderOptions::new())?;
        check_sizes(found.metadata(), reader.len(), limits)
            .map_err(|error| ParquetError::External(Box::new(error)))?;
        let schema = with_dictionaries(found.schema(), found.metadata());
        ArrowReaderMetadata::try_new(
            Arc::clone(found.metadata()),
            ArrowReaderOptions::new().with_schema(schema),
        )
    })?;
    let metadata = metadata.map_err(parquet_fault)?;
    let schema = Arc::clone(metadata.schema());
    Ok(Batches::of(schema, Contained(ParquetSource { opened: Some((reader, metadata)), reader: None })))
}

/// Holds what the footer says against the file and the limits.
fn check_sizes(metadata: &ParquetMetaData, length: u64, limits: &Limits) -> Result<(), Error> {
    let damaged = || unreadable(FORMAT, "its footer tells sizes that the file does not have");
    let size = |size: i64| u64::try_from(size).map_err(|_| damaged());
    let (mut rows, mut bytes) = (0_u64, 0_u64);
    for group in metadata.row_groups() {
        rows = rows.saturating_add(size(group.num_rows())?);
        for column in group.columns() {
            let start = size(column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset()))?;
            let end = start.saturating_add(size(column.compressed_size())?);
            bytes = bytes.saturating_add(size(column.uncompressed_size())?);
            if end > length {
                return Err(damaged());
            }
        }
    }
    if rows > limits.max_rows {
        return Err(Error::TooManyRows { limit: limits.max_rows });
    }
    if bytes > limits.max_bytes || length > limits.max_bytes {
        return Err(Error::TooManyBytes { limit: limits.max_bytes });
    }
    Ok(())
}

/// The schema, with text as places in a dictionary where the file has it so.
fn with_dictionaries(schema: &SchemaRef, metadata: &ParquetMetaData) -> SchemaRef {
    let columns = metadata.file_metadata().schema_descr();
    let is_kept = |root: usize| {
        let mut leaves = (0..columns.num_columns()).filter(|&leaf| columns.get_column_root_idx(leaf) == root);
        let leaf = leaves.next().filter(|_| leaves.next().is_none());
        let chunk = |leaf: usize| metadata.row_groups().iter().map(move |group| group.columns().get(leaf));
        leaf.is_some_and(|leaf| chunk(leaf).all(|chunk| chunk.is_some_and(is_all_dictionary)))
    };
    let fields = schema.fields().iter().enumerate().map(|(root, field)| match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View if is_kept(root) => {
            let kept = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            Arc::new(Field::new(field.name(), kept, field.is_nullable()))
        }
        _ => Arc::clone(field),
    });
    Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone()))
}

/// Whether all pages of a column are places in a dictionary. Where the file does not say so, by the size of the pages: text
/// takes more. To be wrong costs time and nothing else.
fn is_all_dictionary(column: &ColumnChunkMetaData) -> bool {
    const PLACE: i64 = 4;
    match column.page_encoding_stats_mask() {
        Some(mask) => mask.is_only(Encoding::PLAIN_DICTIONARY) || mask.is_only(Encoding::RLE_DICTIONARY),
        None => {
            let is_place =
                |encoding| matches!(encoding, Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY);
            column.encodings().any(is_place)
                && column.uncompressed_size() <= column.num_values().saturating_mul(PLACE)
        }
    }
}

struct ParquetSource<R> {
    opened: Option<(R, ArrowReaderMetadata)>,
    reader: Option<ParquetRecordBatchReader>,
}

impl<R: ChunkReader + 'static> Source for ParquetSource<R> {
    fn project(&mut self, columns: &[usize]) -> Result<(), Error> {
        let Some((reader, metadata)) = self.opened.take() else { return Ok(()) };
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(reader, metadata);
        let mask = ProjectionMask::roots(builder.parquet_schema(), columns.iter().copied());
        let built = builder.with_batch_size(BATCH).with_projection(mask).build();
        self.reader = Some(built.map_err(parquet_fault)?);
        Ok(())
    }

    fn next(&mut self) -> Option<Result<Columns, Error>> {
        let batch = match self.reader.as_mut()?.next()? {
            Ok(batch) => batch,
            Err(error) => return Some(Err(fault(FORMAT, error))),
        };
        Some(Ok(Columns { row_count: batch.num_rows(), arrays: batch.columns().to_vec() }))
    }
}

fn parquet_fault(error: ParquetError) -> Error {
    match error {
        ParquetError::External(source) => match source.downcast::<Error>() {
            Ok(error) => *error,
            Err(other) => unreadable(FORMAT, &other.to_string()),
        },
        other => unreadable(FORMAT, &other.to_string()),
    }
}
