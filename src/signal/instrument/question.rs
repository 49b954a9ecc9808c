//! Instrument: a survey question type or operational measure, bound to its scale and statistic.

use super::items::check_items;
use super::{ScoreUnit, Servqual, Sla, Statistic, TopBox, Weights, acsi, gap, sus};
use crate::signal::{Error, Scale};

/// Survey question type or operational measure, with its scale, statistic and unit.
///
/// It says what is computed from the answers, and how that becomes points on 0..100. Answers of one instrument never mix
/// with those of another. In files and JSON an instrument is written as its name:
///
/// | Name | Question | Statistic | Points |
/// |---|---|---|---|
/// | `nps` | likelihood to recommend, 0-10 | net promoter, >= 9 less < 7 | (NPS + 100)/2 |
/// | `nps:1-10` | the same question on 1-10 | the same cuts | |
/// | `nps:5-point` | the same on 1-5 | net promoter, 5 less < 4 | |
/// | `enps` | would you recommend working here, 0-10 | as `nps` | |
/// | `csat` | satisfaction, 1-5 | share of 4 and 5 | 100 share |
/// | `csat:formbricks:POINTS`, `csat:glint:POINTS` | satisfaction | share by the tool's rule, see [`TopBox`] | |
/// | `csat:MIN-MAX:CUT` | satisfaction, real values | share >= CUT | |
/// | `ces2` | "made it easy", 1-7 agreement; higher is easier | mean | 100 (x-1)/6 |
/// | `ces2:share` | the same | share >= 5 | 100 share |
/// | `sus` | System Usability Scale, 10 items 1-5 | mean of 0..100 | as it is |
/// | `umux_lite` | UMUX-Lite, 2 items 1-7 | mean of 0..100 | as it is |
/// | `servqual[:w=A/B/C/D/E]`, `servperf[:w=..]` | 44 or 22 items 1-7, see [`Servqual`] | mean of -6..6, of 1..7 | 100 (x+6)/12, 100 (x-1)/6 |
/// | `disconfirmation` | "worse or better than expected", -3..3, 0 as expected | mean | 100 (x+3)/6 |
/// | `acsi[:w=A/B/C]` | satisfaction, against expectation, against the ideal, each 1-10 | mean of 0..100, see [`acsi_index`](super::acsi_index) | as it is |
/// | `triad[:w=A/B/C]` | success, ease of effort, emotion, each 0..100 | mean of their weighted mean | as it is |
/// | `perceived_value` | price given quality, quality given price, each 1-10 | mean of 0..100 | as it is |
/// | `repurchase` | likelihood to buy again, 1-10 | mean | 100 (x-1)/9 |
/// | `repurchase:share` | the same on 1-5 | share of 4 and 5 | 100 share |
/// | `promise_gap:MIN..MAX` | promised, delivered (a time or a price) | mean of promised - delivered | 100 (x-MIN)/(MAX-MIN) |
/// | `price_gap:MIN..MAX` | reference price, price paid | mean of 100 (reference - paid)/reference | 100 (x-MIN)/(MAX-MIN) |
/// | `sla` | 1 kept, 0 not | share kept | 100 share |
/// | `sla:MIN-MAX:TARGET[:share=S][:window=W]` | a measured value, see [`Sla`] | share at or below TARGET | 100 share |
/// | `points` | any value already in points | mean | as it is |
/// | `rating:MIN-MAX[:step=STEP][:lower]` | any scale; `lower` is better | mean | 100 (x-MIN)/(MAX-MIN), or reversed |
///
/// `MIN..MAX` may stand for `MIN-MAX`, and is what is written for negative bounds.
///
/// NPS buckets partition every real value: 8.5 is passive and 6.5 a detractor. CES 1.0 runs the other way and is
/// another question: write it as `rating:1-5:lower`.
///
/// Several items are one answer, joined by [`value`](Self::value); in files they are separated by `|`. Weights are in
/// the order of the items (for SERVQUAL of the dimensions), any scale, equal unless given. In the triad effort is asked
/// as ease: 100 is effortless. A gap above zero is good news (earlier, cheaper than promised); its bounds say how large
/// one can be, and a larger one is an error. A gap that is known as such is a `rating`.
///
/// Sources: Reichheld 2003 (NPS, Harvard Business Review 81(12)); Dixon, Freeman and Toman 2010 and CEB 2013 (CES,
/// CES 2.0); Brooke 1996 (SUS, in *Usability Evaluation in Industry*); Lewis, Utesch and Maher 2013 (UMUX-Lite,
/// doi:10.1145/2470654.2481287); Parasuraman, Zeithaml and Berry 1988 (SERVQUAL); Oliver 1980 (disconfirmation,
/// doi:10.1177/002224378001700405); Fornell and others 1996 (ACSI, perceived value, repurchase likelihood,
/// doi:10.1177/002224299606000403); Thaler 1985 (reference price, doi:10.1287/mksc.4.3.199). The triad is the common
/// reading of experience indices (success, effort, emotion) without any vendor's weights.
///
/// ```
/// use total_experience::signal::instrument::Instrument;
///
/// let sus: Instrument = "sus".parse()?;
/// let items = [4, 2, 5, 1, 4, 2, 5, 2, 4, 1].map(|item| Some(f64::from(item)));
/// assert_eq!(sus.value(&items)?, Some(85.0));
/// assert_eq!("csat:glint:11".parse::<Instrument>()?.to_string(), "csat:glint:11");
/// # Ok::<(), total_experience::signal::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Instrument {
    /// Net promoter score, 0-10.
    Nps,
    /// Net promoter score asked on 1-10, with the cuts of 0-10.
    NpsTenPoint,
    /// Net promoter score asked on 1-5: 5 promotes, 4 is passive.
    NpsFivePoint,
    /// Employee net promoter score, 0-10.
    Enps,
    /// Customer satisfaction as a top-box share.
    Csat(TopBox),
    /// Customer effort score 2.0 as a mean on 1-7: higher is easier.
    Ces2,
    /// Customer effort score 2.0 as the share that agrees (5, 6, 7).
    Ces2Share,
    /// System Usability Scale: ten items on 1-5, 0..100 per respondent.
    Sus,
    /// UMUX-Lite: two items on 1-7, 0..100 per respondent; see [`Instrument::sus_equivalent`].
    UmuxLite,
    /// SERVQUAL or SERVPERF: service quality in five dimensions.
    Servqual(Servqual),
    /// Direct disconfirmation: -3 much worse, 0 as expected, 3 much better than expected.
    Disconfirmation,
    /// ACSI-type index of three items on 1-10, with weights.
    Acsi(Weights<3>),
    /// Success, ease of effort and emotion, each 0..100, with weights.
    Triad(Weights<3>),
    /// Perceived value: price given quality and quality given price, 1-10 each, 0..100 per respondent.
    PerceivedValue,
    /// Likelihood to buy again, 1-10.
    Repurchase,
    /// Intention to buy again on 1-5 as the share of 4 and 5.
    RepurchaseShare,
    /// Promised less delivered, within the bounds of the scale.
    PromiseGap(Scale),
    /// Per cent saved against a reference price, within the bounds of the scale.
    PriceGap(Scale),
    /// Share of cases that keep a service level.
    Sla(Sla),
    /// A value already in points, 0..100.
    Points,
    /// Any scale, summarised by its mean.
    Rating(Scale),
}

