//! What is remembered of a sequence of moments, and which account of it predicts best.

use proptest::collection::vec;
use proptest::prelude::*;
use total_experience::score::Error;
use total_experience::score::monitor::{Memory, MemoryModel, Remembered, fit_memory};

fn close(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} should be {expected}");
}

#[test]
fn summaries_of_a_visit() {
    let visit = Remembered::from_moments(&[70.0, 20.0, 60.0, 90.0]).unwrap();
    assert_eq!((visit.mean, visit.worst, visit.best, visit.peak, visit.end), (60.0, 20.0, 90.0, 90.0, 90.0));
    assert_eq!((visit.slope, visit.trend), (10.0, 75.0));
    assert_eq!(Memory::ALL.map(|memory| visit.get(memory)), [60.0, 20.0, 90.0, 90.0, 90.0, 75.0]);
    // Of two moments as far from neutral the worse is the peak, wherever it is.
    assert_eq!(Remembered::from_moments(&[80.0, 20.0, 50.0]).unwrap().peak, 20.0);
    assert_eq!(Remembered::from_moments(&[50.0, 20.0, 80.0]).unwrap().peak, 20.0);
    let one = Remembered::from_moments(&[40.0]).unwrap();
    assert_eq!((one.mean_worst_end(), one.slope, one.trend), ([40.0; 3], 0.0, 40.0));
    assert_eq!(Remembered::from_moments(&[]), Err(Error::TooFew { what: "moments", found: 0, least: 1 }));
    let off = Remembered::from_moments(&[50.0, 100.5]).unwrap_err().to_string();
    assert_eq!(off, "moment 1 is 100.5: it must be points on 0..100");
    assert!(matches!(Remembered::from_moments(&[f64::NAN]), Err(Error::OutOfRange { .. })));
}

/// Sixty respondents who remember .4 mean + .3 worst + .3 end, off by up to 10 points.
fn sixty() -> (Vec<Remembered>, Vec<f64>) {
    let one = |i: usize| {
        let moments: Vec<f64> =
            (0..3 + i % 4).map(|t| ((i * 37 + t * 61 + i * i * t * 7) % 101) as f64).collect();
        let visit = Remembered::from_moments(&moments).unwrap();
        let overall = 0.4 * visit.mean + 0.3 * visit.worst + 0.3 * visit.end + (i * 53 % 21) as f64 - 10.0;
        (visit, overall.clamp(0.0, 100.0))
    };
    (0..60).map(one).unzip()
}

/// Weights by scipy 1.17.1, `minimize(method="SLSQP", ftol=1e-16)` from six starts under bounds and a sum of 1;
/// summaries (`polyfit`), hold-out errors and excess by numpy 2.4.6.
#[test]
fn weights_and_hold_out_errors() {
    let (visits, overall) = sixty();
    close(visits[5].trend, 64.8, 1e-12);
    let fit = fit_memory(&visits, &overall, 5).unwrap();
    assert_eq!((fit.best, fit.respondent_count, fit.fold_count), (MemoryModel::MeanWorstEnd, 60, 5));
    let expected = [
        (13.092489768311195, 134.3448677402179, 37.344626981984035),
        (25.361532156660676, 606.138892740218, 78.77781428155838),
        (43.08118153233755, 1818.9197816291064, 178.63798089058463),
        (34.65827113082499, 1164.1273371846623, 146.69819174610376),
        (23.48359668648168, 514.410892740218, 95.55954448166922),
        (19.034493619398937, 325.2435267538233, 70.14910996949924),
        (20.399143010321673, 379.0566149624401, 75.15068547660425),
        (6.0883840707625705, 0.0, 0.0),
        (6.277116359525883, 2.3337691979120856, 1.5851950289662613),
    ];
    assert_eq!(fit.candidates.len(), expected.len());
    for (candidate, (error, excess, spread)) in fit.candidates.iter().zip(expected) {
        // The solver of the reference stops at about 1e-6 in the weights.
        close(candidate.error, error, 2e-5);
        close(candidate.excess, excess, 2e-4);
        close(candidate.excess_error, spread, 2e-4);
    }
    let weights = |model: MemoryModel| fit.candidate(model).unwrap().weights;
    let expected = [0.41809204, 0.30594159, 0.0, 0.0, 0.27596637, 0.0];
    weights(MemoryModel::MeanWorstEnd).iter().zip(expected).for_each(|(&found, w)| close(found, w, 1e-6));
    let expected = [0.37323827, 0.32823014, 0.02293387, 0.00169523, 0.27390248, 0.0];
    weights(MemoryModel::All).iter().zip(expected).for_each(|(&found, w)| close(found, w, 1e-5));
    assert_eq!(weights(MemoryModel::PeakEnd), [0.0, 0.0, 0.0, 0.5, 0.5, 0.0]);
}

