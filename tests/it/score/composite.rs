//! The composite index: Choquet, gates, draws, and what it hangs on.

use total_experience::score::Error;
use total_experience::score::scorecard::{
    Choquet, Component, DrawOptions, IndexKind, NoInterval, ProductGate, composite, composite_by_draws,
    index_by_draws, rank_ranges, variance_shares,
};

const FOUR: [f64; 4] = [72.0, 55.0, 80.0, 68.0];

fn components<const N: usize>(points: [f64; N], errors: [f64; N], weights: [f64; N]) -> Vec<Component> {
    let component =
        |at: usize| Component { points: points[at], standard_error: Some(errors[at]), weight: weights[at] };
    (0..N).map(component).collect()
}

fn close(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} should be {expected}");
}

/// R package kappalab 0.4.12 on four criteria: Moebius masses in, all else out.
#[test]
fn choquet_integrals() {
    let pairs = [(0, 1, 0.1), (2, 0, -0.05), (0, 3, 0.08), (1, 2, -0.1), (1, 3, 0.12), (2, 3, -0.05)];
    let index = Choquet::from_moebius(&[0.3, 0.25, 0.2, 0.15], &pairs).unwrap();
    for (found, expected) in index.shapley().iter().zip([0.365, 0.31, 0.1, 0.225]) {
        close(*found, expected, 1e-12);
    }
    let capacity = [0.0, 0.3, 0.25, 0.65, 0.2, 0.45, 0.35, 0.7, 0.15, 0.53, 0.52, 1.0, 0.3, 0.63, 0.57, 1.0];
    for (set, expected) in capacity.into_iter().enumerate() {
        let members: Vec<usize> = (0..4).filter(|at| set >> at & 1 == 1).collect();
        close(index.capacity(&members), expected, 1e-12);
    }
    for (points, expected) in [
        ([0.2, 0.5, 0.9, 0.4], 0.429),
        ([0.7, 0.7, 0.1, 0.3], 0.56),
        ([1.0, 0.0, 0.5, 0.25], 0.42),
        ([0.33, 0.66, 0.99, 0.11], 0.4455),
        ([0.0, 0.0, 0.0, 1.0], 0.15),
        ([1.0, 1.0, 1.0, 1.0], 1.0),
    ] {
        close(index.value(&points).unwrap(), expected, 1e-12);
        close(index.value(&points.map(|x| 100.0 * x)).unwrap(), 100.0 * expected, 1e-10);
    }
    assert_eq!(
        (index.interaction(2, 1), index.interaction(1, 2), index.interaction(3, 3)),
        (-0.1, -0.1, 0.0)
    );
    assert_eq!(Choquet::new(index.shapley(), &pairs).unwrap(), index);
}

#[test]
fn what_is_no_capacity_is_refused() {
    let thirds = [0.25, 0.25, 0.5];
    for (found, expected) in [
        (
            Choquet::new(&thirds, &[(0, 1, 0.6)]),
            "component 0 has a Shapley value of 0.25, below half the sum",
        ),
        (Choquet::new(&[0.5, 0.6], &[]), "the Shapley values sum to 1.1: they must sum to 1"),
        (Choquet::new(&[], &[]), "the Shapley values sum to"),
        (Choquet::new(&[1.5, -0.5], &[]), "component 1 has a Shapley value of -0.5"),
        (Choquet::new(&thirds, &[(0, 3, 0.1)]), "components 0 and 3 of 3 are no pair"),
        (Choquet::new(&thirds, &[(1, 1, 0.1)]), "components 1 and 1 of 3 are no pair"),
        (
            Choquet::new(&thirds, &[(0, 1, 0.1), (1, 0, 0.1)]),
            "components 0 and 1 of 3 are no pair, or stand twice",
        ),
        (Choquet::new(&thirds, &[(0, 1, f64::NAN)]), "interaction 0 is NaN: it must be a finite number"),
        (Choquet::new(&[f64::INFINITY, 0.0], &[]), "Shapley value 0 is inf"),
    ] {
        let text = found.unwrap_err().to_string();
        assert!(text.starts_with(expected), "{text}");
    }
    let index = Choquet::new(&thirds, &[(0, 1, 0.5)]).unwrap();
    assert_eq!(index.value(&[1.0]), Err(Error::WrongLength { what: "components", found: 1, expected: 3 }));
    assert!(matches!(index.value(&[1.0, f64::NAN, 2.0]), Err(Error::OutOfRange { .. })));
}

