"""Control charts, parity, agreement, segments, memory, Choquet integrals."""

import math

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import optimize, special, stats

from golden import data, end, golden, numbers, tools

tools("numpy", "scipy", "pandas", "statsmodels")

# Control charts of fifty given values, of which the last twenty are shifted by one.
series = np.array(numbers("SERIES"))
assert len(series) == 50
start = pd.Series(np.concatenate([[0.0], series]))
for at, value in enumerate(start.ewm(alpha=0.2, adjust=False).mean()[1:]):
    golden("AVERAGES", f"average {at}", value, within=1e-15)
for at in range(50):
    golden("HALF_WIDTHS", f"half width {at}", 3 * math.sqrt(0.2 / 1.8 * (1 - 0.8 ** (2 * (at + 1)))), within=1e-15)
above = below = 0.0
for at, value in enumerate(series):
    above, below = max(0.0, above + value - 0.5), max(0.0, below - value - 0.5)
    golden("UPPER", f"upper sum {at}", above, within=1e-14)
    golden("LOWER", f"lower sum {at}", below, within=1e-14)

# Parity of two trends: Newey-West errors with lag floor(4 (16/100)^(2/9)) = 2.
cx = np.array(numbers("parity_of_two_trends", "let customers ="))
ex = np.array(numbers("parity_of_two_trends", "let employees ="))
assert (len(cx), len(ex), math.floor(4 * (16 / 100) ** (2 / 9))) == (16, 16, 2)
fit = sm.OLS(cx - ex, sm.add_constant(np.arange(16.0))).fit(cov_type="HAC", cov_kwds={"maxlags": 2}, use_t=True)
low, high = fit.conf_int()[1]
for what, value in [("slope", fit.params[1]), ("standard error", fit.bse[1]), ("low", low), ("high", high)]:
    golden("parity_of_two_trends", what, value, relative=1e-12)
golden("parity_of_two_trends", "p", fit.pvalues[1], relative=1e-10)


# Agreement: one-way analysis of variance.
def anova(groups):
    groups = [np.array(group, float) for group in groups if len(group)]
    n, j = sum(map(len, groups)), len(groups)
    grand = np.concatenate(groups).mean()
    between = sum(len(g) * (g.mean() - grand) ** 2 for g in groups) / (j - 1)
    within = sum(((g - g.mean()) ** 2).sum() for g in groups) / (n - j)
    k = (n - sum(len(g) ** 2 for g in groups) / n) / (j - 1)
    return [k, between, within, (between - within) / (between + (k - 1) * within), (between - within) / between]


shrout = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
uneven = [[4, 5, 4, 5, 3], [2, 3, 2], [], [5, 5, 4, 4], [3, 4]]
closer = [[1, 5, 3], [2, 4, 3], [3, 3, 3.5, 2]]
for name, groups in [("Shrout & Fleiss", shrout), ("uneven", uneven), ("closer than chance", closer)]:
    found = anova(groups)
    f = stats.f_oneway(*[group for group in groups if group]).statistic
    assert abs(found[1] / found[2] / f - 1) < 1e-12, "scipy has the same F"
    for what, value in zip(["size", "between", "within", "ICC(1)", "ICC(2)"], found):
        golden("intraclass_correlations", f"{name}: {what}", value, relative=1e-12)
answers = [4, 5, 4, 4, 3, 5]
golden("within_group_agreement_is_floored", "r_wg", 1 - np.var(answers, ddof=1) / ((25 - 1) / 12))


# Segments: weights are scaled to sum to the effective number of answers over all of them.
def segments(groups):
    weights = np.concatenate([weights for _, weights in groups]).astype(float)
    scale = weights.sum() / (weights * weights).sum()
    x = [np.array(values, float) for values, _ in groups]
    w = [scale * np.array(weights, float) for _, weights in groups]
    n = np.array([each.sum() for each in w])
    mean = np.array([(a * b).sum() / a.sum() for a, b in zip(w, x)])
    inside = sum((a * (b - m) ** 2).sum() for a, b, m in zip(w, x, mean))
    total, j = n.sum(), len(n)
    between = (n * (mean - (n * mean).sum() / total) ** 2).sum()
    msb, msw = between / (j - 1), inside / (total - j)
    k = (total - (n**2).sum() / total) / (j - 1)
    p = stats.f.sf(msb / msw, j - 1, total - j)
    return total, between / (between + inside), msb / msw, p, (msb - msw) / (msb + (k - 1) * msw)


def counts(*pairs):
    values = np.concatenate([[value] * n for value, n in pairs])
    return values, np.ones(len(values))


for name, groups in [
    ("promoters", [counts((100, p), (0, n), (-100, d)) for p, n, d in [(60, 25, 15), (50, 25, 25), (20, 30, 10)]]),
    ("satisfied", [counts((1, k), (0, n - k)) for k, n in [(37, 120), (450, 1000), (8, 10)]]),
    ("weighted", [([5, 9, 7, 3, 8], [1, 2, 1, 0.5, 3]), ([2, 6, 4, 5], [1, 1, 2.5, 1]), ([7, 8, 8.5], [2, 2, 0.25])]),
]:
    for what, value in zip(["n", "eta^2", "F", "p", "ICC(1)"], segments(groups)):
        golden("segments_explain", f"{name}: {what}", value, relative=1e-10)
