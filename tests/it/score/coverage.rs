//! How often the limits of a net promoter score hold the true one: not simulated but summed over all outcomes.

use total_experience::score::inference::{IntervalOptions, PromoterCounts, Score};

/// Shares of promoters, passives and detractors: the golden (60, 25, 15) and (413, 266, 172) as populations, and the
/// one in which nearly everyone promotes.
const POPULATIONS: [[f64; 3]; 3] =
    [[0.6, 0.25, 0.15], [413.0 / 851.0, 266.0 / 851.0, 172.0 / 851.0], [0.9, 0.07, 0.03]];

/// Probabilities of the trinomial distribution for which the adjusted and the plain Wald limits hold the true score.
fn coverage([p, passive, d]: [f64; 3], n: u64) -> [f64; 2] {
    let options = IntervalOptions::default();
    let mut ln_factorial = vec![0.0; n as usize + 1];
    for at in 1..=n as usize {
        ln_factorial[at] = ln_factorial[at - 1] + (at as f64).ln();
    }
    let truth = 100.0 * (p - d);
    let mut held = [0.0; 2];
    for promoters in 0..=n {
        for detractors in 0..=n - promoters {
            let counts = [promoters, n - promoters - detractors, detractors];
            let each = counts.into_iter().zip([p, passive, d]);
            let terms = each.map(|(count, share)| count as f64 * share.ln() - ln_factorial[count as usize]);
            let probability = (ln_factorial[n as usize] + terms.sum::<f64>()).exp();
            let [promoters, passives, detractors] = counts;
            let counted = PromoterCounts { promoters, passives, detractors };
            let score = Score::net_promoter_with(counted, &options).unwrap().unwrap();
            if (score.low.unwrap()..=score.high.unwrap()).contains(&truth) {
                held[0] += probability;
            }
            if (score.estimate - truth).abs() <= 1.959963984540054 * score.standard_error.unwrap() {
                held[1] += probability;
            }
        }
    }
    held
}

/// The table of `Score::net_promoter`; scipy 1.17.1 gives the same from `gammaln`.
#[test]
fn limits_hold_the_true_score() {
    let recorded = [
        [(0.956, 0.899), (0.956, 0.912), (0.952, 0.939), (0.949, 0.944)],
        [(0.945, 0.875), (0.947, 0.922), (0.948, 0.941), (0.949, 0.945)],
        [(0.930, 0.649), (0.961, 0.875), (0.968, 0.874), (0.960, 0.919)],
    ];
    for (population, row) in POPULATIONS.into_iter().zip(recorded) {
        for (n, (adjusted, plain)) in [10, 20, 50, 100].into_iter().zip(row) {
            let found = coverage(population, n);
            assert!((0.92..=0.97).contains(&found[0]), "{population:?}, n = {n}: {found:?}");
            assert!((found[0] - adjusted).abs() < 6e-4 && (found[1] - plain).abs() < 6e-4, "{n}: {found:?}");
        }
    }
}

/// Every n from 10 to 200, then 400. Near 50 answers, with 90 % promoters, the limits are a little too wide: .9716.
#[test]
#[ignore = "some seconds without optimisation"]
fn limits_hold_the_true_score_at_every_size() {
    for population in POPULATIONS {
        let mut all = vec![];
        for n in (10..=200).chain([400]) {
            let [adjusted, plain] = coverage(population, n);
            assert!((0.92..=0.972).contains(&adjusted), "{population:?}, n = {n}: {adjusted}");
            all.push((n, adjusted, plain));
        }
        let least = all.iter().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        let most = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        println!("{population:?}: least {least:.4?}, most {most:.4?}, last {:.4?}", all.last().unwrap());
    }
}
