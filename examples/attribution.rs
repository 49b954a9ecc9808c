//! Which touchpoints bring people to the goal? Reads paths and prints what each touchpoint is worth to them.
//!
//! `cargo run --release --all-features --example attribution -- PATHS.csv`

mod common;
#[path = "common/tables.rs"]
mod tables;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::process::ExitCode;

use serde_json::{Map, json};
use total_experience::io::paths;
use total_experience::io::paths::{ImportedPaths, PathNotes, PathOptions};
use total_experience::io::source::TableFormat;

use total_experience::journey::markov::{
    Absorption, AttributionRule, Chain, ChainIntervalOptions, ChainIntervals, OrderFit, OrderOptions,
    OrderSelection, Paths, TouchpointRole,
};

use common::Fallible;

const HELP: &str = "\
Which touchpoints bring people to the goal? Prints what would be lost without each, and its share of the goals.

    attribution PATHS.csv [--order K] [--orders H] [--draws N] [--seed S] [--separator S]
                [--decimal-mark M] [--thousands M] [--json]

PATHS.csv     path,total_conversions,total_conversion_value,total_null; ` > ` separates the touchpoints of a path;
              a column total_open holds journeys that are not finished
--order K     what comes next depends on the last K touchpoints (default 1)
--orders H    compare chains of order 1 to H, at least K (default 3; 0: do not)
--draws N     draws for the 95 % limits (default: the delta method, 0: no limits), --seed S their seed (default 1)
--json        one JSON document instead of a report
";
/// The customary rules, by the names of their keys. Files of paths hold no times: decay goes by steps.
const RULES: [(&str, AttributionRule); 5] = [
    ("first", AttributionRule::First),
    ("last", AttributionRule::Last),
    ("linear", AttributionRule::Linear),
    ("decay", AttributionRule::StepDecay { half_life: 2.0 }),
    ("position", AttributionRule::POSITION),
];

fn main() -> ExitCode {
    common::finish("attribution", run(std::env::args().skip(1)))
}

/// What the paths say.
struct Found {
    chain: Chain,
    answer: Absorption,
    intervals: Option<ChainIntervals>,
    /// Per rule the goals of each touchpoint.
    rules: Vec<(&'static str, BTreeMap<String, f64>)>,
    orders: Option<OrderSelection>,
    notes: PathNotes,
}

fn run(mut args: impl Iterator<Item = String>) -> Fallible<String> {
    let (mut path, mut order, mut json) = (None, 1, false);
    let (mut highest, mut draws, mut seed) = (3, None, 1);
    let mut table = TableFormat::default();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--help" | "-h" => return Ok(format!("{HELP}{}", tables::HELP)),
            "--json" => json = true,
            "--order" => {
                let text = args.next().ok_or("--order needs a value; see --help")?;
                order = text.parse().ok().filter(|order| (1..=16).contains(order)).ok_or_else(|| {
                    format!("--order {text}: a whole number of touchpoints from 1 to 16 was expected")
                })?;
            }
            "--orders" => highest = number(&arg, args.next(), 16)? as usize,
            "--draws" => draws = Some(number(&arg, args.next(), 1_000_000)? as usize),
            "--seed" => seed = number(&arg, args.next(), u64::MAX)?,
            flag if flag.starts_with("--") && tables::declare(&mut table, flag, args.next())? => {}
            flag if flag.starts_with("--") => return Err(format!("unknown option {flag}; see --help").into()),
            _ => {
                if let Some(first) = path.replace(arg.clone()) {
                    return Err(format!("two inputs, `{first}` and `{arg}`: give one").into());
                }
            }
        }
    }
    let path = path.ok_or("no input: give PATHS.csv; see --help")?;
    let solve = || -> Fallible<_> {
        let ImportedPaths { paths, notes, .. } =
            paths::read_paths_with(File::open(&path)?, &PathOptions::default().with_table(table))?;
        let chain = Chain::fit_order(&paths, order)?;
        let answer = chain.solve()?;
        let mut limits = ChainIntervalOptions::default().with_seed(seed);
        limits.draws = draws;
        let intervals = if draws == Some(0) { None } else { Some(chain.intervals_with(&limits)?) };
        let comparing = OrderOptions::default().with_highest(highest.max(order));
        let orders = if highest > 0 { Some(OrderSelection::fit_with(&paths, &comparing)?) } else { None };
        Ok(Found { rules: rules(&paths)?, chain, answer, intervals, orders, notes })
    };
    let found = solve().map_err(|error| format!("{path}: {}", tables::in_flags(&error.to_string())))?;
    if let Some(said) = tables::told(&found.notes.table) {
        eprintln!("{path}: {said}.");
    }
    if found.notes.lost_unknown {
        let unread = match &found.notes.unread_columns[..] {
            [] => String::new(),
            columns => format!(" Not read: `{}`.", columns.join("`, `")),
        };
        eprintln!(
            "{path}: no column `total_null` says how many journeys were lost: none counts as lost.{unread}"
        );
    } else if found.chain.totals().journey_count() == found.chain.totals().goal {
        eprintln!("{path}: every journey reached the goal, and `total_null` says that none was lost.");
    }
    if json { as_json(&found) } else { Ok(as_markdown(&found)?) }
}

