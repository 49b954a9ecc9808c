//! Notes of readers in words: what they assumed and left out.

use std::collections::BTreeMap;

use total_experience::io::event_log::ImportNotes;
use total_experience::io::source::{DecimalMark, Encoding, Separator, TableNotes};
use total_experience::io::survey::PeriodNotes;
use total_experience::io::survey::qualtrics::SurveyNotes;
use total_experience::io::survey::signals::SignalNotes;
use total_experience::model::map::ExperienceMap;
use total_experience::model::time::DateOrder;
use total_experience::model::{Role, Stakeholder};
use total_experience::report::render::words::{counted, counted_as, grouped, listed};
use total_experience::signal::tally::{FacetTally, Tally};

/// How a table was read, where that is not the usual way.
pub(crate) fn of_table(notes: &TableNotes) -> Option<String> {
    let mut said: Vec<_> = of_encoding(notes.encoding).into_iter().collect();
    if notes.separator != Separator::Comma {
        let line = if notes.separator_line { " as its first line says" } else { "" };
        said.push(format!("fields separated by {}{line}", notes.separator));
    }
    if notes.decimal_mark == Some(DecimalMark::Comma) {
        said.push("decimal commas".to_owned());
    }
    (!said.is_empty()).then(|| format!("Read with {}", said.join(" and ")))
}

/// What was decoded.
fn of_encoding(encoding: Encoding) -> Option<String> {
    (encoding != Encoding::UTF_8).then(|| format!("text in {encoding}"))
}

/// What the reader of answers assumed.
pub(crate) fn of_signals(notes: &SignalNotes) -> Vec<String> {
    let mut all = of_names(notes.placeholder_respondents, notes.placeholder_units);
    all.extend(of_missing(&notes.missing_answers));
    all.extend(notes.periods.as_ref().and_then(of_periods));
    all.extend(of_unread(&notes.unread_columns));
    all.extend(notes.date_order.map(of_dates));
    all.extend(of_table(&notes.table));
    all
}

/// Columns that nothing was read from.
pub(crate) fn of_unread(columns: &[String]) -> Option<String> {
    (!columns.is_empty()).then(|| {
        let names = listed(columns, 12);
        let what = if columns.len() == 1 { "Column that was" } else { "Columns that were" };
        format!("{what} not read (see --help for those that are): {names}")
    })
}

/// What the reader of a survey export assumed and left out.
pub(crate) fn of_survey(notes: &SurveyNotes) -> Vec<String> {
    let mut all = Vec::new();
    if notes.header_rows == 1 {
        all.push("One row of headings and no ImportIds: columns are known by their names".to_owned());
    }
    let zone = notes.zone.as_deref().unwrap_or("that it does not name");
    let zone = format!("in the zone {zone}, of which no offset is known, taken as UTC");
    let remarks = [
        (notes.not_real, "row", "of previews, tests or suspected spam, left out"),
        (notes.unfinished, "row", "of people who did not finish (see --finished-only)"),
        (notes.without_offset, "time", zone.as_str()),
    ];
    let remarks = remarks.into_iter().filter(|(count, ..)| *count > 0);
    all.extend(remarks.map(|(count, word, text)| format!("{} {text}", counted(count, word))));
    all.extend(of_names(notes.placeholder_respondents, notes.placeholder_units));
    all.extend(of_missing(&notes.missing_answers));
    all.extend(notes.periods.as_ref().and_then(of_periods));
    all.extend(notes.date_order.map(of_dates));
    all.extend(of_table(&notes.table));
    all
}

/// Answers that another one of the same respondent replaced.
pub(crate) fn superseded(tally: &Tally) -> u64 {
    tally.facets().map(FacetTally::superseded_count).sum()
}

/// What is said of them.
pub(crate) fn of_superseded(superseded: u64, across_units: u64) -> Option<String> {
    let across = match across_units {
        0 => String::new(),
        across => format!(
            ", {} of them by an answer in another unit: one person, or several (--respondents-by-unit)?",
            grouped(across)
        ),
    };
    let all = counted(superseded, "answer");
    (superseded > 0)
        .then(|| format!("{all} superseded by a later one of the same respondent, facet and period{across}"))
}

/// Respondents and units that are nobody.
fn of_names(respondents: u64, units: u64) -> Vec<String> {
    let remarks = [
        (respondents, "respondent", "called NA, unknown or the like, taken for nobody (see --somebody)"),
        (units, "unit", "called NA, unknown or the like, taken for none (see --somebody)"),
    ];
    let remarks = remarks.into_iter().filter(|(count, ..)| *count > 0);
    remarks.map(|(count, word, text)| format!("{} {text}", counted(count, word))).collect()
}

/// What was taken for a missing answer.
fn of_missing(answers: &BTreeMap<String, u64>) -> Option<String> {
    let texts: Vec<_> = answers.iter().map(|(text, count)| format!("{} `{text}`", grouped(*count))).collect();
    let all = counted(answers.values().sum(), "answer");
    (!texts.is_empty()).then(|| format!("{all} taken for missing (see --missing): {}", texts.join(", ")))
}

