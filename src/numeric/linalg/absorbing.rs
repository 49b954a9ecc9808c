//! Sparse elimination of absorbing Markov chains: fundamental matrix by columns, rows and diagonal.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::gth::{Fault, Gth, add};

/// Up to so many states are eliminated as they come, by rows of zeros and all.
const DENSE: usize = 128;
/// A state is eliminated by its entries alone while that changes no more than this part of what is left.
const SPARSE: u64 = 32;

/// The factors of `I - Q` for sparse probabilities `Q` of moving between transient states.
///
/// States are eliminated in the order of the fewest changes (Markowitz 1957, doi:10.1287/mnsc.3.3.255) by their entries
/// alone; what is left once elimination makes it dense, the *core*, is eliminated in blocks ([`Gth`]). No number is
/// subtracted in either, so that any order of pivots is stable.
///
/// Vectors are laid out by *place*, the order of elimination: [`place`](Self::place) of each state.
///
/// Time and space: those of the core, c^3 and c^2 for c states, and of the entries that the others have or get. A chain
/// whose states lead to few others, or to others by way of few, leaves a small core.
#[derive(Clone, Debug)]
pub(crate) struct Absorbing {
    /// Per state its place.
    places: Vec<u32>,
    /// Per place before the core what a state passes on to those before it and what it expects from those after it.
    lower: Entries,
    upper: Entries,
    pivots: Vec<f64>,
    core: Gth,
}

/// Lists of places and numbers, one after the other.
#[derive(Clone, Debug)]
struct Entries {
    offsets: Vec<usize>,
    entries: Vec<(u32, f64)>,
}

impl Entries {
    fn of(&self, list: usize) -> &[(u32, f64)] {
        &self.entries[self.offsets[list]..self.offsets[list + 1]]
    }

    fn finish(&mut self) {
        self.offsets.push(self.entries.len());
    }
}

impl Default for Entries {
    fn default() -> Self {
        Self { offsets: vec![0], entries: Vec::new() }
    }
}

/// What may be used, and who is told of the states eliminated and answers whether to go on.
pub(crate) struct Limits<'a> {
    /// Most numbers to keep.
    pub(crate) numbers: usize,
    pub(crate) parallel: bool,
    pub(crate) tell: &'a (dyn Fn(usize) -> bool + Sync),
}

impl Limits<'_> {
    /// So many bytes, on one thread, unwatched.
    pub(crate) fn memory(bytes: usize) -> Self {
        Self { numbers: bytes / size_of::<f64>(), parallel: false, tell: &|_| true }
    }
}

impl Absorbing {
    /// Takes per state the states it leads to, each once, with their probabilities, and the probability of ending. Every
    /// state must have a way to an end.
    pub(crate) fn new(
        rows: impl Iterator<Item = Vec<(u32, f64)>>,
        ending: Vec<f64>,
        limits: &Limits<'_>,
    ) -> Result<Self, Fault> {
        let mut left = Left::new(rows, ending);
        let (mut lower, mut upper, mut pivots) = (Entries::default(), Entries::default(), Vec::new());
        while let Some(state) = left.cheapest() {
            let out = left.eliminate(state, &mut lower, &mut upper)?;
            pivots.push(out);
            if lower.entries.len() + upper.entries.len() + left.entries > limits.numbers {
                break;
            }
            if !(limits.tell)(1) {
                return Err(Fault::Ended);
            }
        }
        let n = left.rows.len();
        let first = pivots.len();
        let mut places: Vec<u32> = left.eliminated.iter().map(|&place| place.unwrap_or_default()).collect();
        let core: Vec<usize> = (0..n).filter(|&state| left.eliminated[state].is_none()).collect();
        core.iter().zip(first as u32..).for_each(|(&state, place)| places[state] = place);
        for list in [&mut lower, &mut upper] {
            list.entries.iter_mut().for_each(|entry| entry.0 = places[entry.0 as usize]);
        }
        let size = core.len();
        let numbers = size.checked_mul(size).filter(|numbers| *numbers <= limits.numbers);
        let large = Fault::Large { states: size, limit: limits.numbers.isqrt() };
        let numbers = numbers.ok_or(large)?;
        let mut q: Vec<f64> = Vec::new();
        q.try_reserve_exact(numbers).map_err(|_| large)?;
        q.resize(numbers, 0.0);
        for (row, &state) in core.iter().enumerate() {
            for &(to, value) in &left.rows[state] {
                q[row * size + places[to as usize] as usize - first] = value;
            }
        }
        let ending = core.iter().map(|&state| left.ending[state]).collect();
        drop(left);
        let core = Gth::new(q, ending, limits.parallel, limits.tell)?;
        Ok(Self { places, lower, upper, pivots, core })
    }

