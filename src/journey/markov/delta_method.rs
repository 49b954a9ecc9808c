//! Intervals of a chain by the delta method: variances from gradients, limits on the logit scale.

use super::Chain;
use super::absorption::blocks;
use super::chain::Rates;
use super::gauss_seidel::Sweeps;
use crate::journey::Error;
use crate::numeric::linalg::absorbing::Limits;

/// Touchpoints whose variances are found at once.
const LANES: usize = 16;

/// Lower and upper ends.
type Limit = (f64, f64);

/// Visits, and chances of the goal, of which a variance is made; and the probability of the goal.
struct Chances<'a> {
    rates: &'a Rates,
    visits: Vec<f64>,
    goal: Vec<f64>,
    whole: f64,
    /// Per row the mean of the squares of the chances it leads to.
    squares: Vec<f64>,
}

impl Chain {
    /// Limits of the probability of the goal, and of the removal effects by touchpoint; see
    /// [`intervals_with`](Self::intervals_with).
    pub(crate) fn delta_limits(
        &self,
        z: f64,
        limits: &Limits<'_>,
    ) -> Result<(Limit, Option<Vec<Limit>>), Error> {
        let rates = self.rates();
        if self.order > 1 {
            return self.delta_by_sweeps(z, &rates, limits);
        }
        let factors = self.factors(&rates, limits)?;
        let n = factors.len();
        let (mut visits, mut goal) = (vec![0.0; n], vec![0.0; n]);
        self.range(0).for_each(|at| visits[factors.place(self.to[at] as usize)] = rates.steps[at]);
        (0..n).for_each(|state| goal[factors.place(state)] = rates.exits[state + 1][0]);
        let one = |values: &mut Vec<f64>, solve: &dyn Fn(&mut [[f64; 1]])| {
            let mut x: Vec<[f64; 1]> = values.iter().map(|&value| [value]).collect();
            solve(&mut x);
            *values = x.into_iter().flatten().collect();
        };
        one(&mut visits, &|x| factors.solve_left(x, 0));
        one(&mut goal, &|x| factors.solve(x, 0, 0));
        let place = |state: usize| factors.place(state);
        let chances = self.chances(&rates, visits, goal, place);
        let whole = logit_limits(chances.whole, self.chance_variance(&chances, place), z);
        if chances.whole <= 0.0 {
            return Ok((whole, None));
        }
        let found = blocks(n, LANES, limits, |first| {
            let places = first..(first + LANES).min(n);
            let (mut before, mut after) = (vec![[0.0; LANES]; n], vec![[0.0; LANES]; n]);
            for at in places.clone() {
                before[at][at - first] = 1.0;
                after[at][at - first] = 1.0;
            }
            factors.solve_left(&mut before, first);
            factors.solve(&mut after, first, 0);
            // Without the touchpoint: visits, chances, and the whole chance.
            let mut without = [0.0; LANES];
            for (lane, at) in places.clone().enumerate() {
                let (visits, chance) = (chances.visits[at], chances.goal[at]);
                let returns = after[at][lane];
                for other in 0..n {
                    let (mine, theirs) = (&mut before[other][lane], &mut after[other][lane]);
                    *mine = (chances.visits[other] - visits * *mine / returns).max(0.0);
                    *theirs = (chances.goal[other] - *theirs * chance / returns).max(0.0);
                }
                (before[at][lane], after[at][lane]) = (0.0, 0.0);
                without[lane] = (chances.whole - visits * chance / returns).max(0.0);
            }
            let variances = self.variances(&chances, &before, &after, &without, place);
            Ok(places.clone().map(|at| (without[at - first], variances[at - first])).collect::<Vec<_>>())
        })?;
        let found: Vec<(f64, f64)> = found.into_iter().flatten().collect();
        let effects = (0..n).map(|state| {
            let (without, variance) = found[factors.place(state)];
            logit_limits(1.0 - without / chances.whole, variance, z)
        });
        Ok((whole, Some(effects.collect())))
    }

