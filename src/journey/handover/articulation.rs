//! Articulation points: nodes without which a graph falls apart.

/// Which of `count` nodes of an undirected graph are articulation points: taking one away parts nodes that were
/// connected. Loops and repeated edges do not matter.
///
/// O(nodes + edges) time and space, with its own stack. Reference: Hopcroft & Tarjan (1973), Algorithm 447,
/// doi:10.1145/362248.362272.
pub(crate) fn articulation_points(count: usize, edges: impl Iterator<Item = (u32, u32)>) -> Vec<bool> {
    let mut neighbours = vec![Vec::new(); count];
    for (a, b) in edges.filter(|(a, b)| a != b) {
        if (a as usize) < count && (b as usize) < count {
            neighbours[a as usize].push(b as usize);
            neighbours[b as usize].push(a as usize);
        }
    }
    const NEW: usize = usize::MAX;
    let (mut seen, mut low) = (vec![NEW; count], vec![NEW; count]);
    let mut cuts = vec![false; count];
    let mut time = 0;
    for root in 0..count {
        if seen[root] != NEW {
            continue;
        }
        let mut branches = 0;
        // Node, the node it was reached from, and its next neighbour.
        let mut path = vec![(root, NEW, 0)];
        (seen[root], low[root]) = (time, time);
        time += 1;
        while let Some((node, parent, next)) = path.pop() {
            if let Some(&other) = neighbours[node].get(next) {
                path.push((node, parent, next + 1));
                if seen[other] == NEW {
                    (seen[other], low[other]) = (time, time);
                    time += 1;
                    path.push((other, node, 0));
                } else if other != parent {
                    low[node] = low[node].min(seen[other]);
                }
            } else if parent == root {
                branches += 1;
            } else if parent != NEW {
                low[parent] = low[parent].min(low[node]);
                cuts[parent] |= low[node] >= seen[parent];
            }
        }
        cuts[root] = branches > 1;
    }
    cuts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pieces(count: u32, edges: &[(u32, u32)], without: Option<u32>) -> usize {
        let mut piece: Vec<u32> = (0..count).collect();
        for _ in 0..count {
            for &(a, b) in edges.iter().filter(|(a, b)| Some(*a) != without && Some(*b) != without) {
                let least = piece[a as usize].min(piece[b as usize]);
                (piece[a as usize], piece[b as usize]) = (least, least);
            }
        }
        (0..count).filter(|&node| Some(node) != without && piece[node as usize] == node).count()
    }

    #[test]
    fn a_chain_of_a_million_nodes_does_not_overflow_the_stack() {
        let cuts = articulation_points(1_000_000, (1..1_000_000).map(|node| (node - 1, node)));
        assert_eq!(cuts.iter().filter(|&&cut| cut).count(), 999_998);
    }

    proptest! {
        #[test]
        fn agrees_with_taking_each_away(edges in prop::collection::vec((0_u32..9, 0_u32..9), 0..16)) {
            let cuts = articulation_points(9, edges.iter().copied());
            let whole = pieces(9, &edges, None);
            for node in 0..9_u32 {
                let linked = edges.iter().any(|&(a, b)| a != b && (a == node || b == node));
                let expected = linked && pieces(9, &edges, Some(node)) > whole;
                prop_assert_eq!(cuts[node as usize], expected, "{}", node);
            }
        }
    }
}
