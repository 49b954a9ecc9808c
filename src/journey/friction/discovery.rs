//! Discovery of friction in an event log.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::owners::owners;
use super::promises::{is_served, promised};
use super::strands::{Cell, Expected, Places, Walk};
use super::{BurdenFactors, Friction, FrictionComponent, FrictionOptions, GroupFriction, TouchpointFriction};
use crate::journey::checks::{checked, finite};
use crate::journey::log::case_ends::{CaseEnds, flags};
use crate::journey::log::visits::Journeys;
use crate::journey::log::{ActivityId, EventLog, ObjectTypeId};
use crate::journey::{Error, StakeholderGroup, seconds};
use crate::model::Stakeholder;
use crate::numeric::ordered_map::OrderedMap;
use crate::privacy::MinGroup;
use crate::privacy::pooling::Pooling;

const SECOND: f64 = 1e9;

impl Friction {
    /// The friction of every touchpoint of a log for stakeholder groups, by the default anchors. See
    /// [`discover_with`](Self::discover_with) for the definitions.
    ///
    /// # Errors
    /// As [`discover_with`](Self::discover_with).
    ///
    /// # Example
    /// ```
    /// use total_experience::journey::StakeholderGroup;
    /// use total_experience::journey::friction::Friction;
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::model::{Role, Stakeholder};
    /// use total_experience::model::time::Timestamp;
    ///
    /// let day = 86_400_000_000_000;
    /// let mut builder = EventLog::builder();
    /// for (activity, time) in [("ask", 0), ("check", 1), ("check", 4), ("done", 4)] {
    ///     builder.event(activity, Timestamp::from_nanoseconds(time * day), &[("case", "1"), ("customer", "Ada")])?;
    /// }
    /// let log = builder.finish();
    /// let [case, customer] = ["case", "customer"].map(|name| log.object_type(name).expect("named above"));
    /// let customers = StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), customer);
    /// let friction = Friction::discover(&log, case, &[customers])?;
    /// let worst = &friction.touchpoints[0];
    /// assert_eq!((worst.name.as_str(), worst.groups[0].exposure), ("check", Some(2.0)));
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    pub fn discover(
        log: &EventLog,
        object_type: ObjectTypeId,
        groups: &[StakeholderGroup],
    ) -> Result<Self, Error> {
        Self::discover_with(log, object_type, groups, &FrictionOptions::default())
    }

