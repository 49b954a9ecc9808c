//! Journey maps from Mermaid `journey` diagrams.

use std::io::Read;

use crate::io::Error;
use crate::io::shown::shown;
use crate::io::source::Limits;
use crate::io::source::text::Text;
use crate::journey::{JourneyMap, JourneyStep};

/// Reads a journey map from a Mermaid `journey` diagram.
///
/// ```text
/// journey
///     title My working day
///     section Go to work
///       Make tea: 5: Me
///       Do work: 1: Me, Cat
/// ```
///
/// A task is a touchpoint, its score a whole number from 1 to 5, and several actors share it. Keywords may be in any
/// case. Comments (`%%` and `#`), front matter, directives, `accTitle` and `accDescr` are skipped; character codes such
/// as `#58;` are read. Of several titles the last counts, as in Mermaid.
///
/// Time and space O(bytes).
///
/// # Errors
/// [`Error::Empty`]; [`Error::NotMermaid`] when the diagram is no journey; [`Error::BadField`] for a line that is no
/// task, a score that is none, or an actor without a name; [`Error::BadText`]; a limit that is hit. Each names the
/// line.
///
/// ```
/// use total_experience::io::map;
///
/// let text = "journey\n  title My day\n  section Go to work\n    Do work: 1: Me, Cat\n";
/// let journey = map::read_mermaid(text.as_bytes())?;
/// let step = journey.steps().next().expect("one step");
/// assert_eq!((step.touchpoint(), step.score(), step.is_shared()), ("Do work", 1, true));
/// # Ok::<(), total_experience::io::Error>(())
/// ```
pub fn read_mermaid(reader: impl Read) -> Result<JourneyMap, Error> {
    read_mermaid_with(reader, &Limits::default())
}

/// [`read_mermaid`] under limits of one's own.
///
/// # Errors
///
/// As [`read_mermaid`].
pub fn read_mermaid_with(reader: impl Read, limits: &Limits) -> Result<JourneyMap, Error> {
    let mut text = Text::new(reader, limits, None)?;
    let bytes = text.read_document(limits)?;
    let encoding = text.encoding().name();
    let mut journey = None;
    let mut skip = Skip::Nothing;
    let mut steps = 0;
    for (number, bytes) in (1..).zip(bytes.split(|&byte| byte == b'\n')) {
        if bytes.len() > limits.max_record_bytes {
            return Err(Error::RecordTooLong { line: number, limit: limits.max_record_bytes });
        }
        let text = str::from_utf8(bytes).map_err(|_| Error::BadText { line: number, encoding })?;
        let line = Line { number, text: without_comment(text).trim() };
        if line.text.is_empty() || skip.takes(&line, journey.is_none()) {
            continue;
        }
        let Some(known) = journey.take() else {
            if !line.text.eq_ignore_ascii_case("journey") {
                return Err(Error::NotMermaid { line: number, found: shown(line.text) });
            }
            journey = Some(JourneyMap::new());
            continue;
        };
        let read = line.read(known)?;
        steps += u64::from(read.1);
        if steps > limits.max_rows {
            return Err(Error::TooManyRows { limit: limits.max_rows });
        }
        journey = Some(read.0);
    }
    journey.ok_or(Error::Empty { expected: "a Mermaid diagram that begins with `journey`" })
}

/// A block that is passed over until its end.
enum Skip {
    Nothing,
    FrontMatter,
    Description,
}

impl Skip {
    fn takes(&mut self, line: &Line<'_>, is_head: bool) -> bool {
        match self {
            Self::Nothing if is_head && line.text == "---" => *self = Self::FrontMatter,
            Self::Nothing => {
                let Some(rest) = line.after("accDescr").or_else(|| line.after("accTitle")) else {
                    return false;
                };
                match rest.chars().next() {
                    Some(':') => {}
                    Some('{') if !rest.contains('}') => *self = Self::Description,
                    Some('{') => {}
                    _ => return false,
                }
            }
            Self::FrontMatter if line.text == "---" => *self = Self::Nothing,
            Self::Description if line.text.contains('}') => *self = Self::Nothing,
            Self::FrontMatter | Self::Description => {}
        }
        true
    }
}

