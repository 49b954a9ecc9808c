//! What does a change do? Reads influences and prints where a shock ends up, and where a shock is worth most.
//!
//! `cargo run --release --all-features --example cascade -- MAP.json --shock NODE=POINTS`

mod common;

use std::fmt::Write as _;
use std::fs::File;
use std::process::ExitCode;

use serde_json::json;
use total_experience::cascade;
use total_experience::cascade::analyze::{
    Band, Effect, Ends, Impact, Importance, InfluencePath, Sensitivity, Uncertainty, UncertaintyOptions,
    WalkOptions,
};
use total_experience::cascade::models::{Trajectory, TrajectoryOptions};
use total_experience::cascade::{Network, NetworkOptions, NodeIndex, SolveOptions};
use total_experience::io::map::read_json;
use total_experience::io::network::{self, NetworkFileOptions};

use common::Fallible;

const HELP: &str = "\
What does a change do? Prints where a shock ends up, and where a shock is worth most.

    cascade MAP.json       [--shock NODE=POINTS ...] [--objective NODE=WEIGHT ...] [OPTIONS]
    cascade --edges CSV    [--shock NODE=POINTS ...] [--objective NODE=WEIGHT ...] [OPTIONS]

MAP.json          a map; a NODE is touchpoint/dimension/stakeholder (dimension cx, ex, ux, mx) or an outcome's key
--edges CSV       from,to,weight[,standard_error][,lag]; a NODE is a plain name
--shock N=X       shock node N by X of its units (points); may be repeated
--objective N=W   value node N with weight W; may be repeated; the mean over all nodes unless given
--model M         linear (default) or bounded: scores saturate at 0 and 100
--scores CSV      node,score: today's points, needed by the bounded model; nodes without a row stay linear
--horizon H       also when it shows: the trajectory in periods 0 to H
--paths K         also by which ways: the K strongest paths from each shocked node to each node of the objective, and
                  what each contributes with the loops that it meets
--draws N         intervals from N networks with weights drawn from their standard errors (linear model)
--seed S          of the draws; 1 unless given
--accept-estimate let a large network pass whose signs make it stable, if an estimate says so where proof fails
--json            one JSON document instead of a report
";
const Z_95: f64 = 1.959_963_984_540_054;
/// Above this many nodes intervals are left out: they cost a solve for each node reached.
const MOST_INTERVALS: usize = 2_000;
const ROWS: usize = 12;

fn main() -> ExitCode {
    common::finish("cascade", run(std::env::args().skip(1)))
}

fn run(args: impl Iterator<Item = String>) -> Fallible<String> {
    let Some(request) = Request::parse(args)? else { return Ok(HELP.to_owned()) };
    let input = request.read().map_err(|error| format!("{}: {error}", request.path))?;
    let answer = Answer::find(&request, input)?;
    if request.json { answer.as_json() } else { Ok(answer.as_markdown()) }
}

#[derive(Default)]
struct Request {
    path: String,
    edges: bool,
    shock: Vec<(String, f64)>,
    objective: Vec<(String, f64)>,
    bounded: bool,
    scores: Option<String>,
    horizon: Option<usize>,
    paths: usize,
    draws: Option<usize>,
    seed: Option<u64>,
    accept_estimate: bool,
    json: bool,
}

