//! Output columns for the scores of facets.

use total_experience::score::inference::{Method, Score};
use total_experience::score::scorecard::{FacetResult, FacetScore, PublishedScore};
use total_experience::signal::instrument::ScoreUnit;
use total_experience::signal::response::Respondents;

use crate::abi::none::{TXM_NONE_I32, TXM_NONE_U64};
use crate::abi::output::copy_column;
use crate::abi::spec::columns;

/// Published: there is a score.
pub const TXM_RESULT_PUBLISHED: i32 = 0;
/// Suppressed: fewer people answered than the group's minimum: neither an estimate nor any count is given.
pub const TXM_RESULT_SUPPRESSED: i32 = 1;
/// No answers.
pub const TXM_RESULT_NO_ANSWERS: i32 = 2;

/// Net promoter points, -100..100: not a percentage, and never the subject of a ratio.
pub const TXM_UNIT_NET_PROMOTER: i32 = 0;
/// A share, 0..1.
pub const TXM_UNIT_SHARE: i32 = 1;
/// The units of the instrument's scale.
pub const TXM_UNIT_SCALE: i32 = 2;

/// Adjusted Wald limits of a net promoter score.
pub const TXM_METHOD_ADJUSTED_WALD: i32 = 0;
/// Wilson's limits of a share.
pub const TXM_METHOD_WILSON: i32 = 1;
/// Score-type limits of a mean on a bounded scale.
pub const TXM_METHOD_BOUNDED_MEAN: i32 = 2;
/// Everyone answered: the limits are the estimate.
pub const TXM_METHOD_CENSUS: i32 = 3;
/// A mean of one effective answer, or of answers that are all one value: an estimate without limits.
pub const TXM_METHOD_NO_INTERVAL: i32 = 4;

/// Exactly so many people answered.
pub const TXM_PEOPLE_EXACTLY: i32 = 0;
/// At least so many people answered.
pub const TXM_PEOPLE_AT_LEAST: i32 = 1;
/// Some answers name no respondent: at most so many people answered.
pub const TXM_PEOPLE_UNVERIFIED: i32 = 2;

/// Output columns for the scores of facets, one facet a row. Begin with `TXM_SCORE_COLUMNS_INIT`.
///
/// Every column is the caller's and may be NULL, the default, when it is not wanted. What a row does not
/// have is NaN, `TXM_NONE_U64` or `TXM_NONE_I32`: what is withheld or not known is not zero.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_score_columns {
    /// Size of this struct, as `TXM_SCORE_COLUMNS_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Rows that each column has room for; 0 to ask for the number.
    pub capacity: usize,
    /// Receives facet identifiers.
    pub facet: *mut u32,
    /// Receives whether there is a score: `TXM_RESULT_...`.
    pub result: *mut i32,
    /// Receives the number of answers; 0 where nobody answered.
    pub n: *mut u64,
    /// Receives the effective number of answers: less than `n` when weights differ.
    pub n_effective: *mut f64,
    /// Receives the estimates, each in the row's `unit`.
    pub estimate: *mut f64,
    /// Receives the lower limits, NaN where there are none.
    pub low: *mut f64,
    /// Receives the upper limits, NaN where there are none.
    pub high: *mut f64,
    /// Receives the standard errors of the estimates, NaN where there are none.
    pub standard_error: *mut f64,
    /// Receives what the estimates are measured in: `TXM_UNIT_...`.
    pub unit: *mut i32,
    /// Receives how the limits were found: `TXM_METHOD_...`.
    pub method: *mut i32,
    /// Receives the scores in points on 0..100, 100 the good end: the unit in which facets are moved and influenced.
    pub points: *mut f64,
    /// Receives the lower limits of the points.
    pub points_low: *mut f64,
    /// Receives the upper limits of the points.
    pub points_high: *mut f64,
    /// Receives responses without a value.
    pub missing: *mut u64,
    /// Receives responses replaced by a later one of the same respondent and period.
    pub superseded: *mut u64,
    /// Receives responses of weight 0.
    pub excluded: *mut u64,
    /// Receives how many people answered, as far as `people_known` says.
    pub people: *mut u64,
    /// Receives what `people` is: `TXM_PEOPLE_...`.
    pub people_known: *mut i32,
}

