//! Channels and switches of journeys.

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;
use total_experience::journey::channel::{
    ChannelFigures, ChannelOptions, Channels, SwitchGoals, SwitchSuccess, Switching,
};
use total_experience::journey::log::{EventLog, ObjectTypeId};
use total_experience::journey::{Error, People};
use total_experience::model::time::Timestamp;
use total_experience::score::inference::Successes;

use crate::journey::ns;

const HOUR: i64 = 3_600_000_000_000;
const LIMIT: f64 = 1e-12;

/// Case, activity, hour, channel (empty for none).
type Row<'a> = (&'a str, &'a str, i64, &'a str);

/// Five journeys: three channels to the goal, one that comes back and is lost, one by phone, one with a step nobody
/// knows the channel of and one step after the goal, and one that is open.
const ROWS: [Row<'_>; 16] = [
    ("1", "ask", 0, "web"),
    ("1", "ask", 1, "web"),
    ("1", "call", 3, "phone"),
    ("1", "buy", 10, "store"),
    ("2", "ask", 0, "web"),
    ("2", "call", 2, "phone"),
    ("2", "ask", 5, "web"),
    ("3", "call", 0, "phone"),
    ("3", "buy", 4, "phone"),
    ("4", "ask", 0, "web"),
    ("4", "note", 1, ""),
    ("4", "buy", 2, "web"),
    ("4", "ask", 3, "web"),
    ("5", "ask", 200, "web"),
    ("5", "visit", 201, "store"),
    ("6", "note", 50, ""),
];

fn log<'a>(rows: impl IntoIterator<Item = (Row<'a>, Vec<(&'a str, &'a str)>)>) -> EventLog {
    let mut builder = EventLog::builder();
    for ((case, activity, hour, channel), more) in rows {
        let mut objects = vec![("case", case)];
        objects.extend(more);
        builder.event(activity, ns(hour * HOUR), &objects).unwrap();
        if !channel.is_empty() {
            let channel = builder.channel(channel).unwrap();
            builder.set_channel(channel).unwrap();
        }
    }
    builder.finish()
}

fn plain() -> EventLog {
    log(ROWS.map(|row| (row, Vec::new())))
}

fn case(log: &EventLog) -> ObjectTypeId {
    log.object_type("case").unwrap()
}

fn options() -> ChannelOptions {
    ChannelOptions::default().with_goal("buy").with_open_for(Duration::from_secs(86_400))
}

fn seconds(span: Option<Duration>) -> Option<f64> {
    span.map(|span| span.as_secs_f64())
}

fn close(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() < LIMIT, "{found} {expected}");
}

/// All figures worked out by hand; the chain as fractions: goals .6, removal 5/6, 3/5, 1/3.
#[test]
fn channels_by_hand() {
    let log = plain();
    let found = Channels::discover_with(&log, case(&log), &options()).unwrap();
    assert_eq!((found.events_without_channel, found.journeys_without_channel), (2, 1));
    let all = found.all.unwrap();
    assert_eq!((all.journeys, all.goal, all.lost, all.open), (5, Some(3), Some(1), Some(1)));
    assert_eq!(all.breadth.journeys, BTreeMap::from([(1, 2), (2, 2), (3, 1)]));
    close(all.breadth.mean, 1.8);
    let [web, phone, store] = &all.channels[..] else { panic!("{all:?}") };
    assert_eq!([web, phone, store].map(|life| life.name.as_str()), ["web", "phone", "store"]);
    let counts = |life: &total_experience::journey::channel::ChannelLife| {
        let barrier = life.barrier.unwrap();
        (life.journeys, life.sojourns, life.events_until_end, barrier.count, barrier.of, life.people)
    };
    assert_eq!(counts(web), (4, 5, 7, 1, 5, 4));
    assert_eq!(counts(phone), (3, 3, 4, 0, 3, 3));
    assert_eq!(counts(store), (2, 2, 2, 0, 1, 2), "the open sojourn is not finished");
    close(seconds(web.median), 2.0 * 3_600.0);
    close(seconds(web.p90), 2.6 * 3_600.0);
    close(seconds(phone.median), 4.0 * 3_600.0);
    close(seconds(phone.p90), 6.4 * 3_600.0);
    let [web_back, phone_back, store_back] = [web, phone, store].map(|life| life.re_entry.unwrap());
    assert_eq!((store.median, store_back.share), (Some(Duration::ZERO), None));
    assert_eq!((web_back.count, web_back.of, phone_back.share), (1, 3, Some(0.0)));
    close(web.removal_effect, 5.0 / 6.0);
    close(phone.removal_effect, 0.6);
    close(store.removal_effect, 1.0 / 3.0);
    close(web.goal, 15.0 / 26.0);
    close(phone.goal, 9.0 / 13.0);
}

