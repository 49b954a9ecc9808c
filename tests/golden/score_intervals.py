"""Limits of net promoter scores, shares and means; indexes; numbers of answers."""

import math
from fractions import Fraction

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, test_proportions_2indep

from golden import data, end, golden, numbers, tools

tools("numpy", "scipy", "statsmodels")
Z = stats.norm.ppf(0.975)


def nps(p, n, d):
    """Adjusted Wald (Rocks 2016): estimate, its plain standard error, adjusted centre and standard error."""
    total = p + n + d
    a, b = p / total, d / total
    plain = 100 * math.sqrt((a + b - (a - b) ** 2) / total)
    a, b = (p + 0.75) / (total + 3), (d + 0.75) / (total + 3)
    return 100 * (p - d) / total, plain, 100 * (a - b), 100 * math.sqrt((a + b - (a - b) ** 2) / (total + 3))


for counts in [(60, 25, 15), (10, 5, 35), (500, 300, 200), (0, 10, 0), (123, 77, 50), (413, 266, 172)]:
    estimate, _, centre, error = nps(*counts)
    golden("net_promoter_limits", f"{counts}", estimate)
    golden("net_promoter_limits", f"{counts} low", centre - Z * error)
    golden("net_promoter_limits", f"{counts} high", centre + Z * error)
golden("net_promoter_limits", "(60, 25, 15) se", nps(60, 25, 15)[1])
golden("net_promoter_limits", "(10, 0, 0) low", nps(10, 0, 0)[2] - Z * nps(10, 0, 0)[3])
golden("from_tally", "net promoter (60, 25, 15) low, in the documentation", nps(60, 25, 15)[2] - Z * nps(60, 25, 15)[3])
golden("from_tally", "net promoter (60, 25, 15) high, in the documentation", nps(60, 25, 15)[2] + Z * nps(60, 25, 15)[3])

for k, n in [(0, 10), (1, 10), (5, 10), (10, 10), (37, 120), (450, 1000), (81, 263), (15, 148), (999, 1000), (123456, 500000)]:
    low, high = proportion_confint(k, n, method="wilson")
    golden("wilson_limits", f"{k} of {n} low", low, within=1e-15)
    golden("wilson_limits", f"{k} of {n} high", high, within=1e-15)
wilson = stats.binomtest(95, 100).proportion_ci(method="wilson")
golden("service_levels_are_shares_with_wilson_intervals", "95 of 100 low", wilson.low, within=1e-15)
golden("service_levels_are_shares_with_wilson_intervals", "95 of 100 high", wilson.high, within=1e-15)



def score_limits(estimate, variance, agreement, answers, degrees):
    """Wilson's limits on 0..1 at the effective number of answers, with the quantile of t."""
    full = variance + agreement / (4 * answers**2)
    n = (estimate * (1 - estimate) + agreement / (4 * answers)) / full
    q = stats.t.ppf(0.975, degrees) if math.isfinite(degrees) else Z
    centre = (estimate + q * q / (2 * n)) / (1 + q * q / n)
    half = q / (1 + q * q / n) * math.sqrt(estimate * (1 - estimate) / n + q * q / (4 * n * n))
    return centre - half, centre + half


def agreement_of(answers, cuts):
    """The chance that five answers drawn at random, or all, are the same of the values that have a bucket."""
    n = len(answers)
    m = min(5, n)
    return sum(math.prod(max(answers.count(cut) - at, 0) / (n - at) for at in range(m)) for cut in cuts)


def bounded_mean(answers, low, high, cuts):
    n = len(answers)
    on_unit = (np.array(answers) - low) / (high - low)
    variance, agreement = on_unit.var(ddof=1) / n, agreement_of(answers, cuts)
    full = variance + agreement / (4 * n * n)
    limits = score_limits(on_unit.mean(), variance, agreement, n, (n - 1) * (full / variance) ** 2)
    return [low + limit * (high - low) for limit in limits]


