//! How good it is: intervals, indexes and scorecards.

use proptest::collection::vec;
use proptest::prelude::*;
use total_experience::model::ids::FacetId;
use total_experience::model::map::{ExperienceMap, MapDocument};
use total_experience::model::{Dimension, Kind, Role, Stakeholder, Touchpoint};
use total_experience::privacy::MinGroup;
use total_experience::score::Error;
use total_experience::score::inference::{IntervalOptions, Method, PromoterCounts, Score, Successes};
use total_experience::score::scorecard::{
    Component, FacetResult, IndexKind, NoInterval, Scorecard, ScorecardOptions, Warning, composite,
};
use total_experience::signal::instrument::{Instrument, ScoreUnit};
use total_experience::signal::response::{Columns, Respondents};
use total_experience::signal::tally::Tally;

const FACET: FacetId = FacetId::from_u32(0);

fn options() -> IntervalOptions {
    IntervalOptions::default()
}

fn close(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} should be {expected}");
}

fn weighted(instrument: &str, values: &[f64], weights: &[f64]) -> Tally {
    let mut tally = Tally::new();
    tally.declare(FACET, instrument.parse().unwrap()).unwrap();
    tally.add_columns(&Columns::new(&vec![FACET; values.len()], values).with_weight(weights)).unwrap();
    tally
}

fn score(instrument: &str, values: &[f64], weights: &[f64], options: &IntervalOptions) -> Option<Score> {
    Score::from_tally_with(weighted(instrument, values, weights).facet(FACET).unwrap(), options).unwrap()
}

/// Limits computed with Python 3 from the formula of Rocks (2016) and z = 1.959963984540054, before clipping.
fn net_promoter([promoters, passives, detractors]: [u64; 3]) -> Result<Option<Score>, Error> {
    Score::net_promoter(PromoterCounts { promoters, passives, detractors })
}

fn proportion(count: u64, of: u64) -> Result<Option<Score>, Error> {
    Score::proportion(Successes { count, of })
}

#[test]
fn net_promoter_limits() {
    for (counts, estimate, low, high) in [
        ([60, 25, 15], 45.0, 29.34311120173409, 58.03552957496494),
        ([10, 5, 35], -50.0, -68.95614659050676, -25.383476051002674),
        // One answer: the adjusted upper limit is 98.4986, below what was answered.
        ([1, 0, 0], 100.0, -48.49864942025203, 100.0),
        ([0, 0, 1], -100.0, -100.0, 48.49864942025203),
        ([500, 300, 200], 30.0, 25.077000274843396, 34.74353811000207),
        ([0, 10, 0], 0.0, -18.465044909058882, 18.465044909058882),
        ([123, 77, 50], 29.2, 19.257709896032402, 38.44979998539052),
    ] {
        let score = net_promoter(counts).unwrap().unwrap();
        close(score.estimate, estimate, 1e-12);
        close(score.low.unwrap(), low, 1e-10);
        close(score.high.unwrap(), high, 1e-10);
        assert_eq!((score.unit, score.method), (ScoreUnit::NetPromoter, Method::AdjustedWald));
        close(score.points.low.unwrap(), (low + 100.0) / 2.0, 1e-10);
    }
    let score = net_promoter([60, 25, 15]).unwrap().unwrap();
    close(score.standard_error.unwrap(), 7.399324293474371, 1e-12);
    assert_eq!(score.points.estimate, 72.5);
    let all = net_promoter([10, 0, 0]).unwrap().unwrap();
    close(all.low.unwrap(), 47.5036, 5e-5);
    assert_eq!((all.estimate, all.high), (100.0, Some(100.0)));
    assert!(all.points.standard_error.unwrap() > 5.0, "ten answers are not certain");
    let real = net_promoter([413, 266, 172]).unwrap().unwrap();
    close(real.estimate, 28.3196, 5e-5);
    close(real.low.unwrap(), 22.9943, 5e-5);
    close(real.high.unwrap(), 33.4460, 5e-5);
}

