//! Activities of a log that a map has no touchpoint for.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::journey::log::EventLog;
use crate::model::map::ExperienceMap;
use crate::model::names::nearest;
use crate::report::render::words::{counted_as, listed};

/// Activities of which near names are looked for, times the names of the map.
const MOST_COMPARED: usize = 250_000;

/// Activity of a log that the map has no touchpoint for, by key or by name: owners, promises and channels of the map do not
/// hold there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UnmatchedActivity {
    /// The activity.
    pub activity: String,
    /// The key or name of the touchpoint that was probably meant.
    pub near: Option<String>,
}

impl UnmatchedActivity {
    /// Those of a log, by name.
    pub(super) fn of(log: &EventLog, map: &ExperienceMap) -> Vec<Self> {
        let names = log.activities().filter_map(|activity| log.activity_name(activity));
        let mut unmatched: Vec<&str> = names.filter(|name| map.find_touchpoint(name).is_none()).collect();
        unmatched.sort_unstable();
        let touchpoints = map.touchpoints();
        let is_compared = unmatched.len() * 2 * touchpoints.len() <= MOST_COMPARED;
        let near = |activity: &str| {
            let names =
                touchpoints.iter().flat_map(|touchpoint| [touchpoint.key.as_str(), touchpoint.label()]);
            nearest(activity, names.filter(|_| is_compared))
        };
        unmatched.iter().map(|name| Self { activity: (*name).to_owned(), near: near(name) }).collect()
    }

    /// What a report says of them.
    pub fn told(unmatched: &[Self]) -> String {
        let names: Vec<String> = unmatched.iter().map(ToString::to_string).collect();
        let count = counted_as(
            unmatched.len() as u64,
            "activity of the log is no touchpoint of the map, whose owners and promises do not hold there",
            "activities of the log are no touchpoints of the map, whose owners and promises do not hold there",
        );
        format!("{count}: {}", listed(&names, 10))
    }
}

impl fmt::Display for UnmatchedActivity {
    /// The activity, and what was probably meant.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.activity)?;
        self.near.as_ref().map_or(Ok(()), |near| write!(f, " (was `{near}` meant?)"))
    }
}
