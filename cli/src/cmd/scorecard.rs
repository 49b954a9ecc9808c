//! Command `txm scorecard`: scores with intervals and the TX index, from answers.

use serde::Serialize;
use total_experience::io::source::Placeholders;
use total_experience::io::survey::RespondentScope;
use total_experience::io::survey::qualtrics::{ImportedSurvey, SurveyNotes, SurveyOptions};
use total_experience::io::survey::signals::{ImportedSignals, SignalNotes, SignalOptions};
use total_experience::model::Dimension;
use total_experience::request::scorecard::{DimensionWeights, ScorecardRequest};
use total_experience::score::scorecard::IndexKind;

use crate::args::{MissingArgs, NobodyArgs, TableArgs, TimeArgs};
use crate::fault::{Fallible, in_file};
use crate::output::Output;
use crate::survey::SurveyArgs;
use crate::{input, notes, output, page, progress};

/// How good is it? Scores every facet, dimension and the whole from answers
///
/// SIGNALS.csv has the header touchpoint,dimension,stakeholder,instrument,value and, as far as known,
/// weight,time,period,respondent,unit. Dimensions: cx (customers), ex (employees), ux (users), mx (several channels).
/// Instruments: nps enps csat (5 points, the top two count) csat:PRESET:POINTS ces2 sus umux_lite servqual acsi triad
/// points sla rating:MIN-MAX. Items of one answer are separated by |, an empty value is a missing answer. A period is a whole
/// number or the like of 2024-Q1, 2024-05, 2024-W05. An export of Qualtrics is read with --question instead.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Answers, or with --question an export of Qualtrics; - for standard input
    #[arg(value_name = "SIGNALS.csv")]
    signals: String,

    /// Stakeholders with roles, weights and populations (see `txm schema map`); without it groups called customers, users and partners are
    /// open, all others need 5 respondents
    #[arg(long, value_name = "MAP.json")]
    map: Option<String>,

    #[command(flatten)]
    scoring: ScoringArgs,

    #[command(flatten)]
    output: Output,

    #[command(flatten)]
    time_format: TimeArgs,

    #[command(flatten)]
    missing: MissingArgs,

    #[command(flatten)]
    nobody: NobodyArgs,

    #[command(flatten)]
    survey: SurveyArgs,

    #[command(flatten)]
    table: TableArgs,
}

/// How answers become scores.
#[derive(Debug, clap::Args)]
pub(crate) struct ScoringArgs {
    /// Weights of the dimensions in the index, such as cx=2,ex=1; one that is left out weighs 0
    #[arg(long, value_name = "D=W,..", value_parser = weights)]
    weights: Option<DimensionWeights>,

    /// How the dimensions are joined: geometric, arithmetic, harmonic, minimum or penalty
    #[arg(long, value_name = "KIND", default_value = "geometric")]
    index: IndexKind,

    /// A respondent's name is one person within a unit only: branches number their people from 1
    #[arg(long)]
    respondents_by_unit: bool,
}

impl ScoringArgs {
    /// Within what a respondent's name is one person.
    pub(crate) fn scope(&self) -> RespondentScope {
        if self.respondents_by_unit { RespondentScope::Unit } else { RespondentScope::Global }
    }

    pub(crate) fn request(&self) -> ScorecardRequest {
        ScorecardRequest {
            index: self.index,
            weights: self.weights.unwrap_or_default(),
            ..ScorecardRequest::default()
        }
    }
}

#[derive(Serialize)]
struct Notes {
    notes: ReaderNotes,
    superseded: u64,
    superseded_across_units: u64,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ReaderNotes {
    Signals(SignalNotes),
    Survey(SurveyNotes),
}

impl Args {
    pub(crate) fn run(self) -> Fallible<()> {
        let path = self.signals.as_str();
        let scope = self.scoring.scope();
        let map = self.map.as_deref().map(input::map).transpose()?;
        let (has_map, mut remarks) = (map.is_some(), map.as_ref().map(notes::of_map).unwrap_or_default());
        let (map, responses, reader) = if self.survey.is_given() {
            let usual = SurveyOptions::default();
            let missing = self.missing.beside(usual.missing.clone());
            let reading = usual
                .with_time_format(self.time_format.format())
                .with_placeholders(self.nobody.placeholders())
                .with_missing(missing)
                .with_respondent_scope(scope)
                .with_table(self.table.format());
            let (map, ImportedSurvey { responses, notes, .. }) = self.survey.read(path, map, reading)?;
            remarks.extend(notes::of_survey(&notes));
            (map, responses, ReaderNotes::Survey(notes))
        } else {
            let reading = SignalOptions::default()
                .with_table(self.table.format())
                .with_time_format(self.time_format.format())
                .with_placeholders(self.nobody.placeholders())
                .with_missing(self.missing.beside(Placeholders::default()))
                .with_respondent_scope(scope)
                .with_execution(progress::all_threads());
            let (map, ImportedSignals { responses, notes, .. }) = input::signals(path, map, &reading)?;
            remarks.extend(notes::of_signals(&notes));
            (map, responses, ReaderNotes::Signals(notes))
        };
        if !has_map {
            remarks.extend(notes::of_groups(map.stakeholders()));
        }
        let request = self.scoring.request();
        let tally = responses.tally_with(&progress::execution("counting")).map_err(in_file(path))?;
        let answer = request.run(&map, &tally).map_err(in_file(path))?;
        let superseded = notes::superseded(&tally);
        let superseded_across_units = responses.superseded_across_units();
        remarks.extend(notes::of_superseded(superseded, superseded_across_units));
        if self.output.json {
            output::say(path, &remarks);
            let notes = Notes { notes: reader, superseded, superseded_across_units };
            return output::json(&answer, &notes);
        }
        output::page(&page::scorecard::markdown(path, &request, &answer.scorecard, &remarks))
    }
}

/// Reads `cx=2,ex=1`.
fn weights(text: &str) -> Result<DimensionWeights, String> {
    let mut weights = [None; 4];
    for part in text.split(',') {
        let (name, weight) =
            part.split_once('=').ok_or_else(|| format!("`{part}` is not of the form cx=2"))?;
        let dimension: Dimension =
            name.trim().to_ascii_lowercase().parse().map_err(|error| format!("{error}"))?;
        let weight = weight.trim().parse::<f64>().map_err(|_| format!("`{weight}` is no number"))?;
        if weights[dimension.index()].replace(weight).is_some() {
            return Err(format!("{dimension} is there twice"));
        }
    }
    let [cx, ex, ux, mx] = weights.map(|weight| weight.unwrap_or(0.0));
    Ok(DimensionWeights { cx, ex, ux, mx })
}
