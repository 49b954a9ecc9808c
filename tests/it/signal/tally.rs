//! What was measured: scales, instruments, responses and tallies.

use proptest::collection::vec;
use proptest::prelude::*;
use total_experience::Execution;
use total_experience::model::Direction;
use total_experience::model::ids::FacetId;
use total_experience::signal::grouped::{GroupedAnswers, GroupedTally, Groups};
use total_experience::signal::instrument::{Instrument, Statistic, TopBox};
use total_experience::signal::response::{Columns, Respondent, Respondents, Response, Responses};
use total_experience::signal::tally::Tally;
use total_experience::signal::{Error, Scale};

const FACET: FacetId = FacetId::from_u32(0);

fn instrument(name: &str) -> Instrument {
    name.parse().unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn tally_of(name: &str, values: &[f64]) -> Tally {
    let mut tally = Tally::new();
    tally.declare(FACET, instrument(name)).unwrap();
    tally.add_columns(&Columns::new(&vec![FACET; values.len()], values)).unwrap();
    tally
}

fn some(items: &[f64]) -> Vec<Option<f64>> {
    items.iter().copied().map(Some).collect()
}

#[test]
fn scales_are_checked() {
    for (min, max) in
        [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY), (0.0, 1e61), (0.0, 1e-61)]
    {
        assert!(matches!(Scale::new(min, max), Err(Error::ScaleBounds { .. })), "{min}..{max}");
    }
    let scale = Scale::new(0.0, 1.0).unwrap();
    for step in [0.0, -0.5, 0.3, 2.0, 1e-5, f64::NAN, f64::INFINITY] {
        assert!(matches!(scale.with_step(step), Err(Error::ScaleStep { .. })), "{step}");
    }
    let tenths = scale.with_step(0.1).unwrap();
    assert_eq!(tenths.check(0.1 + 0.2), Ok(()));
    assert_eq!(tenths.check(0.35), Err(Error::OffStep { value: 0.35, min: 0.0, max: 1.0, step: 0.1 }));
    assert_eq!(tenths.check(1.1), Err(Error::OffScale { value: 1.1, min: 0.0, max: 1.0 }));
    assert!(matches!(scale.check(f64::NAN), Err(Error::NotFinite { .. })));
    assert_eq!(scale.check(1e-70), Err(Error::TooSmall { value: 1e-70, bound: 1e-60 }));
    assert_eq!(Scale::new(0.0, 20.0).unwrap().lower_is_better().points(5.0), 75.0);
}

/// Items and scores of SUS: formula only (Brooke 1996); the last five also computed with numpy.
#[test]
fn items_become_one_value() {
    let sus = instrument("sus");
    for (items, score) in [
        ([4, 2, 5, 1, 4, 2, 5, 2, 4, 1], 85.0),
        ([4, 2, 4, 1, 5, 2, 4, 2, 5, 1], 85.0),
        ([3, 3, 3, 3, 3, 3, 3, 3, 3, 3], 50.0),
        ([5, 1, 5, 1, 5, 1, 5, 1, 5, 1], 100.0),
        ([1, 5, 1, 5, 1, 5, 1, 5, 1, 5], 0.0),
        ([2, 3, 3, 4, 2, 3, 3, 4, 3, 3], 40.0),
    ] {
        assert_eq!(sus.value(&some(&items.map(f64::from))), Ok(Some(score)));
    }
    let umux_lite = instrument("umux_lite");
    assert_eq!(umux_lite.value(&some(&[6.0, 5.0])), Ok(Some(75.0)));
    assert!((Instrument::sus_equivalent(75.0) - 71.65).abs() < 1e-12);
    assert_eq!(umux_lite.value(&[Some(6.0), None]), Ok(None), "no item is imputed");
    assert!(matches!(umux_lite.value(&some(&[6.0])), Err(Error::ItemCount { expected: 2, found: 1, .. })));
    assert!(matches!(umux_lite.value(&[Some(8.0), None]), Err(Error::Item { item: 1, .. })));
    for first in 1..=7 {
        for second in 1..=7 {
            let value = umux_lite.value(&some(&[f64::from(first), f64::from(second)])).unwrap().unwrap();
            assert_eq!(umux_lite.scale().check(value), Ok(()), "{first} {second}");
        }
    }
}

