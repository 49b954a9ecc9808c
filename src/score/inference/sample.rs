//! Size of a sample: answers, people, effective answers, and what a known population makes of them.

use crate::score::Error;
use crate::signal::response::Respondents;
use crate::signal::tally::FacetTally;

/// Numbers of answers, of people and of effective answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) answers: u64,
    /// People, to hold against the population.
    respondents: u64,
    /// Kish's effective number of answers, n_e.
    pub(crate) effective: f64,
}

/// The base of an interval: `n*`, or the whole population.
pub(crate) enum Base {
    Sample(f64),
    Census,
}

impl Sample {
    pub(crate) fn of(tally: &FacetTally) -> Self {
        let answers = tally.answer_count();
        let effective = tally.effective_answers();
        match tally.respondents() {
            // People asked again in other periods say little new: the effective number never passes that of people.
            Respondents::Exactly(people) => {
                Self { answers, respondents: people, effective: effective.min(people as f64) }
            }
            _ => Self { answers, respondents: answers, effective },
        }
    }

    /// So many answers of equal weight, each of another person.
    pub(crate) const fn of_count(answers: u64) -> Self {
        Self { answers, respondents: answers, effective: answers as f64 }
    }

    /// `n* = n_e (N-1)/(N-n)`; everyone when n = N.
    pub(crate) fn base(&self, population: Option<u64>) -> Result<Base, Error> {
        let Some(population) = population else { return Ok(Base::Sample(self.effective)) };
        let respondents = self.respondents;
        match population.checked_sub(respondents) {
            None => Err(Error::Population { respondents, population }),
            Some(0) => Ok(Base::Census),
            Some(others) => Ok(Base::Sample(self.effective * (population - 1) as f64 / others as f64)),
        }
    }
}