sus = [85, 50, 100, 0, 40, 50]
golden("means_have_limits_on_their_scale", "mean", np.mean(sus))
golden("means_have_limits_on_their_scale", "standard error", stats.sem(sus))
for name, answers, low, high, cuts in [
    ("sus", sus, 0, 100, np.arange(0, 101, 2.5)),
    ("effort", [7, 4], 1, 7, range(1, 8)),
    ("waited", [10, 20, 33], 0, 60, [0, 60]),
    ("stars", [5] * 17 + [4, 4, 1], 1, 5, range(1, 6)),
]:
    for side, limit in zip(("low", "high"), bounded_mean(answers, low, high, cuts)):
        golden("means_have_limits_on_their_scale", f"{name} {side}", limit)

# Four answers to a net promoter question (weight 6) and two of a slider (weight 3), as shares of the scale.
promoters, slider = np.array([1, 1, 0.5, 0]), np.array([0.4, 0.6])
joint = (2 * promoters.mean() + slider.mean()) / 3
parts = [promoters.var() / (4 - 0.5) * 4 / 9, slider.var(ddof=1) / 2 / 9]
full = sum(parts) + (2 / 3) / (4 * 36)
limits = score_limits(joint, sum(parts), 2 / 3, 6, full**2 / parts[1] ** 2)
golden("a_scorecard_joins_what_is_published", "standard error", 100 * math.sqrt(sum(parts)))
golden("a_scorecard_joins_what_is_published", "low", 100 * limits[0])
golden("a_scorecard_joins_what_is_published", "high", 100 * limits[1])
low, high = proportion_confint(0.99 * 3.96, 3.96, method="wilson")
golden("indexes_say_why_they_have_no_limits", "99 +- 5, low", 100 * low)
for level, degrees in [(0.95, 1), (0.95, 2), (0.95, 9), (0.95, 29), (0.95, 0.5), (0.95, 3.37), (0.9, 119), (0.99, 1e4),
                       (0.95, 1e6), (0.95, 50), (0.95, 300), (0.95, 999), (0.95, 1000), (0.99, 1000), (0.999999, 1000),
                       (0.95, 20000), (0.99, 300000), (0.999999, 40)]:
    golden("student_quantiles", f"level {level}, {degrees} degrees", stats.t.isf((1 - level) / 2, degrees), relative=1e-12)
golden("student_quantiles", "z at .9", stats.norm.ppf(0.95))
low, high = bounded_mean([15, 18, 20, 22, 25], 0, 60, [0, 60])
golden("less_may_be_better", "low", low)
golden("less_may_be_better", "high, in the comment", high)

# Coverage of net promoter limits, summed over all outcomes.
for row, (p, n0, d) in enumerate([(0.6, 0.25, 0.15), (413 / 851, 266 / 851, 172 / 851), (0.9, 0.07, 0.03)]):
    for n in (10, 20, 50, 100):
        held = [0.0, 0.0]
        for a in range(n + 1):
            for b in range(n - a + 1):
                mass = stats.multinomial.pmf([a, n - a - b, b], n, [p, n0, d])
                estimate, plain, centre, error = nps(a, n - a - b, b)
                truth = 100 * (p - d)
                held[0] += mass * (max(-100, centre - Z * error) <= truth <= min(100, centre + Z * error))
                held[1] += mass * (abs(estimate - truth) <= Z * plain)
        golden("limits_hold_the_true_score", f"population {row}, n = {n}, adjusted", held[0])
        golden("limits_hold_the_true_score", f"population {row}, n = {n}, plain", held[1])

# Differences.
for first, second in [((60, 25, 15), (50, 25, 25)), ((10, 0, 0), (0, 0, 10)), ((10, 0, 0), (10, 0, 0))]:
    (e1, _, c1, s1), (e2, _, c2, s2) = nps(*first), nps(*second)
    error = math.hypot(s1, s2)
    z = (c1 - c2) / error
    low, high = max(-200, c1 - c2 - Z * error), min(200, c1 - c2 + Z * error)
    for what, value in [("estimate", e1 - e2), ("low", low), ("high", high), ("se", error), ("z", z), ("p", 2 * stats.norm.sf(abs(z)))]:
        golden("net_promoter_scores_differ", f"{first} less {second}: {what}", value)
