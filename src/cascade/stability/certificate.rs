//! Certificate of stability: a proven bound of the spectral radius.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::numeric::linalg::arnoldi;
use crate::numeric::linalg::components::Components;
use crate::numeric::linalg::csr::Csr;
use crate::numeric::linalg::dense;

use super::collatz_wielandt;
use super::collatz_wielandt::Settling;
use super::component::{Block, MARGIN};
use super::refusal::Refusal;
use super::strongest_loop::strongest;
use super::{power_bound, sign_similarity};
use crate::cascade::NetworkOptions;

/// The certificate that cascades in a network settle: its spectral radius is below 1.
///
/// # Definition
///
/// The spectral radius of W is the largest over its strongly connected components. A component of up to
/// [`NetworkOptions::dense_limit`] nodes has its eigenvalues computed. A larger one is proved in one of two ways:
///
/// - Collatz and Wielandt: for any u > 0, min (|W| u)_i / u_i <= radius(|W|) <= max (|W| u)_i / u_i, and
///   radius(W) <= radius(|W|); u starts at ones and is improved by products with I + |W| until the upper bound is
///   below 1. Where that is slow, as in rings, u = 1 + |W| u is solved by sweeps round the loops. Where the signs make no
///   difference, as in a lone ring, a lower bound of 1 refuses.
/// - Where only the signs make it settle, by powers of the signed W, in which opposite ways cancel: with
///   q_i = sum_j |W^k\[i,j\]| u_j / u_i for a power k = k_i of each row's own, radius(W) <= max q_i^(1/k_i). Rounding is
///   counted. Up to [`NetworkOptions::proof_work`] edges are passed.
///
/// Where neither proves it, the radius is *estimated* (Arnoldi). The network is refused, unless the estimate is below 1
/// and [`NetworkOptions::accept_estimate`] is set; it is then marked as not [`certified`](Self::certified).
///
/// Either proof ends at the first bound below 1. [`Network::stability`](crate::cascade::Network::stability) goes on with
/// the first of them, when it is first asked, until the bounds tell whether the radius is near to 1.
///
/// As text it says what is known: "spectral radius 0.1766", "spectral radius at most 0.7911", or "spectral radius about
/// 0.9512, an estimate and not proved".
///
/// # Complexity
///
/// - A product: O(edges) time.
/// - Eigenvalues of k nodes: 10 k^3 time.
/// - Space: O(nodes) beside the network, and O(edges) more where signs matter.
///
/// # References
///
/// Collatz (1942), Einschliessungssatz fuer die charakteristischen Zahlen von Matrizen, doi:10.1007/BF01180013;
/// Horn & Johnson (2012), Matrix Analysis, theorem 8.1.26, and corollary 5.6.14 for norms of powers;
/// Saad (2011), Numerical Methods for Large Eigenvalue Problems, chapter 6, doi:10.1137/1.9781611970739.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Stability {
    /// Spectral radius of W, or an upper bound of it where [`exact`](Self::exact) is false, or only an estimate where
    /// [`certified`](Self::certified) is false.
    pub radius: f64,
    /// What the radius is about, or at least: `radius` itself where it is exact or an estimate, else a lower bound or an
    /// estimate of it, and 0 where nothing is known.
    pub estimate: f64,
    /// Whether `radius` is the radius itself (to rounding) and not only a proven bound or an estimate.
    pub exact: bool,
    /// Whether the radius is proved to be below 1. False only where [`NetworkOptions::accept_estimate`] let an estimate
    /// pass.
    pub certified: bool,
    /// Spectral radius of |W|, or an upper bound of it: below 1, every cascade settles however its parts are delayed or
    /// dampened. Infinite where only the signed weights are found to settle and no bound was found.
    pub absolute_radius: f64,
    /// Whether a shock can come back to where it started: some component has more than one node or persists.
    pub cyclic: bool,
    /// Nodes of the largest strongly connected component.
    pub largest_component: usize,
}

/// What is known of small components, which have their eigenvalues computed: the radii of W and |W|.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    pub(crate) radius: f64,
    pub(crate) absolute: f64,
}

impl Known {
    fn add(&mut self, radius: f64, absolute: f64) {
        (self.radius, self.absolute) = (self.radius.max(radius), self.absolute.max(absolute));
    }
}

/// A radius above this is near to 1.
pub(crate) const FRAGILE: f64 = 0.8;

impl Stability {
    /// Whether the radius is known to be so near to 1 (above .8) that small errors in the weights move the cascade a lot.
    /// A bound that may be far above the radius is no reason.
    pub fn is_fragile(&self) -> bool {
        self.estimate > FRAGILE
    }
}

impl fmt::Display for Stability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let radius = below_one(self.radius);
        match (self.exact, self.certified) {
            (true, _) => write!(f, "spectral radius {radius}"),
            (false, true) => write!(f, "spectral radius at most {radius}"),
            (false, false) => write!(f, "spectral radius about {radius}, an estimate and not proved"),
        }
    }
}

