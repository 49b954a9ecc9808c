//! One-way analysis of variance of grouped answers.

use statrs::distribution::{ChiSquared, ContinuousCDF, FisherSnedecor};

/// Groups that have answers, each as their number, mean and sum of squares about the mean.
#[derive(Clone, Debug, Default)]
pub(crate) struct OneWay {
    groups: Vec<Group>,
}

#[derive(Clone, Copy, Debug)]
struct Group {
    /// Answers, or effective answers.
    n: f64,
    mean: f64,
    squares: f64,
}

/// Mean squares and what follows from them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Variances {
    /// Answers over all groups.
    pub(crate) n: f64,
    /// Size of a group, `k0 = (N - sum n^2 / N)/(J - 1)`: the mean size less a little when sizes differ.
    pub(crate) size: f64,
    /// Mean square between groups.
    pub(crate) between: f64,
    /// Mean square within groups; none when every group has one answer.
    pub(crate) within: Option<f64>,
    /// Share of the sum of squares that lies between groups; none when all answers are equal.
    pub(crate) eta_squared: Option<f64>,
    degrees: [f64; 2],
}

/// An F statistic with its degrees of freedom and probability.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FTest {
    pub(crate) statistic: f64,
    pub(crate) degrees: [f64; 2],
    pub(crate) p_value: f64,
}

impl OneWay {
    /// Adds a group; one without answers is left out.
    pub(crate) fn add(&mut self, n: f64, mean: f64, squares: f64) {
        if n > 0.0 {
            self.groups.push(Group { n, mean, squares });
        }
    }

    pub(crate) fn add_values(&mut self, values: &[f64]) {
        if values.is_empty() {
            return;
        }
        let n = values.len() as f64;
        let mean = values.iter().map(|x| x / n).sum::<f64>();
        self.add(n, mean, values.iter().map(|x| (x - mean) * (x - mean)).sum());
    }

    /// Groups with answers.
    pub(crate) fn groups(&self) -> usize {
        self.groups.len()
    }

    /// `None` for fewer than two groups with answers.
    pub(crate) fn variances(&self) -> Option<Variances> {
        if self.groups.len() < 2 {
            return None;
        }
        let sum = |f: &dyn Fn(&Group) -> f64| self.groups.iter().map(f).sum::<f64>();
        let n = sum(&|group| group.n);
        let mean = sum(&|group| group.n / n * group.mean);
        let between = sum(&|group| group.n * (group.mean - mean) * (group.mean - mean));
        let within = sum(&|group| group.squares);
        let degrees = [self.groups.len() as f64 - 1.0, n - self.groups.len() as f64];
        // Rounding leaves a trace of degrees where every group has one answer.
        let has_within = degrees[1] > 1e-9 * n;
        Some(Variances {
            n,
            size: (n - sum(&|group| group.n / n * group.n)) / degrees[0],
            between: between / degrees[0],
            within: has_within.then(|| within / degrees[1]),
            eta_squared: ratio(between, between + within),
            degrees,
        })
    }
}

impl Variances {
    /// Reliability of one answer, `ICC(1) = (MSB - MSW)/(MSB + (k0 - 1) MSW)`; none when all answers are equal.
    pub(crate) fn icc1(&self) -> Option<f64> {
        let within = self.within?;
        ratio(self.between - within, self.between + (self.size - 1.0) * within)
    }

    /// Reliability of a group's mean, `ICC(2) = (MSB - MSW)/MSB`; none when all means are equal.
    pub(crate) fn icc2(&self) -> Option<f64> {
        ratio(self.between - self.within?, self.between)
    }

    /// None when there is no spread within the groups.
    pub(crate) fn test(&self) -> Option<FTest> {
        let statistic = ratio(self.between, self.within?)?;
        let p_value = probability_above(statistic, self.degrees)?;
        Some(FTest { statistic, degrees: self.degrees, p_value })
    }
}

/// P(F > statistic). With many answers F is chi-squared over its degrees, and statrs loses digits.
fn probability_above(statistic: f64, [between, within]: [f64; 2]) -> Option<f64> {
    if within > 1e8 {
        return ChiSquared::new(between).ok().map(|law| law.sf(statistic * between));
    }
    FisherSnedecor::new(between, within).ok().map(|law| law.sf(statistic))
}

fn ratio(above: f64, below: f64) -> Option<f64> {
    let ratio = above / below;
    (below > 0.0 && ratio.is_finite()).then_some(ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy 1.17.1, `f.sf`.
    #[test]
    fn probabilities_of_f() {
        for (statistic, degrees, expected, within) in [
            (1.5, [2.0, 10.0], 0.2693290743429044, 1e-12),
            (30.0, [3.0, 1000.0], 1.419589897040858e-18, 1e-11),
            (200.0, [5.0, 1e6], 7.704276980261065e-214, 1e-8),
            (2.0, [1.0, 1e7], 0.15729923818334676, 1e-6),
            (2.0, [1.0, 1e9], 0.1572992073616158, 1e-6),
            (4.4, [9.0, 3.3], 0.11014543800987833, 1e-12),
        ] {
            let found = probability_above(statistic, degrees).unwrap();
            assert!((found / expected - 1.0).abs() < within, "{statistic} {degrees:?}: {found}, {expected}");
        }
    }
}
