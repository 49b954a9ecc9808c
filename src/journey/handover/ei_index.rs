//! E-I index of contacts between groups, and what chance expects of it.

use serde::{Deserialize, Serialize};

use crate::numeric::ordered_map::OrderedMap;

/// Contacts between groups and inside them, and their E-I index: does work cross the borders between teams?
///
/// # Definition
/// ```text
/// E-I = (external - internal) / (external + internal)
/// ```
///
/// -1 when all contacts stay inside, +1 when all cross. What is normal depends on the sizes of the groups: with many
/// small ones most contacts *must* cross; [`Handovers`](super::Handovers) gives what chance expects.
///
/// # Complexity
/// Constant.
///
/// # References
/// D. Krackhardt & R. N. Stern (1988), Informal networks and organizational crises: an experimental simulation,
/// doi:10.2307/2786835.
///
/// # Example
/// ```
/// use total_experience::journey::handover::Contacts;
///
/// assert_eq!(Contacts { external: 340, internal: 1_260 }.ei_index(), Some(-0.575));
/// assert_eq!(Contacts::default().ei_index(), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contacts {
    /// Contacts between different groups.
    pub external: u64,
    /// Contacts inside a group.
    pub internal: u64,
}

impl Contacts {
    /// The E-I index; `None` without contacts.
    pub fn ei_index(&self) -> Option<f64> {
        let (external, internal) = (self.external as f64, self.internal as f64);
        (external + internal > 0.0).then(|| (external - internal) / (external + internal))
    }
}

/// Mean and standard deviation of the E-I index when groups are dealt out anew to the nodes of a graph, all ways
/// being as likely. `weights` are contacts of unordered pairs of different nodes; `sizes` the sizes of the groups.
///
/// Exact, by counting which pairs of contacts share no, one or two nodes (as Cliff & Ord 1973 do for join counts), so
/// that no random numbers are needed.
pub(crate) fn chance(weights: &OrderedMap<(u32, u32), u64>, sizes: &[u64]) -> Option<(f64, f64)> {
    let total: u128 = weights.values().map(|&weight| u128::from(weight)).sum();
    if total == 0 {
        return None;
    }
    let n: u64 = sizes.iter().sum();
    // How many ways to draw `k` nodes in order, over all ways; 0 where there are too few nodes.
    let draw = |size: u64, k: u64| (0..k).map(|at| size.saturating_sub(at) as f64).product::<f64>();
    let same = |k: u64| sizes.iter().map(|&size| draw(size, k)).sum::<f64>() / draw(n, k).max(1.0);
    let (pair, triple) = (same(2), same(3));
    let twice: f64 = sizes.iter().map(|&size| draw(size, 2)).sum();
    let squares: f64 = sizes.iter().map(|&size| draw(size, 2).powi(2)).sum();
    let fours: f64 = sizes.iter().map(|&size| draw(size, 4)).sum();
    let two_pairs = (fours + twice * twice - squares) / draw(n, 4).max(1.0);

    let mut degrees: OrderedMap<u32, u128> = OrderedMap::new();
    let mut alone: u128 = 0;
    for (&(a, b), &weight) in weights {
        let weight = u128::from(weight);
        alone += weight * weight;
        *degrees.entry(a).or_default() += weight;
        *degrees.entry(b).or_default() += weight;
    }
    let touching = degrees.values().map(|degree| degree * degree).sum::<u128>() - 2 * alone;
    let apart = total * total - alone - touching;
    let external = 1.0 - pair;
    let square = alone as f64 * external
        + touching as f64 * (1.0 - 2.0 * pair + triple)
        + apart as f64 * (1.0 - 2.0 * pair + two_pairs);
    let total = total as f64;
    let variance = (square / (total * total) - external * external).max(0.0);
    Some((2.0 * external - 1.0, 2.0 * variance.sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every way to deal out groups to nodes, by hand.
    fn dealt(groups: &mut Vec<u32>, from: usize, each: &mut impl FnMut(&[u32])) {
        if from == groups.len() {
            return each(groups);
        }
        for at in from..groups.len() {
            groups.swap(from, at);
            dealt(groups, from + 1, each);
            groups.swap(from, at);
        }
    }

    #[test]
    fn moments_are_those_of_all_permutations() {
        let weights = OrderedMap::from_iter([
            ((0, 1), 7),
            ((0, 2), 1),
            ((1, 3), 4),
            ((2, 4), 2),
            ((3, 5), 3),
            ((0, 5), 1),
        ]);
        for (groups, sizes) in
            [(vec![0, 0, 0, 1, 1, 2], vec![3, 2, 1]), (vec![0, 0, 1, 1, 2, 2], vec![2, 2, 2])]
        {
            let (mut sum, mut square, mut count) = (0.0, 0.0, 0.0);
            dealt(&mut groups.clone(), 0, &mut |groups| {
                let (mut external, mut internal) = (0, 0);
                for (&(a, b), &weight) in &weights {
                    let inside = groups[a as usize] == groups[b as usize];
                    *(if inside { &mut internal } else { &mut external }) += weight;
                }
                let index = Contacts { external, internal }.ei_index().unwrap();
                sum += index;
                square += index * index;
                count += 1.0;
            });
            let (mean, deviation) = chance(&weights, &sizes).unwrap();
            assert!((mean - sum / count).abs() < 1e-12, "{mean}");
            assert!((deviation - (square / count - mean * mean).sqrt()).abs() < 1e-12, "{deviation}");
        }
    }

    #[test]
    fn two_nodes_have_no_chance() {
        assert_eq!(chance(&OrderedMap::from_iter([((0, 1), 9)]), &[1, 1]), Some((1.0, 0.0)));
        assert_eq!(chance(&OrderedMap::from_iter([((0, 1), 9)]), &[2]), Some((-1.0, 0.0)));
        assert_eq!(chance(&OrderedMap::new(), &[2]), None);
    }
}
