//! Which records are of one person.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use total_experience::journey::Error;
use total_experience::journey::identity::{
    Identity, IdentityLink, IdentityOptions, IdentityRecords, KeyId, KeyKind, KeyKindId, RecordId,
};

/// Each record a list of kind and value.
type Rows<'a> = &'a [&'a [(&'a str, &'a str)]];

fn kinds() -> Vec<KeyKind> {
    vec![
        KeyKind::strong("customer").with_one_per_person(),
        KeyKind::strong("mail"),
        KeyKind::weak("name"),
        KeyKind::weak("birthday"),
        KeyKind::weak("postcode"),
    ]
}

fn find(rows: Rows<'_>, cap: u32) -> Identity {
    let mut records = IdentityRecords::new(kinds()).unwrap();
    for row in rows {
        records.add(row).unwrap();
    }
    Identity::discover_with(records, &IdentityOptions::default().with_hub_cap(cap)).unwrap()
}

fn persons(identity: &Identity) -> Vec<u32> {
    identity.persons().map(RecordId::as_u32).collect()
}

#[test]
fn strong_keys_join_and_weak_ones_in_pairs() {
    let identity = find(
        &[
            &[("mail", "a"), ("name", "Ada")],
            &[("mail", "a"), ("customer", "1")],
            &[("name", "Ada")], // one weak key
            &[("name", "Ada"), ("birthday", "12-10"), ("postcode", "W1")],
            &[("birthday", "12-10"), ("name", "Ada")], // two of record 3
            &[("birthday", "12-10"), ("postcode", "W1"), ("mail", "b")],
            &[],
        ],
        10,
    );
    assert_eq!(persons(&identity), [0, 0, 2, 3, 3, 3, 6]);
    let summary = identity.summary();
    assert_eq!((summary.records, summary.records_without_key, summary.keys), (6, 1, 6));
    assert_eq!((summary.persons, summary.singletons, summary.largest, summary.merges), (3, 1, 3, 3));
    assert_eq!(summary.match_rate, Some(5.0 / 6.0));
    let merges: Vec<_> =
        identity.merges().map(|merge| (merge.first.as_u32(), merge.second.as_u32())).collect();
    assert_eq!(merges, [(0, 1), (3, 4), (3, 5)]); // mail; name and birthday; birthday and postcode
    assert!(identity.merges().nth(1).is_some_and(|merge| matches!(merge.link, IdentityLink::Weak(..))));
    let of =
        |record| identity.records_of(RecordId::from_u32(record)).map(RecordId::as_u32).collect::<Vec<_>>();
    assert_eq!((of(4), of(6), of(7)), (vec![3, 4, 5], vec![6], vec![]));
    assert_eq!(identity.person(RecordId::from_u32(7)), None);
}

#[test]
fn a_hub_joins_nobody() {
    let shared: Rows<'_> = &[
        &[("mail", "info"), ("customer", "1")],
        &[("mail", "info"), ("customer", "2")],
        &[("mail", "info"), ("customer", "3")],
        &[("mail", "info")],
        &[("customer", "1"), ("mail", "one")],
    ];
    let identity = find(shared, 2);
    assert_eq!(persons(&identity), [0, 1, 2, 3, 0]);
    let hubs: Vec<_> = identity.hubs().collect();
    assert_eq!((hubs.len(), hubs[0].records, hubs[0].spread), (1, 4, 3));
    assert_eq!(identity.conflicts().len(), 0);
    // Without the third customer's number the address is seen with two, and trusted: but people have one number.
    let mut identity = identity;
    let third = identity.records().find_key(KeyKindId::from_u32(0), "3").unwrap();
    identity.withdraw(third).unwrap();
    assert_eq!((persons(&identity), identity.hubs().count()), (vec![0, 1, 0, 0, 0], 0));
    assert_eq!((identity.is_withdrawn(third), identity.summary().withdrawn), (true, 1));
    let conflict = identity.conflicts().next().unwrap();
    assert_eq!((conflict.first.as_u32(), conflict.second.as_u32(), conflict.kind.as_u32()), (0, 1, 0));
    let values = conflict.keys.map(|key| identity.records().key_value(key).unwrap().into_owned());
    assert_eq!(values, ["1", "2"]);
}

