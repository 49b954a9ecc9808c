"""Make an influence graph: FOLDER/src.u32 dst.u32 w.f64 scenarios.u32 meta.json.

A directed graph after Chung and Lu: a node sends, and independently receives, with a chance that falls as
(rank + 10)^(-2/3) of a hidden rank, so few nodes have many edges. No loops of one node, no edge twice, every node sends
at least one edge, and node numbers and edges are in random order. The weights that leave a node add up to a number
between .35 and .85, so every cascade settles.

--acyclic turns every edge so that it runs uphill in one more hidden order of the nodes.

scenarios.u32 holds 64 nodes to push, out of the half with the most outgoing edges.
"""

from pathlib import Path

from peer import np, parser, write_meta


class Graph:
    """Edges as keys from * n + to while they are drawn.

    The chance at a rank is (rank + offset)^-exponent. With `one_ranking` who sends much receives much.
    """

    def __init__(self, rng, n, acyclic=False, exponent=2 / 3, offset=10.0, one_ranking=False):
        self.rng, self.n = rng, np.uint64(n)
        # The order of the draws below is part of the format: it makes files of one seed the same everywhere.
        self.height = rng.permutation(n) if acyclic else None
        chance = np.cumsum((np.arange(n) + offset) ** -exponent)
        self.chance = chance / chance[-1]
        self.senders = rng.permutation(n)
        self.receivers = self.senders if one_ranking else rng.permutation(n)

    def draw(self, ranking, count):
        """`count` nodes by the chance of their rank."""
        rank = np.searchsorted(self.chance, self.rng.random(count))
        return ranking[np.minimum(rank, len(ranking) - 1)].astype(np.uint64)

    def keys(self, source, target):
        """Keys of edges, turned uphill where heights are given."""
        if self.height is not None:
            turn = self.height[source] > self.height[target]
            source, target = np.where(turn, target, source), np.where(turn, source, target)
        return source * self.n + target

    def edges(self, m):
        """m distinct edges in random order, as two columns."""
        source = np.arange(self.n, dtype=np.uint64)
        target = self.draw(self.receivers, len(source))
        target = np.where(target == source, (target + np.uint64(1)) % self.n, target)
        kept = self.keys(source, target)
        if self.height is not None:
            kept = np.unique(kept)
        while (missing := m - len(kept)) > 0:
            count = int(missing * 1.2) + 64
            source, target = self.draw(self.senders, count), self.draw(self.receivers, count)
            apart = source != target
            fresh = np.setdiff1d(np.unique(self.keys(source[apart], target[apart])), kept)
            if len(fresh) > missing:
                fresh = self.rng.choice(fresh, missing, replace=False)
            kept = np.concatenate([kept, fresh])
        kept = kept[self.rng.permutation(len(kept))]
        return (kept // self.n).astype(np.uint32), (kept % self.n).astype(np.uint32)


def main():
    args = parser(__doc__)
    args.add_argument("folder", type=Path)
    args.add_argument("--nodes", type=int, default=1_000_000)
    args.add_argument("--degree", type=int, default=10, help="edges per node; default 10")
    args.add_argument("--acyclic", action="store_true")
    args.add_argument("--seed", type=int, default=20240601)
    args = args.parse_args()
    n, m = args.nodes, args.nodes * args.degree

    rng = np.random.default_rng(args.seed)
    source, target = Graph(rng, n, args.acyclic).edges(m)
    weight = rng.uniform(0.1, 1, m)
    leaving = np.bincount(source, weight, n)
    wanted = rng.uniform(0.35, 0.85, n)
    weight *= np.divide(wanted, leaving, out=np.zeros(n), where=leaving > 0)[source]
    busiest = np.argsort(-np.bincount(source, minlength=n), kind="stable")[: n // 2]
    scenarios = np.sort(rng.choice(busiest, 64, replace=False))

    args.folder.mkdir(parents=True, exist_ok=True)
    source.tofile(args.folder / "src.u32")
    target.tofile(args.folder / "dst.u32")
    weight.tofile(args.folder / "w.f64")
    scenarios.astype(np.uint32).tofile(args.folder / "scenarios.u32")
    write_meta(args.folder, kind="acyclic" if args.acyclic else "cyclic", n=n, m=m, seed=args.seed)


if __name__ == "__main__":
    main()
