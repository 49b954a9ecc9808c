//! Life cycle of channels: barriers, sojourns, re-entry and removal effects, by channel and segment.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ChannelOptions;
use super::walk::{Walk, Withheld};
use crate::journey::log::traces::{End, Trace, Traces};
use crate::journey::log::{EventLog, ObjectTypeId};
use crate::journey::markov::{Chain, PathCounts, Paths};
use crate::journey::{Error, seconds};
use crate::numeric::cold_sort::sort_by;
use crate::numeric::ordered_map::OrderedMap;
use crate::numeric::stats::quantile::quantile;
use crate::score::inference::{Proportion, Successes};

/// Life cycle of the channels of a log: where journeys stay, are lost, and come back.
///
/// What it answers: which channels hold people up, which lose them, which bring them back, which are key, and how many
/// do people use? For everybody, and for each segment or place.
///
/// # Definition
/// A journey is walked up to its first goal or loss. A *sojourn* is a run of its events in one channel; events without
/// a channel are passed over and counted. A sojourn ends with a switch to another channel, with the goal, with the loss,
/// or not yet: the last sojourn of an open journey is not finished, and no measure of finished sojourns counts it. Per
/// channel
///
/// ```text
/// barrier        sojourns that end with the loss / finished sojourns      the hazard of leaving for good from here
/// sojourn        time of a finished sojourn, from its first event to the first event of the next one or to the
///                journey's end: median and p90
/// re-entry       journeys that come back to the channel / journeys that left it for another one
/// removal effect 1 - P(goal without the channel) / P(goal) in the chain of order 1 over sojourns, see Chain::solve
/// breadth        different channels of a journey: how many journeys use 1, 2, ..., and their mean
/// ```
///
/// A journey belongs to every part (segment, place) that one of its events names, up to its end; it is in all of them
/// with all of its sojourns. So parts may overlap, and do not add up to the whole where journeys are in several.
///
/// Parts with fewer people than [the minimum](crate::journey::People::min_group) are put together,
/// with the next larger ones when they are still too few. Channels with too few people are withheld, with the next
/// larger ones likewise. What becomes of journeys and sojourns (ends, barrier, sojourn, re-entry, chances of the goal) is
/// withheld when some but too few people are lost, reach the goal or are open, in the whole or in a channel, or left a
/// channel; and how many journeys use how many channels when too few people use some number of them. What is withheld in
/// some part of a kind is withheld in all parts of this kind. So none can be had by subtraction.
///
/// # Complexity
/// Time O(s log s) for s events of journeys, once more per part a journey is in, and a factorisation of channels^3 per
/// part. Space O(s).
///
/// # References
/// J. G. Kemeny & J. L. Snell (1960), Finite Markov Chains, chapter 3, for the chain; E. L. Kaplan & P. Meier (1958),
/// doi:10.1080/01621459.1958.10501452, on what is not finished; E. B. Wilson (1927),
/// doi:10.1080/01621459.1927.10502953, for limits of shares. Sojourns and their rules are this library's own.
///
/// # Example
/// ```
/// use total_experience::journey::channel::{ChannelOptions, Channels};
/// use total_experience::journey::log::EventLog;
/// use total_experience::model::time::Timestamp;
///
/// let mut builder = EventLog::builder();
/// let [web, phone] = [builder.channel("web")?, builder.channel("phone")?];
/// for (case, activity, hour, channel) in
///     [("1", "ask", 0, web), ("1", "buy", 2, phone), ("2", "ask", 0, web), ("2", "ask", 1, web),
///      ("3", "buy", 99, web)]
/// {
///     builder.event(activity, Timestamp::from_nanoseconds(hour * 3_600_000_000_000), &[("case", case)])?;
///     builder.set_channel(channel)?;
/// }
/// let log = builder.finish();
/// let case = log.object_type("case").expect("named above");
/// let channels = Channels::discover_with(&log, case, &ChannelOptions::default().with_goal("buy"))?;
/// let all = channels.all.expect("three journeys");
/// let web = &all.channels[0];
/// assert_eq!((web.name.as_str(), web.barrier.map(|barrier| (barrier.count, barrier.of))), ("web", Some((1, 3))));
/// assert_eq!(all.breadth.mean.map(|mean| format!("{mean:.2}")).as_deref(), Some("1.33"));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Channels {
    /// Events of journeys that name no channel: passed over.
    pub events_without_channel: u64,
    /// Journeys none of whose events names a channel: left out.
    pub journeys_without_channel: u64,
    /// All journeys; none when there is none, or too few people.
    pub all: Option<ChannelFigures>,
    /// Whether too few people take part to show anything.
    pub suppressed: bool,
    /// Segments and places, type by type, by journeys, most first, then by name.
    pub parts: Vec<ChannelPart>,
}

/// The channels of the journeys of one segment or place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ChannelPart {
    /// The type of objects by which journeys are looked at apart.
    pub by: String,
    /// The object's key; `None` for small parts that are put together.
    pub name: Option<String>,
    /// How many parts it stands for.
    pub parts: u64,
    /// Its channels.
    pub figures: ChannelFigures,
}

