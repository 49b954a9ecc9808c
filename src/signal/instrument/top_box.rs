//! Top-box rules of CSAT: the lowest answer that counts as satisfied.

use std::fmt;
use std::ops::RangeInclusive;

use crate::signal::{Error, Scale};

/// Rule behind a CSAT share: a scale and the lowest answer that counts as satisfied.
///
/// Tools differ in it without saying so; here it always has a name.
///
/// | Rule | Scale | Satisfied |
/// |---|---|---|
/// | [`TopBox::FIVE_POINT`] (default) | 1-5 | 4, 5 |
/// | [`TopBox::formbricks`] 3, 4, 5, 6, 7, 10 points | 1-N | top 1, 2, 2, 2, 2, 3 |
/// | [`TopBox::glint`] 4, 6, 7, 8, 9, 10 points | 1-N | top 1, 3, 2, 3, 3, 3 |
/// | [`TopBox::glint`] 11 points | 0-10 | 9, 10 |
/// | [`TopBox::custom`] | every real value | from the cut |
///
/// The preset rules are those of the tools' published source code or help pages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TopBox {
    rule: Rule,
    scale: Scale,
    cut: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    FivePoint,
    Formbricks,
    Glint,
    Custom,
}

impl TopBox {
    /// 4 and 5 of 1-5: the most common rule.
    pub const FIVE_POINT: Self = Self::top(Rule::FivePoint, 5, 2);

    const fn top(rule: Rule, points: u8, boxes: u8) -> Self {
        Self { rule, scale: Scale::whole(1, points as i16), cut: (points - boxes + 1) as f64 }
    }

    /// The rule of the survey tool Formbricks for a scale of this many points.
    ///
    /// # Errors
    /// [`Error::Preset`] for other numbers than 3, 4, 5, 6, 7, 10.
    pub const fn formbricks(points: u8) -> Result<Self, Error> {
        let boxes = match points {
            3 => 1,
            4..=7 => 2,
            10 => 3,
            _ => return Err(Error::Preset { preset: "formbricks", points, known: "3, 4, 5, 6, 7, 10" }),
        };
        Ok(Self::top(Rule::Formbricks, points, boxes))
    }

    /// The favourable share of Microsoft Viva Glint for a scale of this many points; 11 points are 0-10.
    ///
    /// # Errors
    /// [`Error::Preset`] for other numbers than 4, 6, 7, 8, 9, 10, 11.
    pub const fn glint(points: u8) -> Result<Self, Error> {
        let boxes = match points {
            4 => 1,
            7 => 2,
            6 | 8..=10 => 3,
            11 => return Ok(Self { rule: Rule::Glint, scale: Scale::whole(0, 10), cut: 9.0 }),
            _ => return Err(Error::Preset { preset: "glint", points, known: "4, 6, 7, 8, 9, 10, 11" }),
        };
        Ok(Self::top(Rule::Glint, points, boxes))
    }

    /// The rule for every real answer in a range, satisfied from `cut` on.
    ///
    /// # Errors
    /// [`Error::ScaleBounds`]; [`Error::TopBoxCut`] unless the cut is in the range and above its start.
    pub fn custom(range: RangeInclusive<f64>, cut: f64) -> Result<Self, Error> {
        let (min, max) = range.into_inner();
        let scale = Scale::new(min, max)?;
        if cut > min && cut <= max {
            Ok(Self { rule: Rule::Custom, scale, cut: cut + 0.0 })
        } else {
            Err(Error::TopBoxCut { cut, min, max })
        }
    }

    /// The scale of the answers.
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// The lowest answer that counts as satisfied.
    pub const fn cut(&self) -> f64 {
        self.cut
    }

    /// What stands behind `csat` in the instrument's name.
    pub(crate) fn fmt_suffix(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let points = if self.scale.min() == 0.0 { self.scale.steps() + 1 } else { self.scale.max() as u32 };
        match self.rule {
            Rule::FivePoint => Ok(()),
            Rule::Formbricks => write!(f, ":formbricks:{points}"),
            Rule::Glint => write!(f, ":glint:{points}"),
            Rule::Custom => {
                f.write_str(":")?;
                self.scale.fmt_bounds(f)?;
                write!(f, ":{}", self.cut)
            }
        }
    }
}

impl Default for TopBox {
    fn default() -> Self {
        Self::FIVE_POINT
    }
}