impl Instrument {
    /// The scale of one respondent's value: the combined value, not the items.
    pub const fn scale(&self) -> Scale {
        match self {
            Self::Nps | Self::Enps => Scale::real(0, 10),
            Self::NpsTenPoint => Scale::real(1, 10),
            Self::NpsFivePoint => Scale::real(1, 5),
            Self::Csat(rule) => rule.scale(),
            Self::Ces2 | Self::Ces2Share => Scale::whole(1, 7),
            Self::Sus => Scale::percent_in(40),
            Self::UmuxLite => Scale::percent_in(12),
            Self::Servqual(form) => form.scale(),
            Self::Disconfirmation => Scale::whole(-3, 3),
            Self::PerceivedValue => Scale::percent_in(18),
            Self::Repurchase => Scale::whole(1, 10),
            Self::RepurchaseShare => Scale::whole(1, 5),
            Self::Sla(_) => Scale::whole(0, 1),
            Self::Points | Self::Acsi(_) | Self::Triad(_) => Scale::real(0, 100),
            Self::Rating(scale) | Self::PromiseGap(scale) | Self::PriceGap(scale) => *scale,
        }
    }

    /// The statistic computed from the answers.
    pub const fn statistic(&self) -> Statistic {
        match self {
            Self::Nps | Self::Enps | Self::NpsTenPoint => {
                Statistic::NetPromoter { promoter: 9.0, passive: 7.0 }
            }
            Self::NpsFivePoint => Statistic::NetPromoter { promoter: 5.0, passive: 4.0 },
            Self::Csat(rule) => Statistic::TopBox { cut: rule.cut() },
            Self::Ces2Share => Statistic::TopBox { cut: 5.0 },
            Self::RepurchaseShare => Statistic::TopBox { cut: 4.0 },
            Self::Sla(_) => Statistic::TopBox { cut: 1.0 },
            Self::Ces2
            | Self::Sus
            | Self::UmuxLite
            | Self::Servqual(_)
            | Self::Disconfirmation
            | Self::Acsi(_)
            | Self::Triad(_)
            | Self::PerceivedValue
            | Self::Repurchase
            | Self::PromiseGap(_)
            | Self::PriceGap(_)
            | Self::Points
            | Self::Rating(_) => Statistic::Mean,
        }
    }

