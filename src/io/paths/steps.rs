//! Steps of a path: splitting its text, and the numbers of the touchpoint names.

use super::separator::Separator;
use crate::io::Error;
use crate::journey::markov::paths::target::StepTarget;

/// Names up to this many bytes are found again without hashing their text.
const SHORT: usize = 15;
/// Bytes that are looked at together: a short name and an arrow between spaces behind it are among them.
const AHEAD: usize = 24;
/// Slots of the table of short names.
const SLOTS: usize = 1 << 12;
const ONES: u64 = u64::MAX / 0xff;
const ARROWS: u64 = ONES * b'>' as u64;

/// Finds the touchpoints of paths.
///
/// Twenty-four bytes at a time: the `>` is found in all of them at once, and a short name, with its length, is itself the
/// key of a small table. Long names, names beyond ASCII at their edges, odd spaces and other separators go the plain
/// way, which is the reference: every shortcut only takes what is certain.
#[derive(Clone)]
pub(crate) struct PathSteps {
    recent: Vec<(u128, u32)>,
    separator: Option<Separator>,
    is_declared: bool,
    /// Whether the separator is the one that the short way knows.
    is_usual: bool,
}

/// A step of a path.
enum Step<'a> {
    Key(u128, &'a [u8]),
    Name(&'a str),
}

/// Why a path cannot be split.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum StepFault {
    /// A step has no name.
    NoName,
    /// It has another separator than the paths above.
    Mixed {
        /// The one of the paths above.
        found: String,
        /// The one that stands here.
        here: String,
    },
}

impl PathSteps {
    /// Steps separated by what is declared, or found.
    pub(crate) fn new(declared: Option<&str>) -> Self {
        let separator = declared.and_then(Separator::declared);
        let is_usual = separator.as_ref().is_some_and(Separator::is_usual);
        Self { recent: vec![(0, 0); SLOTS], separator, is_declared: declared.is_some(), is_usual }
    }

    /// What separates the steps, as far as it is known.
    pub(super) fn separator(&self) -> Option<&Separator> {
        self.separator.as_ref()
    }

    /// Whether a path would settle what separates the steps.
    pub(super) fn is_settled_by(&self, path: &str) -> bool {
        self.separator.is_none() && !self.is_declared && Separator::of(path).is_some()
    }

    /// Adds the steps of `path` to the row that `paths` is making. `ahead` begins with the path and may go on.
    pub(super) fn push(
        &mut self,
        path: &str,
        ahead: &[u8],
        paths: &mut impl StepTarget,
    ) -> Result<Result<(), StepFault>, Error> {
        if self.separator.is_none() && !self.is_declared {
            self.separator = Separator::of(path);
            self.is_usual = self.separator.as_ref().is_some_and(Separator::is_usual);
        }
        let mut from = 0;
        loop {
            let short = if self.is_usual { short_step(ahead, from, path.len()) } else { None };
            let (step, next) = match short {
                Some(found) => found,
                None => match self.plain_step(path.get(from..).unwrap_or_default()) {
                    Ok((step, next)) => (Step::Name(step.trim()), next.map(|next| from + next)),
                    Err(fault) => return Ok(Err(fault)),
                },
            };
            let number = match step {
                Step::Name("") => return Ok(Err(StepFault::NoName)),
                Step::Name(name) => paths.number(name)?,
                Step::Key(key, name) => self.number(key, name, paths)?,
            };
            paths.push_step(number);
            match next {
                Some(next) => from = next,
                None if from == 0 => return Ok(self.check_whole(path)),
                None => return Ok(Ok(())),
            }
        }
    }

