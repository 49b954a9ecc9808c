//! Numbers as people read them.

/// Text for a cell of a table, on one line.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(|letter: char| letter.is_control(), " ")
}

/// A number with the word for what it counts, of which several end with an s.
pub(crate) fn counted(number: u64, word: &str) -> String {
    format!("{} {word}{}", grouped(number), if number == 1 { "" } else { "s" })
}

pub(crate) fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.0005 { "under 0.1 %".to_owned() } else { format!("{:.1} %", share * 100.0) }
}

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

/// With commas between groups of three digits.
pub(crate) fn grouped(number: u64) -> String {
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

/// A group by its key, in the plural.
#[allow(dead_code, reason = "not every example names groups")]
pub(crate) fn people(key: &str) -> String {
    if key.ends_with('s') || key.ends_with("staff") { key.to_owned() } else { format!("{key}s") }
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
