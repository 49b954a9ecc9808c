"""Equilibria, trajectories, bounded cascades, fuzzy maps, contagions."""

import itertools
import math
from fractions import Fraction

import networkx as nx
import numpy as np
from scipy import optimize, stats

from golden import data, end, golden, tools

tools("numpy", "scipy", "networkx")

# The golden cascade: nodes teller_ux, teller_ex, onboard_cx, digital_ux, mx; edges from, to, weight, error, lag.
EDGES = [(0, 1, 0.35, 0.08, 1), (1, 2, 0.26, 0.09, 1), (0, 2, 0.10, 0.05, 0), (3, 2, 0.30, 0.06, 0),
         (3, 1, 0.08, 0.04, 1), (4, 2, 0.20, 0.07, 0), (2, 1, 0.12, 0.06, 1), (3, 4, 0.25, 0.06, 0)]
SHOCK = np.array([12.0, 0, 0, 0, 0])


def matrix(edges, n=5):
    w = np.zeros((n, n))
    for edge in edges:
        w[edge[0], edge[1]] = edge[2]
    return w


def equilibrium(w, shock):
    return np.linalg.solve(np.eye(len(w)) - w.T, shock)


W = matrix(EDGES)
x = equilibrium(W, SHOCK)
golden("golden_cascade", "radius", max(abs(np.linalg.eigvals(W))))
golden("golden_cascade", "gain of the loop", W[1, 2] * W[2, 1])
golden("golden_cascade", "teller_ex", x[1])
golden("golden_cascade", "onboard_cx", x[2])
golden("golden_cascade", "direct", SHOCK[0] * W[0, 2])
golden("golden_cascade", "amplification", x[2] / (1.2 + 12 * 0.35 * 0.26))
value = np.linalg.solve(np.eye(5) - W, [0, 0.5, 0.5, 0, 0])
for node, worth in enumerate(value):
    golden("golden_cascade", f"value of node {node}", worth)
v = np.linalg.solve(np.eye(5) - W, [0, 0, 1.0, 0, 0])
parts = {(a, b): (x[a] * v[b] * se) ** 2 for a, b, _, se, _ in EDGES}
for edge in [(0, 2), (1, 2), (0, 1)]:
    golden("golden_sensitivity", f"share of variance of {edge}, %", 100 * parts[edge] / sum(parts.values()), within=0.5)
golden("golden_sensitivity", "effect", x[2])
without = equilibrium(matrix([edge for edge in EDGES if edge[:2] != (1, 2)]), SHOCK)
golden("golden_evidence_share", "what rests on ex > cx", 1 - without[2] / x[2])
factor = 1 / (1 - W[1, 2] * W[2, 1])
golden("golden_paths", "direct", 12 * W[0, 2])
golden("golden_paths", "via ex", 12 * W[0, 1] * W[1, 2])
golden("golden_paths", "factor of the loop", factor)
golden("golden_paths", "total", x[2])
golden("golden_ways", "total over all walks", sum(12 * np.linalg.matrix_power(W, k)[0, 2] for k in range(60)))
by_lag = [matrix([edge for edge in EDGES if edge[4] == lag]) for lag in (0, 1)]
past, course = np.zeros(5), []
for period in range(41):
    past = equilibrium(by_lag[0], SHOCK + by_lag[1].T @ past)
    course.append(past)
for period in range(5):
    golden("golden_response", f"cx in period {period}", course[period][2])
draws = np.random.default_rng(1).normal(size=(400_000, 8))
drawn = np.zeros((len(draws), 5, 5))
for at, (a, b, weight, se, _) in enumerate(EDGES):
    drawn[:, a, b] = weight + se * draws[:, at]
all_x = np.linalg.solve(np.eye(5) - drawn.transpose(0, 2, 1), np.broadcast_to(SHOCK, (len(draws), 5))[..., None])[..., 0]
for node, name in [(2, "cx"), (1, "ex")]:
    for what, quantile in zip(["median", "low", "high"], np.quantile(all_x[:, node], [0.5, 0.025, 0.975])):
        golden("golden_uncertainty", f"{name} {what} of 400,000 normal draws", quantile, within=0.02)
golden("draws_say_how_often_a_network_is_unstable", "P(first weight > 1)", stats.norm.sf(0.5))
below = stats.norm.cdf(-0.5)
golden("draws_say_how_often_a_network_is_unstable", "median above 0", 0.1 + 0.2 * stats.norm.ppf(below + 0.5 * (1 - below)))
golden("draws_say_how_often_a_network_is_unstable", "P(weight > 0)", stats.norm.cdf(0.5))

