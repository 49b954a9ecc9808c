//! Equilibrium of a lasting shock, x = s + W' x, and its adjoint, v = c + W v.

use crate::cascade::solve::layout::Direction;
use crate::cascade::solve::solver::Work;
use crate::cascade::{Error, Network, NodeValues, SolveOptions};

impl Network {
    /// The equilibrium of a lasting shock: what it does everywhere once all of it has worked through.
    ///
    /// # Definition
    ///
    /// x = s + W' x, where W\[i,j\] is units of j per unit of i (`weight`), s the shock (`shock`), x the total effect.
    /// The solution is unique because the network is [certified](crate::cascade::stability::Stability) to have spectral radius below 1.
    ///
    /// # Arguments
    ///
    /// `shock`: one value a node, in the node's unit (points for facets). The answer has the same shape and units.
    ///
    /// # Errors
    ///
    /// [`Error::WrongLength`], [`Error::BadValue`] for a shock that does not fit; [`Error::NotConverged`] when a
    /// component needs more sweeps than the options allow; [`Error::Overflow`]; [`Error::Cancelled`] by
    /// [`SolveOptions::execution`].
    ///
    /// # Complexity
    ///
    /// By strongly connected component, in topological order:
    ///
    /// - acyclic parts: one pass of O(nodes + edges);
    /// - k nodes up to [`NetworkOptions::dense_limit`](crate::cascade::NetworkOptions::dense_limit): elimination, O(k^3);
    /// - larger ones: sweeps of O(edges) by Gauss and Seidel, forth and back, with Anderson acceleration. They run in 32 bits
    ///   towards what the residual in 64 bits asks for. They end when |s + W' x - x| <= tolerance |s| in the 2-norm, of the
    ///   shock as well as of what enters the component, or when rounding makes all of the residual;
    /// - where sweeps hardly converge, with signs or up to 1,024 nodes: GMRES, one product of O(edges) a step.
    ///
    /// A shock that reaches nodes with less than a sixteenth of the edges costs what these cost. Space is O(nodes); the
    /// first solve lays the network out, O(nodes + edges).
    ///
    /// # References
    ///
    /// Leontief (1986), Input-Output Economics, chapter 2; Varga (2000), Matrix Iterative Analysis, theorem 3.15 for
    /// the convergence of Gauss-Seidel where the radius of |W| is below 1; Anderson (1965), doi:10.1145/321296.321305;
    /// Conrad & Wallach (1979), doi:10.1007/BF01396498, for sweeps forth and back at the price of one; Moler (1967),
    /// Iterative refinement in floating point, doi:10.1145/321386.321394.
    ///
    /// # Example
    ///
    /// See [`Network`].
    pub fn equilibrium(&self, shock: &[f64]) -> Result<NodeValues, Error> {
        self.equilibrium_with(shock, &SolveOptions::default())
    }

    /// [`equilibrium`](Self::equilibrium) with options.
    ///
    /// # Errors
    ///
    /// As [`equilibrium`](Self::equilibrium), and for options out of range.
    pub fn equilibrium_with(&self, shock: &[f64], options: &SolveOptions) -> Result<NodeValues, Error> {
        self.check(shock)?;
        options.check()?;
        let tell = &|done, total| options.execution.tell(done, total);
        if let Some(solved) = self.solve_locally(shock, options, tell) {
            return solved.map(|solved| self.keyed(solved)).map_err(|error| self.named(error));
        }
        let (layout, work) = (self.layout(Direction::Forwards), &mut Work::<1>::default());
        let solved = layout.solve(&[shock], options, work, tell);
        let mut solved = solved.map_err(|error| self.named(error))?;
        Ok(self.keyed(solved.pop().unwrap_or_default()))
    }

    /// The adjoint: what one unit more at each node is worth to an objective, the gradient of c . x in the shock.
    ///
    /// # Definition
    ///
    /// v = c + W v, where c holds the objective's weight of each node (`objective`). c . x = v . s for every shock s, so
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
    /// use total_experience::cascade::{EdgeColumns, Network};
    ///
    /// let network = Network::from_columns(3, &EdgeColumns { from: &[0, 1], to: &[1, 2], weight: &[0.5, 0.4], ..EdgeColumns::default() })?;
    /// let value = network.adjoint(&[0.0, 0.0, 1.0])?;
    /// assert_eq!(value, [0.2, 0.4, 1.0]);
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn adjoint(&self, objective: &[f64]) -> Result<NodeValues, Error> {
        self.adjoint_with(objective, &SolveOptions::default())
    }

    /// [`adjoint`](Self::adjoint) with options.
    ///
    /// # Errors
    ///
    /// As [`adjoint`](Self::adjoint), and for options out of range.
    pub fn adjoint_with(&self, objective: &[f64], options: &SolveOptions) -> Result<NodeValues, Error> {
        self.check(objective)?;
        options.check()?;
        let tell = &|done, total| options.execution.tell(done, total);
        let (layout, work) = (self.layout(Direction::Backwards), &mut Work::<1>::default());
        let solved = layout.solve(&[objective], options, work, tell);
        let mut solved = solved.map_err(|error| self.named(error))?;
        Ok(self.keyed(solved.pop().unwrap_or_default()))
    }
}