#[test]
fn switches_by_hand() {
    let log = plain();
    let found = Switching::discover_with(&log, case(&log), &options()).unwrap().all.unwrap();
    assert_eq!((found.journeys, found.switches, found.undecided), (5, Some(5), Some(1)));
    assert_eq!((found.continuity.count, found.continuity.of), (3, 4));
    let success = found.success.unwrap();
    assert_eq!((success.switched.count, success.switched.of), (1, 2));
    assert_eq!((success.stayed.count, success.stayed.of), (2, 2));
    close(success.ratio, 0.5);
    // exp(ln .5 -+ 1.959964 sqrt(1/1 - 1/2 + 1/2 - 1/2)) by hand.
    let deviation = 1.959_963_984_540_054 * 0.5_f64.sqrt();
    close(success.low, 0.5 / deviation.exp());
    close(success.high, 0.5 * deviation.exp());
    let penalty = found.penalty.unwrap();
    close(seconds(Some(penalty.switch_mean)), 3.0 * 3_600.0);
    close(seconds(Some(penalty.step_mean)), 7.0 / 3.0 * 3_600.0);
    assert_eq!((penalty.median_seconds, penalty.switch_median), (0.0, Duration::from_secs(7_200)));
    let pairs = found.pairs.iter().map(|pair| {
        (pair.from.as_deref().unwrap(), pair.to.as_deref().unwrap(), pair.count, pair.continuity.count)
    });
    let expected =
        [("web", "phone", 2, 2), ("phone", "store", 1, 1), ("phone", "web", 1, 0), ("web", "store", 1, 0)];
    assert_eq!(pairs.collect::<Vec<_>>(), expected);

    // A window of no time: the repeated step comes with the switch itself.
    let strict = Switching::discover_with(&log, case(&log), &options().with_window(Duration::ZERO)).unwrap();
    let strict = strict.all.unwrap();
    assert_eq!((strict.continuity.count, strict.continuity.of, strict.undecided), (3, 4, Some(1)));
}

#[test]
fn a_repeat_counts_until_the_next_switch_and_within_the_window() {
    let rows = [
        ("1", "ask", 0, "web"),
        ("1", "call", 1, "phone"),
        ("1", "ask", 4, ""),
        ("1", "ask", 5, "store"),
        ("1", "end", 900, "store"),
    ];
    let log = log(rows.map(|row| (row, Vec::new())));
    let share = |hours: f64| {
        let options =
            ChannelOptions::default().with_goal("end").with_window(Duration::from_secs_f64(hours * 3_600.0));
        let continuity =
            Switching::discover_with(&log, case(&log), &options).unwrap().all.unwrap().continuity;
        (continuity.count, continuity.of)
    };
    assert_eq!((share(2.9), share(3.0)), ((1, 2), (0, 2)));
}

#[test]
fn the_ratio_of_katz_needs_goals_on_both_sides() {
    let ratio = |switched, stayed| {
        let [switched, stayed] = [switched, stayed].map(|(count, of)| Successes { count, of });
        SwitchSuccess::new(SwitchGoals { switched, stayed })
    };
    // R: a = 30, n1 = 100, b = 60, n2 = 120; exp(log(.6) + c(-1, 1) * qnorm(.975) * sqrt(1/30-1/100+1/60-1/120))
    let success = ratio((30, 100), (60, 120));
    close(success.ratio, 0.6);
    let deviation = 1.959_963_984_540_054 * (1.0 / 30.0 - 1.0 / 100.0 + 1.0 / 60.0 - 1.0 / 120.0_f64).sqrt();
    close(success.low, 0.6 / deviation.exp());
    let limits = |success: SwitchSuccess| (success.ratio, success.low, success.high);
    assert_eq!(limits(ratio((0, 10), (5, 10))), (Some(0.0), None, None));
    assert_eq!(limits(ratio((5, 10), (0, 10))), (None, None, None));
    assert_eq!(limits(ratio((0, 0), (5, 10))), (None, None, None));
}

#[test]
fn nothing_gives_none_and_not_zero() {
    let log = log([(("1", "ask", 0, ""), Vec::new())]);
    let found = Channels::discover(&log, case(&log)).unwrap();
    assert_eq!((found.all, found.journeys_without_channel, found.suppressed), (None, 1, false));
    let found = Switching::discover(&log, case(&log)).unwrap();
    assert_eq!((found.all, found.suppressed, found.parts.len()), (None, false, 0));
}

