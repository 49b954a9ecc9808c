"""Whole jobs as a user runs them: from a file to the answer on all cores, wall clock, ours and peers by turns.

    jobs.py make [FOLDER]                       signals.csv and .parquet (5 M answers), edges.csv (1 M influences),
                                                paths.csv (1 M paths); the log of W2 and W3 is make_log.py's log.csv
    jobs.py peer JOB PEER FILE                  one run of a peer: one JSON line
    jobs.py race JOB FILE -- TXM COMMAND ...    ours and every peer by turns: medians and ratios, one JSON line each

FOLDER is target/data/jobs beside this folder unless given; ROUNDS=5 in the environment says how often a race runs all.

    jobs.py race W1 signals.csv -- txm scorecard signals.csv --json
    jobs.py race W1-parquet signals.parquet -- txm scorecard signals.parquet --json
    jobs.py race W2 log.csv -- txm journeys log.csv --json
    jobs.py race W4 edges.csv -- txm cascade --edges edges.csv --shock node_26912=1 --json --all
    jobs.py race W5 paths.csv -- txm attribution paths.csv --json

Peers use every core they find, as they do by default. They find no limits, no suppression and no certificate. Before
times, answers are compared by their checksums: W1 answers, superseded ones among them; W2 edges and variants; W4 the sum
of the importance of all nodes for their mean; W5 the sum of removal effects.
"""

import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "target" / "data" / "jobs"


def make(folder):
    """The inputs of W1, W4 and W5, the same on every machine."""
    import numpy as np
    import polars as pl

    folder.mkdir(parents=True, exist_ok=True)
    make_signals(np, pl, folder)
    make_edges(np, pl, folder)
    make_paths(np, pl, folder)


def make_signals(np, pl, folder):
    """200 touchpoints by four instruments, a million respondents."""
    rng, n = np.random.default_rng(1), 5_000_000
    kind = rng.integers(0, 4, n)
    answers = [rng.integers(0, 11, n), rng.integers(1, 8, n), rng.integers(0, 101, n)]
    value = np.where(kind < 2, answers[0], np.where(kind == 2, answers[1], answers[2]))
    touchpoint = np.char.add("touchpoint_", rng.integers(0, 200, n).astype(str))
    respondent = np.char.add("r", rng.integers(0, 1_000_000, n).astype(str))
    named = {
        "dimension": ["cx", "ex", "ux", "mx"],
        "stakeholder": ["customers", "staff", "users", "customers"],
        "instrument": ["nps", "enps", "ces2", "points"],
    }
    columns = {name: pl.Series(np.array(values)[kind]) for name, values in named.items()}
    signals = pl.DataFrame({"touchpoint": touchpoint, **columns, "value": value, "respondent": respondent})
    signals.write_csv(folder / "signals.csv")
    signals.write_parquet(folder / "signals.parquet")


def make_edges(np, pl, folder):
    """A million influences among 100,000 nodes, a few of which drive or are driven by many; row sums .35 to .85."""
    rng, n, m = np.random.default_rng(2), 100_000, 1_000_000
    source, target = rng.integers(0, n, m), (rng.pareto(1.2, m) * 50).astype(np.int64) % n
    pairs = np.unique((source * n + target)[source != target])
    rng.shuffle(pairs)
    source, target = pairs // n, pairs % n
    weight = rng.uniform(0.01, 1, len(source))
    weight = weight / np.bincount(source, weight, n)[source] * rng.uniform(0.35, 0.85, n)[source]
    names = [np.char.add("node_", ends.astype(str)) for ends in (source, target)]
    pl.DataFrame({"from": names[0], "to": names[1], "weight": weight}).write_csv(folder / "edges.csv")


def make_paths(np, pl, folder):
    """A million paths of four steps on average through 200 touchpoints, one in ten of which reaches the goal."""
    rng, n = np.random.default_rng(3), 1_000_000
    length = rng.geometric(0.25, n).clip(max=30)
    names = np.array([f"touchpoint_{number:03}" for number in range(200)])
    step = names[(rng.random(length.sum()) ** 2 * 200).astype(int)]
    won = (rng.random(n) < 0.1).astype(int)
    steps = pl.DataFrame({"row": np.repeat(np.arange(n), length), "step": step})
    paths = steps.group_by("row", maintain_order=True).agg(pl.col("step").str.join(" > ").alias("path"))
    counts = {"total_conversions": won, "total_conversion_value": won * 10.0, "total_null": 1 - won}
    paths.select("path", *(pl.Series(name, count) for name, count in counts.items())).write_csv(
        folder / "paths.csv"
    )


