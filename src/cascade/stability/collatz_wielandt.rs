//! Collatz-Wielandt bounds of the spectral radius of |W| by Gauss-Seidel sweeps, for components that converge slowly.

use super::component::{Block, MARGIN};

/// Sweeps before which d is taken anew.
const RESCALED: [usize; 3] = [2, 16, 128];

/// What is proved of the spectral radius of |W| in a component.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Settling {
    /// It is at most this, which is below 1.
    AtMost(f64),
    /// It is at least this, which counts as 1 or more.
    AtLeast(f64),
    /// Nothing, within the limit.
    Open,
}

/// Whether the spectral radius of |W| is below 1, by sweeps of Gauss and Seidel, at most `most` of them.
///
/// Products with |W| take a ring of n nodes about n^2 steps to even out. Sweeps in an order in which a node comes after
/// those that it drives, but for the edges that close loops, take a ring round once each. They solve u = 1 + |W| u with
/// |W| = L + U, U being the edges that close loops: with u > 0 found, max (|W| u)_i / u_i bounds the radius from above
/// (Collatz and Wielandt), and equals max 1 - (1 - r_i) / u_i, with r the residual. What a sweep adds, f, goes to the
/// vector with f = L f + U f / mu; by Stein and Rosenberg mu < 1 exactly where the radius is, and where mu >= 1 the least
/// (|W| f)_i / f_i is at least 1, which bounds the radius from below.
///
/// f is nearly mu times the f before, so that where mu < 1 all that is still to come, mu / (1 - mu) f, is added at once.
/// Where some u are 10^9 times as large as others, 1 counts for nothing beside them: u = d + |W| u is solved instead, with
/// the u found so far as d.
///
/// References: Varga (2000), Matrix Iterative Analysis, theorem 3.8; Aitken (1926), doi:10.1017/S0370164600022070.
pub(crate) fn decide(block: &Block, most: usize) -> Settling {
    let order = targets_first(block);
    let n = block.nodes();
    let mut u = vec![1.0_f64; n];
    let mut added = vec![0.0; n];
    let mut known = false;
    let mut d = u.clone();
    for sweep in 0..most {
        if RESCALED.contains(&sweep) {
            let top = u.iter().copied().fold(0.0, f64::max);
            u.iter_mut().for_each(|u| *u = (*u / top).max(f64::MIN_POSITIVE));
            d.copy_from_slice(&u);
            known = false;
        }
        let (mut now, mut before) = (0.0, 0.0);
        for &node in &order {
            let sum: f64 = block.row(node).map(|(to, weight)| weight.abs() * u[to]).sum();
            let by = d[node] + sum - u[node];
            u[node] += by;
            now += by * added[node];
            before += added[node] * added[node];
            added[node] = by;
        }
        if !u.iter().all(|u| u.is_finite()) {
            return Settling::Open;
        }
        let mu = if known && before > 0.0 { now / before } else { f64::NAN };
        known = true;
        if mu >= 1.0 - MARGIN {
            // A floor keeps f > 0; any f > 0 gives a valid bound.
            let f: Vec<f64> = added.iter().map(|f| f.max(f64::MIN_POSITIVE)).collect();
            let (low, _) = ratios(block, &f);
            if low >= 1.0 - MARGIN {
                return Settling::AtLeast(low);
            }
        }
        let (_, high) = ratios(block, &u);
        if high < 1.0 - MARGIN {
            return Settling::AtMost(high);
        }
        if mu > 0.0 && mu < 1.0 - MARGIN {
            let ahead = mu / (1.0 - mu);
            u.iter_mut().zip(&added).zip(&d).for_each(|((u, f), d)| *u = (*u + ahead * f).max(*d));
            // What a sweep adds after a leap is not comparable with what it added before.
            known = false;
        }
    }
    Settling::Open
}

/// The least and the largest (|W| u)_i / u_i.
fn ratios(block: &Block, u: &[f64]) -> (f64, f64) {
    let ratio = |node: usize| block.row(node).map(|(to, weight)| weight.abs() * u[to]).sum::<f64>() / u[node];
    (0..block.nodes())
        .map(ratio)
        .fold((f64::INFINITY, 0.0), |(low, high), ratio| (f64::min(low, ratio), f64::max(high, ratio)))
}

/// The nodes in the order in which a depth-first search leaves them: after all that they drive, but for edges that close
/// a loop.
fn targets_first(block: &Block) -> Vec<usize> {
    let n = block.nodes();
    let mut seen = vec![false; n];
    let (mut order, mut open) = (Vec::with_capacity(n), Vec::new());
    for start in 0..n {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        open.push((start, block.row(start)));
        while let Some((node, targets)) = open.last_mut() {
            match targets.find(|&(to, _)| !seen[to]) {
                Some((to, _)) => {
                    seen[to] = true;
                    open.push((to, block.row(to)));
                }
                None => {
                    order.push(*node);
                    open.pop();
                }
            }
        }
    }
    order
}
