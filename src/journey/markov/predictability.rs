//! Predictability of the next step: entropy rate of a chain.

use serde::{Deserialize, Serialize};

use super::Chain;

/// Predictability of journeys by a [`Chain`]; see [`Chain::predictability`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Predictability {
    /// Entropy rate: bits per step that are not known beforehand. 0 when every next step is certain.
    pub bits_per_step: f64,
    /// Entropy rate corrected for the bias of a small sample (Miller & Madow).
    pub corrected_bits_per_step: f64,
    /// Entropy of a whole journey: bits per step times expected steps.
    pub bits_per_journey: f64,
    /// Share of steps that the most common next step foresees, 0..1.
    pub foreseen: f64,
    /// Steps that were seen, with multiplicity, those into the first touchpoint and into the end too.
    pub steps: u64,
    /// The first step of journeys.
    pub start: NextStep,
    /// The step from each touchpoint, by name.
    pub touchpoints: Vec<NextStep>,
}

/// Predictability of the step from one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NextStep {
    /// Name of the touchpoint; empty for the start.
    pub name: String,
    /// Steps from there.
    pub steps: u64,
    /// Bits of the next step that are not known beforehand.
    pub bits: f64,
    /// 2 to the power of `bits`: as many equally likely next steps would be as hard to foresee.
    pub choices: f64,
    /// Share of steps that the most common next step foresees, 0..1.
    pub foreseen: f64,
}

/// Sums over states that count as one place.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    steps: u64,
    /// Steps times entropy, in nats.
    nats: f64,
    foreseen: u64,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.steps += other.steps;
        self.nats += other.nats;
        self.foreseen += other.foreseen;
    }

    fn next_step(self, name: &str) -> NextStep {
        let steps = self.steps.max(1) as f64;
        let bits = self.nats / steps / std::f64::consts::LN_2;
        NextStep {
            name: name.to_owned(),
            steps: self.steps,
            bits,
            choices: bits.exp2(),
            foreseen: self.foreseen as f64 / steps,
        }
    }
}

impl Chain {
    /// Predictability of the next step, over all journeys and by touchpoint.
    ///
    /// What it answers: do people know what comes next, or is every journey another one? Where does the design leave
    /// the most open?
    ///
    /// # Definition
    /// With p(i, j) and c(i, j) of the chain, i the start or a state, j a state or one of the three ends:
    ///
    /// ```text
    /// H(i)     = - sum over j of p(i, j) log2 p(i, j)                     0 log 0 = 0
    /// w(i)     = steps from i / all steps
    /// rate     = sum of w(i) H(i)                                         bits per step
    /// journey  = rate * all steps / journeys
    /// foreseen = sum of w(i) max over j of p(i, j)
    /// corrected rate = rate + (probabilities that are free) / (2 ln 2 * all steps)
    /// ```
    ///
    /// The weights w are the visits seen. They are also the stationary probabilities of the chain in which a new
    /// journey starts whenever one ends, so the rate is the entropy rate of that chain, its start counted as a state;
    /// and it is -log likelihood / (all steps * ln 2). In a chain of order k the states that end on a touchpoint count
    /// as one place, weighted by their visits. Entropy from counts is too low by about the correction: compare groups
    /// of different size by the corrected rate.
    ///
    /// # Complexity
    /// One pass: linear time in transitions, space linear in touchpoints.
    ///
    /// # References
    /// T. M. Cover & J. A. Thomas (2006), Elements of Information Theory, chapter 4, doi:10.1002/047174882X;
    /// G. A. Miller (1955), Note on the bias of information estimates; C. Song, Z. Qu, N. Blumm & A.-L. Barabasi
    /// (2010), Limits of predictability in human mobility, doi:10.1126/science.1177170.
    ///
    /// # Example
    /// ```
    /// use total_experience::journey::markov::{Chain, PathCounts, Paths};
    ///
    /// let mut paths = Paths::new();
    /// paths.add(&["ask", "web"], PathCounts::goal(2))?;
    /// paths.add(&["ask", "shop"], PathCounts::goal(2))?;
    /// let found = Chain::fit(&paths)?.predictability();
    /// // Web or shop is one bit; all other steps are certain.
    /// assert_eq!((found.bits_per_journey, found.touchpoints[0].bits), (1.0, 1.0));
    /// assert_eq!((found.steps, found.foreseen), (12, 10.0 / 12.0));
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    pub fn predictability(&self) -> Predictability {
        let mut places = vec![Sums::default(); self.names.len()];
        let (mut start, mut all) = (Sums::default(), Sums::default());
        for row in 0..self.exits.len() {
            let steps = self.total(row);
            let mut own = Sums { steps, ..Sums::default() };
            for &count in self.counts[self.range(row)].iter().chain(&self.exits[row]) {
                if count > 0 {
                    own.nats += count as f64 * (steps as f64 / count as f64).ln();
                }
                own.foreseen = own.foreseen.max(count);
            }
            all.add(own);
            match row.checked_sub(1) {
                None => start = own,
                Some(state) => places[self.last[state] as usize].add(own),
            }
        }
        let whole = all.next_step("");
        let steps = all.steps.max(1) as f64;
        let free = self.parameter_count() as f64;
        Predictability {
            bits_per_step: whole.bits,
            corrected_bits_per_step: whole.bits + free / (2.0 * std::f64::consts::LN_2 * steps),
            bits_per_journey: whole.bits * steps / self.totals.journey_count().max(1) as f64,
            foreseen: whole.foreseen,
            steps: all.steps,
            start: start.next_step(""),
            touchpoints: self.names.iter().zip(places).map(|(name, sums)| sums.next_step(name)).collect(),
        }
    }
}
