"""What the generators and the peers' scripts share: folders, timing, one JSON line per measurement.

Import it before numpy: the libraries read their thread limits once, when they load.
"""

import argparse
import json
import math
import os
import resource
import statistics
import time
from importlib import metadata
from pathlib import Path

THREADS = int(os.environ.get("TXM_BENCH_THREADS", "1"))
for name in ("OMP", "OPENBLAS", "MKL", "NUMBA", "RAYON"):
    os.environ[f"{name}_NUM_THREADS"] = str(THREADS)
os.environ["POLARS_MAX_THREADS"] = str(THREADS)

import numpy as np  # noqa: E402  after the limits


def parser(doc):
    """A parser of the command line that shows `doc` as it stands."""
    return argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)


def peer_parser(doc, peers):
    """Parser of a peer's script: FOLDER PEER [--reps N] [--budget SECONDS]."""
    made = parser(doc)
    made.add_argument("folder", type=Path, help="as the generator wrote it")
    made.add_argument("peer", choices=sorted(peers))
    made.add_argument("--reps", type=int, default=5, help="measured calls after a warm-up; default 5")
    made.add_argument("--budget", type=float, default=60, help="wall seconds after which no call starts; default 60")
    return made


def measure(args, run):
    """Warm up once, then time `args.reps` calls of `run`: the last result, CPU seconds and wall seconds.

    CPU seconds are the whole process's. A warm-up that spends the budget becomes the one measured call.
    """
    cpu, wall, begun = [], [], time.monotonic()
    while len(cpu) <= args.reps:
        before = time.process_time(), time.perf_counter()
        result = run()
        cpu.append(time.process_time() - before[0])
        wall.append(time.perf_counter() - before[1])
        if time.monotonic() - begun > args.budget:
            break
    first = 1 if len(cpu) > 1 else 0
    return result, cpu[first:], wall[first:]


def plain(value):
    """A number as JSON can hold it."""
    if isinstance(value, np.generic):
        value = value.item()
    return value if not isinstance(value, float) or math.isfinite(value) else None


def report(workload, peer, package, size, cpu, wall, **facts):
    """Print one measurement. `facts` are the checksum and what else there is to compare; None is left out."""
    line = {"workload": workload, "peer": peer, "version": metadata.version(package), "size": size, "threads": THREADS}
    line["seconds_cpu_min"] = round(min(cpu), 7)
    line["seconds_cpu_median"] = round(statistics.median(cpu), 7)
    line["seconds_wall_median"] = round(statistics.median(wall), 7)
    line["reps"] = len(cpu)
    line |= {key: plain(value) for key, value in facts.items() if value is not None}
    # Linux counts kilobytes; the peak of the process so far, interpreter and inputs included.
    line["peak_rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(line), flush=True)


def meta(folder):
    """What the generator noted about a folder."""
    return json.loads((folder / "meta.json").read_text())


def write_meta(folder, **facts):
    """Note what a folder holds. Written last: a folder with it is complete."""
    (folder / "meta.json").write_text(json.dumps(facts) + "\n")


def column(folder, name):
    """A raw column; the suffix of its name is its type."""
    kinds = {"i8": np.int8, "u8": np.uint8, "u16": np.uint16, "u32": np.uint32, "i64": np.int64, "f64": np.float64}
    return np.fromfile(folder / name, kinds[name.rsplit(".", 1)[1]])
