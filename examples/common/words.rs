//! Numbers as people read them: the words of the library's reports, and what pages of examples say otherwise.

#[allow(unused_imports, reason = "not every example needs all of them")]
pub(crate) use total_experience::report::render::words::{cell, counted, grouped, people, percent};

/// A span in seconds, in the unit that people would use.
pub(crate) fn duration(seconds: f64) -> String {
    match seconds {
        0.0 => "0 s".to_owned(),
        s if s < 1.0 => format!("{:.0} ms", s * 1e3),
        s if s < 120.0 => format!("{s:.0} s"),
        s if s < 7_200.0 => format!("{:.0} min", s / 60.0),
        s if s < 172_800.0 => format!("{:.1} h", s / 3_600.0),
        s => format!("{:.1} days", s / 86_400.0),
    }
}

/// With commas, and `and` before the last.
#[allow(dead_code, reason = "not every example lists")]
pub(crate) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
