//! Friction of touchpoints: burden by stakeholder group, and breadth over groups.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::FrictionComponent;
use crate::journey::Error;
use crate::journey::checks::checked;
use crate::journey::seconds;
use crate::model::map::ExperienceMap;
use crate::numeric::cold_sort::sort_by;

/// Breadth of a burden: the effective number of groups that share it.
///
/// What it answers: is this one group's problem, or one that several groups have in common?
///
/// # Definition
/// With burdens B_1 .. B_n, not negative, and shares s_i = B_i / sum B
///
/// ```text
/// breadth = exp(-sum_i s_i ln s_i)        0 ln 0 = 0
/// ```
///
/// It is 1 when one group bears everything and n when all n bear the same (Hill's number of order 1). `None` when
/// there is no burden, or one that is not a number of 0 or more.
///
/// # Complexity
/// O(n) time, no space.
///
/// # References
/// M. O. Hill (1973), Diversity and evenness: a unifying notation and its consequences, doi:10.2307/1934352.
///
/// # Example
/// ```
/// use total_experience::journey::friction::breadth;
///
/// assert_eq!(breadth(&[600.0, 5_400.0, 75.0]).map(|groups| format!("{groups:.3}")).as_deref(), Some("1.473"));
/// assert_eq!((breadth(&[7.0, 0.0]), breadth(&[0.0])), (Some(1.0), None));
/// ```
pub fn breadth(burdens: &[f64]) -> Option<f64> {
    // Shares of the largest, so that no sum overflows.
    let largest = burdens.iter().copied().fold(0.0, f64::max);
    let usable = burdens.iter().all(|burden| burden.is_finite() && *burden >= 0.0);
    if !usable || largest == 0.0 {
        return None;
    }
    let total: f64 = burdens.iter().map(|burden| burden / largest).sum();
    let shares = burdens.iter().map(|burden| burden / largest / total).filter(|&share| share > 0.0);
    let groups = burdens.iter().filter(|&&burden| burden > 0.0).count() as f64;
    Some((-shares.map(|share| share * share.ln()).sum::<f64>()).exp().clamp(1.0, groups))
}

/// Factors of a burden: friction x exposure x weight.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BurdenFactors {
    /// Friction, 0..1.
    pub friction: f64,
    /// Exposure: visits of the group, those after a goal too.
    pub exposure: f64,
    /// Weight of the group beside others; 1 is usual.
    pub weight: f64,
}

/// Friction of a touchpoint for one stakeholder group.
///
/// A group with fewer people at the touchpoint than its minimum is `suppressed`: nothing of it is shown, nor counted
/// in any sum. Where the people of all touchpoints that are withheld are still too few, the touchpoint with the next
/// fewest is withheld too, so that none can be had by subtraction: `complementary`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct GroupFriction {
    /// Key of the stakeholder group.
    pub stakeholder: String,
    /// Each component that was measured, 0..1.
    pub components: BTreeMap<FrictionComponent, f64>,
    /// What was measured, in the unit of the component's anchors: mean seconds, or shares of visits.
    pub measures: BTreeMap<FrictionComponent, f64>,
    /// Mean service time: what the work itself took, beside the wait for it, over the group's visits whose start is known;
    /// none where none is. As JSON: `service_seconds`, absent where it is not known.
    #[serde(
        rename = "service_seconds",
        default,
        skip_serializing_if = "Option::is_none",
        with = "seconds::OptionalSeconds"
    )]
    pub service_time: Option<Duration>,
    /// The components combined, 0..1.
    pub friction: Option<f64>,
    /// Exposure: visits of the group, those after a goal too.
    pub exposure: Option<f64>,
    /// Visits of which broken promises are the share: those that were promised a time and could break it. `None` where
    /// nothing was promised, or broken promises were not measured in a log.
    pub promised: Option<f64>,
    /// Friction x exposure x weight of the group.
    pub burden: Option<f64>,
    /// Whether nothing of the group is shown, since too few people of it were here, or it would tell of such a place.
    pub suppressed: bool,
    /// Whether enough people were here, and the group is suppressed so that no smaller one is found by subtraction.
    #[serde(default)]
    pub complementary: bool,
}

