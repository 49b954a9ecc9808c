//! Errors of maps; each names every fault of what was to be added.

use crate::shown::shown;
use std::fmt;

use thiserror::Error;

use super::names::listed;

/// Error of a map, of a name, or of a question to a map.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A name is none of those that are known.
    #[error("`{name}` is no {what}: use {known}", name = shown(.name), known = shown(.known))]
    UnknownName {
        /// What was to be named.
        what: &'static str,
        /// The name given.
        name: String,
        /// The names that are known.
        known: String,
    },
    /// Faults of what was to be added, all of them. Nothing was added.
    #[error("{0}")]
    Invalid(Faults),
    /// The map is written in a version of the format that this library does not read.
    #[error("map schema {found} is not supported: this library reads schema {supported}")]
    UnknownSchema {
        /// The version found.
        found: u32,
        /// The version that can be read.
        supported: u32,
    },
    /// A facet cannot be removed while influences touch it.
    #[error("facet `{facet}` still has {influences} influences: remove those first", facet = shown(.facet))]
    InUse {
        /// The facet's key.
        facet: String,
        /// Number of influences that touch it.
        influences: usize,
    },
    /// The identifier does not exist in this map, or what it named was removed.
    #[error("there is no {kind} with id {id}")]
    UnknownId {
        /// The kind of thing looked for.
        kind: Kind,
        /// The identifier's number.
        id: u32,
    },
}

impl Error {
    pub(super) fn unknown_name(what: &'static str, name: &str, known: &[&str]) -> Self {
        Self::UnknownName { what, name: name.to_owned(), known: listed(known) }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Invalid(Faults(vec![fault]))
    }
}

/// All faults found at once; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Faults(pub(super) Vec<Fault>);

impl Faults {
    /// The faults in the order of what they were found in.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = std::slice::Iter<'a, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 20;
        for (at, fault) in self.0.iter().take(SHOWN).enumerate() {
            write!(f, "{}{fault}", if at == 0 { "" } else { "; " })?;
        }
        match self.0.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "; and {more} more faults"),
        }
    }
}

/// Fault of a map, or of what was to be added to it.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Fault {
    /// A key is empty or has a character that node names need for themselves.
    #[error("{kind} key `{key}` is not usable: {reason}", key = shown(.key))]
    BadKey {
        /// The kind of thing the key is for.
        kind: Kind,
        /// The key.
        key: String,
        /// The reason.
        reason: &'static str,
    },
    /// Two things of a kind have the same key.
    #[error("{kind} `{key}` is there twice", key = shown(.key))]
    Duplicate {
        /// The kind of thing.
        kind: Kind,
        /// Its key.
        key: String,
    },
    /// A key names nothing in the map.
    #[error(
        "{used_by} names {kind} `{key}`, which the map does not have",
        key = shown(.key), used_by = shown(.used_by)
    )]
    UnknownKey {
        /// The kind of thing looked for.
        kind: Kind,
        /// The key.
        key: String,
        /// The item that names it.
        used_by: String,
    },
    /// An identifier names nothing in the map.
    #[error("{used_by} names {kind} number {id}, which the map does not have", used_by = shown(.used_by))]
    UnknownNumber {
        /// The kind of thing looked for.
        kind: Kind,
        /// The number.
        id: u32,
        /// The item that names it.
        used_by: String,
    },
    /// An influence of a node on itself in the same period. (A lag of 1 or more is allowed: it is persistence.)
    #[error(
        "`{node}` influences itself within the same period: give the influence lag 1, which leaves the \
         equilibrium exact, or remove it",
        node = shown(.node)
    )]
    SelfInfluence {
        /// The node.
        node: String,
    },
    /// A number is NaN or infinite.
    #[error("{field} of {item} is {value}: a finite number is needed", item = shown(.item))]
    NotFinite {
        /// The item the number belongs to.
        item: String,
        /// The name of the number.
        field: &'static str,
        /// The value given.
        value: f64,
    },
    /// A number is outside its range.
    #[error("{field} of {item} is {value}: it must be {}", range(*low, *high), item = shown(.item))]
    OutOfRange {
        /// The item the number belongs to.
        item: String,
        /// The name of the number.
        field: &'static str,
        /// The value given.
        value: f64,
        /// The least value allowed.
        low: f64,
        /// The greatest value allowed.
        high: f64,
    },
    /// An outcome has no unit, so the weights of its influences would have none.
    #[error(
        "outcome `{outcome}` has no unit, so no weight into or out of it means anything",
        outcome = shown(.outcome)
    )]
    NoUnit {
        /// The outcome's key.
        outcome: String,
    },
    /// Columns that belong together have different lengths.
    #[error("column `{column}` has {found} rows, the first column has {expected}")]
    UnequalColumns {
        /// The column.
        column: &'static str,
        /// Its length.
        found: usize,
        /// The length of the first column.
        expected: usize,
    },
    /// There would be more things of a kind than identifiers.
    #[error("a map holds at most {most} of a kind, and {kind} would pass it")]
    TooMany {
        /// The things there are too many of.
        kind: Kind,
        /// The most a map holds.
        most: u32,
    },
}

fn range(low: f64, high: f64) -> String {
    if high >= f64::MAX { format!("at least {low}") } else { format!("in {low}..{high}") }
}

/// Kind of thing in a map, as messages name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs)]
pub enum Kind {
    Stakeholder,
    Segment,
    Channel,
    System,
    Touchpoint,
    Facet,
    Outcome,
    Influence,
    Journey,
    Node,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stakeholder => "stakeholder",
            Self::Segment => "segment",
            Self::Channel => "channel",
            Self::System => "system",
            Self::Touchpoint => "touchpoint",
            Self::Facet => "facet",
            Self::Outcome => "outcome",
            Self::Influence => "influence",
            Self::Journey => "journey",
            Self::Node => "facet or outcome",
        })
    }
}
