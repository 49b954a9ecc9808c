//! What happens when people change the channel.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::channels::Walk;
use super::friction_scale::checked;
use super::silo::summary;
use super::silo_owners::Teams;
use super::trails::{End, Trail, Trails};
use super::{ActivityId, ChannelOptions, Error, EventChannelId, EventLog, ObjectTypeId, Share};
use crate::numeric::quantile::quantile;

const SECOND: f64 = 1e9;
/// Two-sided 95 % of a normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// What becomes of journeys when they change the channel.
///
/// What it answers: can people go on where they left off, do they still get what they came for, and what does the change
/// cost in time?
///
/// # Definition
/// A *switch* is a pair of events of a journey that follow each other in different channels, up to the journey's first
/// goal or loss; events without a channel are passed over. A step is *repeated* when the journey did the same activity
/// before the switch, and does it again after the switch, at most
/// [`window_seconds`](ChannelOptions::window_seconds) later and before the next switch.
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
/// Pairs of channels with fewer people than [`minimum_group`](ChannelOptions::minimum_group) are put together in a last
/// row without names, with the next larger ones when they are still too few.
///
/// # Complexity
/// Time O(s log s) for s events of journeys; space O(s).
///
/// # References
/// D. Katz, J. Baptista, S. P. Azen & M. C. Pike (1978), Obtaining confidence intervals for the risk ratio in cohort
/// studies, doi:10.2307/2530610; P. C. Verhoef, P. K. Kannan & J. J. Inman (2015), From multi-channel retailing to
/// omni-channel retailing, doi:10.1016/j.jretai.2015.02.005, on why it matters. Continuity is this library's own.
///
/// # Example
/// ```
/// use total_experience::journey::{ChannelOptions, EventLog, Switching};
///
/// let mut builder = EventLog::builder();
/// let [web, phone] = [builder.channel("web")?, builder.channel("phone")?];
/// for (case, activity, hour, channel) in [
///     ("1", "fill form", 0, web), ("1", "fill form", 2, phone), ("1", "buy", 3, phone), ("2", "fill form", 0, web),
///     ("2", "buy", 1, web), ("3", "fill form", 0, web), ("3", "ask", 1, phone), ("4", "buy", 900, web),
/// ] {
///     builder.event(activity, hour * 3_600_000_000_000, &[("case", case)])?;
///     builder.set_channel(channel)?;
/// }
/// let log = builder.finish();
/// let case = log.object_type("case").expect("named above");
/// let switching = Switching::discover(&log, case, &ChannelOptions::default().with_goal("buy"))?;
/// assert_eq!(switching.continuity.share, Some(0.5)); // the form had to be filled again
/// assert_eq!(switching.success.map(|success| success.ratio), Some(Some(0.5)));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Switching {
    /// Journeys in channels; none when too few people take part, as everything else.
    pub journeys: Option<u64>,
    /// Switches.
    pub switches: Option<u64>,
    /// Switches without a repeated step, of those that are decided.
    pub continuity: Share,
    /// Switches of which it is not known yet whether a step is repeated.
    pub undecided: u64,
    /// What a switch has to do with reaching the goal; none without a journey that is not open.
    pub success: Option<SwitchSuccess>,
    /// What a switch costs in time; none without switches or without other steps.
    pub penalty: Option<SwitchPenalty>,
    /// From which channel to which, by count, most first, then by name.
    pub pairs: Vec<ChannelSwitch>,
    /// Whether too few people take part to show anything.
    pub suppressed: bool,
}

/// The goal after a switch against the goal without one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SwitchSuccess {
    /// Goals of the journeys that switched.
    pub switched: Share,
    /// Goals of the journeys that stayed in one channel.
    pub stayed: Share,
    /// The former share by the latter; none when one has no journey, or nobody who stayed reached the goal.
    pub ratio: Option<f64>,
    /// Lower limit; none when one of the two never reached the goal.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
}

