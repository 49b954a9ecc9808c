//! Format of a table of delimited text: declared beforehand, and as found.

use serde::{Deserialize, Serialize};

use super::Encoding;
use crate::io::Error;
use crate::model::names::names;

/// Byte between the fields of a table.
///
/// Its names, which `Display` writes and `FromStr` reads, are `comma`, `semicolon`, `tab` and `bar`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Separator {
    /// `,`.
    #[default]
    Comma,
    /// `;`, as spreadsheets write where the decimal mark is a comma.
    Semicolon,
    /// A tabulator.
    Tab,
    /// `|`. Only when declared, or by a line `sep=|`.
    Bar,
}

names! { Separator, "separator", Error, {
    Comma => "comma",
    Semicolon => "semicolon",
    Tab => "tab",
    Bar => "bar",
} }

impl Separator {
    /// The byte itself.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }
}

/// Mark between the whole part of a number and its decimals.
///
/// Its names are `point` and `comma`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DecimalMark {
    /// `7.5`.
    #[default]
    Point,
    /// `7,5`.
    Comma,
}

names! { DecimalMark, "decimal mark", Error, {
    Point => "point",
    Comma => "comma",
} }

impl DecimalMark {
    /// The character itself.
    pub const fn mark(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

/// Mark between groups of three digits.
///
/// Its names are `point`, `comma`, `apostrophe` and `space`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ThousandsMark {
    /// `1.000`; decimals then follow a comma.
    Point,
    /// `1,000`; decimals then follow a point.
    Comma,
    /// `1'000`, with a straight or a typographic apostrophe.
    Apostrophe,
    /// `1 000`, with any kind of space.
    Space,
}

names! { ThousandsMark, "thousands mark", Error, {
    Point => "point",
    Comma => "comma",
    Apostrophe => "apostrophe",
    Space => "space",
} }

#[cfg(feature = "csv")]
impl ThousandsMark {
    /// Whether a character is this mark.
    pub(crate) fn is(self, found: char) -> bool {
        match self {
            Self::Point => found == '.',
            Self::Comma => found == ',',
            Self::Apostrophe => matches!(found, '\'' | '\u{2019}'),
            Self::Space => matches!(found, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'),
        }
    }
}

/// Declared format of a table. What is `None` is found by the evidence of the file, and told in [`TableNotes`].
///
/// - **Separator**: the one of comma, semicolon and tab with which the first lines have as many fields as the header. A
///   first line `sep=;`, which spreadsheets write, declares it; an option goes before it.
/// - **Decimal mark**: a point; in a table separated by semicolons also a comma. A table that has both is refused.
/// - **Encoding**: what a byte order mark says; without one UTF-8, and other text is refused by line. Nothing tells
///   windows-1252 and its like apart: declare it.
/// - **Thousands mark**: none. A number that may be read either way, such as a count of `1.000`, is refused.
///
/// ```
/// use total_experience::io::source::{TableFormat, ThousandsMark};
///
/// let german = TableFormat::default().with_thousands(ThousandsMark::Point);
/// assert_eq!(serde_json::to_string(&german)?, r#"{"encoding":null,"separator":null,"decimal_mark":null,"thousands":"point"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TableFormat {
    /// In which the text is encoded, where no byte order mark says so; also of event logs that are no tables. None: UTF-8,
    /// or what XML declares.
    pub encoding: Option<Encoding>,
    /// Between fields.
    pub separator: Option<Separator>,
    /// Before decimals.
    pub decimal_mark: Option<DecimalMark>,
    /// Between groups of three digits.
    pub thousands: Option<ThousandsMark>,
}

impl TableFormat {
    /// Sets in which the text is encoded.
    #[must_use]
    pub const fn with_encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = Some(encoding);
        self
    }

    /// Sets what stands between fields.
    #[must_use]
    pub const fn with_separator(mut self, separator: Separator) -> Self {
        self.separator = Some(separator);
        self
    }

    /// Sets what stands before decimals.
    #[must_use]
    pub const fn with_decimal_mark(mut self, decimal_mark: DecimalMark) -> Self {
        self.decimal_mark = Some(decimal_mark);
        self
    }

    /// Sets what stands between groups of three digits.
    #[must_use]
    pub const fn with_thousands(mut self, thousands: ThousandsMark) -> Self {
        self.thousands = Some(thousands);
        self
    }
}

/// Notes on how a table was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TableNotes {
    /// What the text was encoded in.
    pub encoding: Encoding,
    /// What stood between fields.
    pub separator: Separator,
    /// Whether a first line such as `sep=;` declared the separator. It is no row.
    pub separator_line: bool,
    /// What stood before decimals; none where no number had any.
    pub decimal_mark: Option<DecimalMark>,
}
