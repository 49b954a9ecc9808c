//! Trajectory of an effect over periods after a shock (lagged influences).

use serde::{Deserialize, Serialize};

use crate::numeric::linalg::dense;

use crate::cascade::memory::room;
use crate::cascade::{EdgeColumns, Error, Network, NetworkOptions, NodeValues, SolveOptions};

/// Schedule of a shock over time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Schedule {
    /// All at once in period 0, and it stays.
    #[default]
    Step,
    /// In period 0 only.
    Pulse,
    /// In equal parts over so many periods from period 0, and it stays; over 1 period it is a step.
    Ramp {
        /// Over how many periods, at least 1.
        periods: u32,
    },
}

impl Schedule {
    /// The share of the shock that acts in a period.
    fn share(self, period: usize) -> f64 {
        match self {
            Self::Step => 1.0,
            Self::Pulse => f64::from(u8::from(period == 0)),
            Self::Ramp { periods } => ((period + 1) as f64 / f64::from(periods)).min(1.0),
        }
    }
}

/// Options of a trajectory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TrajectoryOptions {
    /// Periods after period 0, at most [`TrajectoryOptions::MAX_HORIZON`]; default 12.
    pub horizon: usize,
    /// How the shock comes in; a step unless set.
    pub schedule: Schedule,
    /// Share of last period's value that a node keeps, rho in 0..1 (1 excluded); default 0.
    pub persistence: f64,
    /// How what acts within a period is solved. Its execution is told of periods.
    pub solve: SolveOptions,
}

impl Default for TrajectoryOptions {
    fn default() -> Self {
        Self { horizon: 12, schedule: Schedule::Step, persistence: 0.0, solve: SolveOptions::default() }
    }
}

impl TrajectoryOptions {
    /// The longest horizon. Networks of more than 1,000 nodes have a shorter one: periods x nodes stay below a billion.
    pub const MAX_HORIZON: usize = 1_000_000;

    /// Sets how many periods after period 0 are computed.
    #[must_use]
    pub fn with_horizon(mut self, periods: usize) -> Self {
        self.horizon = periods;
        self
    }

    /// Sets how the shock comes in.
    #[must_use]
    pub fn with_schedule(mut self, schedule: Schedule) -> Self {
        self.schedule = schedule;
        self
    }

    /// Sets the share of last period's value that a node keeps.
    #[must_use]
    pub fn with_persistence(mut self, rho: f64) -> Self {
        self.persistence = rho;
        self
    }

    /// Sets how what acts within a period is solved.
    #[must_use]
    pub fn with_solve(mut self, solve: SolveOptions) -> Self {
        self.solve = solve;
        self
    }
}

/// Trajectory of an effect: its value at every node in every period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Trajectory {
    /// One row a period from period 0, one value a node in the node's unit.
    pub periods: Vec<NodeValues>,
    /// Where it ends up: the equilibrium, or zero after a pulse.
    pub limit: NodeValues,
    /// For each node the first period from which on the value stays within a tenth of its limit; none where that is
    /// not so at the horizon, or where the limit is zero.
    pub time_to_90: NodeValues<Option<usize>>,
}

