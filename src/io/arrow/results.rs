//! Results as record batches: one row a facet, edge, activity, node or touchpoint.
//!
//! | Function | Rows | Columns |
//! |---|---|---|
//! | [`scores`] | facets of a scorecard | `touchpoint`, `dimension`, `stakeholder`, `instrument`, `unit`, `n`, `missing`, `superseded`, `excluded`, `respondents`, `respondents_are`, `n_effective`, `estimate`, `low`, `high`, `standard_error`, `points`, `points_low`, `points_high`, `suppressed` |
//! | [`tally`] | facets of a tally | `touchpoint`, `dimension`, `stakeholder`, `instrument`, `n`, `missing`, `superseded`, `excluded`, `respondents`, `respondents_are`, `weight`, `n_effective`, `mean`, `least`, `most` |
//! | [`journey_edges`] | edges of a directly-follows graph | `from`, `to`, `count`, `mean_seconds`, `median_seconds`, `p90_seconds` |
//! | [`journey_nodes`] | its activities | `activity`, `visits`, `starts`, `ends` |
//! | [`influences`] | influences of a network | `from`, `to`, `weight`, `standard_error`, `lag` |
//! | [`impact`] | nodes of a network after a shock | `node`, `shock`, `direct`, `indirect`, `total` |
//! | [`importance`] | nodes by what one unit more is worth | `node`, `value` |
//! | [`attribution`] | touchpoints of paths | `touchpoint`, `visits`, `goal`, `lost`, `open`, `removal_effect`, `credit`, `value_credit`, `elasticity`, `seconds` |
//!
//! Names are those of the JSON where there is one. Text is in dictionaries of 32-bit keys, counts are `UInt64`, numbers
//! `Float64`; what is not known or may not be shown is null. The schema is the same whatever the result holds. Each takes
//! time and space O(rows).
//!
//! Write them with `arrow_ipc::writer` or `parquet::arrow::ArrowWriter` of the version of [`array`](super::array).
//!
//! ```
//! use total_experience::io::arrow::{read_edges, results};
//! use total_experience::io::network;
//!
//! let edges = network::read_edges("from,to,weight\nstaff,customers,.26\n".as_bytes())?;
//! let batch = results::influences(&edges)?;
//! assert_eq!((batch.num_rows(), batch.schema().field(2).name().as_str()), (1, "weight"));
//! assert_eq!(read_edges(batch.into())?.names, edges.names);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::sync::Arc;
use std::time::Duration;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, RecordBatch, UInt32Array, UInt64Array};
use arrow_schema::{ArrowError, Field, Schema};

use super::source::fault;
use crate::cascade::Network;
use crate::cascade::analyze::{Impact, Importance};
use crate::io::Error;
use crate::io::network::Edges;
use crate::journey::dfg::JourneyGraph;
use crate::journey::markov::Absorption;
use crate::model::map::ExperienceMap;
use crate::score::scorecard::{FacetResult, Scorecard};
use crate::signal::response::Respondents;
use crate::signal::tally::Tally;

/// The facets of a scorecard, in its order. Nothing that the scorecard withholds is in it.
///
/// # Errors
/// [`Error::Arrow`] for more different texts than 32 bits number.
pub fn scores(card: &Scorecard) -> Result<RecordBatch, Error> {
    let facets = || card.facets.iter();
    let published = || facets().map(|facet| facet.published());
    let score = || published().map(|published| published.map(|published| &published.score));
    let counts = || {
        facets().map(|facet| match &facet.result {
            FacetResult::Published(p) => {
                Some([p.score.n, p.missing_count, p.superseded_count, p.excluded_count])
            }
            FacetResult::NoAnswers { missing_count } => Some([0, *missing_count, 0, 0]),
            FacetResult::Suppressed { .. } => None,
        })
    };
    let count = |at: usize| whole(counts().map(move |counts| counts.map(|counts| counts[at])));
    let respondents = || published().map(|published| published.map(|published| published.respondents));
    let instrument = |facet: &crate::score::scorecard::FacetScore| facet.instrument;
    batch([
        ("touchpoint", text(facets().map(|facet| Some(facet.touchpoint.as_str())))),
        ("dimension", text(facets().map(|facet| Some(facet.dimension.to_string())))),
        ("stakeholder", text(facets().map(|facet| Some(facet.stakeholder.as_str())))),
        ("instrument", text(facets().map(|facet| instrument(facet).map(|known| known.to_string())))),
        ("unit", text(facets().map(|facet| instrument(facet).map(|known| known.unit().to_string())))),
        ("n", count(0)),
        ("missing", count(1)),
        ("superseded", count(2)),
        ("excluded", count(3)),
        ("respondents", whole(respondents().map(|known| known.map(Respondents::count)))),
        ("respondents_are", text(respondents().map(|known| known.map(kind)))),
        ("n_effective", real(score().map(|score| score.map(|score| score.n_effective)))),
        ("estimate", real(score().map(|score| score.map(|score| score.estimate)))),
        ("low", real(score().map(|score| score?.low))),
        ("high", real(score().map(|score| score?.high))),
        ("standard_error", real(score().map(|score| score?.standard_error))),
        ("points", real(score().map(|score| score.map(|score| score.points.estimate)))),
        ("points_low", real(score().map(|score| score?.points.low))),
        ("points_high", real(score().map(|score| score?.points.high))),
        (
            "suppressed",
            Ok(Arc::new(facets().map(|facet| Some(facet.is_suppressed())).collect::<BooleanArray>())),
        ),
    ])
}