/// Periods that one score joins.
fn of_periods(periods: &PeriodNotes) -> Option<String> {
    let PeriodNotes { count, first, last, .. } = periods;
    (*count > 1).then(|| {
        format!(
            "{} ({first} to {last}) pooled in each score, which shows no change over time: a respondent counts once in each",
            counted(*count, "period")
        )
    })
}

/// Roles of a map that are none of the known ones.
pub(crate) fn of_map(map: &ExperienceMap) -> Vec<String> {
    let told = map.stakeholders().iter().filter(|group| matches!(group.role, Role::Other(_))).map(|group| {
        let near = group.role.near().map_or_else(String::new, |near| format!(" (was `{near}` meant?)"));
        format!(
            "Role `{}` of `{}` is none of customer, employee, user, partner{near}: taken as it is, and protected like \
             employees",
            group.role, group.key
        )
    });
    told.collect()
}

/// Groups whose role was taken from their name, where that was probably meant to be a known one.
pub(crate) fn of_groups<'a>(groups: impl IntoIterator<Item = &'a Stakeholder>) -> Vec<String> {
    let told = groups.into_iter().filter_map(|group| {
        let (key, near) = (&group.key, group.role.near()?);
        Some(format!("Group `{key}` is protected like employees, as every other name: was `{near}` meant?"))
    });
    told.collect()
}

/// Which way round dates such as 03/04/2024 were read.
fn of_dates(order: DateOrder) -> String {
    let first = match order {
        DateOrder::DayFirst => "day",
        DateOrder::MonthFirst => "month",
    };
    format!("Dates such as 03/04/2024 read with the {first} first (see --time-format)")
}

/// What the reader of a log assumed and left out.
pub(crate) fn of_log(notes: &ImportNotes) -> Vec<String> {
    let mut all = Vec::new();
    if notes.write_ahead {
        all.push("The file has a write-ahead log: what only its `-wal` holds is not read".to_owned());
    }
    if notes.without_object == notes.events {
        let text = "No event names an object, so there are no journeys: are they called `relationships` in the file?";
        all.push(text.to_owned());
    }
    if notes.without_times {
        let text = "No times were found (`time`, `timestamp` or `time:timestamp`): the order of the file is taken, and \
                    there are no waits";
        let named = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
        all.push(match notes.time_like.as_slice() {
            [] => text.to_owned(),
            names => format!("{text}. Are they in {}? See --time", named(names).join(" or ")),
        });
    }
    let remarks = [
        (notes.without_zone, "time", "without a zone, taken as UTC"),
        (notes.out_of_order, "event", "behind a later event of the same case, sorted in by time"),
        (notes.placeholders, "name", "such as NA or unknown, taken for nobody (see --somebody)"),
        (notes.lists, "field", "in brackets, read as lists of names (see --brackets-are-names)"),
        (notes.lifecycle.paired, "visit", "of a start and a complete (see --lifecycle)"),
        (
            notes.lifecycle.differing,
            "visit",
            "with another channel, resource or object at the start than at the completion, which counts",
        ),
        (notes.lifecycle.left_out, "event", "of another part of a lifecycle, left out (see --lifecycle)"),
        (notes.without_case, "event", "whose case is nobody, in no journey of a case"),
        (notes.without_resource, "event", "without a resource"),
        (notes.empty_traces, "trace", "without an event, left out"),
        (notes.trace_columns, "column", "that no event has, taken from the traces"),
        (notes.duplicate_relations, "relation", "twice in an event, counted once"),
        (notes.without_object % notes.events.max(1), "event", "without an object, in no journey"),
        (
            notes.dangling_relations,
            "relation",
            "with an object or event that the log does not have, left out",
        ),
        (notes.not_numbers, "value", "`NaN` or `Infinity`, taken as missing"),
        (notes.types_without_table, "type", "without a table in the file"),
        (notes.undeclared_types, "type", "of events or objects not in the file's lists of types: misspelt?"),
    ];
    let remarks = remarks.iter().filter(|(count, ..)| *count > 0);
    all.extend(remarks.map(|(count, word, text)| format!("{} {text}", counted(*count, word))));
    let words: Vec<_> = notes.lifecycle.unknown_words.iter().map(|word| format!("`{word}`")).collect();
    if !words.is_empty() {
        all.push(format!(
            "Words of the lifecycle that are not known, each of whose events is a visit (see --lifecycle-words): {}",
            words.join(", ")
        ));
    }
    all.extend(notes.lifecycle.lookalike.as_ref().map(|name| {
        format!("Column `{name}` looks like a lifecycle, and each event is a visit: see --transition and --lifecycle-words")
    }));
    let start = notes.start_column.as_ref();
    all.extend(start.map(|name| format!("Work begins at `{name}`, and waits end there (see --start)")));
    for (count, one, several) in [
        (
            notes.list_like,
            "name that looks like a list, read as one name (see --list-separator)",
            "names that look like lists, each read as one name (see --list-separator)",
        ),
        (
            notes.lifecycle.without_complete,
            "start that nothing completes, taken as a visit",
            "starts that nothing completes, taken as visits",
        ),
    ] {
        all.extend((count > 0).then(|| counted_as(count, one, several)));
    }
    all.extend(notes.date_order.map(of_dates));
    match &notes.table {
        Some(table) => all.extend(of_table(table)),
        None => all.extend(of_encoding(notes.encoding).map(|text| format!("Read with {text}"))),
    }
    all
}
