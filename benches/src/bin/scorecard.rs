//! Workload W1 from Parquet: a scorecard of survey answers, from the file to the answer.
//!
//! Timed is all of it: open, read, tally, scores with their intervals, the JSON of the facets.
//!
//! Checksum: the sum of n, answers that a later one of the same person replaces included, which the peer counts too.

use std::fs::File;

use serde_json::json;
use total_experience::io::arrow::{Batches, read_map_and_responses};
use total_experience::io::source::Limits;
use total_experience::score::scorecard::Scorecard;
use total_experience_benches::{Arguments, Fault, report};

fn main() -> Result<(), Fault> {
    let arguments = Arguments::from_command_line("scorecard DIR [--reps 5]");
    let ((answers, facets), timing) = arguments.measure(|| {
        let batches =
            Batches::parquet(File::open(arguments.folder.join("signals.parquet"))?, &Limits::default())?;
        let (map, signals) = read_map_and_responses(batches)?;
        let tally = signals.responses.tally()?;
        drop(signals);
        let card = Scorecard::from_tally(&map, &tally)?;
        std::hint::black_box(serde_json::to_string(&card.facets)?);
        let answers: u64 = tally.facets().map(|facet| facet.answer_count() + facet.superseded_count()).sum();
        Ok((answers, card.facets.len()))
    })?;
    let more = json!({ "source": "file", "facets": facets, "checksum": answers });
    report("W1-parquet", &format!("rows={answers}"), &timing, more)
}
