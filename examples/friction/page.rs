//! The report.

use std::fmt::Write as _;

use total_experience::journey::friction::{
    Friction, FrictionComponent, GroupFriction, PromiseGaps, TouchpointFriction,
};

use super::words::{cell, counted, duration, grouped, people, percent};
use super::{Found, Request, actions, teams};

/// Rows of a table; what they leave out stands below them.
pub(crate) const ROWS: usize = 10;
/// A shared touchpoint with less than this part of all burden is not worth a team of several groups.
const WORTHWHILE: f64 = 0.01;

pub(crate) fn markdown(request: &Request, found: &Found) -> String {
    let mut page = format!("# Friction in `{}`\n\n", request.path);
    let groups: Vec<String> = request
        .stakeholders
        .iter()
        .zip(&found.people)
        .map(|(group, number)| match number {
            1 => format!("1 {}", group.key),
            _ => format!("{} {}", grouped(*number as u64), people(&group.key)),
        })
        .collect();
    let _ = writeln!(
        page,
        "{} of {}, lived by {}. Anchors `{}`: a wait hurts from {} on and fully from {}.\n",
        counted(found.notes.events, "event"),
        counted(found.journeys as u64, "journey"),
        groups.join(" and "),
        found.friction.anchors,
        duration(request.scale.anchor(FrictionComponent::Wait).good()),
        duration(request.scale.anchor(FrictionComponent::Wait).bad()),
    );
    let _ = writeln!(page, "{}\n", goal(request, &found.friction.goals));
    actions::in_short(&mut page, request, &found.friction);
    actions::first(&mut page, request, found);
    where_it_hurts(&mut page, &found.friction);
    shared(&mut page, found);
    promises(&mut page, &found.promises);
    if let Some(channels) = &found.channels {
        channels.page(&mut page);
    }
    if let Some(silo) = &found.silo {
        teams::hand_overs(&mut page, silo);
    }
    unknown(&mut page, request, found);
    page
}

/// What counts as having got what one came for.
fn goal(request: &Request, goals: &[String]) -> String {
    let named: Vec<String> = goals.iter().map(|goal| format!("**{goal}**")).collect();
    match (request.goals.is_empty(), named.is_empty()) {
        (_, true) => "No journey ends anywhere, so there is no goal.".to_owned(),
        (true, _) => format!(
            "Journeys count as done with {}, where most of them end. If people have what they came for earlier, name \
             that step with --goal: waits behind it then hurt nobody.",
            named.join(" or ")
        ),
        (false, _) => format!("Journeys count as done with {}.", named.join(" or ")),
    }
}

pub(crate) fn burden(touchpoints: &[TouchpointFriction]) -> f64 {
    touchpoints.iter().filter_map(|touchpoint| touchpoint.burden).sum()
}

fn where_it_hurts(page: &mut String, friction: &Friction) {
    page.push_str(
        "## Where it hurts\n\nBurden is friction (0 none, 1 complete) times visits times the group's weight, added over \
         groups; breadth says how many groups share it. Mean wait is the time since the same person's step before in \
         the same journey.\n\n",
    );
    table(page, "Touchpoint", &friction.touchpoints);
    let owned = friction.burden_by_owner();
    if !owned.is_empty() {
        let all = friction.burden().max(f64::MIN_POSITIVE);
        let named: f64 = owned.iter().map(|(_, burden)| burden).sum();
        let mut parts: Vec<String> =
            owned.iter().map(|(owner, burden)| format!("`{owner}` {}", percent(burden / all))).collect();
        if named < friction.burden() {
            parts.push(format!("not known or not shown {}", percent(1.0 - named / all)));
        }
        let _ = writeln!(
            page,
            "\nOf all burden, by the owner of the touchpoint (where no map names one, the team that does most of the \
             work there): {}.",
            parts.join(", ")
        );
    }
}

