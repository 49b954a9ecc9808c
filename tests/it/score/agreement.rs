//! Agreement within units, and what segments explain. Expected numbers: an analysis of variance written out in numpy
//! 2.4.6 from the formulas of the documentation; F and its probability by scipy 1.17.1, `f_oneway`.

use total_experience::score::Error;
use total_experience::score::inference::{Agreement, SegmentEffect, segment_effects, within_group_agreement};
use total_experience::signal::tally::FacetTally;

use super::difference::{close, counted, tally};

fn effect(segments: &[&FacetTally]) -> SegmentEffect {
    segment_effects(&[segments]).unwrap()[0].unwrap()
}

#[test]
fn intraclass_correlations() {
    // Shrout & Fleiss (1979), table 2: they print ICC(1,1) = .17 and ICC(1,4) = .44.
    let published: [&[f64]; 6] = [
        &[9.0, 2.0, 5.0, 8.0],
        &[6.0, 1.0, 3.0, 2.0],
        &[8.0, 4.0, 6.0, 8.0],
        &[7.0, 1.0, 2.0, 6.0],
        &[10.0, 5.0, 6.0, 9.0],
        &[6.0, 2.0, 4.0, 7.0],
    ];
    let uneven: [&[f64]; 5] =
        [&[4.0, 5.0, 4.0, 5.0, 3.0], &[2.0, 3.0, 2.0], &[], &[5.0, 5.0, 4.0, 4.0], &[3.0, 4.0]];
    let closer_than_chance: [&[f64]; 3] = [&[1.0, 5.0, 3.0], &[2.0, 4.0, 3.0], &[3.0, 3.0, 3.5, 2.0]];
    for (units, [size, between, within, icc1, icc2]) in [
        (
            &published[..],
            [4.0, 11.241666666666669, 6.263888888888889, 0.16574176840547544, 0.44279713367926865],
        ),
        (
            &uneven,
            [3.380952380952381, 3.13015873015873, 0.4966666666666667, 0.6106367316893633, 0.8413286004056796],
        ),
        (&closer_than_chance, [3.3, 0.01875, 1.5982142857142858, -0.42750120831319477, -84.23809523809524]),
    ] {
        let found = Agreement::from_units(units).unwrap().unwrap();
        close(found.unit_size, size, 1e-14);
        close(found.between, between, 1e-13);
        close(found.within.unwrap(), within, 1e-14);
        close(found.icc1.unwrap(), icc1, 1e-13);
        close(found.icc2.unwrap() / icc2, 1.0, 1e-12);
        assert_eq!(found.unit_count, units.iter().filter(|unit| !unit.is_empty()).count());
        assert_eq!(found.answer_count, units.concat().len());
    }
}

#[test]
fn agreement_that_cannot_be_told() {
    assert_eq!(Agreement::from_units(&[&[1.0, 2.0], &[]]), Ok(None));
    let single = Agreement::from_units(&[&[1.0], &[2.0], &[4.0]]).unwrap().unwrap();
    assert_eq!((single.within, single.icc1, single.icc2), (None, None, None));
    let equal = Agreement::from_units(&[&[3.0, 3.0], &[3.0, 3.0]]).unwrap().unwrap();
    assert_eq!((equal.within, equal.icc1, equal.icc2), (Some(0.0), None, None));
    let clear = Agreement::from_units(&[&[3.0, 3.0], &[4.0, 4.0]]).unwrap().unwrap();
    assert_eq!((clear.icc1, clear.icc2), (Some(1.0), Some(1.0)));
    let wrong = Agreement::from_units(&[&[3.0, 3.0], &[4.0, f64::NAN]]).unwrap_err();
    assert_eq!(wrong.to_string(), "answer 3 is NaN: it must be a finite number");
}

