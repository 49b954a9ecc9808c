//! Whom does an incident or a rumour reach? Reads who passes it on to whom, prints the spread, or whom to tell first.
//!
//! `cargo run --release --all-features --example contagion -- --edges EDGES.csv --seeds NAME`

mod common;

use std::fmt::Write as _;
use std::fs::File;
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
use total_experience::cascade::contagion::{
    Contagion, Diffusion, SelectOptions, Selection, Spread, SpreadOptions,
};
use total_experience::cascade::{Error, NodeIndex};
use total_experience::io::network;

use total_experience::{Execution, Progress};

use common::Fallible;

const HELP: &str = "\
Whom does an incident or a rumour reach? Not for scores: somebody is reached or is not.

    contagion --edges EDGES.csv --seeds A,B [--runs N] [--seed S] [--model M]
    contagion --edges EDGES.csv --select K  [--runs N] [--seed S] [--model M]

--edges CSV       from,to,weight (or source,target,weight): the weight is the probability, 0..1, that `from` passes it on to `to`
--seeds A,B       where it starts: names of nodes, separated by commas; it may be given again, and a text that is
                  itself the name of a node is that node: --seeds \"Sales, EMEA\" --seeds b
--select K        find the K nodes from which it reaches most, beside the seeds' own spread where both are given
--model M         independent (default): each edge has one chance; threshold: weights that enter a node add up to at
                  most 1, and it is reached when those of its reached neighbours pass a threshold drawn from 0..1
--runs N          simulated runs; 10,000 unless given
--seed S          of the random numbers; 1 unless given
--json            one JSON document instead of a report
";
const Z_95: f64 = 1.959_963_984_540_054;
const ROWS: usize = 12;

fn main() -> ExitCode {
    common::finish("contagion", run(std::env::args().skip(1)))
}

fn run(args: impl Iterator<Item = String>) -> Fallible<String> {
    let Some(request) = Request::parse(args)? else { return Ok(HELP.to_owned()) };
    let answer = Answer::find(&request)?;
    if request.json {
        return answer.as_json();
    }
    let mut text = String::from("# Whom does it reach?\n\n");
    answer.write_markdown(&mut text)?;
    Ok(text)
}

#[derive(Default)]
struct Request {
    edges: String,
    seeds: Vec<String>,
    select: Option<usize>,
    diffusion: Diffusion,
    runs: Option<u64>,
    seed: u64,
    json: bool,
}

impl Request {
    /// What the arguments ask for; `None` for help.
    fn parse(mut args: impl Iterator<Item = String>) -> Fallible<Option<Self>> {
        let mut request = Self { seed: 1, ..Self::default() };
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value; see --help"));
            let number = |text: String, least: u64| {
                let number = text.parse().ok().filter(|number| *number >= least);
                number.ok_or_else(|| format!("{arg} {text}: a whole number from {least} was expected"))
            };
            match arg.as_str() {
                "--help" | "-h" => return Ok(None),
                "--json" => request.json = true,
                "--edges" => request.edges = value()?,
                "--seeds" => request.seeds.extend([value()?]),
                "--select" => request.select = Some(number(value()?, 1)? as usize),
                "--runs" => request.runs = Some(number(value()?, 1)?),
                "--seed" => request.seed = number(value()?, 0)?,
                "--model" => {
                    request.diffusion = match value()?.as_str() {
                        "independent" => Diffusion::IndependentCascade,
                        "threshold" => Diffusion::LinearThreshold,
                        other => {
                            return Err(
                                format!("--model {other}: independent or threshold was expected").into()
                            );
                        }
                    };
                }
                _ => return Err(format!("unknown argument {arg}; see --help").into()),
            }
        }
        if request.edges.is_empty() {
            return Err("no input: give --edges EDGES.csv; see --help".into());
        }
        if request.seeds.is_empty() && request.select.is_none() {
            return Err("nothing to ask: give --seeds NAME,NAME or --select K; see --help".into());
        }
        Ok(Some(request))
    }

    /// The network and the names of its nodes.
    fn read(&self) -> Fallible<(Contagion, Vec<String>)> {
        let read = network::read_edges(File::open(&self.edges)?)?;
        let found = Contagion::from_columns(read.names.len(), &read.columns(), self.diffusion);
        let contagion = found.map_err(|error| match error {
            Error::BadProbability { edge, value } => {
                let line = read.lines.get(edge).copied().unwrap_or_default();
                format!("line {line}: `weight` is {value}: a probability from 0 to 1 was expected")
            }
            other => other.to_string(),
        })?;
        Ok((contagion, read.names))
    }
}

