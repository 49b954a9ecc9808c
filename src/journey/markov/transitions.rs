//! Counts of transitions between the states of a chain.

use std::collections::HashMap;

use crate::journey::Error;

/// Most touchpoints whose transitions are counted in a full table.
pub(crate) const MOST_IN_TABLE: usize = 2_048;

/// The states of a chain of order k: sequences of up to k touchpoints, numbered as they appear.
pub(crate) enum Contexts {
    /// Order 1: the state is the touchpoint.
    Touchpoints(usize),
    Sequences {
        order: usize,
        /// Per state its touchpoints.
        states: Vec<Box<[u32]>>,
        numbers: HashMap<Box<[u32]>, u32>,
        /// Row and touchpoint to the state they lead to.
        known: HashMap<(u32, u32), u32>,
    },
}

impl Contexts {
    pub(crate) fn new(order: usize, touchpoints: usize) -> Self {
        if order == 1 {
            return Self::Touchpoints(touchpoints);
        }
        Self::Sequences { order, states: Vec::new(), numbers: HashMap::new(), known: HashMap::new() }
    }

    /// The state after `touchpoint` when the state before was that of the row `from`.
    pub(crate) fn after(&mut self, from: u32, touchpoint: u32) -> Result<u32, Error> {
        let Self::Sequences { order, states, numbers, known } = self else { return Ok(touchpoint) };
        if let Some(&state) = known.get(&(from, touchpoint)) {
            return Ok(state);
        }
        let before: &[u32] = (from as usize).checked_sub(1).map_or(&[], |state| &states[state]);
        let kept = before.len().saturating_sub(*order - 1);
        let sequence: Box<[u32]> = before[kept..].iter().copied().chain([touchpoint]).collect();
        let state = match numbers.get(&sequence) {
            Some(&state) => state,
            None => {
                let limit = u32::MAX - 1;
                let state = u32::try_from(states.len()).ok().filter(|&state| state < limit);
                let state = state.ok_or(Error::TooLarge {
                    what: "states",
                    count: u64::from(limit) + 1,
                    most: u64::from(limit),
                })?;
                states.push(sequence.clone());
                numbers.insert(sequence, state);
                state
            }
        };
        known.insert((from, touchpoint), state);
        Ok(state)
    }

    /// Per state the touchpoint on which it ends, in the order of the sequences, and per number its place there.
    fn sorted(self) -> (Vec<u32>, Vec<u32>) {
        match self {
            Self::Touchpoints(count) => ((0..count as u32).collect(), (0..count as u32).collect()),
            Self::Sequences { states, .. } => {
                let mut order: Vec<u32> = (0..states.len() as u32).collect();
                order.sort_by_key(|&state| &states[state as usize]);
                let mut places = vec![0; states.len()];
                for (place, &state) in order.iter().enumerate() {
                    places[state as usize] = place as u32;
                }
                let last = |&state: &u32| states[state as usize].last().copied().unwrap_or_default();
                (order.iter().map(last).collect(), places)
            }
        }
    }
}

/// Transitions by row and state, as a chain holds them.
pub(crate) struct Transitions {
    /// Per state the touchpoint on which it ends.
    pub(crate) last: Vec<u32>,
    /// Where the transitions of each row begin, the start's first.
    pub(crate) offsets: Vec<usize>,
    pub(crate) to: Vec<u32>,
    pub(crate) counts: Vec<u64>,
    pub(crate) exits: Vec<[u64; 3]>,
    pub(crate) seconds: Option<Seconds>,
}

/// Sums of seconds that transitions took, over all journeys.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seconds {
    /// As the counts.
    pub(crate) steps: Vec<f64>,
    /// As the exits.
    pub(crate) exits: Vec<[f64; 3]>,
}

/// Counts of transitions, and the nanoseconds they took.
pub(crate) struct Counter {
    width: usize,
    /// Row by row, when it is small enough and no times are asked for.
    table: Vec<u64>,
    pairs: HashMap<(u32, u32), (u64, i128)>,
    exits: Vec<([u64; 3], [i128; 3])>,
    timed: bool,
}

impl Counter {
    pub(crate) fn new(order: usize, touchpoints: usize, timed: bool) -> Self {
        let width = if order == 1 && touchpoints <= MOST_IN_TABLE && !timed { touchpoints } else { 0 };
        Self {
            width,
            table: vec![0; (width + 1) * width],
            pairs: HashMap::new(),
            exits: vec![Default::default(); 1],
            timed,
        }
    }

    /// `journeys` pass all of `steps`, when they are counted in a table; the row where they are then.
    pub(crate) fn steps(&mut self, steps: &[u32], ranks: &[u32], journeys: u64) -> Option<u32> {
        if self.width == 0 {
            return None;
        }
        let mut row = 0;
        for &step in steps {
            let to = ranks[step as usize] as usize;
            self.table[row * self.width + to] += journeys;
            row = to + 1;
        }
        Some(row as u32)
    }

    /// `journeys` go from the state of a row to a state.
    pub(crate) fn step(&mut self, from: u32, to: u32, journeys: u64, wait: Option<i64>) {
        let pair = self.pairs.entry((from, to)).or_default();
        pair.0 += journeys;
        pair.1 += i128::from(wait.unwrap_or(0)) * i128::from(journeys);
    }

    /// This many journeys end in the state of a row.
    pub(crate) fn end(&mut self, from: u32, journeys: [u64; 3], wait: Option<i64>) {
        let row = from as usize;
        if row >= self.exits.len() {
            self.exits.resize(row + 1, Default::default());
        }
        for (end, journeys) in journeys.into_iter().enumerate() {
            self.exits[row].0[end] += journeys;
            self.exits[row].1[end] += i128::from(wait.unwrap_or(0)) * i128::from(journeys);
        }
    }

    pub(crate) fn finish(self, contexts: Contexts) -> Transitions {
        let (last, places) = contexts.sorted();
        let place = |row: u32| row.checked_sub(1).map_or(0, |state| places[state as usize] + 1);
        let mut pairs: Vec<(u32, u32, u64, i128)> = if self.width > 0 {
            let cells = self.table.iter().enumerate().filter(|cell| *cell.1 > 0);
            cells.map(|(at, &count)| ((at / self.width) as u32, (at % self.width) as u32, count, 0)).collect()
        } else {
            let placed = |((from, to), (count, wait)): ((u32, u32), _)| {
                (place(from), places[to as usize], count, wait)
            };
            self.pairs.into_iter().map(placed).collect()
        };
        pairs.sort_unstable();
        let mut offsets = vec![0; last.len() + 2];
        pairs.iter().for_each(|pair| offsets[pair.0 as usize + 1] += 1);
        (1..offsets.len()).for_each(|row| offsets[row] += offsets[row - 1]);
        let mut exits = vec![[0; 3]; last.len() + 1];
        let mut waits = vec![[0.0; 3]; last.len() + 1];
        for (row, &(ended, waited)) in self.exits.iter().enumerate() {
            let row = place(row as u32) as usize;
            exits[row] = ended;
            waits[row] = waited.map(seconds);
        }
        let seconds = self
            .timed
            .then(|| Seconds { steps: pairs.iter().map(|pair| seconds(pair.3)).collect(), exits: waits });
        Transitions {
            last,
            offsets,
            to: pairs.iter().map(|pair| pair.1).collect(),
            counts: pairs.iter().map(|pair| pair.2).collect(),
            exits,
            seconds,
        }
    }
}

fn seconds(nanoseconds: i128) -> f64 {
    nanoseconds as f64 / 1e9
}