/// The channels of some journeys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ChannelFigures {
    /// Journeys in channels.
    pub journeys: u64,
    /// Whether too few people share some outcome: then no outcome is shown.
    pub outcomes_suppressed: bool,
    /// Those that reached the goal; none when outcomes are not shown, as the next two.
    pub goal: Option<u64>,
    /// Those that were lost.
    pub lost: Option<u64>,
    /// Those that are neither, yet.
    pub open: Option<u64>,
    /// Channels, by sojourns, most first, then by name.
    pub channels: Vec<ChannelLife>,
    /// Channels that are not listed because too few people use them.
    pub withheld: u64,
    /// The number of channels that journeys use.
    pub breadth: ChannelBreadth,
}

/// Breadth: the number of channels that journeys use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ChannelBreadth {
    /// Journeys by how many different channels they use; empty when too few people use some number of them.
    pub journeys: BTreeMap<u64, u64>,
    /// Whether they are withheld.
    pub suppressed: bool,
    /// Mean number of channels.
    pub mean: Option<f64>,
}

/// Life cycle of a channel: sojourns, barrier, re-entry, removal effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ChannelLife {
    /// The channel.
    pub name: String,
    /// Different people seen in it.
    pub people: u64,
    /// Journeys that pass through it.
    pub journeys: u64,
    /// Sojourns in it: runs of a journey's events.
    pub sojourns: u64,
    /// Events in it up to the end of their journey, its first goal or loss. Later ones are in no figure here;
    /// [`GroupFriction::exposure`](crate::journey::friction::GroupFriction::exposure) counts them.
    pub events_until_end: u64,
    /// Finished sojourns that end with the loss; none, as everything below, when outcomes are not shown.
    pub barrier: Option<Proportion>,
    /// Median time of a finished sojourn; none when none is finished.
    #[serde(rename = "median_seconds", with = "seconds::OptionalSeconds")]
    pub median: Option<Duration>,
    /// Time that nine of ten finished sojourns take at most.
    #[serde(rename = "p90_seconds", with = "seconds::OptionalSeconds")]
    pub p90: Option<Duration>,
    /// Journeys that came back, of those that left it for another channel.
    pub re_entry: Option<Proportion>,
    /// Probability of the goal from it.
    pub goal: Option<f64>,
    /// Share of the goals that would not be reached without it; none when no journey reaches the goal.
    pub removal_effect: Option<f64>,
}

impl Channels {
    /// The channels of the journeys of type `object_type`; the goal is the activity where most of them end. See
    /// [`Channels`] for the definitions.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type; [`Error::NoTimes`] when it has no times;
    /// [`Error::TooManyStates`] above 8,192 channels.
    pub fn discover(log: &EventLog, object_type: ObjectTypeId) -> Result<Self, Error> {
        Self::discover_with(log, object_type, &ChannelOptions::default())
    }

    /// Channels of journeys with goals, losses, segments and people of one's own.
    ///
    /// # Errors
    /// [`Error::UnknownId`] for types that the log does not have; [`Error::UnknownActivity`] and
    /// [`Error::DuplicateName`] for goals and losses; [`Error::NoTimes`]; [`Error::TooManyStates`] above 8,192 channels.
    pub fn discover_with(
        log: &EventLog,
        object_type: ObjectTypeId,
        options: &ChannelOptions,
    ) -> Result<Self, Error> {
        log.check_times("how long channels hold people")?;
        let traces = Traces::new(log, object_type, options.ends())?;
        let walk = Walk::new(log, options)?;
        let mut channels = Self {
            events_without_channel: 0,
            journeys_without_channel: 0,
            all: None,
            suppressed: false,
            parts: Vec::new(),
        };
        let mut walked: Vec<Trace<'_>> = Vec::new();
        for trace in traces.iter() {
            let without = trace.steps.iter().filter(|step| step.channel.is_none()).count();
            channels.events_without_channel += without as u64;
            if without == trace.steps.len() {
                channels.journeys_without_channel += 1;
            } else {
                walked.push(trace);
            }
        }
        if walked.is_empty() {
            return Ok(channels);
        }
        let everybody: BTreeSet<u32> = walked.iter().flat_map(|trace| walk.people_of(trace)).collect();
        if walk.is_small(everybody.len()) {
            channels.suppressed = true;
            return Ok(channels);
        }
        let withheld = walk.withheld(&walked);
        for &by in &options.parts {
            let parts = walk.parts(by, &walked)?;
            let mut withheld = withheld.clone();
            parts.iter().for_each(|part| withheld.add(walk.withheld(&part.traces)));
            let mut found = Vec::with_capacity(parts.len());
            for part in parts {
                let figures = walk.figures(&part.traces, &withheld)?;
                found.push(ChannelPart { by: part.by, name: part.row.name, parts: part.row.groups, figures });
            }
            sort_by(&mut found, |a, b| {
                b.figures.journeys.cmp(&a.figures.journeys).then_with(|| a.name.cmp(&b.name))
            });
            channels.parts.extend(found);
        }
        channels.all = Some(walk.figures(&walked, &withheld)?);
        Ok(channels)
    }
}

