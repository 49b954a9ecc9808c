//! Small sizes, beside crates that a Rust programmer would reach for: `room/workload/size/{ours,peer}`.
//!
//! Answers are compared before anything is timed. The large sizes are in `src/bin` and `peers`.

use std::collections::HashMap;
use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use sprs::{CsMat, TriMat};
use total_experience::cascade::{EdgeColumns, Network, SolveOptions};
use total_experience::io::event_log;
use total_experience::io::event_log::EventOptions;
use total_experience::journey::dfg::JourneyGraph;
use total_experience::model::ids::FacetId;
use total_experience::petgraph::algo::kosaraju_scc;
use total_experience::petgraph::graph::DiGraph;
use total_experience::signal::instrument::Instrument;
use total_experience::signal::response::Columns;
use total_experience::signal::tally::Tally;

const TOLERANCE: f64 = 1e-10;

/// Weyl's sequence through a mixer: reproducible numbers without a crate.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        mixed ^ (mixed >> 32)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

/// A graph whose nodes send ten edges each, with weights that add up to less than 1.
struct Edges {
    nodes: usize,
    from: Vec<u32>,
    to: Vec<u32>,
    weight: Vec<f64>,
}

fn edges(nodes: usize) -> Edges {
    let mut numbers = Numbers(1);
    let mut made = Edges { nodes, from: Vec::new(), to: Vec::new(), weight: Vec::new() };
    for from in 0..nodes {
        for _ in 0..10 {
            let to = (from + 1 + numbers.below(nodes - 1)) % nodes;
            made.from.push(from as u32);
            made.to.push(to as u32);
            made.weight.push(0.03 + 0.0005 * numbers.below(100) as f64);
        }
    }
    made
}

impl Edges {
    fn network(&self) -> Network {
        let columns =
            EdgeColumns { from: &self.from, to: &self.to, weight: &self.weight, ..EdgeColumns::default() };
        Network::from_columns(self.nodes, &columns).expect("the weights of a node add up to less than 1")
    }

    /// W' as compressed rows.
    fn sprs(&self) -> CsMat<f64> {
        let numbers = |column: &[u32]| column.iter().map(|&node| node as usize).collect();
        let shape = (self.nodes, self.nodes);
        TriMat::from_triplets(shape, numbers(&self.to), numbers(&self.from), self.weight.clone()).to_csr()
    }

    fn petgraph(&self) -> DiGraph<(), f64> {
        let ends = self.from.iter().zip(&self.to).zip(&self.weight);
        let mut graph = DiGraph::with_capacity(self.nodes, self.weight.len());
        for _ in 0..self.nodes {
            graph.add_node(());
        }
        graph.extend_with_edges(ends.map(|((&from, &to), &weight)| (from, to, weight)));
        graph
    }
}

/// x <- s + M x until a step is small: what one writes around a matrix-vector product.
fn jacobi(push: &[f64], mut product: impl FnMut(&[f64], &mut [f64])) -> Vec<f64> {
    let mut x = push.to_vec();
    let mut new = vec![0.0; push.len()];
    loop {
        new.copy_from_slice(push);
        product(&x, &mut new);
        let moved: f64 = x.iter().zip(&new).map(|(old, new)| (old - new) * (old - new)).sum();
        std::mem::swap(&mut x, &mut new);
        if moved.sqrt() <= TOLERANCE {
            return x;
        }
    }
}

fn sprs_jacobi(matrix: &CsMat<f64>, push: &[f64]) -> Vec<f64> {
    jacobi(push, |x, sum| sprs::prod::mul_acc_mat_vec_csr(matrix.view(), x, sum))
}

fn petgraph_jacobi(graph: &DiGraph<(), f64>, push: &[f64]) -> Vec<f64> {
    jacobi(push, |x, sum| {
        for edge in graph.raw_edges() {
            sum[edge.target().index()] += edge.weight * x[edge.source().index()];
        }
    })
}

fn same(ours: &[f64], theirs: &[f64]) {
    for (a, b) in ours.iter().zip(theirs) {
        assert!((a - b).abs() <= 1e-8, "ours {a}, the peer's {b}");
    }
}

fn cascade(criterion: &mut Criterion) {
    for nodes in [100, 1_000] {
        let edges = edges(nodes);
        let (network, matrix, graph) = (edges.network(), edges.sprs(), edges.petgraph());
        let mut push = vec![0.0; nodes];
        push[0] = 1.0;
        let options = SolveOptions::default().with_tolerance(TOLERANCE);
        let ours = || network.equilibrium_with(&push, &options).expect("certified");
        same(&ours(), &sprs_jacobi(&matrix, &push));
        same(&ours(), &petgraph_jacobi(&graph, &push));
        let mut group = criterion.benchmark_group(format!("cascade/source/{nodes}"));
        group.bench_function("ours", |b| b.iter(ours));
        group.bench_function("sprs_jacobi", |b| b.iter(|| sprs_jacobi(&matrix, &push)));
        group.bench_function("petgraph_jacobi", |b| b.iter(|| petgraph_jacobi(&graph, &push)));
        group.finish();

        assert_eq!(network.stability().largest_component, kosaraju_scc(&graph)[0].len());
        let mut group = criterion.benchmark_group(format!("cascade/freeze/{nodes}"));
        group.bench_function("ours", |b| b.iter(|| edges.network()));
        group.bench_function("sprs", |b| b.iter(|| edges.sprs()));
        group.bench_function("petgraph_scc", |b| b.iter(|| kosaraju_scc(&edges.petgraph())));
        group.finish();
    }
}

