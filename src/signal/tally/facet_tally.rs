//! Tally of one facet: counts per bucket, exact sums of weights and moments.

use std::sync::Arc;

use super::buckets::Buckets;
use super::respondent_keys::SmallestKeys;
use crate::model::ids::FacetId;
use crate::numeric::stats::ExactSum;
use crate::signal::Error;
use crate::signal::instrument::Instrument;
use crate::signal::response::{Respondent, Respondents};

/// A facet holds at most this many responses, so that counts are exact as `f64`.
pub(crate) const MAX_RESPONSES: u64 = 1 << 53;

/// Summary of all answers of one facet, read from a [`Tally`](super::Tally::facet).
///
/// It holds counts per bucket, exact sums of weights where weights other than 1 occur, exact moments of the values
/// between the cuts, the range, and who answered.
#[derive(Clone, Debug, PartialEq)]
pub struct FacetTally {
    pub(crate) facet: FacetId,
    pub(crate) buckets: Arc<Buckets>,
    /// Answers of weight 1 per bucket.
    pub(crate) counts: Vec<u64>,
    /// Answers of other weights per bucket; empty until there is one.
    pub(crate) weighted: Vec<Weighted>,
    /// Sum of `w x` and of `w x^2` over the values that lie between two cuts.
    pub(crate) gap_x: ExactSum,
    pub(crate) gap_xx: ExactSum,
    /// Smallest and largest answer.
    pub(crate) range: Option<(f64, f64)>,
    pub(crate) missing: u64,
    pub(crate) superseded: u64,
    pub(crate) excluded: u64,
    /// Answers without respondent key.
    pub(crate) anonymous: u64,
    pub(crate) keys: SmallestKeys,
}

/// Answers of one bucket whose weight is not 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Weighted {
    pub(crate) answers: u64,
    pub(crate) weight: ExactSum,
    pub(crate) weight_squares: ExactSum,
}

impl FacetTally {
    pub(crate) fn new(facet: FacetId, buckets: Arc<Buckets>) -> Self {
        let counts = vec![0; buckets.len()];
        Self {
            facet,
            buckets,
            counts,
            weighted: Vec::new(),
            gap_x: ExactSum::default(),
            gap_xx: ExactSum::default(),
            range: None,
            missing: 0,
            superseded: 0,
            excluded: 0,
            anonymous: 0,
            keys: SmallestKeys::default(),
        }
    }

    /// The facet.
    pub const fn facet(&self) -> FacetId {
        self.facet
    }

    /// The instrument that measures it.
    pub fn instrument(&self) -> &Instrument {
        self.buckets.instrument()
    }

    /// Number of answers: with a value, a positive weight, and not superseded.
    pub fn answer_count(&self) -> u64 {
        self.counts.iter().sum::<u64>() + self.weighted.iter().map(|bucket| bucket.answers).sum::<u64>()
    }

    /// Number of responses without a value. They enter no estimate.
    pub const fn missing_count(&self) -> u64 {
        self.missing
    }

    /// Number of responses replaced by another one of the same respondent, facet and period.
    pub const fn superseded_count(&self) -> u64 {
        self.superseded
    }

    /// Number of responses of weight 0, which belong to no respondent of the target population.
    pub const fn excluded_count(&self) -> u64 {
        self.excluded
    }

    /// Number of all responses seen: answers, missing, superseded and excluded ones.
    pub fn response_count(&self) -> u64 {
        self.answer_count() + self.missing + self.superseded + self.excluded
    }

    /// Number of people behind the answers, as far as it is known.
    pub fn respondents(&self) -> Respondents {
        let known = self.keys.as_slice().len() as u64;
        match (self.anonymous, self.keys.is_full()) {
            (0, false) => Respondents::Exactly(known),
            (0, true) => Respondents::AtLeast(known),
            (anonymous, false) => Respondents::Unverified { at_most: anonymous + known },
            (_, true) => Respondents::Unverified { at_most: self.answer_count() },
        }
    }

    /// Smallest and largest answer, `None` without answers.
    pub const fn range(&self) -> Option<(f64, f64)> {
        self.range
    }

