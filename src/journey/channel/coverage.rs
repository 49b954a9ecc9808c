//! Coverage of channels: which task can be done where, as the map declares and as the log shows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::journey::log::{ActivityId, EventChannelId, EventLog};
use crate::model::map::ExperienceMap;
use crate::model::{Channel, Modality, Touchpoint};
use crate::numeric::iterate::iterate;
use crate::numeric::ordered_map::OrderedMap;
use crate::numeric::ordered_set::OrderedSet;
use crate::score::inference::{Proportion, Successes};

/// Tasks in channels and modalities: declared in a map, and observed in a log.
///
/// What it answers: which tasks are offered where, which offers does nobody use, where do people do what nobody
/// planned, and which tasks can be done in one way only?
///
/// # Definition
/// A task is a touchpoint of the map. It is *declared* in the channels that the touchpoint names, and *observed* in the
/// channels of the log's events whose activity is the touchpoint's key or name; a channel of the log is the map's when
/// it has its key or name. The modality is the channel's.
///
/// ```text
/// used      = declared pairs of task and channel that are observed / declared pairs
/// undeclared: observed pairs that are not declared
/// offered   = tasks declared in the channel or modality / all tasks
/// ```
///
/// Activities and channels of the log that the map does not know are named, and count in nothing.
///
/// # Complexity
/// Time O(events log pairs + declared pairs x channels), space O(pairs).
///
/// # References
/// P. C. Verhoef, P. K. Kannan & J. J. Inman (2015), From multi-channel retailing to omni-channel retailing,
/// doi:10.1016/j.jretai.2015.02.005. The table of task, channel and modality is this library's own.
///
/// # Example
/// ```
/// use total_experience::journey::channel::ChannelCoverage;
/// use total_experience::journey::log::EventLog;
/// use total_experience::model::{Channel, ChannelKind, Modality, Touchpoint};
/// use total_experience::model::map::MapDocument;
/// use total_experience::model::time::Timestamp;
///
/// let map = MapDocument::new("bank")
///     .channel(Channel::new("web", ChannelKind::Digital).with_modality(Modality::Text))
///     .channel(Channel::new("branch", ChannelKind::Physical).with_modality(Modality::FaceToFace))
///     .touchpoint(Touchpoint::new("pay").with_channel("web").with_channel("branch"))
///     .build()?;
/// let mut builder = EventLog::builder();
/// let web = builder.channel("web")?;
/// builder.event("pay", Timestamp::UNIX_EPOCH, &[("case", "1")])?;
/// builder.set_channel(web)?;
/// let coverage = ChannelCoverage::discover(&builder.finish(), &map);
/// assert_eq!((coverage.used.count, coverage.used.of), (1, 2));
/// assert_eq!((coverage.cells[0].channel.as_str(), coverage.cells[0].events), ("branch", 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ChannelCoverage {
    /// Tasks in the map.
    pub tasks: u64,
    /// Pairs of task and channel that are declared or observed, by task, then by channel.
    pub cells: Vec<CoverageCell>,
    /// Declared pairs that are observed.
    pub used: Proportion,
    /// Observed pairs that are not declared.
    pub undeclared: u64,
    /// Per channel of the map the tasks declared in it.
    pub channels: BTreeMap<String, Proportion>,
    /// Per modality of a channel of the map the tasks declared in it.
    pub modalities: Vec<ModalityCoverage>,
    /// Tasks that are declared in channels of one modality only.
    pub single_modality: Vec<String>,
    /// Tasks that no channel is declared for.
    pub without_channel: Vec<String>,
    /// Activities of the log that are no touchpoint of the map.
    pub unknown_activities: Vec<String>,
    /// Channels of the log that are no channel of the map.
    pub unknown_channels: Vec<String>,
}

iterate! { ChannelCoverage => CoverageCell in cells }

/// A task in a channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CoverageCell {
    /// Key of the touchpoint.
    pub task: String,
    /// Key of the channel.
    pub channel: String,
    /// How people act on the channel, when known.
    pub modality: Option<Modality>,
    /// Whether the map offers the task there.
    pub declared: bool,
    /// Events of the log.
    pub events: u64,
}

