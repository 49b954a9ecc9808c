//! Source of record batches: a reader in memory, Arrow IPC bytes, or a Parquet file.

use std::fmt;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};

use super::ipc;
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

/// Columns of one batch, in the order they were asked for.
pub(crate) struct Columns {
    pub(crate) arrays: Vec<ArrayRef>,
    pub(crate) row_count: usize,
}

/// Where batches come from.
pub(crate) trait Source: Send {
    /// Says which columns will be asked for, before the first batch.
    fn project(&mut self, columns: &[usize]) -> Result<(), Error>;

    /// The next batch, of the columns that were asked for.
    fn next(&mut self) -> Option<Result<Columns, Error>>;
}

impl<'a> Batches<'a> {
    /// The batches of a reader, such as that of a database driver, of the C stream interface, or of the Arrow crates.
    ///
    /// Its arrays are taken as valid, as safe code makes them. For bytes from outside use [`ipc`](Self::ipc).
    pub fn new(reader: impl RecordBatchReader + Send + 'a) -> Self {
        let schema = reader.schema();
        Self::of(schema, Held { reader, wanted: Vec::new() })
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
    /// [`Error::Columnar`] for bytes that are no Arrow IPC, [`Error::Read`], the faults of gzip, a limit that is hit.
    pub fn ipc(reader: impl Read + Send + 'a, limits: &Limits) -> Result<Self, Error> {
        let reader = ipc::open(reader, limits)?;
        let schema = reader.schema();
        let source = Contained(Held { reader, wanted: Vec::new() });
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

/// Batches of all columns, of which some are taken.
struct Held<R> {
    reader: R,
    wanted: Vec<usize>,
}

impl<R: RecordBatchReader + Send> Source for Held<R> {
    fn project(&mut self, columns: &[usize]) -> Result<(), Error> {
        self.wanted = columns.to_vec();
        Ok(())
    }

    fn next(&mut self) -> Option<Result<Columns, Error>> {
        let batch = match self.reader.next()? {
            Ok(batch) => batch,
            Err(error) => return Some(Err(fault("Arrow data", error))),
        };
        let column = |&at: &usize| batch.columns().get(at).cloned();
        let arrays = self.wanted.iter().map(column).collect::<Option<Vec<_>>>();
        let reason = || "a batch has fewer columns than the schema".to_owned();
        let arrays = arrays.ok_or_else(|| Error::Columnar { format: "Arrow data", reason: reason() });
        Some(arrays.map(|arrays| Columns { arrays, row_count: batch.num_rows() }))
    }
}

/// A source whose panics become errors.
pub(crate) struct Contained<S>(pub(crate) S);

impl<S: Source> Source for Contained<S> {
    fn project(&mut self, columns: &[usize]) -> Result<(), Error> {
        contained(|| self.0.project(columns)).and_then(|done| done)
    }

    fn next(&mut self) -> Option<Result<Columns, Error>> {
        contained(|| self.0.next()).unwrap_or_else(|error| Some(Err(error)))
    }
}

/// What `work` gives, or an error if it panics. The Arrow crates promise not to on valid bytes only; what they were
/// working on is dropped or never used again.
pub(crate) fn contained<T>(work: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
        let reason = format!("it is damaged ({})", text.unwrap_or_else(|| "not said how".to_owned()));
        Error::Columnar { format: "Arrow or Parquet data", reason }
    })
}

/// The error of this room inside, or the message of the Arrow crates.
pub(crate) fn fault(format: &'static str, error: ArrowError) -> Error {
    match error {
        ArrowError::IoError(_, source) if source.get_ref().is_some_and(|inner| inner.is::<Error>()) => {
            source.into()
        }
        other => Error::Columnar { format, reason: crate::io::shown::shown(&other.to_string()) },
    }
}
