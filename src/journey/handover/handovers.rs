//! Hand-overs of work inside and between teams (E-I index), and what crossing costs in time.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::articulation::articulation_points;
use super::ei_index::{Contacts, chance};
use super::reach::reach;
use super::wait_summary::WaitSummary;
use crate::journey::log::visits::for_each_visit;
use crate::journey::log::visits::members;
use crate::journey::log::{EventLog, ObjectId, ObjectTypeId};
use crate::journey::{Error, People, seconds};
use crate::numeric::cold_sort::sort_by;
use crate::numeric::ordered_map::OrderedMap;
use crate::privacy::MinGroup;
use crate::privacy::pooling::Pooling;

const NONE: u32 = u32::MAX;
/// Two-sided 95 % of a normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Hand-overs of work between people, by the teams that own it; see [`discover`](Self::discover).
///
/// No person is named. A team with fewer people than the minimum group is not named either: small teams are put
/// together, with the next larger ones when they are still too few, so that none can be had by subtraction. Times of
/// hand-overs that too few people took part in are withheld in the same way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Handovers {
    /// (external - internal) / (external + internal); `None` without hand-overs, and when fewer people take part than
    /// the minimum group.
    pub ei_index: Option<f64>,
    /// The index that chance expects of people dealt out to teams of these sizes.
    pub expected: Option<f64>,
    /// Standard deviation of the index under chance.
    pub standard_deviation: Option<f64>,
    /// Lower end of what chance gives 95 % of the time.
    pub expected_low: Option<f64>,
    /// Upper end of it. An index outside is hardly chance.
    pub expected_high: Option<f64>,
    /// Hand-overs between people of different teams; `None` when too few people take part, as the next two.
    pub external: Option<u64>,
    /// Hand-overs between people of the same team.
    pub internal: Option<u64>,
    /// Steps where the same person goes on: no hand-overs.
    pub same_person: Option<u64>,
    /// Steps where a person or a team is not known.
    pub unknown: u64,
    /// Different people seen; `None` when too few.
    pub people: Option<u64>,
    /// Those of them who work in more than one team: where they are many, borders run between kinds of work.
    pub people_in_several: Option<u64>,
    /// Whether too few people take part to show anything else.
    pub suppressed: bool,
    /// What crossing costs in time; none without hand-overs of both kinds, or where too few people took part in one.
    pub premium: Option<FrictionPremium>,
    /// How well teams fit to who works with whom, at most 1; 0 is what chance gives.
    pub modularity: Option<f64>,
    /// Teams, by hand-overs, most first, then by name.
    pub owners: Vec<HandoverOwner>,
    /// Hand-overs by who gives and who receives, by count, largest first, then by name. Those inside a team are in it:
    /// [`Handover::internal`] tells them apart.
    #[serde(rename = "hand_overs")]
    pub handovers: Vec<Handover>,
}

/// Waits of hand-overs between teams against those inside teams.
///
/// Differences are numbers of seconds, since they may be below 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FrictionPremium {
    /// Mean wait of hand-overs between teams.
    #[serde(rename = "external_mean_seconds", with = "seconds::Seconds")]
    pub external_mean: Duration,
    /// Mean wait of hand-overs inside a team.
    #[serde(rename = "internal_mean_seconds", with = "seconds::Seconds")]
    pub internal_mean: Duration,
    /// The former less the latter.
    pub mean_seconds: f64,
    /// Median wait of hand-overs between teams.
    #[serde(rename = "external_median_seconds", with = "seconds::Seconds")]
    pub external_median: Duration,
    /// Median wait of hand-overs inside a team.
    #[serde(rename = "internal_median_seconds", with = "seconds::Seconds")]
    pub internal_median: Duration,
    /// The former less the latter.
    pub median_seconds: f64,
}

/// A team in the graph of hand-overs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct HandoverOwner {
    /// Its name; `None` for teams that are put together because they are small.
    pub name: Option<String>,
    /// How many teams it stands for.
    pub teams: u64,
    /// Different people seen in it.
    pub people: u64,
    /// Work handed to it by other teams.
    pub received: u64,
    /// Work it handed to other teams.
    pub given: u64,
    /// Hand-overs inside the team.
    pub internal: u64,
    /// Its own E-I index.
    pub ei_index: Option<f64>,
    /// Whether hand-overs between other teams fall apart without it.
    pub articulation: bool,
    /// Share of journeys that stand still at some point when it stops.
    pub blast_journeys: f64,
    /// Share of visits that stand still when it stops.
    pub blast_visits: f64,
}

