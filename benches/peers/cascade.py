"""Time other solvers on a graph of make_graph.py: workloads A1 to A6.

W holds the weight of the edge i -> j in row i, column j.

  source       x = e + W' x, e a push of 1 at the first scenario node      A2, A4 up to 1,000 nodes
  keystone     x = 1 + W x                                                 A1, A6 on an acyclic graph
  scenarios64  X = E + W' X, 64 single pushes at once                      A3
  freeze       compressed rows of W' from the edge columns, and the strongly connected components
               (scipy-coo: without the components)                         A5

A solver stops at a step (BiCGSTAB: at a residual) of 1e-10 of the right-hand side in the 2-norm. Checksum: sum of the
solution; for freeze the sum over edges of w (from + 1) / n, out of the matrix. Residual: |s + M x - x| / |s|, the worst
of 64. Iterations: products.
"""

from peer import column, measure, meta, np, peer_parser, report
import scipy.sparse as sparse
import scipy.sparse.csgraph as csgraph
import scipy.sparse.linalg as linalg

TOLERANCE = 1e-10


def norm(x):
    """2-norm of each column."""
    return np.linalg.norm(x, axis=0)


def rows(n, row, col, weight):
    """Compressed rows with 32-bit indices."""
    return sparse.coo_array((weight, (row.astype(np.int32), col.astype(np.int32))), (n, n)).tocsr()


def jacobi(matrix, push):
    """x <- s + M x until it stands still."""
    x, limit, products = push.copy(), TOLERANCE * norm(push), 0
    while True:
        new = matrix @ x
        new += push
        products += 1
        x -= new
        moved, x = norm(x), new
        if np.all(moved <= limit):
            return x, products


def bicgstab(matrix, push):
    """BiCGSTAB on I - M, started again where it breaks down, as it does from the push of one node of a large graph.

    Several right-hand sides are solved one after the other: scipy takes one at a time.
    """
    if push.ndim == 2:
        solved = [bicgstab(matrix, np.ascontiguousarray(one)) for one in push.T]
        return np.column_stack([x for x, _ in solved]), sum(products for _, products in solved)
    products = 0

    def multiply(x):
        nonlocal products
        products += 1
        return x - matrix @ x

    system = linalg.LinearOperator(matrix.shape, matvec=multiply, dtype=float)
    x = push
    for _ in range(20):
        x, trouble = linalg.bicgstab(system, push, x0=x, rtol=TOLERANCE, atol=0, maxiter=200)
        if not trouble:
            break
    return x, products


SOLVERS = {"scipy-jacobi": jacobi, "scipy-bicgstab": bicgstab}
FREEZERS = ("scipy-coo", "scipy-components")
WORKS = ("source", "keystone", "scenarios64", "freeze")


def main():
    args = peer_parser(__doc__, [*SOLVERS, *FREEZERS])
    args.add_argument("--work", choices=WORKS, required=True)
    args = args.parse_args()
    facts = meta(args.folder)
    n, acyclic, work = facts["n"], facts["kind"] == "acyclic", args.work
    source, target = column(args.folder, "src.u32"), column(args.folder, "dst.u32")
    weight, scenarios = column(args.folder, "w.f64"), column(args.folder, "scenarios.u32")
    workload = {"keystone": "A1", "source": "A4" if n <= 1000 else "A2", "scenarios64": "A3", "freeze": "A5"}[work]
    if acyclic:
        workload = "A6" if work == "keystone" else f"A6-{work}"
    size = f"n={n} m={len(weight)}"

    if (work == "freeze") != (args.peer in FREEZERS):
        raise SystemExit(f"{args.peer} does not do {work}")
    if work == "freeze":

        def freeze():
            matrix = rows(n, target, source, weight)
            parts = args.peer == "scipy-components"
            found = csgraph.connected_components(matrix, directed=True, connection="strong") if parts else None
            return matrix, found

        (matrix, _), cpu, wall = measure(args, freeze)
        report(workload, args.peer, "scipy", size, cpu, wall, checksum=(matrix @ ((np.arange(n) + 1) / n)).sum())
        return

    if work == "keystone":
        matrix, push = rows(n, source, target, weight), np.ones(n)
    else:
        matrix = rows(n, target, source, weight)
        nodes = scenarios[:1] if work == "source" else scenarios
        push = np.zeros((n, len(nodes)))
        push[nodes, np.arange(len(nodes))] = 1
        push = push[:, 0].copy() if work == "source" else push
    del source, target, weight
    (x, products), cpu, wall = measure(args, lambda: SOLVERS[args.peer](matrix, push))
    residual = np.max(norm(push + matrix @ x - x) / norm(push))
    report(
        workload, args.peer, "scipy", size, cpu, wall, iterations=products, residual=residual, checksum=float(x.sum())
    )


if __name__ == "__main__":
    main()
