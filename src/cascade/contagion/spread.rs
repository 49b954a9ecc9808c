//! Spread of a contagion, by simulation.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::numeric::stats::rng::Rng;

use super::{Contagion, Diffusion, SpreadOptions};
use crate::cascade::{Error, NodeIndex, NodeValues};
use crate::execution::Steps;

/// Runs between two looks at whether to go on.
const CHUNK: u64 = 256;

/// Estimated spread of a contagion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Spread {
    /// Mean number of nodes reached, seeds included.
    pub spread: f64,
    /// Standard error of `spread`; infinite after a single run.
    pub standard_error: f64,
    /// Share of runs in which each node was reached.
    pub activation: NodeValues,
    /// Mean number of nodes reached in each round; round 0 is the seeds.
    pub rounds: Vec<f64>,
    /// Runs made.
    pub runs: u64,
}

impl Contagion {
    /// The expected spread from the seeds, estimated by running the contagion many times.
    ///
    /// # Definition
    ///
    /// The mean over independent runs, with the standard error sqrt(s^2 / runs). In the independent cascade the coins
    /// of the edges that leave reached nodes are not thrown one by one: the number of failures before the next success,
    /// floor(ln u / ln(1 - p)) for u uniform, is drawn, across nodes where all edges are alike. In the linear threshold
    /// model a node's threshold is drawn when the first of its neighbours is reached.
    ///
    /// Every run has random numbers of its own, and counts are added: the result does not depend on the order of runs.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownId`] and [`Error::NodeTwice`] for seeds; [`Error::OutOfRange`] for no runs; [`Error::Cancelled`].
    ///
    /// # Complexity
    ///
    /// - Time, independent cascade: the nodes reached and the edges that pass on, a run.
    /// - Time, linear threshold: the edges that leave reached nodes, a run.
    /// - Space: O(nodes).
    ///
    /// # References
    ///
    /// Kempe, Kleinberg & Tardos (2003), doi:10.1145/956750.956769; Devroye (1986), Non-Uniform Random Variate
    /// Generation, section X.2, doi:10.1007/978-1-4613-8643-8, for the skips; Guo, Wang, Wei & Chen (2020), Influence
    /// maximization revisited, doi:10.1145/3318464.3389740, for mixed rows.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::contagion::{Contagion, Diffusion, SpreadOptions};
    /// use total_experience::cascade::EdgeColumns;
    ///
    /// let edges = EdgeColumns { from: &[0, 1], to: &[1, 2], weight: &[0.5, 0.5], ..EdgeColumns::default() };
    /// let rumour = Contagion::from_columns(3, &edges, Diffusion::IndependentCascade)?;
    /// let found = rumour.spread_with(&[0.into()], &SpreadOptions::default().with_runs(20_000).with_seed(7))?;
    /// assert!((found.spread - 1.75).abs() < 4.0 * found.standard_error);
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn spread(&self, seeds: &[NodeIndex]) -> Result<Spread, Error> {
        self.spread_with(seeds, &SpreadOptions::default())
    }

    /// [`spread`](Self::spread) with options.
    ///
    /// # Errors
    ///
    /// As [`spread`](Self::spread), and for options out of range.
    pub fn spread_with(&self, seeds: &[NodeIndex], options: &SpreadOptions) -> Result<Spread, Error> {
        options.check()?;
        self.check_seeds(seeds)?;
        let (total, steps) = (options.runs, options.execution.steps(options.runs));
        #[cfg(feature = "parallel")]
        if options.execution.is_parallel() {
            use rayon::prelude::*;

            let parts = rayon::current_num_threads() as u64;
            let counts = (0..parts).into_par_iter().map(|part| {
                // No run is left out or made twice; the product stays below 2^64 as runs are below 2^32.
                let bound = |part: u64| (u128::from(total) * u128::from(part) / u128::from(parts)) as u64;
                let runs = bound(part)..bound(part + 1);
                self.runs(seeds, options.seed, runs, &steps)
            });
            let counts = counts.try_reduce(|| Counts::new(self.node_count()), |a, b| Ok(a.merge(b)))?;
            return Ok(counts.into_spread(self));
        }
        Ok(self.runs(seeds, options.seed, 0..total, &steps)?.into_spread(self))
    }

    /// Makes runs, and counts them as steps now and then.
    fn runs(
        &self,
        seeds: &[NodeIndex],
        seed: u64,
        mut runs: Range<u64>,
        steps: &Steps<'_>,
    ) -> Result<Counts, Error> {
        let mut runner = Runner::new(self, seeds, seed);
        while !runs.is_empty() {
            let next = runs.end.min(runs.start + CHUNK);
            runner.run(runs.start..next);
            steps.add(next - runs.start)?;
            runs.start = next;
        }
        Ok(runner.counts)
    }
}

/// Runs a contagion again and again.
struct Runner<'a> {
    contagion: &'a Contagion,
    seeds: &'a [NodeIndex],
    seed: u64,
    /// A bit a node.
    reached: Vec<u64>,
    /// Nodes reached in this run, in order.
    queue: Vec<u32>,
    /// Positions of the edges that pass on in this round.
    live: Vec<u32>,
    /// For thresholds: what is left of them; 0 where none was drawn in this run.
    left: Vec<f64>,
    /// Nodes whose threshold was drawn.
    drawn: Vec<u32>,
    counts: Counts,
}