/// The tasks of a modality.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ModalityCoverage {
    /// How people act.
    pub modality: Modality,
    /// Tasks declared in one of its channels.
    pub tasks: Proportion,
}

impl ChannelCoverage {
    /// The coverage that a map declares, against what a log shows. See [`ChannelCoverage`] for the definitions.
    pub fn discover(log: &EventLog, map: &ExperienceMap) -> Self {
        let mut seen: OrderedMap<(ActivityId, EventChannelId), u64> = OrderedMap::new();
        for (&activity, channel) in log.activity_column().iter().zip(log.channel_column()) {
            if let Some(channel) = *channel {
                *seen.entry((activity, channel)).or_default() += 1;
            }
        }
        let (mut unknown_activities, mut unknown_channels) = (OrderedSet::new(), OrderedSet::new());
        let mut cells: OrderedMap<(&str, &str), CoverageCell> = OrderedMap::new();
        let cell = |task: &str, channel: &Channel, declared| CoverageCell {
            task: task.to_owned(),
            channel: channel.key.clone(),
            modality: channel.modality,
            declared,
            events: 0,
        };
        let declared = map.touchpoints().iter().flat_map(|task| {
            let offered = task.channels.iter().filter_map(|key| map.channel(map.channel_id(key)?));
            offered.map(move |channel| (task, channel))
        });
        let declared: Vec<(&Touchpoint, &Channel)> = declared.collect();
        for &(task, channel) in &declared {
            cells.insert((&task.key, &channel.key), cell(&task.key, channel, true));
        }
        for ((activity, channel), events) in seen {
            let activity = log.activity_name(activity).unwrap_or_default();
            let name = log.channel_name(channel).unwrap_or_default();
            match (map.find_touchpoint(activity), map.find_channel(name)) {
                (Some(task), Some(channel)) => {
                    let task = task.key.as_str();
                    let place = cells.entry((task, &channel.key));
                    place.or_insert_with(|| cell(task, channel, false)).events += events;
                }
                (task, channel) => {
                    unknown_activities.extend(task.is_none().then(|| activity.to_owned()));
                    unknown_channels.extend(channel.is_none().then(|| name.to_owned()));
                }
            }
        }
        let cells: Vec<CoverageCell> = cells.into_values().collect();
        let count =
            |wanted: fn(&CoverageCell) -> bool| cells.iter().filter(|&cell| wanted(cell)).count() as u64;
        let all = map.touchpoints().len() as u64;
        let offered = |wanted: &dyn Fn(&Channel) -> bool| {
            let tasks = declared.iter().filter(|(_, channel)| wanted(channel)).map(|(task, _)| &task.key);
            Proportion::new(Successes { count: tasks.collect::<OrderedSet<_>>().len() as u64, of: all })
        };
        let mut modalities: Vec<ModalityCoverage> = Vec::new();
        for modality in map.channels().iter().filter_map(|channel| channel.modality) {
            if modalities.iter().all(|known| known.modality != modality) {
                let tasks = offered(&|channel| channel.modality == Some(modality));
                modalities.push(ModalityCoverage { modality, tasks });
            }
        }
        let in_one_modality = |task: &&Touchpoint| {
            let channels = task.channels.iter().filter_map(|key| map.channel(map.channel_id(key)?));
            let mut ways = channels.map(|channel| channel.modality);
            ways.next().flatten().is_some_and(|first| ways.all(|way| way == Some(first)))
        };
        let keys =
            |tasks: &mut dyn Iterator<Item = &Touchpoint>| tasks.map(|task| task.key.clone()).collect();
        Self {
            tasks: all,
            used: Proportion::new(Successes {
                count: count(|cell| cell.declared && cell.events > 0),
                of: count(|cell| cell.declared),
            }),
            undeclared: count(|cell| !cell.declared),
            channels: map
                .channels()
                .iter()
                .map(|channel| (channel.key.clone(), offered(&|other| other.key == channel.key)))
                .collect(),
            modalities,
            single_modality: keys(&mut map.touchpoints().iter().filter(in_one_modality)),
            without_channel: keys(&mut map.touchpoints().iter().filter(|task| task.channels.is_empty())),
            unknown_activities: unknown_activities.into_iter().collect(),
            unknown_channels: unknown_channels.into_iter().collect(),
            cells,
        }
    }
}
