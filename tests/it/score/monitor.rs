//! Score series: control charts, parity of trends, the closed loop, targets.

use total_experience::score::Error;
use total_experience::score::monitor::{
    CusumOptions, EwmaOptions, InControl, Pace, SeriesPair, cusum, cusum_with, ewma, ewma_with, parity,
};

fn close(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} should be {expected}");
}

fn all_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).for_each(|(&found, &expected)| close(found, expected, 1e-12));
}

/// Fifty standard normal values by numpy, with a shift of +1 from the thirty-first on.
const SERIES: [f64; 50] = [
    -1.1352749136854883,
    -0.14019612624254355,
    0.18324916459649881,
    1.1733319152659338,
    0.6067325818413865,
    0.0024668753345139112,
    0.8285665335129149,
    -0.026418182828056358,
    -0.22758500863344194,
    -1.9095155120912073,
    -0.3920242833452227,
    0.2843524713689148,
    0.7640175865730229,
    -1.6915756471279766,
    2.3469421051064194,
    -0.052827928140705284,
    -0.08097609634770445,
    0.5084100664014496,
    -0.5081263116020116,
    0.6729438990128038,
    -0.48964700376707715,
    1.7274861779314445,
    0.1274455984610739,
    0.21811824067374677,
    0.6777495660502262,
    -0.7055366045558633,
    0.481876048571977,
    0.5459067881681391,
    -0.06889304703865619,
    -0.5230155913796662,
    3.9996952420236505,
    0.2060194036740879,
    1.1161417503003386,
    1.955267112210302,
    0.7078035562296237,
    1.0528982355685368,
    0.49902523551433764,
    1.9774640235598158,
    0.06218322691356859,
    1.311152667403018,
    1.6715177509417487,
    -0.10298639623387729,
    0.7934254018590756,
    2.4928093609326027,
    1.1168974176517135,
    0.09481727131732576,
    1.330616025978692,
    1.4924218012337387,
    0.781473806796896,
    1.1101511130196626,
];

/// The average of [`SERIES`] by pandas, `ewm(alpha=0.2, adjust=False)` started at 0.
const AVERAGES: [f64; 50] = [
    -0.22705498273709768,
    -0.20968321143818686,
    -0.13109673623124973,
    0.12978899406818697,
    0.2251777116228269,
    0.18063554436516432,
    0.31022174219471443,
    0.2428937571901603,
    0.14879800402543986,
    -0.2628646991978896,
    -0.28869661602735625,
    -0.17408679854810205,
    0.013534078476122952,
    -0.327487866644697,
    0.20739812770552635,
    0.15535291653628003,
    0.10808711395948314,
    0.18815170444787643,
    0.04889610123789882,
    0.17370566079287983,
    0.04103512788088842,
    0.37832533789099965,
    0.32814939000501453,
    0.306143160138761,
    0.38046444132105406,
    0.1632642321456706,
    0.22698659543093191,
    0.2907706339783733,
    0.21883789777496743,
    0.0704671999440407,
    0.8563128083599627,
    0.7262541274227878,
    0.8042316519982979,
    1.0344387440406988,
    0.9691117064784838,
    0.9858690122964944,
    0.8885002569400631,
    1.1062930102640136,
    0.8974710535939247,
    0.9802073763557433,
    1.1184694512729445,
    0.8741782817715802,
    0.8580277057890794,
    1.1849840368177842,
    1.1713667129845702,
    0.9560568246511213,
    1.0309686649166356,
    1.1232592921800562,
    1.054902195103424,
    1.0659519786866718,
];