impl Request {
    /// What the arguments ask for; `None` for help.
    fn parse(mut args: impl Iterator<Item = String>) -> Fallible<Option<Self>> {
        let mut request = Self::default();
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value; see --help"));
            match arg.as_str() {
                "--help" | "-h" => return Ok(None),
                "--json" => request.json = true,
                "--accept-estimate" => request.accept_estimate = true,
                "--edges" => {
                    request.edges = true;
                    request.set_path(value()?)?;
                }
                "--shock" => request.shock.push(assignment(&value()?)?),
                "--objective" => request.objective.push(assignment(&value()?)?),
                "--model" => {
                    request.bounded = match value()?.as_str() {
                        "linear" => false,
                        "bounded" => true,
                        other => {
                            return Err(format!("--model {other}: linear or bounded was expected").into());
                        }
                    };
                }
                "--scores" => request.scores = Some(value()?),
                "--horizon" => request.horizon = Some(count(&arg, &value()?, 10_000)?),
                "--paths" => request.paths = count(&arg, &value()?, 1_000)?,
                "--draws" => request.draws = Some(count(&arg, &value()?, 10_000_000)?),
                "--seed" => {
                    let text = value()?;
                    let seed =
                        text.parse().map_err(|_| format!("--seed {text}: a whole number was expected"))?;
                    request.seed = Some(seed);
                }
                flag if flag.starts_with("--") => {
                    return Err(format!("unknown option {flag}; see --help").into());
                }
                _ => request.set_path(arg)?,
            }
        }
        if request.path.is_empty() {
            return Err("no input: give MAP.json or --edges EDGES.csv; see --help".into());
        }
        if request.scores.is_some() && !request.bounded {
            return Err("--scores is for the bounded model: add --model bounded".into());
        }
        if request.bounded && request.draws.is_some() {
            return Err("--draws is of the linear model: leave out --model bounded".into());
        }
        let followed =
            request.horizon.is_some() || request.paths > 0 || request.draws.is_some() || request.bounded;
        if request.shock.is_empty() && followed {
            return Err(
                "--horizon, --paths, --draws and --model ask about a shock: give --shock NODE=POINTS".into(),
            );
        }
        if !request.objective.is_empty() && request.objective.iter().all(|(_, weight)| *weight == 0.0) {
            return Err("--objective: a weight other than 0 is needed".into());
        }
        if request.bounded && request.scores.is_none() {
            return Err("--model bounded needs today's scores: give --scores SCORES.csv".into());
        }
        Ok(Some(request))
    }

    fn set_path(&mut self, path: String) -> Fallible<()> {
        if self.path.is_empty() {
            self.path = path;
            return Ok(());
        }
        Err(format!("two inputs, `{}` and `{path}`: give one", self.path).into())
    }

    /// Today's points of each node, where there are any.
    fn today(&self, names: &[String]) -> Fallible<Vec<Option<f64>>> {
        let Some(path) = &self.scores else { return Ok(vec![None; names.len()]) };
        let read = || -> Fallible<_> { Ok(network::read_scores(File::open(path)?)?) };
        let mut points = read().map_err(|error| format!("{path}: {error}"))?;
        let today = names.iter().map(|name| points.remove(name)).collect();
        match points.keys().min() {
            Some(stranger) => Err(format!("{path}: {} has no node {stranger}", self.path).into()),
            None => Ok(today),
        }
    }

    fn read(&self) -> Fallible<Input> {
        let file = File::open(&self.path)?;
        let options = NetworkOptions::default().with_accept_estimate(self.accept_estimate);
        if self.edges {
            let edges = network::read_edges_with(file, &NetworkFileOptions::default())?;
            let columns = edges.columns();
            let network =
                Network::builder().with_columns(edges.names.len(), &columns).with_options(options).build();
            let network = network.map_err(|error| match error {
                cascade::Error::SelfInfluence { edge, .. } => format!("line {}: {error}", edges.lines[edge]),
                _ => error.to_string(),
            })?;
            return Ok(Input { network, names: edges.names, unread_columns: edges.unread_columns });
        }
        let map = read_json(file)?;
        let names = map.nodes().filter_map(|node| map.node_key(node)).collect();
        Ok(Input {
            network: Network::builder().with_map(&map).with_options(options).build()?,
            names,
            unread_columns: Vec::new(),
        })
    }
}

struct Input {
    network: Network,
    /// Names of the nodes.
    names: Vec<String>,
    /// Columns of the file that say nothing.
    unread_columns: Vec<String>,
}

/// A whole number of at most `most`.
fn count(flag: &str, text: &str, most: usize) -> Fallible<usize> {
    let number = text.parse().ok().filter(|number| *number <= most);
    number.ok_or_else(|| format!("{flag} {text}: a whole number from 0 to {most} was expected").into())
}

