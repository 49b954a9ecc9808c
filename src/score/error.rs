//! Errors of scores, scorecards and charts.

use thiserror::Error;

use crate::execution::Cancelled;
use crate::model::Kind;
use crate::model::names::listed;
use crate::numeric::stats::level::Level;
use crate::shown::shown;
use crate::signal::instrument::Instrument;

/// Error of a score, a scorecard, a chart or a test.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A number is out of its range.
    #[error("{what} is {value}: it must be {range}", what = shown(.what))]
    OutOfRange {
        /// The number, in words, with its position from 0 where it is one of a list.
        what: String,
        /// The value given.
        value: f64,
        /// The values that are possible.
        range: &'static str,
    },
    /// A list has another length than what it belongs to.
    #[error("{found} {what} were given where there are {expected}")]
    WrongLength {
        /// The elements of the list, in words.
        what: &'static str,
        /// Number given.
        found: usize,
        /// Number expected.
        expected: usize,
    },
    /// There are too few of something.
    #[error("{found} {what}: at least {least} are needed")]
    TooFew {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// The fewest that do.
        least: usize,
    },
    /// An identifier is not the map's.
    #[error(
        "the tally holds {kind} {id}, which the map does not have: tally and map belong to different programmes"
    )]
    UnknownId {
        /// The kind of thing that it identifies.
        kind: Kind,
        /// The number of the identifier.
        id: u32,
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
    /// A watch ended the operation.
    #[error("cancelled by the watch of its progress")]
    Cancelled,
    /// More people answered than the group has.
    #[error(
        "{respondents} respondents were counted in a population of {population}: correct the population, leave it \
         out, or score each period on its own"
    )]
    Population {
        /// Respondents, or answers where respondents are not known.
        respondents: u64,
        /// The population given.
        population: u64,
    },
    /// What is wrong concerns one facet.
    #[error("facet `{facet}`: {source}", facet = shown(.facet))]
    Facet {
        /// Key of the facet.
        facet: String,
        /// What is wrong.
        source: Box<Error>,
    },
    /// More successes than trials.
    #[error("{successes} of {trials} is no proportion")]
    Proportion {
        /// Successes given.
        successes: u64,
        /// Trials given.
        trials: u64,
    },
    /// Two groups were asked in different ways.
    #[error("a difference of `{first}` and `{second}` means nothing: compare answers to one instrument")]
    MixedInstruments {
        /// Instrument of the first group.
        first: Instrument,
        /// Instrument of the second group.
        second: Instrument,
    },
    /// Answers spread over more than the scale they should be on.
    #[error("answers from {low} to {high} are on no scale of {options} options a step of 1 apart")]
    Options {
        /// Smallest answer.
        low: f64,
        /// Largest answer.
        high: f64,
        /// Number of answer options given.
        options: u32,
    },
    /// The statistic has no value for the units as they are.
    #[error("the statistic has no value for all units together: there is nothing to give limits to")]
    NoStatistic,
    /// A pair of components does not exist or stands twice.
    #[error("components {first} and {second} of {components} are no pair, or stand twice")]
    Pair {
        /// One component, from 0.
        first: usize,
        /// The other.
        second: usize,
        /// How many components there are.
        components: usize,
    },
    /// Shapley values do not sum to 1.
    #[error("the Shapley values sum to {sum}: they must sum to 1")]
    CapacitySum {
        /// Their sum.
        sum: f64,
    },
    /// A component interacts more than it matters, so that the index would fall where it rises.
    #[error(
        "component {component} has a Shapley value of {shapley}, below half the sum of its interactions ({least}): the \
         index would fall where it rises"
    )]
    Capacity {
        /// Position of the component, from 0.
        component: usize,
        /// Its Shapley value.
        shapley: f64,
        /// Half the sum of its absolute interactions.
        least: f64,
    },
    /// All weights of the index are zero.
    #[error("all index weights are 0: give at least one component a weight")]
    NoIndexWeight,
    /// A target is no possible value of the score.
    #[error("a target of {value} is off the score's scale of {min}..{max}: give it in the unit of the score")]
    TargetOffScale {
        /// The target or threshold given.
        value: f64,
        /// Least value of the score.
        min: f64,
        /// Largest value of the score.
        max: f64,
    },
    /// A threshold asks more than the target.
    #[error("a threshold of {threshold} asks more than the target of {target}")]
    Threshold {
        /// The threshold given.
        threshold: f64,
        /// The target given.
        target: f64,
    },
    /// What is wrong concerns one case or respondent.
    #[error("case {case}: {source}")]
    Case {
        /// Which one, from 0.
        case: usize,
        /// What is wrong.
        source: Box<Error>,
    },
    /// A score to compare has no standard error.
    #[error("a score of {points} points without a standard error cannot be compared")]
    NoStandardError {
        /// The points.
        points: f64,
    },
    /// A ratio of net promoter scores was asked for.
    #[error(
        "net promoter scores have no ratio: their zero is arbitrary (from -5 to 5 is no percentage). Take their \
         difference, or compare a share or a mean"
    )]
    NetPromoterRatio,
}

impl Error {
    pub(super) fn unknown_name(what: &'static str, name: &str, known: &[&str]) -> Self {
        Self::UnknownName { what, name: name.to_owned(), known: listed(known) }
    }

    /// The quantiles of a two-sided level; an error when it is none.
    pub(crate) fn level(level: f64) -> Result<Level, Self> {
        let range = "a number between 0 and 1, such as 0.95";
        Level::new(level).ok_or_else(|| Self::out_of_range("the confidence level", level, range))
    }

    /// [`Error::OutOfRange`].
    pub(crate) fn out_of_range(what: impl Into<String>, value: f64, range: &'static str) -> Self {
        Self::OutOfRange { what: what.into(), value, range }
    }
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}
