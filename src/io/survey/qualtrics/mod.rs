//! Survey answers from Qualtrics exports: CSV or TSV, UTF-8 or UTF-16.
//!
//! Export with **numeric values**, not choice text, so that answers can be held against the scale of their instrument.
//!
//! * **Header rows** are found by themselves: three (tags, texts, ImportIds), two (legacy), or one. Questions and
//!   metadata are named by tag or by ImportId. Which column is `Status`, `Finished`, a date or `ExternalReference`, the
//!   ImportId decides where there is one: embedded data may be called so too.
//! * **Metadata** read: `RecordedDate` (or `EndDate`, `StartDate`) as the time, `Status`, `Finished`,
//!   `ExternalReference` as the respondent. Names, addresses and places of people (`IPAddress`, `RecipientEmail`,
//!   `LocationLatitude`, ...) are never read.
//! * **Previews, tests and suspected spam** (by `Status`) are left out and counted.
//! * **Time zones**: a zone named `UTC`, `GMT` or `Z`, or written as an offset in the cell, is exact. Names such as
//!   `America/Denver` say no offset (that takes a calendar of political decisions): times are then read on a clock
//!   that is [`SurveyOptions::minutes_ahead_of_utc`], and counted in the notes. Times only decide which of two answers
//!   of a person is the later one. Export with UTC where that is not enough.
//! * **Multiple answers**: see [`Question::ticked`].
//! * **A cell that is empty or a missing code** is a missing answer, never zero; of several items no one is imputed.
//!
//! # SPSS files
//! `.sav` is not read here: the crate that does (ambers 0.4.6) brings Arrow along, some 70 packages. Convert it, values
//! and not labels, and read the CSV with the names of its variables; one header row is fine, and multiple-answer
//! sets are columns `NAME_1`, `NAME_2`, ... In R: `haven::read_sav(file)`, `haven::zap_labels()`,
//! `readr::write_csv(na = "")`. In Python: `pyreadstat.read_sav(file)[0].to_csv(out, index=False)`. Both make empty
//! cells of declared missing codes unless told otherwise (`user_na`, `user_missing`), which is what is wanted.

mod header;
mod options;

use std::cell::Cell;
use std::io::Read;

use self::header::Header;
use self::options::Source;
use crate::io::Error;
use crate::io::shown::shown;
use crate::io::source::placeholders::{Missing, Nobody};
use crate::io::survey::periods::Periods;
use crate::io::table::numbers::Numbers;
use crate::io::table::reader::Table;
use crate::io::table::row::{HeldRow, Row};
use crate::io::time::column::TimeColumn;
use crate::model::WorkUnit;
use crate::model::time::TimeFault;
use crate::signal;
use crate::signal::response::{Response, Responses};

/// Reads the answers to these questions.
///
/// Time O(rows x columns), space O(answers).
///
/// # Errors
/// The errors of a table; [`Error::MissingColumn`] for a question that the export lacks; [`Error::ItemColumns`] when it
/// has another number of items than its instrument; [`Error::BadField`] for an answer that is text,
/// [`Error::BadAnswer`] for one off its scale, [`Error::BadTime`], [`Error::TwoInstruments`]; [`Error::NoRows`]. Each
/// names the line.
///
/// ```
/// use total_experience::io::survey::qualtrics::Question;
/// use total_experience::io::survey::qualtrics;
/// use total_experience::model::ids::FacetId;
/// use total_experience::signal::instrument::Instrument;
///
/// let text = r#"RecordedDate,Status,ExternalReference,Q1,Q1_NPS_GROUP
/// Recorded Date,Response Type,External Data Reference,How likely ...,How likely ... - Group
/// "{""ImportId"":""recordedDate"",""timeZone"":""UTC""}","{""ImportId"":""status""}","{""ImportId"":""externalDataReference""}","{""ImportId"":""QID1""}","{""ImportId"":""QID1_NPS_GROUP""}"
/// 2024-05-31 10:00:00,0,anna,9,3
/// 2024-05-31 11:00:00,0,bert,,
/// 2024-05-31 12:00:00,1,test,0,1
/// "#;
/// let facet = FacetId::from_u32(0);
/// let questions = [Question::new(facet, Instrument::Nps, "QID1")];
/// let survey = qualtrics::read(text.as_bytes(), &questions)?;
/// let tally = survey.responses.tally()?;
/// let summary = tally.facet(facet).unwrap();
/// assert_eq!((summary.answer_count(), summary.missing_count(), survey.notes.not_real), (1, 1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(reader: impl Read, questions: &[Question]) -> Result<ImportedSurvey, Error> {
    read_with(reader, questions, &SurveyOptions::default())
}

