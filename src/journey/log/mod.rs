//! Object-centric event logs: what happened, when, and to whom.
//!
//! An [`EventLog`] holds events, and each event the customers, employees, cases or things that it involved. A classic case
//! log is the special case of one type of objects. Logs come from [`EventLog::builder`], from integer columns
//! ([`EventColumns`]), and from files through the readers of [`io`](crate::io). [`Filter`] takes a part of a log and says
//! what it left out.

mod builder;
pub(crate) mod case_ends;
mod columns;
mod event_log;
mod filter;
mod further_type;
mod ids;
pub(crate) mod interner;
pub(crate) mod prefix;
mod sort;
mod storage;
pub(crate) mod traces;
pub(crate) mod visits;

pub use builder::{EventLogBuilder, PendingObject};
pub use columns::{EventColumns, ObjectKeys};
pub use event_log::{Event, EventLog, Events};
pub use filter::{Filter, Filtered, FilteredType, WholeJourneys};
pub use ids::{ActivityId, EventChannelId, EventId, ObjectId, ObjectTypeId, QualifierId};
