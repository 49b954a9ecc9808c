//! Blast radius: how many journeys and visits stand still when a team or a system stops.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::reach::reach;
use crate::journey::log::visits::members;
use crate::journey::log::{EventLog, ObjectId, ObjectTypeId};
use crate::journey::{Error, People};
use crate::numeric::cold_sort::sort_by;
use crate::numeric::iterate::iterate;
use crate::privacy::MinGroup;
use crate::privacy::pooling::Pooling;

/// Objects that may stop, for [`BlastRadii::discover`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct BlastRadiusOptions {
    /// The type of objects that stop, one by one: teams, systems.
    pub stopped: ObjectTypeId,
    /// Who works behind the objects; `None` where nobody does, as behind systems.
    #[serde(default)]
    pub people: Option<People>,
}

impl BlastRadiusOptions {
    /// Objects of this type stop, and nobody works behind them.
    pub const fn new(stopped: ObjectTypeId) -> Self {
        Self { stopped, people: None }
    }

    /// Sets who works behind the objects: those with too few people are put together.
    #[must_use]
    pub const fn with_people(mut self, people: People) -> Self {
        self.people = Some(people);
        self
    }
}

/// Journeys and visits that stand still when one of the objects of a type (a team, a system) stops.
///
/// What it answers: if this team does not work today, or this system is down, how many people does it hold up?
///
/// # Definition
/// ```text
/// journeys(n) = journeys with an event that involves n
/// visits(n)   = in each of those, the visits from the first that involves n to the last
/// ```
///
/// Shares are of all journeys and all visits of the type of journeys. Nothing is said about work that others could take
/// over: it is an upper bound on what stops.
///
/// Objects with fewer people behind them than the minimum are put together, with the next larger ones when they are
/// still too few, so that none can be had by subtraction.
///
/// # Complexity
/// Expected time linear in relations; space O(journeys + objects needed x journeys that need them).
///
/// # References
/// Reliability engineering's failure modes and effects: IEC 60812:2018.
///
/// # Example
/// ```
/// use total_experience::journey::handover::{BlastRadii, BlastRadiusOptions};
/// use total_experience::journey::log::EventLog;
/// use total_experience::model::time::Timestamp;
///
/// let mut builder = EventLog::builder();
/// let events = [("1", "ask", "web"), ("1", "pay", "till"), ("2", "ask", "web"), ("3", "call", "phone")];
/// for (case, activity, system) in events {
///     builder.event(activity, Timestamp::UNIX_EPOCH, &[("case", case), ("system", system)])?;
/// }
/// let log = builder.finish();
/// let [case, system] = ["case", "system"].map(|name| log.object_type(name).expect("named above"));
/// let radii = BlastRadii::discover(&log, case, &BlastRadiusOptions::new(system))?;
/// let web = &radii.objects[0];
/// assert_eq!((web.name.as_deref(), web.journeys, web.visits, web.visit_share), (Some("web"), 2, 3, 0.75));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BlastRadii {
    /// Those that a journey needs, by journeys, most first, then by name.
    pub objects: Vec<BlastRadius>,
    /// Whether too few people are behind all of them together to show anything.
    pub suppressed: bool,
}

/// Journeys and visits that stand still when one object (a team, a system) stops; see [`BlastRadii`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

impl BlastRadii {
    /// The blast radius of each object of a type in the journeys of type `object_type`. See [`BlastRadii`] for
    /// definition and cost.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such types; [`Error::Protected`] when the objects are the people
    /// themselves and more than one of them is to be shown at least.
    pub fn discover(
        log: &EventLog,
        object_type: ObjectTypeId,
        options: &BlastRadiusOptions,
    ) -> Result<Self, Error> {
        let range = log.object_range(options.stopped)?;
        let (behind, least) = match options.people {
            Some(people) if people.object_type == options.stopped && !people.min_group.is_off() => {
                let stakeholder = log.object_type_name(people.object_type).unwrap_or_default().to_owned();
                return Err(Error::Protected { what: "the objects that stop", stakeholder });
            }
            Some(people) => (log.object_range(people.object_type)?, people.min_group),
            None => (0..0, MinGroup::new(0)),
        };
        let (mut seen, mut seats) = (BTreeSet::new(), BTreeSet::new());
        for event in log.events() {
            for object in members(event.objects, &range) {
                seen.insert(object);
                seats.extend(members(event.objects, &behind).map(|person| (person, object)));
            }
        }
        let key = |object| log.object_key(ObjectId::from_u32(object)).unwrap_or_default().into_owned();
        let rows = Pooling::with_groups(key, seen.iter().copied(), &seats, least);
        let counts = reach(log, object_type, rows.rows.len(), |event| {
            let objects = log.objects_at(event);
            members(objects, &range).map(|object| rows.row(object)).collect()
        })?;
        let mut objects: Vec<BlastRadius> = counts
            .into_iter()
            .zip(&rows.rows)
            .filter(|(reach, _)| reach.journeys > 0)
            .map(|(reach, row)| BlastRadius {
                name: row.name.clone(),
                objects: row.groups,
                journeys: reach.journeys,
                journey_share: reach.journey_share,
                visits: reach.visits,
                visit_share: reach.visit_share,
            })
            .collect();
        sort_by(&mut objects, |a, b| b.journeys.cmp(&a.journeys).then_with(|| a.name.cmp(&b.name)));
        Ok(Self { objects, suppressed: rows.rows.is_empty() && !seen.is_empty() })
    }
}

iterate! { BlastRadii => BlastRadius in objects }
