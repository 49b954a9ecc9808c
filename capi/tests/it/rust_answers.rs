//! Answers of Rust to the questions of the C programs, in the form in which these print.

use std::fmt::Write as _;

use total_experience::cascade::analyze::{Effect, Impact, Importance, Sensitivity};
use total_experience::cascade::models::{BoundedOptions, TrajectoryOptions};
use total_experience::cascade::{Network, NodeIndex, SolveOptions};
use total_experience::score::scorecard::{FacetResult, Scorecard};

/// Everything that is asked about a shock and an objective, one fact a line.
pub(crate) fn cascade(
    network: &Network,
    push: &[f64],
    objective: &[f64],
    name: impl Fn(NodeIndex) -> String,
) -> String {
    let options = SolveOptions::default();
    let Impact { shock, direct, indirect, total, .. } = network.impact_with(push, &options).unwrap();
    let errors = network.standard_errors_with(push, &options).unwrap();
    let importance = network.importance_with(objective, &options).unwrap();
    let found = network.sensitivity_with(Effect { shock: push, objective }, &options).unwrap();
    let mut text = String::new();
    line(&mut text, &["radius".to_owned()], &[network.stability().radius]);
    for node in network.nodes() {
        let error = errors[node].unwrap_or(f64::NAN);
        let values = [shock[node], direct[node], indirect[node], total[node], error];
        line(&mut text, &["impact".to_owned(), name(node)], &values);
    }
    for Importance { node, value, .. } in importance {
        line(&mut text, &["importance".to_owned(), name(node)], &[value]);
    }
    let Sensitivity { effect, standard_error, edges, unknown, .. } = found;
    line(&mut text, &["effect".to_owned()], &[effect, standard_error, unknown as f64]);
    for edge in edges {
        let share = edge.variance_share.unwrap_or(f64::NAN);
        line(&mut text, &["sensitivity".to_owned(), name(edge.from), name(edge.to)], &[edge.gradient, share]);
    }
    text
}

/// The trajectory over four periods and the bounded cascade, with falls that weigh 1.5.
pub(crate) fn time_and_bounds(
    network: &Network,
    push: &[f64],
    scores: &[Option<f64>],
    name: impl Fn(NodeIndex) -> String,
) -> String {
    let response = network.trajectory_with(push, &TrajectoryOptions::default().with_horizon(4)).unwrap();
    let bounded =
        network.bounded_with(push, scores, &BoundedOptions::default().with_fall_weight(1.5)).unwrap();
    let mut text = String::new();
    for (period, values) in response.periods.iter().enumerate() {
        for (node, &value) in network.nodes().zip(values.values()) {
            line(&mut text, &["trajectory".to_owned(), period.to_string(), name(node)], &[value]);
        }
    }
    let settled = response.limit.values().zip(response.time_to_90.values());
    for (node, (&limit, settled)) in network.nodes().zip(settled) {
        let settled = settled.map_or(f64::from(u32::MAX), |period| period as f64);
        line(&mut text, &["settles".to_owned(), name(node)], &[limit, settled]);
    }
    for (node, &total) in network.nodes().zip(bounded.total.values()) {
        line(&mut text, &["bounded".to_owned(), name(node)], &[total, f64::from(u8::from(bounded.unique))]);
    }
    text
}

/// The scores of a scorecard and its index, one fact a line.
pub(crate) fn scorecard(card: &Scorecard) -> String {
    let mut text = String::new();
    for facet in &card.facets {
        let what = match &facet.result {
            FacetResult::Published(_) => "score",
            FacetResult::Suppressed { .. } => "withheld",
            _ => "unanswered",
        };
        let score = facet.published().map(|published| {
            let score = &published.score;
            let limits = [score.low, score.high].map(|limit| limit.unwrap_or(f64::NAN));
            let (n, missing) = (score.n as f64, published.missing_count as f64);
            [n, missing, score.estimate, limits[0], limits[1], score.points.estimate]
        });
        line(
            &mut text,
            &[what.to_owned(), facet.key()],
            score.as_ref().map_or(&[], |score| score.as_slice()),
        );
    }
    let index = &card.index;
    let numbers = [index.points, index.low, index.high].map(|number| number.unwrap_or(f64::NAN));
    line(&mut text, &["index".to_owned()], &[numbers[0], numbers[1], numbers[2], index.coverage]);
    text
}

fn line(text: &mut String, words: &[String], values: &[f64]) {
    write!(text, "{}", words.join("\t")).unwrap();
    for value in values {
        write!(text, "\t{value:?}").unwrap();
    }
    text.push('\n');
}

/// Asserts that two texts have the same words and numbers with the same bits, however those are written.
#[track_caller]
pub(crate) fn assert_same(found: &str, expected: &str) {
    let (found, expected): (Vec<_>, Vec<_>) = (found.lines().collect(), expected.lines().collect());
    assert_eq!(found.len(), expected.len(), "\n{}", found.join("\n"));
    for (found, expected) in found.into_iter().zip(expected) {
        let same = found.split('\t').map(bits).eq(expected.split('\t').map(bits));
        assert!(same, "{found}\nis not\n{expected}");
    }
}

/// A number as its bits, so that it equals only itself, and a word as it is.
fn bits(word: &str) -> Result<u64, &str> {
    word.parse::<f64>().map(f64::to_bits).map_err(|_| word)
}