/// Limits from statsmodels 0.15.0, `proportion_confint(k, n, method="wilson")`.
#[test]
fn wilson_limits() {
    for (k, n, low, high) in [
        (0, 10, 0.0, 0.27753279986288926),
        (1, 10, 0.017876213095072924, 0.40415002679523854),
        (5, 10, 0.23659309051256394, 0.7634069094874361),
        (10, 10, 0.7224672001371106, 1.0),
        (37, 120, 0.23272736988916298, 0.39582997723800684),
        (450, 1000, 0.4194153840742968, 0.4809672917742588),
        (81, 263, 0.2552885198782742, 0.36620957698280004),
        (15, 148, 0.06238639953073628, 0.16048724172330803),
        (999, 1000, 0.9943574414020421, 0.9998234536293739),
        (123_456, 500_000, 0.2457187021309955, 0.24810918674764654),
    ] {
        let score = proportion(k, n).unwrap().unwrap();
        close(score.low.unwrap(), low, 1e-14);
        close(score.high.unwrap(), high, 1e-14);
        assert_eq!(score.method, Method::Wilson);
    }
    assert_eq!(proportion(3, 2), Err(Error::Proportion { successes: 3, trials: 2 }));
    assert_eq!(proportion(0, 0), Ok(None));
}

/// The same limits from a tally of answers, whatever their instrument.
#[test]
fn tallies_give_the_limits_of_their_counts() {
    let answers: Vec<f64> = [(9.0, 60), (8.5, 25), (6.5, 15)].iter().flat_map(|&(x, n)| vec![x; n]).collect();
    let from_tally = score("nps", &answers, &vec![1.0; 100], &options()).unwrap();
    assert_eq!(Some(from_tally), net_promoter([60, 25, 15]).unwrap());
    let answers: Vec<f64> = (0..120).map(|at| if at < 37 { 4.0 } else { 3.0 }).collect();
    let from_tally = score("csat", &answers, &[1.0; 120], &options()).unwrap();
    assert_eq!(Some(from_tally), proportion(37, 120).unwrap());
    // Weights of 2 throughout are no other information.
    let doubled = score("csat", &answers, &[2.0; 120], &options()).unwrap();
    close(doubled.low.unwrap(), from_tally.low.unwrap(), 1e-15);
    assert_eq!(doubled.n_effective, 120.0);
}

/// Limits by `tests/golden/score_intervals.py` (scipy 1.17.1 for the quantiles).
#[test]
fn means_have_limits_on_their_scale() {
    let of =
        |instrument, values: &[f64]| score(instrument, values, &vec![1.0; values.len()], &options()).unwrap();
    let sus = of("sus", &[85.0, 50.0, 100.0, 0.0, 40.0, 50.0]);
    close(sus.estimate, 54.166666666666664, 1e-13);
    close(sus.standard_error.unwrap(), 14.400038580195233, 1e-12);
    close(sus.low.unwrap(), 22.933972757576367, 1e-9);
    close(sus.high.unwrap(), 82.43571766570363, 1e-9);
    close(sus.points.estimate, sus.estimate, 1e-13);
    assert_eq!(sus.method, Method::BoundedMean);
    assert_eq!(sus.unit.to_string(), "0..100");
    let effort = of("ces2", &[7.0, 4.0]);
    close(effort.points.estimate, 75.0, 1e-12);
    close(effort.standard_error.unwrap(), 1.5, 1e-12);
    close(effort.low.unwrap(), 1.0616407610732672, 1e-8);
    close(effort.high.unwrap(), 6.99308790554552, 1e-8);
    let waited = of("rating:0-60:lower", &[10.0, 20.0, 33.0]);
    close(waited.points.estimate, 65.0, 1e-12);
    close(waited.low.unwrap(), 4.762867275425437, 1e-9);
    close(waited.high.unwrap(), 46.24665583910735, 1e-9);
    close(waited.points.low.unwrap(), 100.0 * (60.0 - waited.high.unwrap()) / 60.0, 1e-12);
    close(waited.points.standard_error.unwrap(), waited.standard_error.unwrap() / 0.6, 1e-12);
    // Most answers are the best there is.
    let mut stars = vec![5.0; 17];
    stars.extend([4.0, 4.0, 1.0]);
    let stars = of("rating:1-5:step=1", &stars);
    close(stars.low.unwrap(), 3.9872759821073442, 1e-9);
    close(stars.high.unwrap(), 4.923907464491005, 1e-9);
    assert!(stars.points.standard_error > stars.standard_error.map(|error| 25.0 * error));
}

