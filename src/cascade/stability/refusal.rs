//! Reasons why a network is not certified, by index of nodes.

use crate::numeric::linalg::csr::Csr;

use super::strongest_loop::strongest;

/// Why a component was not proved to be stable.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refusal {
    /// Its spectral radius is 1 or more.
    Unstable {
        radius: f64,
        size: usize,
        /// The nodes of its strongest loop, in the order of the arrows, and the product of its weights.
        nodes: Vec<u32>,
        gain: f64,
    },
    /// It is too large for its eigenvalues, and the bounds of the radius of |W| do not decide.
    Undecided {
        size: usize,
        /// One of its nodes.
        node: u32,
        low: f64,
        high: f64,
        /// The largest component whose eigenvalues are computed.
        limit: usize,
    },
    /// Only its signs could make it stable, and that was not proved.
    Uncertified {
        size: usize,
        estimate: f64,
        low: f64,
        high: f64,
        /// As in [`Unstable`](Self::Unstable).
        nodes: Vec<u32>,
        gain: f64,
    },
}

impl Refusal {
    pub(crate) fn unstable(out: &Csr, component: &[u32], radius: f64) -> Self {
        let found = strongest(out, component);
        Self::Unstable { radius, size: component.len(), nodes: found.nodes, gain: found.gain }
    }

    pub(crate) fn uncertified(out: &Csr, component: &[u32], estimate: f64, (low, high): (f64, f64)) -> Self {
        let found = strongest(out, component);
        Self::Uncertified { size: component.len(), estimate, low, high, nodes: found.nodes, gain: found.gain }
    }
}
