//! Instruments of several parts, service levels, and the norms of SUS, against golden figures.

use total_experience::model::ids::FacetId;
use total_experience::score::inference::Score;
use total_experience::signal::Error;
use total_experience::signal::instrument::{
    Instrument, ScoreUnit, Servqual, Sla, SlaVerdict, SusAdjective, SusGrade, Weights, acsi_index,
};
use total_experience::signal::response::Columns;
use total_experience::signal::tally::Tally;

const FACET: FacetId = FacetId::from_u32(0);

fn instrument(name: &str) -> Instrument {
    name.parse().unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn value(name: &str, items: &[f64]) -> Result<f64, Error> {
    let items: Vec<Option<f64>> = items.iter().copied().map(Some).collect();
    Ok(instrument(name).value(&items)?.unwrap())
}

fn score(name: &str, values: &[f64]) -> Score {
    let mut tally = Tally::new();
    tally.declare(FACET, instrument(name)).unwrap();
    tally.add_columns(&Columns::new(&vec![FACET; values.len()], values)).unwrap();
    Score::from_tally(tally.facet(FACET).unwrap()).unwrap().unwrap()
}

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}

/// Golden figures of the formula (numpy), Fornell et al. 1996.
#[test]
fn acsi_type_index() {
    let weights = Weights::new([0.3885, 0.3190, 0.2925]).unwrap();
    let means = [8.2, 7.6, 7.1];
    close(acsi_index(&means, &weights).unwrap(), 74.2983, 5e-5);
    close(acsi_index(&means, &Weights::EQUAL).unwrap(), 73.7037, 5e-5);
    assert!(matches!(acsi_index(&[8.2, 11.0, 1.0], &weights), Err(Error::OffScale { value: 11.0, .. })));

    // Linear: the mean of the respondents' indices is the index of the item means.
    let people = [[9.0, 8.0, 7.0], [4.0, 5.0, 10.0], [10.0, 10.0, 10.0], [1.0, 1.0, 1.0]];
    let name = "acsi:w=0.3885/0.319/0.2925";
    let values: Vec<f64> = people.iter().map(|items| value(name, items).unwrap()).collect();
    assert_eq!((values[2], values[3]), (100.0, 0.0));
    let means = [0, 1, 2].map(|item| people.iter().map(|items| items[item]).sum::<f64>() / 4.0);
    close(score(name, &values).estimate, acsi_index(&means, &weights).unwrap(), 1e-12);
    assert!(matches!(value("acsi", &[9.0, 8.5, 7.0]), Err(Error::Item { item: 2, .. })));
    assert!(matches!(value("acsi", &[9.0, 8.0]), Err(Error::ItemCount { expected: 3, found: 2, .. })));
    // Other weights are another instrument.
    let mut tally = Tally::new();
    tally.declare(FACET, instrument("acsi")).unwrap();
    assert!(matches!(tally.declare(FACET, instrument(name)), Err(Error::InstrumentMismatch { .. })));
}

#[test]
fn servqual_is_a_gap_and_servperf_is_not() {
    let mut items = [4.0; 44];
    items[..4].fill(7.0); // tangibles perceived
    items[22 + 17..].fill(6.0); // empathy expected
    let gap = Servqual::gap();
    assert_eq!(gap.dimensions(&items), Ok([3.0, 0.0, 0.0, 0.0, -2.0]));
    close(value("servqual", &items).unwrap(), 0.2, 1e-15);
    close(value("servqual:w=11/32/22/19/16", &items).unwrap(), 0.01, 1e-15);
    close(value("servperf", &items[..22]).unwrap(), 4.6, 1e-15);
    assert_eq!(Instrument::Servqual(gap).points(-6.0), 0.0);
    assert_eq!(Instrument::Servqual(gap).points(0.0), 50.0);
    assert_eq!(Instrument::Servqual(Servqual::performance()).points(7.0), 100.0);
    assert_eq!(instrument("servqual").unit(), ScoreUnit::Scale { min: -6.0, max: 6.0 });
    assert!(matches!(value("servqual", &items[..22]), Err(Error::ItemCount { expected: 44, .. })));
    items[30] = 8.0;
    assert!(matches!(gap.dimensions(&items), Err(Error::Item { item: 31, .. })));
    let mut some: Vec<Option<f64>> = [4.0; 44].map(Some).to_vec();
    some[43] = None;
    assert_eq!(instrument("servqual").value(&some), Ok(None), "no item is imputed");
}

/// 40 respondents (with `TXM_DATA` set): gaps by dimension and both means as numpy computes them.
#[test]
fn servqual_agrees_with_numpy() {
    let Some(file) = crate::needs::data("golden/intervals.json") else { return };
    let text = std::fs::read_to_string(file).unwrap();
    let golden = &serde_json::from_str::<serde_json::Value>(&text).unwrap()["servqual"];
    let table = |key: &str| serde_json::from_value::<Vec<Vec<f64>>>(golden[key].clone()).unwrap();
    let people: Vec<Vec<f64>> = table("perception")
        .into_iter()
        .zip(table("expectation"))
        .map(|(perceived, expected)| [perceived, expected].concat())
        .collect();
    let by_dimension: Vec<[f64; 5]> =
        people.iter().map(|items| Servqual::gap().dimensions(items).unwrap()).collect();
    for (at, (name, _)) in Servqual::DIMENSIONS.iter().enumerate() {
        let mean = by_dimension.iter().map(|gaps| gaps[at]).sum::<f64>() / people.len() as f64;
        close(mean, golden["gap"][*name].as_f64().unwrap(), 1e-12);
    }
    for (name, key) in [("servqual", "unweighted"), ("servqual:w=11/32/22/19/16", "weighted")] {
        let values: Vec<f64> = people.iter().map(|items| value(name, items).unwrap()).collect();
        close(score(name, &values).estimate, golden[key].as_f64().unwrap(), 1e-12);
    }
}

