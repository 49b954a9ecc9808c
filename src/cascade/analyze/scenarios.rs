//! Equilibria of many shocks, or adjoints of many objectives, four by four.

use crate::Execution;
use crate::cascade::solve::layout::{Direction, Layout};
use crate::cascade::solve::solver::{Tell, Work};
use crate::cascade::{Error, Network, NodeValues, SolveOptions};

/// Scenarios that are solved side by side. With more of them, what is read of a node fills its line of memory, but the
/// nodes that are read often no longer fit the nearer caches: 8 took 1.2 times as long, 16 1.6 times.
const BATCH: usize = 4;

impl Network {
    /// The equilibria of many shocks: [`equilibrium`](Self::equilibrium) for scenarios.
    ///
    /// # Definition
    ///
    /// X = S + W' X, a column a shock. Four columns are solved side by side, so that the network is read once for all
    /// of them. Each answers as well as if it were asked alone, though not with the same last bits. With
    /// [`SolveOptions::execution`] in parallel the result has the same bits.
    ///
    /// # Arguments
    ///
    /// `shocks`: for each scenario one value a node, in the node's unit.
    ///
    /// # Errors
    ///
    /// [`Error::Scenario`] naming the scenario that does not fit; else as [`equilibrium`](Self::equilibrium).
    ///
    /// # Complexity
    ///
    /// - Time: as many sweeps as the slowest of four scenarios needs, each O(edges) reads for the four and O(edges)
    ///   operations for each.
    /// - Space: O(nodes) a scenario.
    ///
    /// # References
    ///
    /// Gropp, Kaushik, Keyes & Smith (1999), Toward realistic performance bounds for implicit CFD codes, on products of
    /// one sparse matrix with several vectors.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network};
    ///
    /// let network = Network::from_columns(3, &EdgeColumns { from: &[0, 1], to: &[1, 2], weight: &[0.5, 0.4], ..EdgeColumns::default() })?;
    /// let found = network.equilibria(&[[10.0, 0.0, 0.0], [0.0, 10.0, 0.0]])?;
    /// assert_eq!(found, [[10.0, 5.0, 2.0], [0.0, 10.0, 4.0]]);
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn equilibria<P: AsRef<[f64]>>(&self, shocks: &[P]) -> Result<Vec<NodeValues>, Error> {
        self.equilibria_with(shocks, &SolveOptions::default())
    }

    /// [`equilibria`](Self::equilibria) with options.
    ///
    /// # Errors
    ///
    /// As [`equilibria`](Self::equilibria), and for options out of range.
    pub fn equilibria_with<P: AsRef<[f64]>>(
        &self,
        shocks: &[P],
        options: &SolveOptions,
    ) -> Result<Vec<NodeValues>, Error> {
        self.solve_all(Direction::Forwards, shocks, options)
    }

    /// The adjoints of many objectives: [`adjoint`](Self::adjoint) for several.
    ///
    /// # Definition
    ///
    /// V = C + W V, a column an objective.
    ///
    /// # Errors
    ///
    /// As [`equilibria`](Self::equilibria).
    ///
    /// # Complexity
    ///
    /// As [`equilibria`](Self::equilibria).
    ///
    /// # References
    ///
    /// As [`adjoint`](Self::adjoint).
    pub fn adjoints<P: AsRef<[f64]>>(&self, objectives: &[P]) -> Result<Vec<NodeValues>, Error> {
        self.adjoints_with(objectives, &SolveOptions::default())
    }

    /// [`adjoints`](Self::adjoints) with options.
    ///
    /// # Errors
    ///
    /// As [`adjoints`](Self::adjoints), and for options out of range.
    pub fn adjoints_with<P: AsRef<[f64]>>(
        &self,
        objectives: &[P],
        options: &SolveOptions,
    ) -> Result<Vec<NodeValues>, Error> {
        self.solve_all(Direction::Backwards, objectives, options)
    }

    fn solve_all<P: AsRef<[f64]>>(
        &self,
        direction: Direction,
        given: &[P],
        options: &SolveOptions,
    ) -> Result<Vec<NodeValues>, Error> {
        let given = self.checked(given, options)?;
        let steps = options.execution.steps(given.len() as u64);
        // Also told within a batch, so that a long one can be ended.
        let tell = |_, _| steps.add(0);
        let solve = |solver: &mut Solver<'_>, some: &[&[f64]]| {
            steps.check()?;
            let solved = solver.solve(some, options, &tell).map_err(|error| self.named(error))?;
            steps.add(some.len() as u64)?;
            Ok(solved)
        };
        let solved = self.each_batch(direction, &given, &options.execution, solve)?;
        Ok(solved.into_iter().flatten().map(|values| self.keyed(values)).collect())
    }

    fn each_batch(
        &self,
        direction: Direction,
        given: &[&[f64]],
        execution: &Execution,
        solve: impl Fn(&mut Solver<'_>, &[&[f64]]) -> Result<Vec<Vec<f64>>, Error> + Sync,
    ) -> Result<Vec<Vec<Vec<f64>>>, Error> {
        let solver = || Solver::new(self.layout(direction));
        #[cfg(feature = "parallel")]
        if execution.is_parallel() {
            use rayon::prelude::*;

            let batches = given.par_chunks(BATCH);
            let solved: Vec<_> = batches.map_init(solver, |solver, some| solve(solver, some)).collect();
            // The first fault in order, whichever thread came first.
            return solved.into_iter().collect();
        }
        #[cfg(not(feature = "parallel"))]
        let _ = execution;
        let mut solver = solver();
        given.chunks(BATCH).map(|some| solve(&mut solver, some)).collect()
    }

    fn checked<'a, P: AsRef<[f64]>>(
        &self,
        given: &'a [P],
        options: &SolveOptions,
    ) -> Result<Vec<&'a [f64]>, Error> {
        options.check()?;
        let check = |(scenario, vector): (usize, &'a P)| {
            let named = |source| Error::Scenario { scenario, source: Box::new(source) };
            self.check(vector.as_ref()).map_err(named).map(|()| vector.as_ref())
        };
        given.iter().enumerate().map(check).collect()
    }
}

/// A solver of one batch after the other, which uses its memory again.
struct Solver<'a> {
    layout: &'a Layout,
    one: Work<1>,
    several: Work<BATCH>,
}

impl<'a> Solver<'a> {
    fn new(layout: &'a Layout) -> Self {
        Self { layout, one: Work::default(), several: Work::default() }
    }

    fn solve(
        &mut self,
        given: &[&[f64]],
        options: &SolveOptions,
        tell: Tell<'_>,
    ) -> Result<Vec<Vec<f64>>, Error> {
        match given.len() {
            0 | 1 => self.layout.solve(given, options, &mut self.one, tell),
            _ => self.layout.solve(given, options, &mut self.several, tell),
        }
    }
}
