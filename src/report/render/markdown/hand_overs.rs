//! Hand-overs between teams, as Markdown.

use std::fmt::{Result, Write};

use crate::journey::handover::{Silo, SiloVerdict};
use crate::report::render::words::{NONE, counted, duration, grouped, number, percent, seconds};
use crate::report::render::{Column, Table};

use super::lists::ROWS;

pub(super) fn write(text: &mut String, silo: &Silo) -> Result {
    writeln!(text, "\n### Between teams\n")?;
    let (Some(external), Some(internal), Some(same)) = (silo.external, silo.internal, silo.same_person)
    else {
        return writeln!(text, "Too few people take part to show hand-overs.");
    };
    writeln!(
        text,
        "Of {}, {} stay with the same person; {} go to another person, {} of them in another team.",
        counted(external + internal + same, "step"),
        grouped(same),
        grouped(external + internal),
        grouped(external),
    )?;
    index(text, silo)?;
    premium(text, silo, external, internal)?;
    teams(text, silo)?;
    pairs(text, silo)
}

fn index(text: &mut String, silo: &Silo) -> Result {
    if let (Some(index), Some(expected), Some(low), Some(high), Some(verdict)) =
        (silo.ei_index, silo.expected, silo.expected_low, silo.expected_high, silo.verdict())
    {
        let verdict = match verdict {
            SiloVerdict::KindsOfWork => {
                "a journey stays with one team more than chance would have it; since most people work in several \
                 teams, the borders lie between kinds of work, not between people"
            }
            SiloVerdict::Walls => "work stays inside teams more than chance would have it: there are walls",
            SiloVerdict::Across => "work crosses teams more than chance would have it",
            SiloVerdict::Chance => "no more and no less than chance gives with teams of these sizes",
        };
        writeln!(
            text,
            "E-I index {index:.3} (-1 all inside, +1 all across); chance gives {expected:.3}, 95 % {low:.3} to \
             {high:.3}: {verdict}.",
        )?;
    }
    if let (Some(people), Some(several @ 1..)) = (silo.people, silo.people_in_several) {
        let (several, people) = (grouped(several), grouped(people));
        writeln!(text, "{several} of {people} people work in more than one of these teams.")?;
    }
    Ok(())
}

fn premium(text: &mut String, silo: &Silo, external: u64, internal: u64) -> Result {
    if external < Silo::ENOUGH || internal < Silo::ENOUGH {
        let (few, side) = if external < Silo::ENOUGH { (external, "across") } else { (internal, "inside") };
        let few = counted(few, "hand-over");
        return writeln!(text, "Only {few} {side} teams: too few to compare what crossing costs in time.");
    }
    let Some(premium) = silo.comparable_premium() else { return Ok(()) };
    writeln!(
        text,
        "A hand-over to another team takes {} in the median, inside a team {}: {} {} (means {} and {}).",
        duration(premium.external_median),
        duration(premium.internal_median),
        seconds(premium.median_seconds.abs()),
        if premium.median_seconds > 0.0 { "longer" } else { "shorter" },
        duration(premium.external_mean),
        duration(premium.internal_mean),
    )
}

fn name(name: Option<&str>) -> &str {
    name.unwrap_or("*small teams*")
}

fn teams(text: &mut String, silo: &Silo) -> Result {
    let mut table = Table::new([
        Column::text("Team"),
        Column::number("People"),
        Column::number("Handed to it"),
        Column::number("Handed on"),
        Column::number("Inside"),
        Column::number("E-I"),
        Column::number("Journeys it can stop"),
        Column::text("Others fall apart without it"),
    ]);
    for owner in silo.owners.iter().take(ROWS) {
        table.row([
            name(owner.name.as_deref()),
            &owner.people.to_string(),
            &grouped(owner.received),
            &grouped(owner.given),
            &grouped(owner.internal),
            &number(owner.ei_index, 2),
            &percent(owner.blast_journeys),
            if owner.articulation { "yes" } else { "no" },
        ]);
    }
    table.left_out(silo.owners.len().saturating_sub(ROWS));
    write!(text, "\n{table}")
}

fn pairs(text: &mut String, silo: &Silo) -> Result {
    let across: Vec<_> = silo.hand_overs.iter().filter(|hand_over| hand_over.from != hand_over.to).collect();
    if across.is_empty() {
        return Ok(());
    }
    let mut table = Table::new([
        Column::text("From"),
        Column::text("To"),
        Column::number("Times"),
        Column::number("Mean wait"),
    ]);
    for hand_over in across.iter().take(ROWS) {
        table.row([
            name(hand_over.from.as_deref()),
            name(hand_over.to.as_deref()),
            &grouped(hand_over.count),
            &hand_over.mean_wait.map_or_else(|| "*too few people*".to_owned(), duration),
        ]);
    }
    if across.len() > ROWS {
        let rest: u64 = across[ROWS..].iter().map(|hand_over| hand_over.count).sum();
        let others = format!("*{} others*", across.len() - ROWS);
        table.row([others.as_str(), "", &grouped(rest), NONE]);
    }
    write!(text, "\n{table}")
}
