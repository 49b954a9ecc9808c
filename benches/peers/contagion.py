"""Time other ways to compute a contagion on a folder of make_contagion.py: workloads F1, F2 and F2-weighted.

F1           who is reached from the 50 seeds, independent cascade with p = .01, --runs runs (2,000)
F2           choice of 50 seeds with eps = .1 and delta = 1 / nodes, p = .01; pynetim-imm: eps = .5
F2-weighted  the same with p = 1 / in-degree of the target

Graphs are built before time is taken. Checksum: mean number of nodes reached, seeds included, with its standard error.
That of F2 is by 2,000 runs of cynetdiff, not timed. pynetim gives no standard error.
"""

from array import array

from peer import column, measure, meta, np, peer_parser, report


def simulation(source, target, chance, n):
    """A function that runs cynetdiff's cascade from seeds and gives the number of nodes reached in each run."""
    from cynetdiff.models import IndependentCascadeModel

    order = np.argsort(source, kind="stable")
    starts = np.searchsorted(source[order], np.arange(n))
    model = IndependentCascadeModel(
        array("I", starts.tolist()),
        array("I", target[order].tolist()),
        activation_probs=array("f", chance[order].tolist()),
    )

    def run(seeds, runs):
        model.set_seeds(seeds)
        reached = np.empty(runs)
        for number in range(runs):
            model.reset_model()
            model.advance_until_completion()
            reached[number] = model.get_num_activated_nodes()
        return reached

    return run


def network(source, target, chance):
    """pynetim's graph."""
    from pynetim import IMGraph

    return IMGraph(list(zip(source.tolist(), target.tolist())), weights=chance.tolist(), renumber=False)


def mean(reached):
    """Checksum and standard error."""
    return {"checksum": reached.mean(), "standard_error": reached.std(ddof=1) / np.sqrt(len(reached))}


def spread(args, edges, n):
    """F1: result and times."""
    seeds = column(args.folder, "seeds50.u32").tolist()
    if args.peer == "cynetdiff":
        run = simulation(*edges, n)
        reached, *times = measure(args, lambda: run(seeds, args.runs))
        return mean(reached), times
    from pynetim import IndependentCascadeModel

    model = IndependentCascadeModel(network(*edges), set(seeds))
    found, *times = measure(args, lambda: model.run_monte_carlo_diffusion(args.runs, random_seed=1))
    return {"checksum": found}, times


def choice(args, edges, n):
    """F2: result and times."""
    from pynetim import IMMAlgorithm, OPIMCAlgorithm

    graph = network(*edges)

    def choose():
        if args.peer == "pynetim-imm":
            return IMMAlgorithm(graph, "IC", epsilon=0.5, l=1, random_seed=1).run(50)
        return OPIMCAlgorithm(graph, "IC", random_seed=1).run(50, 0.1, 1 / n)

    seeds, *times = measure(args, choose)
    return mean(simulation(*edges, n)(sorted(seeds), 2_000)), times


def main():
    args = peer_parser(__doc__, ("cynetdiff", "pynetim", "pynetim-imm", "pynetim-opimc"))
    args.add_argument("--work", choices=("F1", "F2", "F2-weighted"), default="F1")
    args.add_argument("--runs", type=int, default=2_000, help="runs a measured call of F1; default 2,000")
    args = args.parse_args()
    simulates = args.peer in ("cynetdiff", "pynetim")
    if simulates != (args.work == "F1"):
        raise SystemExit(f"{args.peer} does not do {args.work}")

    n = meta(args.folder)["n"]
    source, target = column(args.folder, "src.u32"), column(args.folder, "dst.u32")
    if args.work == "F2-weighted":
        chance = 1 / np.bincount(target, minlength=n)[target]
    else:
        chance = np.full(len(source), 0.01)
    found, times = (spread if simulates else choice)(args, (source, target, chance), n)
    if simulates:
        found["runs"] = args.runs
    report(args.work, args.peer, args.peer.split("-")[0], f"n={n} m={len(source)}", *times, **found)


if __name__ == "__main__":
    main()
