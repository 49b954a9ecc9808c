//! GMRES: iterative solver for linear systems of any sign.

use super::norm::norm;

/// How far an iteration came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reached {
    /// Products with A made.
    pub(crate) products: usize,
    /// 2-norm of b + A x - x.
    pub(crate) residual: f64,
    /// Whether it is as small as was asked, or as rounding of x lets it be.
    pub(crate) settled: bool,
}

/// What may be used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The residual in the 2-norm that ends the iteration.
    pub(crate) target: f64,
    /// Most products with A.
    pub(crate) products: usize,
    /// Most numbers to keep.
    pub(crate) numbers: usize,
}

/// Most steps of a cycle: they cost their square.
const STEPS: usize = 256;

/// Up to as many unknowns a cycle may have a step for each, after which nothing is left.
pub(crate) const EXACT: usize = 1_024;

/// Improves x towards x = b + A x, from x = 0, by GMRES that starts again every m steps.
///
/// Among x + span(r, A r, .., A^(m-1) r) it takes the one with the least residual, which is no larger than |A^m r|. So
/// where the spectral radius of A is below 1, an m with |A^m| < 1 makes it converge whatever the signs, unlike sweeps of
/// Gauss and Seidel. m starts at 32 and doubles when a cycle leaves more than half of the residual. At n steps, at 256
/// where there are more than 1,024 unknowns, or where memory allows no more, single products x <- b + A x take over, which
/// converge for the same reason.
///
/// `go_on` is asked with the products made and the residual. References: Saad & Schultz (1986), GMRES,
/// doi:10.1137/0907058; Saad (2003), Iterative Methods for Sparse Linear Systems, sections 4.2 and 6.5.
pub(crate) fn solve(
    mut multiply: impl FnMut(&[f64], &mut [f64]),
    b: &[f64],
    x: &mut [f64],
    limits: &Limits,
    go_on: &mut dyn FnMut(usize, f64) -> bool,
) -> Reached {
    let n = b.len();
    x.fill(0.0);
    let mut r = b.to_vec();
    let mut reached = Reached { products: 0, residual: norm(b.iter().copied()), settled: false };
    reached.settled = reached.residual <= limits.target;
    let longest = if n <= EXACT { EXACT } else { STEPS };
    let most = (limits.numbers / n.max(1)).min(n).clamp(2, longest);
    let mut steps = most.min(32);
    let mut single = false;
    while !reached.settled
        && reached.products < limits.products
        && reached.residual.is_finite()
        && go_on(reached.products, reached.residual)
    {
        let before = reached.residual;
        let left = limits.products - reached.products;
        reached.products += if single || left == 1 {
            let count = most.min(left);
            for _ in 0..count {
                x.iter_mut().zip(&r).for_each(|(x, r)| *x += r);
                residual(&mut multiply, b, x, &mut r);
            }
            count
        } else {
            // The last product is that of the residual.
            let made = cycle(&mut multiply, &r, x, steps.min(left - 1), limits.target);
            residual(&mut multiply, b, x, &mut r);
            made + 1
        };
        reached.residual = norm(r.iter().copied());
        reached.settled = reached.residual <= limits.target.max(8.0 * f64::EPSILON * norm(x.iter().copied()));
        if reached.residual > 0.5 * before {
            single |= steps == most && most < n;
            steps = steps.saturating_mul(2).min(most);
        }
    }
    reached
}

/// r = b + A x - x.
fn residual(multiply: &mut impl FnMut(&[f64], &mut [f64]), b: &[f64], x: &[f64], r: &mut [f64]) {
    multiply(x, r);
    r.iter_mut().zip(b).zip(x).for_each(|((r, b), x)| *r += b - x);
}

