//! Options of the readers of networks.

use serde::{Deserialize, Serialize};

use crate::io::source::{Limits, TableFormat};

/// Options of [`read_edges_with`](super::read_edges_with) and [`read_scores_with`](super::read_scores_with).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct NetworkFileOptions {
    /// Bounds on the input.
    pub limits: Limits,
    /// How the table is written; found unless declared.
    pub table: TableFormat,
}

impl NetworkFileOptions {
    /// Sets how much to accept.
    #[must_use]
    pub const fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Sets how the table is written.
    #[must_use]
    pub const fn with_table(self, table: TableFormat) -> Self {
        Self { table, ..self }
    }
}