/// Hand-overs from one team to another, or inside one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Handover {
    /// Who hands over; `None` for small teams put together.
    pub from: Option<String>,
    /// Who receives.
    pub to: Option<String>,
    /// How often, inside a team or between teams.
    pub count: u64,
    /// How many of them stay inside a team: all where one team is on both ends, none where there are two, and some where
    /// small teams that are put together are on both.
    pub internal: u64,
    /// Mean wait between the two events; none where too few people took part, or where it would tell of such a pair.
    #[serde(rename = "mean_seconds", with = "seconds::OptionalSeconds")]
    pub mean_wait: Option<Duration>,
}

/// A person in a team.
type Seat = (u32, u32);

/// The step of a journey from one event to the next.
#[derive(Clone, Copy, Debug)]
struct Step {
    from: u32,
    to: u32,
    people: [u32; 2],
    wait: u64,
}

impl Handovers {
    /// Hand-overs in the journeys of type `object_type` between people, and the teams they work for.
    ///
    /// What it answers: how strong are the walls between teams, and what does each crossing cost those who wait?
    ///
    /// # Definition
    /// A *hand-over* is a pair of directly following events of one object of that type that different people did. It
    /// is external when the teams of the two events differ. The team is the event's, so people may work in several;
    /// a *seat* is one person in one team. Where an event has several people or teams, the first counts.
    ///
    /// ```text
    /// E-I        = (external - internal) / (external + internal)
    /// expected   = mean of E-I over all ways to deal out the teams to the seats; its deviation is exact too
    /// premium    = wait of external - wait of internal hand-overs (means and medians)
    /// modularity = sum over teams t of  w_tt / W - (d_t / 2W)^2
    /// ```
    ///
    /// with w_tt hand-overs inside t, d_t ends of hand-overs at t, W all hand-overs (Newman 2006, undirected). With one
    /// team to a person, seats are people and `expected` is Krackhardt & Stern's permutation test, without its noise;
    /// `expected_low` and `expected_high` are expected +- 1.96 deviations within -1..1. An articulation team is one
    /// without which the graph of hand-overs between the others falls apart; blast radius as in
    /// [`BlastRadii`](super::BlastRadii).
    ///
    /// # Arguments
    /// - `people`: who does the work, and the fewest people whose team is shown: 5 for employees unless agreed otherwise
    ///   (see [`Stakeholder::minimum_group`](crate::model::Stakeholder::minimum_group)).
    /// - `teams`: the type of objects that are teams; [`team_type`](Self::team_type) finds the usual one.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such types; [`Error::NoTimes`] when it has no times.
    ///
    /// # Complexity
    /// Expected time O(relations + h log h) for h hand-overs; space O(events + h).
    ///
    /// # References
    /// D. Krackhardt & R. N. Stern (1988), doi:10.2307/2786835; A. D. Cliff & J. K. Ord (1973), Spatial
    /// Autocorrelation, on join counts; M. E. J. Newman (2006), Modularity and community structure in networks,
    /// doi:10.1073/pnas.0601602103; W. M. P. van der Aalst, H. A. Reijers & M. Song (2005), Discovering social
    /// networks from event logs, doi:10.1007/s10606-005-9005-9.
    ///
    /// # Example
    /// ```
    /// use total_experience::journey::People;
    /// use total_experience::journey::handover::Handovers;
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::model::time::Timestamp;
    ///
    /// let mut builder = EventLog::builder();
    /// for (time, person, team) in [(0, "Ann", "desk"), (1, "Bob", "desk"), (9, "Cid", "lab"), (9, "Cid", "lab")] {
    ///     builder.event("work", Timestamp::from_nanoseconds(time * 3_600_000_000_000), &[("case", "1"), ("person", person), ("team", team)])?;
    /// }
    /// let log = builder.finish();
    /// let [case, person, team] = ["case", "person", "team"].map(|name| log.object_type(name).expect("named above"));
    /// let handovers = Handovers::discover(&log, case, People::new(person), team)?;
    /// assert_eq!((handovers.ei_index, handovers.external, handovers.internal), (Some(0.0), Some(1), Some(1)));
    /// assert_eq!(handovers.same_person, Some(1));
    /// assert_eq!(handovers.premium.map(|premium| premium.mean_seconds), Some(7.0 * 3_600.0));
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    pub fn discover(
        log: &EventLog,
        object_type: ObjectTypeId,
        people: People,
        teams: ObjectTypeId,
    ) -> Result<Self, Error> {
        let journeys = log.object_range(object_type)?;
        log.check_times("what hand-overs cost")?;
        let least = people.min_group;
        let (people, owners) =
            (firsts(log, &log.object_range(people.object_type)?), firsts(log, &log.object_range(teams)?));
        let seat = |event: u32| match (people.get(event as usize), owners.get(event as usize)) {
            (Some(&person), Some(&owner)) if person != NONE && owner != NONE => Some((person, owner)),
            _ => None,
        };
        let (mut same_person, mut unknown) = (0, 0);
        let (mut steps, mut waits) = (Vec::new(), [Vec::new(), Vec::new()]);
        let mut contacts: OrderedMap<(Seat, Seat), u64> = OrderedMap::new();
        for_each_visit(log, &journeys, |visit, before| {
            let Some(before) = before else { return };
            match (seat(before.event), seat(visit.event)) {
                (Some(from), Some(to)) if from.0 != to.0 => {
                    let wait = visit.wait(log, &before);
                    waits[usize::from(from.1 != to.1)].push(wait);
                    steps.push(Step { from: from.1, to: to.1, people: [from.0, to.0], wait });
                    *contacts.entry((from.min(to), from.max(to))).or_default() += 1;
                }
                (Some(_), Some(_)) => same_person += 1,
                _ => unknown += 1,
            }
        });
        let seats: BTreeSet<Seat> = (0..log.len() as u32).filter_map(seat).collect();
        let [mut inside, mut across] = waits;
        let (external, internal) = (across.len() as u64, inside.len() as u64);
        let name = |team| log.object_key(ObjectId::from_u32(team)).unwrap_or_default().into_owned();
        let teams = Pooling::new(name, &seats, least);
        let suppressed = teams.rows.is_empty() && !seats.is_empty();
        let mut teams_of: OrderedMap<u32, u64> = OrderedMap::new();
        seats.iter().for_each(|&(person, _)| *teams_of.entry(person).or_default() += 1);
        let shown = |count: u64| (!suppressed).then_some(count);
        let mut handovers = Self {
            ei_index: None,
            expected: None,
            standard_deviation: None,
            expected_low: None,
            expected_high: None,
            external: shown(external),
            internal: shown(internal),
            same_person: shown(same_person),
            unknown,
            people: shown(teams_of.len() as u64),
            people_in_several: shown(teams_of.values().filter(|&&teams| teams > 1).count() as u64),
            suppressed,
            premium: None,
            modularity: None,
            owners: Vec::new(),
            handovers: Vec::new(),
        };
        if teams.rows.is_empty() {
            return Ok(handovers);
        }
        handovers.ei_index = Contacts { external, internal }.ei_index();
        handovers.expect_by_chance(&seats, &contacts);
        handovers.modularity = modularity(&steps);
        let enough = |crosses: bool| {
            let steps = steps.iter().filter(|step| (step.from != step.to) == crosses);
            let people: BTreeSet<u32> = steps.flat_map(|step| step.people).collect();
            least.allows(people.len() as u64)
        };
        if let (Some(across), Some(inside)) = (WaitSummary::of(&mut across), WaitSummary::of(&mut inside))
            && enough(true)
            && enough(false)
        {
            handovers.premium = Some(FrictionPremium {
                external_mean: seconds::span(across.mean),
                internal_mean: seconds::span(inside.mean),
                mean_seconds: across.mean - inside.mean,
                external_median: seconds::span(across.median),
                internal_median: seconds::span(inside.median),
                median_seconds: across.median - inside.median,
            });
        }
        handovers.show_teams(log, object_type, &owners, teams, &steps, least)?;
        Ok(handovers)
    }

