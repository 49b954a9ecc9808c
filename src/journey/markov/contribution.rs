//! Contributions of systems and owners to the goal: the removal effect of all of their touchpoints together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Chain;
use super::absorption::MOST_MEMORY;
use super::chain::Rates;
use crate::journey::Error;
use crate::model::Touchpoint;
use crate::model::map::ExperienceMap;
use crate::numeric::cold_sort::sort_by;
use crate::numeric::iterate::iterate;
use crate::numeric::linalg::absorbing::Limits;
use crate::numeric::ordered_map::OrderedMap;
use crate::numeric::ordered_set::OrderedSet;

/// Groups of touchpoints: the system or owner that each belongs to.
///
/// ```
/// use total_experience::journey::markov::TouchpointGroups;
/// use total_experience::model::map::MapDocument;
/// use total_experience::model::{System, Touchpoint};
///
/// let map = MapDocument::new("shop")
///     .system(System::new("web shop"))
///     .touchpoint(Touchpoint::new("search").with_system("web shop"))
///     .touchpoint(Touchpoint::new("call"))
///     .build()?;
/// assert_eq!(TouchpointGroups::systems(&map), TouchpointGroups::new(&[("search", "web shop")])?);
/// # Ok::<(), total_experience::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TouchpointGroups(BTreeMap<String, String>);

impl TouchpointGroups {
    /// Pairs of a touchpoint's name and its group.
    ///
    /// # Errors
    /// [`Error::EmptyName`]; [`Error::DuplicateName`] for a touchpoint that is given twice.
    pub fn new(pairs: &[(&str, &str)]) -> Result<Self, Error> {
        let mut groups = BTreeMap::new();
        for &(touchpoint, group) in pairs {
            if touchpoint.is_empty() || group.is_empty() {
                return Err(Error::EmptyName {
                    what: if group.is_empty() { "a group" } else { "a touchpoint" },
                });
            }
            if groups.insert(touchpoint.to_owned(), group.to_owned()).is_some() {
                return Err(Error::DuplicateName { what: "touchpoint", name: touchpoint.to_owned() });
            }
        }
        Ok(Self(groups))
    }

    /// The system that supports each touchpoint of a map, by the touchpoint's name and by its key.
    pub fn systems(map: &ExperienceMap) -> Self {
        Self::of(map, |touchpoint| touchpoint.system.as_deref())
    }

    /// The owner of each touchpoint of a map, by the touchpoint's name and by its key.
    pub fn owners(map: &ExperienceMap) -> Self {
        Self::of(map, |touchpoint| touchpoint.owner.as_deref())
    }

    fn of(map: &ExperienceMap, group: impl Fn(&Touchpoint) -> Option<&str>) -> Self {
        let grouped = map
            .touchpoint_names()
            .filter_map(|(name, touchpoint)| Some((name.to_owned(), group(touchpoint)?.to_owned())));
        Self(grouped.collect())
    }

    /// The group of a touchpoint.
    pub fn group_of(&self, touchpoint: &str) -> Option<&str> {
        self.0.get(touchpoint).map(String::as_str)
    }
}

/// Contributions of groups of touchpoints to the goal; see [`Chain::contributions`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Contributions {
    /// The groups, by removal effect, largest first, then by name.
    pub groups: Vec<Contribution>,
    /// Touchpoints of the chain that belong to no group, by name.
    pub unassigned: Vec<String>,
    #[serde(skip)]
    assignment: TouchpointGroups,
}

/// Contribution of the touchpoints of one group together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Contribution {
    /// Name of the group.
    pub name: String,
    /// Those of its touchpoints that journeys pass, by name.
    pub touchpoints: Vec<String>,
    /// Expected visits to them per journey.
    pub visits: f64,
    /// Share of the goals that would not be reached if everybody who comes to one of them were lost; none when no
    /// journey reaches the goal.
    pub removal_effect: Option<f64>,
    /// Sum of the importance of its touchpoints; none where no value was given.
    pub importance: Option<f64>,
}

iterate! { Contributions => Contribution in groups }

impl Contributions {
    /// Sets the summed importance of each group: pairs of a touchpoint and the value of one of its
    /// facets, as [`Network::importance`](crate::cascade::Network::importance) gives it, or of the touchpoint. Values of
    /// one touchpoint add up; those of touchpoints without a group are in no sum.
    ///
    /// # Errors
    /// [`Error::BadValue`] for a value that is not finite.
    pub fn with_importance(mut self, importance: &[(&str, f64)]) -> Result<Self, Error> {
        let mut sums: OrderedMap<&str, crate::numeric::stats::ExactSum> = OrderedMap::new();
        for &(touchpoint, value) in importance {
            if !value.is_finite() {
                return Err(Error::BadValue {
                    what: "an importance",
                    value: value.to_string(),
                    expected: "a finite number",
                });
            }
            if let Some(group) = self.assignment.group_of(touchpoint) {
                sums.entry(group).or_default().add(value);
            }
        }
        for group in &mut self.groups {
            group.importance = sums.get(group.name.as_str()).map(|sum| sum.value());
        }
        Ok(self)
    }
}

