//! Tighter bounds of the spectral radius of large components, until they tell whether it is near to 1.

use super::certificate::{FRAGILE, Known, Stability};
use super::collatz_wielandt::{Settling, decide};
use super::component::{Block, MARGIN};
use super::{power_bound, sign_similarity};
use crate::cascade::NetworkOptions;
use crate::numeric::linalg::arnoldi;
use crate::numeric::linalg::components::Components;
use crate::numeric::linalg::csr::Csr;

/// Products with |W|, and after them sweeps, that a component may take.
const PRODUCTS: usize = 64;
const SWEEPS: usize = 200;
/// Products that an estimate of the radius of the signed W may take.
const ESTIMATE: usize = 1_200;

/// The certificate with bounds tight enough to tell whether the radius is near to 1, as far as a bounded work can.
///
/// Proofs of stability end at the first bound below 1, which may be far above the radius. Here the bracket of Collatz and
/// Wielandt goes on until it lies on one side of [`FRAGILE`]; where products are slow, sweeps decide it for |W| divided by
/// that (see [`decide`]). Where signs may make the radius smaller than that of |W|, it is estimated, and bounded by powers
/// if the estimate says that this will do.
pub(crate) fn tighten(
    out: &Csr,
    components: &Components,
    stability: &Stability,
    known: Known,
    options: &NetworkOptions,
) -> Stability {
    if stability.exact || stability.radius <= FRAGILE || !stability.certified {
        return stability.clone();
    }
    let mut place = vec![u32::MAX; out.rows()];
    let (mut radius, mut absolute, mut estimate) = (known.radius, known.absolute, known.radius);
    for component in components.iter().filter(|component| component.len() > options.dense_limit.max(1)) {
        component.iter().zip(0..).for_each(|(&node, local)| place[node as usize] = local);
        let (mut low, mut high, u) = by_products(out, component, &place);
        // Products settle most components; only the others are worth a copy.
        let block = (high > FRAGILE).then(|| divided(Block::of(out, component, &place)));
        component.iter().for_each(|&node| place[node as usize] = u32::MAX);
        if let Some(block) = block.as_ref().filter(|_| low <= FRAGILE) {
            match decide(block, SWEEPS) {
                Settling::AtMost(bound) => high = high.min(FRAGILE * bound),
                // To a billionth, which here is above.
                Settling::AtLeast(bound) => low = low.max(FRAGILE * bound).max(FRAGILE.next_up()),
                Settling::Open => {}
            }
        }
        // Of |W| a bound of 1 or more says nothing.
        absolute = absolute.max(if high < 1.0 - MARGIN { high } else { f64::INFINITY });
        let differs = |block: &Block| block.signed() && !sign_similarity::make_no_difference(block);
        let Some(block) = block.filter(|block| high > FRAGILE && differs(block)) else {
            radius = radius.max(high);
            estimate = estimate.max(low);
            continue;
        };
        let work = block.to.len().saturating_mul(ESTIMATE);
        let about = if work > options.proof_work {
            0.0
        } else {
            FRAGILE * arnoldi::estimate_radius(block.nodes(), |x, y| block.multiply(x, y))
        };
        let bound = (about > 0.0 && about < FRAGILE)
            .then(|| power_bound::bound(&block, &u, (about / FRAGILE).sqrt(), options.proof_work))
            .flatten();
        radius = radius.max(bound.map_or(high, |bound| high.min(FRAGILE * bound)));
        estimate = estimate.max(about);
    }
    Stability {
        radius: radius.min(stability.radius),
        absolute_radius: absolute.min(stability.absolute_radius),
        estimate: estimate.min(stability.radius),
        ..stability.clone()
    }
}

/// Bounds of the spectral radius of |W| of a component, and the weights reached. `place` has the number in the component of
/// each of its nodes, and `u32::MAX` for all other nodes.
fn by_products(out: &Csr, component: &[u32], place: &[u32]) -> (f64, f64, Vec<f64>) {
    let mut u = vec![1.0; component.len()];
    let mut sums = vec![0.0; u.len()];
    let (mut low, mut high) = (0.0_f64, f64::INFINITY);
    for _ in 0..PRODUCTS {
        for (sum, &node) in sums.iter_mut().zip(component) {
            let inside = out.row(node as usize).filter(|&(to, _)| place[to] != u32::MAX);
            *sum = inside.map(|(to, weight)| weight.abs() * u[place[to] as usize]).sum::<f64>();
        }
        let ratios = || sums.iter().zip(&u).map(|(sum, u)| sum / u);
        low = low.max(ratios().fold(f64::INFINITY, f64::min));
        high = high.min(ratios().fold(0.0, f64::max));
        if high <= FRAGILE || low > FRAGILE {
            break;
        }
        // A little of u itself, for rings; a floor keeps u > 0.
        u.iter_mut().zip(&sums).for_each(|(u, sum)| *u = (sum + 0.25 * *u).max(f64::MIN_POSITIVE));
        let top = u.iter().copied().fold(0.0, f64::max);
        u.iter_mut().for_each(|value| *value = (*value / top).max(f64::MIN_POSITIVE));
    }
    (low, high, u)
}

/// W divided by the radius that is to be told from larger ones: the question is then on which side of 1 its own lies.
fn divided(mut block: Block) -> Block {
    block.weight.iter_mut().for_each(|weight| *weight /= FRAGILE);
    block
}
