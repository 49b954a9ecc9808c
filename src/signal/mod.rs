//! Measurements: instruments and their scales, responses, and tallies that merge in any order.
//!
//! A [`Response`](response::Response) is one measurement of one facet with one [`Instrument`](instrument::Instrument);
//! [`Responses`](response::Responses) collects them, a [`Tally`](tally::Tally) summarises them. The room
//! [`score`](crate::score) turns tallies into scores.
//!
//! | Module | Question |
//! |---|---|
//! | [`instrument`] | Which question was asked, on which scale, and what is computed from the answers? |
//! | [`response`] | What did single respondents answer? |
//! | [`tally`] | What do all answers of a facet say, mergeable and exact? |
//! | [`grouped`] | The same for many groups at once, from flat columns |
//! | [`linkage`] | What do staff and customers of one work unit say side by side? |

mod error;
pub mod grouped;
pub mod instrument;
pub mod linkage;
pub mod response;
mod scale;
pub mod tally;
mod weight;

pub use error::Error;
pub use scale::Scale;
