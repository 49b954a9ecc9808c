//! Results and options of scores as JSON: what is written can be read back.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use total_experience::model::Facet;
use total_experience::model::ids::FacetId;
use total_experience::score::inference::{
    Agreement, Bootstrap, Difference, PromoterCounts, Proportion, Score, SegmentEffect, Successes,
    segment_effects,
};
use total_experience::score::monitor::{
    Benchmark, Case, InControl, KpiTarget, PointEstimate, Remembered, SeriesPair, closed_loop, cusum, ewma,
    fit_memory, joint_claim, parity,
};
use total_experience::score::scorecard::{
    Choquet, Component, IndexKind, JointScore, ProductGate, StakeholderScore, TxIndex, composite,
};
use total_experience::signal::instrument::Instrument;
use total_experience::signal::response::{Columns, Response};
use total_experience::signal::tally::{FacetTally, Tally};

fn kept<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
}

/// Types that have no value at hand here.
fn stored<T: Serialize + DeserializeOwned + PartialEq + Clone>() {}

fn tally(values: &[f64]) -> FacetTally {
    let facet = FacetId::from_u32(0);
    let mut tally = Tally::new();
    tally.declare(facet, Instrument::Points).unwrap();
    tally.add_columns(&Columns::new(&vec![facet; values.len()], values)).unwrap();
    tally.facet(facet).unwrap().clone()
}

#[test]
fn results_are_read_back() {
    let (low, high) = (tally(&[40.0, 45.0, 52.0, 61.0]), tally(&[60.0, 66.0, 78.0]));
    kept(&Score::from_tally(&low).unwrap());
    kept(&Score::net_promoter(PromoterCounts { promoters: 60, passives: 25, detractors: 15 }).unwrap());
    kept(&Proportion::new(Successes { count: 1, of: 5 }));
    kept(&Difference::between(&high, &low).unwrap());
    kept(&Agreement::from_units(&[&[4.0, 5.0], &[2.0, 3.0, 3.0]]).unwrap());
    let effects: Vec<Option<SegmentEffect>> = segment_effects(&[&[&low, &high]]).unwrap();
    kept(&effects);
    kept(&Bootstrap::resample(4, |units| units.first().map(|&unit| unit as f64)).unwrap());
    let series = [62.0, 60.0, 61.0, 57.0, 54.0, 55.0, 53.0, 58.0];
    let in_control = InControl { target: 61.0, sigma: 2.0 };
    kept(&ewma(&series, in_control).unwrap());
    kept(&cusum(&series, in_control).unwrap());
    kept(&parity(SeriesPair { first: &series, second: &[60.0; 8] }, 0.95).unwrap());
    let estimate = |points| PointEstimate { points, standard_error: 1.0 };
    let benchmark = Benchmark { ours: estimate(78.0), theirs: estimate(64.0) };
    kept(&benchmark);
    kept(&benchmark.lift(0.95).unwrap());
    kept(&joint_claim(&[benchmark], 0.1).unwrap());
    let cases = [
        Case::new(30.0).with_contact(4.0).with_later_points(70.0),
        Case::new(20.0).with_contact(30.0).with_later_points(40.0),
        Case::new(40.0).with_later_points(50.0),
        Case::new(10.0).with_later_points(30.0),
    ];
    kept(&cases.to_vec());
    kept(&closed_loop(&cases, 0.95).unwrap());
    let moments: Vec<Remembered> =
        (0..30).map(|at| Remembered::from_moments(&[50.0 + f64::from(at), 40.0]).unwrap()).collect();
    kept(&moments);
    kept(&fit_memory(&moments, &[50.0; 30], 5).unwrap());
    let target = KpiTarget::at_most(5.0).with_threshold(8.0);
    kept(&target);
    kept(&target.check(&Score::proportion(Successes { count: 1, of: 5 }).unwrap().unwrap()).ok());
    let part = |points| Component { points, standard_error: Some(2.0), weight: 1.0 };
    let index = composite(IndexKind::Geometric, &[part(72.0), part(55.0)], 0.95).unwrap();
    kept(&part(72.0));
    kept(&index);
    let gate = ProductGate { floor: 60.0, cap: 50.0 };
    kept(&gate);
    kept(&gate.apply(59.0, &index).unwrap());
    kept(&Choquet::new(&[0.5, 0.5], &[(0, 1, 0.8)]).unwrap());
    let facet = FacetId::from_u32(3);
    kept(&Response::new(facet, Instrument::Nps, Some(9.0)).with_period(2));
    stored::<(Facet, JointScore, StakeholderScore, TxIndex)>();
}

#[test]
fn what_is_read_is_checked() {
    let wrong = serde_json::from_str::<Choquet>(r#"{"shapley": [0.5, 0.6]}"#).unwrap_err();
    assert!(wrong.to_string().starts_with("the Shapley values sum to 1.1"), "{wrong}");
    let response: Response =
        serde_json::from_str(r#"{"facet": 3, "instrument": "nps", "value": 9}"#).unwrap();
    assert_eq!(response, Response::new(FacetId::from_u32(3), Instrument::Nps, Some(9.0)));
}