#[test]
fn no_spread_gives_no_limits() {
    for values in [&[7.0, 7.0][..], &[10.0; 40]] {
        let equal = score("rating:0-10:step=1", values, &vec![1.0; values.len()], &options()).unwrap();
        assert_eq!((equal.low, equal.high, equal.standard_error), (None, None, None), "{values:?}");
        assert_eq!(equal.method, Method::NoInterval);
    }
    let ends = score("points", &[0.0, 100.0], &[1.0; 2], &options()).unwrap();
    assert!(ends.low.unwrap() >= 0.0 && ends.high.unwrap() <= 100.0);
    // Hardly more than one effective answer tells as little: t has .05 degrees of freedom.
    let lone = score("points", &[20.0, 70.0], &[1.0, 0.025], &options()).unwrap();
    assert_eq!((lone.low, lone.method), (None, Method::NoInterval));
}

#[test]
fn one_answer_has_a_mean_without_limits() {
    let one = score("points", &[64.0], &[3.0], &options()).unwrap();
    assert_eq!((one.estimate, one.low, one.high, one.standard_error), (64.0, None, None, None));
    assert_eq!((one.method, one.points.standard_error), (Method::NoInterval, None));
    assert_eq!(score("points", &[64.0], &[0.0], &options()), None);
    assert_eq!(score("points", &[], &[], &options()), None);
}

#[test]
fn a_known_population_narrows_the_limits() {
    let of = |n| Score::proportion_with(Successes { count: 5, of: 10 }, &options().with_population(n));
    let width = |score: Score| score.high.unwrap() - score.low.unwrap();
    let unlimited = width(proportion(5, 10).unwrap().unwrap());
    let (twenty, many) = (width(of(20).unwrap().unwrap()), width(of(1_000_000_000).unwrap().unwrap()));
    assert!(twenty < many && many <= unlimited);
    // n* = 10 (20-1)/(20-10) = 19, Wilson at 9.5 of 19: centre .5, half z sqrt(1/4/19 + z^2/4/19^2)/(1 + z^2/19)
    let z = 1.959963984540054_f64;
    close(twenty, 2.0 * z * (0.25_f64 / 19.0 + z * z / 4.0 / 361.0).sqrt() / (1.0 + z * z / 19.0), 1e-14);
    let census = of(10).unwrap().unwrap();
    assert_eq!((census.low, census.high, census.method), (Some(0.5), Some(0.5), Method::Census));
    assert_eq!(of(9), Err(Error::Population { respondents: 10, population: 9 }));
    for level in [0.0, 1.0, -1.0, 95.0, f64::NAN] {
        assert!(
            matches!(
                Score::proportion_with(Successes { count: 5, of: 10 }, &options().with_level(level)),
                Err(Error::OutOfRange { .. })
            ),
            "{level}"
        );
    }
}

/// Golden numbers of the indexes, computed independently with numpy.
#[test]
fn indexes_of_two_profiles() {
    let four =
        |points: [f64; 4]| points.map(|points| Component { points, standard_error: Some(1.0), weight: 0.25 });
    for (points, expected) in [
        ([72.0, 55.0, 80.0, 68.0], [68.1277, 68.75, 67.4803, 55.0, 67.5618]),
        ([92.0, 35.0, 80.0, 68.0], [64.6940, 68.75, 60.0178, 35.0, 62.18]),
    ] {
        for (kind, expected) in IndexKind::ALL.into_iter().zip(expected) {
            close(composite(kind, &four(points), 0.95).unwrap().points, expected, 1e-4);
        }
    }
    let synergy = |kind| {
        let index = |a, b| composite(kind, &four([a, b, 80.0, 68.0]), 0.95).unwrap().points;
        index(82.0, 65.0) - index(82.0, 55.0) - index(72.0, 65.0) + index(72.0, 55.0)
    };
    close(synergy(IndexKind::Geometric), 0.0960, 5e-5);
    close(synergy(IndexKind::Arithmetic), 0.0, 1e-12);
}