#[test]
fn instruments_are_written_as_they_are_read() {
    for name in [
        "nps",
        "nps:1-10",
        "nps:5-point",
        "enps",
        "csat",
        "csat:formbricks:3",
        "csat:formbricks:10",
        "csat:glint:4",
        "csat:glint:11",
        "csat:1-10:8",
        "csat:-2..2:0.5",
        "ces2",
        "ces2:share",
        "sus",
        "umux_lite",
        "points",
        "rating:1-4",
        "rating:0-60:lower",
        "rating:0-10:step=0.5",
        "rating:-3..3:step=1:lower",
        "servqual",
        "servqual:w=11/32/22/19/16",
        "servperf",
        "servperf:w=0.1/0.2/0.3/0.2/0.2",
        "disconfirmation",
        "acsi",
        "acsi:w=0.3885/0.319/0.2925",
        "triad",
        "triad:w=1/0/2",
        "perceived_value",
        "repurchase",
        "repurchase:share",
        "promise_gap:-60..60",
        "promise_gap:0-5:step=1:lower",
        "price_gap:-100..100",
        "sla",
        "sla:share=0.9",
        "sla:window=7",
        "sla:0-3600:20",
        "sla:-5..5:0:share=1:window=86400",
    ] {
        assert_eq!(instrument(name).to_string(), name);
        let json = serde_json::to_string(&instrument(name)).unwrap();
        assert_eq!(json, format!("\"{name}\""));
        assert_eq!(serde_json::from_str::<Instrument>(&json).unwrap(), instrument(name));
    }
    assert_eq!(instrument("rating:1..4"), instrument("rating:1-4"));
    for name in [
        "",
        "n p s",
        "nps:",
        "nps:11",
        "csat:",
        "csat:formbricks",
        "csat:formbricks:x",
        "csat:other:5",
        "rating",
        "rating:1",
        "rating:1-x",
        "rating:1-5:upper",
        "rating:1-5:lower:step=1",
        "rating:1-5:step=1:step=1",
        "rating:nan-5",
        "rating:1-inf",
        "-",
        "rating:-",
        "servqual:11/32/22/19/16",
        "servqual:w=1/2/3/4",
        "servperf:w=1/2/3/4/5/6",
        "acsi:w=1/2/x",
        "acsi:w=1/2/3:w=1/2/3",
        "disconfirmation:7",
        "perceived_value:2",
        "repurchase:5",
        "promise_gap",
        "promise_gap:30",
        "sla:0-10",
        "sla:0-10:x",
        "sla:window=7:share=0.9",
        "sla:window=-1",
    ] {
        assert!(matches!(name.parse::<Instrument>(), Err(Error::UnknownInstrument { .. })), "{name}");
    }
    assert!(matches!("csat:formbricks:8".parse::<Instrument>(), Err(Error::Preset { points: 8, .. })));
    assert!(matches!("csat:glint:5".parse::<Instrument>(), Err(Error::Preset { points: 5, .. })));
    assert!(matches!("csat:1-5:6".parse::<Instrument>(), Err(Error::TopBoxCut { .. })));
    assert!(matches!("csat:1-5:1".parse::<Instrument>(), Err(Error::TopBoxCut { .. })));
    assert!(matches!("rating:5-1".parse::<Instrument>(), Err(Error::ScaleBounds { .. })));
    assert!(matches!("acsi:w=1/-1/1".parse::<Instrument>(), Err(Error::PartWeight { part: 2, .. })));
    assert!(matches!("acsi:w=1/1/nan".parse::<Instrument>(), Err(Error::PartWeight { part: 3, .. })));
    assert!(matches!("triad:w=0/0/0".parse::<Instrument>(), Err(Error::NoPartWeight { parts: 3 })));
    assert!(matches!("price_gap:5..-5".parse::<Instrument>(), Err(Error::ScaleBounds { .. })));
    assert!(matches!("sla:0-10:10".parse::<Instrument>(), Err(Error::SlaTarget { .. })));
    assert!(matches!("sla:share=0".parse::<Instrument>(), Err(Error::OutOfRange { .. })));
    assert!(matches!("sla:window=0".parse::<Instrument>(), Err(Error::OutOfRange { .. })));
    assert!(matches!("rating:1-5:step=3".parse::<Instrument>(), Err(Error::ScaleStep { .. })));
}

