"""Make paths of journeys: FOLDER/paths.csv meta.json.

200 touchpoints; a path has 1 to 30 steps, four and a half on average, and walks a Markov chain that mixes a common
popularity with a row of each touchpoint's own. Its last touchpoint decides how likely it reaches the goal, 1 to 12 %.
paths.csv has the columns path ("c001 > c017"), conv and null (0 or 1 each).
"""

from pathlib import Path

from peer import np, parser, write_meta

TOUCHPOINTS, LONGEST = 200, 30


def walk(rng, length, first):
    """The touchpoint of every step, one path after the other."""
    popularity = (np.arange(TOUCHPOINTS) + 1.0) ** -0.9
    popularity /= popularity.sum()
    rows = [np.cumsum((popularity + popularity[rng.permutation(TOUCHPOINTS)]) / 2) for _ in range(TOUCHPOINTS)]
    step = np.empty(length.sum(), np.int64)
    step[first] = rng.choice(TOUCHPOINTS, len(length), p=popularity)
    for depth in range(1, LONGEST):
        at = first[length > depth] + depth
        chance, before = rng.random(len(at)), step[at - 1]
        for number, row in enumerate(rows):
            here = before == number
            step[at[here]] = np.minimum(np.searchsorted(row, chance[here]), TOUCHPOINTS - 1)
    return step


def main():
    args = parser(__doc__)
    args.add_argument("folder", type=Path)
    args.add_argument("--paths", type=int, default=1_000_000)
    args.add_argument("--seed", type=int, default=3)
    args = args.parse_args()
    rng = np.random.default_rng(args.seed)
    length = np.clip(rng.geometric(0.22, args.paths), 1, LONGEST)
    end = np.cumsum(length)
    step = walk(rng, length, end - length)
    likely = rng.uniform(0.01, 0.12, TOUCHPOINTS)
    goal = (rng.random(args.paths) < likely[step[end - 1]]).astype(int)
    args.folder.mkdir(parents=True, exist_ok=True)
    names = np.array([f"c{number:03}" for number in range(TOUCHPOINTS)])[step].tolist()
    with open(args.folder / "paths.csv", "w") as out:
        out.write("path,conv,null\n")
        for start, stop, reached in zip((end - length).tolist(), end.tolist(), goal.tolist()):
            out.write(f"{' > '.join(names[start:stop])},{reached},{1 - reached}\n")
    write_meta(args.folder, paths=args.paths, steps=len(step), goals=int(goal.sum()), seed=args.seed)


if __name__ == "__main__":
    main()
