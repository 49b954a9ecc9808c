//! The report.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use total_experience::journey::{FrictionComponent, GroupFriction, PromiseGap, TouchpointFriction};

use super::words::{cell, counted, duration, grouped, percent};
use super::{Found, Request, teams};

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
        .map(|(group, people)| counted(*people as u64, &group.key))
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
    in_short(&mut page, request, &found.friction.touchpoints);
    first(&mut page, request, &found.friction.touchpoints);
    where_it_hurts(&mut page, &found.friction.touchpoints);
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

fn what(component: FrictionComponent) -> &'static str {
    match component {
        FrictionComponent::Wait => "waiting",
        FrictionComponent::Rework => "doing it again",
        FrictionComponent::Error => "failing",
        FrictionComponent::DropOff => "leaving for good",
        FrictionComponent::SwitchAfterFailure => "trying another channel",
        FrictionComponent::BrokenPromise => "broken promises",
        other => other.name(),
    }
}

/// Whom to call about what: the heaviest touchpoints, the group and the component that weigh most there.
fn first(page: &mut String, request: &Request, touchpoints: &[TouchpointFriction]) {
    let all = burden(touchpoints);
    let worth = |touchpoint: &&TouchpointFriction| touchpoint.burden.is_some_and(|burden| burden > 0.0);
    let mut rows = touchpoints.iter().filter(worth).take(3).peekable();
    if rows.peek().is_none() {
        return;
    }
    page.push_str("## What to do first\n\n");
    for (at, touchpoint) in rows.enumerate() {
        let heavy = touchpoint.groups.iter().filter(|group| group.burden.is_some());
        let heavy = heavy.max_by(|a, b| a.burden.unwrap_or(0.0).total_cmp(&b.burden.unwrap_or(0.0)));
        let weighed = |group: &GroupFriction| {
            let weigh = |(&component, &friction): (&FrictionComponent, &f64)| {
                (component, request.scale.weight(component) * friction)
            };
            group
                .components
                .iter()
                .map(weigh)
                .max_by(|a, b| a.1.total_cmp(&b.1))
                .map(|(component, _)| component)
        };
        let Some((group, component)) = heavy.and_then(|group| Some((group, weighed(group)?))) else {
            continue;
        };
        let measure = group.measures.get(&component).copied().unwrap_or(0.0);
        let measured = match component {
            FrictionComponent::Wait => format!("{} on average", duration(measure)),
            FrictionComponent::Effort => format!("CES {measure:.1}"),
            _ => format!("{} of visits", percent(measure)),
        };
        let owner = touchpoint
            .owner
            .as_deref()
            .map_or_else(|| "nobody known to own it".to_owned(), |owner| format!("owner `{}`", cell(owner)));
        let _ = writeln!(
            page,
            "{}. **{}** ({owner}): {} for {}s, {measured}, {} visits. Half as much friction here takes {} off all burden.",
            at + 1,
            touchpoint.name,
            what(component),
            group.stakeholder,
            grouped(group.exposure.unwrap_or(0.0) as u64),
            percent(touchpoint.burden.unwrap_or(0.0) / 2.0 / all),
        );
    }
    page.push('\n');
}

/// What service levels promise, and what people got.
fn promises(page: &mut String, gaps: &[PromiseGap]) {
    if gaps.is_empty() {
        return;
    }
    page.push_str(
        "\n## Promises\n\n| Touchpoint | Visits | Kept (95 %) | Mean gap | Median gap |\n|---|--:|--:|--:|--:|\n",
    );
    let signed = |gap: Option<f64>| match gap {
        Some(gap) if gap > 0.0 => format!("{} late", duration(gap)),
        Some(gap) if gap < 0.0 => format!("{} early", duration(-gap)),
        Some(_) => "0 s".to_owned(),
        None => "–".to_owned(),
    };
    let share = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), percent);
    for gap in gaps.iter().take(ROWS) {
        let kept = [gap.kept.share, gap.kept.low, gap.kept.high].map(share);
        let _ = writeln!(
            page,
            "| {} | {} | {} ({} – {}) | {} | {} |",
            cell(&gap.touchpoint),
            grouped(gap.n),
            kept[0],
            kept[1],
            kept[2],
            signed(gap.mean_seconds),
            signed(gap.median_seconds),
        );
    }
    if gaps.len() > ROWS {
        let _ = writeln!(page, "| *{} others* | | | | |", gaps.len() - ROWS);
    }
}

/// A row per touchpoint, then what each group meets there.
pub(crate) fn table(page: &mut String, what: &str, touchpoints: &[TouchpointFriction]) {
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
    if request.goals.is_empty() {
        remarks.push(
            "Which activity gives people what they came for: the one where most journeys end was taken. Name it with \
             --goal, and waits behind it no longer count."
                .to_owned(),
        );
    }
    for (count, word, text) in [
        (found.friction.suppressed, "cell", "withheld: fewer people than the minimum group"),
        (found.friction.open_journeys, "journey", "still open, counted neither as done nor as lost"),
        (found.silo.as_ref().map_or(0, |silo| silo.unknown), "step", "without a person or a team"),
        (notes.without_zone, "time", "without a zone, taken as UTC"),
        (notes.out_of_order, "event", "behind a later event of the same case, sorted in by time"),
        (notes.undeclared_types, "type", "of events or objects not in the file's lists of types: misspelt?"),
    ] {
        if count > 0 {
            remarks.push(format!("{} {text}.", counted(count, word)));
        }
    }
    if found.channels.is_none() {
        remarks.push("Channels: the log names none; name a column with --channel.".to_owned());
    }
    if !request.owner && request.map.is_none() {
        remarks.push(
            "Who owns a touchpoint, and hand-overs between teams: name a column with --owner, or give a --map."
                .to_owned(),
        );
    }
    for remark in remarks {
        let _ = writeln!(page, "- {remark}");
    }
}
