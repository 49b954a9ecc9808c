//! The composite index: Choquet, gates, draws, and what it hangs on.

use total_experience::score::{Choquet, Error};

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
    assert_eq!(index.value(&[1.0]), Err(Error::Components { found: 1, expected: 3 }));
    assert!(matches!(index.value(&[1.0, f64::NAN, 2.0]), Err(Error::Element { position: 1, .. })));
}
