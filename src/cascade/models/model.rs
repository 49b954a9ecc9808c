//! Trait of a model of a cascade, and the models of this library as such.

use super::BoundedOptions;
use crate::cascade::contagion::SpreadOptions;
use crate::cascade::contagion::{Contagion, Diffusion};
use crate::cascade::{EdgeColumns, Network, NodeIndex, SolveOptions};

/// Error of a model.
pub type ModelFault = Box<dyn std::error::Error + Send + Sync>;

/// Model of a cascade: from a network and a shock to an effect at every node.
///
/// ```
/// use total_experience::cascade::models::{CascadeModel, CompareOptions, LinearModel, ModelFault, Trial, compare};
/// use total_experience::cascade::{EdgeColumns, Network};
///
/// /// Only what is driven directly changes.
/// #[derive(Debug)]
/// struct Neighbours;
///
/// impl CascadeModel for Neighbours {
///     fn name(&self) -> &str {
///         "neighbours"
///     }
///
///     fn effect(&self, network: &Network, shock: &[f64]) -> Result<Vec<f64>, ModelFault> {
///         let mut effect = shock.to_vec();
///         for edge in network.edges() {
///             effect[edge.to] += edge.weight * shock[edge.from];
///         }
///         Ok(effect)
///     }
/// }
///
/// let edges = EdgeColumns { from: &[0, 1, 0, 3], to: &[1, 2, 3, 4], weight: &[0.5, 0.9, 0.1, 0.2], ..EdgeColumns::default() };
/// let network = Network::from_columns(5, &edges)?;
/// let trials = [Trial::new("five", &network, vec![1.0, 0.0, 0.0, 0.0, 0.0])];
/// let linear = LinearModel::default();
/// let found = compare(&[&linear, &Neighbours], &trials, &CompareOptions::default().with_top(2))?;
/// let pair = &found.agreements[0];
/// assert_eq!(pair.top_overlap, 0.5); // nodes 1 and 2 against 1 and 3
/// assert_eq!(pair.largest_difference, 0.45); // at node 2, which only the cascade reaches
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait CascadeModel {
    /// Name of the model in comparisons.
    fn name(&self) -> &str;

    /// The effect of a shock at every node, the shock included; one value a node.
    ///
    /// # Errors
    ///
    /// Whatever keeps the model from answering.
    fn effect(&self, network: &Network, shock: &[f64]) -> Result<Vec<f64>, ModelFault>;
}

/// The linear equilibrium, [`Network::equilibrium`].
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct LinearModel {
    /// How closely it is solved.
    pub solve: SolveOptions,
}

impl CascadeModel for LinearModel {
    fn name(&self) -> &str {
        "linear"
    }

    fn effect(&self, network: &Network, shock: &[f64]) -> Result<Vec<f64>, ModelFault> {
        Ok(network.equilibrium_with(shock, &self.solve)?.into_vec())
    }
}

/// The bounded model, [`Network::bounded`], with one score for all nodes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BoundedModel {
    /// Today's points of every node, 0..100.
    pub score: f64,
    /// How it is computed.
    pub options: BoundedOptions,
}

impl BoundedModel {
    /// The bounded model with today's points of every node.
    pub fn new(score: f64) -> Self {
        Self { score, options: BoundedOptions::default() }
    }
}

impl CascadeModel for BoundedModel {
    fn name(&self) -> &str {
        "bounded"
    }

    fn effect(&self, network: &Network, shock: &[f64]) -> Result<Vec<f64>, ModelFault> {
        let scores = vec![Some(self.score); network.node_count()];
        Ok(network.bounded_with(shock, &scores, &self.options)?.total.into_vec())
    }
}

/// Contagion, [`Contagion::spread`]: the effect is the probability to be reached from the nodes that are shocked.
///
/// It fits where weights lie in 0..1 and can be read as probabilities; how hard a node is shocked does not matter.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ContagionModel {
    /// By which rule it spreads.
    pub diffusion: Diffusion,
    /// How the probabilities are estimated.
    pub options: SpreadOptions,
}

impl ContagionModel {
    /// Contagion by a rule.
    pub fn new(diffusion: Diffusion) -> Self {
        Self { diffusion, options: SpreadOptions::default() }
    }
}

impl CascadeModel for ContagionModel {
    fn name(&self) -> &str {
        match self.diffusion {
            Diffusion::IndependentCascade => "independent cascade",
            Diffusion::LinearThreshold => "linear threshold",
        }
    }

    fn effect(&self, network: &Network, shock: &[f64]) -> Result<Vec<f64>, ModelFault> {
        network.check(shock)?;
        let edges: Vec<_> = network.edges().collect();
        let column = |of: fn(&crate::cascade::Edge) -> u32| edges.iter().map(of).collect::<Vec<u32>>();
        let (from, to) = (column(|edge| edge.from.as_u32()), column(|edge| edge.to.as_u32()));
        let weight: Vec<f64> = edges.iter().map(|edge| edge.weight).collect();
        let columns = EdgeColumns { from: &from, to: &to, weight: &weight, ..EdgeColumns::default() };
        let contagion = Contagion::from_columns(network.node_count(), &columns, self.diffusion)?;
        let seeds: Vec<NodeIndex> = network.nodes().filter(|&node| shock[node] != 0.0).collect();
        Ok(contagion.spread_with(&seeds, &self.options)?.activation.into_vec())
    }
}
