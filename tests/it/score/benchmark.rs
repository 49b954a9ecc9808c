//! Relative lift on points, and lift in several dimensions at once.

use total_experience::score::Error;
use total_experience::score::inference::{PromoterCounts, Score, Successes};
use total_experience::score::monitor::{Benchmark, LiftLimits, PointEstimate, joint_claim};
use total_experience::score::scorecard::{Component, IndexKind, JointScore, composite};

fn close(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} should be {expected}");
}

fn estimate(points: f64, standard_error: f64) -> PointEstimate {
    PointEstimate { points, standard_error }
}

fn benchmark(ours: (f64, f64), theirs: (f64, f64)) -> Benchmark {
    Benchmark { ours: estimate(ours.0, ours.1), theirs: estimate(theirs.0, theirs.1) }
}

fn limits(benchmark: &Benchmark) -> (f64, f64) {
    match benchmark.lift(0.95).unwrap().limits {
        LiftLimits::Bounded { low, high } => (low, high),
        other => panic!("{other:?}"),
    }
}

/// Two companies; figures by scipy 1.17.1 (`norm.ppf`, `norm.sf`) and the roots of Fieller's quadratic by numpy 2.4.6.
#[test]
fn published_benchmark() {
    let customers = benchmark((78.0, 0.9), (64.0, 1.0));
    let employees = benchmark((70.0, 1.6), (61.0, 1.8));
    assert_eq!(customers.lift(0.95).unwrap().estimate, 0.21875);
    close(employees.lift(0.95).unwrap().estimate, 0.1475, 5e-5);
    let (low, high) = limits(&customers);
    close(low, 0.1734609143379191, 1e-12);
    close(high, 0.26632725602039353, 1e-12);
    let (low, high) = limits(&employees);
    close(low, 0.06721343272053781, 1e-12);
    close(high, 0.23557108977561025, 1e-12);
    let claim = joint_claim(&[customers, employees], 0.25).unwrap();
    close(claim.p_values[0], 0.9029344757602018, 1e-10);
    close(claim.p_values[1], 0.9882057074221701, 1e-10);
    assert_eq!(claim.p_value, claim.p_values[1]);
    assert!(!claim.is_shown(0.05));
}

/// The limits are where the two-sided test of that lift is at its level.
#[test]
fn limits_invert_the_test() {
    let benchmark = benchmark((40.0, 3.0), (35.0, 9.0));
    let (low, high) = limits(&benchmark);
    let p = |lift: f64| joint_claim(&[benchmark], lift).unwrap().p_value;
    close(p(low), 0.025, 1e-9);
    close(p(high), 0.975, 1e-9);
}

#[test]
fn lifts_that_cannot_be_told() {
    // z s_b >= b: the other score cannot be told from zero.
    assert_eq!(benchmark((50.0, 2.0), (10.0, 5.2)).lift(0.95).unwrap().limits, LiftLimits::Unbounded);
    assert!(matches!(
        benchmark((50.0, 2.0), (10.0, 5.0)).lift(0.95).unwrap().limits,
        LiftLimits::Bounded { .. }
    ));
    assert_eq!(limits(&benchmark((0.0, 4.0), (50.0, 4.0))).0, -1.0); // points are not negative
    // Without any uncertainty.
    let certain = benchmark((50.0, 0.0), (40.0, 0.0));
    assert_eq!(limits(&certain), (0.25, 0.25));
    assert_eq!(joint_claim(&[certain], 0.25).unwrap().p_value, 1.0);
    assert_eq!(joint_claim(&[certain], 0.2).unwrap().p_value, 0.0);
}

#[test]
fn only_points_have_a_ratio() {
    let counts = PromoterCounts { promoters: 60, passives: 25, detractors: 15 };
    let nps = Score::net_promoter(counts).unwrap().unwrap();
    assert_eq!(PointEstimate::try_from(&nps), Err(Error::NetPromoterRatio));
    let share = Score::proportion(Successes { count: 37, of: 120 }).unwrap().unwrap();
    let points = PointEstimate::try_from(&share).unwrap();
    assert_eq!(points.points, share.points.estimate);
    assert_eq!(Some(points.standard_error), share.points.standard_error);
    let part = Component { points: 60.0, standard_error: Some(2.0), weight: 1.0 };
    let index = composite(IndexKind::Geometric, &[part], 0.95).unwrap();
    close(PointEstimate::try_from(&index).unwrap().standard_error, 2.0, 1e-12);
    let unsure =
        composite(IndexKind::Arithmetic, &[Component { standard_error: None, ..part }], 0.95).unwrap();
    assert_eq!(PointEstimate::try_from(&unsure), Err(Error::NoStandardError { points: 60.0 }));
    let none = Error::TooFew { what: "published facets", found: 0, least: 1 };
    assert_eq!(PointEstimate::try_from(&JointScore::default()), Err(none));
}

#[test]
fn faults_carry_the_value() {
    for (points, error) in [(-1.0, 1.0), (100.5, 1.0), (f64::NAN, 1.0), (50.0, -0.1), (50.0, f64::INFINITY)] {
        for wrong in [benchmark((points, error), (50.0, 1.0)), benchmark((50.0, 1.0), (points, error))] {
            assert!(matches!(wrong.lift(0.95), Err(Error::OutOfRange { .. })), "{wrong:?}");
            assert!(matches!(joint_claim(&[wrong], 0.25), Err(Error::OutOfRange { .. })), "{wrong:?}");
        }
    }
    let zero = benchmark((50.0, 1.0), (0.0, 1.0)).lift(0.95).unwrap_err();
    assert_eq!(zero.to_string(), "the score to compare with is 0: it must be points above 0");
    let good = benchmark((50.0, 1.0), (40.0, 1.0));
    assert!(matches!(good.lift(1.0), Err(Error::OutOfRange { .. })));
    assert_eq!(joint_claim(&[], 0.25), Err(Error::TooFew { what: "benchmarks", found: 0, least: 1 }));
    for lift in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(joint_claim(&[good], lift), Err(Error::OutOfRange { .. })), "{lift}");
    }
}