/// What was promised to a group, and what it got.
fn promises(page: &mut String, found: &[(String, PromiseGaps)]) {
    if found.iter().all(|(_, found)| found.gaps.is_empty()) {
        return;
    }
    page.push_str(
        "\n## Promises\n\n| Touchpoint | Promised to | Visits | Kept (95 %) | Mean gap | Median gap |\n\
         |---|---|--:|--:|--:|--:|\n",
    );
    let signed = |gap: Option<f64>| match gap {
        Some(gap) if gap > 0.0 => format!("{} late", duration(gap)),
        Some(gap) if gap < 0.0 => format!("{} early", duration(-gap)),
        Some(_) => "0 s".to_owned(),
        None => "–".to_owned(),
    };
    let share = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), percent);
    for (group, found) in found {
        for gap in found.gaps.iter().take(ROWS) {
            let kept = [gap.kept.share, gap.kept.low, gap.kept.high].map(share);
            let _ = writeln!(
                page,
                "| {} | {} | {} | {} ({} – {}) | {} | {} |",
                cell(&gap.touchpoint),
                people(group),
                grouped(gap.n),
                kept[0],
                kept[1],
                kept[2],
                signed(gap.mean_seconds),
                signed(gap.median_seconds),
            );
        }
        if found.gaps.len() > ROWS {
            let _ = writeln!(page, "| *{} others* | {} | | | | |", found.gaps.len() - ROWS, people(group));
        }
    }
}

/// A row per touchpoint, then what each group meets there.
pub(crate) fn table(page: &mut String, what: &str, touchpoints: &[TouchpointFriction]) {
    let all = burden(touchpoints).max(f64::MIN_POSITIVE);
    let number = |value: Option<f64>, digits: usize| match value {
        Some(value) => format!("{value:.digits$}"),
        None => "–".to_owned(),
    };
    let shares = measured(touchpoints);
    let heads: String = shares.iter().map(|(_, head)| format!(" {head} |")).collect();
    let _ = writeln!(
        page,
        "| {what} | Burden | of all | Breadth | Owner | Group | Visits | Friction | Mean wait |{heads}\n\
         |---|--:|--:|--:|---|---|--:|--:|--:|{}",
        "--:|".repeat(shares.len())
    );
    for touchpoint in touchpoints.iter().take(ROWS) {
        let part = touchpoint.burden.map_or_else(|| "–".to_owned(), |burden| percent(burden / all));
        let mut lead = format!(
            "| {} | {} | {part} | {} | {}",
            cell(&touchpoint.name),
            number(touchpoint.burden, 0),
            number(touchpoint.breadth, 2),
            match &touchpoint.owner {
                Some(owner) => cell(owner),
                None if touchpoint.owner_suppressed => "*too few people*".to_owned(),
                None => "–".to_owned(),
            },
        );
        for group in &touchpoint.groups {
            let _ = writeln!(page, "{lead} | {}", group_cells(group, &shares));
            lead = "| | | | |".to_owned();
        }
    }
    if touchpoints.len() > ROWS {
        let rest = &touchpoints[ROWS..];
        let _ = writeln!(
            page,
            "| *{} others* | {:.0} | {} | | | | | | |{}",
            rest.len(),
            burden(rest),
            percent(burden(rest) / all),
            " |".repeat(shares.len())
        );
    }
}

/// Shares of visits that a column is worth: the first two, and others that somebody meets.
fn measured(touchpoints: &[TouchpointFriction]) -> Vec<(FrictionComponent, &'static str)> {
    use FrictionComponent::{BrokenPromise, DropOff, Error, Rework, SwitchAfterFailure};
    let groups = || touchpoints.iter().flat_map(|touchpoint| &touchpoint.groups);
    let is_met =
        |component| groups().any(|group| group.measures.get(&component).is_some_and(|&part| part > 0.0));
    [
        (Rework, "Done again"),
        (DropOff, "Lost above usual"),
        (Error, "Failed"),
        (SwitchAfterFailure, "Tried elsewhere"),
        (BrokenPromise, "Later than promised"),
    ]
    .into_iter()
    .filter(|&(component, _)| [Rework, DropOff].contains(&component) || is_met(component))
    .collect()
}

