"""Make an event log: FOLDER/case.u32 activity.u16 time.i64 log.csv meta.json, and log.xes with --xes.

200 activities, 20 teams, cases of 2 to 40 events and ten on average. A case walks a Markov chain with uneven rows;
waits are lognormal with a median of half an hour; cases start over half a year and are interleaved. Events are in order
of time. Times are microseconds since 1970; the files of text hold the same log with names and ISO 8601 times.
"""

from pathlib import Path

import polars as pl
from peer import np, parser, write_meta

ACTIVITIES, TEAMS, LONGEST = 200, 20, 40


def lengths(rng, cases, events):
    """Events of each case, `events` in all."""
    length = np.clip(rng.geometric(0.12, cases) + 1, 2, LONGEST)
    while over := int(events - length.sum()):
        some = rng.choice(cases, min(abs(over), cases), replace=False)
        length[some] = np.clip(length[some] + np.sign(over), 2, LONGEST)
    return length


def walk(rng, length, first):
    """The activity of every event, one case after the other; a case starts at its `first`."""
    popularity = (np.arange(ACTIVITIES) + 1.0) ** -1.1
    rows = []
    for _ in range(ACTIVITIES):
        chance = popularity[rng.permutation(ACTIVITIES)] * rng.gamma(0.3, 1, ACTIVITIES)
        rows.append(np.cumsum(chance) / chance.sum())
    activity = np.zeros(length.sum(), np.uint16)
    activity[first] = rng.choice(10, len(length))
    for step in range(1, LONGEST):
        at = first[length > step] + step
        chance, before = rng.random(len(at)), activity[at - 1]
        for number, row in enumerate(rows):
            here = at[before == number]
            activity[here] = np.minimum(np.searchsorted(row, chance[before == number]), ACTIVITIES - 1)
    return activity


def times(rng, length, first):
    """The time of every event, one case after the other. No two events of a case are at one time."""
    step = np.maximum((rng.lognormal(7.5, 1.2, length.sum()) * 1e6).astype(np.int64), 1)
    step[first] = rng.integers(0, 180 * 24 * 3600, len(length)) * 1_000_000
    passed = np.cumsum(step)
    return 1_700_000_000_000_000 + passed - np.repeat(passed[first] - step[first], length)


def write_xes(path, table):
    """The log as XML, case by case."""
    with open(path, "w") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write('<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n')
        for (case,), events in table.sort("case", "time").group_by("case", maintain_order=True):
            out.write(f'\t<trace>\n\t\t<string key="concept:name" value="{case}"/>\n')
            for _, activity, time, team in events.iter_rows():
                out.write(
                    f'\t\t<event>\n\t\t\t<string key="concept:name" value="{activity}"/>\n'
                    '\t\t\t<string key="lifecycle:transition" value="COMPLETE"/>\n'
                    f'\t\t\t<string key="org:resource" value="{team}"/>\n'
                    f'\t\t\t<date key="time:timestamp" value="{time}+00:00"/>\n\t\t</event>\n'
                )
            out.write("\t</trace>\n")
        out.write("</log>\n")


def main():
    args = parser(__doc__)
    args.add_argument("folder", type=Path)
    args.add_argument("--events", type=int, default=10_000_000)
    args.add_argument("--xes", action="store_true", help="write log.xes too, about 280 bytes an event")
    args.add_argument("--seed", type=int, default=7)
    args = args.parse_args()

    # The order of the draws is part of the format: it makes files of one seed the same everywhere.
    rng = np.random.default_rng(args.seed)
    cases = args.events // 10
    length = lengths(rng, cases, args.events)
    first = np.cumsum(length) - length
    activity = walk(rng, length, first)
    team = (activity.astype(np.int32) * 7 + rng.integers(0, 3, args.events)) % TEAMS
    time = times(rng, length, first)
    order = np.argsort(time, kind="stable")
    case = np.repeat(np.arange(cases, dtype=np.uint32), length)[order]
    activity, team, time = activity[order], team[order], time[order]

    args.folder.mkdir(parents=True, exist_ok=True)
    case.tofile(args.folder / "case.u32")
    activity.tofile(args.folder / "activity.u16")
    time.tofile(args.folder / "time.i64")
    table = pl.DataFrame({"case": case, "activity": activity, "time": time, "team": team}).select(
        case=pl.lit("case_") + pl.col("case").cast(pl.String).str.zfill(7),
        activity=pl.lit("activity_") + pl.col("activity").cast(pl.String).str.zfill(3),
        time=pl.from_epoch("time", time_unit="us").dt.strftime("%Y-%m-%dT%H:%M:%S%.6f"),
        team=pl.lit("team_") + pl.col("team").cast(pl.String).str.zfill(2),
    )
    table.write_csv(args.folder / "log.csv")
    if args.xes:
        write_xes(args.folder / "log.xes", table)
    write_meta(args.folder, events=args.events, cases=cases, activities=ACTIVITIES, seed=args.seed)


if __name__ == "__main__":
    main()
