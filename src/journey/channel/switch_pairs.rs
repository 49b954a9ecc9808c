//! Switches by pair of channels.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::walk::Walk;
use crate::journey::log::EventChannelId;
use crate::journey::seconds;
use crate::numeric::cold_sort::sort_by;
use crate::numeric::ordered_map::OrderedMap;
use crate::numeric::ordered_set::OrderedSet;
use crate::numeric::stats::quantile::quantile;
use crate::score::inference::{Proportion, Successes};

/// Switches from one channel to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ChannelSwitch {
    /// The channel left; `None` for pairs that are put together.
    pub from: Option<String>,
    /// The channel taken up.
    pub to: Option<String>,
    /// How many pairs it stands for.
    pub pairs: u64,
    /// Different people who made it.
    pub people: u64,
    /// How often.
    pub count: u64,
    /// Switches without a repeated step.
    pub continuity: Proportion,
    /// Median time between the two events.
    #[serde(rename = "median_seconds", with = "seconds::OptionalSeconds")]
    pub median: Option<Duration>,
}

/// The channel left, and the channel taken up.
pub(crate) type Pair = (EventChannelId, EventChannelId);

/// A change of the channel.
pub(crate) struct Switch {
    pub(crate) pair: Pair,
    pub(crate) wait: u64,
    /// Whether a step was repeated, where that is decided.
    pub(crate) repeated: Option<bool>,
    pub(crate) people: Vec<u32>,
}

impl Walk<'_> {
    /// The pairs that too few people make to be shown.
    pub(crate) fn hidden_pairs(&self, switches: &[Switch]) -> OrderedSet<Pair> {
        let pairs: OrderedSet<Pair> = switches.iter().map(|switch| switch.pair).collect();
        let numbers: OrderedMap<Pair, u32> = pairs.iter().copied().zip(0..).collect();
        let seats = switches.iter().flat_map(|switch| {
            let pair = numbers.get(&switch.pair).copied().unwrap_or_default();
            switch.people.iter().map(move |&person| (person, pair))
        });
        let by_number: Vec<Pair> = pairs.iter().copied().collect();
        let name = |pair: u32| {
            let names = by_number.get(pair as usize).map(|&pair| self.names(pair));
            names.map(|(from, to)| format!("{from}\n{to}")).unwrap_or_default()
        };
        let rows = self.rows(name, &seats.collect());
        let hidden = numbers.into_iter().filter(|&(_, number)| !rows.is_shown(number));
        hidden.map(|(pair, _)| pair).collect()
    }

    /// Switches pair by pair; those of `hidden` pairs in a last row.
    pub(crate) fn pairs(&self, switches: &[Switch], hidden: &OrderedSet<Pair>) -> Vec<ChannelSwitch> {
        let mut rows: OrderedMap<Option<Pair>, Vec<&Switch>> = OrderedMap::new();
        for switch in switches {
            let shown = Some(switch.pair).filter(|pair| !hidden.contains(pair));
            rows.entry(shown).or_default().push(switch);
        }
        let mut pairs: Vec<ChannelSwitch> = Vec::with_capacity(rows.len());
        for (pair, switches) in rows {
            let people: BTreeSet<u32> = switches.iter().flat_map(|switch| &switch.people).copied().collect();
            let (from, to) = pair.map(|pair| self.names(pair)).unzip();
            let mut waits: Vec<u64> = switches.iter().map(|switch| switch.wait).collect();
            pairs.push(ChannelSwitch {
                from,
                to,
                pairs: switches.iter().map(|switch| switch.pair).collect::<OrderedSet<_>>().len() as u64,
                people: people.len() as u64,
                count: switches.len() as u64,
                continuity: continuity(&switches),
                median: quantile(&mut waits, 0.5).map(seconds::span_of_nanoseconds),
            });
        }
        let key = |pair: &ChannelSwitch| (pair.from.clone(), pair.to.clone());
        sort_by(&mut pairs, |a, b| {
            let unnamed = a.from.is_none().cmp(&b.from.is_none());
            unnamed.then(b.count.cmp(&a.count)).then_with(|| key(a).cmp(&key(b)))
        });
        pairs
    }

    fn names(&self, (from, to): Pair) -> (String, String) {
        let name = |channel| self.log.channel_name(channel).unwrap_or_default().to_owned();
        (name(from), name(to))
    }
}

pub(crate) fn continuity(switches: &[&Switch]) -> Proportion {
    let decided = switches.iter().filter_map(|switch| switch.repeated);
    let (whole, broken) =
        decided.fold((0, 0), |(all, broken), repeated| (all + 1, broken + u64::from(repeated)));
    Proportion::new(Successes { count: whole - broken, of: whole })
}
