//! Consistency of scores across the channels of a task.

use serde::{Deserialize, Serialize};
use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::journey::Error;
use crate::journey::checks::{checked, finite};
use crate::numeric::cold_sort::sort_by;
use crate::numeric::iterate::iterate;
use crate::numeric::ordered_map::OrderedMap;

/// The score of a task in a channel, in points on 0..100.
///
/// ```
/// use total_experience::journey::channel::ChannelScore;
///
/// let score = ChannelScore {
///     task: "open account".to_owned(),
///     channel: "web".to_owned(),
///     points: 72.0,
///     standard_error: Some(2.5),
/// };
/// assert_eq!(score.points, 72.0);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelScore {
    /// What people want to do.
    pub task: String,
    /// Where they do it.
    pub channel: String,
    /// The score, 100 the good end.
    pub points: f64,
    /// Its standard error, when known.
    #[serde(default)]
    pub standard_error: Option<f64>,
}

/// Consistency of the scores of tasks in the channels where people do them.
///
/// What it answers: does it matter for people where they do something, and which channel lags behind? No channel comes
/// first: all must improve.
///
/// # Definition
/// For a task with scores x_c in k channels,
///
/// ```text
/// spread = max x - min x              0: consistent
/// sd     = sqrt(sum (x - mean)^2 / k)
/// Q      = sum (x - m)^2 / se^2,  m = sum x/se^2 / sum 1/se^2;    p = P(chi^2 with k - 1 degrees of freedom >= Q)
/// ```
///
/// p says how often chance alone gives such a spread to a task that is the same everywhere; it needs the standard error
/// of all its scores, none of them 0. The gap of a channel is the mean over the tasks that several channels offer, and
/// it among them, of x less the task's mean: channels are compared on equal tasks. The spread of channels is the
/// largest gap less the smallest.
///
/// A task in one channel has no spread: it is listed without one and does not count.
///
/// # Complexity
/// Time O(n log n), space O(n) for n scores.
///
/// # References
/// W. G. Cochran (1954), The combination of estimates from different experiments, doi:10.2307/3001666; the TX
/// literature's consistency across channels, here as a plain spread.
///
/// # Example
/// ```
/// use total_experience::journey::channel::{ChannelScore, Consistency};
///
/// let score = |(task, channel, points): (&str, &str, f64)| ChannelScore {
///     task: task.to_owned(),
///     channel: channel.to_owned(),
///     points,
///     standard_error: None,
/// };
/// let scores =
///     [("open account", "web", 72.0), ("open account", "branch", 84.0), ("pay", "web", 80.0), ("pay", "branch", 82.0)];
/// let consistency = Consistency::from_scores(&scores.map(score))?;
/// let open = &consistency.tasks[0];
/// assert_eq!((open.task.as_str(), open.spread, open.lowest.as_str()), ("open account", Some(12.0), "web"));
/// assert_eq!((consistency.mean_spread, consistency.channel_spread), (Some(7.0), Some(7.0)));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Consistency {
    /// Tasks, by spread, largest first, then by name; those in one channel last.
    pub tasks: Vec<TaskConsistency>,
    /// Mean spread of the tasks that several channels offer; none without such a task.
    pub mean_spread: Option<f64>,
    /// Channels, by gap, lowest first, then by name; those that share no task with another last.
    pub channels: Vec<ChannelGap>,
    /// The largest gap of a channel less the smallest; none without two channels that have one.
    pub channel_spread: Option<f64>,
}

iterate! { Consistency => TaskConsistency in tasks }

/// A task in the channels that offer it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TaskConsistency {
    /// The task.
    pub task: String,
    /// How many channels it is scored in.
    pub channels: usize,
    /// Mean of its scores, each channel alike.
    pub mean: f64,
    /// Highest score less lowest; none in one channel.
    pub spread: Option<f64>,
    /// Standard deviation of the scores over channels; none in one channel.
    pub standard_deviation: Option<f64>,
    /// How often chance alone gives such differences; none without standard errors.
    pub p_value: Option<f64>,
    /// The channel with the lowest score (of equals the first by name).
    pub lowest: String,
    /// The channel with the highest score.
    pub highest: String,
}

/// Gap of a channel on the tasks that it shares with others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChannelGap {
    /// The channel.
    pub channel: String,
    /// Tasks that it shares with other channels.
    pub tasks: usize,
    /// Mean of its scores less the tasks' means; none without a shared task.
    pub gap: Option<f64>,
}

