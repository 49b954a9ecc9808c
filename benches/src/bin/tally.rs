//! Workload B: grouped scores of survey answers, from raw columns.
//!
//! Timed is all of it: the counts, and per group n, mean, variance, the net promoter score with its limits, and the
//! top-2-box share with Wilson's limits.
//!
//! Checksum: the sum over groups of mean + variance + NPS low + NPS high + Wilson low + Wilson high. The peers have
//! plain Wald limits of the NPS, so those enter the checksum; the library's own limits are adjusted and are computed
//! beside them, inside the timing.

use std::hint::black_box;

use serde_json::json;
use total_experience::score::inference::{IntervalOptions, PromoterCounts, Score, Successes};
use total_experience::signal::grouped::{GroupTally, GroupedAnswers, GroupedTally, Groups};
use total_experience::signal::instrument::Instrument;
use total_experience_benches::{Arguments, Fault, report};

const Z: f64 = 1.959_963_984_540_054;
/// What a group adds to the checksum; nothing without answers.
fn score(group: &GroupTally<'_>, options: &IntervalOptions) -> Result<Option<f64>, Fault> {
    let Some(mean) = group.mean() else { return Ok(None) };
    let answers = group.answer_count();
    let (top, bottom) = (group.answer_count_from(9.0), group.answer_count_below(7.0));
    let counts = PromoterCounts { promoters: top, passives: answers - top - bottom, detractors: bottom };
    black_box(Score::net_promoter_with(counts, options)?);
    let wilson =
        Score::proportion_with(Successes { count: top, of: answers }, options)?.ok_or("no answers")?;
    let (low, high) = wilson.low.zip(wilson.high).ok_or("no limits")?;
    let n = answers as f64;
    let (top, bottom) = (top as f64 / n, bottom as f64 / n);
    let net = top - bottom;
    let error = Z * ((top + bottom - net * net) / n).sqrt();
    let variance = group.variance().unwrap_or(0.0);
    Ok(Some(mean + variance + 100.0 * (net - error) + 100.0 * (net + error) + low + high))
}

fn main() -> Result<(), Fault> {
    let arguments = Arguments::from_command_line("tally DIR [--reps 5]");
    let meta = arguments.meta()?;
    let number = |key: &str| meta[key].as_u64().ok_or_else(|| format!("meta.json has no {key}"));
    let value = arguments.column("value.i8", i8::from_le_bytes)?;
    let touchpoint = arguments.column("touchpoint.u32", u32::from_le_bytes)?;
    let dimension = arguments.column("dimension.u8", u8::from_le_bytes)?;
    let (touchpoints, dimensions) = (number("touchpoints")? as u32, number("dimensions")? as u8);
    let options = IntervalOptions::default();
    let ((checksum, groups), timing) = arguments.measure(|| {
        let mut grouped = GroupedTally::new(Instrument::Nps, touchpoints * u32::from(dimensions))?;
        grouped.add(&GroupedAnswers::new(Groups::crossed(&touchpoint, &dimension, dimensions), &value))?;
        let (mut checksum, mut groups) = (0.0, 0);
        for group in (0..grouped.group_count()).filter_map(|group| grouped.group(group)) {
            if let Some(terms) = score(&group, &options)? {
                checksum += terms;
                groups += 1;
            }
        }
        Ok((checksum, groups))
    })?;
    let more = json!({ "source": "mem", "groups": groups, "checksum": checksum });
    report("B", &format!("rows={}", value.len()), &timing, more)
}
