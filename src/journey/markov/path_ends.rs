//! Paths of the journeys of a log, and chains of graphs, with declared ends.

use serde::{Deserialize, Serialize};

use super::transitions::Seconds;
use super::{Chain, PathCounts, Paths};
use crate::journey::Error;
use crate::journey::dfg::JourneyGraph;
use crate::journey::log::visits::for_each_visit;
use crate::journey::log::{ActivityId, EventLog, ObjectTypeId};
use crate::numeric::cold_sort::sort_by_key;

/// Ends of journeys: activities that are the goal, and activities at which a journey is lost. A journey that reaches
/// neither is open.
///
/// ```
/// use std::time::Duration;
/// use total_experience::journey::log::EventLog;
/// use total_experience::model::time::Timestamp;
/// use total_experience::journey::markov::{Chain, PathEnds, Paths};
///
/// let mut builder = EventLog::builder();
/// let minute = 60_000_000_000;
/// for (case, activity, time) in [("1", "ask", 0), ("1", "pay", 2), ("2", "ask", 1), ("2", "cancel", 7), ("3", "ask", 9)]
/// {
///     builder.event(activity, Timestamp::from_nanoseconds(time * minute), &[("case", case)])?;
/// }
/// let log = builder.finish();
/// let ends = PathEnds::goal(&["pay"]).with_lost(&["cancel"]);
/// let paths = Paths::discover(&log, log.object_type("case").expect("named above"), &ends)?;
/// let answer = Chain::fit(&paths)?.solve()?;
/// assert_eq!(format!("{:.3} {:.3} {:.3}", answer.goal, answer.lost, answer.open), "0.333 0.333 0.333");
/// assert_eq!(answer.time_to_goal, Some(Duration::from_secs(120)));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PathEnds {
    /// Names of the activities that are the goal.
    pub goal: Vec<String>,
    /// Names of the activities at which a journey is lost.
    pub lost: Vec<String>,
}

/// What an activity means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Touchpoint,
    Goal,
    Lost,
}

impl PathEnds {
    /// These activities are the goal.
    pub fn goal(activities: &[&str]) -> Self {
        Self { goal: owned(activities), lost: Vec::new() }
    }

    /// Sets the activities at which a journey is lost.
    #[must_use]
    pub fn with_lost(mut self, activities: &[&str]) -> Self {
        self.lost = owned(activities);
        self
    }

    fn meaning(&self, name: &str) -> Meaning {
        match name {
            _ if self.goal.iter().any(|goal| goal == name) => Meaning::Goal,
            _ if self.lost.iter().any(|lost| lost == name) => Meaning::Lost,
            _ => Meaning::Touchpoint,
        }
    }