impl<'a> Runner<'a> {
    fn new(contagion: &'a Contagion, seeds: &'a [NodeIndex], seed: u64) -> Self {
        let nodes = contagion.node_count();
        let thresholds = contagion.diffusion == Diffusion::LinearThreshold;
        Self {
            contagion,
            seeds,
            seed,
            reached: vec![0; nodes.div_ceil(64)],
            queue: Vec::new(),
            live: Vec::new(),
            left: if thresholds { vec![0.0; nodes] } else { Vec::new() },
            drawn: Vec::new(),
            counts: Counts::new(nodes),
        }
    }

    fn run(&mut self, runs: Range<u64>) {
        for run in runs {
            let rng = Rng::new(self.seed, run);
            for &seed in self.seeds {
                reach(&mut self.reached, &mut self.queue, seed.as_usize());
            }
            match self.contagion.diffusion {
                Diffusion::IndependentCascade => self.independent(rng),
                Diffusion::LinearThreshold => self.thresholds(rng),
            }
            self.counts.runs += 1;
            self.counts.sum += self.queue.len() as u64;
            self.counts.squares += (self.queue.len() as u128).pow(2);
            for &node in &self.queue {
                self.counts.reached[node as usize] += 1;
                self.reached[node as usize / 64] = 0;
            }
            self.queue.clear();
        }
    }

    fn independent(&mut self, rng: Rng) {
        let out = &self.contagion.out;
        let mut skips = out.skips(rng);
        let (mut at, mut round) = (0, 0);
        while at < self.queue.len() {
            self.counts.add_round(round, self.queue.len() - at);
            self.live.clear();
            for &node in &self.queue[at..] {
                out.live(node as usize, &mut skips, &mut self.live);
            }
            at = self.queue.len();
            out.gather(&self.live, &mut self.reached, &mut self.queue);
            round += 1;
        }
    }

    fn thresholds(&mut self, mut rng: Rng) {
        let out = &self.contagion.out;
        let (mut at, mut round) = (0, 0);
        while at < self.queue.len() {
            let end = self.queue.len();
            self.counts.add_round(round, end - at);
            while at < end {
                let node = self.queue[at] as usize;
                at += 1;
                for (to, weight) in out.row(node) {
                    if self.reached[to / 64] >> (to % 64) & 1 == 1 {
                        continue;
                    }
                    let left = &mut self.left[to];
                    if *left == 0.0 {
                        *left = rng.uniform();
                        self.drawn.push(to as u32);
                    }
                    *left -= weight;
                    if *left <= 0.0 {
                        reach(&mut self.reached, &mut self.queue, to);
                    }
                }
            }
            round += 1;
        }
        for node in self.drawn.drain(..) {
            self.left[node as usize] = 0.0;
        }
    }
}

fn reach(reached: &mut [u64], queue: &mut Vec<u32>, node: usize) {
    let (word, bit) = (&mut reached[node / 64], 1 << (node % 64));
    if *word & bit == 0 {
        *word |= bit;
        queue.push(node as u32);
    }
}

/// What runs found, as whole numbers.
struct Counts {
    runs: u64,
    sum: u64,
    squares: u128,
    /// As many as there are runs at most, below 2^32.
    reached: Vec<u32>,
    rounds: Vec<u64>,
}

impl Counts {
    fn new(nodes: usize) -> Self {
        Self { runs: 0, sum: 0, squares: 0, reached: vec![0; nodes], rounds: Vec::new() }
    }

    fn add_round(&mut self, round: usize, nodes: usize) {
        if round == self.rounds.len() {
            self.rounds.push(0);
        }
        self.rounds[round] += nodes as u64;
    }

    #[cfg(feature = "parallel")]
    fn merge(mut self, mut other: Self) -> Self {
        self.runs += other.runs;
        self.sum += other.sum;
        self.squares += other.squares;
        self.reached.iter_mut().zip(&other.reached).for_each(|(own, other)| *own += other);
        if self.rounds.len() < other.rounds.len() {
            std::mem::swap(&mut self.rounds, &mut other.rounds);
        }
        self.rounds.iter_mut().zip(&other.rounds).for_each(|(own, other)| *own += other);
        self
    }

    fn into_spread(self, contagion: &Contagion) -> Spread {
        let runs = self.runs as f64;
        // n sum x^2 - (sum x)^2 in whole numbers: nothing cancels.
        let excess = u128::from(self.runs) * self.squares - u128::from(self.sum).pow(2);
        let activation = self.reached.iter().map(|&count| f64::from(count) / runs).collect();
        Spread {
            spread: self.sum as f64 / runs,
            standard_error: if self.runs > 1 {
                (excess as f64 / (runs - 1.0)).sqrt() / runs
            } else {
                f64::INFINITY
            },
            activation: contagion.keyed(activation),
            rounds: self.rounds.iter().map(|&count| count as f64 / runs).collect(),
            runs: self.runs,
        }
    }
}
