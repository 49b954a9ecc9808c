//! Times of one column, read in the order of the file.

use super::TimeFormat;
use super::fixed::FixedTimes;
use crate::model::time::text::parse_text;
use crate::model::time::{DateOrder, ParsedTime, TimeFault};

/// Reads the times of a column, and keeps what they say about the order of day and month.
#[derive(Clone, Debug)]
pub(crate) struct TimeColumn {
    format: TimeFormat,
    is_text: bool,
    fixed: FixedTimes,
    /// As it is declared, or found so far.
    order: Option<DateOrder>,
    /// As some time was read by it.
    used: Option<DateOrder>,
}

impl TimeColumn {
    pub(crate) fn new(format: &TimeFormat) -> Self {
        let is_text = matches!(format, TimeFormat::Text | TimeFormat::DayFirst | TimeFormat::MonthFirst);
        let order = format.date_order();
        Self { format: format.clone(), is_text, fixed: FixedTimes::default(), order, used: None }
    }

    /// Looks at a text ahead: it may say whether the day or the month stands first. Whether more texts are of use.
    #[cfg(feature = "csv")]
    pub(crate) fn look(&mut self, text: &str) -> bool {
        if self.is_text && self.order.is_none() && self.fixed.parse(text.as_bytes()).is_none() {
            self.order = parse_text(text, None).ok().and_then(|(_, order)| order);
        }
        self.is_text && self.order.is_none()
    }

    /// The time that a text of the most usual form says, without space around it.
    #[inline]
    pub(crate) fn parse_fixed(&mut self, text: &[u8]) -> Option<ParsedTime> {
        if self.is_text { self.fixed.parse(text) } else { None }
    }

    /// The time that a text says.
    pub(crate) fn parse(&mut self, text: &str) -> Result<ParsedTime, TimeFault> {
        if let Some(time) = self.parse_fixed(text.as_bytes()) {
            return Ok(time);
        }
        if !self.is_text {
            return self.format.parse(text);
        }
        let (time, order) = parse_text(text, self.order)?;
        self.used = order.or(self.used);
        self.order = self.order.or(order);
        Ok(time)
    }

    /// The order of day and month by which some time was read.
    pub(crate) fn date_order(&self) -> Option<DateOrder> {
        self.used
    }

    /// The order of day and month by which the times that are not read yet will be read, as far as it is known.
    #[cfg(feature = "csv")]
    pub(crate) fn settled(&self) -> Option<DateOrder> {
        self.order
    }

    /// A column that reads times behind those of this one by what is settled.
    #[cfg(feature = "csv")]
    pub(crate) fn part(&self) -> Self {
        Self { used: None, ..self.clone() }
    }

    /// Takes note of the times that a part of it read.
    #[cfg(feature = "csv")]
    pub(crate) fn join(&mut self, behind: &Self) {
        self.used = behind.used.or(self.used);
    }
}
