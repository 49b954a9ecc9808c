//! JSON of a report.

use crate::report::Error;
use crate::report::parts::Report;

impl Report {
    /// The report as one JSON document, numbers in full.
    ///
    /// # Errors
    ///
    /// [`Error::Json`] when a number is not finite, which a composed report does not have.
    // Compiled by those who call it: a serializer of every part is 3 % of this library's code.
    #[inline]
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string_pretty(self).map_err(|error| Error::Json { reason: error.to_string() })
    }
}
