//! Markdown of the part "what we do not know".

use std::fmt::{Result, Write};

use crate::report::parts::Unknowns;
use crate::report::render::words::{counted, listed};
use crate::report::render::{Column, Table};

use super::lists::ROWS;

pub(super) fn write(text: &mut String, part: &Unknowns) -> Result {
    if let Some(coverage) = part.coverage {
        writeln!(text, "- The index rests on {:.0} % of what it should.", 100.0 * coverage)?;
    }
    for (what, keys) in
        [("Nobody answered for", &part.unmeasured), ("Withheld, too few people answered", &part.suppressed)]
    {
        if !keys.is_empty() {
            writeln!(text, "- {what}: {}.", listed(keys, ROWS))?;
        }
    }
    if part.suppressed_results > 0 {
        let results = counted(part.suppressed_results, "result");
        writeln!(
            text,
            "- Withheld in friction, channels and promises: {results}, too few people or telling of few."
        )?;
    }
    for warning in &part.warnings {
        writeln!(text, "- {warning}.")?;
    }
    let weak =
        part.evidence.iter().filter(|share| share.evidence != "estimated" && share.share.abs() >= 0.05);
    for share in weak.take(ROWS) {
        let evidence = match share.evidence {
            "prior" => "a published figure that is not from your data",
            "elicited" => "the judgement of experts",
            _ => "an assumption that nobody has measured",
        };
        let percent = 100.0 * share.share;
        writeln!(text, "- {percent:.0} % of the effect on {} depends on {evidence}.", share.node)?;
    }
    if !part.out_of_range.is_empty() {
        let keys = listed(&part.out_of_range, ROWS);
        writeln!(
            text,
            "- The shock would take scores out of 0..100 ({keys}); a bounded cascade says what is left."
        )?;
    }
    if !part.without_standard_error.is_empty() {
        let edges = listed(&part.without_standard_error, ROWS);
        writeln!(text, "- No standard error is known for {edges}, so no interval behind them is known.")?;
    }
    if !part.measure_next.is_empty() {
        let mut table =
            Table::new([Column::text("Influence"), Column::number("Share"), Column::text("Known today by")]);
        for next in part.measure_next.iter().take(ROWS) {
            table.row([
                format!("{} -> {}", next.from, next.to),
                format!("{:.0} %", 100.0 * next.variance_share),
                next.evidence.to_owned(),
            ]);
        }
        table.left_out(part.measure_next.len().saturating_sub(ROWS));
        write!(text, "\nMeasure next, by share of the variance of the effect on the aim:\n\n{table}")?;
    }
    Ok(())
}