for a, n, b, m in [(56, 70, 48, 80), (9, 10, 3, 10), (10, 10, 0, 20), (450, 1000, 420, 1000), (0, 10, 0, 20)]:
    low, high = confint_proportions_2indep(a, n, b, m, method="newcomb")
    golden("shares_differ", f"{a}/{n} less {b}/{m} low", low, within=1e-15)
    golden("shares_differ", f"{a}/{n} less {b}/{m} high", high, within=1e-15)
    if a or b:
        test = test_proportions_2indep(a, n, b, m, method="score", correction=False)
        golden("shares_differ", f"{a}/{n} less {b}/{m} z", test.statistic)
        golden("shares_differ", f"{a}/{n} less {b}/{m} p", test.pvalue, relative=1e-12)


def welch(x, y):
    test = stats.ttest_ind(x, y, equal_var=False)
    return test.statistic, test.df, test.pvalue, test.confidence_interval(0.95).low


def weighted(x, w):
    x, w = np.array(x), np.array(w)
    n = w.sum() ** 2 / (w * w).sum()
    mean = (w * x).sum() / w.sum()
    return mean, (w * (x - mean) ** 2).sum() / w.sum() * n / (n - 1) / n, n


def weighted_welch(first, second):
    (m1, v1, n1), (m2, v2, n2) = weighted(*first), weighted(*second)
    degrees = (v1 + v2) ** 2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))
    t = (m1 - m2) / math.sqrt(v1 + v2)
    return t, degrees, 2 * stats.t.sf(abs(t), degrees), m1 - m2 - stats.t.ppf(0.975, degrees) * math.sqrt(v1 + v2)


for name, found in [
    ("four and five", welch([71, 64, 80, 77], [60, 66, 58, 61, 55])),
    ("700 and 720", welch([1, 2, 3, 4, 5, 6, 7] * 100, [2, 3, 4, 5, 6, 7, 7, 4] * 90)),
    ("weighted", weighted_welch(([5, 9, 7, 3, 8], [1, 2, 1, 0.5, 3]), ([2, 6, 4, 5], [1, 1, 2.5, 1]))),
]:
    for what, value in zip(["t", "degrees", "p", "low"], found):
        golden("means_differ", f"{name}: {what}", value, relative=1e-11)
golden("a_counted_population_brings_no_variance", "8 of 10, low", proportion_confint(8, 10, method="wilson")[0])
p_values = numbers("many_tests_are_adjusted", "let p = ")
for method, kind in [("fdr_bh", "Benjamini-Hochberg"), ("holm", "Holm")]:
    for at, value in enumerate(multipletests(p_values, method=method)[1]):
        golden("many_tests_are_adjusted", f"{kind} {at}", value, within=1e-15)
for t, degrees in [(2, 1e6), (5, 1e4), (1, 3.3), (30, 8), (0.1, 1e9), (8, 1e5)]:
    golden("two_sided_probabilities", f"t = {t}, {degrees} degrees", 2 * stats.t.sf(t, degrees), relative=1e-12)
for z in (1, 5, 20):
    golden("two_sided_probabilities", f"z = {z}", 2 * stats.norm.sf(z), relative=1e-12)
power = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
for delta in (0.2, 0.1, 0.05, 0.03):
    golden("numbers_of_answers", f"{100 * delta} points", math.ceil(2 * (0.7 - 0.09) * power**2 / delta**2))
golden("numbers_of_answers", "within 5 points", math.ceil(0.61 * (Z / 0.05) ** 2))
golden("numbers_of_answers", "a share of .5 and .1 more", math.ceil(2 * 0.25 * power**2 / 0.01))
for r in (0.32, 0.15):
    golden("units_needed_to_find_a_correlation", f"r = {r}", (power / math.atanh(r)) ** 2 + 3)
    golden("units_needed_to_find_a_correlation", f"r = {r}, whole", math.ceil((power / math.atanh(r)) ** 2 + 3))


