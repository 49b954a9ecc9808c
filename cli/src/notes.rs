//! Notes of readers in words: what they assumed and left out.

use total_experience::io::event_log::ImportNotes;
use total_experience::io::source::{DecimalMark, Encoding, Separator, TableNotes};
use total_experience::io::survey::signals::SignalNotes;
use total_experience::model::time::DateOrder;
use total_experience::report::render::words::counted;

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
pub(crate) fn of_signals(notes: &SignalNotes, superseded_across_units: u64) -> Vec<String> {
    let remarks = [
        (
            notes.placeholder_respondents,
            "respondent",
            "called NA, unknown or the like, taken for nobody (see --somebody)",
        ),
        (notes.placeholder_units, "unit", "called NA, unknown or the like, taken for none (see --somebody)"),
        (
            superseded_across_units,
            "answer",
            "superseded by an answer of the same respondent in another unit: one person, or several \
             (--respondents-by-unit)?",
        ),
    ];
    let remarks = remarks.iter().filter(|(count, ..)| *count > 0);
    let mut all: Vec<_> =
        remarks.map(|(count, word, text)| format!("{} {text}", counted(*count, word))).collect();
    all.extend(notes.date_order.map(of_dates));
    all.extend(of_table(&notes.table));
    all
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
        (notes.list_like, "name", "that looks like a list and was read as one name (see --list-separator)"),
        (notes.lifecycle.paired, "visit", "of a start and a complete (see --lifecycle)"),
        (notes.lifecycle.without_complete, "event", "that is a start nothing completes, taken as a visit"),
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
        (notes.types_without_table, "type", "without a table of its own"),
        (notes.undeclared_types, "type", "of events or objects not in the file's lists of types: misspelt?"),
    ];
    let remarks = remarks.iter().filter(|(count, ..)| *count > 0);
    all.extend(remarks.map(|(count, word, text)| format!("{} {text}", counted(*count, word))));
    all.extend(notes.date_order.map(of_dates));
    match &notes.table {
        Some(table) => all.extend(of_table(table)),
        None => all.extend(of_encoding(notes.encoding).map(|text| format!("Read with {text}"))),
    }
    all
}