    /// Number of states.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Where a state stands in vectors.
    pub(crate) fn place(&self, state: usize) -> usize {
        self.places[state] as usize
    }

    /// `N r` with `N = (I - Q)^-1`, in place, for several `r` side by side, of which the places before `nonzero` are 0
    /// and those before `wanted` are not wanted.
    pub(crate) fn solve<const R: usize>(&self, r: &mut [[f64; R]], nonzero: usize, wanted: usize) {
        let first = self.pivots.len();
        for place in nonzero..first {
            let value = r[place];
            self.lower.of(place).iter().for_each(|&(to, factor)| add(&mut r[to as usize], factor, &value));
        }
        self.core.solve(&mut r[first..], nonzero.saturating_sub(first), wanted.saturating_sub(first));
        for place in (wanted..first).rev() {
            let mut value = r[place];
            self.upper
                .of(place)
                .iter()
                .for_each(|&(from, factor)| add(&mut value, factor, &r[from as usize]));
            r[place] = value.map(|value| value / self.pivots[place]);
        }
    }

    /// `s N`, in place, for several `s` side by side, of which the places before `nonzero` are 0.
    pub(crate) fn solve_left<const R: usize>(&self, s: &mut [[f64; R]], nonzero: usize) {
        let first = self.pivots.len();
        for place in nonzero..first {
            s[place] = s[place].map(|value| value / self.pivots[place]);
            let value = s[place];
            self.upper.of(place).iter().for_each(|&(to, factor)| add(&mut s[to as usize], factor, &value));
        }
        self.core.solve_left(&mut s[first..], nonzero.saturating_sub(first));
        for place in (0..first).rev() {
            let mut value = s[place];
            self.lower
                .of(place)
                .iter()
                .for_each(|&(from, factor)| add(&mut value, factor, &s[from as usize]));
            s[place] = value;
        }
    }

    /// `N r` by state.
    pub(crate) fn solved(&self, r: &[f64]) -> Vec<f64> {
        self.by_place(r, |x| self.solve(x, 0, 0))
    }

    /// `s N` by state.
    pub(crate) fn solved_left(&self, s: &[f64]) -> Vec<f64> {
        self.by_place(s, |x| self.solve_left(x, 0))
    }

    fn by_place(&self, values: &[f64], solve: impl FnOnce(&mut [[f64; 1]])) -> Vec<f64> {
        let mut x = vec![[0.0]; values.len()];
        values.iter().zip(&self.places).for_each(|(&value, &place)| x[place as usize] = [value]);
        solve(&mut x);
        self.places.iter().map(|&place| x[place as usize][0]).collect()
    }

    /// The diagonal of `N` at `R` places from `first` on, those past the last left out.
    pub(crate) fn diagonal<const R: usize>(&self, first: usize) -> impl Iterator<Item = f64> {
        let mut x = vec![[0.0; R]; self.len()];
        let places = first..(first + R).min(x.len());
        places.clone().for_each(|place| x[place][place - first] = 1.0);
        self.solve(&mut x, first, first);
        places.map(move |place| x[place][place - first])
    }
}

