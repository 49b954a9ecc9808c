//! Strongly connected component in compressed rows, and the margin below 1 that proofs keep.

use crate::numeric::linalg::csr::Csr;

/// A radius this close to 1 counts as 1: rounding cannot tell them apart.
pub(crate) const MARGIN: f64 = 1e-9;

/// A component with its nodes numbered from 0 and the edges that stay in it.
pub(crate) struct Block {
    pub(crate) offsets: Vec<usize>,
    pub(crate) to: Vec<u32>,
    pub(crate) weight: Vec<f64>,
}

impl Block {
    /// `place` has the number in the component of each of its nodes, and `u32::MAX` for all other nodes.
    pub(crate) fn of(out: &Csr, component: &[u32], place: &[u32]) -> Self {
        // Edges that leave the component take no memory: what is reserved and not written is not there.
        let count = component.iter().map(|&node| out.columns_of(node as usize).len()).sum();
        let mut block = Self {
            offsets: Vec::with_capacity(component.len() + 1),
            to: Vec::with_capacity(count),
            weight: Vec::with_capacity(count),
        };
        block.offsets.push(0);
        for &node in component {
            for (to, weight) in out.row(node as usize).filter(|&(to, _)| place[to] != u32::MAX) {
                block.to.push(place[to]);
                block.weight.push(weight);
            }
            block.offsets.push(block.to.len());
        }
        block
    }

    pub(crate) fn nodes(&self) -> usize {
        self.offsets.len() - 1
    }

    pub(crate) fn signed(&self) -> bool {
        self.weight.iter().any(|weight| *weight < 0.0)
    }

    /// y = W x.
    pub(crate) fn multiply(&self, x: &[f64], y: &mut [f64]) {
        for (node, y) in y.iter_mut().enumerate() {
            *y = self.row(node).fold(0.0, |sum, (to, weight)| sum + weight * x[to]);
        }
    }

    pub(crate) fn row(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.offsets[node]..self.offsets[node + 1];
        self.to[range.clone()].iter().map(|&to| to as usize).zip(self.weight[range].iter().copied())
    }

    /// The largest (|W| u)_i / u_i.
    pub(crate) fn growth(&self, u: &[f64]) -> f64 {
        let sum = |node: usize| self.row(node).fold(0.0, |sum, (to, weight)| sum + weight.abs() * u[to]);
        (0..self.nodes()).map(|node| sum(node) / u[node]).fold(0.0, f64::max)
    }

    pub(crate) fn most_entering(&self) -> usize {
        let mut entering = vec![0_usize; self.nodes()];
        self.to.iter().for_each(|&to| entering[to as usize] += 1);
        entering.into_iter().max().unwrap_or(0)
    }
}
