//! The report for people.

use std::fmt::{Result, Write};

use crate::score::{FacetResult, FacetScore, JointScore, Scorecard};

use super::parts::{
    Passing, Report, Unknowns, WaitingTimes, WhatDrivesIt, WhatIf, WhatItIsWorth, WhereItHurts, WhereWeStand,
};

/// Rows of a table; what they leave out stands below it.
const ROWS: usize = 10;

impl Report {
    /// The report as Markdown, made for reading: six sections, numbers rounded.
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> Result {
        writeln!(text, "# {}", self.title.replace(char::is_control, " "))?;
        heading(text, "Where we stand")?;
        where_we_stand(text, &self.where_we_stand)?;
        heading(text, "Where it hurts")?;
        where_it_hurts(text, &self.where_it_hurts)?;
        heading(text, "What drives it")?;
        what_drives_it(text, &self.what_drives_it)?;
        heading(text, "What if")?;
        match &self.what_if {
            Some(what_if) => write_what_if(text, what_if)?,
            None => writeln!(text, "No shock was asked about.")?,
        }
        heading(text, "What it is worth")?;
        what_it_is_worth(text, &self.what_it_is_worth)?;
        heading(text, "What we do not know")?;
        what_we_do_not_know(text, &self.what_we_do_not_know)
    }
}

fn heading(text: &mut String, title: &str) -> Result {
    writeln!(text, "\n## {title}\n")
}

fn header(text: &mut String, columns: &[&str]) -> Result {
    writeln!(text, "| {} |", columns.join(" | "))?;
    let rule = columns.iter().enumerate().map(|(at, _)| if at == 0 { "---" } else { "---:" });
    writeln!(text, "|{}|", rule.collect::<Vec<_>>().join("|"))
}

/// Says what a table of [`ROWS`] leaves out of `rows`.
fn remainder(text: &mut String, rows: usize) -> Result {
    match rows.saturating_sub(ROWS) {
        0 => Ok(()),
        more => writeln!(text, "\n... and {more} more."),
    }
}

fn interval(low: Option<f64>, high: Option<f64>, digits: usize) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{low:.digits$} .. {high:.digits$}"),
        _ => "not known".to_owned(),
    }
}

fn number(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
}

pub(super) fn duration(seconds: f64) -> String {
    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 60.0 * MINUTE;
    const DAY: f64 = 24.0 * HOUR;
    match seconds {
        s if s < 2.0 * MINUTE => format!("{s:.0} s"),
        s if s < 2.0 * HOUR => format!("{:.0} min", s / MINUTE),
        s if s < 3.0 * DAY => format!("{:.1} h", s / HOUR),
        s => format!("{:.1} d", s / DAY),
    }
}

fn where_we_stand(text: &mut String, part: &WhereWeStand) -> Result {
    let Some(card) = &part.scorecard else { return writeln!(text, "Nothing was measured.") };
    header(text, &["Facet", "Measured by", "n", "Estimate", "95 % interval", "Points"])?;
    for facet in &card.facets {
        facet_row(text, facet)?;
    }
    writeln!(text)?;
    header(text, &["Joined", "Points", "95 % interval", "n"])?;
    for dimension in &card.dimensions {
        joint_row(text, &dimension.dimension.code().to_uppercase(), &dimension.joint)?;
    }
    for group in &card.stakeholders {
        joint_row(text, &group.stakeholder, &group.joint)?;
    }
    index(text, card)
}

fn facet_row(text: &mut String, facet: &FacetScore) -> Result {
    let instrument = facet.instrument.map(|instrument| instrument.to_string()).unwrap_or_default();
    write!(text, "| {} | {instrument} | ", facet.key())?;
    match &facet.result {
        FacetResult::Published(published) => {
            let score = &published.score;
            let limits = interval(score.low, score.high, 2);
            writeln!(text, "{} | {:.2} | {limits} | {:.1} |", score.n, score.estimate, score.points.estimate)
        }
        FacetResult::Suppressed { minimum_group } => {
            writeln!(text, "withheld | - | fewer than {minimum_group} people | - |")
        }
        FacetResult::NoAnswers { .. } => writeln!(text, "0 | - | nobody answered | - |"),
    }
}

fn joint_row(text: &mut String, name: &str, joint: &JointScore) -> Result {
    let limits = interval(joint.low, joint.high, 1);
    writeln!(text, "| {name} | {} | {limits} | {} |", number(joint.points, 1), joint.n)
}

fn index(text: &mut String, card: &Scorecard) -> Result {
    let index = &card.index;
    writeln!(
        text,
        "\n**TX index {}** ({}), 95 % interval {}, coverage {:.0} %.",
        number(index.points, 1),
        index.kind,
        interval(index.low, index.high, 1),
        100.0 * index.coverage
    )
}

