//! Typed identifiers from columns of numbers.

use total_experience::model::ids::FacetId;
use total_experience::model::influence::Node;

use crate::abi::failure::Failure;
use crate::abi::input::converted;

pub(crate) fn facets(numbers: &[u32]) -> Result<Vec<FacetId>, Failure> {
    converted(numbers, |&number| FacetId::from_u32(number))
}

pub(crate) fn nodes(numbers: &[u32]) -> Result<Vec<Node>, Failure> {
    converted(numbers, |&number| Node::from_u32(number))
}