    /// The friction of every touchpoint of a log for stakeholder groups, each a type of the log's objects.
    ///
    /// What it answers: where are customers *and* those who serve them kept waiting, sent round again, or lost?
    ///
    /// # Definition
    /// `object_type` is the type whose journeys are walked: the case, the order, the ticket. A *visit* of a group is an
    /// event with an object of that type and an object of the group; a *strand* is what one object of the group lives of one
    /// journey: its visits there, in the log's order. Over the visits of group g at touchpoint v, with the strand's
    /// visit before,
    ///
    /// ```text
    /// wait      mean over visits of clamp((w - good) / (bad - good), 0, 1), w = time from the end of the strand's visit
    ///           before to the start of this one, or to its time where no start is known, at least 0;
    ///           w = 0 for the first visit of a strand; while the journey is at a goal nobody waits: w ends when it got
    ///           there
    /// rework    share of visits to an activity that the strand visited before
    /// drop-off  lost(v) / visits(v) - sum lost / sum visits, at least 0; lost: the journey's last event, when it met
    ///           no goal and is not open; not measured for employees, whose work may end anywhere
    /// switch    share of visits in another channel than the strand's visit before to the same activity
    /// error     share of visits whose next one of the strand is an activity that declares a failure
    /// broken    share of visits with a promise to the group, but for the first of a strand, that took longer than
    ///           promised, wait and work; a visit at an event that names when it is due is broken when it comes later
    /// ```
    ///
    /// Work is no wait: what it took is the group's [service time](GroupFriction::service_time), where starts are known.
    ///
    /// All but `wait` pass through their anchors as shares; `wait` visit by visit, so that a few waits
    /// of months do not hide many of minutes. Broken promises count with their weight times the share of the visits
    /// that were promised something: a promise at one touchpoint of a channel says nothing of its other visits. A customer is in all of a case and lives all of its waits; an employee
    /// lives the time until a case that they left comes back to them, and what they themselves must do again. Errors,
    /// switches and promises are measured when failures, channels and promises are known; effort is not in a log.
    /// [`measures`](FrictionOptions::measures) from elsewhere take the place of what the log says.
    ///
    /// What was promised counts for those it was promised to: service levels and due times for those who are served,
    /// which are all groups but employees, and [`Promise`](super::Promise)s to a group for that group. A group that
    /// was promised nothing has no broken promises, and that component is not measured for it.
    ///
    /// A group with fewer different objects at a touchpoint than [`Stakeholder::minimum_group`] is suppressed there,
    /// and further touchpoints of the group where those withheld are together still too few; the usual loss is that of
    /// the touchpoints that are shown. The owner of a touchpoint is the object of the owners' type with most events
    /// there (of equals the first by name); it is not named when fewer people of a protected group than its minimum, or
    /// fewer [workers](FrictionOptions::workers), did its work there.
    ///
    /// # Arguments
    /// `groups`: each stakeholder with its type of objects, which may be `object_type` itself. Exposure is in visits,
    /// waits in seconds.
    ///
    /// # Errors
    /// [`Error::NoTimes`] for a log without times, [`Error::UnknownId`] for a type that it does not have,
    /// [`Error::UnknownActivity`] for a goal
    /// and failure, [`Error::DuplicateName`] for a stakeholder given twice, [`Error::UnknownMeasure`],
    /// [`Error::UnknownStakeholder`] for a promise to nobody, [`Error::Protected`] for places that are the people of a
    /// protected group, [`Error::OutOfRange`] for weights that are negative or not finite and measures that are no
    /// numbers; [`Error::Cancelled`] by the watch, which is told after each group.
    ///
    /// # Complexity
    /// - Expected time: O(relations x groups), more where an event involves several objects of journeys and group
    ///   at once.
    /// - Space: 4 bytes for each relation of an event and a journey; for a protected group also O(different pairs of a
    ///   person and a touchpoint).
    ///
    /// # References
    /// W. M. P. van der Aalst (2016), Process Mining: Data Science in Action, chapters 8 and 9,
    /// doi:10.1007/978-3-662-49851-4, on times and rework; M. O. Hill (1973), doi:10.2307/1934352, on breadth. The
    /// strand is this library's own.
    pub fn discover_with(
        log: &EventLog,
        object_type: ObjectTypeId,
        groups: &[StakeholderGroup],
        options: &FrictionOptions,
    ) -> Result<Self, Error> {
        for (at, group) in groups.iter().enumerate() {
            let stakeholder = &group.stakeholder;
            if options.places == Some(group.object_type) && !stakeholder.minimum_group().is_off() {
                let stakeholder = stakeholder.key.clone();
                return Err(Error::Protected { what: "the places", stakeholder });
            }
            if groups.iter().take(at).any(|other| other.stakeholder.key == stakeholder.key) {
                let (what, name) = ("the stakeholder", stakeholder.key.clone());
                return Err(Error::DuplicateName { what, name });
            }
            checked(|| format!("the weight of `{}`", stakeholder.key), stakeholder.weight, f64::MAX)?;
        }
        for own in &options.measures {
            let item =
                || format!("the {} of `{}` at `{}`", own.component.name(), own.stakeholder, own.touchpoint);
            finite(item, own.value)?;
        }
        let anchor = options.scale.anchor(FrictionComponent::Wait);
        let usual = || seconds::span(anchor.bad.max(anchor.good));
        let open_for = options.open_for.unwrap_or_else(usual);
        for promise in &options.promises {
            let to = |key: &String| groups.iter().any(|group| group.stakeholder.key == *key);
            if let Some(name) = promise.stakeholder.as_ref().filter(|&key| !to(key)) {
                return Err(Error::UnknownStakeholder { name: name.clone() });
            }
        }
        log.check_times("friction")?;
        let execution = &options.execution;
        let steps = execution.steps(groups.len() as u64 + 2);
        let range = log.object_range(object_type)?;
        let journeys = Journeys::new(log, &range, execution);
        let ends = CaseEnds::new(log, &journeys, &options.goals, open_for, execution)?;
        let walk = Walk {
            log,
            range,
            journeys,
            places: match options.places {
                _ if options.by_channel => Places::Channels,
                Some(places) => Places::Objects(log.object_range(places)?),
                None => Places::Activities,
            },
            channels: options.channels.map(|channels| log.object_range(channels)).transpose()?,
            failures: flags(log, &options.failures)?,
            ends,
        };
        steps.add(1)?;
        let mut rows: OrderedMap<u32, Vec<GroupFriction>> = OrderedMap::new();
        for group in groups {
            let people = log.object_range(group.object_type)?;
            for (place, met) in met(&walk, &group.stakeholder, &people, options)? {
                rows.entry(place).or_default().push(met);
            }
            steps.add(1)?;
        }
        let owners = owners(&walk, options, groups)?;
        steps.add(1)?;
        let touchpoints = rows.into_iter().map(|(place, groups)| {
            let mut touchpoint = TouchpointFriction::new(walk.name(place), groups);
            touchpoint.owner = owners.get(&place).cloned().flatten();
            touchpoint.owner_suppressed = touchpoint.owner.is_none() && owners.contains_key(&place);
            touchpoint
        });
        let touchpoints: Vec<TouchpointFriction> = touchpoints.collect();
        for own in &options.measures {
            let at = touchpoints.iter().find(|touchpoint| touchpoint.name == own.touchpoint);
            if !at.is_some_and(|at| at.groups.iter().any(|group| group.stakeholder == own.stakeholder)) {
                let (touchpoint, stakeholder) = (own.touchpoint.clone(), own.stakeholder.clone());
                return Err(Error::UnknownMeasure { touchpoint, stakeholder });
            }
        }
        let mut friction = Self::new(options.scale.version(), touchpoints);
        friction.open_journeys = walk.ends.open;
        let goals = (0_u32..).zip(&walk.ends.goal).filter(|(_, goal)| **goal);
        let names = goals.filter_map(|(number, _)| log.activity_name(ActivityId::from_u32(number)));
        friction.goals = names.map(str::to_owned).collect();
        friction.goals_assumed = options.goals.is_empty();
        Ok(friction)
    }
}