/// The facets of a tally, ascending. **Nothing is withheld**: for people to see, take [`scores`].
///
/// # Errors
/// [`Error::Map`] for a facet that the map does not have; as [`scores`].
pub fn tally(map: &ExperienceMap, tally: &Tally) -> Result<RecordBatch, Error> {
    let mut keys = Vec::new();
    for facet in tally.facets() {
        let found = map.facet(facet.facet()).and_then(|found| {
            let touchpoint = map.touchpoint(found.touchpoint)?.key.as_str();
            Some((touchpoint, found.dimension.to_string(), map.stakeholder(found.stakeholder)?.key.as_str()))
        });
        let id = facet.facet().as_u32();
        let source = crate::model::Error::UnknownId { kind: crate::model::Kind::Facet, id };
        keys.push(found.ok_or(Error::Map { source })?);
    }
    let facets = || tally.facets();
    batch([
        ("touchpoint", text(keys.iter().map(|keys| Some(keys.0)))),
        ("dimension", text(keys.iter().map(|keys| Some(keys.1.as_str())))),
        ("stakeholder", text(keys.iter().map(|keys| Some(keys.2)))),
        ("instrument", text(facets().map(|facet| Some(facet.instrument().to_string())))),
        ("n", whole(facets().map(|facet| Some(facet.answer_count())))),
        ("missing", whole(facets().map(|facet| Some(facet.missing_count())))),
        ("superseded", whole(facets().map(|facet| Some(facet.superseded_count())))),
        ("excluded", whole(facets().map(|facet| Some(facet.excluded_count())))),
        ("respondents", whole(facets().map(|facet| Some(facet.respondents().count())))),
        ("respondents_are", text(facets().map(|facet| Some(kind(facet.respondents()))))),
        ("weight", real(facets().map(|facet| Some(facet.weight())))),
        ("n_effective", real(facets().map(|facet| Some(facet.effective_answers())))),
        ("mean", real(facets().map(|facet| facet.mean()))),
        ("least", real(facets().map(|facet| facet.range().map(|range| range.0)))),
        ("most", real(facets().map(|facet| facet.range().map(|range| range.1)))),
    ])
}

/// The edges of a directly-follows graph, in its order, with their waits.
///
/// # Errors
/// As [`scores`].
pub fn journey_edges(graph: &JourneyGraph) -> Result<RecordBatch, Error> {
    let edges = || graph.edges();
    batch([
        ("from", text(edges().map(|edge| Some(edge.from)))),
        ("to", text(edges().map(|edge| Some(edge.to)))),
        ("count", whole(edges().map(|edge| Some(edge.count)))),
        ("mean_seconds", real(edges().map(|edge| Some(edge.mean_wait.as_secs_f64())))),
        ("median_seconds", real(edges().map(|edge| Some(edge.median_wait.as_secs_f64())))),
        ("p90_seconds", real(edges().map(|edge| Some(edge.p90_wait.as_secs_f64())))),
    ])
}

/// The activities of a directly-follows graph, in its order, with the journeys that start and end there.
///
/// # Errors
/// As [`scores`].
pub fn journey_nodes(graph: &JourneyGraph) -> Result<RecordBatch, Error> {
    let nodes = || graph.nodes();
    batch([
        ("activity", text(nodes().map(|node| Some(node.name)))),
        ("visits", whole(nodes().map(|node| Some(node.visits)))),
        ("starts", whole(nodes().map(|node| Some(node.starts)))),
        ("ends", whole(nodes().map(|node| Some(node.ends)))),
    ])
}

