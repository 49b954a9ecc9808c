//! Shortened lists and counted shares, alike in all sections.

use std::fmt::{Result, Write};

use crate::report::render::words::{NONE, counted, percent};
use crate::score::inference::Proportion;

/// Rows of a table; what they leave out stands below it.
pub(super) const ROWS: usize = 10;

/// Says what a list of [`ROWS`] leaves out.
pub(super) fn left_out(text: &mut String, count: usize) -> Result {
    match count.saturating_sub(ROWS) {
        0 => Ok(()),
        more => writeln!(text, "\n... and {more} more."),
    }
}

/// The cell of a row that stands for so many others.
pub(super) fn others(count: usize) -> String {
    format!("*{}*", counted(count as u64, "other"))
}

/// A counted share in percent, or as counts where there are few.
pub(super) fn share(share: Proportion) -> String {
    match share.share {
        Some(_) if share.of < Proportion::ENOUGH => {
            format!("{} of {}", share.count, share.of)
        }
        Some(part) => percent(part),
        None => NONE.to_owned(),
    }
}
