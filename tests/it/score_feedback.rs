//! Targets, thresholds, and what closing the loop brought.

use total_experience::model::FacetId;
use total_experience::score::{Error, IntervalOptions, JointScore, KpiTarget, Score, Standing};
use total_experience::signal::{Columns, Tally};

const FACET: FacetId = FacetId::from_u32(0);

fn close(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} should be {expected}");
}

fn score(instrument: &str, values: &[f64]) -> Score {
    let mut tally = Tally::new();
    tally.declare(FACET, instrument.parse().unwrap()).unwrap();
    tally.add_columns(&Columns::new(&vec![FACET; values.len()], values)).unwrap();
    Score::of(tally.facet(FACET).unwrap(), &IntervalOptions::default()).unwrap().unwrap()
}

/// The net promoter score of (60, 25, 15) is 45 with limits 29.34..58.04.
#[test]
fn targets_go_by_the_interval() {
    let nps = Score::net_promoter(60, 25, 15, &IntervalOptions::default()).unwrap().unwrap();
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

/// A mean wait of 20 minutes with limits 15.272..24.728 (scipy 1.17.1, `t.interval`).
#[test]
fn less_may_be_better() {
    let wait = score("rating:0-60:lower", &[15.0, 18.0, 20.0, 22.0, 25.0]);
    let low = wait.low.unwrap();
    close(low, 15.272, 5e-4);
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
    let share = Score::proportion(37, 120, &IntervalOptions::default()).unwrap().unwrap();
    let error = KpiTarget::at_least(40.0).check(&share).unwrap_err();
    assert_eq!(error, Error::TargetOffScale { value: 40.0, min: 0.0, max: 1.0 });
    assert!(KpiTarget::at_least(0.4).with_threshold(f64::NAN).check(&share).is_err());
    assert_eq!(KpiTarget::at_least(40.0).check_points(&JointScore::default()), Ok(None));
}