impl SwitchSuccess {
    /// The ratio of two shares with its 95 % limits, from goals and journeys that switched and that stayed.
    ///
    /// ```
    /// use total_experience::journey::SwitchSuccess;
    ///
    /// let success = SwitchSuccess::new((30, 100), (60, 120));
    /// let shown = [success.ratio, success.low, success.high].map(|value| format!("{:.3}", value.unwrap()));
    /// assert_eq!(shown, ["0.600", "0.423", "0.850"]);
    /// ```
    pub fn new(switched: (u64, u64), stayed: (u64, u64)) -> Self {
        let (switched, stayed) = (Share::new(switched.0, switched.1), Share::new(stayed.0, stayed.1));
        let ratio = switched.share.zip(stayed.share).filter(|(_, stayed)| *stayed > 0.0);
        let ratio = ratio.map(|(switched, stayed)| switched / stayed);
        let part = |share: Share| 1.0 / share.count as f64 - 1.0 / share.of as f64;
        let deviation = (part(switched) + part(stayed)).sqrt();
        let limit =
            |z: f64| ratio.filter(|&ratio| ratio > 0.0).map(|ratio| (ratio.ln() + z * deviation).exp());
        Self { switched, stayed, ratio, low: limit(-Z), high: limit(Z) }
    }
}

/// The time of switches against that of steps in the same channel.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SwitchPenalty {
    /// Mean time of a switch.
    pub switch_mean_seconds: f64,
    /// Mean time of a step in the same channel.
    pub stay_mean_seconds: f64,
    /// The former less the latter.
    pub mean_seconds: f64,
    /// Median time of a switch.
    pub switch_median_seconds: f64,
    /// Median time of a step in the same channel.
    pub stay_median_seconds: f64,
    /// The former less the latter.
    pub median_seconds: f64,
}

/// Switches from one channel to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ChannelSwitch {
    /// The channel left; `None` for pairs that are put together.
    pub from: Option<String>,
    /// The channel taken up.
    pub to: Option<String>,
    /// How many pairs it stands for.
    pub pairs: u64,
    /// Different people who made it.
    pub people: u64,
    /// How often.
    pub count: u64,
    /// Switches without a repeated step.
    pub continuity: Share,
    /// Median time between the two events.
    pub median_seconds: Option<f64>,
}

/// A change of the channel.
struct Switch {
    pair: (EventChannelId, EventChannelId),
    wait: u64,
    /// Whether a step was repeated, where that is decided.
    repeated: Option<bool>,
    people: Vec<u32>,
}

impl Switching {
    /// The switches in the journeys of type `flow`. See [`Switching`] for the definitions;
    /// [`parts`](ChannelOptions::parts) are not looked at.
    ///
    /// # Errors
    /// [`Error::Foreign`] for types that the log does not have; [`Error::UnknownActivity`] and
    /// [`Error::DuplicateName`] for goals and losses; [`Error::NotInRange`] for seconds that are negative or not finite.
    pub fn discover(log: &EventLog, flow: ObjectTypeId, options: &ChannelOptions) -> Result<Self, Error> {
        checked(|| "the window after a switch".to_owned(), options.window_seconds, f64::MAX)?;
        let window = (options.window_seconds * SECOND) as u64;
        let trails = Trails::new(log, flow, options)?;
        let people = options.people.map(|people| log.object_range(people)).transpose()?;
        let walk = Walk { log, people, least: options.minimum_group };
        let end = log.times().last().copied().unwrap_or_default();
        let (mut journeys, mut everybody) = (0, BTreeSet::new());
        let (mut switches, mut stays) = (Vec::new(), Vec::new());
        let (mut switched, mut stayed) = ((0, 0), (0, 0));
        for trail in trails.iter().filter(|trail| trail.steps.iter().any(|step| step.channel.is_some())) {
            journeys += 1;
            everybody.extend(walk.people_of(&trail));
            let before = switches.len();
            walk.follow(&trail, window, end, &mut switches, &mut stays);
            let side = if switches.len() > before { &mut switched } else { &mut stayed };
            side.0 += u64::from(trail.end == End::Goal);
            side.1 += u64::from(trail.end != End::Open);
        }
        let suppressed = journeys > 0 && (everybody.len() as u64) < u64::from(walk.least);
        if suppressed {
            (switches, switched, stayed) = (Vec::new(), (0, 0), (0, 0));
        }
        let mut waits: Vec<u64> = switches.iter().map(|switch| switch.wait).collect();
        let penalty = summary(&mut waits).zip(summary(&mut stays)).filter(|_| !suppressed);
        Ok(Self {
            journeys: (!suppressed).then_some(journeys),
            switches: (!suppressed).then_some(switches.len() as u64),
            continuity: continuity(&switches.iter().collect::<Vec<_>>()),
            undecided: switches.iter().filter(|switch| switch.repeated.is_none()).count() as u64,
            success: (switched.1 + stayed.1 > 0).then(|| SwitchSuccess::new(switched, stayed)),
            penalty: penalty.map(|(switch, stay)| SwitchPenalty {
                switch_mean_seconds: switch.0,
                stay_mean_seconds: stay.0,
                mean_seconds: switch.0 - stay.0,
                switch_median_seconds: switch.1,
                stay_median_seconds: stay.1,
                median_seconds: switch.1 - stay.1,
            }),
            pairs: walk.pairs(&switches),
            suppressed,
        })
    }
}

