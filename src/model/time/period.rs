//! Periods as people write them: quarters, half-years, months and ISO weeks, as consecutive whole numbers.

use super::calendar::{civil_from_days, days_from_civil};
use crate::model::Error;
use crate::model::names::names;

/// Form of a period: a plain number, or a part of the calendar.
///
/// ```
/// use total_experience::model::time::PeriodForm;
///
/// let (form, first) = PeriodForm::read("2024-Q4").expect("a quarter");
/// assert_eq!((form, PeriodForm::read("Q1 2025")), (PeriodForm::Quarter, Some((PeriodForm::Quarter, first + 1))));
/// assert_eq!(form.text(first + 1), "2025-Q1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PeriodForm {
    /// A whole number of one's own.
    Number,
    /// A half-year: `2024-H1`.
    HalfYear,
    /// A quarter: `2024-Q1`.
    Quarter,
    /// A month: `2024-05`.
    Month,
    /// An ISO week, which begins on Monday: `2024-W05`.
    Week,
}

names!(PeriodForm, "form of a period", Error, {
    Number => "number",
    HalfYear => "half_year",
    Quarter => "quarter",
    Month => "month",
    Week => "week",
});

impl PeriodForm {
    /// The form and the number of a period. Periods of one form that follow each other have numbers that do.
    ///
    /// A whole number of 32 bits is itself. Else a year of four digits and a part of it, in either order, joined or with a
    /// space, `-` or `/` between: `2024-Q1`, `Q1/2024`, `2024 H2`, `2024-05`, `05/2024`, `2024-M05`, `2024W05`. Case does
    /// not matter. `None` for any other text, a date among them.
    pub fn read(text: &str) -> Option<(Self, i32)> {
        let text = text.trim();
        if let Ok(number) = text.parse() {
            return Some((Self::Number, number));
        }
        let parts = parts(text)?;
        let is_year = |text: &str| text.len() == 4 && text.as_bytes()[0].is_ascii_digit();
        let is_part = |text: &str| text.len() <= 2 && text.as_bytes()[0].is_ascii_digit();
        let (year, letter, part) = match parts.as_slice() {
            [year, part] if is_year(year) && is_part(part) => (year, "m", part),
            [part, year] if is_year(year) && is_part(part) => (year, "m", part),
            [year, letter, part] if is_year(year) && is_part(part) => (year, *letter, part),
            [letter, part, year] if is_year(year) && is_part(part) => (year, *letter, part),
            _ => return None,
        };
        let (year, part) = (year.parse::<i64>().ok()?, part.parse::<i64>().ok()?);
        let (form, count) = match letter.to_ascii_lowercase().as_str() {
            "h" => (Self::HalfYear, 2),
            "q" => (Self::Quarter, 4),
            "m" => (Self::Month, 12),
            "w" => return Some((Self::Week, i32::try_from(week(year, part)?).ok()?)),
            _ => return None,
        };
        let number = (1..=count).contains(&part).then_some(year * count + part - 1)?;
        Some((form, i32::try_from(number).ok()?))
    }

    /// The period with this number, as [`read`](Self::read) reads it.
    pub fn text(self, number: i32) -> String {
        let of = |count: i32| (number.div_euclid(count), number.rem_euclid(count) + 1);
        match self {
            Self::Number => number.to_string(),
            Self::HalfYear => format!("{:04}-H{}", of(2).0, of(2).1),
            Self::Quarter => format!("{:04}-Q{}", of(4).0, of(4).1),
            Self::Month => format!("{:04}-{:02}", of(12).0, of(12).1),
            Self::Week => {
                let thursday = i64::from(number) * 7;
                let year = civil_from_days(thursday).0;
                format!("{year:04}-W{:02}", (thursday - days_from_civil(year, 1, 1)) / 7 + 1)
            }
        }
    }
}

/// Runs of digits and of letters, with at most one separator between two.
fn parts(text: &str) -> Option<Vec<&str>> {
    let kind = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_alphabetic());
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(&first) = rest.as_bytes().first() {
        if !first.is_ascii_alphanumeric() {
            return None;
        }
        let length = rest.bytes().take_while(|&byte| kind(byte) == kind(first)).count();
        let (part, behind) = rest.split_at(length);
        parts.push(part);
        let between = behind.strip_prefix([' ', '-', '/', '_']);
        rest = between.unwrap_or(behind);
        if parts.len() > 3 || (rest.is_empty() && between.is_some()) {
            return None;
        }
    }
    Some(parts)
}

/// The number of an ISO week, 0 for the one that holds 1970-01-01. Its Thursday is that many weeks behind that day.
fn week(year: i64, week: i64) -> Option<i64> {
    let first = (days_from_civil(year, 1, 4) + 3).div_euclid(7);
    let number = first + week - 1;
    (week >= 1 && civil_from_days(number * 7).0 == year).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::PeriodForm::{self, HalfYear, Month, Number, Quarter, Week};

    #[test]
    fn usual_ways_of_writing() {
        for (text, form, written) in [
            ("7", Number, "7"),
            ("-3", Number, "-3"),
            ("202405", Number, "202405"),
            ("2024-Q1", Quarter, "2024-Q1"),
            ("2024q4", Quarter, "2024-Q4"),
            (" Q2 2024 ", Quarter, "2024-Q2"),
            ("Q3/2024", Quarter, "2024-Q3"),
            ("H2-2023", HalfYear, "2023-H2"),
            ("2024-05", Month, "2024-05"),
            ("12/2024", Month, "2024-12"),
            ("2024M7", Month, "2024-07"),
            ("2024-W05", Week, "2024-W05"),
            ("2020-w53", Week, "2020-W53"),
            ("W1 2026", Week, "2026-W01"),
        ] {
            let (found, number) = PeriodForm::read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found, form.text(number).as_str()), (form, written), "{text}");
        }
    }

    #[test]
    fn other_text_is_no_period() {
        for text in [
            "",
            "spring",
            "2024-Q5",
            "2024-Q0",
            "2024-13",
            "2024-00",
            "2021-W53",
            "2024-W00",
            "2024-H3",
            "Q1 24",
            "2024-01-15",
            "15.01.2024",
            "2024--Q1",
            "2024-Q1-",
            "2024.5",
            "Q1",
            "2024-X1",
            "2024-Q123",
            "99999999999",
            "٢٠٢٤-Q1",
        ] {
            assert_eq!(PeriodForm::read(text), None, "{text}");
        }
    }

    /// Weeks of 1970 to 2100 by ISO 8601: the one after `W52` or `W53` is `W01`.
    #[test]
    fn weeks_follow_each_other() {
        let (_, first) = PeriodForm::read("1970-W01").expect("a week");
        assert_eq!(first, 0);
        let mut before = String::new();
        let mut long_years = 0;
        for number in 0..6_800 {
            let text = Week.text(number);
            assert_eq!(PeriodForm::read(&text), Some((Week, number)));
            assert!(text > before, "{before} {text}");
            long_years += u32::from(text.ends_with("W53"));
            before = text;
        }
        assert_eq!(long_years, 24, "by the isocalendar of Python 3");
    }
}
