//! Reports as Markdown, made for reading: six sections, numbers rounded.

mod channels;
mod drivers;
mod friction;
mod hand_overs;
mod hurts;
mod promises;
mod standing;
mod unknowns;
mod what_if;
mod worth;

use std::fmt::{Result, Write};

use crate::report::parts::{Report, WhereItHurts};

use super::words::{NONE, percent};

/// Rows of a table; what they leave out stands below it.
const ROWS: usize = 10;

impl Report {
    /// The report as Markdown, made for reading: six sections, numbers rounded.
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> Result {
        writeln!(text, "# {}", self.title.replace(char::is_control, " "))?;
        heading(text, "Where we stand")?;
        standing::write(text, &self.where_we_stand)?;
        heading(text, "Where it hurts")?;
        hurts::write(text, &self.where_it_hurts)?;
        heading(text, "What drives it")?;
        drivers::write(text, &self.what_drives_it)?;
        heading(text, "What if")?;
        match &self.what_if {
            Some(what_if) => what_if::write(text, what_if)?,
            None => writeln!(text, "No shock was asked about.")?,
        }
        heading(text, "What it is worth")?;
        worth::write(text, &self.what_it_is_worth)?;
        heading(text, "What we do not know")?;
        unknowns::write(text, &self.what_we_do_not_know)
    }
}

impl WhereItHurts {
    /// This part as Markdown, without its heading.
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = hurts::write(&mut text, self);
        text
    }
}

fn heading(text: &mut String, title: &str) -> Result {
    writeln!(text, "\n## {title}\n")
}

/// Says what a list of [`ROWS`] leaves out.
fn left_out(text: &mut String, count: usize) -> Result {
    match count.saturating_sub(ROWS) {
        0 => Ok(()),
        more => writeln!(text, "\n... and {more} more."),
    }
}

/// A counted share in percent, or as counts where there are few.
fn share(share: crate::journey::Proportion) -> String {
    match share.share {
        Some(_) if share.of < crate::journey::Proportion::ENOUGH => {
            format!("{} of {}", share.count, share.of)
        }
        Some(part) => percent(part),
        None => NONE.to_owned(),
    }
}
