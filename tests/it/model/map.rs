//! The map: building, validation, identifiers, the document form.

use proptest::prelude::*;
use total_experience::model::ids::{FacetId, InfluenceId, OutcomeId};
use total_experience::model::influence::{Design, Evidence, Influence, InfluenceColumns, Node};
use total_experience::model::map::{ExperienceMap, MapDocument};
use total_experience::model::{
    Dimension, Direction, Error, Facet, Fault, Journey, Kind, Outcome, Role, Segment, Stakeholder, Touchpoint,
};
use total_experience::petgraph::visit::EdgeRef;

fn bank() -> MapDocument {
    MapDocument::new("Bank")
        .stakeholder(Stakeholder::new("customers", Role::Customer))
        .stakeholder(Stakeholder::new("tellers", Role::Employee).with_population(900))
        .segment(Segment::new("new", "customers"))
        .touchpoint(Touchpoint::new("teller_app").with_owner("Branch IT"))
        .touchpoint(Touchpoint::new("onboarding").with_owner("Retail"))
        .outcome(Outcome::new("retention").with_unit("percentage points").with_target(85.0))
        .facet("teller_app", Dimension::User, "tellers")
        .facet("onboarding", Dimension::Customer, "customers")
        .influence("teller_app/ux/tellers", "onboarding/cx/customers", 0.1, |i| i.with_standard_error(0.05))
        .influence("onboarding/cx/customers", "retention", 0.4, |i| {
            i.with_lag(1).with_evidence(Evidence::Estimated { design: Design::Panel, unit_count: 120 })
        })
        .journey(Journey::new("open_account", "customers", ["onboarding"]))
}

fn faults(document: MapDocument) -> Vec<Fault> {
    match document.build() {
        Err(Error::Invalid(faults)) => faults.iter().cloned().collect(),
        other => panic!("expected faults, got {other:?}"),
    }
}

#[test]
fn looks_up_both_ways() {
    let map = bank().build().unwrap();
    let facet = map.facet_id("onboarding/cx/customers").unwrap();
    assert_eq!(facet, FacetId::from_u32(1));
    assert_eq!(map.facet_key(facet).as_deref(), Some("onboarding/cx/customers"));
    assert_eq!(map.node("retention"), Some(Node::Outcome(OutcomeId::from_u32(0))));
    assert_eq!(map.node_key(OutcomeId::from_u32(0).into()).as_deref(), Some("retention"));
    assert_eq!(map.node_unit(OutcomeId::from_u32(0).into()), Some("percentage points"));
    assert_eq!(map.node_unit(facet.into()), Some("points"));
    for missing in ["onboarding/cx/tellers", "onboarding/xx/customers", "cx/customers", "", "//"] {
        assert_eq!(map.node(missing), None, "{missing}");
    }
    let (id, influence) = map.influences().next().unwrap();
    assert_eq!((influence.weight, influence.standard_error, influence.lag), (0.1, Some(0.05), 0));
    assert_eq!(map.influence(id).unwrap(), influence);
    assert_eq!(influence.evidence, &Evidence::Assumed);
}

#[test]
fn touchpoint_keys_may_hold_slashes() {
    let map = MapDocument::new("Shop")
        .stakeholder(Stakeholder::new("customers", Role::Customer))
        .touchpoint(Touchpoint::new("https://shop.example/basket"))
        .facet("https://shop.example/basket", Dimension::User, "customers")
        .build()
        .unwrap();
    assert!(map.facet_id("https://shop.example/basket/ux/customers").is_some());
}

