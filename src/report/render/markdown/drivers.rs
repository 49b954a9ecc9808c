//! Markdown of the part "what drives it".

use std::fmt::{Result, Write};

use crate::cascade::stability::below_one;
use crate::numeric::cold_sort::sort_by;
use crate::report::parts::WhatDrivesIt;
use crate::report::render::words::{listed, number, or_none};
use crate::report::render::{Column, Table};

use super::lists::{ROWS, left_out};

pub(super) fn write(text: &mut String, part: &WhatDrivesIt) -> Result {
    let aims: Vec<String> =
        part.objective.iter().map(|(node, weight)| format!("{weight:.2} {node}")).collect();
    if part.importance.is_empty() {
        return writeln!(text, "The map has no nodes.");
    }
    if aims.len() <= ROWS {
        writeln!(text, "Aim: {}.\n", aims.join(" + "))?;
    } else {
        writeln!(text, "Aim: a weighted mean of {} nodes.\n", aims.len())?;
    }
    if !part.lower_is_better.is_empty() {
        let nodes = listed(&part.lower_is_better, ROWS);
        writeln!(text, "Low is better for {nodes}: what has a worth below 0 here helps.\n")?;
    }
    let mut table = Table::new([
        Column::text("Node"),
        Column::number("Worth of one unit more"),
        Column::number("Performance"),
        Column::text("Owner"),
    ]);
    let mut useful: Vec<_> = part.importance.iter().filter(|driver| driver.value != 0.0).collect();
    // A strong harm is not left out for a weak help.
    sort_by(&mut useful, |a, b| b.value.abs().total_cmp(&a.value.abs()));
    let rest = useful.len().saturating_sub(ROWS);
    useful.truncate(ROWS);
    sort_by(&mut useful, |a, b| b.value.total_cmp(&a.value));
    for driver in useful {
        table.row([
            driver.node.as_str(),
            &format!("{:.4}", driver.value),
            &number(driver.performance, 1),
            or_none(driver.owner.as_deref()),
        ]);
    }
    table.left_out(rest);
    write!(text, "{table}")?;
    if let Some(stability) = &part.stability {
        let radius = below_one(stability.radius);
        match (stability.exact, stability.certified) {
            (true, _) => write!(text, "\nCascades settle: spectral radius {radius}."),
            (false, true) => write!(text, "\nCascades settle: spectral radius at most {radius}."),
            (false, false) => write!(
                text,
                "\nCascades are taken to settle: spectral radius about {radius}, an estimate and not proved."
            ),
        }?;
        if stability.fragile {
            write!(text, " That is near to 1: small errors in the weights move cascades a lot.")?;
        }
        writeln!(text)?;
        for (nodes, gain) in stability.loops.iter().take(ROWS) {
            let kind = if *gain > 0.0 { "reinforcing" } else { "balancing" };
            let back = nodes.first().map_or("", String::as_str);
            writeln!(text, "- {kind} loop {} -> {back}, gain {gain:.4}", nodes.join(" -> "))?;
        }
        left_out(text, stability.loops.len())?;
    }
    Ok(())
}
