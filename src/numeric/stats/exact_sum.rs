//! Exact sum of `f64` values, rounded once at the end.

/// The exact real sum of any number of `f64`, in any order.
///
/// It is held as a non-overlapping expansion: a few `f64` of growing magnitude whose real sum is the sum (Shewchuk
/// 1997, doi:10.1007/PL00009321). Which expansion depends on the order of the additions, the number it stands for
/// does not: [`canonical`](Self::canonical) and [`value`](Self::value) depend on that number alone, so sums of the same
/// terms agree in every bit however they were split and merged.
///
/// Terms are exact as long as nothing overflows, and products as long as their last bit is at least 2^-1074. The
/// callers bound weights and values so that both hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExactSum {
    parts: Vec<f64>,
}

impl ExactSum {
    /// Adds a finite number.
    pub(crate) fn add(&mut self, term: f64) {
        let mut carry = term;
        let mut kept = 0;
        for at in 0..self.parts.len() {
            let (high, low) = two_sum(carry, self.parts[at]);
            if low != 0.0 {
                self.parts[kept] = low;
                kept += 1;
            }
            carry = high;
        }
        self.parts.truncate(kept);
        if carry != 0.0 {
            self.parts.push(carry);
        }
    }

    /// Adds the exact product `a b`.
    pub(crate) fn add_product(&mut self, a: f64, b: f64) {
        let (high, low) = two_product(a, b);
        self.add(low);
        self.add(high);
    }

    /// Adds the exact product `a b^2`.
    pub(crate) fn add_product_squared(&mut self, a: f64, b: f64) {
        let (high, low) = two_product(b, b);
        self.add_product(a, low);
        self.add_product(a, high);
    }

    /// Adds every term of another sum.
    pub(crate) fn merge(&mut self, other: &Self) {
        for &part in &other.parts {
            self.add(part);
        }
    }

    /// The sum, rounded once to the nearest `f64`, ties to even.
    pub(crate) fn value(&self) -> f64 {
        let mut rest = self.parts.iter().rev();
        let mut high = rest.next().copied().unwrap_or(0.0);
        let mut low = 0.0;
        for &part in rest.by_ref() {
            (high, low) = fast_two_sum(high, part);
            if low != 0.0 {
                break;
            }
        }
        // A tie between two neighbours was rounded to even without looking at the parts below.
        if let Some(&next) = rest.next()
            && (low < 0.0) == (next < 0.0)
            && low != 0.0
        {
            let doubled = low * 2.0;
            let away = high + doubled;
            if away - high == doubled {
                return away;
            }
        }
        high
    }

    /// The one expansion that depends on nothing but the sum: `c1 = round(S)`, `c2 = round(S - c1)`, and so on.
    pub(crate) fn canonical(&self) -> Vec<f64> {
        let mut rest = self.clone();
        let mut parts = Vec::with_capacity(self.parts.len());
        while !rest.parts.is_empty() {
            let part = rest.value();
            parts.push(part);
            rest.add(-part);
        }
        parts
    }

    /// The sum of these terms.
    pub(crate) fn from_terms(terms: &[f64]) -> Self {
        let mut sum = Self::default();
        for &term in terms {
            sum.add(term);
        }
        sum
    }

    /// Whether the sum is exactly zero.
    pub(crate) fn is_zero(&self) -> bool {
        self.parts.is_empty()
    }
}

impl PartialEq for ExactSum {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts || self.canonical() == other.canonical()
    }
}

/// `a + b = high + low` without error.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    if a.abs() < b.abs() { fast_two_sum(b, a) } else { fast_two_sum(a, b) }
}

/// [`two_sum`] for `|a| >= |b|`.
fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let high = a + b;
    (high, b - (high - a))
}