#[test]
fn draws_agree_with_the_delta_method() {
    let options = DrawOptions::default().with_draws(40_000);
    for weights in [[1.0; 4], [0.4, 0.3, 0.2, 0.1]] {
        let parts = components(FOUR, [2.0, 1.5, 1.0, 2.5], weights);
        for kind in [IndexKind::Geometric, IndexKind::Arithmetic, IndexKind::Harmonic, IndexKind::Penalty] {
            let delta = composite(kind, &parts, 0.95).unwrap();
            let drawn = composite_by_draws(kind, &parts, &options).unwrap();
            let error = delta.standard_error.unwrap();
            assert_eq!((drawn.points, drawn.no_interval), (delta.points, None));
            assert!((drawn.standard_error.unwrap() / error - 1.0).abs() < 0.02, "{kind}");
            close(drawn.low.unwrap(), delta.low.unwrap(), 0.1 * error);
            close(drawn.high.unwrap(), delta.high.unwrap(), 0.1 * error);
        }
    }
}

#[test]
fn draws_give_limits_where_the_delta_method_does_not_serve() {
    let options = DrawOptions::default();
    let parts = components(FOUR, [2.0; 4], [1.0; 4]);
    let weakest = composite_by_draws(IndexKind::Minimum, &parts, &options).unwrap();
    // 55 is so far below the others that the limits are its own: 55 +- 3.92.
    close(weakest.low.unwrap(), 51.08, 0.25);
    close(weakest.high.unwrap(), 58.92, 0.25);
    // The minimum of two that are level: P(min > x) = (1 - Phi)^2, so P(min < x(z)) = .025 at z = -2.2390 and .975 at
    // z = 1.0022 (scipy 1.17.1, norm.ppf(1 - sqrt(.975)) and norm.ppf(1 - sqrt(.025))); x(z) is Wilson's limit at 525
    // answers, with z as its quantile.
    let level = components([70.0; 2], [2.0; 2], [1.0; 2]);
    let weakest = composite_by_draws(IndexKind::Minimum, &level, &options.with_draws(40_000)).unwrap();
    close(weakest.low.unwrap(), 65.35, 0.1);
    close(weakest.high.unwrap(), 71.965, 0.1);
    let zero = components([0.0, 64.0], [1.0, 2.0], [1.0; 2]);
    let index = composite(IndexKind::Geometric, &zero, 0.95).unwrap();
    assert_eq!(index, composite_by_draws(IndexKind::Geometric, &zero, &options.with_draws(4_096)).unwrap());
    assert_eq!((index.points, index.low, index.no_interval), (0.0, Some(0.0), None));
    // sqrt(64 x 1.96) = 11.2
    close(index.high.unwrap(), 11.2, 0.5);
    // A Choquet integral whose points keep their order is a weighted mean: 55 has phi + .2, 72 has phi - .2.
    let needs = Choquet::new(&[0.3, 0.3, 0.2, 0.2], &[(0, 1, 0.4)]).unwrap();
    let index =
        index_by_draws(&parts, |points| needs.value(points).ok(), &options.with_draws(40_000)).unwrap();
    close(index.points, 64.3, 1e-12);
    let error = 2.0 * (0.01_f64 + 0.25 + 0.04 + 0.04).sqrt();
    close(index.standard_error.unwrap(), error, 0.02 * error);
    close(index.low.unwrap(), 64.3 - 1.96 * error, 0.1 * error);
}

#[test]
fn draws_follow_the_seed_and_refuse_nonsense() {
    let options = DrawOptions::default().with_draws(50);
    let parts = components(FOUR, [2.0; 4], [1.0, 0.0, 1.0, 1.0]);
    let of = |options: &DrawOptions| composite_by_draws(IndexKind::Geometric, &parts, options).unwrap();
    assert_eq!(of(&options), of(&options));
    assert_ne!(of(&options), of(&options.with_seed(2)));
    let mut unknown = parts.clone();
    unknown[2].standard_error = None;
    let index = composite_by_draws(IndexKind::Geometric, &unknown, &options).unwrap();
    assert_eq!((index.low, index.no_interval), (None, Some(NoInterval::NoStandardError)));
    let refused = |found: Result<_, Error>| matches!(found, Err(Error::OutOfRange { .. }));
    assert!(refused(composite_by_draws(IndexKind::Minimum, &parts, &options.with_draws(0))));
    assert!(refused(composite_by_draws(IndexKind::Minimum, &parts, &options.with_level(2.0))));
    assert_eq!(index_by_draws(&parts, |_| None, &options), Err(Error::NoStatistic));
    let too_many = components([101.0], [1.0], [1.0]);
    assert!(matches!(index_by_draws(&too_many, |x| Some(x[0]), &options), Err(Error::OutOfRange { .. })));
}