impl ChannelLife {
    fn without_outcomes(self) -> Self {
        Self {
            barrier: None,
            median: None,
            p90: None,
            re_entry: None,
            goal: None,
            removal_effect: None,
            ..self
        }
    }
}

#[derive(Default)]
struct Cell {
    people: BTreeSet<u32>,
    journeys: u64,
    sojourns: u64,
    events: u64,
    /// Nanoseconds of finished sojourns.
    times: Vec<u64>,
    lost: u64,
    left: u64,
    returned: u64,
}

impl Walk<'_> {
    fn figures(&self, traces: &[Trace<'_>], withheld: &Withheld) -> Result<ChannelFigures, Error> {
        let Withheld { channels: hidden, outcomes, .. } = withheld;
        let mut cells: OrderedMap<u32, Cell> = OrderedMap::new();
        let mut paths = Paths::new();
        let mut breadth: BTreeMap<u64, u64> = BTreeMap::new();
        let (mut goal, mut lost, mut open) = (0, 0, 0);
        for trace in traces {
            let sojourns = trace.sojourns();
            let mut visited: OrderedMap<u32, (bool, bool)> = OrderedMap::new();
            for (at, sojourn) in sojourns.iter().enumerate() {
                let (channel, last) = (sojourn.channel.index() as u32, at + 1 == sojourns.len());
                let cell = cells.entry(channel).or_default();
                cell.sojourns += 1;
                cell.events += sojourn.events;
                if !last || trace.end != End::Open {
                    cell.times.push(sojourn.time);
                }
                cell.lost += u64::from(last && trace.end == End::Lost);
                let (left, returned) = visited.entry(channel).or_default();
                *returned |= *left;
                *left |= !last;
                let number = paths.number(&self.channel(channel))?;
                paths.push_step(number);
            }
            *breadth.entry(visited.len() as u64).or_default() += 1;
            for (channel, (left, returned)) in visited {
                let cell = cells.entry(channel).or_default();
                cell.journeys += 1;
                cell.left += u64::from(left);
                cell.returned += u64::from(returned);
            }
            for step in trace.steps {
                if let Some(cell) = step.channel.and_then(|channel| cells.get_mut(&(channel.index() as u32)))
                {
                    cell.people.extend(self.people_at(trace, step.event));
                }
            }
            let (count, counts) = match trace.end {
                End::Goal => (&mut goal, PathCounts::goal(1)),
                End::Lost => (&mut lost, PathCounts::default().with_lost(1)),
                End::Open => (&mut open, PathCounts::default().with_open(1)),
            };
            *count += 1;
            paths.finish_row(counts)?;
        }
        let solved = Chain::fit(&paths)?.solve()?;
        let shown = cells.into_iter().filter(|(channel, _)| !hidden.contains(channel));
        let mut channels: Vec<ChannelLife> = shown
            .map(|(channel, mut cell)| {
                let name = self.channel(channel);
                let role = solved.touchpoint(&name);
                let span = |times: &mut [u64], probability| {
                    quantile(times, probability).map(seconds::span_of_nanoseconds)
                };
                let life = ChannelLife {
                    people: cell.people.len() as u64,
                    journeys: cell.journeys,
                    sojourns: cell.sojourns,
                    events_until_end: cell.events,
                    barrier: Some(Proportion::new(Successes {
                        count: cell.lost,
                        of: cell.times.len() as u64,
                    })),
                    median: span(&mut cell.times, 0.5),
                    p90: span(&mut cell.times, 0.9),
                    re_entry: Some(Proportion::new(Successes { count: cell.returned, of: cell.left })),
                    goal: role.map(|role| role.goal),
                    removal_effect: role.and_then(|role| role.removal_effect),
                    name,
                };
                if *outcomes { life.without_outcomes() } else { life }
            })
            .collect();
        sort_by(&mut channels, |a, b| b.sojourns.cmp(&a.sojourns).then_with(|| a.name.cmp(&b.name)));
        let used = traces.iter().flat_map(|trace| trace.steps).filter_map(|step| step.channel);
        let used: BTreeSet<u32> = used.map(|channel| channel.index() as u32).collect();
        let journeys = traces.len() as u64;
        let sum: u64 = breadth.iter().map(|(channels, journeys)| channels * journeys).sum();
        let mean = (journeys > 0).then(|| sum as f64 / journeys as f64);
        if withheld.breadth {
            breadth.clear();
        }
        let shown = |count: u64| (!outcomes).then_some(count);
        Ok(ChannelFigures {
            journeys,
            outcomes_suppressed: *outcomes,
            goal: shown(goal),
            lost: shown(lost),
            open: shown(open),
            withheld: used.intersection(hidden).count() as u64,
            channels,
            breadth: ChannelBreadth { journeys: breadth, suppressed: withheld.breadth, mean },
        })
    }
}
