//! Verdicts on hand-overs: the E-I index against chance, and premiums that enough hand-overs bear out.

use super::{FrictionPremium, Handovers};
use crate::journey::StakeholderGroup;
use crate::journey::log::{EventLog, ObjectTypeId};
use crate::model::names::names;

/// The E-I index against what chance expects; see [`Handovers::verdict`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HandoverVerdict {
    /// Work stays inside teams more than chance would have it: there are walls.
    Walls,
    /// The same, but most people work in several teams: borders lie between kinds of work, not between people.
    KindsOfWork,
    /// No more and no less than chance gives with teams of these sizes.
    Chance,
    /// Work crosses teams more than chance would have it.
    Across,
}

names! { HandoverVerdict, "verdict on hand-overs", crate::journey::Error, {
    Walls => "walls",
    KindsOfWork => "kinds_of_work",
    Chance => "chance",
    Across => "across",
} }

impl Handovers {
    /// Names of types of objects that usually are teams, that of the XES standard first.
    pub const TEAM_TYPES: [&str; 3] = ["org:group", "team", "workgroup"];

    /// Hand-overs of either kind that are needed before their waits are compared.
    pub const ENOUGH: u64 = 30;

    /// The type of objects of a log that are teams: the first of [`TEAM_TYPES`](Self::TEAM_TYPES) that has objects.
    pub fn team_type(log: &EventLog) -> Option<ObjectTypeId> {
        let known = Self::TEAM_TYPES.iter().filter_map(|name| log.object_type(name));
        known.into_iter().find(|&found| log.objects(found).is_ok_and(|objects| objects.len() > 0))
    }

    /// The group that hands over work: employees, or else the first group that is protected like them.
    pub fn workers(groups: &[StakeholderGroup]) -> Option<&StakeholderGroup> {
        let employees = groups.iter().find(|group| !group.is_served());
        employees.or_else(|| groups.iter().find(|group| !group.people().min_group.is_off()))
    }

    /// The E-I index against what chance expects; none where one of them is not known.
    pub fn verdict(&self) -> Option<HandoverVerdict> {
        let (index, low, high) = (self.ei_index?, self.expected_low?, self.expected_high?);
        let mixed = self.people_in_several.zip(self.people).is_some_and(|(several, all)| several * 2 > all);
        Some(match index {
            index if index < low && mixed => HandoverVerdict::KindsOfWork,
            index if index < low => HandoverVerdict::Walls,
            index if index > high => HandoverVerdict::Across,
            _ => HandoverVerdict::Chance,
        })
    }

    /// The premium, where at least [`ENOUGH`](Self::ENOUGH) hand-overs of both kinds bear it out.
    pub fn comparable_premium(&self) -> Option<FrictionPremium> {
        let is_enough = |count: Option<u64>| count.is_some_and(|count| count >= Self::ENOUGH);
        self.premium.filter(|_| is_enough(self.external) && is_enough(self.internal))
    }
}
