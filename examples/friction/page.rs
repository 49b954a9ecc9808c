//! The report.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use total_experience::journey::{FrictionComponent, GroupFriction, Silo, TouchpointFriction};

use super::words::{cell, duration, grouped, percent};
use super::{Found, Request};

/// Rows of a table; what they leave out stands below them.
const ROWS: usize = 10;
/// Hand-overs needed on either side before their waits are compared.
const ENOUGH: u64 = 30;
/// A shared touchpoint with less than this part of all burden is not worth a team of several groups.
const WORTHWHILE: f64 = 0.01;

pub(crate) fn markdown(request: &Request, found: &Found) -> String {
    let mut page = format!("# Friction in `{}`\n\n", request.path);
    let groups: Vec<String> = request
        .stakeholders
        .iter()
        .zip(&found.people)
        .map(|(group, people)| format!("{} {}s", grouped(*people as u64), group.key))
        .collect();
    let _ = writeln!(
        page,
        "{} events of {} journeys, lived by {}. Anchors `{}`: a wait hurts from {} on and fully from {}.\n",
        grouped(found.notes.events),
        grouped(found.journeys as u64),
        groups.join(" and "),
        found.friction.anchors,
        duration(request.scale.anchor(FrictionComponent::Wait).good()),
        duration(request.scale.anchor(FrictionComponent::Wait).bad()),
    );
    in_short(&mut page, request, &found.friction.touchpoints);
    where_it_hurts(&mut page, &found.friction.touchpoints);
    shared(&mut page, found);
    if !found.channels.is_empty() {
        page.push_str("\n## By channel\n\n");
        table(&mut page, "Channel", &found.channels);
    }
    if let Some(silo) = &found.silo {
        hand_overs(&mut page, silo);
    }
    unknown(&mut page, request, found);
    page
}

fn burden(touchpoints: &[TouchpointFriction]) -> f64 {
    touchpoints.iter().filter_map(|touchpoint| touchpoint.burden).sum()
}

fn where_it_hurts(page: &mut String, touchpoints: &[TouchpointFriction]) {
    page.push_str(
        "## Where it hurts\n\nBurden is friction (0..1) times visits, added over groups; breadth says how many groups \
         share it.\n\n",
    );
    table(page, "Touchpoint", touchpoints);
    let owned: BTreeMap<&str, f64> = touchpoints.iter().fold(BTreeMap::new(), |mut owned, touchpoint| {
        if let (Some(owner), Some(burden)) = (&touchpoint.owner, touchpoint.burden) {
            *owned.entry(owner.as_str()).or_default() += burden;
        }
        owned
    });
    let mut owned: Vec<_> = owned.into_iter().collect();
    owned.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    if !owned.is_empty() {
        let all = burden(touchpoints).max(f64::MIN_POSITIVE);
        let parts: Vec<String> =
            owned.iter().map(|(owner, burden)| format!("`{owner}` {}", percent(burden / all))).collect();
        let _ = writeln!(
            page,
            "\nOf all burden, by the team that does most of the work there: {}.",
            parts.join(", ")
        );
    }
}

