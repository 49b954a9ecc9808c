"""Workload W1 from Parquet: n, mean, sd, promoters, detractors and respondents per facet, from the file to the answer.

The peer finds no limits, holds no answer against its scale and lets a person answer twice. Checksum: the sum of n.
"""

from jobs import w1_polars
from peer import measure, peer_parser, report

if __name__ == "__main__":
    args = peer_parser(__doc__, {"polars": w1_polars}).parse_args()
    path = args.folder / "signals.parquet"
    found, cpu, wall = measure(args, lambda: w1_polars(path, "scan_parquet"))
    rows = int(found)
    report("W1-parquet", args.peer, args.peer, f"rows={rows}", cpu, wall, source="file", checksum=float(rows))
