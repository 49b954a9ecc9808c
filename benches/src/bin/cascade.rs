//! Workloads A1 to A6: cascades on an influence graph in raw columns.
//!
//! W holds the weight of the edge i -> j in row i, column j. `source` solves x = e + W' x for a push of 1 at the first
//! scenario node, `keystone` (and `acyclic`, which insists on an acyclic graph) x = 1 + W x, `scenarios64` 64 single
//! pushes in one call, `freeze` makes the certified network out of the edge columns, and `first` makes it, lays it out and
//! solves `keystone` once: what somebody waits for who has nothing but columns.
//!
//! Checksum: sum of the solution; for `freeze` the sum over edges of w (from + 1) / n. Residual: |s + M x - x| / |s| in
//! the 2-norm, the worst of 64.

use std::hint::black_box;

use serde_json::json;
use total_experience::cascade::{EdgeColumns, Network, SolveOptions};
use total_experience_benches::{Arguments, Fault, report};

const USAGE: &str =
    "cascade DIR --work keystone|source|scenarios64|freeze|first|acyclic [--tolerance 1e-10] [--reps 5]";

struct Graph {
    acyclic: bool,
    nodes: usize,
    from: Vec<u32>,
    to: Vec<u32>,
    weight: Vec<f64>,
    scenarios: Vec<u32>,
}

impl Graph {
    fn read(arguments: &Arguments) -> Result<Self, Fault> {
        let meta = arguments.meta()?;
        Ok(Self {
            acyclic: meta["kind"] == "acyclic",
            nodes: meta["n"].as_u64().ok_or("meta.json has no n")? as usize,
            from: arguments.column("src.u32", u32::from_le_bytes)?,
            to: arguments.column("dst.u32", u32::from_le_bytes)?,
            weight: arguments.column("w.f64", f64::from_le_bytes)?,
            scenarios: arguments.column("scenarios.u32", u32::from_le_bytes)?,
        })
    }

    fn freeze(&self) -> Result<Network, Fault> {
        Ok(Network::from_columns(
            self.nodes,
            &EdgeColumns { from: &self.from, to: &self.to, weight: &self.weight, ..EdgeColumns::default() },
        )?)
    }

    fn size(&self) -> String {
        format!("n={} m={}", self.nodes, self.weight.len())
    }

    fn workload(&self, work: &str) -> Result<String, Fault> {
        let id = match work {
            "acyclic" if !self.acyclic => return Err("this graph is not acyclic".into()),
            "acyclic" | "keystone" if self.acyclic => "A6",
            _ if self.acyclic => return Ok(format!("A6-{work}")),
            "keystone" => "A1",
            "source" if self.nodes <= 1_000 => "A4",
            "source" => "A2",
            "scenarios64" => "A3",
            "freeze" => "A5",
            "first" => "A1+A5",
            _ => return Err(format!("unknown work {work}").into()),
        };
        Ok(id.to_owned())
    }

    fn push(&self, node: u32) -> Vec<f64> {
        let mut push = vec![0.0; self.nodes];
        push[node as usize] = 1.0;
        push
    }
}

/// |s + M x - x| / |s|, where M is W, or its transpose when `forwards`.
fn residual(network: &Network, s: &[f64], x: &[f64], forwards: bool) -> f64 {
    let mut gap: Vec<f64> = s.iter().zip(x).map(|(s, x)| s - x).collect();
    for edge in network.edges() {
        let (row, column) = if forwards { (edge.to, edge.from) } else { (edge.from, edge.to) };
        gap[row] += edge.weight * x[column];
    }
    norm(&gap) / norm(s)
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|value| value * value).sum::<f64>().sqrt()
}

fn main() -> Result<(), Fault> {
    let arguments = Arguments::from_command_line(USAGE);
    let work = arguments.work()?;
    let graph = Graph::read(&arguments)?;
    let (workload, size) = (graph.workload(work)?, graph.size());
    if work == "freeze" {
        let (network, timing) = arguments.measure(|| graph.freeze())?;
        let n = graph.nodes as f64;
        let checksum: f64 =
            network.edges().map(|edge| edge.weight * (edge.from.as_u32() as f64 + 1.0) / n).sum();
        let certificate = network.stability();
        let more = json!({
            "checksum": checksum,
            "radius_bound": certificate.radius,
            "largest_component": certificate.largest_component,
        });
        return report(&workload, &size, &timing, more);
    }

    let options = SolveOptions::default().with_tolerance(arguments.tolerance);
    if work == "first" {
        let ones = vec![1.0; graph.nodes];
        let (solution, timing) =
            arguments.measure(|| Ok(graph.freeze()?.adjoint_with(&ones, &options)?))?;
        let more = json!({ "checksum": solution.values().sum::<f64>() });
        return report(&workload, &size, &timing, more);
    }

    let network = graph.freeze()?;
    let forwards = matches!(work, "source" | "scenarios64");
    let pushes: Vec<Vec<f64>> = match work {
        "source" => graph.scenarios.iter().take(1).map(|&node| graph.push(node)).collect(),
        "scenarios64" => graph.scenarios.iter().map(|&node| graph.push(node)).collect(),
        _ => vec![vec![1.0; graph.nodes]],
    };
    // The columns are not needed any more; what stays is what a user keeps.
    drop(graph);
    let (solutions, timing) = arguments.measure(|| {
        let found = if forwards {
            network.equilibria_with(&pushes, &options)
        } else {
            network.adjoints_with(&pushes, &options)
        };
        Ok(black_box(found?))
    })?;
    let worst = pushes.iter().zip(&solutions).map(|(push, x)| residual(&network, push, x, forwards));
    let more = json!({
        "residual": worst.fold(0.0, f64::max),
        "checksum": solutions.iter().flat_map(|solution| solution.values()).sum::<f64>(),
    });
    report(&workload, &size, &timing, more)
}
