//! Errors of event logs and of what is found in them.

use thiserror::Error;

use crate::execution::Cancelled;
use crate::model::time::Timestamp;

use crate::model::names::listed;
use crate::shown::shown;

/// Error of an event log, or of a question to it.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A name that is needed is empty.
    #[error("the name of {what} is empty")]
    EmptyName {
        /// What the name is for.
        what: &'static str,
    },
    /// The work of an event begins after it ended.
    #[error("the work of an event ends at {time} and starts later, at {start}")]
    StartsLater {
        /// When it starts.
        start: Timestamp,
        /// When it ends.
        time: Timestamp,
    },
    /// A name is given twice in a list of names.
    #[error("{what} `{name}` is listed twice", name = shown(.name))]
    DuplicateName {
        /// What the name is for.
        what: &'static str,
        /// The name that occurs again.
        name: String,
    },
    /// More things than the library can hold; most are numbered in 32 bits.
    #[error("{count} {what} are more than the {most} that are possible")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How many there are, or would be with the next.
        count: u64,
        /// The most there can be.
        most: u64,
    },
    /// The memory that can be had is full.
    #[error("there is memory for {count} {what} and no more: take fewer, or give it more")]
    MemoryFull {
        /// What there is too much of.
        what: &'static str,
        /// How many are held.
        count: u64,
    },
    /// Columns that belong together differ in length.
    #[error("the column `{what}` has {found} values where {expected} are needed")]
    WrongLength {
        /// The column's name.
        what: &'static str,
        /// The length it has.
        found: usize,
        /// The length it needs.
        expected: usize,
    },
    /// A column holds a number for which there is no item.
    #[error("`{column}`[{row}] is {value}, but there are only {count}")]
    BadIndex {
        /// The column's name.
        column: &'static str,
        /// The place in the column, from 0.
        row: usize,
        /// What was found.
        value: u64,
        /// How many there are; values run from 0 to one less.
        count: u64,
    },
    /// The offsets of the events' objects do not start at 0, grow, and end at the number of objects.
    #[error(
        "`offsets`[{row}] is {value}: offsets start at 0, never fall, and end at the length of `objects`"
    )]
    Offsets {
        /// The place in the column, from 0.
        row: usize,
        /// What was found.
        value: u32,
    },
    /// An identifier of something that is not there, such as one of another log.
    #[error("there is no {what} {id}: there are {count}, numbered from 0")]
    UnknownId {
        /// What the identifier is for.
        what: &'static str,
        /// Its number.
        id: u32,
        /// How many there are.
        count: usize,
    },
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
    /// A graph does not conserve its objects: an error of the program that made it.
    #[error("`{activity}` is entered {entered} times and left {left} times", activity = shown(.activity))]
    NotConserved {
        /// The activity's name.
        activity: String,
        /// Objects that start there or come from somewhere.
        entered: u64,
        /// Objects that end there or go on.
        left: u64,
    },
    /// A path has no step.
    #[error("a path has no step")]
    EmptyPath,
    /// There is no journey to learn from.
    #[error("there is no journey: every path was taken 0 times")]
    NoJourneys,
    /// A number is not what is needed.
    #[error("{what} is {value}: {expected} was expected", value = shown(.value))]
    BadValue {
        /// What the number is for.
        what: &'static str,
        /// What was found.
        value: String,
        /// What is accepted.
        expected: &'static str,
    },
    /// Times are needed and not known.
    #[error("the times of steps are needed, and some paths lack them: make them from a log")]
    TimesMissing,
    /// The log has no times, and what was asked for needs them.
    #[error(
        "the log has no times, and {what} cannot be known without: read it with its column of times \
         (`EventOptions::with_time`), or ask a log that has one"
    )]
    NoTimes {
        /// What needs them.
        what: &'static str,
    },
    /// A chain has more states that lead to one another than the memory allowed for its factors can hold.
    #[error(
        "{states} states of the chain lead to one another, and {limit} fit in the memory allowed: merge rare \
         touchpoints, or allow more"
    )]
    TooManyStates {
        /// How many there are, once those that lead to few are eliminated.
        states: usize,
        /// The most there can be.
        limit: usize,
    },
    /// The states of a chain hardly ever end, so that sweeps over them do not settle.
    #[error(
        "the chain did not settle to {tolerance} after {sweeps} sweeps: its journeys hardly ever end",
        tolerance = shown(.tolerance)
    )]
    NotSettled {
        /// Sweeps done.
        sweeps: usize,
        /// The bound on the error that was wanted.
        tolerance: String,
    },
    /// Who watched the progress asked to stop.
    #[error("cancelled by the watch of its progress")]
    Cancelled,
    /// No activity of the log has this name.
    #[error("the log has no activity `{name}`", name = shown(.name))]
    UnknownActivity {
        /// What was looked for.
        name: String,
    },
    /// Nobody was in a tier of this name.
    #[error(
        "nobody was in a tier `{name}`; the goal and the loss are where ways end, and no tiers",
        name = shown(.name)
    )]
    UnknownTier {
        /// What was looked for.
        name: String,
    },
    /// A measure belongs to a group that the log does not see at the touchpoint.
    #[error(
        "there is a measure for `{stakeholder}` at `{touchpoint}`, where the log has none of them",
        stakeholder = shown(.stakeholder), touchpoint = shown(.touchpoint)
    )]
    UnknownMeasure {
        /// The touchpoint.
        touchpoint: String,
        /// The stakeholder group.
        stakeholder: String,
    },
    /// The objects that would be shown one by one are the people of a group that is protected.
    #[error(
        "{what} are the people of `{stakeholder}`, who are not shown one by one",
        stakeholder = shown(.stakeholder)
    )]
    Protected {
        /// What the objects were to be.
        what: &'static str,
        /// The group.
        stakeholder: String,
    },
    /// A promise is made to a stakeholder group that is not there.
    #[error("there is a promise for `{name}`, but no stakeholder group of that key", name = shown(.name))]
    UnknownStakeholder {
        /// What was looked for.
        name: String,
    },
    /// Groups of people are no stakeholders of the map, and stakeholders of the map have no group: one is likely the other.
    #[error(
        "`{groups}`: no such stakeholder in the map, and no group for its `{stakeholders}`: give the group the key that \
         the map gives it, or its weight and its least group are lost; or leave out of the map who is not in the log",
        groups = shown(.groups),
        stakeholders = shown(.stakeholders)
    )]
    UnmatchedStakeholders {
        /// Keys of the groups that the map does not have, between backticks and commas.
        groups: String,
        /// Keys of the map's stakeholders for whom there is no group, likewise.
        stakeholders: String,
    },
    /// Far more objects are declared than events name: tables with a place for each would be almost empty.
    #[error(
        "{declared} objects are declared where events name objects {relations} times: number those that events name \
         from 0 on ({limit} are accepted)"
    )]
    Sparse {
        /// Objects declared.
        declared: u64,
        /// Relations of events and objects.
        relations: u64,
        /// The most that are accepted for so many relations.
        limit: u64,
    },
    /// No event of the log is in a channel of this name.
    #[error("the log has no channel `{name}`", name = shown(.name))]
    UnknownChannel {
        /// What was looked for.
        name: String,
    },
    /// Anchors between which friction cannot grow.
    #[error("the anchors {good} and {bad} are no scale: two different, finite numbers are needed")]
    Anchors {
        /// The value without friction.
        good: f64,
        /// The value of complete friction.
        bad: f64,
    },
    /// A number is outside its range.
    #[error("{what} is {value}: it must be in {low}..{high}", what = shown(.what))]
    OutOfRange {
        /// What the number belongs to.
        what: String,
        /// What was given.
        value: f64,
        /// The least value allowed.
        low: f64,
        /// The greatest value allowed.
        high: f64,
    },
    /// No kind of keys has this name.
    #[error("there is no kind of keys `{name}`", name = shown(.name))]
    UnknownKeyKind {
        /// What was looked for.
        name: String,
    },
    /// A record carries two keys of a kind of which a person has one.
    #[error(
        "record {record} carries two values of `{kind}`, of which a person has one",
        kind = shown(.kind)
    )]
    TwoValues {
        /// The record's number.
        record: u32,
        /// The kind of keys.
        kind: String,
    },
    /// No type of objects of the log has this name.
    #[error("the log has no object type `{name}`", name = shown(.name))]
    UnknownObjectType {
        /// What was looked for.
        name: String,
    },
    /// Two tallies of journeys do not hold the same kind of figures.
    #[error(
        "tallies of another {what} do not merge: this one has {ours}, the other {theirs}",
        ours = shown(.ours), theirs = shown(.theirs)
    )]
    TallyMismatch {
        /// What differs.
        what: &'static str,
        /// What the tally has that was to grow.
        ours: String,
        /// What the other tally has.
        theirs: String,
    },
    /// The bytes are no tally of journeys: they do not begin as one.
    #[error("these bytes are no tally of journeys: they do not begin with `TXMJOURN`")]
    NotATally,
    /// The bytes were written in a version of the format that this library does not read.
    #[error("journey tally format {found} is unknown: this library reads version {supported}")]
    Version {
        /// The version found.
        found: u32,
        /// The version that is read.
        supported: u32,
    },
    /// The bytes end too early or go on too long.
    #[error("a journey tally of {expected} bytes was announced, {found} are there")]
    Length {
        /// Bytes announced by the header, or the least a tally has.
        expected: u64,
        /// Bytes given.
        found: u64,
    },
    /// The checksum does not fit the bytes: they were damaged.
    #[error("the journey tally is damaged: its checksum is {found:016x}, its bytes give {expected:016x}")]
    Checksum {
        /// Checksum of the bytes.
        expected: u64,
        /// Checksum stored behind them.
        found: u64,
    },
    /// A field of the bytes is impossible although their checksum fits.
    #[error("the journey tally is impossible at byte {at}: {what}")]
    Impossible {
        /// Where, from the first byte.
        at: usize,
        /// What is wrong there.
        what: &'static str,
    },
}

impl Error {
    pub(super) fn unknown_name(what: &'static str, name: &str, known: &[&str]) -> Self {
        Self::UnknownName { what, name: name.to_owned(), known: listed(known) }
    }
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}