#[test]
fn the_first_link_wins_and_can_be_undone() {
    let rows: Rows<'_> = &[
        &[("customer", "1"), ("mail", "a")],
        &[("customer", "2"), ("mail", "b")],
        &[("mail", "a"), ("mail", "b")],
        &[("mail", "b")],
    ];
    let mut identity = find(rows, 10);
    assert_eq!(persons(&identity), [0, 1, 0, 1]);
    let conflict = identity.conflicts().next().unwrap();
    assert_eq!((conflict.first.as_u32(), conflict.second.as_u32()), (1, 2));
    let last = identity.undo().unwrap();
    assert_eq!((last.first.as_u32(), last.second.as_u32()), (1, 3));
    assert_eq!((persons(&identity), identity.conflicts().len()), (vec![0, 1, 0, 3], 1));
    // What was undone stays undone, also when the first address goes and the second could take its record.
    let mail = identity.records().find_key(KeyKindId::from_u32(1), "a").unwrap();
    identity.withdraw(mail).unwrap();
    assert_eq!((persons(&identity), identity.conflicts().len()), (vec![0, 1, 1, 3], 0));
    assert!(identity.undo().is_some() && identity.undo().is_none());
    assert_eq!(persons(&identity), [0, 1, 2, 3]);
}

#[test]
fn faults() {
    let strange = KeyKind::strong("");
    assert_eq!(IdentityRecords::new(vec![strange]).unwrap_err(), Error::EmptyName { what: "a kind of keys" });
    let twice = vec![KeyKind::strong("a"), KeyKind::weak("a")];
    assert!(matches!(IdentityRecords::new(twice), Err(Error::DuplicateName { .. })));
    let many = (0..65).map(|number| KeyKind::weak(number.to_string())).collect();
    assert!(matches!(IdentityRecords::new(many), Err(Error::TooLarge { most: 64, .. })));
    let full = vec![(KeyKind::strong("a"), u32::MAX), (KeyKind::strong("b"), 1)];
    assert!(matches!(IdentityRecords::numbered(full), Err(Error::TooLarge { .. })));

    let mut records = IdentityRecords::new(kinds()).unwrap();
    assert_eq!(records.add(&[("fax", "1")]), Err(Error::UnknownKeyKind { name: "fax".into() }));
    assert_eq!(records.add(&[("mail", "")]), Err(Error::EmptyName { what: "a key" }));
    let two = records.add(&[("mail", "a"), ("customer", "1"), ("customer", "2")]);
    assert_eq!(two, Err(Error::TwoValues { record: 0, kind: "customer".into() }));
    assert!(matches!(records.push(&[KeyId::from_u32(9)]), Err(Error::UnknownId { id: 9, .. })));
    assert!(matches!(records.key(KeyKindId::from_u32(5), "a"), Err(Error::UnknownId { .. })));
    let mails: Vec<String> = (0..65).map(|number| number.to_string()).collect();
    let mails: Vec<_> = mails.iter().map(|mail| ("mail", mail.as_str())).collect();
    assert!(matches!(records.add(&mails), Err(Error::TooLarge { most: 64, .. })));
    assert!(records.is_empty() && records.keys_of(RecordId::from_u32(0)).is_none());

    let none = IdentityOptions::default().with_hub_cap(0);
    assert!(matches!(Identity::discover_with(records.clone(), &none), Err(Error::OutOfRange { .. })));
    let mut identity = Identity::discover(records).unwrap();
    let key = KeyId::from_u32(1_000);
    assert!(matches!(identity.withdraw(key), Err(Error::UnknownId { .. })));
    assert_eq!((identity.undo(), identity.summary().match_rate), (None, None));
}

