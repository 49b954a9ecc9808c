//! Workload E: paths of journeys.
//!
//! E reads `paths.csv` (path,conv,null), counts transitions and finds the removal effect of every touchpoint exactly.
//!
//! Checksum: the sum of the removal effects. `base` is the chance of the goal.

use std::fs::File;
use std::path::{Path, PathBuf};

use serde_json::json;
use total_experience::io::{Limits, paths};
use total_experience::journey::Absorption;
use total_experience_benches::{Arguments, Fault, report};

fn run(file: &Path) -> Result<Absorption, Fault> {
    let source = File::open(file).map_err(|fault| format!("{}: {fault}", file.display()))?;
    Ok(paths::read_chain(source, &Limits::default())?.solve()?)
}

fn main() -> Result<(), Fault> {
    let mut arguments = Arguments::from_command_line("chain DIR|FILE [--work E] [--reps 5]");
    let mut file: PathBuf = arguments.folder.join("paths.csv");
    if arguments.folder.is_file() {
        file = arguments.folder.clone();
        arguments.folder.pop();
    }
    match arguments.work.as_deref() {
        None | Some("E") => {}
        Some(other) => return Err(format!("--work {other}: only E is known").into()),
    }
    let meta = arguments.meta()?;
    let (answer, timing) = arguments.measure(|| run(&file))?;
    let checksum: f64 = answer.touchpoints.iter().filter_map(|role| role.removal_effect).sum();
    let size = format!("paths={} steps={}", meta["paths"], meta["steps"]);
    report("E", &size, &timing, json!({ "base": answer.goal, "checksum": checksum }))
}
