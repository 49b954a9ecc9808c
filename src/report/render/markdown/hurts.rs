//! Markdown of the part "where it hurts".

use std::fmt::{Result, Write};

use crate::report::parts::{WaitingTimes, WhereItHurts};
use crate::report::render::words::{counted, duration, interval, or_none};
use crate::report::render::{Column, Table};

use super::lists::ROWS;
use super::{channels, friction, handovers, promises};

pub(super) fn write(text: &mut String, part: &WhereItHurts) -> Result {
    if *part == WhereItHurts::default() {
        return writeln!(text, "Neither journeys nor scores were given.");
    }
    for waits in &part.waits {
        waiting(text, waits)?;
    }
    detours(text, part)?;
    weak_spots(text, part)?;
    if let Some(found) = &part.friction {
        friction::write(text, found)?;
    }
    friction::shared(text, &part.shared_friction)?;
    promises::write(text, &part.promises)?;
    channels::write(text, part)?;
    match &part.handovers {
        Some(handovers) => handovers::write(text, handovers),
        None => Ok(()),
    }
}

fn waiting(text: &mut String, waits: &WaitingTimes) -> Result {
    let WaitingTimes { object_type, journeys, total_hours, transitions, other_hours } = waits;
    writeln!(
        text,
        "{} of type `{object_type}`, {total_hours:.0} hours of waiting in all:\n",
        counted(*journeys, "journey"),
    )?;
    let mut table = Table::new([
        Column::text("Waiting for"),
        Column::text("after"),
        Column::number("Times"),
        Column::number("Median"),
        Column::number("90 % within"),
        Column::number("Hours in all"),
        Column::text("Owner"),
    ]);
    for wait in transitions {
        table.row([
            wait.to.as_str(),
            &wait.from,
            &wait.count.to_string(),
            &duration(wait.median_wait),
            &duration(wait.p90_wait),
            &format!("{:.0}", wait.total_hours),
            or_none(wait.owner.as_deref()),
        ]);
    }
    if *other_hours > 0.0 {
        table.row(["others", "", "", "", "", &format!("{other_hours:.0}"), ""]);
    }
    writeln!(text, "{table}")
}

fn detours(text: &mut String, part: &WhereItHurts) -> Result {
    if part.detours.is_empty() {
        return Ok(());
    }
    let mut table = Table::new([
        Column::text("Activity"),
        Column::number("Visits"),
        Column::number("Per journey"),
        Column::number("Hours of waiting around it"),
        Column::text("Owner"),
    ]);
    for detour in part.detours.iter().take(ROWS) {
        table.row([
            detour.activity.as_str(),
            &detour.visits.to_string(),
            &format!("{:.2}", detour.per_journey),
            &format!("{:.0}", detour.hours_around),
            or_none(detour.owner.as_deref()),
        ]);
    }
    table.left_out(part.detours.len().saturating_sub(ROWS));
    writeln!(text, "Activities that no designed journey has:\n\n{table}")
}

fn weak_spots(text: &mut String, part: &WhereItHurts) -> Result {
    if part.weak_spots.is_empty() {
        return Ok(());
    }
    let mut table = Table::new([
        Column::text("Facet"),
        Column::number("Points"),
        Column::number("95 % interval"),
        Column::text("Owner"),
    ]);
    for spot in part.weak_spots.iter().take(ROWS) {
        table.row([
            spot.node.as_str(),
            &format!("{:.1}", spot.points),
            &interval(spot.low, spot.high, 1),
            or_none(spot.owner.as_deref()),
        ]);
    }
    table.left_out(part.weak_spots.len().saturating_sub(ROWS));
    write!(text, "Lowest scores:\n\n{table}")
}