#[test]
fn names_every_fault_at_once() {
    let found = faults(
        bank()
            .stakeholder(Stakeholder::new("tellers", Role::Employee))
            .stakeholder(Stakeholder::new("a/b", Role::Employee))
            .stakeholder(
                Stakeholder::new("drivers", Role::Partner).with_weight(f64::NAN).with_min_group(1000),
            )
            .touchpoint(Touchpoint::new("atm").with_channel("kiosk").with_system("core").with_weight(-1.0))
            .outcome(Outcome::new("revenue").with_unit(" "))
            .facet("atm", Dimension::Multi, "strangers")
            .facet("onboarding", Dimension::Customer, "customers")
            .influence("onboarding/cx/customers", "onboarding/cx/customers", 0.2, |i| i)
            .influence("onboarding/cx/customers", "teller_app/ux/tellers", f64::INFINITY, |i| {
                i.with_standard_error(-0.1)
            })
            .influence("onboarding/cx/customers", "churn", 0.2, |i| i)
            .influence("teller_app/ux/tellers", "onboarding/cx/customers", 0.3, |i| i)
            .journey(Journey::new("pay", "customers", ["till"])),
    );
    let expect = |wanted: &dyn Fn(&Fault) -> bool, what: &str| {
        assert_eq!(found.iter().filter(|fault| wanted(fault)).count(), 1, "{what} in {found:#?}");
    };
    let duplicate = |kind, key: &'static str| {
        move |fault: &Fault| *fault == Fault::Duplicate { kind, key: key.to_owned() }
    };
    let unknown = |kind: Kind, key: &'static str| move |fault: &Fault| matches!(fault, Fault::UnknownKey { kind: k, key: n, .. } if *k == kind && n == key);
    expect(&duplicate(Kind::Stakeholder, "tellers"), "duplicate stakeholder");
    expect(&duplicate(Kind::Facet, "onboarding/cx/customers"), "duplicate facet");
    let twice = "teller_app/ux/tellers -> onboarding/cx/customers, lag 0";
    expect(&duplicate(Kind::Influence, twice), "duplicate influence");
    expect(&|fault| matches!(fault, Fault::BadKey { key, .. } if key == "a/b"), "slash in key");
    expect(
        &|fault| matches!(fault, Fault::NotFinite { field: "weight", value, .. } if value.is_nan()),
        "NaN weight",
    );
    expect(&|fault| matches!(fault, Fault::OutOfRange { field: "min_group", .. }), "minimum group");
    expect(
        &|fault| matches!(fault, Fault::OutOfRange { field: "weight", value: -1.0, .. }),
        "negative weight",
    );
    expect(&unknown(Kind::Channel, "kiosk"), "unknown channel");
    expect(&unknown(Kind::System, "core"), "unknown system");
    expect(&unknown(Kind::Stakeholder, "strangers"), "unknown stakeholder");
    expect(&unknown(Kind::Node, "churn"), "unknown node");
    expect(&unknown(Kind::Touchpoint, "till"), "unknown step");
    expect(
        &|fault| matches!(fault, Fault::NoUnit { outcome } if outcome == "revenue"),
        "outcome without unit",
    );
    expect(&|fault| matches!(fault, Fault::SelfInfluence { .. }), "self-influence");
    let infinite = |fault: &Fault| matches!(fault, Fault::NotFinite { value, .. } if value.is_infinite());
    expect(&infinite, "infinite weight");
    let negative =
        |fault: &Fault| matches!(fault, Fault::OutOfRange { field: "standard error", value: -0.1, .. });
    expect(&negative, "negative standard error");
    assert_eq!(found.len(), 16, "{found:#?}");
}

#[test]
fn persistence_is_a_lagged_self_influence() {
    let map =
        bank().influence("teller_app/ux/tellers", "teller_app/ux/tellers", 0.5, |i| i.with_lag(1)).build();
    assert_eq!(map.unwrap().influence_count(), 3);
}

#[test]
fn a_refused_change_leaves_the_map_as_it_was() {
    let mut map = bank().build().unwrap();
    let before = MapDocument::from(&map);
    let [ux, cx] = ["teller_app/ux/tellers", "onboarding/cx/customers"].map(|key| map.node(key).unwrap());
    let assumed = Evidence::Assumed;
    let columns = InfluenceColumns {
        from: &[cx, cx, Node::from_u32(77)],
        to: &[ux, ux, cx],
        weight: &[0.1, 0.2, 0.3],
        standard_error: None,
        lag: None,
        evidence: &assumed,
    };
    let Err(Error::Invalid(faults)) = map.add_influences(&columns) else { panic!("accepted") };
    assert_eq!(faults.iter().count(), 2, "{faults}");
    assert!(map.add_influences(&InfluenceColumns { weight: &[0.1], ..columns }).is_err());
    assert!(map.add_stakeholder(Stakeholder::new("tellers", Role::Employee)).is_err());
    let facet = map.facet(FacetId::from_u32(0)).unwrap();
    let fresh = Facet { dimension: Dimension::Multi, ..facet };
    assert!(map.add_facets(&[fresh, fresh]).is_err());
    assert!(
        map.remove_facet(FacetId::from_u32(0))
            .is_err_and(|error| matches!(error, Error::InUse { influences: 1, .. }))
    );
    assert!(map.remove_influence(InfluenceId::from_u32(9)).is_err());
    assert_eq!(MapDocument::from(&map), before);
}