/// The presets as methods of the tools state them.
#[test]
fn presets_have_their_top_boxes() {
    let boxes = |rule: TopBox| rule.scale().max() - rule.cut() + 1.0;
    let formbricks = [(3, 1.0), (4, 2.0), (5, 2.0), (6, 2.0), (7, 2.0), (10, 3.0)];
    let glint = [(4, 1.0), (6, 3.0), (7, 2.0), (8, 3.0), (9, 3.0), (10, 3.0), (11, 2.0)];
    assert!(formbricks.iter().all(|&(points, top)| boxes(TopBox::formbricks(points).unwrap()) == top));
    assert!(glint.iter().all(|&(points, top)| boxes(TopBox::glint(points).unwrap()) == top));
    assert_eq!(TopBox::default().cut(), 4.0);
}

#[test]
fn effort_scores_say_which_way_they_run() {
    assert_eq!(instrument("ces2").scale().direction(), Direction::HigherIsBetter);
    assert_eq!(instrument("ces2").points(7.0), 100.0);
    assert_eq!(instrument("rating:1-5:lower").points(5.0), 0.0);
    assert_eq!(instrument("nps").points(45.0), 72.5);
    assert_eq!(instrument("csat").points(0.25), 25.0);
}

/// 6.5 and 8.5 fell into no bucket elsewhere, and a 1-4 rating made every user a detractor.
#[test]
fn every_answer_lands_in_one_bucket_and_other_scales_are_refused() {
    let tally = tally_of("nps", &[6.5, 8.5, 9.0, 10.0, 0.0, 7.0, 6.999]);
    let facet = tally.facet(FACET).unwrap();
    assert_eq!((facet.answer_count(), facet.weight_from(9.0), facet.weight_from(7.0)), (7, 2.0, 4.0));

    let mut responses = Responses::new();
    responses.push(Response::new(FACET, instrument("nps"), Some(9.0))).unwrap();
    let error = responses.push(Response::new(FACET, instrument("rating:1-4"), Some(4.0))).unwrap_err();
    assert_eq!(error.to_string(), "facet 0 is measured by `nps` and cannot take an answer to `rating:1-4`");
    let error = responses.push(Response::new(FACET, instrument("nps"), Some(11.0))).unwrap_err();
    assert_eq!(error, Error::OffScale { value: 11.0, min: 0.0, max: 10.0 });
    assert_eq!(responses.len(), 1);
    let mut ratings = tally_of("rating:1-4", &[4.0]);
    let before = ratings.clone();
    assert!(matches!(ratings.merge(&tally), Err(Error::InstrumentMismatch { .. })));
    assert!(matches!(ratings.declare(FACET, Instrument::Nps), Err(Error::InstrumentMismatch { .. })));
    assert_eq!(ratings, before);
}

