//! Workloads F: contagion on a graph of `make_contagion.py`.
//!
//! F1  who is reached from 50 seeds, independent cascade with p = .01, `--runs` runs (2,000)
//! F2  choice of 50 seeds with eps = .1 and delta = 1 / nodes, p = .01; F2-weighted: p = 1 / in-degree
//!
//! Checksum: mean number of nodes reached, seeds included, with its standard error; of F2 by 10,000 runs with another
//! seed than the choice had, not timed.

use serde_json::json;
use total_experience::cascade::contagion::{
    Contagion, Diffusion, SelectOptions, SpreadOptions, weighted_cascade,
};
use total_experience::cascade::{EdgeColumns, NodeIndex};
use total_experience_benches::{Arguments, Fault, report};

fn main() -> Result<(), Fault> {
    let arguments =
        Arguments::from_command_line("contagion DIR [--work F1|F2|F2-weighted] [--runs 2000] [--reps 5]");
    let meta = arguments.meta()?;
    let nodes = meta["n"].as_u64().ok_or("meta.json has no n")? as usize;
    let from = arguments.column("src.u32", u32::from_le_bytes)?;
    let to = arguments.column("dst.u32", u32::from_le_bytes)?;
    let work = arguments.work.as_deref().unwrap_or("F1");
    let probability = match work {
        "F1" | "F2" => vec![0.01; from.len()],
        "F2-weighted" => weighted_cascade(nodes, &to)?,
        other => return Err(format!("--work {other}: F1, F2 and F2-weighted are known").into()),
    };
    let edges = EdgeColumns { from: &from, to: &to, weight: &probability, ..EdgeColumns::default() };
    let contagion = Contagion::from_columns(nodes, &edges, Diffusion::IndependentCascade)?;
    let size = format!("n={nodes} m={}", from.len());
    if work == "F1" {
        let seeds = arguments.column("seeds50.u32", |bytes| NodeIndex::from(u32::from_le_bytes(bytes)))?;
        let options = SpreadOptions::default().with_runs(arguments.runs.unwrap_or(2_000));
        let (found, timing) = arguments.measure(|| Ok(contagion.spread_with(&seeds, &options)?))?;
        let more =
            json!({ "runs": found.runs, "checksum": found.spread, "standard_error": found.standard_error });
        return report("F1", &size, &timing, more);
    }
    let options = SelectOptions::default().with_failure(1.0 / nodes as f64);
    let (found, timing) = arguments.measure(|| Ok(contagion.select_with(50, &options)?))?;
    let judged = contagion.spread_with(&found.seeds, &SpreadOptions::default().with_seed(97))?;
    let more = json!({
        "sets": found.sets,
        "estimate": found.spread,
        "guarantee": found.guarantee,
        "checksum": judged.spread,
        "standard_error": judged.standard_error,
    });
    report(work, &size, &timing, more)
}
