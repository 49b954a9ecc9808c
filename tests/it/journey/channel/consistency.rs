//! Scores and tasks across channels.

use proptest::prelude::*;
use total_experience::journey::Error;
use total_experience::journey::channel::{ChannelCoverage, ChannelScore, Consistency};
use total_experience::journey::log::EventLog;
use total_experience::model::map::{ExperienceMap, MapDocument};
use total_experience::model::{Channel, ChannelKind, Modality, Touchpoint};

use crate::journey::ns;

fn score(task: &str, channel: &str, points: f64) -> ChannelScore {
    ChannelScore { task: task.into(), channel: channel.into(), points, standard_error: None }
}

fn close(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() < 1e-12, "{found} {expected}");
}

/// Open: 72, 84, 90 (mean 82); pay: 80, 82 (mean 81); file: web only. Gaps: web (-10 - 1) / 2, branch (2 + 1) / 2,
/// phone 8.
#[test]
fn consistency_by_hand() {
    let found = Consistency::from_scores(&[
        score("pay", "web", 80.0),
        score("open", "web", 72.0),
        score("open", "branch", 84.0),
        score("open", "phone", 90.0),
        score("file", "web", 10.0),
        score("pay", "branch", 82.0),
    ])
    .unwrap();
    let tasks: Vec<_> = found.tasks.iter().map(|task| (task.task.as_str(), task.spread)).collect();
    assert_eq!(tasks, [("open", Some(18.0)), ("pay", Some(2.0)), ("file", None)]);
    let open = &found.tasks[0];
    assert_eq!((open.lowest.as_str(), open.highest.as_str(), open.channels), ("web", "phone", 3));
    close(Some(open.mean), 82.0);
    close(open.standard_deviation, (168.0_f64 / 3.0).sqrt());
    assert_eq!((open.p_value, found.tasks[2].standard_deviation), (None, None));
    close(found.mean_spread, 10.0);
    let channels: Vec<_> =
        found.channels.iter().map(|gap| (gap.channel.as_str(), gap.tasks, gap.gap.unwrap())).collect();
    assert_eq!(channels, [("web", 2, -5.5), ("branch", 2, 1.5), ("phone", 1, 8.0)]);
    close(found.channel_spread, 13.5);
}

/// Two scores: Q = 12^2 / (2^2 + 3^2), one degree of freedom, p = erfc(sqrt(Q / 2)) by Python's `math`.
#[test]
fn chance_by_cochran() {
    let scores = [
        ChannelScore { standard_error: Some(2.0), ..score("open", "web", 72.0) },
        ChannelScore { standard_error: Some(3.0), ..score("open", "branch", 84.0) },
    ];
    close(Consistency::from_scores(&scores).unwrap().tasks[0].p_value, 0.000_874_087_211_298_474_1);
    let certain = [scores[0].clone(), ChannelScore { standard_error: Some(0.0), ..scores[1].clone() }];
    assert_eq!(Consistency::from_scores(&certain).unwrap().tasks[0].p_value, None);
}

#[test]
fn scores_are_checked_and_nothing_gives_none() {
    let none = Consistency::from_scores(&[]).unwrap();
    assert_eq!((none.tasks.len(), none.mean_spread, none.channel_spread), (0, None, None));
    let one = Consistency::from_scores(&[score("open", "web", 5.0)]).unwrap();
    assert_eq!((one.channels[0].gap, one.mean_spread), (None, None));
    let one = score("open", "web", 5.0);
    assert!(matches!(
        Consistency::from_scores(&[one.clone(), one.clone()]),
        Err(Error::DuplicateName { .. })
    ));
    for bad in [-1.0, 101.0, f64::NAN] {
        let refused = Consistency::from_scores(&[score("open", "web", bad)]);
        assert!(matches!(refused, Err(Error::OutOfRange { .. })), "{bad}");
    }
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        let refused = Consistency::from_scores(&[ChannelScore { standard_error: Some(bad), ..one.clone() }]);
        assert!(matches!(refused, Err(Error::OutOfRange { .. })), "{bad}");
    }
    let unnamed = Consistency::from_scores(&[score("", "web", 5.0)]);
    assert_eq!(unnamed, Err(Error::EmptyName { what: "a task" }));
}

