"""Make answers of a survey as a file: FOLDER/signals.parquet meta.json.

Four instruments on 200 touchpoints make 800 facets; a million respondents answer by chance. Columns: touchpoint, dimension,
stakeholder, instrument, value, respondent.
"""

from pathlib import Path

from peer import np, parser, write_meta


def main():
    import polars as pl

    args = parser(__doc__)
    args.add_argument("folder", type=Path)
    args.add_argument("--rows", type=int, default=5_000_000)
    args.add_argument("--seed", type=int, default=1)
    args = args.parse_args()
    rng, rows = np.random.default_rng(args.seed), args.rows
    kind = rng.integers(0, 4, rows)
    ratings = np.where(kind == 2, rng.integers(1, 8, rows), rng.integers(0, 101, rows))
    columns = {
        "touchpoint": np.char.add("touchpoint_", rng.integers(0, 200, rows).astype(str)),
        "dimension": np.array(["cx", "ex", "ux", "mx"])[kind],
        "stakeholder": np.array(["customers", "staff", "users", "customers"])[kind],
        "instrument": np.array(["nps", "enps", "ces2", "points"])[kind],
        "value": np.where(kind < 2, rng.integers(0, 11, rows), ratings),
        "respondent": np.char.add("r", rng.integers(0, 1_000_000, rows).astype(str)),
    }
    args.folder.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(columns).write_parquet(args.folder / "signals.parquet")
    write_meta(args.folder, rows=rows, seed=args.seed)


if __name__ == "__main__":
    main()