impl GroupFriction {
    /// The friction of a group, and the burden that comes of it.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a friction outside 0..1, and for exposure or weight that is negative or not finite.
    pub fn new(stakeholder: impl Into<String>, factors: BurdenFactors) -> Result<Self, Error> {
        let BurdenFactors { friction, exposure, weight } = factors;
        let stakeholder = stakeholder.into();
        checked(|| format!("the friction of `{stakeholder}`"), friction, 1.0)?;
        checked(|| format!("the exposure of `{stakeholder}`"), exposure, f64::MAX)?;
        checked(|| format!("the weight of `{stakeholder}`"), weight, f64::MAX)?;
        let burden = friction * exposure * weight;
        checked(|| format!("the burden of `{stakeholder}`"), burden, f64::MAX)?;
        Ok(Self {
            friction: Some(friction),
            exposure: Some(exposure),
            burden: Some(burden),
            ..Self::withheld(stakeholder, false)
        })
    }

    pub(crate) fn withheld(stakeholder: impl Into<String>, suppressed: bool) -> Self {
        Self {
            stakeholder: stakeholder.into(),
            components: BTreeMap::new(),
            measures: BTreeMap::new(),
            service_time: None,
            friction: None,
            exposure: None,
            promised: None,
            burden: None,
            suppressed,
            complementary: false,
        }
    }

    /// The share of the visits on which a component was measured, 0..1.
    pub(crate) fn measured_on(&self, component: FrictionComponent) -> f64 {
        match (component, self.promised, self.exposure) {
            (FrictionComponent::BrokenPromise, Some(promised), Some(visits)) if visits > 0.0 => {
                promised / visits
            }
            _ => 1.0,
        }
    }
}

/// Friction of a touchpoint for all groups: its burden, and how widely it is shared.
///
/// What it answers: which touchpoint hurts most, and which one hurts several groups at once, so that mending it once
/// helps all of them?
///
/// # Definition
/// For touchpoint v and stakeholder groups g with friction F_vg in 0..1
///
/// ```text
/// burden(v, g) = F_vg x exposure_vg x weight_g
/// burden(v)    = sum over g of burden(v, g)
/// breadth(v)   = exp(-sum s_g ln s_g), s_g = burden(v, g) / burden(v)       see [`breadth`]
/// ```
///
/// Two numbers, because one re-creates silos: a touchpoint of middling burden that all groups share is mended by
/// nobody as long as each group's own list shows it in third place.
///
/// # Complexity
/// O(groups) time and space.
///
/// # References
/// M. O. Hill (1973), Diversity and evenness: a unifying notation and its consequences, doi:10.2307/1934352.
///
/// # Example
/// ```
/// use total_experience::journey::friction::{BurdenFactors, GroupFriction, TouchpointFriction};
///
/// let group = |name: &str, friction, exposure| {
///     GroupFriction::new(name, BurdenFactors { friction, exposure, weight: 1.0 })
/// };
/// let pickup = TouchpointFriction::new("kerbside pickup", vec![
///     group("customers", 0.42, 4_200.0)?,
///     group("staff", 0.55, 4_200.0)?,
///     group("partners", 0.30, 900.0)?,
/// ]);
/// assert_eq!(pickup.burden.map(f64::round), Some(4_344.0));
/// assert_eq!(format!("{:.3}", pickup.breadth.unwrap()), "2.398"); // almost two and a half groups
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TouchpointFriction {
    /// The touchpoint's name.
    pub name: String,
    /// The team that owns it, when known.
    pub owner: Option<String>,
    /// Whether the log has an owner that is not named, because too few people do its work here.
    pub owner_suppressed: bool,
    /// Every group, suppressed or not.
    pub groups: Vec<GroupFriction>,
    /// The burden of all groups that are shown; `None` when none is.
    pub burden: Option<f64>,
    /// The effective number of groups that bear it, of those whose burden is known; `None` without a burden.
    pub breadth: Option<f64>,
    /// The groups whose burden is known. With fewer than there are groups, others may bear a part that is not shown.
    #[serde(default)]
    pub known_groups: usize,
}

