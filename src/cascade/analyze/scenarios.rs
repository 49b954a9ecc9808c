//! Many shocks or objectives at once.

use crate::cascade::solve::layout::Direction;
use crate::cascade::solve::solver::Work;
use crate::cascade::{Error, Network, Progress, SolveOptions};

/// Scenarios that are solved side by side. With more of them, what is read of a node fills its line of memory, but the
/// nodes that are read often no longer fit the nearer caches: 8 took 1.2 times as long, 16 1.6 times.
const BATCH: usize = 4;

impl Network {
    /// What each of many shocks does everywhere: [`equilibrium`](Self::equilibrium) for scenarios.
    ///
    /// # Definition
    ///
    /// X = S + W' X, a column a shock. Four columns are solved side by side, so that the network is read once for all
    /// of them. Each answers as well as if it were asked alone, though not with the same last bits.
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
    /// As many sweeps as the slowest of four needs, each O(edges) reads for all and O(edges) operations a scenario. Space
    /// O(nodes) a scenario.
    ///
    /// # References
    ///
    /// Gropp, Kaushik, Keyes & Smith (1999), Toward realistic performance bounds for implicit CFD codes, on products of
    /// one sparse matrix with several vectors.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network, SolveOptions};
    ///
    /// let network = Network::from_columns(3, &EdgeColumns::new(&[0, 1], &[1, 2], &[0.5, 0.4]))?;
    /// let found = network.equilibria(&[[10.0, 0.0, 0.0], [0.0, 10.0, 0.0]], &SolveOptions::default())?;
    /// assert_eq!(found, [[10.0, 5.0, 2.0], [0.0, 10.0, 4.0]]);
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn equilibria<P: AsRef<[f64]>>(
        &self,
        shocks: &[P],
        options: &SolveOptions,
    ) -> Result<Vec<Vec<f64>>, Error> {
        self.solve_all(Direction::Forwards, shocks, options)
    }

    /// What one unit more at each node is worth to each of many objectives: [`adjoint`](Self::adjoint) for several.
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
    pub fn adjoints<P: AsRef<[f64]>>(
        &self,
        objectives: &[P],
        options: &SolveOptions,
    ) -> Result<Vec<Vec<f64>>, Error> {
        self.solve_all(Direction::Backwards, objectives, options)
    }

    /// As [`equilibria`](Self::equilibria) on the threads of rayon's current pool: the result has the same bits.
    ///
    /// # Errors
    ///
    /// As [`equilibria`](Self::equilibria).
    #[cfg(feature = "parallel")]
    pub fn equilibria_parallel<P: AsRef<[f64]>>(
        &self,
        shocks: &[P],
        options: &SolveOptions,
    ) -> Result<Vec<Vec<f64>>, Error> {
        self.solve_all_parallel(Direction::Forwards, shocks, options)
    }

    /// As [`adjoints`](Self::adjoints) on the threads of rayon's current pool: the result has the same bits.
    ///
    /// # Errors
    ///
    /// As [`equilibria`](Self::equilibria).
    #[cfg(feature = "parallel")]
    pub fn adjoints_parallel<P: AsRef<[f64]>>(
        &self,
        objectives: &[P],
        options: &SolveOptions,
    ) -> Result<Vec<Vec<f64>>, Error> {
        self.solve_all_parallel(Direction::Backwards, objectives, options)
    }

    fn solve_all<P: AsRef<[f64]>>(
        &self,
        direction: Direction,
        given: &[P],
        options: &SolveOptions,
    ) -> Result<Vec<Vec<f64>>, Error> {
        let given = self.checked(given, options)?;
        let mut solve = self.batches(direction, options);
        let mut solved = Vec::with_capacity(given.len());
        for some in given.chunks(BATCH) {
            solved.extend(solve(some)?);
        }
        Ok(solved)
    }

    #[cfg(feature = "parallel")]
    fn solve_all_parallel<P: AsRef<[f64]>>(
        &self,
        direction: Direction,
        given: &[P],
        options: &SolveOptions,
    ) -> Result<Vec<Vec<f64>>, Error> {
        use rayon::prelude::*;

        let given = self.checked(given, options)?;
        let solver = || self.batches(direction, options);
        let solved: Vec<_> = given.par_chunks(BATCH).map_init(solver, |solve, some| solve(some)).collect();
        // The first fault in order, whichever thread came first.
        Ok(solved.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
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

    /// A solver of one batch after the other, which uses its memory again.
    fn batches(
        &self,
        direction: Direction,
        options: &SolveOptions,
    ) -> impl FnMut(&[&[f64]]) -> Result<Vec<Vec<f64>>, Error> {
        let go_on = |_: Progress| true;
        let sweep = self.sweep(direction);
        let (mut one, mut several) = (Work::<1>::default(), Work::<BATCH>::default());
        move |given| match given.len() {
            0 | 1 => sweep.solve(given, options, &mut one, &mut { go_on }),
            _ => sweep.solve(given, options, &mut several, &mut { go_on }),
        }
    }
}