impl Chain {
    /// Contribution of each group of touchpoints, such as those of one system or owner, to the goal.
    ///
    /// What it answers: if this system were down for good, which share of the goals would be gone?
    ///
    /// # Definition
    /// With N, B and the start's s of [`solve`](Self::solve), and S the states that end on a touchpoint of the group:
    ///
    /// ```text
    /// hits(t)  = chance that t is the first state of S that a journey comes to            for t in S
    /// removal  = sum over t in S of hits(t) B[t, goal] / P  =  1 - P(goal without S) / P
    /// visits   = sum over t in S of (s N)[t]
    /// ```
    ///
    /// This is the removal effect of the whole group at once: whoever comes to any of its touchpoints is lost. It is
    /// at least the largest removal effect of one of its touchpoints and at most their sum; those of all groups add up
    /// to more than 1 where journeys need several. P = 0 gives none.
    ///
    /// # Errors
    /// [`Error::TooManyStates`] where the factors of the chain take more than 512 MiB, as for [`solve`](Self::solve).
    ///
    /// # Complexity
    /// - Time: (groups + 1) n^3 multiplications for n states that all lead to all, less where most lead to few.
    /// - Space: n^2 numbers, or less likewise.
    ///
    /// # References
    /// E. Anderl et al. (2016), doi:10.1016/j.ijresmar.2016.03.001, for the removal effect, here of a set; J. G. Kemeny
    /// & J. L. Snell (1960), Finite Markov Chains, chapter 3.
    ///
    /// # Example
    /// ```
    /// use total_experience::journey::markov::{Chain, PathCounts, Paths, TouchpointGroups};
    ///
    /// let mut paths = Paths::new();
    /// paths.add(&["search", "cart"], PathCounts::goal(6).with_lost(4))?;
    /// paths.add(&["shop"], PathCounts::goal(4).with_lost(6))?;
    /// let groups = TouchpointGroups::new(&[("search", "web"), ("cart", "web"), ("shop", "till")])?;
    /// let found = Chain::fit(&paths)?.contributions(&groups)?;
    /// let web = &found.groups[0];
    /// assert_eq!((web.name.as_str(), web.visits), ("web", 1.0));
    /// assert_eq!(format!("{:.3}", web.removal_effect.expect("goals are reached")), "0.600");
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    pub fn contributions(&self, groups: &TouchpointGroups) -> Result<Contributions, Error> {
        let rates = self.rates();
        let (visits, goal) = self.visits_and_goal(&rates, &|_| false)?;
        let chance = self
            .range(0)
            .fold(rates.exits[0][0], |sum, at| sum + rates.steps[at] * goal[self.to[at] as usize]);

        let group_of = |touchpoint: u32| groups.group_of(&self.names[touchpoint as usize]);
        let names: OrderedSet<&str> = groups.0.values().map(String::as_str).collect();
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            let within = |state: usize| group_of(self.last[state]) == Some(name);
            let own = || (0..self.state_count()).filter(|&state| within(state));
            let through = if chance > 0.0 && own().next().is_some() {
                let (hits, _) = self.visits_and_goal(&rates, &within)?;
                own().fold(0.0, |sum, state| sum + hits[state] * goal[state])
            } else {
                0.0
            };
            let touchpoints =
                (0..self.names.len() as u32).filter(|&touchpoint| group_of(touchpoint) == Some(name));
            found.push(Contribution {
                name: name.to_owned(),
                touchpoints: touchpoints.map(|touchpoint| self.names[touchpoint as usize].clone()).collect(),
                visits: own().fold(0.0, |sum, state| sum + visits[state]),
                removal_effect: (chance > 0.0).then(|| (through / chance).clamp(0.0, 1.0)),
                importance: None,
            });
        }
        sort_by(&mut found, |a, b| {
            let effect = |one: &Contribution| one.removal_effect.unwrap_or(0.0);
            effect(b).total_cmp(&effect(a)).then_with(|| a.name.cmp(&b.name))
        });
        let unassigned = self.names.iter().filter(|name| groups.group_of(name).is_none()).cloned().collect();
        Ok(Contributions { groups: found, unassigned, assignment: groups.clone() })
    }

    /// Expected visits to each state, and the chance of the goal from it, when journeys end where `stops` says so.
    fn visits_and_goal(
        &self,
        rates: &Rates,
        stops: &dyn Fn(usize) -> bool,
    ) -> Result<(Vec<f64>, Vec<f64>), Error> {
        let n = self.state_count();
        let mut start = vec![0.0; n];
        self.range(0).for_each(|at| start[self.to[at] as usize] = rates.steps[at]);
        let goal: Vec<f64> =
            (0..n).map(|state| if stops(state) { 0.0 } else { rates.exits[state + 1][0] }).collect();
        let factors = self.factors_until(rates, stops, &Limits::memory(MOST_MEMORY))?;
        Ok((factors.solved_left(&start), factors.solved(&goal)))
    }
}
