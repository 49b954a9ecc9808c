//! Directly-follows graph as a mergeable summary.

use std::collections::HashMap;

use crate::journey::Error;
use crate::journey::log::interner::Interner;
use crate::journey::log::visits::for_each_visit;
use crate::journey::log::{ActivityId, EventLog};
use crate::model::time::Timestamp;
use crate::numeric::stats::quantile_sketch::{QuantileSketch, Resolution};

/// Most visits of a tally: up to here every count is an exact `f64`.
pub(crate) const MOST_VISITS: u64 = 1 << 53;
const NONE: u32 = u32::MAX;

/// Directly-follows graph as a mergeable summary, for journeys spread over machines or days.
///
/// What it answers: the questions of a [`JourneyGraph`](crate::journey::dfg::JourneyGraph), over more journeys than one
/// machine holds at a time, or over journeys that are added day by day.
///
/// **Split by journey.** Each journey (a case, a customer) is added once, whole: with [`add`](Self::add), or with
/// [`add_log`](Self::add_log) from a log that holds all of its events. Tally the parts in any order, on any machine,
/// and merge: the result has the same bits as that of the whole. A journey cut in two would count as two.
///
/// # Definition
/// Visits, counts, starts, ends and waits are those of [`JourneyGraph`](crate::journey::dfg::JourneyGraph); `objects` of
/// an activity or an edge are the different journeys that pass it. Activities are matched by name. Counts, the least and the
/// largest wait are exact, sums of waits are exact integers of nanoseconds, and so the mean is the graph's, bit for
/// bit. For quantiles, waits are counted in buckets
///
/// ```text
/// bucket of w    the power of two 2^k <= w, and which of the m equal parts of 2^k..2^(k + 1) holds w; m a power of two
/// value          harmonic mean 2 l h / (l + h) of the bucket's ends l and h; itself where l = h
/// |value - w|    <= w / (2 m + 1)
/// ```
///
/// and quantiles are, as the graph's, Hyndman-Fan type 7: linear between the two order statistics around (n - 1) p.
/// Both are known to the relative error 1 / (2 m + 1), the first and the last exactly, so every quantile is. It is
/// [`relative_error`](Self::relative_error), by default 1 / 129 (m = 64). Ranks are exact; only values are rounded.
///
/// Merging is associative and commutative, and an empty tally changes nothing. Events are not counted: one that
/// involves objects of two parts would count twice.
///
/// # Complexity
/// - Adding n visits: O(n) expected time.
/// - Merging: O(activities + edges x buckets) time.
/// - Space: about 12 bytes for each bucket in use, at most m (65 - log2 m) an edge (3,776 by default), whatever the
///   number of journeys.
///
/// # References
/// C. Masson, J. E. Rim & H. K. Lee (2019), DDSketch: a fast and fully-mergeable quantile sketch with relative-error
/// guarantees, Proceedings of the VLDB Endowment 12, doi:10.14778/3352063.3352135, with linear interpolation for the
/// logarithm; for the graph W. M. P. van der Aalst (2019), doi:10.1016/j.procs.2019.12.189.
///
/// ```
/// use total_experience::journey::Error;
/// use total_experience::journey::dfg::JourneyTally;
/// use total_experience::model::time::Timestamp;
///
/// let at = |seconds: i64| Timestamp::from_nanoseconds(1_000_000_000 * seconds);
/// let mut monday = JourneyTally::new("case");
/// monday.add(&[("ask", at(0)), ("answer", at(30))])?;
/// let mut tuesday = JourneyTally::new("case");
/// tuesday.add(&[("ask", at(0)), ("answer", at(90))])?;
/// monday.merge(&tuesday)?;
/// let edges = monday.edges();
/// assert_eq!((edges[0].from, edges[0].to, edges[0].count), ("ask", "answer", 2));
/// assert_eq!((edges[0].mean_wait.as_secs(), edges[0].median_wait.as_secs()), (60, 60));
/// assert_eq!(JourneyTally::from_bytes(&monday.to_bytes())?, monday);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct JourneyTally {
    pub(crate) object_type: String,
    pub(crate) resolution: Resolution,
    /// Journeys.
    pub(crate) objects: u64,
    pub(crate) visits: u64,
    pub(crate) names: Interner,
    /// Per name. Without visits when the call that brought the name failed.
    pub(crate) nodes: Vec<NodeTally>,
    places: HashMap<(u32, u32), usize>,
    pub(crate) edges: Vec<EdgeTally>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct NodeTally {
    pub(crate) visits: u64,
    pub(crate) objects: u64,
    pub(crate) starts: u64,
    pub(crate) ends: u64,
    /// The number, from 1, of the journey last counted in `objects`.
    latest: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct EdgeTally {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) count: u64,
    pub(crate) objects: u64,
    /// Nanoseconds, as all waits.
    pub(crate) sum: u128,
    pub(crate) least: u64,
    pub(crate) most: u64,
    pub(crate) waits: QuantileSketch,
    /// The number, from 1, of the journey last counted in `objects`.
    latest: u64,
}

