//! Any request, by the name of its capability: one JSON text asks whatever can be asked.

use serde::{Deserialize, Serialize};

use super::attribution::{AttributionAnswer, AttributionRequest};
use super::cascade::{CascadeAnswer, CascadeRequest};
use super::contagion::{ContagionAnswer, ContagionRequest};
use super::friction::{FrictionAnswer, FrictionRequest};
use super::journeys::{JourneysAnswer, JourneysRequest};
use super::report::{ReportData, ReportRequest};
use super::scorecard::{ScorecardAnswer, ScorecardRequest};
use super::{Capability, Error};
use crate::Execution;
use crate::cascade::Network;
use crate::cascade::contagion::Contagion;
use crate::journey::log::EventLog;
use crate::journey::markov::Paths;
use crate::model::map::ExperienceMap;
use crate::report::parts::Report;
use crate::signal::tally::Tally;

/// Any question, told apart by its `capability` in JSON: a program that holds [`Data`] can be driven by one JSON text.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use total_experience::cascade::{EdgeColumns, Network};
/// use total_experience::request::{Data, Request};
///
/// let names = ["training", "service"].map(String::from);
/// let edges = EdgeColumns { from: &[0], to: &[1], weight: &[0.5], ..EdgeColumns::default() };
/// let network = Network::from_columns(2, &edges.with_names(&names))?;
/// let question = r#"{"capability": "cascade", "shock": [{"node": "training", "value": 10}]}"#;
/// let request: Request = serde_json::from_str(question)?;
/// let answer = serde_json::to_value(request.run(&Data::default().with_network(&network))?)?;
/// assert_eq!(answer["impact"][1]["total"], 5.0);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "capability", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Request {
    /// Asks a map and a tally of answers.
    Scorecard(ScorecardRequest),
    /// Asks a log.
    Journeys(JourneysRequest),
    /// Asks a log, with a map if there is one.
    Friction(FrictionRequest),
    /// Asks paths.
    Attribution(AttributionRequest),
    /// Asks a network.
    Cascade(CascadeRequest),
    /// Asks a network of probabilities.
    Contagion(ContagionRequest),
    /// Asks a map, with a tally and a log if there are any.
    Report(ReportRequest),
}

/// Answer to a [`Request`]; as JSON the answer of its capability.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Answer<'a> {
    /// Scores.
    Scorecard(ScorecardAnswer),
    /// Journeys.
    Journeys(JourneysAnswer),
    /// Friction.
    Friction(Box<FrictionAnswer>),
    /// Attribution.
    Attribution(AttributionAnswer),
    /// A cascade.
    Cascade(CascadeAnswer<'a>),
    /// A contagion.
    Contagion(ContagionAnswer<'a>),
    /// The report.
    Report(Box<Report>),
}

/// Data that requests are asked about, by reference: as much of it as there is.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Data<'a> {
    /// A map.
    pub map: Option<&'a ExperienceMap>,
    /// Answers about the map.
    pub tally: Option<&'a Tally>,
    /// Events.
    pub log: Option<&'a EventLog>,
    /// Paths of touchpoints.
    pub paths: Option<&'a Paths>,
    /// Influences, frozen for computing.
    pub network: Option<&'a Network>,
    /// Probabilities of passing something on.
    pub contagion: Option<&'a Contagion>,
}

macro_rules! setters {
    ($($setter:ident $field:ident $kind:ty),+ $(,)?) => {$(
        #[doc = concat!("Sets [`", stringify!($field), "`](Self::", stringify!($field), ").")]
        #[must_use]
        pub const fn $setter(mut self, $field: &'a $kind) -> Self {
            self.$field = Some($field);
            self
        }
    )+};
}

impl<'a> Data<'a> {
    setters! {
        with_map map ExperienceMap,
        with_tally tally Tally,
        with_log log EventLog,
        with_paths paths Paths,
        with_network network Network,
        with_contagion contagion Contagion,
    }
}

impl Request {
    /// What is asked.
    pub const fn capability(&self) -> Capability {
        match self {
            Self::Scorecard(_) => Capability::Scorecard,
            Self::Journeys(_) => Capability::Journeys,
            Self::Friction(_) => Capability::Friction,
            Self::Attribution(_) => Capability::Attribution,
            Self::Cascade(_) => Capability::Cascade,
            Self::Contagion(_) => Capability::Contagion,
            Self::Report(_) => Capability::Report,
        }
    }

    /// Asks the data.
    ///
    /// # Errors
    ///
    /// [`Error::NoData`] where what is asked about is not there; those of the request.
    pub fn run<'a>(&self, data: &Data<'a>) -> Result<Answer<'a>, Error> {
        self.run_with(data, &Execution::default())
    }

    /// [`run`](Self::run) on threads and watched as `execution` says, where the request can be.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), and when the watch ends it.
    pub fn run_with<'a>(&self, data: &Data<'a>, execution: &Execution) -> Result<Answer<'a>, Error> {
        let capability = self.capability().name();
        let missing = |needs| Error::NoData { capability, needs };
        let map = || data.map.ok_or_else(|| missing("a map"));
        let log = || data.log.ok_or_else(|| missing("a log"));
        Ok(match self {
            Self::Scorecard(request) => {
                let tally = data.tally.ok_or_else(|| missing("a tally"))?;
                Answer::Scorecard(request.run(map()?, tally)?)
            }
            Self::Journeys(request) => Answer::Journeys(request.run(log()?)?),
            Self::Friction(request) => Answer::Friction(Box::new(request.run(log()?, data.map)?)),
            Self::Attribution(request) => {
                let paths = data.paths.ok_or_else(|| missing("paths"))?;
                Answer::Attribution(request.run_with(paths, execution)?)
            }
            Self::Cascade(request) => {
                let network = data.network.ok_or_else(|| missing("a network"))?;
                Answer::Cascade(request.run_with(network, execution)?)
            }
            Self::Contagion(request) => {
                let network = data.contagion.ok_or_else(|| missing("a network of probabilities"))?;
                Answer::Contagion(request.run_with(network, execution)?)
            }
            Self::Report(request) => {
                let mut known = ReportData::new(map()?);
                (known.tally, known.log) = (data.tally, data.log);
                Answer::Report(Box::new(request.run(&known)?))
            }
        })
    }
}
