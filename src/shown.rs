//! Text of users in messages of one line.

use std::borrow::Cow;

/// Text of a user in a message of one line: control characters, such as a line break in a key, stand as their escapes.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(breaks) {
        return text.into();
    }
    let mut line = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if breaks(c) { line.extend(c.escape_debug()) } else { line.push(c) }
    }
    line.into()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(shown("caf\u{e9} | \\"), "caf\u{e9} | \\");
        assert_eq!(shown("two\nlines\t\u{2028}\u{1b}"), "two\\nlines\\t\\u{2028}\\u{1b}");
    }
}
