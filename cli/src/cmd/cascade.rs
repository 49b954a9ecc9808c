//! Command `txm cascade`: impact of a shock and importance of nodes, from a map or influences.

use serde::Serialize;
use total_experience::cascade::{Error, Network, NetworkOptions};
use total_experience::io::network::NetworkFileOptions;
use total_experience::io::source::TableNotes;
use total_experience::request::NodeValue;
use total_experience::request::cascade::{CascadeModelKind, CascadeRequest};

use crate::args::{TableArgs, assignment, whole};
use crate::fault::{Fallible, Fault, in_file};
use crate::output::Output;
use crate::{input, notes, output, page, progress};

/// What does a change do? Follows a shock through influences, and says where one is worth most
///
/// NODE is touchpoint/dimension/stakeholder (dimension cx, ex, ux, mx) or an outcome's key in a map, and a plain name with
/// --edges.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A map (see `txm schema map`), or - for standard input
    #[arg(value_name = "MAP.json", conflicts_with = "edges")]
    map: Option<String>,

    /// Influences instead of a map: from,to,weight and, as far as known, standard_error,lag
    #[arg(long, value_name = "EDGES.csv")]
    edges: Option<String>,

    /// Shock a node by so many of its units; may be given again
    #[arg(long, value_name = "NODE=POINTS", value_parser = assignment)]
    shock: Vec<NodeValue>,

    /// Value a node with a weight; may be given again; the mean over all nodes unless given
    #[arg(long, value_name = "NODE=WEIGHT", value_parser = assignment)]
    objective: Vec<NodeValue>,

    /// linear, or bounded: scores saturate at 0 and 100
    #[arg(long, value_name = "M", default_value = "linear")]
    model: CascadeModelKind,

    /// node,score: today's points, for the bounded model; nodes without a row are not bounded
    #[arg(long, value_name = "SCORES.csv")]
    scores: Option<String>,

    /// Also when it shows: the trajectory in periods 0 to H (linear model)
    #[arg(long, value_name = "H", value_parser = whole(0, 10_000))]
    horizon: Option<usize>,

    /// Also by which ways: the K strongest paths from each shocked node to each node of the objective, and what each
    /// contributes with the loops that it meets
    #[arg(long, value_name = "K", default_value_t = 0, value_parser = whole(0, 1_000))]
    paths: usize,

    /// Intervals from N networks with weights drawn from their standard errors (linear model)
    #[arg(long, value_name = "N", value_parser = whole(1, 10_000_000))]
    draws: Option<usize>,

    /// Seed of the draws
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,

    /// Let a large network pass whose signs make it stable, if an estimate says so where proof fails
    #[arg(long)]
    accept_estimate: bool,

    /// Up to N nodes that drive one another (with a lag of L periods N times L) the spectral radius is computed exactly;
    /// the time is cubic in N
    #[arg(long, value_name = "N", value_parser = whole(1, 100_000))]
    dense_limit: Option<usize>,

    #[command(flatten)]
    output: Output,

    #[command(flatten)]
    table: TableArgs,
}

/// What the readers say.
#[derive(Default, Serialize)]
pub(crate) struct Notes {
    pub(crate) unread_columns: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<TableNotes>,
}

impl Args {
    pub(crate) fn run(self) -> Fallible<()> {
        let (network, notes) = self.network()?;
        let scores = match &self.scores {
            Some(path) => self.scores(path, &network)?,
            None => Vec::new(),
        };
        let request = CascadeRequest {
            shock: self.shock,
            objective: self.objective,
            model: self.model,
            scores,
            horizon: self.horizon,
            paths: self.paths,
            draws: self.draws,
            seed: self.seed,
            rows: self.output.rows(),
            ..CascadeRequest::default()
        };
        let path = self.map.or(self.edges).unwrap_or_default();
        let answer = request.run_with(&network, &progress::execution("solving")).map_err(in_file(&path))?;
        if let Some(said) = notes.table.as_ref().and_then(notes::of_table) {
            output::say(&path, &[said]);
        }
        if self.output.json {
            return output::json(&answer, &notes);
        }
        output::page(&page::cascade::markdown(&answer, &notes))
    }

    fn network(&self) -> Fallible<(Network, Notes)> {
        let mut options = NetworkOptions::default().with_accept_estimate(self.accept_estimate);
        if let Some(nodes) = self.dense_limit {
            options = options.with_dense_limit(nodes);
        }
        if let Some(path) = &self.edges {
            let reading = NetworkFileOptions::default()
                .with_table(self.table.format())
                .with_execution(progress::all_threads());
            let edges = input::edges(path, &reading)?;
            let columns = edges.columns();
            let built =
                Network::builder().with_columns(edges.names.len(), &columns).with_options(options).build();
            let network = built.map_err(|error| match error {
                Error::SelfInfluence { edge, .. } => {
                    Fault::from(format!("{path}: line {}: {error}", edges.lines[edge]))
                }
                error => in_file(path)(error),
            })?;
            let notes = Notes { unread_columns: edges.unread_columns, table: Some(edges.table) };
            return Ok((network, notes));
        }
        let path = self.map.as_deref().ok_or("no input: give MAP.json or --edges EDGES.csv; see --help")?;
        let map = input::map(path)?;
        output::say(path, &notes::of_map(&map));
        let network = Network::builder().with_map(&map).with_options(options).build();
        Ok((network.map_err(in_file(path))?, Notes::default()))
    }

    /// Today's points, in the order of the nodes.
    fn scores(&self, path: &str, network: &Network) -> Fallible<Vec<NodeValue>> {
        let reading = NetworkFileOptions::default()
            .with_table(self.table.format())
            .with_execution(progress::all_threads());
        let points = input::scores(path, &reading)?;
        let mut scores: Vec<_> =
            points.into_iter().map(|(node, points)| NodeValue::new(node, points)).collect();
        scores.sort_by(|a, b| a.node.cmp(&b.node));
        match scores.iter().find(|score| network.find(&score.node).is_none()) {
            Some(stranger) => Err(format!("{path}: there is no node `{}`", stranger.node).into()),
            None => Ok(scores),
        }
    }
}