/// Forty journeys by phone of an hour, of which ten are lost, and ten by web of two: too few to be named.
#[test]
fn channels_stand_out_where_enough_is_known() {
    let mut builder = EventLog::builder();
    let [phone, web] = ["phone", "web"].map(|name| builder.channel(name).unwrap());
    for case in 0..50_i64 {
        let (channel, hours) = if case < 40 { (phone, 1) } else { (web, 2) };
        let end = if case < 10 { "quit" } else { "buy" };
        for (activity, hour) in [("ask", 0), (end, hours)] {
            builder
                .event(activity, Timestamp::from_nanoseconds(hour * HOUR), &[("case", &case.to_string())])
                .unwrap();
            builder.set_channel(channel).unwrap();
        }
    }
    let log = builder.finish();
    let options = ChannelOptions::default().with_goal("buy").with_lost("quit");
    let all = Channels::discover_with(&log, case(&log), &options).unwrap().all.unwrap();
    let found = all.standouts();
    let slowest = found.slowest.map(|(life, median)| (life.name.as_str(), median));
    assert_eq!(slowest, Some(("phone", Duration::from_secs(3_600))));
    assert_eq!(found.losing.map(|(life, lost)| (life.name.as_str(), lost)), Some(("phone", 0.25)));
    assert_eq!((found.returning, found.key.map(|(life, _)| life.name.as_str())), (None, Some("phone")));
}

#[test]
fn options_are_checked() {
    let log = plain();
    let asked = |options: ChannelOptions| Channels::discover_with(&log, case(&log), &options).unwrap_err();
    assert_eq!(asked(options().with_goal("pay")), Error::UnknownActivity { name: "pay".into() });
    assert_eq!(asked(options().with_lost("quit")), Error::UnknownActivity { name: "quit".into() });
    assert!(matches!(asked(options().with_lost("buy")), Error::DuplicateName { .. }));
    assert!(matches!(asked(options().with_part(ObjectTypeId::from_u32(9))), Error::UnknownId { .. }));
    for spans in [r#"{"open_seconds": -1.0}"#, r#"{"window_seconds": -1.0}"#, r#"{"window": 1.0}"#] {
        assert!(serde_json::from_str::<ChannelOptions>(spans).is_err(), "{spans}");
    }
    let text = serde_json::to_string(&options()).unwrap();
    assert_eq!(serde_json::from_str::<ChannelOptions>(&text).unwrap(), options());
}

#[test]
fn a_declared_loss_ends_the_journey() {
    let log = plain();
    let found = Channels::discover_with(&log, case(&log), &options().with_lost("call")).unwrap();
    let all = found.all.unwrap();
    assert_eq!((all.goal, all.lost, all.open), (Some(1), Some(3), Some(1)));
    assert_eq!(
        all.channels.iter().find(|life| life.name == "phone").unwrap().barrier.unwrap().share,
        Some(1.0)
    );
}

#[test]
fn parts_are_looked_at_apart() {
    let region = |case: &str| if case < "3" { "north" } else { "south" };
    let log = log(ROWS.map(|row| (row, vec![("region", region(row.0))])));
    let by = log.object_type("region").unwrap();
    let found = Channels::discover_with(&log, case(&log), &options().with_part(by)).unwrap();
    let parts: Vec<_> = found
        .parts
        .iter()
        .map(|part| (part.by.as_str(), part.name.as_deref(), part.figures.journeys))
        .collect();
    assert_eq!(parts, [("region", Some("south"), 3), ("region", Some("north"), 2)]);
    let sojourns = |figures: &ChannelFigures| figures.channels.iter().map(|life| life.sojourns).sum::<u64>();
    let sum: u64 = found.parts.iter().map(|part| sojourns(&part.figures)).sum();
    assert_eq!(sum, sojourns(found.all.as_ref().unwrap()));
}

