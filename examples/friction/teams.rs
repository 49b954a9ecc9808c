//! Hand-overs between teams.

use std::fmt::Write as _;

use total_experience::journey::handover::{Silo, SiloVerdict};

use super::page::ROWS;
use super::words::{cell, counted, duration, grouped, percent};

pub(crate) fn hand_overs(page: &mut String, silo: &Silo) {
    page.push_str("\n## Between teams\n\n");
    let (Some(external), Some(internal), Some(same)) = (silo.external, silo.internal, silo.same_person)
    else {
        page.push_str("Too few people take part to show hand-overs.\n");
        return;
    };
    let _ = writeln!(
        page,
        "Of {}, {} stay with the same person; {} go to another person, {} of them in another team.",
        counted(external + internal + same, "step"),
        grouped(same),
        grouped(external + internal),
        grouped(external),
    );
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
            _ => "no more and no less than chance gives with teams of these sizes",
        };
        let _ = writeln!(
            page,
            "E-I index {index:.3} (-1 all inside, +1 all across); chance gives {expected:.3}, 95 % {low:.3} to \
             {high:.3}: {verdict}.",
        );
    }
    if let (Some(people), Some(several @ 1..)) = (silo.people, silo.people_in_several) {
        let _ = writeln!(
            page,
            "{} of {} people work in more than one of these teams.",
            grouped(several),
            grouped(people),
        );
    }
    if external < Silo::ENOUGH || internal < Silo::ENOUGH {
        let (few, side) = if external < Silo::ENOUGH { (external, "across") } else { (internal, "inside") };
        let few = counted(few, "hand-over");
        let _ = writeln!(page, "Only {few} {side} teams: too few to compare what crossing costs in time.");
    } else if let Some(premium) = silo.comparable_premium() {
        let more = if premium.median_seconds > 0.0 { "longer" } else { "shorter" };
        let _ = writeln!(
            page,
            "A hand-over to another team takes {} in the median, inside a team {}: {} {more} (means {} and {}).",
            duration(premium.external_median.as_secs_f64()),
            duration(premium.internal_median.as_secs_f64()),
            duration(premium.median_seconds.abs()),
            duration(premium.external_mean.as_secs_f64()),
            duration(premium.internal_mean.as_secs_f64()),
        );
    }
    page.push_str(
        "\n| Team | People | Handed to it | Handed on | Inside | E-I | Journeys it can stop | Others fall apart without it |\n\
         |---|--:|--:|--:|--:|--:|--:|---|\n",
    );
    let name = |name: &Option<String>| name.as_deref().map_or_else(|| "*small teams*".to_owned(), cell);
    for owner in silo.owners.iter().take(ROWS) {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            name(&owner.name),
            owner.people,
            grouped(owner.received),
            grouped(owner.given),
            grouped(owner.internal),
            owner.ei_index.map_or_else(|| "–".to_owned(), |index| format!("{index:.2}")),
            percent(owner.blast_journeys),
            if owner.articulation { "yes" } else { "no" },
        );
    }
    let across: Vec<_> = silo.hand_overs.iter().filter(|hand_over| hand_over.from != hand_over.to).collect();
    if across.is_empty() {
        return;
    }
    page.push_str("\n| From | To | Times | Mean wait |\n|---|---|--:|--:|\n");
    for hand_over in across.iter().take(ROWS) {
        let (from, to) = (name(&hand_over.from), name(&hand_over.to));
        let _ = writeln!(
            page,
            "| {from} | {to} | {} | {} |",
            grouped(hand_over.count),
            hand_over
                .mean_wait
                .map_or_else(|| "*too few people*".to_owned(), |wait| duration(wait.as_secs_f64()))
        );
    }
    if across.len() > ROWS {
        let rest: u64 = across[ROWS..].iter().map(|hand_over| hand_over.count).sum();
        let _ = writeln!(page, "| *{} others* | | {} | |", across.len() - ROWS, grouped(rest));
    }
}
