//! Switches of channel in journeys: continuity, success and cost in time.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ChannelOptions;
use super::switch_pairs::{ChannelSwitch, Pair, Switch, continuity};
use super::walk::Walk;
use crate::journey::handover::wait_summary::WaitSummary;
use crate::journey::log::traces::{End, Trace, Traces};
use crate::journey::log::{ActivityId, EventChannelId, EventLog, ObjectTypeId};
use crate::journey::{Error, seconds};
use crate::model::time::Timestamp;
use crate::numeric::cold_sort::sort_by;
use crate::numeric::ordered_set::OrderedSet;
use crate::score::inference::{Proportion, Successes};

/// Two-sided 95 % of a normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Switches of channel: continuity, success and cost in time.
///
/// What it answers: can people go on where they left off, do they still get what they came for, and what does the
/// change cost in time?
///
/// # Definition
/// A *switch* is a pair of events of a journey that follow each other in different channels, up to the journey's first
/// goal or loss; events without a channel are passed over. A step is *repeated* when the journey did the same activity
/// before the switch, and does it again after the switch, at most
/// [`window`](ChannelOptions::window) later and before the next switch.
///
/// ```text
/// continuity   switches without a repeated step / decided switches
/// success      P(goal | switched) / P(goal | stayed)  = (a / n1) / (b / n2)  over journeys that are not open
///              limits exp(ln ratio -+ 1.96 sqrt(1/a - 1/n1 + 1/b - 1/n2))
/// penalty      time of a switch - time of a step in the same channel (means and medians)
/// ```
///
/// A switch is decided when a step is repeated, when the next switch or the journey's end comes, or when the window is
/// over before the log ends; the others are counted as undecided. Journeys that switch differ from those that stay in
/// more than the switch: longer ones have more occasions to. The ratio is association, not impact.
///
/// A journey belongs to every part (segment, place) that one of its events names, as in [`Channels`](super::Channels).
/// Parts with fewer people than [the minimum](crate::journey::People::min_group) are put together, with the next larger
/// ones when they are still too few; pairs of channels likewise, in a last row without names. Where some but too few
/// people switched, or some but too few stayed, switches are withheld. What is withheld in some part of a kind is
/// withheld in all parts of this kind.
///
/// # Complexity
/// Time O(s log s) for s events of journeys, once more per part a journey is in; space O(s).
///
/// # References
/// D. Katz, J. Baptista, S. P. Azen & M. C. Pike (1978), Obtaining confidence intervals for the risk ratio in cohort
/// studies, doi:10.2307/2530610; P. C. Verhoef, P. K. Kannan & J. J. Inman (2015), From multi-channel retailing to
/// omni-channel retailing, doi:10.1016/j.jretai.2015.02.005, on why it matters. Continuity is this library's own.
///
/// # Example
/// ```
/// use total_experience::journey::channel::{ChannelOptions, Switching};
/// use total_experience::journey::log::EventLog;
/// use total_experience::model::time::Timestamp;
///
/// let mut builder = EventLog::builder();
/// let [web, phone] = [builder.channel("web")?, builder.channel("phone")?];
/// for (case, activity, hour, channel) in [
///     ("1", "fill form", 0, web), ("1", "fill form", 2, phone), ("1", "buy", 3, phone), ("2", "fill form", 0, web),
///     ("2", "buy", 1, web), ("3", "fill form", 0, web), ("3", "ask", 1, phone), ("4", "buy", 900, web),
/// ] {
///     builder.event(activity, Timestamp::from_nanoseconds(hour * 3_600_000_000_000), &[("case", case)])?;
///     builder.set_channel(channel)?;
/// }
/// let log = builder.finish();
/// let case = log.object_type("case").expect("named above");
/// let switching = Switching::discover_with(&log, case, &ChannelOptions::default().with_goal("buy"))?;
/// let all = switching.all.expect("four journeys");
/// assert_eq!(all.continuity.share, Some(0.5)); // the form had to be filled again
/// assert_eq!(all.success.map(|success| success.ratio), Some(Some(0.5)));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Switching {
    /// All journeys in channels; none when there is none, or too few people.
    pub all: Option<SwitchFigures>,
    /// Whether too few people take part to show anything.
    pub suppressed: bool,
    /// Segments and places, type by type, by journeys, most first, then by name.
    pub parts: Vec<SwitchPart>,
}