#[test]
fn indexes_say_why_they_have_no_limits() {
    let of = |kind, points: &[f64], error: Option<f64>| {
        let components: Vec<Component> =
            points.iter().map(|&points| Component { points, standard_error: error, weight: 1.0 }).collect();
        composite(kind, &components, 0.95)
    };
    let reason = |kind, points: &[f64], error| {
        let index = of(kind, points, error).unwrap();
        assert_eq!((index.low, index.high, index.standard_error), (None, None, None));
        (index.points, index.no_interval)
    };
    let (points, reason) = reason(IndexKind::Arithmetic, &[30.0, 50.0], None);
    assert_eq!((points, reason), (40.0, Some(NoInterval::NoStandardError)));
    assert!(matches!(of(IndexKind::Geometric, &[101.0], None), Err(Error::OutOfRange { .. })));
    assert!(matches!(of(IndexKind::Geometric, &[f64::NAN], None), Err(Error::OutOfRange { .. })));
    assert!(matches!(of(IndexKind::Geometric, &[1.0], Some(-1.0)), Err(Error::OutOfRange { .. })));
    assert!(matches!(of(IndexKind::Geometric, &[], None), Err(Error::NoIndexWeight)));
    // statsmodels 0.15.0, proportion_confint(.99 n, n, method="wilson") at n = 99 (100 - 99) / 5^2 = 3.96.
    let high = of(IndexKind::Geometric, &[99.0], Some(5.0)).unwrap();
    close(high.low.unwrap(), 49.75464489098809, 1e-9);
    assert!(matches!("mean".parse::<IndexKind>(), Err(Error::UnknownName { .. })));
}

proptest! {
    /// The delta method against numerical derivatives.
    #[test]
    fn index_standard_errors_follow_the_slope(
        parts in vec((20.0..99.0_f64, 0.1..3.0_f64, 0.1..5.0_f64), 1..5),
        kind in prop::sample::select(&[IndexKind::Geometric, IndexKind::Arithmetic, IndexKind::Harmonic, IndexKind::Penalty])
    ) {
        let components: Vec<Component> = parts.iter()
            .map(|&(points, error, weight)| Component { points, standard_error: Some(error), weight }).collect();
        let index = composite(kind, &components, 0.95).unwrap();
        prop_assume!(index.points > 0.0);
        let mut variance = 0.0;
        for at in 0..components.len() {
            let moved = |by: f64| {
                let mut components = components.clone();
                components[at].points += by;
                composite(kind, &components, 0.95).unwrap().points
            };
            let slope = (moved(1e-4) - moved(-1e-4)) / 2e-4;
            variance += (slope * parts[at].1).powi(2);
        }
        prop_assert!((index.standard_error.unwrap() - variance.sqrt()).abs() < 1e-5);
        prop_assert!(index.low.unwrap() <= index.points && index.points <= index.high.unwrap());
        let least = components.iter().map(|c| c.points).fold(f64::INFINITY, f64::min);
        let most = components.iter().map(|c| c.points).fold(0.0, f64::max);
        prop_assert!(index.points <= most + 1e-9);
        prop_assert!(kind == IndexKind::Penalty || index.points >= least - 1e-9);
    }

    /// Weighted means and their limits against a second computation: variance from pairs of rows,
    /// `sum w_i w_j (x_i - x_j)^2 / 2 W^2`.
    #[test]
    fn weighted_means_agree_with_pairs(rows in vec((0.0..100.0_f64, 0.2..4.0_f64), 3..30)) {
        let (values, weights): (Vec<f64>, Vec<f64>) = rows.iter().copied().unzip();
        let score = score("points", &values, &weights, &options()).unwrap();
        let total: f64 = weights.iter().sum();
        let mean = rows.iter().map(|(x, w)| x * (w / total)).sum::<f64>();
        let effective = total.powi(2) / weights.iter().map(|w| w * w).sum::<f64>();
        let pairs: f64 = rows.iter().flat_map(|a| rows.iter().map(move |b| a.1 * b.1 * (a.0 - b.0).powi(2))).sum();
        let error = (pairs / 2.0 / total.powi(2) / (effective - 1.0)).sqrt();
        prop_assert!((score.estimate - mean).abs() < 1e-11);
        prop_assert!((score.n_effective - effective).abs() < 1e-10);
        prop_assert!((score.standard_error.unwrap() - error).abs() < 1e-9 * (1.0 + error));
    }
}

