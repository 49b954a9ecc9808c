//! Limits on untrusted input.

use serde::{Deserialize, Serialize};

/// Bounds on what a reader accepts, so that a hostile or broken file costs an error and not the memory.
///
/// The defaults let every honest file through that the library is built for (ten million events and more) and stop
/// gzip bombs, endless fields and endless nesting. Each bound that is hit is named in the error.
///
/// ```
/// use total_experience::io::source::Limits;
///
/// let limits = Limits::default().with_max_bytes(100 << 20).with_max_field_bytes(4_096);
/// assert_eq!(limits.max_bytes, 104_857_600);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Limits {
    /// Most bytes read, after gzip is expanded. Default 16 GiB.
    pub max_bytes: u64,
    /// Most bytes of one field (a CSV cell, an XML attribute value). Default 1 MiB.
    pub max_field_bytes: usize,
    /// Most bytes of one record (a CSV row, an XML tag or piece of text). Default 16 MiB.
    pub max_record_bytes: usize,
    /// Most bytes of a document that is read whole: a map as JSON, a diagram. Default 512 MiB: a map of three million
    /// influences.
    pub max_document_bytes: u64,
    /// Most columns of a table. Default 16,384.
    pub max_columns: usize,
    /// Most records: rows of a table, events of a log. Default 4,294,967,294, the most that 32-bit ids can number.
    pub max_rows: u64,
    /// Deepest nesting of XML elements. Default 64.
    pub max_depth: usize,
    /// Most bytes that one byte of gzip may expand to, once [`expansion_allowance`](Self::expansion_allowance) is
    /// used up. Default 200: logs compress ten- to fortyfold, bombs a thousandfold.
    pub max_expansion: u64,
    /// Most members of a gzip stream that expand to nothing. Default 1,000.
    pub max_empty_members: u64,
    /// Bytes that gzip may expand to before the ratio counts. Default 16 MiB.
    pub expansion_allowance: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 16 << 30,
            max_field_bytes: 1 << 20,
            max_record_bytes: 16 << 20,
            max_document_bytes: 512 << 20,
            max_columns: 16_384,
            max_rows: u64::from(u32::MAX) - 1,
            max_depth: 64,
            max_expansion: 200,
            max_empty_members: 1_000,
            expansion_allowance: 16 << 20,
        }
    }
}

macro_rules! setters {
    ($($setter:ident $field:ident $kind:ty),+ $(,)?) => {$(
        #[doc = concat!("Sets [`", stringify!($field), "`](Self::", stringify!($field), ").")]
        #[must_use]
        pub const fn $setter(mut self, $field: $kind) -> Self {
            self.$field = $field;
            self
        }
    )+};
}

impl Limits {
    setters! {
        with_max_bytes max_bytes u64,
        with_max_field_bytes max_field_bytes usize,
        with_max_record_bytes max_record_bytes usize,
        with_max_document_bytes max_document_bytes u64,
        with_max_columns max_columns usize,
        with_max_rows max_rows u64,
        with_max_depth max_depth usize,
        with_max_expansion max_expansion u64,
        with_max_empty_members max_empty_members u64,
        with_expansion_allowance expansion_allowance u64,
    }
}
