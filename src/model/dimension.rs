//! Experience dimensions: customer, employee, user and multi-experience (CX, EX, UX, MX).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Error;

/// One of the four experience disciplines that Total Experience joins.
///
/// A dimension says *which* experience is meant, a [`Stakeholder`](super::Stakeholder) *whose*: they are different
/// axes. Employees have a user experience of their tools, partners have a customer experience.
///
/// ```
/// use total_experience::model::Dimension;
///
/// let dimension: Dimension = "cx".parse()?;
/// assert_eq!(dimension, Dimension::Customer);
/// assert_eq!(dimension.to_string(), "cx");
/// # Ok::<(), total_experience::model::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Dimension {
    /// Customer experience, CX.
    #[serde(rename = "cx")]
    Customer,
    /// Employee experience, EX.
    #[serde(rename = "ex")]
    Employee,
    /// User experience, UX.
    #[serde(rename = "ux")]
    User,
    /// Multi-experience, MX: the same task over several channels, devices and modalities.
    #[serde(rename = "mx")]
    Multi,
}

impl Dimension {
    /// All four, in the order in which reports list them.
    pub const ALL: [Self; 4] = [Self::Customer, Self::Employee, Self::User, Self::Multi];

    /// The short code used in files and node names: `cx`, `ex`, `ux`, `mx`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Customer => "cx",
            Self::Employee => "ex",
            Self::User => "ux",
            Self::Multi => "mx",
        }
    }

    /// Position in [`Dimension::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for Dimension {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|dimension| dimension.code() == text)
            .ok_or_else(|| Error::UnknownDimension { text: text.to_owned() })
    }
}
