//! Errors of times that cannot be read or held.

use thiserror::Error;

/// Reason why a text or number is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum TimeFault {
    /// The text has another form.
    #[error(
        "not a time such as 2024-05-31T14:30:00Z: write it so, or declare how it is written (`TimeFormat`)"
    )]
    Form,
    /// The numbers of a date do not say which is the day and which the month.
    #[error(
        "the day or the month may stand first, and nothing read before says which: declare `TimeFormat::DayFirst` or \
         `TimeFormat::MonthFirst`"
    )]
    DayOrMonth,
    /// The day stands first in one date and the month in another, or not where it was declared.
    #[error(
        "day and month stand the other way round than declared or than in the dates before: write all alike, or declare \
         `TimeFormat::DayFirst` or `TimeFormat::MonthFirst`"
    )]
    MixedOrder,
    /// A year has two digits, so that its century is not known.
    #[error(
        "a year of two digits: write four, or declare how the time is written (`TimeFormat::Pattern` with `%y`)"
    )]
    ShortYear,
    /// The text is not as the declared pattern says.
    #[error("not written as the declared pattern says")]
    Pattern,
    /// The calendar has no such day.
    #[error("the calendar has no such day")]
    Day,
    /// The clock has no such time.
    #[error("the clock has no such time")]
    Clock,
    /// No zone is that far from UTC.
    #[error("no zone is that far from UTC")]
    Zone,
    /// The text is no number, where times are declared as numbers.
    #[error("not a number of the declared unit since 1970")]
    Number,
    /// The text is a number, where times are not declared as numbers.
    #[error(
        "a number: declare its unit since 1970, such as `TimeFormat::Seconds`, or, for a date in digits alone, \
         `TimeFormat::Pattern`"
    )]
    Unit,
    /// The time is outside what 64-bit nanoseconds hold.
    #[error("the time is outside 1677-09-21 to 2262-04-11")]
    Range,
}