impl Consistency {
    /// The consistency of these scores, at most one per task and channel.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for points outside 0..100 and standard errors that are negative or not finite;
    /// [`Error::DuplicateName`] for a task that is scored twice in a channel; [`Error::EmptyName`].
    pub fn from_scores(scores: &[ChannelScore]) -> Result<Self, Error> {
        let mut tasks: OrderedMap<&str, OrderedMap<&str, &ChannelScore>> = OrderedMap::new();
        for score in scores {
            let name = || format!("`{}` in `{}`", score.task, score.channel);
            checked(|| format!("the score of {}", name()), score.points, 100.0)?;
            if let Some(error) = score.standard_error {
                finite(|| format!("the standard error of {}", name()), error)?;
                checked(|| format!("the standard error of {}", name()), error, f64::MAX)?;
            }
            for (what, text) in [("a task", &score.task), ("a channel", &score.channel)] {
                if text.is_empty() {
                    return Err(Error::EmptyName { what });
                }
            }
            let task = tasks.entry(&score.task).or_default();
            if task.insert(&score.channel, score).is_some() {
                return Err(Error::DuplicateName { what: "the score of", name: name() });
            }
        }
        let mut gaps: OrderedMap<&str, Vec<f64>> = OrderedMap::new();
        let mut found: Vec<TaskConsistency> = Vec::with_capacity(tasks.len());
        for (task, scores) in &tasks {
            let scores: Vec<&ChannelScore> = scores.values().copied().collect();
            let one = task_consistency(task, &scores);
            for score in scores {
                let gaps = gaps.entry(&score.channel).or_default();
                gaps.extend(one.spread.map(|_| score.points - one.mean));
            }
            found.push(one);
        }
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let spreads: Vec<f64> = found.iter().filter_map(|task| task.spread).collect();
        let mut channels: Vec<ChannelGap> = gaps
            .into_iter()
            .map(|(channel, gaps)| ChannelGap {
                channel: channel.to_owned(),
                tasks: gaps.len(),
                gap: (!gaps.is_empty()).then(|| mean(&gaps)),
            })
            .collect();
        let last = |gap: Option<f64>| gap.unwrap_or(f64::INFINITY);
        sort_by(&mut channels, |a, b| {
            last(a.gap).total_cmp(&last(b.gap)).then_with(|| a.channel.cmp(&b.channel))
        });
        let first = |spread: Option<f64>| spread.unwrap_or(-1.0);
        sort_by(&mut found, |a, b| {
            first(b.spread).total_cmp(&first(a.spread)).then_with(|| a.task.cmp(&b.task))
        });
        let compared: Vec<f64> = channels.iter().filter_map(|channel| channel.gap).collect();
        Ok(Self {
            tasks: found,
            mean_spread: (!spreads.is_empty()).then(|| mean(&spreads)),
            channel_spread: (compared.len() > 1).then(|| range(&compared)),
            channels,
        })
    }
}

fn range(values: &[f64]) -> f64 {
    let (low, high) =
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)));
    high - low
}

/// `scores`: at least one, by channel.
fn task_consistency(task: &str, scores: &[&ChannelScore]) -> TaskConsistency {
    let points: Vec<f64> = scores.iter().map(|score| score.points).collect();
    let k = points.len() as f64;
    let mean = points.iter().sum::<f64>() / k;
    let several = points.len() > 1;
    let squares: f64 = points.iter().map(|x| (x - mean).powi(2)).sum();
    let of = |best: fn(f64, f64) -> bool| {
        let found = scores.iter().reduce(|a, b| if best(b.points, a.points) { b } else { a });
        found.map_or(String::new(), |score| score.channel.clone())
    };
    TaskConsistency {
        task: task.to_owned(),
        channels: points.len(),
        mean,
        spread: several.then(|| range(&points)),
        standard_deviation: several.then(|| (squares / k).sqrt()),
        p_value: homogeneity(scores).filter(|_| several),
        lowest: of(|a, b| a < b),
        highest: of(|a, b| a > b),
    }
}

/// Cochran's test.
fn homogeneity(scores: &[&ChannelScore]) -> Option<f64> {
    let weight = |score: &&ChannelScore| score.standard_error.map(|error| (error * error).recip());
    let weights: Vec<f64> = scores.iter().map(weight).collect::<Option<_>>()?;
    let all: f64 = weights.iter().sum();
    let mean = scores.iter().zip(&weights).map(|(score, w)| score.points * w).sum::<f64>() / all;
    let q: f64 = scores.iter().zip(&weights).map(|(score, w)| w * (score.points - mean).powi(2)).sum();
    let chance = ChiSquared::new(scores.len() as f64 - 1.0).ok()?;
    q.is_finite().then(|| chance.sf(q))
}
