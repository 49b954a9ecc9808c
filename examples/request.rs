//! A question and its answer as JSON, as services and bindings of other languages pass them on.
//!
//! `cargo run --example request`

use std::error::Error;

use total_experience::cascade::Network;
use total_experience::io::network::read_edges;
use total_experience::request::cascade::CascadeRequest;

const EDGES: &str = "from,to,weight,standard_error
app,tellers,.35,.08
tellers,onboarding,.26,.09
app,onboarding,.10,.05
onboarding,tellers,.12,.06
";

const QUESTION: &str = r#"{
    "version": 1,
    "shock": [{"node": "app", "value": 12}],
    "objective": [{"node": "onboarding", "value": 1}],
    "horizon": 3
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let edges = read_edges(EDGES.as_bytes())?;
    let network = Network::from_columns(edges.names.len(), &edges.columns())?;
    let request: CascadeRequest = serde_json::from_str(QUESTION)?;
    let answer = request.run(&network)?;
    serde_json::to_writer_pretty(std::io::stdout().lock(), &answer)?;
    println!();
    Ok(())
}
