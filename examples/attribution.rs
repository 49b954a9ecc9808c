//! Which touchpoints bring people to the goal? Reads paths and prints what each touchpoint is worth to them.
//!
//! `cargo run --release --all-features --example attribution -- PATHS.csv`

mod common;

use std::fmt::Write as _;
use std::fs::File;
use std::process::ExitCode;

use serde_json::{Map, json};
use total_experience::io::{Limits, paths};
use total_experience::journey::{Absorption, Chain, TouchpointRole};

use common::Fallible;

const HELP: &str = "\
Which touchpoints bring people to the goal? Prints what would be lost without each, and its share of the goals.

    attribution PATHS.csv [--order K] [--json]

PATHS.csv     path,total_conversions,total_conversion_value,total_null; ` > ` separates the touchpoints of a path;
              a column total_open holds journeys that are not finished
--order K     what comes next depends on the last K touchpoints (default 1)
--json        one JSON document instead of a report
";

fn main() -> ExitCode {
    common::finish("attribution", run(std::env::args().skip(1)))
}

fn run(mut args: impl Iterator<Item = String>) -> Fallible<String> {
    let (mut path, mut order, mut json) = (None, 1, false);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--help" | "-h" => return Ok(HELP.to_owned()),
            "--json" => json = true,
            "--order" => {
                let text = args.next().ok_or("--order needs a value; see --help")?;
                order = text.parse().ok().filter(|order| (1..=16).contains(order)).ok_or_else(|| {
                    format!("--order {text}: a whole number of touchpoints from 1 to 16 was expected")
                })?;
            }
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
        let chain = Chain::of_order(&paths::read_paths(File::open(&path)?, &Limits::default())?, order)?;
        let answer = chain.solve()?;
        Ok((chain, answer))
    };
    let (chain, answer) = solve().map_err(|error| format!("{path}: {error}"))?;
    if json { as_json(&chain, &answer) } else { Ok(as_markdown(&chain, &answer)?) }
}

fn as_json(chain: &Chain, answer: &Absorption) -> Fallible<String> {
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
        "parameters": chain.parameters(),
        "log_likelihood": chain.log_likelihood(),
        "aic": chain.aic(),
        "bic": chain.bic(),
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn as_markdown(chain: &Chain, answer: &Absorption) -> Result<String, std::fmt::Error> {
    let totals = chain.totals();
    let mut text = String::from("# Which touchpoints bring people to the goal?\n\n");
    writeln!(
        text,
        "{} journeys: {} reached the goal, {} were lost, {} are open (neither). A journey reaches the goal with \
         probability {:.4} and passes {:.2} touchpoints.\n",
        totals.journeys(),
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
    writeln!(
        text,
        "\nOrder {}: {} states, {} parameters, AIC {:.1}, BIC {:.1}; the order with the smallest fits best.",
        chain.order(),
        chain.state_count(),
        chain.parameters(),
        chain.aic(),
        chain.bic(),
    )?;
    Ok(text)
}