    /// Every end must be known and have one meaning.
    fn check(&self, known: impl Fn(&str) -> bool) -> Result<(), Error> {
        if let Some(name) = self.goal.iter().chain(&self.lost).find(|name| !known(name)) {
            return Err(Error::UnknownActivity { name: name.clone() });
        }
        match self.goal.iter().find(|name| self.lost.contains(name)) {
            Some(name) => Err(Error::DuplicateName { what: "the end of journeys", name: name.clone() }),
            None => Ok(()),
        }
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

impl Paths {
    /// The paths of the journeys of `object_type`, with their times where the log has times: a row for each object.
    ///
    /// A journey is the sequence of the log's events that involve an object, in the log's order. It is cut at its first
    /// end: what it does after the goal is not part of the way there. A journey without an end is open, never lost.
    ///
    /// Time linear in relations, but for sorting visits by object; 16 bytes per visit beside the paths.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type; [`Error::UnknownActivity`] and [`Error::DuplicateName`] for
    /// ends; [`Error::TooLarge`] steps.
    pub fn discover(log: &EventLog, object_type: ObjectTypeId, ends: &PathEnds) -> Result<Self, Error> {
        ends.check(|name| log.activity(name).is_some())?;
        let names = (0..log.activity_count() as u32).map(|n| log.activity_name(ActivityId::from_u32(n)));
        let names: Vec<&str> = names.map(Option::unwrap_or_default).collect();
        let mut visits = Vec::new();
        for_each_visit(log, &log.object_range(object_type)?, |visit, _| {
            visits.push((visit.object as u32, visit.activity.as_u32(), visit.time.as_nanoseconds()));
        });
        visits.sort_by_key(|visit| visit.0); // stable: in time order within an object
        let mut paths = Self::new();
        let meanings: Vec<Meaning> = names.iter().map(|name| ends.meaning(name)).collect();
        let mut numbers = vec![None; names.len()];
        let mut waits = Vec::new();
        for journey in visits.chunk_by(|a, b| a.0 == b.0) {
            waits.clear();
            let mut counts = PathCounts::default().with_open(1);
            for (at, &(_, activity, time)) in journey.iter().enumerate() {
                match meanings[activity as usize] {
                    Meaning::Goal => counts = PathCounts::goal(1),
                    Meaning::Lost => counts = PathCounts::default().with_lost(1),
                    Meaning::Touchpoint => {
                        let number = match numbers[activity as usize] {
                            Some(number) => number,
                            None => {
                                *numbers[activity as usize].insert(paths.number(names[activity as usize])?)
                            }
                        };
                        paths.push_step(number);
                        let next = journey.get(at + 1).map_or(time, |next| next.2);
                        if log.has_times() {
                            waits.push(next.saturating_sub(time));
                        }
                        continue;
                    }
                }
                break;
            }
            paths.finish_timed_row(counts, &waits)?;
        }
        Ok(paths)
    }
}

impl Chain {
    /// The chain of order 1 of a graph, with mean times.
    ///
    /// The graph does not know what a journey did before: journeys that go on after an end are counted as if others
    /// had come to the next activity. [`Paths::discover`] cuts each journey at its first end; where journeys stop
    /// there, both give the same chain. Where journeys end without an end they are open.
    ///
    /// # Errors
    /// [`Error::UnknownActivity`] and [`Error::DuplicateName`] for ends; [`Error::NoJourneys`].
    ///
    /// Time and space linear in the edges, but for sorting.
    pub fn from_graph(graph: &JourneyGraph, ends: &PathEnds) -> Result<Self, Error> {
        ends.check(|name| graph.nodes().any(|node| node.name == name))?;
        if graph.object_count() == 0 {
            return Err(Error::NoJourneys);
        }
        let mut nodes: Vec<_> =
            graph.nodes().filter(|node| ends.meaning(node.name) == Meaning::Touchpoint).collect();
        sort_by_key(&mut nodes, |node| node.name);
        let place = |name: &str| nodes.binary_search_by_key(&name, |node| node.name).ok();
        let mut exits: Vec<[u64; 3]> = nodes.iter().map(|node| [0, 0, node.ends]).collect();
        exits.insert(0, [0; 3]);
        let mut seconds = vec![[0.0; 3]; exits.len()];
        let mut pairs = Vec::new();
        let starts = graph.starts().into_iter().map(|(name, count)| (0, name, count, 0.0));
        let edges = graph.edges().filter_map(|edge| {
            Some((
                place(edge.from)? + 1,
                edge.to,
                edge.count,
                edge.mean_sojourn.unwrap_or(edge.mean_wait).as_secs_f64() * edge.count as f64,
            ))
        });
        for (row, to, count, time) in starts.chain(edges) {
            match (ends.meaning(to), place(to)) {
                (Meaning::Touchpoint, Some(state)) => pairs.push((row, state as u32, count, time)),
                (meaning, _) => {
                    let end = usize::from(meaning == Meaning::Lost);
                    exits[row][end] += count;
                    seconds[row][end] += time;
                }
            }
        }
        sort_by_key(&mut pairs, |pair| (pair.0, pair.1));
        let mut offsets = vec![0; exits.len() + 1];
        pairs.iter().for_each(|pair| offsets[pair.0 + 1] += 1);
        (1..offsets.len()).for_each(|row| offsets[row] += offsets[row - 1]);
        let total = |end: usize| exits.iter().map(|ends| ends[end]).sum();
        Ok(Self {
            order: 1,
            names: nodes.iter().map(|node| node.name.to_owned()).collect(),
            last: (0..nodes.len() as u32).collect(),
            offsets,
            to: pairs.iter().map(|pair| pair.1).collect(),
            counts: pairs.iter().map(|pair| pair.2).collect(),
            totals: PathCounts::goal(total(0)).with_lost(total(1)).with_open(total(2)),
            exits,
            seconds: Some(Seconds { steps: pairs.iter().map(|pair| pair.3).collect(), exits: seconds }),
        })
    }
}
