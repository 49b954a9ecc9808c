//! Page of a scorecard.

use std::fmt::Write as _;

use total_experience::model::Dimension;
use total_experience::report::render::{Column, Table};
use total_experience::score::inference::Score;
use total_experience::score::scorecard::{FacetResult, FacetScore, JointScore, Scorecard};
use total_experience::signal::instrument::ScoreUnit;

use crate::fault::shown;

pub(crate) fn markdown(path: &str, card: &Scorecard, remarks: &[String]) -> String {
    let mut text = format!("# Scorecard of {}\n\n", shown(path));
    let index = &card.index;
    match index.points {
        Some(points) => {
            let _ = write!(text, "**TX index {points:.1}**");
            if let (Some(low), Some(high)) = (index.low, index.high) {
                let _ = write!(text, " (95 % interval {low:.1} to {high:.1})");
            }
            let _ = write!(text, " of 100, {} mean; ", index.kind);
        }
        None => text.push_str("**No TX index**: no dimension has points; "),
    }
    let _ = writeln!(text, "it rests on {:.0} % of what it should.", 100.0 * index.coverage);
    if !index.missing.is_empty() {
        let missing: Vec<String> = index.missing.iter().map(|dimension| named(*dimension)).collect();
        let _ = writeln!(text, "Without points: {}.", missing.join(", "));
    }
    let dimensions = card.dimensions.iter().map(|score| (named(score.dimension), score.joint));
    let _ = write!(text, "\n{}", joint_table("Dimension", dimensions));
    let groups = card.stakeholders.iter().map(|score| (score.stakeholder.clone(), score.joint));
    let _ = write!(text, "\n{}", joint_table("Stakeholder", groups));
    let _ = write!(text, "\n## Facets\n\n{}", facet_table(&card.facets));
    if !card.warnings.is_empty() || !remarks.is_empty() {
        text.push_str("\n## To check\n\n");
        for remark in remarks {
            let _ = writeln!(text, "- {remark}");
        }
        for warning in &card.warnings {
            let _ = writeln!(text, "- {warning}");
        }
    }
    text
}

fn named(dimension: Dimension) -> String {
    dimension.name().to_uppercase()
}

fn joint_table(head: &str, rows: impl Iterator<Item = (String, JointScore)>) -> Table {
    let numbers = ["Points", "95 % interval", "Answers", "Coverage"].map(Column::number);
    let mut table = Table::new([Column::text(head)].into_iter().chain(numbers));
    for (name, joint) in rows {
        table.row([
            name,
            joint.points.map_or_else(|| "none".to_owned(), |points| format!("{points:.1}")),
            interval(joint.low, joint.high, |x| format!("{x:.1}")),
            joint.n.to_string(),
            format!("{:.0} %", 100.0 * joint.coverage),
        ]);
    }
    table
}

fn facet_table(facets: &[FacetScore]) -> Table {
    let texts = ["Touchpoint", "Dimension", "Stakeholder", "Instrument"].map(Column::text);
    let numbers = ["Score", "95 % interval", "Points", "Answers", "Missing"].map(Column::number);
    let mut table = Table::new(texts.into_iter().chain(numbers));
    for facet in facets {
        let instrument = facet.instrument.map_or_else(String::new, |instrument| instrument.to_string());
        let place = [facet.touchpoint.clone(), named(facet.dimension), facet.stakeholder.clone(), instrument];
        let figures: Vec<String> = match &facet.result {
            FacetResult::Published(published) => {
                let Score { estimate, low, high, unit, n, points, .. } = published.score;
                let shown = |value: f64| match unit {
                    ScoreUnit::NetPromoter => format!("{value:+.0}"),
                    ScoreUnit::Share => format!("{:.0} %", 100.0 * value),
                    _ => format!("{value:.2}"),
                };
                vec![
                    shown(estimate),
                    interval(low, high, shown),
                    format!("{:.1}", points.estimate),
                    n.to_string(),
                    published.missing_count.to_string(),
                ]
            }
            FacetResult::Suppressed { minimum_group } => {
                vec![format!("withheld: fewer than {minimum_group} respondents")]
            }
            FacetResult::NoAnswers { missing_count } => ["no answers", "", "", "0"]
                .map(String::from)
                .into_iter()
                .chain([missing_count.to_string()])
                .collect(),
            _ => Vec::new(),
        };
        table.row(place.into_iter().chain(figures));
    }
    table
}

fn interval(low: Option<f64>, high: Option<f64>, shown: impl Fn(f64) -> String) -> String {
    low.zip(high).map_or_else(String::new, |(low, high)| format!("{} to {}", shown(low), shown(high)))
}
