//! Numbers in the fields of a table, with the marks that the table is declared or found to use.

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::OnceLock;

use crate::io::number::whole_digits;
use crate::io::source::space::trimmed;
use crate::io::source::{DecimalMark, Separator, TableFormat, TableNotes, ThousandsMark};

/// Why a field is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberFault {
    /// It is none in any way of writing.
    Form,
    /// This mark may group thousands or begin decimals.
    Thousands(char),
    /// The table had another decimal mark before.
    Mixed(DecimalMark),
}

impl NumberFault {
    /// The `usual` form that was expected, and what to declare.
    pub(crate) fn expected(self, usual: &str) -> String {
        match self {
            Self::Form => usual.to_owned(),
            Self::Thousands(mark) => format!(
                "{usual} (`{mark}` may group thousands or begin decimals here: declare the thousands mark or the decimal \
                 mark)"
            ),
            Self::Mixed(mark) => format!(
                "{usual} (the decimal mark of the rows above is `{}`: write all numbers alike, or declare the decimal mark \
                 and the thousands mark)",
                mark.mark()
            ),
        }
    }
}

/// Reads the numbers of one table.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    format: TableFormat,
    notes: TableNotes,
    /// Set by the first number that has a mark; those behind it must have the same.
    seen: OnceLock<DecimalMark>,
}

impl Numbers {
    pub(crate) fn new(format: TableFormat, notes: TableNotes) -> Self {
        Self { format, notes, seen: OnceLock::new() }
    }

    /// The notes on the table, with the decimal mark that its numbers had.
    pub(crate) fn notes(&self) -> TableNotes {
        TableNotes { decimal_mark: self.seen(), ..self.notes }
    }

    /// The decimal mark that its numbers had so far.
    pub(crate) fn seen(&self) -> Option<DecimalMark> {
        self.seen.get().copied()
    }

    /// The number that `text` says; it may be infinite or none, as `f64` reads it.
    pub(crate) fn real(&self, text: &str) -> Result<f64, NumberFault> {
        if let Some(number) = self.short_decimal(text.as_bytes()) {
            return Ok(number);
        }
        let text = self.plain(trimmed(text), false)?;
        text.parse().map_err(|_| NumberFault::Form)
    }

    /// The number of up to fifteen digits, with a point among them or none, where that needs no look at any mark: most
    /// numbers of most tables. Digits and power of ten are exact, so that their quotient is the nearest `f64`.
    fn short_decimal(&self, text: &[u8]) -> Option<f64> {
        const POWERS: [f64; 16] =
            [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
        let (mut digits, mut whole, mut point) = (0_u32, 0_u64, None);
        for &byte in text.get(..text.len().min(17))? {
            match byte {
                b'0'..=b'9' => {
                    whole = 10 * whole + u64::from(byte - b'0');
                    digits += 1;
                }
                b'.' if point.is_none() => point = Some(digits),
                _ => return None,
            }
        }
        if !(1..=15).contains(&digits) || self.format.thousands.is_some() {
            return None;
        }
        let Some(point) = point else { return Some(whole as f64) };
        let is_known = match self.format.decimal_mark {
            None => self.notes.separator != Separator::Semicolon && self.seen() != Some(DecimalMark::Comma),
            Some(declared) => declared == DecimalMark::Point,
        };
        if !is_known {
            return None;
        }
        let _ = self.seen.set(DecimalMark::Point);
        Some(whole as f64 / POWERS.get((digits - point) as usize)?)
    }

    /// The whole number that `text` says, also as `3.0` or `1e+05`.
    pub(crate) fn whole<T: FromStr>(&self, text: &str) -> Result<T, NumberFault> {
        let text = text.trim();
        if let Ok(number) = text.parse() {
            return Ok(number);
        }
        let text = self.plain(text, true)?;
        whole_digits(&text).and_then(|digits| digits.parse().ok()).ok_or(NumberFault::Form)
    }

    /// The decimal mark of this table, as far as it is known.
    fn decimal_mark(&self) -> Option<DecimalMark> {
        let by_thousands = match self.format.thousands {
            Some(ThousandsMark::Point) => Some(DecimalMark::Comma),
            Some(ThousandsMark::Comma) => Some(DecimalMark::Point),
            _ => None,
        };
        self.format.decimal_mark.or(by_thousands)
    }

    /// The number with a point before its decimals and no thousands mark.
    fn plain<'a>(&self, text: &'a str, is_count: bool) -> Result<Cow<'a, str>, NumberFault> {
        let mut text = Cow::Borrowed(text);
        if let Some(mark) = self.format.thousands
            && text.contains(|found| mark.is(found))
        {
            text = Cow::Owned(without_thousands(&text, mark).ok_or(NumberFault::Form)?);
        }
        let Some(found) = text.chars().find(|found| matches!(found, '.' | ',')) else {
            return Ok(text);
        };
        let found = if found == '.' { DecimalMark::Point } else { DecimalMark::Comma };
        let is_semicolon = self.notes.separator == Separator::Semicolon;
        match self.decimal_mark() {
            Some(declared) if declared == found => {}
            Some(_) => return Err(NumberFault::Thousands(found.mark())),
            None => {
                let is_group = is_grouped(&text, found.mark());
                let is_certain = self.seen() == Some(found);
                let is_unsure =
                    is_group && (is_count || found == DecimalMark::Point && is_semicolon && !is_certain);
                if is_unsure || found == DecimalMark::Comma && !is_semicolon {
                    return Err(NumberFault::Thousands(found.mark()));
                }
                if let Some(seen) = self.seen().filter(|&seen| seen != found) {
                    return Err(NumberFault::Mixed(seen));
                }
            }
        }
        if text.contains('.') && text.contains(',') {
            return Err(NumberFault::Thousands(found.mark()));
        }
        if found == DecimalMark::Comma {
            text = Cow::Owned(text.replacen(',', ".", 1));
        }
        if text.bytes().any(|byte| byte.is_ascii_digit()) {
            let _ = self.seen.set(found);
        }
        Ok(text)
    }
}

