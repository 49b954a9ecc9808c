//! Differences between groups, and what many of them mean.

use total_experience::model::ids::FacetId;
use total_experience::score::Error;
use total_experience::score::inference::{
    Difference, DifferenceMethod, DifferenceOptions, PowerOptions, answers_for_margin, answers_needed,
    benjamini_hochberg, holm, margin_of,
};
use total_experience::signal::instrument::ScoreUnit;
use total_experience::signal::response::Columns;
use total_experience::signal::tally::{FacetTally, Tally};

pub(crate) fn close(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} should be {expected}");
}

pub(crate) fn tally(instrument: &str, values: &[f64], weights: &[f64]) -> FacetTally {
    let facet = FacetId::from_u32(0);
    let mut tally = Tally::new();
    tally.declare(facet, instrument.parse().unwrap()).unwrap();
    tally.add_columns(&Columns::new(&vec![facet; values.len()], values).with_weight(weights)).unwrap();
    tally.facet(facet).unwrap().clone()
}

pub(crate) fn counted(instrument: &str, counts: &[(f64, usize)]) -> FacetTally {
    let values: Vec<f64> = counts.iter().flat_map(|&(value, n)| vec![value; n]).collect();
    tally(instrument, &values, &vec![1.0; values.len()])
}

fn difference(first: &FacetTally, second: &FacetTally) -> Difference {
    Difference::between_with(first, second, &DifferenceOptions::default()).unwrap().unwrap()
}

/// Python 3.11 and scipy 1.17.1 from the adjusted form of Rocks (2016) on each side.
#[test]
fn net_promoter_scores_differ() {
    let nps = |[p, n, d]: [usize; 3]| counted("nps", &[(9.0, p), (8.0, n), (3.0, d)]);
    for (first, second, [estimate, low, high, error, z, p]) in [
        (
            [60, 25, 15],
            [50, 25, 25],
            [
                20.0,
                -2.0498050042838196,
                40.884756460594495,
                10.952895513269798,
                1.7728166679423187,
                0.07625909055350044,
            ],
        ),
        (
            [10, 0, 0],
            [0, 0, 10],
            [
                200.0,
                112.2406620576013,
                // 195.4516 is the adjusted upper limit, below what was answered.
                200.0,
                21.22768179248769,
                7.247430753394785,
                4.247514795458873e-13,
            ],
        ),
        ([10, 0, 0], [10, 0, 0], [0.0, -41.60549178855253, 41.60549178855253, 21.22768179248769, 0.0, 1.0]),
    ] {
        let found = difference(&nps(first), &nps(second));
        close(found.estimate, estimate, 1e-12);
        close(found.low.unwrap(), low, 1e-9);
        close(found.high.unwrap(), high, 1e-9);
        close(found.standard_error.unwrap(), error, 1e-10);
        close(found.statistic.unwrap(), z, 1e-12);
        close(found.p_value.unwrap() / p, 1.0, 1e-9);
        assert_eq!((found.method, found.degrees), (DifferenceMethod::AdjustedWald, None));
        assert_eq!((found.unit, found.points), (ScoreUnit::NetPromoter, estimate / 2.0));
    }
}

/// statsmodels 0.15.0: `confint_proportions_2indep(method="newcomb")`, `test_proportions_2indep(method="score",
/// correction=False)`. Newcombe (1998) prints 56/70 and 48/80 as .0524 to .3339.
#[test]
fn shares_differ() {
    let csat = |k, n| counted("csat", &[(5.0, k), (2.0, n - k)]);
    for (a, n, b, m, [low, high, z, p]) in [
        (56, 70, 48, 80, [0.05243147240236498, 0.33387265403690614, 2.6501719512585336, 0.00804508136819656]),
        (9, 10, 3, 10, [0.1705227239345029, 0.809017973535488, 2.738612787525831, 0.006169899320544151]),
        (10, 10, 0, 20, [0.6790860371419145, 1.0, 5.477225575051661, 4.320463057827488e-08]),
        (
            450,
            1000,
            420,
            1000,
            [-0.013433853272212574, 0.07327428686536838, 1.3531233999941927, 0.1760162112295609],
        ),
    ] {
        let found = difference(&csat(a, n), &csat(b, m));
        close(found.low.unwrap(), low, 1e-13);
        close(found.high.unwrap(), high, 1e-13);
        close(found.statistic.unwrap(), z, 1e-12);
        close(found.p_value.unwrap() / p, 1.0, 1e-10);
        assert_eq!(found.method, DifferenceMethod::Newcombe);
    }
    // Nobody on either side: limits, and nothing to test.
    let none = difference(&csat(0, 10), &csat(0, 20));
    close(none.low.unwrap(), -0.1611251580528194, 1e-13);
    close(none.high.unwrap(), 0.27753279986288926, 1e-13);
    assert_eq!((none.statistic, none.p_value), (None, None));
}

