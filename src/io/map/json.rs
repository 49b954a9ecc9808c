//! Experience maps from and to JSON.

use std::io::Read;

use serde::Deserialize;

use crate::io::Error;
use crate::io::source::Limits;
use crate::io::source::text::Text;
use crate::model;
use crate::model::map::{ExperienceMap, MapDocument};

/// Reads a map from JSON: the fields of a [`MapDocument`]. A byte order mark before it says the encoding.
///
/// Time and space O(bytes + elements of the map).
///
/// # Errors
/// [`Error::BadText`]; [`Error::Json`] with line and column for text that is no JSON, unknown or missing fields;
/// [`Error::Map`] for a schema version this library does not read, and for a map with faults, all of them named; a limit
/// that is hit.
///
/// ```
/// use total_experience::io::map::read_json;
///
/// let text = r#"{
///     "schema": 1,
///     "stakeholders": [{"key": "customers", "role": "customer"}],
///     "touchpoints": [{"key": "checkout"}],
///     "facets": [{"touchpoint": "checkout", "dimension": "ux", "stakeholder": "customers"}]
/// }"#;
/// let map = read_json(text.as_bytes())?;
/// assert!(map.facet_id("checkout/ux/customers").is_some());
/// # Ok::<(), total_experience::io::Error>(())
/// ```
pub fn read_json(reader: impl Read) -> Result<ExperienceMap, Error> {
    read_json_with(reader, &Limits::default())
}

/// [`read_json`] under limits of one's own.
///
/// # Errors
///
/// As [`read_json`].
pub fn read_json_with(reader: impl Read, limits: &Limits) -> Result<ExperienceMap, Error> {
    let mut text = Text::new(reader, limits, None)?;
    let bytes = text.read_document(limits)?;
    if let Err(fault) = std::str::from_utf8(&bytes) {
        let before = bytes.iter().take(fault.valid_up_to()).filter(|&&byte| byte == b'\n').count();
        return Err(Error::BadText { line: 1 + before as u64, encoding: text.encoding().name() });
    }
    if bytes.trim_ascii().is_empty() {
        return Err(Error::Empty { expected: "a map as JSON" });
    }
    // The version is looked at first: a newer format may well have fields that this library does not know.
    let Head { schema } = serde_json::from_slice(&bytes)?;
    if schema != MapDocument::SCHEMA {
        let source = model::Error::UnknownSchema { found: schema, supported: MapDocument::SCHEMA };
        return Err(Error::Map { source });
    }
    let document: MapDocument = serde_json::from_slice(&bytes)?;
    document.build().map_err(|source| Error::Map { source })
}

#[derive(Deserialize)]
#[serde(expecting = "a map: {\"schema\": 1, ...}")]
struct Head {
    schema: u32,
}

/// Writes a map as JSON that [`read_json`] reads.
///
/// Removed things are not written, so identifiers can differ after reading; keys do not.
///
/// # Errors
/// [`Error::Json`] when a number of the map cannot be written, which a checked map does not have.
#[inline] // a serializer is compiled by those who call it
pub fn write_json(map: &ExperienceMap) -> Result<String, Error> {
    Ok(serde_json::to_string_pretty(&MapDocument::from(map))?)
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let message =
            text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text).to_owned();
        let message =
            if error.is_eof() { format!("{message}: the file is cut off, fetch it again") } else { message };
        Self::Json { line, column, message }
    }
}