#[test]
fn an_error_leaves_the_tally_as_it_was() {
    let mut tally = tally_of("nps", &[9.0, 2.0]);
    let before = tally.to_bytes();
    let facets = [FACET; 3];
    let values = [1.0, 2.0, 3.0];
    let wrong = |columns: Columns<'_>, tally: &mut Tally| {
        let error = tally.add_columns(&columns).unwrap_err();
        assert_eq!(tally.to_bytes(), before, "{error}");
        error
    };
    for value in [f64::NAN, f64::INFINITY, -1.0, 10.5] {
        let error = wrong(Columns::new(&facets, &[1.0, value, 11.0]), &mut tally);
        assert!(matches!(error, Error::Row { row: 1, facet: 0, .. }), "{error}");
    }
    for weight in [-1.0, f64::NAN, f64::INFINITY, 1e-61, 1e61] {
        let error = wrong(Columns::new(&facets, &values).with_weight(&[1.0, 1.0, weight]), &mut tally);
        assert!(error.to_string().starts_with("row 2, facet 0: "), "{error}");
    }
    let others = [FACET, FacetId::from_u32(u32::MAX), FACET];
    let error = wrong(Columns::new(&others, &values), &mut tally);
    assert!(matches!(error, Error::Row { row: 1, facet: u32::MAX, .. }));
    assert!(matches!(
        wrong(Columns::new(&facets, &[1.0]), &mut tally),
        Error::WrongLength { what: "value", .. }
    ));
    let error = wrong(Columns::new(&facets, &values).with_time(&[1]), &mut tally);
    assert!(matches!(error, Error::WrongLength { what: "time", expected: 3, found: 1 }));
}

/// Many small calls beside many facets, and their sum; were each to pass all facets, this would take minutes.
#[test]
fn small_calls_cost_small_things() {
    const FACETS: u32 = 100_000;
    let mut tally = Tally::new();
    (0..FACETS).for_each(|facet| tally.declare(FacetId::from_u32(facet), Instrument::Nps).unwrap());
    for call in 0..FACETS {
        let facet = FacetId::from_u32(call.wrapping_mul(7_919) % FACETS);
        tally.add_columns(&Columns::new(&[facet], &[f64::from(call % 11)])).unwrap();
    }
    assert!(tally.facets().all(|facet| facet.answer_count() == 1));
    let mut grouped = GroupedTally::new(Instrument::Nps, FACETS).unwrap();
    for call in 0..20_000 {
        let group = [call * 3];
        let told = Execution::default().with_watch(|_| std::ops::ControlFlow::Continue(()));
        grouped.add_with(&GroupedAnswers::new(Groups::flat(&group), &[9_i8]), &told).unwrap();
    }
    assert_eq!(grouped.groups().map(|(_, group)| group.answer_count()).sum::<u64>(), 20_000);
}

#[test]
fn the_latest_answer_of_a_respondent_counts() {
    let answer = |value: Option<f64>| Response::new(FACET, Instrument::Nps, value);
    let anna = Respondent::from_text("anna");
    let latest = |responses: &[Response]| {
        let mut all = Responses::new();
        responses.iter().for_each(|response| all.push(response.with_respondent(anna)).unwrap());
        let tally = all.tally().unwrap();
        let facet = tally.facet(FACET).unwrap();
        (facet.mean(), facet.answer_count(), facet.superseded_count(), facet.missing_count())
    };
    let [three, nine] = [answer(Some(3.0)), answer(Some(9.0))];
    assert_eq!(latest(&[three, nine]), (Some(9.0), 1, 1, 0), "ties by arrival");
    assert_eq!(latest(&[three.with_time(2), nine.with_time(1)]), (Some(3.0), 1, 1, 0));
    assert_eq!(latest(&[three.with_time(-5), nine]), (Some(3.0), 1, 1, 0), "a known time is later");
    assert_eq!(latest(&[three, answer(None)]), (Some(3.0), 1, 1, 0), "silence takes nothing back");
    assert_eq!(latest(&[answer(None).with_time(9), three]), (Some(3.0), 1, 1, 0));
    assert_eq!(latest(&[answer(None), answer(None)]), (None, 0, 1, 1));
    assert_eq!(latest(&[three, nine.with_period(1)]), (Some(6.0), 2, 0, 0), "periods stand apart");
    let mut anonymous = Responses::new();
    anonymous.push(three).unwrap();
    anonymous.push(nine).unwrap();
    let tally = anonymous.tally().unwrap();
    assert_eq!(tally.facet(FACET).unwrap().respondents(), Respondents::Unverified { at_most: 2 });
}

