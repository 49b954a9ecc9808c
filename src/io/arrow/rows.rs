//! Rows of record batches, for the readers of tables.

use arrow_schema::DataType;

use super::Batches;
use super::cells::Cells;
use crate::io::source::Limits;
use crate::io::table::header::Header;
use crate::io::table::row::{TableRow, Typed};
use crate::io::table::sink::RowSink;
use crate::io::{ArrowFault, Error};

/// What a column holds for a reader.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Holds {
    Name,
    /// Names, one or a list in each cell.
    Names,
    Number,
    /// Numbers, one or a list in each cell.
    Numbers,
    Time,
}

impl Holds {
    fn accepts(self, data_type: &DataType) -> bool {
        let is_text = match data_type {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => true,
            DataType::Dictionary(_, values) => Self::Name.accepts(values) && !values.is_integer(),
            _ => false,
        };
        match (self, data_type) {
            (Self::Names, DataType::List(item) | DataType::LargeList(item)) => {
                Self::Name.accepts(item.data_type())
            }
            (Self::Numbers, DataType::List(item) | DataType::LargeList(item)) => {
                Self::Number.accepts(item.data_type())
            }
            (Self::Name | Self::Names, _) => is_text || data_type.is_integer(),
            (Self::Number | Self::Numbers, _) => is_text || data_type.is_integer() || data_type.is_floating(),
            (Self::Time, DataType::Timestamp(..) | DataType::Date32 | DataType::Date64) => true,
            (Self::Time, _) => is_text || data_type.is_integer() || data_type.is_floating(),
        }
    }

    fn accepted(self) -> &'static str {
        match self {
            Self::Name => "text, text in a dictionary or whole numbers",
            Self::Names => "text, text in a dictionary or whole numbers, or a list of them,",
            Self::Number => "whole or floating-point numbers, or text,",
            Self::Numbers => "whole or floating-point numbers, text, or a list of them,",
            Self::Time => "a timestamp, a date, text or numbers",
        }
    }
}

/// The names of the columns.
///
/// # Errors
/// [`Error::TooManyColumns`].
pub(crate) fn header(batches: &Batches<'_>, limits: &Limits) -> Result<Header, Error> {
    let limit = limits.max_columns;
    match batches.schema().fields() {
        fields if fields.len() > limit => Err(Error::TooManyColumns { limit }),
        fields => Ok(Header::new(fields.iter().map(|field| field.name()))),
    }
}

/// Rows that are looked at ahead, at most.
const MOST_LOOKED_AT: usize = 4_096;

/// Hands every row to `sink`, after a look at those of the first batch, with the columns that are named in `columns`, by what they hold.
///
/// # Errors
/// [`ArrowFault::ColumnType`], a limit that is hit, what the source says, and what `sink` says, by row.
pub(crate) fn each(
    batches: Batches<'_>,
    columns: &[(Holds, Vec<usize>)],
    limits: &Limits,
    sink: &mut impl RowSink,
) -> Result<(), Error> {
    let schema = batches.schema();
    let held =
        columns.iter().flat_map(|(holds, columns)| columns.iter().map(move |&column| (*holds, column)));
    for (holds, column) in held.clone() {
        let Some(field) = schema.fields().get(column) else { continue };
        if !holds.accepts(field.data_type()) {
            return Err(ArrowFault::ColumnType {
                column: field.name().clone(),
                found: field.data_type().to_string(),
                accepted: holds.accepted(),
            }
            .into());
        }
    }
    let mut wanted: Vec<usize> = held.map(|(_, column)| column).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut cells: Vec<Cells> = (0..schema.fields().len()).map(|_| Cells::Empty).collect();
    let (mut rows, mut edition) = (0, 0);
    for batch in batches.columns(&wanted)? {
        let batch = batch?;
        for (&column, array) in wanted.iter().zip(&batch.arrays) {
            let found = Cells::of(array).ok_or_else(|| ArrowFault::ColumnType {
                column: schema.field(column).name().clone(),
                found: array.data_type().to_string(),
                accepted: "the type of the schema",
            })?;
            check_lengths(&found, array.len(), rows, limits)?;
            // The old cells are held until both are compared, so that the same memory is the same dictionary.
            let old = std::mem::replace(&mut cells[column], found);
            edition += u64::from(!cells[column].has_dictionary_of(&old));
        }
        if rows == 0 {
            let row = |at| BatchRow { cells: &cells, at, number: 0, edition };
            let _ = (0..batch.row_count.min(MOST_LOOKED_AT)).all(|at| sink.look(row(at)));
        }
        for at in 0..batch.row_count {
            if rows >= limits.max_rows {
                return Err(Error::TooManyRows { limit: limits.max_rows });
            }
            rows += 1;
            sink.add(BatchRow { cells: &cells, at, number: rows, edition }).map_err(in_row)?;
        }
    }
    Ok(())
}

/// The bound on a field. Texts are looked at only where one may be too long.
fn check_lengths(cells: &Cells, rows: usize, before: u64, limits: &Limits) -> Result<(), Error> {
    let limit = limits.max_field_bytes;
    if cells.text_bytes() <= limit {
        return Ok(());
    }
    match (0..rows).zip(before + 1..).find(|&(at, _)| cells.get(at).len() > limit) {
        Some((_, line)) => Err(in_row(Error::FieldTooLong { line, limit })),
        None => Ok(()),
    }
}

/// The error of a row: it has no line.
pub(crate) fn in_row(error: Error) -> Error {
    match error {
        Error::Journey(_) | Error::NoRows | Error::TooManyRows { .. } => error,
        source => Error::InRow { source: Box::new(source) },
    }
}

/// A row of a record batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BatchRow<'a> {
    /// By column; empty those that are not read.
    cells: &'a [Cells],
    at: usize,
    /// From 1, through all batches.
    number: u64,
    /// Another number when a dictionary is another one.
    edition: u64,
}

impl<'a> BatchRow<'a> {
    fn cells(&self, column: usize) -> &'a Cells {
        self.cells.get(column).unwrap_or(&Cells::Empty)
    }
}

impl<'a> TableRow<'a> for BatchRow<'a> {
    fn line(&self) -> u64 {
        self.number
    }

    fn get(&self, column: usize) -> &'a str {
        self.cells(column).get(self.at)
    }

    fn bytes(&self, column: usize) -> (&'a [u8], &'a [u8]) {
        self.cells(column).bytes(self.at)
    }

    fn codes<const N: usize>(&self, columns: [usize; N]) -> Option<(u64, [u32; N])> {
        let mut codes = [0; N];
        for (code, column) in codes.iter_mut().zip(columns) {
            *code = self.cells(column).code(self.at)?;
        }
        Some((self.edition, codes))
    }

    fn is_empty(&self, column: usize) -> bool {
        self.cells(column).is_empty(self.at)
    }

    fn typed(&self, column: usize) -> Option<Typed> {
        self.cells(column).typed(self.at)
    }

    fn item_count(&self, column: usize) -> Option<usize> {
        self.cells(column).item_count(self.at)
    }

    fn item(&self, column: usize, at: usize) -> &'a str {
        self.cells(column).item(self.at, at).trim()
    }
}
