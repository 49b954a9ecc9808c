//! Pattern of times, with the directives of `strftime`.

use std::fmt;
use std::str::FromStr;

use crate::io::Error;
use crate::io::shown::shown;
use crate::model::names::as_text;
use crate::model::time::iso::{
    Clock, civil_days, fraction_nanoseconds, moment, number_up_to, ordinal_days, week_days, zone,
};
use crate::model::time::usual::{day_name, half_of_day, month_name};
use crate::model::time::{ParsedTime, TimeFault};

/// The way times are written, with the directives of `strftime` as POSIX and Python know them.
///
/// | Directive | Meaning |
/// |---|---|
/// | `%Y`, `%y` | year of four digits; of two, where 69 to 99 are 1969 to 1999 and 00 to 68 are 2000 to 2068 |
/// | `%m`, `%b`, `%B` | month as a number; by its English name, whole or three letters |
/// | `%d`, `%e`, `%j` | day of the month; day of the year |
/// | `%G`, `%V`, `%u` | year, week and day (1 is Monday) of the ISO week |
/// | `%a`, `%A` | day of the week by its English name, not checked against the date |
/// | `%H`, `%I`, `%p` | hour to 24; hour to 12 with `AM` or `PM` |
/// | `%M`, `%S`, `%f` | minute; second; digits of its fraction |
/// | `%z`, `%Z` | zone: `Z`, `UTC`, `GMT` or an offset such as `+02:00`; both may be missing |
/// | `%F`, `%D`, `%T`, `%R` | `%Y-%m-%d`; `%m/%d/%y`; `%H:%M:%S`; `%H:%M` |
/// | `%%` | a percent sign |
///
/// Numbers may have fewer digits than usual. White space stands for any white space, or none; everything else for
/// itself. A pattern needs a year with its month and day, its day of the year, or its week and day.
///
/// ```
/// use total_experience::io::time::TimePattern;
///
/// let pattern: TimePattern = "%d.%m.%y %H:%M".parse()?;
/// let time = pattern.parse_time("31.05.24 14:30").expect("as the pattern says");
/// assert_eq!(time.timestamp.to_string(), "2024-05-31T14:30:00Z");
/// assert!("%d.%m.".parse::<TimePattern>().is_err()); // no year
/// # Ok::<(), total_experience::io::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimePattern {
    text: String,
    items: Vec<Item>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Item {
    Space,
    Byte(u8),
    Directive(u8),
}

const DIRECTIVES: &[u8] = b"YymbBdejGVuaAHIpMSfzZ";

impl FromStr for TimePattern {
    type Err = Error;

    /// Reads a pattern.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for a directive that is not known, and for a pattern that says no date.
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut items = Vec::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            if letter.is_whitespace() {
                items.push(Item::Space);
                continue;
            }
            if letter != '%' {
                items.extend(letter.encode_utf8(&mut [0; 4]).bytes().map(Item::Byte));
                continue;
            }
            let directive = letters.next();
            let byte =
                |short: &[u8]| {
                    short
                        .iter()
                        .map(|&byte| {
                            if byte.is_ascii_alphabetic() { Item::Directive(byte) } else { Item::Byte(byte) }
                        })
                        .collect::<Vec<_>>()
                };
            match directive {
                Some('%') => items.push(Item::Byte(b'%')),
                Some('F') => items.extend(byte(b"Y-m-d")),
                Some('D') => items.extend(byte(b"m/d/y")),
                Some('T') => items.extend(byte(b"H:M:S")),
                Some('R') => items.extend(byte(b"H:M")),
                Some(known) if u8::try_from(known).is_ok_and(|known| DIRECTIVES.contains(&known)) => {
                    items.push(Item::Directive(known as u8));
                }
                _ => {
                    let name = shown(&directive.map_or("%".to_owned(), |directive| format!("%{directive}")));
                    let known =
                        DIRECTIVES.iter().chain(b"FDTR%").map(|&known| format!("%{}", char::from(known)));
                    let known: Vec<_> = known.collect();
                    let known: Vec<_> = known.iter().map(String::as_str).collect();
                    return Err(Error::unknown_name("directive of a time pattern", &name, &known));
                }
            }
        }
        let has = |any: &[u8]| {
            items.iter().any(|item| matches!(item, Item::Directive(found) if any.contains(found)))
        };
        let is_date =
            has(b"Yy") && (has(b"j") || has(b"mbB") && has(b"de")) || has(b"G") && has(b"V") && has(b"u");
        let is_clock = !has(b"I") || has(b"p");
        if !is_date || !is_clock {
            let whole = [
                "a year with its month and day",
                "its day of the year",
                "its ISO week and day (and `%p` beside `%I`)",
            ];
            return Err(Error::unknown_name("pattern of a whole time", &shown(text), &whole));
        }
        Ok(Self { text: text.to_owned(), items })
    }
}

