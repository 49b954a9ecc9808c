//! Numbers and names as people read them.
//!
//! ```
//! use std::time::Duration;
//! use total_experience::report::render::words;
//!
//! assert_eq!(words::duration(Duration::from_secs(99_720)), "27.7 h");
//! assert_eq!(words::counted(1_204, "visit"), "1,204 visits");
//! assert_eq!(words::counted_as(1, "activity", "activities"), "1 activity");
//! assert_eq!(words::percent(0.1234), "12.3 %");
//! assert_eq!(words::interval(Some(0.817), Some(3.92), 2), "0.82 .. 3.92");
//! assert_eq!(words::listed(&["a", "b", "c"], 2), "a, b and 1 more");
//! ```

use std::time::Duration;

/// Text that stands where nothing is known.
pub const NONE: &str = "-";

/// A span of time in the unit that people would use: ms, s, min, h or d.
pub fn duration(span: Duration) -> String {
    seconds(span.as_secs_f64())
}

/// [`duration`] of a number of seconds, which may be negative.
pub(crate) fn seconds(seconds: f64) -> String {
    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 60.0 * MINUTE;
    const DAY: f64 = 24.0 * HOUR;
    match seconds.abs() {
        0.0 => "0 s".to_owned(),
        s if s < 1.0 => format!("{:.0} ms", seconds * 1e3),
        s if s < 2.0 * MINUTE => format!("{seconds:.0} s"),
        s if s < 2.0 * HOUR => format!("{:.0} min", seconds / MINUTE),
        s if s < 3.0 * DAY => format!("{:.1} h", seconds / HOUR),
        _ => format!("{:.1} d", seconds / DAY),
    }
}

/// Limits with so many digits, or that they are not known.
pub fn interval(low: Option<f64>, high: Option<f64>, digits: usize) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{low:.digits$} .. {high:.digits$}"),
        _ => "not known".to_owned(),
    }
}

/// A number with so many digits, or [`NONE`].
pub fn number(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| format!("{value:.digits$}"))
}

/// A share of 1 in percent.
pub fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.0005 { "under 0.1 %".to_owned() } else { format!("{:.1} %", share * 100.0) }
}

/// A whole number with commas between groups of three digits.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with the word for what it counts, of which several end with an s.
pub fn counted(number: u64, word: &str) -> String {
    counted_as(number, word, &format!("{word}s"))
}

/// A number with the words for one and for several of what it counts.
pub fn counted_as(number: u64, one: &str, several: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { several })
}

/// A stakeholder group by its key, in the plural.
pub fn people(key: &str) -> String {
    if key.ends_with('s') || key.ends_with("staff") { key.to_owned() } else { format!("{key}s") }
}

/// The first of these with commas between them, and how many more there are.
pub fn listed<T: AsRef<str>>(names: &[T], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    match names.len().saturating_sub(most) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Text for a cell of a Markdown table: on one line, with `|` escaped.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(char::is_control, " ")
}

/// A text, or [`NONE`].
pub(crate) fn or_none(text: Option<&str>) -> &str {
    text.unwrap_or(NONE)
}