#[test]
fn numbered_keys() {
    let kinds =
        vec![(KeyKind::strong("cookie"), 2), (KeyKind::strong("nothing"), 0), (KeyKind::weak("name"), 3)];
    let mut records = IdentityRecords::numbered(kinds).unwrap();
    let keys: Vec<_> = (0..5).map(KeyId::from_u32).collect();
    let described: Vec<_> = keys
        .iter()
        .map(|&key| (records.key_kind(key).unwrap().as_u32(), records.key_value(key).unwrap().into_owned()))
        .collect();
    let value = |kind, value: &str| (kind, value.to_owned());
    assert_eq!(described, [value(0, "0"), value(0, "1"), value(2, "0"), value(2, "1"), value(2, "2")]);
    let name = records.kind("name").unwrap();
    assert_eq!(records.key(name, "2"), Ok(keys[4]));
    assert!(matches!(records.key(name, "3"), Err(Error::BadValue { .. })));
    assert!(matches!(records.key(name, "02"), Err(Error::BadValue { .. })));
    assert_eq!((records.key_kind(KeyId::from_u32(5)), records.key_value(KeyId::from_u32(5))), (None, None));
    records.push(&[keys[0], keys[4], keys[0]]).unwrap();
    records.push(&[keys[0]]).unwrap();
    assert_eq!(records.keys_of(RecordId::from_u32(0)), Some(&[keys[0], keys[4]][..]));
    let identity = Identity::discover(records).unwrap();
    assert_eq!(persons(&identity), [0, 0]);
    let mut records = identity.into_records();
    records.push(&[keys[0]]).unwrap();
    assert_eq!(records.len(), 3);
}

/// Records of up to five keys of five kinds, two of which a person has one of.
fn drawn() -> impl Strategy<Value = Vec<Vec<(usize, u32)>>> {
    prop::collection::vec(prop::collection::btree_map(0..5_usize, 0..6_u32, 0..5), 0..24)
        .prop_map(|rows| rows.into_iter().map(|row| row.into_iter().collect()).collect())
}

fn drawn_kinds(exclusive: bool) -> Vec<(KeyKind, u32)> {
    let one = |kind: KeyKind| if exclusive { kind.with_one_per_person() } else { kind };
    let (a, b) = (one(KeyKind::strong("a")), KeyKind::strong("b"));
    vec![(a, 6), (b, 6), (one(KeyKind::weak("c")), 6), (KeyKind::weak("d"), 6), (KeyKind::weak("e"), 6)]
}

fn number((kind, value): (usize, u32)) -> KeyId {
    KeyId::from_u32(kind as u32 * 6 + value)
}

fn found(rows: &[Vec<(usize, u32)>], exclusive: bool, cap: u32) -> Identity {
    let mut records = IdentityRecords::numbered(drawn_kinds(exclusive)).unwrap();
    for row in rows {
        records.push(&row.iter().map(|&key| number(key)).collect::<Vec<_>>()).unwrap();
    }
    Identity::discover_with(records, &IdentityOptions::default().with_hub_cap(cap)).unwrap()
}

/// The definition, without any cleverness: links by comparing records, joins by relabelling.
fn by_definition(rows: &[Vec<(usize, u32)>], cap: usize) -> Vec<u32> {
    let mut links: BTreeMap<Vec<(usize, u32)>, Vec<usize>> = BTreeMap::new();
    for (record, row) in rows.iter().enumerate() {
        for (at, &key) in row.iter().enumerate() {
            if key.0 < 2 {
                links.entry(vec![key]).or_default().push(record);
            } else {
                let others = row[at + 1..].iter();
                others.for_each(|&other| links.entry(vec![key, other]).or_default().push(record));
            }
        }
    }
    let mut person: Vec<u32> = (0..rows.len() as u32).collect();
    for (link, holders) in links {
        let spread = |kind: usize| {
            let carried = holders.iter().flat_map(|&record| &rows[record]);
            carried.filter(|key| key.0 == kind && !link.contains(key)).collect::<BTreeSet<_>>().len()
        };
        if (0..2).all(|kind| spread(kind) <= cap) {
            for &record in &holders {
                let (one, other) = (person[holders[0]], person[record]);
                let least = one.min(other);
                person.iter_mut().filter(|own| [one, other].contains(own)).for_each(|own| *own = least);
            }
        }
    }
    person
}

/// Persons as sets of what records are called.
fn groups(identity: &Identity, name: impl Fn(usize) -> usize) -> BTreeSet<BTreeSet<usize>> {
    let mut groups: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
    for (record, person) in persons(identity).into_iter().enumerate() {
        groups.entry(person).or_default().insert(name(record));
    }
    groups.into_values().collect()
}

/// Persons; pairs that were merged; pairs that were not, and the kind; sizes and spreads of hubs.
type Seen = (Vec<u32>, Vec<(u32, u32)>, Vec<(u32, u32, u32)>, Vec<(usize, u32)>);