def w1_polars(path, scan="scan_csv"):
    import polars as pl

    value = pl.col("value")
    facets = getattr(pl, scan)(path).group_by("touchpoint", "dimension", "stakeholder", "instrument")
    found = facets.agg(
        value.count().alias("n"),
        value.mean().alias("mean"),
        value.std().alias("sd"),
        (value >= 9).sum().alias("promoters"),
        (value < 7).sum().alias("detractors"),
        pl.col("respondent").n_unique().alias("respondents"),
    ).collect()
    return found["n"].sum()


def w1_duckdb(path):
    import duckdb

    read = "read_parquet" if path.endswith(".parquet") else "read_csv"
    found = duckdb.sql(
        f"""select touchpoint, dimension, stakeholder, instrument, count(value) n, avg(value), stddev_samp(value),
        sum((value >= 9)::int), sum((value < 7)::int), count(distinct respondent) from {read}('{path}') group by all"""
    ).fetchall()
    return sum(row[4] for row in found)


def w2_polars(path):
    import polars as pl

    log = pl.read_csv(path, columns=["case", "activity", "time"], try_parse_dates=True)
    log = log.with_columns(pl.col("case").cast(pl.Categorical), pl.col("activity").cast(pl.Categorical))
    log = log.sort("case", "time", maintain_order=True)
    goes_on = pl.col("case") == pl.col("case").shift(-1)
    wait = (pl.col("time").shift(-1) - pl.col("time")).dt.total_nanoseconds().alias("wait")
    log = log.with_columns(pl.when(goes_on).then(pl.col("activity").shift(-1)).alias("next"), wait)
    wait = pl.col("wait")
    edges = (
        log.filter(pl.col("next").is_not_null())
        .group_by("activity", "next")
        .agg(
            pl.len(),
            wait.mean().alias("mean"),
            wait.median().alias("median"),
            wait.quantile(0.9).alias("ninth"),
        )
    )
    activity = pl.col("activity")
    cases = log.group_by("case").agg(
        activity.first().alias("first"),
        activity.last().alias("last"),
        activity.to_physical().alias("trace"),
    )
    cases.group_by("first").len()
    cases.group_by("last").len()
    return edges.height + cases["trace"].cast(pl.List(pl.String)).list.join(">").n_unique()


def w2_duckdb(path):
    import duckdb

    base = duckdb.connect()
    base.sql(f'create table e as select "case" c, activity a, "time" t from read_csv(\'{path}\')')
    base.sql(
        "create table s as select c, a, t, lead(a) over w n, lead(t) over w u, row_number() over w i from e "
        "window w as (partition by c order by t)"
    )
    wait = "epoch(u) - epoch(t)"
    edges = base.sql(
        f"select a, n, count(*), avg({wait}), median({wait}), quantile_cont({wait}, .9) from s "
        "where n is not null group by all"
    ).fetchall()
    base.sql("select a, count(*) from s where i = 1 group by a").fetchall()
    base.sql("select a, count(*) from s where n is null group by a").fetchall()
    variants = "select count(*) from (select distinct string_agg(a, '>' order by i) from s group by c)"
    return len(edges) + base.sql(variants).fetchall()[0][0]


def w4_scipy(path):
    import numpy as np
    import polars as pl
    import scipy.sparse as sparse
    from scipy.sparse.linalg import bicgstab

    edges = pl.read_csv(path)
    names = pl.concat([edges["from"], edges["to"]]).unique(maintain_order=True)
    ids = pl.DataFrame({"name": names, "id": np.arange(len(names))})

    def numbers(side):
        found = edges.join(ids, left_on=side, right_on="name", how="left", maintain_order="left")
        return found["id"].to_numpy()

    n = len(names)
    weights = sparse.coo_matrix((edges["weight"].to_numpy(), (numbers("from"), numbers("to"))), (n, n)).tocsr()
    system = (sparse.eye(n) - weights).tocsr()
    shock = np.zeros(n)
    shock[0] = 1
    total, _ = bicgstab(system.T.tocsr(), shock, rtol=1e-10)
    worth, _ = bicgstab(system, np.full(n, 1 / n), rtol=1e-10)
    rows = [{"node": names[int(node)], "value": float(worth[node])} for node in np.argsort(-worth)]
    impact = [{"node": names[node], "total": float(total[node])} for node in range(n)]
    assert len(json.dumps({"importance": rows, "impact": impact})) > n
    return float(worth.sum())


