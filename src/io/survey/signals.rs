//! Signals (answers and operational values) from CSV.
//!
//! One row is one response:
//!
//! | Column | Holds | Empty |
//! |---|---|---|
//! | `touchpoint`, `stakeholder` | keys | refused |
//! | `dimension` | `cx`, `ex`, `ux` or `mx`, in either case | refused |
//! | `instrument` | a name from the table of [`Instrument`](crate::signal::instrument::Instrument) | refused |
//! | `value` | a number; several items separated by a vertical bar | missing, not zero |
//! | `weight` (optional) | 0, or from 1e-60 to 1e60 | 1 |
//! | `time` (optional) | when, by [`SignalOptions::time_format`] | unknown |
//! | `period` (optional) | a whole number for the week, quarter or wave; or the like of `2024-Q1`, `2024-H1`, `2024-05`, `2024-W05`, all in one form ([`PeriodForm`](crate::model::time::PeriodForm)) | 0 |
//! | `respondent` (optional) | any text that tells people apart | unknown |
//! | `unit` (optional) | any text that tells branches, stores or teams apart | unknown |
//!
//! A respondent or unit called `NA`, `unknown` and the like ([`SignalOptions::placeholders`]) is unknown too, and counted in the notes.
//! A value of that kind ([`SignalOptions::missing`]) is a missing answer, counted likewise.
//! Other columns are not read. A multi-item answer with an empty item is missing: no item is imputed.

use std::io::Read;

use crate::io::Error;
use crate::io::survey::facets::Facets;
pub use crate::io::survey::facets::role_of_key;
pub use crate::io::survey::signal_options::{ImportedSignals, SignalNotes, SignalOptions};
use crate::io::survey::signal_sink::SignalSink;
use crate::io::table::reader::Table;
use crate::model::map::ExperienceMap;

/// Reads responses to facets of a map.
///
/// Time O(rows), space O(rows).
///
/// # Errors
/// The errors of a table; [`Error::NoRows`], [`Error::EmptyField`], [`Error::BadField`], [`Error::BadTime`],
/// [`Error::BadAnswer`] for an answer off its scale or a wrong weight, [`Error::TwoInstruments`],
/// [`Error::UnknownFacet`]. Each names the line.
pub fn read_responses(reader: impl Read, map: &ExperienceMap) -> Result<ImportedSignals, Error> {
    read_responses_with(reader, map, &SignalOptions::default())
}

/// [`read_responses`] with options.
///
/// # Errors
///
/// As [`read_responses`], and for options out of range.
pub fn read_responses_with(
    reader: impl Read,
    map: &ExperienceMap,
    options: &SignalOptions,
) -> Result<ImportedSignals, Error> {
    Ok(read(reader, options, Facets::Of(map))?.1)
}

/// Reads responses and makes the map that they speak of: facets, touchpoints and stakeholder groups in the order of
/// their first mention, all of weight 1.
///
/// The role of a group is taken from its key where that is `customer`, `employee`, `user`, `partner` or the plural of
/// one, in any case. Every other group gets the role [`Role::Other`](crate::model::Role::Other), whose results need at least five respondents: who
/// is not known to be a customer is protected like staff. Give a map to say it better.
///
/// Time O(rows), space O(rows).
///
/// # Errors
/// As [`read_responses`], and [`Error::BadPlace`] for a key that no map takes.
///
/// ```
/// use total_experience::io::survey::signals;
/// use total_experience::score::scorecard::Scorecard;
///
/// let text = "\
/// touchpoint,dimension,stakeholder,instrument,value,respondent
/// onboarding,cx,customers,nps,9,c1
/// onboarding,cx,customers,nps,,c2
/// teller_app,ux,tellers,sus,4|2|5|1|4|2|5|2|4|1,t1
/// ";
/// let (map, signals) = signals::read_map_and_responses(text.as_bytes())?;
/// let card = Scorecard::from_tally(&map, &signals.responses.tally()?)?;
/// assert_eq!(card.facets[0].published().unwrap().missing_count, 1);
/// assert!(card.facets[1].is_suppressed()); // one teller is no group
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_map_and_responses(reader: impl Read) -> Result<(ExperienceMap, ImportedSignals), Error> {
    read_map_and_responses_with(reader, &SignalOptions::default())
}

/// [`read_map_and_responses`] with options.
///
/// # Errors
///
/// As [`read_map_and_responses`], and for options out of range.
pub fn read_map_and_responses_with(
    reader: impl Read,
    options: &SignalOptions,
) -> Result<(ExperienceMap, ImportedSignals), Error> {
    read(reader, options, Facets::Made(Box::default()))
}

fn read(
    reader: impl Read,
    options: &SignalOptions,
    facets: Facets<'_>,
) -> Result<(ExperienceMap, ImportedSignals), Error> {
    let mut table = Table::new(reader, &options.limits, options.table)?;
    let mut sink = SignalSink::new(table.header(), table.numbers(), options, facets)?;
    sink.look_at(&table);
    table.read_parts(&mut sink, &options.execution)?;
    sink.finish()
}
