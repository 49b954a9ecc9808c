//! Workload B: grouped scores of survey answers, from raw columns.
//!
//! Timed is all of it: numbering the facets, the tally, and per facet n, mean, variance, the net promoter score with
//! its limits, and the top-2-box share with Wilson's limits.
//!
//! Checksum: the sum over groups of mean + variance + NPS low + NPS high + Wilson low + Wilson high. The peers have
//! plain Wald limits of the NPS, so those enter the checksum; the library's own limits are adjusted and are computed
//! beside them, inside the timing.

use std::hint::black_box;

use serde_json::json;
use total_experience::model::FacetId;
use total_experience::score::{IntervalOptions, Score};
use total_experience::signal::{Columns, FacetTally, Instrument, Tally};
use total_experience_benches::{Arguments, Fault, report};

const Z: f64 = 1.959_963_984_540_054;
/// Rows that are handed over at once: the columns that the library wants are made in pieces of this length.
const BLOCK: usize = 1 << 20;

struct Answers {
    value: Vec<i8>,
    touchpoint: Vec<u32>,
    dimension: Vec<u8>,
    touchpoints: u32,
    dimensions: u32,
}

impl Answers {
    fn tally(&self) -> Result<Tally, Fault> {
        let mut tally = Tally::new();
        for facet in 0..self.touchpoints * self.dimensions {
            tally.declare(FacetId::from_u32(facet), Instrument::Nps)?;
        }
        let (mut facets, mut values) = (Vec::with_capacity(BLOCK), Vec::with_capacity(BLOCK));
        let blocks = self.touchpoint.chunks(BLOCK).zip(self.dimension.chunks(BLOCK));
        for ((touchpoint, dimension), value) in blocks.zip(self.value.chunks(BLOCK)) {
            facets.clear();
            values.clear();
            let places = touchpoint.iter().zip(dimension);
            facets.extend(places.map(|(&touchpoint, &dimension)| {
                FacetId::from_u32(touchpoint * self.dimensions + u32::from(dimension))
            }));
            values.extend(value.iter().map(|&value| f64::from(value)));
            tally.add_columns(&Columns::new(&facets, &values))?;
        }
        Ok(tally)
    }
}

/// What a facet adds to the checksum; nothing without answers.
fn score(facet: &FacetTally, options: &IntervalOptions) -> Result<Option<f64>, Fault> {
    let (Some(mean), Some(promoter)) = (facet.mean(), Score::of(facet, options)?) else { return Ok(None) };
    black_box(promoter);
    let answers = facet.answers();
    let n = answers as f64;
    let variance = facet.squares_about(mean) / (n - 1.0).max(1.0);
    let (top, bottom) = (facet.weight_from(9.0), facet.weight_below(7.0));
    let wilson = Score::proportion(top as u64, answers, options)?.ok_or("no answers")?;
    let (low, high) = wilson.low.zip(wilson.high).ok_or("no limits")?;
    let net = (top - bottom) / n;
    let error = Z * ((top / n + bottom / n - net * net) / n).sqrt();
    Ok(Some(mean + variance + 100.0 * (net - error) + 100.0 * (net + error) + low + high))
}

fn main() -> Result<(), Fault> {
    let arguments = Arguments::from_command_line("tally DIR [--reps 5]");
    let meta = arguments.meta()?;
    let number = |key: &str| meta[key].as_u64().ok_or_else(|| format!("meta.json has no {key}"));
    let answers = Answers {
        value: arguments.column("value.i8", i8::from_le_bytes)?,
        touchpoint: arguments.column("touchpoint.u32", u32::from_le_bytes)?,
        dimension: arguments.column("dimension.u8", u8::from_le_bytes)?,
        touchpoints: number("touchpoints")? as u32,
        dimensions: number("dimensions")? as u32,
    };
    let options = IntervalOptions::default();
    let ((checksum, groups), timing) = arguments.measure(|| {
        let tally = answers.tally()?;
        let (mut checksum, mut groups) = (0.0, 0);
        for facet in tally.facets() {
            if let Some(terms) = score(facet, &options)? {
                checksum += terms;
                groups += 1;
            }
        }
        Ok((checksum, groups))
    })?;
    let more = json!({ "source": "mem", "groups": groups, "checksum": checksum });
    report("B", &format!("rows={}", answers.value.len()), &timing, more)
}
