//! Targets, thresholds, and what closing the loop brought.

use total_experience::model::ids::FacetId;
use total_experience::score::Error;
use total_experience::score::inference::{PromoterCounts, Score, Successes};
use total_experience::score::monitor::{Case, KpiTarget, Standing, closed_loop};
use total_experience::score::scorecard::JointScore;
use total_experience::signal::response::Columns;
use total_experience::signal::tally::Tally;

const FACET: FacetId = FacetId::from_u32(0);

fn close(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} should be {expected}");
}

fn score(instrument: &str, values: &[f64]) -> Score {
    let mut tally = Tally::new();
    tally.declare(FACET, instrument.parse().unwrap()).unwrap();
    tally.add_columns(&Columns::new(&vec![FACET; values.len()], values)).unwrap();
    Score::from_tally(tally.facet(FACET).unwrap()).unwrap().unwrap()
}

/// The net promoter score of (60, 25, 15) is 45 with limits 29.34..58.04.
#[test]
fn targets_go_by_the_interval() {
    let counts = PromoterCounts { promoters: 60, passives: 25, detractors: 15 };
    let nps = Score::net_promoter(counts).unwrap().unwrap();
    for (target, standing) in [
        (29.0, Standing::Met),
        (30.0, Standing::Unknown),
        (58.0, Standing::Unknown),
        (58.1, Standing::Missed),
    ] {
        let check = KpiTarget::at_least(target).check(&nps).unwrap();
        assert_eq!((check.target, check.threshold), (standing, None), "{target}");
        close(check.margin, 45.0 - target, 1e-12);
    }
    let both = KpiTarget::at_least(60.0).with_threshold(20.0).check(&nps).unwrap();
    assert_eq!((both.target, both.threshold), (Standing::Missed, Some(Standing::Met)));
}

/// A mean wait of 20 minutes with limits 15.600517883148004..24.943166423918292.
#[test]
fn less_may_be_better() {
    let wait = score("rating:0-60:lower", &[15.0, 18.0, 20.0, 22.0, 25.0]);
    let low = wait.low.unwrap();
    close(low, 15.600517883148004, 1e-9);
    let standing = |most: f64| KpiTarget::at_most(most).check(&wait).unwrap().target;
    assert_eq!(
        [standing(25.0), standing(20.0), standing(15.0)],
        [Standing::Met, Standing::Unknown, Standing::Missed]
    );
    let check = KpiTarget::at_most(18.0).with_threshold(30.0).check(&wait).unwrap();
    assert_eq!(check.threshold, Some(Standing::Met));
    close(check.margin, -2.0, 1e-12);
    let wrong = KpiTarget::at_most(18.0).with_threshold(10.0).check(&wait);
    assert_eq!(wrong, Err(Error::Threshold { threshold: 10.0, target: 18.0 }));
    // One answer has no interval, and none is made up.
    let one = score("rating:0-60:lower", &[5.0]);
    assert_eq!(KpiTarget::at_most(30.0).check(&one).unwrap().target, Standing::Unknown);
}

#[test]
fn targets_in_another_unit_are_refused() {
    let share = Score::proportion(Successes { count: 37, of: 120 }).unwrap().unwrap();
    let error = KpiTarget::at_least(40.0).check(&share).unwrap_err();
    assert_eq!(error, Error::TargetOffScale { value: 40.0, min: 0.0, max: 1.0 });
    assert!(KpiTarget::at_least(0.4).with_threshold(f64::NAN).check(&share).is_err());
    assert_eq!(KpiTarget::at_least(40.0).check_points(&JointScore::default()), Ok(None));
}

/// Limits by scipy 1.17.1, `ttest_ind(contacted, others, equal_var=False).confidence_interval(0.95)`; times by
/// numpy 2.4.6, `quantile`, with 1e9 for the four who were not contacted.
#[test]
fn loops_that_close_and_that_do_not() {
    let first = [30.0, 40.0, 20.0, 50.0, 10.0, 60.0, 30.0, 40.0, 20.0, 50.0, 30.0];
    let later = [60.0, 70.0, 30.0, 80.0, 60.0, 70.0, 50.0, 50.0, 20.0, 60.0, 25.0];
    let times = [48.0, 5.0, 2.0, 8.0, 72.0, 24.0, 5.0];
    let mut cases: Vec<Case> =
        first.iter().zip(&later).map(|(&first, &later)| Case::new(first).with_later_points(later)).collect();
    for (case, &time) in cases.iter_mut().zip(&times) {
        *case = case.with_contact(time);
    }
    cases.push(Case::new(0.0).with_contact(30.0)); // not asked again
    let closed = closed_loop(&cases, 0.95).unwrap();
    assert_eq!(closed.case_count, 12);
    assert_eq!(closed.contacted, Score::proportion(Successes { count: 8, of: 12 }).unwrap());
    assert_eq!((closed.median_time, closed.ninth_decile_time), (Some(39.0), None));
    let recovery = closed.recovery.unwrap();
    assert_eq!((recovery.contacted_count, recovery.other_count), (7, 4));
    close(recovery.contacted_gain, 25.714285714285715, 1e-12);
    assert_eq!(recovery.other_gain, 3.75);
    close(recovery.lift, 21.964285714285715, 1e-12);
    close(recovery.standard_error, 6.477164230014941, 1e-12);
    close(recovery.low, 7.311887561020384, 1e-8);
    close(recovery.high, 36.616683867551046, 1e-8);
    // Everyone contacted: every time is known, and nobody is left to compare with.
    let all: Vec<Case> = (1..=11).map(|time| Case::new(30.0).with_contact(f64::from(time))).collect();
    let closed = closed_loop(&all, 0.95).unwrap();
    assert_eq!((closed.median_time, closed.ninth_decile_time), (Some(6.0), Some(10.0)));
    assert_eq!(closed.recovery, None);
    let none = closed_loop(&[], 0.95).unwrap();
    assert_eq!((none.contacted, none.median_time), (None, None));
}

#[test]
fn cases_name_their_fault() {
    let good = Case::new(30.0);
    for bad in [
        Case::new(-1.0),
        Case::new(f64::NAN),
        good.with_contact(-1.0),
        good.with_contact(f64::INFINITY),
        good.with_later_points(101.0),
    ] {
        let error = closed_loop(&[good, bad], 0.95).unwrap_err();
        assert!(matches!(&error, Error::Case { case: 1, .. }), "{error}");
    }
    let error = closed_loop(&[good.with_contact(-2.0)], 0.95).unwrap_err();
    assert_eq!(error.to_string(), "case 0: the time to contact is -2: it must be a finite number, 0 or more");
    assert!(matches!(closed_loop(&[good], 2.0), Err(Error::OutOfRange { .. })));
}
