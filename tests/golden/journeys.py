"""Chains of journeys, life cycles, predictability, friction and hand-overs."""

import itertools
import math
from fractions import Fraction as F

import networkx as nx
import numpy as np
from scipy import stats

from golden import data, end, golden, tools

tools("numpy", "scipy", "networkx")

PATHS = [("AB", 30, 20), ("AC", 10, 40), ("B", 15, 35), ("CB", 12, 18), ("A", 5, 65)]


def transitions(paths):
    """Counts from start and touchpoints to touchpoints, goal and lost; names are single letters or tuples."""
    counts = {}
    for steps, goal, lost in paths:
        way = ["start", *steps]
        for a, b in zip(way, way[1:]):
            counts[a, b] = counts.get((a, b), 0) + goal + lost
        for end_, n in [("goal", goal), ("lost", lost)]:
            counts[way[-1], end_] = counts.get((way[-1], end_), 0) + n
    return counts


def solve(counts, removed=()):
    """Chance of the goal and expected visits by exact elimination; what leads to a removed touchpoint is lost."""
    states = sorted({a for a, _ in counts} - set(removed), key=lambda name: (name != "start", name))
    total = {a: sum(n for (b, _), n in counts.items() if b == a) for a in states}
    size = len(states)
    # (I - Q') v = e_start, with fractions.
    rows = [[F(int(i == j)) - F(counts.get((states[j], states[i]), 0), total[states[j]]) for j in range(size)] + [F(int(i == 0))]
            for i in range(size)]
    for at in range(size):
        pivot = next(row for row in range(at, size) if rows[row][at])
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(size):
            if row != at and rows[row][at]:
                rows[row] = [a - rows[row][at] * b for a, b in zip(rows[row], rows[at])]
    visits = {state: rows[at][-1] for at, state in enumerate(states)}
    return sum(visits[a] * F(counts.get((a, "goal"), 0), total[a]) for a in states), visits


counts = transitions(PATHS)
goal, visits = solve(counts)
effects = {name: 1 - solve(counts, name)[0] / goal for name in "ABC"}
golden("five_paths", "P(goal)", goal)
for name in "ABC":
    golden("five_paths", f"removal effect of {name}", effects[name])
    golden("five_paths", f"credit of {name}", 72 * effects[name] / sum(effects.values()))
    golden("five_paths", f"visits of {name}", visits[name])


def delta_limits(figure):
    """Limits of a share on its logit: the variance from differences in every probability, rows Dirichlet."""
    rows = ["start", *"ABC"]
    ends = [*"ABC", "goal", "lost"]
    n = np.array([[counts.get((a, b), 0) for b in ends] for a in rows], float)
    p = n / n.sum(axis=1, keepdims=True)

    def chance(p, without=None):
        q, r = p[1:, :3].copy(), p[1:, 3].copy()
        if without is not None:
            q[without], r[without] = 0, 0
        return p[0, :3] @ np.linalg.solve(np.eye(3) - q, r)

    value = chance if figure is None else lambda p: 1 - chance(p, figure) / chance(p)
    variance = 0
    for a in range(4):
        gradient = np.zeros(5)
        for b in range(5):
            step = np.zeros((4, 5))
            step[a, b] = 1e-6
            gradient[b] = (value(p + step) - value(p - step)) / 2e-6
        variance += (p[a] @ gradient**2 - (p[a] @ gradient) ** 2) / (n[a].sum() + 1)
    share = value(p)
    reach = stats.norm.ppf(0.975) * math.sqrt(variance) / (share * (1 - share))
    return [1 / (1 + math.exp(-math.log(share / (1 - share)) - way * reach)) for way in (-1, 1)]


for name, figure in [("P(goal)", None), ("A", 0), ("B", 1), ("C", 2)]:
    for what, value in zip(["low", "high"], delta_limits(figure)):
        golden("limits_of_five_paths", f"{what} of {name}", value)
rules = {"first": {}, "last": {}, "linear": {}}
for steps, goals, _ in PATHS:
    rules["first"][steps[0]] = rules["first"].get(steps[0], 0) + goals
    rules["last"][steps[-1]] = rules["last"].get(steps[-1], 0) + goals
    for step in steps:
        rules["linear"][step] = rules["linear"].get(step, 0) + F(goals, len(steps))
for rule, credits in rules.items():
    for name, credit in credits.items():
        golden("attribution", f"{rule} touch: {name}", credit)

# Entropy rate: rows of the chain in bits, weighted by its stationary distribution when every end leads back.
names = ["start", "A", "B", "C"]
q = np.zeros((4, 4))
for (a, b), n in counts.items():
    q[names.index(a), names.index(b) if b in names else 0] += n
rate = 0.0
q /= q.sum(axis=1, keepdims=True)
values, vectors = np.linalg.eig(q.T)
stationary = np.real(vectors[:, np.argmin(abs(values - 1))])
stationary /= stationary.sum()
for at, name in enumerate(names):
    row = np.array([n for (a, _), n in counts.items() if a == name], float)
    rate += stationary[at] * stats.entropy(row, base=2)
golden("five_paths", "bits a step", rate, relative=1e-12)

for what, value in zip(["low", "high"], stats.beta.ppf([0.025, 0.975], 30, 70)):
    golden("BETA_30_70", what, value, within=5e-7)
    golden("limits_are_those_of_a_beta_distribution", what, value)

# The life cycle: counts of the documentation, as fractions.
LIFE = [(("prospect",), 0, 60, 0), (("prospect", "first"), 0, 18, 2), (("prospect", "first", "repeat"), 9, 4, 3),
        (("prospect", "first", "repeat", "sleeping", "repeat"), 3, 1, 0)]
