//! What can be wrong with a question for a score.

use thiserror::Error;

use crate::numeric::stats::level::Level;
use crate::signal::instrument::Instrument;

/// What can be wrong with a question for a score.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A confidence level is not strictly between 0 and 1.
    #[error("a confidence level of {level} is impossible: give a number between 0 and 1, such as 0.95")]
    Level {
        /// The level given.
        level: f64,
    },
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
    #[error("facet `{facet}`: {source}")]
    Facet {
        /// Key of the facet.
        facet: String,
        /// What is wrong.
        source: Box<Error>,
    },
    /// The tally measures a facet that the map does not have.
    #[error(
        "the tally holds facet {facet}, which the map does not have: tally and map belong to different programmes"
    )]
    UnknownFacet {
        /// Number of the facet.
        facet: u32,
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
    /// An argument is out of its range.
    #[error("{argument} is {value}: it must be {range}")]
    Argument {
        /// Which argument, in words.
        argument: &'static str,
        /// The value given.
        value: f64,
        /// What it may be.
        range: &'static str,
    },
    /// An element of a list is out of its range.
    #[error("{list} {position} is {value}: it must be {range}")]
    Element {
        /// What the list holds.
        list: &'static str,
        /// Position in the list, from 0.
        position: usize,
        /// The value given.
        value: f64,
        /// What it may be.
        range: &'static str,
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
    /// Draws are not whole rows.
    #[error("{found} positions are no rows of {row}: give each replicate one position a unit")]
    Rows {
        /// Number of positions given.
        found: usize,
        /// Length of a row.
        row: usize,
    },
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
    /// Another number of components than expected.
    #[error("{found} components were given where there are {expected}")]
    Components {
        /// Number given.
        found: usize,
        /// Number expected.
        expected: usize,
    },
    /// A weight of the index is negative or not finite.
    #[error("the index weight of {component} is {weight}: give a finite number, 0 or more")]
    IndexWeight {
        /// Which component, by name or position.
        component: String,
        /// The weight given.
        weight: f64,
    },
    /// All weights of the index are zero.
    #[error("all index weights are 0: give at least one component a weight")]
    NoIndexWeight,
    /// Points are outside 0..100 or not a number.
    #[error("component {component} has {points} points: points are on 0..100")]
    IndexPoints {
        /// Position of the component, from 0.
        component: usize,
        /// The points given.
        points: f64,
    },
    /// A standard error is negative or not finite.
    #[error(
        "component {component} has a standard error of {standard_error}: give a finite number, 0 or more"
    )]
    IndexStandardError {
        /// Position of the component, from 0.
        component: usize,
        /// The standard error given.
        standard_error: f64,
    },
    /// An index has another name.
    #[error("`{text}` is no index: use geometric, arithmetic, harmonic, minimum or penalty")]
    UnknownIndex {
        /// What was given.
        text: String,
    },
    /// A number is outside its range or not a number.
    #[error("{what} is {value}: give {range}")]
    Number {
        /// What the number is.
        what: &'static str,
        /// The number given.
        value: f64,
        /// What is possible.
        range: &'static str,
    },
    /// There are too few of something.
    #[error("{found} {what}: at least {least} are needed")]
    Count {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// The fewest that do.
        least: usize,
    },
    /// Two series of the same periods or respondents have different lengths.
    #[error(
        "one series has {first} entries, the other {second}: give the same periods or respondents of both"
    )]
    Lengths {
        /// Length of the first.
        first: usize,
        /// Length of the second.
        second: usize,
    },
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
    /// A moment of a sequence is off 0..100 or not a number.
    #[error("moment {moment} has {points} points: points are on 0..100")]
    Moment {
        /// Which moment, from 0.
        moment: usize,
        /// The points given.
        points: f64,
    },
    /// A value of a series is not finite.
    #[error("period {period} of the series is {value}: leave out periods without a score")]
    SeriesValue {
        /// Which period, from 0.
        period: usize,
        /// The value given.
        value: f64,
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
    /// The quantiles of a two-sided level; [`Error::Level`] when it is none.
    pub(crate) fn level(level: f64) -> Result<Level, Self> {
        Level::new(level).ok_or(Self::Level { level })
    }
}