    /// Whether every answer is known to be a whole number.
    pub fn is_whole(&self) -> bool {
        (0..self.buckets.len()).all(|bucket| {
            self.answers_in(bucket) == 0
                || (!self.buckets.is_gap(bucket) && self.buckets.lower(bucket).fract() == 0.0)
        })
    }

    /// Sum of the weights, `sum w`, correctly rounded.
    pub fn weight(&self) -> f64 {
        self.weight_where(|_| true).value()
    }

    /// Sum of the weights of the answers at or above `cut`, correctly rounded. The cut must be one of the instrument's:
    /// those of its [`Statistic`](crate::signal::instrument::Statistic), or a step of its scale.
    pub fn weight_from(&self, cut: f64) -> f64 {
        self.weight_where(|bucket| self.buckets.lower(bucket) >= cut).value()
    }

    /// Sum of the weights of the answers below `cut`, correctly rounded, with a cut as for
    /// [`weight_from`](Self::weight_from).
    pub fn weight_below(&self, cut: f64) -> f64 {
        self.weight_where(|bucket| self.buckets.lower(bucket) < cut).value()
    }

    /// Effective number of answers `n_e = (sum w)^2 / sum w^2` (Kish 1965, *Survey Sampling*): the number itself when
    /// all weights are equal, less otherwise; 0 without answers.
    pub fn effective_answers(&self) -> f64 {
        if self.weighted.is_empty() {
            return self.answer_count() as f64;
        }
        let mut squares = self.unit_weights(|_| true);
        for bucket in &self.weighted {
            squares.merge(&bucket.weight_squares);
        }
        let (weight, squares) = (self.weight(), squares.value());
        if squares > 0.0 { (weight * weight / squares).clamp(1.0, self.answer_count() as f64) } else { 0.0 }
    }

    /// Weighted mean `m = sum w x / sum w`; `None` without answers.
    pub fn mean(&self) -> Option<f64> {
        let weight = self.weight();
        if weight <= 0.0 {
            return None;
        }
        let mut sum = self.gap_x.clone();
        for bucket in 0..self.buckets.len() {
            if !self.buckets.is_gap(bucket) {
                for part in self.weight_in(bucket).canonical() {
                    sum.add_product(part, self.buckets.lower(bucket));
                }
            }
        }
        // Rounding may carry a mean of equal answers past them.
        self.range.map(|(min, max)| (sum.value() / weight).clamp(min, max))
    }

    /// Weighted sum of squares about a number, `sum w (x - c)^2`, summed without rounding but for each bucket's term.
    pub fn squares_about(&self, center: f64) -> f64 {
        let mut sum = self.gap_xx.clone();
        for part in self.gap_x.canonical() {
            sum.add_product(-2.0 * center, part);
        }
        for bucket in 0..self.buckets.len() {
            let weight = self.weight_in(bucket);
            if self.buckets.is_gap(bucket) {
                for part in weight.canonical() {
                    sum.add_product_squared(part, center);
                }
            } else {
                let distance = self.buckets.lower(bucket) - center;
                sum.add(weight.value() * distance * distance);
            }
        }
        sum.value().max(0.0)
    }

    /// The chance that five answers drawn at random, or all if there are fewer, are the same value: near 1 where nearly all
    /// answers are one value, so that their spread says little of those that were not drawn. Values between two cuts
    /// count as different.
    pub(crate) fn agreement(&self) -> f64 {
        let answers = self.answer_count() as f64;
        let drawn = answers.min(5.0) as u32;
        let all_of = |count: f64| {
            (0..drawn).map(move |at| (count - f64::from(at)).max(0.0) / (answers - f64::from(at)))
        };
        let distinct = (0..self.buckets.len()).filter(|&bucket| !self.buckets.is_gap(bucket));
        distinct.map(|bucket| all_of(self.answers_in(bucket) as f64).product::<f64>()).sum()
    }

    fn answers_in(&self, bucket: usize) -> u64 {
        self.counts.get(bucket).copied().unwrap_or(0)
            + self.weighted.get(bucket).map_or(0, |other| other.answers)
    }