# Indexes of (points, equal weights): geometric, arithmetic, harmonic, minimum, penalty.
def indexes(x):
    x = np.array(x, float)
    mean, variance = x.mean(), x.var()
    return [stats.gmean(x), mean, stats.hmean(x), x.min(), max(0, mean - variance / mean)]


for points in ([72, 55, 80, 68], [92, 35, 80, 68]):
    for kind, value in zip(["geometric", "arithmetic", "harmonic", "minimum", "penalty"], indexes(points)):
        golden("indexes_of_two_profiles", f"{kind} of {points}", value)
g = [stats.gmean([a, b, 80, 68]) for a, b in [(82, 65), (82, 55), (72, 65), (72, 55)]]
golden("indexes_of_two_profiles", "synergy", g[0] - g[1] - g[2] + g[3])
for share in (0.975, 0.025):
    z = stats.norm.ppf(1 - math.sqrt(share))
    golden("draws_give_limits_where_the_delta_method_does_not_serve", f"z of the lower of two at {share}", z)
    n = 70 * 30 / 2**2
    centre = (0.7 + z * z / (2 * n)) / (1 + z * z / n)
    limit = centre + z / (1 + z * z / n) * math.sqrt(0.21 / n + z * z / (4 * n * n))
    golden("draws_give_limits_where_the_delta_method_does_not_serve", f"limit at {share}", 100 * limit, within=0.005)


# Lift against a benchmark: Fieller, and Berger's p-values.
def fieller(a, sa, b, sb):
    """Roots of (a - t b)^2 = z^2 (sa^2 + t^2 sb^2), less 1."""
    roots = np.roots([b * b - Z * Z * sb * sb, -2 * a * b, a * a - Z * Z * sa * sa])
    return sorted(root - 1 for root in roots)


for name, case in [("customers", (78, 0.9, 64, 1.0)), ("employees", (70, 1.6, 61, 1.8))]:
    for what, value in zip(["low", "high"], fieller(*case)):
        golden("published_benchmark", f"{name} {what}", value, within=1e-13)
        golden("lift", f"{name} {what}, in the documentation", value) if name == "customers" else None
    a, sa, b, sb = case
    p = stats.norm.sf((a - 1.25 * b) / math.hypot(sa, 1.25 * sb))
    golden("published_benchmark", f"{name} p of 25 %", p)
    golden("joint_claim", f"{name} p of 25 %, in the documentation", p)

# Bootstrap limits of given draws.
draws = [int(digit) for digit in "560634527023431000171561232717660353555074722710250621477620656004237142261201254316610216442471"
         "602760663277531724512515755371255015657326011316630504175745360125367334534752331063254747422741"]
assert draws == list(np.random.default_rng(5).integers(0, 8, (24, 8)).ravel()), "the draws of numpy"
waits = np.array(numbers("limits_on_given_draws", "const WAITS: [f64; 8] = ") or [3, 4, 4, 5, 7, 9, 14, 31])
means = waits[np.array(draws).reshape(24, 8)].mean(axis=1)
point = waits.mean()
bias = stats.norm.ppf((np.sum(means < point) + np.sum(means == point) / 2) / 24)
left = np.array([np.delete(waits, at).mean() for at in range(8)])
d = left.mean() - left
acceleration = (d**3).sum() / (6 * (d * d).sum() ** 1.5)
golden("limits_on_given_draws", "bias", bias, relative=1e-12)
golden("limits_on_given_draws", "acceleration", acceleration)
golden("limits_on_given_draws", "standard error", means.std(ddof=1))
for what, share in [("low", 0.05), ("high", 0.95)]:
    z = stats.norm.ppf(share)
    shifted = stats.norm.cdf(bias + (bias + z) / (1 - acceleration * (bias + z)))
    golden("limits_on_given_draws", f"percentile {what}", np.quantile(means, share))
    golden("limits_on_given_draws", f"BCa {what}", np.quantile(means, shifted), relative=1e-12)

