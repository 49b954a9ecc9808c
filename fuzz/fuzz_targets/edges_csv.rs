//! Influences as CSV: columns that fit, and a network or a reason.
#![no_main]

use libfuzzer_sys::fuzz_target;
use total_experience::cascade::Network;
use total_experience::io::network::{self, NetworkFileOptions};
use total_experience_fuzz::{Pieces, choice, limits};

fuzz_target!(|data: &[u8]| {
    let (first, bytes) = choice(data);
    let options = NetworkFileOptions::default().with_limits(limits());
    let Ok(edges) = network::read_edges_with(Pieces { bytes, most: first.into() }, &options) else { return };
    assert!(edges.from.iter().chain(&edges.to).all(|&node| (node as usize) < edges.names.len()));
    if let Ok(network) = Network::from_columns(edges.names.len(), &edges.columns()) {
        assert_eq!(network.edge_count(), edges.from.len());
        let _ = network.equilibrium(&vec![1.0; network.node_count()]);
    }
});
