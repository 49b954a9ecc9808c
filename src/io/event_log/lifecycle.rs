//! Lifecycle of work: which of the events of one piece of work are visits.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::io::Error;
use crate::model::names::names;

/// Choice among events that say where in its lifecycle a piece of work is (`lifecycle:transition`).
///
/// An activity that took ten minutes stands in many logs as two events, `start` and `complete`. Taken for two visits it
/// looks like rework. The choice has no effect on a log none of whose events is `complete`.
///
/// Its names, which `Display` writes and `FromStr` reads, are `visits`, `complete`, `start` and `every`.
///
/// Reference: IEEE 1849-2016, Standard for eXtensible Event Stream (XES), lifecycle and concept extensions,
/// doi:10.1109/IEEESTD.2016.7740858.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lifecycle {
    /// A `start` and the `complete` that ends it are one visit, at the time of `complete`, with a
    /// [start](crate::journey::log::EventLog::start_column). They belong together when case and activity are the same, and
    /// the instance (`concept:instance`) where there is one; of several that are open the first ends first. A `start`
    /// that nothing ends is a visit too. What only the `start` says, its channel, resource or other objects, is the visit's. Other transitions of the standard (`schedule`, `suspend`, ...) are left out.
    #[default]
    Visits,
    /// Only events that are `complete`.
    Complete,
    /// Only events that are `start`.
    Start,
    /// Every event is a visit.
    Every,
}

names! { Lifecycle, "choice of the lifecycle", Error, {
    Visits => "visits",
    Complete => "complete",
    Start => "start",
    Every => "every",
} }

/// Words of a log for the start and the completion of work, beside `start` and `complete`. Case does not matter.
///
/// `FromStr` reads them as `start=Beginn,complete=Ende`; each may be given again.
///
/// ```
/// use total_experience::io::event_log::LifecycleWords;
///
/// let words: LifecycleWords = "start=Beginn,complete=Ende,complete=Abbruch".parse()?;
/// assert_eq!((words.start.len(), words.complete.len()), (1, 2));
/// assert!("Beginn".parse::<LifecycleWords>().is_err());
/// # Ok::<(), total_experience::io::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LifecycleWords {
    /// Words that mean that work starts.
    pub start: Vec<String>,
    /// Words that mean that work is complete.
    pub complete: Vec<String>,
}

impl FromStr for LifecycleWords {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut words = Self::default();
        for part in text.split(',') {
            let (words, word) = match part.split_once('=').map(|(what, word)| (what.trim(), word.trim())) {
                Some(("start", word)) if !word.is_empty() => (&mut words.start, word),
                Some(("complete", word)) if !word.is_empty() => (&mut words.complete, word),
                _ => {
                    return Err(Error::unknown_name(
                        "word of the lifecycle",
                        part,
                        &["start=WORD", "complete=WORD"],
                    ));
                }
            };
            words.push(word.to_owned());
        }
        Ok(words)
    }
}

/// Notes on the lifecycle of work in a log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LifecycleNotes {
    /// Visits of a `start` and a `complete`.
    pub paired: u64,
    /// Those of them whose `start` names another channel, resource or other object than their `complete`, which counts.
    pub differing: u64,
    /// Events that are `start`, without a `complete`.
    pub without_complete: u64,
    /// Events that are `complete`, without a `start`.
    pub without_start: u64,
    /// Events that were left out, as [`EventOptions::lifecycle`](super::EventOptions::lifecycle) says.
    pub left_out: u64,
    /// The first words of the lifecycle that are not known, at most 12. Their events are visits of their own.
    pub unknown_words: Vec<String>,
    /// A column of a CSV file that is not read and looks like a lifecycle: it has two words in the first rows, and nearly
    /// every activity of a case stands there once with each.
    pub lookalike: Option<String>,
}

/// The keys that the standard's extensions give.
#[cfg(any(feature = "csv", feature = "xes"))]
pub(crate) const TRANSITION: &str = "lifecycle:transition";
#[cfg(any(feature = "csv", feature = "xes"))]
pub(crate) const INSTANCE: &str = "concept:instance";

#[cfg(any(feature = "csv", feature = "xes"))]
pub(crate) use pairs::{Transition, Transitions, UnknownWords};

