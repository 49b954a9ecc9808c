//! Check that as much memory as is asked for can be had.

use super::Error;

/// Most nodes of a contagion or a generated network, and of a network unless its options say otherwise: a wrong count is
/// not to ask for all memory.
pub(crate) const MOST_NODES: usize = 100_000_000;

/// Asks for memory at once, where that is much, so that what cannot be had is an error and does not end the program. A
/// system that promises more than it has may still do so.
///
/// `parts`: counts and how many bytes each takes; `what` names them.
pub(crate) fn room(parts: &[(usize, usize)], what: impl FnOnce() -> String) -> Result<(), Error> {
    const MUCH: usize = 1 << 30;
    let bytes =
        parts.iter().fold(0_usize, |sum, &(count, each)| sum.saturating_add(count.saturating_mul(each)));
    let refused = bytes > MUCH && Vec::<u8>::new().try_reserve_exact(bytes).is_err();
    if refused { Err(Error::TooMuchMemory { what: what(), bytes }) } else { Ok(()) }
}

/// [`room`] for nodes and edges.
pub(crate) fn room_for_edges(nodes: (usize, usize), edges: (usize, usize)) -> Result<(), Error> {
    room(&[nodes, edges], || format!("{} nodes and {} edges", nodes.0, edges.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_that_cannot_be_had_is_an_error() {
        assert_eq!(room_for_edges((1_000_000, 28), (10_000_000, 16)), Ok(()));
        let error = room_for_edges((usize::MAX / 2, 28), (3, 16)).unwrap_err();
        let what = format!("{} nodes and 3 edges", usize::MAX / 2);
        assert_eq!(error, Error::TooMuchMemory { what, bytes: usize::MAX });
    }
}