/// NODE=NUMBER; the last `=` counts, so that names may hold one.
fn assignment(text: &str) -> Fallible<(String, f64)> {
    let (node, number) =
        text.rsplit_once('=').ok_or_else(|| format!("`{text}`: NODE=NUMBER was expected"))?;
    let number = number.parse().ok().filter(|number: &f64| number.is_finite());
    let number = number.ok_or_else(|| format!("`{text}`: a finite number was expected after `=`"))?;
    Ok((node.to_owned(), number))
}

struct Answer {
    network: Network,
    names: Vec<String>,
    unread_columns: Vec<String>,
    importance: Vec<Importance>,
    shocked: Option<Shocked>,
}

/// What is known when there is a shock.
struct Shocked {
    impact: Impact,
    intervals: Vec<Option<(f64, f64)>>,
    uncertainty: Option<Uncertainty>,
    sensitivity: Sensitivity,
    /// Whether the bounded model's fixed point is proved to be the only one; none for the linear model.
    unique: Option<bool>,
    trajectory: Option<Trajectory>,
    paths: Vec<InfluencePath>,
}

impl Shocked {
    fn find(
        request: &Request,
        network: &Network,
        names: &[String],
        shock: &[f64],
        objective: &[f64],
    ) -> Fallible<Self> {
        let options = SolveOptions::default();
        let mut impact = network.impact_with(shock, &options)?;
        let mut intervals = vec![None; names.len()];
        let mut uncertainty = None;
        let mut unique = None;
        if request.bounded {
            let found = network.bounded(shock, &request.today(names)?)?;
            for (node, total) in found.total.values().enumerate() {
                impact.indirect[node] = total - impact.shock[node] - impact.direct[node];
            }
            impact.total = found.total;
            unique = Some(found.unique);
        } else if let Some(draws) = request.draws {
            let seed = request.seed.unwrap_or(1);
            let drawing = UncertaintyOptions::default().with_draws(draws).with_seed(seed);
            let found = network.uncertainty_with(Effect { shock, objective }, &drawing)?;
            let known = rests_on_unknown(network, &impact.total).into_iter().map(|unknown| !unknown);
            let limits = |(band, known): (&Option<Band>, bool)| {
                band.filter(|_| known).map(|band| (band.low, band.high))
            };
            intervals = found.nodes.values().zip(known).map(limits).collect();
            uncertainty = Some(found);
        } else if names.len() <= MOST_INTERVALS {
            let errors = network.standard_errors_with(shock, &options)?;
            let limits = |(total, error): (&f64, Option<f64>)| {
                error.map(|error| (total - Z_95 * error, total + Z_95 * error))
            };
            intervals = impact.total.values().zip(errors).map(limits).collect();
        }
        let trajectory = match request.horizon {
            Some(horizon) => {
                Some(network.trajectory_with(shock, &TrajectoryOptions::default().with_horizon(horizon))?)
            }
            None => None,
        };
        let mut paths = Vec::new();
        if request.paths > 0 {
            let wanted =
                |values: &[f64]| network.nodes().filter(|&node| values[node] != 0.0).collect::<Vec<_>>();
            for from in wanted(shock) {
                for to in wanted(objective).into_iter().filter(|&to| to != from) {
                    let wanted = WalkOptions::default().with_count(request.paths);
                    paths.extend(network.paths_with(Ends { from, to }, &wanted, &options)?.found);
                }
            }
        }
        let sensitivity = network.sensitivity_with(Effect { shock, objective }, &options)?;
        Ok(Self { impact, intervals, uncertainty, sensitivity, unique, trajectory, paths })
    }
}

/// Whether what reaches a node comes along some influence without a standard error: draws hold it fixed, so that the
/// interval would be too narrow.
fn rests_on_unknown(network: &Network, total: &[f64]) -> Vec<bool> {
    let mut rests = vec![false; total.len()];
    let mut targets = vec![Vec::new(); total.len()];
    let mut open = Vec::new();
    for edge in network.edges().filter(|edge| total[edge.from] != 0.0 && edge.weight != 0.0) {
        targets[edge.from].push(edge.to);
        if edge.standard_error.is_none() {
            open.push(edge.to);
        }
    }
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut rests[node], true) {
            open.extend(&targets[node]);
        }
    }
    rests
}