/// Where every account predicts the same, the simplest is best, and weights stay what they must be.
#[test]
fn equal_accounts_leave_the_simplest() {
    let flat: Vec<Remembered> =
        (0..40).map(|at| Remembered::from_moments(&[f64::from(at); 3]).unwrap()).collect();
    let overall: Vec<f64> = (0..40).map(f64::from).collect();
    let fit = fit_memory(&flat, &overall, 10).unwrap();
    assert_eq!(fit.best, MemoryModel::Single(Memory::Mean));
    assert_eq!(fit.candidate(MemoryModel::All).unwrap().weights, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert!(fit.candidates.iter().all(|candidate| candidate.error < 1e-12 && candidate.excess_error < 1e-12));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// No other weights that are 0 or more and sum to 1 do better on the respondents fitted.
    #[test]
    fn no_other_weights_are_better(
        people in vec((vec(0.0..=100.0_f64, 1..6), 0.0..=100.0_f64), 30..40),
        others in vec(vec(0.0..1.0_f64, 6), 50),
    ) {
        let (visits, overall): (Vec<Remembered>, Vec<f64>) =
            people.iter().map(|(moments, overall)| (Remembered::from_moments(moments).unwrap(), *overall)).unzip();
        let fit = fit_memory(&visits, &overall, 3).unwrap();
        let squares = |weights: &[f64]| -> f64 {
            let predicted = |visit: &Remembered| -> f64 {
                Memory::ALL.iter().zip(weights).map(|(&memory, weight)| weight * visit.get(memory)).sum()
            };
            visits.iter().zip(&overall).map(|(visit, overall)| (overall - predicted(visit)).powi(2)).sum()
        };
        let weights = fit.candidate(MemoryModel::All).unwrap().weights;
        prop_assert!(weights.iter().all(|&weight| weight >= 0.0));
        prop_assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let least = squares(&weights);
        for other in others {
            let sum: f64 = other.iter().sum::<f64>().max(1e-9);
            // Far away, and a little to the side.
            for step in [1.0, 0.01] {
                let moved: Vec<f64> =
                    weights.iter().zip(&other).map(|(w, other)| w + step * (other / sum - w)).collect();
                prop_assert!(squares(&moved) >= least * (1.0 - 1e-9), "{moved:?} beat {weights:?}");
            }
        }
        for candidate in &fit.candidates {
            prop_assert!(squares(&candidate.weights) >= least * (1.0 - 1e-9));
        }
    }
}

#[test]
fn fits_refuse_what_is_too_little() {
    let (visits, overall) = sixty();
    let count = |what, found, least| Err(Error::TooFew { what, found, least });
    let people = "respondents with an overall score";
    assert_eq!(fit_memory(&visits[..29], &overall[..29], 5), count(people, 29, 30));
    assert_eq!(fit_memory(&visits, &overall, 1), count("folds", 1, 2));
    assert_eq!(fit_memory(&visits, &overall, 61), count(people, 60, 61));
    assert_eq!(
        fit_memory(&visits, &overall[1..], 5),
        Err(Error::WrongLength { what: "overall scores", found: 59, expected: 60 })
    );
    let mut wrong = overall;
    wrong[7] = f64::NAN;
    assert!(matches!(fit_memory(&visits, &wrong, 5), Err(Error::Case { case: 7, .. })));
}