for f, degrees in [(1.5, (2, 10)), (30, (3, 1000)), (200, (5, 1e6)), (4.4, (9, 3.3)), (2, (1, 1e7)), (2, (1, 1e9))]:
    golden("probabilities_of_f", f"F = {f}, {degrees}", stats.f.sf(f, *degrees), relative=1e-7 if degrees[1] > 1e6 else 1e-10)


# Memory: weights of least squares that are 0 or more and sum to 1, errors on held-out respondents.
def summaries(moments):
    x = np.array(moments, float)
    peak = max(x, key=lambda value: (abs(value - 50), -value))
    slope, middle = np.polyfit(np.arange(len(x)), x, 1)
    return [x.mean(), x.min(), x.max(), peak, x[-1], np.clip(middle + slope * (len(x) - 1), 0, 100)]


visits, overall = [], []
for i in range(60):
    found = summaries([(i * 37 + t * 61 + i * i * t * 7) % 101 for t in range(3 + i % 4)])
    visits.append(found)
    overall.append(np.clip(0.4 * found[0] + 0.3 * found[1] + 0.3 * found[4] + i * 53 % 21 - 10, 0, 100))
visits, overall = np.array(visits), np.array(overall)
golden("weights_and_hold_out_errors", "trend of the sixth", visits[5, 5])


def fit_weights(x, y):
    """The best of all supports: least squares with sum 1 on each subset, those without negative weights."""
    best = None
    m = x.shape[1]
    for subset in range(1, 1 << m):
        columns = [at for at in range(m) if subset >> at & 1]
        a = x[:, columns]
        rest = a[:, 1:] - a[:, :1]
        tail = np.linalg.lstsq(rest, y - a[:, 0], rcond=None)[0] if len(columns) > 1 else np.zeros(0)
        w = np.concatenate([[1 - tail.sum()], tail])
        if (w >= -1e-12).all():
            error = ((y - a @ w) ** 2).sum()
            if best is None or error < best[0] - 1e-9:
                full = np.zeros(m)
                full[columns] = w
                best = (error, full)
    return best[1]


models = [[0], [1], [2], [3], [4], [5], [3, 4], [0, 1, 4], [0, 1, 2, 3, 4, 5]]
predictions = []
for model in models:
    held = np.zeros(60)
    for fold in range(5):
        out = np.arange(60) % 5 == fold
        if model == [3, 4]:
            w = np.array([0.5, 0.5])
        else:
            w = fit_weights(visits[~out][:, model], overall[~out])
        held[out] = visits[out][:, model] @ w
    predictions.append((overall - held) ** 2)
errors = [math.sqrt(square.mean()) for square in predictions]
best = int(np.argmin(errors))
for at, (error, square) in enumerate(zip(errors, predictions)):
    excess = square - predictions[best]
    spread = excess.std(ddof=1) / math.sqrt(60)
    golden("weights_and_hold_out_errors", f"model {at}: error", error, within=2e-5)
    golden("weights_and_hold_out_errors", f"model {at}: excess", excess.mean(), within=2e-4)
    golden("weights_and_hold_out_errors", f"model {at}: its error", spread, within=2e-4)
for name, model in [("mean, worst, end", [0, 1, 4]), ("all", [0, 1, 2, 3, 4, 5])]:
    for at, w in zip(model, fit_weights(visits[:, model], overall)):
        golden("weights_and_hold_out_errors", f"{name}: weight {at}", w, within=1e-6)

# Choquet integral of a 2-additive capacity by its definition over sorted points (four criteria).
mass = {1: 0.3, 2: 0.25, 4: 0.2, 8: 0.15, 3: 0.1, 5: -0.05, 9: 0.08, 6: -0.1, 10: 0.12, 12: -0.05}
capacity = [sum(m for part, m in mass.items() if part & whole == part) for whole in range(16)]
for whole, value in enumerate(capacity):
    golden("choquet_integrals", f"capacity {whole:04b}", value)
for at in range(4):
    phi = mass[1 << at] + sum(m for part, m in mass.items() if part >> at & 1 and bin(part).count("1") == 2) / 2
    golden("choquet_integrals", f"Shapley {at}", phi)
for x in [(0.2, 0.5, 0.9, 0.4), (0.7, 0.7, 0.1, 0.3), (1, 0, 0.5, 0.25), (0.33, 0.66, 0.99, 0.11), (0, 0, 0, 1)]:
    order = sorted(range(4), key=lambda at: x[at])
    value = sum((x[at] - (x[order[n - 1]] if n else 0)) * capacity[sum(1 << i for i in order[n:])] for n, at in enumerate(order))
    golden("choquet_integrals", f"integral of {x}", value)
file = data("golden/choquet.json")
if file:
    import json

    given = json.loads(file.read_text())
    print("       kappalab's figures:", [key for key in given])

# The gap of two scores by Cochran's Q: chi^2 with one degree of freedom.
golden("chance_by_cochran", "p", special.erfc(math.sqrt(144 / 13 / 2)))
golden("chance_by_cochran", "p by chi2", stats.chi2.sf(144 / 13, 1), relative=1e-12)

# Points of Sobol's sequence, in eighths; scipy goes through them in Gray code.
points = stats.qmc.Sobol(16, scramble=False, bits=32).random(8)
for at in (1, 2, 3, 7):
    for dimension in range(16):
        golden("plain_points", f"point {at}, dimension {dimension}", points[at, dimension] * 8)
golden("known_spectra", "radius", max(abs(np.linalg.eigvals([[4, 1, 2], [-1, 3, 0.5], [0.25, 2, -5]]))))
end()