impl Answer {
    fn find(request: &Request, input: Input) -> Fallible<Self> {
        let Input { network, names, unread_columns } = input;
        let options = SolveOptions::default();
        let vector = |values: &[(String, f64)], flag: &str| -> Fallible<Vec<f64>> {
            let mut vector = vec![0.0; names.len()];
            for (at, (name, value)) in values.iter().enumerate() {
                let node = names.iter().position(|known| known == name);
                let node = node.ok_or_else(|| format!("{flag} {name}: {} has no such node", request.path))?;
                if values[..at].iter().any(|(other, _)| other == name) {
                    return Err(format!("{flag} {name}: the node is named twice").into());
                }
                vector[node] = *value;
            }
            Ok(vector)
        };
        let shock = vector(&request.shock, "--shock")?;
        let objective = match request.objective.as_slice() {
            [] => vec![1.0 / names.len() as f64; names.len()],
            weights => vector(weights, "--objective")?,
        };
        let importance = network.importance_with(&objective, &options)?;
        let shocked = if request.shock.is_empty() {
            None
        } else {
            Some(Shocked::find(request, &network, &names, &shock, &objective)?)
        };
        Ok(Self { network, names, unread_columns, importance, shocked })
    }

    fn name(&self, node: usize) -> &str {
        &self.names[node]
    }

    fn loop_names(&self, nodes: &[NodeIndex]) -> Vec<&str> {
        nodes.iter().map(|node| self.name(node.as_usize())).collect()
    }

    fn as_json(&self) -> Fallible<String> {
        let stability = self.network.stability();
        let impact = self.shocked.iter().flat_map(|Shocked { impact, intervals, .. }| {
            (0..self.names.len()).map(move |node| {
                let limits = intervals[node];
                json!({
                    "node": self.name(node),
                    "shock": impact.shock[node],
                    "direct": impact.direct[node],
                    "indirect": impact.indirect[node],
                    "total": impact.total[node],
                    "low": limits.map(|limits| limits.0),
                    "high": limits.map(|limits| limits.1),
                })
            })
        });
        let sensitivity = self.shocked.iter().flat_map(|shocked| &shocked.sensitivity.edges).map(|edge| {
            json!({
                "from": self.name(edge.from.as_usize()),
                "to": self.name(edge.to.as_usize()),
                "gradient": edge.gradient,
                "variance_share": edge.variance_share,
            })
        });
        let trajectory = self.shocked.iter().filter_map(|shocked| shocked.trajectory.as_ref()).flat_map(|trajectory| {
            trajectory.periods.iter().enumerate().flat_map(move |(period, values)| {
                values
                    .values()
                    .enumerate()
                    .map(move |(node, value)| json!({"period": period, "node": self.name(node), "value": value}))
            })
        });
        let paths = self.shocked.iter().flat_map(|shocked| &shocked.paths);
        let document = json!({
            "nodes": self.network.node_count(),
            "edges": self.network.edge_count(),
            "radius": stability.radius,
            "radius_exact": stability.exact,
            "certified": stability.certified,
            "loops": self.network.loops().found.iter()
                .map(|found| json!({"nodes": self.loop_names(&found.nodes), "gain": found.gain}))
                .collect::<Vec<_>>(),
            "impact": impact.collect::<Vec<_>>(),
            "importance": self.importance.iter()
                .map(|importance| json!({"node": self.name(importance.node.as_usize()), "value": importance.value}))
                .collect::<Vec<_>>(),
            "sensitivity": sensitivity.collect::<Vec<_>>(),
            "unique_fixed_point": self.shocked.as_ref().and_then(|shocked| shocked.unique),
            "draws": self.shocked.as_ref().and_then(|shocked| self.draws(shocked)),
            "trajectory": trajectory.collect::<Vec<_>>(),
            "settled": self.shocked.iter().filter_map(|shocked| shocked.trajectory.as_ref()).flat_map(|trajectory| {
                trajectory.limit.values().zip(trajectory.time_to_90.values()).enumerate().map(|(node, (limit, period))| {
                    json!({"node": self.name(node), "limit": limit, "time_to_90": period})
                })
            }).collect::<Vec<_>>(),
            "unread_columns": self.unread_columns,
            "paths": paths
                .map(|path| json!({
                    "nodes": self.loop_names(&path.nodes),
                    "product": path.product,
                    "factor": path.factor,
                    "effect": path.effect,
                }))
                .collect::<Vec<_>>(),
        });
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }

