"""Figures of real logs that the tests compare with: pm4py reads them again and gives the same tables.

pm4py is GPL: it is asked, not copied. The tables lie beside the logs in TXM_DATA; the tests read them there.
"""

import contextlib
import csv
import io
import json
from datetime import datetime, timedelta, timezone

import pandas as pd
import pm4py
from pm4py.objects.log.util import interval_lifecycle

from golden import data, end, golden, tools

tools("pm4py", "pandas")

# Work of several cases that overlaps, some without its start or its completion.
rows = []
for case in range(200):
    work = []
    for step in range(6):
        x = (case * 7919 + step * 104729) % 9973
        activity, start, length = "ABC"[x % 3], x * 37 % 3001, 1 + x % 601
        if x % 10 != 9:
            work.append((start, activity, "start"))
        if x % 10 != 8:
            work.append((start + length, activity, "complete"))
    for seconds, activity, transition in sorted(work):
        time = datetime(2026, 1, 5, 8, tzinfo=timezone.utc) + timedelta(seconds=seconds)
        rows.append((str(case), activity, time, transition))
columns = ["case:concept:name", "concept:name", "time:timestamp", "lifecycle:transition"]
log = pm4py.convert_to_event_log(pd.DataFrame(rows, columns=columns))
visits = [visit for trace in interval_lifecycle.to_interval(log) for visit in trace]
lengths = [(visit["time:timestamp"] - visit["start_timestamp"]).total_seconds() for visit in visits]
golden("pairs_of_pm4py", "events", len(rows))
golden("pairs_of_pm4py", "pairs", sum(length > 0 for length in lengths))
golden("pairs_of_pm4py", "seconds", sum(lengths))

# Visits with a start and an end: waits run from the completion of one to the start of the next.
rows = []
for case in range(50):
    clock = 0
    for step in range(6):
        x = (case * 7919 + step * 104729) % 9973
        start = clock + x * 37 % 3001
        clock = start + x % 601 + 1
        begin = datetime(2026, 1, 5, 8, tzinfo=timezone.utc)
        rows.append((str(case), "ABC"[x % 3], begin + timedelta(seconds=start), begin + timedelta(seconds=clock)))
columns = ["case:concept:name", "concept:name", "start_timestamp", "time:timestamp"]
log = pd.DataFrame(rows, columns=columns)
waits = pm4py.discover_performance_dfg(log)[0]
for (a, b), found in sorted(waits.items()):
    golden("waits_of_pm4py", f"{a} > {b} mean", found["mean"])
    golden("waits_of_pm4py", f"{a} > {b} median", found["median"])
sojourns = pm4py.discover_performance_dfg(log.drop(columns="start_timestamp"))[0]
golden("waits_of_pm4py", "A > B mean sojourn", sojourns["A", "B"]["mean"])

folder = data("logs")
if folder:
    for name, file in [("helpdesk", "helpdesk.xes.gz"), ("running-example", "running-example.xes")]:
        with contextlib.redirect_stderr(io.StringIO()):
            log = pm4py.read_xes(str(folder / file))
        log = log if isinstance(log, pd.DataFrame) else pm4py.convert_to_dataframe(log)
        dfg, starts, ends = pm4py.discover_dfg(log)
        given = {(row[0], row[1]): row for row in list(csv.reader((folder / f"{name}.dfg.csv").open()))[1:]}
        assert {edge: int(row[2]) for edge, row in given.items()} == dict(dfg), f"{name}: edges"
        performance = pm4py.discover_performance_dfg(log)[0]
        for edge, found in performance.items():
            for at, what in [(3, "mean"), (4, "median")]:
                written = float(given[edge][at])
                assert abs(found[what] - written) <= 1e-9 * max(1.0, written), f"{name}, {edge}: {what}"
        summary = json.loads((folder / f"{name}.summary.json").read_text())
        assert (len(log), log["case:concept:name"].nunique()) == (summary["events"], summary["cases"])
        assert (len(dfg), len(pm4py.get_variants(log))) == (summary["dfg_edges"], summary["variants"])
        assert (dict(starts), dict(ends)) == (summary["start"], summary["end"])
        print(f"ok     {name}: {summary['events']} events, {summary['dfg_edges']} edges, {summary['variants']} variants as in the files")
    rows = list(csv.reader((folder / "helpdesk.handover.csv").open()))[1:]
    same = sum(float(row[-1]) for row in rows if row[0] == row[1])
    log = pd.read_csv(folder / "helpdesk.csv.gz")
    steps = len(log) - log.iloc[:, 0].nunique()
    golden("handovers_of_the_help_desk", "share of the same person, %", 100 * same, within=0.05)
    golden("handovers_of_the_help_desk", "steps", steps)
    with contextlib.redirect_stderr(io.StringIO()):
        ocel = pm4py.read_ocel2_json(str(data("ocel") / "ocel20_example.jsonocel"))
    golden("the_example_of_the_standard", "events", len(ocel.events))
    golden("the_example_of_the_standard", "objects", len(ocel.objects))
    golden("the_example_of_the_standard", "relations", len(ocel.relations))
    golden("the_example_of_the_standard", "relations of objects", len(ocel.o2o))
end()
