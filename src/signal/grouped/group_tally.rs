//! Tally of one group of a grouped tally.

use std::sync::Arc;

use crate::model::ids::FacetId;
use crate::signal::tally::FacetTally;
use crate::signal::tally::buckets::Buckets;

/// The tally of one group of a [`GroupedTally`](super::GroupedTally).
#[derive(Clone, Copy, Debug)]
pub struct GroupTally<'a> {
    buckets: &'a Arc<Buckets>,
    first: i32,
    counts: &'a [u64],
    missing: u64,
    /// Answers that are not in `counts`.
    others: Option<&'a FacetTally>,
}

impl<'a> GroupTally<'a> {
    /// From the cells of a group: one per whole value from `first`, and the last for missing answers.
    pub(crate) fn new(
        buckets: &'a Arc<Buckets>,
        first: i32,
        cells: &'a [u64],
        others: Option<&'a FacetTally>,
    ) -> Self {
        let (missing, counts) = cells.split_last().map_or((0, cells), |(missing, counts)| (*missing, counts));
        Self { buckets, first, counts, missing, others }
    }

    /// Number of answers.
    pub fn answer_count(&self) -> u64 {
        self.counts.iter().sum::<u64>() + self.others.map_or(0, FacetTally::answer_count)
    }

    /// Number of responses without a value. They enter no estimate.
    pub const fn missing_count(&self) -> u64 {
        self.missing
    }

    /// Number of answers at or above `cut`, which must be a cut of the instrument's statistic, a step of its scale, or
    /// any number when all answers are whole.
    pub fn answer_count_from(&self, cut: f64) -> u64 {
        let level = (cut - f64::from(self.first)).ceil().max(0.0) as usize;
        let whole = self.counts.iter().skip(level).sum::<u64>();
        whole + self.others.map_or(0, |others| others.weight_from(cut) as u64)
    }

    /// Number of answers below `cut`, with a cut as for [`answer_count_from`](Self::answer_count_from).
    pub fn answer_count_below(&self, cut: f64) -> u64 {
        self.answer_count() - self.answer_count_from(cut)
    }

    /// Mean of the answers; `None` without answers.
    pub fn mean(&self) -> Option<f64> {
        if self.others.is_some() {
            return self.to_tally(FacetId::from_u32(0)).mean();
        }
        let (answers, sum, _) = self.moments();
        (answers > 0).then(|| (i128::from(self.first) * answers + sum) as f64 / answers as f64)
    }

    /// Variance of the answers with divisor n - 1, `None` with fewer than two answers.
    pub fn variance(&self) -> Option<f64> {
        if self.others.is_some() {
            let tally = self.to_tally(FacetId::from_u32(0));
            let mean = tally.mean().filter(|_| tally.answer_count() > 1)?;
            return Some(tally.squares_about(mean) / (tally.answer_count() - 1) as f64);
        }
        let (answers, sum, squares) = self.moments();
        let about_mean = answers * squares - sum * sum;
        (answers > 1).then(|| about_mean as f64 / (answers as f64 * (answers - 1) as f64))
    }

    /// The group as the tally of a facet, without respondents.
    pub fn to_tally(&self, facet: FacetId) -> FacetTally {
        let mut tally = FacetTally::new(facet, Arc::clone(self.buckets));
        for (value, &count) in (self.first..).zip(self.counts) {
            tally.add_many(f64::from(value), count);
        }
        if let Some(others) = self.others {
            tally.merge_checked(others);
        }
        tally.missing += self.missing;
        tally
    }

    /// Number of answers, and sums of their levels and squared levels, counted from the first whole value: levels are
    /// below 2^10 and answers at most 2^53, so even `answers * squares` fits.
    fn moments(&self) -> (i128, i128, i128) {
        let (mut answers, mut sum, mut squares) = (0_u64, 0_u64, 0_u128);
        for (level, &count) in (0_u64..).zip(self.counts) {
            answers += count;
            sum += count * level;
            squares += u128::from(count) * u128::from(level * level);
        }
        (i128::from(answers), i128::from(sum), squares as i128)
    }
}