/// The touchpoints that carry half of all burden, and what it is made of.
fn in_short(page: &mut String, request: &Request, touchpoints: &[TouchpointFriction]) {
    let all = burden(touchpoints);
    if all <= 0.0 {
        page.push_str("No friction was found on these anchors.\n\n");
        return;
    }
    let (mut heavy, mut carried) = (Vec::new(), 0.0);
    for touchpoint in touchpoints {
        if carried >= all / 2.0 {
            break;
        }
        heavy.push(format!("**{}**", touchpoint.name));
        carried += touchpoint.burden.unwrap_or(0.0);
    }
    let mut parts: BTreeMap<FrictionComponent, f64> = BTreeMap::new();
    for group in touchpoints.iter().flat_map(|touchpoint| &touchpoint.groups) {
        let weights: f64 = group.components.keys().map(|&component| request.scale.weight(component)).sum();
        for (&component, friction) in &group.components {
            let part = request.scale.weight(component) * friction * group.exposure.unwrap_or(0.0) / weights;
            *parts.entry(component).or_default() += part / all;
        }
    }
    let mut parts: Vec<_> = parts.into_iter().collect();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    let what = |component| match component {
        FrictionComponent::Wait => "waiting",
        FrictionComponent::Rework => "doing it again",
        FrictionComponent::DropOff => "leaving for good",
        FrictionComponent::SwitchAfterFailure => "trying another channel",
        other => other.name(),
    };
    let parts: Vec<String> = parts
        .into_iter()
        .map(|(component, part)| format!("{} is {}", percent(part), what(component)))
        .collect();
    let _ = writeln!(
        page,
        "In short: {} carry {} of all burden; of the whole, {}.\n",
        heavy.join(" and "),
        percent(carried / all),
        parts.join(", "),
    );
}

/// A row per touchpoint, then what each group meets there.
fn table(page: &mut String, what: &str, touchpoints: &[TouchpointFriction]) {
    let all = burden(touchpoints).max(f64::MIN_POSITIVE);
    let number = |value: Option<f64>, digits: usize| match value {
        Some(value) => format!("{value:.digits$}"),
        None => "–".to_owned(),
    };
    let _ = writeln!(
        page,
        "| {what} | Burden | of all | Breadth | Owner | Group | Visits | Friction | Mean wait | Done again | Lost above \
         usual |\n|---|--:|--:|--:|---|---|--:|--:|--:|--:|--:|"
    );
    for touchpoint in touchpoints.iter().take(ROWS) {
        let part = touchpoint.burden.map_or_else(|| "–".to_owned(), |burden| percent(burden / all));
        let mut lead = format!(
            "| {} | {} | {part} | {} | {}",
            cell(&touchpoint.name),
            number(touchpoint.burden, 0),
            number(touchpoint.breadth, 2),
            touchpoint.owner.as_deref().map_or_else(|| "–".to_owned(), cell),
        );
        for group in &touchpoint.groups {
            let _ = writeln!(page, "{lead} | {}", group_cells(group));
            lead = "| | | | |".to_owned();
        }
    }
    if touchpoints.len() > ROWS {
        let rest = &touchpoints[ROWS..];
        let _ = writeln!(
            page,
            "| *{} others* | {:.0} | {} | | | | | | | | |",
            rest.len(),
            burden(rest),
            percent(burden(rest) / all)
        );
    }
}

fn group_cells(group: &GroupFriction) -> String {
    if group.suppressed {
        return format!("{} | *too few people to show* | | | | |", group.stakeholder);
    }
    let measure = |component| group.measures.get(&component).copied();
    let share = |component| measure(component).map_or_else(|| "–".to_owned(), percent);
    format!(
        "{} | {} | {} | {} | {} | {} |",
        group.stakeholder,
        group.exposure.map_or_else(|| "–".to_owned(), |visits| grouped(visits as u64)),
        group.friction.map_or_else(|| "–".to_owned(), |friction| format!("{friction:.2}")),
        measure(FrictionComponent::Wait).map_or_else(|| "–".to_owned(), duration),
        share(FrictionComponent::Rework),
        share(FrictionComponent::DropOff),
    )
}

fn shared(page: &mut String, found: &Found) {
    let all = burden(&found.friction.touchpoints);
    let worth = |touchpoint: &&TouchpointFriction| touchpoint.burden.unwrap_or(0.0) >= WORTHWHILE * all;
    let shared: Vec<_> = found.friction.shared().into_iter().filter(worth).take(5).collect();
    if shared.is_empty() {
        return;
    }
    page.push_str("\n## Mend once, help several groups\n\n");
    for touchpoint in shared {
        let parts: Vec<String> = touchpoint
            .groups
            .iter()
            .filter_map(|group| {
                let part = group.burden? / touchpoint.burden?;
                Some(format!("{} {}", percent(part), group.stakeholder))
            })
            .collect();
        let _ = writeln!(
            page,
            "- **{}**: as if {:.2} groups bore it alike ({}); {} of all burden",
            touchpoint.name,
            touchpoint.breadth.unwrap_or(0.0),
            parts.join(", "),
            percent(touchpoint.burden.unwrap_or(0.0) / all),
        );
    }
}

