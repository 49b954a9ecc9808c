//! Gap instruments: promised less delivered, and saving against a reference price.

use crate::signal::{Error, Scale};

/// `promised - delivered`, in the unit of both: above zero when a time or a price was kept with room to spare.
pub(crate) fn of_promise(items: &[f64], scale: &Scale) -> Result<f64, Error> {
    let (promised, delivered) = pair(items);
    checked(promised - delivered, scale)
}

/// `100 (reference - paid) / reference`: what was saved against the reference price, in per cent.
pub(crate) fn of_price(items: &[f64], scale: &Scale) -> Result<f64, Error> {
    let (reference, paid) = pair(items);
    if reference <= 0.0 {
        return Err(Error::Reference { reference });
    }
    checked(100.0 * (reference - paid) / reference, scale)
}

fn pair(items: &[f64]) -> (f64, f64) {
    (items.first().copied().unwrap_or_default(), items.get(1).copied().unwrap_or_default())
}

fn checked(gap: f64, scale: &Scale) -> Result<f64, Error> {
    scale.check(gap)?;
    Ok(gap)
}
