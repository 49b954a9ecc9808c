"""Workload W1 from Parquet: n, mean, sd, promoters, detractors and respondents per facet, from the file to the answer.

The peer finds no limits, holds no answer against its scale and lets a person answer twice. Checksum: the sum of n.
"""

from peer import measure, peer_parser, report


def polars_peer(folder):
    import polars as pl

    value = pl.col("value")
    return (
        pl.scan_parquet(folder / "signals.parquet")
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
    args = peer_parser(__doc__, {"polars": polars_peer}).parse_args()
    found, cpu, wall = measure(args, lambda: polars_peer(args.folder))
    rows = int(found["n"].sum())
    report("W1-parquet", args.peer, args.peer, f"rows={rows}", cpu, wall, source="file", checksum=float(rows))