/// Two groups, two touchpoints, three dimensions.
fn bank() -> ExperienceMap {
    MapDocument::new("bank")
        .stakeholder(Stakeholder::new("customers", Role::Customer).with_weight(3.0))
        .stakeholder(Stakeholder::new("tellers", Role::Employee).with_population(40))
        .touchpoint(Touchpoint::new("onboarding").with_weight(2.0))
        .touchpoint(Touchpoint::new("app"))
        .facet("onboarding", Dimension::Customer, "customers")
        .facet("app", Dimension::Customer, "customers")
        .facet("app", Dimension::Employee, "tellers")
        .facet("app", Dimension::User, "tellers")
        .build()
        .unwrap()
}

fn declared(map: &ExperienceMap) -> (Tally, [FacetId; 4]) {
    let ids = ["onboarding/cx/customers", "app/cx/customers", "app/ex/tellers", "app/ux/tellers"]
        .map(|key| map.facet_id(key).unwrap());
    let mut tally = Tally::new();
    for (id, instrument) in
        ids.iter().zip([Instrument::Nps, Instrument::Points, Instrument::Enps, Instrument::Points])
    {
        tally.declare(*id, instrument).unwrap();
    }
    (tally, ids)
}

fn add(tally: &mut Tally, facet: FacetId, values: &[f64], people: &[u64]) {
    tally.add_columns(&Columns::new(&vec![facet; values.len()], values).with_respondent(people)).unwrap();
}

#[test]
fn a_scorecard_joins_what_is_published() {
    let map = bank();
    let (mut tally, [onboarding, app, staff, _]) = declared(&map);
    add(&mut tally, onboarding, &[9.0, 10.0, 7.0, 3.0], &[1, 2, 3, 4]); // NPS 25 = 62.5 points
    add(&mut tally, app, &[40.0, 60.0], &[1, 2]);
    add(&mut tally, staff, &[9.0; 6], &[1, 2, 3, 4, 5, 6]);
    let card = Scorecard::from_tally(&map, &tally).unwrap();
    let customers = card.dimension(Dimension::Customer).unwrap();
    close(customers.points.unwrap(), (6.0 * 62.5 + 3.0 * 50.0) / 9.0, 1e-12);
    // By tests/golden/score_intervals.py.
    close(customers.standard_error.unwrap(), 15.144803708370716, 1e-11);
    close(customers.low.unwrap(), 29.70393008520264, 1e-8);
    close(customers.high.unwrap(), 82.26464032088316, 1e-8);
    assert_eq!((customers.n, customers.facet_count, customers.coverage), (6, 2, 1.0));
    assert_eq!(card.dimension(Dimension::Employee).unwrap().points, Some(100.0));
    assert_eq!(card.dimension(Dimension::User).unwrap().points, None);
    assert_eq!(card.dimension(Dimension::Multi), None, "the map has no such facet");
    assert_eq!(card.stakeholders[1].joint.coverage, 0.5);
    close(card.index.points.unwrap(), (customers.points.unwrap() * 100.0).sqrt(), 1e-10);
    assert_eq!(
        (card.index.coverage, card.index.missing.as_slice()),
        (0.5, &[Dimension::User, Dimension::Multi][..])
    );
    assert_eq!(card.facets[3].result, FacetResult::NoAnswers { missing_count: 0 });
    assert_eq!(card.facet(staff).unwrap().published().unwrap().respondents, Respondents::Exactly(6));
    let weighted =
        ScorecardOptions::default().with_weight(Dimension::User, 0.0).with_weight(Dimension::Multi, 0.0);
    assert_eq!(Scorecard::from_tally_with(&map, &tally, &weighted).unwrap().index.coverage, 1.0);
}

