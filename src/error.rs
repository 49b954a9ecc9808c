//! One error over all rooms.

use crate::{cascade, io, journey, model, privacy, report, request, score, signal};

/// Any error of the library, for programs that pass through several rooms with `?`.
///
/// Each room has its own error, which says exactly what can go wrong there; this one only wraps them.
///
/// ```
/// use total_experience::cascade::Network;
/// use total_experience::model::map::MapDocument;
///
/// fn worth(document: MapDocument, node: &str) -> Result<Option<f64>, total_experience::Error> {
///     let map = document.build()?;
///     let network = Network::from_map(&map)?;
///     let all = vec![1.0; network.node_count()];
///     let values = network.adjoint(&all)?;
///     Ok(map.node(node).and_then(|node| network.index(node)).map(|node| values[node]))
/// }
/// let nothing = worth(MapDocument::new("nothing"), "retention");
/// assert!(matches!(nothing, Err(total_experience::Error::Cascade(_))));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What can be wrong with a map.
    #[error(transparent)]
    Model(#[from] model::Error),
    /// What can be wrong with a table of groups or a history of releases.
    #[error(transparent)]
    Privacy(#[from] privacy::Error),
    /// What can be wrong with signals.
    #[error(transparent)]
    Signal(#[from] signal::Error),
    /// What can be wrong with scores.
    #[error(transparent)]
    Score(#[from] score::Error),
    /// What can be wrong with journeys.
    #[error(transparent)]
    Journey(#[from] journey::Error),
    /// What can be wrong with cascades.
    #[error(transparent)]
    Cascade(#[from] cascade::Error),
    /// What can be wrong with reports.
    #[error(transparent)]
    Report(#[from] report::Error),
    /// What can be wrong with a request.
    #[error(transparent)]
    Request(#[from] request::Error),
    /// What can be wrong with a time.
    #[error(transparent)]
    Time(#[from] model::time::TimeFault),
    /// What can be wrong with input.
    #[error(transparent)]
    Io(#[from] io::Error),
}