impl Network {
    /// The trajectory of the effect of a shock over periods.
    ///
    /// # Definition
    ///
    /// x_t = rho x_{t-1} + (1 - rho) (s_t + sum_k W_k' x_{t-k}), with W_k the influences of lag k, s_t the shock in
    /// period t ([`Schedule`]) and rho [`TrajectoryOptions::persistence`]. Period 0 is the shock; influences of lag 0 act
    /// within the period and are solved together. A step tends to the [`equilibrium`](Self::equilibrium) if and only if
    /// the companion matrix (lag 0 eliminated) has spectral radius below 1. Where radius(|W|) < 1
    /// ([`Stability::absolute_radius`](crate::cascade::stability::Stability::absolute_radius)) that follows, since then no z with |z| >= 1
    /// makes z - rho - (1 - rho) z W(1/z) singular; otherwise the companion matrix of each component is checked.
    ///
    /// # Arguments
    ///
    /// `shock`: one value a node, in the node's unit.
    ///
    /// # Errors
    ///
    /// As [`equilibrium`](Self::equilibrium); [`Error::LagUnstable`] when the trajectory grows without end although the
    /// equilibrium exists; [`Error::LagUndecided`] when the companion matrix is too large to tell;
    /// [`Error::OutOfRange`]; [`Error::Unstable`] naming the loop when the influences of lag 0 alone do not settle.
    ///
    /// # Complexity
    ///
    /// - Time: a solve of the influences of lag 0 and one pass over the others, a period.
    /// - Space: O(nodes x (periods + 1)).
    ///
    /// # References
    ///
    /// Luetkepohl (2005), New Introduction to Multiple Time Series Analysis, section 2.1, doi:10.1007/978-3-540-27752-1.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network};
    /// use total_experience::cascade::models::TrajectoryOptions;
    ///
    /// let edges = EdgeColumns { from: &[0, 1], to: &[1, 2], weight: &[0.5, 0.4], ..EdgeColumns::default() }.with_lag(&[1, 2]);
    /// let network = Network::from_columns(3, &edges)?;
    /// let found = network.trajectory_with(&[10.0, 0.0, 0.0], &TrajectoryOptions::default().with_horizon(4))?;
    /// let last: Vec<f64> = found.periods.iter().map(|period| period[2]).collect();
    /// assert_eq!(last, [0.0, 0.0, 0.0, 2.0, 2.0]);
    /// assert_eq!(found.time_to_90, [Some(0), Some(1), Some(3)]);
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn trajectory(&self, shock: &[f64]) -> Result<Trajectory, Error> {
        self.trajectory_with(shock, &TrajectoryOptions::default())
    }

    /// [`trajectory`](Self::trajectory) with options.
    ///
    /// # Errors
    ///
    /// As [`trajectory`](Self::trajectory), and for options out of range.
    pub fn trajectory_with(&self, shock: &[f64], options: &TrajectoryOptions) -> Result<Trajectory, Error> {
        self.check(shock)?;
        let rho = options.persistence;
        if !(0.0..1.0).contains(&rho) {
            return Err(Error::OutOfRange {
                what: "persistence",
                value: rho,
                range: "at least 0 and below 1",
            });
        }
        let longest = TrajectoryOptions::MAX_HORIZON.min(1_000_000_000 / self.node_count());
        if options.horizon > longest {
            return Err(Error::OutOfRange {
                what: "horizon",
                value: options.horizon as f64,
                range: "at most 1,000,000, and periods x nodes below a billion",
            });
        }
        if options.schedule == (Schedule::Ramp { periods: 0 }) {
            return Err(Error::OutOfRange { what: "ramp periods", value: 0.0, range: "at least 1" });
        }
        let numbers = self.node_count() * (options.horizon + 1);
        room(&[(numbers, size_of::<f64>())], || format!("{numbers} values of a trajectory"))?;
        let within = self.within_period(rho)?;
        if self.stability().absolute_radius >= 1.0 {
            self.check_companion(rho)?;
        }
        let lagged: Vec<_> = self.edges().filter(|edge| edge.lag > 0).collect();
        let (solve, execution) = (options.solve.within(), &options.solve.execution);
        let total = options.horizon as u64 + 1;
        let mut periods: Vec<NodeValues> = Vec::new();
        for period in 0..=options.horizon {
            let share = options.schedule.share(period);
            let mut arriving: Vec<f64> = shock.iter().map(|shock| share * shock).collect();
            for edge in &lagged {
                if let Some(past) = period.checked_sub(edge.lag as usize) {
                    arriving[edge.to] += edge.weight * periods[past][edge.from];
                }
            }
            arriving.iter_mut().for_each(|value| *value *= 1.0 - rho);
            if let Some(last) = periods.last() {
                arriving.iter_mut().zip(last.as_slice()).for_each(|(value, last)| *value += rho * last);
            }
            periods.push(within.equilibrium_with(&arriving, &solve)?);
            execution.tell(period as u64 + 1, total)?;
        }
        let limit = match options.schedule {
            Schedule::Pulse => self.keyed(vec![0.0; shock.len()]),
            _ => self.equilibrium_with(shock, &solve)?,
        };
        let time_to_90 =
            limit.values().enumerate().map(|(node, &limit)| settles(&periods, node, limit)).collect();
        Ok(Trajectory { periods, limit, time_to_90: self.keyed(time_to_90) })
    }

