//! Experience dimensions: customer, employee, user and multi-experience (CX, EX, UX, MX).

use super::Error;
use super::names::names;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Customer experience, CX.
    Customer,
    /// Employee experience, EX.
    Employee,
    /// User experience, UX.
    User,
    /// Multi-experience, MX: the same task over several channels, devices and modalities.
    Multi,
}

names!(Dimension, "dimension", Error, {
    Customer => "cx",
    Employee => "ex",
    User => "ux",
    Multi => "mx",
});

impl Dimension {
    /// All four, in the order in which reports list them.
    pub const ALL: [Self; 4] = [Self::Customer, Self::Employee, Self::User, Self::Multi];

    /// Position in [`Dimension::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}
