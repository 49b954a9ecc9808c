//! Numbers that are written otherwise than as whole digits: `3.0`, `1e+05`, `1704103200.25`.

/// Most digits of a whole number that is written otherwise.
const DIGITS: usize = 38;

#[cfg(feature = "csv")]
/// The digits, with their sign, of a decimal number that is whole; without rounding.
pub(crate) fn whole_digits(text: &str) -> Option<String> {
    let decimal = Decimal::of(text)?;
    let (digits, dropped) = decimal.shifted(0)?;
    (dropped.bytes().all(|byte| byte == b'0')).then(|| format!("{}{digits}", decimal.sign))
}

/// A decimal number in units of so many decimals, rounded down: 1.25 in units of 3 decimals is 1250.
pub(crate) fn decimal_units(text: &str, decimals: u32) -> Option<i128> {
    let decimal = Decimal::of(text)?;
    let (digits, dropped) = decimal.shifted(decimals.into())?;
    let units: i128 = digits.parse().ok()?;
    let is_more = dropped.bytes().any(|byte| byte != b'0');
    Some(if decimal.sign.is_empty() { units } else { -units - i128::from(is_more) })
}

/// A number as its digits and the power of ten behind them.
struct Decimal<'a> {
    sign: &'a str,
    digits: String,
    power: i64,
}

impl<'a> Decimal<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let (sign, text) = match text.strip_prefix('-') {
            Some(text) => ("-", text),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = match number.split_once('.') {
            Some((_, "")) => return None,
            Some((whole, fraction)) => (whole, fraction.trim_end_matches('0')),
            None => (number, ""),
        };
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let power = i64::from(exponent) - fraction.len() as i64;
        Some(Self { sign, digits: format!("{whole}{fraction}"), power })
    }

    /// The digits of the number times a power of ten, and those behind its point.
    fn shifted(&self, decimals: i64) -> Option<(String, &str)> {
        let zeros = self.power + decimals;
        let (digits, dropped) = if zeros >= 0 {
            let zeros = usize::try_from(zeros).ok().filter(|&zeros| zeros <= DIGITS)?;
            (self.digits.clone() + &"0".repeat(zeros), "")
        } else {
            let dropped = usize::try_from(-zeros).ok()?.min(self.digits.len());
            let (kept, dropped) = self.digits.split_at(self.digits.len() - dropped);
            (if kept.is_empty() { "0".to_owned() } else { kept.to_owned() }, dropped)
        };
        (digits.len() <= DIGITS).then_some((digits, dropped))
    }
}