/// [`read`] with options.
///
/// # Errors
///
/// As [`read`], and for options out of range.
pub fn read_with(
    reader: impl Read,
    questions: &[Question],
    options: &SurveyOptions,
) -> Result<ImportedSurvey, Error> {
    let mut table = Table::new(reader, &options.limits, options.table)?;
    let numbers = &table.numbers();
    let mut below = Vec::new();
    while below.len() < Header::MORE
        && let Some(row) = table.next_row()?
    {
        below.push(HeldRow::new(&row));
    }
    let header = Header::new(table.header(), &below);
    let layout = Layout::of(&header, questions, options)?;
    let notes = SurveyNotes {
        table: table.notes(),
        header_rows: header.rows,
        zone: layout.time.and_then(|time| header.zone(time)).map(str::to_owned),
        ..SurveyNotes::default()
    };
    let mut survey = ImportedSurvey { responses: Responses::new(), notes };
    let (header, layout, nobody) = (&header, &layout, &Nobody::new(&options.placeholders));
    let missing = &Missing::new(&options.missing);
    let mut periods = Periods::default();
    let held = below.iter().skip(header.rows as usize - 1);
    let mut times = TimeColumn::new(&options.time_format);
    if let Some(column) = layout.time
        && held.clone().all(|held| times.look(held.row().get(column).trim()))
    {
        table.look(&[column], |text| times.look(text));
    }
    for held in held {
        let (row, seen) = (held.row(), Cell::default());
        Line { row, header, layout, questions, options, nobody, missing, numbers, seen }.take(
            &mut survey,
            &mut times,
            &mut periods,
        )?;
    }
    while let Some(row) = table.next_row()? {
        let seen = Cell::default();
        Line { row, header, layout, questions, options, nobody, missing, numbers, seen }.take(
            &mut survey,
            &mut times,
            &mut periods,
        )?;
    }
    survey.notes.date_order = times.date_order();
    survey.notes.periods = periods.notes();
    if survey.responses.is_empty() { Err(Error::NoRows) } else { Ok(survey) }
}

/// Where the columns are.
struct Layout {
    questions: Vec<Place>,
    time: Option<usize>,
    time_is_exact: bool,
    status: Option<usize>,
    finished: Option<usize>,
    respondent: Option<usize>,
    unit: Option<usize>,
    weight: Option<usize>,
    period: Option<usize>,
}

/// Where the answers to a question are.
enum Place {
    Items(Vec<usize>),
    /// A list of what was ticked, and the choice.
    List(usize, String),
    /// The column of the choice, and those of all choices.
    Choice(usize, Vec<usize>),
}

impl Layout {
    fn of(header: &Header, questions: &[Question], options: &SurveyOptions) -> Result<Self, Error> {
        let places = questions.iter().map(|question| Place::of(header, question));
        let named =
            |role, name: &Option<String>| name.as_ref().map(|name| header.column(role, name)).transpose();
        let mut time = None;
        for (name, id) in
            [("RecordedDate", "recordedDate"), ("EndDate", "endDate"), ("StartDate", "startDate")]
        {
            time = time.or(header.metadata(name, id)?);
        }
        let zone = time.and_then(|column| header.zone(column));
        Ok(Self {
            questions: places.collect::<Result<_, _>>()?,
            time,
            time_is_exact: zone.is_some_and(|zone| matches!(zone, "UTC" | "GMT" | "Z" | "Etc/UTC")),
            status: header.metadata("Status", "status")?,
            finished: header.metadata("Finished", "finished")?,
            respondent: match &options.respondent {
                Some(name) => Some(header.column("respondent", name)?),
                None => match header.metadata("ExternalReference", "externalDataReference")? {
                    // Panel providers set embedded data of this name.
                    None => header.find("ExternalReference")?,
                    found => found,
                },
            },
            unit: named("unit", &options.unit)?,
            weight: named("weight", &options.weight)?,
            period: named("period", &options.period)?,
        })
    }
}

