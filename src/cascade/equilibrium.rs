//! Where a push ends up: x = s + W' x, and its adjoint v = c + W v.

use crate::numeric::csr::Csr;
use crate::numeric::dense;

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
        self.solve(&self.into, push, self.components.iter(), options)
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
        self.solve(&self.out, objective, self.components.iter().rev(), options)
    }

    /// Solves x = b + A x for the rows of `matrix`, whose components come in an order in which they depend only on
    /// earlier ones.
    fn solve<'a>(
        &self,
        matrix: &Csr,
        b: &[f64],
        components: impl Iterator<Item = &'a [u32]>,
        options: &SolveOptions,
    ) -> Result<Vec<f64>, Error> {
        self.check(b)?;
        options.check()?;
        let mut x = b.to_vec();
        // Position of a node within the component at hand, for those that are eliminated.
        let mut place = Vec::new();
        for component in components {
            match *component {
                [node] => solve_single(matrix, node as usize, &mut x),
                _ if component.len() <= self.dense_limit => {
                    place.resize(x.len(), u32::MAX);
                    solve_dense(matrix, component, &mut place, &mut x);
                }
                _ => solve_sweeping(matrix, component, options, &mut x)?,
            }
        }
        match x.iter().position(|value| !value.is_finite()) {
            Some(node) => Err(Error::Overflow { node }),
            None => Ok(x),
        }
    }
}

fn solve_single(matrix: &Csr, node: usize, x: &mut [f64]) {
    let (mut outside, mut own) = (x[node], 0.0);
    for (other, weight) in matrix.row(node) {
        if other == node {
            own += weight;
        } else {
            outside += weight * x[other];
        }
    }
    x[node] = if own == 0.0 { outside } else { outside / (1.0 - own) };
}

fn solve_dense(matrix: &Csr, component: &[u32], place: &mut [u32], x: &mut [f64]) {
    let size = component.len();
    for (local, &node) in component.iter().enumerate() {
        place[node as usize] = local as u32;
    }
    let mut a = vec![0.0; size * size];
    let mut b = vec![0.0; size];
    for (local, &node) in component.iter().enumerate() {
        a[local * size + local] += 1.0;
        b[local] = x[node as usize];
        for (other, weight) in matrix.row(node as usize) {
            match place[other] {
                u32::MAX => b[local] += weight * x[other],
                column => a[local * size + column as usize] -= weight,
            }
        }
    }
    // Certified stable, so the matrix is not singular; should rounding make it so, the check for overflow tells.
    if dense::solve(&mut a, &mut b).is_none() {
        b.fill(f64::NAN);
    }
    for (local, &node) in component.iter().enumerate() {
        x[node as usize] = b[local];
        place[node as usize] = u32::MAX;
    }
}

fn solve_sweeping(
    matrix: &Csr,
    component: &[u32],
    options: &SolveOptions,
    x: &mut [f64],
) -> Result<(), Error> {
    // The component's members hold b, all others hold solved values or values that no member refers to.
    let own: Vec<f64> = component.iter().map(|&node| x[node as usize]).collect();
    component.iter().for_each(|&node| x[node as usize] = 0.0);
    let b: Vec<f64> =
        component.iter().zip(&own).map(|(&node, own)| own + matrix.dot(node as usize, x)).collect();
    let size = norm(b.iter().copied());
    if size == 0.0 {
        return Ok(());
    }
    for (&node, b) in component.iter().zip(&b) {
        x[node as usize] = *b;
    }
    let (tolerance, most) = (options.tolerance, options.max_iterations);
    let mut residual = f64::INFINITY;
    for _ in 0..most {
        let moved = norm(component.iter().zip(&own).map(|(&node, own)| {
            let new = own + matrix.dot(node as usize, x);
            std::mem::replace(&mut x[node as usize], new) - new
        }));
        if !moved.is_finite() {
            return Err(Error::Overflow { node: component[0] as usize });
        }
        // A sweep that moves little is a hint; only the residual itself ends the iteration.
        if moved <= tolerance * size {
            let gap = |(&node, own): (&u32, &f64)| own + matrix.dot(node as usize, x) - x[node as usize];
            residual = norm(component.iter().zip(&own).map(gap)) / size;
            if residual <= tolerance {
                return Ok(());
            }
        } else {
            residual = moved / size;
        }
    }
    Err(Error::NotConverged { iterations: most, residual, tolerance })
}

fn norm(values: impl Iterator<Item = f64>) -> f64 {
    values.map(|value| value * value).sum::<f64>().sqrt()
}
