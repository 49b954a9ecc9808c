//! Names of instruments in files and JSON: the table is in the docs of [`Instrument`].

use std::fmt;
use std::str::FromStr;

use super::{Instrument, Servqual, Sla, TopBox, Weights};
use crate::model::names::as_text;
use crate::signal::scale::{bounds, number};
use crate::signal::{Error, Scale};

impl fmt::Display for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nps => "nps",
            Self::NpsTenPoint => "nps:1-10",
            Self::NpsFivePoint => "nps:5-point",
            Self::Enps => "enps",
            Self::Csat(_) => "csat",
            Self::Ces2 => "ces2",
            Self::Ces2Share => "ces2:share",
            Self::Sus => "sus",
            Self::UmuxLite => "umux_lite",
            Self::Servqual(_) => "",
            Self::Disconfirmation => "disconfirmation",
            Self::Acsi(_) => "acsi",
            Self::Triad(_) => "triad",
            Self::PerceivedValue => "perceived_value",
            Self::Repurchase => "repurchase",
            Self::RepurchaseShare => "repurchase:share",
            Self::PromiseGap(_) => "promise_gap:",
            Self::PriceGap(_) => "price_gap:",
            Self::Sla(_) => "sla",
            Self::Points => "points",
            Self::Rating(_) => "rating:",
        })?;
        match self {
            Self::Csat(rule) => rule.fmt_suffix(f),
            Self::Servqual(form) => form.fmt(f),
            Self::Acsi(weights) | Self::Triad(weights) => weights.fmt_suffix(f),
            Self::Sla(level) => level.fmt_suffix(f),
            Self::Rating(scale) | Self::PromiseGap(scale) | Self::PriceGap(scale) => scale.fmt(f),
            _ => Ok(()),
        }
    }
}

impl FromStr for Instrument {
    type Err = Error;

    /// Reads a name from the table of [`Instrument`], in upper or lower case; `UMUX-Lite` is `umux_lite`.
    ///
    /// # Errors
    /// [`Error::UnknownInstrument`], or what is wrong with the scale or preset it names.
    fn from_str(text: &str) -> Result<Self, Error> {
        let unknown = || Error::UnknownInstrument { text: text.to_owned() };
        let lower = text.to_ascii_lowercase();
        let mut parts = lower.split(':');
        let name = parts.next().unwrap_or_default().replace('-', "_");
        let parts: Vec<&str> = parts.collect();
        let points = |text: &str| text.parse::<u8>().map_err(|_| unknown());
        let number = |text: &str| number(text).ok_or_else(unknown);
        let bounds = |text: &str| bounds(text).ok_or_else(unknown);
        Ok(match (name.as_str(), parts.as_slice()) {
            ("nps", []) => Self::Nps,
            ("nps", ["1-10"]) => Self::NpsTenPoint,
            ("nps", ["5-point"]) => Self::NpsFivePoint,
            ("enps", []) => Self::Enps,
            ("csat", []) => Self::Csat(TopBox::FIVE_POINT),
            ("csat", ["formbricks", count]) => Self::Csat(TopBox::formbricks(points(count)?)?),
            ("csat", ["glint", count]) => Self::Csat(TopBox::glint(points(count)?)?),
            ("csat", [range, cut]) => {
                let (min, max) = bounds(range)?;
                Self::Csat(TopBox::custom(min..=max, number(cut)?)?)
            }
            ("ces2", []) => Self::Ces2,
            ("ces2", ["share"]) => Self::Ces2Share,
            ("sus", []) => Self::Sus,
            ("umux_lite", []) => Self::UmuxLite,
            ("servqual", rest) => Self::Servqual(Servqual::gap().with_weights(weights(rest, &unknown)?)),
            ("servperf", rest) => {
                Self::Servqual(Servqual::performance().with_weights(weights(rest, &unknown)?))
            }
            ("disconfirmation", []) => Self::Disconfirmation,
            ("acsi", rest) => Self::Acsi(weights(rest, &unknown)?),
            ("triad", rest) => Self::Triad(weights(rest, &unknown)?),
            ("perceived_value", []) => Self::PerceivedValue,
            ("repurchase", []) => Self::Repurchase,
            ("repurchase", ["share"]) => Self::RepurchaseShare,
            ("promise_gap", rest) => Self::PromiseGap(scale(rest, &unknown)?),
            ("price_gap", rest) => Self::PriceGap(scale(rest, &unknown)?),
            ("sla", rest) => Self::Sla(sla(rest, &unknown)?),
            ("points", []) => Self::Points,
            ("rating", rest) => Self::Rating(scale(rest, &unknown)?),
            _ => return Err(unknown()),
        })
    }
}

/// `MIN-MAX[:step=STEP][:lower]`.
fn scale(parts: &[&str], unknown: &impl Fn() -> Error) -> Result<Scale, Error> {
    Scale::parse(parts).ok_or_else(unknown)?
}

/// Nothing, or `MIN-MAX:TARGET`; then `[:share=S][:window=W]`.
fn sla(parts: &[&str], unknown: &impl Fn() -> Error) -> Result<Sla, Error> {
    let (mut level, mut options) = (Sla::kept(), parts);
    if let [range, target, after @ ..] = parts
        && !range.contains('=')
    {
        let (min, max) = bounds(range).ok_or_else(unknown)?;
        (level, options) = (Sla::within(min..=max, number(target).ok_or_else(unknown)?)?, after);
    }
    if let [share, after @ ..] = options
        && let Some(share) = share.strip_prefix("share=")
    {
        (level, options) = (level.with_share(number(share).ok_or_else(unknown)?)?, after);
    }
    if let [window, after @ ..] = options
        && let Some(window) = window.strip_prefix("window=")
    {
        (level, options) = (level.with_window(window.parse().map_err(|_| unknown())?)?, after);
    }
    if options.is_empty() { Ok(level) } else { Err(unknown()) }
}

/// No weights, or `w=A/B/C`.
fn weights<const N: usize>(parts: &[&str], unknown: &impl Fn() -> Error) -> Result<Weights<N>, Error> {
    match parts {
        [] => Ok(Weights::EQUAL),
        [text] => Weights::parse(text).ok_or_else(unknown)?,
        _ => Err(unknown()),
    }
}

as_text!(Instrument);
