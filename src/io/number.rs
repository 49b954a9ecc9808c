//! Whole numbers that are written otherwise: `3.0`, `1e+05`, `1704103200.0`.

/// Most digits of a whole number that is written otherwise.
const DIGITS: usize = 40;

/// The digits, with their sign, of a decimal number that is whole; without rounding.
pub(crate) fn whole_digits(text: &str) -> Option<String> {
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
    let digits = format!("{whole}{fraction}");
    let zeros = i64::from(exponent) - fraction.len() as i64;
    let digits = if zeros >= 0 {
        let zeros = usize::try_from(zeros).ok().filter(|&zeros| zeros <= DIGITS)?;
        digits + &"0".repeat(zeros)
    } else {
        let kept = digits.len().checked_sub(usize::try_from(-zeros).ok()?)?;
        let (kept, dropped) = digits.split_at(kept);
        if !dropped.bytes().all(|byte| byte == b'0') {
            return None;
        }
        if kept.is_empty() { "0".to_owned() } else { kept.to_owned() }
    };
    (digits.len() <= DIGITS).then(|| format!("{sign}{digits}"))
}
