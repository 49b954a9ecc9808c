//! Search for the strongly connected component that holds most nodes of a graph.

use super::csr::Csr;

/// A component of at least half of the nodes.
#[derive(Debug)]
pub(crate) struct GiantComponent {
    /// Its nodes, ascending.
    pub(crate) members: Vec<u32>,
    /// Nodes that it reaches, itself included.
    pub(crate) ahead: Bits,
}

/// Passes over the rows after which the search gives up: a scale-free graph of a million nodes takes three.
const PASSES: usize = 12;

/// Nodes that a much-linked node reaches and is reached from, if they are at least half of all.
///
/// O(nodes + edges) a pass, nodes / 4 bytes.
pub(crate) fn find(edges: &Csr) -> Option<GiantComponent> {
    let n = edges.rows();
    let pivot = pivot(edges);
    let mut ahead = Bits::new(n);
    let mut expanded = Bits::new(n);
    ahead.insert(pivot);
    spread(n, &mut ahead, |ahead, word| {
        let mut moved = false;
        loop {
            let fresh = ahead.words[word] & !expanded.words[word];
            if fresh == 0 {
                return moved;
            }
            let node = word * 64 + fresh.trailing_zeros() as usize;
            expanded.insert(node);
            edges.columns_of(node).iter().for_each(|&to| ahead.insert(to as usize));
            moved = true;
        }
    })?;
    if ahead.count() < n.div_ceil(2) {
        return None;
    }
    let mut behind = Bits::new(n);
    behind.insert(pivot);
    spread(n, &mut behind, |behind, word| {
        let mut moved = false;
        let mut left = ahead.words[word] & !behind.words[word];
        while left != 0 {
            let node = word * 64 + left.trailing_zeros() as usize;
            left &= left - 1;
            if edges.columns_of(node).iter().any(|&to| behind.has(to as usize)) {
                behind.insert(node);
                moved = true;
            }
        }
        moved
    })?;
    let members: Vec<u32> = (0..n as u32).filter(|&node| behind.has(node as usize)).collect();
    (members.len() >= n.div_ceil(2)).then_some(GiantComponent { members, ahead })
}

/// Passes over the words, up and down by turns, until one moves nothing; none if that takes too many.
fn spread(n: usize, set: &mut Bits, mut step: impl FnMut(&mut Bits, usize) -> bool) -> Option<()> {
    let words = n.div_ceil(64);
    for pass in 0..PASSES {
        let mut moved = false;
        for word in 0..words {
            moved |= step(set, if pass % 2 == 0 { word } else { words - 1 - word });
        }
        if !moved {
            return Some(());
        }
    }
    None
}

/// A node with many edges out and, by a sample, in.
fn pivot(edges: &Csr) -> usize {
    const EVERY: usize = 16;
    let n = edges.rows();
    let mut reads = vec![0_u32; n];
    edges.columns().iter().step_by(EVERY).for_each(|&to| reads[to as usize] += 1);
    let links = |node: &usize| (reads[*node] as usize * EVERY + 1) * edges.range(*node).len();
    (0..n).max_by_key(links).unwrap_or(0)
}

/// A set of nodes, a bit each.
#[derive(Debug)]
pub(crate) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    fn new(n: usize) -> Self {
        Self { words: vec![0; n.div_ceil(64)] }
    }

    pub(crate) fn has(&self, node: usize) -> bool {
        self.words[node / 64] >> (node % 64) & 1 == 1
    }

    fn insert(&mut self, node: usize) {
        self.words[node / 64] |= 1 << (node % 64);
    }

    fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }
}
