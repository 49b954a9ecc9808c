//! Where a push ends up: x = s + W' x, and its adjoint v = c + W v.

use super::sweep::Direction;
use super::{Error, Network, SolveOptions};

impl Network {
    /// What a lasting push does everywhere once all of it has worked through.
    ///
    /// # Definition
    ///
    /// x = s + W' x, where W\[i,j\] is units of j per unit of i (`weight`), s the push (`push`), x the total effect.
    /// The solution is unique because the network is [certified](super::Stability) to have spectral radius below 1.
    ///
    /// # Arguments
    ///
    /// `push`: one value a node, in the node's unit (points for facets). The answer has the same shape and units.
    ///
    /// # Errors
    ///
    /// [`Error::WrongLength`], [`Error::BadValue`] for a push that does not fit; [`Error::NotConverged`] when a
    /// component needs more sweeps than the options allow; [`Error::Overflow`].
    ///
    /// # Complexity
    ///
    /// One sweep of O(nodes + edges) in topological order. Inside a strongly connected component of k nodes:
    /// elimination, O(k^3), up to [`NetworkOptions::dense_limit`](super::NetworkOptions::dense_limit) nodes; above it Gauss-Seidel sweeps until the residual
    /// |s + W' x - x| <= tolerance |s| in the 2-norm, s being what enters the component. Space O(nodes).
    ///
    /// # References
    ///
    /// Leontief (1986), Input-Output Economics, chapter 2; Varga (2000), Matrix Iterative Analysis, theorem 3.15 for
    /// the convergence of Gauss-Seidel where the radius of |W| is below 1.
    ///
    /// # Example
    ///
    /// See [`Network`].
    pub fn equilibrium(&self, push: &[f64], options: &SolveOptions) -> Result<Vec<f64>, Error> {
        self.solve(Direction::Forwards, push, options)
    }

    /// What one unit more at each node is worth to an objective: the gradient of c . x with respect to the push.
    ///
    /// # Definition
    ///
    /// v = c + W v, where c holds the objective's weight of each node (`objective`). c . x = v . s for every push s, so
    /// one solve values *all* nodes.
    ///
    /// # Arguments
    ///
    /// `objective`: one weight a node. The answer has one value a node, in units of the objective per unit of the node.
    ///
    /// # Errors
    ///
    /// As [`equilibrium`](Self::equilibrium).
    ///
    /// # Complexity
    ///
    /// As [`equilibrium`](Self::equilibrium).
    ///
    /// # References
    ///
    /// Katz (1953), A new status index derived from sociometric analysis, doi:10.1007/BF02289026, for the ranking it
    /// gives; Errico (1997), What is an adjoint model?, doi:10.1175/1520-0477(1997)078<2577:WIAAM>2.0.CO;2.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network, SolveOptions};
    ///
    /// let network = Network::from_columns(3, &EdgeColumns::new(&[0, 1], &[1, 2], &[0.5, 0.4]))?;
    /// let value = network.adjoint(&[0.0, 0.0, 1.0], &SolveOptions::default())?;
    /// assert_eq!(value, [0.2, 0.4, 1.0]);
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn adjoint(&self, objective: &[f64], options: &SolveOptions) -> Result<Vec<f64>, Error> {
        self.solve(Direction::Backwards, objective, options)
    }

    fn solve(&self, direction: Direction, b: &[f64], options: &SolveOptions) -> Result<Vec<f64>, Error> {
        self.check(b)?;
        options.check()?;
        let mut solved = self.sweep(direction).solve::<1>(&[b], options)?;
        Ok(solved.pop().unwrap_or_default())
    }
}
