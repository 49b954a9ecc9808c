"""Make a contagion graph: FOLDER/src.u32 dst.u32 seeds50.u32 meta.json.

Edges as in make_graph.py, but with chances 1 / (rank + 20) and one ranking for sending and receiving, as in networks of
people: at p = .01 a contagion from the seeds reaches 3 % of the nodes. The seeds are the 50 nodes with most edges out.
"""

from pathlib import Path

from make_graph import Graph
from peer import np, parser, write_meta


def main():
    args = parser(__doc__)
    args.add_argument("folder", type=Path)
    args.add_argument("--nodes", type=int, default=75_877)
    args.add_argument("--edges", type=int, default=811_478)
    args.add_argument("--seed", type=int, default=20240602)
    args = args.parse_args()

    graph = Graph(np.random.default_rng(args.seed), args.nodes, exponent=1.0, offset=20.0, one_ranking=True)
    source, target = graph.edges(args.edges)
    leaving = np.bincount(source, minlength=args.nodes)
    seeds = np.argsort(-leaving, kind="stable")[:50]

    args.folder.mkdir(parents=True, exist_ok=True)
    source.tofile(args.folder / "src.u32")
    target.tofile(args.folder / "dst.u32")
    seeds.astype(np.uint32).tofile(args.folder / "seeds50.u32")
    write_meta(args.folder, n=args.nodes, m=args.edges, seed=args.seed, max_out=int(leaving.max()))


if __name__ == "__main__":
    main()