/// Its exact limits at L = 3 by numpy.
const HALF_WIDTHS: [f64; 50] = [
    0.6000000000000001,
    0.7683749084919418,
    0.8589854480723175,
    0.912265224592059,
    0.944788768773211,
    0.9650287681017597,
    0.9777625145652497,
    0.9858257971512687,
    0.9909518663842952,
    0.994218680650254,
    0.9963038203131191,
    0.997636022563906,
    0.9984876991986248,
    0.999032391210924,
    0.9993808382997518,
    0.9996037806925591,
    0.9997464377330427,
    0.999837727556998,
    0.99989614867028,
    0.9999335363915052,
    0.9999574637994708,
    0.9999727770401017,
    0.99998257739104,
    0.9999888495652347,
    0.9999928637360733,
    0.9999954327969537,
    0.9999970769924534,
    0.9999981292761544,
    0.999998802737142,
    0.9999992337519359,
    0.9999995096013068,
    0.9999996861448641,
    0.9999997991327243,
    0.9999998714449482,
    0.9999999177247688,
    0.9999999473438528,
    0.999999966300066,
    0.9999999784320426,
    0.9999999861965072,
    0.9999999911657647,
    0.9999999943460894,
    0.9999999963814973,
    0.9999999976841583,
    0.9999999985178614,
    0.9999999990514312,
    0.9999999993929158,
    0.9999999996114662,
    0.9999999997513385,
    0.9999999998408566,
    0.9999999998981483,
];

/// Its upper sum by the textbook recursion in numpy; k = 0.5.
const UPPER: [f64; 50] = [
    0.0,
    0.0,
    0.0,
    0.6733319152659338,
    0.7800644971073203,
    0.28253137244183424,
    0.611097905954749,
    0.0846797231266927,
    0.0,
    0.0,
    0.0,
    0.0,
    0.2640175865730229,
    0.0,
    1.8469421051064194,
    1.294114176965714,
    0.7131380806180097,
    0.7215481470194591,
    0.0,
    0.17294389901280383,
    0.0,
    1.2274861779314445,
    0.8549317763925184,
    0.5730500170662651,
    0.7507995831164913,
    0.0,
    0.0,
    0.04590678816813909,
    0.0,
    0.0,
    3.4996952420236505,
    3.2057146456977383,
    3.8218563959980774,
    5.27712350820838,
    5.484927064438003,
    6.03782530000654,
    6.036850535520878,
    7.5143145590806935,
    7.076497785994262,
    7.887650453397281,
    9.05916820433903,
    8.456181808105153,
    8.749607209964228,
    10.74241657089683,
    11.359313988548545,
    10.95413125986587,
    11.784747285844562,
    12.7771690870783,
    13.058642893875197,
    13.66879400689486,
];

/// Its lower sum.
const LOWER: [f64; 50] = [
    0.6352749136854883,
    0.2754710399280318,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    1.4095155120912073,
    1.30153979543643,
    0.5171873240675153,
    0.0,
    1.1915756471279766,
    0.0,
    0.0,
    0.0,
    0.0,
    0.008126311602011604,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.2055366045558633,
    0.0,
    0.0,
    0.0,
    0.023015591379666245,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
];

#[test]
fn control_charts_of_a_shift() {
    let chart = ewma(&SERIES, InControl { target: 0.0, sigma: 1.0 }).unwrap();
    all_close(&chart.averages, &AVERAGES);
    all_close(&chart.half_widths, &HALF_WIDTHS);
    assert_eq!(chart.signals, [33, 37, 40, 43, 44, 46, 47, 48, 49]);
    let chart = cusum(&SERIES, InControl { target: 0.0, sigma: 1.0 }).unwrap();
    all_close(&chart.upper, &UPPER);
    all_close(&chart.lower, &LOWER);
    assert_eq!(chart.signals, (33..50).collect::<Vec<_>>());
    // In another unit the same periods signal.
    let points: Vec<f64> = SERIES.iter().map(|value| 60.0 - 4.0 * value).collect();
    let other = cusum(&points, InControl { target: 60.0, sigma: 4.0 }).unwrap();
    all_close(&other.lower, &UPPER);
    assert_eq!(other.signals, chart.signals);
    assert_eq!(ewma(&points, InControl { target: 60.0, sigma: 4.0 }).unwrap().signals.len(), 9);
}

