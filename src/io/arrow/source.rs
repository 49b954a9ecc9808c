//! Sources of the columns of record batches, and what is made of their faults.

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::{ArrayRef, RecordBatchReader};
use arrow_schema::ArrowError;

use crate::io::shown::shown;
use crate::io::{ArrowFault, Error};

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

/// Batches of all columns, of which some are taken.
pub(crate) struct Held<R> {
    reader: R,
    wanted: Vec<usize>,
}

impl<R> Held<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, wanted: Vec::new() }
    }
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
        let arrays =
            arrays.ok_or_else(|| unreadable("Arrow data", "a batch has fewer columns than the schema"));
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
        unreadable("Arrow or Parquet data", &reason)
    })
}

/// The error of this room inside, or the message of the Arrow crates.
pub(crate) fn fault(format: &'static str, error: ArrowError) -> Error {
    match error {
        ArrowError::IoError(_, source) if source.get_ref().is_some_and(|inner| inner.is::<Error>()) => {
            source.into()
        }
        other => unreadable(format, &other.to_string()),
    }
}

pub(crate) fn unreadable(format: &'static str, reason: &str) -> Error {
    ArrowFault::Unreadable { format, reason: shown(reason) }.into()
}
