//! A network laid out for solving in one direction.

use std::ops::Range;

use crate::numeric::components::Components;
use crate::numeric::csr::{Csr, Entry};

/// Which way a system reads the influences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// x = s + W' x: a node reads those that drive it.
    Forwards,
    /// v = c + W v: a node reads those that it drives.
    Backwards,
}

/// The rows of x = b + A x in the order in which they are solved: components so that each reads only itself and earlier
/// ones, and within a component the nodes that are read most first, so that what is read often stands together in memory
/// and is new when it is read.
#[derive(Clone, Debug)]
pub(super) struct Sweep {
    /// The network's number of the node at each position.
    pub(super) order: Vec<u32>,
    pub(super) blocks: Vec<Block>,
    offsets: Vec<u32>,
    /// Positions, ascending in a row.
    columns: Vec<u32>,
    weights: Vec<f64>,
    /// The weights in short, if blocks are iterated and all weights can be held so.
    narrow: Vec<f32>,
}

/// Rows that are solved together.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) rows: Range<usize>,
    pub(super) kind: Kind,
    /// Of an iterated block the rows that read earlier blocks too.
    pub(super) entering: Vec<u32>,
}

/// How a block is solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Every row reads only earlier ones.
    Acyclic,
    /// A component small enough to be eliminated.
    Eliminated,
    Iterated,
}

/// Rows with weights of one precision.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows<'a, T> {
    /// Position of the first row.
    pub(super) first: usize,
    pub(super) offsets: &'a [u32],
    pub(super) columns: &'a [u32],
    pub(super) weights: &'a [T],
}

impl Sweep {
    /// O(nodes + edges).
    pub(super) fn new(out: &Csr, components: &Components, dense_limit: usize, direction: Direction) -> Self {
        let n = out.rows();
        let mut into = vec![0_u32; n];
        (0..n).flat_map(|node| out.all(node)).for_each(|entry| into[entry.column as usize] += 1);
        let outs = (0..n).map(|node| out.range(node).len() as u32).collect();
        let (reads, lengths) = match direction {
            Direction::Forwards => (outs, into),
            Direction::Backwards => (into, outs),
        };
        let (group, plan) = match direction {
            Direction::Forwards => groups(out, components.iter(), dense_limit, direction),
            Direction::Backwards => groups(out, components.iter().rev(), dense_limit, direction),
        };
        // Rows of one length stand together among those that are read about equally often, so that the end of a row can
        // be foreseen.
        const LONGEST: u32 = 4_095;
        let order: Vec<u32> = (0..n as u32).collect();
        let (order, _) = sorted(&order, LONGEST as usize + 1, |node| lengths[node].min(LONGEST));
        let (order, _) = sorted(&order, 33, |node| reads[node].leading_zeros());
        let groups = plan.last().map_or(0, |&(end, _)| end as usize);
        let (order, starts) = sorted(&order, groups, |node| group[node]);
        drop((reads, group));
        let mut sweep = Self::lay_out(out, order, &lengths, direction);
        let mut start = 0;
        for (end, kind) in plan {
            let rows = start..starts[end as usize] as usize;
            start = rows.end;
            let reads_before = |row: &usize| {
                let range = sweep.offsets[*row] as usize..sweep.offsets[row + 1] as usize;
                sweep.columns[range].first().is_some_and(|&column| (column as usize) < rows.start)
            };
            let entering = match kind {
                Kind::Iterated => rows.clone().filter(reads_before).map(|row| row as u32).collect(),
                _ => Vec::new(),
            };
            sweep.blocks.push(Block { rows, kind, entering });
        }
        let fits = |weight: &f64| *weight == 0.0 || (1e-30..1e30).contains(&weight.abs());
        if sweep.blocks.iter().any(|block| block.kind == Kind::Iterated) && sweep.weights.iter().all(fits) {
            sweep.narrow = sweep.weights.iter().map(|&weight| weight as f32).collect();
        }
        sweep
    }