#[test]
fn control_charts_refuse_what_is_no_series() {
    let gap = [60.0, f64::NAN];
    assert!(matches!(ewma(&gap, InControl { target: 60.0, sigma: 1.0 }), Err(Error::OutOfRange { .. })));
    assert!(matches!(cusum(&gap, InControl { target: 60.0, sigma: 1.0 }), Err(Error::OutOfRange { .. })));
    let refused = |what: &str, result: Result<usize, Error>| match result {
        Err(Error::OutOfRange { what: found, .. }) => assert_eq!(found, what),
        other => panic!("{what}: {other:?}"),
    };
    let run = |target, sigma, lambda, width| {
        let options = EwmaOptions::default().with_lambda(lambda).with_width(width);
        ewma_with(&[60.0], InControl { target, sigma }, &options).map(|chart| chart.averages.len())
    };
    assert_eq!(run(60.0, 1.0, 1.0, 3.0), Ok(1));
    refused("the target", run(f64::INFINITY, 1.0, 0.2, 3.0));
    refused("the standard deviation", run(60.0, 0.0, 0.2, 3.0));
    refused("lambda", run(60.0, 1.0, 0.0, 3.0));
    refused("lambda", run(60.0, 1.0, 1.5, 3.0));
    refused("the width of limits", run(60.0, 1.0, 0.2, f64::NAN));
    let run = |allowance, decision| {
        let options = CusumOptions::default().with_allowance(allowance).with_decision(decision);
        cusum_with(&[60.0], InControl { target: 60.0, sigma: 1.0 }, &options).map(|chart| chart.upper.len())
    };
    refused("the allowance", run(-0.5, 5.0));
    refused("the decision value", run(0.5, 0.0));
    assert!(ewma(&[], InControl { target: 60.0, sigma: 1.0 }).unwrap().averages.is_empty());
}

/// statsmodels 0.15.0, `OLS(cx - ex, [1, t]).fit(cov_type="HAC", cov_kwds={"maxlags": 2}, use_t=True)`; the standard
/// error also by the sums of Newey and West written out in numpy 2.4.6 (they agree to 1e-15).
#[test]
fn parity_of_two_trends() {
    let customers =
        [61.2, 61.9, 61.1, 62.8, 63.0, 62.4, 63.9, 64.8, 64.1, 65.0, 66.2, 65.3, 66.9, 67.4, 66.5, 68.1];
    let employees =
        [58.4, 58.1, 59.0, 58.8, 58.3, 59.6, 59.1, 59.9, 59.2, 59.5, 60.8, 60.1, 60.4, 60.0, 61.1, 60.6];
    let trend = parity(SeriesPair { first: &customers, second: &employees }, 0.95).unwrap();
    assert_eq!((trend.period_count, trend.lag), (16, 2));
    close(trend.slope, 0.28044117647058825, 1e-13);
    close(trend.standard_error, 0.018005068787335026, 1e-13);
    close(trend.low, 0.24182414, 5e-9);
    close(trend.high, 0.31905821, 5e-9);
    close(trend.p_value, 3.0891174093239097e-10, 1e-16);
    assert_eq!(trend.pace(0.1), Pace::FirstGains);
    assert_eq!(trend.pace(0.4), Pace::Equal);
    let other = parity(SeriesPair { first: &employees, second: &customers }, 0.95).unwrap();
    assert_eq!((other.slope, other.pace(0.0)), (-trend.slope, Pace::SecondGains));
    // The same pace without any noise, and a gap that jumps about.
    let same = parity(SeriesPair { first: &customers, second: &customers }, 0.95).unwrap();
    assert_eq!((same.slope, same.p_value, same.pace(0.0)), (0.0, 1.0, Pace::Equal));
    let jumps: Vec<f64> = (0..16).map(|at| if at % 3 == 0 { 70.0 } else { 50.0 }).collect();
    assert_eq!(
        parity(SeriesPair { first: &jumps, second: &[60.0; 16] }, 0.95).unwrap().pace(0.1),
        Pace::Unknown
    );
}

#[test]
fn parity_needs_two_full_series() {
    let series = [60.0; 9];
    assert_eq!(
        parity(SeriesPair { first: &series, second: &series[1..] }, 0.95),
        Err(Error::WrongLength { what: "periods of the second series", found: 8, expected: 9 })
    );
    let few = Error::TooFew { what: "periods", found: 7, least: 8 };
    assert_eq!(parity(SeriesPair { first: &series[2..], second: &series[2..] }, 0.95), Err(few));
    let mut gap = series;
    gap[4] = f64::NAN;
    assert!(matches!(
        parity(SeriesPair { first: &series, second: &gap }, 0.95),
        Err(Error::OutOfRange { .. })
    ));
    assert!(matches!(
        parity(SeriesPair { first: &series, second: &series }, 0.0),
        Err(Error::OutOfRange { .. })
    ));
}