impl fmt::Display for TimePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

as_text!(TimePattern);

/// What the directives said.
#[derive(Default)]
struct Parts {
    year: i64,
    month: i64,
    day: i64,
    day_of_year: Option<i64>,
    week: Option<[i64; 3]>,
    clock: Clock,
    is_afternoon: Option<bool>,
    offset: Option<i64>,
}

impl TimePattern {
    /// Reads a time that is written so, with space around it allowed.
    ///
    /// # Errors
    /// [`TimeFault::Pattern`] for another form; the other faults for days, clocks, zones and years that are none.
    pub fn parse_time(&self, text: &str) -> Result<ParsedTime, TimeFault> {
        let mut rest = text.trim_ascii().as_bytes();
        let mut parts = Parts::default();
        for item in &self.items {
            match *item {
                Item::Space => rest = rest.trim_ascii_start(),
                Item::Byte(byte) => rest = rest.strip_prefix(&[byte]).ok_or(TimeFault::Pattern)?,
                Item::Directive(directive) => {
                    parts.take(directive, &mut rest).map_err(|fault| match fault {
                        TimeFault::Form => TimeFault::Pattern,
                        other => other,
                    })?
                }
            }
        }
        if !rest.is_empty() {
            return Err(TimeFault::Pattern);
        }
        parts.time()
    }
}

impl Parts {
    fn take(&mut self, directive: u8, rest: &mut &[u8]) -> Result<(), TimeFault> {
        let mut up_to = |most| number_up_to(rest, most).map(|(number, _)| number);
        match directive {
            b'Y' => self.year = up_to(4)?,
            b'y' => {
                let year = up_to(2)?;
                self.year = year + if year < 69 { 2_000 } else { 1_900 };
            }
            b'm' => self.month = up_to(2)?,
            b'd' | b'e' => self.day = up_to(2)?,
            b'j' => self.day_of_year = Some(up_to(3)?),
            b'G' => self.week.get_or_insert_default()[0] = up_to(4)?,
            b'V' => self.week.get_or_insert_default()[1] = up_to(2)?,
            b'u' => self.week.get_or_insert_default()[2] = up_to(1)?,
            b'H' | b'I' => self.clock.hour = up_to(2)?,
            b'M' => self.clock.minute = up_to(2)?,
            b'S' => self.clock.second = up_to(2)?,
            b'f' => self.clock.fraction = fraction_nanoseconds(rest)?,
            b'b' | b'B' => (self.month, *rest) = month_name(rest).ok_or(TimeFault::Form)?,
            b'a' | b'A' => *rest = day_name(rest).ok_or(TimeFault::Form)?.1,
            b'p' => {
                let (is_afternoon, behind) = half_of_day(rest).ok_or(TimeFault::Form)?;
                self.is_afternoon = Some(is_afternoon);
                *rest = behind;
            }
            _ => self.offset = zone(rest)?.or(self.offset),
        }
        Ok(())
    }

    fn time(mut self) -> Result<ParsedTime, TimeFault> {
        if let Some(is_afternoon) = self.is_afternoon {
            if !(1..=12).contains(&self.clock.hour) {
                return Err(TimeFault::Clock);
            }
            self.clock.hour = self.clock.hour % 12 + if is_afternoon { 12 } else { 0 };
        }
        let days = match (self.week, self.day_of_year) {
            (Some([year, week, day]), _) => week_days(year, week, day)?,
            (None, Some(day)) => ordinal_days(self.year, day)?,
            (None, None) => civil_days(self.year, self.month, self.day)?,
        };
        moment(days, self.clock, self.offset)
    }
}