#[test]
fn small_groups_are_not_shown() {
    // Six people: four work in the north, two in the south; the kiosk is used by one of them.
    let rows: Vec<Row<'_>> = vec![
        ("1", "do", 0, "desk"),
        ("2", "do", 1, "desk"),
        ("3", "do", 2, "desk"),
        ("4", "do", 3, "desk"),
        ("5", "do", 4, "desk"),
        ("6", "do", 5, "kiosk"),
    ];
    let people = ["a", "b", "c", "d", "e", "f"];
    let with = |row: Row<'static>, at: usize| {
        (row, vec![("staff", people[at]), ("region", if at < 4 { "north" } else { "south" })])
    };
    let log = log(rows.into_iter().enumerate().map(|(at, row)| with(row, at)));
    let [staff, region] = ["staff", "region"].map(|name| log.object_type(name).unwrap());
    let found = |least: u32| {
        let options =
            ChannelOptions::default().with_people(People::new(staff).with_min_group(least)).with_part(region);
        Channels::discover_with(&log, case(&log), &options).unwrap()
    };
    let all = found(1);
    assert_eq!((all.parts.len(), all.all.as_ref().unwrap().channels.len()), (2, 2));
    let some = found(3);
    let parts: Vec<_> = some.parts.iter().map(|part| (part.name.as_deref(), part.parts)).collect();
    assert_eq!(parts, [(None, 2)], "the larger one would tell of the smaller");
    let whole = some.all.unwrap();
    assert_eq!((whole.channels.len(), whole.withheld), (0, 2), "the desk would tell of the kiosk");
    let none = found(7);
    assert_eq!((none.all, none.suppressed, none.parts.len()), (None, true, 0));
    let switching = |least| {
        Switching::discover_with(
            &log,
            case(&log),
            &ChannelOptions::default().with_people(People::new(staff).with_min_group(least)),
        )
        .unwrap()
    };
    assert_eq!(switching(6).all.map(|all| all.journeys), Some(6));
    assert!(switching(7).suppressed && switching(7).all.is_none());
}

fn any_rows() -> impl Strategy<Value = Vec<(u8, u8, i64, u8)>> {
    proptest::collection::vec((0..6_u8, 0..4_u8, 0..40_i64, 0..4_u8), 1..60)
}

fn built(rows: &[(u8, u8, i64, u8)], name: impl Fn(u8) -> String) -> EventLog {
    let mut builder = EventLog::builder();
    for &(case, activity, hour, channel) in rows {
        builder.event(&format!("a{activity}"), ns(hour * HOUR), &[("case", &name(case))]).unwrap();
        if channel > 0 {
            let channel = builder.channel(&format!("c{channel}")).unwrap();
            builder.set_channel(channel).unwrap();
        }
    }
    builder.finish()
}

proptest! {
    #[test]
    fn nothing_is_lost_and_shares_are_shares(rows in any_rows()) {
        let log = built(&rows, |case| case.to_string());
        let options = ChannelOptions::default().with_open_for(Duration::from_secs(36_000));
        let found = Channels::discover_with(&log, case(&log), &options).unwrap();
        let switching = Switching::discover_with(&log, case(&log), &options).unwrap();
        let Some(all) = found.all else { return Ok(()) };
        let [goal, lost_ones, open] = [all.goal, all.lost, all.open].map(Option::unwrap);
        prop_assert_eq!(goal + lost_ones + open, all.journeys);
        prop_assert_eq!(all.breadth.journeys.values().sum::<u64>(), all.journeys);
        let sojourns: u64 = all.channels.iter().map(|life| life.sojourns).sum();
        let finished: u64 = all.channels.iter().map(|life| life.barrier.unwrap().of).sum();
        let lost: u64 = all.channels.iter().map(|life| life.barrier.unwrap().count).sum();
        prop_assert_eq!((sojourns - finished, lost), (open, lost_ones), "open journeys are neither");
        let switching = switching.all.unwrap();
        prop_assert_eq!(switching.switches.unwrap(), sojourns - all.journeys);
        prop_assert_eq!(switching.continuity.of + switching.undecided.unwrap(), switching.switches.unwrap());
        prop_assert_eq!(switching.pairs.iter().map(|pair| pair.count).sum::<u64>(), sojourns - all.journeys);
        for life in &all.channels {
            prop_assert_eq!(life.removal_effect.is_some(), goal > 0);
            prop_assert!(life.removal_effect.is_none_or(|effect| (0.0..=1.0).contains(&effect)));
            prop_assert!((0.0..=1.0 + 1e-12).contains(&life.goal.unwrap()));
        }
    }

    #[test]
    fn names_of_journeys_do_not_matter(rows in any_rows()) {
        let (a, b) = (built(&rows, |case| case.to_string()), built(&rows, |case| format!("x{}", 9 - case)));
        let options = ChannelOptions::default();
        prop_assert_eq!(Channels::discover_with(&a, case(&a), &options), Channels::discover_with(&b, case(&b), &options));
        prop_assert_eq!(Switching::discover_with(&a, case(&a), &options), Switching::discover_with(&b, case(&b), &options));
    }
}
