"""Time other tools on a log of make_log.py: workloads D1 to D5.

  D1  directly-follows graph with starts, ends, mean and median wait, from integer columns in order of time
  D2  variants of the same columns
  D3  import of log.csv: names to numbers, times to microseconds (pm4py: to its table of texts)
  D4  import of log.xes                                                    pm4py
  D5  directly-follows graph with starts and ends of the log of D4         pm4py

polars and duckdb hold the columns as a table of their own before the clock starts.

Checksums, with a and b the numbers in the activities' names: D1, D5 sum over edges of count (a + 1) (b + 2), plus
a + 1 for each case's first and last activity, and for D1 the sums of the mean and of the median waits of all edges in
seconds; D2 sum over variants of count^2; D3, D4 sum over events of the time in seconds less 1,700,000,000.
"""

import os

from peer import THREADS, column, measure, meta, np, peer_parser, report

ORIGIN = 1_700_000_000


def weigh(edges, ends):
    """Checksum of (a, b, count) and of (a, count) of starts and ends together."""
    return int(sum(n * (a + 1) * (b + 2) for a, b, n in edges) + sum(n * (a + 1) for a, n in ends))


def step_facts(steps):
    """Facts of rows (a, b or nothing at the end of a case, count, mean wait, median wait, starts with a)."""
    edges = [step for step in steps if step[1] is not None]
    ends = [(step[0], step[2]) for step in steps if step[1] is None] + [(step[0], step[5]) for step in steps]
    return {
        "checksum": weigh([edge[:3] for edge in edges], ends),
        "edges": len(edges),
        "wait_mean_sum": sum(edge[3] for edge in edges) / 1e6,
        "wait_median_sum": sum(edge[4] for edge in edges) / 1e6,
    }


def variant_facts(counts):
    """Facts of the number of cases of each variant."""
    return {"checksum": sum(int(count) ** 2 for count in counts), "variants": len(counts)}


def columns(folder):
    return {name.split(".")[0]: column(folder, name) for name in ("case.u32", "activity.u16", "time.i64")}


class Polars:
    """A stable sort by case, then columns shifted by one."""

    def __init__(self, folder, work):
        import polars as pl

        self.pl, self.folder = pl, folder
        self.log = pl.DataFrame(columns(folder)).lazy() if work != "D3" else None

    def d1(self):
        pl = self.pl
        case, activity, time = pl.col("case"), pl.col("activity"), pl.col("time")
        last = case.ne_missing(case.shift(-1))
        steps = self.log.sort("case", maintain_order=True).select(
            "activity",
            after=pl.when(~last).then(activity.shift(-1)),
            wait=time.shift(-1) - time,
            first=case.ne_missing(case.shift(1)),
        )
        wait = pl.col("wait")
        summed = steps.group_by("activity", "after").agg(
            pl.len(), mean=wait.mean(), median=wait.median(), starts=pl.col("first").sum()
        )
        return summed.collect()

    def d2(self):
        journeys = self.log.sort("case", maintain_order=True).group_by("case", maintain_order=True).agg("activity")
        return journeys.group_by("activity").len().collect()

    def d3(self):
        pl = self.pl
        texts = {name: pl.Categorical for name in ("case", "activity", "team")}
        table = pl.read_csv(self.folder / "log.csv", schema_overrides=texts)
        numbers = pl.col(*texts).to_physical()
        return table.with_columns(numbers, pl.col("time").str.to_datetime("%Y-%m-%dT%H:%M:%S%.6f"))

    def facts(self, work, found):
        if work == "D1":
            return step_facts(found.rows())
        if work == "D2":
            return variant_facts(found["len"].to_list())
        return {"checksum": (found["time"].dt.epoch("us").cast(self.pl.Float64) / 1e6 - ORIGIN).sum()}


