//! Command `txm journeys`: directly-follows graph and variants, from an event log.

use serde::Serialize;
use total_experience::io::event_log::{EventOptions, ImportNotes, ImportedLog, ObjectColumn};
use total_experience::journey::dfg::AnyJourneyGraph;
use total_experience::report::render::dot;
use total_experience::request::journeys::{JourneysAnswer, JourneysRequest};

use crate::args::LogArgs;
use crate::fault::{Fallible, in_file, shown};
use crate::input::Log;
use crate::output::Output;
use crate::{notes, output, page, progress};

/// How do people move? Finds the journeys in an event log
///
/// LOG is .csv, .tsv, .parquet, .arrow, .xes, or object-centric .jsonocel, .json, .xmlocel, .xml, .sqlite; each also .gz. An
/// object-centric log without --object-type is summed up, type by type.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The event log, or - for standard input
    #[arg(value_name = "LOG")]
    log: String,

    /// Whose journeys: `case` (default), `resource`, or a column (or XES attribute, of the trace where no event has it)
    /// that names objects, several in one field split by |; in an object-centric log any of its types
    #[arg(long, value_name = "TYPE")]
    object_type: Option<String>,

    /// A drawing for Graphviz instead of a page
    #[arg(long, conflicts_with = "json")]
    dot: bool,

    #[command(flatten)]
    output: Output,

    #[command(flatten)]
    reading: LogArgs,
}

#[derive(Serialize)]
struct Notes {
    object_relations: u64,
    notes: ImportNotes,
}

impl Args {
    pub(crate) fn run(self) -> Fallible<()> {
        let path = self.log.as_str();
        let mut options = self.reading.options()?;
        let log = Log::open(path, &options)?;
        let is_object_centric = log.format.is_object_centric();
        if self.dot && is_object_centric && self.object_type.is_none() {
            let text = "--dot draws one type of an object-centric log: name it with --object-type";
            return Err(format!("{}: {text}", shown(path)).into());
        }
        if !is_object_centric {
            self.read_objects(&mut options);
        }
        let ImportedLog { log, notes, .. } = log.read(path, &options)?;
        let object_type =
            self.object_type.or_else(|| (!is_object_centric).then(|| options.case_type.clone()));
        let request = JourneysRequest { object_type, rows: self.output.rows(), ..JourneysRequest::default() };
        let answer = request.run_with(&log, &progress::execution("discovering")).map_err(in_file(path))?;
        if self.output.json || self.dot {
            output::say(path, &notes::of_log(&notes));
        }
        if self.output.json {
            return output::json(&answer, &Notes { object_relations: notes.object_relations, notes });
        }
        match &answer {
            JourneysAnswer::OneType(found) if self.dot => output::page(&match &found.graph {
                AnyJourneyGraph::Timed(graph) => dot::journey_graph(graph),
                AnyJourneyGraph::Untimed(counts) => dot::journey_counts(counts),
            }),
            JourneysAnswer::OneType(found) => output::page(&page::journeys::of_type(path, found, &notes)),
            JourneysAnswer::EveryType(found) => output::page(&page::journeys::summary(path, found, &notes)),
            _ => Ok(()),
        }
    }

    /// Has the objects read that --object-type names, where they are in a column or attribute of their own.
    fn read_objects(&self, options: &mut EventOptions) {
        let Some(name) = &self.object_type else { return };
        let known = options.objects_where_there.iter().map(|known| &known.object_type);
        if known.chain([&options.case_type, &options.resource_type]).all(|known| known != name) {
            options.objects.push(ObjectColumn::new(name));
        }
    }
}
