//! Found text, shortened for an error message of one line.

pub(super) fn list(names: &[String]) -> String {
    const SHOWN: usize = 12;
    if names.is_empty() {
        return "none".to_owned();
    }
    let mut text =
        names.iter().take(SHOWN).map(|name| format!("`{}`", shown(name))).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        text.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    text
}

/// `value` short enough for a message of one line.
pub(crate) fn shown(value: &str) -> String {
    const LONGEST: usize = 60;
    let mut text: String =
        value.chars().take(LONGEST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if value.chars().nth(LONGEST).is_some() {
        text.push('…');
    }
    text
}

/// The message of a fault that names lines, of a source that has rows.
pub(super) fn as_row(message: &str) -> String {
    let message = match message.strip_prefix("line ") {
        Some(rest) => format!("row {rest}"),
        None => message.to_owned(),
    };
    match message.rsplit_once(", on line ") {
        Some((start, line)) if line.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{start}, in row {line}")
        }
        _ => message,
    }
}
/// What to do about text that is not in this encoding.
pub(crate) fn encoding_remedy(encoding: &str) -> &'static str {
    match encoding {
        "UTF-8" => "save the file as UTF-8, or declare its encoding, such as windows-1252",
        _ => "declare another encoding, or save the file as UTF-8",
    }
}
