//! Journeys as DOT text, which Graphviz and many other programs draw.

use std::fmt::Write;

use super::words::seconds as duration;
use crate::journey::dfg::{JourneyCounts, JourneyGraph, JourneyTally};
use crate::model::names::names;
use crate::numeric::cold_sort::sort_by_key;

/// Options of a drawing of journeys.
///
/// ```
/// use total_experience::report::render::dot::{DotOptions, WaitLabel};
///
/// let options = DotOptions::default().with_most_edges(20).with_wait(WaitLabel::P90);
/// assert_eq!(options.most_edges, 20);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DotOptions {
    /// Most edges that are drawn, the most frequent ones; the drawing says what it leaves out. Default 100.
    pub most_edges: usize,
    /// Which wait stands at an edge. Default: the median.
    pub wait: WaitLabel,
    /// Which way journeys run. Default: to the right.
    pub direction: DotDirection,
}

impl Default for DotOptions {
    fn default() -> Self {
        Self { most_edges: 100, wait: WaitLabel::default(), direction: DotDirection::default() }
    }
}

impl DotOptions {
    /// The same options with another number of edges.
    #[must_use]
    pub const fn with_most_edges(mut self, edges: usize) -> Self {
        self.most_edges = edges;
        self
    }

    /// The same options with another wait at the edges.
    #[must_use]
    pub const fn with_wait(mut self, wait: WaitLabel) -> Self {
        self.wait = wait;
        self
    }

    /// The same options with another direction.
    #[must_use]
    pub const fn with_direction(mut self, direction: DotDirection) -> Self {
        self.direction = direction;
        self
    }
}

/// Statistic of the waits that stands at an edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitLabel {
    /// None.
    Hidden,
    /// The mean.
    Mean,
    /// The median.
    #[default]
    Median,
    /// The 90th percentile.
    P90,
}

names! { WaitLabel, "label of a wait", crate::report::Error, {
    Hidden => "hidden",
    Mean => "mean",
    Median => "median",
    P90 => "p90",
} }

/// Direction in which the journeys of a drawing run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DotDirection {
    /// From left to right.
    #[default]
    Right,
    /// From top to bottom.
    Down,
}

names! { DotDirection, "direction of a drawing", crate::report::Error, {
    Right => "right",
    Down => "down",
} }

/// The graph of the journeys of one type of objects as DOT text.
///
/// Activities are boxes with their visits; edges carry their count and wait and are the wider the more frequent they
/// are. A circle marks where journeys start, a double circle where they end. The text depends on the graph's names and
/// figures only, not on how its log was numbered. Numbers are rounded here and nowhere else.
///
/// Time and space O(activities + edges), and a sort.
///
/// ```
/// use total_experience::journey::log::EventLog;
/// use total_experience::journey::dfg::JourneyGraph;
/// use total_experience::report::render::dot;
/// use total_experience::model::time::Timestamp;
///
/// let mut builder = EventLog::builder();
/// builder.event("ask", Timestamp::UNIX_EPOCH, &[("case", "1")])?;
/// builder.event("answer", Timestamp::from_nanoseconds(90_000_000_000), &[("case", "1")])?;
/// let log = builder.finish();
/// let graph = JourneyGraph::discover(&log, log.object_type("case").expect("named above"))?;
/// let text = dot::journey_graph(&graph);
/// assert!(text.contains("label=\"1\\n90 s\""));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
pub fn journey_graph(graph: &JourneyGraph) -> String {
    journey_graph_with(graph, &DotOptions::default())
}

/// [`journey_graph`] with options.
pub fn journey_graph_with(graph: &JourneyGraph, options: &DotOptions) -> String {
    let edges = graph.edges().map(|edge| Edge {
        from: edge.from,
        to: edge.to,
        count: edge.count,
        wait: options
            .wait
            .of([edge.mean_wait, edge.median_wait, edge.p90_wait].map(|wait| wait.as_secs_f64())),
    });
    draw_counts(graph.counts(), edges.collect(), options)
}

/// As [`journey_graph`], of a graph without waits.
pub fn journey_counts(counts: &JourneyCounts) -> String {
    journey_counts_with(counts, &DotOptions::default())
}

/// [`journey_counts`] with options, of which that of the wait has no effect.
pub fn journey_counts_with(counts: &JourneyCounts, options: &DotOptions) -> String {
    let edges = counts.edges();
    let edges = edges.map(|edge| Edge { from: edge.from, to: edge.to, count: edge.count, wait: None });
    draw_counts(counts, edges.collect(), options)
}