#[test]
fn within_group_agreement_is_floored() {
    close(
        within_group_agreement(&[4.0, 5.0, 4.0, 4.0, 3.0, 5.0], 5).unwrap().unwrap(),
        0.7166666666666667,
        1e-15,
    );
    assert_eq!(within_group_agreement(&[2.0, 2.0, 2.0], 5), Ok(Some(1.0)));
    assert_eq!(within_group_agreement(&[1.0, 5.0, 1.0, 5.0], 5), Ok(Some(0.0)));
    assert_eq!(within_group_agreement(&[1.0], 5), Ok(None));
    assert_eq!(within_group_agreement(&[], 5), Ok(None));
    let text = within_group_agreement(&[20.0, 80.0], 5).unwrap_err().to_string();
    assert_eq!(text, "answers from 20 to 80 are on no scale of 5 options a step of 1 apart");
    assert!(matches!(within_group_agreement(&[1.0], 1), Err(Error::OutOfRange { .. })));
    assert!(matches!(within_group_agreement(&[f64::INFINITY], 5), Err(Error::OutOfRange { .. })));
}

#[test]
fn segments_explain() {
    let nps = |[p, n, d]: [usize; 3]| counted("nps", &[(10.0, p), (7.0, n), (0.0, d)]);
    let promoters = [nps([60, 25, 15]), nps([50, 25, 25]), nps([20, 30, 10])];
    let csat = |k, n| counted("csat", &[(4.0, k), (1.0, n - k)]);
    let satisfied = [csat(37, 120), csat(450, 1000), csat(8, 10)];
    let weighted = [
        tally("points", &[5.0, 9.0, 7.0, 3.0, 8.0], &[1.0, 2.0, 1.0, 0.5, 3.0]),
        tally("points", &[2.0, 6.0, 4.0, 5.0], &[1.0, 1.0, 2.5, 1.0]),
        tally("points", &[7.0, 8.0, 8.5], &[2.0, 2.0, 0.25]),
    ];
    for (segments, [n, eta_squared, f, p, icc1]) in [
        (
            &promoters,
            [260.0, 0.022854785478547853, 3.0055306932365116, 0.05125610070598007, 0.023152961222945037],
        ),
        (
            &satisfied,
            [1130.0, 0.012482038230069723, 7.122532262641488, 0.0008435475462864675, 0.050090779927703985],
        ),
        (
            &weighted,
            [
                9.13819577735125,
                0.5583240714248295,
                3.879657273455162,
                0.08143078274123271,
                0.49282289198380647,
            ],
        ),
    ] {
        let found = effect(&segments.each_ref());
        close(found.n_effective, n, 1e-9);
        close(found.eta_squared.unwrap(), eta_squared, 1e-14);
        close(found.statistic.unwrap(), f, 1e-11);
        close(found.p_value.unwrap() / p, 1.0, 1e-9);
        close(found.icc1.unwrap(), icc1, 1e-13);
        assert_eq!(found.p_adjusted, found.p_value);
        assert_eq!((found.segment_count, found.degrees.unwrap()[0]), (3, 2.0));
    }
}

#[test]
fn segmentations_are_adjusted_together() {
    let rating = |values: &[f64]| tally("ces2", values, &vec![1.0; values.len()]);
    let (a, b, c) = (rating(&[5.0, 6.0, 5.0, 7.0]), rating(&[2.0, 4.0, 3.0, 3.0]), rating(&[5.0, 3.0, 4.0]));
    let (none, equal) = (rating(&[]), rating(&[4.0, 4.0]));
    let found =
        segment_effects(&[&[&a, &b], &[&a, &none], &[&a, &c], &[], &[&b, &c], &[&equal, &equal]]).unwrap();
    let p: Vec<Option<f64>> = found.iter().map(|effect| effect.and_then(|effect| effect.p_value)).collect();
    let adjusted: Vec<f64> = found.iter().flatten().filter_map(|effect| effect.p_adjusted).collect();
    assert_eq!([&p[1], &p[3], &p[5]], [&None; 3]);
    assert_eq!(found.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, true, false, true, true]);
    close(adjusted[0], 3.0 * p[0].unwrap(), 1e-15);
    close(adjusted[1], 1.5 * p[2].unwrap(), 1e-15);
    close(adjusted[2], p[4].unwrap(), 1e-15);
    assert_eq!(found[5].unwrap().eta_squared, None);
    let mixed = segment_effects(&[&[&a, &counted("csat", &[(4.0, 2)])]]);
    assert!(matches!(mixed, Err(Error::MixedInstruments { .. })));
}
