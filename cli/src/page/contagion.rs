//! Page of a contagion.

use std::fmt::Write as _;

use total_experience::report::render::words::{counted, listed};
use total_experience::report::render::{Column, Table};
use total_experience::request::contagion::ContagionAnswer;

use super::ROWS;

/// Two-sided 95 % quantile of the normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;

pub(crate) fn markdown(answer: &ContagionAnswer<'_>) -> String {
    let mut text = String::from("# Whom does it reach?\n\n");
    let spread = answer.spread;
    let _ = writeln!(
        text,
        "{}, {} to pass it on. It starts at {}.\n",
        counted(answer.nodes as u64, "node"),
        counted(answer.edges as u64, "way"),
        listed(&answer.seeds, ROWS)
    );
    let _ = write!(text, "It reaches {spread:.2} nodes on average, the start included");
    let _ = match answer.standard_error {
        Some(error) => {
            let (low, high) = (spread - Z_95 * error, spread + Z_95 * error);
            writeln!(text, " (95 % interval {low:.2} .. {high:.2}, {}).", counted(answer.runs, "run"))
        }
        None => writeln!(text, " (one run)."),
    };
    if let Some(exact) = answer.exact_spread {
        let _ = writeln!(text, "Exactly, over all that can happen: {exact:.4}.");
    }
    if let Some(found) = &answer.selection {
        let _ = writeln!(
            text,
            "\nThis start, {}, was selected: it reaches at least {:.1} % of what the best could (at least {:.2} nodes; no \
             choice reaches more than {:.2}). The first node named is worth most, each next one most after those before it.",
            counted(answer.seeds.len() as u64, "node"),
            100.0 * found.guarantee,
            found.at_least,
            found.best_at_most
        );
    }
    if let Some(given) = &answer.given {
        let error = given.standard_error.map_or_else(String::new, |e| format!(" (standard error {e:.2})"));
        let _ = writeln!(
            text,
            "For comparison, from {} alone it would reach {:.2}{error}.",
            listed(&given.seeds, ROWS),
            given.spread
        );
    }
    let mut table = Table::new([Column::text("Node"), Column::number("Probability")]);
    for row in answer.activation.iter().take(ROWS) {
        table.row([row.node.to_string(), format!("{:.3}", row.probability)]);
    }
    table.left_out(answer.activation.len().saturating_sub(ROWS) + answer.activation_left_out);
    let _ = write!(text, "\n## Who is reached\n\n{table}");
    let mut table = Table::new([Column::number("Round"), Column::number("Nodes reached")]);
    for (round, nodes) in answer.rounds.iter().enumerate().take(ROWS) {
        table.row([round.to_string(), format!("{nodes:.2}")]);
    }
    if answer.rounds.len() > ROWS {
        table.row(["later".to_owned(), format!("{:.2}", answer.rounds[ROWS..].iter().sum::<f64>())]);
    }
    let _ = write!(text, "\n## In which round\n\n{table}");
    text.push_str("\nFor incidents and word of mouth; scores are asked of `txm cascade`.\n");
    text
}