/// A line on a terminal that says how far long work is.
struct Bar {
    what: &'static str,
    next: Mutex<Instant>,
    shown: AtomicBool,
}

impl Bar {
    fn new(what: &'static str) -> Arc<Self> {
        let next = Mutex::new(Instant::now() + Duration::from_millis(800));
        Arc::new(Self { what, next, shown: AtomicBool::new(false) })
    }

    fn execution(self: &Arc<Self>) -> Execution {
        let bar = Arc::clone(self);
        Execution::default().with_watch(move |progress| {
            bar.show(progress);
            ControlFlow::Continue(())
        })
    }

    fn show(&self, progress: Progress) {
        let Ok(mut next) = self.next.lock() else { return };
        if Instant::now() > *next && std::io::stderr().is_terminal() {
            *next += Duration::from_millis(200);
            self.shown.store(true, Ordering::Relaxed);
            eprint!("\r{}: {progress}", self.what);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if self.shown.load(Ordering::Relaxed) {
            eprint!("\r{:60}\r", "");
        }
    }
}

struct Answer {
    contagion: Contagion,
    names: Vec<String>,
    seeds: Vec<NodeIndex>,
    spread: Spread,
    /// The exact spread, where the network is small enough.
    exact: Option<f64>,
    selection: Option<Selection>,
    /// What the seeds of the request reach, where others were selected.
    given: Option<(Vec<NodeIndex>, Spread)>,
}

impl Answer {
    fn find(request: &Request) -> Fallible<Self> {
        let (contagion, names) = request.read().map_err(|error| format!("{}: {error}", request.edges))?;
        let mut given = Vec::new();
        let names_of = |text: &'_ str| match contagion.find(text.trim()) {
            Some(_) => vec![text.trim().to_owned()],
            None => text.split(',').map(|name| name.trim().to_owned()).collect(),
        };
        for name in request.seeds.iter().flat_map(|text| names_of(text)) {
            let node = contagion
                .find(&name)
                .ok_or_else(|| format!("--seeds {name}: {} has no such node", request.edges))?;
            if given.contains(&node) {
                return Err(format!("--seeds {name}: the node is named twice").into());
            }
            given.push(node);
        }
        let mut options = SpreadOptions::default().with_seed(request.seed);
        if let Some(runs) = request.runs {
            options = options.with_runs(runs);
        }
        let run = |seeds: &[NodeIndex]| {
            let options = options.clone().with_execution(Bar::new("runs").execution());
            contagion.spread_with(seeds, &options)
        };
        let selection = match request.select {
            Some(count) if count > names.len() => {
                return Err(format!("--select {count}: {} has {} nodes", request.edges, names.len()).into());
            }
            Some(count) => {
                let execution = Bar::new("sets").execution();
                let choice = SelectOptions::default().with_seed(request.seed).with_execution(execution);
                Some(contagion.select_with(count, &choice)?)
            }
            None => None,
        };
        let seeds = selection.as_ref().map_or_else(|| given.clone(), |found| found.seeds.clone());
        let spread = run(&seeds)?;
        let other = selection.is_some() && !given.is_empty();
        let given = if other { Some((given.clone(), run(&given)?)) } else { None };
        let exact = contagion.exact(&seeds).ok().map(|found| found.spread);
        Ok(Self { contagion, names, seeds, spread, exact, selection, given })
    }

    fn named(&self, nodes: &[NodeIndex]) -> Vec<&str> {
        nodes.iter().map(|&node| self.names[node].as_str()).collect()
    }

    /// Who is reached, the likeliest first, without the seeds.
    fn reached(&self) -> Vec<(usize, f64)> {
        let mut reached: Vec<_> = self.spread.activation.values().copied().enumerate().collect();
        reached.retain(|&(node, share)| share > 0.0 && !self.seeds.contains(&NodeIndex::from(node as u32)));
        reached.sort_by(|a, b| b.1.total_cmp(&a.1));
        reached
    }