# Pay-and-go: nodes pay, recognition, customers, staff.
P = matrix([(0, 2, 0.40), (0, 3, -0.35), (1, 3, 0.50), (3, 2, 0.30), (2, 3, 0.10)], 4)
pay, recognition = equilibrium(P, [20, 0, 0, 0]), equilibrium(P, [0, 15, 0, 0])
for name, found in [("pay", pay), ("recognition", recognition), ("both", pay + recognition)]:
    golden("golden_petrol", f"{name}: customers", found[2])
    golden("golden_petrol", f"{name}: staff", found[3])
golden("golden_petrol", "least recognition that harms nobody", -pay[3] / (recognition[3] / 15))


def bounded(shock, fall, scores=(60, 40, 70, 55)):
    """The fixed point of gains H (1 - exp(-y/H)) and falls -x (1 - exp(f y/x)), by iteration and by a root finder."""
    def step(d):
        y = np.array(shock, float) + P.T @ d
        with np.errstate(over="ignore"):
            return np.array([(100 - s) * (1 - math.exp(-a / (100 - s))) if a > 0 else -s * (1 - math.exp(fall * a / s))
                             for a, s in zip(y, scores)])
    d = np.zeros(4)
    for _ in range(500):
        d = step(d)
    assert abs(optimize.root(lambda d: step(d) - d, np.zeros(4), tol=1e-13).x - d).max() < 1e-9
    return d


found = {name: bounded(shock, 1.0) for name, shock in [("pay", (20, 0, 0, 0)), ("recognition", (0, 15, 0, 0)), ("both", (20, 15, 0, 0))]}
for name, d in found.items():
    for node, value in enumerate(d):
        if value:
            golden("golden_bounded", f"{name}: node {node}", value)
for node in (2, 3):
    golden("golden_bounded", f"synergy at node {node}", found["both"][node] - found["pay"][node] - found["recognition"][node])
    golden("golden_bounded", f"pay with falls twice as heavy: node {node}", bounded((20, 0, 0, 0), 2.0)[node])

golden("an_unstable_loop_is_refused_by_name", "radius", max(abs(np.linalg.eigvals([[0, 0.9], [1.2, 0]]))))
golden("an_unstable_loop_is_refused_by_name", "radius of the clique", max(abs(np.linalg.eigvals(0.3 * (np.ones((5, 5)) - np.eye(5))))))
golden("a_response_that_never_settles_is_refused", "radius", max(abs(np.linalg.eigvals([[0.9, 0.9], [-1, 0]]))))
# x_t = .9 x_{t-1} - y_{t-1}, y_t = .9 x_{t-2}: state (x_t, y_t, x_{t-1}).
golden("a_response_that_never_settles_is_refused", "companion radius", max(abs(np.linalg.eigvals([[0.9, -1, 0], [0, 0, 0.9], [1, 0, 0]]))))
golden("a_response_that_never_settles_is_refused", "of one node", max(abs(np.roots([1, -0.9, 1.5]))))

# Miller & Blair (2009), section 2.3.
inverse = np.linalg.inv(np.eye(2) - np.array([[0.15, 0.25], [0.20, 0.05]]))
for at in np.ndindex(2, 2):
    golden("textbook_leontief", f"inverse {at}", inverse[at])

# Katz centrality.
KATZ = [(0, 1), (0, 2), (1, 2), (2, 0), (2, 3), (3, 4), (4, 2), (4, 5), (5, 6), (6, 4), (1, 6), (7, 0), (7, 5)]
graph = nx.DiGraph(KATZ)
a = nx.to_numpy_array(graph, nodelist=range(8))
radius = max(abs(np.linalg.eigvals(a)))
golden("golden_katz", "radius", radius)
solved = np.linalg.solve(np.eye(8) - 0.5 / radius * a.T, np.ones(8))
other = nx.katz_centrality_numpy(graph, alpha=0.5 / radius, beta=1.0, normalized=False)
for node in range(8):
    golden("golden_katz", f"node {node}", solved[node])
    assert abs(other[node] - solved[node]) < 1e-9, "networkx has the same"
file = data("graphs/wiki-Vote.txt")
if file:
    import csv

    votes = nx.read_edgelist(file, create_using=nx.DiGraph)
    alpha = 0.011075498350605284
    golden("votes_for_administrators", "nodes", votes.number_of_nodes())
    golden("votes_for_administrators", "edges", votes.number_of_edges())
    again = nx.katz_centrality(votes, alpha=alpha, beta=1.0, normalized=False, max_iter=10_000, tol=1e-14)
    for row in csv.DictReader((file.parent / "ref_networkx_wiki-Vote.csv").open()):
        node, given = list(row.values())[0], float(list(row.values())[2])
        assert abs(again[node] / given - 1) < 1e-8, f"node {node}: {again[node]} and not {given}"
    golden("votes_for_administrators", "alpha", alpha)
    print("ok     votes_for_administrators: the file's centralities are those of this networkx within 1e-8")

