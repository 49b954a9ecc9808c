//! Tallies: mergeable, exact summaries of responses, facet by facet.
//!
//! A [`Tally`] is what a distributed engine shuffles: merging is associative and commutative, bit for bit. Read one
//! facet of it as a [`FacetTally`]. It is written with [`Tally::to_bytes`] and read with [`Tally::from_bytes`].

pub(crate) mod buckets;
mod by_facet;
mod bytes;
pub(crate) mod facet_tally;
mod mergeable;
mod respondent_keys;

pub use facet_tally::FacetTally;
pub use mergeable::Tally;
