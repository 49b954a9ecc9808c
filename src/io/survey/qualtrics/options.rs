//! Options of the Qualtrics reader: which question measures which facet.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::io::source::{Limits, Placeholders, TableFormat, TableNotes};
use crate::io::survey::{PeriodNotes, RespondentScope};
use crate::io::time::TimeFormat;
use crate::model::ids::FacetId;
use crate::model::time::DateOrder;
use crate::signal::instrument::Instrument;
use crate::signal::response::Responses;

/// A question of a survey, the facet it measures, and the instrument that it is.
///
/// Columns are named as in the first header row (`Q3_1`) or by their ImportId (`QID7`), which survives renaming.
///
/// ```
/// use total_experience::io::survey::qualtrics::{Choice, Question};
/// use total_experience::model::ids::FacetId;
/// use total_experience::signal::instrument::Instrument;
///
/// let facet = FacetId::from_u32(0);
/// let recommend = Question::new(facet, Instrument::Nps, "Q1");
/// let usability = Question::new(facet, Instrument::Sus, "Q3"); // Q3_1 to Q3_10
/// let second = Choice { question: "Q5", choice: "2" };
/// let reasons = Question::ticked(facet, "rating:0-1:step=1".parse()?, second);
/// # Ok::<(), total_experience::signal::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub(crate) facet: FacetId,
    pub(crate) instrument: Instrument,
    pub(crate) source: Source,
}

/// Where the items of a question are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Source {
    /// One column, or the numbered ones below its name.
    Column(String),
    /// These columns in this order.
    Items(Vec<String>),
    /// Whether a choice of a multiple-answer question was ticked.
    Ticked { question: String, choice: String },
}

impl Question {
    /// The question in this column. For an instrument of several items, those in `COLUMN_1`, `COLUMN_2`, ... by number;
    /// columns such as `COLUMN_NPS_GROUP` and `COLUMN_4_TEXT` are never taken for items.
    pub fn new(facet: FacetId, instrument: Instrument, column: impl Into<String>) -> Self {
        Self { facet, instrument, source: Source::Column(column.into()) }
    }

    /// The items of one question in these columns, in the instrument's order.
    pub fn of_items<C: Into<String>>(
        facet: FacetId,
        instrument: Instrument,
        columns: impl IntoIterator<Item = C>,
    ) -> Self {
        Self { facet, instrument, source: Source::Items(columns.into_iter().map(Into::into).collect()) }
    }

    /// A choice of a question with multiple answers: 1 when it is ticked, 0 when only others are, and missing when none
    /// is. Exports have one column for each choice (`Q5_2`), or all in one (`Q5` with `1,2`); both are read. They hold
    /// numbers; other text is refused unless [`SurveyOptions::missing`] has it.
    pub fn ticked(facet: FacetId, instrument: Instrument, choice: Choice<'_>) -> Self {
        let Choice { question, choice } = choice;
        let source = Source::Ticked { question: question.to_owned(), choice: choice.to_owned() };
        Self { facet, instrument, source }
    }
}

/// Choice of a question with multiple answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice<'a> {
    /// Column of the question, without the number of a choice.
    pub question: &'a str,
    /// Number of the choice, as the export writes it.
    pub choice: &'a str,
}

/// Options of the Qualtrics reader.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SurveyOptions {
    /// Bounds on the input.
    pub limits: Limits,
    /// How the table is written; found unless declared.
    pub table: TableFormat,
    /// Column of what tells people apart; `ExternalReference` unless set, and not needed then. An empty cell, or
    /// one of `placeholders`, is an unknown respondent. `ResponseId` tells answers apart, not people: name it only if everyone answered once.
    pub respondent: Option<String>,
    /// Column of the unit (branch, store, team).
    pub unit: Option<String>,
    /// Column of the weight.
    pub weight: Option<String>,
    /// Column of the period, as in [`signals`](crate::io::survey::signals).
    pub period: Option<String>,
    /// Cells that mean "seen but not answered", besides empty ones: `NA` and its like, and `-99`, unless set.
    pub missing: Placeholders,
    /// Respondents and units that are nobody.
    pub placeholders: Placeholders,
    /// Where one name of a respondent is one person; in the whole file unless set.
    pub respondent_scope: RespondentScope,
    /// Whether answers of people who did not finish are left out; they count unless set.
    pub finished_only: bool,
    /// How times are written; text unless set, of which the column says whether the day or the month stands first.
    pub time_format: TimeFormat,
    /// Minutes by which the survey's clock is ahead of UTC; 0 unless set.
    pub minutes_ahead_of_utc: i32,
}

