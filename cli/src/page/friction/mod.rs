//! Page of friction.

mod actions;

use std::fmt::Write as _;
use std::time::Duration;

use total_experience::journey::friction::{
    Anchor, Combination, FrictionComponent, FrictionScale, TouchpointFriction,
};
use total_experience::report::render::words::{self, counted, counted_as, people};
use total_experience::request::UnmatchedActivity;
use total_experience::request::friction::{FrictionAnswer, FrictionRequest};

use crate::fault::shown;

pub(crate) fn markdown(
    path: &str,
    request: &FrictionRequest,
    found: &FrictionAnswer,
    (events, remarks): (u64, &[String]),
    has_map: bool,
) -> String {
    let mut page = format!("# Friction in `{}`\n\n", shown(path));
    let groups: Vec<String> = found
        .groups
        .iter()
        .map(|(group, number)| {
            // What is called by its role has a singular; of `tellers` there is one of them.
            let (role, all) = (group.role.to_string(), people(&group.key));
            let one = if role != all && people(&role) == all { role } else { format!("of {all}") };
            counted_as(*number as u64, &one, &all)
        })
        .collect();
    let _ = writeln!(
        page,
        "{} of {}, lived by {}. Anchors `{}`: a wait hurts from {} on and fully from {}.\n",
        counted(events, "event"),
        counted(found.journey_count as u64, "journey"),
        groups.join(" and "),
        found.friction.anchors,
        duration(request.scale.anchor(FrictionComponent::Wait).good),
        duration(request.scale.anchor(FrictionComponent::Wait).bad),
    );
    let _ = writeln!(page, "{}\n", goal(request, &found.friction.goals));
    actions::in_short(&mut page, request, found);
    actions::first(&mut page, request, found);
    let _ = write!(page, "## Where it hurts\n{}", found.to_part().to_markdown());
    legend(&mut page, &request.scale);
    unknown(&mut page, request, found, remarks, has_map);
    page
}

/// The anchors and weights of the components, and how they are joined.
fn legend(page: &mut String, scale: &FrictionScale) {
    let anchors = FrictionComponent::ALL.into_iter().map(|component| {
        let Anchor { good, bad } = scale.anchor(component);
        let ends = match component {
            FrictionComponent::Wait => format!("{} .. {}", duration(good), duration(bad)),
            FrictionComponent::Effort => format!("{good} .. {bad} of 7"),
            _ => format!("{} .. {} of visits", words::percent(good), words::percent(bad)),
        };
        match scale.weight(component) {
            1.0 => format!("{} {ends}", component.name()),
            weight => format!("{} {ends} (weight {weight})", component.name()),
        }
    });
    let anchors: Vec<String> = anchors.collect();
    let joined = match scale.combination() {
        Combination::NoisyOr => "1 - product of (1 - weight x component)",
        _ => "sum of (weight x component) / sum of weights",
    };
    let _ = writeln!(
        page,
        "\n### How friction is counted\n\nFriction = {joined}, over the components that were measured; a component grows from 0 at its good anchor to 1 \
         at its bad one: {}.",
        anchors.join(", "),
    );
}

/// What counts as having got what one came for.
fn goal(request: &FrictionRequest, goals: &[String]) -> String {
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

/// A span in seconds, in the unit that people would use.
fn duration(seconds: f64) -> String {
    words::duration(Duration::try_from_secs_f64(seconds).unwrap_or_default())
}

fn burden(touchpoints: &[TouchpointFriction]) -> f64 {
    touchpoints.iter().filter_map(|touchpoint| touchpoint.burden).sum()
}

fn unknown(
    page: &mut String,
    request: &FrictionRequest,
    found: &FrictionAnswer,
    notes: &[String],
    has_map: bool,
) {
    page.push_str("\n## What we do not know\n\n");
    let errors = if request.failures.is_empty() {
        "Errors and effort: a log does not hold them; ask people (CES), and name failures with --failure."
    } else {
        "Effort: a log does not hold it; ask people (CES)."
    };
    let groups = found.friction.touchpoints.iter().flat_map(|touchpoint| &touchpoint.groups);
    let has_starts = groups.into_iter().any(|group| group.service_time.is_some());
    let mut remarks = vec![
        errors.to_owned(),
        match has_starts {
            false => "Waits are times between events: what happened in between, work or idleness, is not in the log.",
            true => "Waits end where work begins, or at the event where its start is not known: what was waited for is not in the log.",
        }
        .to_owned(),
    ];
    let promises: usize = found.promises.iter().map(|group| group.promises.suppressed.len()).sum();
    let unknown = found.handovers.as_ref().map_or(0, |handovers| handovers.unknown);
    for (count, one, many) in [
        (
            found.suppressed_count(),
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
    ] {
        if count > 0 {
            remarks.push(format!("{}.", counted_as(count, one, many)));
        }
    }
    if !found.without_group.is_empty() {
        remarks.push(format!(
            "Of the map's stakeholders no group stands for `{}`: name their column with --stakeholder.",
            found.without_group.join("`, `")
        ));
    }
    if !found.without_touchpoint.is_empty() {
        remarks.push(format!("{}.", UnmatchedActivity::told(&found.without_touchpoint)));
    }
    remarks.extend(notes.iter().map(|remark| format!("{remark}.")));
    if found.channels.is_none() {
        remarks.push("Channels: the log names none; name a column with --channel.".to_owned());
        if !request.segments.is_empty() {
            remarks.push("Segments: they are looked at by channel, and the log names none.".to_owned());
        }
    }
    if !found.has_owner && !has_map {
        remarks.push(
            "Who owns a touchpoint, and hand-overs between teams: name a column with --owner, or give a --map."
                .to_owned(),
        );
    }
    for remark in remarks {
        let _ = writeln!(page, "- {remark}");
    }
}