/// A number below 1 with four digits, or so many that it does not read as 1.
pub(crate) fn below_one(value: f64) -> String {
    let digits = (4..=16).find(|&digits| value >= 1.0 || format!("{value:.digits$}").starts_with('0'));
    format!("{value:.*}", digits.unwrap_or(4))
}

/// `widest` is the largest row sum of |W|.
pub(crate) fn certify(
    out: &Csr,
    components: &Components,
    widest: f64,
    options: &NetworkOptions,
) -> Result<(Stability, Known), Refusal> {
    let (mut radius, mut absolute, mut cyclic, mut largest) = (0.0_f64, 0.0_f64, false, 0);
    let (mut known, mut estimate) = (Known::default(), 0.0_f64);
    let (mut exact, mut certified) = (true, true);
    let mut place = Vec::new();
    for component in components.iter() {
        largest = largest.max(component.len());
        if let [node] = *component {
            // Influences of the node on itself with several lags: they add up in the end, and each counts by itself on
            // the way there.
            let own = || out.row(node as usize).filter(|&(to, _)| to == node as usize).map(|(_, w)| w);
            let size = own().map(f64::abs).sum::<f64>();
            let own = own().sum::<f64>();
            cyclic |= size != 0.0;
            known.add(own.abs(), size);
            if own.abs() >= 1.0 - MARGIN {
                return Err(Refusal::unstable(out, component, own.abs()));
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
            known.add(found, if upper.is_nan() { f64::INFINITY } else { upper });
            found
        } else {
            exact = false;
            let large = large(out, component, &place, options)?;
            certified &= large.certified;
            absolute = absolute.max(large.absolute);
            estimate = estimate.max(large.estimate);
            large.radius
        };
        if found.is_nan() || found >= 1.0 - MARGIN {
            return Err(Refusal::unstable(out, component, found));
        }
        radius = radius.max(found);
        component.iter().for_each(|&node| place[node as usize] = u32::MAX);
    }
    let (radius, absolute_radius) = (radius.max(known.radius), absolute.max(known.absolute));
    let estimate = if exact { radius } else { estimate.max(known.radius) };
    let largest_component = largest;
    let stability =
        Stability { radius, estimate, exact, certified, absolute_radius, cyclic, largest_component };
    Ok((stability, known))
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

/// How a component too large for its eigenvalues settles.
struct Large {
    radius: f64,
    estimate: f64,
    absolute: f64,
    certified: bool,
}

fn large(out: &Csr, component: &[u32], place: &[u32], options: &NetworkOptions) -> Result<Large, Refusal> {
    let Bounds { low, high, u } = match bound(out, component, place, options) {
        Ok(bound) => return Ok(Large { radius: bound, estimate: 0.0, absolute: bound, certified: true }),
        Err(bounds) => bounds,
    };
    let block = Block::of(out, component, place);
    let mut low = low;
    if low < 1.0 {
        match collatz_wielandt::decide(&block, options.max_iterations) {
            Settling::AtMost(bound) => {
                return Ok(Large { radius: bound, estimate: 0.0, absolute: bound, certified: true });
            }
            Settling::AtLeast(bound) => low = low.max(bound),
            Settling::Open => {}
        }
    }
    if block.signed() && !sign_similarity::make_no_difference(&block) {
        let uncertified = |estimate| Refusal::uncertified(out, component, estimate, (low, high));
        return by_signs(&block, &u, options).map_err(uncertified);
    }
    if low >= 1.0 - MARGIN {
        return Err(Refusal::unstable(out, component, low));
    }
    // A loop of gain 1 or more, if there is one, is reason enough.
    let found = strongest(out, component);
    let mean = found.gain.powf(1.0 / found.nodes.len().max(1) as f64);
    if mean >= 1.0 - MARGIN {
        return Err(Refusal::unstable(out, component, low.max(mean)));
    }
    let (size, node, limit) = (component.len(), component[0], options.dense_limit);
    Err(Refusal::Undecided { size, node, low, high, limit })
}

/// What is known of the spectral radius of |W| where it is not proved to be below 1.
struct Bounds {
    low: f64,
    high: f64,
    /// The weights reached.
    u: Vec<f64>,
}

/// An upper bound below 1 of the spectral radius of |W| in a component, or the bounds that were reached.
fn bound(out: &Csr, component: &[u32], place: &[u32], options: &NetworkOptions) -> Result<f64, Bounds> {
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
    Err(Bounds { low, high, u })
}

/// How the signed W settles, by proof or as an accepted estimate; else the estimate.
fn by_signs(block: &Block, u: &[f64], options: &NetworkOptions) -> Result<Large, f64> {
    let estimate = arnoldi::estimate_radius(block.nodes(), |x, y| block.multiply(x, y));
    if estimate.is_nan() || estimate >= 1.0 - MARGIN {
        return Err(estimate);
    }
    let settled = |radius, certified| Large { radius, estimate, absolute: f64::INFINITY, certified };
    // Half way to 1, in powers: a tighter bound costs more and decides nothing.
    match power_bound::bound(block, u, estimate.sqrt(), options.proof_work) {
        Some(bound) => Ok(settled(bound, true)),
        None if options.accept_estimate => Ok(settled(estimate, false)),
        None => Err(estimate),
    }
}
