//! Impact of a shock: direct and indirect effects at every node, and their sum by dimension, stakeholder and outcome.

use serde::{Deserialize, Serialize};

use crate::model::influence::Node;
use crate::model::map::ExperienceMap;

use crate::cascade::{Error, Network, NodeIndex, NodeValues, SolveOptions};

/// Impact of a shock at every node: total = shock + direct + indirect.
///
/// Each column has one value a node, in the node's unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Impact {
    /// The shock itself, s.
    pub shock: NodeValues,
    /// What arrives over one influence, W' s.
    pub direct: NodeValues,
    /// What arrives over two or more, x - s - W' s.
    pub indirect: NodeValues,
    /// Everything, x.
    pub total: NodeValues,
}

impl Network {
    /// The impact of a lasting shock everywhere, taken apart into the shock, what it does directly, and what it does
    /// indirectly.
    ///
    /// # Definition
    ///
    /// total x = s + W' x (see [`equilibrium`](Self::equilibrium)), direct = W' s, indirect = x - s - W' s.
    ///
    /// # Arguments
    ///
    /// `shock`: one value a node, in the node's unit.
    ///
    /// # Errors
    ///
    /// As [`equilibrium`](Self::equilibrium).
    ///
    /// # Complexity
    ///
    /// One solve and one product with W'.
    ///
    /// # References
    ///
    /// Miller & Blair (2009), Input-Output Analysis, section 6.2 on direct and indirect effects.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network};
    ///
    /// let network = Network::from_columns(3, &EdgeColumns { from: &[0, 1, 0], to: &[1, 2, 2], weight: &[0.5, 0.4, 0.1], ..EdgeColumns::default() })?;
    /// let impact = network.impact(&[10.0, 0.0, 0.0])?;
    /// assert_eq!((impact.shock[2], impact.direct[2], impact.indirect[2]), (0.0, 1.0, 2.0));
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn impact(&self, shock: &[f64]) -> Result<Impact, Error> {
        self.impact_with(shock, &SolveOptions::default())
    }

    /// [`impact`](Self::impact) with options.
    ///
    /// # Errors
    ///
    /// As [`impact`](Self::impact), and for options out of range.
    pub fn impact_with(&self, shock: &[f64], options: &SolveOptions) -> Result<Impact, Error> {
        let total = self.equilibrium_with(shock, options)?;
        let mut direct = vec![0.0; shock.len()];
        for (node, &shock) in shock.iter().enumerate().filter(|(_, shock)| **shock != 0.0) {
            self.out.row(node).for_each(|(to, weight)| direct[to] += weight * shock);
        }
        let indirect = (0..shock.len()).map(|node| total[node] - shock[node] - direct[node]).collect();
        let [shock, direct, indirect] = [shock.to_vec(), direct, indirect].map(|values| self.keyed(values));
        Ok(Impact { shock, direct, indirect, total })
    }
}

/// An impact summed up over a map's dimensions, stakeholders and outcomes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ImpactSummary {
    /// Change in points of each dimension that has facets: the mean over its facets, weighted by stakeholder weight x
    /// touchpoint weight as in a scorecard.
    pub dimensions: Vec<Change>,
    /// Change in points for each stakeholder group that has facets: the mean over its facets, weighted by touchpoint
    /// weight.
    pub stakeholders: Vec<Change>,
    /// Change of each outcome in its own unit.
    pub outcomes: Vec<Change>,
}

/// A change of something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Change {
    /// Code of the dimension, or key of the stakeholder or outcome.
    pub key: String,
    /// How much, signed.
    pub change: f64,
    /// In which unit.
    pub unit: String,
    /// Whether it makes things worse.
    pub harm: bool,
}

impl Change {
    /// A change of something, in a unit.
    pub fn new(key: impl Into<String>, change: f64, unit: impl Into<String>, harm: bool) -> Self {
        Self { key: key.into(), change, unit: unit.into(), harm }
    }
}

impl Impact {
    /// Sums up the impact over dimensions, stakeholders and outcomes.
    ///
    /// Time O(nodes), space O(stakeholders).
    ///
    /// # Errors
    ///
    /// [`Error::WrongLength`] when the impact is of another network, [`Error::UnknownId`] when the network is of
    /// another map.
    pub fn summary(&self, map: &ExperienceMap, network: &Network) -> Result<ImpactSummary, Error> {
        network.check(&self.total)?;
        let mut dimensions = [Mean::default(); 4];
        let mut stakeholders = vec![Mean::default(); map.stakeholders().len()];
        let mut outcomes = Vec::new();
        for (number, &change) in self.total.values().enumerate() {
            let node = NodeIndex::at(number);
            let unknown = || Error::UnknownId { what: "node of the map", id: network.key(node).into_owned() };
            match network.node(node).ok_or_else(unknown)? {
                Node::Facet(id) => {
                    let facet = map.facet(id).ok_or_else(unknown)?;
                    let place = map.touchpoint(facet.touchpoint).ok_or_else(unknown)?.weight;
                    let group = map.stakeholder(facet.stakeholder).ok_or_else(unknown)?.weight;
                    dimensions[facet.dimension.index()].add(change, group * place);
                    stakeholders[facet.stakeholder.index()].add(change, place);
                }
                Node::Outcome(id) => {
                    let outcome = map.outcome(id).ok_or_else(unknown)?;
                    let harm = outcome.harm(change) > 0.0;
                    outcomes.push(Change {
                        key: outcome.key.clone(),
                        change,
                        unit: outcome.unit.clone(),
                        harm,
                    });
                }
            }
        }
        let points = |key: String, mean: Mean| {
            mean.value().map(|change| Change::new(key, change, "points", change < 0.0))
        };
        let dimension =
            |(at, mean): (usize, &Mean)| points(crate::model::Dimension::ALL[at].to_string(), *mean);
        let group = |(at, mean): (usize, &Mean)| points(map.stakeholders()[at].key.clone(), *mean);
        Ok(ImpactSummary {
            dimensions: dimensions.iter().enumerate().filter_map(dimension).collect(),
            stakeholders: stakeholders.iter().enumerate().filter_map(group).collect(),
            outcomes,
        })
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Mean {
    sum: f64,
    weight: f64,
}

impl Mean {
    fn add(&mut self, value: f64, weight: f64) {
        self.sum += value * weight;
        self.weight += weight;
    }

    fn value(self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }
}