fn where_it_hurts(text: &mut String, part: &WhereItHurts) -> Result {
    if part.waits.is_empty() && part.weak_spots.is_empty() {
        return writeln!(text, "Neither journeys nor scores were given.");
    }
    for waits in &part.waits {
        waiting(text, waits)?;
    }
    if !part.detours.is_empty() {
        writeln!(text, "Activities that no designed journey has:\n")?;
        header(text, &["Activity", "Visits", "Per journey", "Hours of waiting around it", "Owner"])?;
        for detour in part.detours.iter().take(ROWS) {
            let owner = detour.owner.as_deref().unwrap_or("-");
            let (visits, rate, hours) = (detour.visits, detour.per_journey, detour.hours_around);
            writeln!(text, "| {} | {visits} | {rate:.2} | {hours:.0} | {owner} |", detour.activity)?;
        }
        remainder(text, part.detours.len())?;
        writeln!(text)?;
    }
    if !part.weak_spots.is_empty() {
        writeln!(text, "Lowest scores:\n")?;
        header(text, &["Facet", "Points", "95 % interval", "Owner"])?;
        for spot in part.weak_spots.iter().take(ROWS) {
            let owner = spot.owner.as_deref().unwrap_or("-");
            let limits = interval(spot.low, spot.high, 1);
            writeln!(text, "| {} | {:.1} | {limits} | {owner} |", spot.node, spot.points)?;
        }
        remainder(text, part.weak_spots.len())?;
    }
    Ok(())
}

fn waiting(text: &mut String, waits: &WaitingTimes) -> Result {
    let WaitingTimes { object_type, journeys, total_hours, transitions, other_hours } = waits;
    writeln!(
        text,
        "{journeys} journey{} of type `{object_type}`, {total_hours:.0} hours of waiting in all:\n",
        if *journeys == 1 { "" } else { "s" },
    )?;
    header(text, &["Waiting for", "after", "Times", "Median", "90 % within", "Hours in all", "Owner"])?;
    for wait in transitions {
        writeln!(
            text,
            "| {} | {} | {} | {} | {} | {:.0} | {} |",
            wait.to,
            wait.from,
            wait.count,
            duration(wait.median_seconds),
            duration(wait.p90_seconds),
            wait.total_hours,
            wait.owner.as_deref().unwrap_or("-")
        )?;
    }
    if *other_hours > 0.0 {
        writeln!(text, "| others | | | | | {other_hours:.0} | |")?;
    }
    writeln!(text)
}

fn what_drives_it(text: &mut String, part: &WhatDrivesIt) -> Result {
    let aims: Vec<String> =
        part.objective.iter().map(|(node, weight)| format!("{weight:.2} {node}")).collect();
    if part.importance.is_empty() {
        return writeln!(text, "The map has no nodes.");
    }
    if aims.len() <= ROWS {
        writeln!(text, "Aim: {}.\n", aims.join(" + "))?;
    } else {
        writeln!(text, "Aim: a weighted mean of {} nodes.\n", aims.len())?;
    }
    header(text, &["Node", "Worth of one unit more", "Performance", "Owner"])?;
    let useful = part.importance.iter().filter(|driver| driver.value != 0.0);
    for driver in useful.clone().take(ROWS) {
        let owner = driver.owner.as_deref().unwrap_or("-");
        let performance = number(driver.performance, 1);
        writeln!(text, "| {} | {:.4} | {performance} | {owner} |", driver.node, driver.value)?;
    }
    remainder(text, useful.count())?;
    if let Some(stability) = &part.stability {
        let radius = stability.radius;
        match (stability.exact, stability.certified) {
            (true, _) => write!(text, "\nCascades settle: spectral radius {radius:.4}."),
            (false, true) => write!(text, "\nCascades settle: spectral radius at most {radius:.4}."),
            (false, false) => write!(
                text,
                "\nCascades are taken to settle: spectral radius about {radius:.4}, an estimate and not proved."
            ),
        }?;
        if stability.fragile {
            write!(text, " That is near to 1: small errors in the weights move cascades a lot.")?;
        }
        writeln!(text)?;
        for (nodes, gain) in stability.loops.iter().take(ROWS) {
            let kind = if *gain > 0.0 { "reinforcing" } else { "balancing" };
            let back = nodes.first().map_or("", String::as_str);
            writeln!(text, "- {kind} loop {} -> {back}, gain {gain:.4}", nodes.join(" -> "))?;
        }
        remainder(text, stability.loops.len())?;
    }
    Ok(())
}

