//! Requests: everything that can be asked of the library, as data with a version.
//!
//! Each capability has a request and an answer, and both are JSON. A program that lets its users ask, a service or
//! a binding of another language passes requests on and need not know their fields. What a request is asked about is given
//! by reference and never copied into JSON: a log, a tally, a network, paths.
//!
//! | Capability | Request | About | Answer |
//! |---|---|---|---|
//! | How good is it? | [`ScorecardRequest`](scorecard::ScorecardRequest) | a map and a [`Tally`](crate::signal::tally::Tally) | [`ScorecardAnswer`](scorecard::ScorecardAnswer) |
//! | How do people move? | [`JourneysRequest`](journeys::JourneysRequest) | an [`EventLog`](crate::journey::log::EventLog) | [`JourneysAnswer`](journeys::JourneysAnswer) |
//! | What hurts, and whom? | [`FrictionRequest`](friction::FrictionRequest) | an event log, perhaps with a map | [`FrictionAnswer`](friction::FrictionAnswer) |
//! | Which touchpoints bring people to the goal? | [`AttributionRequest`](attribution::AttributionRequest) | [`Paths`](crate::journey::markov::Paths) | [`AttributionAnswer`](attribution::AttributionAnswer) |
//! | What does a change do? | [`CascadeRequest`](cascade::CascadeRequest) | a [`Network`](crate::cascade::Network) | [`CascadeAnswer`](cascade::CascadeAnswer) |
//! | Whom does an incident reach? | [`ContagionRequest`](contagion::ContagionRequest) | a [`Contagion`](crate::cascade::contagion::Contagion) | [`ContagionAnswer`](contagion::ContagionAnswer) |
//! | All of it on a page | [`ReportRequest`](report::ReportRequest) | a map, perhaps with signals and a log | [`Report`](crate::report::parts::Report) |
//!
//! A [`Request`] is any of them by the name of its capability, and is asked about [`Data`]: as much as there is. The module
//! `schema` (feature `schema`) gives the JSON Schema of each request and answer.
//!
//! # Rules
//!
//! - A field that is left out has its default; one that is not known is refused, and so is another [`Version`].
//! - Lists of an answer begin with the most important row. They hold `rows` of them, and a field beside each
//!   (`..._left_out`) counts the others. A list whose rows add up to something is always whole.
//! - Answers are computed before anything is written. Writing one to a stream needs no second copy of it.
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use total_experience::cascade::{EdgeColumns, Network};
//! use total_experience::request::cascade::CascadeRequest;
//!
//! let names = ["training", "service"].map(String::from);
//! let edges = EdgeColumns { from: &[0], to: &[1], weight: &[0.5], ..EdgeColumns::default() };
//! let network = Network::from_columns(2, &edges.with_names(&names))?;
//! let request: CascadeRequest = serde_json::from_str(r#"{"shock": [{"node": "training", "value": 10}]}"#)?;
//! let answer = request.run(&network)?;
//! assert_eq!((&*answer.impact[1].node, answer.impact[1].total), ("service", 5.0));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod any;
pub mod attribution;
mod capability;
pub mod cascade;
pub mod contagion;
mod error;
pub mod friction;
pub mod journeys;
pub mod report;
mod rows;
#[cfg(feature = "schema")]
pub mod schema;
pub mod scorecard;
mod unmatched;
mod version;

pub use any::{Answer, Data, Request};
pub use capability::Capability;
pub use error::Error;
pub use rows::NodeValue;
pub use unmatched::UnmatchedActivity;
pub use version::Version;