impl Walk<'_> {
    /// Adds the switches of a journey, and the times of its steps in the same channel.
    fn follow(
        &self,
        trail: &Trail<'_>,
        window: u64,
        log_end: i64,
        switches: &mut Vec<Switch>,
        stays: &mut Vec<u64>,
    ) {
        let mut done: BTreeSet<ActivityId> = BTreeSet::new();
        let mut here: Vec<ActivityId> = Vec::new();
        // Where the journey is, since when, and the open switch with its time.
        let mut last: Option<(EventChannelId, i64)> = None;
        let mut open: Option<(usize, i64)> = None;
        for step in trail.steps {
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
                            people: self.people_at(trail, step.event),
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
            && (trail.end != End::Open || log_end.abs_diff(since) > window)
        {
            switches[at].repeated.get_or_insert(false);
        }
    }

    fn pairs(&self, switches: &[Switch]) -> Vec<ChannelSwitch> {
        let mut numbers = BTreeMap::new();
        for switch in switches {
            let next = numbers.len() as u32;
            numbers.entry(switch.pair).or_insert(next);
        }
        let pair_of: BTreeMap<u32, _> = numbers.iter().map(|(&pair, &number)| (number, pair)).collect();
        let name = |channel| self.log.channel_name(channel).unwrap_or_default().to_owned();
        let names = |number: u32| pair_of.get(&number).map(|&(from, to)| (name(from), name(to)));
        let number = |switch: &Switch| numbers.get(&switch.pair).copied().unwrap_or_default();
        let seats: BTreeSet<(u32, u32)> = switches
            .iter()
            .flat_map(|switch| switch.people.iter().map(move |&person| (person, number(switch))))
            .collect();
        let joined = |pair| names(pair).map(|(from, to)| format!("{from}\n{to}")).unwrap_or_default();
        let rows = Teams::new(joined, &seats, self.least);
        let mut of_row: Vec<Vec<&Switch>> = vec![Vec::new(); rows.rows.len()];
        let mut first: Vec<Option<u32>> = vec![None; rows.rows.len()];
        for switch in switches {
            let row = rows.row(number(switch)) as usize;
            if let (Some(mine), Some(first)) = (of_row.get_mut(row), first.get_mut(row)) {
                mine.push(switch);
                first.get_or_insert(number(switch));
            }
        }
        let mut pairs: Vec<ChannelSwitch> = (rows.rows.iter().zip(of_row))
            .zip(first)
            .map(|((row, switches), first)| {
                let named = first.filter(|_| row.name.is_some()).and_then(names);
                let (from, to) = named.unzip();
                let mut waits: Vec<u64> = switches.iter().map(|switch| switch.wait).collect();
                ChannelSwitch {
                    from,
                    to,
                    pairs: row.teams,
                    people: row.people,
                    count: switches.len() as u64,
                    continuity: continuity(&switches),
                    median_seconds: quantile(&mut waits, 0.5).map(|wait| wait / SECOND),
                }
            })
            .collect();
        let key = |pair: &ChannelSwitch| (pair.from.clone(), pair.to.clone());
        pairs.sort_by(|a, b| {
            let unnamed = a.from.is_none().cmp(&b.from.is_none());
            unnamed.then(b.count.cmp(&a.count)).then_with(|| key(a).cmp(&key(b)))
        });
        pairs
    }
}

fn continuity(switches: &[&Switch]) -> Share {
    let decided = switches.iter().filter_map(|switch| switch.repeated);
    let (whole, broken) =
        decided.fold((0, 0), |(all, broken), repeated| (all + 1, broken + u64::from(repeated)));
    Share::new(whole - broken, whole)
}
