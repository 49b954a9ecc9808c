//! Markdown of the part "what it is worth".

use std::fmt::{Result, Write};

use crate::report::parts::WhatItIsWorth;
use crate::report::render::words::{interval, number};
use crate::report::render::{Column, Table};

pub(super) fn write(text: &mut String, part: &WhatItIsWorth) -> Result {
    if part.outcomes.is_empty() {
        return writeln!(text, "No shock was asked about, or the map has no outcomes.");
    }
    let heads = ["Change", "95 % interval"].map(Column::number);
    let ends = [Column::text("Unit"), Column::number("Target")];
    let mut table = Table::new([Column::text("Outcome")].into_iter().chain(heads).chain(ends));
    for outcome in &part.outcomes {
        table.row([
            outcome.outcome.as_str(),
            &format!("{:+.2}", outcome.change),
            &interval(outcome.low, outcome.high, 2),
            &outcome.unit,
            &number(outcome.target, 1),
        ]);
    }
    write!(text, "{table}")
}
