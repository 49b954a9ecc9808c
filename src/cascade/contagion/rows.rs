//! Edges in compressed rows, sampled by skips.

use std::ops::Range;

use crate::numeric::stats::rng::Rng;

use super::skip_sampling::{Gaps, SkipSampler};

/// Edges of probability above 0 in compressed rows.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    offsets: Vec<u32>,
    columns: Vec<u32>,
    chances: Chances,
}

#[derive(Clone, Debug)]
enum Chances {
    /// All edges are alike.
    Same { chance: f64, scale: f64, gaps: Option<Gaps> },
    /// The edges of a row are alike.
    ByRow { chances: Vec<f64>, scales: Vec<f64> },
    /// Edges of a row stand in descending order; `scales` are of the first ones.
    ByEdge { chances: Vec<f64>, scales: Vec<f64> },
}

/// What a uniform number's logarithm is multiplied with to give a number of failures before the next success.
fn scale(chance: f64) -> f64 {
    (-chance).ln_1p().recip()
}

impl Rows {
    /// Rows of `from`, or of `to` when `reversed`. Edges of probability 0 are left out.
    pub(super) fn new(nodes: usize, from: &[u32], to: &[u32], chance: &[f64]) -> Self {
        let live = || (0..from.len()).filter(|&edge| chance[edge] > 0.0);
        let mut offsets = vec![0_u32; nodes + 1];
        for edge in live() {
            offsets[from[edge] as usize + 1] += 1;
        }
        for row in 0..nodes {
            offsets[row + 1] += offsets[row];
        }
        let mut next = offsets.clone();
        let mut columns = vec![0; offsets[nodes] as usize];
        let mut chances = vec![0.0; columns.len()];
        for edge in live() {
            let position = &mut next[from[edge] as usize];
            columns[*position as usize] = to[edge];
            chances[*position as usize] = chance[edge];
            *position += 1;
        }
        let mut rows =
            Self { offsets, columns, chances: Chances::Same { chance: 0.0, scale: 0.0, gaps: None } };
        rows.chances = rows.kind(nodes, chances);
        rows
    }

    /// The least that has to be kept of the probabilities; sorts the rows where they are mixed.
    fn kind(&mut self, nodes: usize, mut chances: Vec<f64>) -> Chances {
        let first = chances.first().copied().unwrap_or(1.0);
        if chances.iter().all(|&chance| chance == first) {
            return Chances::Same { chance: first, scale: scale(first), gaps: Gaps::new(first) };
        }
        let alike = |row: Range<usize>| chances[row].windows(2).all(|pair| pair[0] == pair[1]);
        let by_row = (0..nodes).all(|row| alike(self.range(row)));
        if !by_row {
            for row in 0..nodes {
                let range = self.range(row);
                let mut edges: Vec<(f64, u32)> =
                    range.clone().map(|edge| (chances[edge], self.columns[edge])).collect();
                edges.sort_by(|a, b| b.0.total_cmp(&a.0));
                for (edge, (chance, column)) in range.zip(edges) {
                    (chances[edge], self.columns[edge]) = (chance, column);
                }
            }
        }
        let firsts: Vec<f64> =
            (0..nodes).map(|row| self.range(row).next().map_or(0.0, |edge| chances[edge])).collect();
        let scales = firsts.iter().map(|&chance| scale(chance)).collect();
        if by_row { Chances::ByRow { chances: firsts, scales } } else { Chances::ByEdge { chances, scales } }
    }

    pub(super) fn nodes(&self) -> usize {
        self.offsets.len() - 1
    }

    pub(super) fn edges(&self) -> usize {
        self.columns.len()
    }

    /// Where the edges of a row stand.
    pub(super) fn range(&self, row: usize) -> Range<usize> {
        self.offsets[row] as usize..self.offsets[row + 1] as usize
    }

