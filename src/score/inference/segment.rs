//! Effect of segmentations on a score (one-way analysis of variance).

use serde::{Deserialize, Serialize};

use super::anova::OneWay;
use super::benjamini_hochberg;
use crate::score::Error;
use crate::signal::instrument::{ScoreUnit, Statistic};
use crate::signal::tally::FacetTally;

/// Part of the spread of one facet's answers that a segmentation explains.
///
/// Made by [`segment_effects`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SegmentEffect {
    /// Number of segments with answers.
    pub segment_count: usize,
    /// Effective answers (Kish) over all segments.
    pub n_effective: f64,
    /// Share of the answers' variance that lies between segments, 0..1; `None` when all answers are equal. Of many
    /// small segments it is large by chance: see [`icc1`](Self::icc1).
    pub eta_squared: Option<f64>,
    /// The same share in the population, which chance does not raise; may be negative. `None` when all answers are
    /// equal or every segment has one.
    pub icc1: Option<f64>,
    /// F statistic; `None` when there is no spread within segments.
    pub statistic: Option<f64>,
    /// Degrees of freedom of F.
    pub degrees: Option<[f64; 2]>,
    /// Probability of such an F if the segments did not differ.
    pub p_value: Option<f64>,
    /// The same after Benjamini and Hochberg over all segmentations asked about together.
    pub p_adjusted: Option<f64>,
    /// The unit of the compared means.
    pub unit: ScoreUnit,
}

/// Effects of several segmentations, such as age, region and plan, on one facet's answers.
///
/// # Definition
///
/// Each answer counts as what its instrument makes of it: 100, 0 or -100 for net promoter scores, 1 or 0 for shares,
/// its value for means, so that the means of segments are their scores. With sums of squares between and within
/// segments, `eta^2 = SSB/(SSB + SSW)`; ICC(1) as for [`Agreement`](super::Agreement); `F = MSB/MSW`. Weights are
/// scaled to sum to the effective number of answers over all segments. The p-values of all segmentations that have one
/// are adjusted together by [`benjamini_hochberg`].
///
/// F supposes that spreads are about alike and segments not tiny; shares and promoter scores of segments below some
/// ten answers are not safe.
///
/// # Arguments
///
/// `segmentations`: for each, one tally a segment, of one facet. Segments without answers are left out. Nothing here
/// knows of the minimum size of a group: leave out segments that may not be published.
///
/// The answer has one entry a segmentation, `None` for one with fewer than two segments that have answers.
///
/// # Errors
///
/// [`Error::MixedInstruments`] within a segmentation.
///
/// # Complexity
///
/// O(segments x buckets) time, O(segments) space.
///
/// # References
///
/// Fisher (1925), Statistical Methods for Research Workers, chapter 7; Shrout & Fleiss (1979),
/// doi:10.1037/0033-2909.86.2.420; Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.
///
/// # Example
///
/// ```
/// use total_experience::model::ids::FacetId;
/// use total_experience::score::inference::segment_effects;
/// use total_experience::signal::response::Columns;
/// use total_experience::signal::instrument::Instrument;
/// use total_experience::signal::tally::Tally;
///
/// let of = |values: &[f64]| {
///     let facet = FacetId::from_u32(0);
///     let mut tally = Tally::new();
///     tally.declare(facet, Instrument::Ces2)?;
///     tally.add_columns(&Columns::new(&vec![facet; values.len()], values))?;
///     Ok::<_, total_experience::signal::Error>(tally.facet(facet).unwrap().clone())
/// };
/// let (north, south) = (of(&[5.0, 6.0, 5.0, 7.0])?, of(&[2.0, 4.0, 3.0, 3.0])?);
/// let by_region = [&north, &south];
/// let effect = segment_effects(&[&by_region])?[0].unwrap();
/// assert_eq!(format!("{:.3}", effect.eta_squared.unwrap()), "0.761");
/// # Ok::<(), total_experience::Error>(())
/// ```
pub fn segment_effects(segmentations: &[&[&FacetTally]]) -> Result<Vec<Option<SegmentEffect>>, Error> {
    let mut effects = Vec::with_capacity(segmentations.len());
    for segments in segmentations {
        effects.push(effect(segments)?);
    }
    let tested = |effect: &Option<SegmentEffect>| effect.and_then(|effect| effect.p_value);
    let adjusted = benjamini_hochberg(&effects.iter().filter_map(tested).collect::<Vec<f64>>())?;
    let with_test = effects.iter_mut().flatten().filter(|effect| effect.p_value.is_some());
    for (effect, p) in with_test.zip(adjusted) {
        effect.p_adjusted = Some(p);
    }
    Ok(effects)
}

fn effect(segments: &[&FacetTally]) -> Result<Option<SegmentEffect>, Error> {
    let Some(instrument) = segments.first().map(|tally| *tally.instrument()) else { return Ok(None) };
    if let Some(other) = segments.iter().find(|tally| *tally.instrument() != instrument) {
        return Err(Error::MixedInstruments { first: instrument, second: *other.instrument() });
    }
    let moments: Vec<(f64, f64, f64)> = segments.iter().filter_map(|tally| moments(tally)).collect();
    let weight: f64 = moments.iter().map(|moments| moments.0).sum();
    // sum w^2 = (sum w)^2 / n_e of each segment, as shares of the largest scale there is.
    let squares: f64 = segments
        .iter()
        .filter(|tally| tally.answer_count() > 0)
        .map(|tally| (tally.weight() / weight).powi(2) / tally.effective_answers())
        .sum();
    let mut one_way = OneWay::default();
    for (of_segment, mean, square) in moments {
        let n = of_segment / weight / squares;
        one_way.add(n, mean, n * square);
    }
    Ok(one_way.variances().map(|variances| {
        let test = variances.test();
        SegmentEffect {
            segment_count: one_way.groups(),
            n_effective: variances.n,
            eta_squared: variances.eta_squared,
            icc1: variances.icc1(),
            statistic: test.map(|test| test.statistic),
            degrees: test.map(|test| test.degrees),
            p_value: test.map(|test| test.p_value),
            p_adjusted: None,
            unit: instrument.unit(),
        }
    }))
}

/// Weight, mean and mean square about it, of what the instrument makes of each answer.
fn moments(tally: &FacetTally) -> Option<(f64, f64, f64)> {
    let mean = tally.mean()?;
    let weight = tally.weight();
    Some(match tally.instrument().statistic() {
        Statistic::NetPromoter { promoter, passive } => {
            let (p, d) = (tally.weight_from(promoter) / weight, tally.weight_below(passive) / weight);
            (weight, 100.0 * (p - d), (1e4 * (p + d - (p - d) * (p - d))).max(0.0))
        }
        Statistic::TopBox { cut } => {
            let share = tally.weight_from(cut) / weight;
            (weight, share, share * (1.0 - share))
        }
        _ => (weight, mean, tally.squares_about(mean) / weight),
    })
}