struct Line<'a> {
    number: u64,
    /// Without comment and space around it.
    text: &'a str,
}

impl<'a> Line<'a> {
    /// The text after a keyword, trimmed.
    fn after(&self, keyword: &str) -> Option<&'a str> {
        let (head, rest) = self.text.split_at_checked(keyword.len())?;
        head.eq_ignore_ascii_case(keyword).then(|| rest.trim())
    }

    /// The name that stands behind a keyword and space.
    fn named(&self, keyword: &str) -> Option<String> {
        let name = self.after(keyword).filter(|name| !name.is_empty())?;
        self.text[keyword.len()..].starts_with(char::is_whitespace).then(|| decoded(name))
    }

    fn bad(&self, column: &str, value: &str, expected: &str) -> Error {
        Error::BadField {
            line: self.number,
            column: column.to_owned(),
            value: shown(value),
            expected: expected.to_owned(),
        }
    }

    /// Adds what the line says, and whether that is a step.
    fn read(&self, journey: JourneyMap) -> Result<(JourneyMap, bool), Error> {
        if let Some(title) = self.named("title") {
            return Ok((journey.with_title(title)?, false));
        }
        if let Some(stage) = self.named("section") {
            return Ok((journey.with_stage(stage)?, false));
        }
        Ok((journey.with_step(self.step()?), true))
    }

    fn step(&self) -> Result<JourneyStep, Error> {
        const TASK: &str = "`Task: score: Actor, Actor`";
        let mut parts = self.text.splitn(3, ':').map(str::trim);
        let (Some(name), Some(score)) = (parts.next().filter(|name| !name.is_empty()), parts.next()) else {
            return Err(self.bad("task", self.text, TASK));
        };
        let number = score.parse().ok().filter(|number| (1..=5).contains(number));
        let number = number.ok_or_else(|| self.bad("score", score, "a whole number from 1 to 5"))?;
        let step = JourneyStep::new(decoded(name), number)?;
        let actors = parts.next().unwrap_or_default();
        if actors.contains(':') {
            return Err(self.bad("actors", actors, TASK));
        }
        if actors.is_empty() {
            return Ok(step);
        }
        let names = actors.split(',').map(str::trim);
        if names.clone().any(str::is_empty) {
            return Err(self.bad("actors", actors, "names split by commas"));
        }
        Ok(step.with_actors(names.map(decoded))?)
    }
}

/// The text before `%%`, or before a `#` that begins no character code.
fn without_comment(text: &str) -> &str {
    let text = text.split("%%").next().unwrap_or_default();
    let comment = text.match_indices('#').find(|&(at, _)| code(&text[at..]).is_none());
    comment.map_or(text, |(at, _)| &text[..at])
}

/// The inside of the character code with which `text` begins: `58` of `#58;`, `quot` of `#quot;`.
fn code(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('#')?.split_once(';')?.0;
    let is_code = !inside.is_empty() && inside.chars().all(|letter| letter.is_ascii_alphanumeric());
    is_code.then_some(inside)
}

/// `text` with the characters that codes stand for. Names of characters beyond the four of XML stay as they are.
fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('#') {
        let (before, from_code) = rest.split_at(at);
        decoded.push_str(before);
        let letter = code(from_code).and_then(|inside| {
            let letter = match inside {
                "quot" => Some('"'),
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                number => number.parse().ok().and_then(char::from_u32),
            };
            letter.map(|letter| (letter, inside.len() + 2))
        });
        let (letter, length) = letter.unwrap_or(('#', 1));
        decoded.push(letter);
        rest = &from_code[length..];
    }
    decoded + rest
}