#[test]
fn weight_zero_is_no_respondent() {
    let mut tally = Tally::new();
    tally.declare(FACET, Instrument::Nps).unwrap();
    let columns = Columns::new(&[FACET; 3], &[10.0, 0.0, 5.0]);
    tally.add_columns(&columns.with_weight(&[1.0, 0.0, 2.0]).with_respondent(&[1, 2, 3])).unwrap();
    let facet = tally.facet(FACET).unwrap();
    assert_eq!(
        (facet.answer_count(), facet.excluded_count(), facet.respondents()),
        (2, 1, Respondents::Exactly(2))
    );
    assert_eq!((facet.weight(), facet.mean(), facet.range()), (3.0, Some(20.0 / 3.0), Some((5.0, 10.0))));
    assert_eq!(facet.effective_answers(), 9.0 / 5.0);
}

#[test]
fn people_are_counted_across_parts() {
    let part = |people: std::ops::Range<u64>| {
        let mut tally = Tally::new();
        tally.declare(FACET, Instrument::Enps).unwrap();
        let people: Vec<u64> = people.collect();
        let (facets, values) = (vec![FACET; people.len()], vec![8.0; people.len()]);
        tally.add_columns(&Columns::new(&facets, &values).with_respondent(&people)).unwrap();
        tally
    };
    let people = |tally: &Tally| tally.facet(FACET).unwrap().respondents();
    let mut tally = part(0..4);
    for _ in 0..4 {
        tally.merge(&part(0..4)).unwrap();
    }
    assert_eq!(tally.facet(FACET).unwrap().answer_count(), 20);
    assert_eq!(people(&tally), Respondents::Exactly(4));
    tally.merge(&part(2..127)).unwrap();
    assert_eq!(people(&tally), Respondents::Exactly(127));
    tally.merge(&part(127..1000)).unwrap();
    assert_eq!(people(&tally), Respondents::AtLeast(128));
    tally.merge(&tally_of("enps", &[1.0])).unwrap();
    assert!(!people(&tally).is_verified());
}

/// One generated response: everything a row can have.
#[derive(Clone, Debug)]
struct Given {
    facet: u32,
    value: Option<f64>,
    weight: f64,
    respondent: Option<u64>,
}

const FACETS: [&str; 4] = ["nps", "rating:-50..50", "csat", "csat:0-1:0.7"];

fn given() -> impl Strategy<Value = Given> {
    let weight = prop_oneof![4 => Just(1.0), 1 => Just(0.0), 2 => 0.1..9.0_f64, 1 => (-60..60_i32).prop_map(|e| 10_f64.powi(e))];
    let respondent = prop_oneof![1 => Just(None), 30 => (0..40_u64).prop_map(Some)];
    (0..4_u32, proptest::option::weighted(0.9, 0.0..1.0_f64), any::<bool>(), weight, respondent).prop_map(
        |(facet, value, whole, weight, respondent)| {
            let scale = instrument(FACETS[facet as usize]).scale();
            let value = value.map(|value| {
                let value = scale.min() + value * (scale.max() - scale.min());
                if whole || scale.step().is_some() { value.round() } else { value }
            });
            Given { facet, value, weight, respondent }
        },
    )
}

fn empty() -> Tally {
    let mut tally = Tally::new();
    for (facet, name) in FACETS.iter().enumerate() {
        tally.declare(FacetId::from_u32(facet as u32), instrument(name)).unwrap();
    }
    tally
}

/// Tallies each response by itself, so that none is superseded, and merges.
fn tally(all: &[Given]) -> Tally {
    let mut tally = empty();
    for Given { facet, value, weight, respondent } in all {
        let mut one = Responses::new();
        let facet_id = FacetId::from_u32(*facet);
        let response =
            Response::new(facet_id, instrument(FACETS[*facet as usize]), *value).with_weight(*weight);
        one.push(respondent.map_or(response, |key| response.with_respondent(Respondent::new(key)))).unwrap();
        tally.merge(&one.tally().unwrap()).unwrap();
    }
    tally
}

