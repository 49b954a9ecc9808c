//! Placeholders: texts in columns of people and things that name nobody.

#[cfg(feature = "csv")]
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Texts that name nobody, where a column says who or what: `NA`, `NULL`, `unknown`, the zero UUID.
///
/// Exports write them where a name is missing. Taken for names they make one person of all who are unknown: answers
/// supersede each other, journeys of strangers become one, and a small group counts one person more than it has. Readers
/// take them as they take an empty cell, and count them in their notes. Case does not matter, nor space around them.
///
/// They are looked for in respondents, work units, cases, resources and objects; among answers they stand for missing
/// ones, see [`SignalOptions::missing`](crate::io::survey::signals::SignalOptions::missing). An activity or a channel that
/// is called so keeps its name.
///
/// ```
/// # #[cfg(feature = "csv")] {
/// use total_experience::io::source::Placeholders;
/// use total_experience::io::survey::signals::{SignalOptions, read_map_and_responses_with};
///
/// let text = "touchpoint,dimension,stakeholder,instrument,value,respondent\n\
///     till,cx,customers,nps,9,NA\ntill,cx,customers,nps,2,na\ntill,cx,customers,nps,7,house account\n";
/// let placeholders = Placeholders::default().with_text("house account");
/// let options = SignalOptions::default().with_placeholders(placeholders);
/// let (_, signals) = read_map_and_responses_with(text.as_bytes(), &options)?;
/// assert_eq!(signals.notes.placeholder_respondents, 3);
/// assert!(signals.responses.iter().all(|response| response.respondent.is_none()));
/// # }
/// # Ok::<(), total_experience::io::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Placeholders {
    texts: Vec<String>,
}

/// What spreadsheets, databases, statistics programs and trackers write for nobody.
const USUAL: [&str; 29] = [
    "NA",
    "N/A",
    "#N/A",
    "<NA>",
    "n.a.",
    "NULL",
    "(null)",
    "[NULL]",
    "<null>",
    "#NULL!",
    "\\N",
    "nil",
    "none",
    "(none)",
    "nan",
    "-",
    "--",
    "undefined",
    "unknown",
    "(unknown)",
    "anonymous",
    "(not set)",
    "(blank)",
    "missing",
    "not available",
    "not applicable",
    "?",
    "00000000-0000-0000-0000-000000000000",
    "00000000000000000000000000000000",
];

impl Default for Placeholders {
    fn default() -> Self {
        Self::new(USUAL)
    }
}

impl Placeholders {
    /// These texts and no others.
    pub fn new<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self { texts: texts.into_iter().map(Into::into).collect() }
    }

    /// No text: every name is a name.
    pub const fn none() -> Self {
        Self { texts: Vec::new() }
    }

    /// Adds a text.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.texts.push(text.into());
        self
    }

    /// The texts, as they were given.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }
}

#[cfg(any(feature = "csv", feature = "ocel", feature = "xes"))]
/// Placeholders, ready to be looked for in every row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nobody {
    /// Bit `n` is set when a text has `n` bytes; the last one also for longer texts.
    lengths: u64,
    /// Bit `n` is set when a text begins with the byte `n`, in either case.
    firsts: u128,
    ascii: Vec<Box<str>>,
    /// Other texts, in lower case.
    others: Vec<String>,
}

#[cfg(any(feature = "csv", feature = "ocel", feature = "xes"))]
impl Nobody {
    pub(crate) fn new(placeholders: &Placeholders) -> Self {
        let mut nobody = Self::default();
        for text in placeholders.texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
            if text.is_ascii() {
                nobody.lengths |= length_bit(text);
                nobody.firsts |=
                    first_bit(&text.to_ascii_lowercase()) | first_bit(&text.to_ascii_uppercase());
                nobody.ascii.push(text.into());
            } else {
                nobody.others.push(text.to_lowercase());
            }
        }
        nobody
    }

    /// Whether `text`, which has no space around it, names nobody. The empty text is for the reader to judge.
    #[inline]
    pub(crate) fn is(&self, text: &str) -> bool {
        (self.lengths & length_bit(text) != 0
            && self.firsts & first_bit(text) != 0
            && self.ascii.iter().any(|known| known.eq_ignore_ascii_case(text)))
            || (!self.others.is_empty() && self.is_other(text))
    }

    #[cold]
    fn is_other(&self, text: &str) -> bool {
        !text.is_ascii() && self.others.contains(&text.to_lowercase())
    }
}

