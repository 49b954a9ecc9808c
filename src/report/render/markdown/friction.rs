//! Friction by touchpoint and group, as Markdown.

use std::fmt::{Result, Write};

use crate::journey::friction::{Friction, FrictionComponent, GroupFriction, TouchpointFriction};
use crate::report::parts::SharedFriction;
use crate::report::render::words::{NONE, cell, counted, grouped, listed, number, people, percent, seconds};
use crate::report::render::{Column, Table};

use super::lists::{ROWS, others};

/// Shared touchpoints that are listed.
const SHARED: usize = 5;

pub(super) fn write(text: &mut String, friction: &Friction) -> Result {
    writeln!(
        text,
        "\n### Friction\n\nFriction, 0 none to 1 complete, joins what was measured of a group's visits: waiting, doing again, \
         failing, leaving for good, trying another channel, broken promises; each is 0 up to its good anchor and 1 from its \
         bad one, anchors `{}`. What was not measured does not count, and promises count for the visits that had one. \
         Burden = friction x visits x weight of the group, added over groups. Breadth = exp(-sum s ln s), s the groups' \
         shares of the burden: 1 where one group bears all, n where n bear the same. Mean wait is the time since the \
         same person's step before in the same journey.\n",
        cell(&friction.anchors)
    )?;
    goals(text, friction)?;
    write!(text, "{}", table("Touchpoint", &friction.touchpoints))?;
    by_owner(text, friction)
}

fn goals(text: &mut String, friction: &Friction) -> Result {
    if friction.goals.is_empty() {
        return Ok(());
    }
    let names = listed(&friction.goals, ROWS);
    if friction.goals_assumed {
        return writeln!(
            text,
            "**Assumed:** {names} is the goal, because most journeys end there. If it is not, name the goal: who is \
             lost depends on it.\n"
        );
    }
    writeln!(text, "Whoever does not get to the goal is lost: {names}.\n")
}

pub(super) fn burden(touchpoints: &[TouchpointFriction]) -> f64 {
    touchpoints.iter().filter_map(|touchpoint| touchpoint.burden).sum()
}

/// A row per touchpoint, then what each group meets there.
pub(super) fn table(what: &str, touchpoints: &[TouchpointFriction]) -> Table {
    let all = burden(touchpoints).max(f64::MIN_POSITIVE);
    let digits = if all < 100.0 { 2 } else { 0 };
    let shares = measured(touchpoints);
    let heads = [
        Column::text(what),
        Column::number("Burden"),
        Column::number("of all"),
        Column::number("Breadth"),
        Column::text("Owner"),
        Column::text("Group"),
        Column::number("Visits"),
        Column::number("Friction"),
        Column::number("Mean wait"),
    ];
    let groups = || touchpoints.iter().flat_map(|touchpoint| &touchpoint.groups);
    let has_work = groups().any(|group| group.service_time.is_some());
    let work = has_work.then(|| Column::number("Mean work"));
    let more = work.into_iter().chain(shares.iter().map(|(_, head)| Column::number(*head)));
    let mut table = Table::new(heads.into_iter().chain(more));
    for touchpoint in touchpoints.iter().take(ROWS) {
        let owner = match &touchpoint.owner {
            Some(owner) => owner.clone(),
            None if touchpoint.owner_suppressed => "*too few people*".to_owned(),
            None => NONE.to_owned(),
        };
        let mut lead = [
            touchpoint.name.clone(),
            number(touchpoint.burden, digits),
            touchpoint.burden.map_or_else(|| NONE.to_owned(), |burden| percent(burden / all)),
            breadth(touchpoint),
            owner,
        ];
        for group in &touchpoint.groups {
            table.row(lead.into_iter().chain(group_cells(group, has_work, &shares)));
            lead = Default::default();
        }
    }
    if touchpoints.len() > ROWS {
        let rest = &touchpoints[ROWS..];
        table.row([others(rest.len()), format!("{:.digits$}", burden(rest)), percent(burden(rest) / all)]);
    }
    table
}

/// How many groups share it, and of how many that is known where it is not known of all.
fn breadth(touchpoint: &TouchpointFriction) -> String {
    let (known, all) = (touchpoint.known_groups, touchpoint.groups.len());
    match touchpoint.breadth {
        Some(breadth) if known < all => format!("{breadth:.2}, {known} of {all} groups known"),
        breadth => number(breadth, 2),
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

fn group_cells(group: &GroupFriction, has_work: bool, shares: &[(FrictionComponent, &str)]) -> Vec<String> {
    let who = people(&group.stakeholder);
    if group.suppressed {
        let why = match group.complementary {
            true => "*withheld, so that no smaller group is found by subtraction*",
            false => "*too few people to show*",
        };
        return vec![who, why.to_owned()];
    }
    let measure = |component| group.measures.get(&component).copied();
    let or_none = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
    let mut cells = vec![
        who,
        or_none(group.exposure.map(|visits| grouped(visits as u64))),
        number(group.friction, 2),
        or_none(measure(FrictionComponent::Wait).map(seconds)),
    ];
    if has_work {
        cells.push(or_none(group.service_time.map(|time| seconds(time.as_secs_f64()))));
    }
    let share = |component| match (component, group.promised) {
        (FrictionComponent::BrokenPromise, Some(of)) if group.exposure != Some(of) => {
            measure(component).map(|share| format!("{} of {}", percent(share), grouped(of as u64)))
        }
        _ => measure(component).map(percent),
    };
    cells.extend(shares.iter().map(|&(component, _)| or_none(share(component))));
    cells
}

fn by_owner(text: &mut String, friction: &Friction) -> Result {
    let owned = friction.burden_by_owner();
    if owned.is_empty() {
        return Ok(());
    }
    let all = friction.burden().max(f64::MIN_POSITIVE);
    let named: f64 = owned.iter().map(|(_, burden)| burden).sum();
    let mut parts: Vec<String> =
        owned.iter().map(|(owner, burden)| format!("`{owner}` {}", percent(burden / all))).collect();
    if named < friction.burden() {
        parts.push(format!("not known or not shown {}", percent(1.0 - named / all)));
    }
    writeln!(
        text,
        "\nOf all burden, by the owner of the touchpoint (where no map names one, the team that does most of the work \
         there): {}.",
        parts.join(", ")
    )
}

pub(super) fn shared(text: &mut String, found: &[SharedFriction]) -> Result {
    if found.is_empty() {
        return Ok(());
    }
    writeln!(text, "\n### Mend once, help several groups\n")?;
    for shared in found.iter().take(SHARED) {
        let part = |(group, part): &(String, f64)| format!("{} of it {}", percent(*part), people(group));
        let parts: Vec<String> = shared.groups.iter().map(part).collect();
        writeln!(
            text,
            "- **{}**{}: borne as if by {:.2} equal groups ({}{}); {} of all burden",
            shared.touchpoint,
            shared.owner.as_ref().map(|owner| format!(" (owner `{owner}`)")).unwrap_or_default(),
            shared.breadth,
            listed(&parts, ROWS),
            match shared.unknown_groups {
                0 => String::new(),
                unknown => format!(", {} not known", counted(unknown as u64, "further group")),
            },
            percent(shared.burden_share),
        )?;
    }
    Ok(())
}
