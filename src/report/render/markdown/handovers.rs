//! Hand-overs between teams, as Markdown.

use std::fmt::{Result, Write};

use crate::journey::handover::{HandoverVerdict, Handovers};
use crate::report::render::words::{NONE, counted, counted_as, duration, grouped, number, percent, seconds};
use crate::report::render::{Column, Table};

use super::lists::{ROWS, others};

pub(super) fn write(text: &mut String, handovers: &Handovers) -> Result {
    writeln!(text, "\n### Between teams\n")?;
    let (Some(external), Some(internal), Some(same)) =
        (handovers.external, handovers.internal, handovers.same_person)
    else {
        return writeln!(text, "Too few people take part to show hand-overs.");
    };
    writeln!(
        text,
        "Of {}, {} with the same person; {} to another person, {} of them in another team.",
        counted(external + internal + same, "step"),
        counted_as(same, "stays", "stay"),
        counted_as(external + internal, "goes", "go"),
        grouped(external),
    )?;
    index(text, handovers)?;
    premium(text, handovers, external, internal)?;
    teams(text, handovers)?;
    pairs(text, handovers)
}

fn index(text: &mut String, handovers: &Handovers) -> Result {
    if let (Some(index), Some(expected), Some(low), Some(high), Some(verdict)) = (
        handovers.ei_index,
        handovers.expected,
        handovers.expected_low,
        handovers.expected_high,
        handovers.verdict(),
    ) {
        let verdict = match verdict {
            HandoverVerdict::KindsOfWork => {
                "a journey stays with one team more than chance would have it; since most people work in several \
                 teams, the borders lie between kinds of work, not between people"
            }
            HandoverVerdict::Walls => {
                "work stays inside teams more than chance would have it: there are walls"
            }
            HandoverVerdict::Across => "work crosses teams more than chance would have it",
            HandoverVerdict::Chance => "no more and no less than chance gives with teams of these sizes",
        };
        writeln!(
            text,
            "E-I index {index:.3} (-1 all inside, +1 all across); chance gives {expected:.3}, 95 % {low:.3} to \
             {high:.3}: {verdict}.",
        )?;
    }
    if let (Some(people), Some(several @ 1..)) = (handovers.people, handovers.people_in_several) {
        writeln!(
            text,
            "Of {}, {} in more than one of these teams.",
            counted_as(people, "person", "people"),
            counted_as(several, "works", "work"),
        )?;
    }
    Ok(())
}

fn premium(text: &mut String, handovers: &Handovers, external: u64, internal: u64) -> Result {
    if external < Handovers::ENOUGH || internal < Handovers::ENOUGH {
        let (few, side) =
            if external < Handovers::ENOUGH { (external, "across") } else { (internal, "inside") };
        let few = counted(few, "hand-over");
        return writeln!(text, "Only {few} {side} teams: too few to compare what crossing costs in time.");
    }
    let Some(premium) = handovers.comparable_premium() else { return Ok(()) };
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

fn teams(text: &mut String, handovers: &Handovers) -> Result {
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
    for owner in handovers.owners.iter().take(ROWS) {
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
    table.left_out(handovers.owners.len().saturating_sub(ROWS));
    write!(text, "\n{table}")
}

fn pairs(text: &mut String, handovers: &Handovers) -> Result {
    let across: Vec<_> = handovers.handovers.iter().filter(|handover| handover.from != handover.to).collect();
    if across.is_empty() {
        return Ok(());
    }
    let mut table = Table::new([
        Column::text("From"),
        Column::text("To"),
        Column::number("Times"),
        Column::number("Mean wait"),
    ]);
    for handover in across.iter().take(ROWS) {
        table.row([
            name(handover.from.as_deref()),
            name(handover.to.as_deref()),
            &grouped(handover.count),
            &handover.mean_wait.map_or_else(|| "*too few people*".to_owned(), duration),
        ]);
    }
    if across.len() > ROWS {
        let rest: u64 = across[ROWS..].iter().map(|handover| handover.count).sum();
        table.row([others(across.len() - ROWS).as_str(), "", &grouped(rest), NONE]);
    }
    write!(text, "\n{table}")
}
