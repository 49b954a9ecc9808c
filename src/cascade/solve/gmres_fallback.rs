//! GMRES for components on which sweeps do not converge.

use crate::numeric::linalg::gmres;
use crate::numeric::linalg::gmres::Limits;
use crate::numeric::linalg::norm::norm;

use super::layout::{Block, Layout};
use crate::cascade::{Error, NodeIndex, SolveOptions};

/// Numbers that may be kept for a component: 1 GB, and two vectors at least.
const KEPT: usize = 1 << 27;

impl Layout {
    /// x = b + A x in a component by least residuals: with signs that cancel, sweeps of Gauss and Seidel may grow
    /// although the spectral radius is below 1; this converges then.
    ///
    /// `b` is what is given and what enters, `x` the component's part of x, `targets` the residuals that end it, `spent` how many sweeps were made before.
    pub(crate) fn by_residuals<const K: usize>(
        &self,
        block: &Block,
        b: &[[f64; K]],
        x: &mut [[f64; K]],
        (targets, spent): ([f64; K], usize),
        options: &SolveOptions,
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), Error> {
        let ops = self.wide(block);
        x.fill([0.0; K]);
        let mut sums = vec![[0.0]; ops.widest()];
        let mut spent = spent;
        for lane in 0..K {
            let given: Vec<f64> = b.iter().map(|b| b[lane]).collect();
            let size = norm(given.iter().copied());
            let mut solved = vec![0.0; given.len()];
            let products = options.max_iterations.saturating_sub(spent);
            let limits = Limits { target: targets[lane], products, numbers: KEPT };
            let multiply = |x: &[f64], y: &mut [f64]| {
                y.fill(0.0);
                ops.answer(x.as_chunks().0, [1.0], y.as_chunks_mut().0, &mut sums);
                y.iter_mut().zip(x).for_each(|(y, x)| *y += x);
            };
            let (mut goes_on, mut last) = (true, 0);
            let mut go_on = |made: usize, _: f64| {
                last = spent + made;
                goes_on = watch(last);
                goes_on
            };
            let reached = gmres::solve(multiply, &given, &mut solved, &limits, &mut go_on);
            if !goes_on {
                return Err(Error::Cancelled);
            }
            spent += reached.products;
            if !reached.residual.is_finite() {
                return Err(Error::overflow(NodeIndex::from(self.order[block.rows.start])));
            }
            if !reached.settled {
                let (iterations, tolerance) = (spent, options.tolerance);
                return Err(Error::NotConverged { iterations, residual: reached.residual / size, tolerance });
            }
            x.iter_mut().zip(&solved).for_each(|(x, solved)| x[lane] = *solved);
        }
        Ok(())
    }
}