/// Placeholders among answers, ready to be looked for where a cell holds no number, or one that is listed.
#[cfg(feature = "csv")]
#[derive(Clone, Debug)]
pub(crate) struct Missing {
    texts: Vec<String>,
    /// Those that are numbers, and their places.
    numbers: Vec<(f64, usize)>,
}

#[cfg(feature = "csv")]
impl Missing {
    pub(crate) fn new(placeholders: &Placeholders) -> Self {
        let texts: Vec<String> = placeholders.texts.iter().map(|text| text.trim().to_lowercase()).collect();
        // Longer numbers are names, such as a UUID of zeros: a 0 is an answer.
        let codes = texts.iter().zip(0..).filter(|(text, _)| text.len() <= 15);
        let numbers = codes.filter_map(|(text, at)| Some((text.parse().ok()?, at)));
        let numbers = numbers.filter(|(number, _): &(f64, _)| number.is_finite()).collect();
        Self { texts, numbers }
    }

    /// The place in the list of the placeholder that this number is.
    #[inline]
    pub(crate) fn of_number(&self, number: f64) -> Option<usize> {
        self.numbers.iter().find(|(known, _)| *known == number).map(|(_, at)| *at)
    }

    /// The place of the placeholder that this text is, which has no space around it and is not empty.
    #[cold]
    pub(crate) fn of_text(&self, text: &str) -> Option<usize> {
        let text = text.to_lowercase();
        self.texts.iter().position(|known| *known == text)
    }
}

/// How many answers were taken for missing, by the place of the placeholder.
#[cfg(feature = "csv")]
#[derive(Clone, Debug, Default)]
pub(crate) struct MissingCounts(Vec<u64>);

#[cfg(feature = "csv")]
impl MissingCounts {
    pub(crate) fn add(&mut self, place: usize) {
        if self.0.len() <= place {
            self.0.resize(place + 1, 0);
        }
        self.0[place] += 1;
    }

    pub(crate) fn join(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        self.0.iter_mut().zip(&other.0).for_each(|(count, more)| *count += more);
    }

    /// The counts by text.
    pub(crate) fn by_text(&self, placeholders: &Placeholders) -> BTreeMap<String, u64> {
        let counted = placeholders.texts.iter().zip(&self.0).filter(|(_, count)| **count > 0);
        counted.map(|(text, &count)| (text.trim().to_owned(), count)).collect()
    }
}

#[cfg(any(feature = "csv", feature = "ocel", feature = "xes"))]
#[inline]
fn length_bit(text: &str) -> u64 {
    1 << text.len().min(63)
}

#[cfg(any(feature = "csv", feature = "ocel", feature = "xes"))]
#[inline]
fn first_bit(text: &str) -> u128 {
    text.as_bytes().first().map_or(0, |&first| if first < 128 { 1 << first } else { 0 })
}

#[cfg(all(test, any(feature = "csv", feature = "ocel", feature = "xes")))]
mod tests {
    use super::{Nobody, Placeholders, USUAL};

    #[test]
    fn usual_texts_in_any_case() {
        let nobody = Nobody::new(&Placeholders::default());
        for text in USUAL {
            assert!(nobody.is(text), "{text}");
            assert!(nobody.is(&text.to_lowercase()) && nobody.is(&text.to_uppercase()), "{text}");
        }
        for name in
            ["", "Nana", "N", "0", "-1", "nobody", "00000000-0000-0000-0000-000000000001", "naß", "Ünknown"]
        {
            assert!(!nobody.is(name), "{name}");
        }
        let long = "x".repeat(200);
        assert!(!nobody.is(&long) && Nobody::new(&Placeholders::new([long.to_uppercase()])).is(&long));
    }

    #[test]
    fn own_texts() {
        let nobody = Nobody::new(&Placeholders::new([" Gast ", "НЕИЗВЕСТНО", ""]));
        assert!(nobody.is("GAST") && nobody.is("неизвестно") && nobody.is("Неизвестно"));
        assert!(!nobody.is("NA") && !nobody.is("") && !nobody.is("известно"));
        let none = Nobody::new(&Placeholders::none());
        assert!(USUAL.iter().all(|text| !none.is(text)));
    }
}
