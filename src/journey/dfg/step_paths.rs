//! Step paths: the sequences of activities after or before a touchpoint, counted.

use std::collections::HashMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{StepDirection, StepOptions, StepVisits};
use crate::Execution;
use crate::journey::Error;
use crate::journey::log::visits::laid_out;
use crate::journey::log::{ActivityId, EventLog, ObjectTypeId};
use crate::numeric::cold_sort::sort_by;

/// Paths from a touchpoint: the sequences of activities within a number of steps after or before it, with their counts.
///
/// What it answers: what do people do next, and what did they do before? And how many did nothing more?
///
/// # Definition
/// A *visit* is an event of a journey (see [`JourneyGraph`](super::JourneyGraph)). From a visit of the touchpoint, its
/// *path* is the sequence of the next k activities of the journey, or of the k before it, the nearest first. Where the
/// journey has fewer, the path is shorter: it *ended* (or, backwards, began) there. So every visit has exactly one path,
/// maybe an empty one, and
///
/// ```text
/// visits   = sum of counts of all paths          share = count / visits
/// coverage = sum of shares of a path and of those listed before it
/// count(prefix) = ended there + counts of the prefixes that are one step longer      (fewer than k steps)
/// ```
///
/// Paths are ordered by count, largest first, then by names. What a list or a tree does not show is in its `other`.
///
/// # Complexity
/// - Time: two passes over the log, expected linear in relations and in visits x steps.
/// - Space: 4 bytes a visit, and as much again for each step of each different path.
///
/// # References
/// W. M. P. van der Aalst (2016), Process Mining: Data Science in Action, chapters 5 and 7,
/// doi:10.1007/978-3-662-49851-4, for variants and prefixes of journeys.
///
/// # Example
/// ```
/// use total_experience::journey::log::EventLog;
/// use total_experience::journey::dfg::{StepOptions, StepPaths};
/// use total_experience::model::time::Timestamp;
///
/// let mut builder = EventLog::builder();
/// for (case, activity) in [("1", "ask"), ("1", "pay"), ("2", "ask"), ("3", "ask"), ("3", "pay"), ("3", "rate")] {
///     builder.event(activity, Timestamp::UNIX_EPOCH, &[("case", case)])?;
/// }
/// let log = builder.finish();
/// let case = log.object_type("case").expect("named above");
/// let paths = StepPaths::discover_with(&log, case, "ask", &StepOptions::default().with_steps(2))?;
/// let tree = paths.tree(10);
/// assert_eq!((tree.count, tree.ended, tree.next[0].name.as_str(), tree.next[0].count), (3, 1, "pay", 2));
/// let top = paths.top(1);
/// assert_eq!((top.shown[0].count, top.other.paths, top.other.count), (1, 2, 2));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct StepPaths {
    touchpoint: String,
    options: StepOptions,
    visits: u64,
    journeys_without: u64,
    /// Per activity its name.
    names: Vec<String>,
    /// All paths one behind the other.
    activities: Vec<ActivityId>,
    /// Per path where it ends, and its count.
    paths: Vec<(usize, u64)>,
}

/// Path from a touchpoint with its count.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StepPath<'a> {
    /// The names of the activities, the nearest to the touchpoint first.
    pub activities: Vec<&'a str>,
    /// Whether the journey ended (or, backwards, began) there: it had no more steps.
    pub ended: bool,
    /// Visits of the touchpoint from which journeys go this way.
    pub count: u64,
    /// Their share of all, 0..1.
    pub share: f64,
    /// Share of this path and of those before it in the list, 0..1.
    pub coverage: f64,
}

impl fmt::Display for StepPath<'_> {
    /// The activities, the count and the share, such as `pay > rate (2, 66.7 %)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, {:.1} %)", self.activities.join(" > "), self.count, 100.0 * self.share)
    }
}

/// Iterator over the paths of [`StepPaths`], most common first.
#[derive(Clone, Debug)]
pub struct StepPathIter<'a> {
    paths: &'a StepPaths,
    next: usize,
    /// Visits on the paths so far.
    covered: u64,
}

impl<'a> Iterator for StepPathIter<'a> {
    type Item = StepPath<'a>;