/// `a b = high + low` without error.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let high = a * b;
    (high, a.mul_add(b, -high))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Terms `m 2^e` whose sums fit an `i128` in units of 2^-40, with their value in those units.
    fn dyadic() -> impl Strategy<Value = (f64, i128)> {
        (-(1_i64 << 52)..(1_i64 << 52), -40..12_i32)
            .prop_map(|(m, e)| (m as f64 * 2_f64.powi(e), i128::from(m) << (e + 40)))
    }

    /// Terms over two hundred decades, with near cancellations.
    fn wild() -> impl Strategy<Value = Vec<f64>> {
        let term = (-1.0..1.0_f64, -100..100_i32).prop_map(|(m, e)| m * 10_f64.powi(e));
        proptest::collection::vec(term, 0..40).prop_flat_map(|terms| {
            let all: Vec<f64> =
                terms.iter().copied().chain(terms.iter().map(|t| -t * (1.0 + f64::EPSILON))).collect();
            Just(all).prop_shuffle()
        })
    }

    fn bits(terms: &[f64]) -> Vec<u64> {
        terms.iter().map(|term| term.to_bits()).collect()
    }

    proptest! {
        #[test]
        fn rounds_the_exact_sum_once(terms in proptest::collection::vec(dyadic(), 0..200)) {
            let sum = ExactSum::from_terms(&terms.iter().map(|t| t.0).collect::<Vec<_>>());
            let exact: i128 = terms.iter().map(|t| t.1).sum();
            prop_assert_eq!(sum.value(), exact as f64 * 2_f64.powi(-40));
            let parts: i128 = sum.canonical().iter().map(|part| (part * 2_f64.powi(40)) as i128).sum();
            prop_assert_eq!(parts, exact);
        }

        #[test]
        fn order_and_partition_change_no_bit(
            (terms, shuffled, cut) in wild()
                .prop_flat_map(|t| (Just(t.clone()), Just(t.clone()).prop_shuffle(), 0..=t.len()))
        ) {
            let whole = ExactSum::from_terms(&terms);
            let mut left = ExactSum::from_terms(&shuffled[..cut]);
            left.merge(&ExactSum::from_terms(&shuffled[cut..]));
            prop_assert_eq!(whole.value().to_bits(), left.value().to_bits());
            prop_assert_eq!(bits(&whole.canonical()), bits(&left.canonical()));
            prop_assert_eq!(&whole, &left);
            prop_assert_eq!(bits(&ExactSum::from_terms(&whole.canonical()).canonical()), bits(&whole.canonical()));
        }

        #[test]
        fn what_is_taken_back_leaves_nothing(terms in wild()) {
            let mut sum = ExactSum::from_terms(&terms);
            terms.iter().rev().for_each(|term| sum.add(-term));
            prop_assert!(sum.is_zero());
        }

        #[test]
        fn products_are_exact(
            terms in proptest::collection::vec((-(1_i64 << 26)..(1_i64 << 26), 0..(1_i64 << 20)), 0..50)
        ) {
            let mut sum = ExactSum::default();
            for &(x, w) in &terms {
                sum.add_product_squared(w as f64 / 1024.0, x as f64 / 1024.0);
                sum.add_product(w as f64, x as f64);
            }
            let exact: i128 =
                terms.iter().map(|&(x, w)| i128::from(w) * i128::from(x) * (i128::from(x) + (1 << 30))).sum();
            prop_assert_eq!(sum.value(), exact as f64 * 2_f64.powi(-30));
        }
    }

    #[test]
    fn ties_look_at_what_lies_below() {
        let half_ulp = f64::EPSILON / 2.0;
        assert_eq!(ExactSum::from_terms(&[1.0, half_ulp]).value(), 1.0);
        assert_eq!(ExactSum::from_terms(&[1.0, half_ulp, 1e-100]).value(), 1.0 + f64::EPSILON);
        assert_eq!(ExactSum::from_terms(&[1.0, half_ulp, -1e-100]).value(), 1.0);
        assert_eq!(ExactSum::from_terms(&[-1.0, -half_ulp, -1e-100]).value(), -1.0 - f64::EPSILON);
    }
}