    /// The unit of the statistic.
    pub const fn unit(&self) -> ScoreUnit {
        match self.statistic() {
            Statistic::NetPromoter { .. } => ScoreUnit::NetPromoter,
            Statistic::TopBox { .. } => ScoreUnit::Share,
            Statistic::Mean => ScoreUnit::Scale { min: self.scale().min(), max: self.scale().max() },
        }
    }

    /// Number of items that make one respondent's value.
    pub const fn item_count(&self) -> usize {
        match self {
            Self::Sus => sus::SUS_ITEMS,
            Self::UmuxLite => sus::UMUX_LITE_ITEMS,
            Self::Servqual(form) => form.item_count(),
            Self::Acsi(_) | Self::Triad(_) => 3,
            Self::PerceivedValue | Self::PromiseGap(_) | Self::PriceGap(_) => 2,
            _ => 1,
        }
    }

    /// The scale of one item: that of the value for instruments of one item.
    pub const fn item_scale(&self) -> Scale {
        match self {
            Self::Sus => Scale::whole(1, 5),
            Self::UmuxLite | Self::Servqual(_) => Scale::whole(1, 7),
            Self::Acsi(_) | Self::PerceivedValue => Scale::whole(1, 10),
            Self::PromiseGap(_) | Self::PriceGap(_) => Scale::amount(),
            Self::Sla(level) => level.item_scale(),
            _ => self.scale(),
        }
    }

    /// One respondent's value from the items; `None` when an item is missing, since no item is imputed.
    ///
    /// The formulas are in the table of [`Instrument`]. A single item is the value itself. Only for [`Instrument::Sla`] the
    /// item is what was measured, and the value 1 or 0.
    ///
    /// # Errors
    /// [`Error::ItemCount`]; for a wrong item [`Error::Item`], or the error of [`Scale::check`] itself when the
    /// instrument has one item; for a gap that error when it is off the declared bounds, and [`Error::Reference`].
    pub fn value(&self, items: &[Option<f64>]) -> Result<Option<f64>, Error> {
        let Some(items) = check_items(items, self.item_count(), &self.item_scale(), self)? else {
            return Ok(None);
        };
        let first = items.first().copied().unwrap_or_default();
        Ok(Some(match self {
            Self::Sus => sus::sus(&items),
            Self::UmuxLite => sus::umux_lite(&items),
            Self::Servqual(form) => form.value(&items),
            Self::Acsi(weights) => acsi::of_items(&items, weights, &self.item_scale()),
            Self::Triad(weights) => acsi::of_items(&items, weights, &self.item_scale()),
            Self::PerceivedValue => acsi::of_items::<2>(&items, &Weights::EQUAL, &self.item_scale()),
            Self::PromiseGap(scale) => gap::of_promise(&items, scale)?,
            Self::PriceGap(scale) => gap::of_price(&items, scale)?,
            Self::Sla(level) => level.value(first),
            _ => first,
        }))
    }

    /// Points on 0..100 for a value of the statistic: `(NPS + 100)/2`, `100 share`, or [`Scale::points`] of a mean.
    pub fn points(&self, statistic: f64) -> f64 {
        match self.statistic() {
            Statistic::NetPromoter { .. } => (statistic + 100.0) / 2.0,
            Statistic::TopBox { .. } => 100.0 * statistic,
            Statistic::Mean => self.scale().points(statistic),
        }
    }

    /// The SUS score that corresponds to a UMUX-Lite score `u`: `0.65 u + 22.9`, so 22.9..87.9.
    ///
    /// A regression over products, not an identity: use it to place a product on the SUS norms, not to compare two
    /// close products (Lewis, Utesch and Maher 2013, doi:10.1145/2470654.2481287).
    pub fn sus_equivalent(u: f64) -> f64 {
        0.65 * u + 22.9
    }
}