/// Influences, which [`read_edges`](super::read_edges) reads back.
///
/// # Errors
/// As [`scores`].
pub fn influences(edges: &Edges) -> Result<RecordBatch, Error> {
    let name = |number: &u32| edges.names.get(*number as usize);
    batch([
        ("from", text(edges.from.iter().map(name))),
        ("to", text(edges.to.iter().map(name))),
        ("weight", real(edges.weight.iter().map(|&weight| Some(weight)))),
        (
            "standard_error",
            real(edges.standard_error.iter().map(|&error| Some(error).filter(|error| !error.is_nan()))),
        ),
        ("lag", Ok(Arc::new(UInt32Array::from_iter_values(edges.lag.iter().copied())))),
    ])
}

/// The impact of a shock at every node, in the order of the network.
///
/// # Errors
/// As [`scores`].
pub fn impact(impact: &Impact) -> Result<RecordBatch, Error> {
    let values = |values: &crate::cascade::NodeValues| real(values.values().map(|&value| Some(value)));
    batch([
        ("node", text(impact.total.iter().map(|(key, _)| Some(key)))),
        ("shock", values(&impact.shock)),
        ("direct", values(&impact.direct)),
        ("indirect", values(&impact.indirect)),
        ("total", values(&impact.total)),
    ])
}

/// A ranking of nodes by importance, in its order.
///
/// # Errors
/// As [`scores`].
pub fn importance(network: &Network, ranking: &[Importance]) -> Result<RecordBatch, Error> {
    batch([
        ("node", text(ranking.iter().map(|node| Some(network.key(node.node))))),
        ("value", real(ranking.iter().map(|node| Some(node.value)))),
    ])
}

/// The touchpoints of an attribution by removal effects, by name.
///
/// # Errors
/// As [`scores`].
pub fn attribution(found: &Absorption) -> Result<RecordBatch, Error> {
    let rows = || found.touchpoints.iter();
    batch([
        ("touchpoint", text(rows().map(|row| Some(row.name.as_str())))),
        ("visits", real(rows().map(|row| Some(row.visits)))),
        ("goal", real(rows().map(|row| Some(row.goal)))),
        ("lost", real(rows().map(|row| Some(row.lost)))),
        ("open", real(rows().map(|row| Some(row.open)))),
        ("removal_effect", real(rows().map(|row| row.removal_effect))),
        ("credit", real(rows().map(|row| row.credit))),
        ("value_credit", real(rows().map(|row| row.value_credit))),
        ("elasticity", real(rows().map(|row| row.elasticity))),
        ("seconds", real(rows().map(|row| row.time.as_ref().map(Duration::as_secs_f64)))),
    ])
}

/// How well the number of respondents is known.
fn kind(respondents: Respondents) -> &'static str {
    match respondents {
        Respondents::Exactly(_) => "exact",
        Respondents::AtLeast(_) => "at least",
        Respondents::Unverified { .. } => "at most, unverified",
    }
}

type Column = Result<ArrayRef, ArrowError>;

fn text<T: AsRef<str>>(cells: impl Iterator<Item = Option<T>>) -> Column {
    let mut builder = StringDictionaryBuilder::<Int32Type>::new();
    for cell in cells {
        match cell {
            Some(cell) => builder.append(cell).map(|_| ())?,
            None => builder.append_null(),
        }
    }
    Ok(Arc::new(builder.finish()))
}

fn whole(cells: impl Iterator<Item = Option<u64>>) -> Column {
    Ok(Arc::new(cells.collect::<UInt64Array>()))
}

fn real(cells: impl Iterator<Item = Option<f64>>) -> Column {
    Ok(Arc::new(cells.collect::<Float64Array>()))
}

fn batch<const N: usize>(columns: [(&'static str, Column); N]) -> Result<RecordBatch, Error> {
    let made = || {
        let (mut fields, mut arrays) = (Vec::with_capacity(N), Vec::with_capacity(N));
        for (name, column) in columns {
            let column = column?;
            fields.push(Field::new(name, column.data_type().clone(), true));
            arrays.push(column);
        }
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
    };
    made().map_err(|error| fault("record batch", error))
}
