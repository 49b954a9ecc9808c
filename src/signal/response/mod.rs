//! Responses: single measurements of facets, one by one or as columns.
//!
//! | Type | Is |
//! |---|---|
//! | [`Response`] | one measurement of one facet with one instrument |
//! | [`Responses`] | a collection of them, each checked on entry; [`tally`](Responses::tally) summarises it |
//! | [`Columns`] | many measurements, borrowed column by column |
//! | [`Respondent`], [`Respondents`] | the key of a person who answers; how many people answered |

pub(crate) mod columns;
pub(crate) mod instruments;
mod lazy_column;
mod respondents;
pub(crate) mod response_rows;
mod responses;

pub use columns::Columns;
pub use respondents::{Respondent, Respondents};
pub use responses::{Response, ResponseIter, Responses};