impl TouchpointFriction {
    /// Adds up what the groups bear. Suppressed groups stay listed and do not count.
    pub fn new(name: impl Into<String>, groups: Vec<GroupFriction>) -> Self {
        let burdens: Vec<f64> = groups.iter().filter_map(|group| group.burden).collect();
        Self {
            name: name.into(),
            owner: None,
            owner_suppressed: false,
            burden: (!burdens.is_empty()).then(|| burdens.iter().sum()),
            breadth: breadth(&burdens),
            known_groups: burdens.len(),
            groups,
        }
    }

    /// Sets the team that owns it.
    #[must_use]
    pub fn with_owner(mut self, owner: impl Into<String>) -> Self {
        self.owner = Some(owner.into());
        self.owner_suppressed = false;
        self
    }
}

/// The friction of many touchpoints, the heaviest first.
///
/// It comes from an event log through [`discover`](Self::discover), or from frictions that were measured elsewhere
/// through [`new`](Self::new).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Friction {
    /// Version of the anchors; see [`FrictionScale`](super::FrictionScale).
    pub anchors: String,
    /// By burden, largest first, then by name; those without a burden last.
    pub touchpoints: Vec<TouchpointFriction>,
    /// The activities that counted as goals: those asked for, or the one where most journeys end.
    pub goals: Vec<String>,
    /// Whether nobody named the goals, so that the activity where most journeys end was taken. It is a wrong guess where
    /// most journeys fail.
    #[serde(default)]
    pub goals_assumed: bool,
    /// Journeys that are too young to be counted as lost or done.
    pub open_journeys: u64,
    /// Cells of a touchpoint and a group that are withheld.
    pub suppressed: u64,
}

impl Friction {
    /// Frictions that were measured elsewhere, on anchors of this version, in order.
    pub fn new(anchors: impl Into<String>, mut touchpoints: Vec<TouchpointFriction>) -> Self {
        sort_by(&mut touchpoints, |a, b| {
            let burden = |touchpoint: &TouchpointFriction| touchpoint.burden.unwrap_or(-1.0);
            burden(b).total_cmp(&burden(a)).then_with(|| a.name.cmp(&b.name))
        });
        let groups = touchpoints.iter().flat_map(|touchpoint| &touchpoint.groups);
        let suppressed = groups.filter(|group| group.suppressed).count() as u64;
        Self {
            anchors: anchors.into(),
            touchpoints,
            goals: Vec::new(),
            goals_assumed: false,
            open_journeys: 0,
            suppressed,
        }
    }

    /// Sets the owners that a map names for touchpoints whose key or name is that of the log.
    #[must_use]
    pub fn with_owners(mut self, map: &ExperienceMap) -> Self {
        for touchpoint in &mut self.touchpoints {
            if let Some(owner) = map.find_touchpoint(&touchpoint.name).and_then(|known| known.owner.as_ref())
            {
                touchpoint.owner = Some(owner.clone());
                touchpoint.owner_suppressed = false;
            }
        }
        self
    }

    /// The touchpoints that more than one group bears, the most widely shared first.
    pub fn shared(&self) -> Vec<&TouchpointFriction> {
        let spread = |touchpoint: &TouchpointFriction| touchpoint.breadth.unwrap_or(0.0);
        let mut shared: Vec<_> =
            self.touchpoints.iter().filter(|&touchpoint| spread(touchpoint) > 1.0).collect();
        sort_by(&mut shared, |a, b| spread(b).total_cmp(&spread(a)).then_with(|| a.name.cmp(&b.name)));
        shared
    }
}