/// The switches in the journeys of one segment or place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SwitchPart {
    /// The type of objects by which journeys are looked at apart.
    pub by: String,
    /// The object's key; `None` for small parts that are put together.
    pub name: Option<String>,
    /// How many parts it stands for.
    pub parts: u64,
    /// Its switches.
    pub figures: SwitchFigures,
}

/// The switches in some journeys.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SwitchFigures {
    /// Journeys in channels.
    pub journeys: u64,
    /// Whether too few people switched, or too few did not, to show anything else.
    pub suppressed: bool,
    /// Switches; none when they are withheld.
    pub switches: Option<u64>,
    /// Switches without a repeated step, of those that are decided.
    pub continuity: Proportion,
    /// Switches of which it is not known yet whether a step is repeated; none when they are withheld.
    pub undecided: Option<u64>,
    /// The goal with a switch against without; none without a journey that is not open.
    pub success: Option<SwitchSuccess>,
    /// The cost of a switch in time; none without switches or without other steps.
    pub penalty: Option<SwitchPenalty>,
    /// From which channel to which, by count, most first, then by name.
    pub pairs: Vec<ChannelSwitch>,
}

/// Journeys that switched and journeys that stayed in one channel, and how many of each reached the goal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwitchGoals {
    /// Journeys that switched.
    pub switched: Successes,
    /// Journeys that stayed in one channel.
    pub stayed: Successes,
}

/// The goal after a switch against the goal without one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SwitchSuccess {
    /// Goals of the journeys that switched.
    pub switched: Proportion,
    /// Goals of the journeys that stayed in one channel.
    pub stayed: Proportion,
    /// The former share by the latter; none when one has no journey, or nobody who stayed reached the goal.
    pub ratio: Option<f64>,
    /// Lower limit; none when one of the two never reached the goal.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
}

impl SwitchSuccess {
    /// The ratio of two shares with its 95 % limits: goals of the journeys that switched, and of those that stayed.
    ///
    /// ```
    /// use total_experience::journey::channel::{SwitchGoals, SwitchSuccess};
    /// use total_experience::score::inference::Successes;
    ///
    /// let switched = Successes { count: 30, of: 100 };
    /// let stayed = Successes { count: 60, of: 120 };
    /// let success = SwitchSuccess::new(SwitchGoals { switched, stayed });
    /// let shown = [success.ratio, success.low, success.high].map(|value| format!("{:.3}", value.unwrap()));
    /// assert_eq!(shown, ["0.600", "0.423", "0.850"]);
    /// ```
    pub fn new(SwitchGoals { switched, stayed }: SwitchGoals) -> Self {
        let (switched, stayed) = (Proportion::new(switched), Proportion::new(stayed));
        let ratio = switched.share.zip(stayed.share).filter(|(_, stayed)| *stayed > 0.0);
        let ratio = ratio.map(|(switched, stayed)| switched / stayed);
        let part = |share: Proportion| 1.0 / share.count as f64 - 1.0 / share.of as f64;
        let deviation = (part(switched) + part(stayed)).sqrt();
        let limit =
            |z: f64| ratio.filter(|&ratio| ratio > 0.0).map(|ratio| (ratio.ln() + z * deviation).exp());
        Self { switched, stayed, ratio, low: limit(-Z), high: limit(Z) }
    }

    /// Whether enough journeys switched and enough stayed to compare them; see [`Proportion::ENOUGH`].
    pub fn is_comparable(&self) -> bool {
        self.switched.of_enough().is_some() && self.stayed.of_enough().is_some()
    }
}

/// The time of switches against that of steps in the same channel. Differences are numbers of seconds, since they may
/// be below 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SwitchPenalty {
    /// Mean time of a switch.
    #[serde(rename = "switch_mean_seconds", with = "seconds::Seconds")]
    pub switch_mean: Duration,
    /// Mean time of a step in the same channel.
    #[serde(rename = "step_mean_seconds", with = "seconds::Seconds")]
    pub step_mean: Duration,
    /// The former less the latter.
    pub mean_seconds: f64,
    /// Median time of a switch.
    #[serde(rename = "switch_median_seconds", with = "seconds::Seconds")]
    pub switch_median: Duration,
    /// Median time of a step in the same channel.
    #[serde(rename = "step_median_seconds", with = "seconds::Seconds")]
    pub step_median: Duration,
    /// The former less the latter.
    pub median_seconds: f64,
}