#[test]
fn identifiers_are_never_reused() {
    let mut map = bank().build().unwrap();
    let (from, to) =
        (map.node("onboarding/cx/customers").unwrap(), map.node("teller_app/ux/tellers").unwrap());
    let new = Influence { from, to, weight: 0.2, standard_error: None, lag: 0, evidence: &Evidence::Assumed };
    let first = map.add_influence(new).unwrap();
    assert!(map.add_influence(new).is_err(), "duplicate");
    map.remove_influence(first).unwrap();
    assert_eq!(map.influence(first), None);
    let second = map.add_influence(new).unwrap();
    assert_ne!(first, second);

    let facet = Facet { dimension: Dimension::Multi, ..map.facet(FacetId::from_u32(0)).unwrap() };
    let old = map.add_facets(&[facet]).unwrap()[0];
    map.remove_facet(old).unwrap();
    assert_eq!(map.facet(old), None);
    assert!(map.remove_facet(old).is_err());
    assert_ne!(map.add_facets(&[facet]).unwrap()[0], old);
    let columns = InfluenceColumns {
        from: &[old.into()],
        to: &[to],
        weight: &[1.0],
        standard_error: None,
        lag: None,
        evidence: &Evidence::Assumed,
    };
    assert!(map.add_influences(&columns).is_err(), "an influence from a removed facet");
}

#[test]
fn petgraph_sees_the_live_map() {
    let mut map = bank().build().unwrap();
    map.remove_influence(InfluenceId::from_u32(0)).unwrap();
    let graph = map.graph();
    assert_eq!((graph.node_count(), graph.edge_count()), (3, 1));
    let edge = graph.edge_references().next().unwrap();
    let influence = map.influence(*edge.weight()).unwrap();
    assert_eq!((graph[edge.source()], graph[edge.target()]), (influence.from, influence.to));
}

#[test]
fn round_trips_through_json() {
    let map = bank().build().unwrap();
    let text = serde_json::to_string(&map).unwrap();
    let again: ExperienceMap = serde_json::from_str(&text).unwrap();
    assert_eq!(MapDocument::from(&map), MapDocument::from(&again));
    assert_eq!(MapDocument::from(&map), bank());

    let newer = text.replace("\"schema\":1", "\"schema\":2");
    let error = serde_json::from_str::<ExperienceMap>(&newer).unwrap_err().to_string();
    assert!(error.starts_with("map schema 2 is not supported: this library reads schema 1"), "{error}");
    let typo = text.replace("\"weight\":0.4", "\"wieght\":0.4");
    assert!(serde_json::from_str::<ExperienceMap>(&typo).unwrap_err().to_string().contains("wieght"));
    let open = r#"{"key":"vans","role":"franchisee"}"#;
    let stakeholder: Stakeholder = serde_json::from_str(open).unwrap();
    assert_eq!(
        (stakeholder.role.clone(), stakeholder.minimum_group().as_u32()),
        (Role::Other("franchisee".into()), 5)
    );
}

#[test]
fn protects_employees_and_unknown_roles() {
    let least = |role| Stakeholder::new("x", role).minimum_group().as_u32();
    assert_eq!(least(Role::Employee), 5);
    assert_eq!(least(Role::Other("works council".into())), 5);
    assert_eq!([Role::Customer, Role::User, Role::Partner].map(least), [1, 1, 1]);
    assert_eq!(Stakeholder::new("x", Role::Customer).with_min_group(10).minimum_group().as_u32(), 10);
}

