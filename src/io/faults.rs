//! Faults of gzip streams, of XML, of paths, and of Arrow and Parquet data.

use thiserror::Error;

use super::shown::list;
use crate::model::time::Timestamp;

/// Fault of a gzip stream.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GzipFault {
    /// The input is gzip and the library was built without the feature `gzip`.
    #[error("the input is gzip, which this build cannot read: enable the feature `gzip` or unpack it first")]
    NotBuiltIn,
    /// A gzip stream ends early.
    #[error(
        "the gzip stream ends early, after {expanded} expanded bytes: the file is cut off, fetch it again"
    )]
    Truncated {
        /// Bytes that could be expanded.
        expanded: u64,
    },
    /// A gzip stream is damaged.
    #[error("the gzip stream is damaged after {expanded} expanded bytes: {reason}: fetch the file again")]
    Damaged {
        /// Bytes that could be expanded.
        expanded: u64,
        /// The message of the decoder.
        reason: String,
    },
    /// Other bytes follow a gzip stream.
    #[error(
        "the gzip stream ends after {expanded} expanded bytes, and bytes that are no gzip follow it: remove them"
    )]
    BytesBehind {
        /// Bytes that were expanded.
        expanded: u64,
    },
    /// Too many members of a gzip stream expand to nothing.
    #[error("more than {limit} members of the gzip stream are empty (`Limits::max_empty_members`)")]
    EmptyMembers {
        /// The bound.
        limit: u64,
    },
    /// A gzip stream expands too much to be honest.
    #[error(
        "{compressed} bytes of gzip expand to more than {expanded} bytes, over {limit} times as many \
         (`Limits::max_expansion`): is it a gzip bomb?"
    )]
    ExpandsTooMuch {
        /// Bytes read.
        compressed: u64,
        /// Bytes they gave.
        expanded: u64,
        /// The bound on expanded per compressed byte.
        limit: u64,
    },
}

/// Fault of XML.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum XmlFault {
    /// XML is malformed.
    #[error("malformed XML: {reason}")]
    Malformed {
        /// The message of the parser.
        reason: String,
    },
    /// XML ends before its elements are closed.
    #[error("the XML ends before its elements are closed: the file is cut off, fetch it again")]
    Truncated,
    /// XML refers to an entity that is none of the five predefined ones, or to no character.
    #[error("{reason}: only lt, gt, amp, apos, quot and character numbers are read")]
    Reference {
        /// The message of the parser.
        reason: String,
    },
    /// XML has a document type definition, through which it could grow without bound.
    #[error("a DOCTYPE is not accepted: remove it")]
    Doctype,
    /// XML elements are nested deeper than allowed.
    #[error("elements are nested more than {limit} deep (`Limits::max_depth`)")]
    TooDeep {
        /// The bound.
        limit: usize,
    },
}

/// Fault of a path of touchpoints: what separates them is not clear.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PathFault {
    /// Another separator stands in a path than in those above.
    #[error(
        "`{here}` stands here, `{found}` in the rows above: write all paths alike, or declare the separator of \
         touchpoints"
    )]
    Mixed {
        /// The separator of the rows above.
        found: String,
        /// The one that stands here.
        here: String,
    },
    /// No path has a separator that is known, and a mark may be one.
    #[error("one touchpoint, or several separated by `{mark}`? Declare the separator of touchpoints")]
    Unclear {
        /// The mark.
        mark: char,
    },
}

/// Fault of Arrow or Parquet data.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ArrowFault {
    /// A column has a type that is not read.
    #[error("`{column}` has the type {found}: {accepted} was expected: cast it")]
    ColumnType {
        /// The column's name.
        column: String,
        /// The type found.
        found: String,
        /// The accepted types.
        accepted: &'static str,
    },
    /// The data are damaged, of another format, or need what this build cannot do.
    #[error("the {format} cannot be read: {reason}")]
    Unreadable {
        /// The format expected.
        format: &'static str,
        /// The message of the decoder.
        reason: String,
    },
}

/// Fault of what a log says of the lifecycle of work.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WorkFault {
    /// Work begins after it ended.
    #[error(
        "line {line}: `{column}` says that the work began at {start}, after it ended at {end}: correct it, or name another \
         column of starts (`EventOptions::with_start`; the empty name reads none)"
    )]
    LateStart {
        /// The line, from 1.
        line: u64,
        /// The column of starts.
        column: String,
        /// When the work began.
        start: Timestamp,
        /// When it ended.
        end: Timestamp,
    },
    /// Some events are to be chosen by words of a lifecycle, and none of the words is known.
    #[error(
        "events that are `{choice}` are asked for, and none of the words of the lifecycle is known: found {}: say what they \
         mean (`EventOptions::with_lifecycle_words`), or take every event",
        list(.words)
    )]
    UnknownWords {
        /// What is asked for.
        choice: &'static str,
        /// The first words found.
        words: Vec<String>,
    },
}
