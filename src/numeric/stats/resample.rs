//! Bootstrap draws: positions with replacement.

use super::rng::Rng;

/// Replaces `positions` by numbers below `n` (at least 1), each as likely: Lemire's multiplication with rejection, so
/// that none is favoured.
///
/// Reference: Lemire (2019), Fast random integer generation in an interval, doi:10.1145/3230636.
pub(crate) fn draw_positions(rng: &mut Rng, n: usize, positions: &mut [usize]) {
    let n = (n as u64).max(1);
    let refused = n.wrapping_neg() % n;
    for position in positions {
        *position = loop {
            let product = u128::from(rng.next_u64()) * u128::from(n);
            if product as u64 >= refused {
                break (product >> 64) as usize;
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_is_as_likely() {
        let mut positions = vec![0; 70_000];
        draw_positions(&mut Rng::new(3, 1), 7, &mut positions);
        let mut counts = [0_u32; 7];
        for &position in &positions {
            counts[position] += 1;
        }
        // Five standard deviations of 93.
        assert!(counts.iter().all(|&count| count.abs_diff(10_000) < 465), "{counts:?}");
        draw_positions(&mut Rng::new(3, 1), 1, &mut positions);
        assert!(positions.iter().all(|&position| position == 0));
    }
}