    /// What the draws say, and how sure they are of every node.
    fn draws(&self, Shocked { uncertainty, intervals, .. }: &Shocked) -> Option<serde_json::Value> {
        let found = uncertainty.as_ref()?;
        let node = |node: usize| {
            let band = found.nodes[node].filter(|_| intervals[node].is_some());
            json!({
                "node": self.name(node),
                "median": band.map(|band| band.median),
                "positive": band.map(|band| band.positive),
                "negative": band.map(|band| band.negative),
                "worth_most": found.worth_most[node],
            })
        };
        Some(json!({
            "draws": found.draws,
            "unstable": found.unstable,
            "fixed": found.fixed,
            "worth_most": found.worth_most,
            "rank_probability": found.rank_probability,
            "nodes": (0..self.names.len()).map(node).collect::<Vec<_>>(),
        }))
    }

    fn as_markdown(&self) -> String {
        let mut text = String::from("# What does a change do?\n\n");
        self.write_markdown(&mut text).map_or_else(|_| String::new(), |()| text)
    }

    fn write_markdown(&self, text: &mut String) -> std::fmt::Result {
        let stability = self.network.stability();
        writeln!(
            text,
            "{}, {}. {}: {stability}{}.\n",
            counted(self.network.node_count(), "node"),
            counted(self.network.edge_count(), "influence"),
            if stability.certified { "Stable" } else { "Taken for stable" },
            if stability.is_fragile() {
                ", so near to 1 that small errors in the weights move a cascade a lot"
            } else {
                ""
            },
        )?;
        if !self.unread_columns.is_empty() {
            writeln!(text, "Columns that were not read: {}.", self.unread_columns.join(", "))?;
        }
        for found in self.network.loops().found.iter().take(ROWS) {
            let mut names = self.loop_names(&found.nodes);
            names.push(names[0]);
            let kind = if found.gain > 0.0 { "reinforces" } else { "balances" };
            writeln!(text, "- loop {} {kind}, gain {:.4}", names.join(" -> "), found.gain)?;
        }
        if let Some(shocked) = &self.shocked {
            self.write_shocked(text, shocked)?;
        }
        writeln!(text, "\n## Where a shock is worth most\n\n| Node | Value of one unit more |\n|---|---:|")?;
        for importance in self.importance.iter().take(ROWS) {
            writeln!(text, "| {} | {:.4} |", self.name(importance.node.as_usize()), importance.value)?;
        }
        rest(text, self.importance.len())
    }

