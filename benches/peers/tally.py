"""Time other ways to score survey answers by group on a folder of make_survey.py: workload B.

A group is a touchpoint and a dimension. Every peer starts from columns in memory and ends with one table: n, mean,
sample variance (0 for one answer), NPS with plain Wald limits, top-2-box share with Wilson's limits, both at 95 %.
numpy and numba count (group, value) cells, the others aggregate rows, whichever suits them.

Checksum: the sum over groups of mean + variance + NPS low + NPS high + Wilson low + Wilson high, NPS on -100..100.
"""

from peer import THREADS, column, measure, meta, np, peer_parser, report

Z = 1.959963984540054


def limits(n, top, bottom, root):
    """Limits out of shares: arrays, or expressions of polars."""
    net = top - bottom
    error = root((top + bottom - net * net) / n)
    shrink = 1 + Z * Z / n
    centre = (top + Z * Z / (2 * n)) / shrink
    half = root(top * (1 - top) / n + Z * Z / (4 * n * n)) * Z / shrink
    return {
        "nps": 100 * net,
        "nps_low": 100 * (net - Z * error),
        "nps_high": 100 * (net + Z * error),
        "top2": top,
        "wilson_low": centre - half,
        "wilson_high": centre + half,
    }


def of_counts(counts):
    """The table out of a count per group and value."""
    counts = counts[counts.any(axis=1)].astype(float)
    value, n = np.arange(11.0), counts.sum(axis=1)
    total, squares = counts @ value, counts @ value**2
    variance = (squares - total**2 / n) / np.maximum(n - 1, 1)
    shares = counts[:, 9:].sum(axis=1) / n, counts[:, :7].sum(axis=1) / n
    return {"n": n, "mean": total / n, "variance": variance, **limits(n, *shares, np.sqrt)}


def numpy_peer(value, touchpoint, dimension, groups):
    """One bincount over cells."""

    def run():
        cell = touchpoint.astype(np.int64)
        cell *= 4
        cell += dimension
        cell *= 11
        cell += value
        return of_counts(np.bincount(cell, minlength=groups * 11).reshape(groups, 11))

    return run


def numba_peer(value, touchpoint, dimension, groups):
    """The floor: a compiled loop over counters of 4 bytes, rows padded to 64 bytes."""
    import numba

    @numba.njit
    def count(value, touchpoint, dimension):
        counts = np.zeros((groups, 16), np.uint32)
        for row in range(value.size):
            counts[np.int64(touchpoint[row]) * 4 + dimension[row], value[row]] += 1
        return counts

    return lambda: of_counts(count(value, touchpoint, dimension)[:, :11])


def polars_peer(value, touchpoint, dimension, _):
    """A lazy query."""
    import polars as pl

    table = pl.DataFrame({"value": value, "touchpoint": touchpoint, "dimension": dimension}).lazy()
    answer, n = pl.col("value"), pl.col("n")

    def run():
        summed = table.group_by("touchpoint", "dimension").agg(
            n=pl.len().cast(pl.Float64),
            mean=answer.mean(),
            variance=answer.var().fill_null(0),
            promoters=(answer >= 9).sum(),
            detractors=(answer <= 6).sum(),
        )
        shares = limits(n, pl.col("promoters") / n, pl.col("detractors") / n, lambda expression: expression.sqrt())
        return summed.with_columns(**shares).collect()

    return run


def duckdb_peer(value, touchpoint, dimension, _):
    """A query over a table of its own."""
    import duckdb
    import pyarrow as pa

    base = duckdb.connect()
    base.execute(f"SET threads = {THREADS}")
    base.register("columns", pa.table({"value": value, "touchpoint": touchpoint, "dimension": dimension}))
    base.execute("CREATE TABLE answers AS FROM columns")
    base.unregister("columns")
    query = f"""
        WITH summed AS (
            SELECT touchpoint, dimension, count(*)::DOUBLE AS n, avg(value) AS mean,
                   coalesce(var_samp(value), 0) AS variance,
                   count(*) FILTER (value >= 9) / n AS top2, count(*) FILTER (value <= 6) / n AS bottom
            FROM answers GROUP BY touchpoint, dimension
        ), spread AS (
            SELECT *, top2 - bottom AS net, {Z} * sqrt((top2 + bottom - net * net) / n) AS error,
                   1 + {Z * Z} / n AS shrink, (top2 + {Z * Z} / (2 * n)) / shrink AS centre,
                   {Z} * sqrt(top2 * (1 - top2) / n + {Z * Z} / (4 * n * n)) / shrink AS half
            FROM summed
        )
        SELECT touchpoint, dimension, n, mean, variance, 100 * net AS nps, 100 * (net - error) AS nps_low,
               100 * (net + error) AS nps_high, top2, centre - half AS wilson_low, centre + half AS wilson_high
        FROM spread"""
    return lambda: base.execute(query).fetchnumpy()


PEERS = {"numpy": numpy_peer, "numba": numba_peer, "polars": polars_peer, "duckdb": duckdb_peer}
SUMMED = ("mean", "variance", "nps_low", "nps_high", "wilson_low", "wilson_high")


def main():
    args = peer_parser(__doc__, PEERS).parse_args()
    facts = meta(args.folder)
    columns = [column(args.folder, name) for name in ("value.i8", "touchpoint.u32", "dimension.u8")]
    run = PEERS[args.peer](*columns, facts["touchpoints"] * facts["dimensions"])
    table, cpu, wall = measure(args, run)
    checksum = sum(float(np.sum(np.asarray(table[name]))) for name in SUMMED)
    size = f"rows={facts['rows']}"
    report("B", args.peer, args.peer, size, cpu, wall, source="mem", groups=len(table["n"]), checksum=checksum)


if __name__ == "__main__":
    main()
