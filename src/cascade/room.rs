//! Whether there is memory for a network.

use super::Error;

/// Asks for the memory of a network at once, where that is much, so that what cannot be had is an error and does not end
/// the program. A system that promises more than it has may still do so.
pub(super) fn room(nodes: usize, edges: usize) -> Result<(), Error> {
    const EDGE: usize = 16;
    const NODE: usize = 28;
    const MUCH: usize = 1 << 30;
    let bytes = nodes.saturating_mul(NODE).saturating_add(edges.saturating_mul(EDGE));
    let refused = bytes > MUCH && Vec::<u8>::new().try_reserve_exact(bytes).is_err();
    if refused { Err(Error::TooMuchMemory { nodes, edges, bytes }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_that_cannot_be_had_is_an_error() {
        assert_eq!(room(1_000_000, 10_000_000), Ok(()));
        let (nodes, edges, bytes) = (usize::MAX / 2, 3, usize::MAX);
        assert_eq!(room(nodes, edges), Err(Error::TooMuchMemory { nodes, edges, bytes }));
    }
}