/// One cycle of at most `steps`: adds to x what makes the residual least; the number of products.
fn cycle(
    multiply: &mut impl FnMut(&[f64], &mut [f64]),
    r: &[f64],
    x: &mut [f64],
    steps: usize,
    target: f64,
) -> usize {
    let size = norm(r.iter().copied());
    let mut basis: Vec<Vec<f64>> = vec![r.iter().map(|r| r / size).collect()];
    // Columns of the triangle that rotations make of the Hessenberg matrix, and the rotated right-hand side.
    let mut triangle: Vec<Vec<f64>> = Vec::new();
    let mut rotations: Vec<(f64, f64)> = Vec::new();
    let mut rotated = vec![size];
    let mut next = vec![0.0; r.len()];
    for step in 0..steps {
        let last = &basis[step];
        multiply(last, &mut next);
        next.iter_mut().zip(last).for_each(|(next, last)| *next = last - *next);
        let whole = norm(next.iter().copied());
        let mut column = vec![0.0; step + 1];
        // Twice, because once leaves rounding of the size of what is taken away.
        for _ in 0..2 {
            for (height, direction) in column.iter_mut().zip(&basis) {
                let part: f64 = next.iter().zip(direction).map(|(a, b)| a * b).sum();
                *height += part;
                next.iter_mut().zip(direction).for_each(|(next, direction)| *next -= part * direction);
            }
        }
        let below = norm(next.iter().copied());
        for (row, &(cosine, sine)) in rotations.iter().enumerate() {
            let (upper, lower) = (column[row], column[row + 1]);
            column[row] = cosine * upper + sine * lower;
            column[row + 1] = cosine * lower - sine * upper;
        }
        let diagonal = column[step].hypot(below);
        if !(diagonal.is_finite() && diagonal > 0.0) {
            break;
        }
        let (cosine, sine) = (column[step] / diagonal, below / diagonal);
        column[step] = diagonal;
        rotations.push((cosine, sine));
        triangle.push(column);
        let (top, end) = (rotated[step] * cosine, -rotated[step] * sine);
        rotated[step] = top;
        rotated.push(end);
        // What is left of the new direction is rounding: the answer lies in what is known.
        if end.abs() <= target || below <= f64::EPSILON * whole {
            break;
        }
        basis.push(next.iter().map(|next| next / below).collect());
    }
    let made = triangle.len();
    let mut shares = vec![0.0; made];
    for row in (0..made).rev() {
        let known: f64 = (row + 1..made).map(|column| triangle[column][row] * shares[column]).sum();
        shares[row] = (rotated[row] - known) / triangle[row][row];
    }
    for (share, direction) in shares.iter().zip(&basis) {
        x.iter_mut().zip(direction).for_each(|(x, direction)| *x += share * direction);
    }
    made.max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::dense;
    use super::*;

    fn product(a: &[f64], x: &[f64], y: &mut [f64]) {
        y.iter_mut().zip(a.chunks(x.len())).for_each(|(y, row)| {
            *y = row.iter().zip(x).map(|(a, x)| a * x).sum();
        });
    }

    proptest! {
        /// Whatever the signs, with as much memory as it wants or next to none.
        #[test]
        fn solves_what_settles(
            mut a in prop::collection::vec(-1.0_f64..1.0, 144),
            b in prop::collection::vec(-1.0_f64..1.0, 12),
            radius in 0.1_f64..0.95,
            numbers in prop::sample::select(vec![24_usize, 60, 1_000]),
        ) {
            let own = dense::spectral_radius(&mut a.clone(), 12).unwrap();
            prop_assume!(own > 0.1);
            a.iter_mut().for_each(|a| *a *= radius / own);
            let mut x = vec![0.0; 12];
            let limits = Limits { target: 1e-11, products: 100_000, numbers };
            let found = solve(|x, y| product(&a, x, y), &b, &mut x, &limits, &mut |_, _| true);
            prop_assert!(found.residual <= 1e-11, "{found:?}");
            let mut full: Vec<f64> = a.iter().map(|a| -a).collect();
            (0..12).for_each(|at| full[13 * at] += 1.0);
            let mut wanted = b;
            prop_assert!(dense::solve(&mut full, &mut wanted).is_some());
            let size = norm(wanted.iter().copied()).max(1.0);
            prop_assert!(x.iter().zip(&wanted).all(|(x, w)| (x - w).abs() < 1e-8 * size));
        }
    }

    /// A chain of 100 with weights of 1.2 settles only once it is passed: 32 and 64 steps gain next to nothing, 128 do.
    #[test]
    fn steps_grow_as_needed() {
        let chain = |x: &[f64], y: &mut [f64]| {
            (0..100).for_each(|at| y[at] = if at == 99 { 0.0 } else { 1.2 * x[at + 1] });
        };
        let mut b = vec![0.0; 100];
        b[99] = 1.0;
        let mut x = vec![0.0; 100];
        let limits = Limits { target: 1e-6, products: 1_000, numbers: 100_000 };
        let found = solve(chain, &b, &mut x, &limits, &mut |_, _| true);
        assert!(found.residual <= 1e-6 && (100..300).contains(&found.products), "{found:?}");
        let wanted = 1.2_f64.powi(99);
        assert!((x[0] / wanted - 1.0).abs() < 1e-6, "{} {wanted}", x[0]);
        let few = Limits { products: 20, ..limits };
        assert_eq!(solve(chain, &b, &mut x, &few, &mut |_, _| true).products, 20);
        let mut asked = 0;
        let stopped = solve(chain, &b, &mut x, &limits, &mut |_, _| {
            asked += 1;
            asked < 2
        });
        assert_eq!((stopped.products, asked), (33, 2));
    }
}