    fn expect_by_chance(&mut self, seats: &BTreeSet<Seat>, contacts: &OrderedMap<(Seat, Seat), u64>) {
        let number: OrderedMap<Seat, u32> = seats.iter().copied().zip(0..).collect();
        let place = |seat: &(u32, u32)| number.get(seat).copied().unwrap_or(NONE);
        let weights = contacts.iter().map(|((a, b), &count)| ((place(a), place(b)), count)).collect();
        let mut sizes: OrderedMap<u32, u64> = OrderedMap::new();
        seats.iter().for_each(|&(_, owner)| *sizes.entry(owner).or_default() += 1);
        // Sorted, so that sums do not depend on how the log is numbered.
        let mut sizes: Vec<u64> = sizes.into_values().collect();
        sizes.sort_unstable();
        if let Some((mean, deviation)) = chance(&weights, &sizes) {
            self.expected = Some(mean);
            self.standard_deviation = Some(deviation);
            self.expected_low = Some((mean - Z * deviation).max(-1.0));
            self.expected_high = Some((mean + Z * deviation).min(1.0));
        }
    }

    /// Adds the teams and their hand-overs, small teams put together.
    fn show_teams(
        &mut self,
        log: &EventLog,
        object_type: ObjectTypeId,
        owners: &[u32],
        teams: Pooling,
        steps: &[Step],
        least: MinGroup,
    ) -> Result<(), Error> {
        let mut sums: OrderedMap<(u32, u32), (u64, u128)> = OrderedMap::new();
        for step in steps {
            let cell = sums.entry((teams.row(step.from), teams.row(step.to))).or_default();
            cell.0 += 1;
            cell.1 += u128::from(step.wait);
        }
        let cuts = articulation_points(teams.rows.len(), sums.keys().copied());
        let reached = reach(log, object_type, teams.rows.len(), |event| match owners.get(event) {
            Some(&owner) if owner != NONE => vec![teams.row(owner)],
            _ => Vec::new(),
        })?;
        // Hand-overs between two teams that are put together cross a border all the same.
        let inside: OrderedMap<u32, u64> =
            steps.iter().filter(|step| step.from == step.to).fold(OrderedMap::new(), |mut inside, step| {
                *inside.entry(teams.row(step.from)).or_default() += 1;
                inside
            });
        for (row, team) in (0_u32..).zip(&teams.rows) {
            let count = |mine: fn(&(u32, u32)) -> u32| {
                sums.iter().filter(|(ends, _)| mine(ends) == row).map(|(_, (count, _))| count).sum::<u64>()
            };
            let internal = inside.get(&row).copied().unwrap_or_default();
            let (given, received) = (count(|ends| ends.0) - internal, count(|ends| ends.1) - internal);
            // Between teams of this row: given and received at once.
            let crossing = sums.get(&(row, row)).map_or(0, |&(count, _)| count) - internal;
            let reached = reached.get(row as usize).copied().unwrap_or_default();
            self.owners.push(HandoverOwner {
                name: team.name.clone(),
                teams: team.groups,
                people: team.people,
                received,
                given,
                internal,
                ei_index: Contacts { external: given + received - crossing, internal }.ei_index(),
                articulation: cuts.get(row as usize) == Some(&true),
                blast_journeys: reached.journey_share,
                blast_visits: reached.visit_share,
            });
        }
        let numbers: OrderedMap<(u32, u32), u32> = sums.keys().copied().zip(0..).collect();
        let seats = steps.iter().flat_map(|step| {
            let pair = numbers.get(&(teams.row(step.from), teams.row(step.to)));
            step.people.into_iter().zip(pair.copied().into_iter().cycle())
        });
        let names: Vec<(u32, u32)> = numbers.keys().copied().collect();
        let ends = |pair: u32| names.get(pair as usize).map(|&(from, to)| (teams.name(from), teams.name(to)));
        let named = |pair: u32| format!("{:?}", ends(pair));
        let pairs = Pooling::new(named, &seats.collect(), least);
        self.handovers = sums
            .into_iter()
            .zip(0..)
            .map(|(((from, to), (count, wait)), pair)| Handover {
                from: teams.name(from).map(str::to_owned),
                to: teams.name(to).map(str::to_owned),
                count,
                internal: if from == to { inside.get(&from).copied().unwrap_or_default() } else { 0 },
                mean_wait: (pairs.name(pairs.row(pair)))
                    .map(|_| seconds::span_of_nanoseconds(wait as f64 / count as f64)),
            })
            .collect();
        sort_by(&mut self.handovers, |a, b| {
            b.count.cmp(&a.count).then_with(|| a.from.cmp(&b.from)).then_with(|| a.to.cmp(&b.to))
        });
        let all = |owner: &HandoverOwner| owner.given + owner.received + owner.internal;
        sort_by(&mut self.owners, |a, b| all(b).cmp(&all(a)).then_with(|| a.name.cmp(&b.name)));
        Ok(())
    }
}

/// Per event its first object in `range`, or `NONE`.
fn firsts(log: &EventLog, range: &Range<u32>) -> Vec<u32> {
    log.events().map(|event| members(event.objects, range).next().unwrap_or(NONE)).collect()
}

/// Newman's modularity of the teams, of the undirected graph of hand-overs.
fn modularity(steps: &[Step]) -> Option<f64> {
    let mut teams: OrderedMap<u32, (u64, u64)> = OrderedMap::new();
    for step in steps {
        teams.entry(step.from).or_default().1 += 1;
        teams.entry(step.to).or_default().1 += 1;
        teams.entry(step.from).or_default().0 += u64::from(step.from == step.to);
    }
    let all = steps.len() as f64;
    let part = |&(inside, ends): &(u64, u64)| inside as f64 / all - (ends as f64 / (2.0 * all)).powi(2);
    let mut parts: Vec<f64> = teams.values().map(part).collect();
    parts.sort_unstable_by(f64::total_cmp);
    (all > 0.0).then(|| parts.iter().sum())
}
