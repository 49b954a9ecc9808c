//! Command `txm contagion`: spread of an incident or a rumour, from probabilities.

use serde::Serialize;
use total_experience::cascade::Error;
use total_experience::cascade::contagion::{Contagion, Diffusion};
use total_experience::io::network::NetworkFileOptions;
use total_experience::request::contagion::ContagionRequest;

use crate::args::{TableArgs, whole};
use crate::fault::{Fallible, Fault, in_file};
use crate::output::Output;
use crate::{input, notes, output, page, progress};

/// Whom does an incident or a rumour reach? Not for scores: somebody is reached or is not
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// from,to,weight (or source,target,weight): the weight is the probability, 0..1, that `from` passes it on to `to`; -
    /// is standard input
    #[arg(long, value_name = "EDGES.csv")]
    edges: String,

    /// Where it starts: names of nodes, separated by commas; may be given again, and a text that is itself the name of a
    /// node is that node: --seeds "Sales, EMEA" --seeds b
    #[arg(long, value_name = "A,B", required_unless_present = "select")]
    seeds: Vec<String>,

    /// Find the K nodes from which it reaches most, beside the seeds' own spread where both are given
    #[arg(long, value_name = "K", value_parser = whole(1, usize::MAX))]
    select: Option<usize>,

    /// independent: each edge has one chance; threshold: weights that enter a node add up to at most 1, and it is reached
    /// when those of its reached neighbours pass a threshold drawn from 0..1
    #[arg(long, value_name = "M", default_value = "independent", value_parser = ["independent", "threshold"])]
    model: String,

    /// Simulated runs
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = whole(1, usize::MAX))]
    runs: usize,

    /// Seed of the random numbers
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,

    #[command(flatten)]
    output: Output,

    #[command(flatten)]
    table: TableArgs,
}

#[derive(Serialize)]
struct Notes {
    unread_columns: Vec<String>,
}

impl Args {
    pub(crate) fn run(self) -> Fallible<()> {
        let path = self.edges.as_str();
        let diffusion = match self.model.as_str() {
            "threshold" => Diffusion::LinearThreshold,
            _ => Diffusion::IndependentCascade,
        };
        let reading = NetworkFileOptions::default()
            .with_table(self.table.format())
            .with_execution(progress::all_threads());
        let edges = input::edges(path, &reading)?;
        let found = Contagion::from_columns(edges.names.len(), &edges.columns(), diffusion);
        let network = found.map_err(|error| match error {
            Error::BadProbability { edge, value } => Fault::from(format!(
                "{path}: line {}: `weight` is {value}: a probability from 0 to 1 was expected",
                edges.lines[edge],
            )),
            error => in_file(path)(error),
        })?;
        let names = |text: &String| match network.find(text.trim()) {
            Some(_) => vec![text.trim().to_owned()],
            None => text.split(',').map(|name| name.trim().to_owned()).collect(),
        };
        let request = ContagionRequest {
            seeds: self.seeds.iter().flat_map(names).collect(),
            select: self.select,
            runs: self.runs as u64,
            seed: self.seed,
            rows: self.output.rows(),
            ..ContagionRequest::default()
        };
        let answer = request.run_with(&network, &progress::execution("simulating")).map_err(in_file(path))?;
        output::say(path, &notes::of_table(&edges.table).into_iter().collect::<Vec<_>>());
        if self.output.json {
            return output::json(&answer, &Notes { unread_columns: edges.unread_columns });
        }
        output::page(&page::contagion::markdown(&answer))
    }
}
