//! Channels and changes of channel, as Markdown.

use std::fmt::{Result, Write};

use crate::journey::channel::{ChannelCoverage, ChannelFigures, Channels, SwitchFigures, Switching};
use crate::report::parts::WhereItHurts;
use crate::report::render::words::{NONE, counted, counted_as, duration, grouped, listed, percent};
use crate::report::render::{Column, Table};

use super::friction;
use super::lists::{ROWS, others, share};

pub(super) fn write(text: &mut String, part: &WhereItHurts) -> Result {
    if let Some(found) = &part.channel_friction {
        write!(text, "\n### By channel\n\n{}", friction::table("Channel", &found.touchpoints))?;
    }
    if let Some(channels) = &part.channels {
        lives_of_all(text, channels)?;
    }
    if let Some(switching) = &part.switching {
        switches(text, switching)?;
    }
    if let Some(coverage) = &part.coverage {
        offers(text, coverage)?;
    }
    match part.channels.as_ref().map_or(0, |channels| channels.events_without_channel) {
        0 => Ok(()),
        without => writeln!(text, "\n{} without a channel passed over.", counted(without, "event")),
    }
}

fn or_none(text: Option<String>) -> String {
    text.unwrap_or_else(|| NONE.to_owned())
}

fn part_name(name: Option<&str>, parts: u64) -> String {
    name.map_or_else(|| format!("{parts} small ones together"), |name| format!("`{name}`"))
}

fn lives_of_all(text: &mut String, channels: &Channels) -> Result {
    if let Some(all) = &channels.all {
        writeln!(text, "\n### What channels do to journeys\n")?;
        worth_knowing(text, all)?;
        lives(text, all)?;
    }
    for part in &channels.parts {
        writeln!(text, "\n#### {}: {}\n", part.by, part_name(part.name.as_deref(), part.parts))?;
        lives(text, &part.figures)?;
    }
    Ok(())
}

/// Which channel holds up, loses, brings back and is key: of those of which enough is known.
fn worth_knowing(text: &mut String, all: &ChannelFigures) -> Result {
    let standouts = all.standouts();
    let mut facts = Vec::new();
    if let Some((life, median)) = standouts.slowest {
        let median = duration(median);
        facts.push(format!("**{}** holds people up longest ({median} in the median)", life.name));
    }
    if let Some((life, lost)) = standouts.losing {
        facts.push(format!("**{}** loses most ({} of its sojourns)", life.name, percent(lost)));
    }
    if let Some((life, back)) = standouts.returning {
        facts.push(format!("**{}** is come back to most ({})", life.name, percent(back)));
    }
    if let Some((life, effect)) = standouts.key {
        let effect = percent(effect);
        facts.push(format!("without **{}** {effect} of the goals would not be reached", life.name));
    }
    if let Some(mean) = all.breadth.mean {
        facts.push(format!("a journey uses {mean:.2} channels"));
    }
    if facts.is_empty() { Ok(()) } else { writeln!(text, "{}.\n", facts.join("; ")) }
}

fn lives(text: &mut String, figures: &ChannelFigures) -> Result {
    if !figures.channels.is_empty() {
        write!(text, "{}", table_of_lives(figures))?;
    }
    if figures.withheld > 0 {
        let withheld = counted(figures.withheld, "channel");
        writeln!(text, "\n{withheld} withheld: too few people, or it would tell of few.")?;
    }
    if figures.outcomes_suppressed && !figures.channels.is_empty() {
        writeln!(text, "\nWhat becomes of journeys is withheld: too few people share some outcome.")?;
    }
    Ok(())
}

fn table_of_lives(figures: &ChannelFigures) -> Table {
    let mut table = Table::new([
        Column::text("Channel"),
        Column::number("Journeys"),
        Column::number("Sojourns"),
        Column::number("Lost from it (95 %)"),
        Column::number("Median sojourn"),
        Column::number("9 of 10 within"),
        Column::number("Come back"),
        Column::number("Goal from it"),
        Column::number("Goals lost without it"),
    ]);
    for life in figures.channels.iter().take(ROWS) {
        let limits = match life.barrier.map(|barrier| (barrier.low, barrier.high)) {
            Some((Some(low), Some(high))) => format!(" ({} .. {})", percent(low), percent(high)),
            _ => String::new(),
        };
        table.row([
            life.name.clone(),
            grouped(life.journeys),
            grouped(life.sojourns),
            or_none(life.barrier.map(share)) + &limits,
            or_none(life.median.map(duration)),
            or_none(life.p90.map(duration)),
            or_none(life.re_entry.map(share)),
            or_none(life.goal.map(percent)),
            or_none(life.removal_effect.map(percent)),
        ]);
    }
    if figures.channels.len() > ROWS {
        let rest = &figures.channels[ROWS..];
        let sojourns = rest.iter().map(|life| life.sojourns).sum();
        table.row([others(rest.len()), String::new(), grouped(sojourns)]);
    }
    table
}

