//! Rows of requests and answers that several capabilities share.

use serde::{Deserialize, Serialize};

use super::Error;
use crate::cascade::NodeIndex;
use crate::journey::log::{EventLog, ObjectTypeId};
use crate::model::names::nearest;

/// Rows of each list of an answer, unless a request sets another number.
pub(super) const ROWS: usize = 100;

pub(super) fn usual_rows() -> Option<usize> {
    Some(ROWS)
}

/// A node by its key, and a value for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NodeValue {
    /// The key of the node.
    pub node: String,
    /// The value: points of a shock, the weight of an objective, or today's score.
    pub value: f64,
}

impl NodeValue {
    /// A value for the node with this key.
    pub fn new(node: impl Into<String>, value: f64) -> Self {
        Self { node: node.into(), value }
    }
}

/// Cuts a list to its first rows; how many are left out.
pub(super) fn cut<T>(rows: &mut Vec<T>, most: Option<usize>) -> usize {
    let left_out = rows.len().saturating_sub(most.unwrap_or(usize::MAX));
    rows.truncate(rows.len() - left_out);
    left_out
}

/// The nodes that a list names, in its order.
pub(super) fn nodes<'a, K: AsRef<str>>(
    list: &'static str,
    keys: impl IntoIterator<Item = &'a str>,
    find: impl Fn(&str) -> Option<NodeIndex>,
    all: impl Iterator<Item = K> + Clone,
) -> Result<Vec<NodeIndex>, Error> {
    let mut seen = std::collections::HashSet::new();
    let mut found = Vec::new();
    for key in keys {
        let node = find(key).ok_or_else(|| unknown_node(list, key, all.clone()))?;
        if !seen.insert(node) {
            return Err(Error::NodeTwice { list, node: key.to_owned() });
        }
        found.push(node);
    }
    Ok(found)
}

/// The error of a key that no node has.
pub(super) fn unknown_node(
    list: &'static str,
    key: &str,
    all: impl Iterator<Item = impl AsRef<str>>,
) -> Error {
    Error::UnknownNode { list, node: key.to_owned(), near: nearest(key, all) }
}

/// The type of objects with this name, of which the log has some.
pub(super) fn object_type(log: &EventLog, name: &str) -> Result<ObjectTypeId, Error> {
    let is_there = |&found: &ObjectTypeId| log.objects(found).is_ok_and(|objects| objects.len() > 0);
    log.object_type(name).filter(is_there).ok_or_else(|| {
        let known = log.object_types().filter(is_there).filter_map(|known| log.object_type_name(known));
        Error::UnknownObjectType { name: name.to_owned(), known: known.map(str::to_owned).collect() }
    })
}
