//! Sign similarity: test whether the spectral radii of W and |W| are equal.

use super::component::Block;

/// Whether the spectral radius of W is that of |W| in a component: where all loops reinforce, or all would if the weights
/// were multiplied by one number of modulus 1. A lone ring is so, whatever its signs.
///
/// # Definition
///
/// W = e^(i theta) D |W| D^-1 with D diagonal and of modulus 1 (Wielandt). With l_i the steps from the first node to i
/// along a tree, p_i the parity of the negative weights on that way, d = l_i + 1 - l_j and s = p_i + \[w_ij < 0\] - p_j of
/// each edge, and g the greatest common divisor of all d, it is so if and only if all s are even, or all s have the parity
/// of d / g.
///
/// O(nodes + edges). Reference: Horn & Johnson (2012), Matrix Analysis, theorem 8.4.5.
pub(crate) fn make_no_difference(block: &Block) -> bool {
    let n = block.nodes();
    let mut known = vec![None; n];
    let mut open = vec![0];
    known[0] = Some((0_i64, false));
    while let Some(node) = open.pop() {
        let Some((steps, odd)) = known[node] else { continue };
        for (to, weight) in block.row(node).filter(|&(_, weight)| weight != 0.0) {
            if known[to].is_none() {
                known[to] = Some((steps + 1, odd ^ (weight < 0.0)));
                open.push(to);
            }
        }
    }
    if known.iter().any(Option::is_none) {
        return false; // held together by weights of 0 only
    }
    let edges = || {
        (0..n).flat_map(|node| block.row(node).map(move |(to, weight)| (node, to, weight))).filter_map(
            |(node, to, weight)| {
                let ((from, odd), (at, odd_at)) = (known[node]?, known[to]?);
                (weight != 0.0).then_some(((from + 1 - at).unsigned_abs(), odd ^ (weight < 0.0) ^ odd_at))
            },
        )
    };
    let period = edges().fold(0, |period, (steps, _)| divisor(period, steps));
    edges().all(|(_, odd)| !odd)
        || period > 0 && edges().all(|(steps, odd)| odd == ((steps / period) % 2 == 1))
}

/// The greatest common divisor.
fn divisor(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::numeric::linalg::components::Components;
    use crate::numeric::linalg::csr::Csr;
    use crate::numeric::linalg::dense;

    proptest! {
        /// Against the eigenvalues of both.
        #[test]
        fn as_the_eigenvalues_say(
            n in 2_usize..6,
            // Few edges beside the ring, so that each answer is met often.
            more in prop::collection::vec((0_u32..6, 0_u32..6), 0..3),
            signs in prop::collection::vec(any::<bool>(), 9),
        ) {
            let mut ends: Vec<(u32, u32)> = (0..n as u32).map(|node| (node, (node + 1) % n as u32)).collect();
            ends.extend(more.iter().map(|&(from, to)| (from % n as u32, to % n as u32)));
            ends.sort_unstable();
            ends.dedup();
            let (from, to): (Vec<u32>, Vec<u32>) = ends.iter().copied().unzip();
            let weights: Vec<f64> = ends.iter().zip(&signs).map(|(_, &minus)| if minus { -0.5 } else { 0.5 }).collect();
            let out = Csr::new(n, &from, &to, &weights);
            let components = Components::new(&out);
            let place: Vec<u32> = (0..n as u32).collect();
            let found = make_no_difference(&Block::of(&out, components.get(0), &place));
            let radius = |view: fn(f64) -> f64| {
                let mut a = vec![0.0; n * n];
                ends.iter().zip(&weights).for_each(|(&(i, j), &w)| a[i as usize * n + j as usize] = view(w));
                dense::spectral_radius(&mut a, n).unwrap()
            };
            let (own, absolute) = (radius(|w| w), radius(f64::abs));
            prop_assert_eq!(found, (own - absolute).abs() < 1e-6 * absolute, "{} of {}", own, absolute);
        }
    }
}
