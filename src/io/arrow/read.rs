//! Readers of record batches: what the readers of CSV do, for rows of batches.

use std::collections::HashMap;

use super::Batches;
use super::rows::{Holds, each, header, in_row};
use crate::io::Error;
use crate::io::event_log::csv::Import;
use crate::io::event_log::{EventOptions, ImportedLog};
use crate::io::network::{EdgeSink, Edges, NetworkFileOptions, ScoreSink};
use crate::io::paths::{ImportedPaths, PathNotes, PathOptions, PathSink};
use crate::io::source::{TableFormat, TableNotes};
use crate::io::survey::facets::Facets;
use crate::io::survey::signal_sink::SignalSink;
use crate::io::survey::signals::{ImportedSignals, SignalOptions};
use crate::io::table::numbers::Numbers;
use crate::journey::markov::paths::target::PathTarget;
use crate::journey::markov::{Chain, ChainCounts, Paths};
use crate::model::map::ExperienceMap;

/// Reads responses to facets of a map, one a row, as [`signals::read_responses`](crate::io::survey::signals::read_responses)
/// does from CSV.
///
/// Time and space O(rows).
///
/// # Errors
/// [`Error::MissingColumn`], [`ArrowFault::ColumnType`](crate::io::ArrowFault::ColumnType), [`Error::NoRows`], [`Error::InRow`] with the error of a row, a limit
/// that is hit, and the errors of the source.
pub fn read_responses(batches: Batches<'_>, map: &ExperienceMap) -> Result<ImportedSignals, Error> {
    read_responses_with(batches, map, &SignalOptions::default())
}

/// [`read_responses`] with options.
///
/// # Errors
///
/// As [`read_responses`], and for options out of range.
pub fn read_responses_with(
    batches: Batches<'_>,
    map: &ExperienceMap,
    options: &SignalOptions,
) -> Result<ImportedSignals, Error> {
    Ok(signals(batches, options, Facets::Of(map))?.1)
}

/// Reads responses and makes the map that they speak of, as
/// [`signals::read_map_and_responses`](crate::io::survey::signals::read_map_and_responses) does from CSV.
///
/// Time and space O(rows).
///
/// # Errors
/// As [`read_responses`].
pub fn read_map_and_responses(batches: Batches<'_>) -> Result<(ExperienceMap, ImportedSignals), Error> {
    read_map_and_responses_with(batches, &SignalOptions::default())
}

/// [`read_map_and_responses`] with options.
///
/// # Errors
///
/// As [`read_map_and_responses`], and for options out of range.
pub fn read_map_and_responses_with(
    batches: Batches<'_>,
    options: &SignalOptions,
) -> Result<(ExperienceMap, ImportedSignals), Error> {
    signals(batches, options, Facets::Made(Box::default()))
}

fn signals(
    batches: Batches<'_>,
    options: &SignalOptions,
    facets: Facets<'_>,
) -> Result<(ExperienceMap, ImportedSignals), Error> {
    let mut sink =
        SignalSink::new(&header(&batches, &options.limits)?, numbers(options.table), options, facets)?;
    let layout = sink.layout();
    let names = [layout.touchpoint, layout.dimension, layout.stakeholder, layout.instrument];
    let optional = |columns: &[Option<usize>]| columns.iter().flatten().copied().collect::<Vec<_>>();
    let columns = [
        (Holds::Name, names.into_iter().chain(layout.respondent).chain(layout.unit).collect()),
        (Holds::Numbers, vec![layout.value]),
        (Holds::Number, optional(&[layout.weight, layout.period])),
        (Holds::Time, optional(&[layout.time])),
    ];
    each(batches, &columns, &options.limits, &mut sink)?;
    sink.finish()
}

/// Reads an event log, one event a row, as [`event_log::csv::read`](crate::io::event_log::csv::read) does from CSV.
///
/// Cost: one pass in bounded memory beside the log that is built.
///
/// # Errors
/// As [`read_responses`], and [`Error::NamesActivities`].
pub fn read_log(batches: Batches<'_>) -> Result<ImportedLog, Error> {
    read_log_with(batches, &EventOptions::default())
}