columns!(
    txm_score_columns: facet, result, n, n_effective, estimate, low, high, standard_error, unit, method, points,
    points_low, points_high, missing, superseded, excluded, people, people_known
);

impl txm_score_columns {
    /// Fills the columns.
    ///
    /// # Safety
    ///
    /// Each column is NULL or has room for all facets.
    pub(crate) unsafe fn fill(&self, facets: &[FacetScore]) {
        let real = |of: fn(&Score) -> Option<f64>| {
            facets.iter().map(move |facet| score(facet).and_then(of).unwrap_or(f64::NAN))
        };
        let count = |of: fn(&PublishedScore) -> u64| {
            facets.iter().map(move |facet| facet.published().map_or(TXM_NONE_U64, of))
        };
        let missing = facets.iter().map(|facet| match &facet.result {
            FacetResult::NoAnswers { missing_count } => *missing_count,
            _ => facet.published().map_or(TXM_NONE_U64, |published| published.missing_count),
        });
        let number = |of: fn(&PublishedScore) -> i32| {
            facets.iter().map(move |facet| facet.published().map_or(TXM_NONE_I32, of))
        };
        unsafe {
            copy_column(self.facet, facets.iter().map(|facet| facet.facet.as_u32()));
            copy_column(self.result, facets.iter().map(result));
            copy_column(self.n, facets.iter().map(answers));
            copy_column(self.n_effective, real(|score| Some(score.n_effective)));
            copy_column(self.estimate, real(|score| Some(score.estimate)));
            copy_column(self.low, real(|score| score.low));
            copy_column(self.high, real(|score| score.high));
            copy_column(self.standard_error, real(|score| score.standard_error));
            copy_column(self.unit, number(unit));
            copy_column(self.method, number(method));
            copy_column(self.points, real(|score| Some(score.points.estimate)));
            copy_column(self.points_low, real(|score| score.points.low));
            copy_column(self.points_high, real(|score| score.points.high));
            copy_column(self.missing, missing);
            copy_column(self.superseded, count(|published| published.superseded_count));
            copy_column(self.excluded, count(|published| published.excluded_count));
            copy_column(self.people, count(|published| published.respondents.count()));
            copy_column(self.people_known, number(people_known));
        }
    }
}

fn score(facet: &FacetScore) -> Option<&Score> {
    facet.published().map(|published| &published.score)
}

fn result(facet: &FacetScore) -> i32 {
    match facet.result {
        FacetResult::Published(_) => TXM_RESULT_PUBLISHED,
        FacetResult::Suppressed { .. } => TXM_RESULT_SUPPRESSED,
        FacetResult::NoAnswers { .. } => TXM_RESULT_NO_ANSWERS,
        _ => TXM_NONE_I32,
    }
}

fn answers(facet: &FacetScore) -> u64 {
    match &facet.result {
        FacetResult::Published(published) => published.score.n,
        FacetResult::NoAnswers { .. } => 0,
        _ => TXM_NONE_U64,
    }
}

fn unit(published: &PublishedScore) -> i32 {
    match published.score.unit {
        ScoreUnit::NetPromoter => TXM_UNIT_NET_PROMOTER,
        ScoreUnit::Share => TXM_UNIT_SHARE,
        ScoreUnit::Scale { .. } => TXM_UNIT_SCALE,
        _ => TXM_NONE_I32,
    }
}

fn method(published: &PublishedScore) -> i32 {
    match published.score.method {
        Method::AdjustedWald => TXM_METHOD_ADJUSTED_WALD,
        Method::Wilson => TXM_METHOD_WILSON,
        Method::BoundedMean => TXM_METHOD_BOUNDED_MEAN,
        Method::Census => TXM_METHOD_CENSUS,
        Method::NoInterval => TXM_METHOD_NO_INTERVAL,
        _ => TXM_NONE_I32,
    }
}

fn people_known(published: &PublishedScore) -> i32 {
    match published.respondents {
        Respondents::Exactly(_) => TXM_PEOPLE_EXACTLY,
        Respondents::AtLeast(_) => TXM_PEOPLE_AT_LEAST,
        Respondents::Unverified { .. } => TXM_PEOPLE_UNVERIFIED,
        _ => TXM_NONE_I32,
    }
}