fn tally(criterion: &mut Criterion) {
    const FACETS: usize = 1_000;
    const ROWS: usize = 100_000;
    let mut numbers = Numbers(2);
    let facet: Vec<FacetId> = (0..ROWS).map(|_| FacetId::from_u32(numbers.below(FACETS) as u32)).collect();
    let value: Vec<f64> = (0..ROWS).map(|_| numbers.below(11) as f64).collect();
    let mut declared = Tally::new();
    for facet in 0..FACETS as u32 {
        declared.declare(FacetId::from_u32(facet), Instrument::Nps).expect("declared once");
    }
    let ours = || {
        let mut tally = declared.clone();
        tally.add_columns(&Columns::new(&facet, &value)).expect("on the scale");
        tally
    };
    // The floor: what it takes when nothing can be wrong, missing, weighted or fractional.
    let floor = || {
        let mut counts = vec![[0_u32; 11]; FACETS];
        for (facet, value) in facet.iter().zip(&value) {
            counts[facet.index()][*value as usize] += 1;
        }
        counts
    };
    let promoters = |counts: &[u32; 11]| f64::from(counts[9] + counts[10]);
    for (facet, counts) in ours().facets().zip(floor()) {
        assert_eq!(facet.weight_from(9.0), promoters(&counts));
    }
    let mut group = criterion.benchmark_group(format!("signal/tally/{ROWS}"));
    group.bench_function("ours", |b| b.iter(ours));
    group.bench_function("plain_counts", |b| b.iter(floor));
    group.finish();
}

/// A log of cases of ten events, as text.
fn log(events: usize) -> String {
    let mut numbers = Numbers(3);
    let mut text = String::from("case,activity,time,resource\n");
    for event in 0..events {
        let (case, activity, team) = (event % (events / 10), numbers.below(50), numbers.below(20));
        let (hour, minute, second) = (event / 3_600 % 24, event / 60 % 60, event % 60);
        writeln!(
            text,
            "case_{case:07},activity_{activity:03},2024-05-{:02}T{hour:02}:{minute:02}:{second:02}Z,team_{team:02}",
            1 + event / 86_400
        )
        .expect("a string takes all");
    }
    text
}

/// The crate csv and a map of names: activities numbered, the rest only looked at. Times stay text.
fn csv_numbers(text: &str) -> (usize, usize) {
    let mut names: [HashMap<Vec<u8>, u32>; 3] = Default::default();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut record = csv::ByteRecord::new();
    let mut events = 0;
    while reader.read_byte_record(&mut record).expect("well formed") {
        for (names, column) in names.iter_mut().zip([0, 1, 3]) {
            let next = names.len() as u32;
            if !names.contains_key(&record[column]) {
                names.insert(record[column].to_vec(), next);
            }
        }
        events += 1;
    }
    (events, names[1].len())
}

fn journey(criterion: &mut Criterion) {
    const EVENTS: usize = 10_000;
    let text = log(EVENTS);
    let options = EventOptions::default();
    let ours = || event_log::csv::read_with(text.as_bytes(), &options).expect("well formed").log;
    let log = ours();
    assert_eq!((log.len(), log.activity_count()), csv_numbers(&text));
    let mut group = criterion.benchmark_group(format!("journey/import_csv/{EVENTS}"));
    group.bench_function("ours", |b| b.iter(ours));
    group.bench_function("csv_without_times", |b| b.iter(|| csv_numbers(&text)));
    group.finish();

    let case = log.object_type("case").expect("made by the reader");
    let ours = || JourneyGraph::discover(&log, case).expect("the type is the log's own");
    // Counts only: no waits, and no names.
    let counts = || {
        let mut last = HashMap::new();
        let mut follows: HashMap<_, u64> = HashMap::new();
        for event in log.events() {
            if let Some(before) = last.insert(event.objects[0], event.activity) {
                *follows.entry((before, event.activity)).or_default() += 1;
            }
        }
        follows
    };
    assert_eq!(ours().edges().map(|edge| edge.count).sum::<u64>(), counts().values().sum::<u64>());
    let mut group = criterion.benchmark_group(format!("journey/directly_follows/{EVENTS}"));
    group.bench_function("ours", |b| b.iter(|| black_box(ours())));
    group.bench_function("hash_maps_without_waits", |b| b.iter(|| black_box(counts())));
    group.finish();
}

criterion_group!(small, cascade, tally, journey);
criterion_main!(small);