impl Default for SurveyOptions {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            table: TableFormat::default(),
            respondent: None,
            unit: None,
            weight: None,
            period: None,
            missing: Placeholders::default().with_text("-99"),
            placeholders: Placeholders::default(),
            respondent_scope: RespondentScope::default(),
            finished_only: false,
            time_format: TimeFormat::default(),
            minutes_ahead_of_utc: 0,
        }
    }
}

macro_rules! columns {
    ($($(#[$doc:meta])* $set:ident $field:ident),+) => {
        $($(#[$doc])*
        #[must_use]
        pub fn $set(mut self, column: impl Into<String>) -> Self {
            self.$field = Some(column.into());
            self
        })+
    };
}

impl SurveyOptions {
    columns! {
        /// Sets the column of respondents.
        with_respondent respondent,
        /// Sets the column of work units.
        with_unit unit,
        /// Sets the column of weights.
        with_weight weight,
        /// Sets the column of periods.
        with_period period
    }

    /// Sets how much to accept.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets how the table is written.
    #[must_use]
    pub fn with_table(mut self, table: TableFormat) -> Self {
        self.table = table;
        self
    }

    /// Sets the cells that mean "not answered".
    #[must_use]
    pub fn with_missing(mut self, missing: Placeholders) -> Self {
        self.missing = missing;
        self
    }

    /// Sets which respondents and units are nobody.
    #[must_use]
    pub fn with_placeholders(mut self, placeholders: Placeholders) -> Self {
        self.placeholders = placeholders;
        self
    }

    /// Sets where one name of a respondent is one person.
    #[must_use]
    pub fn with_respondent_scope(mut self, respondent_scope: RespondentScope) -> Self {
        self.respondent_scope = respondent_scope;
        self
    }

    /// Sets how times are written.
    #[must_use]
    pub fn with_time_format(mut self, time_format: TimeFormat) -> Self {
        self.time_format = time_format;
        self
    }

    /// Sets whether answers of people who did not finish are left out.
    #[must_use]
    pub const fn with_finished_only(mut self, finished_only: bool) -> Self {
        self.finished_only = finished_only;
        self
    }

    /// Sets how far the survey's clock is ahead of UTC.
    #[must_use]
    pub const fn with_minutes_ahead_of_utc(mut self, minutes: i32) -> Self {
        self.minutes_ahead_of_utc = minutes;
        self
    }
}

/// The answers of a survey, and what to say about them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ImportedSurvey {
    /// The answers to the questions asked for.
    pub responses: Responses,
    /// Notes on what was read, assumed and skipped.
    pub notes: SurveyNotes,
}

/// Notes of the survey reader: what was assumed, left out and skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SurveyNotes {
    /// How the table is written.
    pub table: TableNotes,
    /// Header rows found: 3 with ImportIds, 2 in the legacy form, 1 when the others were removed.
    pub header_rows: u32,
    /// Rows whose answers were taken.
    pub rows: u64,
    /// Rows of previews, tests and suspected spam, which were left out.
    pub not_real: u64,
    /// Rows of people who did not finish, taken or left out by [`SurveyOptions::finished_only`].
    pub unfinished: u64,
    /// Rows whose respondent was taken for nobody, by [`SurveyOptions::placeholders`].
    pub placeholder_respondents: u64,
    /// Rows whose unit was taken for nobody, likewise.
    pub placeholder_units: u64,
    /// Answers taken for missing, by the text of [`SurveyOptions::missing`]. Empty cells are not counted here.
    pub missing_answers: BTreeMap<String, u64>,
    /// The periods, where rows name any.
    pub periods: Option<PeriodNotes>,
    /// Times that were read as of a clock [`SurveyOptions::minutes_ahead_of_utc`], since a zone's name says no offset.
    pub without_offset: u64,
    /// Whether the day or the month stands first in times such as 03/04/2024, when there are such.
    pub date_order: Option<DateOrder>,
    /// The time zone that the export names.
    pub zone: Option<String>,
}
