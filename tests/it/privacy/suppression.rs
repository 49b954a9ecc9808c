//! Suppression: nothing hidden can be had by subtraction, also across releases.

use proptest::collection::vec;
use proptest::prelude::*;
use total_experience::privacy::{
    Disclosure, DisclosureStatus, Error, GroupTable, MinGroup, Releases, TwoWay,
};

/// Exact fractions, for an elimination that shares nothing with the library's.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fraction(i128, i128);

impl Fraction {
    fn new(top: i128, bottom: i128) -> Self {
        let (mut a, mut b) = (top.abs(), bottom.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let divisor = a.max(1) * bottom.signum();
        Self(top / divisor, bottom / divisor)
    }

    fn less_product(self, a: Self, b: Self) -> Self {
        let product = Self::new(a.0 * b.0, a.1 * b.1);
        Self::new(self.0 * product.1 - product.0 * self.1, self.1 * product.1)
    }
}

/// Rows in echelon form over the rational numbers.
struct RowSpace(Vec<Vec<Fraction>>);

impl RowSpace {
    fn new(rows: &[Vec<bool>]) -> Self {
        let mut space = Self(Vec::new());
        for row in rows {
            let mut rest = space.rest(row);
            if let Some(lead) = rest.iter().copied().find(|value| value.0 != 0) {
                rest.iter_mut().for_each(|value| *value = Fraction::new(value.0 * lead.1, value.1 * lead.0));
                space.0.push(rest);
            }
        }
        space
    }

    fn rest(&self, row: &[bool]) -> Vec<Fraction> {
        let mut rest: Vec<Fraction> = row.iter().map(|&inside| Fraction(i128::from(inside), 1)).collect();
        for base in &self.0 {
            let lead = base.iter().position(|value| value.0 != 0).unwrap();
            let factor = rest[lead];
            rest = rest.iter().zip(base).map(|(&value, &other)| value.less_product(factor, other)).collect();
        }
        rest
    }

