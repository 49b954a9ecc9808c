//! Options, notes and result of the reader of paths.

use serde::{Deserialize, Serialize};

use crate::execution::Execution;
use crate::io::source::{Limits, TableFormat, TableNotes};
use crate::journey::markov::Paths;

/// Paths that were read, and what their reader noticed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ImportedPaths {
    /// The paths.
    pub paths: Paths,
    /// Notes on what was read, assumed and skipped, for a report to say.
    pub notes: PathNotes,
}

/// Notes of the reader of paths: what was assumed and skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PathNotes {
    /// Rows read.
    pub rows: u64,
    /// Whether no column says how many journeys were lost: then none counts as lost, and unless there is a column of
    /// open journeys every journey reaches the goal.
    pub lost_unknown: bool,
    /// Rows with a value though no journey of theirs reached the goal. Their value counts in the whole, and is shared like it.
    pub value_without_goal: u64,
    /// Columns that nothing was read from. One of them may be a misspelt `total_null`.
    pub unread_columns: Vec<String>,
    /// What separates the touchpoints of a path; `None` when no path has two.
    pub separator: Option<String>,
    /// How the table is written.
    pub table: TableNotes,
}

/// Options of the reader of paths.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PathOptions {
    /// Bounds on the input.
    pub limits: Limits,
    /// How the table is written; found unless declared.
    pub table: TableFormat,
    /// What separates the touchpoints of a path; found unless declared. With spaces around it, as in ` > `, it
    /// separates only where it stands between spaces; without, as in `>`, wherever it stands. With the empty text every
    /// path is one touchpoint.
    pub separator: Option<String>,
    /// On which threads rows of text are parsed. The watch is told bytes read, of as many: the length of a stream is not known.
    pub execution: Execution,
}

impl PathOptions {
    /// Sets how much to accept.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Sets how the table is written.
    #[must_use]
    pub fn with_table(self, table: TableFormat) -> Self {
        Self { table, ..self }
    }

    /// Sets what separates the touchpoints of a path.
    #[must_use]
    pub fn with_separator(self, separator: impl Into<String>) -> Self {
        Self { separator: Some(separator.into()), ..self }
    }

    /// Sets the threads, and who is told of the progress.
    #[must_use]
    pub fn with_execution(self, execution: Execution) -> Self {
        Self { execution, ..self }
    }
}
