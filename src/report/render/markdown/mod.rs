//! Reports as Markdown, made for reading: six sections, numbers rounded.

mod channels;
mod drivers;
mod friction;
mod handovers;
mod hurts;
mod lists;
mod promises;
mod standing;
mod unknowns;
mod what_if;
mod worth;

use std::fmt::{Result, Write};

use crate::report::parts::{Report, WhereItHurts};

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
