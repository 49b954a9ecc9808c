//! Command `txm attribution`: removal effects and credits of touchpoints, from paths.

use serde::Serialize;
use total_experience::io::paths::{ImportedPaths, PathOptions};
use total_experience::io::source::TableNotes;
use total_experience::report::render::words::counted;
use total_experience::request::attribution::AttributionRequest;

use crate::args::{TableArgs, bytes, whole};
use crate::fault::{Fallible, in_file};
use crate::output::Output;
use crate::{input, notes, output, page, progress};

/// Which touchpoints bring people to the goal? Says what would be lost without each, and its share of the goals
///
/// PATHS.csv has the header path,total_conversions,total_conversion_value,total_null; ` > ` or the like separates the
/// touchpoints of a path. The columns may be called conversions, value (or conversion_value), null or lost. A column total_open holds journeys that are not finished.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Paths, or - for standard input
    #[arg(value_name = "PATHS.csv")]
    paths: String,

    /// What separates the touchpoints of a path, such as ">" or ","; found unless given. With spaces around it, as in
    /// " > ", it separates only where it stands between spaces; with the empty text every path is one touchpoint
    #[arg(long, value_name = "TEXT")]
    separator: Option<String>,

    /// What comes next depends on the last K touchpoints
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = whole(1, 16))]
    order: usize,

    /// Also how far back journeys look: chains of order 1 to H
    #[arg(long, value_name = "H", default_value_t = 0, value_parser = whole(0, 16))]
    orders: usize,

    /// Also how sure it is: 95 % limits by the delta method
    #[arg(long)]
    limits: bool,

    /// 95 % limits from so many draws in place of the delta method, each of which takes as long as the effects
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole(0, 1_000_000))]
    draws: usize,

    /// Seed of the draws
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,

    /// Also what rules of thumb would say: first, last, linear, decay, position
    #[arg(long)]
    rules: bool,

    /// Most memory for solving the chain, such as 512MiB or 4GiB; 512MiB unless given, enough for 8,192 touchpoints that
    /// all lead to all
    #[arg(long, value_name = "BYTES", value_parser = bytes)]
    max_memory: Option<usize>,

    #[command(flatten)]
    output: Output,

    #[command(flatten)]
    table: TableArgs,
}

#[derive(Serialize)]
struct Notes {
    table: TableNotes,
    separator: Option<String>,
    lost_unknown: bool,
    value_without_goal: u64,
    unread_columns: Vec<String>,
}

impl Args {
    pub(crate) fn run(self) -> Fallible<()> {
        let path = self.paths.as_str();
        let mut reading =
            PathOptions::default().with_table(self.table.format()).with_execution(progress::all_threads());
        reading.separator.clone_from(&self.separator);
        let ImportedPaths { paths, notes, .. } = input::paths(path, &reading)?;
        let usual = AttributionRequest::default();
        let request = AttributionRequest {
            max_memory: self.max_memory.unwrap_or(usual.max_memory),
            order: self.order,
            orders: self.orders,
            limits: self.limits,
            draws: self.draws,
            seed: self.seed,
            rules: self.rules,
            ..usual
        };
        let answer = request.run_with(&paths, &progress::execution("solving")).map_err(in_file(path))?;
        let mut remarks: Vec<String> = notes::of_table(&notes.table).into_iter().collect();
        if let (None, Some(found)) = (&self.separator, &notes.separator)
            && found != " > "
        {
            remarks.push(format!("Touchpoints separated by `{found}`"));
        }
        if self.separator.is_none() && notes.separator.is_none() {
            remarks.push(
                "No path has a separator that is known: each is one touchpoint (--separator says what separates them)"
                    .to_owned(),
            );
        }
        if notes.lost_unknown {
            let text = "No column `total_null` says how many journeys were lost: none counts as lost";
            remarks.push(text.to_owned());
        }
        remarks.extend(notes::of_unread(&notes.unread_columns));
        if answer.journeys.goal > 0 && answer.journeys.lost == 0 && answer.journeys.open == 0 {
            remarks.push(
                "Every journey of the file reached the goal: what goals fall by without a touchpoint is then the share of \
                 journeys that pass it, and nothing tells which touchpoints bring people to the goal"
                    .to_owned(),
            );
        }
        if notes.value_without_goal > 0 {
            let rows = counted(notes.value_without_goal, "row");
            let shared = match answer.journeys.goal {
                0 => "no journey reached the goal, so it is given to no touchpoint",
                _ => "it counts in the whole worth, which is shared like the goals",
            };
            remarks.push(format!("{rows} with a value and without a conversion: {shared}"));
        }
        if self.output.json {
            output::say(path, &remarks);
            let notes = Notes {
                table: notes.table,
                separator: notes.separator,
                lost_unknown: notes.lost_unknown,
                value_without_goal: notes.value_without_goal,
                unread_columns: notes.unread_columns,
            };
            return output::json(&answer, &notes);
        }
        output::page(&page::attribution::markdown(&answer, &remarks))
    }
}