impl Switching {
    /// The switches in the journeys of type `object_type`; the goal is the activity where most of them end. See
    /// [`Switching`] for the definitions.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type; [`Error::NoTimes`] when it has no times.
    pub fn discover(log: &EventLog, object_type: ObjectTypeId) -> Result<Self, Error> {
        Self::discover_with(log, object_type, &ChannelOptions::default())
    }

    /// Switches of journeys with goals, losses, segments and people of one's own.
    ///
    /// # Errors
    /// [`Error::UnknownId`] for types that the log does not have; [`Error::UnknownActivity`] and
    /// [`Error::DuplicateName`] for goals and losses; [`Error::NoTimes`].
    pub fn discover_with(
        log: &EventLog,
        object_type: ObjectTypeId,
        options: &ChannelOptions,
    ) -> Result<Self, Error> {
        let window = u64::try_from(options.window.as_nanos()).unwrap_or(u64::MAX);
        log.check_times("what a change of channel costs")?;
        let traces = Traces::new(log, object_type, options.ends())?;
        let walk = Walk::new(log, options)?;
        let walked = traces.iter().filter(|trace| trace.steps.iter().any(|step| step.channel.is_some()));
        let walked: Vec<Trace<'_>> = walked.collect();
        let everybody: BTreeSet<u32> = walked.iter().flat_map(|trace| walk.people_of(trace)).collect();
        let suppressed = !walked.is_empty() && walk.is_small(everybody.len());
        let mut switching = Self { all: None, suppressed, parts: Vec::new() };
        for &by in &options.parts {
            log.object_range(by)?;
        }
        if walked.is_empty() || suppressed {
            return Ok(switching);
        }
        let end = log.time_column().last().copied().unwrap_or_default();
        let all = walk.moves(&walked, window, end);
        for &by in &options.parts {
            let parts = walk.parts(by, &walked)?;
            let moves: Vec<Moves> = parts.iter().map(|part| walk.moves(&part.traces, window, end)).collect();
            let mut hidden = all.hidden.clone();
            moves.iter().for_each(|moves| hidden.extend(moves.hidden.iter().copied()));
            // Pairs that are withheld in a part must be enough together: they are all others less those shown.
            let joint = |moves: &Moves| {
                let switches = moves.switches.iter().filter(|switch| hidden.contains(&switch.pair));
                walk.is_few(&switches.flat_map(|switch| switch.people.iter().copied()).collect())
            };
            let withheld = all.withheld || moves.iter().any(|moves| moves.withheld || joint(moves));
            let mut found: Vec<SwitchPart> = (parts.into_iter().zip(moves))
                .map(|(part, moves)| SwitchPart {
                    by: part.by,
                    name: part.row.name,
                    parts: part.row.groups,
                    figures: walk.switches(moves, withheld, &hidden),
                })
                .collect();
            sort_by(&mut found, |a, b| {
                b.figures.journeys.cmp(&a.figures.journeys).then_with(|| a.name.cmp(&b.name))
            });
            switching.parts.extend(found);
        }
        let (withheld, hidden) = (all.withheld, all.hidden.clone());
        switching.all = Some(walk.switches(all, withheld, &hidden));
        Ok(switching)
    }
}

/// What journeys do with channels, and what may not be shown of it.
struct Moves {
    journeys: u64,
    switches: Vec<Switch>,
    /// Times of steps in the same channel.
    stays: Vec<u64>,
    /// Goals and journeys that are not open, of those that switched and those that did not.
    switched: (u64, u64),
    stayed: (u64, u64),
    withheld: bool,
    /// Pairs that too few people make, or that would tell of one.
    hidden: OrderedSet<Pair>,
}

