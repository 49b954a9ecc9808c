//! Priorities of a page of friction: the heaviest touchpoints, the groups they hurt, and their owners.

use std::fmt::Write as _;

use total_experience::journey::friction::{FrictionComponent, FrictionPriority, GroupFriction};

use total_experience::model::Role;
use total_experience::report::render::words::{cell, counted, counted_as, people, percent};
use total_experience::request::friction::{FrictionAnswer, FrictionRequest};

use super::{burden, duration};

/// Less than this part is not worth a word.
const WORTH_A_WORD: f64 = 0.0005;

/// The touchpoints that carry half of all burden, and what it is made of.
pub(crate) fn in_short(page: &mut String, request: &FrictionRequest, found: &FrictionAnswer) {
    let friction = &found.friction;
    let (all, touchpoints) = (friction.burden(), &friction.touchpoints);
    if all <= 0.0 {
        let is_shown = touchpoints.iter().any(|touchpoint| touchpoint.burden.is_some());
        page.push_str(match (touchpoints.is_empty(), is_shown) {
            (true, _) => "None of these groups is in any journey.\n\n",
            (_, false) => "Nothing can be shown: too few people at every touchpoint (see --min-group).\n\n",
            _ => "No friction was found on these anchors.\n\n",
        });
        return;
    }
    let heaviest = friction.heaviest(0.5);
    let carried = burden(heaviest);
    let heavy: Vec<String> = heaviest.iter().map(|touchpoint| format!("**{}**", touchpoint.name)).collect();
    let parts = friction.burden_by_component(&request.scale).into_iter();
    let parts: Vec<String> = parts
        .filter(|(_, part)| *part >= WORTH_A_WORD)
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
pub(crate) fn first(page: &mut String, request: &FrictionRequest, found: &FrictionAnswer) {
    let priorities = found.friction.priorities(3, &request.scale);
    if priorities.is_empty() {
        return;
    }
    page.push_str("## What to do first\n\n");
    for (at, priority) in priorities.into_iter().enumerate() {
        let FrictionPriority { touchpoint, group, component, share, .. } = priority;
        let owner = match &touchpoint.owner {
            Some(owner) => format!("owner `{}`", cell(owner)),
            None if touchpoint.owner_suppressed => "owner not shown: too few people".to_owned(),
            None => "nobody known to own it".to_owned(),
        };
        let is_employee = found
            .groups
            .iter()
            .any(|(known, _)| known.key == group.stakeholder && known.role == Role::Employee);
        let _ = writeln!(
            page,
            "{}. **{}** ({owner}): {}. {} Half as much friction here takes {} off all burden.",
            at + 1,
            touchpoint.name,
            finding(group, component, is_employee),
            advice(component),
            percent(share / 2.0),
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
    let number = group.exposure.unwrap_or(0.0) as u64;
    let visits = counted(number, "visit");
    match component {
        FrictionComponent::Wait if is_employee => {
            format!(
                "{who} get a case back after {} on average ({visits}, of which first ones count as none)",
                duration(measure)
            )
        }
        FrictionComponent::Wait => {
            format!("{who} wait {} for it on average ({visits})", duration(measure))
        }
        FrictionComponent::Rework => {
            format!(
                "{share} of {visits} of {who} {} again what was done before",
                if number == 1 { "does" } else { "do" }
            )
        }
        FrictionComponent::Error => {
            format!("{share} of {visits} of {who} {}", if number == 1 { "fails" } else { "fail" })
        }
        FrictionComponent::DropOff => {
            format!(
                "{share} of {visits} of {who}, beyond the usual share, {} the last: they leave for good",
                if number == 1 { "is" } else { "are" }
            )
        }
        FrictionComponent::SwitchAfterFailure => {
            format!(
                "{share} of {visits} of {who} {} again in another channel",
                if number == 1 { "tries" } else { "try" }
            )
        }
        FrictionComponent::BrokenPromise => {
            let of = group.promised.map_or(number, |promised| promised as u64);
            let of = counted_as(
                of,
                "visit that was promised a time comes",
                "visits that were promised a time come",
            );
            format!("{share} of {of} later than promised to {who}")
        }
        FrictionComponent::Effort => format!("{who} rate its ease {measure:.1} of 7 ({visits})"),
        other => format!("{} is {measure:.2} for {who} ({visits})", other.name()),
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

/// With commas, and `and` before the last.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