/// scipy 1.17.1, `ttest_ind(equal_var=False)`; the weighted case from the formula with numpy 2.4.6.
#[test]
fn means_differ() {
    let plain = |instrument: &str, values: &[f64]| tally(instrument, values, &vec![1.0; values.len()]);
    let repeat = |values: &[f64], times: usize| values.repeat(times);
    let sides = |first: &[f64], second: &[f64]| difference(&plain("ces2", first), &plain("ces2", second));
    let cases = [
        (
            difference(
                &plain("points", &[71.0, 64.0, 80.0, 77.0]),
                &plain("points", &[60.0, 66.0, 58.0, 61.0, 55.0]),
            ),
            [3.2705049352730793, 4.554989584442046, 0.02543267342823167, 2.4744591630109323],
        ),
        (
            sides(
                &repeat(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], 100),
                &repeat(&[2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 7.0, 4.0], 90),
            ),
            [-7.573055168779797, 1373.0092098115147, 6.662608731025685e-14, -0.9442769360029254],
        ),
        (
            difference(
                &tally("points", &[5.0, 9.0, 7.0, 3.0, 8.0], &[1.0, 2.0, 1.0, 0.5, 3.0]),
                &tally("points", &[2.0, 6.0, 4.0, 5.0], &[1.0, 1.0, 2.5, 1.0]),
            ),
            [2.407160326298852, 4.8814627551885295, 0.06230053197043356, -0.2437346517756822],
        ),
    ];
    for (found, [t, degrees, p, low]) in cases {
        close(found.statistic.unwrap(), t, 1e-11);
        close(found.degrees.unwrap(), degrees, 1e-8);
        close(found.p_value.unwrap() / p, 1.0, 1e-8);
        close(found.low.unwrap(), low, 1e-8);
        assert_eq!(found.method, DifferenceMethod::Welch);
    }
    // Less waiting is better.
    let waits = |values: &[f64]| plain("rating:0-60:lower", values);
    let found = difference(&waits(&[10.0, 20.0]), &waits(&[30.0, 36.0]));
    assert_eq!((found.estimate, found.points), (-18.0, 30.0));
    for side in [&[4.0][..], &[4.0, 4.0]] {
        let found = sides(side, &[4.0, 4.0, 4.0]);
        assert_eq!((found.method, found.low, found.p_value), (DifferenceMethod::NoInterval, None, None));
    }
}

#[test]
fn a_counted_population_brings_no_variance() {
    let options = DifferenceOptions::default();
    let (small, large) = (counted("csat", &[(5.0, 8), (1.0, 2)]), counted("csat", &[(5.0, 30), (1.0, 30)]));
    let known = options.with_first_population(10).with_second_population(60);
    let both = Difference::between_with(&small, &large, &known).unwrap().unwrap();
    assert_eq!((both.method, both.p_value), (DifferenceMethod::Census, None));
    assert_eq!((both.low, both.high), (Some(both.estimate), Some(both.estimate)));
    // One side known: Wilson's limits of the other, moved; z = (.8 - .5)/sqrt(.25/10).
    let one = Difference::between_with(&small, &large, &options.with_second_population(60)).unwrap().unwrap();
    close(one.statistic.unwrap(), 0.3 / 0.025_f64.sqrt(), 1e-14);
    // Wilson 8 of 10 by statsmodels: .49016.. .94332
    close(one.low.unwrap(), 0.4901625136 - 0.5, 1e-6);
    for (first, second) in [("nps", 9.0), ("points", 70.0)].map(|(name, value)| {
        (counted(name, &[(value, 9), (1.0, 3)]), counted(name, &[(value, 30), (2.0, 30)]))
    }) {
        let width = |populations: [Option<u64>; 2]| {
            let mut options = options;
            [options.first_population, options.second_population] = populations;
            let found = Difference::between_with(&first, &second, &options).unwrap().unwrap();
            found.high.unwrap() - found.low.unwrap()
        };
        let widths = [[None, None], [None, Some(70)], [None, Some(60)], [Some(13), Some(60)]].map(width);
        assert!(widths.is_sorted_by(|wide, narrow| wide > narrow), "{widths:?}");
    }
    let wrong = Difference::between_with(&small, &large, &options.with_second_population(59));
    assert_eq!(wrong, Err(Error::Population { respondents: 60, population: 59 }));
}