    /// The first step of a path, and where the next one begins if there is a separator.
    fn plain_step<'a>(&self, path: &'a str) -> Result<(&'a str, Option<usize>), StepFault> {
        let Some(separator) = &self.separator else { return Ok((path, None)) };
        let found = if self.is_declared {
            separator.find(path)
        } else {
            separator.find_alone(path).map_err(|here| mixed(separator, &here))?
        };
        Ok(match found {
            Some(place) => (path.get(..place.start).unwrap_or_default(), Some(place.end)),
            None => (path, None),
        })
    }

    /// That a path which the separator leaves whole is not one with another separator.
    fn check_whole(&self, path: &str) -> Result<(), StepFault> {
        match &self.separator {
            Some(found) if !self.is_declared => match found.other_in_whole(path) {
                Some(here) => Err(mixed(found, &here)),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// The number of a short name, with its key.
    fn number(&mut self, key: u128, name: &[u8], paths: &mut impl StepTarget) -> Result<u32, Error> {
        // Fibonacci hashing, two slots a name; what finds no place costs a look-up in the interner and no more.
        let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let first = (mixed >> 52) as usize % SLOTS;
        for slot in [first, first ^ 1] {
            if self.recent[slot].0 == key {
                return Ok(self.recent[slot].1);
            }
        }
        let number = paths.number(&String::from_utf8_lossy(name))?;
        let slot = if self.recent[first].0 == 0 { first } else { first ^ 1 };
        self.recent[slot] = (key, number);
        Ok(number)
    }
}

// Inlined by hand: it is called once per step, and by each kind of target.
/// The step at `from` of a path that ends at `end`, when it is short and plain, and where the next one begins.
#[inline(always)]
fn short_step(ahead: &[u8], from: usize, end: usize) -> Option<(Step<'_>, Option<usize>)> {
    let bytes: &[u8; AHEAD] = ahead.get(from..from + AHEAD)?.try_into().ok()?;
    let (words, _) = bytes.as_chunks::<8>();
    let arrows = |word: usize| words.get(word).map_or(8, |word| first_arrow(u64::from_le_bytes(*word)));
    let arrow = match (arrows(0), arrows(1)) {
        (8, 8) => 16 + arrows(2),
        (8, arrow) => 8 + arrow,
        (arrow, _) => arrow,
    };
    let (length, next) = if from + arrow < end && arrow + 1 < AHEAD {
        let spaced =
            arrow >= 2 && bytes[arrow - 1] == b' ' && bytes[arrow + 1] == b' ' && from + arrow + 1 < end;
        (if spaced && arrow <= SHORT + 1 { arrow - 1 } else { return None }, Some(from + arrow + 2))
    } else if (1..=SHORT).contains(&(end - from)) && from + arrow >= end {
        (end - from, None)
    } else {
        return None;
    };
    if !bytes[0].is_ascii_graphic() || !bytes[length - 1].is_ascii_graphic() {
        return None;
    }
    let word = u128::from_le_bytes(*bytes.first_chunk()?);
    let key = word & ((1 << (8 * length)) - 1) | (length as u128) << (8 * SHORT);
    Some((Step::Key(key, &bytes[..length]), next))
}

/// Which byte is the first `>`; 8 when there is none.
fn first_arrow(word: u64) -> usize {
    let differs = word ^ ARROWS;
    // The lowest bit that is set is that of the first `>`.
    let hits = differs.wrapping_sub(ONES) & !differs & (ONES << 7);
    hits.trailing_zeros() as usize / 8
}

fn mixed(found: &Separator, here: &Separator) -> StepFault {
    StepFault::Mixed { found: found.text(), here: here.text() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{PathSteps, StepFault};
    use crate::journey::markov::{PathCounts, Paths};

    /// The steps of a path whose text goes on with `more`.
    fn steps_by(declared: Option<&str>, path: &str, more: &str) -> Result<Vec<String>, StepFault> {
        let mut paths = Paths::new();
        let text = format!("{path}{more}");
        PathSteps::new(declared).push(path, text.as_bytes(), &mut paths).unwrap()?;
        paths.finish_row(PathCounts::goal(1)).unwrap();
        Ok(paths.iter().flat_map(|(steps, _)| steps).map(str::to_owned).collect())
    }

    fn named(names: &[&str]) -> Result<Vec<String>, StepFault> {
        Ok(names.iter().map(|&name| name.to_owned()).collect())
    }

    #[test]
    fn separators_and_spaces() {
        for more in ["", ",1,0\nc > d,0,1\nc > d,1,0\n", " > more"] {
            for declared in [None, Some(" > ")] {
                let steps = |path: &str| steps_by(declared, path, more);
                assert_eq!(steps("a > b c > d"), named(&["a", "b c", "d"]));
                assert_eq!(steps("  a  >  b "), named(&["a", "b"]));
                assert_eq!(steps("\u{a0}a > \u{e9} > b\u{a0}"), named(&["a", "\u{e9}", "b"]));
                for long in ["fourteen bytes", "fifteen bytes..", "sixteen bytes...", "seventeen bytes.."] {
                    let path = format!("{long} > {long}");
                    assert_eq!(steps(&path), named(&[long, long]));
                }
                for path in
                    ["a > > b", "a >", "> a", "a > ", ">", " > ", "fourteen bytes > ", "fourteen bytes >"]
                {
                    assert_eq!(steps(path), Err(StepFault::NoName), "{path:?}");
                }
            }
            assert_eq!(steps_by(Some(" > "), "a>b > c -> d", more), named(&["a>b", "c -> d"]));
            assert_eq!(steps_by(Some(">"), "a>b > c -> d", more), named(&["a", "b", "c -", "d"]));
            assert_eq!(steps_by(Some(""), "a > b", more), named(&["a > b"]));
            assert_eq!(steps_by(Some(", "), "a, b,c", more), named(&["a", "b", "c"]));
            assert_eq!(steps_by(None, "a>b>c d", more), named(&["a", "b", "c d"]));
            assert_eq!(steps_by(None, "a->b", more), named(&["a", "b"]));
            assert_eq!(steps_by(None, "a >>> b", more), named(&["a", "b"]));
            assert_eq!(steps_by(None, "a|b | c", more), named(&["a", "b", "c"]));
            for (path, found, here) in [
                ("a>b > c", ">", " > "),
                ("a > b>c", " > ", ">"),
                ("a > a longer name than others>c", " > ", ">"),
                ("a > b -> c", " > ", " -> "),
                ("a -> b > c", " -> ", " > "),
                ("a > b >> c", " > ", " >> "),
            ] {
                let mixed = StepFault::Mixed { found: found.to_owned(), here: here.to_owned() };
                assert_eq!(steps_by(None, path, more), Err(mixed), "{path}");
            }
        }
    }

    proptest! {
        /// Whatever follows in the buffer, and whichever way is taken, the steps are those between the separators.
        #[test]
        fn both_ways_agree(path in "[a-c>| \u{e9}-]{1,40}", more in "[a-c> ,]{0,20}", is_declared in any::<bool>()) {
            let declared = is_declared.then_some(" > ");
            let plain = steps_by(declared, &path, "");
            prop_assert_eq!(&steps_by(declared, &path, &more), &plain);
            prop_assert_eq!(steps_by(declared, &path, "                "), plain);
        }
    }
}