fn draw_counts(counts: &JourneyCounts, edges: Vec<Edge<'_>>, options: &DotOptions) -> String {
    let nodes = counts.nodes().map(|node| Node {
        name: node.name,
        visits: node.visits,
        starts: node.starts,
        ends: node.ends,
    });
    draw(counts.object_type(), counts.object_count(), nodes.collect(), edges, options)
}

/// As [`journey_graph`], of a tally.
pub fn journey_tally(tally: &JourneyTally) -> String {
    journey_tally_with(tally, &DotOptions::default())
}

/// [`journey_tally`] with options.
pub fn journey_tally_with(tally: &JourneyTally, options: &DotOptions) -> String {
    let (nodes, edges) = (tally.nodes(), tally.edges());
    let nodes = nodes.iter().map(|node| Node {
        name: node.name,
        visits: node.visits,
        starts: node.starts,
        ends: node.ends,
    });
    let edges = edges.iter().map(|edge| Edge {
        from: edge.from,
        to: edge.to,
        count: edge.count,
        wait: options
            .wait
            .of([edge.mean_wait, edge.median_wait, edge.p90_wait].map(|wait| wait.as_secs_f64())),
    });
    draw(tally.object_type(), tally.object_count(), nodes.collect(), edges.collect(), options)
}

impl WaitLabel {
    fn of(self, [mean, median, p90]: [f64; 3]) -> Option<f64> {
        match self {
            Self::Hidden => None,
            Self::Mean => Some(mean),
            Self::Median => Some(median),
            Self::P90 => Some(p90),
        }
    }
}

struct Node<'a> {
    name: &'a str,
    visits: u64,
    starts: u64,
    ends: u64,
}

/// Most frequent first.
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    count: u64,
    wait: Option<f64>,
}

fn draw(
    object_type: &str,
    objects: u64,
    mut nodes: Vec<Node<'_>>,
    edges: Vec<Edge<'_>>,
    options: &DotOptions,
) -> String {
    sort_by_key(&mut nodes, |node| node.name);
    let number = |name: &str| nodes.binary_search_by_key(&name, |node| node.name).unwrap_or_default();
    let (shown, hidden) = edges.split_at(options.most_edges.min(edges.len()));
    let mut lines = vec![
        format!("digraph {} {{", quoted(object_type)),
        match options.direction {
            DotDirection::Right => "  rankdir=LR;".to_owned(),
            DotDirection::Down => "  rankdir=TB;".to_owned(),
        },
        format!("  label={};", quoted(&caption(object_type, objects, &edges, hidden))),
        "  node [shape=box, style=rounded];".to_owned(),
        "  start [shape=circle, label=\"\"];".to_owned(),
        "  end [shape=doublecircle, label=\"\"];".to_owned(),
    ];
    for (at, node) in nodes.iter().enumerate() {
        lines.push(format!("  n{at} [label={}];", quoted(&format!("{}\n{}", node.name, node.visits))));
    }
    let marks = nodes.iter().enumerate();
    for (at, node) in marks.clone().filter(|(_, node)| node.starts > 0) {
        lines.push(format!("  start -> n{at} [label=\"{}\", style=dashed];", node.starts));
    }
    let most = edges.first().map_or(1, |edge| edge.count);
    for edge in shown {
        let wait = edge.wait.map_or_else(String::new, |seconds| format!("\n{}", duration(seconds)));
        let label = quoted(&format!("{}{wait}", edge.count));
        let width = 1.0 + 4.0 * edge.count as f64 / most as f64;
        let (from, to) = (number(edge.from), number(edge.to));
        lines.push(format!("  n{from} -> n{to} [label={label}, penwidth={width:.1}];"));
    }
    for (at, node) in marks.filter(|(_, node)| node.ends > 0) {
        lines.push(format!("  n{at} -> end [label=\"{}\", style=dashed];", node.ends));
    }
    lines.push("}\n".to_owned());
    lines.join("\n")
}

/// What the drawing shows, and what it leaves out.
fn caption(object_type: &str, objects: u64, edges: &[Edge<'_>], hidden: &[Edge<'_>]) -> String {
    let steps = |edges: &[Edge<'_>]| edges.iter().map(|edge| edge.count).sum::<u64>();
    let counted = |number: u64, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    let journeys = counted(objects, "journey");
    let mut caption = format!("{journeys} of {object_type}, {}", counted(steps(edges), "step"));
    if !hidden.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(
            caption,
            "\nnot drawn: {} with {} of the steps",
            counted(hidden.len() as u64, "edge"),
            steps(hidden)
        );
    }
    caption
}

/// A DOT string. Line ends become `\n`; entities, which Graphviz reads in labels, lose their meaning.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '&' => quoted.push_str("&amp;"),
            '\n' => quoted.push_str("\\n"),
            letter if letter.is_control() => quoted.push(' '),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