fn number(flag: &str, text: Option<String>, most: u64) -> Fallible<u64> {
    let text = text.ok_or_else(|| format!("{flag} needs a value; see --help"))?;
    let number = text.parse().ok().filter(|number| *number <= most);
    number.ok_or_else(|| format!("{flag} {text}: a whole number from 0 to {most} was expected").into())
}

fn rules(paths: &Paths) -> Fallible<Vec<(&'static str, BTreeMap<String, f64>)>> {
    let credits = |(name, rule): &(&'static str, AttributionRule)| {
        let credits = rule.credits(paths)?.into_iter().map(|credit| (credit.name, credit.goals));
        Ok((*name, credits.collect()))
    };
    RULES.iter().map(credits).collect()
}

fn as_json(found: &Found) -> Fallible<String> {
    let Found { chain, answer, .. } = found;
    let by_name = |value: fn(&TouchpointRole) -> Option<f64>| -> Map<String, serde_json::Value> {
        answer.touchpoints.iter().map(|role| (role.name.clone(), json!(value(role)))).collect()
    };
    let totals = chain.totals();
    let document = json!({
        "conversion_probability": answer.goal,
        "lost_probability": answer.lost,
        "open_probability": answer.open,
        "journeys": {"goal": totals.goal, "lost": totals.lost, "open": totals.open},
        "value": totals.value,
        "expected_steps": answer.expected_steps,
        "removal_effects": by_name(|role| role.removal_effect),
        "credits": by_name(|role| role.credit),
        "value_credits": by_name(|role| role.value_credit),
        "expected_visits": by_name(|role| Some(role.visits)),
        "elasticities": by_name(|role| role.elasticity),
        "goal_from": by_name(|role| Some(role.goal)),
        "order": chain.order(),
        "states": chain.state_count(),
        "parameters": chain.parameter_count(),
        "log_likelihood": chain.log_likelihood(),
        "aic": chain.aic(),
        "bic": chain.bic(),
        "rules": found.rules.iter().map(|(name, credits)| (*name, credits)).collect::<BTreeMap<_, _>>(),
        "intervals": found.intervals,
        "table": found.notes.table,
        "orders": found.orders.as_ref().map_or(&[][..], |orders| &orders.fits),
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn as_markdown(found: &Found) -> Result<String, std::fmt::Error> {
    let Found { chain, answer, .. } = found;
    let totals = chain.totals();
    let mut text = String::from("# Which touchpoints bring people to the goal?\n\n");
    writeln!(
        text,
        "{} journeys: {} reached the goal, {} were lost, {} are open (neither). A journey reaches the goal with \
         probability {:.4} and passes {:.2} touchpoints.\n",
        totals.journey_count(),
        totals.goal,
        totals.lost,
        totals.open,
        answer.goal,
        answer.expected_steps,
    )?;
    if answer.goal == 0.0 {
        writeln!(text, "No journey reached the goal, so that no touchpoint has an effect or a credit.\n")?;
    }
    let valued = totals.value != 0.0;
    let (head, rule) = if valued { (" Worth |", "---:|") } else { ("", "") };
    writeln!(
        text,
        "| Touchpoint | Without it, goals fall by | Credit |{head} Goal from it | Visits | Elasticity |"
    )?;
    writeln!(text, "|---|---:|---:|{rule}---:|---:|---:|")?;
    let mut roles: Vec<_> = answer.touchpoints.iter().collect();
    roles.sort_by(|a, b| b.removal_effect.unwrap_or(0.0).total_cmp(&a.removal_effect.unwrap_or(0.0)));
    let shown =
        |value: Option<f64>, digits: usize| value.map_or("-".to_owned(), |value| format!("{value:.digits$}"));
    for role in roles {
        let worth = if valued { format!(" {} |", shown(role.value_credit, 2)) } else { String::new() };
        writeln!(
            text,
            "| {} | {} % | {} |{worth} {:.4} | {:.3} | {} |",
            role.name,
            shown(role.removal_effect.map(|effect| 100.0 * effect), 2),
            shown(role.credit, 1),
            role.goal,
            role.visits,
            shown(role.elasticity, 3),
        )?;
    }
    writeln!(
        text,
        "\nGoals fall by this when whoever comes to the touchpoint is lost. Credits share the {} goals in proportion. \
         Elasticity: percent more goals when one percent more go on from it. All of it describes the paths taken: \
         it is association, not proof of cause.",
        answer.goals,
    )?;
    limits(&mut text, found)?;
    by_rules(&mut text, found)?;
    orders(&mut text, found)?;
    writeln!(
        text,
        "\nOrder {}: {} states, {} parameters, AIC {:.1}, BIC {:.1}; the order with the smallest fits best.",
        chain.order(),
        chain.state_count(),
        chain.parameter_count(),
        chain.aic(),
        chain.bic(),
    )?;
    Ok(text)
}

/// How far chance in the journeys seen may have moved the figures.
fn limits(text: &mut String, found: &Found) -> std::fmt::Result {
    let Some(intervals) = &found.intervals else { return Ok(()) };
    let method = match intervals.draws {
        Some(draws) => {
            format!("{draws} draws of the chain from Dirichlet distributions, seed {}", intervals.seed)
        }
        None => "Limits by the delta method, on logits".to_owned(),
    };
    writeln!(
        text,
        "\n## How sure\n\n{method}. The probability of the goal is {:.4}, 95 % {:.4} to {:.4}.\n",
        found.answer.goal, intervals.goal_low, intervals.goal_high,
    )?;
    if !intervals.removal_effects.is_empty() {
        writeln!(text, "| Touchpoint | Without it, goals fall by | 95 % from | to |\n|---|---:|---:|---:|")?;
    }
    let mut rows: Vec<_> = intervals.removal_effects.iter().collect();
    rows.sort_by(|a, b| b.high.total_cmp(&a.high).then_with(|| a.name.cmp(&b.name)));
    for interval in rows {
        let role = found.answer.touchpoint(&interval.name);
        let effect = role.and_then(|role| role.removal_effect).unwrap_or(0.0);
        writeln!(
            text,
            "| {} | {:.2} % | {:.2} % | {:.2} % |",
            interval.name,
            100.0 * effect,
            100.0 * interval.low,
            100.0 * interval.high,
        )?;
    }
    Ok(())
}

/// Rules of thumb beside the chain's credits.
fn by_rules(text: &mut String, found: &Found) -> std::fmt::Result {
    let names: Vec<&str> = found.rules.iter().map(|(name, _)| *name).collect();
    writeln!(
        text,
        "\n## What rules of thumb would say\n\n| Touchpoint | Chain | {} |\n|---|---:|{}",
        names.join(" | "),
        "---:|".repeat(names.len()),
    )?;
    for role in &found.answer.touchpoints {
        let credit = role.credit.map_or("-".to_owned(), |credit| format!("{credit:.1}"));
        write!(text, "| {} | {credit} |", role.name)?;
        for (_, credits) in &found.rules {
            write!(text, " {:.1} |", credits.get(&role.name).copied().unwrap_or(0.0))?;
        }
        writeln!(text)?;
    }
    writeln!(
        text,
        "\nGoals by rule: all to the first touchpoint, all to the last, equal parts, half as much for every two steps \
         before the last, .4 each to the first and the last. Rules ask nobody what happens without a touchpoint."
    )
}

/// How many of the last touchpoints matter.
fn orders(text: &mut String, found: &Found) -> std::fmt::Result {
    let Some(orders) = &found.orders else { return Ok(()) };
    writeln!(
        text,
        "\n## How far back journeys look\n\n| Order | States | Parameters | AIC | BIC | Held-out log likelihood per \
         step |\n|---:|---:|---:|---:|---:|---:|"
    )?;
    for fit in orders {
        let mean = fit.held_out_mean.map_or("-".to_owned(), |mean| format!("{mean:.5}"));
        writeln!(
            text,
            "| {} | {} | {} | {:.1} | {:.1} | {mean} |",
            fit.order, fit.state_count, fit.parameter_count, fit.aic, fit.bic,
        )?;
    }
    let order = |fit: Option<&OrderFit>| fit.map_or(0, |fit| fit.order);
    writeln!(
        text,
        "\nBest by AIC: order {}; by BIC: order {}; on journeys held out: order {}.",
        order(orders.best_by_aic()),
        order(orders.best_by_bic()),
        order(orders.best_held_out().or(orders.fits.first())),
    )
}