#[test]
fn triad_value_price_and_intention() {
    close(value("triad", &[80.0, 60.0, 40.0]).unwrap(), 60.0, 1e-12);
    close(value("triad:w=2/1/1", &[80.0, 60.0, 40.0]).unwrap(), 65.0, 1e-12);
    assert!(matches!(value("triad", &[80.0, 101.0, 40.0]), Err(Error::Item { item: 2, .. })));
    assert_eq!(value("perceived_value", &[10.0, 1.0]), Ok(50.0));
    assert_eq!(instrument("disconfirmation").points(0.0), 50.0);
    assert_eq!(instrument("repurchase").points(10.0), 100.0);
    close(score("repurchase:share", &[5.0, 4.0, 3.0, 1.0]).estimate, 0.5, 0.0);

    // Promised 30 minutes and took 42; a ticket of 80 against a reference of 100.
    assert_eq!(value("promise_gap:-60..60", &[30.0, 42.0]), Ok(-12.0));
    assert_eq!(instrument("promise_gap:-60..60").points(-12.0), 40.0);
    assert_eq!(value("promise_gap:-60..60", &[30.0, 91.0]), Err(off_scale(-61.0, 60.0)));
    assert_eq!(value("price_gap:-100..100", &[100.0, 80.0]), Ok(20.0));
    assert_eq!(value("price_gap:-100..100", &[100.0, 201.0]), Err(off_scale(-101.0, 100.0)));
    assert_eq!(value("price_gap:-100..100", &[0.0, 1.0]), Err(Error::Reference { reference: 0.0 }));
    for items in [[-1.0, 1.0], [f64::NAN, 1.0]] {
        assert!(matches!(value("promise_gap:-60..60", &items), Err(Error::Item { item: 1, .. })));
    }
}

fn off_scale(value: f64, bound: f64) -> Error {
    Error::OffScale { value, min: -bound, max: bound }
}

/// Wilson interval of 95 in 100 by scipy 1.17.1 (`binomtest(95, 100).proportion_ci(method="wilson")`).
#[test]
fn service_levels_are_shares_with_wilson_intervals() {
    let waits: Vec<f64> = (0..100).map(|case| if case < 95 { 20.0 } else { 21.0 }).collect();
    let kept: Vec<f64> = waits.iter().map(|&wait| value("sla:0-3600:20", &[wait]).unwrap()).collect();
    let score = score("sla:0-3600:20", &kept);
    close(score.estimate, 0.95, 1e-15);
    close(score.points.estimate, 95.0, 1e-12);
    let (low, high) = (score.low.unwrap(), score.high.unwrap());
    close(low, 0.8882495307680809, 1e-12);
    close(high, 0.978456320845632, 1e-12);
    let level = Sla::within(0.0..=3600.0, 20.0).unwrap();
    assert_eq!(level.verdict(low..=high), SlaVerdict::Open);
    assert_eq!(level.with_share(0.88).unwrap().verdict(low..=high), SlaVerdict::Kept);
    assert_eq!(level.with_share(0.99).unwrap().verdict(low..=high), SlaVerdict::Broken);
    assert!(matches!(value("sla:0-3600:20", &[3601.0]), Err(Error::OffScale { .. })));
    assert!(matches!(value("sla", &[0.5]), Err(Error::OffStep { .. })));
    let week = Sla::kept().with_window(7).unwrap();
    assert_eq!([-1, 0, 6, 7].map(|day| week.period(day)), [Some(-1), Some(0), Some(0), Some(1)]);
    assert_eq!((week.period(i64::MAX), Sla::kept().period(3)), (None, None));
    assert!(matches!(level.with_share(f64::NAN), Err(Error::OutOfRange { .. })));
}

#[test]
fn norms_of_sus() {
    let grades =
        [(0.0, "F"), (51.6, "F"), (51.7, "D"), (62.65, "D"), (64.9, "C-"), (68.0, "C"), (71.1, "C+")];
    let upper =
        [(72.6, "B-"), (77.1, "B"), (78.8, "B+"), (80.7, "A-"), (84.0, "A"), (84.1, "A+"), (100.0, "A+")];
    for (score, grade) in grades.into_iter().chain(upper) {
        assert_eq!(SusGrade::of(score).unwrap().to_string(), grade, "{score}");
    }
    assert!(SusGrade::APlus > SusGrade::AMinus);
    assert_eq!(SusGrade::C.percentiles(), (41, 59));
    assert_eq!(SusGrade::C.from_score(), 65.0);
    let adjectives =
        [(0.0, "worst imaginable"), (43.0, "poor"), (43.4, "OK"), (68.0, "good"), (88.3, "best imaginable")];
    for (score, adjective) in adjectives {
        assert_eq!(SusAdjective::of(score).unwrap().to_string(), adjective, "{score}");
    }
    assert_eq!(SusAdjective::of(SusAdjective::Excellent.mean()), Ok(SusAdjective::Excellent));
    for score in [-0.1, 100.1, f64::NAN] {
        assert!(matches!(SusGrade::of(score), Err(Error::OutOfRange { .. })));
        assert!(matches!(SusAdjective::of(score), Err(Error::OutOfRange { .. })));
    }
}