    fn as_json(&self) -> Fallible<String> {
        let document = json!({
            "nodes": self.contagion.node_count(),
            "edges": self.contagion.edge_count(),
            "model": self.contagion.diffusion(),
            "seeds": self.named(&self.seeds),
            "spread": self.spread.spread,
            "standard_error": self.standard_error(),
            "runs": self.spread.runs,
            "exact_spread": self.exact,
            "rounds": self.spread.rounds,
            "activation": self.reached().iter()
                .map(|&(node, share)| json!({"node": self.names[node], "probability": share}))
                .collect::<Vec<_>>(),
            "selection": self.selection.as_ref().map(|found| json!({
                "estimate": found.spread,
                "standard_error": found.standard_error,
                "at_least": found.at_least,
                "best_at_most": found.best_at_most,
                "guarantee": found.guarantee,
                "guaranteed": found.guaranteed,
                "sets": found.sets,
            })),
            "given": self.given.as_ref().map(|(seeds, spread)| json!({
                "seeds": self.named(seeds),
                "spread": spread.spread,
                "standard_error": spread.standard_error,
            })),
        });
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }

    /// None after a single run.
    fn standard_error(&self) -> Option<f64> {
        Some(self.spread.standard_error).filter(|error| error.is_finite())
    }

    fn write_markdown(&self, text: &mut String) -> std::fmt::Result {
        let Spread { spread, runs, rounds, .. } = &self.spread;
        let (nodes, edges) = (self.contagion.node_count(), self.contagion.edge_count());
        writeln!(
            text,
            "{nodes} nodes, {edges} ways to pass it on. It starts at {}.\n",
            self.listed(&self.seeds)
        )?;
        write!(text, "It reaches {spread:.2} nodes on average, the start included")?;
        match self.standard_error() {
            Some(error) => {
                let (low, high) = (spread - Z_95 * error, spread + Z_95 * error);
                writeln!(text, " (95 % interval {low:.2} .. {high:.2}, {runs} runs).")?;
            }
            None => writeln!(text, " (one run).")?,
        }
        if let Some(exact) = self.exact {
            writeln!(text, "Exactly, over all that can happen: {exact:.4}.")?;
        }
        if let Some(found) = &self.selection {
            writeln!(
                text,
                "\nThese {} starts were selected: they reach at least {:.1} % of what the best could \
                 (at least {:.2} nodes; no choice reaches more than {:.2}).",
                found.seeds.len(),
                100.0 * found.guarantee,
                found.at_least,
                found.best_at_most
            )?;
        }
        if let Some((seeds, spread)) = &self.given {
            writeln!(
                text,
                "From {} it would reach {:.2} (standard error {:.2}).",
                self.listed(seeds),
                spread.spread,
                spread.standard_error
            )?;
        }
        writeln!(text, "\n## Who is reached\n\n| Node | Probability |\n|---|---:|")?;
        let reached = self.reached();
        for &(node, share) in reached.iter().take(ROWS) {
            writeln!(text, "| {} | {share:.3} |", self.names[node].replace('|', "\\|"))?;
        }
        if reached.len() > ROWS {
            writeln!(text, "\n... and {} more.", reached.len() - ROWS)?;
        }
        writeln!(text, "\n## In which round\n\n| Round | Nodes reached |\n|---:|---:|")?;
        for (round, nodes) in rounds.iter().enumerate().take(ROWS) {
            writeln!(text, "| {round} | {nodes:.2} |")?;
        }
        if rounds.len() > ROWS {
            let later: f64 = rounds[ROWS..].iter().sum();
            writeln!(text, "| later | {later:.2} |")?;
        }
        writeln!(text, "\nFor incidents and word of mouth; scores are asked of `cascade`.")
    }

    fn listed(&self, nodes: &[NodeIndex]) -> String {
        let shown = self.named(&nodes[..nodes.len().min(ROWS)]).join(", ");
        match nodes.len().saturating_sub(ROWS) {
            0 => shown,
            more => format!("{shown} and {more} more"),
        }
    }
}
