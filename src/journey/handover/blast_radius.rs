//! What stands still when a team or a system stops.

use std::collections::BTreeSet;

use serde::Serialize;

use super::teams::Teams;
use crate::journey::Error;
use crate::journey::log::visits::for_each_visit;
use crate::journey::log::visits::members;
use crate::journey::log::{EventLog, ObjectId, ObjectTypeId};

/// What stands still when the objects of a type (teams, systems) stop, one by one; see [`blast_radius`].
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BlastRadii {
    /// Those that a journey needs, by journeys, most first, then by name.
    pub objects: Vec<BlastRadius>,
    /// Whether too few people are behind all of them together to show anything.
    pub suppressed: bool,
}

/// What stands still when one object of a type (a team, a system) stops; see [`blast_radius`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BlastRadius {
    /// Key of the object; `None` for those that are put together because few people are behind them.
    pub name: Option<String>,
    /// How many objects it stands for.
    pub objects: u64,
    /// Journeys that need it at least once.
    pub journeys: u64,
    /// Their share of all journeys, 0..1.
    pub journey_share: f64,
    /// Visits at or behind the first that needs it, in those journeys.
    pub visits: u64,
    /// Their share of all visits, 0..1.
    pub visit_share: f64,
}

/// How much of the journeys of type `flow` stands still when one of the objects of type `needed` stops.
///
/// What it answers: if this team does not work today, or this system is down, how many people does it hold up?
///
/// # Definition
/// ```text
/// journeys(n) = journeys with an event that involves n
/// visits(n)   = in each of those, the visits from the first that involves n to the last
/// ```
///
/// Shares are of all journeys and all visits of the flow's type. Nothing is said about work that others could take
/// over: it is an upper bound on what stops.
///
/// # Arguments
/// Types of objects of `log`. `people`: the type of those who work behind the objects, and the fewest of them whose
/// figures are shown (see [`Stakeholder::minimum_group`](crate::model::Stakeholder::minimum_group)); `None` where no
/// person is, as behind systems. Objects with fewer people are put together, with the next larger ones when they are
/// still too few, so that none can be had by subtraction.
///
/// # Errors
/// [`Error::UnknownId`] when the log has no such types; [`Error::Protected`] when the objects are the people themselves
/// and more than one of them is to be shown at least.
///
/// # Complexity
/// Expected time linear in relations; space O(journeys + objects needed x journeys that need them).
///
/// # References
/// Reliability engineering's failure modes and effects: IEC 60812:2018.
///
/// # Example
/// ```
/// use total_experience::journey::log::EventLog;
/// use total_experience::journey::handover::blast_radius;
///
/// let mut builder = EventLog::builder();
/// let events = [("1", "ask", "web"), ("1", "pay", "till"), ("2", "ask", "web"), ("3", "call", "phone")];
/// for (case, activity, system) in events {
///     builder.event(activity, 0, &[("case", case), ("system", system)])?;
/// }
/// let log = builder.finish();
/// let [case, system] = ["case", "system"].map(|name| log.object_type(name).expect("named above"));
/// let web = &blast_radius(&log, case, system, None)?.objects[0];
/// assert_eq!((web.name.as_deref(), web.journeys, web.visits, web.visit_share), (Some("web"), 2, 3, 0.75));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
pub fn blast_radius(
    log: &EventLog,
    flow: ObjectTypeId,
    needed: ObjectTypeId,
    people: Option<(ObjectTypeId, u32)>,
) -> Result<BlastRadii, Error> {
    let range = log.object_range(needed)?;
    let (behind, least) = match people {
        Some((people, least)) if people == needed && least > 1 => {
            let stakeholder = log.object_type_name(people).unwrap_or_default().to_owned();
            return Err(Error::Protected { what: "the objects that stop", stakeholder });
        }
        Some((people, least)) => (log.object_range(people)?, least),
        None => (0..0, 0),
    };
    let (mut seen, mut seats) = (BTreeSet::new(), BTreeSet::new());
    for event in log.events() {
        for object in members(event.objects, &range) {
            seen.insert(object);
            seats.extend(members(event.objects, &behind).into_iter().map(|person| (person, object)));
        }
    }
    let key = |object| log.object_key(ObjectId::from_u32(object)).unwrap_or_default().into_owned();
    let rows = Teams::of(key, seen.iter().copied(), &seats, least);
    let counts = reach(log, flow, rows.rows.len(), |event| {
        let objects = log.objects_at(event);
        members(objects, &range).into_iter().map(|object| rows.row(object)).collect()
    })?;
    let mut objects: Vec<BlastRadius> = counts
        .into_iter()
        .zip(&rows.rows)
        .filter(|(reach, _)| reach.journeys > 0)
        .map(|(reach, row)| BlastRadius {
            name: row.name.clone(),
            objects: row.teams,
            journeys: reach.journeys,
            journey_share: reach.journey_share,
            visits: reach.visits,
            visit_share: reach.visit_share,
        })
        .collect();
    objects.sort_by(|a, b| b.journeys.cmp(&a.journeys).then_with(|| a.name.cmp(&b.name)));
    Ok(BlastRadii { objects, suppressed: rows.rows.is_empty() && !seen.is_empty() })
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reach {
    pub(crate) journeys: u64,
    pub(crate) journey_share: f64,
    pub(crate) visits: u64,
    pub(crate) visit_share: f64,
}

/// The reach of each of `count` things, which `needs` tells for an event by its place in the log.
pub(crate) fn reach(
    log: &EventLog,
    flow: ObjectTypeId,
    count: usize,
    needs: impl Fn(usize) -> Vec<u32>,
) -> Result<Vec<Reach>, Error> {
    let range = log.object_range(flow)?;
    let mut found = vec![Reach::default(); count];
    // Per journey the things it needed so far: every further visit stands behind each of them.
    let mut needed: Vec<Vec<u32>> = vec![Vec::new(); range.len()];
    let (mut all_visits, mut all_journeys) = (0_u64, 0_u64);
    for_each_visit(log, &range, |visit, before| {
        all_visits += 1;
        all_journeys += u64::from(before.is_none());
        let Some(needed) = needed.get_mut(visit.object) else { return };
        for thing in needs(visit.event as usize) {
            if !needed.contains(&thing)
                && let Some(reach) = found.get_mut(thing as usize)
            {
                reach.journeys += 1;
                needed.push(thing);
            }
        }
        for &thing in needed.iter() {
            if let Some(reach) = found.get_mut(thing as usize) {
                reach.visits += 1;
            }
        }
    });
    for reach in &mut found {
        reach.journey_share = reach.journeys as f64 / all_journeys.max(1) as f64;
        reach.visit_share = reach.visits as f64 / all_visits.max(1) as f64;
    }
    Ok(found)
}
