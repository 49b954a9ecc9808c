//! Times of the events of an XES log: all of them have one, or none.

use crate::io::Error;
use crate::io::event_log::sink::UNTIMED;
use crate::model::time::ParsedTime;

/// Whether events have times, as far as they were read.
#[derive(Debug, Default)]
pub(crate) enum Timing {
    /// There was no event yet.
    #[default]
    Open,
    Timed,
    /// With the error of the first event, should another have a time.
    Untimed(Box<Error>),
}

impl Timing {
    pub(crate) fn is_untimed(&self) -> bool {
        matches!(self, Self::Untimed(_))
    }

    /// Takes the time of an event, or the error that it has none. A key of times that is named must be there.
    pub(crate) fn take(
        &mut self,
        time: Option<ParsedTime>,
        is_named: bool,
        without: impl FnOnce() -> Error,
    ) -> Result<ParsedTime, Error> {
        match (std::mem::take(self), time) {
            (Self::Open | Self::Timed, Some(time)) => {
                *self = Self::Timed;
                Ok(time)
            }
            (Self::Untimed(first), Some(_)) => Err(*first),
            (Self::Timed, None) => Err(without()),
            (Self::Open, None) if is_named => Err(without()),
            (Self::Open, None) => {
                *self = Self::Untimed(Box::new(without()));
                Ok(UNTIMED)
            }
            (first @ Self::Untimed(_), None) => {
                *self = first;
                Ok(UNTIMED)
            }
        }
    }
}
