//! Priorities of friction: the heaviest touchpoints, what makes them heavy, and who owns the burden.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Friction, FrictionComponent, FrictionScale, GroupFriction, TouchpointFriction};
use crate::numeric::cold_sort::sort_by;
use crate::numeric::iterate::iterate;
use crate::numeric::ordered_map::OrderedMap;

/// A touchpoint where mending pays most, with the group and the component that weigh most there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FrictionPriority<'a> {
    /// The touchpoint.
    pub touchpoint: &'a TouchpointFriction,
    /// The group with the largest burden there.
    pub group: &'a GroupFriction,
    /// The component that weighs most in the group's friction.
    pub component: FrictionComponent,
    /// The touchpoint's part of all burden, 0..1.
    pub share: f64,
}

impl FrictionPriority<'_> {
    /// The measure of the component, in the unit of its anchors: mean seconds, or a share of visits.
    pub fn measure(&self) -> Option<f64> {
        self.group.measures.get(&self.component).copied()
    }
}

impl FrictionScale {
    /// The component that weighs most in the friction of a group; of equals the last in the order of
    /// [`FrictionComponent::ALL`]. `None` where nothing was measured.
    pub fn heaviest(&self, group: &GroupFriction) -> Option<FrictionComponent> {
        let weigh = |(&component, &friction): (&FrictionComponent, &f64)| {
            (component, self.weight(component) * group.measured_on(component) * friction)
        };
        let heaviest = group.components.iter().map(weigh).max_by(|a, b| a.1.total_cmp(&b.1));
        heaviest.map(|(component, _)| component)
    }
}

impl Friction {
    /// The burden of all touchpoints that are shown.
    pub fn burden(&self) -> f64 {
        self.touchpoints.iter().filter_map(|touchpoint| touchpoint.burden).sum()
    }

    /// The heaviest touchpoints that carry at least this `share` of all burden together, as few as possible. None where
    /// there is no burden.
    pub fn heaviest(&self, share: f64) -> &[TouchpointFriction] {
        let wanted = self.burden() * share;
        let mut carried = 0.0;
        let count = self.touchpoints.iter().take_while(|touchpoint| {
            let more = carried < wanted;
            carried += touchpoint.burden.unwrap_or(0.0);
            more
        });
        self.touchpoints.get(..count.count()).unwrap_or_default()
    }

    /// Up to `most` touchpoints to mend first: the heaviest, with the group and the component that weigh most there.
    ///
    /// ```
    /// use total_experience::journey::StakeholderGroup;
    /// use total_experience::journey::friction::{Friction, FrictionComponent, FrictionScale};
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::model::{Role, Stakeholder};
    /// use total_experience::model::time::Timestamp;
    ///
    /// let hour = 3_600_000_000_000;
    /// let mut builder = EventLog::builder();
    /// for (activity, hours) in [("ask", 0), ("check", 9), ("check", 90), ("done", 90)] {
    ///     builder.event(activity, Timestamp::from_nanoseconds(hours * hour), &[("case", "1")])?;
    /// }
    /// let log = builder.finish();
    /// let case = log.object_type("case").expect("named above");
    /// let customers = StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), case);
    /// let friction = Friction::discover(&log, case, &[customers])?;
    /// let first = &friction.priorities(1, &FrictionScale::default())[0];
    /// assert_eq!((first.touchpoint.name.as_str(), first.component), ("check", FrictionComponent::Rework));
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    pub fn priorities(&self, most: usize, scale: &FrictionScale) -> Vec<FrictionPriority<'_>> {
        let all = self.burden();
        let borne = self.touchpoints.iter().filter(|touchpoint| touchpoint.burden.is_some_and(|it| it > 0.0));
        let priority = |touchpoint| priority(touchpoint, scale, all);
        borne.take(most).filter_map(priority).collect()
    }

    /// The parts of all burden that each component makes, 0..1, the largest first. A group's burden is split by the
    /// weighted components of its friction.
    pub fn burden_by_component(&self, scale: &FrictionScale) -> Vec<(FrictionComponent, f64)> {
        let all = self.burden();
        let mut parts: BTreeMap<FrictionComponent, f64> = BTreeMap::new();
        for group in self.touchpoints.iter().flat_map(|touchpoint| &touchpoint.groups) {
            let weigh = |component: FrictionComponent, friction: f64| {
                scale.weight(component) * group.measured_on(component) * friction
            };
            let sum: f64 =
                group.components.iter().map(|(&component, &friction)| weigh(component, friction)).sum();
            for (&component, &friction) in group.components.iter().filter(|_| sum > 0.0 && all > 0.0) {
                let part = weigh(component, friction) / sum * group.burden.unwrap_or(0.0);
                *parts.entry(component).or_default() += part / all;
            }
        }
        let mut parts: Vec<_> = parts.into_iter().collect();
        sort_by(&mut parts, |a, b| b.1.total_cmp(&a.1));
        parts
    }

    /// The burden of the touchpoints of each owner, the largest first, then by name. Touchpoints without an owner that
    /// may be named are in none.
    pub fn burden_by_owner(&self) -> Vec<(&str, f64)> {
        let mut owned: OrderedMap<&str, f64> = OrderedMap::new();
        for touchpoint in &self.touchpoints {
            if let (Some(owner), Some(burden)) = (&touchpoint.owner, touchpoint.burden) {
                *owned.entry(owner.as_str()).or_default() += burden;
            }
        }
        let mut owned: Vec<_> = owned.into_iter().collect();
        sort_by(&mut owned, |a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        owned
    }

    /// The touchpoints that several groups bear and that carry at least this `share` of all burden, the most widely
    /// shared first: mended once, they help several groups.
    pub fn shared_from(&self, share: f64) -> Vec<&TouchpointFriction> {
        let least = self.burden() * share;
        let mut shared = self.shared();
        shared.retain(|touchpoint| touchpoint.burden.unwrap_or(0.0) >= least);
        shared
    }
}

fn priority<'a>(
    touchpoint: &'a TouchpointFriction,
    scale: &FrictionScale,
    all: f64,
) -> Option<FrictionPriority<'a>> {
    let burdened = touchpoint.groups.iter().filter_map(|group| Some((group, group.burden?)));
    let (group, _) = burdened.max_by(|a, b| a.1.total_cmp(&b.1))?;
    let component = scale.heaviest(group)?;
    Some(FrictionPriority { touchpoint, group, component, share: touchpoint.burden? / all })
}

iterate! { Friction => TouchpointFriction in touchpoints }