fn times(switches: u64) -> String {
    counted_as(switches, "switch", "switches")
}

fn switches(text: &mut String, switching: &Switching) -> Result {
    let Some(all) = &switching.all else { return Ok(()) };
    let title = "\n### When people change the channel\n\n";
    if all.suppressed {
        return writeln!(text, "{title}Withheld: too few people change the channel, or too few do not.");
    }
    if all.switches.is_none_or(|switches| switches == 0) || all.success.is_none() {
        return Ok(());
    }
    write!(text, "{title}")?;
    success(text, all)?;
    if let Some(penalty) = all.penalty {
        writeln!(
            text,
            "A switch takes {} in the median, a step in the same channel {}.",
            duration(penalty.switch_median),
            duration(penalty.step_median),
        )?;
    }
    write!(text, "\n{}", table_of_switches(all))?;
    for part in &switching.parts {
        let figures = &part.figures;
        let (Some(switches @ 1..), name) = (figures.switches, part_name(part.name.as_deref(), part.parts))
        else {
            continue;
        };
        let reached = or_none(figures.success.map(|success| share(success.switched)));
        writeln!(
            text,
            "\n- {} {name}: {}; {} went on without repeating a step, {reached} of the journeys that switched reached \
             the goal",
            part.by,
            times(switches),
            share(figures.continuity),
        )?;
    }
    Ok(())
}

fn success(text: &mut String, all: &SwitchFigures) -> Result {
    let (Some(switches), Some(success)) = (all.switches, all.success) else { return Ok(()) };
    write!(text, "{}; {} went on without repeating a step", times(switches), share(all.continuity))?;
    if let Some(young @ 1..) = all.undecided {
        write!(text, ", {} too young to tell", grouped(young))?;
    }
    write!(
        text,
        ". Of the journeys that switched, {} reached the goal, of the others {}",
        share(success.switched),
        share(success.stayed),
    )?;
    if !success.is_comparable() {
        write!(text, ": too few to compare")?;
    } else if let (Some(ratio), Some(low), Some(high)) = (success.ratio, success.low, success.high) {
        write!(text, ": {ratio:.2} times as many (95 % {low:.2} to {high:.2}; association, not proof)")?;
    }
    writeln!(text, ".")
}

fn table_of_switches(all: &SwitchFigures) -> Table {
    let mut table = Table::new([
        Column::text("From"),
        Column::text("To"),
        Column::number("Times"),
        Column::number("Went on without repeating"),
        Column::number("Median time"),
    ]);
    let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "*few people*".to_owned());
    for pair in all.pairs.iter().take(ROWS) {
        table.row([
            name(&pair.from),
            name(&pair.to),
            grouped(pair.count),
            share(pair.continuity),
            or_none(pair.median.map(duration)),
        ]);
    }
    if all.pairs.len() > ROWS {
        let rest = &all.pairs[ROWS..];
        let count = rest.iter().map(|pair| pair.count).sum();
        table.row([others(rest.len()), String::new(), grouped(count)]);
    }
    table
}

/// What the map offers, and what the log shows of it.
fn offers(text: &mut String, coverage: &ChannelCoverage) -> Result {
    writeln!(
        text,
        "\n### What is offered where\n\nOf {}, {} {} used; {} that nobody declared.",
        counted_as(
            coverage.used.of,
            "offer of a touchpoint in a channel",
            "offers of a touchpoint in a channel"
        ),
        share(coverage.used),
        if coverage.used.of == 1 { "is" } else { "are" },
        counted_as(coverage.undeclared, "is used", "are used"),
    )?;
    for (names, what) in [
        (&coverage.single_modality, "in one way only (voice, text, face to face ...)"),
        (&coverage.without_channel, "without a declared channel"),
        (&coverage.unknown_channels, "in the log as a channel, and not in the map"),
    ] {
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            writeln!(text, "- {} {what}", listed(&names, ROWS))?;
        }
    }
    Ok(())
}
