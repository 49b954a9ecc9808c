//! Greedy maximum coverage of reverse-reachable sets.

use super::sets::Sets;

/// Nodes chosen greedily, and how good any choice could be.
#[derive(Debug)]
pub(super) struct Cover {
    /// In the order of choice.
    pub(super) nodes: Vec<u32>,
    /// No choice of as many nodes is in more sets than this.
    pub(super) bound: u64,
}

/// Chooses `count` nodes, each the one that is in most sets without a node chosen before it (ties: the smaller number).
///
/// `bound` is the least over all prefixes of the sets they hit plus the largest gains that `count` nodes more would
/// have, which bounds the best choice by submodularity (Tang et al. 2018, section 5).
///
/// Time O(members + nodes) beside the search for the best, which looks only at nodes that were in enough sets at first.
pub(super) fn cover(sets: &Sets, nodes: usize, count: usize) -> Cover {
    let mut offsets = vec![0_u32; nodes + 1];
    for &node in &sets.members {
        offsets[node as usize + 1] += 1;
    }
    let mut gain: Vec<u32> = offsets[1..].to_vec();
    for node in 0..nodes {
        offsets[node + 1] += offsets[node];
    }
    let mut holding = vec![0_u32; sets.members.len()];
    let mut next = offsets.clone();
    for set in 0..sets.len() {
        for &node in sets.get(set) {
            let position = &mut next[node as usize];
            holding[*position as usize] = set as u32;
            *position += 1;
        }
    }
    let order = by_gain(&gain);
    let first: Vec<u32> = order.iter().map(|&node| gain[node as usize]).collect();
    let mut covered = vec![false; sets.len()];
    let (mut hit, mut bound) = (0_u64, sets.len() as u64);
    let mut chosen = Vec::with_capacity(count);
    let mut taken = vec![false; nodes];
    loop {
        let top = top(&order, &first, &gain, &taken, count);
        bound = bound.min(hit + top.iter().map(|&(gain, _)| u64::from(gain)).sum::<u64>());
        if chosen.len() == count {
            return Cover { nodes: chosen, bound };
        }
        // `count` is at most the number of nodes, so that one is left.
        let Some(&(_, best)) = top.first() else { return Cover { nodes: chosen, bound } };
        chosen.push(best);
        taken[best as usize] = true;
        hit += u64::from(gain[best as usize]);
        let range = offsets[best as usize] as usize..offsets[best as usize + 1] as usize;
        for &set in &holding[range] {
            if !std::mem::replace(&mut covered[set as usize], true) {
                for &node in sets.get(set as usize) {
                    gain[node as usize] -= 1;
                }
            }
        }
    }
}

/// Nodes by descending gain, then by number: a counting sort.
fn by_gain(gain: &[u32]) -> Vec<u32> {
    let most = gain.iter().copied().max().unwrap_or(0) as usize;
    let mut starts = vec![0_u32; most + 2];
    for &gain in gain {
        starts[most - gain as usize + 1] += 1;
    }
    for at in 0..=most {
        starts[at + 1] += starts[at];
    }
    let mut order = vec![0; gain.len()];
    for (node, &gain) in gain.iter().enumerate() {
        let position = &mut starts[most - gain as usize];
        order[*position as usize] = node as u32;
        *position += 1;
    }
    order
}

/// The nodes of the `count` largest gains, the largest first. Gains only fall, so that the search ends where the
/// `first` gains are below all of them.
fn top(order: &[u32], first: &[u32], gain: &[u32], taken: &[bool], count: usize) -> Vec<(u32, u32)> {
    let mut best: Vec<(u32, u32)> = Vec::with_capacity(2 * count);
    let larger = |a: &(u32, u32), b: &(u32, u32)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
    let mut least = 0;
    for (&node, &first) in order.iter().zip(first) {
        if best.len() >= count && first < least {
            break;
        }
        if taken[node as usize] || (best.len() >= count && gain[node as usize] < least) {
            continue;
        }
        best.push((gain[node as usize], node));
        if best.len() == count || best.len() == 2 * count {
            best.sort_unstable_by(larger);
            best.truncate(count);
            least = best[count - 1].0;
        }
    }
    best.sort_unstable_by(larger);
    best.truncate(count);
    best
}