#[test]
fn a_gate_caps_the_index() {
    let parts = components(FOUR, [2.0; 4], [1.0; 4]);
    let index = composite(IndexKind::Geometric, &parts, 0.95).unwrap();
    let gate = ProductGate { floor: 60.0, cap: 50.0 };
    let held = gate.apply(59.9, &index).unwrap();
    assert!(held.closed && held.held);
    assert_eq!((held.index.points, held.index.low, held.index.high), (50.0, Some(50.0), Some(50.0)));
    let open = gate.apply(60.0, &index).unwrap();
    assert_eq!((open.index, open.closed, open.held), (index, false, false));
    let high = ProductGate { floor: 60.0, cap: 69.0 }.apply(10.0, &index).unwrap();
    assert_eq!((high.index.points, high.index.high, high.closed), (index.points, Some(69.0), true));
    for wrong in [ProductGate { cap: 101.0, ..gate }, ProductGate { floor: -1.0, ..gate }] {
        assert!(matches!(wrong.apply(70.0, &index), Err(Error::OutOfRange { .. })));
    }
    assert!(matches!(gate.apply(f64::NAN, &index), Err(Error::OutOfRange { .. })));
}

#[test]
fn shares_of_variance() {
    // Geometric: w se / x, so (.5 4/80)^2 against (.5 2/40)^2: the same.
    let two = components([80.0, 50.0, 40.0], [4.0, 9.0, 2.0], [1.0, 0.0, 1.0]);
    let shares = variance_shares(IndexKind::Geometric, &two).unwrap().unwrap();
    close(shares[0], 0.5, 1e-14);
    assert_eq!(shares[1], 0.0);
    close(shares.iter().sum(), 1.0, 1e-14);
    assert_eq!(variance_shares(IndexKind::Minimum, &two), Ok(None));
    assert_eq!(variance_shares(IndexKind::Geometric, &components([3.0], [0.0], [1.0])), Ok(None));
}

#[test]
fn ranks_hang_on_weights() {
    let options = DrawOptions::default();
    let of =
        |kind, rows: &[&[f64]], weights: &[f64], spread| rank_ranges(kind, rows, weights, spread, &options);
    let rows: [&[f64]; 4] = [&[70.0, 60.0], &[60.0, 70.0], &[90.0, 90.0], &[65.0, 65.0]];
    let even = of(IndexKind::Arithmetic, &rows, &[1.0, 1.0], 0.2).unwrap();
    let ranks: Vec<_> = even.iter().map(|range| (range.rank, range.best, range.worst)).collect();
    assert_eq!(ranks, [(2, 2, 4), (2, 2, 4), (1, 1, 1), (2, 2, 3)]);
    assert_eq!((even[2].points, even[2].kept), (90.0, 1.0));
    close(even[0].kept, 0.5, 0.05);
    // The geometric mean knows the balanced one, whatever the weights.
    let fixed = of(IndexKind::Geometric, &rows, &[1.0, 1.0], 0.0).unwrap();
    assert_eq!(fixed.iter().map(|range| range.rank).collect::<Vec<_>>(), [3, 3, 1, 2]);
    assert!(fixed.iter().all(|range| range.kept == 1.0));
    assert_eq!(of(IndexKind::Minimum, &[], &[1.0], 0.5), Ok(vec![]));
    assert!(matches!(
        of(IndexKind::Minimum, &rows, &[1.0], 0.5),
        Err(Error::WrongLength { what: "components", found: 2, expected: 1 })
    ));
    assert!(matches!(of(IndexKind::Minimum, &rows, &[1.0, 1.0], 1.5), Err(Error::OutOfRange { .. })));
    assert!(matches!(of(IndexKind::Minimum, &rows, &[0.0, 0.0], 0.5), Err(Error::NoIndexWeight)));
}
