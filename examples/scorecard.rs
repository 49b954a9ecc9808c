//! How good is it? Reads signals and prints a scorecard.
//!
//! `cargo run --release --all-features --example scorecard -- SIGNALS.csv`

mod common;
#[path = "common/tables.rs"]
mod tables;

use std::error::Error;
use std::fmt::Write as _;
use std::fs::File;
use std::process::ExitCode;

use total_experience::io::map::read_json;

use total_experience::io::source::TableFormat;
use total_experience::io::survey::signals;
use total_experience::io::survey::signals::SignalOptions;
use total_experience::model::Dimension;
use total_experience::score::inference::Score;
use total_experience::score::scorecard::{FacetResult, FacetScore, JointScore, Scorecard, ScorecardOptions};
use total_experience::signal::instrument::ScoreUnit;

use common::Fallible;

const HELP: &str = "\
How good is it? Prints the scorecard of a file of signals.

    scorecard SIGNALS.csv [--map MAP.json] [--weights cx=W,ex=W,ux=W,mx=W]
              [--index geometric|arithmetic|harmonic|minimum|penalty]
              [--separator S] [--decimal-mark M] [--thousands M] [--json]

SIGNALS.csv  header touchpoint,dimension,stakeholder,instrument,value
             and, as far as known, weight,time,period,respondent
             instrument: nps enps csat csat:PRESET:POINTS ces2 sus umux_lite servqual acsi triad points sla
             rating:MIN-MAX and others, see the documentation of `signal::instrument::Instrument`; items of one answer
             are separated by |, an empty value is a missing answer
--map        stakeholders with roles, weights and populations; without it groups called
             customers, users and partners are open, all others need 5 respondents
--weights    weights of the dimensions in the index; one that is left out weighs 0
--index      how the dimensions are joined (geometric unless told)
--json       one JSON document instead of a report
";

fn main() -> ExitCode {
    common::finish("scorecard", run(std::env::args().skip(1)))
}

fn run(args: impl Iterator<Item = String>) -> Fallible<String> {
    let Some(request) = Request::parse(args)? else { return Ok(format!("{HELP}{}", tables::HELP)) };
    let signals = open(&request.signals)?;
    let reading = SignalOptions::default().with_table(request.table);
    let (map, responses) = match &request.map {
        None => signals::read_map_and_responses_with(signals, &reading).map_err(in_file(&request.signals))?,
        Some(path) => {
            let map = read_json(open(path)?).map_err(in_file(path))?;
            let responses =
                signals::read_responses_with(signals, &map, &reading).map_err(in_file(&request.signals))?;
            (map, responses)
        }
    };
    let card = Scorecard::from_tally_with(&map, &responses.responses.tally()?, &request.options)?;
    if request.json {
        return Ok(serde_json::to_string_pretty(&card)? + "\n");
    }
    Ok(as_markdown(&request.signals, &card)?)
}

fn open(path: &str) -> Fallible<File> {
    File::open(path).map_err(|error| format!("{path}: cannot be opened: {error}").into())
}

fn in_file<E: Error>(path: &str) -> impl Fn(E) -> String {
    move |error| format!("{path}: {}", tables::in_flags(&error.to_string()))
}

struct Request {
    signals: String,
    map: Option<String>,
    options: ScorecardOptions,
    table: TableFormat,
    json: bool,
}

impl Request {
    /// What the arguments ask for; `None` for help.
    fn parse(mut args: impl Iterator<Item = String>) -> Fallible<Option<Self>> {
        let (mut signals, mut table) = (None, TableFormat::default());
        let (mut map, mut options, mut json) = (None, ScorecardOptions::default(), false);
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value: see --help"));
            match arg.as_str() {
                "--help" | "-h" => return Ok(None),
                "--json" => json = true,
                "--map" => map = Some(value()?),
                "--index" => options = options.with_index(value()?.parse()?),
                "--weights" => options.weights = weights(&value()?)?,
                flag if flag.starts_with("--") && tables::declare(&mut table, flag, args.next())? => {}
                flag if flag.starts_with("--") => {
                    return Err(format!("unknown argument `{flag}`: see --help").into());
                }
                _ if signals.is_some() => {
                    return Err(format!("one file at a time: `{arg}` is a second one").into());
                }
                _ => signals = Some(arg),
            }
        }
        let signals = signals.ok_or("no file of signals given: see --help")?;
        Ok(Some(Self { signals, map, options, table, json }))
    }
}

