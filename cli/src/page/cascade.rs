//! Page of a cascade.

use std::borrow::Cow;
use std::fmt::Write as _;

use total_experience::report::render::words::{counted, interval};
use total_experience::report::render::{Column, Table};
use total_experience::request::cascade::CascadeAnswer;

use super::ROWS;
use crate::cmd::cascade::Notes;

pub(crate) fn markdown(answer: &CascadeAnswer<'_>, notes: &Notes) -> String {
    let mut text = String::from("# What does a change do?\n\n");
    let _ = writeln!(
        text,
        "{}, {}. {}: {}{}.\n",
        counted(answer.nodes as u64, "node"),
        counted(answer.edges as u64, "influence"),
        if answer.certified { "Stable" } else { "Taken for stable" },
        answer.stability,
        if answer.fragile {
            ", so near to 1 that small errors in the weights move a cascade a lot"
        } else {
            ""
        },
    );
    if !notes.unread_columns.is_empty() {
        let unread = crate::notes::of_unread(&notes.unread_columns).unwrap_or_default();
        let _ = writeln!(text, "{unread}.");
    }
    let aim: Vec<_> = answer.objective.iter().map(|node| format!("{} x {}", node.value, node.node)).collect();
    let aim =
        if aim.is_empty() { "the mean over all nodes (see --objective)".to_owned() } else { aim.join(" + ") };
    let _ = writeln!(text, "What something is worth, it is worth to this aim: {aim}.\n");
    for found in answer.loops.iter().take(ROWS) {
        let kind = if found.gain > 0.0 { "reinforces" } else { "balances" };
        let first = found.nodes.first().map_or("", |name| name);
        let _ = writeln!(text, "- loop {} -> {first} {kind}, gain {:.4}", joined(&found.nodes), found.gain);
    }
    let loops = answer.loops.len().saturating_sub(ROWS) + answer.loops_left_out;
    if loops > 0 {
        let _ = writeln!(text, "- and {}", counted(loops as u64, "weaker loop"));
    }
    if !answer.impact.is_empty() {
        shocked(&mut text, answer);
    }
    let mut table = Table::new([Column::text("Node"), Column::number("Value of one unit more")]);
    for row in answer.importance.iter().take(ROWS) {
        table.row([row.node.to_string(), format!("{:.4}", row.value)]);
    }
    table.left_out(rest(answer.importance.len(), answer.importance_left_out));
    let _ = write!(text, "\n## Where a shock is worth most\n\n{table}");
    text
}