/// What is left of a chain when some of its states are eliminated.
struct Left {
    /// Per state where it leads to, itself left out.
    rows: Vec<Vec<(u32, f64)>>,
    /// Per state those that lead to it; some may be eliminated.
    before: Vec<Vec<u32>>,
    /// Per state how many lead to it.
    comers: Vec<u32>,
    ending: Vec<f64>,
    /// Per state its place, once it is eliminated.
    eliminated: Vec<Option<u32>>,
    count: u32,
    /// Entries of all rows.
    entries: usize,
    /// States by the changes that their elimination makes, some of them as it was earlier.
    queue: BinaryHeap<Reverse<(u64, u32)>>,
    /// Per state where it stands in the row at hand, counted from 1.
    at: Vec<u32>,
}

impl Left {
    fn new(rows: impl Iterator<Item = Vec<(u32, f64)>>, ending: Vec<f64>) -> Self {
        let mut rows: Vec<Vec<(u32, f64)>> = rows.collect();
        let n = rows.len();
        let mut before = vec![Vec::new(); n];
        for (state, row) in rows.iter_mut().enumerate() {
            row.retain(|entry| entry.0 as usize != state);
            row.iter().for_each(|entry| before[entry.0 as usize].push(state as u32));
        }
        let mut left = Self {
            comers: before.iter().map(|before| before.len() as u32).collect(),
            entries: rows.iter().map(Vec::len).sum(),
            rows,
            before,
            ending,
            eliminated: vec![None; n],
            count: 0,
            queue: BinaryHeap::new(),
            at: vec![0; n],
        };
        if n > DENSE {
            (0..n as u32).for_each(|state| left.enqueue(state));
        }
        left
    }

    fn changes(&self, state: u32) -> u64 {
        u64::from(self.comers[state as usize]) * self.rows[state as usize].len() as u64
    }

    fn enqueue(&mut self, state: u32) {
        self.queue.push(Reverse((self.changes(state), state)));
    }

    /// The state to eliminate next, unless the rest is the core.
    fn cheapest(&mut self) -> Option<u32> {
        let rest = (self.rows.len() - self.count as usize) as u64;
        loop {
            let Reverse((changes, state)) = self.queue.pop()?;
            if self.eliminated[state as usize].is_some() || changes != self.changes(state) {
                continue;
            }
            return (rest > DENSE as u64 && changes * SPARSE < rest * rest).then_some(state);
        }
    }