# The fuzzy map of Dikopoulou & Papageorgiou (R package fcm): sigmoid, steepness 1.
F = np.array([[0, 0, 0.6, 0.9, 0, 0, 0, 0.8], [0.1, 0, 0, 0, 0, 0, 0.2, 0.5], [0, 0.7, 0, 0, 0.9, 0, 0.4, 0.1],
              [0.4, 0, 0, 0, 0, 0.9, 0, 0], [0, 0, 0, 0, 0, -0.9, 0, 0.3], [-0.3, 0, 0, 0, 0, 0, 0, 0],
              [0, 0, 0, 0, 0, 0.8, 0.4, 0.9], [0.1, 0, 0, 0, 0, 0.1, 0.6, 0]])


def fuzzy(rule, steps):
    a = np.array([1.0, 1, 0, 0, 0, 0, 0, 0])
    course = [a]
    for _ in range(steps):
        y = {"modified": a + F.T @ a, "rescaled": 2 * a - 1 + F.T @ (2 * a - 1)}[rule]
        a = 1 / (1 + np.exp(-y))
        course.append(a)
    return course


modified, rescaled = fuzzy("modified", 3000), fuzzy("rescaled", 60_000)
for concept in range(8):
    golden("golden_fuzzy_map", f"concept {concept} in the seventh row", modified[6][concept])
    golden("golden_fuzzy_map", f"concept {concept} in the end", modified[-1][concept])
golden("golden_fuzzy_map", "rescaled, first step", rescaled[1][7])
golden("golden_fuzzy_map", "rescaled, step 99", rescaled[99][7])
golden("golden_fuzzy_map", "rescaled, in the end", rescaled[-1][0], within=1e-6)


# Contagions: all worlds with exact fractions.
def reached(n, edges, seeds):
    seen, left = set(seeds), list(seeds)
    while left:
        at = left.pop()
        for a, b in edges:
            if a == at and b not in seen:
                seen.add(b)
                left.append(b)
    return seen


def worlds(n, edges, rule):
    if rule == "cascade":
        for taken in itertools.product((False, True), repeat=len(edges)):
            mass = math.prod((w if on else 1 - w for on, (_, _, w) in zip(taken, edges)), start=Fraction(1))
            yield mass, [(a, b) for on, (a, b, _) in zip(taken, edges) if on]
    else:
        entering = [[(a, b, w) for a, b, w in edges if b == node] for node in range(n)]
        choices = [[(w, (a, b)) for a, b, w in own] + [(1 - sum(w for _, _, w in own), None)] for own in entering]
        for choice in itertools.product(*choices):
            yield math.prod((w for w, _ in choice), start=Fraction(1)), [edge for _, edge in choice if edge]


def exact(n, edges, rule, seeds):
    edges = [(a, b, Fraction(w)) for a, b, w in edges]
    found = [Fraction(0)] * n
    for mass, taken in worlds(n, edges, rule):
        if mass:
            for node in reached(n, taken, seeds):
                found[node] += mass
    return found


TRIANGLE = [(0, 1, "0.5"), (0, 2, "0.25"), (1, 2, "0.5")]
FIVE = [(0, 1, "0.5"), (0, 2, "0.4"), (1, 3, "0.3"), (2, 3, "0.6"), (3, 1, "0.2"), (3, 4, "0.5"), (4, 0, "0.7"),
        (2, 4, "0.25"), (4, 2, "0.3")]
CERTAIN = [(0, 1, "1"), (1, 2, "0.5"), (2, 0, "0.3"), (1, 3, "0.5"), (3, 2, "0.5")]
# Probabilities that the test writes as fractions.
WRITTEN = {Fraction(7, 16), Fraction(131, 250), Fraction(827, 2000)}
for name, n, edges, seeds in [("triangle", 3, TRIANGLE, [0]), ("five", 5, FIVE, [0]), ("five", 5, FIVE, [3]),
                              ("five", 5, FIVE, [0, 4]), ("five", 5, FIVE, [1, 2]), ("certain", 4, CERTAIN, [0])]:
    for rule in ("cascade", "threshold"):
        found = exact(n, edges, rule, seeds)
        golden("golden_exact", f"{name} from {seeds} by {rule}: spread", sum(found))
        for node, probability in enumerate(found):
            if probability in WRITTEN:
                golden("golden_exact", f"{name} from {seeds} by {rule}: {node}, numerator", probability.numerator)
                golden("golden_exact", f"{name} from {seeds} by {rule}: {node}, denominator", probability.denominator)
            else:
                golden("golden_exact", f"{name} from {seeds} by {rule}: {node}", probability)
end()
