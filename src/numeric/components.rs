//! Strongly connected components.

use super::csr::Csr;

/// The strongly connected components of a graph in topological order: every edge between components runs from an
/// earlier to a later one.
#[derive(Clone, Debug)]
pub(crate) struct Components {
    /// Nodes, component by component.
    nodes: Vec<u32>,
    /// Where each component starts in `nodes`, and the end.
    offsets: Vec<u32>,
}

impl Components {
    /// Tarjan's algorithm with its own stack, so that depth is bounded by memory and not by the thread's stack.
    ///
    /// O(nodes + edges) time, O(nodes) extra space. Reference: Tarjan (1972), Depth-first search and linear graph
    /// algorithms, doi:10.1137/0201010.
    pub(crate) fn new(edges: &Csr) -> Self {
        const NEW: u32 = u32::MAX;
        let n = edges.rows();
        let mut index = vec![NEW; n];
        let mut low = vec![0_u32; n];
        let mut done = vec![false; n];
        let mut open: Vec<u32> = Vec::new();
        let mut path: Vec<(u32, u32)> = Vec::new();
        // Components come out in reverse topological order and are turned round at the end.
        let mut nodes = Vec::with_capacity(n);
        let mut starts = Vec::new();
        let mut next = 0;
        for root in 0..n as u32 {
            if index[root as usize] != NEW {
                continue;
            }
            path.push((root, 0));
            while let Some((node, edge)) = path.pop() {
                let at = node as usize;
                if edge == 0 {
                    index[at] = next;
                    low[at] = next;
                    next += 1;
                    open.push(node);
                }
                let targets = edges.columns(at);
                let mut edge = edge as usize;
                while let Some(&target) = targets.get(edge) {
                    edge += 1;
                    if index[target as usize] == NEW {
                        break;
                    }
                    if !done[target as usize] {
                        low[at] = low[at].min(index[target as usize]);
                    }
                }
                let descends = edge > 0 && index[targets[edge - 1] as usize] == NEW;
                if descends {
                    path.push((node, edge as u32));
                    path.push((targets[edge - 1], 0));
                    continue;
                }
                if low[at] == index[at] {
                    starts.push(nodes.len() as u32);
                    while let Some(member) = open.pop() {
                        done[member as usize] = true;
                        nodes.push(member);
                        if member == node {
                            break;
                        }
                    }
                }
                if let Some(&(parent, _)) = path.last() {
                    low[parent as usize] = low[parent as usize].min(low[at]);
                }
            }
        }
        nodes.reverse();
        let mut offsets: Vec<u32> = starts.iter().rev().map(|&start| n as u32 - start).collect();
        offsets.insert(0, 0);
        // Ascending within a component, so that sweeping over it reads memory forwards.
        for ends in offsets.windows(2) {
            nodes[ends[0] as usize..ends[1] as usize].sort_unstable();
        }
        Self { nodes, offsets }
    }

    pub(crate) fn count(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The nodes of a component, ascending.
    pub(crate) fn get(&self, component: usize) -> &[u32] {
        &self.nodes[self.offsets[component] as usize..self.offsets[component + 1] as usize]
    }

    /// The components in topological order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &[u32]> {
        (0..self.count()).map(|component| self.get(component))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn components(n: usize, edges: &[(u32, u32)]) -> Components {
        let (from, to): (Vec<u32>, Vec<u32>) = edges.iter().copied().unzip();
        Components::new(&Csr::new(n, &from, &to, &vec![1.0; from.len()]).0)
    }

    #[test]
    fn a_chain_of_a_million_nodes_does_not_overflow_the_stack() {
        let n = 1_000_000;
        let edges: Vec<_> = (1..n).map(|node| (node - 1, node)).collect();
        assert_eq!(components(n as usize, &edges).count(), n as usize);
        let mut ring = edges;
        ring.push((n - 1, 0));
        assert_eq!(components(n as usize, &ring).count(), 1);
    }

    proptest! {
        #[test]
        fn agrees_with_reachability(edges in prop::collection::vec((0_u32..12, 0_u32..12), 0..40)) {
            let n = 12;
            let mut reach = vec![vec![false; n]; n];
            (0..n).for_each(|node| reach[node][node] = true);
            edges.iter().for_each(|&(from, to)| reach[from as usize][to as usize] = true);
            for via in 0..n {
                for from in 0..n {
                    for to in 0..n {
                        reach[from][to] |= reach[from][via] && reach[via][to];
                    }
                }
            }
            let found = components(n, &edges);
            let mut place = vec![usize::MAX; n];
            for (number, members) in found.iter().enumerate() {
                members.iter().for_each(|&member| place[member as usize] = number);
            }
            for from in 0..n {
                for to in 0..n {
                    prop_assert_eq!(place[from] == place[to], reach[from][to] && reach[to][from]);
                    if reach[from][to] {
                        prop_assert!(place[from] <= place[to], "topological order");
                    }
                }
            }
        }
    }
}
