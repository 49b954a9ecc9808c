//! Errors of measurements: scales, instruments, responses and stored tallies.

use thiserror::Error;

use crate::execution::Cancelled;
use crate::model::Kind;
use crate::model::names::{listed, nearest};
use crate::shown::shown;

/// Error of a scale, an instrument, a response or a stored tally.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A scale needs finite bounds, the lower one first.
    #[error(
        "a scale from {min} to {max} is impossible: give two finite bounds within +-1e60, the lower first"
    )]
    ScaleBounds {
        /// The lower bound given.
        min: f64,
        /// The upper bound given.
        max: f64,
    },
    /// The step of a scale does not divide it into a whole number of steps, at most 4,096.
    #[error("a step of {step} does not divide {min}..{max} into between 1 and {limit} whole steps")]
    ScaleStep {
        /// The step given.
        step: f64,
        /// Lower bound of the scale.
        min: f64,
        /// Upper bound of the scale.
        max: f64,
        /// The largest number of steps.
        limit: u32,
    },
    /// A value is NaN or infinite. A missing value is `None`, not NaN.
    #[error("{value} is no answer: a value must be a finite number from {min} to {max}")]
    NotFinite {
        /// The value given.
        value: f64,
        /// Lower bound of the scale.
        min: f64,
        /// Upper bound of the scale.
        max: f64,
    },
    /// A value lies outside its scale.
    #[error("{value} is outside the scale {min}..{max}")]
    OffScale {
        /// The value given.
        value: f64,
        /// Lower bound of the scale.
        min: f64,
        /// Upper bound of the scale.
        max: f64,
    },
    /// A value lies between two steps of its scale.
    #[error("{value} is between two steps of the scale {min}..{max}, which goes by {step}")]
    OffStep {
        /// The value given.
        value: f64,
        /// Lower bound of the scale.
        min: f64,
        /// Upper bound of the scale.
        max: f64,
        /// The step.
        step: f64,
    },
    /// A value other than zero is too close to zero for exact sums.
    #[error("{value} is too close to zero: a value is 0 or at least {bound:e} in magnitude")]
    TooSmall {
        /// The value given.
        value: f64,
        /// The smallest magnitude.
        bound: f64,
    },
    /// A weight is negative, not finite, or outside the range in which sums are exact.
    #[error("{weight} is no weight: a weight is 0 or between {min:e} and {max:e}")]
    Weight {
        /// The weight given.
        weight: f64,
        /// The smallest positive weight.
        min: f64,
        /// The largest weight.
        max: f64,
    },
    /// The name of an instrument is unknown.
    #[error(
        "`{text}` is no instrument{near}: use nps, nps:1-10, nps:5-point, enps, csat, csat:formbricks:POINTS, \
         csat:glint:POINTS, csat:MIN-MAX:CUT, ces2, ces2:share, sus, umux_lite, servqual[:w=..], \
         servperf[:w=..], disconfirmation, acsi[:w=A/B/C], triad[:w=A/B/C], perceived_value, repurchase, \
         repurchase:share, promise_gap:MIN..MAX, price_gap:MIN..MAX, sla, \
         sla:MIN-MAX:TARGET[:share=S][:window=W], points or rating:MIN-MAX[:step=STEP][:lower]",
        text = shown(.text),
        near = instrument_meant(.text)
    )]
    UnknownInstrument {
        /// The value given.
        text: String,
    },
    /// A name is none of those that are known.
    #[error("`{name}` is no {what}: use {known}", name = shown(.name), known = shown(.known))]
    UnknownName {
        /// What was to be named.
        what: &'static str,
        /// The name given.
        name: String,
        /// The names that are known, or their form.
        known: String,
    },
    /// A CSAT preset has no rule for a scale with this number of points.
    #[error("the CSAT preset `{preset}` has no rule for {points} points: it knows {known}")]
    Preset {
        /// Name of the preset.
        preset: &'static str,
        /// Number of points asked for.
        points: u8,
        /// Numbers of points that it knows.
        known: &'static str,
    },
    /// The top-box cut lies outside the scale or at its lower end, where every answer would count as satisfied.
    #[error(
        "a top box from {cut} is impossible on the scale {min}..{max}: the cut must be above {min}, at most {max}"
    )]
    TopBoxCut {
        /// The cut given.
        cut: f64,
        /// Lower bound of the scale.
        min: f64,
        /// Upper bound of the scale.
        max: f64,
    },
    /// A declared weight of a part (an item, a dimension) is negative, not finite or out of range.
    #[error("{weight} cannot weigh part {part}: a declared weight is 0 or between {min:e} and {max:e}")]
    PartWeight {
        /// The part, counted from 1.
        part: usize,
        /// The weight given.
        weight: f64,
        /// The smallest positive weight.
        min: f64,
        /// The largest weight.
        max: f64,
    },
    /// All declared weights of the parts are zero.
    #[error("every one of the {parts} declared weights is 0: at least one part must count")]
    NoPartWeight {
        /// Number of parts.
        parts: usize,
    },
    /// A relative gap needs a reference above zero.
    #[error("nothing is dear or cheap against a reference of {reference}: it must be above 0")]
    Reference {
        /// The reference given.
        reference: f64,
    },
    /// The target of a service level lies off the scale of what is measured, or at its upper end, where it is always
    /// kept.
    #[error("a target of {target} is impossible on {min}..{max}: it must be at least {min} and below {max}")]
    SlaTarget {
        /// The target given.
        target: f64,
        /// Lower bound of the scale.
        min: f64,
        /// Upper bound of the scale.
        max: f64,
    },
    /// A respondent gave another number of items than the instrument has.
    #[error(
        "`{instrument}` has {expected} item(s), but {found} were given",
        instrument = shown(.instrument)
    )]
    ItemCount {
        /// The instrument.
        instrument: String,
        /// Its number of items.
        expected: usize,
        /// The number given.
        found: usize,
    },
    /// One item of several is wrong.
    #[error("item {item} of `{instrument}`: {source}", instrument = shown(.instrument))]
    Item {
        /// The instrument.
        instrument: String,
        /// The item, counted from 1.
        item: usize,
        /// The reason.
        source: Box<Error>,
    },
    /// A facet was measured before its instrument was declared.
    #[error("facet {facet} has no instrument yet: declare it before adding answers")]
    Undeclared {
        /// Number of the facet.
        facet: u32,
    },
    /// Answers of two instruments met in one facet.
    #[error(
        "facet {facet} is measured by `{declared}` and cannot take an answer to `{given}`",
        declared = shown(.declared), given = shown(.given)
    )]
    InstrumentMismatch {
        /// Number of the facet.
        facet: u32,
        /// The instrument the facet already has.
        declared: String,
        /// The instrument of the answer or of the other tally.
        given: String,
    },
    /// One row of a set of columns is wrong.
    #[error("row {row}, facet {facet}: {source}")]
    Row {
        /// The row, counted from 0.
        row: usize,
        /// Number of its facet.
        facet: u32,
        /// The reason.
        source: Box<Error>,
    },
    /// Two grouped tallies differ in their instrument or number of groups.
    #[error(
        "a grouped tally of {groups} groups for `{instrument}` and one of {other_groups} for \
         `{other_instrument}` do not merge",
        instrument = shown(.instrument), other_instrument = shown(.other_instrument)
    )]
    GroupedMismatch {
        /// Instrument of the first one.
        instrument: String,
        /// Groups of the first one.
        groups: u32,
        /// Instrument of the other one.
        other_instrument: String,
        /// Groups of the other one.
        other_groups: u32,
    },
    /// The width of crossed groups is zero or does not divide the number of groups.
    #[error("{groups} groups cannot be crossed {width} wide: the width must divide their number")]
    GroupWidth {
        /// The width given.
        width: u8,
        /// Number of groups of the tally.
        groups: u32,
    },
    /// The code for missing answers is an answer.
    #[error(
        "{code} cannot stand for a missing answer: it is an answer on the scale of `{instrument}`",
        instrument = shown(.instrument)
    )]
    MissingCode {
        /// The code given.
        code: i32,
        /// The instrument.
        instrument: String,
    },
    /// A row names a group that the tally does not have.
    #[error("row {row}: there is no group {group}, only 0 to {}", groups.saturating_sub(1))]
    UnknownGroup {
        /// The row, counted from 0.
        row: usize,
        /// The group it names.
        group: u32,
        /// Number of groups.
        groups: u32,
    },
    /// A row names a crossed group that the tally does not have.
    #[error("row {row}: there is no group {outer} x {inner} in {groups} groups crossed {width} wide")]
    UnknownCell {
        /// The row, counted from 0.
        row: usize,
        /// The outer number.
        outer: u32,
        /// The inner number.
        inner: u8,
        /// Number of groups.
        groups: u32,
        /// Number of inner numbers.
        width: u8,
    },
    /// The answer in one row of grouped columns is wrong.
    #[error("row {row}, group {group}: {source}")]
    GroupRow {
        /// The row, counted from 0.
        row: usize,
        /// Its group.
        group: u32,
        /// What is wrong with the answer.
        source: Box<Error>,
    },
    /// A facet cannot be linked with itself.
    #[error("facet {facet} cannot be linked with itself")]
    LinkWithItself {
        /// Number of the facet.
        facet: u32,
    },
    /// More than 2^53 answers would meet in one facet.
    #[error("facet {facet} would hold more than 2^53 responses")]
    TooMany {
        /// Number of the facet.
        facet: u32,
    },
    /// A number lies outside its range.
    #[error("{what} of {value} is impossible: it must be {range}")]
    OutOfRange {
        /// The name of the number.
        what: &'static str,
        /// The value given.
        value: f64,
        /// The values allowed.
        range: &'static str,
    },
    /// An identifier that the map does not have.
    #[error("there is no {kind} with id {id}")]
    UnknownId {
        /// The kind of thing looked for.
        kind: Kind,
        /// The identifier's number.
        id: u32,
    },
    /// A column differs in length from those it belongs to, or from the number of groups.
    #[error("column `{what}` has {found} rows, where {expected} are expected")]
    WrongLength {
        /// The column.
        what: &'static str,
        /// Its rows.
        found: usize,
        /// Rows of the others, or number of groups.
        expected: usize,
    },
    /// More of something than fits, in the memory there is.
    #[error("{count} {what} are too many: at most {most}, in the memory there is")]
    TooLarge {
        /// The things there are too many of.
        what: &'static str,
        /// Their number.
        count: u64,
        /// The most there can be.
        most: u64,
    },
    /// The watch ended the operation; nothing was changed.
    #[error("ended by the watch before it was done")]
    Cancelled,
    /// The bytes are no tally: they do not begin as one.
    #[error("these bytes are no tally: they do not begin with `TXMTALLY`")]
    NotATally,
    /// The bytes were written in a version of the format that this library does not read.
    #[error("tally format {found} is unknown: this library reads version {supported}")]
    Version {
        /// The version found.
        found: u32,
        /// The version that is read.
        supported: u32,
    },
    /// The bytes end too early or go on too long.
    #[error("a tally of {expected} bytes was announced, {found} are there")]
    Length {
        /// Bytes announced by the header, or the least a tally has.
        expected: u64,
        /// Bytes given.
        found: u64,
    },
    /// The checksum does not fit the bytes: they were damaged.
    #[error("the tally is damaged: its checksum is {found:016x}, its bytes give {expected:016x}")]
    Checksum {
        /// Checksum of the bytes.
        expected: u64,
        /// Checksum stored behind them.
        found: u64,
    },
    /// A field of the bytes is impossible although their checksum fits.
    #[error("the tally is impossible at byte {at}: {what}")]
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

    /// The same error of a row that is this much further down.
    pub(super) fn shifted(mut self, offset: usize) -> Self {
        if let Self::UnknownGroup { row, .. } | Self::UnknownCell { row, .. } = &mut self {
            *row += offset;
        }
        self
    }
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// The instrument that was probably meant.
fn instrument_meant(text: &str) -> String {
    const NAMES: [&str; 17] = [
        "nps",
        "enps",
        "csat",
        "ces2",
        "sus",
        "umux_lite",
        "servqual",
        "servperf",
        "disconfirmation",
        "acsi",
        "triad",
        "perceived_value",
        "repurchase",
        "promise_gap",
        "price_gap",
        "points",
        "rating",
    ];
    let near = nearest(text.split(':').next().unwrap_or_default(), NAMES);
    near.map_or_else(String::new, |near| format!(" (was `{near}` meant?)"))
}
