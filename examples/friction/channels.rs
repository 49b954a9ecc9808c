//! Channels: what they do to journeys, and how people fare when they change them.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Value, json};
use total_experience::journey::channel::{
    ChannelCoverage, ChannelFigures, ChannelOptions, Channels, Switching,
};
use total_experience::journey::friction::{Friction, FrictionOptions, TouchpointFriction};
use total_experience::journey::log::{EventLog, ObjectTypeId};
use total_experience::journey::{Share, StakeholderGroup};
use total_experience::model::ExperienceMap;

use super::common::Fallible;
use super::page::{ROWS, table};
use super::words::{cell, counted, duration, grouped, percent};

/// What the log says of its channels.
pub(crate) struct Found {
    friction: Vec<TouchpointFriction>,
    channels: Channels,
    switching: Switching,
    coverage: Option<ChannelCoverage>,
}

pub(crate) fn find(
    log: &EventLog,
    flow: ObjectTypeId,
    groups: &[StakeholderGroup],
    options: FrictionOptions,
    segments: Vec<ObjectTypeId>,
    map: Option<&ExperienceMap>,
) -> Fallible<Found> {
    let mut asked = ChannelOptions::default();
    asked.goals.clone_from(&options.goals);
    asked.parts = segments;
    // Where only protected people are known, journeys are theirs.
    if let Some(group) = groups.first()
        && groups.iter().all(|group| group.people().min_group > 1)
    {
        asked = asked.with_people(group.people());
    }
    Ok(Found {
        channels: Channels::discover_with(log, flow, &asked)?,
        switching: Switching::discover_with(log, flow, &asked)?,
        friction: Friction::discover_with(log, flow, groups, &options.with_channels_as_places())?.touchpoints,
        coverage: map.filter(|map| !map.channels().is_empty()).map(|map| ChannelCoverage::discover(log, map)),
    })
}

impl Found {
    /// Results of a group in a channel that are not shown.
    pub(crate) fn suppressed(&self) -> u64 {
        let groups = self.friction.iter().flat_map(|channel| &channel.groups);
        groups.filter(|group| group.suppressed).count() as u64
    }

    /// The channels by name, with what they do to journeys and the friction in them.
    pub(crate) fn add_to(&self, document: &mut Value) -> Fallible<()> {
        let mut rows = Vec::new();
        for friction in &self.friction {
            let mut row = json!(friction);
            let lives = self.channels.all.iter().flat_map(|all| &all.channels);
            if let Some(life) = lives.into_iter().find(|life| life.name == friction.name)
                && let (Some(row), Value::Object(life)) = (row.as_object_mut(), serde_json::to_value(life)?)
            {
                row.extend(life);
            }
            rows.push(row);
        }
        document["channels"] = Value::Array(rows);
        document["channel_breadth"] = json!(self.channels.all.as_ref().map(|all| &all.breadth));
        document["channel_parts"] = json!(self.channels.parts);
        document["switching"] = json!(self.switching.all);
        document["switching_parts"] = json!(self.switching.parts);
        document["coverage"] = json!(self.coverage);
        Ok(())
    }

    pub(crate) fn page(&self, page: &mut String) {
        page.push_str("\n## By channel\n\n");
        table(page, "Channel", &self.friction);
        if let Some(all) = &self.channels.all {
            page.push_str("\n### What channels do to journeys\n\n");
            worth_knowing(page, all);
            lives(page, all);
        }
        for part in &self.channels.parts {
            let name = part_name(part.name.as_deref(), part.parts);
            let _ = writeln!(page, "\n#### {}: {name}\n", part.by);
            lives(page, &part.figures);
        }
        self.switches(page);
        if let Some(coverage) = &self.coverage {
            offers(page, coverage);
        }
        let without = self.channels.events_without_channel;
        if without > 0 {
            let _ = writeln!(page, "\n{} without a channel passed over.", counted(without, "event"));
        }
    }

    fn switches(&self, page: &mut String) {
        let Some(all) = &self.switching.all else { return };
        if all.suppressed {
            page.push_str(
                "\n### When people change the channel\n\nWithheld: too few people change the channel, or too few do \
                 not.\n",
            );
        }
        let (Some(switches @ 1..), Some(success)) = (all.switches, all.success) else {
            return;
        };
        page.push_str("\n### When people change the channel\n\n");
        let went_on = share(all.continuity);
        let _ = write!(page, "{}; {went_on} went on without repeating a step", times(switches));
        if let Some(young @ 1..) = all.undecided {
            let _ = write!(page, ", {} too young to tell", grouped(young));
        }
        let _ = write!(
            page,
            ". Of the journeys that switched, {} reached the goal, of the others {}",
            share(success.switched),
            share(success.stayed),
        );
        if !success.is_comparable() {
            page.push_str(": too few to compare");
        } else if let (Some(ratio), Some(low), Some(high)) = (success.ratio, success.low, success.high) {
            let _ = write!(
                page,
                ": {ratio:.2} times as many (95 % {low:.2} to {high:.2}; association, not proof)"
            );
        }
        page.push_str(".\n");
        if let Some(penalty) = all.penalty {
            let _ = writeln!(
                page,
                "A switch takes {} in the median, a step in the same channel {}.",
                duration(penalty.switch_median.as_secs_f64()),
                duration(penalty.step_median.as_secs_f64()),
            );
        }
        page.push_str(
            "\n| From | To | Times | Went on without repeating | Median time |\n|---|---|--:|--:|--:|\n",
        );
        let name = |name: &Option<String>| name.as_deref().map_or_else(|| "*few people*".to_owned(), cell);
        for pair in all.pairs.iter().take(ROWS) {
            let _ = writeln!(
                page,
                "| {} | {} | {} | {} | {} |",
                name(&pair.from),
                name(&pair.to),
                grouped(pair.count),
                share(pair.continuity),
                time(pair.median),
            );
        }
        if all.pairs.len() > ROWS {
            let rest = &all.pairs[ROWS..];
            let count = rest.iter().map(|pair| pair.count).sum();
            let _ = writeln!(page, "| *{} others* | | {} | | |", rest.len(), grouped(count));
        }
        for part in &self.switching.parts {
            let figures = &part.figures;
            let (Some(switches @ 1..), name) =
                (figures.switches, part_name(part.name.as_deref(), part.parts))
            else {
                continue;
            };
            let reached = figures.success.map_or_else(|| "–".to_owned(), |success| share(success.switched));
            let _ = writeln!(
                page,
                "\n- {} {name}: {}; {} went on without repeating a step, {reached} of the journeys that switched \
                 reached the goal",
                part.by,
                times(switches),
                share(figures.continuity),
            );
        }
    }
}