def w5_polars(path):
    import numpy as np
    import polars as pl

    table = pl.read_csv(path)
    goal, lost = pl.col("total_conversions").alias("goal"), pl.col("total_null").alias("lost")
    steps = (
        table.select(pl.col("path").str.split(" > "), goal, lost, (goal + lost).alias("weight"))
        .with_row_index("row")
        .explode("path")
        .with_columns(pl.col("path").cast(pl.Categorical).to_physical().alias("step"))
    )
    row = pl.col("row")
    steps = steps.with_columns(
        pl.when(row == row.shift(-1)).then(pl.col("step").shift(-1)).alias("next"),
        (row != row.shift(1)).fill_null(True).alias("first"),
    )
    size = int(steps["step"].max()) + 1
    moves, goals, losses, start = np.zeros((size, size)), np.zeros(size), np.zeros(size), np.zeros(size)
    weight, ends = pl.col("weight").sum(), (pl.col("goal").sum(), pl.col("lost").sum())
    inner = steps.filter(pl.col("next").is_not_null())
    for step, behind, count in inner.group_by("step", "next").agg(weight).iter_rows():
        moves[step, behind] = count
    for step, won, gone in steps.filter(pl.col("next").is_null()).group_by("step").agg(*ends).iter_rows():
        goals[step], losses[step] = won, gone
    for step, count in steps.filter(pl.col("first")).group_by("step").agg(weight).iter_rows():
        start[step] = count
    leaving = moves.sum(1) + goals + losses
    visits = np.linalg.inv(np.eye(size) - moves / leaving[:, None])
    reaches = visits @ (goals / leaving)
    begins = start / start.sum()
    return float((begins @ visits * reaches / (np.diag(visits) * float(begins @ reaches))).sum())


PEERS = {
    "W1": {"polars": w1_polars, "duckdb": w1_duckdb},
    "W1-parquet": {"polars": lambda path: w1_polars(path, "scan_parquet"), "duckdb": w1_duckdb},
    "W2": {"polars": w2_polars, "duckdb": w2_duckdb},
    "W4": {"polars-scipy": w4_scipy},
    "W5": {"polars-numpy": w5_polars},
}


def w1_ours(answer):
    published = [facet for facet in answer["facets"] if not facet["suppressed"]]
    return sum(facet["n"] + facet["superseded"] for facet in published)


OURS = {
    "W1": w1_ours,
    "W1-parquet": w1_ours,
    "W4": lambda answer: math.fsum(row["value"] for row in answer["importance"]),
    "W5": lambda answer: math.fsum(answer["removal_effects"].values()),
}


def run(command):
    """Wall clock, CPU seconds and output of a command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{command}: exit {done.returncode}: {done.stderr[-300:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (wall, cpu), done.stdout


def peer(job, name, path):
    """Runs a peer once and reports."""
    start = time.perf_counter()
    checksum = float(PEERS[job][name](path))
    wall, usage = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    line = {"job": job, "peer": name, "seconds_wall": wall, "seconds_cpu": usage.ru_utime + usage.ru_stime}
    print(json.dumps({**line, "peak_rss_mb": usage.ru_maxrss / 1024, "checksum": checksum}))


def race(job, path, command):
    """Runs ours and all peers by turns."""
    commands = {name: [sys.executable, __file__, "peer", job, name, path] for name in PEERS[job]}
    commands = {"ours": command, **commands}
    outputs = {name: run(command)[1] for name, command in commands.items()}
    checksums = {name: json.loads(text)["checksum"] for name, text in outputs.items() if name != "ours"}
    if job in OURS:
        checksums["ours"] = OURS[job](json.loads(outputs["ours"]))
    if not all(math.isclose(found, next(iter(checksums.values())), rel_tol=1e-8) for found in checksums.values()):
        sys.exit(f"answers differ: {checksums}")
    times = {name: [] for name in commands}
    for _ in range(int(os.environ.get("ROUNDS", "5"))):
        for name, command in commands.items():
            times[name].append(run(command)[0])
    medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in times.items()}
    for name, (wall, cpu) in medians.items():
        line = {"job": job, "peer": name, "seconds_wall": wall, "seconds_cpu": cpu}
        print(json.dumps({**line, "ours_by_peer": medians["ours"][0] / wall}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make"]:
            make(DATA)
        case ["make", folder]:
            make(Path(folder))
        case ["peer", job, name, path]:
            peer(job, name, path)
        case ["race", job, path, "--", *command] if command:
            race(job, path, command)
        case _:
            sys.exit(__doc__)