    fn lay_out(out: &Csr, order: Vec<u32>, lengths: &[u32], direction: Direction) -> Self {
        let n = out.rows();
        let mut position = vec![0_u32; n];
        order.iter().enumerate().for_each(|(at, &node)| position[node as usize] = at as u32);
        let mut offsets = Vec::with_capacity(n + 1);
        let mut end = 0;
        offsets.push(0);
        offsets.extend(order.iter().map(|&node| {
            end += lengths[node as usize];
            end
        }));
        let mut columns = Vec::with_capacity(out.entries());
        let mut weights = Vec::with_capacity(out.entries());
        match direction {
            Direction::Backwards => {
                let mut row: Vec<(u32, f64)> = Vec::new();
                for &node in &order {
                    row.clear();
                    row.extend(out.row(node as usize).map(|(to, weight)| (position[to], weight)));
                    row.sort_by_key(|&(column, _)| column);
                    columns.extend(row.iter().map(|&(column, _)| column));
                    weights.extend(row.iter().map(|&(_, weight)| weight));
                }
            }
            Direction::Forwards => {
                // Taken in the order of the positions, sources come out ascending in every row.
                let cells = order.iter().enumerate().flat_map(|(at, &node)| {
                    let position = &position;
                    let turn = move |entry: &Entry| {
                        (position[entry.column as usize], Entry { column: at as u32, ..*entry })
                    };
                    out.all(node as usize).iter().map(turn)
                });
                let matrix = Csr::collect(n, cells);
                columns.extend((0..n).flat_map(|row| matrix.all(row)).map(|entry| entry.column));
                weights.extend((0..n).flat_map(|row| matrix.all(row)).map(|entry| entry.value));
            }
        }
        Self { order, blocks: Vec::new(), offsets, columns, weights, narrow: Vec::new() }
    }

    /// The rows of a range.
    pub(super) fn wide(&self, rows: &Range<usize>) -> Rows<'_, f64> {
        self.rows(rows, &self.weights)
    }

    /// The rows of a range with short weights, if there are any.
    pub(super) fn narrow(&self, rows: &Range<usize>) -> Option<Rows<'_, f32>> {
        (!self.narrow.is_empty()).then(|| self.rows(rows, &self.narrow))
    }

    fn rows<'a, T>(&'a self, rows: &Range<usize>, weights: &'a [T]) -> Rows<'a, T> {
        let offsets = &self.offsets[rows.start..=rows.end];
        Rows { first: rows.start, offsets, columns: &self.columns, weights }
    }
}

impl<'a, T> Rows<'a, T> {
    /// Columns and weights of the row at a place in the range.
    pub(super) fn row(&self, place: usize) -> (&'a [u32], &'a [T]) {
        let range = self.offsets[place] as usize..self.offsets[place + 1] as usize;
        (&self.columns[range.clone()], &self.weights[range])
    }

    pub(super) fn len(&self) -> usize {
        self.offsets.len() - 1
    }
}

/// The number of each node's group, groups counted in the order in which they are solved, and the blocks as ends of runs
/// of groups. A larger component is a group; nodes alone between two such are grouped by how long the longest way to them
/// is, so that the nodes of a group do not read each other and may stand in any order.
fn groups<'a>(
    out: &Csr,
    components: impl Iterator<Item = &'a [u32]>,
    dense_limit: usize,
    direction: Direction,
) -> (Vec<u32>, Vec<(u32, Kind)>) {
    let mut group = vec![0_u32; out.rows()];
    let mut plan = Vec::new();
    let (mut base, mut top) = (0, 0);
    for component in components {
        if let [node] = *component
            && !out.has(node as usize, node as usize)
        {
            let targets = || out.all(node as usize).iter().map(|entry| entry.column as usize);
            let mut own = group[node as usize].max(base);
            if direction == Direction::Backwards {
                own = targets().map(|target| group[target] + 1).fold(own, u32::max);
            } else {
                targets().for_each(|target| group[target] = group[target].max(own + 1));
            }
            group[node as usize] = own;
            top = top.max(own + 1);
            continue;
        }
        if top > base {
            plan.push((top, Kind::Acyclic));
        }
        component.iter().for_each(|&node| group[node as usize] = top);
        top += 1;
        base = top;
        let small = component.len() <= dense_limit.max(1);
        plan.push((top, if small { Kind::Eliminated } else { Kind::Iterated }));
    }
    if top > base {
        plan.push((top, Kind::Acyclic));
    }
    (group, plan)
}

/// The nodes stably sorted by a key below `keys`, and where each key starts.
fn sorted(nodes: &[u32], keys: usize, key: impl Fn(usize) -> u32) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; keys + 1];
    nodes.iter().for_each(|&node| starts[key(node as usize) as usize + 1] += 1);
    for key in 0..keys {
        starts[key + 1] += starts[key];
    }
    let mut next = starts.clone();
    let mut sorted = vec![0; nodes.len()];
    for &node in nodes {
        let next = &mut next[key(node as usize) as usize];
        sorted[*next as usize] = node;
        *next += 1;
    }
    (sorted, starts)
}