    fn next(&mut self) -> Option<StepPath<'a>> {
        let StepPaths { activities, paths, options, .. } = self.paths;
        let &(end, count) = paths.get(self.next)?;
        let start = self.next.checked_sub(1).and_then(|before| paths.get(before)).map_or(0, |&(end, _)| end);
        let path = activities.get(start..end)?;
        (self.next, self.covered) = (self.next + 1, self.covered + count);
        Some(StepPath {
            activities: path.iter().map(|&activity| self.paths.name(activity)).collect(),
            ended: path.len() < options.steps,
            count,
            share: self.paths.share(count),
            coverage: self.paths.share(self.covered),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.paths.len() - self.next;
        (left, Some(left))
    }
}

impl ExactSizeIterator for StepPathIter<'_> {}

impl<'a> IntoIterator for &'a StepPaths {
    type Item = StepPath<'a>;
    type IntoIter = StepPathIter<'a>;

    fn into_iter(self) -> StepPathIter<'a> {
        self.iter()
    }
}

/// Most common paths, and the remainder.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TopSteps<'a> {
    /// The most common paths.
    pub shown: Vec<StepPath<'a>>,
    /// The remainder.
    pub other: OtherSteps,
}

/// Remainder that a list or a tree of paths does not show.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OtherSteps {
    /// Number of paths, or of next activities in a tree, that are not shown.
    pub paths: usize,
    /// Visits of the touchpoint from which journeys go one of these ways.
    pub count: u64,
    /// Their share of all, 0..1.
    pub share: f64,
}

/// Node of the tree of paths: `count` = `ended` + `followed` + the counts of `next` + the count of `other`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StepNode {
    /// Name of the activity; of the root, the touchpoint.
    pub name: String,
    /// Visits of the touchpoint from which journeys come here this way.
    pub count: u64,
    /// Their share of all, 0..1.
    pub share: f64,
    /// Visits of the touchpoint whose journey ended (or, backwards, began) here.
    pub ended: u64,
    /// Visits of the touchpoint followed to the last step asked for.
    pub followed: u64,
    /// The most common next activities, by count, largest first, then by name.
    pub next: Vec<StepNode>,
    /// The next activities that are not shown.
    pub other: OtherSteps,
}

impl StepPaths {
    /// Finds the paths of the journeys of `object_type` in the three steps after the first visit of a touchpoint.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type; [`Error::UnknownActivity`].
    pub fn discover(log: &EventLog, object_type: ObjectTypeId, touchpoint: &str) -> Result<Self, Error> {
        Self::discover_with(log, object_type, touchpoint, &StepOptions::default())
    }

    /// As [`discover`](Self::discover), with other steps, direction or visits.
    ///
    /// # Errors
    /// As [`discover`](Self::discover); [`Error::OutOfRange`] for steps outside 1 to 100.
    pub fn discover_with(
        log: &EventLog,
        object_type: ObjectTypeId,
        touchpoint: &str,
        options: &StepOptions,
    ) -> Result<Self, Error> {
        options.check()?;
        let from = log.activity(touchpoint);
        let from = from.ok_or_else(|| Error::UnknownActivity { name: touchpoint.to_owned() })?;
        let (visited, ends) =
            laid_out(log, &log.object_range(object_type)?, &Execution::default(), from, |_, activity| {
                activity
            });

        let mut counts: HashMap<Vec<ActivityId>, u64> = HashMap::new();
        let (mut start, mut visits, mut journeys_without) = (0, 0, 0);
        let mut path = Vec::new();
        for end in ends {
            let end = end as usize;
            let journey = &visited[start..end];
            start = end;
            let all = journey.iter().enumerate().filter(|&(_, &activity)| activity == from);
            let most = if options.visits == StepVisits::First { 1 } else { usize::MAX };
            let mut here = false;
            for (at, _) in all.take(most) {
                (here, visits) = (true, visits + 1);
                path.clear();
                match options.direction {
                    StepDirection::After => path.extend(journey[at + 1..].iter().take(options.steps)),
                    StepDirection::Before => path.extend(journey[..at].iter().rev().take(options.steps)),
                }
                match counts.get_mut(&path) {
                    Some(count) => *count += 1,
                    None => drop(counts.insert(path.clone(), 1)),
                }
            }
            journeys_without += u64::from(!here && !journey.is_empty());
        }
        let names: Vec<String> = (0..log.activity_count() as u32)
            .map(|number| log.activity_name(ActivityId::from_u32(number)).unwrap_or_default().to_owned())
            .collect();
        let mut ordered: Vec<_> = counts.into_iter().collect();
        let name = |activity: &ActivityId| &names[activity.index()];
        sort_by(&mut ordered, |(a, a_count), (b, b_count)| {
            b_count.cmp(a_count).then_with(|| a.iter().map(name).cmp(b.iter().map(name)))
        });
        let mut activities = Vec::new();
        let mut paths = Vec::with_capacity(ordered.len());
        for (path, count) in ordered {
            activities.extend(path);
            paths.push((activities.len(), count));
        }
        let touchpoint = touchpoint.to_owned();
        Ok(Self { touchpoint, options: *options, visits, journeys_without, names, activities, paths })
    }