/// Twenty answers of four people are four people, in one batch or in five.
#[test]
fn small_groups_are_withheld_by_people_not_answers() {
    let map = bank();
    let (empty, [_, _, staff, _]) = declared(&map);
    let mut one = empty.clone();
    let periods: Vec<i32> = (0..20).map(|at| at / 4).collect();
    let people: Vec<u64> = (0..20).map(|at| at % 4).collect();
    one.add_columns(&Columns::new(&[staff; 20], &[3.0; 20]).with_respondent(&people).with_period(&periods))
        .unwrap();
    assert_eq!(one.facet(staff).unwrap().answer_count(), 20);
    let mut five = empty.clone();
    for _ in 0..5 {
        add(&mut five, staff, &[3.0; 4], &[0, 1, 2, 3]);
    }
    assert_eq!(one, five);
    let card = Scorecard::from_tally(&map, &one).unwrap();
    assert_eq!(
        card.facet(staff).unwrap().result,
        FacetResult::Suppressed { minimum_group: MinGroup::new(5) }
    );
    assert!(card.warnings.is_empty());
    let joint = card.dimension(Dimension::Employee).unwrap();
    assert_eq!((joint.points, joint.n, joint.facet_count, joint.coverage), (None, 0, 0, 0.0));
    let json = serde_json::to_value(&card).unwrap();
    let line = &json["facets"][2];
    assert_eq!(line["suppressed"], true);
    for key in
        ["n", "missing", "superseded", "respondents", "n_effective", "estimate", "low", "high", "points"]
    {
        assert!(line[key].is_null(), "{key}: {line}");
    }
    // A fifth person makes it public.
    add(&mut five, staff, &[9.0], &[4]);
    let card = Scorecard::from_tally(&map, &five).unwrap();
    assert_eq!(card.facet(staff).unwrap().published().unwrap().score.n, 21);
    // Without keys every answer might be one person: shown, with a warning.
    let mut unverified = empty;
    unverified.add_columns(&Columns::new(&[staff; 5], &[3.0; 5])).unwrap();
    let card = Scorecard::from_tally(&map, &unverified).unwrap();
    let [Warning::UnverifiedRespondents { minimum_group, .. }] = card.warnings.as_slice() else {
        panic!("one warning")
    };
    assert_eq!(minimum_group.as_u32(), 5);
    assert_eq!(serde_json::to_value(&card).unwrap()["facets"][2]["respondents"], "unverified");
}

#[test]
fn wrong_questions_are_refused() {
    let map = bank();
    let (mut tally, [_, _, staff, _]) = declared(&map);
    let card = |tally: &Tally, options: ScorecardOptions| Scorecard::from_tally_with(&map, tally, &options);
    let defaults = ScorecardOptions::default();
    assert!(matches!(card(&tally, defaults.with_level(1.5)), Err(Error::OutOfRange { .. })));
    let error = card(&tally, defaults.with_weight(Dimension::User, -1.0)).unwrap_err();
    assert_eq!(error.to_string(), "the index weight of ux is -1: it must be a finite number, 0 or more");
    let nothing =
        Dimension::ALL.into_iter().fold(defaults, |options, dimension| options.with_weight(dimension, 0.0));
    assert_eq!(card(&tally, nothing), Err(Error::NoIndexWeight));
    let people: Vec<u64> = (0..41).collect();
    add(&mut tally, staff, &[5.0; 41], &people);
    let error = card(&tally, defaults).unwrap_err();
    assert!(error.to_string().starts_with("facet `app/ex/tellers`: 41 respondents"), "{error}");
    tally.declare(FacetId::from_u32(99), Instrument::Nps).unwrap();
    assert_eq!(card(&tally, defaults), Err(Error::UnknownId { kind: Kind::Facet, id: 99 }));
}

