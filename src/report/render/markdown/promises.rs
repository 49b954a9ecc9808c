//! Promised and actual times, as Markdown.

use std::fmt::{Result, Write};

use crate::report::parts::GroupPromises;
use crate::report::render::words::{NONE, grouped, people, percent, seconds};
use crate::report::render::{Column, Table};

use super::lists::{ROWS, others};

pub(super) fn write(text: &mut String, found: &[GroupPromises]) -> Result {
    if found.iter().all(|group| group.promises.gaps.is_empty()) {
        return Ok(());
    }
    let mut table = Table::new([
        Column::text("Touchpoint"),
        Column::text("Promised to"),
        Column::number("Visits"),
        Column::number("Kept (95 %)"),
        Column::number("Mean gap"),
        Column::number("Median gap"),
    ]);
    for group in found {
        let (who, gaps) = (people(&group.stakeholder), &group.promises.gaps);
        for gap in gaps.iter().take(ROWS) {
            let [kept, low, high] = [gap.kept.share, gap.kept.low, gap.kept.high].map(share);
            table.row([
                gap.touchpoint.as_str(),
                &who,
                &grouped(gap.n),
                &format!("{kept} ({low} .. {high})"),
                &late(gap.mean_seconds),
                &late(gap.median_seconds),
            ]);
        }
        if gaps.len() > ROWS {
            table.row([others(gaps.len() - ROWS), who]);
        }
    }
    write!(text, "\n### Promises\n\n{table}")
}

fn share(share: Option<f64>) -> String {
    share.map_or_else(|| NONE.to_owned(), percent)
}

fn late(gap: Option<f64>) -> String {
    match gap {
        Some(gap) if gap > 0.0 => format!("{} late", seconds(gap)),
        Some(gap) if gap < 0.0 => format!("{} early", seconds(-gap)),
        Some(_) => seconds(0.0),
        None => NONE.to_owned(),
    }
}
