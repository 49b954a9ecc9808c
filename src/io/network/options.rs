//! Options of the readers of networks.

use serde::{Deserialize, Serialize};

use crate::execution::Execution;
use crate::io::source::{Limits, TableFormat};

/// Options of [`read_edges_with`](super::read_edges_with) and [`read_scores_with`](super::read_scores_with).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct NetworkFileOptions {
    /// Bounds on the input.
    pub limits: Limits,
    /// How the table is written; found unless declared.
    pub table: TableFormat,
    /// On which threads rows of text are parsed. The watch is told bytes read, of as many: the length of a stream is not known.
    pub execution: Execution,
}

impl NetworkFileOptions {
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

    /// Sets the threads, and who is told of the progress.
    #[must_use]
    pub fn with_execution(self, execution: Execution) -> Self {
        Self { execution, ..self }
    }
}