fn map() -> ExperienceMap {
    MapDocument::new("bank")
        .channel(Channel::new("web", ChannelKind::Digital).with_modality(Modality::Text))
        .channel(Channel::new("chat", ChannelKind::Digital).with_modality(Modality::Text))
        .channel(Channel::new("branch", ChannelKind::Physical).with_modality(Modality::FaceToFace))
        .touchpoint(Touchpoint::new("pay").with_channel("web").with_channel("branch"))
        .touchpoint(Touchpoint::new("help").with_name("get help").with_channel("web").with_channel("chat"))
        .touchpoint(Touchpoint::new("sign"))
        .build()
        .unwrap()
}

#[test]
fn coverage_by_hand() {
    let mut builder = EventLog::builder();
    for (activity, channel) in [
        ("pay", "web"),
        ("pay", "web"),
        ("get help", "branch"),
        ("help", "chat"),
        ("pay", "kiosk"),
        ("dance", "web"),
        ("pay", ""),
    ] {
        builder.event(activity, ns(0), &[("case", "1")]).unwrap();
        if !channel.is_empty() {
            let channel = builder.channel(channel).unwrap();
            builder.set_channel(channel).unwrap();
        }
    }
    let found = ChannelCoverage::discover(&builder.finish(), &map());
    let cells: Vec<_> = found
        .cells
        .iter()
        .map(|cell| (cell.task.as_str(), cell.channel.as_str(), cell.declared, cell.events))
        .collect();
    let expected = [
        ("help", "branch", false, 1),
        ("help", "chat", true, 1),
        ("help", "web", true, 0),
        ("pay", "branch", true, 0),
        ("pay", "web", true, 2),
    ];
    assert_eq!(cells, expected);
    assert_eq!((found.used.count, found.used.of, found.undeclared, found.tasks), (2, 4, 1, 3));
    let offered: Vec<_> = found.channels.iter().map(|(name, share)| (name.as_str(), share.count)).collect();
    assert_eq!(offered, [("branch", 1), ("chat", 1), ("web", 2)]);
    let ways: Vec<_> =
        found.modalities.iter().map(|way| (way.modality, way.tasks.count, way.tasks.of)).collect();
    assert_eq!(ways, [(Modality::Text, 2, 3), (Modality::FaceToFace, 1, 3)]);
    assert_eq!(found.single_modality, ["help"]);
    assert_eq!(found.without_channel, ["sign"]);
    assert_eq!(
        (found.unknown_activities, found.unknown_channels),
        (vec!["dance".into()], vec!["kiosk".into()])
    );

    let nothing = ChannelCoverage::discover(&EventLog::builder().finish(), &ExperienceMap::new("none"));
    assert_eq!((nothing.used.share, nothing.cells.len(), nothing.tasks), (None, 0, 0));
}

proptest! {
    #[test]
    fn order_and_shifts_do_not_matter(
        rows in proptest::collection::btree_map((0..5_u8, 0..4_u8), 0..50_u32, 1..20),
        turn in 0..20_usize,
    ) {
        let scores = |shift: f64| -> Vec<ChannelScore> {
            rows.iter()
                .map(|(&(task, channel), &points)| {
                    score(&format!("t{task}"), &format!("c{channel}"), f64::from(points) + shift)
                })
                .collect()
        };
        let found = Consistency::from_scores(&scores(0.0)).unwrap();
        let mut turned = scores(0.0);
        turned.rotate_left(turn % rows.len());
        prop_assert_eq!(&Consistency::from_scores(&turned).unwrap(), &found);
        // Whole points: spreads are exact.
        let raised = Consistency::from_scores(&scores(50.0)).unwrap();
        let spreads = |found: &Consistency| found.tasks.iter().map(|task| task.spread).collect::<Vec<_>>();
        prop_assert_eq!(spreads(&raised), spreads(&found));
        let shared = found.tasks.iter().filter(|task| task.channels > 1);
        prop_assert_eq!(
            found.channels.iter().map(|gap| gap.tasks).sum::<usize>(),
            shared.map(|task| task.channels).sum::<usize>()
        );
    }
}
