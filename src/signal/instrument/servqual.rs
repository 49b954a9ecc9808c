//! SERVQUAL and SERVPERF: service quality in five dimensions, with and without expectations.

use std::fmt;

use super::Weights;
use super::items::check_items;
use crate::signal::{Error, Scale};

/// SERVQUAL and SERVPERF: 22 statements in five dimensions, each answered on 1-7.
///
/// What was perceived (P), and for SERVQUAL what was expected (E), become one value per respondent:
///
/// * SERVQUAL, the gap: `G = sum_d w_d mean_{i in d}(P_i - E_i)`, -6..6, above zero where service exceeds expectation
/// * SERVPERF, the performance alone: `sum_d w_d mean_{i in d} P_i`, 1..7
///
/// The weights `w` sum to 1 and are equal unless declared: respondents may share out 100 points among the dimensions.
/// The items of SERVQUAL are the 22 perceptions, then the 22 expectations in the same order.
///
/// Which of the two to use is disputed since Cronin and Taylor 1992: P alone predicts satisfaction better; the gap says
/// where expectation is missed. Asking for the difference directly is [`Instrument::Disconfirmation`](super::Instrument::Disconfirmation).
///
/// References: Parasuraman, Zeithaml and Berry 1988, *Journal of Retailing* 64(1), 12-40; Cronin and Taylor 1992,
/// *Journal of Marketing* 56(3), 55-68, doi:10.1177/002224299205600304.
///
/// ```
/// use total_experience::signal::Error;
/// use total_experience::signal::instrument::{Instrument, Servqual, Weights};
///
/// let weights = Weights::new([11.0, 32.0, 22.0, 19.0, 16.0])?;
/// let servqual = Servqual::gap().with_weights(weights);
/// // All was as expected (5), but reliability (items 5 to 9) fell two short.
/// let mut items = [5.0; 44];
/// items[4..9].fill(3.0);
/// assert_eq!(servqual.dimensions(&items)?, [0.0, -2.0, 0.0, 0.0, 0.0]);
/// let instrument = Instrument::Servqual(servqual);
/// assert_eq!(instrument.value(&items.map(Some))?, Some(-0.64));
/// assert_eq!(instrument.to_string(), "servqual:w=11/32/22/19/16");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Servqual {
    form: Form,
    weights: Weights<5>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Gap,
    Performance,
}

const STATEMENTS: usize = 22;

impl Servqual {
    /// The dimensions in the order of the items, with the number of statements of each.
    pub const DIMENSIONS: [(&str, usize); 5] =
        [("tangibles", 4), ("reliability", 5), ("responsiveness", 4), ("assurance", 4), ("empathy", 5)];

    /// SERVQUAL: perception less expectation, equal weights.
    pub const fn gap() -> Self {
        Self { form: Form::Gap, weights: Weights::EQUAL }
    }

    /// SERVPERF: perception alone, equal weights.
    pub const fn performance() -> Self {
        Self { form: Form::Performance, weights: Weights::EQUAL }
    }

    /// Sets the weights of the dimensions.
    #[must_use]
    pub const fn with_weights(self, weights: Weights<5>) -> Self {
        Self { weights, ..self }
    }

    /// The weights of the dimensions.
    pub const fn weights(&self) -> Weights<5> {
        self.weights
    }

    /// The mean of each dimension for one respondent: gaps, or performance.
    ///
    /// Averaged over respondents they say where quality is missed. Their weighted mean is the value.
    ///
    /// # Errors
    /// As [`Instrument::value`](super::Instrument::value).
    pub fn dimensions(&self, items: &[f64]) -> Result<[f64; 5], Error> {
        let items: Vec<Option<f64>> = items.iter().copied().map(Some).collect();
        let items = check_items(&items, self.item_count(), &Scale::whole(1, 7), self)?;
        Ok(self.means(&items.unwrap_or_default()))
    }

    pub(crate) const fn scale(&self) -> Scale {
        match self.form {
            Form::Gap => Scale::real(-6, 6),
            Form::Performance => Scale::real(1, 7),
        }
    }

    pub(crate) const fn item_count(&self) -> usize {
        match self.form {
            Form::Gap => 2 * STATEMENTS,
            Form::Performance => STATEMENTS,
        }
    }

    /// One respondent's value from checked items.
    pub(crate) fn value(&self, items: &[f64]) -> f64 {
        self.weights.mean(&self.means(items))
    }

    fn means(&self, items: &[f64]) -> [f64; 5] {
        let (perceived, expected) = items.split_at(items.len().min(STATEMENTS));
        let mut start = 0;
        Self::DIMENSIONS.map(|(_, count)| {
            let own = |items: &[f64]| items.iter().skip(start).take(count).sum::<f64>();
            let mean = (own(perceived) - own(expected)) / count as f64;
            start += count;
            mean
        })
    }
}

impl fmt::Display for Servqual {
    /// The name of the instrument: `servqual` or `servperf`, and weights other than equal ones.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.form {
            Form::Gap => "servqual",
            Form::Performance => "servperf",
        })?;
        self.weights.fmt_suffix(f)
    }
}
