//! Markdown of the part "what if".

use std::fmt::{Result, Write};

use crate::report::parts::{Passing, WhatIf};
use crate::report::render::words::{interval, listed};
use crate::report::render::{Column, Table};

use super::lists::{ROWS, left_out};

pub(super) fn write(text: &mut String, part: &WhatIf) -> Result {
    let shocks: Vec<String> =
        part.shock.iter().map(|(node, amount)| format!("{amount:+} on {node}")).collect();
    writeln!(text, "Shock: {}.\n", shocks.join(", "))?;
    let heads = ["Shock", "Direct", "Indirect", "Total", "95 % interval"].map(Column::number);
    let mut table = Table::new([Column::text("Node")].into_iter().chain(heads).chain([Column::text("Unit")]));
    for node in part.impact.iter().take(ROWS) {
        let [shock, direct, indirect, total] =
            [node.shock, node.direct, node.indirect, node.total].map(|value| format!("{value:.2}"));
        let limits = interval(node.low, node.high, 2);
        table.row([node.node.as_str(), &shock, &direct, &indirect, &total, &limits, &node.unit]);
    }
    table.left_out(part.impact.len().saturating_sub(ROWS));
    write!(text, "{table}")?;
    over_time(text, part)?;
    let error =
        part.effect_standard_error.map_or_else(|| "not known".to_owned(), |error| format!("{error:.2}"));
    writeln!(text, "\nEffect on the aim: {:.2}, standard error {error}.", part.effect)?;
    write_harm(text, part)
}

fn over_time(text: &mut String, part: &WhatIf) -> Result {
    if part.over_time.iter().all(|node| node.periods.windows(2).all(|pair| pair[0] == pair[1])) {
        return Ok(());
    }
    let mut table = Table::new([
        Column::text("Node"),
        Column::number("Periods 0, 1, 2, ..."),
        Column::number("90 % from period"),
    ]);
    for node in part.over_time.iter().take(ROWS) {
        let periods: Vec<String> = node.periods.iter().map(|value| format!("{value:.2}")).collect();
        let settled = node.time_to_90.map_or_else(|| "later".to_owned(), |period| period.to_string());
        table.row([node.node.as_str(), &periods.join(", "), &settled]);
    }
    table.left_out(part.over_time.len().saturating_sub(ROWS));
    write!(text, "\nWhen it shows (the shock is in period 0):\n\n{table}")
}

fn write_harm(text: &mut String, part: &WhatIf) -> Result {
    if part.harm.is_empty() {
        writeln!(text, "Harm: none expected in any facet, dimension, stakeholder group or outcome.")?;
    } else {
        writeln!(text, "\n**Harm:**\n")?;
        for change in part.harm.iter().take(ROWS) {
            writeln!(text, "- {} {:+.2} {}", change.key, change.change, change.unit)?;
        }
        left_out(text, part.harm.len())?;
    }
    for passing in part.harm_on_the_way.iter().take(ROWS) {
        let Passing { node, period, change, unit } = passing;
        writeln!(text, "- On the way, in period {period}: {node} {change:+.2} {unit}.")?;
    }
    if !part.harm_not_excluded.is_empty() {
        writeln!(text, "- Harm cannot be excluded at 95 % for: {}.", listed(&part.harm_not_excluded, ROWS))?;
    }
    Ok(())
}