fn times(switches: u64) -> String {
    if switches == 1 { "1 switch".to_owned() } else { format!("{} switches", grouped(switches)) }
}

fn time(span: Option<Duration>) -> String {
    span.map_or_else(|| "–".to_owned(), |span| duration(span.as_secs_f64()))
}

fn part_name(name: Option<&str>, parts: u64) -> String {
    name.map_or_else(|| format!("{parts} small ones together"), |name| format!("`{name}`"))
}

/// In percent, of few as counts.
fn share(share: Share) -> String {
    match share.share {
        Some(_) if share.of < Share::ENOUGH => format!("{} of {}", share.count, share.of),
        Some(part) => percent(part),
        None => "–".to_owned(),
    }
}

/// Which channel holds up, loses, brings back and is key: of those of which enough is known.
fn worth_knowing(page: &mut String, all: &ChannelFigures) {
    let standouts = all.standouts();
    let mut facts = Vec::new();
    if let Some((life, median)) = standouts.slowest {
        let median = duration(median.as_secs_f64());
        facts.push(format!("**{}** holds people up longest ({median} in the median)", life.name));
    }
    if let Some((life, lost)) = standouts.losing {
        facts.push(format!("**{}** loses most ({} of its sojourns)", life.name, percent(lost)));
    }
    if let Some((life, back)) = standouts.returning {
        facts.push(format!("**{}** is come back to most ({})", life.name, percent(back)));
    }
    if let Some((life, effect)) = standouts.key {
        let goals = percent(effect);
        facts.push(format!("without **{}** {goals} of the goals would not be reached", life.name));
    }
    if let Some(mean) = all.breadth.mean {
        facts.push(format!("a journey uses {mean:.2} channels"));
    }
    if !facts.is_empty() {
        let _ = writeln!(page, "{}.\n", facts.join("; "));
    }
}

fn lives(page: &mut String, figures: &ChannelFigures) {
    if !figures.channels.is_empty() {
        table_of_lives(page, figures);
    }
    if figures.withheld > 0 {
        let withheld = counted(figures.withheld, "channel");
        let _ = writeln!(page, "\n{withheld} withheld: too few people, or it would tell of few.");
    }
    if figures.outcomes_suppressed && !figures.channels.is_empty() {
        page.push_str("\nWhat becomes of journeys is withheld: too few people share some outcome.\n");
    }
}

fn table_of_lives(page: &mut String, figures: &ChannelFigures) {
    page.push_str(
        "| Channel | Journeys | Sojourns | Lost from it (95 %) | Median sojourn | 9 of 10 within | Come back | Goal from it | \
         Goals lost without it |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for life in figures.channels.iter().take(ROWS) {
        let limits = match life.barrier.map(|barrier| (barrier.low, barrier.high)) {
            Some((Some(low), Some(high))) => format!(" ({} – {})", percent(low), percent(high)),
            _ => String::new(),
        };
        let _ = writeln!(
            page,
            "| {} | {} | {} | {}{limits} | {} | {} | {} | {} | {} |",
            cell(&life.name),
            grouped(life.journeys),
            grouped(life.sojourns),
            life.barrier.map_or_else(|| "–".to_owned(), share),
            time(life.median),
            time(life.p90),
            life.re_entry.map_or_else(|| "–".to_owned(), share),
            life.goal.map_or_else(|| "–".to_owned(), percent),
            life.removal_effect.map_or_else(|| "–".to_owned(), percent),
        );
    }
    if figures.channels.len() > ROWS {
        let rest = &figures.channels[ROWS..];
        let sojourns = rest.iter().map(|life| life.sojourns).sum();
        let _ = writeln!(page, "| *{} others* | | {} | | | | | | |", rest.len(), grouped(sojourns));
    }
}

/// What the map offers, and what the log shows of it.
fn offers(page: &mut String, coverage: &ChannelCoverage) {
    page.push_str("\n### What is offered where\n\n");
    let _ = writeln!(
        page,
        "Of {} offers of a touchpoint in a channel, {} are used; {} are used that nobody declared.",
        coverage.used.of,
        share(coverage.used),
        coverage.undeclared,
    );
    for (names, text) in [
        (&coverage.single_modality, "can be done in one way only (voice, text, face to face ...)"),
        (&coverage.without_channel, "have no channel declared"),
        (&coverage.unknown_channels, "are channels of the log that the map lacks"),
    ] {
        if !names.is_empty() {
            let shown: Vec<String> = names.iter().take(ROWS).map(|name| format!("`{name}`")).collect();
            let more =
                if names.len() > ROWS { format!(" and {} more", names.len() - ROWS) } else { String::new() };
            let _ = writeln!(page, "- {}{more} {text}", shown.join(", "));
        }
    }
}