    /// Column and probability of the edge of `row` at a position.
    pub(super) fn edge(&self, row: usize, position: usize) -> (usize, f64) {
        let chance = match &self.chances {
            Chances::Same { chance, .. } => *chance,
            Chances::ByRow { chances, .. } => chances[row],
            Chances::ByEdge { chances, .. } => chances[position],
        };
        (self.columns[position] as usize, chance)
    }

    /// Columns and probabilities of a row.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.range(row).map(move |position| self.edge(row, position))
    }

    /// The skip sampler of one run.
    pub(super) fn skips(&self, rng: Rng) -> SkipSampler<'_> {
        let Chances::Same { scale, gaps, .. } = &self.chances else { return SkipSampler::new(None, rng) };
        let mut skips = SkipSampler::new(gaps.as_ref(), rng);
        skips.left = skips.failures(*scale);
        skips
    }

    /// Tries every edge of a row and adds the positions of those that succeed.
    ///
    /// Positions and not columns: the edges are far apart in memory, and [`gather`](Self::gather) fetches many at once.
    ///
    /// The number of failures before the next success is drawn instead of single trials. Where a row is mixed, that
    /// is done for the largest probability left, and thinned (Guo et al. 2020).
    pub(super) fn live(&self, row: usize, skips: &mut SkipSampler<'_>, live: &mut Vec<u32>) {
        let range = self.range(row);
        let end = range.end as u64;
        let mut at = range.start as u64;
        match &self.chances {
            Chances::Same { scale, .. } => {
                // One stream of trials over all rows that are asked for: most rows need no draw of their own.
                at += skips.left;
                while at < end {
                    live.push(at as u32);
                    at += 1 + skips.failures(*scale);
                }
                skips.left = at - end;
            }
            Chances::ByRow { scales, .. } => {
                while at < end {
                    at += skips.failures_by_logarithm(scales[row]);
                    if at < end {
                        live.push(at as u32);
                    }
                    at += 1;
                }
            }
            Chances::ByEdge { chances, scales } => {
                let (mut bound, mut rate) = (0.0, scales[row]);
                while at < end {
                    if bound > 0.0 && chances[at as usize] < bound {
                        rate = scale(chances[at as usize]);
                    }
                    bound = chances[at as usize];
                    at += skips.failures_by_logarithm(rate);
                    if at < end {
                        let chance = chances[at as usize];
                        if chance == bound || skips.rng.uniform() * bound < chance {
                            live.push(at as u32);
                        }
                    }
                    at += 1;
                }
            }
        }
    }

    /// Adds the columns at some positions to `nodes` where their bit is not set yet, and sets it.
    ///
    /// Nothing here depends on the bit but what is added to a length: waiting for one column while guessing at the
    /// last one took three quarters of the time.
    pub(super) fn gather(&self, positions: &[u32], reached: &mut [u64], nodes: &mut Vec<u32>) {
        let mut count = nodes.len();
        nodes.extend(positions.iter().map(|&position| self.columns[position as usize]));
        for at in nodes.len() - positions.len()..nodes.len() {
            let node = nodes[at];
            let (word, bit) = (&mut reached[node as usize / 64], 1 << (node % 64));
            nodes[count] = node;
            count += usize::from(*word & bit == 0);
            *word |= bit;
        }
        nodes.truncate(count);
    }

    /// Draws one of the edges of a row, each with its weight, or none with what is left to 1: its position.
    pub(super) fn pick(&self, row: usize, rng: &mut Rng) -> Option<u32> {
        let range = self.range(row);
        if range.is_empty() {
            return None;
        }
        let mut left = rng.uniform();
        if let Chances::ByEdge { chances, .. } = &self.chances {
            let found = range.into_iter().find(|&edge| {
                left -= chances[edge];
                left < 0.0
            });
            return found.map(|edge| edge as u32);
        }
        let (_, weight) = self.edge(row, range.start);
        let edge = range.start.saturating_add((left / weight) as usize);
        (edge < range.end).then_some(edge as u32)
    }
}
