//! Object-centric event logs from OCEL: version 2.0 as JSON, XML and SQLite, version 1.0 as JSON.
//!
//! An event of such a log names any number of objects of any types, each under an optional qualifier: an order, its
//! items, the customer and the picker. [`read_json`], [`read_xml`] and, with the feature
//! `ocel-sqlite`, `read_sqlite` give the same log for the same content.
//!
//! | In the file | In the log |
//! |---|---|
//! | event type, 1.0: `ocel:activity` | activity |
//! | time of an event | time; without a zone it is taken as UTC and counted in the notes |
//! | object with its type | object of this type, whether an event names it or not |
//! | object types that are declared | types of objects, first and in this order, even without objects |
//! | types of objects or events that are not declared | kept, and counted in the notes |
//! | relation of an event and an object, 1.0: `ocel:omap` | related object with its qualifier, 1.0: without |
//! | the same relation with the same qualifier again | dropped, and counted in the notes |
//! | object whose id names nobody ([`EventOptions::placeholders`](super::EventOptions::placeholders)) | dropped with its relations, and counted in the notes |
//! | relation of two objects | counted in the notes, not kept, whether the log has them or not |
//! | relation of an event with an object that the log does not have | refused, or with [`EventOptions::skip_dangling`](super::EventOptions::skip_dangling) left out and counted in the notes |
//! | event that names no object | kept, in no journey, and counted in the notes |
//! | `NaN` and `Infinity` in JSON | missing, and counted in the notes |
//! | attribute of an event that [`EventOptions::channel`](super::EventOptions::channel) names | channel |
//! | other attributes of events and objects | counted in the notes, not kept |
//!
//! Every object that an event names must be in the file, before or behind it; identifiers of events and of objects
//! are unique. The XML of version 1.0 is not read. Version 2.0 asks for lists of all types, which its schemas of JSON and
//! XML do not hold against the events and objects; other tools read files whose lists lack some, and so does this one.
//!
//! Reference: A. Berti et al. (2024), OCEL (Object-Centric Event Log) 2.0 Specification,
//! <https://www.ocel-standard.org>.

mod draft;
mod json;
mod json_attributes;
mod json_numbers;
#[cfg(feature = "ocel-sqlite")]
mod sqlite;
mod xml;

pub use json::{read_json, read_json_with};
#[cfg(feature = "ocel-sqlite")]
pub use sqlite::{read_sqlite, read_sqlite_with};
pub use xml::{read_xml, read_xml_with};
