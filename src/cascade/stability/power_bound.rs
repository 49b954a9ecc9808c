//! Upper bound of the spectral radius of signed weights, by norms of powers of the matrix.

use super::component::{Block, MARGIN};

/// Rows that are multiplied side by side.
const LANES: usize = 8;
type Lanes = [f64; LANES];

/// A proven upper bound below 1 of the spectral radius of W, or none within the work limit, counted in edges passed.
///
/// Let u > 0, and let each row i of the powers of W be followed to a power k_i of its own. With
/// q_i = sum_j |W^(k_i)\[i,j\]| u_j / u_i, radius(W) <= max q_i^(1/k_i). For M_N, the largest
/// sum_j |W^N\[i,j\]| u_j / u_i over i, obeys M_N <= max_i q_i M_(N-k_i), since the row of W^N is that of W^(k_i) times
/// W^(N-k_i); so M_N grows no faster than theta^N, theta being that maximum, and no eigenvalue is larger. With all
/// k_i = k this is the norm of a power (Gelfand 1941); a row that settles early stops early. Signs cancel within W^k,
/// which they cannot within |W|^k.
///
/// Rounding is counted: the product of step j is off by at most gamma |x_(j-1)| |W|, gamma = (most terms + 2) eps, which
/// then spreads by W^(N-j) like any other row; so q_i is taken larger by gamma max((|W| u)_i / u_i) times the sum of the
/// weighted sizes on the way.
///
/// A row ends once its bound is at most `target`, or it has taken twice the steps that brought it below 1.
pub(crate) fn bound(block: &Block, u: &[f64], target: f64, mut work: usize) -> Option<f64> {
    let n = block.nodes();
    let rounding = (block.most_entering() + 2) as f64 * f64::EPSILON * block.growth(u);
    let summing = 1.0 + (n + 2) as f64 * f64::EPSILON;
    let (mut now, mut next): (Vec<Lanes>, Vec<Lanes>) = (vec![[0.0; LANES]; n], vec![[0.0; LANES]; n]);
    let (mut active, mut reached) = (Vec::new(), Vec::new());
    let mut seen = vec![0_u64; n];
    let mut stamp = 0_u64;
    let mut bound = 0.0_f64;
    for first in (0..n).step_by(LANES) {
        let rows = LANES.min(n - first);
        active.extend(first..first + rows);
        (0..rows).for_each(|lane| now[first + lane][lane] = 1.0);
        let (mut best, mut passed): (Lanes, Lanes) = ([f64::INFINITY; LANES], [0.0; LANES]);
        let mut before = [1.0; LANES];
        let (mut steps, mut enough) = (0_i32, i32::MAX);
        while best[..rows].iter().any(|best| *best > target) && steps < enough {
            let passed_edges = |&node: &usize| block.offsets[node + 1] - block.offsets[node];
            work = work.checked_sub(active.iter().map(passed_edges).sum::<usize>() + LANES)?;
            steps += 1;
            stamp += 1;
            for &node in &active {
                let from = std::mem::take(&mut now[node]);
                for (to, weight) in block.row(node) {
                    if seen[to] != stamp {
                        seen[to] = stamp;
                        reached.push(to);
                    }
                    next[to].iter_mut().zip(&from).for_each(|(next, from)| *next += weight * from);
                }
            }
            std::mem::swap(&mut now, &mut next);
            std::mem::swap(&mut active, &mut reached);
            reached.clear();
            let mut size = [0.0; LANES];
            for &node in &active {
                size.iter_mut().zip(&now[node]).for_each(|(size, value)| *size += value.abs() * u[node]);
            }
            for lane in 0..rows {
                passed[lane] += before[lane];
                before[lane] = summing * size[lane] / u[first + lane];
                let q = before[lane] + rounding * passed[lane];
                best[lane] = best[lane].min(if q < 1.0 { q.powf(1.0 / f64::from(steps)) } else { q });
            }
            if !before[..rows].iter().all(|size| size.is_finite()) {
                return None;
            }
            if enough == i32::MAX && best[..rows].iter().all(|best| *best < 1.0 - MARGIN) {
                enough = steps.saturating_mul(2);
            }
        }
        for node in active.drain(..) {
            now[node] = [0.0; LANES];
        }
        bound = best[..rows].iter().copied().fold(bound, f64::max);
    }
    Some(bound).filter(|bound| *bound < 1.0 - MARGIN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::numeric::linalg::dense;

    fn block(n: usize, entries: &[f64]) -> Block {
        let mut block = Block { offsets: vec![0], to: Vec::new(), weight: Vec::new() };
        for row in entries.chunks(n) {
            for (to, &weight) in row.iter().enumerate().filter(|(_, weight)| **weight != 0.0) {
                block.to.push(to as u32);
                block.weight.push(weight);
            }
            block.offsets.push(block.to.len());
        }
        block
    }

    proptest! {
        /// Whatever u is, the bound is one; and where work is no matter, all that settles is proved to.
        #[test]
        fn bounds_the_radius(
            mut entries in prop::collection::vec(prop_oneof![Just(0.0), -1.0_f64..1.0], 121),
            u in prop::collection::vec(0.5_f64..2.0, 11),
            radius in 0.2_f64..1.1,
        ) {
            let n = 11;
            let own = dense::spectral_radius(&mut entries.clone(), n).unwrap();
            prop_assume!(own > 1e-3);
            entries.iter_mut().for_each(|entry| *entry *= radius / own);
            let block = block(n, &entries);
            match bound(&block, &u, radius.sqrt(), 30_000) {
                Some(found) => {
                    prop_assert!(found >= radius - 1e-9 && found < 1.0, "{found} below {radius}");
                }
                None => prop_assert!(radius > 0.9, "{radius} not proved"),
            }
        }
    }
}