proptest! {
    #[test]
    fn node_numbers_round_trip(number in any::<u32>()) {
        prop_assert_eq!(Node::from_u32(number).as_u32(), number);
    }

    /// Adding in one call and one by one give the same map, and both refuse the same duplicates.
    #[test]
    fn columns_equal_single_additions(edges in prop::collection::vec((0_u32..6, 0_u32..6, 0_u32..3), 0..40)) {
        let mut single = six_facets();
        let mut kept = Vec::new();
        for &(from, to, lag) in &edges {
            let (from, to) = (FacetId::from_u32(from).into(), FacetId::from_u32(to).into());
            let influence = Influence { from, to, weight: 0.5, standard_error: None, lag, evidence: &Evidence::Assumed };
            let fresh = !kept.contains(&(from, to, lag)) && (from != to || lag > 0);
            prop_assert_eq!(single.add_influence(influence).is_ok(), fresh);
            if fresh {
                kept.push((from, to, lag));
            }
        }
        let (from, rest): (Vec<_>, Vec<_>) = kept.iter().map(|&(from, to, lag)| (from, (to, lag))).unzip();
        let (to, lag): (Vec<_>, Vec<_>) = rest.into_iter().unzip();
        let weight = vec![0.5; from.len()];
        let columns = InfluenceColumns {
            from: &from, to: &to, weight: &weight, standard_error: None, lag: Some(&lag), evidence: &Evidence::Assumed,
        };
        let mut bulk = six_facets();
        bulk.add_influences(&columns).unwrap();
        prop_assert_eq!(MapDocument::from(&single), MapDocument::from(&bulk));
        prop_assert_eq!(bulk.add_influences(&columns).is_err(), !from.is_empty());
    }
}

fn six_facets() -> ExperienceMap {
    let mut document = MapDocument::new("six").stakeholder(Stakeholder::new("customers", Role::Customer));
    for name in ["a", "b", "c", "d", "e", "f"] {
        document = document.touchpoint(Touchpoint::new(name)).facet(name, Dimension::Customer, "customers");
    }
    document.build().unwrap()
}

#[test]
fn names_from_outside_are_keys_first_then_labels_that_one_thing_has() {
    let map = MapDocument::new("Shop")
        .touchpoint(Touchpoint::new("t1").with_name("Login").with_owner("App"))
        .touchpoint(Touchpoint::new("t2").with_name("Login").with_owner("Web"))
        .touchpoint(Touchpoint::new("t3").with_name("t1").with_owner("Nobody's name"))
        .touchpoint(Touchpoint::new("t4").with_name("Pay").with_owner("Payments"))
        .stakeholder(Stakeholder::new("c", Role::Customer).with_name("Customers"))
        .outcome(Outcome::new("churn").with_unit("per cent").with_name("Leavers"))
        .build()
        .unwrap();
    let found = |name: &str| map.find_touchpoint(name).map(|touchpoint| touchpoint.key.as_str());
    assert_eq!(
        ["t1", "Pay", "t4", "Login", "pay", ""].map(found),
        [Some("t1"), Some("t4"), Some("t4"), None, None, None]
    );
    let names: Vec<_> = map.touchpoint_names().map(|(name, touchpoint)| (name, &*touchpoint.key)).collect();
    assert_eq!(names, [("Pay", "t4"), ("t1", "t1"), ("t2", "t2"), ("t3", "t3"), ("t4", "t4")]);
    assert_eq!(map.find_stakeholder("Customers"), map.find_stakeholder("c"));
    assert_eq!(map.find_outcome("Leavers").unwrap().key, "churn");
    assert!(map.find_channel("web").is_none());
}

#[test]
fn harm_runs_against_the_direction() {
    let map = MapDocument::new("Shop")
        .stakeholder(Stakeholder::new("c", Role::Customer))
        .touchpoint(Touchpoint::new("pay"))
        .facet("pay", Dimension::Customer, "c")
        .outcome(Outcome::new("churn").with_unit("per cent").with_direction(Direction::LowerIsBetter))
        .build()
        .unwrap();
    let harm = |key: &str, change| map.node_direction(map.node(key).unwrap()).unwrap().harm(change);
    assert_eq!((harm("pay/cx/c", -2.0), harm("churn", -2.0)), (2.0, -2.0));
}
