//! Markdown of the part "where we stand".

use std::fmt::{Result, Write};

use crate::report::parts::WhereWeStand;
use crate::report::render::words::{NONE, interval, number};
use crate::report::render::{Column, Table};
use crate::score::scorecard::{FacetResult, FacetScore, JointScore, Scorecard};

pub(super) fn write(text: &mut String, part: &WhereWeStand) -> Result {
    let Some(card) = &part.scorecard else { return writeln!(text, "Nothing was measured.") };
    let mut facets = Table::new([
        Column::text("Facet"),
        Column::text("Measured by"),
        Column::number("n"),
        Column::number("Estimate"),
        Column::number("95 % interval"),
        Column::number("Points"),
    ]);
    for facet in &card.facets {
        facets.row(facet_row(facet));
    }
    writeln!(text, "{facets}")?;
    let mut joined = Table::new([
        Column::text("Joined"),
        Column::number("Points"),
        Column::number("95 % interval"),
        Column::number("n"),
    ]);
    for dimension in &card.dimensions {
        joined.row(joint_row(&dimension.dimension.name().to_uppercase(), &dimension.joint));
    }
    for group in &card.stakeholders {
        joined.row(joint_row(&group.stakeholder, &group.joint));
    }
    write!(text, "{joined}")?;
    index(text, card)
}

fn facet_row(facet: &FacetScore) -> [String; 6] {
    let none = || NONE.to_owned();
    let [n, estimate, limits, points] = match &facet.result {
        FacetResult::Published(published) => {
            let score = &published.score;
            let limits = interval(score.low, score.high, 2);
            let points = format!("{:.1}", score.points.estimate);
            [score.n.to_string(), format!("{:.2}", score.estimate), limits, points]
        }
        FacetResult::Suppressed { minimum_group } => {
            ["withheld".to_owned(), none(), format!("fewer than {minimum_group} people"), none()]
        }
        FacetResult::NoAnswers { .. } => ["0".to_owned(), none(), "nobody answered".to_owned(), none()],
    };
    let instrument = facet.instrument.map(|instrument| instrument.to_string()).unwrap_or_default();
    [facet.key(), instrument, n, estimate, limits, points]
}

fn joint_row(name: &str, joint: &JointScore) -> [String; 4] {
    let limits = interval(joint.low, joint.high, 1);
    [name.to_owned(), number(joint.points, 1), limits, joint.n.to_string()]
}

fn index(text: &mut String, card: &Scorecard) -> Result {
    let index = &card.index;
    writeln!(
        text,
        "\n**TX index {}** ({}), 95 % interval {}, coverage {:.0} %.",
        number(index.points, 1),
        index.kind,
        interval(index.low, index.high, 1),
        100.0 * index.coverage
    )
}