/// All that can be seen of an identity, without the numbers of keys.
fn seen(identity: &Identity) -> Seen {
    (
        persons(identity),
        identity.merges().map(|merge| (merge.first.as_u32(), merge.second.as_u32())).collect(),
        identity
            .conflicts()
            .map(|conflict| (conflict.first.as_u32(), conflict.second.as_u32(), conflict.kind.as_u32()))
            .collect(),
        identity.hubs().map(|hub| (hub.records, hub.spread)).collect(),
    )
}

proptest! {
    #[test]
    fn is_what_the_definition_says(rows in drawn(), cap in 1..5_u32) {
        prop_assert_eq!(persons(&found(&rows, false, cap)), by_definition(&rows, cap as usize));
    }

    #[test]
    fn without_conflicts_the_order_of_records_means_nothing(
        (rows, order) in drawn().prop_flat_map(|rows| {
            let order = Just((0..rows.len()).collect::<Vec<_>>()).prop_shuffle();
            (Just(rows), order)
        }),
        cap in 1..5_u32,
    ) {
        let shuffled: Vec<_> = order.iter().map(|&at| rows[at].clone()).collect();
        let (one, other) = (found(&rows, false, cap), found(&shuffled, false, cap));
        prop_assert_eq!(groups(&one, |record| record), groups(&other, |record| order[record]));
        prop_assert_eq!(one.summary(), other.summary());
    }

    #[test]
    fn the_numbers_of_keys_mean_nothing(rows in drawn(), names in Just([0, 1, 2, 3, 4, 5_u32]).prop_shuffle()) {
        let renamed: Vec<Vec<_>> =
            rows.iter().map(|row| row.iter().map(|&(kind, key)| (kind, names[key as usize])).collect()).collect();
        prop_assert_eq!(seen(&found(&rows, true, 3)), seen(&found(&renamed, true, 3)));
    }

    #[test]
    fn nobody_has_two_keys_of_a_kind_of_which_there_is_one(rows in drawn(), cap in 1..9_u32) {
        let identity = found(&rows, true, cap);
        let mut known: BTreeMap<(u32, usize), u32> = BTreeMap::new();
        for (row, person) in rows.iter().zip(persons(&identity)) {
            for &(kind, key) in row.iter().filter(|key| key.0 % 2 == 0 && key.0 < 4) {
                prop_assert_eq!(*known.entry((person, kind)).or_insert(key), key);
            }
        }
        for conflict in identity.conflicts() {
            prop_assert_ne!(identity.person(conflict.first), identity.person(conflict.second));
            prop_assert_ne!(conflict.keys[0], conflict.keys[1]);
        }
        let summary = identity.summary();
        prop_assert_eq!(summary.records, summary.persons + summary.merges);
    }

    #[test]
    fn withdrawing_a_key_is_never_having_seen_it(rows in drawn(), cap in 1..5_u32, keys in prop::collection::vec((0..5_usize, 0..6_u32), 1..4)) {
        let mut identity = found(&rows, true, cap);
        for &key in &keys {
            identity.withdraw(number(key)).unwrap();
        }
        let without: Vec<Vec<_>> =
            rows.iter().map(|row| row.iter().copied().filter(|key| !keys.contains(key)).collect()).collect();
        let never = found(&without, true, cap);
        prop_assert_eq!(seen(&identity), seen(&never));
        let (own, other) = (identity.summary(), never.summary());
        prop_assert_eq!((own.records, own.keys, own.persons, own.match_rate), (other.records, other.keys, other.persons, other.match_rate));
    }

    #[test]
    fn undoing_goes_back_one_join_at_a_time(rows in drawn(), cap in 1..5_u32) {
        let mut identity = found(&rows, true, cap);
        let whole: Vec<_> = identity.merges().collect();
        for left in (0..whole.len()).rev() {
            prop_assert_eq!(identity.undo(), Some(whole[left]));
            prop_assert!(identity.merges().eq(whole[..left].iter().copied()));
            // Going back is the same as having gone so far only: an identity undone that far from fresh.
            let mut fresh = found(&rows, true, cap);
            for _ in left..whole.len() {
                fresh.undo();
            }
            prop_assert_eq!(seen(&fresh), seen(&identity));
        }
        prop_assert!(persons(&identity).into_iter().eq(0..rows.len() as u32));
    }
}
