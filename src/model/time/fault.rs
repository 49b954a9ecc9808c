//! Errors of times that cannot be read or held.

use thiserror::Error;

/// Reason why a text or number is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum TimeFault {
    /// The text has another form.
    #[error("not a time such as 2024-05-31T14:30:00Z (RFC 3339 or ISO 8601)")]
    Form,
    /// The calendar has no such day.
    #[error("the calendar has no such day")]
    Day,
    /// The clock has no such time.
    #[error("the clock has no such time")]
    Clock,
    /// No zone is that far from UTC.
    #[error("no zone is that far from UTC")]
    Zone,
    /// The text is no whole number, where times are declared as numbers.
    #[error("not a whole number of the declared unit since 1970")]
    Number,
    /// The text is a number, where times are not declared as numbers.
    #[error(
        "a number, whose unit must be declared (`TimeFormat`), and not a time such as 2024-05-31T14:30:00Z"
    )]
    Unit,
    /// The time is outside what 64-bit nanoseconds hold.
    #[error("the time is outside 1677-09-21 to 2262-04-11")]
    Range,
}
