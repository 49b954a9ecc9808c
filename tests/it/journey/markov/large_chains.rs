//! Chains of many touchpoints: sparse elimination, its limit, progress and threads.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use total_experience::journey::Error;
use total_experience::journey::markov::{
    AbsorptionOptions, Chain, ChainIntervalOptions, LifeCycle, PathCounts, Paths, TouchpointGroups,
};
use total_experience::{Execution, Progress};

/// Paths over `n` touchpoints, each of which leads to a few of its own.
fn wandering(n: usize, journeys: usize) -> Paths {
    let mut paths = Paths::new();
    let mut mixed = 1_u64;
    let mut random = |below: usize| {
        mixed = mixed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (mixed >> 33) as usize % below
    };
    for _ in 0..journeys {
        let mut at = random(n);
        let mut steps = vec![at.to_string()];
        while random(5) > 0 {
            at = (at * 7 + random(4) * random(n / 4)) % n;
            steps.push(at.to_string());
        }
        let goal = u64::from(random(4) == 0);
        paths.add(&steps, PathCounts::goal(goal).with_lost(1 - goal)).unwrap();
    }
    paths
}

/// The removal of a group of one touchpoint is solved another way: by leaving it out.
#[test]
fn removal_by_leaving_out() {
    let chain = Chain::fit(&wandering(400, 3_000)).unwrap();
    let solved = chain.solve().unwrap();
    assert!((solved.goal - chain.totals().goal as f64 / 3_000.0).abs() < 1e-12);
    let names: Vec<&str> = chain.touchpoints().iter().step_by(7).map(String::as_str).collect();
    let pairs: Vec<(&str, &str)> = names.iter().map(|&name| (name, name)).collect();
    let found = chain.contributions(&TouchpointGroups::new(&pairs).unwrap()).unwrap();
    assert_eq!(found.groups.len(), names.len());
    for group in &found.groups {
        let role = solved.touchpoint(&group.name).unwrap();
        let (one, other) = (role.removal_effect.unwrap(), group.removal_effect.unwrap());
        assert!((one - other).abs() < 1e-10, "{}: {one} {other}", group.name);
        assert!((role.visits - group.visits).abs() < 1e-10);
    }
}

/// More touchpoints than a dense matrix could hold, all of which lead to few.
#[test]
fn many_touchpoints_that_lead_to_few() {
    let mut paths = Paths::new();
    for number in 0..20_000 {
        let steps = [number.to_string(), (number / 2).to_string(), (number / 4).to_string()];
        paths.add(&steps, PathCounts::goal(number % 3).with_lost(1)).unwrap();
    }
    let chain = Chain::fit(&paths).unwrap();
    let solved = chain.solve().unwrap();
    assert_eq!(solved.touchpoints.len(), 20_000);
    let totals = chain.totals();
    assert!((solved.goal - totals.goal as f64 / totals.journey_count() as f64).abs() < 1e-12);
    let cycle = LifeCycle::fit(&paths, &["0"]).unwrap();
    assert!((cycle.goal - solved.goal).abs() < 1e-12);
}

/// What would take more memory than is allowed is refused before it is asked for.
#[test]
fn too_much_memory_is_refused() {
    let mut paths = Paths::new();
    for from in 0..200 {
        for to in 0..200 {
            paths.add(&[from.to_string(), to.to_string()], PathCounts::goal(1).with_lost(1)).unwrap();
        }
    }
    let chain = Chain::fit(&paths).unwrap();
    let options = AbsorptionOptions::default().with_max_memory(8 * 199 * 199);
    let refused = Error::TooManyStates { states: 200, limit: 199 };
    assert_eq!(chain.solve_with(&options).unwrap_err(), refused);
    let intervals = ChainIntervalOptions::default().with_max_memory(8 * 199 * 199);
    assert_eq!(chain.intervals_with(&intervals).unwrap_err(), refused);
    assert_eq!(LifeCycle::intervals_with(&paths, &[], &intervals).unwrap_err(), refused);
    assert!(refused.to_string().contains("merge rare touchpoints"));
    assert!(chain.solve_with(&options.with_max_memory(8 * 200 * 200)).is_ok());
}

/// Threads and watches change no bit; a watch is told of every state twice, and can end the work.
#[test]
fn solving_is_watched_and_runs_on_threads() {
    let chain = Chain::fit(&wandering(300, 2_000)).unwrap();
    let states = chain.state_count() as u64;
    let watching = |end: u64| {
        let most = Arc::new(AtomicU64::new(0));
        let told = Arc::clone(&most);
        let watch = move |progress: Progress| {
            told.fetch_max(progress.done, Ordering::Relaxed);
            if progress.total == 2 * states && progress.done < end {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        (Execution::default().with_parallel(true).with_watch(watch), most)
    };
    let (execution, told) = watching(u64::MAX);
    let options = AbsorptionOptions::default().with_execution(execution.clone());
    assert_eq!(chain.solve_with(&options).unwrap(), chain.solve().unwrap());
    assert_eq!(told.load(Ordering::Relaxed), 2 * states);
    let options = ChainIntervalOptions::default().with_execution(execution);
    assert_eq!(chain.intervals_with(&options).unwrap(), chain.intervals().unwrap());
    for end in [1, states, states + 40] {
        let options = AbsorptionOptions::default().with_execution(watching(end).0);
        assert_eq!(chain.solve_with(&options).unwrap_err(), Error::Cancelled);
    }
}