    fn delta_by_sweeps(
        &self,
        z: f64,
        rates: &Rates,
        limits: &Limits<'_>,
    ) -> Result<(Limit, Option<Vec<Limit>>), Error> {
        let sweeps = Sweeps::new(self, rates)?;
        let chances = self.chances(rates, sweeps.visits(None)?, sweeps.chance(0)?, |state| state);
        let whole = logit_limits(chances.whole, self.chance_variance(&chances, |state| state), z);
        if chances.whole <= 0.0 {
            return Ok((whole, None));
        }
        let effects = blocks(self.names.len(), 1, limits, |touchpoint| {
            let wrapped = |values: Vec<f64>| values.into_iter().map(|value| [value]).collect::<Vec<_>>();
            let touchpoint = touchpoint as u32;
            let after = sweeps.chance_without(touchpoint, &chances.goal)?;
            let without = self.chance_at_start(rates, |state| after[state], 0);
            let before = wrapped(sweeps.visits(Some(touchpoint))?);
            let [variance] = self.variances(&chances, &before, &wrapped(after), &[without], |state| state);
            Ok(logit_limits((1.0 - without / chances.whole).max(0.0), variance, z))
        })?;
        Ok((whole, Some(effects)))
    }

    fn chances<'a>(
        &self,
        rates: &'a Rates,
        visits: Vec<f64>,
        goal: Vec<f64>,
        place: impl Fn(usize) -> usize,
    ) -> Chances<'a> {
        let whole = self.chance_at_start(rates, |state| goal[place(state)], 0);
        let squares = (0..self.exits.len()).map(|row| {
            self.range(row).fold(rates.exits[row][0], |sum, at| {
                sum + rates.steps[at] * goal[place(self.to[at] as usize)].powi(2)
            })
        });
        let squares = squares.collect();
        Chances { rates, visits, goal, whole, squares }
    }

    /// Variance of the probability of the goal.
    fn chance_variance(&self, chances: &Chances<'_>, place: impl Fn(usize) -> usize) -> f64 {
        (0..self.exits.len()).fold(0.0, |sum, row| {
            let (visits, mean) = match row.checked_sub(1) {
                None => (1.0, chances.whole),
                Some(state) => (chances.visits[place(state)], chances.goal[place(state)]),
            };
            let spread = (chances.squares[row] - mean * mean).max(0.0);
            sum + visits * visits * spread / (self.total(row) + 1) as f64
        })
    }

    /// Variances of removal effects, given, by place, visits and chances without the touchpoint of each lane, and the
    /// chance of the goal without it.
    fn variances<const R: usize>(
        &self,
        chances: &Chances<'_>,
        before: &[[f64; R]],
        after: &[[f64; R]],
        without: &[f64; R],
        place: impl Fn(usize) -> usize,
    ) -> [f64; R] {
        let mut variances = [0.0; R];
        for row in 0..self.exits.len() {
            let exit = chances.rates.exits[row][0];
            let (mut squares, mut products) = ([exit; R], [exit; R]);
            for at in self.range(row) {
                let to = place(self.to[at] as usize);
                let (rate, chance) = (chances.rates.steps[at], chances.goal[to]);
                for lane in 0..R {
                    let part = rate * after[to][lane];
                    squares[lane] += part * after[to][lane];
                    products[lane] += part * chance;
                }
            }
            let at = row.checked_sub(1).map(&place);
            let n = (self.total(row) + 1) as f64;
            for lane in 0..R {
                let (own, mean, visits, chance) = match at {
                    None => (1.0, without[lane], 1.0, chances.whole),
                    Some(at) => (before[at][lane], after[at][lane], chances.visits[at], chances.goal[at]),
                };
                // The gradient by the probability of going to j: a h(j) + c b(j).
                let a = -own / chances.whole;
                let c = visits * without[lane] / (chances.whole * chances.whole);
                let square =
                    a * a * squares[lane] + 2.0 * a * c * products[lane] + c * c * chances.squares[row];
                variances[lane] += (square - (a * mean + c * chance).powi(2)).max(0.0) / n;
            }
        }
        variances
    }
}

/// Limits of a probability with this variance, symmetric about its logit.
fn logit_limits(share: f64, variance: f64, z: f64) -> Limit {
    let share = share.clamp(0.0, 1.0);
    let spread = share * (1.0 - share);
    let reach = z * variance.sqrt() / spread;
    if !(spread > 0.0 && reach.is_finite()) {
        return (share, share);
    }
    // share / (share + (1 - share) exp(reach)), and the other way.
    let limit = |reach: f64| share / (share + (1.0 - share) * reach.exp());
    (limit(reach), limit(-reach))
}
