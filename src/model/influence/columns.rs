//! Column store of the influences of a map.

use std::collections::HashSet;
use std::ops::Range;

use super::{Evidence, Influence, InfluenceColumns, Node};
use crate::model::ids::InfluenceId;
use crate::model::ids::next_number;
use crate::model::{Fault, Kind};

/// Influences as columns in order of their identifiers; removed ones keep their row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Influences {
    from: Vec<u32>,
    to: Vec<u32>,
    weight: Vec<f64>,
    /// NaN where not known.
    standard_error: Vec<f64>,
    lag: Vec<u32>,
    /// Position in `evidences`.
    evidence: Vec<u32>,
    removed: Vec<bool>,
    live: usize,
    evidences: Vec<Evidence>,
    /// From, to and lag of all live influences; made when the first single influence is added, since filling it for
    /// ten million at once would cost more than sorting them.
    known: Option<HashSet<(u32, u32, u32)>>,
}

impl Influences {
    pub(crate) fn live(&self) -> usize {
        self.live
    }

    pub(crate) fn get(&self, id: InfluenceId) -> Option<Influence<'_>> {
        let row = id.index();
        (self.removed.get(row) == Some(&false)).then(|| self.row(row))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (InfluenceId, Influence<'_>)> {
        (0..self.from.len())
            .filter(|&row| !self.removed[row])
            .map(|row| (InfluenceId::from_u32(row as u32), self.row(row)))
    }

    fn row(&self, row: usize) -> Influence<'_> {
        Influence {
            from: Node::from_u32(self.from[row]),
            to: Node::from_u32(self.to[row]),
            weight: self.weight[row],
            standard_error: Some(self.standard_error[row]).filter(|error| !error.is_nan()),
            lag: self.lag[row],
            evidence: &self.evidences[self.evidence[row] as usize],
        }
    }

    /// Faults of the numbers and shape of one influence, its ends named by `name`.
    pub(crate) fn check(influence: &Influence<'_>, name: &dyn Fn(Node) -> String, faults: &mut Vec<Fault>) {
        let Influence { from, to, weight, standard_error, lag, evidence } = *influence;
        let item = || format!("influence `{}` -> `{}`", name(from), name(to));
        if from == to && lag == 0 {
            faults.push(Fault::SelfInfluence { node: name(from) });
        }
        if !weight.is_finite() {
            faults.push(Fault::NotFinite { item: item(), field: "weight", value: weight });
        }
        if let Evidence::Elicited { agreement: Some(value), .. } = *evidence
            && !(0.0..=1.0).contains(&value)
        {
            let (low, high) = (0.0, 1.0);
            faults.push(Fault::OutOfRange { item: item(), field: "agreement", value, low, high });
        }
        match standard_error {
            Some(value) if !value.is_finite() => {
                faults.push(Fault::NotFinite { item: item(), field: "standard error", value });
            }
            Some(value) if value < 0.0 => faults.push(Fault::OutOfRange {
                item: item(),
                field: "standard error",
                value,
                low: 0.0,
                high: f64::INFINITY,
            }),
            _ => {}
        }
    }

    /// Faults of columns that do not fit each other.
    pub(crate) fn check_lengths(columns: &InfluenceColumns<'_>) -> Vec<Fault> {
        let expected = columns.from.len();
        let lengths = [
            ("to", Some(columns.to.len())),
            ("weight", Some(columns.weight.len())),
            ("standard_error", columns.standard_error.map(<[f64]>::len)),
            ("lag", columns.lag.map(<[u32]>::len)),
        ];
        lengths
            .into_iter()
            .filter_map(|(column, length)| length.map(|found| (column, found)))
            .filter(|&(_, found)| found != expected)
            .map(|(column, found)| Fault::UnequalColumns { column, found, expected })
            .collect()
    }

    /// The (from, to, lag) that are in `columns` twice, or in `columns` and here.
    pub(crate) fn duplicates(&self, columns: &InfluenceColumns<'_>) -> Vec<(Node, Node, u32)> {
        let lag = |row: usize| columns.lag.map_or(0, |lag| lag[row]);
        let key = |row: usize| (columns.from[row].as_u32(), columns.to[row].as_u32(), lag(row));
        let mut keys: Vec<_> = (0..columns.from.len()).map(key).collect();
        if let (Some(known), [only]) = (&self.known, keys.as_slice()) {
            keys = known.get(only).map(|&key| vec![key, key]).unwrap_or_default();
        } else {
            keys.reserve(self.live);
            keys.extend(self.live_keys());
            keys.sort_unstable();
        }
        let mut twice: Vec<_> =
            keys.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        twice.dedup();
        twice.into_iter().map(|(from, to, lag)| (Node::from_u32(from), Node::from_u32(to), lag)).collect()
    }

    fn live_keys(&self) -> impl Iterator<Item = (u32, u32, u32)> {
        (0..self.from.len())
            .filter(|&row| !self.removed[row])
            .map(|row| (self.from[row], self.to[row], self.lag[row]))
    }

    /// Adds influences that were checked before.
    pub(crate) fn add(&mut self, columns: &InfluenceColumns<'_>) -> Result<Range<u32>, Fault> {
        let (start, more) = (self.from.len(), columns.from.len());
        let first = next_number(start, Kind::Influence)?;
        let end = next_number(start + more, Kind::Influence)?;
        if more == 1 {
            if self.known.is_none() {
                self.known = Some(self.live_keys().collect());
            }
        } else if more > 0 {
            self.known = None;
        }
        let evidence = self.evidence_number(columns.evidence);
        self.from.extend(columns.from.iter().map(|node| node.as_u32()));
        self.to.extend(columns.to.iter().map(|node| node.as_u32()));
        self.weight.extend_from_slice(columns.weight);
        match columns.standard_error {
            Some(errors) => self.standard_error.extend_from_slice(errors),
            None => self.standard_error.resize(start + more, f64::NAN),
        }
        match columns.lag {
            Some(lags) => self.lag.extend_from_slice(lags),
            None => self.lag.resize(start + more, 0),
        }
        self.evidence.resize(start + more, evidence);
        self.removed.resize(start + more, false);
        self.live += more;
        if let Some(known) = &mut self.known {
            known.extend((start..start + more).map(|row| (self.from[row], self.to[row], self.lag[row])));
        }
        Ok(first..end)
    }

    /// Evidence comes in runs, so only the last is compared.
    fn evidence_number(&mut self, evidence: &Evidence) -> u32 {
        if self.evidences.last() != Some(evidence) {
            self.evidences.push(evidence.clone());
        }
        (self.evidences.len() - 1) as u32
    }

    /// Removes a live influence; `false` when there is none with this id.
    pub(crate) fn remove(&mut self, id: InfluenceId) -> bool {
        let row = id.index();
        if self.removed.get(row) != Some(&false) {
            return false;
        }
        self.removed[row] = true;
        self.live -= 1;
        if let Some(known) = &mut self.known {
            known.remove(&(self.from[row], self.to[row], self.lag[row]));
        }
        true
    }
}