/// Reads `cx=2,ex=1`.
fn weights(text: &str) -> Fallible<[f64; 4]> {
    let mut weights = [None; 4];
    for part in text.split(',') {
        let (name, weight) =
            part.split_once('=').ok_or_else(|| format!("--weights: `{part}` is not of the form cx=2"))?;
        let dimension: Dimension = name.trim().parse()?;
        let weight =
            weight.trim().parse::<f64>().map_err(|_| format!("--weights: `{weight}` is no number"))?;
        if weights[dimension.index()].replace(weight).is_some() {
            return Err(format!("--weights: {dimension} is there twice").into());
        }
    }
    Ok(weights.map(|weight| weight.unwrap_or(0.0)))
}

fn as_markdown(path: &str, card: &Scorecard) -> Result<String, std::fmt::Error> {
    let mut text = format!("# Scorecard of {path}\n\n");
    let index = &card.index;
    match index.points {
        Some(points) => {
            write!(text, "**TX index {points:.1}**")?;
            if let (Some(low), Some(high)) = (index.low, index.high) {
                write!(text, " (95 % interval {low:.1} to {high:.1})")?;
            }
            write!(text, " of 100, {} mean; ", index.kind)?;
        }
        None => text.push_str("**No TX index**: no dimension has points; "),
    }
    writeln!(text, "it rests on {:.0} % of what it should.", 100.0 * index.coverage)?;
    if !index.missing.is_empty() {
        let missing: Vec<String> = index.missing.iter().map(|dimension| named(*dimension)).collect();
        writeln!(text, "Without points: {}.", missing.join(", "))?;
    }
    joint_table(
        &mut text,
        "Dimension",
        card.dimensions.iter().map(|score| (named(score.dimension), score.joint)),
    )?;
    let groups = card.stakeholders.iter().map(|score| (score.stakeholder.clone(), score.joint));
    joint_table(&mut text, "Stakeholder", groups)?;
    text.push_str(
        "\n## Facets\n\n| Touchpoint | Dimension | Stakeholder | Instrument | Score | 95 % interval | Points | Answers \
         | Missing |\n|---|---|---|---|---:|---:|---:|---:|---:|\n",
    );
    for facet in &card.facets {
        facet_row(&mut text, facet)?;
    }
    if !card.warnings.is_empty() {
        text.push_str("\n## To check\n\n");
        for warning in &card.warnings {
            writeln!(text, "- {warning}")?;
        }
    }
    Ok(text)
}

fn named(dimension: Dimension) -> String {
    dimension.name().to_uppercase()
}

fn joint_table(
    text: &mut String,
    head: &str,
    rows: impl Iterator<Item = (String, JointScore)>,
) -> std::fmt::Result {
    write!(text, "\n| {head} | Points | 95 % interval | Answers | Coverage |\n|---|---:|---:|---:|---:|\n")?;
    for (name, joint) in rows {
        let points = joint.points.map_or_else(|| "none".to_owned(), |points| format!("{points:.1}"));
        let interval = interval(joint.low, joint.high, |x| format!("{x:.1}"));
        let coverage = 100.0 * joint.coverage;
        writeln!(text, "| {} | {points} | {interval} | {} | {coverage:.0} % |", cell(&name), joint.n)?;
    }
    Ok(())
}

fn facet_row(text: &mut String, facet: &FacetScore) -> std::fmt::Result {
    let instrument = facet.instrument.map_or_else(String::new, |instrument| instrument.to_string());
    let place = format!(
        "{} | {} | {} | {instrument}",
        cell(&facet.touchpoint),
        named(facet.dimension),
        cell(&facet.stakeholder)
    );
    match &facet.result {
        FacetResult::Published(published) => {
            let Score { estimate, low, high, unit, n, points, .. } = published.score;
            let shown = |value: f64| match unit {
                ScoreUnit::NetPromoter => format!("{value:+.0}"),
                ScoreUnit::Share => format!("{:.0} %", 100.0 * value),
                _ => format!("{value:.2}"),
            };
            let (estimate, interval) = (shown(estimate), interval(low, high, shown));
            let (points, missing) = (points.estimate, published.missing_count);
            writeln!(text, "| {place} | {estimate} | {interval} | {points:.1} | {n} | {missing} |")
        }
        FacetResult::Suppressed { minimum_group } => {
            writeln!(text, "| {place} | withheld: fewer than {minimum_group} respondents | | | | |")
        }
        FacetResult::NoAnswers { missing_count } => {
            writeln!(text, "| {place} | no answers | | | 0 | {missing_count} |")
        }
        _ => writeln!(text, "| {place} | | | | | |"),
    }
}

fn interval(low: Option<f64>, high: Option<f64>, shown: impl Fn(f64) -> String) -> String {
    low.zip(high).map_or_else(String::new, |(low, high)| format!("{} to {}", shown(low), shown(high)))
}

/// A key that cannot break out of its table cell.
fn cell(key: &str) -> String {
    key.replace('|', "\\|")
}