    /// Leads whoever comes to a state on to where it leads; the probability of leaving it.
    fn eliminate(&mut self, state: u32, lower: &mut Entries, upper: &mut Entries) -> Result<f64, Fault> {
        let gone = state as usize;
        let row = std::mem::take(&mut self.rows[gone]);
        let end = self.ending[gone];
        let out = row.iter().fold(end, |sum, entry| sum + entry.1);
        // Written so that NaN, too, is no pivot.
        if !(out > 0.0 && out.is_finite()) {
            return Err(Fault::NoEnd);
        }
        self.eliminated[gone] = Some(self.count);
        self.count += 1;
        self.entries -= row.len();
        row.iter().for_each(|&(to, _)| self.comers[to as usize] -= 1);
        for from in std::mem::take(&mut self.before[gone]) {
            if self.eliminated[from as usize].is_some() {
                continue;
            }
            let mine = &mut self.rows[from as usize];
            mine.iter().zip(1..).for_each(|(&(to, _), at)| self.at[to as usize] = at);
            let factor = mine[self.at[gone] as usize - 1].1 / out;
            lower.entries.push((from, factor));
            self.ending[from as usize] += factor * end;
            for &(to, value) in row.iter().filter(|entry| entry.0 != from) {
                match self.at[to as usize] {
                    0 => {
                        mine.push((to, factor * value));
                        self.before[to as usize].push(from);
                        self.comers[to as usize] += 1;
                        self.entries += 1;
                    }
                    at => mine[at as usize - 1].1 += factor * value,
                }
            }
            mine.iter().for_each(|&(to, _)| self.at[to as usize] = 0);
            mine.retain(|entry| entry.0 != state);
            self.entries -= 1;
        }
        lower.finish();
        let begin = lower.offsets[lower.offsets.len() - 2];
        for at in begin..lower.entries.len() {
            self.enqueue(lower.entries[at].0);
        }
        row.iter().for_each(|&(to, _)| self.enqueue(to));
        upper.entries.extend(row);
        upper.finish();
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::dense;
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        /// Sparse elimination, core and all, agrees with general elimination with pivoting.
        #[test]
        fn agrees_with_gauss(n in 1_usize..220, degree in 1_usize..5, hubs in 0_usize..3, seed in any::<u64>()) {
            let random = |at: usize| {
                let mixed = (at as u64 ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 11) as usize
            };
            let mut q = vec![0.0; n * n];
            let mut ending = vec![0.0; n];
            for row in 0..n {
                let count = if row < hubs { n } else { degree };
                for entry in 0..count {
                    let to = random(row * 1_000 + entry) % n;
                    q[row * n + if entry < hubs { entry % n } else { to }] += 1.0;
                }
                ending[row] = 1.0 + (random(row) % 3) as f64;
                let sum = ending[row] + q[row * n..(row + 1) * n].iter().sum::<f64>();
                q[row * n..(row + 1) * n].iter_mut().for_each(|value| *value /= sum);
                ending[row] /= sum;
            }
            let rows = q.chunks(n).map(|row| {
                row.iter().zip(0..).filter(|(value, _)| **value > 0.0).map(|(&value, to)| (to, value)).collect()
            });
            let found = Absorbing::new(rows, ending.clone(), &Limits::memory(1 << 24)).unwrap();
            let matrix: Vec<f64> =
                (0..n * n).map(|at| f64::from(u8::from(at / n == at % n)) - q[at]).collect();
            let transposed: Vec<f64> = (0..n * n).map(|at| matrix[at % n * n + at / n]).collect();
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-10 * b.abs().max(1.0);
            prop_assert!(found.solved(&ending).iter().all(|&value| near(value, 1.0)));
            let mut expected = ending.clone();
            dense::solve(&mut transposed.clone(), &mut expected).unwrap();
            prop_assert!(found.solved_left(&ending).iter().zip(&expected).all(|(a, b)| near(*a, *b)));
            let diagonal: Vec<f64> = (0..n).step_by(8).flat_map(|first| found.diagonal::<8>(first)).collect();
            for state in (0..n).step_by(17) {
                let mut unit = vec![0.0; n];
                unit[state] = 1.0;
                dense::solve(&mut matrix.clone(), &mut unit).unwrap();
                prop_assert!(near(diagonal[found.place(state)], unit[state]));
            }
        }
    }

    /// A funnel of 10,000 states is no dense matrix; one whose states all lead to all is, and is refused.
    #[test]
    fn what_is_sparse_stays_so() {
        let n = 10_000_u32;
        let row = |state: u32| {
            let ways = [(state + 1, 0.5), (0, 0.25), (state / 2, 0.125)];
            ways[..if state < 2 { 1 } else { 3 }].iter().copied().filter(|way| way.0 < n).collect()
        };
        let ending = vec![0.125; n as usize];
        let found = Absorbing::new((0..n).map(row), ending, &Limits::memory(1 << 24)).unwrap();
        assert!(found.len() - found.pivots.len() < 500, "{}", found.pivots.len());
        let full = |_| (0..200).map(|to| (to, 1.0 / 400.0)).collect();
        let refused = Absorbing::new((0..200).map(full), vec![0.5; 200], &Limits::memory(100 * 100 * 8));
        assert_eq!(refused.unwrap_err(), Fault::Large { states: 200, limit: 100 });
    }

    #[test]
    fn no_way_to_an_end() {
        let ring = |state: u32| vec![((state + 1) % 300, 1.0)];
        let refused = Absorbing::new((0..300).map(ring), vec![0.0; 300], &Limits::memory(1 << 24));
        assert_eq!(refused.unwrap_err(), Fault::NoEnd);
        let rows = (0..300).map(|_| Vec::new());
        let limits = Limits { tell: &|_| false, ..Limits::memory(1 << 24) };
        assert_eq!(Absorbing::new(rows, vec![1.0; 300], &limits).unwrap_err(), Fault::Ended);
    }
}
