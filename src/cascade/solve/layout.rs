//! Layout of a network for solves in one direction.

use std::ops::Range;

use crate::numeric::linalg::components::Components;
use crate::numeric::linalg::csr::Csr;

use super::block_ops::BlockOps;
use super::lane_rows::{LaneRowCells, LaneRows};
use super::row_block::{Cells, RowBlock, Sorter, Window, rows_of_row_block};

/// Direction in which a layout reads the influences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// x = s + W' x: a node reads those that drive it.
    Forwards,
    /// v = c + W v: a node reads those that it drives.
    Backwards,
}

/// The rows of x = b + A x in the order in which they are solved: components so that each reads only itself and earlier
/// ones, and within a component the nodes that are read most first, so that what is read often stands together in memory
/// and is new when it is read.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// The network's number of the node at each position.
    pub(crate) order: Vec<u32>,
    pub(crate) blocks: Vec<Block>,
    row_blocks: Vec<RowBlock>,
    windows: Vec<Window>,
    lane_groups: LaneRows,
    /// The cells, row block by row block and window by window: row within the row block, column within the window, weight.
    rows: Vec<u16>,
    columns: Vec<u16>,
    weights: Vec<f64>,
    /// The weights in short, if blocks are iterated and all weights can be held so.
    narrow: Vec<f32>,
}

/// Rows that are solved together.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) rows: Range<usize>,
    pub(crate) kind: Kind,
    row_blocks: Range<usize>,
}

/// How a block is solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Every row reads only earlier ones.
    Acyclic,
    /// A component small enough to be eliminated.
    Eliminated,
    Iterated,
}

impl Layout {
    /// O(nodes + edges).
    pub(crate) fn new(out: &Csr, components: &Components, dense_limit: usize, direction: Direction) -> Self {
        let n = out.rows();
        let mut into = vec![0_u32; n];
        out.columns().iter().for_each(|&column| into[column as usize] += 1);
        let outs = (0..n).map(|node| out.range(node).len() as u32).collect();
        let (reads, lengths) = match direction {
            Direction::Forwards => (outs, into),
            Direction::Backwards => (into, outs),
        };
        let (group, plan) = match direction {
            Direction::Forwards => groups(out, components.iter(), dense_limit, direction),
            Direction::Backwards => groups(out, components.iter().rev(), dense_limit, direction),
        };
        // Rows of one length stand together among those that are read about equally often, so that lane groups of them are
        // filled evenly.
        const LONGEST: u32 = 4_095;
        let order: Vec<u32> = (0..n as u32).collect();
        let (order, _) = sorted(&order, LONGEST as usize + 1, |node| lengths[node].min(LONGEST));
        let (order, _) = sorted(&order, 33, |node| reads[node].leading_zeros());
        let groups = plan.last().map_or(0, |&(end, _)| end as usize);
        let (order, starts) = sorted(&order, groups, |node| group[node]);
        drop((reads, group));
        let (mut blocks, mut row_blocks, most) = (Vec::new(), Vec::new(), rows_of_row_block(n));
        let (mut start, mut cell) = (0, 0);
        for (end, kind) in plan {
            let (rows, first) = (start..starts[end as usize] as usize, row_blocks.len());
            start = rows.end;
            for row in rows.clone().step_by(most) {
                let rows = row..rows.end.min(row + most);
                let end = cell
                    + order[rows.clone()].iter().map(|&node| lengths[node as usize] as usize).sum::<usize>();
                row_blocks.push(RowBlock::new(rows, cell..end));
                cell = end;
            }
            blocks.push(Block { rows, kind, row_blocks: first..row_blocks.len() });
        }
        drop((lengths, starts));
        let (windows, rows, columns, weights) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (lane_groups, narrow) = (LaneRows::default(), Vec::new());
        let mut layout =
            Self { order, blocks, row_blocks, windows, lane_groups, rows, columns, weights, narrow };
        let high = layout.take(out, direction);
        layout.arrange(&high);
        drop(high);
        if !layout.narrow.is_empty() {
            layout.lane_groups.shorten();
        }
        layout
    }

