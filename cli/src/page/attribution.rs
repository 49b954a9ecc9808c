//! Page of an attribution.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use total_experience::report::render::words::{counted, grouped, number};
use total_experience::report::render::{Column, Table};
use total_experience::request::attribution::AttributionAnswer;

/// Touchpoints shown in a table.
const ROWS: usize = 30;

pub(crate) fn markdown(answer: &AttributionAnswer, remarks: &[String]) -> String {
    let mut text = String::from("# Which touchpoints bring people to the goal?\n\n");
    let journeys = &answer.journeys;
    let _ = writeln!(
        text,
        "{}: {} reached the goal, {} lost, {} open (neither). A journey reaches the goal with probability {:.4} and passes \
         {:.2} touchpoints.\n",
        counted(journeys.goal + journeys.lost + journeys.open, "journey"),
        grouped(journeys.goal),
        grouped(journeys.lost),
        grouped(journeys.open),
        answer.conversion_probability,
        answer.expected_steps,
    );
    if answer.conversion_probability == 0.0 {
        text.push_str("No journey reached the goal, so that no touchpoint has an effect or a credit.\n\n");
    }
    for remark in remarks {
        let _ = writeln!(text, "- {remark}");
    }
    text.push_str(if remarks.is_empty() { "" } else { "\n" });
    roles(&mut text, answer);
    let goals = answer.credits.values().flatten().fold(0.0, |sum, credit| sum + credit);
    let _ = writeln!(
        text,
        "\nGoals fall by this when whoever comes to the touchpoint is lost. Credits share the {} in \
         proportion. Elasticity: percent more goals when one percent more go on from it. All of it describes the paths \
         taken: it is association, not proof of cause.",
        counted(goals.round() as u64, "goal"),
    );
    limits(&mut text, answer);
    by_rules(&mut text, answer);
    orders(&mut text, answer);
    let _ = writeln!(
        text,
        "\nOrder {}: {}, {}, AIC {:.1}, BIC {:.1}.",
        answer.order,
        counted(answer.states as u64, "state"),
        counted(answer.parameters, "parameter"),
        answer.aic,
        answer.bic,
    );
    let unasked = [
        (answer.intervals.is_none(), "--limits: how sure it is"),
        (answer.rules.is_empty(), "--rules: what rules of thumb would say"),
        (answer.orders.is_empty(), "--orders 3: how far back journeys look"),
    ];
    let unasked: Vec<_> =
        unasked.iter().filter(|(is_unasked, _)| *is_unasked).map(|(_, text)| *text).collect();
    if !unasked.is_empty() {
        let _ = writeln!(text, "\nNot asked: {}.", unasked.join("; "));
    }
    text
}

/// The touchpoints by removal effect, the largest first.
fn by_effect(answer: &AttributionAnswer) -> Vec<(&str, Option<f64>)> {
    let mut effects: Vec<_> =
        answer.removal_effects.iter().map(|(name, effect)| (name.as_str(), *effect)).collect();
    effects.sort_by(|a, b| b.1.unwrap_or(0.0).total_cmp(&a.1.unwrap_or(0.0)));
    effects
}

fn roles(text: &mut String, answer: &AttributionAnswer) {
    let is_valued = answer.value != 0.0;
    let mut columns = vec![Column::text("Touchpoint")];
    columns.extend(["Without it, goals fall by", "Credit"].map(Column::number));
    columns.extend(is_valued.then(|| Column::number("Worth")));
    columns.extend(["Goal from it", "Visits per journey", "Elasticity"].map(Column::number));
    let mut table = Table::new(columns);
    let of = |values: &BTreeMap<String, Option<f64>>, name: &str| values.get(name).copied().flatten();
    let effects = by_effect(answer);
    for (name, effect) in effects.iter().take(ROWS) {
        let mut row = vec![(*name).to_owned(), percent(*effect), number(of(&answer.credits, name), 1)];
        row.extend(is_valued.then(|| number(of(&answer.value_credits, name), 2)));
        row.extend([
            number(answer.goal_from.get(*name).copied(), 4),
            number(answer.expected_visits.get(*name).copied(), 3),
            number(of(&answer.elasticities, name), 3),
        ]);
        table.row(row);
    }
    table.left_out(effects.len().saturating_sub(ROWS));
    let _ = write!(text, "{table}");
}

