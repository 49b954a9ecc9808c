"""Run this library and its peers by turns on the same files and print a table of ratios.

One round starts every program of a workload once, each in a process of its own; a program makes its own warm-up call
and a few measured ones. What counts is the median over rounds of the programs' medians of CPU seconds, and the ratio of
ours to a peer's from the same run. Answers are compared before times: a checksum that differs by more than 1e-8
relative (1e-6 for single pushes), or a residual above 2e-10, ends the run with an error. So does a mean of runs that is
five standard errors off, and a choice of seeds that reaches 2 % fewer than a peer's.

Goals are ratios to one peer or to several; README.md says what they are for.
"""

import json
import math
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from peer import parser

HERE = Path(__file__).resolve().parent


@dataclass
class Workload:
    """One row of the table: its folder, the arguments of ours and of each peer, and the goals by peer."""

    name: str
    folder: str
    ours: list
    peers: dict
    goals: dict = field(default_factory=dict)
    reps: int = 5
    tolerance: float = 1e-8
    answers: str = "alike"


def cascade(name, folder, work, solvers, goals, reps=5):
    """A row of cascade.py and floor.c."""
    floor = {"freeze": "c-sort", "source": "c-gauss-seidel", "keystone": "c-gauss-seidel"}
    peers = {solver: ["cascade.py", solver, "--work", work] for solver in solvers}
    if work in floor:
        peers[floor[work]] = ["floor", work]
    # A residual of 1e-10 of a push at one node leaves up to 7e-10 sqrt(nodes) in the sum of a solution.
    tolerance = 1e-8 if work in ("keystone", "freeze") else 1e-6
    return Workload(name, folder, ["cascade", "--work", work], peers, goals, reps, tolerance)


def journey(work, folder, names, goals, reps=5):
    """A row of journey.py, and of the crate process_mining where its program was built.

    Ours has variants of a work, such as `D1-columns`; peers do the work itself.
    """
    theirs = work.split("-")[0]
    peers = {name: ["journey.py", name, "--work", theirs] for name in names}
    if theirs in ("D4", "D5"):
        peers["process_mining"] = ["process-mining", theirs]
    return Workload(work, folder, ["journey", "--work", work], peers, goals, reps)


def contagion(work, peers, goals, reps=5):
    """A row of contagion.py: means of random runs, or choices that may be better than a peer's."""
    arguments = {name: ["contagion.py", name, "--work", work] for name in peers}
    answers = "means" if work == "F1" else "choices"
    ours = ["contagion", "--work", work]
    return Workload(work, "contagion_75877", ours, arguments, goals, reps, answers=answers)


def workloads(size):
    """All rows. `small` takes minutes, `full` about an hour."""
    graph, rows, answers, events, xes, paths = {
        "small": (100_000, 1_000_000, 500_000, 1_000_000, 20_000, 100_000),
        "full": (1_000_000, 50_000_000, 5_000_000, 10_000_000, 262_200, 1_000_000),
    }[size]
    # Large calls are measured once a round beside their warm-up, small ones often.
    reps = 1 if size == "full" else 5
    solvers = ("scipy-jacobi", "scipy-bicgstab")
    krylov = {"scipy-bicgstab": 1 / 3}
    freeze = {"scipy-components": 1.0, "c-sort": 1.0}
    return [
        cascade("A1", f"graph_{graph}", "keystone", solvers, krylov, reps),
        cascade("A2", f"graph_{graph}", "source", solvers, krylov, reps),
        cascade("A3", "graph_100000", "scenarios64", solvers, dict.fromkeys(solvers, 1 / 5), reps=1),
        cascade("A4", "graph_1000", "source", ("scipy-bicgstab",), {"scipy-bicgstab": 1 / 5}, reps=200),
        cascade("A5", f"graph_{graph}", "freeze", ("scipy-coo", "scipy-components"), freeze, reps),
        cascade("A6", f"acyclic_{graph}", "keystone", ("scipy-jacobi",), {"scipy-jacobi": 1 / 10}, reps),
        Workload(
            "B",
            f"survey_{rows}",
            ["tally"],
            {name: ["tally.py", name] for name in ("numpy", "numba", "polars", "duckdb")},
            {"numpy": 1 / 3, "polars": 1 / 6, "duckdb": 1 / 10},
            reps,
        ),
        journey("D1", f"log_{events}", ("polars", "duckdb"), {"polars": 1 / 5}, reps),
        journey("D1-columns", f"log_{events}", ("polars",), {"polars": 1 / 5}, reps),
        journey("D2", f"log_{events}", ("polars", "duckdb"), {"polars": 1 / 4}, reps),
        journey("D2-columns", f"log_{events}", ("polars",), {"polars": 1 / 4}, reps),
        journey("D3", f"log_{events}", ("polars", "duckdb"), {"polars": 1 / 3, "duckdb": 1 / 3}, reps),
        journey("D4", f"log_{xes}", ("pm4py",), {"process_mining": 1 / 3}, reps),
        journey("D5", f"log_{xes}", ("pm4py",), {"process_mining": 1 / 50}),
        journey("D5-waits", f"log_{xes}", (), {}),
        Workload("E", f"paths_{paths}", ["chain"], {"polars-numpy": ["chain.py", "polars-numpy"]}, {"polars-numpy": 1 / 4}),
        Workload(
            "W1-parquet",
            f"answers_{answers}",
            ["scorecard"],
            {"polars": ["scorecard.py", "polars"]},
            {"polars": 1 / 2},
            reps,
        ),
        contagion("F1", ("cynetdiff", "pynetim"), {"cynetdiff": 1 / 20}, reps),
        contagion("F2-weighted", ("pynetim-opimc", "pynetim-imm"), {}, reps),
        # The peer's IMM takes minutes here, and 7 GB.
        contagion("F2", ("pynetim-opimc",), {}, reps=1),
    ]


