//! Euclidean norm without overflow or underflow.

/// The 2-norm of some numbers. It passes the largest number only where one of them nearly does, is 0 only where all are,
/// and infinite where one is not finite.
///
/// Their squares are added up as they are; only where that passes or falls below what is safe are they divided by the
/// largest first. Reference: Blue (1978), A portable Fortran program to find the Euclidean norm of a vector,
/// doi:10.1145/355769.355771.
pub(crate) fn norm(values: impl Iterator<Item = f64> + Clone) -> f64 {
    of_squares(values.clone().fold(0.0, |sum, value| sum + value * value), values)
}

/// [`norm`] of numbers whose squares have been added up.
pub(crate) fn of_squares(squares: f64, values: impl Iterator<Item = f64> + Clone) -> f64 {
    const SAFE: std::ops::Range<f64> = 1e-240..1e300;
    if SAFE.contains(&squares) { squares.sqrt() } else { by_largest(values) }
}

fn by_largest(values: impl Iterator<Item = f64> + Clone) -> f64 {
    if values.clone().any(|value| !value.is_finite()) {
        return f64::INFINITY;
    }
    let largest = values.clone().fold(0.0, |most, value| f64::max(most, value.abs()));
    if largest == 0.0 {
        return 0.0;
    }
    let part = |value: f64| value / largest;
    largest * values.fold(0.0, |sum, value| sum + part(value) * part(value)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::norm;

    #[test]
    fn of_any_size() {
        for size in [0.0, f64::MIN_POSITIVE, 1e-200, 1e-150, 1.0, 1e154, 1e200, 1e307] {
            let found = norm([3.0 * size, -4.0 * size].into_iter());
            assert!((found - 5.0 * size).abs() <= 4.0 * f64::EPSILON * size, "{found} for {size}");
        }
        assert_eq!(norm(std::iter::empty()), 0.0);
        assert_eq!(norm([1.0, f64::INFINITY].into_iter()), f64::INFINITY);
        assert_eq!(norm([f64::NAN].into_iter()), f64::INFINITY);
        // Less than 1e-240 beside what is not.
        assert_eq!(norm([1e-130, 1.0].into_iter()), 1.0);
    }
}