impl NodeTally {
    pub(crate) fn new([visits, objects, starts, ends]: [u64; 4]) -> Self {
        Self { visits, objects, starts, ends, latest: 0 }
    }
}

impl EdgeTally {
    /// Of no wait.
    pub(crate) fn new(from: u32, to: u32) -> Self {
        let waits = QuantileSketch::default();
        Self { from, to, count: 0, objects: 0, sum: 0, least: u64::MAX, most: 0, waits, latest: 0 }
    }
}

impl PartialEq for JourneyTally {
    /// Equal when both hold the same figures, however journeys were split and merged.
    fn eq(&self, other: &Self) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}

impl JourneyTally {
    /// A tally of no journey of objects of this type, with a relative error of quantiles under 1 %.
    pub fn new(object_type: impl Into<String>) -> Self {
        Self::empty(object_type.into(), Resolution::ONE_PERCENT)
    }

    /// A tally of no journey of objects of this type whose quantiles have at most this relative error, from .00013 on.
    /// Half the error takes about twice the space.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for an error that is not in .00013..1.
    pub fn with_relative_error(object_type: impl Into<String>, error: f64) -> Result<Self, Error> {
        const LEAST: f64 = 0.000_13;
        let resolution = Some(error).filter(|error| (LEAST..=1.0).contains(error));
        match resolution.and_then(Resolution::for_relative_error) {
            Some(resolution) => Ok(Self::empty(object_type.into(), resolution)),
            None => {
                let what = "the relative error of a tally".to_owned();
                Err(Error::OutOfRange { what, value: error, low: LEAST, high: 1.0 })
            }
        }
    }

    pub(crate) fn empty(object_type: String, resolution: Resolution) -> Self {
        Self {
            object_type,
            resolution,
            objects: 0,
            visits: 0,
            names: Interner::default(),
            nodes: Vec::new(),
            places: HashMap::new(),
            edges: Vec::new(),
        }
    }

    /// Adds one whole journey: activities with their times. As in a log, steps are
    /// ordered by time, and steps of the same time stay in the order given.
    ///
    /// # Errors
    /// [`Error::EmptyPath`], [`Error::EmptyName`], [`Error::TooLarge`]. The tally is then as it was.
    pub fn add<S: AsRef<str>>(&mut self, steps: &[(S, Timestamp)]) -> Result<(), Error> {
        if steps.is_empty() {
            return Err(Error::EmptyPath);
        }
        self.check_room(steps.len() as u64)?;
        let numbered = steps.iter().map(|(name, time)| Ok((self.number(name.as_ref())?, *time)));
        let mut journey = numbered.collect::<Result<Vec<_>, Error>>()?;
        journey.sort_by_key(|&(_, time)| time);
        let mut last = Timestamp::MIN;
        let waited = |&(activity, time): &(u32, Timestamp)| {
            (activity, time.abs_diff(std::mem::replace(&mut last, time)))
        };
        let journey: Vec<(u32, u64)> = journey.iter().map(waited).collect();
        self.add_journey(&journey);
        Ok(())
    }

    /// Adds the journeys of all of a log's objects of the tally's type.
    ///
    /// # Errors
    /// [`Error::UnknownObjectType`], [`Error::NoTimes`], [`Error::TooLarge`]. The tally is then as it was.
    pub fn add_log(&mut self, log: &EventLog) -> Result<(), Error> {
        let object_type = log
            .object_type(&self.object_type)
            .ok_or_else(|| Error::UnknownObjectType { name: self.object_type.clone() })?;
        let range = log.object_range(object_type)?;
        log.check_times("waits")?;
        let mut ends = vec![0_usize; range.len()];
        for_each_visit(log, &range, |visit, _| ends[visit.object] += 1);
        let mut total = 0;
        for end in &mut ends {
            total += std::mem::replace(end, total);
        }
        self.check_room(total as u64)?;
        let mut seen = vec![false; log.activity_count()];
        let mut journeys = vec![(0, 0); total];
        for_each_visit(log, &range, |visit, before| {
            let end = &mut ends[visit.object];
            let wait = before.map_or(0, |before| visit.wait(log, &before));
            journeys[*end] = (visit.activity.as_u32(), wait);
            *end += 1;
            seen[visit.activity.index()] = true;
        });
        let mut numbers = vec![NONE; seen.len()];
        for activity in (0..seen.len()).filter(|&activity| seen[activity]) {
            let name = log.activity_name(ActivityId::from_u32(activity as u32)).unwrap_or_default();
            numbers[activity] = self.number(name)?;
        }
        journeys.iter_mut().for_each(|(activity, _)| *activity = numbers[*activity as usize]);
        let mut start = 0;
        for end in ends {
            self.add_journey(&journeys[start..end]);
            start = end;
        }
        Ok(())
    }