/// Whether digits stand in groups of three after the first, which begins with no zero: `1.000`, `12,345,678`.
fn is_grouped(text: &str, mark: char) -> bool {
    let mut groups = text.trim_start_matches(['+', '-']).split(mark);
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len())
        && digits(first)
        && !first.starts_with('0')
        && text.contains(mark)
        && groups.all(|group| group.len() == 3 && digits(group))
}

/// The number without its thousands marks, which must stand before three digits each.
fn without_thousands(text: &str, mark: ThousandsMark) -> Option<String> {
    let end = text.rfind(|found| mark.is(found))?;
    let behind = text.get(end..)?.chars().skip(1).take_while(char::is_ascii_digit).count();
    let head = text.get(..end)?.replace(|found| mark.is(found), ".");
    let first_three = text.get(end..)?.chars().skip(1).take(3).collect::<String>();
    (behind == 3 && is_grouped(&format!("{head}.{first_three}"), '.'))
        .then(|| text.chars().filter(|&found| !mark.is(found)).collect())
}

#[cfg(test)]
mod tests {
    use super::{DecimalMark, NumberFault, Numbers, Separator, TableFormat, TableNotes, ThousandsMark};

    fn numbers(separator: Separator, format: TableFormat) -> Numbers {
        Numbers::new(format, TableNotes { separator, ..TableNotes::default() })
    }

    #[test]
    fn whole_numbers_written_otherwise() {
        let found = numbers(Separator::Comma, TableFormat::default());
        for (text, number) in [
            ("3", 3),
            ("3.0", 3),
            ("3.00", 3),
            ("1e+05", 100_000),
            ("1E5", 100_000),
            ("1.5e3", 1_500),
            ("1704103200.0", 1_704_103_200),
            ("1704103200.000", 1_704_103_200),
            ("120e-1", 12),
            ("+7.0", 7),
        ] {
            assert_eq!(found.whole(text), Ok(number), "{text}");
        }
        for text in
            ["1.5", "1.", "1e-1", "-1", "-0.0", "1e30", "1e999999999999", "e5", ".", "1.5e0", "", "x", "1e"]
        {
            assert_eq!(found.whole::<u64>(text), Err(NumberFault::Form), "{text}");
        }
        for text in ["1.000", "12.000", "1.000.000"] {
            assert_eq!(found.whole::<u64>(text), Err(NumberFault::Thousands('.')), "{text}");
        }
        assert_eq!(found.whole::<u64>("1,000"), Err(NumberFault::Thousands(',')));
        assert_eq!(found.whole("-3.0"), Ok(-3_i64));
        assert_eq!(found.whole::<u32>("1e10"), Err(NumberFault::Form));
    }

