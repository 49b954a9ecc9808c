//! Solve on the nodes that a shock reaches, where they are few.

use crate::numeric::linalg::components::Components;
use crate::numeric::linalg::csr::{Csr, Entry};

use super::layout::{Direction, Layout};
use super::solver::{Tell, Work};
use crate::cascade::{Error, Network, NodeIndex, SolveOptions};

/// The part of the edges up to which a reach is solved by itself: laying it out costs as much as a few sweeps over it.
const SHARE: usize = 16;

impl Network {
    /// Solves x = s + W' x on the nodes that the shock reaches, if they have but a small share of the edges.
    ///
    /// O(nodes) to look at the shock and O(edges that leave what it reaches) for all else.
    pub(crate) fn solve_locally(
        &self,
        shock: &[f64],
        options: &SolveOptions,
        tell: Tell<'_>,
    ) -> Option<Result<Vec<f64>, Error>> {
        let reach = self.reach(shock)?;
        // `reach` is ascending, and every edge of its nodes ends in it.
        let local = |node: usize| reach.binary_search(&(node as u32)).unwrap_or_default() as u32;
        let rows = reach
            .iter()
            .enumerate()
            .flat_map(|(row, &node)| std::iter::repeat_n(row as u32, self.out.range(node as usize).len()));
        let cells = reach.iter().enumerate().flat_map(|(row, &node)| {
            self.out
                .row(node as usize)
                .map(move |(to, value)| (row as u32, Entry { value, column: local(to), origin: 0 }))
        });
        let out = Csr::collect(reach.len(), rows, cells);
        let layout = Layout::new(&out, &Components::new(&out), self.dense_limit, Direction::Forwards);
        let given: Vec<f64> = reach.iter().map(|&node| shock[node as usize]).collect();
        let solved = match layout.solve::<1>(&[&given], options, &mut Work::default(), tell) {
            Ok(solved) => solved,
            Err(Error::Overflow { node, .. }) => {
                return Some(Err(Error::overflow(NodeIndex::from(reach[node]))));
            }
            Err(error) => return Some(Err(error)),
        };
        let mut x = vec![0.0; shock.len()];
        for (&node, value) in reach.iter().zip(solved.iter().flatten()) {
            x[node as usize] = *value;
        }
        Some(Ok(x))
    }

    /// The nodes that a shock reaches, ascending, or none if it is not known to be few.
    fn reach(&self, shock: &[f64]) -> Option<Vec<u32>> {
        let most = self.edge_count() / SHARE;
        let mut reach = Vec::new();
        for (node, &shock) in shock.iter().enumerate() {
            if shock != 0.0 {
                if reach.len() >= most {
                    return None;
                }
                reach.push(node as u32);
            }
        }
        let mut seen = vec![false; shock.len()];
        reach.iter().for_each(|&node| seen[node as usize] = true);
        let (mut next, mut edges) = (0, 0);
        while let Some(&node) = reach.get(next) {
            next += 1;
            let row = self.out.columns_of(node as usize);
            edges += row.len() + 1;
            if edges > most {
                return None;
            }
            for &to in row {
                if !std::mem::replace(&mut seen[to as usize], true) {
                    reach.push(to);
                }
            }
        }
        reach.sort_unstable();
        Some(reach)
    }
}
