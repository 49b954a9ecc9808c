//! Service level that a touchpoint promises: a share of cases within a time.

use serde::{Deserialize, Serialize};

/// Service level of a touchpoint: a share of cases that stay within a time.
///
/// It is promised to those whom the touchpoint serves, not to the employees who serve them. Event logs are held against
/// it by [`FrictionOptions::with_promises_of`](crate::journey::friction::FrictionOptions::with_promises_of) and
/// [`PromiseGaps::discover_with`](crate::journey::friction::PromiseGaps::discover_with).
///
/// Measurements of a facet are scored against another type, [`signal::instrument::Sla`](crate::signal::instrument::Sla).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a service level: {\"seconds\": ..., \"share\": ...}")]
pub struct ServiceLevel {
    /// The promised time in seconds; a number, so that a faulty one is named together with all other faults of a map.
    pub seconds: f64,
    /// The share of cases that must keep it, in (0, 1].
    pub share: f64,
}
