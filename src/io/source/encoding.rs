//! Encoding of text in files.

use std::fmt;
use std::str::FromStr;

use crate::io::Error;
use crate::model::names::as_text;

/// Encoding of text, by any label of the WHATWG Encoding Standard: `utf-8`, `utf-16le`, `windows-1252`, `iso-8859-1`,
/// `shift_jis`.
///
/// As that standard says, `iso-8859-1` is windows-1252, which has it as a part. `ascii` is UTF-8, likewise.
///
/// ```
/// use total_experience::io::source::Encoding;
///
/// let encoding: Encoding = "latin1".parse()?;
/// assert_eq!(encoding.to_string(), "windows-1252");
/// assert_eq!(Encoding::default().to_string(), "UTF-8");
/// # Ok::<(), total_experience::io::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Encoding(pub(super) &'static encoding_rs::Encoding);

impl Encoding {
    /// The encoding in which nothing is decoded.
    pub const UTF_8: Self = Self(encoding_rs::UTF_8);

    /// The name of the standard, such as `UTF-16LE`.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

impl Default for Encoding {
    /// UTF-8.
    fn default() -> Self {
        Self::UTF_8
    }
}

impl fmt::Display for Encoding {
    /// The [`name`](Self::name).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Encoding {
    type Err = Error;

    /// Reads a label of the standard.
    fn from_str(label: &str) -> Result<Self, Error> {
        const KNOWN: [&str; 4] =
            ["utf-8", "utf-16le", "windows-1252", "another label of the WHATWG Encoding Standard"];
        if ["ascii", "us-ascii"].iter().any(|ascii| label.trim().eq_ignore_ascii_case(ascii)) {
            return Ok(Self::UTF_8);
        }
        let found = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes());
        let found = found.filter(|&found| found != encoding_rs::X_USER_DEFINED);
        found.map(Self).ok_or_else(|| Error::unknown_name("encoding", label, &KNOWN))
    }
}

as_text!(Encoding);
