//! Survey exports (Qualtrics): which question measures what.

use total_experience::io::survey::qualtrics::{Choice, ImportedSurvey, Question, SurveyOptions};
use total_experience::io::survey::signals::role_of_key;
use total_experience::model::map::{ExperienceMap, MapDocument};
use total_experience::model::{Dimension, Stakeholder, Touchpoint};
use total_experience::signal::instrument::Instrument;

use crate::fault::{Fallible, in_file};
use crate::input;

/// How a survey export is read.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "How a Qualtrics export is read (instead of SIGNALS.csv)")]
pub(crate) struct SurveyArgs {
    /// A column by its tag or ImportId, the facet that it measures, and by which instrument, such as
    /// Q1=branch/cx/customers:nps; may be given again. Export numeric values. Several items are in COLUMN_1, COLUMN_2, ...;
    /// COLUMN#2 is choice 2 of a question with several answers, such as Q5#2=app/ux/users:rating:0-1
    #[arg(long, value_name = "COLUMN=FACET:INSTRUMENT", value_parser = asked)]
    question: Vec<Asked>,

    /// The column that tells people apart, when it is not ExternalReference
    #[arg(long, value_name = "COL", requires = "question")]
    respondent: Option<String>,

    /// The column of the branch, store or team
    #[arg(long, value_name = "COL", requires = "question")]
    unit: Option<String>,

    /// The column of the weight
    #[arg(long, value_name = "COL", requires = "question")]
    weight: Option<String>,

    /// The column of the period
    #[arg(long, value_name = "COL", requires = "question")]
    period: Option<String>,

    /// Leave out people who did not finish
    #[arg(long, requires = "question")]
    finished_only: bool,
}

/// What a column measures.
#[derive(Clone, Debug)]
struct Asked {
    column: String,
    choice: Option<String>,
    touchpoint: String,
    dimension: Dimension,
    stakeholder: String,
    instrument: Instrument,
}

impl Asked {
    fn facet(&self) -> String {
        format!("{}/{}/{}", self.touchpoint, self.dimension, self.stakeholder)
    }
}

impl SurveyArgs {
    /// Whether the file is a survey export.
    pub(crate) fn is_given(&self) -> bool {
        !self.question.is_empty()
    }

    /// The answers to the questions, about facets of a map, or of one that is made of what they name.
    pub(crate) fn read(
        &self,
        path: &str,
        map: Option<ExperienceMap>,
        reading: SurveyOptions,
    ) -> Fallible<(ExperienceMap, ImportedSurvey)> {
        let map = match map {
            Some(map) => map,
            None => self.map().build().map_err(in_file(path))?,
        };
        let mut questions = Vec::new();
        for (at, asked) in self.question.iter().enumerate() {
            let key = asked.facet();
            if self.question.iter().take(at).any(|other| other.facet() == key) {
                let text =
                    "give each facet one question, since of several answers of a person the latest counts";
                return Err(format!("--question: facet `{key}` is named twice: {text}").into());
            }
            let facet = map.facet_id(&key).ok_or_else(|| {
                format!("--question: the map has no facet `{key}`: add it to the map or correct the key")
            })?;
            questions.push(match &asked.choice {
                None => Question::new(facet, asked.instrument, &asked.column),
                Some(choice) => {
                    let choice = Choice { question: &asked.column, choice };
                    Question::ticked(facet, asked.instrument, choice)
                }
            });
        }
        let mut reading = reading.with_finished_only(self.finished_only);
        reading.respondent.clone_from(&self.respondent);
        reading.unit.clone_from(&self.unit);
        reading.weight.clone_from(&self.weight);
        reading.period.clone_from(&self.period);
        let survey = input::survey(path, &questions, &reading)?;
        Ok((map, survey))
    }

    /// The map that the questions speak of.
    fn map(&self) -> MapDocument {
        let mut map = MapDocument::new("");
        for Asked { touchpoint, dimension, stakeholder, .. } in &self.question {
            if map.touchpoints.iter().all(|known| known.key != *touchpoint) {
                map = map.touchpoint(Touchpoint::new(touchpoint));
            }
            if map.stakeholders.iter().all(|known| known.key != *stakeholder) {
                map = map.stakeholder(Stakeholder::new(stakeholder, role_of_key(stakeholder)));
            }
            let facet = |known: &total_experience::model::map::FacetEntry| {
                (&known.touchpoint, known.dimension, &known.stakeholder)
                    == (touchpoint, *dimension, stakeholder)
            };
            if !map.facets.iter().any(facet) {
                map = map.facet(touchpoint, *dimension, stakeholder);
            }
        }
        map
    }
}

/// Reads `Q1=branch/cx/customers:nps`.
fn asked(text: &str) -> Result<Asked, String> {
    const WRONG: &str =
        "COLUMN=TOUCHPOINT/DIMENSION/STAKEHOLDER:INSTRUMENT is needed, such as Q1=branch/cx/customers:nps";
    let (column, measured) = text.split_once('=').ok_or(WRONG)?;
    let mut parts = measured.splitn(3, '/').map(str::trim);
    let (touchpoint, dimension, rest) = (parts.next(), parts.next(), parts.next());
    let (stakeholder, instrument) = rest.and_then(|rest| rest.split_once(':')).ok_or(WRONG)?;
    let (column, choice) = match column.trim().rsplit_once('#') {
        Some((column, choice)) => (column, Some(choice.to_owned())),
        None => (column.trim(), None),
    };
    let named = [Some(column), touchpoint, Some(stakeholder), choice.as_deref().or(Some("none"))];
    if named.into_iter().flatten().any(|name| name.trim().is_empty()) {
        return Err(WRONG.to_owned());
    }
    Ok(Asked {
        column: column.to_owned(),
        choice,
        touchpoint: touchpoint.unwrap_or_default().to_owned(),
        dimension: dimension.unwrap_or_default().parse().map_err(|error| format!("{error}"))?,
        stakeholder: stakeholder.trim().to_owned(),
        instrument: instrument.trim().parse().map_err(|error| format!("{error}"))?,
    })
}