    #[test]
    fn short_decimals_are_what_rust_reads() {
        let found = numbers(Separator::Comma, TableFormat::default());
        for text in [
            "0",
            "7",
            "10.0",
            "3.",
            ".5",
            "0.1",
            "00.10",
            "999999999999999",
            "0.000000000000001",
            "123456789.012345",
            "1234567890123456",
            "0.1234567890123456",
            "9007199254740993",
            "1.7976931348623157",
            "4.35",
            "0.000001",
        ] {
            let expected: f64 = text.parse().unwrap();
            assert_eq!(found.real(text).map(f64::to_bits), Ok(expected.to_bits()), "{text}");
        }
        for text in ["", ".", "1.2.3", "1..2", "x"] {
            assert!(found.real(text).is_err(), "{text}");
        }
        // Marks that need a look go the other way, with the same notes.
        let semicolons = numbers(Separator::Semicolon, TableFormat::default());
        assert_eq!(semicolons.real("1.000"), Err(NumberFault::Thousands('.')));
        assert_eq!((semicolons.real("1.5"), semicolons.real("1.000")), (Ok(1.5), Ok(1.0)));
        let commas = TableFormat::default().with_decimal_mark(DecimalMark::Comma);
        assert_eq!(numbers(Separator::Comma, commas).real("1.5"), Err(NumberFault::Thousands('.')));
        assert_eq!(found.notes().decimal_mark, Some(DecimalMark::Point));
    }

    #[test]
    fn declared_thousands() {
        for (mark, text) in [
            (ThousandsMark::Point, "1.234.567"),
            (ThousandsMark::Comma, "1,234,567"),
            (ThousandsMark::Apostrophe, "1'234\u{2019}567"),
            (ThousandsMark::Space, "1 234\u{a0}567"),
            (ThousandsMark::Space, "1\u{202f}234 567.0"),
            (ThousandsMark::Point, "1.234.567,0"),
        ] {
            let found = numbers(Separator::Tab, TableFormat::default().with_thousands(mark));
            assert_eq!(found.whole(text), Ok(1_234_567), "{text}");
            assert_eq!(found.real(text), Ok(1_234_567.0), "{text}");
        }
        let found =
            numbers(Separator::Semicolon, TableFormat::default().with_thousands(ThousandsMark::Point));
        assert_eq!(found.real("-12.345,75"), Ok(-12_345.75));
        for text in ["1.00", "12.34", "1.0000", ".000", "1000.000", "1..000", "0.385"] {
            assert!(found.real(text).is_err(), "{text}");
        }
        let point = numbers(Separator::Comma, TableFormat::default().with_decimal_mark(DecimalMark::Point));
        assert_eq!(point.whole("1.000"), Ok(1_u64));
    }

    #[test]
    fn decimal_commas() {
        let found = || numbers(Separator::Semicolon, TableFormat::default());
        assert_eq!(found().real("7,5"), Ok(7.5));
        assert_eq!(found().real("-0,385"), Ok(-0.385));
        assert_eq!(found().real("7.5"), Ok(7.5));
        assert_eq!(found().real("0.385"), Ok(0.385));
        assert_eq!(found().real("1.250"), Err(NumberFault::Thousands('.')));
        assert_eq!(found().real("1.250,5"), Err(NumberFault::Thousands('.')));
        assert_eq!(found().whole("3,0"), Ok(3_u64));
        let mixed = found();
        assert_eq!(mixed.real("7,5"), Ok(7.5));
        assert_eq!(mixed.real("7.5"), Err(NumberFault::Mixed(DecimalMark::Comma)));
        assert_eq!(mixed.notes().decimal_mark, Some(DecimalMark::Comma));
        let points = found();
        assert_eq!(points.real("7.5"), Ok(7.5));
        assert_eq!(points.real("1.250"), Ok(1.25), "a point before decimals was seen");
        for separator in [Separator::Comma, Separator::Tab] {
            assert_eq!(
                numbers(separator, TableFormat::default()).real("7,5"),
                Err(NumberFault::Thousands(','))
            );
            assert_eq!(numbers(separator, TableFormat::default()).real("1.250"), Ok(1.25));
        }
        let comma = numbers(Separator::Comma, TableFormat::default().with_decimal_mark(DecimalMark::Comma));
        assert_eq!(comma.real("7,5"), Ok(7.5));
        assert!(comma.real("7.5").is_err() && comma.real("1,2,3").is_err());
    }
}