    fn weight_in(&self, bucket: usize) -> ExactSum {
        let mut sum = ExactSum::default();
        sum.add(self.counts.get(bucket).copied().unwrap_or(0) as f64);
        if let Some(other) = self.weighted.get(bucket) {
            sum.merge(&other.weight);
        }
        sum
    }

    fn unit_weights(&self, chosen: impl Fn(usize) -> bool) -> ExactSum {
        let chosen = self.counts.iter().enumerate().filter(|(bucket, _)| chosen(*bucket));
        let mut sum = ExactSum::default();
        sum.add(chosen.map(|(_, count)| count).sum::<u64>() as f64);
        sum
    }

    fn weight_where(&self, chosen: impl Fn(usize) -> bool) -> ExactSum {
        let mut sum = self.unit_weights(&chosen);
        for (_, other) in self.weighted.iter().enumerate().filter(|(bucket, _)| chosen(*bucket)) {
            sum.merge(&other.weight);
        }
        sum
    }

    /// Whether this many more responses fit.
    pub(crate) fn check_room(&self, more: u64) -> Result<(), Error> {
        match self.response_count().checked_add(more) {
            Some(all) if all <= MAX_RESPONSES => Ok(()),
            _ => Err(Error::TooMany { facet: self.facet.as_u32() }),
        }
    }

    /// Adds a response whose value and weight were checked.
    pub(crate) fn add_checked(&mut self, value: Option<f64>, weight: f64, respondent: Option<Respondent>) {
        if weight == 0.0 {
            self.excluded += 1;
            return;
        }
        let Some(value) = value else {
            self.missing += 1;
            return;
        };
        // A negative zero would make the range depend on the order.
        let value = value + 0.0;
        let bucket = self.buckets.locate(value);
        let is_gap = self.buckets.is_gap(bucket);
        if weight == 1.0 {
            if let Some(count) = self.counts.get_mut(bucket) {
                *count += 1;
            }
        } else {
            self.weighted.resize_with(self.buckets.len(), Weighted::default);
            if let Some(other) = self.weighted.get_mut(bucket) {
                other.answers += 1;
                other.weight.add(weight);
                other.weight_squares.add_product(weight, weight);
            }
        }
        if is_gap {
            self.gap_x.add_product(weight, value);
            self.gap_xx.add_product_squared(weight, value);
        }
        let value = if is_gap { value } else { self.buckets.lower(bucket) };
        self.widen(value, value);
        match respondent {
            Some(respondent) => self.keys.add(respondent),
            None => self.anonymous += 1,
        }
    }

    /// Adds this many answers of the same value, which has a bucket of its own, without respondents.
    pub(crate) fn add_many(&mut self, value: f64, count: u64) {
        if count == 0 {
            return;
        }
        let bucket = self.buckets.locate(value);
        if self.buckets.is_gap(bucket) {
            self.gap_x.add_product(count as f64, value);
            self.gap_xx.add_product_squared(count as f64, value);
        }
        if let Some(total) = self.counts.get_mut(bucket) {
            *total += count;
        }
        let value = if self.buckets.is_gap(bucket) { value } else { self.buckets.lower(bucket) };
        self.widen(value, value);
        self.anonymous += count;
    }

    fn widen(&mut self, low: f64, high: f64) {
        let (min, max) = self.range.unwrap_or((low, high));
        self.range = Some((min.min(low), max.max(high)));
    }

    /// Adds a tally of the same facet and instrument, whose responses fit.
    pub(crate) fn merge_checked(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        if !other.weighted.is_empty() {
            self.weighted.resize_with(self.buckets.len(), Weighted::default);
        }
        for (bucket, more) in self.weighted.iter_mut().zip(&other.weighted) {
            bucket.answers += more.answers;
            bucket.weight.merge(&more.weight);
            bucket.weight_squares.merge(&more.weight_squares);
        }
        self.gap_x.merge(&other.gap_x);
        self.gap_xx.merge(&other.gap_xx);
        if let Some((low, high)) = other.range {
            self.widen(low, high);
        }
        self.missing += other.missing;
        self.superseded += other.superseded;
        self.excluded += other.excluded;
        self.anonymous += other.anonymous;
        self.keys.merge(&other.keys);
    }
}