impl Place {
    fn of(header: &Header, question: &Question) -> Result<Self, Error> {
        const ROLE: &str = "question";
        let expected = question.instrument.item_count();
        let (name, items) = match &question.source {
            Source::Column(name) if expected == 1 => (name, vec![header.column(ROLE, name)?]),
            Source::Column(name) => {
                (name, header.numbered(name).into_iter().map(|(_, column)| column).collect())
            }
            Source::Items(names) => {
                let Some(first) = names.first() else {
                    return Err(Error::ItemColumns { question: String::new(), expected, found: 0 });
                };
                (first, names.iter().map(|name| header.column(ROLE, name)).collect::<Result<_, _>>()?)
            }
            Source::Ticked { question, choice } => {
                let all: Vec<usize> =
                    header.numbered(question).into_iter().map(|(_, column)| column).collect();
                return match header.find(question)? {
                    Some(list) => Ok(Self::List(list, choice.clone())),
                    None => Ok(Self::Choice(header.column(ROLE, &format!("{question}_{choice}"))?, all)),
                };
            }
        };
        if items.len() == expected {
            Ok(Self::Items(items))
        } else {
            Err(Error::ItemColumns { question: shown(name), expected, found: items.len() })
        }
    }
}

/// A row and what is needed to say what is wrong with it.
struct Line<'a> {
    row: Row<'a>,
    header: &'a Header,
    layout: &'a Layout,
    questions: &'a [Question],
    options: &'a SurveyOptions,
    nobody: &'a Nobody,
    missing: &'a Missing,
    numbers: &'a Numbers,
    /// The place of the first placeholder that the question at hand met.
    seen: Cell<Option<usize>>,
}

