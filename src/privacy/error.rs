//! Errors of tables of groups and of the history of releases.

use crate::shown::shown;

/// Error of a table of groups or of a history of releases.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Two groups, or two strata, have one key.
    #[error(
        "`{key}` is in the table twice: give each group and each stratum a key of its own",
        key = shown(.key)
    )]
    Duplicate {
        /// The key.
        key: String,
    },
    /// A total names a stratum that the table does not have.
    #[error(
        "group `{group}` is joined of `{stratum}`, which the table does not have: add the stratum first",
        group = shown(.group), stratum = shown(.stratum)
    )]
    UnknownStratum {
        /// Key of the group.
        group: String,
        /// Key of the stratum.
        stratum: String,
    },
    /// A two-way table has another number of counts than rows times columns.
    #[error("{rows} rows and {columns} columns need {rows} x {columns} counts, not {counts}")]
    Shape {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
        /// Number of counts.
        counts: usize,
    },
    /// A stratum has another number of respondents than when it was released.
    #[error(
        "stratum `{stratum}` has {now} respondents, but was released with {released}: its difference could \
         be read off. Split it in the history, or give those who came later a stratum of their own",
        stratum = shown(.stratum)
    )]
    StratumChanged {
        /// Key of the stratum.
        stratum: String,
        /// Respondents when it was released.
        released: u64,
        /// Respondents in the table.
        now: u64,
    },
    /// The parts of a stratum do not have its respondents.
    #[error(
        "the parts of stratum `{stratum}` have {parts} respondents, the stratum has {whole}",
        stratum = shown(.stratum)
    )]
    Split {
        /// Key of the stratum.
        stratum: String,
        /// Respondents of the parts.
        parts: u64,
        /// Respondents of the stratum.
        whole: u64,
    },
    /// Earlier releases alone tell of fewer respondents than the minimum.
    #[error(
        "earlier releases already tell of too few respondents by subtraction, in {}: nothing more can be released \
         about them", strata.join(" + ")
    )]
    AlreadyDisclosed {
        /// Keys of the strata.
        strata: Vec<String>,
    },
    /// The search for what can be subtracted took too long to be sure.
    #[error(
        "more than {limit} combinations of small strata: join small strata, publish fewer totals, or lower the minimum"
    )]
    TooManyCombinations {
        /// The most that are tried.
        limit: usize,
    },
}