class DuckDb:
    """Window functions."""

    def __init__(self, folder, work):
        import duckdb
        import pyarrow as pa

        self.folder, self.base = folder, duckdb.connect()
        self.base.execute(f"SET threads = {THREADS}")
        if work != "D3":
            self.base.register("columns", pa.table(columns(folder)))
            self.base.execute('CREATE TABLE log AS SELECT "case" AS id, activity, time FROM columns')
            self.base.unregister("columns")

    def d1(self):
        return self.base.execute("""
            WITH steps AS (
                SELECT activity, lead(activity) OVER path AS after, lead(time) OVER path - time AS wait,
                       lag(time) OVER path IS NULL AS first
                FROM log WINDOW path AS (PARTITION BY id ORDER BY time)
            )
            SELECT activity, after, count(*), avg(wait), median(wait), count(*) FILTER (first)
            FROM steps GROUP BY activity, after""").fetchall()

    def d2(self):
        return self.base.execute("""
            WITH paths AS (SELECT list(activity ORDER BY time) AS path FROM log GROUP BY id)
            SELECT count(*) AS n FROM paths GROUP BY path""").fetchnumpy()

    def d3(self):
        run = self.base.execute
        run(f"CREATE OR REPLACE TABLE text AS FROM read_csv('{self.folder / 'log.csv'}')")
        names = ("case", "activity", "team")
        for name in names:
            run(f"""
                CREATE OR REPLACE TABLE {name}_names AS SELECT name, row_number() OVER () - 1 AS number
                FROM (SELECT DISTINCT "{name}" AS name FROM text)""")
        numbers = ", ".join(f"{name}_names.number AS {name}_number" for name in names)
        joins = " ".join(f'JOIN {name}_names ON {name}_names.name = text."{name}"' for name in names)
        run(f"CREATE OR REPLACE TABLE imported AS SELECT {numbers}, time FROM text {joins}")

    def facts(self, work, found):
        if work == "D1":
            return step_facts(found)
        if work == "D2":
            return variant_facts(found["n"].tolist())
        query = f"SELECT sum(epoch_us(time) / 1e6 - {ORIGIN}) FROM imported"
        return {"checksum": float(self.base.execute(query).fetchone()[0])}


class Pm4py:
    """pm4py on its tables of texts."""

    def __init__(self, folder, work):
        os.environ["PM4PY_SHOW_PROGRESS_BAR"] = "False"
        import pandas
        import pm4py

        self.pandas, self.pm4py, self.folder = pandas, pm4py, folder
        self.log = self.d3() if work in ("D1", "D2") else self.d4() if work == "D5" else None

    def d1(self):
        return self.pm4py.discover_dfg(self.log), self.pm4py.discover_performance_dfg(self.log)[0]

    def d2(self):
        return self.pm4py.get_variants(self.log)

    def d3(self):
        names = {"case_id": "case", "activity_key": "activity", "timestamp_key": "time"}
        table = self.pandas.read_csv(self.folder / "log.csv")
        return self.pm4py.format_dataframe(table, timest_format="ISO8601", **names)

    def d4(self):
        return self.pm4py.read_xes(str(self.folder / "log.xes"))

    def d5(self):
        return self.pm4py.discover_dfg(self.log)

    def facts(self, work, found):
        if work in ("D3", "D4"):
            since = found["time:timestamp"] - self.pandas.Timestamp(ORIGIN, unit="s", tz="UTC")
            return {"checksum": float(since.dt.total_seconds().sum())}
        if work == "D2":
            return variant_facts(list(found.values()))
        edges, starts, ends = found[0] if work == "D1" else found
        number = lambda name: int(name.rsplit("_", 1)[1])  # noqa: E731
        ends = [(number(name), n) for part in (starts, ends) for name, n in part.items()]
        facts = {"checksum": weigh([(number(a), number(b), n) for (a, b), n in edges.items()], ends)}
        if work == "D1":
            facts["wait_mean_sum"] = float(np.sum([wait["mean"] for wait in found[1].values()]))
            facts["wait_median_sum"] = float(np.sum([wait["median"] for wait in found[1].values()]))
        return facts


PEERS = {"polars": Polars, "duckdb": DuckDb, "pm4py": Pm4py}


def main():
    args = peer_parser(__doc__, PEERS)
    args.add_argument("--work", choices=("D1", "D2", "D3", "D4", "D5"), required=True)
    args = args.parse_args()
    facts = meta(args.folder)
    peer = PEERS[args.peer](args.folder, args.work)
    run = getattr(peer, args.work.lower(), None)
    if run is None:
        raise SystemExit(f"{args.peer} does not do {args.work}")
    found, cpu, wall = measure(args, run)
    size = f"events={facts['events']} cases={facts['cases']}"
    report(args.work, args.peer, args.peer, size, cpu, wall, **peer.facts(args.work, found))


if __name__ == "__main__":
    main()
