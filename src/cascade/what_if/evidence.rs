//! Share of an effect that rests on some influences, or on each kind of evidence.

use serde::{Deserialize, Serialize};

use crate::cascade::{Edge, EdgeColumns, Error, Network, NodeValues, SolveOptions};
use crate::model::ids::InfluenceId;
use crate::model::map::ExperienceMap;

/// The share of an effect that rests on one kind of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EvidenceByKind {
    /// The kind, such as `estimated` or `assumed`.
    pub evidence: &'static str,
    /// The share at each node; none where nothing arrives.
    pub share: NodeValues<Option<f64>>,
}

impl Network {
    /// The share of what arrives at each node that would not arrive without some edges.
    ///
    /// # Definition
    ///
    /// With x the total effect of the shock s and y that in the network without the edges, 1 - (y - s) / (x - s): a
    /// node's own shock rests on no edge and is left out. Shares of sets that do not overlap need not add up to 1: an
    /// effect that needs two influences vanishes without either. They are negative where the edges work against the
    /// rest, and above 1 where the sign turns without them. None where nothing arrives.
    ///
    /// # Arguments
    ///
    /// `shock`: one value a node. `without`: whether an edge belongs to the set.
    ///
    /// # Errors
    ///
    /// As [`equilibrium`](Self::equilibrium); [`Error::Unstable`], [`Error::Undecided`] or [`Error::Uncertified`] when
    /// the network is stable only because of the edges.
    ///
    /// # Complexity
    ///
    /// - Time: a freeze and two solves.
    /// - Space: O(nodes + edges).
    ///
    /// # References
    ///
    /// Saltelli et al. (2008), Global Sensitivity Analysis: The Primer, doi:10.1002/9780470725184, for leaving out one
    /// factor at a time, and why the shares do not add up.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network, SolveOptions};
    ///
    /// let network = Network::from_columns(3, &EdgeColumns { from: &[0, 1, 0], to: &[1, 2, 2], weight: &[0.5, 0.5, 0.75], ..EdgeColumns::default() })?;
    /// let by_way_of_1 = |edge: &total_experience::cascade::Edge| edge.to == 1;
    /// let shares = network.evidence_share(&[8.0, 0.0, 0.0], by_way_of_1, &SolveOptions::default())?;
    /// assert_eq!(shares, [None, Some(1.0), Some(0.25)]);
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn evidence_share(
        &self,
        shock: &[f64],
        without: impl Fn(&Edge) -> bool,
        options: &SolveOptions,
    ) -> Result<NodeValues<Option<f64>>, Error> {
        let all = self.equilibrium_with(shock, options)?;
        let kept: Vec<Edge> = self.edges().filter(|edge| !without(edge)).collect();
        let from: Vec<u32> = kept.iter().map(|edge| edge.from.as_u32()).collect();
        let to: Vec<u32> = kept.iter().map(|edge| edge.to.as_u32()).collect();
        let weight: Vec<f64> = kept.iter().map(|edge| edge.weight).collect();
        // What acts within a period or later is the same in the end; a lag lets a node act on itself.
        let lag: Vec<u32> = kept.iter().map(|edge| edge.lag).collect();
        let columns =
            EdgeColumns { from: &from, to: &to, weight: &weight, ..EdgeColumns::default() }.with_lag(&lag);
        let rest = self.remade(&columns)?;
        let rest = rest.equilibrium_with(shock, options)?;
        let arriving = all.values().zip(shock).map(|(all, shock)| all - shock);
        let shares = arriving.zip(rest.values().zip(shock));
        let share =
            |(all, (rest, shock)): (f64, (&f64, &f64))| (all != 0.0).then(|| 1.0 - (rest - shock) / all);
        Ok(self.keyed(shares.map(share).collect()))
    }

    /// The share of what arrives at each node that rests on each kind of evidence of a map's influences.
    ///
    /// Kinds stand in the order of the influences. A signed network can be stable only by the influences of a kind; then
    /// there is no share to give, and the kind is left out.
    ///
    /// # Errors
    ///
    /// As [`evidence_share`](Self::evidence_share), but for networks that are not stable without a kind.
    ///
    /// # Complexity
    ///
    /// - A freeze and two solves for each kind;
    /// - O(nodes x kinds + edges) space.
    pub fn evidence_by_kind(&self, shock: &[f64], map: &ExperienceMap) -> Result<Vec<EvidenceByKind>, Error> {
        self.evidence_by_kind_with(shock, map, &SolveOptions::default())
    }

    /// [`evidence_by_kind`](Self::evidence_by_kind) with options.
    ///
    /// # Errors
    ///
    /// As [`evidence_by_kind`](Self::evidence_by_kind), and for options out of range.
    pub fn evidence_by_kind_with(
        &self,
        shock: &[f64],
        map: &ExperienceMap,
        options: &SolveOptions,
    ) -> Result<Vec<EvidenceByKind>, Error> {
        let kind = |id: InfluenceId| map.influence(id).map(|influence| influence.evidence.kind());
        let mut kinds: Vec<&'static str> = Vec::new();
        for (id, _) in map.influences() {
            kinds.extend(kind(id).filter(|kind| !kinds.contains(kind)));
        }
        let mut found = Vec::new();
        for evidence in kinds {
            let resting = |edge: &Edge| kind(InfluenceId::from_u32(edge.origin)) == Some(evidence);
            match self.evidence_share(shock, resting, options) {
                Ok(share) => found.push(EvidenceByKind { evidence, share }),
                Err(Error::Unstable { .. } | Error::Undecided { .. } | Error::Uncertified { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }
}