fn joined(names: &[Cow<'_, str>]) -> String {
    names.join(" -> ")
}

/// Rows that a page does not show.
fn rest(rows: usize, left_out: usize) -> usize {
    rows.saturating_sub(ROWS) + left_out
}

fn shocked(text: &mut String, answer: &CascadeAnswer<'_>) {
    let reached: Vec<_> = answer.impact.iter().filter(|row| row.total != 0.0).collect();
    let all = if reached.len() == answer.impact.len() { answer.impact_left_out } else { 0 };
    let left_out = rest(reached.len(), all);
    let numbers = ["Shock", "Direct", "Indirect", "Total", "95 % interval"].map(Column::number);
    let mut table = Table::new([Column::text("Node")].into_iter().chain(numbers));
    for row in reached.iter().take(ROWS) {
        let [shock, direct, indirect, total] =
            [row.shock, row.direct, row.indirect, row.total].map(|value| format!("{value:.2}"));
        table.row([row.node.to_string(), shock, direct, indirect, total, interval(row.low, row.high, 2)]);
    }
    table.left_out(left_out);
    let _ = write!(text, "\n## Where it ends up\n\n{table}");
    drawn(text, answer, left_out);
    if let Some(unique) = answer.unique_fixed_point {
        let others = if unique { "this is the only equilibrium" } else { "there may be other equilibria" };
        let _ = writeln!(
            text,
            "\nScores saturate: with today's score x, what would change it by y changes it by (100 - x)(1 - exp(-y / (100 - x))) \
             upwards and by -x (1 - exp(y / x)) downwards; without a score by y. What that takes away is counted as indirect; \
             {others}."
        );
        let _ = writeln!(text, "All that follows is of the linear model.");
    }
    over_time(text, answer, left_out);
    if !answer.paths.is_empty() {
        let numbers = ["Product", "Times, by loops", "Effect"].map(Column::number);
        let mut table = Table::new([Column::text("Path")].into_iter().chain(numbers));
        for path in &answer.paths {
            let [product, factor, effect] =
                [path.product, path.factor, path.effect].map(|value| format!("{value:.4}"));
            table.row([joined(&path.nodes), product, factor, effect]);
        }
        let _ = write!(text, "\n## By which ways\n\nPer unit of the first node.\n\n{table}");
    }
    let known: Vec<_> = answer
        .sensitivity
        .iter()
        .filter_map(|row| Some((row, row.variance_share.filter(|&share| share > 0.0)?)))
        .collect();
    let mut table = Table::new([Column::text("Influence"), Column::number("Share of the variance")]);
    for (row, share) in known.iter().take(ROWS) {
        table.row([format!("{} -> {}", row.from, row.to), format!("{:.0} %", 100.0 * share)]);
    }
    let all = if known.len() == answer.sensitivity.len() { answer.sensitivity_left_out } else { 0 };
    table.left_out(rest(known.len(), all));
    let _ = write!(text, "\n## What to measure next\n\n{table}");
    if answer.without_standard_error > 0 {
        let unknown = counted(answer.without_standard_error as u64, "influence");
        let _ = writeln!(text, "\nWithout a standard error, though it matters: {unknown}.");
    }
}

/// What drawn weights say.
fn drawn(text: &mut String, answer: &CascadeAnswer<'_>, left_out: usize) {
    let Some(found) = &answer.draws else { return };
    let drawn = counted(found.draws as u64, "drawn network");
    let _ = writeln!(text, "\nIntervals from {drawn}, of which {} would not settle.", found.unstable);
    if found.fixed > 0 {
        let fixed = counted(found.fixed as u64, "influence");
        let _ = writeln!(
            text,
            "Without a standard error: {fixed}. No interval is known of what comes along there."
        );
    }
    let numbers = ["Rises", "Falls", "Worth most"].map(Column::number);
    let mut table = Table::new([Column::text("Node")].into_iter().chain(numbers));
    for row in found.nodes.iter().take(ROWS) {
        if let (Some(rises), Some(falls)) = (row.positive, row.negative) {
            let shares = [rises, falls, row.worth_most].map(|share| format!("{:.0} %", 100.0 * share));
            table.row([row.node.to_string()].into_iter().chain(shares));
        }
    }
    table.left_out(left_out);
    let _ = write!(text, "\n{table}");
}

/// When the effect shows.
fn over_time(text: &mut String, answer: &CascadeAnswer<'_>, left_out: usize) {
    if answer.settled.is_empty() {
        return;
    }
    let mut table = Table::new([
        Column::text("Node"),
        Column::text("Periods 0, 1, 2, ..."),
        Column::number("In the end"),
        Column::number("90 % from period"),
    ]);
    let reached = answer.settled.iter().filter(|row| row.limit != 0.0);
    for row in reached.take(ROWS) {
        let periods = answer.trajectory.iter().filter(|value| value.node == row.node).take(ROWS);
        let periods: Vec<_> = periods.map(|value| format!("{:.2}", value.value)).collect();
        let settled = row.time_to_90.map_or("later".to_owned(), |period| period.to_string());
        table.row([row.node.to_string(), periods.join(", "), format!("{:.2}", row.limit), settled]);
    }
    table.left_out(left_out);
    let _ = write!(text, "\n## When it shows\n\n{table}");
}
