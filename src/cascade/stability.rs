//! Why a cascade settles.

use serde::Serialize;

use crate::numeric::components::Components;
use crate::numeric::csr::Csr;
use crate::numeric::dense;

use super::loops;
use super::{Error, NetworkOptions};

/// A radius this close to 1 counts as 1: rounding cannot tell them apart.
pub(super) const MARGIN: f64 = 1e-9;

/// The certificate that cascades in a network settle: its spectral radius is below 1.
///
/// # Definition
///
/// The spectral radius of W is the largest over its strongly connected components. A component of up to
/// [`NetworkOptions::dense_limit`] nodes has its eigenvalues computed. A larger one is proved by Collatz and Wielandt:
/// for any u > 0, min (|W| u)_i / u_i <= radius(|W|) <= max (|W| u)_i / u_i, and radius(W) <= radius(|W|); u starts at
/// ones and is improved by products with I + |W| until the upper bound is below 1.
///
/// # Complexity
///
/// O(edges) a product, 10 k^3 for the eigenvalues of k nodes; O(nodes) extra space.
///
/// # References
///
/// Collatz (1942), Einschliessungssatz fuer die charakteristischen Zahlen von Matrizen, doi:10.1007/BF01180013;
/// Horn & Johnson (2012), Matrix Analysis, theorem 8.1.26.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Stability {
    /// Spectral radius of W, or an upper bound of it where [`exact`](Self::exact) is false.
    pub radius: f64,
    /// Whether `radius` is the radius itself (to rounding) and not only a proven bound.
    pub exact: bool,
    /// Spectral radius of |W|, or an upper bound of it: below 1, every cascade settles however its parts are delayed or
    /// dampened. Infinite where only the signed weights are proved to settle and no bound was found.
    pub absolute_radius: f64,
    /// Whether a push can come back to where it started: some component has more than one node or persists.
    pub cyclic: bool,
    /// Nodes of the largest strongly connected component.
    pub largest_component: usize,
}

impl Stability {
    /// Whether the radius is so near to 1 (above .8) that small errors in the weights move the cascade a lot.
    pub fn is_fragile(&self) -> bool {
        self.radius > 0.8
    }
}

/// `widest` is the largest row sum of |W|.
pub(super) fn certify(
    out: &Csr,
    components: &Components,
    widest: f64,
    options: &NetworkOptions,
    name: &dyn Fn(u32) -> String,
) -> Result<Stability, Error> {
    let (mut radius, mut absolute, mut exact, mut cyclic, mut largest) = (0.0_f64, 0.0_f64, true, false, 0);
    let mut place = Vec::new();
    for component in components.iter() {
        largest = largest.max(component.len());
        if let [node] = *component {
            let own: f64 =
                out.row(node as usize).filter(|&(to, _)| to == node as usize).map(|(_, w)| w).sum();
            cyclic |= own != 0.0;
            radius = radius.max(own.abs());
            absolute = absolute.max(own.abs());
            if own.abs() >= 1.0 - MARGIN {
                return Err(unstable(out, component, own.abs(), name));
            }
            continue;
        }
        cyclic = true;
        if component.len() > options.dense_limit && widest < 1.0 - MARGIN {
            // The first bound, u = 1, over all rows at once.
            (exact, radius, absolute) = (false, radius.max(widest), absolute.max(widest));
            continue;
        }
        place.resize(out.rows(), u32::MAX);
        for (local, &node) in component.iter().enumerate() {
            place[node as usize] = local as u32;
        }
        let found = if component.len() <= options.dense_limit {
            let found = eigenvalues(out, component, &place, |weight| weight);
            let signed =
                component.iter().any(|&node| inside(out, node, &place).any(|(_, weight)| weight < 0.0));
            let upper = if signed { eigenvalues(out, component, &place, f64::abs) } else { found };
            absolute = absolute.max(if upper.is_nan() { f64::INFINITY } else { upper });
            found
        } else {
            exact = false;
            bound(out, component, &place, options).map_err(|(low, high)| {
                let signed = component.iter().any(|&node| inside(out, node, &place).any(|(_, w)| w < 0.0));
                if signed || low < 1.0 {
                    let (size, node, limit) = (component.len(), name(component[0]), options.dense_limit);
                    Error::Undecided { size, node, low, high, limit }
                } else {
                    unstable(out, component, low, name)
                }
            })?
        };
        if found.is_nan() || found >= 1.0 - MARGIN {
            return Err(unstable(out, component, found, name));
        }
        radius = radius.max(found);
        absolute = absolute.max(found);
        component.iter().for_each(|&node| place[node as usize] = u32::MAX);
    }
    Ok(Stability { radius, absolute_radius: absolute, exact, cyclic, largest_component: largest })
}

/// The edges of `node` that stay in its component, ends as places in it.
fn inside<'a>(out: &'a Csr, node: u32, place: &'a [u32]) -> impl Iterator<Item = (usize, f64)> + 'a {
    out.row(node as usize)
        .map(|(to, weight)| (place[to] as usize, weight))
        .filter(|&(to, _)| to != u32::MAX as usize)
}

/// The spectral radius of a small component, its weights seen through `view`.
fn eigenvalues(out: &Csr, component: &[u32], place: &[u32], view: impl Fn(f64) -> f64) -> f64 {
    let size = component.len();
    let mut a = vec![0.0; size * size];
    for (row, &node) in component.iter().enumerate() {
        for (column, weight) in inside(out, node, place) {
            a[row * size + column] += view(weight);
        }
    }
    dense::spectral_radius(&mut a, size).unwrap_or(f64::NAN)
}

/// An upper bound below 1 of the spectral radius of |W| in a component, or the bounds that were reached.
fn bound(out: &Csr, component: &[u32], place: &[u32], options: &NetworkOptions) -> Result<f64, (f64, f64)> {
    let mut u = vec![1.0; component.len()];
    let mut product = vec![0.0; component.len()];
    let (mut low, mut high) = (0.0_f64, f64::INFINITY);
    for _ in 0..options.max_iterations.max(1) {
        let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
        for (local, &node) in component.iter().enumerate() {
            let sum: f64 = inside(out, node, place).map(|(to, weight)| weight.abs() * u[to]).sum();
            least = least.min(sum / u[local]);
            most = most.max(sum / u[local]);
            product[local] = sum + u[local];
        }
        low = low.max(least);
        high = high.min(most);
        if high < 1.0 - MARGIN {
            return Ok(high);
        }
        if low >= 1.0 || !most.is_finite() {
            break;
        }
        let top = product.iter().copied().fold(0.0, f64::max);
        // A floor keeps u > 0 where a value underflows; any u > 0 gives a valid bound.
        u.iter_mut().zip(&product).for_each(|(u, value)| *u = (value / top).max(f64::MIN_POSITIVE));
    }
    Err((low, high))
}

fn unstable(out: &Csr, component: &[u32], radius: f64, name: &dyn Fn(u32) -> String) -> Error {
    const SHOWN: usize = 12;
    let strongest = loops::strongest(out, component);
    let (nodes, gain) = (strongest.nodes, strongest.gain);
    let mut names: Vec<String> = nodes.iter().chain(nodes.first()).map(|&node| name(node)).collect();
    if names.len() > SHOWN {
        let cut = names.len() - SHOWN;
        names.splice(SHOWN / 2..SHOWN / 2 + cut, [format!("... {cut} more ...")]);
    }
    Error::Unstable { radius, size: component.len(), nodes, names: names.join(" -> "), gain }
}
