//! Separator of the touchpoints of a path: declared, or found.

use std::ops::Range;

/// Text between two touchpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Separator {
    token: Box<str>,
    /// Whether it separates only where it stands between spaces.
    is_spaced: bool,
}

impl Separator {
    /// The separator of this text; none for the empty text, with which a path is one touchpoint.
    pub(super) fn declared(text: &str) -> Option<Self> {
        let token = text.trim();
        if token.is_empty() {
            return (!text.is_empty()).then(|| Self { token: text.into(), is_spaced: false });
        }
        let is_spaced = text.starts_with(char::is_whitespace) && text.ends_with(char::is_whitespace);
        Some(Self { token: token.into(), is_spaced })
    }

    /// The first arrow of a path, or else its bar.
    pub(super) fn of(path: &str) -> Option<Self> {
        let found = arrow(path).or_else(|| bar(path))?;
        Some(Self::at(path, &found))
    }

    fn at(path: &str, found: &Range<usize>) -> Self {
        let token = path.get(found.clone()).unwrap_or_default();
        Self { token: token.into(), is_spaced: token != "|" && is_spaced(path, found) }
    }

    /// Whether it is ` > `.
    pub(super) fn is_usual(&self) -> bool {
        self.is_spaced && &*self.token == ">"
    }

    /// As it is declared.
    pub(super) fn text(&self) -> String {
        if self.is_spaced { format!(" {} ", self.token) } else { self.token.to_string() }
    }

    /// Where it stands first.
    pub(super) fn find(&self, path: &str) -> Option<Range<usize>> {
        let places = path.match_indices(&*self.token).map(|(at, _)| at..at + self.token.len());
        places.into_iter().find(|place| !self.is_spaced || is_spaced(path, place))
    }

    /// Where it stands first, as the separator that was found in other paths.
    ///
    /// # Errors
    /// Another one that stands there before.
    pub(super) fn find_alone(&self, path: &str) -> Result<Option<Range<usize>>, Self> {
        let is_bar = &*self.token == "|";
        match arrow(path) {
            Some(other) if is_bar || !self.is(path, &other) => Err(Self::at(path, &other)),
            None if is_bar => Ok(bar(path)),
            found => Ok(found),
        }
    }

    /// Another separator in a path that this one, found in other paths, leaves whole.
    pub(super) fn other_in_whole(&self, path: &str) -> Option<Self> {
        let may_separate = |byte: u8| !byte.is_ascii() | (byte == b'>') | (byte == b'|');
        if !path.bytes().fold(false, |found, byte| found | may_separate(byte)) {
            return None;
        }
        Self::of(path).filter(|other| other != self)
    }

    fn is(&self, path: &str, place: &Range<usize>) -> bool {
        path.get(place.clone()) == Some(&*self.token) && is_spaced(path, place) == self.is_spaced
    }
}

fn bar(path: &str) -> Option<Range<usize>> {
    path.find('|').map(|at| at..at + 1)
}

/// The first arrow: `>`, `>>`, `->`, `=>`, `→` and the like.
fn arrow(path: &str) -> Option<Range<usize>> {
    let is_tip = |letter| matches!(letter, '>' | '→' | '»' | '›' | '⇒');
    let is_part = |letter| is_tip(letter) || matches!(letter, '-' | '=' | '–' | '—');
    // The first bytes of the tips, at which few other letters begin.
    let tip = memchr::memchr3_iter(b'>', 0xe2, 0xc2, path.as_bytes())
        .find(|&at| path.get(at..).is_some_and(|rest| rest.starts_with(is_tip)))?;
    let start = path.get(..tip)?.trim_end_matches(is_part).len();
    let behind = path.get(tip..)?;
    let length = behind.len() - behind.trim_start_matches(is_tip).len();
    Some(start..tip + length)
}

/// Whether there is space, or nothing, on both sides.
fn is_spaced(path: &str, place: &Range<usize>) -> bool {
    let (before, behind) = (path.get(..place.start), path.get(place.end..));
    let is_open = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
    is_open(before.and_then(|text| text.chars().next_back()))
        && is_open(behind.and_then(|text| text.chars().next()))
}

/// A mark that may separate touchpoints, and as well be part of a name.
pub(super) fn unclear_mark(path: &str) -> Option<char> {
    path.chars().find(|letter| matches!(letter, ',' | ';' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::Separator;

    #[test]
    fn found_by_its_form() {
        for (path, text) in [
            ("A > B", Some(" > ")),
            ("A>B", Some(">")),
            ("A> B", Some(">")),
            ("A -> B", Some(" -> ")),
            ("e-mail->web", Some("->")),
            ("A => B", Some(" => ")),
            ("A >>> B", Some(" >>> ")),
            ("A → B", Some(" → ")),
            ("A»B", Some("»")),
            ("A | B", Some("|")),
            ("A|B > C", Some(" > ")),
            ("e-mail = x", None),
            ("Sales, EMEA", None),
            ("", None),
        ] {
            assert_eq!(Separator::of(path).map(|found| found.text()).as_deref(), text, "{path}");
        }
    }

    #[test]
    fn declared_texts() {
        let place = |text: &str, path: &str| Separator::declared(text).unwrap().find(path);
        assert_eq!(place(" > ", "a>b > c"), Some(4..5));
        assert_eq!(place(">", "a>b > c"), Some(1..2));
        assert_eq!(place(", ", "a, b"), Some(1..2));
        assert_eq!(place(" ", "a b"), Some(1..2));
        assert_eq!(place(" > ", "a >"), Some(2..3));
        assert_eq!(Separator::declared(""), None);
    }
}