/// A tool that asks on 1-4 and reports as 0-10 makes every user a detractor.
#[test]
fn answers_that_look_like_another_scale_are_pointed_out() {
    let map = bank();
    let warned = |facet: usize, values: &[f64]| {
        let (mut tally, ids) = declared(&map);
        tally.add_columns(&Columns::new(&vec![ids[facet]; values.len()], values)).unwrap();
        let card = Scorecard::from_tally(&map, &tally).unwrap();
        card.warnings.iter().any(|warning| matches!(warning, Warning::OtherScale { .. }))
    };
    let one_to_four: Vec<f64> = (0..30).map(|at| f64::from(at % 4 + 1)).collect();
    let one_to_five: Vec<f64> = (0..30).map(|at| f64::from(at % 5 + 1)).collect();
    let whole: Vec<f64> = (0..30).map(|at| f64::from(at % 11)).collect();
    let halves: Vec<f64> = one_to_four.iter().map(|x| x + 0.5).collect();
    assert!(warned(0, &one_to_four) && warned(0, &one_to_five));
    assert!(!warned(0, &one_to_four[..29]) && !warned(0, &whole) && !warned(0, &halves));
    let with_zero: Vec<f64> = one_to_four.iter().map(|x| x - 1.0).collect();
    assert!(!warned(0, &with_zero));
    assert!(warned(1, &whole) && !warned(1, &[whole.as_slice(), &[70.0]].concat()));
}

proptest! {
    /// What is withheld changes no published number but the coverage.
    #[test]
    fn nothing_withheld_can_be_subtracted(values in vec(0.0..=10.0_f64, 0..20)) {
        let map = bank();
        let (mut tally, [onboarding, _, staff, users]) = declared(&map);
        add(&mut tally, onboarding, &[9.0, 1.0, 8.0], &[1, 2, 3]);
        add(&mut tally, users, &[30.0, 50.0, 20.0, 60.0, 70.0], &[1, 2, 3, 4, 5]);
        let before = Scorecard::from_tally(&map, &tally).unwrap();
        let people: Vec<u64> = (0..values.len() as u64).map(|at| at % 4).collect();
        let periods: Vec<i32> = (0..values.len() as i32).collect();
        tally.add_columns(&Columns::new(&vec![staff; values.len()], &values).with_respondent(&people).with_period(&periods)).unwrap();
        let after = Scorecard::from_tally(&map, &tally).unwrap();
        prop_assert!(after.facet(staff).unwrap().published().is_none());
        prop_assert_eq!(&before.dimensions, &after.dimensions);
        prop_assert_eq!(&before.stakeholders, &after.stakeholders);
        prop_assert_eq!(&before.index, &after.index);
        prop_assert_eq!(&before.warnings, &after.warnings);
    }
}

/// SUS answers of 30 people to a VR queue (with `TXM_DATA` set): mean 71.6667, sd 15.1904 by numpy.
#[test]
fn real_sus_answers() {
    let Some(file) = crate::needs::data("survey/sus_vr_queue.csv") else { return };
    let text = std::fs::read_to_string(file).unwrap();
    let words = [
        "Strongly disagree",
        "Somewhat disagree",
        "Neither agree nor disagree",
        "Somewhat agree",
        "Strongly agree",
    ];
    let values: Vec<f64> = text
        .lines()
        .skip(1)
        .map(|line| {
            let item =
                |word: &str| words.iter().position(|known| *known == word.trim()).map(|at| at as f64 + 1.0);
            let items: Vec<Option<f64>> = line.split(',').skip(1).map(item).collect();
            Instrument::Sus.value(&items).unwrap().unwrap()
        })
        .collect();
    let sus = score("sus", &values, &vec![1.0; values.len()], &options()).unwrap();
    close(sus.estimate, 71.66666666666667, 1e-12);
    close(sus.standard_error.unwrap() * (values.len() as f64).sqrt(), 15.190362946183399, 1e-11);
}

#[test]
fn types_can_be_shared_between_threads() {
    use total_experience::score::inference::Points;
    use total_experience::score::scorecard::{
        Composite, DimensionScore, JointScore, PublishedScore, StakeholderScore, TxIndex,
    };
    fn shared<T: Send + Sync + std::fmt::Debug>() {}
    shared::<(
        Component,
        Composite,
        DimensionScore,
        Error,
        FacetResult,
        IndexKind,
        IntervalOptions,
        JointScore,
    )>();
    shared::<(
        Method,
        NoInterval,
        Points,
        PublishedScore,
        Score,
        Scorecard,
        ScorecardOptions,
        StakeholderScore,
    )>();
    shared::<(TxIndex, Warning, total_experience::score::scorecard::FacetScore)>();
}
