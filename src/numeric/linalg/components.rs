//! Strongly connected components of a graph (Tarjan), in topological order.

use super::csr::Csr;
use super::giant_component;
use super::giant_component::GiantComponent;

/// The strongly connected components of a graph in topological order: every edge between components runs from an
/// earlier to a later one.
#[derive(Clone, Debug)]
pub(crate) struct Components {
    /// Nodes, component by component.
    nodes: Vec<u32>,
    /// Where each component starts in `nodes`, and the end.
    offsets: Vec<u32>,
}

/// Graphs with fewer nodes are not searched for one component that holds most of them.
const GIANT_FROM: usize = 4_096;

impl Components {
    /// A component that holds most nodes, as influence graphs have one, is found by what a much-linked node reaches and
    /// is reached from, which reads memory forwards; all others by Tarjan's algorithm with its own stack, so that depth
    /// is bounded by memory and not by the thread's stack.
    ///
    /// O(nodes + edges) time, O(nodes) extra space. References: Tarjan (1972), Depth-first search and linear graph
    /// algorithms, doi:10.1137/0201010; Pearce (2016), A space-efficient algorithm for finding strongly connected
    /// components, doi:10.1016/j.ipl.2015.08.010, whose single array serves here; Fleischer, Hendrickson & Pinar (2000),
    /// On identifying strongly connected components in parallel, doi:10.1007/3-540-45591-4_68.
    pub(crate) fn new(edges: &Csr) -> Self {
        if edges.rows() < GIANT_FROM {
            return Self::around(edges, None);
        }
        Self::around(edges, giant_component::find(edges))
    }

    fn around(edges: &Csr, giant: Option<GiantComponent>) -> Self {
        let n = edges.rows();
        let reverse = tarjan(edges, giant.as_ref());
        let mut sorted = Self { nodes: Vec::with_capacity(n), offsets: vec![0] };
        match giant {
            None => reverse.iter().rev().for_each(|members| sorted.push(members)),
            Some(GiantComponent { members, ahead }) => {
                // No edge runs from what the giant reaches to what it does not reach.
                let beyond = |members: &&[u32]| ahead.has(members[0] as usize);
                reverse.iter().rev().filter(|c| !beyond(c)).for_each(|members| sorted.push(members));
                sorted.push(&members);
                reverse.iter().rev().filter(beyond).for_each(|members| sorted.push(members));
            }
        }
        sorted
    }

    fn push(&mut self, members: &[u32]) {
        let start = self.nodes.len();
        self.nodes.extend_from_slice(members);
        // Ascending within a component, so that sweeping over it reads memory forwards.
        self.nodes[start..].sort_unstable();
        self.offsets.push(self.nodes.len() as u32);
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

/// The components but the giant in reverse topological order.
fn tarjan(edges: &Csr, giant: Option<&GiantComponent>) -> Components {
    const NEW: u32 = 0;
    struct Frame {
        node: u32,
        next: u32,
        root: bool,
    }
    let n = edges.rows();
    // The lowest number seen from an open node; done nodes have numbers above those of all open ones.
    let mut rank = vec![NEW; n];
    if let Some(giant) = giant {
        giant.members.iter().for_each(|&member| rank[member as usize] = u32::MAX);
    }
    let (mut index, mut done) = (1_u32, n as u32);
    let mut open: Vec<u32> = Vec::new();
    let mut path: Vec<Frame> = Vec::new();
    let mut found = Components { nodes: Vec::new(), offsets: vec![0] };
    for start in 0..n as u32 {
        if rank[start as usize] != NEW {
            continue;
        }
        let mut descend = Some(start);
        loop {
            if let Some(node) = descend.take() {
                rank[node as usize] = index;
                index += 1;
                path.push(Frame { node, next: edges.range(node as usize).start as u32, root: true });
            }
            let Some(frame) = path.last_mut() else { break };
            let at = frame.node as usize;
            let end = edges.range(at).end as u32;
            let mut low = rank[at];
            while frame.next < end {
                let target = edges.columns()[frame.next as usize] as usize;
                frame.next += 1;
                if rank[target] == NEW {
                    descend = Some(target as u32);
                    break;
                }
                low = low.min(rank[target]);
            }
            frame.root &= low == rank[at];
            rank[at] = low;
            if descend.is_some() {
                continue;
            }
            if frame.root {
                let first =
                    open.iter().rposition(|&member| rank[member as usize] < low).map_or(0, |at| at + 1);
                open.push(frame.node);
                for member in open.drain(first..) {
                    rank[member as usize] = done;
                    index -= 1;
                    found.nodes.push(member);
                }
                done -= 1;
                found.offsets.push(found.nodes.len() as u32);
            } else {
                open.push(frame.node);
            }
            path.pop();
            if let Some(parent) = path.last_mut() {
                let above = &mut rank[parent.node as usize];
                if low < *above {
                    *above = low;
                    parent.root = false;
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn components(n: usize, edges: &[(u32, u32)]) -> Components {
        let (from, to): (Vec<u32>, Vec<u32>) = edges.iter().copied().unzip();
        Components::new(&Csr::new(n, &from, &to, &vec![1.0; from.len()]))
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
