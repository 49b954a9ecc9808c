//! GroupedAnswers tallies: the same as one response at a time, whole or not at all.

use proptest::collection::vec;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;
use total_experience::Execution;
use total_experience::model::ids::FacetId;
use total_experience::score::inference::Score;
use total_experience::signal::Error;
use total_experience::signal::grouped::{Answers, GroupedAnswers, GroupedTally, Groups};
use total_experience::signal::instrument::Instrument;
use total_experience::signal::response::Columns;
use total_experience::signal::tally::Tally;

fn instrument(name: &str) -> Instrument {
    name.parse().unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn facets(count: u32) -> Vec<FacetId> {
    (0..count).map(FacetId::from_u32).collect()
}

fn grouped_of<'a>(
    name: &str,
    groups: u32,
    of: &'a [u32],
    answers: impl Into<Answers<'a>>,
) -> Result<GroupedTally, Error> {
    let mut grouped = GroupedTally::new(instrument(name), groups)?;
    grouped.add(&GroupedAnswers::new(Groups::flat(of), answers))?;
    Ok(grouped)
}

fn tally_of(name: &str, groups: u32, of: &[u32], answers: &[f64]) -> Tally {
    let mut tally = Tally::new();
    for facet in facets(groups) {
        tally.declare(facet, instrument(name)).unwrap();
    }
    let of: Vec<FacetId> = of.iter().copied().map(FacetId::from_u32).collect();
    tally.add_columns(&Columns::new(&of, answers)).unwrap();
    tally
}

const GROUPS: u32 = 12;

/// Instruments with whole answers, with halves, with none that are whole, and with many values.
const NAMES: [&str; 7] =
    ["nps", "csat", "rating:-3..3:lower", "rating:0-10:step=0.5", "sus", "rating:0.25-0.75", "rating:0-4000"];

proptest! {
    #[test]
    fn a_grid_is_a_tally(
        name in proptest::sample::select(&NAMES[..]),
        rows in vec((0..GROUPS, 0.0..=1.0_f64, any::<bool>()), 0..400),
        cut in 0..400_usize,
    ) {
        let scale = instrument(name).scale();
        let answers: Vec<f64> = rows.iter().map(|&(_, share, whole)| {
            let answer = scale.min() + share * (scale.max() - scale.min());
            match scale.step() {
                Some(step) => scale.min() + ((answer - scale.min()) / step).round() * step,
                None if whole => answer.round().clamp(scale.min(), scale.max()),
                None => answer,
            }
        }).collect();
        let groups: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let mut expected = tally_of(name, GROUPS, &groups, &answers);
        let grouped = grouped_of(name, GROUPS, &groups, &answers).unwrap();
        let mut tally = Tally::new();
        tally.add_grouped(&grouped, &facets(GROUPS)).unwrap();
        prop_assert_eq!(tally.to_bytes(), expected.to_bytes());
        prop_assert_eq!(Tally::from_bytes(&tally.to_bytes()).unwrap(), expected.clone());

        // However the rows are split, and whatever was there before.
        let cut = cut.min(rows.len());
        let mut parts = grouped_of(name, GROUPS, &groups[cut..], &answers[cut..]).unwrap();
        parts.merge(&grouped_of(name, GROUPS, &groups[..cut], &answers[..cut]).unwrap()).unwrap();
        prop_assert_eq!(&parts, &grouped);
        for (group, facet) in (0..).zip(expected.facets()) {
            let found = grouped.group(group).unwrap();
            prop_assert_eq!(found.answer_count(), facet.answer_count());
            prop_assert_eq!(found.mean(), facet.mean());
            if let Some(variance) = found.variance() {
                let mean = facet.mean().unwrap();
                let about = facet.squares_about(mean) / (facet.answer_count() - 1) as f64;
                prop_assert!((variance - about).abs() <= 1e-9 * about.max(1e-9), "{variance} {about}");
            } else {
                prop_assert!(facet.answer_count() < 2);
            }
        }
        tally.add_grouped(&grouped, &facets(GROUPS)).unwrap();
        expected.merge(&expected.clone()).unwrap();
        prop_assert_eq!(&tally, &expected);
    }

    /// Columns of all widths, flat and crossed, with and without a code for missing answers.
    #[test]
    fn every_column_type_says_the_same(
        rows in vec((0..4_u32, 0..3_u8, prop_oneof![8 => 0..=10_i16, 1 => Just(-7)]), 0..3000),
        coded in any::<bool>(),
    ) {
        let outer: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let inner: Vec<u8> = rows.iter().map(|row| row.1).collect();
        let flat: Vec<u32> = rows.iter().map(|row| row.0 * 3 + u32::from(row.1)).collect();
        let answers: Vec<i16> = rows.iter().map(|row| if coded { row.2 } else { row.2.max(0) }).collect();
        let bytes: Vec<i8> = answers.iter().map(|&answer| answer as i8).collect();
        let floats: Vec<f32> = answers.iter().map(|&answer| f32::from(answer)).collect();
        let unsigned: Vec<u8> = answers.iter().map(|&answer| if answer < 0 { 99 } else { answer as u8 }).collect();
        let tally = |groups: Groups<'_>, answers: Answers<'_>, code: i32| {
            let mut grouped = GroupedTally::new(instrument("nps"), GROUPS).unwrap();
            let rows = GroupedAnswers::new(groups, answers);
            grouped.add(&if coded { rows.with_missing_code(code) } else { rows }).unwrap();
            grouped
        };
        let (flat, crossed) = (Groups::flat(&flat), Groups::crossed(&outer, &inner, 3));
        let grouped = tally(flat, (&answers).into(), -7);
        prop_assert_eq!(&tally(crossed, (&answers).into(), -7), &grouped);
        prop_assert_eq!(&tally(crossed, (&bytes).into(), -7), &grouped);
        prop_assert_eq!(&tally(flat, (&unsigned).into(), 99), &grouped);
        prop_assert_eq!(&tally(crossed, (&floats).into(), -7), &grouped);
        let missing: u64 = (0..GROUPS).map(|group| grouped.group(group).unwrap().missing_count()).sum();
        prop_assert_eq!(missing as usize, answers.iter().filter(|&&answer| answer < 0).count());
    }
}

