//! Pages of journeys.

use std::fmt::Write as _;

use total_experience::io::event_log::ImportNotes;
use total_experience::journey::dfg::{AnyJourneyGraph, CountedEdge, JourneyEdge, JourneyGraph};
use total_experience::journey::handover::SynchronizedActivity;
use total_experience::report::render::words::{counted, counted_as, duration, grouped, percent};
use total_experience::report::render::{Column, Table};
use total_experience::request::journeys::{LogSummary, TypeJourneys};

use super::ROWS;
use crate::fault::shown;
use crate::notes;

/// The journeys of one type of objects.
pub(crate) fn of_type(path: &str, found: &TypeJourneys, notes: &ImportNotes) -> String {
    let TypeJourneys { graph: steps, variants, .. } = found;
    let graph = steps.counts();
    let mut page = format!("# Journeys in `{}`\n\n", shown(path));
    let _ = write!(
        page,
        "{} of {} (`{}`) over {}: {}, {}.\n\n",
        counted(graph.event_count(), "event"),
        counted(graph.object_count(), "journey"),
        graph.object_type(),
        activities(graph.nodes().len()),
        kinds(graph.edges().len()),
        counted(variants.len() as u64, "variant"),
    );
    let remarks = notes::of_log(notes);
    for remark in &remarks {
        let _ = writeln!(page, "- {remark}");
    }
    page.push_str(if remarks.is_empty() { "" } else { "\n" });

    match steps {
        AnyJourneyGraph::Timed(timed) => {
            let edges: Vec<_> = timed.edges().collect();
            let _ = write!(page, "## The steps people take most\n\n{}", timed_steps(&edges));
            let often = (graph.object_count() / 100).max(5);
            let mut slow: Vec<_> = edges.iter().copied().filter(|edge| edge.count >= often).collect();
            slow.sort_by_key(|edge| std::cmp::Reverse(edge.median_wait));
            let _ = write!(
                page,
                "\n## Where people wait longest\n\nSteps taken at least {}.\n\n{}",
                counted(often, "time"),
                timed_steps(&slow),
            );
            work(&mut page, timed);
        }
        AnyJourneyGraph::Untimed(counts) => {
            let edges: Vec<_> = counts.edges().collect();
            let _ = write!(page, "## The steps people take most\n\n{}", counted_steps(&edges));
        }
    }

    for (title, mut counts) in
        [("Where journeys start", graph.starts()), ("Where journeys end", graph.ends())]
    {
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut table =
            Table::new([Column::text("Activity"), Column::number("Journeys"), Column::number("Share")]);
        for (name, count) in counts.iter().take(ROWS) {
            let share = *count as f64 / graph.object_count() as f64;
            table.row([(*name).to_owned(), grouped(*count), percent(share)]);
        }
        table.left_out(counts.len().saturating_sub(ROWS));
        let _ = write!(page, "\n## {title}\n\n{table}");
    }

    let top = variants.top(ROWS);
    let _ = write!(
        page,
        "\n## The ways people go\n\nOf {}, the most common {} {} {} of the journeys.\n\n",
        counted(variants.len() as u64, "way"),
        top.shown.len(),
        if top.shown.len() == 1 { "covers" } else { "cover" },
        percent(top.coverage),
    );
    let mut table = Table::new([Column::number("Journeys"), Column::number("Share"), Column::text("Way")]);
    for variant in &top.shown {
        table.row([grouped(variant.count), percent(variant.share), way(&variant.activities)]);
    }
    if top.other.variants > 0 {
        let others = format!("*{}*", counted(top.other.variants as u64, "other way"));
        table.row([grouped(top.other.count), percent(top.other.share), others]);
    }
    let _ = write!(page, "{table}");
    page
}

/// Most activities of a way that are written out.
const STEPS: usize = 40;

/// A way, shortened in the middle where it is long.
fn way(activities: &[&str]) -> String {
    if activities.len() <= STEPS {
        return activities.join(" → ");
    }
    let (first, last) = (&activities[..STEPS / 2], &activities[activities.len() - STEPS / 2..]);
    let between = activities.len() - STEPS;
    format!("{} → *{} more* → {}", first.join(" → "), grouped(between as u64), last.join(" → "))
}

