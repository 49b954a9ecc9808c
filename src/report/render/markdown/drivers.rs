//! Markdown of the part "what drives it".

use std::fmt::{Result, Write};

use crate::report::parts::WhatDrivesIt;
use crate::report::render::words::{number, or_none};
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
    let mut table = Table::new([
        Column::text("Node"),
        Column::number("Worth of one unit more"),
        Column::number("Performance"),
        Column::text("Owner"),
    ]);
    let useful = part.importance.iter().filter(|driver| driver.value != 0.0);
    for driver in useful.clone().take(ROWS) {
        table.row([
            driver.node.as_str(),
            &format!("{:.4}", driver.value),
            &number(driver.performance, 1),
            or_none(driver.owner.as_deref()),
        ]);
    }
    table.left_out(useful.count().saturating_sub(ROWS));
    write!(text, "{table}")?;
    if let Some(stability) = &part.stability {
        let radius = stability.radius;
        match (stability.exact, stability.certified) {
            (true, _) => write!(text, "\nCascades settle: spectral radius {radius:.4}."),
            (false, true) => write!(text, "\nCascades settle: spectral radius at most {radius:.4}."),
            (false, false) => write!(
                text,
                "\nCascades are taken to settle: spectral radius about {radius:.4}, an estimate and not proved."
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