impl Line<'_> {
    fn cell(&self, column: usize) -> &str {
        self.row.get(column).trim()
    }

    fn optional(&self, column: Option<usize>) -> Option<(usize, &str)> {
        column.map(|column| (column, self.cell(column))).filter(|(_, text)| !text.is_empty())
    }

    /// The text of a column that says who, and how many texts were taken for nobody.
    fn who(&self, column: Option<usize>) -> (Option<&str>, u64) {
        match self.optional(column) {
            Some((_, text)) if self.nobody.is(text) => (None, 1),
            found => (found.map(|(_, text)| text), 0),
        }
    }

    /// An answer, `None` when there is none.
    fn answer(&self, column: usize) -> Option<&str> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return None;
        }
        let place = match self.numbers.real(cell) {
            Ok(number) if number.is_finite() => self.missing.of_number(number),
            _ => self.missing.of_text(cell),
        };
        self.seen.set(self.seen.get().or(place));
        place.is_none().then_some(cell)
    }

    fn bad(&self, column: usize, expected: impl Into<String>) -> Error {
        Error::BadField {
            line: self.row.line(),
            column: self.header.names[column].clone(),
            value: shown(self.row.get(column)),
            expected: expected.into(),
        }
    }

    fn take(
        &self,
        survey: &mut ImportedSurvey,
        times: &mut TimeColumn,
        periods: &mut Periods,
    ) -> Result<(), Error> {
        let ImportedSurvey { responses, notes } = survey;
        if self.optional(self.layout.status).is_some_and(|(_, status)| is_not_real(status)) {
            notes.not_real += 1;
            return Ok(());
        }
        let finished = self.optional(self.layout.finished);
        if finished.is_some_and(|(_, finished)| matches!(finished, "0" | "False" | "FALSE" | "false")) {
            notes.unfinished += 1;
            if self.options.finished_only {
                return Ok(());
            }
        }
        notes.rows += 1;
        let time = self.time(notes, times)?;
        let number = "a number from 0, or nothing for 1,";
        let weight = self.optional(self.layout.weight).map_or(Ok(1.0), |(column, text)| {
            self.numbers.real(text).map_err(|fault| self.bad(column, fault.expected(number)))
        })?;
        let period = self.optional(self.layout.period).map_or(Ok(0), |(column, text)| {
            let number = self.numbers.whole(text).ok();
            periods.read(text, number).map_err(|expected| self.bad(column, expected))
        })?;
        let (respondent, placeholders) = self.who(self.layout.respondent);
        notes.placeholder_respondents += placeholders;
        let (unit, placeholders) = self.who(self.layout.unit);
        notes.placeholder_units += placeholders;
        for (question, place) in self.questions.iter().zip(&self.layout.questions) {
            let mut response = Response::new(question.facet, question.instrument, None);
            self.seen.set(None);
            response.value = self.value(question, place)?;
            if let (None, Some(seen)) = (response.value, self.seen.get()) {
                let text = self.options.missing.texts().get(seen).map_or("", |text| text.trim());
                *notes.missing_answers.entry(text.to_owned()).or_default() += 1;
            }
            (response.weight, response.period, response.time) = (weight, period, time);
            response.unit = unit.map(WorkUnit::from_text);
            response.respondent = self.options.respondent_scope.respondent(respondent, response.unit);
            responses.push(response).map_err(|source| self.refused(question, place, source))?;
        }
        Ok(())
    }

    fn time(&self, notes: &mut SurveyNotes, times: &mut TimeColumn) -> Result<Option<i64>, Error> {
        let Some((column, text)) = self.optional(self.layout.time) else { return Ok(None) };
        let bad = |fault| Error::BadTime {
            line: self.row.line(),
            column: self.header.names[column].clone(),
            value: shown(text),
            fault,
        };
        let time = times.parse(text).map_err(bad)?;
        let nanoseconds = time.timestamp.as_nanoseconds();
        if time.has_zone || self.layout.time_is_exact {
            return Ok(Some(nanoseconds));
        }
        notes.without_offset += 1;
        let ahead = i64::from(self.options.minutes_ahead_of_utc) * 60_000_000_000;
        nanoseconds.checked_sub(ahead).map(Some).ok_or_else(|| bad(TimeFault::Range))
    }

    fn value(&self, question: &Question, place: &Place) -> Result<Option<f64>, Error> {
        let instrument = &question.instrument;
        let items = match place {
            Place::Items(columns) => columns
                .iter()
                .map(|&column| {
                    self.answer(column)
                        .map(|text| {
                            let expected = "a number (export numeric values, not choice text), nothing, or a text \
                                 listed as missing";
                            self.numbers
                                .real(text)
                                .map_err(|fault| self.bad(column, fault.expected(expected)))
                        })
                        .transpose()
                })
                .collect::<Result<Vec<Option<f64>>, _>>()?,
            Place::List(column, choice) => {
                vec![self.answer(*column).map(|list| self.is_in_list(*column, list, choice)).transpose()?]
            }
            Place::Choice(column, all) => {
                let mut is_answered = false;
                for &column in all {
                    is_answered |= self.is_ticked(column)?;
                }
                let is_ticked = self.is_ticked(*column)?;
                vec![is_answered.then(|| f64::from(is_ticked))]
            }
        };
        instrument.value(&items).map_err(|source| self.refused(question, place, source))
    }

    /// 1 when the choice is in the list of what was ticked, which holds numbers.
    fn is_in_list(&self, column: usize, list: &str, choice: &str) -> Result<f64, Error> {
        let wanted = number(choice);
        let mut is_in = false;
        for ticked in list.split(',').map(str::trim) {
            if ticked == choice {
                is_in = true;
                continue;
            }
            let found = number(ticked).ok_or_else(|| self.bad(column, TICKS))?;
            is_in |= Some(found) == wanted;
        }
        Ok(f64::from(is_in))
    }

    /// Whether the column of a choice says that it was ticked, by a number. Some exports write 0 for what was not.
    fn is_ticked(&self, column: usize) -> Result<bool, Error> {
        let Some(cell) = self.answer(column) else { return Ok(false) };
        number(cell).map(|number| number != 0.0).ok_or_else(|| self.bad(column, TICKS))
    }

    fn refused(&self, question: &Question, place: &Place, source: signal::Error) -> Error {
        let column = match (place, &source) {
            (_, signal::Error::InstrumentMismatch { facet, declared, given }) => {
                return Error::TwoInstruments {
                    line: self.row.line(),
                    facet: facet.to_string(),
                    declared: declared.to_string(),
                    given: given.to_string(),
                };
            }
            (_, signal::Error::Weight { .. }) => self.layout.weight.unwrap_or_default(),
            (Place::Items(columns), signal::Error::Item { item, .. }) => {
                columns.get(item.saturating_sub(1)).copied().unwrap_or_default()
            }
            (Place::Items(columns), _) => columns.first().copied().unwrap_or_default(),
            (Place::List(column, _) | Place::Choice(column, _), _) => *column,
        };
        let remedy = match source {
            signal::Error::Weight { .. } => "correct it, or leave it empty for a weight of 1",
            _ if question.instrument.item_count() > 1 => {
                "correct the items, or the recode values of the survey"
            }
            _ => "choose the instrument that was asked, or correct the recode values of the survey",
        };
        Error::BadAnswer {
            line: self.row.line(),
            column: self.header.names[column].clone(),
            value: shown(self.row.get(column)),
            source: Box::new(source),
            remedy,
        }
    }
}

/// What the cells of a question with multiple answers hold.
const TICKS: &str = "the numbers of what was ticked (export numeric values, not choice text), nothing, or a text \
    listed as missing";

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Previews, tests and suspected spam: bits 1, 2 and 8 of the status, or their names.
fn is_not_real(status: &str) -> bool {
    match status.parse::<u32>() {
        Ok(bits) => bits & (1 | 2 | 8) != 0,
        Err(_) => ["preview", "test", "spam"].iter().any(|word| status.to_lowercase().contains(word)),
    }
}
pub use options::{Choice, ImportedSurvey, Question, SurveyNotes, SurveyOptions};