proptest! {
    #[test]
    fn merging_leaves_no_trace_of_order_or_split(
        (all, shuffled, cut, other) in vec(given(), 0..60)
            .prop_flat_map(|all| (Just(all.clone()), Just(all.clone()).prop_shuffle(), 0..=all.len(), 0..=all.len()))
    ) {
        let whole = tally(&all);
        let (low, high) = (cut.min(other), cut.max(other));
        let parts = [&shuffled[..low], &shuffled[low..high], &shuffled[high..]].map(tally);
        let merge = |a: &Tally, b: &Tally| { let mut sum = a.clone(); sum.merge(b).unwrap(); sum };
        let left = merge(&merge(&parts[0], &parts[1]), &parts[2]);
        let right = merge(&parts[0], &merge(&parts[2], &parts[1]));
        let nothing = merge(&Tally::new(), &merge(&left, &empty()));
        for other in [&left, &right, &nothing] {
            prop_assert_eq!(&whole, other);
            prop_assert_eq!(whole.to_bytes(), other.to_bytes());
            for (a, b) in whole.facets().zip(other.facets()) {
                prop_assert_eq!(a.mean().map(f64::to_bits), b.mean().map(f64::to_bits));
                prop_assert_eq!(a.squares_about(3.3).to_bits(), b.squares_about(3.3).to_bits());
                prop_assert_eq!(a.effective_answers().to_bits(), b.effective_answers().to_bits());
                prop_assert_eq!(a.weight().to_bits(), b.weight().to_bits());
            }
        }
    }

    /// Against sums in plain floating point over the rows, weights from 0.1 to 9.
    #[test]
    fn moments_are_those_of_the_rows(all in vec((0.0..10.0_f64, any::<bool>(), prop_oneof![Just(1.0), 0.1..9.0_f64]), 1..80)) {
        let values: Vec<f64> = all.iter().map(|(value, whole, _)| if *whole { value.floor() } else { *value }).collect();
        let weights: Vec<f64> = all.iter().map(|row| row.2).collect();
        let mut tally = tally_of("nps", &[]);
        tally.add_columns(&Columns::new(&vec![FACET; values.len()], &values).with_weight(&weights)).unwrap();
        let facet = tally.facet(FACET).unwrap();
        let weight: f64 = weights.iter().sum();
        let sum = |f: &dyn Fn(f64) -> f64| values.iter().zip(&weights).map(|(x, w)| w * f(*x)).sum::<f64>();
        let mean = sum(&|x| x) / weight;
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-12 * (1.0 + a.abs().max(b.abs()));
        prop_assert!(close(facet.weight(), weight));
        prop_assert!(close(facet.mean().unwrap(), mean));
        prop_assert!(close(facet.squares_about(mean), sum(&|x| (x - mean).powi(2))));
        prop_assert!(close(facet.weight_from(9.0), sum(&|x| f64::from(x >= 9.0))));
        prop_assert!(close(facet.weight_from(7.0), sum(&|x| f64::from(x >= 7.0))));
        prop_assert!(close(facet.effective_answers(), weight * weight / weights.iter().map(|w| w * w).sum::<f64>()));
    }

    #[test]
    fn buckets_partition_every_value(values in vec(0.0..=10.0_f64, 1..60)) {
        let tally = tally_of("nps", &values);
        let facet = tally.facet(FACET).unwrap();
        let Statistic::NetPromoter { promoter, passive } = Instrument::Nps.statistic() else { unreachable!() };
        let count = |f: &dyn Fn(f64) -> bool| values.iter().filter(|x| f(**x)).count() as f64;
        prop_assert_eq!(facet.weight_from(promoter), count(&|x| x >= 9.0));
        prop_assert_eq!(facet.weight_from(passive) - facet.weight_from(promoter), count(&|x| (7.0..9.0).contains(&x)));
        prop_assert_eq!(facet.weight() - facet.weight_from(passive), count(&|x| x < 7.0));
    }

    #[test]
    fn missing_is_not_zero(all in vec(given(), 1..40), missing in 1..20_u64) {
        let before = tally(&all);
        let mut after = before.clone();
        for facet in before.facets() {
            let count = missing as usize;
            let (facets, unread) = (vec![facet.facet(); count], vec![f64::NAN; count]);
            after.add_columns(&Columns::new(&facets, &unread).with_missing(&vec![true; count])).unwrap();
        }
        for (a, b) in before.facets().zip(after.facets()) {
            prop_assert_eq!(a.missing_count() + missing, b.missing_count());
            prop_assert_eq!((a.answer_count(), a.mean(), a.range()), (b.answer_count(), b.mean(), b.range()));
            prop_assert_eq!((a.weight(), a.respondents()), (b.weight(), b.respondents()));
        }
    }

    #[test]
    fn bytes_come_back_and_any_damage_is_found(all in vec(given(), 0..30), at in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let tally = tally(&all);
        let bytes = tally.to_bytes();
        prop_assert_eq!(&Tally::from_bytes(&bytes).unwrap(), &tally);
        let mut damaged = bytes.clone();
        damaged[at.index(bytes.len())] ^= 1 << bit;
        prop_assert!(Tally::from_bytes(&damaged).is_err());
        prop_assert!(Tally::from_bytes(&bytes[..at.index(bytes.len())]).is_err());
        let mut longer = bytes.clone();
        longer.push(0);
        prop_assert!(Tally::from_bytes(&longer).is_err());
    }

    /// Damage under a checksum that was made to fit must not panic, and what is accepted must be canonical.
    #[test]
    fn forged_bytes_are_refused_or_canonical(all in vec(given(), 0..30), changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut bytes = tally(&all).to_bytes();
        let body = bytes.len() - 8;
        for (at, byte) in changes {
            bytes[at.index(body)] = byte;
        }
        let checksum = bytes[..body].iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        bytes[body..].copy_from_slice(&checksum.to_le_bytes());
        if let Ok(forged) = Tally::from_bytes(&bytes) {
            prop_assert_eq!(forged.to_bytes(), bytes);
            for facet in forged.facets() {
                let _ = (facet.mean(), facet.effective_answers(), facet.squares_about(0.5), facet.respondents());
            }
        }
    }
}