#[test]
fn a_wrong_row_is_named_and_nothing_is_taken() {
    let groups: Vec<u32> = (0..5000).map(|row| row % GROUPS).collect();
    let answers: Vec<i8> = (0..5000).map(|row| (row % 11) as i8).collect();
    let mut grouped = grouped_of("nps", GROUPS, &groups, &answers).unwrap();
    let before = grouped.clone();
    for rows in [0..5000, 4990..5000] {
        // Many rows and few take different ways.
        let (mut groups, mut answers) = (groups[rows.clone()].to_vec(), answers[rows].to_vec());
        let at = groups.len() - 3;
        for answer in [11, -1, i8::MIN, i8::MAX] {
            let good = std::mem::replace(&mut answers[at], answer);
            let group = groups[at];
            let error = grouped.add(&GroupedAnswers::new(Groups::flat(&groups), &answers)).unwrap_err();
            let source = Box::new(Error::OffScale { value: f64::from(answer), min: 0.0, max: 10.0 });
            assert_eq!(error, Error::GroupRow { row: at, group, source });
            answers[at] = good;
        }
        for group in [GROUPS, 1 << 31, u32::MAX] {
            let good = std::mem::replace(&mut groups[at], group);
            let error = grouped.add(&GroupedAnswers::new(Groups::flat(&groups), &answers)).unwrap_err();
            assert_eq!(error, Error::UnknownGroup { row: at, group, groups: GROUPS });
            groups[at] = good;
        }
        for (outer, inner) in [(3, 0), (0, 4), (u32::MAX, 0), (1 << 31, 3), (0, u8::MAX)] {
            let (mut outers, mut inners) = (vec![0; groups.len()], vec![0; groups.len()]);
            (outers[at], inners[at]) = (outer, inner);
            let error = grouped
                .add(&GroupedAnswers::new(Groups::crossed(&outers, &inners, 4), &answers))
                .unwrap_err();
            assert_eq!(error, Error::UnknownCell { row: at, outer, inner, groups: GROUPS, width: 4 });
        }
        let floats: Vec<f32> = answers.iter().map(|&answer| f32::from(answer)).collect();
        for answer in [f32::NAN, f32::INFINITY, -0.5, 1e30] {
            let mut floats = floats.clone();
            floats[at] = answer;
            let error = grouped.add(&GroupedAnswers::new(Groups::flat(&groups), &floats)).unwrap_err();
            assert!(matches!(error, Error::GroupRow { row, .. } if row == at), "{error}");
        }
        // A byte beyond the scale must not wrap round to an answer.
        let bytes = vec![255_u8; groups.len()];
        let error = grouped.add(&GroupedAnswers::new(Groups::flat(&groups), &bytes)).unwrap_err();
        assert!(matches!(error, Error::GroupRow { row: 0, .. }), "{error}");
    }
    let flat = Groups::flat(&groups);
    let error = grouped.add(&GroupedAnswers::new(flat, &[1_i8])).unwrap_err();
    assert!(matches!(error, Error::WrongLength { what: "value", expected: 5000, found: 1 }));
    let error = grouped.add(&GroupedAnswers::new(Groups::crossed(&groups, &[0], 4), &answers)).unwrap_err();
    assert!(matches!(error, Error::WrongLength { what: "inner", .. }));
    for width in [0, 5] {
        let error =
            grouped.add(&GroupedAnswers::new(Groups::crossed(&[0], &[0], width), &[1_i8])).unwrap_err();
        assert_eq!(error, Error::GroupWidth { width, groups: GROUPS });
    }
    let error = grouped.add(&GroupedAnswers::new(flat, &answers).with_missing_code(10)).unwrap_err();
    assert!(matches!(error, Error::MissingCode { code: 10, .. }));
    assert_eq!(grouped, before);
}

