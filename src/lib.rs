//! Total Experience (TX): customer, employee, user and multi-experience as one system that can be computed.
//!
//! Companies measure the experience of customers (CX), employees (EX), users (UX) and of many channels and devices
//! (multi-experience, MX) apart, and claim that they are one system. This library computes the claim: it scores every
//! facet of every touchpoint with honest intervals, finds how people move and where they wait, works out what a change
//! does everywhere, and says what is not known.
//!
//! # A first look
//!
//! ```
//! use total_experience::cascade::Network;
//! use total_experience::model::{Dimension, Role, Stakeholder, Touchpoint};
//! use total_experience::model::map::MapDocument;
//!
//! // What exists, and what drives what, in points per point.
//! let map = MapDocument::new("Bank")
//!     .stakeholder(Stakeholder::new("customers", Role::Customer))
//!     .stakeholder(Stakeholder::new("tellers", Role::Employee))
//!     .touchpoint(Touchpoint::new("teller_app").with_owner("Branch IT"))
//!     .touchpoint(Touchpoint::new("branch").with_owner("Branches"))
//!     .facet("teller_app", Dimension::User, "tellers")
//!     .facet("branch", Dimension::Employee, "tellers")
//!     .facet("branch", Dimension::Customer, "customers")
//!     .influence("teller_app/ux/tellers", "branch/ex/tellers", 0.35, |i| i.with_standard_error(0.08))
//!     .influence("branch/ex/tellers", "branch/cx/customers", 0.26, |i| i.with_standard_error(0.09))
//!     .influence("branch/cx/customers", "branch/ex/tellers", 0.12, |i| i.with_standard_error(0.06))
//!     .build()?;
//!
//! // What does a teller app that is 12 points better do for customers?
//! let network = Network::from_map(&map)?;
//! let shock = network.node_values(&[("teller_app/ux/tellers", 12.0)])?;
//! let total = network.equilibrium(&shock)?;
//! assert_eq!(format!("{:.4}", total.get("branch/cx/customers").unwrap()), "1.1272");
//! # Ok::<(), total_experience::Error>(())
//! ```
//!
//! # The rooms
//!
//! Each module answers one question and uses only those above it in this table.
//!
//! | Module | Question | Read first |
//! |---|---|---|
//! | [`privacy`] | Who may be shown? | [`MinGroup`](privacy::MinGroup), [`GroupTable`](privacy::GroupTable) |
//! | [`model`] | What exists? | [`MapDocument`](model::map::MapDocument), [`ExperienceMap`](model::map::ExperienceMap) |
//! | [`signal`] | What was measured? | [`Instrument`](signal::instrument::Instrument), [`Tally`](signal::tally::Tally), [`GroupedTally`](signal::grouped::GroupedTally) |
//! | [`score`] | How good is it? | [`Scorecard`](score::scorecard::Scorecard), [`Score`](score::inference::Score) |
//! | [`journey`] | How do people move? | [`EventLog`](journey::log::EventLog), [`JourneyGraph`](journey::dfg::JourneyGraph) |
//! | [`cascade`] | What does a change do? | [`Network`](cascade::Network), [`Stability`](cascade::stability::Stability) |
//! | [`report`] | How do we show it? | [`Composer`](report::Composer), [`Report`](report::parts::Report) |
//! | [`request`] | What can be asked? | [`CascadeRequest`](request::cascade::CascadeRequest) and its like |
//! | [`io`] | How does it get in? | [`Limits`](io::source::Limits), [`Input`](io::source::Input) |
//!
//! # Rules that hold everywhere
//!
//! - **Units are part of every number.** A [`Score`](score::inference::Score) carries estimate, interval, n, unit and method; an
//!   answer off its instrument's scale is an error and never clamped.
//! - **Missing is not zero.** It is counted apart, and what rests on less than it should says so (coverage).
//! - **Small groups are protected**, by people and not by answers: see
//!   [`Stakeholder::minimum_group`](model::Stakeholder::minimum_group).
//! - **A cascade has a certificate** that it settles, or an error that names the loop.
//! - **Same input, same bits**, on one target and version: nothing depends on threads, the order of merging or hash seeds.
//! - **Bad input is a typed error** that names the item, and what the caller had stays as it was. Nothing panics on
//!   input.
//!
//! The library opens no file, starts no thread of its own, reads no clock and keeps no global state. It is `forbid(unsafe_code)`.
//! Long work runs on several threads and is watched where its options ask for it: [`Execution`].
//!
//! # Further reading
//!
//! - [Glossary](_docs::glossary): every term with its meaning, its field and its item.
//! - [Cookbook](_docs::cookbook): whole answers to common questions, to be copied.
//! - [Comparison with other tools](_docs::comparison): what they call it, what it is called here, what is different.
//! - [Design](_docs::design): the rooms, the decisions and their reasons.
//! - [Changelog](_docs::changelog).
//!
//! # Features
//!
//! - `json` (default): maps and reports as JSON.
//! - `csv` (default): signals, surveys, events, influences and paths from CSV.
//! - `xes`: event logs in the XES standard.
//! - `ocel`: object-centric event logs: OCEL 2.0 as JSON and XML, 1.0 as JSON.
//! - `ocel-sqlite`: OCEL 2.0 as SQLite too; compiles SQLite with the C compiler.
//! - `arrow`: signals, event logs, influences and paths from Arrow record batches and IPC, and results as record batches.
//! - `parquet`: Parquet files too; compiles Zstandard with the C compiler.
//! - `schema`: JSON Schemas of requests and answers.
//! - `gzip`: compressed input, expanded under limits.
//! - `parallel`: bulk tallies, bootstraps, many scenarios, drawn weights and contagions on the threads of a rayon pool,
//!   where you ask for it and with the same bits.
//!
//! # Not supported yet
//!
//! - Estimation of influences from data, portfolios of initiatives, and money. Until then influences come from you, and
//!   every report says on what evidence an effect rests.
//! - SPSS files: see `io::survey::qualtrics` for how to convert them.
//! - Conformance checking and discovery of process models other than directly-follows graphs.
//! - Files, networks and clocks: bring the bytes, and show the answers as you like. The command line `txm` is a package of
//!   its own.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub use petgraph;
#[cfg(feature = "parallel")]
pub use rayon;

pub use error::Error;
pub use execution::{Execution, Progress};

pub mod cascade;
mod error;
mod execution;
pub mod io;
pub mod journey;
pub mod model;
mod numeric;
pub mod privacy;
pub mod report;
pub mod request;
pub mod score;
mod shown;
pub mod signal;

/// Longer documents.
#[cfg(any(doc, doctest))]
pub mod _docs {
    #[doc = include_str!("../docs/comparison.md")]
    pub mod comparison {}

    #[cfg_attr(feature = "csv", doc = include_str!("../docs/cookbook.md"))]
    pub mod cookbook {}

    #[doc = include_str!("../docs/design.md")]
    pub mod design {}

    #[doc = include_str!("../docs/glossary.md")]
    pub mod glossary {}

    // `[Unreleased]` is a heading and no link.
    #[allow(rustdoc::broken_intra_doc_links)]
    #[doc = include_str!("../CHANGELOG.md")]
    pub mod changelog {}
}

#[cfg(all(doctest, feature = "csv", feature = "json"))]
#[doc = include_str!("../README.md")]
struct Readme;