/// The journeys of every type of objects.
pub(crate) fn summary(path: &str, found: &LogSummary, notes: &ImportNotes) -> String {
    let mut page = format!("# Journeys in `{}`\n\n", shown(path));
    let _ = write!(
        page,
        "{} of {}, {} of {}, {} of events and objects, {} of objects with each other.\n\n",
        counted(found.events as u64, "event"),
        activities(found.activities),
        counted(found.objects as u64, "object"),
        counted(found.types.len() as u64, "type"),
        counted(found.relations as u64, "relation"),
        grouped(notes.object_relations),
    );
    for remark in notes::of_log(notes) {
        let _ = writeln!(page, "- {remark}");
    }
    for (name, found) in &found.types {
        let steps = match &found.graph {
            AnyJourneyGraph::Timed(graph) => timed_steps(&graph.edges().collect::<Vec<_>>()),
            AnyJourneyGraph::Untimed(counts) => counted_steps(&counts.edges().collect::<Vec<_>>()),
        };
        let counts = found.graph.counts();
        let _ = write!(
            page,
            "\n## {name}\n\n{}, {} of them in events, {}. `--object-type '{name}'` shows more.\n\n{steps}",
            counted(found.object_count as u64, "object"),
            grouped(counts.object_count()),
            kinds(counts.edges().len()),
        );
    }
    who_waits(&mut page, &found.synchronization);
    page
}

/// Where objects of several types come together, and which of them the others wait for.
fn who_waits(page: &mut String, activities: &[SynchronizedActivity]) {
    let several: Vec<_> = activities.iter().filter(|activity| activity.types.len() > 1).collect();
    if several.is_empty() {
        return;
    }
    let mut table = Table::new([
        Column::text("Activity"),
        Column::number("Times"),
        Column::text("Objects"),
        Column::number("Waited for others"),
        Column::number("Others waited for it"),
        Column::number("Was last"),
    ]);
    for activity in several.iter().take(ROWS) {
        let mut lead = [activity.name.clone(), grouped(activity.events)];
        for (name, waits) in &activity.types {
            let [first, second] = std::mem::take(&mut lead);
            let [idle, lagging] = [waits.idle, waits.lagging].map(duration);
            table.row([first, second, name.clone(), idle, lagging, grouped(waits.delayed)]);
        }
    }
    table.left_out(several.len().saturating_sub(ROWS));
    let _ = write!(page, "\n## Who waits for whom\n\n{table}");
}

fn activities(count: usize) -> String {
    counted_as(count as u64, "activity", "activities")
}

fn kinds(count: usize) -> String {
    counted_as(count as u64, "kind of step", "kinds of step")
}

/// What work takes, where the log knows when it began.
fn work(page: &mut String, graph: &JourneyGraph) {
    let mut times: Vec<_> = graph.service_times().collect();
    if times.is_empty() {
        return;
    }
    times.sort_by_key(|times| std::cmp::Reverse(times.median));
    let numbers = ["Visits", "Median work", "Mean work", "9 of 10 within"].map(Column::number);
    let mut table = Table::new(std::iter::once(Column::text("Activity")).chain(numbers));
    for times in times.iter().take(ROWS) {
        let [median, mean, most] = [times.median, times.mean, times.p90].map(duration);
        table.row([times.activity.to_owned(), grouped(times.count), median, mean, most]);
    }
    table.left_out(times.len().saturating_sub(ROWS));
    let _ = write!(
        page,
        "\n## Where work takes longest\n\nFrom its start to its end; waits are before it.\n\n{table}"
    );
}

/// A table of the first of `edges` with their waits, and what it leaves out.
fn timed_steps(edges: &[JourneyEdge<'_>]) -> Table {
    let numbers = ["Times", "Median wait", "Mean wait", "9 of 10 within"].map(Column::number);
    let mut table = Table::new(["From", "To"].map(Column::text).into_iter().chain(numbers));
    for edge in edges.iter().take(ROWS) {
        let [median, mean, most] = [edge.median_wait, edge.mean_wait, edge.p90_wait].map(duration);
        table.row([edge.from.to_owned(), edge.to.to_owned(), grouped(edge.count), median, mean, most]);
    }
    others(&mut table, edges.iter().map(|edge| edge.count));
    table
}

/// The same of a log without times.
fn counted_steps(edges: &[CountedEdge<'_>]) -> Table {
    let mut table = Table::new([Column::text("From"), Column::text("To"), Column::number("Times")]);
    for edge in edges.iter().take(ROWS) {
        table.row([edge.from.to_owned(), edge.to.to_owned(), grouped(edge.count)]);
    }
    others(&mut table, edges.iter().map(|edge| edge.count));
    table
}

/// A row for the edges that a table of steps leaves out.
fn others(table: &mut Table, counts: impl ExactSizeIterator<Item = u64>) {
    let rest = counts.len().saturating_sub(ROWS);
    if rest > 0 {
        let others = counted_as(rest as u64, "other kind of step", "other kinds of step");
        let others = format!("*{others}*");
        table.row([others, String::new(), grouped(counts.skip(ROWS).sum())]);
    }
}