    fn contains(&self, row: &[bool]) -> bool {
        self.rest(row).iter().all(|value| value.0 == 0)
    }
}

/// Every small subset of strata, and every hidden group, against every combination of the published groups.
fn nothing_follows(counts: &[u64], minimum: u64, published: &[Vec<bool>], hidden: &[Vec<bool>]) {
    nothing_follows_for(counts, &vec![minimum; counts.len()], published, hidden);
}

fn nothing_follows_for(counts: &[u64], minimums: &[u64], published: &[Vec<bool>], hidden: &[Vec<bool>]) {
    let seen = |row: &Vec<bool>| row.iter().zip(counts).map(|(&inside, &n)| inside && n > 0).collect();
    let published: Vec<Vec<bool>> = published.iter().map(seen).collect();
    // Some combination is zero outside a set but not in one stratum of it, if that column adds to the rank outside.
    let rank = |columns: &dyn Fn(usize) -> bool| {
        let cut =
            |row: &Vec<bool>| row.iter().enumerate().map(|(at, &inside)| inside && columns(at)).collect();
        RowSpace::new(&published.iter().map(cut).collect::<Vec<Vec<bool>>>()).0.len()
    };
    for set in 1_u32..1 << counts.len() {
        let within = |at: usize| set >> at & 1 == 1;
        let members: Vec<usize> = (0..counts.len()).filter(|&at| within(at) && counts[at] > 0).collect();
        let covered: u64 = members.iter().map(|&at| counts[at]).sum();
        let Some(&strictest) = members.iter().max_by_key(|&&at| minimums[at]) else { continue };
        if covered < minimums[strictest] {
            let outside = rank(&|at| !within(at));
            let with = rank(&|at| !within(at) || at == strictest);
            assert_eq!(with, outside, "{counts:?}: {members:?} show through {published:?}");
        }
    }
    let space = RowSpace::new(&published);
    for group in hidden {
        let group: Vec<bool> = seen(group);
        assert!(!space.contains(&group), "{counts:?} tell of {group:?} through {published:?}");
    }
}

fn name(at: usize) -> String {
    format!("s{at}")
}

/// A table with every stratum a cell and these totals.
fn table(counts: &[u64], minimum: u32, totals: &[Vec<bool>]) -> GroupTable {
    let mut table = GroupTable::new();
    for (at, &count) in counts.iter().enumerate() {
        table.add_cell(&name(at), count, minimum.into()).unwrap();
    }
    for (at, total) in totals.iter().enumerate() {
        let members: Vec<String> = (0..counts.len()).filter(|&at| total[at]).map(name).collect();
        table.add_total(&format!("t{at}"), &members).unwrap();
    }
    table
}

/// Indicators of the cells and totals, split into published and suppressed.
fn split(
    table: &GroupTable,
    releases: &Releases,
    totals: &[Vec<bool>],
    strata: usize,
) -> (Vec<Vec<bool>>, Vec<Vec<bool>>) {
    let cells = (0..strata).map(|at| (0..strata).map(|other| at == other).collect());
    let shown = table.protect(releases).unwrap();
    let (mut published, mut hidden) = (Vec::new(), Vec::new());
    for (row, group) in cells.chain(totals.iter().cloned()).zip(&shown.groups) {
        match group.status {
            DisclosureStatus::Published { .. } => published.push(row),
            DisclosureStatus::Empty => {}
            _ => hidden.push(row),
        }
    }
    (published, hidden)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Two-way tables with row, column and grand totals.
    #[test]
    fn two_way_tables_keep_their_secrets(rows in 1..=3_usize, columns in 1..=3_usize, pool in vec(0..12_u64, 9)) {
        let counts = &pool[..rows * columns];
        let cell = |at: usize| (at / columns, at % columns);
        let mut totals: Vec<Vec<bool>> = Vec::new();
        totals.extend((0..rows).map(|row| (0..counts.len()).map(|at| cell(at).0 == row).collect()));
        totals.extend((0..columns).map(|column| (0..counts.len()).map(|at| cell(at).1 == column).collect()));
        totals.push(vec![true; counts.len()]);
        let (published, hidden) = split(&table(counts, 5, &totals), &Releases::default(), &totals, counts.len());
        nothing_follows(counts, 5, &published, &hidden);
    }

    /// Any totals whatever, in two releases: overlapping ones too, and a second one with other groups.
    #[test]
    fn two_releases_of_any_groups_keep_their_secrets(
        counts in vec(0..9_u64, 2..8),
        first in vec(vec(any::<bool>(), 8), 0..5),
        second in vec(vec(any::<bool>(), 8), 0..5),
        minimum in 2..7_u32,
    ) {
        let n = counts.len();
        let cut = |totals: &[Vec<bool>]| -> Vec<Vec<bool>> { totals.iter().map(|row| row[..n].to_vec()).collect() };
        let (first, second) = (cut(&first), cut(&second));
        let mut releases = Releases::default();
        let monday = table(&counts, minimum, &first);
        let (mut published, hidden) = split(&monday, &releases, &first, n);
        nothing_follows(&counts, u64::from(minimum), &published, &hidden);
        releases.record(&monday.protect(&releases).unwrap());
        let (more, hidden) = split(&table(&counts, minimum, &second), &releases, &second, n);
        published.extend(more);
        nothing_follows(&counts, u64::from(minimum), &published, &hidden);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Customers may be shown one by one where employees may not: each stratum has its own minimum.
    #[test]
    fn strata_keep_their_own_minimum(
        strata in vec((0..9_u64, 1..7_u32), 2..8),
        totals in vec(vec(any::<bool>(), 8), 0..6),
    ) {
        let (counts, minimums): (Vec<u64>, Vec<u32>) = strata.into_iter().unzip();
        let totals: Vec<Vec<bool>> = totals.iter().map(|row| row[..counts.len()].to_vec()).collect();
        let mut table = GroupTable::new();
        for (at, (&count, &minimum)) in counts.iter().zip(&minimums).enumerate() {
            table.add_cell(&name(at), count, minimum.into()).unwrap();
        }
        for (at, total) in totals.iter().enumerate() {
            let members: Vec<String> = (0..counts.len()).filter(|&at| total[at]).map(name).collect();
            table.add_total(&format!("t{at}"), &members).unwrap();
        }
        let (published, hidden) = split(&table, &Releases::default(), &totals, counts.len());
        let minimums: Vec<u64> = minimums.into_iter().map(u64::from).collect();
        nothing_follows_for(&counts, &minimums, &published, &hidden);
    }
}

/// What is suppressed is minimal: with any complementary group back, something follows.
#[test]
fn only_what_is_needed_is_suppressed() {
    // One small cell in a row: the smallest other one goes with it, and totals stay.
    let shown = table(&[3, 20, 8, 30], 5, &[vec![true; 4]]).protect(&Releases::default()).unwrap();
    let status = |key: &str| shown.status(key).unwrap();
    assert_eq!(status("s0"), DisclosureStatus::Primary);
    assert_eq!(status("s2"), DisclosureStatus::Complementary);
    assert_eq!(status("s3"), DisclosureStatus::Published { respondents: 30 });
    assert_eq!(status("t0"), DisclosureStatus::Published { respondents: 61 });
    // Two small cells protect each other only if together they are large enough: 2 + 2 are told of by the rest.
    let shown = table(&[2, 2, 20], 5, &[vec![true; 3]]).protect(&Releases::default()).unwrap();
    assert!(!shown.status("s2").unwrap().is_published());
    let shown = table(&[3, 4, 20], 5, &[vec![true; 3]]).protect(&Releases::default()).unwrap();
    assert!(shown.status("s2").unwrap().is_published());
    // Nobody there is no secret, and groups without a minimum have none.
    let shown = table(&[0, 5], 5, &[vec![true; 2]]).protect(&Releases::default()).unwrap();
    assert_eq!(shown.status("s0"), Some(DisclosureStatus::Empty));
    assert!(shown.status("t0").unwrap().is_published());
    let shown = table(&[1, 5], 1, &[vec![true; 2]]).protect(&Releases::default()).unwrap();
    assert!(shown.groups.iter().all(|group| group.status.is_published()));
    assert_eq!(shown.status("elsewhere"), None);
}

#[test]
fn reasons_stay_inside() {
    let shown = table(&[3, 20], 5, &[vec![true; 2]]).protect(&Releases::default()).unwrap();
    let text = serde_json::to_string(&shown.groups).unwrap();
    assert_eq!(text.matches("\"suppressed\"").count(), 2, "{text}");
    assert!(!text.contains("rimary") && !text.contains("20"), "{text}");
}

#[test]
fn hierarchies_of_hundreds_of_teams() {
    let mut table = GroupTable::new();
    let teams: Vec<String> = (0..600).map(|at| format!("team {at}")).collect();
    for (at, team) in teams.iter().enumerate() {
        table.add_cell(team, (at * 7 % 23) as u64, MinGroup::new(5)).unwrap();
    }
    for (at, branch) in teams.chunks(12).enumerate() {
        table.add_total(&format!("branch {at}"), branch).unwrap();
    }
    table.add_total("all", &teams).unwrap();
    let shown = table.protect(&Releases::default()).unwrap();
    assert_eq!(shown, table.protect(&Releases::default()).unwrap());
    let count = |wanted: DisclosureStatus| shown.groups.iter().filter(|group| group.status == wanted).count();
    assert!(count(DisclosureStatus::Complementary) < count(DisclosureStatus::Primary));
    assert!(shown.status("all").unwrap().is_published());
}

#[test]
fn histories() {
    let mut releases = Releases::default();
    assert!(releases.is_empty());
    releases.record(&table(&[12, 8], 5, &[]).protect(&releases).unwrap());
    assert_eq!(releases.group_count(), 2);
    // Another number under the same key could be subtracted.
    let error = table(&[13, 8], 5, &[]).protect(&releases).unwrap_err();
    assert_eq!(error, Error::StratumChanged { stratum: "s0".into(), released: 12, now: 13 });
    // Cut through a released group: its parts are large enough only apart from two of them.
    let mut apart = releases.clone();
    apart.split("s0", &[("men", 10), ("women", 2)]).unwrap();
    let mut by_sex = GroupTable::new();
    by_sex.add_cell("men", 10, MinGroup::new(5)).unwrap();
    by_sex.add_cell("women", 2, MinGroup::new(5)).unwrap();
    let shown = by_sex.protect(&apart).unwrap();
    assert!(shown.groups.iter().all(|group| !group.status.is_published()));
    assert!(by_sex.protect(&Releases::default()).unwrap().status("men").unwrap().is_published());
    assert!(matches!(releases.split("s0", &[("men", 10)]), Err(Error::Split { parts: 10, whole: 12, .. })));
    assert!(matches!(releases.split("s0", &[("s1", 12)]), Err(Error::Duplicate { .. })));
    assert!(matches!(releases.split("s0", &[("a", 6), ("a", 6)]), Err(Error::Duplicate { .. })));
    releases.split("never shown", &[]).unwrap();
    // A minimum raised afterwards finds what is out already.
    let mut raised = GroupTable::new();
    raised.add_cell("s1", 8, MinGroup::new(10)).unwrap();
    let error = raised.protect(&releases).unwrap_err();
    assert_eq!(error, Error::AlreadyDisclosed { strata: vec!["s1".into()] });
    // Kept as text, and refused when damaged.
    let text = serde_json::to_string(&apart).unwrap();
    assert_eq!(serde_json::from_str::<Releases>(&text).unwrap(), apart);
    assert!(serde_json::from_str::<Releases>(&text.replace("\"men\":", "\"man\":")).is_err());
}

#[test]
fn faults_name_the_group() {
    let mut table = table(&[5, 6], 5, &[]);
    let before = table.clone();
    assert_eq!(table.add_cell("s1", 9, MinGroup::new(5)), Err(Error::Duplicate { key: "s1".into() }));
    assert_eq!(table.add_total("s0", &["s1"]), Err(Error::Duplicate { key: "s0".into() }));
    let unknown = Error::UnknownStratum { group: "both".into(), stratum: "s9".into() };
    assert_eq!(table.add_total("both", &["s0", "s9"]), Err(unknown));
    assert_eq!(table, before);
    let shape =
        GroupTable::two_way(TwoWay { rows: &["a", "b"], columns: &["c"], counts: &[1, 2, 3] }, MinGroup::OFF);
    assert_eq!(shape, Err(Error::Shape { rows: 2, columns: 1, counts: 3 }));
    let message = Error::AlreadyDisclosed { strata: vec!["a".into(), "b".into()] }.to_string();
    assert!(message.contains("in a + b:"), "{message}");
}

/// Two teams of eleven that differ in one person each: their difference would be two people's, not five's.
#[test]
fn groups_that_swap_two_people() {
    let team = |releases: &Releases, key: &str, who: &[&str]| {
        let mut table = GroupTable::new();
        table.add_stratum("rest", 10, MinGroup::new(5)).unwrap();
        for person in who {
            table.add_stratum(person, 1, MinGroup::new(5)).unwrap();
            table.add_total(&format!("{key} with {person}"), &["rest", person]).unwrap();
        }
        table.protect(releases).unwrap()
    };
    let published =
        |shown: &Disclosure| shown.groups.iter().filter(|group| group.status.is_published()).count();
    assert_eq!(published(&team(&Releases::default(), "team", &["ann", "bob"])), 1);
    let mut releases = Releases::default();
    let may = team(&releases, "May", &["ann"]);
    assert_eq!(published(&may), 1);
    releases.record(&may);
    assert_eq!(published(&team(&releases, "June", &["bob"])), 0);
    assert_eq!(published(&team(&releases, "June", &["ann"])), 1);
}