fn percent(effect: Option<f64>) -> String {
    format!("{} %", number(effect.map(|effect| 100.0 * effect), 2))
}

/// How far chance in the journeys seen may have moved the figures.
fn limits(text: &mut String, answer: &AttributionAnswer) {
    let Some(intervals) = &answer.intervals else { return };
    let method = match intervals.draws {
        Some(draws) => {
            let draws = counted(draws as u64, "draw");
            format!("{draws} of the chain from Dirichlet distributions, seed {}", intervals.seed)
        }
        None => "Limits by the delta method, for probabilities of Dirichlet distributions".to_owned(),
    };
    let _ = writeln!(
        text,
        "\n## How sure\n\n{method}. The probability of the goal is {:.4}, 95 % {:.4} to {:.4}.",
        answer.conversion_probability, intervals.goal_low, intervals.goal_high,
    );
    if intervals.removal_effects.is_empty() {
        return;
    }
    let numbers = ["Without it, goals fall by", "95 % from", "to"].map(Column::number);
    let mut table = Table::new([Column::text("Touchpoint")].into_iter().chain(numbers));
    let effects = by_effect(answer);
    let known = |name: &str| intervals.removal_effects.iter().find(|interval| interval.name == name);
    let rows: Vec<_> = effects.iter().filter_map(|(name, effect)| Some((*effect, known(name)?))).collect();
    for (effect, interval) in rows.iter().take(ROWS) {
        table.row([
            interval.name.clone(),
            percent(effect.or(Some(0.0))),
            percent(Some(interval.low)),
            percent(Some(interval.high)),
        ]);
    }
    table.left_out(rows.len().saturating_sub(ROWS));
    let _ = write!(text, "\n{table}");
}

/// Rules of thumb beside the chain's credits.
fn by_rules(text: &mut String, answer: &AttributionAnswer) {
    if answer.rules.is_empty() {
        return;
    }
    let numbers = ["Chain"].into_iter().chain(answer.rules.keys().copied()).map(Column::number);
    let mut table = Table::new([Column::text("Touchpoint")].into_iter().chain(numbers));
    let effects = by_effect(answer);
    for (name, _) in effects.iter().take(ROWS) {
        let mut row = vec![(*name).to_owned(), number(answer.credits.get(*name).copied().flatten(), 1)];
        let credits = answer.rules.values();
        row.extend(credits.map(|credits| format!("{:.1}", credits.get(*name).copied().unwrap_or(0.0))));
        table.row(row);
    }
    table.left_out(effects.len().saturating_sub(ROWS));
    let _ = write!(
        text,
        "\n## What rules of thumb would say\n\n{table}\nGoals by rule: all to the first touchpoint, all to the last, equal \
         parts (linear), half as much for every two steps before the last (decay), .4 each to the first and the last \
         (position). Rules ask nobody what happens without a touchpoint.\n"
    );
}

/// How many of the last touchpoints matter.
fn orders(text: &mut String, answer: &AttributionAnswer) {
    let Some(best) = &answer.best_order else { return };
    let heads = ["Order", "States", "Parameters", "AIC", "BIC", "Held-out log likelihood per step"];
    let mut table = Table::new(heads.map(Column::number));
    for fit in &answer.orders {
        table.row([
            fit.order.to_string(),
            fit.state_count.to_string(),
            fit.parameter_count.to_string(),
            format!("{:.1}", fit.aic),
            format!("{:.1}", fit.bic),
            number(fit.held_out_mean, 5),
        ]);
    }
    let held_out = best.held_out.map_or("none".to_owned(), |order| order.to_string());
    let _ = write!(
        text,
        "\n## How far back journeys look\n\n{table}\nBest by AIC: order {}; by BIC: order {}; on journeys held out: \
         {held_out}.\n",
        best.aic, best.bic,
    );
}