    fn write_shocked(&self, text: &mut String, shocked: &Shocked) -> std::fmt::Result {
        let Shocked { impact, intervals, uncertainty, sensitivity, unique, trajectory, paths } = shocked;
        writeln!(
            text,
            "\n## Where it ends up\n\n| Node | Shock | Direct | Indirect | Total | 95 % interval |"
        )?;
        writeln!(text, "|---|---:|---:|---:|---:|---:|")?;
        let mut order: Vec<usize> = (0..self.names.len()).filter(|&node| impact.total[node] != 0.0).collect();
        order.sort_by(|&a, &b| impact.total[b].abs().total_cmp(&impact.total[a].abs()));
        for &node in order.iter().take(ROWS) {
            let total = impact.total[node];
            let interval = intervals[node]
                .map_or("not known".to_owned(), |(low, high): (f64, f64)| format!("{low:.2} .. {high:.2}"));
            writeln!(
                text,
                "| {} | {:.2} | {:.2} | {:.2} | {total:.2} | {interval} |",
                self.name(node),
                impact.shock[node],
                impact.direct[node],
                impact.indirect[node]
            )?;
        }
        rest(text, order.len())?;
        if let Some(Uncertainty { draws, unstable, fixed, nodes, worth_most, .. }) = uncertainty {
            let drawn = counted(*draws, "drawn network");
            writeln!(text, "\nIntervals from {drawn}, of which {unstable} would not settle.")?;
            if *fixed > 0 {
                writeln!(
                    text,
                    "Without a standard error: {}. No interval is known of what comes along there.",
                    counted(*fixed, "influence")
                )?;
            }
            writeln!(text, "\n| Node | Rises | Falls | Worth most |\n|---|---:|---:|---:|")?;
            for &node in order.iter().take(ROWS) {
                let Some(band) = nodes[node].filter(|_| intervals[node].is_some()) else { continue };
                let [rises, falls, most] =
                    [band.positive, band.negative, worth_most[node]].map(|share| 100.0 * share);
                writeln!(text, "| {} | {rises:.0} % | {falls:.0} % | {most:.0} % |", self.name(node))?;
            }
            rest(text, order.len())?;
        }
        if let Some(unique) = unique {
            let others =
                if *unique { "this is the only equilibrium" } else { "there may be other equilibria" };
            writeln!(text, "\nScores saturate, which is counted as indirect; {others}.")?;
            writeln!(text, "All that follows is of the linear model.")?;
        }
        if let Some(trajectory) = trajectory {
            writeln!(
                text,
                "\n## When it shows\n\n| Node | Periods 0, 1, 2, ... | In the end | 90 % from period |"
            )?;
            writeln!(text, "|---|---|---:|---:|")?;
            for &node in order.iter().take(ROWS) {
                let periods: Vec<_> = trajectory
                    .periods
                    .iter()
                    .take(ROWS)
                    .map(|period| format!("{:.2}", period[node]))
                    .collect();
                let settled =
                    trajectory.time_to_90[node].map_or("later".to_owned(), |period| period.to_string());
                let (name, limit) = (self.name(node), trajectory.limit[node]);
                writeln!(text, "| {name} | {} | {limit:.2} | {settled} |", periods.join(", "))?;
            }
        }
        if !paths.is_empty() {
            writeln!(text, "\n## By which ways\n\nPer unit of the first node.\n")?;
            writeln!(text, "| Path | Product | Times, by loops | Effect |\n|---|---:|---:|---:|")?;
            for path in paths {
                let InfluencePath { product, factor, effect, .. } = path;
                let names = self.loop_names(&path.nodes).join(" -> ");
                writeln!(text, "| {names} | {product:.4} | {factor:.4} | {effect:.4} |")?;
            }
        }
        writeln!(text, "\n## What to measure next\n\n| Influence | Share of the variance |\n|---|---:|")?;
        let mut edges: Vec<_> = sensitivity
            .edges
            .iter()
            .filter_map(|edge| Some((edge, edge.variance_share.filter(|&s| s > 0.0)?)))
            .collect();
        edges.sort_by(|a, b| b.1.total_cmp(&a.1));
        for (edge, share) in edges.iter().take(ROWS) {
            writeln!(
                text,
                "| {} -> {} | {:.0} % |",
                self.name(edge.from.as_usize()),
                self.name(edge.to.as_usize()),
                100.0 * share
            )?;
        }
        rest(text, edges.len())?;
        if sensitivity.unknown > 0 {
            let unknown = counted(sensitivity.unknown, "influence");
            writeln!(text, "\nWithout a standard error, though it matters: {unknown}.")?;
        }
        Ok(())
    }
}

/// How many there are of something.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn rest(text: &mut String, rows: usize) -> std::fmt::Result {
    match rows.saturating_sub(ROWS) {
        0 => Ok(()),
        more => writeln!(text, "\n... and {more} more."),
    }
}
