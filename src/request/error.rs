//! Errors of requests: what is wrong with a question.

use crate::model::names::listed;

/// An error of a request: what it asks for is not there, or does not go together; or what a room below finds wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A name is none of those that are known.
    #[error("`{name}` is no {what}: use {known}")]
    UnknownName {
        /// What was to be named.
        what: &'static str,
        /// The name given.
        name: String,
        /// The names that are known.
        known: String,
    },
    /// An error of scores.
    #[error(transparent)]
    Score(#[from] crate::score::Error),
    /// An error of journeys.
    #[error(transparent)]
    Journey(#[from] crate::journey::Error),
    /// An error of cascades.
    #[error(transparent)]
    Cascade(#[from] crate::cascade::Error),
    /// An error of reports.
    #[error(transparent)]
    Report(#[from] crate::report::Error),
    /// What is asked about is not there.
    #[error("`{capability}` needs {needs}")]
    NoData {
        /// The capability that is asked.
        capability: &'static str,
        /// What it needs.
        needs: &'static str,
    },
    /// A list of the request names a node that is not there.
    #[error("`{list}`: there is no node `{node}`{}", meant(near.as_deref()))]
    UnknownNode {
        /// The field of the request.
        list: &'static str,
        /// The key given.
        node: String,
        /// The key of the node that was probably meant.
        near: Option<String>,
    },
    /// A list of the request names a node twice.
    #[error("`{list}`: the node `{node}` is named twice")]
    NodeTwice {
        /// The field of the request.
        list: &'static str,
        /// The key given.
        node: String,
    },
    /// Every weight of the objective is 0.
    #[error("`objective`: a weight other than 0 is needed")]
    NoObjective,
    /// A field asks about a shock, and there is none.
    #[error("`{field}` asks about a shock: give `shock` a node")]
    NoShock {
        /// The field of the request.
        field: &'static str,
    },
    /// The bounded model needs today's scores, which only it uses.
    #[error("`scores` and the bounded model need each other: give both or neither")]
    ScoresAndModel,
    /// Drawn weights are of the linear model.
    #[error("`draws` are of the linear model: leave them out, or ask for `linear`")]
    DrawsOfBounded,
    /// A trajectory is of the linear model.
    #[error(
        "`horizon`: over time only the linear model is known, which would pass 0 and 100: leave it out, or ask for `linear`"
    )]
    HorizonOfBounded,
    /// Neither seeds nor a number of them to be selected.
    #[error("nothing to ask: give `seeds`, or how many to `select`")]
    NoSeeds,
    /// More seeds are to be selected than there are nodes.
    #[error("`select` is {count}: there are {node_count} nodes")]
    TooManySeeds {
        /// Seeds asked for.
        count: usize,
        /// Nodes of the network.
        node_count: usize,
    },
    /// The log has no objects of a type.
    #[error("no objects of type `{name}`: {}", there_are(known))]
    UnknownObjectType {
        /// The name given.
        name: String,
        /// Types of which the log has objects.
        known: Vec<String>,
    },
    /// No group is named.
    #[error("whose friction? name at least one group in `groups`")]
    NoGroups,
    /// Two groups have one key.
    #[error("`groups`: there are two with the key `{key}`")]
    GroupTwice {
        /// The key given.
        key: String,
    },
}

impl Error {
    pub(crate) fn unknown_name(what: &'static str, name: &str, known: &[&str]) -> Self {
        Self::UnknownName { what, name: name.to_owned(), known: listed(known) }
    }
}

fn meant(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!(": was `{near}` meant?"))
}

fn there_are(known: &[String]) -> String {
    match known {
        [] => "no event names any object (names such as NA and unknown are nobody)".to_owned(),
        known => format!("the log has {}", known.join(", ")),
    }
}
