//! Source of record batches: a reader in memory, Arrow IPC bytes, or a Parquet file.

use std::fmt;
use std::io::Read;
use std::sync::Mutex;

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::SchemaRef;

use super::ipc;
use super::source::{Columns, Contained, Held, Source};
use crate::io::Error;
use crate::io::source::Limits;

/// Record batches of one schema, to be read by the functions of [this module](super).
///
/// ```
/// use std::sync::Arc;
/// use total_experience::io::arrow::{Batches, read_edges};
/// use total_experience::io::arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
///
/// let text = |values: [&str; 2]| Arc::new(StringArray::from_iter_values(values)) as ArrayRef;
/// let batch = RecordBatch::try_from_iter([
///     ("from", text(["staff", "app"])),
///     ("to", text(["customers", "staff"])),
///     ("weight", Arc::new(Float64Array::from(vec![0.26, 0.35]))),
/// ])?;
/// let edges = read_edges(batch.into())?;
/// assert_eq!((edges.names.len(), edges.weight[1]), (3, 0.35));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Batches<'a> {
    schema: SchemaRef,
    /// Never locked: it makes what is `Send` also `Sync`.
    source: Mutex<Box<dyn Source + 'a>>,
}

impl<'a> Batches<'a> {
    /// The batches of a reader, such as that of a database driver, of the C stream interface, or of the Arrow crates.
    ///
    /// Its arrays are taken as valid, as safe code makes them. For bytes from outside use [`ipc`](Self::ipc).
    pub fn new(reader: impl RecordBatchReader + Send + 'a) -> Self {
        let schema = reader.schema();
        Self::of(schema, Held::new(reader))
    }

    /// Bytes in the Arrow IPC format: a stream (`.arrows`) or a file (`.arrow`, Feather version 2), told apart by the
    /// first bytes.
    ///
    /// A file is read from its beginning like a stream, one batch at a time, and its footer is looked for at the end.
    /// A stream that is cut between two batches and has no mark of its end cannot be told from a whole one. Compressed
    /// batches are refused. Buffers are validated; a fault of the Arrow crates on bytes that are damaged (a panic) becomes
    /// an error where panics unwind, and its message may appear on standard error.
    ///
    /// # Errors
    /// [`Error::Arrow`] for bytes that are no Arrow IPC, [`Error::Read`], the faults of gzip, a limit that is hit.
    pub fn ipc(reader: impl Read + Send + 'a, limits: &Limits) -> Result<Self, Error> {
        let reader = ipc::open(reader, limits)?;
        let schema = reader.schema();
        let source = Contained(Held::new(reader));
        Ok(Self::of(schema, source))
    }

    pub(crate) fn of(schema: SchemaRef, source: impl Source + 'a) -> Self {
        Self { schema, source: Mutex::new(Box::new(source)) }
    }

    /// The schema of all batches.
    pub fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    /// These columns of every batch.
    pub(crate) fn columns(
        self,
        wanted: &[usize],
    ) -> Result<impl Iterator<Item = Result<Columns, Error>> + use<'a>, Error> {
        let mut source = self.source.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        source.project(wanted)?;
        let mut failed = false;
        Ok(std::iter::from_fn(move || {
            let next = source.next().filter(|_| !failed)?;
            failed = next.is_err();
            Some(next)
        }))
    }
}

impl fmt::Debug for Batches<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches").field("schema", &self.schema).finish_non_exhaustive()
    }
}

impl From<RecordBatch> for Batches<'_> {
    fn from(batch: RecordBatch) -> Self {
        let schema = batch.schema();
        Self::new(arrow_array::RecordBatchIterator::new([Ok(batch)], schema))
    }
}