#[cfg(any(feature = "csv", feature = "xes"))]
mod pairs {
    use std::collections::{HashMap, VecDeque};

    use super::{Lifecycle, LifecycleNotes, LifecycleWords};
    use crate::io::{Error, WorkFault};
    use crate::journey::log::lifecycle::Lent;
    use crate::journey::log::{EventLog, EventLogBuilder};

    /// Where in its lifecycle a piece of work is.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(crate) enum Transition {
        /// None, or a word of the log's own: the event is a visit.
        #[default]
        Own,
        Start,
        Complete,
        /// Another of the standard.
        Other,
    }

    /// The transitions of the standard besides `start` and `complete`.
    const OTHERS: [&str; 12] = [
        "schedule",
        "assign",
        "withdraw",
        "reassign",
        "suspend",
        "resume",
        "pi_abort",
        "ate_abort",
        "abort",
        "autoskip",
        "manualskip",
        "unknown",
    ];

    /// Work that is done, of no instance.
    const COMPLETE: (Transition, u32) = (Transition::Complete, 0);

    impl Transition {
        fn of(text: &str, words: &LifecycleWords) -> Self {
            let is = |name: &str| text.eq_ignore_ascii_case(name);
            let is_one =
                |words: &[String]| words.iter().any(|word| word.to_lowercase() == text.to_lowercase());
            match text {
                _ if is("complete") => Self::Complete,
                _ if is("start") => Self::Start,
                _ if OTHERS.iter().any(|name| is(name)) => Self::Other,
                _ if is_one(&words.complete) => Self::Complete,
                _ if is_one(&words.start) => Self::Start,
                _ => Self::Own,
            }
        }
    }

    /// The transitions of the events of a log that is being read.
    #[derive(Debug, Default)]
    pub(crate) struct Transitions {
        choice: Lifecycle,
        /// How many events there are, as long as all are `complete` and none has an instance: most logs say nothing else.
        complete: usize,
        /// Once one is another, as long as the events up to the last that has a transition: it, and the instance of its
        /// work, numbered from 1.
        events: Vec<(Transition, u32)>,
        instances: HashMap<String, u32>,
        unknown: UnknownWords,
    }

    /// The first words that are not known, in the order in which they come.
    #[derive(Clone, Debug, Default)]
    pub(crate) struct UnknownWords(Vec<String>);

    impl UnknownWords {
        const MOST: usize = 12;

        /// What a word means; it is kept where that is not known.
        pub(crate) fn meaning(&mut self, word: &str, words: &LifecycleWords) -> Transition {
            let transition = Transition::of(word, words);
            self.look(word, transition);
            transition
        }

        fn look(&mut self, word: &str, transition: Transition) {
            let is_new = || !self.0.iter().any(|known| known == word);
            if transition == Transition::Own && !word.is_empty() && self.0.len() < Self::MOST && is_new() {
                self.0.push(word.to_owned());
            }
        }

        pub(crate) fn join(&mut self, others: Self) {
            others.0.iter().for_each(|word| self.look(word, Transition::Own));
        }
    }

    impl Transitions {
        pub(crate) fn new(choice: Lifecycle) -> Self {
            Self { choice, ..Self::default() }
        }

        pub(crate) fn unknown(&mut self) -> &mut UnknownWords {
            &mut self.unknown
        }

        /// The number of an instance; 0 for none.
        pub(crate) fn instance(&mut self, name: &str) -> u32 {
            if name.is_empty() {
                return 0;
            }
            if let Some(&number) = self.instances.get(name) {
                return number;
            }
            let number = u32::try_from(self.instances.len() + 1).unwrap_or(u32::MAX);
            self.instances.insert(name.to_owned(), number);
            number
        }

        /// Says the transition of the event at this place.
        pub(crate) fn push(&mut self, event: usize, transition: Transition, instance: u32) {
            if self.events.is_empty() {
                if event == self.complete && (transition, instance) == COMPLETE {
                    self.complete += 1;
                    return;
                }
                self.events.resize(self.complete, COMPLETE);
            }
            self.events.resize(event, (Transition::Own, 0));
            self.events.push((transition, instance));
        }

        /// The log with its visits.
        pub(crate) fn finish(
            mut self,
            mut builder: EventLogBuilder,
        ) -> Result<(EventLog, LifecycleNotes, Lent), Error> {
            let words = std::mem::take(&mut self.unknown).0;
            let is_known = |(transition, _): &(Transition, u32)| *transition != Transition::Own;
            let is_any_known = self.complete > 0 || self.events.iter().any(is_known);
            if matches!(self.choice, Lifecycle::Complete | Lifecycle::Start)
                && !is_any_known
                && !words.is_empty()
            {
                return Err(WorkFault::UnknownWords { choice: self.choice.name(), words }.into());
            }
            let mut notes = LifecycleNotes { unknown_words: words, ..LifecycleNotes::default() };
            let is_complete = |(transition, _): &(Transition, u32)| *transition == Transition::Complete;
            if self.complete == 0 && !self.events.iter().any(is_complete) {
                return Ok((builder.finish(), notes, Lent::default()));
            }
            if self.complete == builder.len() && self.events.is_empty() && self.choice != Lifecycle::Start {
                if self.choice == Lifecycle::Visits {
                    notes.without_start = completed(&builder, |_| true);
                }
                return Ok((builder.finish(), notes, Lent::default()));
            }
            if self.events.is_empty() {
                self.events.resize(self.complete, COMPLETE);
            }
            self.events.resize(builder.len(), (Transition::Own, 0));
            let is_kept = |choice, transition| match choice {
                Lifecycle::Visits => transition != Transition::Other,
                Lifecycle::Complete => transition == Transition::Complete,
                Lifecycle::Start => transition == Transition::Start,
                Lifecycle::Every => true,
            };
            let mut kept: Vec<bool> =
                self.events.iter().map(|&(transition, _)| is_kept(self.choice, transition)).collect();
            notes.left_out = kept.iter().filter(|&&kept| !kept).count() as u64;
            let mut starts = Vec::new();
            if self.choice == Lifecycle::Visits {
                starts = self.pairs(&builder, &mut notes);
                for &(start, _) in &starts {
                    kept[start as usize] = false;
                }
            }
            // Most logs have `complete` events alone: there is nothing to take away, and the log is built once.
            if notes.left_out == 0 && starts.is_empty() {
                return Ok((builder.finish(), notes, Lent::default()));
            }
            let lent = builder.lend(&starts)?;
            notes.differing = lent.differing;
            Ok((builder.finish_visits(&kept, &starts), notes, lent))
        }

        /// The events that start work, each with the one that completes it.
        fn pairs(&self, builder: &EventLogBuilder, notes: &mut LifecycleNotes) -> Vec<(u32, u32)> {
            // Without a `start` there are no pairs, and the order of the events does not matter.
            if !self.events.iter().any(|(transition, _)| *transition == Transition::Start) {
                let is_complete = |event: u32| {
                    let said = self.events.get(event as usize);
                    said.is_some_and(|(transition, _)| *transition == Transition::Complete)
                };
                notes.without_start = completed(builder, is_complete);
                return Vec::new();
            }
            let mut pairs = Vec::new();
            let mut open: HashMap<_, VecDeque<u32>> = HashMap::new();
            for event in builder.order() {
                let Some(&(transition, instance)) = self.events.get(event as usize) else { continue };
                if !matches!(transition, Transition::Start | Transition::Complete) {
                    continue;
                }
                let Some((case, activity)) = builder.first_object_and_activity(event) else { continue };
                let key = (case, activity, instance);
                if transition == Transition::Start {
                    open.entry(key).or_default().push_back(event);
                } else if let Some(start) = open.get_mut(&key).and_then(VecDeque::pop_front) {
                    pairs.push((start, event));
                } else {
                    notes.without_start += 1;
                }
            }
            notes.paired = pairs.len() as u64;
            notes.without_complete = open.values().map(|open| open.len() as u64).sum();
            pairs
        }
    }

    /// The events that are complete, of somebody.
    fn completed(builder: &EventLogBuilder, is_complete: impl Fn(u32) -> bool) -> u64 {
        let events = 0..builder.len() as u32;
        let is_counted =
            |&event: &u32| is_complete(event) && builder.first_object_and_activity(event).is_some();
        events.filter(is_counted).count() as u64
    }
}
