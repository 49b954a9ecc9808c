//! Capabilities of the library by name.

use super::Error;
use crate::model::names::names;

/// A capability: something that can be asked of the library.
///
/// ```
/// use total_experience::request::Capability;
///
/// let names: Vec<_> = Capability::ALL.iter().map(ToString::to_string).collect();
/// assert_eq!(names.join(" "), "scorecard journeys friction attribution cascade contagion report");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Capability {
    /// Scores of facets, dimensions and the whole, from answers.
    Scorecard,
    /// Directly-follows graphs and variants of journeys, from an event log.
    Journeys,
    /// Friction by touchpoint and group, from an event log.
    Friction,
    /// Removal effects and credits of touchpoints, from paths.
    Attribution,
    /// Impact of a shock and importance of nodes, from a network.
    Cascade,
    /// Spread of an incident or a rumour, from probabilities.
    Contagion,
    /// The six-part report, from a map and what is known beside it.
    Report,
}

names!(Capability, "capability", Error, {
    Scorecard => "scorecard",
    Journeys => "journeys",
    Friction => "friction",
    Attribution => "attribution",
    Cascade => "cascade",
    Contagion => "contagion",
    Report => "report",
});

impl Capability {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Scorecard,
        Self::Journeys,
        Self::Friction,
        Self::Attribution,
        Self::Cascade,
        Self::Contagion,
        Self::Report,
    ];
}