    /// Adds everything another tally holds.
    ///
    /// # Errors
    /// [`Error::TallyMismatch`] for tallies of another type of objects or another relative error; [`Error::TooLarge`].
    /// This tally is then as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        let mismatch = |what, ours: String, theirs: String| Error::TallyMismatch { what, ours, theirs };
        if self.object_type != other.object_type {
            return Err(mismatch("object type", self.object_type.clone(), other.object_type.clone()));
        }
        if self.resolution != other.resolution {
            let errors = [self, other].map(|tally| tally.relative_error().to_string());
            let [ours, theirs] = errors;
            return Err(mismatch("relative error", ours, theirs));
        }
        self.check_room(other.visits)?;
        let mut numbers = vec![NONE; other.nodes.len()];
        for number in other.visited() {
            numbers[number as usize] = self.number(other.name(number))?;
        }
        self.objects += other.objects;
        self.visits += other.visits;
        for (&number, theirs) in numbers.iter().zip(&other.nodes).filter(|pair| *pair.0 != NONE) {
            let ours = &mut self.nodes[number as usize];
            ours.visits += theirs.visits;
            ours.objects += theirs.objects;
            ours.starts += theirs.starts;
            ours.ends += theirs.ends;
        }
        for theirs in &other.edges {
            let ours = self.edge(numbers[theirs.from as usize], numbers[theirs.to as usize]);
            ours.count += theirs.count;
            ours.objects += theirs.objects;
            ours.sum += theirs.sum;
            ours.least = ours.least.min(theirs.least);
            ours.most = ours.most.max(theirs.most);
            ours.waits.merge(&theirs.waits);
        }
        Ok(())
    }

    fn check_room(&self, more: u64) -> Result<(), Error> {
        match self.visits.checked_add(more) {
            Some(visits) if visits <= MOST_VISITS => Ok(()),
            _ => Err(Error::TooLarge {
                what: "visits",
                count: self.visits.saturating_add(more),
                most: MOST_VISITS,
            }),
        }
    }

    /// The number of an activity, a new one if need be.
    pub(crate) fn number(&mut self, name: &str) -> Result<u32, Error> {
        if name.is_empty() {
            return Err(Error::EmptyName { what: "an activity" });
        }
        let number = self.names.intern(name, "activities")?;
        self.nodes.resize_with(self.names.len(), NodeTally::default);
        Ok(number)
    }

    pub(crate) fn name(&self, number: u32) -> &str {
        self.names.get(number).unwrap_or_default()
    }

    /// The numbers of the activities that were visited.
    pub(crate) fn visited(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.nodes).filter(|(_, node)| node.visits > 0).map(|(number, _)| number)
    }

    /// The edge between two activities, a new one if need be.
    pub(crate) fn edge(&mut self, from: u32, to: u32) -> &mut EdgeTally {
        let place = *self.places.entry((from, to)).or_insert(self.edges.len());
        if place == self.edges.len() {
            self.edges.push(EdgeTally::new(from, to));
        }
        &mut self.edges[place]
    }

    /// Adds a journey of steps in order, each with the wait before it; there is room for it.
    fn add_journey(&mut self, steps: &[(u32, u64)]) {
        let (Some(&(first, _)), Some(&(last, _))) = (steps.first(), steps.last()) else { return };
        self.objects += 1;
        self.visits += steps.len() as u64;
        self.nodes[first as usize].starts += 1;
        self.nodes[last as usize].ends += 1;
        let journey = self.objects;
        for &(activity, _) in steps {
            let node = &mut self.nodes[activity as usize];
            node.visits += 1;
            node.objects += u64::from(std::mem::replace(&mut node.latest, journey) != journey);
        }
        let resolution = self.resolution;
        for pair in steps.windows(2) {
            let wait = pair[1].1;
            let edge = self.edge(pair[0].0, pair[1].0);
            edge.count += 1;
            edge.objects += u64::from(std::mem::replace(&mut edge.latest, journey) != journey);
            edge.sum += u128::from(wait);
            edge.least = edge.least.min(wait);
            edge.most = edge.most.max(wait);
            edge.waits.add(resolution.bucket(wait));
        }
    }
}
