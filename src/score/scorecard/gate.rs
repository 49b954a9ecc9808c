//! Product gate: a cap on the index while a gate score is below its floor.

use serde::{Deserialize, Serialize};

use super::Composite;
use crate::score::Error;

/// Cap on an index for as long as the product itself is not good enough.
///
/// With a gate score g (say, product quality or task success), its floor f and a cap c, the index I becomes `min(c, I)`
/// while `g < f`, and so do its limits. From the floor on nothing changes. The gate takes the score as it is: whether it
/// is below its floor by chance is for its own limits to say.
///
/// ```
/// use total_experience::score::scorecard::{Component, IndexKind, ProductGate, composite};
///
/// let component = |points| Component { points, standard_error: Some(2.0), weight: 1.0 };
/// let index = composite(IndexKind::Geometric, &[72.0, 55.0, 80.0, 68.0].map(component), 0.95)?;
/// let gate = ProductGate { floor: 60.0, cap: 50.0 };
/// assert_eq!((gate.apply(59.0, &index)?.index.points, gate.apply(60.0, &index)?.index), (50.0, index));
/// # Ok::<(), total_experience::score::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductGate {
    /// Points of the gate score below which the index is capped.
    pub floor: f64,
    /// The most points of the index meanwhile.
    pub cap: f64,
}

/// Index behind its gate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Gated {
    /// The index, held at the cap if need be. The standard error is that of the index before, and `None` when it is held.
    pub index: Composite,
    /// Whether the gate score is below its floor.
    pub closed: bool,
    /// Whether the cap changed the index.
    pub held: bool,
}

impl ProductGate {
    /// The index behind the gate, for a gate score of `product` points.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a gate score, floor or cap outside 0..100.
    pub fn apply(&self, product: f64, index: &Composite) -> Result<Gated, Error> {
        check("the floor of the gate", self.floor)?;
        check("the cap of the gate", self.cap)?;
        check("the gate score", product)?;
        let closed = product < self.floor;
        if !closed || index.points <= self.cap {
            let cap = |limit: f64| if closed { limit.min(self.cap) } else { limit };
            let index = Composite { low: index.low.map(cap), high: index.high.map(cap), ..*index };
            return Ok(Gated { index, closed, held: false });
        }
        let cap = |points: f64| points.min(self.cap);
        let index = Composite {
            points: self.cap,
            low: index.low.map(cap),
            high: index.high.map(cap),
            standard_error: None,
            ..*index
        };
        Ok(Gated { index, closed, held: true })
    }
}

fn check(argument: &'static str, value: f64) -> Result<(), Error> {
    if (0.0..=100.0).contains(&value) {
        return Ok(());
    }
    Err(Error::out_of_range(argument, value, "between 0 and 100"))
}
