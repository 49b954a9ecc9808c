//! Check of the items of one respondent: their number, and each on its scale.

use std::fmt;

use crate::signal::{Error, Scale};

/// The items, each on `scale`; `None` when one is missing. The instrument is only named in errors.
pub(crate) fn check_items(
    items: &[Option<f64>],
    expected: usize,
    scale: &Scale,
    instrument: &impl fmt::Display,
) -> Result<Option<Vec<f64>>, Error> {
    if items.len() != expected {
        return Err(Error::ItemCount { instrument: instrument.to_string(), expected, found: items.len() });
    }
    for (at, item) in items.iter().enumerate() {
        let Some(item) = *item else { continue };
        scale.check(item).map_err(|error| match expected {
            1 => error,
            _ => Error::Item { instrument: instrument.to_string(), item: at + 1, source: Box::new(error) },
        })?;
    }
    Ok(items.iter().copied().collect())
}
