//! Markdown tables: cells on one line, columns of text to the left and of numbers to the right.

use std::fmt;

use super::words::cell;

/// A table as Markdown.
///
/// A cell stays one cell whatever it holds: `|` is escaped, and control characters such as line breaks become spaces.
///
/// ```
/// use total_experience::report::render::{Column, Table};
///
/// let mut table = Table::new([Column::text("Touchpoint"), Column::number("Visits")]);
/// table.row(["desk | branch", "1,204"]);
/// table.left_out(7);
/// assert_eq!(
///     table.to_string(),
///     "| Touchpoint | Visits |\n|---|---:|\n| desk \\| branch | 1,204 |\n\n... and 7 more.\n"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    left_out: usize,
}

/// A column of a [`Table`]: its head, and the side to which its cells are set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    head: String,
    is_number: bool,
}

impl Column {
    /// A column of text, set to the left.
    pub fn text(head: impl Into<String>) -> Self {
        Self { head: head.into(), is_number: false }
    }

    /// A column of numbers, set to the right.
    pub fn number(head: impl Into<String>) -> Self {
        Self { head: head.into(), is_number: true }
    }
}

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: Vec::new(), left_out: 0 }
    }

    /// Adds a row. Missing cells at its end are empty; cells beyond the columns are left away.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let cells = cells.into_iter().take(self.columns.len());
        let mut row: Vec<String> = cells.map(|text| cell(text.as_ref())).collect();
        row.resize(self.columns.len(), String::new());
        self.rows.push(row);
    }

    /// Sets how many rows are not shown, which is said below the table.
    pub fn left_out(&mut self, rows: usize) {
        self.left_out = rows;
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for column in &self.columns {
            write!(f, "| {} ", cell(&column.head))?;
        }
        f.write_str("|\n")?;
        for column in &self.columns {
            f.write_str(if column.is_number { "|---:" } else { "|---" })?;
        }
        f.write_str("|\n")?;
        for row in &self.rows {
            for text in row {
                match text.as_str() {
                    "" => f.write_str("| ")?,
                    text => write!(f, "| {text} ")?,
                }
            }
            f.write_str("|\n")?;
        }
        match self.left_out {
            0 => Ok(()),
            more => writeln!(f, "\n... and {more} more."),
        }
    }
}