fn group_cells(group: &GroupFriction, shares: &[(FrictionComponent, &str)]) -> String {
    if group.suppressed {
        let empty = " |".repeat(shares.len());
        return format!("{} | *too few people to show* | | |{empty}", people(&group.stakeholder));
    }
    let measure = |component| group.measures.get(&component).copied();
    let share = |component| measure(component).map_or_else(|| "–".to_owned(), percent);
    let shares: String = shares.iter().map(|&(component, _)| format!(" {} |", share(component))).collect();
    format!(
        "{} | {} | {} | {} |{shares}",
        people(&group.stakeholder),
        group.exposure.map_or_else(|| "–".to_owned(), |visits| grouped(visits as u64)),
        group.friction.map_or_else(|| "–".to_owned(), |friction| format!("{friction:.2}")),
        measure(FrictionComponent::Wait).map_or_else(|| "–".to_owned(), duration),
    )
}

fn shared(page: &mut String, found: &Found) {
    let all = found.friction.burden();
    let shared: Vec<_> = found.friction.shared_from(WORTHWHILE).into_iter().take(5).collect();
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
                Some(format!("{} of it {}", percent(part), people(&group.stakeholder)))
            })
            .collect();
        let _ = writeln!(
            page,
            "- **{}**: borne as if by {:.2} equal groups ({}); {} of all burden",
            touchpoint.name,
            touchpoint.breadth.unwrap_or(0.0),
            parts.join(", "),
            percent(touchpoint.burden.unwrap_or(0.0) / all),
        );
    }
}

fn unknown(page: &mut String, request: &Request, found: &Found) {
    page.push_str("\n## What we do not know\n\n");
    let notes = found.notes;
    let errors = if request.failures.is_empty() {
        "Errors and effort: a log does not hold them; ask people (CES), and name failures with --failure."
    } else {
        "Effort: a log does not hold it; ask people (CES)."
    };
    let mut remarks = vec![
        errors.to_owned(),
        "Waits are times between events: what happened in between, work or idleness, is not in the log."
            .to_owned(),
    ];
    let promises: usize = found.promises.iter().map(|(_, found)| found.suppressed.len()).sum();
    let unknown = found.silo.as_ref().map_or(0, |silo| silo.unknown);
    for (count, one, many) in [
        (
            found.suppressed(),
            "result of a group at a touchpoint or in a channel is withheld: too few people, or it would tell of few",
            "results of a group at a touchpoint or in a channel are withheld: too few people, or they would tell of few",
        ),
        (
            promises as u64,
            "touchpoint's promises are withheld likewise",
            "touchpoints' promises are withheld likewise",
        ),
        (
            found.friction.open_journeys,
            "journey is still open and counts neither as done nor as lost",
            "journeys are still open and count neither as done nor as lost",
        ),
        (unknown, "step names no person or no team", "steps name no person or no team"),
        (
            notes.without_zone,
            "time names no zone and was taken as UTC",
            "times name no zone and were taken as UTC",
        ),
        (
            notes.out_of_order,
            "event came after a later event of its case and was sorted in by time",
            "events came after a later event of their case and were sorted in by time",
        ),
        (
            notes.undeclared_types,
            "type of events or objects is not in the file's lists of types: misspelt?",
            "types of events or objects are not in the file's lists of types: misspelt?",
        ),
    ] {
        if count > 0 {
            remarks.push(format!("{} {}.", grouped(count), if count == 1 { one } else { many }));
        }
    }
    if found.channels.is_none() {
        remarks.push("Channels: the log names none; name a column with --channel.".to_owned());
        if !request.segments.is_empty() {
            remarks.push("Segments: they are looked at by channel, and the log names none.".to_owned());
        }
    }
    if !found.has_owner && request.map.is_none() {
        remarks.push(
            "Who owns a touchpoint, and hand-overs between teams: name a column with --owner, or give a --map."
                .to_owned(),
        );
    }
    for remark in remarks {
        let _ = writeln!(page, "- {remark}");
    }
}
