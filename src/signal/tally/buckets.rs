//! Buckets that partition the values of an instrument.

use crate::signal::instrument::{Instrument, Statistic};

/// Cuts of an instrument's scale, and the buckets between them.
///
/// On a stepped scale every value is a cut, and bucket `k` holds the k-th value. On a real scale bucket `2k` holds
/// the values equal to cut `k` and bucket `2k + 1` those strictly between cut `k` and the next. So every value on the
/// scale has exactly one bucket, and whole answers need no sums: count times cut is exact.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Buckets {
    instrument: Instrument,
    cuts: Vec<f64>,
    stepped: bool,
}

/// Real scales with whole bounds up to this far apart are cut at every whole number.
const WHOLE_CUTS: f64 = 20.0;

impl Buckets {
    pub(crate) fn of(instrument: Instrument) -> Self {
        let scale = instrument.scale();
        let stepped = scale.steps() > 0;
        if stepped {
            let cuts = (0..=scale.steps()).map(|step| scale.level(step)).collect();
            return Self { instrument, cuts, stepped };
        }
        let (min, max) = (scale.min(), scale.max());
        let mut cuts = vec![min, max];
        if min.fract() == 0.0 && max.fract() == 0.0 && max - min <= WHOLE_CUTS {
            cuts.extend((1..(max - min) as u32).map(|step| min + f64::from(step)));
        }
        match instrument.statistic() {
            Statistic::NetPromoter { promoter, passive } => cuts.extend([promoter, passive]),
            Statistic::TopBox { cut } => cuts.push(cut),
            Statistic::Mean => {}
        }
        cuts.sort_unstable_by(f64::total_cmp);
        cuts.dedup();
        Self { instrument, cuts, stepped }
    }

    pub(crate) fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    pub(crate) fn len(&self) -> usize {
        if self.stepped { self.cuts.len() } else { 2 * self.cuts.len() - 1 }
    }

    /// The bucket of a value that [`Scale::check`](crate::signal::Scale::check) accepts.
    pub(crate) fn locate(&self, value: f64) -> usize {
        if self.stepped {
            return (self.instrument.scale().position(value).round() as usize).min(self.cuts.len() - 1);
        }
        let cut = self.cuts.partition_point(|&cut| cut <= value).saturating_sub(1);
        2 * cut + usize::from(self.cuts.get(cut).is_some_and(|&cut| value > cut))
    }

    /// The lowest value of a bucket: its only value unless it is a gap.
    pub(crate) fn lower(&self, bucket: usize) -> f64 {
        let cut = if self.stepped { bucket } else { bucket / 2 };
        self.cuts.get(cut).copied().unwrap_or(f64::NAN)
    }

    /// Whether a bucket lies between two cuts, so that its values must be summed.
    pub(crate) fn is_gap(&self, bucket: usize) -> bool {
        !self.stepped && bucket % 2 == 1
    }
}