file = data("golden/intervals.json")
if file:
    import json

    found = json.loads(file.read_text())["bootstrap"]
    indices = np.fromfile(file.parent / "bca_idx_9999x150_u8.bin", dtype=np.uint8).reshape(9999, 150)
    answers = np.array(found["data"])
    promoters, detractors = answers >= 9, answers < 7
    scores = promoters[indices].sum(axis=1).astype(int) - detractors[indices].sum(axis=1).astype(int)
    own = int(promoters.sum()) - int(detractors.sum())
    below, ties = int((scores < own).sum()), int((scores == own).sum())
    golden("limits_on_many_given_draws", "replicates below", below)
    golden("limits_on_many_given_draws", "ties", ties)
    golden("limits_on_many_given_draws", "bias of the promoter score", stats.norm.ppf((below + ties / 2) / 9999), relative=1e-12)
    golden("limits_on_many_given_draws", "bias in the file", found["nps"]["z0"])

# Five weeks before and after: who was contacted gains more.
first = [30, 40, 20, 50, 10, 60, 30, 40, 20, 50, 30]
later = [60, 70, 30, 80, 60, 70, 50, 50, 20, 60, 25]
gain = np.array(later) - np.array(first)
contacted, others = gain[:7], gain[7:]
test = stats.ttest_ind(contacted, others, equal_var=False).confidence_interval(0.95)
golden("loops_that_close_and_that_do_not", "gain of the contacted", contacted.mean())
golden("loops_that_close_and_that_do_not", "gain of the others", others.mean())
golden("loops_that_close_and_that_do_not", "lift", contacted.mean() - others.mean())
golden("loops_that_close_and_that_do_not", "standard error", math.sqrt(contacted.var(ddof=1) / 7 + others.var(ddof=1) / 4))
golden("loops_that_close_and_that_do_not", "low", test.low, relative=1e-12)
golden("loops_that_close_and_that_do_not", "high", test.high, relative=1e-12)
golden("loops_that_close_and_that_do_not", "median time", np.quantile([48, 5, 2, 8, 72, 24, 5, 30] + [1e9] * 4, 0.5))

# Items of questionnaires, as fractions.
golden("acsi_type_index", "weighted", Fraction(100, 9) * (Fraction("0.3885") * Fraction("7.2") + Fraction("0.319") * Fraction("6.6") + Fraction("0.2925") * Fraction("6.1")))
golden("acsi_type_index", "equal weights", Fraction(100, 9) * Fraction("19.9") / 3)
for items, score in [((4, 2, 5, 1, 4, 2, 5, 2, 4, 1), 85), ((2, 3, 3, 4, 2, 3, 3, 4, 3, 3), 40)]:
    golden("items_become_one_value", f"SUS {items}", 2.5 * sum(x - 1 if at % 2 == 0 else 5 - x for at, x in enumerate(items)))
golden("items_become_one_value", "UMUX-Lite (6, 5)", 100 * (6 + 5 - 2) / 12)
golden("items_become_one_value", "its equivalent", 0.65 * 75 + 22.9)
file = data("survey/sus_vr_queue.csv")
if file:
    words = ["Strongly disagree", "Somewhat disagree", "Neither agree nor disagree", "Somewhat agree", "Strongly agree"]
    rows = [line.split(",")[1:] for line in file.read_text().splitlines()[1:]]
    values = [[words.index(cell.strip()) + 1 for cell in row] for row in rows]
    scores = [2.5 * sum(x - 1 if at % 2 == 0 else 5 - x for at, x in enumerate(row)) for row in values]
    golden("real_sus_answers", "mean", np.mean(scores))
    golden("real_sus_answers", "standard deviation", np.std(scores, ddof=1))
end()
