//! Formats of event logs, told apart by the content of a file or the ending of its name.

use std::io::{Cursor, Read};

use super::{EventOptions, ImportedLog};
use crate::io::Error;
use crate::io::source::input::read_full;
use crate::io::source::{Input, Limits};
use crate::model::names::names;

/// Bytes at the beginning of a file that tell its format.
const HEAD: usize = 4096;

/// Format of a file with an event log.
///
/// Its names, which `Display` writes and `FromStr` reads, are `csv`, `xes`, `ocel-json`, `ocel-xml` and `ocel-sqlite`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogFormat {
    /// A table with a row for each event.
    Csv,
    /// XES.
    Xes,
    /// OCEL as JSON.
    OcelJson,
    /// OCEL as XML.
    OcelXml,
    /// OCEL as SQLite.
    OcelSqlite,
}

names! { LogFormat, "format of event logs", Error, {
    Csv => "csv",
    Xes => "xes",
    OcelJson => "ocel-json",
    OcelXml => "ocel-xml",
    OcelSqlite => "ocel-sqlite",
} }

impl LogFormat {
    /// The format that the ending of a file's name says, with or without `.gz` behind it: `.csv`, `.tsv`, `.txt`, `.xes`,
    /// `.json`, `.jsonocel`, `.xmlocel`, `.sqlite`. None for others, and for `.xml`, which may be XES or OCEL.
    ///
    /// ```
    /// use total_experience::io::event_log::LogFormat;
    ///
    /// assert_eq!(LogFormat::of_name("claims.xes.gz"), Some(LogFormat::Xes));
    /// assert_eq!(LogFormat::of_name("claims.xml"), None);
    /// ```
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.')?.1 {
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            "xes" => Some(Self::Xes),
            "json" | "jsonocel" => Some(Self::OcelJson),
            "xmlocel" => Some(Self::OcelXml),
            "sqlite" => Some(Self::OcelSqlite),
            _ => None,
        }
    }

    /// The format that the first bytes of a file say, expanded if it is gzip. None where they may begin a table, which has
    /// no mark of its own, and for XML whose beginning is neither XES nor OCEL.
    ///
    /// ```
    /// use total_experience::io::event_log::LogFormat;
    ///
    /// assert_eq!(LogFormat::of_bytes(b"<log xes.version=\"1.0\"><trace>"), Some(LogFormat::Xes));
    /// assert_eq!(LogFormat::of_bytes(b"case,activity,time\n"), None);
    /// ```
    pub fn of_bytes(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"SQLite format 3\0") {
            return Some(Self::OcelSqlite);
        }
        // Text in UTF-16 tells itself as well once its zeros are gone.
        let text: Vec<u8> = head.iter().copied().filter(|&byte| byte != 0 && byte.is_ascii()).collect();
        let text = text.trim_ascii_start();
        let holds = |word: &[u8]| text.windows(word.len()).any(|part| part == word);
        match text.first()? {
            b'{' => Some(Self::OcelJson),
            b'<' if [&b"<events"[..], b"<objects", b"<object-types", b"<event-types", b"<global-event"]
                .into_iter()
                .any(holds) =>
            {
                Some(Self::OcelXml)
            }
            b'<' if holds(b"xes") || holds(b"<trace") => Some(Self::Xes),
            _ => None,
        }
    }

    /// Whether the log is object-centric: it has types of objects where others have columns.
    pub const fn is_object_centric(self) -> bool {
        matches!(self, Self::OcelJson | Self::OcelXml | Self::OcelSqlite)
    }

    /// The format that the first bytes of a source say ([`of_bytes`](Self::of_bytes)), and all of its bytes, expanded if
    /// it is gzip.
    ///
    /// ```
    /// use total_experience::io::event_log::{EventOptions, LogFormat, read_with};
    /// use total_experience::io::source::Limits;
    ///
    /// let bytes = &b"case,activity,time\n1,ask,2026-01-05\n"[..];
    /// let (format, bytes) = LogFormat::detect(bytes, &Limits::default())?;
    /// let read = read_with(bytes, format.unwrap_or(LogFormat::Csv), &EventOptions::default())?;
    /// assert_eq!(read.log.len(), 1);
    /// # Ok::<(), total_experience::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Input`].
    pub fn detect<R: Read>(reader: R, limits: &Limits) -> Result<(Option<Self>, impl Read + use<R>), Error> {
        let mut input = Input::new(reader, limits)?;
        let mut head = vec![0; HEAD];
        let length = read_full(&mut input, &mut head).map_err(Error::from)?;
        head.truncate(length);
        Ok((Self::of_bytes(&head), Cursor::new(head).chain(input)))
    }
}

/// Reads an event log in a format.
///
/// # Errors
///
/// Those of the format's reader; [`Error::FormatNotBuiltIn`] without its feature.
pub fn read_with<R: Read>(
    reader: R,
    format: LogFormat,
    options: &EventOptions,
) -> Result<ImportedLog, Error> {
    match format {
        #[cfg(feature = "csv")]
        LogFormat::Csv => super::csv::read_with(reader, options),
        #[cfg(feature = "xes")]
        LogFormat::Xes => super::xes::read_with(reader, options),
        #[cfg(feature = "ocel")]
        LogFormat::OcelJson => super::ocel::read_json_with(reader, options),
        #[cfg(feature = "ocel")]
        LogFormat::OcelXml => super::ocel::read_xml_with(reader, options),
        #[cfg(feature = "ocel-sqlite")]
        LogFormat::OcelSqlite => super::ocel::read_sqlite_with(reader, options),
        #[allow(unreachable_patterns, reason = "with all features every format is built in")]
        format => {
            let _ = (reader, options);
            Err(Error::FormatNotBuiltIn { format: format.name() })
        }
    }
}
