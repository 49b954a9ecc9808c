"""Workload W1 from Parquet: a scorecard of survey answers, from the file to the answer.

    python scorecard.py make FILE [--rows N]       # answers of 1 M respondents about 800 facets, by polars
    python scorecard.py FILE polars [--reps N]     # n, mean, sd, promoters, detractors, respondents per facet

The peer finds no limits, holds no answer against its scale and lets a person answer twice. Checksum: the sum of n. Run it
with TXM_BENCH_THREADS=2 to let polars use two threads.
"""

import sys
from pathlib import Path

import peer
from peer import np


def make(path, rows):
    """Four instruments on 200 touchpoints; respondents by chance."""
    import polars as pl

    rng = np.random.default_rng(1)
    kind = rng.integers(0, 4, rows)
    value = np.where(kind < 2, rng.integers(0, 11, rows), np.where(kind == 2, rng.integers(1, 8, rows), rng.integers(0, 101, rows)))
    touchpoint = np.char.add("touchpoint_", rng.integers(0, 200, rows).astype(str))
    respondent = np.char.add("r", rng.integers(0, 1_000_000, rows).astype(str))
    columns = {
        "touchpoint": touchpoint,
        "dimension": np.array(["cx", "ex", "ux", "mx"])[kind],
        "stakeholder": np.array(["customers", "staff", "users", "customers"])[kind],
        "instrument": np.array(["nps", "enps", "ces2", "points"])[kind],
        "value": value,
        "respondent": respondent,
    }
    pl.DataFrame(columns).write_parquet(path)


def polars_peer(path):
    import polars as pl

    value = pl.col("value")
    return (
        pl.scan_parquet(path)
        .group_by("touchpoint", "dimension", "stakeholder", "instrument")
        .agg(
            value.count().alias("n"),
            value.mean().alias("mean"),
            value.std().alias("sd"),
            (value >= 9).sum().alias("promoters"),
            (value < 7).sum().alias("detractors"),
            pl.col("respondent").n_unique().alias("respondents"),
        )
        .collect()
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        made = peer.parser(__doc__)
        made.add_argument("make")
        made.add_argument("file", type=Path)
        made.add_argument("--rows", type=int, default=5_000_000)
        given = made.parse_args()
        make(given.file, given.rows)
    else:
        args = peer.peer_parser(__doc__, {"polars": polars_peer}).parse_args()
        found, cpu, wall = peer.measure(args, lambda: polars_peer(args.folder))
        peer.report("W1-parquet", args.peer, "polars", f"rows={found['n'].sum()}", cpu, wall, checksum=float(found["n"].sum()))