    /// The touchpoint from which the paths go.
    pub fn touchpoint(&self) -> &str {
        &self.touchpoint
    }

    /// The options with which the paths were found.
    pub fn options(&self) -> &StepOptions {
        &self.options
    }

    /// The number of visits of the touchpoint that were followed: what shares refer to.
    pub fn visit_count(&self) -> u64 {
        self.visits
    }

    /// The number of journeys that never visit the touchpoint.
    pub fn bypassing_journey_count(&self) -> u64 {
        self.journeys_without
    }

    /// The number of different paths.
    pub fn len(&self) -> usize {
        self.paths.len()
    }

    /// Whether there is no path: no journey visits the touchpoint.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// All paths, most common first.
    pub fn iter(&self) -> StepPathIter<'_> {
        StepPathIter { paths: self, next: 0, covered: 0 }
    }

    /// The `count` most common paths, and the remainder.
    pub fn top(&self, count: usize) -> TopSteps<'_> {
        let mut paths = self.iter();
        let shown: Vec<_> = paths.by_ref().take(count).collect();
        let other = self.other(self.len() - shown.len(), self.visits - paths.covered);
        TopSteps { shown, other }
    }

    /// The paths as a tree from the touchpoint, with the `width` most common next activities at each place, and the
    /// remainder.
    pub fn tree(&self, width: usize) -> StepNode {
        let mut paths: Vec<_> = self.sequences().collect();
        sort_by(&mut paths, Ord::cmp);
        self.node(&self.touchpoint, 0, &paths, width)
    }

    /// The place to which all of `paths` come in `depth` steps; those that share a next activity stand together.
    fn node(&self, name: &str, depth: usize, paths: &[(&[ActivityId], u64)], width: usize) -> StepNode {
        let sum = |paths: &[(&[ActivityId], u64)]| paths.iter().map(|path| path.1).sum::<u64>();
        let mut node = StepNode {
            name: name.to_owned(),
            count: sum(paths),
            share: self.share(sum(paths)),
            ended: 0,
            followed: 0,
            next: Vec::new(),
            other: self.other(0, 0),
        };
        let mut branches = Vec::new();
        for branch in paths.chunk_by(|a, b| a.0.get(depth) == b.0.get(depth)) {
            match branch.first().and_then(|(path, _)| path.get(depth)) {
                Some(&next) => branches.push((sum(branch), self.name(next), branch)),
                None if depth < self.options.steps => node.ended = sum(branch),
                None => node.followed = sum(branch),
            }
        }
        sort_by(&mut branches, |a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let (shown, hidden) = branches.split_at(width.min(branches.len()));
        node.next = shown.iter().map(|(_, name, branch)| self.node(name, depth + 1, branch, width)).collect();
        node.other = self.other(hidden.len(), hidden.iter().map(|branch| branch.0).sum());
        node
    }

    fn sequences(&self) -> impl Iterator<Item = (&[ActivityId], u64)> {
        let mut start = 0;
        self.paths
            .iter()
            .map(move |&(end, count)| (&self.activities[std::mem::replace(&mut start, end)..end], count))
    }

    fn other(&self, paths: usize, count: u64) -> OtherSteps {
        OtherSteps { paths, count, share: self.share(count) }
    }

    fn name(&self, activity: ActivityId) -> &str {
        &self.names[activity.index()]
    }

    fn share(&self, count: u64) -> f64 {
        if self.visits == 0 { 0.0 } else { count as f64 / self.visits as f64 }
    }
}