fn write_what_if(text: &mut String, part: &WhatIf) -> Result {
    let shocks: Vec<String> =
        part.shock.iter().map(|(node, amount)| format!("{amount:+} on {node}")).collect();
    writeln!(text, "Shock: {}.\n", shocks.join(", "))?;
    header(text, &["Node", "Shock", "Direct", "Indirect", "Total", "95 % interval", "Unit"])?;
    for node in part.impact.iter().take(ROWS) {
        writeln!(
            text,
            "| {} | {:.2} | {:.2} | {:.2} | {:.2} | {} | {} |",
            node.node,
            node.shock,
            node.direct,
            node.indirect,
            node.total,
            interval(node.low, node.high, 2),
            node.unit
        )?;
    }
    remainder(text, part.impact.len())?;
    if part.over_time.iter().any(|node| node.periods.windows(2).any(|pair| pair[0] != pair[1])) {
        writeln!(text, "\nWhen it shows (the shock is in period 0):\n")?;
        header(text, &["Node", "Periods 0, 1, 2, ...", "90 % from period"])?;
        for node in part.over_time.iter().take(ROWS) {
            let periods: Vec<String> = node.periods.iter().map(|value| format!("{value:.2}")).collect();
            let settled = node.time_to_90.map_or_else(|| "later".to_owned(), |period| period.to_string());
            writeln!(text, "| {} | {} | {settled} |", node.node, periods.join(", "))?;
        }
        remainder(text, part.over_time.len())?;
    }
    let (effect, error) = (part.effect, part.effect_standard_error);
    writeln!(text, "\nEffect on the aim: {effect:.2}, standard error {error:.2}.")?;
    write_harm(text, part)
}

fn write_harm(text: &mut String, part: &WhatIf) -> Result {
    if part.harm.is_empty() {
        writeln!(text, "Harm: none expected in any facet, dimension, stakeholder group or outcome.")?;
    } else {
        writeln!(text, "\n**Harm:**\n")?;
        for change in part.harm.iter().take(ROWS) {
            writeln!(text, "- {} {:+.2} {}", change.key, change.change, change.unit)?;
        }
        remainder(text, part.harm.len())?;
    }
    for passing in part.harm_on_the_way.iter().take(ROWS) {
        let Passing { node, period, change, unit } = passing;
        writeln!(text, "- On the way, in period {period}: {node} {change:+.2} {unit}.")?;
    }
    if !part.harm_not_excluded.is_empty() {
        writeln!(text, "- Harm cannot be excluded at 95 % for: {}.", listed(&part.harm_not_excluded))?;
    }
    Ok(())
}

/// The first of these, and how many more there are.
fn listed(keys: &[String]) -> String {
    let shown: Vec<&str> = keys.iter().take(ROWS).map(String::as_str).collect();
    match keys.len().saturating_sub(ROWS) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn what_it_is_worth(text: &mut String, part: &WhatItIsWorth) -> Result {
    if part.outcomes.is_empty() {
        return writeln!(text, "No shock was asked about, or the map has no outcomes.");
    }
    header(text, &["Outcome", "Change", "95 % interval", "Unit", "Target"])?;
    for outcome in &part.outcomes {
        let limits = interval(outcome.low, outcome.high, 2);
        let target = number(outcome.target, 1);
        writeln!(
            text,
            "| {} | {:+.2} | {limits} | {} | {target} |",
            outcome.outcome, outcome.change, outcome.unit
        )?;
    }
    Ok(())
}

fn what_we_do_not_know(text: &mut String, part: &Unknowns) -> Result {
    if let Some(coverage) = part.coverage {
        writeln!(text, "- The index rests on {:.0} % of what it should.", 100.0 * coverage)?;
    }
    for (what, keys) in
        [("Nobody answered for", &part.unmeasured), ("Withheld, too few people answered", &part.suppressed)]
    {
        if !keys.is_empty() {
            writeln!(text, "- {what}: {}.", listed(keys))?;
        }
    }
    for warning in &part.warnings {
        writeln!(text, "- {warning}.")?;
    }
    let weak =
        part.evidence.iter().filter(|share| share.evidence != "estimated" && share.share.abs() >= 0.05);
    for share in weak.take(ROWS) {
        let evidence = match share.evidence {
            "prior" => "a published figure that is not from your data",
            "elicited" => "the judgement of experts",
            _ => "an assumption that nobody has measured",
        };
        let percent = 100.0 * share.share;
        writeln!(text, "- {percent:.0} % of the effect on {} depends on {evidence}.", share.node)?;
    }
    if !part.out_of_range.is_empty() {
        let keys = listed(&part.out_of_range);
        writeln!(
            text,
            "- The shock would take scores out of 0..100 ({keys}); a bounded cascade says what is left."
        )?;
    }
    if !part.without_standard_error.is_empty() {
        let edges = listed(&part.without_standard_error);
        writeln!(text, "- No standard error is known for {edges}, so no interval behind them is known.")?;
    }
    if !part.measure_next.is_empty() {
        writeln!(text, "\nMeasure next, by share of the variance of the effect on the aim:\n")?;
        header(text, &["Influence", "Share", "Known today by"])?;
        for next in part.measure_next.iter().take(ROWS) {
            let share = 100.0 * next.variance_share;
            writeln!(text, "| {} -> {} | {share:.0} % | {} |", next.from, next.to, next.evidence)?;
        }
        remainder(text, part.measure_next.len())?;
    }
    Ok(())
}
