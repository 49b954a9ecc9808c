//! Scope within which names of respondents tell people apart.

use serde::{Deserialize, Serialize};

use crate::model::WorkUnit;
use crate::signal::response::Respondent;

/// Scope of the names of respondents: one name is one person in the whole file, or only within a unit.
///
/// Branches that number their customers from 1 each have a customer 1. Taken for one person, the answers of all
/// branches but one are superseded; [`Responses::superseded_across_units`](crate::signal::response::Responses::superseded_across_units)
/// counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RespondentScope {
    /// One name is one person in every unit.
    #[default]
    Global,
    /// One name is one person within a unit, and another in the next. In a row without a unit it is unknown.
    Unit,
}

impl RespondentScope {
    /// The respondent of this name in a row of this unit.
    pub(crate) fn respondent(self, name: Option<&str>, unit: Option<WorkUnit>) -> Option<Respondent> {
        let respondent = Respondent::from_text(name?);
        match self {
            Self::Global => Some(respondent),
            Self::Unit => Some(respondent.in_unit(unit?)),
        }
    }
}
