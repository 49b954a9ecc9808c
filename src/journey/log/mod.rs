//! Object-centric event logs: what happened, when, and to whom.
//!
//! An [`EventLog`] holds events, and each event the customers, employees, cases or things that it involved. A classic case
//! log is the special case of one type of objects.
//!
//! | Type | For |
//! |---|---|
//! | [`EventLog`] | the log, borrowed event by event or column by column |
//! | [`EventLogBuilder`] | a log from events in any order |
//! | [`EventColumns`] | a log from columns of integers |
//! | [`Filter`] | a part of a log, with counts of what it left out |
//!
//! Logs in files come through the readers of [`io`](crate::io).

#[cfg(any(feature = "csv", feature = "xes"))]
mod amended;
mod builder;
pub(crate) mod case_ends;
mod columns;
mod event_log;
mod filter;
mod further_type;
mod ids;
pub(crate) mod interner;
pub(crate) mod lifecycle;
#[cfg(feature = "csv")]
pub(crate) mod rows;
mod sort;
mod storage;
pub(crate) mod traces;
pub(crate) mod visits;

pub use builder::{EventLogBuilder, PendingObject};
pub use columns::{EventColumns, ObjectKeys};
pub use event_log::{Event, EventLog, Events};
pub use filter::{Filter, Filtered, FilteredType, WholeJourneys};
pub use ids::{ActivityId, EventChannelId, EventId, ObjectId, ObjectTypeId, QualifierId};