fn hand_overs(page: &mut String, silo: &Silo) {
    page.push_str("\n## Between teams\n\n");
    let (Some(external), Some(internal), Some(same)) = (silo.external, silo.internal, silo.same_person)
    else {
        page.push_str("Too few people take part to show hand-overs.\n");
        return;
    };
    let _ = writeln!(
        page,
        "Of {} steps, {} stay with the same person; {} are hand-overs, {} of them to another team.",
        grouped(external + internal + same),
        grouped(same),
        grouped(external + internal),
        grouped(external),
    );
    if let (Some(index), Some(expected), Some(low), Some(high)) =
        (silo.ei_index, silo.expected, silo.expected_low, silo.expected_high)
    {
        let verdict = match index {
            index if index < low => "work stays inside teams more than chance would have it: there are walls",
            index if index > high => "work crosses teams more than chance would have it",
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
            "{} of {} people work in more than one of these teams{}.",
            grouped(several),
            grouped(people),
            if several * 2 > people {
                ": the borders run between kinds of work, not between people"
            } else {
                ""
            },
        );
    }
    if external < ENOUGH || internal < ENOUGH {
        let fewer = grouped(external.min(internal));
        let _ = writeln!(page, "{fewer} on one side are too few to compare waits inside and across teams.");
    } else if let Some(premium) = silo.premium {
        let more = if premium.median_seconds > 0.0 { "longer" } else { "shorter" };
        let _ = writeln!(
            page,
            "A hand-over to another team takes {} in the median, inside a team {}: {} {more} (means {} and {}).",
            duration(premium.external_median_seconds),
            duration(premium.internal_median_seconds),
            duration(premium.median_seconds.abs()),
            duration(premium.external_mean_seconds),
            duration(premium.internal_mean_seconds),
        );
    }
    page.push_str(
        "\n| Team | People | Handed to it | Handed on | Inside | E-I | Journeys it can stop | Cut point |\n\
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
            duration(hand_over.mean_seconds)
        );
    }
    if across.len() > ROWS {
        let rest: u64 = across[ROWS..].iter().map(|hand_over| hand_over.count).sum();
        let _ = writeln!(page, "| *{} others* | | {} | |", across.len() - ROWS, grouped(rest));
    }
}

fn unknown(page: &mut String, request: &Request, found: &Found) {
    page.push_str("\n## What we do not know\n\n");
    let notes = found.notes;
    let mut remarks = vec![
        "Errors and effort: a log does not hold them; ask people (CES) or count failures.".to_owned(),
        "Waits are times between events: what happened in between, work or idleness, is not in the log."
            .to_owned(),
    ];
    if request.goals.is_empty() {
        remarks.push(
            "Which activity gives people what they came for: the one where most journeys end was taken. Name it with \
             --goal, and waits behind it no longer count."
                .to_owned(),
        );
    }
    for (count, text) in [
        (found.friction.suppressed, "cells are withheld: fewer people than the minimum group"),
        (found.friction.open_journeys, "journeys are still open and count neither as done nor as lost"),
        (found.silo.as_ref().map_or(0, |silo| silo.unknown), "steps name no person or no team"),
        (notes.without_zone, "times name no zone and were taken as UTC"),
        (notes.out_of_order, "events came after a later event of their case and were sorted in by time"),
    ] {
        if count > 0 {
            remarks.push(format!("{} {text}.", grouped(count)));
        }
    }
    if !request.owner {
        remarks.push(
            "Who owns a touchpoint, and hand-overs between teams: name a column with --owner.".to_owned(),
        );
    }
    for remark in remarks {
        let _ = writeln!(page, "- {remark}");
    }
}
