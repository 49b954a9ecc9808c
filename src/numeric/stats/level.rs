//! Two-sided confidence levels with their normal and Student's t quantiles.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// A two-sided confidence level and its normal quantile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Level {
    upper: f64,
    /// Normal quantile at `(1 + level)/2`.
    pub(crate) z: f64,
}

impl Level {
    /// The level, between 0 and 1; `None` for another number, and so close to 1 that the quantile is infinite.
    pub(crate) fn new(level: f64) -> Option<Self> {
        if !(level > 0.0 && level < 1.0) {
            return None;
        }
        let upper = 0.5 + level / 2.0;
        // To the last bit where everyone uses it.
        let z = if level == 0.95 { 1.959_963_984_540_054 } else { Normal::standard().inverse_cdf(upper) };
        z.is_finite().then_some(Self { upper, z })
    }

    /// Probability below the upper limit.
    pub(crate) const fn upper(&self) -> f64 {
        self.upper
    }

    /// Probability below the lower limit.
    pub(crate) const fn lower(&self) -> f64 {
        1.0 - self.upper
    }

    /// Quantile of Student's t at `(1 + level)/2`; `None` where it is not finite.
    pub(crate) fn t(&self, degrees: f64) -> Option<f64> {
        if degrees >= 1000.0 {
            return Some(self.t_near_normal(degrees));
        }
        let t = StudentsT::new(0.0, 1.0, degrees).ok()?.inverse_cdf(self.upper);
        t.is_finite().then_some(t)
    }

    /// The expansion of Fisher and Cornish (Abramowitz and Stegun 1964, 26.7.5), exact to 1e-11 from 1,000 degrees of
    /// freedom on, where statrs loses digits.
    fn t_near_normal(&self, degrees: f64) -> f64 {
        let z = self.z;
        let z2 = z * z;
        let terms = [
            (z2 + 1.0) / 4.0,
            ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0,
            (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0,
            ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92160.0,
        ];
        z * (1.0 + terms.iter().rev().fold(0.0, |sum, term| (sum + term) / degrees))
    }
}

#[cfg(test)]
mod tests {
    use super::Level;

    /// Quantiles by scipy 1.17.1, `t.ppf`.
    #[test]
    fn student_quantiles() {
        for (level, degrees, expected) in [
            (0.95, 1.0, 12.706204736174694),
            (0.95, 2.0, 4.302652729749462),
            (0.95, 9.0, 2.262157162798205),
            (0.95, 29.0, 2.045229642132703),
            (0.95, 0.5, 164.55767348048818),
            (0.95, 3.37, 2.993626519609903),
            (0.9, 119.0, 1.657759284942833),
            (0.99, 1e4, 2.5763210466685282),
            (0.95, 1e6, 1.959966356814107),
            (0.95, 50.0, 2.008559112100761),
            (0.95, 300.0, 1.9679030112610865),
            (0.95, 999.0, 1.9623414611334493),
            (0.95, 1000.0, 1.9623390808264083),
            (0.99, 1000.0, 2.580754698065951),
            (0.999999, 1000.0, 4.922289523423825),
            (0.95, 20000.0, 1.9600826051581348),
            (0.99, 300000.0, 2.5758456921390604),
            (0.999999, 40.0, 5.76846096927968),
        ] {
            let found = Level::new(level).unwrap().t(degrees).unwrap();
            assert!(
                (found / expected - 1.0).abs() < 1e-10,
                "{level} {degrees}: {found} should be {expected}"
            );
        }
        assert!((Level::new(0.9).unwrap().z - 1.6448536269514722).abs() < 1e-12);
    }
}