@dataclass
class Runner:
    """Where the programs and the files are."""

    data: Path
    programs: Path

    def line(self, command, folder, reps):
        """The measurement that a program prints."""
        name, *rest = command
        if name.endswith(".py"):
            command = [sys.executable, "-W", "ignore", HERE / name, folder, *rest, "--reps", reps]
        elif name in ("floor", "process-mining"):
            command = [self.programs / name, folder, *rest, reps]
        else:
            command = [self.programs / name, folder, *rest, "--reps", reps]
        ran = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        if ran.returncode != 0:
            raise SystemExit(f"{' '.join(map(str, command))} failed:\n{ran.stderr}")
        # pm4py greets on the same stream.
        return json.loads(next(line for line in ran.stdout.splitlines() if line.startswith("{")))

    def measure(self, workload, rounds):
        """All lines of a workload by program, the programs by turns."""
        programs = {"ours": workload.ours} | workload.peers
        if "process_mining" in programs and not (self.programs / "process-mining").exists():
            del programs["process_mining"]
        lines = {name: [] for name in programs}
        for round_number in range(rounds):
            for name, command in programs.items():
                line = self.line(command, self.data / workload.folder, workload.reps)
                lines[name].append(line)
                print(json.dumps(line), file=sys.stderr, flush=True)
            if round_number == 0:
                compare(workload, {name: found[0] for name, found in lines.items()})
        return lines


def compare(workload, lines):
    """Answers before times."""
    ours = lines["ours"]
    for name, line in lines.items():
        if workload.answers != "alike":
            error = math.hypot(ours["standard_error"], line.get("standard_error", ours["standard_error"]))
            apart = line["checksum"] - ours["checksum"]
            missed = abs(apart) > 5 * error if workload.answers == "means" else apart > 0.02 * line["checksum"]
            if missed:
                raise SystemExit(f"{workload.name}: {name} reached {line['checksum']}, ours {ours['checksum']}")
            continue
        for key in ("checksum", "wait_mean_sum", "wait_median_sum", "groups", "variants", "edges", "base"):
            if key in line and key in ours and abs(line[key] - ours[key]) > workload.tolerance * abs(ours[key]):
                raise SystemExit(f"{workload.name}: {key} of {name} is {line[key]}, ours {ours[key]}")
        if line.get("residual", 0) > 2e-10:
            raise SystemExit(f"{workload.name}: {name} stopped at a residual of {line['residual']}")


def print_rows(workload, lines):
    """One row of the table per peer."""
    seconds = {name: statistics.median(line["seconds_cpu_median"] for line in found) for name, found in lines.items()}
    memory = {name: max(line["peak_rss_mb"] for line in found) for name, found in lines.items()}
    ours = seconds.pop("ours")
    for name, theirs in seconds.items():
        goal = workload.goals.get(name)
        ratio = ours / theirs
        wanted = " | "
        if goal is not None:
            wanted = f"<= {goal:.2f} | " + ("yes" if ratio <= goal else f"{ratio / goal:.1f} x over")
        print(
            f"| {workload.name} | {lines['ours'][0]['size']} | {ours:.4g} s, {memory['ours']} MB | {name} "
            f"| {theirs:.4g} s, {memory[name]} MB | {ratio:.2f} | {wanted} |",
            flush=True,
        )


def machine():
    """The machine's name for itself."""
    names = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    name = names[0] if names else platform.machine()
    return f"{name}, {len(names)} cores, load {os.getloadavg()[0]:.1f} at the start"


def main():
    args = parser(__doc__)
    args.add_argument("size", choices=("small", "full"))
    args.add_argument("--data", type=Path, required=True)
    args.add_argument("--programs", type=Path, required=True)
    args.add_argument("--rounds", type=int, default=5)
    args.add_argument("--only", nargs="+", help="names of workloads")
    args = args.parse_args()
    runner = Runner(args.data, args.programs)
    print(f"{machine()}; one thread; medians of {args.rounds} rounds\n")
    print("| | Size | Ours | Peer | Peer's | Ratio | Goal | Met |")
    print("|---|---|---|---|---|---|---|---|")
    for workload in workloads(args.size):
        if not args.only or workload.name in args.only:
            print_rows(workload, runner.measure(workload, args.rounds))


if __name__ == "__main__":
    main()
