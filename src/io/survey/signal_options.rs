//! Options, notes and result of the signal reader.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{PeriodNotes, RespondentScope};
use crate::execution::Execution;
use crate::io::source::{Limits, Placeholders, TableFormat, TableNotes};
use crate::io::time::TimeFormat;
use crate::model::time::DateOrder;
use crate::signal::response::Responses;

/// Options of the signal reader.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SignalOptions {
    /// Bounds on the input.
    pub limits: Limits,
    /// How the table is written; found unless declared.
    pub table: TableFormat,
    /// How times are written; text unless set, of which the column says whether the day or the month stands first.
    pub time_format: TimeFormat,
    /// Respondents and units that are nobody.
    pub placeholders: Placeholders,
    /// Answers that are missing, beside empty cells: text such as `NA`, and numbers that are codes, such as `-99`
    /// (up to 15 characters).
    pub missing: Placeholders,
    /// Where one name of a respondent is one person; in the whole file unless set.
    pub respondent_scope: RespondentScope,
    /// On which threads rows of text are parsed. The watch is told bytes read, of as many: the length of a stream is not known.
    pub execution: Execution,
}

impl SignalOptions {
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

    /// Sets how times are written.
    #[must_use]
    pub fn with_time_format(self, time_format: TimeFormat) -> Self {
        Self { time_format, ..self }
    }

    /// Sets which respondents and units are nobody.
    #[must_use]
    pub fn with_placeholders(self, placeholders: Placeholders) -> Self {
        Self { placeholders, ..self }
    }

    /// Sets which answers are missing, beside empty cells.
    ///
    /// ```
    /// use total_experience::io::source::Placeholders;
    /// use total_experience::io::survey::signals::{SignalOptions, read_map_and_responses_with};
    ///
    /// let text = "touchpoint,dimension,stakeholder,instrument,value\n\
    ///     till,cx,customers,nps,9\ntill,cx,customers,nps,-99\ntill,cx,customers,nps,n/a\n";
    /// let options = SignalOptions::default().with_missing(Placeholders::default().with_text("-99"));
    /// let (_, signals) = read_map_and_responses_with(text.as_bytes(), &options)?;
    /// assert_eq!((signals.notes.missing_answers["-99"], signals.notes.missing_answers["N/A"]), (1, 1));
    /// # Ok::<(), total_experience::io::Error>(())
    /// ```
    #[must_use]
    pub fn with_missing(self, missing: Placeholders) -> Self {
        Self { missing, ..self }
    }

    /// Sets where one name of a respondent is one person.
    #[must_use]
    pub fn with_respondent_scope(self, respondent_scope: RespondentScope) -> Self {
        Self { respondent_scope, ..self }
    }

    /// Sets the threads, and who is told of the progress.
    #[must_use]
    pub fn with_execution(self, execution: Execution) -> Self {
        Self { execution, ..self }
    }
}

/// Responses from a file, with the notes of their reader.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ImportedSignals {
    /// The responses, one a row.
    pub responses: Responses,
    /// Notes on what was assumed, for a report to say.
    pub notes: SignalNotes,
}

/// Notes of the signal reader: what was assumed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignalNotes {
    /// Rows read.
    pub rows: u64,
    /// Rows whose respondent was taken for nobody, by [`SignalOptions::placeholders`].
    pub placeholder_respondents: u64,
    /// Rows whose unit was taken for nobody, likewise.
    pub placeholder_units: u64,
    /// Answers taken for missing, by the text of [`SignalOptions::missing`]. Empty cells are not counted here.
    pub missing_answers: BTreeMap<String, u64>,
    /// The periods, where answers name any.
    pub periods: Option<PeriodNotes>,
    /// Columns that nothing was read from. One of them may be a misspelt `respondent`.
    pub unread_columns: Vec<String>,
    /// How the table was found to be written.
    pub table: TableNotes,
    /// Whether the day or the month stands first in times such as 03/04/2024, when there are such.
    pub date_order: Option<DateOrder>,
}