#[test]
fn what_has_no_difference_is_refused() {
    let options = DifferenceOptions::default();
    let (nps, csat) = (counted("nps", &[(9.0, 3)]), counted("csat", &[(4.0, 3)]));
    let mixed = Difference::between_with(&nps, &csat, &options).unwrap_err();
    assert!(matches!(mixed, Error::MixedInstruments { .. }));
    assert_eq!(
        mixed.to_string(),
        "a difference of `nps` and `csat` means nothing: compare answers to one instrument"
    );
    assert_eq!(Difference::between_with(&nps, &counted("nps", &[]), &options), Ok(None));
    assert!(matches!(
        Difference::between_with(&nps, &nps, &options.with_level(95.0)),
        Err(Error::OutOfRange { .. })
    ));
}

/// The p-values of Benjamini & Hochberg (1995), adjusted by statsmodels 0.15.0, `multipletests`.
#[test]
fn many_tests_are_adjusted() {
    let p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
        0.6528, 0.759, 1.0,
    ];
    let fdr = [
        0.0015,
        0.003,
        0.0095,
        0.035625,
        0.0603,
        0.06385714285714286,
        0.06385714285714286,
        0.0645,
        0.07650000000000001,
        0.48600000000000004,
        0.5811818181818182,
        0.7148749999999999,
        0.7532307692307693,
        0.8132142857142857,
        1.0,
    ];
    let stepped =
        [0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];
    // In any order of the tests.
    for turn in 0..p.len() {
        let turned = |values: &[f64; 15]| {
            let mut values = *values;
            values.rotate_left(turn);
            values
        };
        for (adjusted, expected) in
            [(benjamini_hochberg(&turned(&p)), turned(&fdr)), (holm(&turned(&p)), turned(&stepped))]
        {
            for (found, expected) in adjusted.unwrap().into_iter().zip(expected) {
                close(found, expected, 1e-15);
            }
        }
    }
    assert_eq!((holm(&[]), benjamini_hochberg(&[0.3])), (Ok(vec![]), Ok(vec![0.3])));
    for adjust in [holm, benjamini_hochberg] {
        let text = adjust(&[0.1, 1.5]).unwrap_err().to_string();
        assert_eq!(text, "p-value 1 is 1.5: it must be between 0 and 1");
        assert!(matches!(adjust(&[f64::NAN]), Err(Error::OutOfRange { .. })));
    }
}

#[test]
fn numbers_of_answers() {
    let options = PowerOptions::default();
    let needed = [20.0, 10.0, 5.0, 3.0].map(|difference| answers_needed(difference, &options).unwrap());
    assert_eq!(needed, [240, 958, 3_831, 10_640]);
    // .61 (1.959963984540054 / .05)^2 = 937.3
    assert_eq!(answers_for_margin(5.0, &options), Ok(938));
    assert!(margin_of(938.0, &options).unwrap() <= 5.0 && margin_of(937.0, &options).unwrap() > 5.0);
    // A share of .5 that should rise by .1: 2 .25 (1.95996 + .84162)^2 / .01 = 392.4
    assert_eq!(answers_needed(10.0, &options.with_detractors(0.0)), Ok(393));
    // Everyone of one mind.
    assert_eq!(answers_needed(10.0, &options.with_promoters(1.0).with_detractors(0.0)), Ok(1));
    for (found, expected) in [
        (answers_needed(0.0, &options), "the difference to find is 0: it must be above 0 and at most 200"),
        (answers_needed(1e-9, &options), "the difference to find is 0.000000001: it must be large enough"),
        (answers_needed(5.0, &options.with_power(1.0)), "the power is 1: it must be between 0 and 1"),
        (
            answers_needed(5.0, &options.with_promoters(0.75).with_detractors(0.5)),
            "promoters and detractors together is 1.25",
        ),
        (answers_needed(5.0, &options.with_promoters(f64::NAN)), "the share of promoters is NaN"),
        (answers_for_margin(101.0, &options), "the margin is 101: it must be above 0 and at most 100"),
        (margin_of(0.0, &options).map(|_| 0), "the number of answers is 0: it must be finite and above 0"),
        (
            answers_needed(5.0, &options.with_level(1.0)),
            "the confidence level is 1: it must be a number between 0 and 1",
        ),
    ] {
        let text = found.unwrap_err().to_string();
        assert!(text.contains(expected), "{text}");
    }
}
