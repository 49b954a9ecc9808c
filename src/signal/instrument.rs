//! Survey question types, each bound to its scale and its statistic.

use std::fmt;

use super::{Error, Scale, TopBox};

/// A survey question type: it knows its scale, what is computed from the answers, in which unit, and how that becomes
/// points on 0..100.
///
/// Answers of one instrument never mix with those of another. In files and JSON an instrument is written as its name:
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
/// | `points` | any value already in points | mean | as it is |
/// | `rating:MIN-MAX[:step=STEP][:lower]` | any scale; `lower` is better | mean | 100 (x-MIN)/(MAX-MIN), or reversed |
///
/// `MIN..MAX` may stand for `MIN-MAX`, and is what is written for negative bounds.
///
/// NPS buckets partition every real value: 8.5 is passive and 6.5 a detractor. CES 1.0 runs the other way and is
/// another question: write it as `rating:1-5:lower`.
///
/// Sources: Reichheld 2003 (NPS, Harvard Business Review 81(12)); Dixon, Freeman and Toman 2010 and CEB 2013 (CES,
/// CES 2.0); Brooke 1996 (SUS, in *Usability Evaluation in Industry*); Lewis, Utesch and Maher 2013 (UMUX-Lite,
/// doi:10.1145/2470654.2481287).
///
/// ```
/// use total_experience::signal::Instrument;
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
    /// A value already in points, 0..100.
    Points,
    /// Any scale, summarised by its mean.
    Rating(Scale),
}

/// What is computed from the answers to an [`Instrument`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Statistic {
    /// `100 (P - D)`: share from `promoter` on less share below `passive`.
    NetPromoter {
        /// The lowest answer of a promoter.
        promoter: f64,
        /// The lowest answer of a passive; below are the detractors.
        passive: f64,
    },
    /// Share of answers from `cut` on.
    TopBox {
        /// The lowest answer that counts.
        cut: f64,
    },
    /// Mean of the answers.
    Mean,
}

/// The unit of an instrument's statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ScoreUnit {
    /// Net promoter points, -100..100. Not a percentage, and never the subject of a ratio.
    NetPromoter,
    /// A share, 0..1.
    Share,
    /// The units of the scale, between its bounds.
    Scale {
        /// Lower bound.
        min: f64,
        /// Upper bound.
        max: f64,
    },
}

const SUS_ITEMS: usize = 10;
const UMUX_LITE_ITEMS: usize = 2;

impl Instrument {
    /// The scale of one respondent's value (for SUS and UMUX-Lite the combined value, not the items).
    pub const fn scale(&self) -> Scale {
        match self {
            Self::Nps | Self::Enps => Scale::real(0, 10),
            Self::NpsTenPoint => Scale::real(1, 10),
            Self::NpsFivePoint => Scale::real(1, 5),
            Self::Csat(rule) => rule.scale(),
            Self::Ces2 | Self::Ces2Share => Scale::whole(1, 7),
            Self::Sus => Scale::percent_in(40),
            Self::UmuxLite => Scale::percent_in(12),
            Self::Points => Scale::real(0, 100),
            Self::Rating(scale) => *scale,
        }
    }

    /// What is computed from the answers.
    pub const fn statistic(&self) -> Statistic {
        match self {
            Self::Nps | Self::Enps | Self::NpsTenPoint => {
                Statistic::NetPromoter { promoter: 9.0, passive: 7.0 }
            }
            Self::NpsFivePoint => Statistic::NetPromoter { promoter: 5.0, passive: 4.0 },
            Self::Csat(rule) => Statistic::TopBox { cut: rule.cut() },
            Self::Ces2Share => Statistic::TopBox { cut: 5.0 },
            Self::Ces2 | Self::Sus | Self::UmuxLite | Self::Points | Self::Rating(_) => Statistic::Mean,
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
    pub const fn items(&self) -> usize {
        match self {
            Self::Sus => SUS_ITEMS,
            Self::UmuxLite => UMUX_LITE_ITEMS,
            _ => 1,
        }
    }

    /// The scale of one item: that of the value for instruments of one item.
    pub const fn item_scale(&self) -> Scale {
        match self {
            Self::Sus => Scale::whole(1, 5),
            Self::UmuxLite => Scale::whole(1, 7),
            _ => self.scale(),
        }
    }

    /// One respondent's value from the items: `None` when an item is missing, since no item is imputed.
    ///
    /// * SUS: `2.5 (sum over odd items (x-1) + sum over even items (5-x))`
    /// * UMUX-Lite: `100 (x1 + x2 - 2) / 12`
    /// * all others: the single item
    ///
    /// # Errors
    /// [`Error::ItemCount`]; for a wrong item [`Error::Item`], or the error of [`Scale::check`] itself when the
    /// instrument has one item.
    pub fn value(&self, items: &[Option<f64>]) -> Result<Option<f64>, Error> {
        let expected = self.items();
        if items.len() != expected {
            return Err(Error::ItemCount { instrument: *self, expected, found: items.len() });
        }
        let scale = self.item_scale();
        for (at, item) in items.iter().enumerate() {
            let Some(item) = *item else { continue };
            scale.check(item).map_err(|error| match expected {
                1 => error,
                _ => Error::Item { instrument: *self, item: at + 1, source: Box::new(error) },
            })?;
        }
        let Some(items) = items.iter().copied().collect::<Option<Vec<f64>>>() else { return Ok(None) };
        Ok(match self {
            Self::Sus => {
                let steps = |(at, x): (usize, &f64)| if at % 2 == 0 { x - 1.0 } else { 5.0 - x };
                Some(2.5 * items.iter().enumerate().map(steps).sum::<f64>())
            }
            Self::UmuxLite => Some(100.0 * (items.iter().sum::<f64>() - 2.0) / 12.0),
            _ => items.first().copied(),
        })
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

impl fmt::Display for ScoreUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NetPromoter => f.pad("NPS"),
            Self::Share => f.pad("share"),
            Self::Scale { min, max } => f.pad(&format!("{min}..{max}")),
        }
    }
}

impl serde::Serialize for ScoreUnit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
