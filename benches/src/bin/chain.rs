//! Workload E: paths of journeys.
//!
//! E reads `paths.csv` (path,conv,null), counts transitions and finds the removal effect of every touchpoint exactly.
//!
//! `--work orders`, which has no peer, compares chains of order 1 to 4 over the same file.
//!
//! Checksum: the sum of the removal effects. `base` is the chance of the goal.

use std::fs::File;
use std::path::{Path, PathBuf};

use serde_json::json;
use total_experience::io::paths;

use total_experience::journey::markov::{Absorption, OrderSelection};
use total_experience_benches::{Arguments, Fault, report};

fn run(file: &Path) -> Result<Absorption, Fault> {
    let source = File::open(file).map_err(|fault| format!("{}: {fault}", file.display()))?;
    Ok(paths::read_chain(source)?.solve()?)
}

/// Orders 1 to 4, from the file.
fn orders(file: &Path) -> Result<OrderSelection, Fault> {
    let source = File::open(file).map_err(|fault| format!("{}: {fault}", file.display()))?;
    Ok(OrderSelection::fit(&paths::read_paths(source)?.paths)?)
}

fn main() -> Result<(), Fault> {
    let mut arguments = Arguments::from_command_line("chain DIR|FILE [--work E|orders] [--reps 5]");
    let mut file: PathBuf = arguments.folder.join("paths.csv");
    if arguments.folder.is_file() {
        file = arguments.folder.clone();
        arguments.folder.pop();
    }
    let meta = arguments.meta()?;
    let size = format!("paths={} steps={}", meta["paths"], meta["steps"]);
    match arguments.work.as_deref() {
        None | Some("E") => {
            let (answer, timing) = arguments.measure(|| run(&file))?;
            let checksum: f64 = answer.touchpoints.iter().filter_map(|role| role.removal_effect).sum();
            report("E", &size, &timing, json!({ "base": answer.goal, "checksum": checksum }))
        }
        Some("orders") => {
            let (fits, timing) = arguments.measure(|| orders(&file))?;
            report("orders", &size, &timing, json!({ "fits": fits }))
        }
        Some(other) => Err(format!("--work {other}: E and orders are known").into()),
    }
}