    /// The influences of lag 0, with weights (1 - rho) W.
    fn within_period(&self, rho: f64) -> Result<Self, Error> {
        let edges: Vec<_> = self.edges().filter(|edge| edge.lag == 0).collect();
        let from: Vec<u32> = edges.iter().map(|edge| edge.from.as_u32()).collect();
        let to: Vec<u32> = edges.iter().map(|edge| edge.to.as_u32()).collect();
        let weight: Vec<f64> = edges.iter().map(|edge| (1.0 - rho) * edge.weight).collect();
        let columns = EdgeColumns { from: &from, to: &to, weight: &weight, ..EdgeColumns::default() };
        self.remade_with(&columns, &NetworkOptions::default())
    }

    /// The companion matrix of every component with more than one node or with persistence of its own.
    fn check_companion(&self, rho: f64) -> Result<(), Error> {
        let mut place = vec![(0, 0); self.node_count()];
        for (component, members) in self.components.iter().enumerate() {
            members.iter().enumerate().for_each(|(local, &node)| place[node as usize] = (component, local));
        }
        for (component, members) in self.components.iter().enumerate() {
            let size = members.len();
            let inside = || {
                let out = members.iter().enumerate();
                let out = out.flat_map(|(from, &node)| self.out_edges(node as usize).map(move |e| (from, e)));
                out.filter(|(_, edge)| place[edge.to].0 == component)
            };
            let Some(lag) = inside().map(|(_, edge)| edge.lag as usize).max() else { continue };
            let order = size * lag.max(1);
            if order > 2 * self.dense_limit {
                return Err(Error::LagUndecided { size, order, limit: 2 * self.dense_limit });
            }
            // x_t = M^-1 (rho x_{t-1} + (1 - rho) sum_k W_k' x_{t-k}), M = I - (1 - rho) W_0'.
            let mut m = vec![0.0; size * size];
            let mut past = vec![0.0; size * order];
            for node in 0..size {
                m[node * size + node] += 1.0;
                past[node * order + node] += rho;
            }
            for (from, edge) in inside() {
                let (to, weight) = (place[edge.to].1, (1.0 - rho) * edge.weight);
                match edge.lag as usize {
                    0 => m[to * size + from] -= weight,
                    lag => past[to * order + (lag - 1) * size + from] += weight,
                }
            }
            let mut companion = vec![0.0; order * order];
            for column in 0..order {
                let mut b: Vec<f64> = (0..size).map(|row| past[row * order + column]).collect();
                dense::solve(&mut m.clone(), &mut b)
                    .ok_or(Error::LagUnstable { radius: f64::INFINITY, size })?;
                (0..size).for_each(|row| companion[row * order + column] = b[row]);
            }
            (size..order).for_each(|row| companion[row * order + row - size] = 1.0);
            let radius = dense::spectral_radius(&mut companion, order).unwrap_or(f64::NAN);
            if radius.is_nan() || radius >= 1.0 - crate::cascade::stability::component::MARGIN {
                return Err(Error::LagUnstable { radius, size });
            }
        }
        Ok(())
    }
}

/// The first period from which on |x_t - limit| <= .1 |limit|, within what was computed.
fn settles(periods: &[NodeValues], node: usize, limit: f64) -> Option<usize> {
    if limit == 0.0 {
        return None;
    }
    let away = |period: &NodeValues| (period[node] - limit).abs() > 0.1 * limit.abs();
    let first = periods.iter().rposition(away).map_or(0, |last| last + 1);
    (first < periods.len()).then_some(first)
}