    /// Takes the cells from the network, which is read forwards, to their row blocks. Of the positions of their columns,
    /// the low halves go where they belong; the high ones are returned.
    fn take(&mut self, out: &Csr, direction: Direction) -> Vec<u16> {
        let (n, count) = (out.rows(), out.entries());
        // The row block and the row in it of each node.
        let mut place = vec![(0_u32, 0_u32); n];
        for (number, RowBlock { rows, .. }) in self.row_blocks.iter().enumerate() {
            for (row, &node) in self.order[rows.clone()].iter().enumerate() {
                place[node as usize] = (number as u32, row as u32);
            }
        }
        let first: Vec<u32> = self.row_blocks.iter().map(|row_block| row_block.rows.start as u32).collect();
        let mut next: Vec<usize> = self.row_blocks.iter().map(|row_block| row_block.cells.start).collect();
        let position = |(row_block, row): (u32, u32)| first[row_block as usize] + row;
        let Self { rows, columns, weights, .. } = self;
        let mut high = vec![0; count];
        (*rows, *columns, *weights) = (vec![0; count], vec![0; count], vec![0.0; count]);
        for (node, &from) in place.iter().enumerate() {
            if direction == Direction::Backwards {
                let next = &mut next[from.0 as usize];
                let cells = *next..*next + out.range(node).len();
                *next = cells.end;
                rows[cells.clone()].fill(from.1 as u16);
                weights[cells.clone()].copy_from_slice(out.values_of(node));
                let columns = columns[cells.clone()].iter_mut().zip(&mut high[cells]);
                for ((low, high), &to) in columns.zip(out.columns_of(node)) {
                    let column = position(place[to as usize]);
                    (*low, *high) = (column as u16, (column >> 16) as u16);
                }
                continue;
            }
            let column = position(from);
            for (to, weight) in out.row(node) {
                let (row_block, row) = place[to];
                let next = &mut next[row_block as usize];
                rows[*next] = row as u16;
                (columns[*next], high[*next]) = (column as u16, (column >> 16) as u16);
                weights[*next] = weight;
                *next += 1;
            }
        }
        high
    }

    /// Sorts the cells of each row block into parts, and makes short weights, if blocks are iterated and all can be held so.
    fn arrange(&mut self, high: &[u16]) {
        let fits = |weight: f64| weight == 0.0 || (1e-30..1e30).contains(&weight.abs());
        let iterated = self.blocks.iter().any(|block| block.kind == Kind::Iterated);
        let mut narrow = vec![0.0; if iterated { high.len() } else { 0 }];
        let mut all_fit = iterated;
        let most = self.row_blocks.iter().map(|row_block| row_block.cells.len()).max().unwrap_or(0);
        let mut sorter = Sorter::new(self.order.len(), most);
        for block in &self.blocks {
            let first = if block.kind == Kind::Iterated { block.rows.start } else { 0 };
            for row_block in &mut self.row_blocks[block.row_blocks.clone()] {
                let range = row_block.cells.clone();
                let (rows, columns) = (&mut self.rows[range.clone()], &mut self.columns[range.clone()]);
                let weights = &mut self.weights[range.clone()];
                let cells = sorter.sort(row_block, first, (rows, columns, &high[range.clone()], weights));
                for (((row, column), weight), cell) in rows.iter_mut().zip(columns).zip(weights).zip(cells) {
                    (*row, *column, *weight) = (cell.row, cell.column, cell.weight);
                }
                if iterated {
                    for (narrow, cell) in narrow[range].iter_mut().zip(cells) {
                        all_fit &= fits(cell.weight);
                        *narrow = cell.weight as f32;
                    }
                }
                if block.kind != Kind::Eliminated {
                    let (near, rows) = (sorter.near(row_block), row_block.rows.len());
                    row_block.near = [false, true].map(|behind| self.lane_groups.push(rows, near, behind));
                }
            }
        }
        self.windows = sorter.windows;
        if all_fit {
            self.narrow = narrow;
        }
    }

    /// The rows of a block.
    pub(crate) fn wide(&self, block: &Block) -> BlockOps<'_, f64> {
        self.ops(block, &self.weights, self.lane_groups.wide())
    }

    /// The rows of a block with short weights, if there are any.
    pub(crate) fn narrow(&self, block: &Block) -> Option<BlockOps<'_, f32>> {
        (!self.narrow.is_empty()).then(|| self.ops(block, &self.narrow, self.lane_groups.narrow()))
    }

    fn ops<'a, T>(
        &'a self,
        block: &Block,
        weights: &'a [T],
        lane_groups: LaneRowCells<'a, T>,
    ) -> BlockOps<'a, T> {
        let row_blocks = &self.row_blocks[block.row_blocks.clone()];
        let cells = Cells { windows: &self.windows, rows: &self.rows, columns: &self.columns, weights };
        let origin = if block.kind == Kind::Iterated { block.rows.start } else { 0 };
        BlockOps { origin, len: block.rows.len(), row_blocks, cells, lane_groups }
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
            let targets = || out.columns_of(node as usize).iter().map(|&column| column as usize);
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