counts = {}
for steps, won, lost, open_ in LIFE:
    way = ["start", *steps]
    for a, b in zip(way, way[1:]):
        counts[a, b] = counts.get((a, b), 0) + won + lost + open_
    for end_, n in [("goal", won), ("lost", lost), ("open", open_)]:
        counts[way[-1], end_] = counts.get((way[-1], end_), 0) + n
goal, visits = solve(counts)
golden("a_life_cycle_by_hand", "P(goal)", goal)


def chance(start):
    moved = {edge: n for edge, n in counts.items() if edge[0] != "start"}
    moved["start", start] = 1
    return solve(moved)[0]


total = {a: sum(n for (b, _), n in counts.items() if b == a) for a, _ in counts}
for tier in ("prospect", "first", "repeat", "sleeping"):
    golden("a_life_cycle_by_hand", f"chance of {tier}", chance(tier))
    golden("a_life_cycle_by_hand", f"elasticity of {tier}", visits[tier] * chance(tier) / goal)
share = F(counts["repeat", "goal"], total["repeat"])
golden("a_life_cycle_by_hand", "elasticity of repeat > goal", share / goal * visits["repeat"] * (1 - chance("repeat")) / (1 - share))

# Breadth of friction: exp of the entropy of burdens.
for name, cells in {"stock lookup": [(0.10, 6000), (0.60, 9000), (0.15, 500)], "ID check": [(0.50, 8000), (0.05, 8000), (0, 0)],
                    "kerbside pickup": [(0.42, 4200), (0.55, 4200), (0.30, 900)]}.items():
    burdens = np.array([f * n for f, n in cells])
    golden("shared_friction_of_the_retailer", f"burden of {name}", burdens.sum())
    golden("shared_friction_of_the_retailer", f"breadth of {name}", math.exp(stats.entropy(burdens)), within=5e-4)
golden("handovers_by_hand", "E-I index", (340 - 1260) / 1600)
pairs = list(itertools.combinations("abcdef", 2))
crossing = sum((a < "d") != (b < "d") for a, b in pairs) / len(pairs)
golden("handovers_by_hand", "expected E-I index", 2 * crossing - 1)
# The four journeys of the test as a graph of people.
people = nx.MultiGraph()
for number in range(4):
    way = ["abcdef"[(step + 3 * (number // 2)) % 6] for step in range(3 + number % 2)]
    people.add_edges_from(zip(way, way[1:]))
golden("handovers_by_hand", "modularity", nx.community.modularity(people, [set("abc"), set("def")]))

# Channels of the five journeys by hand: removal of a channel from the chain of journeys by channel.
CHANNELS = [(("web", "phone", "store"), 1, 0, 0), (("web", "phone", "web"), 0, 1, 0), (("phone",), 1, 0, 0), (("web", "web"), 1, 0, 0), (("web", "store"), 0, 0, 1)]
counts = {}
for steps, won, lost, open_ in CHANNELS:
    runs = [name for name, _ in itertools.groupby(steps)]
    way = ["start", *runs]
    for a, b in zip(way, way[1:]):
        counts[a, b] = counts.get((a, b), 0) + 1
    end_ = "goal" if won else "lost" if lost else "open"
    counts[way[-1], end_] = counts.get((way[-1], end_), 0) + 1
goal, _ = solve(counts)
golden("channels_by_hand", "P(goal)", goal)
for name, parts in [("web", (5, 6)), ("phone", (3, 5)), ("store", (1, 3))]:
    effect = 1 - solve(counts, [name])[0] / goal
    assert effect == F(*parts), f"removal of {name} is {effect}"
    print(f"ok     channels_by_hand: removal of {name} is {effect}")

# The 10,000 paths of ChannelAttribution's data set by the same counts in floating point.
file = data("attribution/Data.csv")
if file:
    import csv

    table = []
    for row in csv.DictReader(file.open()):
        won, lost = int(row["total_conversions"]), int(row["total_null"])
        table.append((tuple(step.strip() for step in row["path"].split(">")), won, lost))
    counts = transitions(table)
    places = ["start"] + sorted({name for edge in counts for name in edge} - {"start", "goal", "lost"})
    number = {name: at for at, name in enumerate(places)}
    q, r = np.zeros((len(places), len(places))), np.zeros(len(places))
    for (a, b), n in counts.items():
        if b in number:
            q[number[a], number[b]] += n
        elif b == "goal":
            r[number[a]] += n
    total = np.array([sum(n for (a, _), n in counts.items() if a == name) for name in places], float)
    q, r = q / total[:, None], r / total
    n = np.linalg.inv(np.eye(len(places)) - q)
    h = n @ r
    golden("attribution_data", "paths", len(table))
    golden("attribution_data", "conversions", sum(won for _, won, _ in table))
    golden("attribution_data", "journeys without", sum(lost for _, _, lost in table))
    golden("attribution_data", "P(conversion)", h[0], relative=1e-12)
    given = {row["channel_name"] if "channel_name" in row else list(row.values())[0]: row for row in
             csv.DictReader((file.parent / "ref_exact_order1_own_linear_algebra.csv").open())}
    for name in places[1:]:
        at = number[name]
        effect = n[0, at] * h[at] / (n[at, at] * h[0])
        assert abs(effect - float(list(given[name].values())[1])) < 1e-12, name
    print("ok     attribution_data: removal effects are those of the file within 1e-12")
end()