#[test]
fn grids_that_do_not_belong_together_are_refused() {
    let mut grouped = GroupedTally::new(Instrument::Nps, 3).unwrap();
    for other in [GroupedTally::new(Instrument::Enps, 3), GroupedTally::new(Instrument::Nps, 4)] {
        assert!(matches!(grouped.merge(&other.unwrap()), Err(Error::GroupedMismatch { .. })));
    }
    assert!(matches!(GroupedTally::new(Instrument::Nps, u32::MAX), Err(Error::TooLarge { .. })));
    let mut tally = tally_of("csat", 3, &[0], &[4.0]);
    let before = tally.clone();
    assert!(matches!(tally.add_grouped(&grouped, &facets(3)), Err(Error::InstrumentMismatch { .. })));
    assert!(matches!(tally.add_grouped(&grouped, &facets(2)), Err(Error::WrongLength { expected: 3, .. })));
    assert_eq!(tally, before);
    assert!(grouped.group(3).is_none());
    assert_eq!((grouped.group(2).unwrap().mean(), grouped.group(2).unwrap().variance()), (None, None));
    assert!(GroupedTally::new(Instrument::Nps, 0).unwrap().group(0).is_none());
}

/// More than 255 answers in one cell, and the score that comes of them: (413, 266, 172) -> 28.3196.
#[test]
fn counts_carry_over_a_byte() {
    let answers: Vec<u8> = [(10, 413), (8, 266), (2, 172)].iter().flat_map(|&(v, n)| vec![v; n]).collect();
    let grouped = grouped_of("nps", 1, &vec![0; answers.len()], &answers).unwrap();
    let group = grouped.group(0).unwrap();
    assert_eq!(
        (group.answer_count_from(9.0), group.answer_count_below(7.0), group.answer_count()),
        (413, 172, 851)
    );
    let score = Score::from_tally(&group.to_tally(FacetId::from_u32(0))).unwrap().unwrap();
    assert_eq!(
        format!("{:.4} {:.4} {:.4}", score.estimate, score.low.unwrap(), score.high.unwrap()),
        "28.3196 22.9943 33.4460"
    );
}

#[test]
fn a_watch_is_told_and_can_end_it() {
    let groups: Vec<u32> = (0..1000).map(|row| row % GROUPS).collect();
    let answers = vec![7_u8; 1000];
    let rows = GroupedAnswers::new(Groups::flat(&groups), &answers);
    let told = Arc::new(AtomicU64::new(0));
    let watched = {
        let told = Arc::clone(&told);
        Execution::default().with_watch(move |progress| {
            told.store(progress.done, Ordering::Relaxed);
            assert_eq!(progress.total, 1000);
            ControlFlow::Continue(())
        })
    };
    let mut plain = GroupedTally::new(Instrument::Nps, GROUPS).unwrap();
    plain.add(&rows).unwrap();
    for parallel in [false, true] {
        let mut grouped = GroupedTally::new(Instrument::Nps, GROUPS).unwrap();
        grouped.add_with(&rows, &watched.clone().with_parallel(parallel)).unwrap();
        assert_eq!((&grouped, told.load(Ordering::Relaxed)), (&plain, 1000));
        let ended = Execution::default().with_parallel(parallel).with_watch(|_| ControlFlow::Break(()));
        assert_eq!(grouped.add_with(&rows, &ended), Err(Error::Cancelled));
        assert_eq!(grouped, plain);
    }
    let answers: u64 = plain.groups().map(|(_, group)| group.answer_count()).sum();
    assert_eq!(answers, 1000);
}

#[cfg(feature = "parallel")]
#[test]
fn threads_leave_no_trace() {
    let threads = Execution::default().with_parallel(true);
    let rows = 100_000;
    let groups: Vec<u32> = (0..rows).map(|row| row * 7 % GROUPS).collect();
    let mut answers: Vec<f64> = (0..rows).map(|row| f64::from(row * 31 % 21) / 2.0).collect();
    let serial = grouped_of("nps", GROUPS, &groups, &answers).unwrap();
    let mut parallel = GroupedTally::new(Instrument::Nps, GROUPS).unwrap();
    parallel.add_with(&GroupedAnswers::new(Groups::flat(&groups), &answers), &threads).unwrap();
    assert_eq!(parallel, serial);
    (answers[99_000], answers[60_000]) = (11.0, 12.0);
    let error =
        parallel.add_with(&GroupedAnswers::new(Groups::flat(&groups), &answers), &threads).unwrap_err();
    assert!(matches!(error, Error::GroupRow { row: 60_000, .. }), "the first wrong row: {error}");
    assert_eq!(parallel, serial);
}