#[test]
fn bytes_say_what_is_wrong_with_them() {
    let bytes = tally_of("nps", &[9.0]).to_bytes();
    assert_eq!(Tally::from_bytes(b"PK"), Err(Error::NotATally));
    assert_eq!(Tally::from_bytes(b""), Err(Error::NotATally));
    assert!(matches!(Tally::from_bytes(&bytes[..10]), Err(Error::Length { .. })));
    assert!(matches!(Tally::from_bytes(&bytes[..bytes.len() - 1]), Err(Error::Length { .. })));
    let mut newer = bytes.clone();
    newer[8] = 9;
    assert_eq!(Tally::from_bytes(&newer), Err(Error::Version { found: 9, supported: 1 }));
    let mut damaged = bytes.clone();
    damaged[30] ^= 1;
    assert!(matches!(Tally::from_bytes(&damaged), Err(Error::Checksum { .. })));
}

/// The format is frozen: these bytes must be readable for as long as version 1 is.
#[test]
fn version_one_stays_readable() {
    let tally = tally_of("csat", &[5.0, 4.0, 4.0, 1.0]);
    let hex: String = tally.to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, VERSION_ONE);
}

const VERSION_ONE: &str = "\
    54584d54414c4c59010000006b00000000000000010000000000000004006373617400000000000000000000000000000000\
    0000000000000000040000000000000001000000000000000000000000000000000000000000000002000000000000000100\
    00000000000000000001000000000000f03f000000000000144000c6d832dc88fe7711";

#[test]
fn types_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + std::fmt::Debug>() {}
    shared::<(Columns<'_>, Error, Instrument, Respondent, Respondents, Response, Responses, Scale)>();
    shared::<(
        Statistic,
        Tally,
        TopBox,
        total_experience::signal::tally::FacetTally,
        total_experience::signal::instrument::ScoreUnit,
    )>();
}
