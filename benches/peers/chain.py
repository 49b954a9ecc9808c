"""Find removal effects other ways on a folder of make_paths.py: workload E.

E reads paths.csv, counts transitions and finds the removal effect of each touchpoint, 1 - (chance of the goal when
whoever comes to it is lost) / (chance of the goal). polars reads and counts, numpy inverts once.

Checksum: the sum of the removal effects. `base` is the chance of the goal.
"""

from peer import measure, meta, np, peer_parser, report


def count(path):
    """Transitions between touchpoints, first touchpoints, last ones with the goal and without."""
    import polars as pl

    table = pl.read_csv(path)
    steps = table.select(pl.col("path").str.split(" > ")).with_row_index("row").explode("path")
    names = steps["path"].unique().sort()
    number = steps["path"].cast(pl.Enum(names)).to_physical().to_numpy().astype(np.int64)
    row, n = steps["row"].to_numpy(), len(names)
    last = np.append(row[1:] != row[:-1], True)
    first = np.append(True, last[:-1])
    inner = np.flatnonzero(~last)
    pairs = np.bincount(number[inner] * n + number[inner + 1], minlength=n * n).reshape(n, n)
    goal = table["conv"].to_numpy()
    starts = np.bincount(number[first], minlength=n)
    return pairs, starts, np.bincount(number[last], goal, n), np.bincount(number[last], 1 - goal, n)


def effects(pairs, starts, goal, lost):
    """All removal effects from one inverse, and the chance of the goal."""
    total = pairs.sum(axis=1) + goal + lost
    visits = np.linalg.inv(np.eye(len(starts)) - pairs / total[:, None])
    chance = visits @ (goal / total)
    start = starts / starts.sum()
    base = start @ chance
    return (start @ visits) * chance / np.diag(visits) / base, base


def main():
    args = peer_parser(__doc__, ["polars-numpy"]).parse_args()
    (found, base), cpu, wall = measure(args, lambda: effects(*count(args.folder / "paths.csv")))
    facts = meta(args.folder)
    size = f"paths={facts['paths']} steps={facts['steps']}"
    report("E", args.peer, "polars", size, cpu, wall, base=base, checksum=found.sum())


if __name__ == "__main__":
    main()
