//! Models side by side, and generated networks.

use std::sync::Mutex;

use total_experience::cascade::contagion::Diffusion;
use total_experience::cascade::models::{
    BoundedModel, CascadeModel, CompareError, CompareOptions, ContagionModel, GenerateOptions, Generated,
    Layered, LinearModel, ModelFault, ScaleFree, SmallWorld, Trial, Uniform, compare,
};
use total_experience::cascade::{Error, Network};

use super::networks::network;

/// Effects that are made up.
#[derive(Debug)]
struct Fixed(&'static str, Vec<f64>);

impl CascadeModel for Fixed {
    fn name(&self) -> &str {
        self.0
    }

    fn effect(&self, _: &Network, _: &[f64]) -> Result<Vec<f64>, ModelFault> {
        Ok(self.1.clone())
    }
}

/// By hand: without node 0, ranks 1 2 3 4 and 1 2.5 2.5 4, so Spearman's 4.5 / sqrt(5 x 4.5); of the two largest
/// |effects| nodes 1 and 4 one is common to 2 and 4.
#[test]
fn agreement_by_hand() {
    let chain = network(5, &[(0, 1, 0.5)]).unwrap();
    let trials = [Trial::new("chain", &chain, vec![1.0, 0.0, 0.0, 0.0, 0.0])];
    let (a, b) = (Fixed("a", vec![9.0, -3.0, 1.0, 2.0, 4.0]), Fixed("b", vec![0.0, 1.0, 2.0, 2.0, 3.0]));
    let flat = Fixed("flat", vec![1.0; 5]);
    let ticks = Mutex::new(0.0);
    let clock = || {
        let mut now = ticks.lock().unwrap();
        *now += 0.25;
        *now
    };
    let options = CompareOptions::default().with_top(2).with_clock(&clock);
    let found = compare(&[&a, &b, &flat], &trials, &options).unwrap();
    let pair = &found.agreements[0];
    assert_eq!((pair.trial.as_str(), pair.models.clone()), ("chain", ["a".to_owned(), "b".to_owned()]));
    assert!((pair.rank_correlation.unwrap() - 4.5 / 22.5_f64.sqrt()).abs() < 1e-15);
    assert_eq!((pair.top_overlap, pair.largest_difference), (0.5, 4.0));
    assert_eq!(found.agreements[1].rank_correlation, None);
    assert_eq!((found.agreements.len(), found.answers.len()), (3, 3));
    assert!(found.answers.iter().all(|answer| answer.seconds == Some(0.25)));

    let short = compare(&[&Fixed("short", vec![1.0])], &trials, &CompareOptions::default());
    assert!(matches!(short, Err(CompareError::BadEffect { found: 1, expected: 5, .. })));
    let none = compare(&[&a], &trials, &CompareOptions::default().with_top(0));
    assert_eq!(none, Err(CompareError::NoTop));
}

/// A small shock is nearly linear; a model that does not fit a network is listed with its fault.
#[test]
fn models_of_the_library() {
    let options = GenerateOptions::default().with_seed(4);
    let generated = ScaleFree { nodes: 200, edges: 800 }.generate(&options).unwrap();
    let signed = ScaleFree { nodes: 200, edges: 800 }.generate(&options.clone().with_negative(0.3)).unwrap();
    let networks = [&generated, &signed].map(|of| Network::from_columns(200, &of.columns()).unwrap());
    let mut shock = vec![0.0; 200];
    shock[generated.from[0] as usize] = 0.01;
    let trials =
        [("plain", 0), ("signed", 1)].map(|(name, at)| Trial::new(name, &networks[at], shock.clone()));
    let (linear, bounded) = (LinearModel::default(), BoundedModel::new(60.0));
    let contagion = ContagionModel::new(Diffusion::IndependentCascade);
    let found = compare(&[&linear, &bounded, &contagion], &trials, &CompareOptions::default()).unwrap();
    assert_eq!(found.agreements.len(), 3 + 1);
    assert!(found.agreements[0].largest_difference < 1e-5 && found.agreements[0].top_overlap == 1.0);
    assert!(found.agreements[1].rank_correlation.unwrap() > 0.5, "{:?}", found.agreements[1]);
    assert!(found.answers[5].effect.as_ref().unwrap_err().contains("probability"));
    assert_eq!(found.answers[0].seconds, None);
}

fn sums(generated: &Generated) -> Vec<f64> {
    let mut sums = vec![0.0; generated.nodes];
    generated
        .from
        .iter()
        .zip(&generated.weight)
        .for_each(|(&from, weight)| sums[from as usize] += weight.abs());
    sums
}

#[test]
fn generated_networks_are_what_they_say() {
    let options = GenerateOptions::default().with_seed(9).with_row_sums(0.2..=0.6).with_negative(0.25);
    let made = [
        ScaleFree { nodes: 300, edges: 1_500 }.generate(&options).unwrap(),
        Uniform { nodes: 300, edges: 1_500 }.generate(&options).unwrap(),
        SmallWorld { nodes: 300, neighbours: 5, rewire: 0.2 }.generate(&options).unwrap(),
        Layered { layers: 6, width: 50, degree: 6 }.generate(&options).unwrap(),
    ];
    for generated in &made {
        assert_eq!((generated.nodes, generated.from.len(), generated.weight.len()), (300, 1_500, 1_500));
        let mut pairs: Vec<_> = generated.from.iter().zip(&generated.to).collect();
        pairs.sort_unstable();
        pairs.dedup();
        assert!(pairs.len() == 1_500 && pairs.iter().all(|(from, to)| from != to));
        assert!(sums(generated).iter().all(|&sum| sum == 0.0 || (0.2 - 1e-12..0.6 + 1e-12).contains(&sum)));
        let negative = generated.weight.iter().filter(|weight| **weight < 0.0).count();
        assert!((300..450).contains(&negative), "{negative}"); // 375, with five standard deviations of 17
        let network = Network::from_columns(300, &generated.columns()).unwrap();
        assert!(network.equilibrium(&[1.0; 300]).is_ok());
    }
    let largest = |generated: &Generated| {
        let mut degrees = [0; 300];
        generated.from.iter().for_each(|&from| degrees[from as usize] += 1);
        degrees.into_iter().max().unwrap()
    };
    assert!(largest(&made[0]) > 2 * largest(&made[1]), "{} {}", largest(&made[0]), largest(&made[1]));
    assert_eq!(largest(&made[2]), 5);
    let off_ring =
        made[2].from.iter().zip(&made[2].to).filter(|(from, to)| (**to + 300 - **from) % 300 > 5).count();
    assert!((230..370).contains(&off_ring), "{off_ring}"); // .2 x 1500 x 294 / 299
}

#[test]
fn generated_networks_repeat_and_refuse() {
    let options = GenerateOptions::default;
    let twice = || ScaleFree { nodes: 100, edges: 400 }.generate(&options().with_seed(2)).unwrap();
    assert_eq!(twice(), twice());
    assert_ne!(twice(), ScaleFree { nodes: 100, edges: 400 }.generate(&options().with_seed(3)).unwrap());
    assert_eq!(Uniform { nodes: 1, edges: 0 }.generate(&options()).unwrap().from.len(), 0);
    assert_eq!(Layered { layers: 1, width: 4, degree: 2 }.generate(&options()).unwrap().from.len(), 0);
    let option = |found: Result<Generated, Error>| match found {
        Err(Error::OutOfRange { what, .. }) => what,
        other => panic!("{other:?}"),
    };
    assert_eq!(option(Uniform { nodes: 10, edges: 46 }.generate(&options())), "edges");
    assert_eq!(option(SmallWorld { nodes: 10, neighbours: 2, rewire: 1.5 }.generate(&options())), "rewire");
    assert_eq!(option(Layered { layers: 2, width: 3, degree: 4 }.generate(&options())), "degree");
    assert_eq!(
        option(Uniform { nodes: 10, edges: 5 }.generate(&options().with_row_sums(0.9..=1.0))),
        "row_sums.end"
    );
    assert_eq!(
        option(Uniform { nodes: 10, edges: 5 }.generate(&options().with_row_sums(f64::NAN..=0.5))),
        "row_sums.start"
    );
    assert_eq!(option(Uniform { nodes: 10, edges: 5 }.generate(&options().with_negative(-0.1))), "negative");
    assert_eq!(Uniform { nodes: 0, edges: 0 }.generate(&options()), Err(Error::Empty));
    assert_eq!(Layered { layers: 0, width: 4, degree: 2 }.generate(&options()), Err(Error::Empty));
    for huge in [4_000_000_000, 1 << 33, usize::MAX] {
        assert!(matches!(
            Uniform { nodes: huge, edges: 10 }.generate(&options()),
            Err(Error::TooLarge { what: "nodes", .. })
        ));
        let found = ScaleFree { nodes: huge, edges: huge }.generate(&options());
        assert!(matches!(found, Err(Error::TooLarge { .. })), "{found:?}");
        assert!(matches!(
            Layered { layers: huge, width: huge, degree: 2 }.generate(&options()),
            Err(Error::TooLarge { .. })
        ));
        assert!(matches!(
            SmallWorld { nodes: huge, neighbours: huge, rewire: 0.1 }.generate(&options()),
            Err(Error::TooLarge { .. })
        ));
    }
}