impl Walk<'_> {
    fn moves(&self, traces: &[Trace<'_>], window: u64, log_end: Timestamp) -> Moves {
        let (mut switches, mut stays) = (Vec::new(), Vec::new());
        let (mut switched, mut stayed) = ((0, 0), (0, 0));
        let [mut switchers, mut stayers] = [const { BTreeSet::new() }; 2];
        for trace in traces {
            let before = switches.len();
            self.follow(trace, window, log_end, &mut switches, &mut stays);
            let has_switched = switches.len() > before;
            let (side, people) =
                if has_switched { (&mut switched, &mut switchers) } else { (&mut stayed, &mut stayers) };
            side.0 += u64::from(trace.end == End::Goal);
            side.1 += u64::from(trace.end != End::Open);
            people.extend(self.people_of(trace));
        }
        let at_switches = switches.iter().flat_map(|switch: &Switch| switch.people.iter().copied()).collect();
        let withheld = [&switchers, &stayers, &at_switches].into_iter().any(|people| self.is_few(people));
        let (journeys, hidden) = (traces.len() as u64, self.hidden_pairs(&switches));
        Moves { journeys, switches, stays, switched, stayed, withheld, hidden }
    }

    fn switches(&self, mut moves: Moves, withheld: bool, hidden: &OrderedSet<Pair>) -> SwitchFigures {
        let none =
            SwitchFigures { journeys: moves.journeys, suppressed: withheld, ..SwitchFigures::default() };
        if withheld {
            return none;
        }
        let mut waits: Vec<u64> = moves.switches.iter().map(|switch| switch.wait).collect();
        let penalty = WaitSummary::of(&mut waits).zip(WaitSummary::of(&mut moves.stays));
        let Moves { switches, switched, stayed, .. } = &moves;
        SwitchFigures {
            switches: Some(switches.len() as u64),
            continuity: continuity(&switches.iter().collect::<Vec<_>>()),
            undecided: Some(switches.iter().filter(|switch| switch.repeated.is_none()).count() as u64),
            success: (switched.1 + stayed.1 > 0).then(|| {
                let [switched, stayed] = [*switched, *stayed].map(|(count, of)| Successes { count, of });
                SwitchSuccess::new(SwitchGoals { switched, stayed })
            }),
            penalty: penalty.map(|(switch, step)| SwitchPenalty {
                switch_mean: seconds::span(switch.mean),
                step_mean: seconds::span(step.mean),
                mean_seconds: switch.mean - step.mean,
                switch_median: seconds::span(switch.median),
                step_median: seconds::span(step.median),
                median_seconds: switch.median - step.median,
            }),
            pairs: self.pairs(switches, hidden),
            ..none
        }
    }

    /// Adds the switches of a journey, and the times of its steps in the same channel.
    fn follow(
        &self,
        trace: &Trace<'_>,
        window: u64,
        log_end: Timestamp,
        switches: &mut Vec<Switch>,
        stays: &mut Vec<u64>,
    ) {
        let mut done: BTreeSet<ActivityId> = BTreeSet::new();
        let mut here: Vec<ActivityId> = Vec::new();
        // Where the journey is, since when, and the open switch with its time.
        let mut last: Option<(EventChannelId, Timestamp)> = None;
        let mut open: Option<(usize, Timestamp)> = None;
        for step in trace.steps {
            if let Some(channel) = step.channel {
                match last {
                    Some((before, time)) if before != channel => {
                        if let Some((at, _)) = open {
                            switches[at].repeated.get_or_insert(false);
                        }
                        done.extend(here.drain(..));
                        open = Some((switches.len(), step.time));
                        switches.push(Switch {
                            pair: (before, channel),
                            wait: step.time.abs_diff(time),
                            repeated: None,
                            people: self.people_at(trace, step.event),
                        });
                    }
                    Some((_, time)) => stays.push(step.time.abs_diff(time)),
                    None => {}
                }
                last = Some((channel, step.time));
            }
            if let Some((at, since)) = open
                && done.contains(&step.activity)
                && step.time.abs_diff(since) <= window
            {
                switches[at].repeated = Some(true);
            }
            here.push(step.activity);
        }
        if let Some((at, since)) = open
            && (trace.end != End::Open || log_end.abs_diff(since) > window)
        {
            switches[at].repeated.get_or_insert(false);
        }
    }
}