/// What a group meets at each place.
fn met(
    walk: &Walk<'_>,
    stakeholder: &Stakeholder,
    people: &Range<u32>,
    options: &FrictionOptions,
) -> Result<Vec<(u32, GroupFriction)>, Error> {
    let scale = &options.scale;
    let anchor = scale.anchor(FrictionComponent::Wait);
    // No wait of a log comes near the bounds, and no sum of so many overflows.
    let nanoseconds = |seconds: f64| (seconds * SECOND).round().clamp(-1e24, 1e24) as i128;
    let served = is_served(stakeholder);
    let expected = Expected {
        good: nanoseconds(anchor.good),
        bad: nanoseconds(anchor.bad),
        promised: promised(walk.log, stakeholder, &options.promises),
        served,
        protected: !stakeholder.minimum_group().is_off(),
    };
    let cells = walk.cells(people, &expected, &options.execution);
    let hidden = hidden(walk, &cells, stakeholder.minimum_group());
    let shown = || cells.iter().filter(|(place, _)| !hidden.contains(place)).map(|(_, cell)| cell);
    let total = |count: fn(&Cell) -> u64| shown().map(count).sum::<u64>() as f64;
    let usual_loss = total(|cell| cell.lost) / total(|cell| cell.visits).max(1.0);
    let span = expected.span().abs().max(1) as f64;
    let rows = cells.iter().map(|(&place, cell)| {
        let key = stakeholder.key.as_str();
        if hidden.contains(&place) {
            let complementary = stakeholder.minimum_group().allows(cell.people.len() as u64);
            return Ok((place, GroupFriction { complementary, ..GroupFriction::withheld(key, true) }));
        }
        let visits = cell.visits as f64;
        let mut measures = BTreeMap::from([
            (FrictionComponent::Wait, cell.waits as f64 / SECOND / visits),
            (FrictionComponent::Rework, cell.repeated as f64 / visits),
        ]);
        if served && walk.ends.closed > 0 {
            let excess = (cell.lost as f64 / visits - usual_loss).max(0.0);
            measures.insert(FrictionComponent::DropOff, excess);
        }
        if walk.channels.is_some() || !walk.log.channel_column().is_empty() {
            measures.insert(FrictionComponent::SwitchAfterFailure, cell.switched as f64 / visits);
        }
        if !options.failures.is_empty() {
            measures.insert(FrictionComponent::Error, cell.failed as f64 / visits);
        }
        let mut promised = None;
        if cell.promised > 0 {
            let broken = cell.broken as f64 / cell.promised as f64;
            measures.insert(FrictionComponent::BrokenPromise, broken);
            promised = Some(cell.promised as f64);
        }
        let name = walk.name(place);
        let own = options.measures.iter().filter(|own| own.stakeholder == key && own.touchpoint == name);
        let own: BTreeMap<_, _> = own.map(|own| (own.component, own.value)).collect();
        measures.extend(own.iter().map(|(&component, &value)| (component, value)));
        let promised = promised.filter(|_| !own.contains_key(&FrictionComponent::BrokenPromise));
        let components: BTreeMap<_, _> = measures
            .iter()
            .map(|(&component, &measure)| match component {
                FrictionComponent::Wait if !own.contains_key(&component) => {
                    (component, (cell.past_good as f64 / span / visits).min(1.0))
                }
                _ => (component, scale.anchor(component).of(measure)),
            })
            .collect();
        let mut group =
            GroupFriction { exposure: Some(visits), promised, ..GroupFriction::withheld(key, false) };
        let measured_on = components.iter().map(|(&it, &friction)| (it, friction, group.measured_on(it)));
        if let Some(friction) = scale.combine_measured(measured_on)? {
            let factors = BurdenFactors { friction, exposure: visits, weight: stakeholder.weight };
            group = GroupFriction { promised, ..GroupFriction::new(key, factors)? };
        }
        let service = cell.work as f64 / cell.started as f64;
        let service_time = (cell.started > 0).then(|| seconds::span_of_nanoseconds(service));
        Ok((place, GroupFriction { components, measures, service_time, ..group }))
    });
    rows.collect()
}

/// The places where too few people are to be shown, and those that would tell of them.
fn hidden(walk: &Walk<'_>, cells: &OrderedMap<u32, Cell>, least: MinGroup) -> BTreeSet<u32> {
    if least.is_off() {
        return BTreeSet::new();
    }
    let seats = cells.iter().flat_map(|(&place, cell)| cell.people.iter().map(move |&one| (one, place)));
    let rows = Pooling::new(|place| walk.name(place), &seats.collect(), least);
    cells.keys().copied().filter(|&place| !rows.is_shown(place)).collect()
}
