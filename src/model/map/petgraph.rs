//! Influence graph of a map as a `petgraph` graph.

use std::collections::HashMap;

use petgraph::graph::DiGraph;

use super::ExperienceMap;
use crate::model::ids::InfluenceId;
use crate::model::influence::Node;

/// Influence graph of a map for petgraph: nodes are facets and outcomes, edges are influences, all by identifier.
pub type MapGraph = DiGraph<Node, InfluenceId>;

impl ExperienceMap {
    /// The influence graph, for petgraph's algorithms. Its weights are identifiers to ask the map with.
    ///
    /// Cascades need no such graph: a `Network` of the room `cascade` is far faster.
    ///
    /// # Complexity
    /// O(nodes + influences) time and space at each call.
    ///
    /// ```
    /// use petgraph::algo::is_cyclic_directed;
    /// use total_experience::model::{Dimension, Outcome, Role, Stakeholder, Touchpoint};
    /// use total_experience::model::map::MapDocument;
    /// use total_experience::petgraph;
    ///
    /// let map = MapDocument::new("Shop")
    ///     .stakeholder(Stakeholder::new("customers", Role::Customer))
    ///     .touchpoint(Touchpoint::new("checkout"))
    ///     .facet("checkout", Dimension::User, "customers")
    ///     .outcome(Outcome::new("conversion").with_unit("percentage points"))
    ///     .influence("checkout/ux/customers", "conversion", 0.2, |i| i)
    ///     .build()?;
    /// assert!(!is_cyclic_directed(&map.graph()));
    /// # Ok::<(), total_experience::model::Error>(())
    /// ```
    pub fn graph(&self) -> MapGraph {
        let mut graph =
            MapGraph::with_capacity(self.facets.len() + self.outcomes().len(), self.influence_count());
        let places: HashMap<Node, _> = self.nodes().map(|node| (node, graph.add_node(node))).collect();
        for (id, influence) in self.influences() {
            if let (Some(&from), Some(&to)) = (places.get(&influence.from), places.get(&influence.to)) {
                graph.add_edge(from, to, id);
            }
        }
        graph
    }
}