/// [`read_log`] with options.
///
/// # Errors
///
/// As [`read_log`], and for options out of range.
pub fn read_log_with(batches: Batches<'_>, options: &EventOptions) -> Result<ImportedLog, Error> {
    let mut import = Import::new(&header(&batches, &options.limits)?, options)?;
    let columns =
        [(Holds::Name, import.names()), (Holds::Names, import.lists()), (Holds::Time, import.time_columns())];
    each(batches, &columns, &options.limits, &mut import)?;
    import.finish(None)
}

/// Reads influences between plainly named nodes, as [`network::read_edges`](crate::io::network::read_edges) does from
/// CSV. The lines of the result are rows.
///
/// Time and space O(rows).
///
/// # Errors
/// As [`read_responses`].
pub fn read_edges(batches: Batches<'_>) -> Result<Edges, Error> {
    read_edges_with(batches, &NetworkFileOptions::default())
}

/// [`read_edges`] with options.
///
/// # Errors
///
/// As [`read_edges`].
pub fn read_edges_with(batches: Batches<'_>, options: &NetworkFileOptions) -> Result<Edges, Error> {
    let mut sink = EdgeSink::new(&header(&batches, &options.limits)?, numbers(options.table))?;
    let columns = [(Holds::Name, sink.names()), (Holds::Number, sink.numbers())];
    let read = each(batches, &columns, &options.limits, &mut sink);
    sink.finish(read, &options.execution).map_err(|error| match error {
        Error::DuplicateEdge { .. } => in_row(error),
        error => error,
    })
}

/// Reads scores of plainly named nodes, as [`network::read_scores`](crate::io::network::read_scores) does from CSV.
///
/// Time and space O(rows).
///
/// # Errors
/// As [`read_responses`].
pub fn read_scores(batches: Batches<'_>) -> Result<HashMap<String, f64>, Error> {
    read_scores_with(batches, &NetworkFileOptions::default())
}

/// [`read_scores`] with options.
///
/// # Errors
///
/// As [`read_scores`].
pub fn read_scores_with(
    batches: Batches<'_>,
    options: &NetworkFileOptions,
) -> Result<HashMap<String, f64>, Error> {
    let mut sink = ScoreSink::new(&header(&batches, &options.limits)?, numbers(options.table))?;
    let columns = [(Holds::Name, vec![sink.node]), (Holds::Number, vec![sink.score])];
    each(batches, &columns, &options.limits, &mut sink)?;
    sink.finish()
}

/// Reads paths of touchpoints, as [`paths::read_paths`](crate::io::paths::read_paths) does from CSV.
///
/// Time linear in bytes. Space as [`Paths`], and the different names.
///
/// # Errors
/// As [`read_responses`].
pub fn read_paths(batches: Batches<'_>) -> Result<ImportedPaths, Error> {
    read_paths_with(batches, &PathOptions::default())
}

/// [`read_paths`] with options.
///
/// # Errors
///
/// As [`read_paths`].
pub fn read_paths_with(batches: Batches<'_>, options: &PathOptions) -> Result<ImportedPaths, Error> {
    let mut paths = Paths::new();
    let notes = read_into(batches, options, &mut paths)?;
    Ok(ImportedPaths { paths, notes })
}

/// Reads the same rows as [`read_paths`] and makes the chain of order 1 of them, without keeping the paths.
///
/// # Errors
/// As [`read_paths`]; [`Error::Journey`] when there are rows but no journeys.
pub fn read_chain(batches: Batches<'_>) -> Result<Chain, Error> {
    read_chain_with(batches, &PathOptions::default())
}

/// [`read_chain`] with options.
///
/// # Errors
///
/// As [`read_chain`].
pub fn read_chain_with(batches: Batches<'_>, options: &PathOptions) -> Result<Chain, Error> {
    let mut counts = ChainCounts::new();
    read_into(batches, options, &mut counts)?;
    Ok(counts.finish()?)
}

fn read_into(
    batches: Batches<'_>,
    options: &PathOptions,
    paths: &mut impl PathTarget,
) -> Result<PathNotes, Error> {
    let mut sink =
        PathSink::new(&header(&batches, &options.limits)?, numbers(options.table), options, paths)?;
    let columns = [(Holds::Name, vec![sink.path()]), (Holds::Number, sink.numbers())];
    each(batches, &columns, &options.limits, &mut sink)?;
    sink.finish().map_err(in_row)
}

/// The reader of numbers that are text.
fn numbers(format: TableFormat) -> Numbers {
    Numbers::new(format, TableNotes::default())
}
