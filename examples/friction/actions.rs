//! What to do first: the heaviest touchpoints, whom they hurt by what, and whom to call.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use total_experience::journey::friction::{FrictionComponent, GroupFriction, TouchpointFriction};

use super::page::burden;
use super::words::{cell, duration, grouped, listed, people, percent};
use super::{Found, Request};
use total_experience::model::Role;

/// Less than this part is not worth a word.
const WORTH_A_WORD: f64 = 0.0005;

/// The touchpoints that carry half of all burden, and what it is made of.
pub(crate) fn in_short(page: &mut String, request: &Request, touchpoints: &[TouchpointFriction]) {
    let all = burden(touchpoints);
    if all <= 0.0 {
        let is_shown = touchpoints.iter().any(|touchpoint| touchpoint.burden.is_some());
        page.push_str(match (touchpoints.is_empty(), is_shown) {
            (true, _) => "None of these groups is in any journey.\n\n",
            (_, false) => "Nothing can be shown: too few people at every touchpoint (see --min-group).\n\n",
            _ => "No friction was found on these anchors.\n\n",
        });
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
        let weigh = |component: FrictionComponent, friction: f64| request.scale.weight(component) * friction;
        let sum: f64 =
            group.components.iter().map(|(&component, &friction)| weigh(component, friction)).sum();
        for (&component, &friction) in group.components.iter().filter(|_| sum > 0.0) {
            let part = weigh(component, friction) / sum * group.burden.unwrap_or(0.0);
            *parts.entry(component).or_default() += part / all;
        }
    }
    let mut parts: Vec<_> = parts.into_iter().filter(|(_, part)| *part >= WORTH_A_WORD).collect();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    let parts: Vec<String> = parts
        .into_iter()
        .map(|(component, part)| format!("{} is {}", percent(part), what(component)))
        .collect();
    let _ = writeln!(
        page,
        "In short: {} {} {} of all burden. Of the whole, {}.\n",
        listed(&heavy),
        if heavy.len() == 1 { "carries" } else { "carry" },
        percent(carried / all),
        listed(&parts),
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
pub(crate) fn first(page: &mut String, request: &Request, found: &Found) {
    let touchpoints = &found.friction.touchpoints;
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
            let heaviest = group.components.iter().map(weigh).max_by(|a, b| a.1.total_cmp(&b.1));
            heaviest.map(|(component, _)| component)
        };
        let Some((group, component)) = heavy.and_then(|group| Some((group, weighed(group)?))) else {
            continue;
        };
        let owner = match &touchpoint.owner {
            Some(owner) => format!("owner `{}`", cell(owner)),
            None if touchpoint.owner_suppressed => "owner not shown: too few people".to_owned(),
            None => "nobody known to own it".to_owned(),
        };
        let is_employee = request
            .stakeholders
            .iter()
            .any(|known| known.key == group.stakeholder && known.role == Role::Employee);
        let _ = writeln!(
            page,
            "{}. **{}** ({owner}): {}. {} Half as much friction here takes {} off all burden.",
            at + 1,
            touchpoint.name,
            finding(group, component, is_employee),
            advice(component),
            percent(touchpoint.burden.unwrap_or(0.0) / 2.0 / all),
        );
        let guessed = request.goals.is_empty() && found.friction.goals.contains(&touchpoint.name);
        if guessed && component == FrictionComponent::Wait {
            page.push_str(
                "   First make sure that people wait for it: it counts as the goal only because most journeys end \
                 there (see --goal).\n",
            );
        }
    }
    page.push('\n');
}

/// What a group meets at a touchpoint, as a sentence without its full stop.
fn finding(group: &GroupFriction, component: FrictionComponent, is_employee: bool) -> String {
    let measure = group.measures.get(&component).copied().unwrap_or(0.0);
    let (who, share) = (people(&group.stakeholder), percent(measure));
    let visits = grouped(group.exposure.unwrap_or(0.0) as u64);
    match component {
        FrictionComponent::Wait if is_employee => {
            format!("{who} get a case back after {} on average ({visits} visits)", duration(measure))
        }
        FrictionComponent::Wait => {
            format!("{who} wait {} for it on average ({visits} visits)", duration(measure))
        }
        FrictionComponent::Rework => {
            format!("{share} of {visits} visits of {who} do again what was done before")
        }
        FrictionComponent::Error => format!("{share} of {visits} visits of {who} fail"),
        FrictionComponent::DropOff => {
            format!(
                "{share} of {visits} visits of {who}, beyond the usual share, are the last: they leave for good"
            )
        }
        FrictionComponent::SwitchAfterFailure => {
            format!("{share} of {visits} visits of {who} try again in another channel")
        }
        FrictionComponent::BrokenPromise => {
            format!("{share} of the visits of {who} that were promised a time come later than promised")
        }
        FrictionComponent::Effort => format!("{who} rate its ease {measure:.1} of 7 ({visits} visits)"),
        other => format!("{} is {measure:.2} for {who} ({visits} visits)", other.name()),
    }
}

fn advice(component: FrictionComponent) -> &'static str {
    match component {
        FrictionComponent::Wait => "Find out what it lies waiting for before this step.",
        FrictionComponent::Rework => "Find out what is missing the first time.",
        FrictionComponent::Error => "Take ten failed visits and look for what they have in common.",
        FrictionComponent::DropOff => "Ask some of those who left.",
        FrictionComponent::SwitchAfterFailure => "Look at where the first channel stops them.",
        FrictionComponent::BrokenPromise => "Promise what can be kept, or find what delays it.",
        _ => "Ask people what makes it hard.",
    }
}
