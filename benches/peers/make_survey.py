"""Make survey answers: FOLDER/value.i8 touchpoint.u32 dimension.u8 meta.json.

Values 0..10, shaped as answers to a recommendation question are; 10,000 touchpoints of uneven popularity; 4 dimensions.
Blocks of a million rows have a seed each, so memory stays small and a longer survey starts with a shorter one's rows.
"""

from pathlib import Path

from peer import np, parser, write_meta

BLOCK, TOUCHPOINTS, DIMENSIONS = 1_000_000, 10_000, 4
SHARES = np.array([2.0, 1, 2, 3, 4, 8, 8, 15, 22, 18, 17])


def main():
    args = parser(__doc__)
    args.add_argument("folder", type=Path)
    args.add_argument("--rows", type=int, default=50_000_000)
    args.add_argument("--seed", type=int, default=20260101)
    args = args.parse_args()

    args.folder.mkdir(parents=True, exist_ok=True)
    with (
        open(args.folder / "value.i8", "wb") as values,
        open(args.folder / "touchpoint.u32", "wb") as touchpoints,
        open(args.folder / "dimension.u8", "wb") as dimensions,
    ):
        for number in range(-(-args.rows // BLOCK)):
            rng = np.random.default_rng([args.seed, number])
            rows = min(BLOCK, args.rows - number * BLOCK)
            rng.choice(11, rows, p=SHARES / SHARES.sum()).astype(np.int8).tofile(values)
            (rng.random(rows) ** 1.5 * TOUCHPOINTS).astype(np.uint32).tofile(touchpoints)
            rng.integers(0, DIMENSIONS, rows, dtype=np.uint8).tofile(dimensions)
    write_meta(args.folder, rows=args.rows, seed=args.seed, touchpoints=TOUCHPOINTS, dimensions=DIMENSIONS)


if __name__ == "__main__":
    main()
