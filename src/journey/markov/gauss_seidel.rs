//! Gauss-Seidel sweeps for large sparse chains, with a bound on the error.

use super::Chain;
use super::chain::Rates;
use crate::journey::Error;

/// The bound on the error of every answer, as far as rounding allows.
const TOLERANCE: f64 = 1e-13;
/// Changes of this part of the values are rounding.
const ROUNDING: f64 = 8.0 * f64::EPSILON;
const MOST_SWEEPS: usize = 20_000;

/// The transient part of a chain, by rows and by columns.
///
/// Gauss-Seidel sweeps for `x = r + Q x`. After a sweep that changed no value by more than `d`, no residual
/// `r + Q x - x` is larger than `d`, and the error `N (r + Q x - x)` is at most `d` times the largest expected number
/// of steps to the end, `t = N 1`; `t` itself is bounded the same way. For `x = s + x Q` the same holds of sums.
pub(crate) struct Sweeps<'a> {
    chain: &'a Chain,
    rates: &'a Rates,
    /// Of each state the states before it, with their probabilities.
    offsets: Vec<usize>,
    before: Vec<(u32, f64)>,
    /// Most expected steps to the end.
    longest: f64,
}

impl<'a> Sweeps<'a> {
    pub(crate) fn new(chain: &'a Chain, rates: &'a Rates) -> Result<Self, Error> {
        let n = chain.last.len();
        let mut offsets = vec![0; n + 1];
        let inner = chain.offsets[1]..chain.to.len();
        chain.to[inner.clone()].iter().for_each(|&to| offsets[to as usize + 1] += 1);
        (1..=n).for_each(|state| offsets[state] += offsets[state - 1]);
        let mut next = offsets.clone();
        let mut before = vec![(0, 0.0); inner.len()];
        for state in 0..n {
            for at in chain.range(state + 1) {
                let place = &mut next[chain.to[at] as usize];
                before[*place] = (state as u32, rates.steps[at]);
                *place += 1;
            }
        }
        let mut sweeps = Self { chain, rates, offsets, before, longest: 1.0 };
        let ones = vec![1.0; n];
        let mut steps = ones.clone();
        // A change of at most a half leaves at most twice the steps found.
        sweeps.settle(&mut steps, |x| sweeps.forward(x, &ones, None) <= 0.5)?;
        sweeps.longest = 2.0 * steps.iter().fold(1.0, |most: f64, &steps| most.max(steps));
        Ok(sweeps)
    }

    /// From each state the chance of an end: goal, lost, open.
    pub(crate) fn chance(&self, end: usize) -> Result<Vec<f64>, Error> {
        let ending: Vec<f64> = self.rates.exits[1..].iter().map(|ends| ends[end]).collect();
        let mut x = ending.clone();
        self.settle(&mut x, |x| self.forward(x, &ending, None) <= self.enough(1.0))?;
        Ok(x)
    }

    /// From each state the chance of the goal when whoever comes to `touchpoint` is lost; `with` is the chance else.
    pub(crate) fn chance_without(&self, touchpoint: u32, with: &[f64]) -> Result<Vec<f64>, Error> {
        let ending: Vec<f64> = self.rates.exits[1..].iter().map(|ends| ends[0]).collect();
        let mut x = with.to_vec();
        for (chance, &last) in x.iter_mut().zip(&self.chain.last) {
            *chance = if last == touchpoint { 0.0 } else { *chance };
        }
        self.settle(&mut x, |x| self.forward(x, &ending, Some(touchpoint)) <= self.enough(1.0))?;
        Ok(x)
    }

    /// Expected visits of each state from the start, when whoever comes to the states of `blocked` is lost before.
    pub(crate) fn visits(&self, blocked: Option<u32>) -> Result<Vec<f64>, Error> {
        let mut start = vec![0.0; self.chain.last.len()];
        for at in self.chain.range(0) {
            start[self.chain.to[at] as usize] = self.rates.steps[at];
        }
        let mut x = start.clone();
        for (visits, &last) in x.iter_mut().zip(&self.chain.last) {
            *visits = if Some(last) == blocked { 0.0 } else { *visits };
        }
        self.settle(&mut x, |x| self.backward(x, &start, blocked) <= self.enough(self.longest))?;
        Ok(x)
    }

    /// The change at which a sweep may be the last, of values that add up to, or are each, at most `size`.
    fn enough(&self, size: f64) -> f64 {
        (TOLERANCE / self.longest).max(ROUNDING * size)
    }

    fn settle(&self, x: &mut [f64], mut sweep: impl FnMut(&mut [f64]) -> bool) -> Result<(), Error> {
        if (0..MOST_SWEEPS).any(|_| sweep(x)) {
            return Ok(());
        }
        Err(Error::NotSettled { sweeps: MOST_SWEEPS, tolerance: TOLERANCE.to_string() })
    }

    /// A sweep of `x = r + Q x`; the largest change.
    fn forward(&self, x: &mut [f64], r: &[f64], blocked: Option<u32>) -> f64 {
        let mut change = 0.0_f64;
        for state in (0..x.len()).rev().filter(|&state| Some(self.chain.last[state]) != blocked) {
            let mut sum = r[state];
            for at in self.chain.range(state + 1) {
                let to = self.chain.to[at] as usize;
                if to != state {
                    sum += self.rates.steps[at] * x[to];
                }
            }
            let value = sum / self.rates.leaving[state + 1];
            change = change.max((value - x[state]).abs());
            x[state] = value;
        }
        change
    }

    /// A sweep of `x = s + x Q`; the sum of the changes.
    fn backward(&self, x: &mut [f64], s: &[f64], blocked: Option<u32>) -> f64 {
        let mut change = 0.0;
        for state in (0..x.len()).filter(|&state| Some(self.chain.last[state]) != blocked) {
            let mut sum = s[state];
            for &(from, rate) in &self.before[self.offsets[state]..self.offsets[state + 1]] {
                if from as usize != state {
                    sum += rate * x[from as usize];
                }
            }
            let value = sum / self.rates.leaving[state + 1];
            change += (value - x[state]).abs();
            x[state] = value;
        }
        change
    }
}
