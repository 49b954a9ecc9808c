//! Command `txm report`: the six-part report, from a map, answers and a log.

use total_experience::io::source::Placeholders;
use total_experience::io::survey::signals::SignalOptions;
use total_experience::report::parts::Report;
use total_experience::request::NodeValue;
use total_experience::request::report::{ReportData, ReportRequest};

use crate::args::{LogArgs, MissingArgs, assignment, whole};
use crate::cmd::friction::FrictionArgs;
use crate::cmd::scorecard::ScoringArgs;
use crate::fault::{Fallible, in_file, shown};
use crate::input::{self, Log};
use crate::notes;
use crate::output;
use crate::progress;

/// All of it on a page: where we stand, where it hurts, what drives it, what if, what it is worth, what we do not know
///
/// NODE is touchpoint/dimension/stakeholder (dimension cx, ex, ux, mx) or an outcome's key. The options of a log are those
/// of `txm friction`; without --stakeholder its journeys alone are shown.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The map: see `txm schema map`, with --example for one to start from
    #[arg(value_name = "MAP.json")]
    map: String,

    /// Answers: see `txm scorecard --help`
    #[arg(long, value_name = "SIGNALS.csv")]
    signals: Option<String>,

    /// An event log: see `txm journeys --help`
    #[arg(long, value_name = "LOG")]
    log: Option<String>,

    /// Shock a node by so many of its units; may be given again
    #[arg(long, value_name = "NODE=POINTS", value_parser = assignment)]
    shock: Vec<NodeValue>,

    /// Value a node with a weight; may be given again; the mean over all facets unless given
    #[arg(long, value_name = "NODE=WEIGHT", value_parser = assignment)]
    objective: Vec<NodeValue>,

    /// Periods after the shock
    #[arg(long, value_name = "H", default_value_t = 8, value_parser = whole(0, 10_000))]
    horizon: usize,

    /// What the report is called; the name of the map unless given
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// md or json
    #[arg(long, value_name = "F", default_value = "md", value_parser = ["md", "json"])]
    format: String,

    /// As --format json
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    scoring: ScoringArgs,

    #[command(flatten)]
    friction: FrictionArgs,

    #[command(flatten)]
    missing: MissingArgs,

    #[command(flatten)]
    reading: LogArgs,
}

impl Args {
    pub(crate) fn run(self) -> Fallible<()> {
        let files = [Some(&self.map), self.signals.as_ref(), self.log.as_ref()];
        if files.into_iter().flatten().filter(|path| *path == "-").count() > 1 {
            return Err("only one file can be standard input: name the others".into());
        }
        let mut map = input::map(&self.map)?;
        let mut remarks = notes::of_map(&map);
        let mut request = ReportRequest {
            shock: self.shock,
            objective: self.objective,
            horizon: self.horizon,
            scorecard: self.scoring.request(),
            ..ReportRequest::default()
        };
        request.title = self.title.unwrap_or_else(|| map.name().to_owned());
        let tally = match &self.signals {
            Some(path) => {
                let reading = SignalOptions::default()
                    .with_table(self.reading.table())
                    .with_time_format(self.reading.time_format.format())
                    .with_placeholders(self.reading.placeholders())
                    .with_missing(self.missing.beside(Placeholders::default()))
                    .with_respondent_scope(self.scoring.scope())
                    .with_execution(progress::all_threads());
                let (known, signals) = input::signals(path, Some(map), &reading)?;
                map = known;
                let counting = progress::execution("counting");
                let tally = signals.responses.tally_with(&counting).map_err(in_file(path))?;
                let across_units = signals.responses.superseded_across_units();
                let told = notes::of_signals(&signals.notes).into_iter();
                let told = told.chain(notes::of_superseded(notes::superseded(&tally), across_units));
                remarks.extend(told.map(|remark| format!("{}: {remark}", shown(path))));
                Some(tally)
            }
            None => None,
        };
        let mut data = ReportData::new(&map);
        if let Some(tally) = &tally {
            data = data.with_tally(tally);
        }
        let mut imported = None;
        if let Some(path) = &self.log {
            let mut options = self.reading.options()?;
            let log = Log::open(path, &options)?;
            let format = log.format;
            self.friction.read_columns(path, format, &mut options)?;
            let read = log.read(path, &options)?;
            remarks
                .extend(notes::of_log(&read.notes).iter().map(|remark| format!("{}: {remark}", shown(path))));
            let friction = self.friction.request(path, &read.log, format, &options, None)?;
            request.case.clone_from(&friction.case);
            request.friction = (!friction.groups.is_empty()).then_some(friction);
            imported = Some(read.log);
        }
        if let Some(log) = &imported {
            data = data.with_log(log);
        }
        let mut report: Report = request.run(&data).map_err(in_file(&self.map))?;
        report.what_we_do_not_know.warnings.extend(remarks);
        if self.json || self.format == "json" {
            return output::json_alone(&report);
        }
        output::page(&report.to_markdown())
    }
}
