//! The six-part report, on the data of the example `bank_onboarding`: story 1.

use total_experience::cascade;
use total_experience::cascade::{Network, NetworkOptions};
use total_experience::io::event_log::csv;
use total_experience::io::map::read_json;

use total_experience::io::survey::signals;

use total_experience::journey::dfg::JourneyGraph;
use total_experience::model::influence::{Evidence, Node};
use total_experience::model::map::{ExperienceMap, MapDocument};
use total_experience::model::{Dimension, Role, Stakeholder, Touchpoint};
use total_experience::report::parts::Report;
use total_experience::report::{Composer, Error};
use total_experience::score::scorecard::Scorecard;

const MAP: &str = include_str!("../../../examples/bank_onboarding/map.json");
const SIGNALS: &str = include_str!("../../../examples/bank_onboarding/signals.csv");
const LOG: &str = include_str!("../../../examples/bank_onboarding/log.csv");

fn map() -> ExperienceMap {
    read_json(MAP.as_bytes()).unwrap()
}

fn scorecard(map: &ExperienceMap) -> Scorecard {
    let responses = signals::read_responses(SIGNALS.as_bytes(), map).unwrap();
    Scorecard::from_tally(map, &responses.responses.tally().unwrap()).unwrap()
}

fn node(map: &ExperienceMap, key: &str) -> Node {
    map.node(key).unwrap()
}

fn story() -> Report {
    let map = map();
    let card = scorecard(&map);
    let log = csv::read(LOG.as_bytes()).unwrap().log;
    let journeys = JourneyGraph::discover(&log, log.object_type("case").unwrap()).unwrap();
    let aim = [(node(&map, "teller_desk/ex/tellers"), 0.5), (node(&map, "onboarding/cx/customers"), 0.5)];
    Composer::new("Story 1", &map)
        .with_scorecard(&card)
        .with_journeys(&journeys)
        .with_shock(&[(node(&map, "teller_app/ux/tellers"), 12.0)])
        .with_objective(&aim)
        .compose()
        .unwrap()
}

#[track_caller]
fn published(value: f64, expected: &str) {
    let digits = expected.split('.').nth(1).map_or(0, str::len);
    assert_eq!(format!("{value:.digits$}"), expected);
}

#[test]
fn tells_story_one() {
    let report = story();
    let what_if = report.what_if.as_ref().unwrap();
    let total = |key: &str| what_if.impact.iter().find(|node| node.node == key).unwrap().total;
    published(total("teller_desk/ex/tellers"), "4.4839");
    published(total("onboarding/cx/customers"), "2.3658");
    assert!(what_if.harm.is_empty());

    let importance = &report.what_drives_it.importance;
    let expected = [
        ("teller_desk/ex/tellers", "0.6503"),
        ("onboarding/cx/customers", "0.5780"),
        ("teller_app/ux/tellers", "0.2854"),
        ("web_form/ux/customers", "0.2543"),
        ("onboarding/mx/customers", "0.1156"),
    ];
    for (importance, (key, value)) in importance.iter().zip(expected) {
        assert_eq!(importance.node, key);
        published(importance.value, value);
    }
    assert_eq!(importance[0].owner.as_deref(), Some("Branches"));

    // Retention rises by .4 points per point of customer experience, turnover falls by .3 per point of tellers'.
    let worth = &report.what_it_is_worth.outcomes;
    published(worth[0].change, &format!("{:.4}", 0.4 * total("onboarding/cx/customers")));
    assert!(worth[1].change < 0.0 && !worth[1].harm, "less turnover is no harm");

    let unknown = &report.what_we_do_not_know;
    let prior = unknown
        .evidence
        .iter()
        .find(|share| (share.node.as_str(), share.evidence) == ("onboarding/cx/customers", "prior"));
    published(prior.unwrap().share, "0.4928");
    assert_eq!(unknown.suppressed, ["advice/ex/advisers"]);
    assert!(unknown.without_standard_error.is_empty() && unknown.out_of_range.is_empty());
    assert_eq!(report.where_it_hurts.detours[0].activity, "id_rekeying");
    assert_eq!(report.where_it_hurts.detours[0].owner.as_deref(), Some("Branch IT"));
    let waits = &report.where_it_hurts.waits[0];
    let listed: f64 = waits.transitions.iter().map(|wait| wait.total_hours).sum();
    assert!((listed + waits.other_hours - waits.total_hours).abs() < 1e-9 * waits.total_hours);
}

#[test]
fn has_the_same_six_parts_in_both_forms() {
    let report = story();
    let parsed: serde_json::Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
    let markdown = report.to_markdown();
    let parts = [
        ("where_we_stand", "Where we stand"),
        ("where_it_hurts", "Where it hurts"),
        ("what_drives_it", "What drives it"),
        ("what_if", "What if"),
        ("what_it_is_worth", "What it is worth"),
        ("what_we_do_not_know", "What we do not know"),
    ];
    let mut from = 0;
    for (key, title) in parts {
        assert!(parsed[key].is_object(), "{key}");
        from += markdown[from..].find(&format!("\n## {title}\n")).unwrap_or_else(|| panic!("{title}"));
    }
    assert!(markdown.lines().filter(|line| line.starts_with('|')).all(|line| line.ends_with('|')));
    // Four advisers answered five times each; nothing of it may leave.
    let advisers = markdown.lines().find(|line| line.contains("advice/ex/advisers")).unwrap();
    assert_eq!(advisers, "| advice/ex/advisers | enps | withheld | - | fewer than 5 people | - |");
    for facet in parsed["where_we_stand"]["scorecard"]["facets"].as_array().unwrap() {
        if facet["suppressed"] == true {
            assert!(facet["estimate"].is_null() && facet["n"].is_null() && facet["points"].is_null());
        }
    }
}

/// Every facet drives every other by half, with the signs of a skew conference matrix: radius .5 sqrt(3) = .866 by
/// eigenvalues, 1.5 for the absolute weights.
#[test]
fn a_network_taken_for_stable_says_so() {
    const SIGNS: [[f64; 4]; 4] =
        [[0.0, 1.0, 1.0, 1.0], [-1.0, 0.0, -1.0, 1.0], [-1.0, 1.0, 0.0, -1.0], [-1.0, -1.0, 1.0, 0.0]];
    let key = |at: usize| format!("t{at}/cx/customers");
    let mut document = MapDocument::new("Signs").stakeholder(Stakeholder::new("customers", Role::Customer));
    for at in 0..4 {
        let touchpoint = format!("t{at}");
        document = document.touchpoint(Touchpoint::new(touchpoint.clone())).facet(
            touchpoint,
            Dimension::Customer,
            "customers",
        );
    }
    for (from, row) in SIGNS.iter().enumerate() {
        for (to, sign) in row.iter().enumerate().filter(|&(_, &sign)| sign != 0.0) {
            document = document.influence(key(from), key(to), 0.5 * sign, |i| i);
        }
    }
    let map = document.build().unwrap();
    let report = |options: &NetworkOptions| {
        let aim = [(node(&map, &key(0)), 1.0)];
        Composer::new("Signs", &map).with_network(options.clone()).with_objective(&aim).compose()
    };
    let sentence = |report: &Report| {
        let text = report.to_markdown();
        text.lines().find(|line| line.starts_with("Cascades")).unwrap().to_owned()
    };
    let exact = report(&NetworkOptions::default()).unwrap();
    assert!(sentence(&exact).starts_with("Cascades settle: spectral radius 0.8660. That is near to 1"));
    let proved = report(&NetworkOptions::default().with_dense_limit(2)).unwrap();
    assert!(
        sentence(&proved).starts_with("Cascades settle: spectral radius at most 0."),
        "{}",
        sentence(&proved)
    );

    let little = NetworkOptions::default().with_dense_limit(2).with_proof_work(0);
    let refused = report(&little).unwrap_err();
    assert!(
        matches!(refused, Error::Cascade(cascade::Error::Uncertified { size: 4, .. })),
        "nothing is taken for stable unasked: {refused}"
    );
    let little = little.with_accept_estimate(true);
    assert!(
        !Network::builder()
            .with_map(&map)
            .with_options(little.clone())
            .build()
            .unwrap()
            .stability()
            .certified
    );
    let taken = report(&little).unwrap();
    let told = taken.what_drives_it.stability.as_ref().unwrap();
    assert!(!told.certified && !told.exact);
    published(told.radius, "0.866");
    assert!(sentence(&taken).contains("about 0.8660, an estimate and not proved."), "{}", sentence(&taken));
}

#[test]
fn a_push_that_harms_says_whom() {
    // Pay-and-go of a petrol retailer.
    let map = MapDocument::new("Petrol")
        .stakeholder(Stakeholder::new("customers", Role::Customer))
        .stakeholder(Stakeholder::new("staff", Role::Employee))
        .touchpoint(Touchpoint::new("pay"))
        .touchpoint(Touchpoint::new("recognition"))
        .touchpoint(Touchpoint::new("shop"))
        .facet("pay", Dimension::User, "customers")
        .facet("recognition", Dimension::Employee, "staff")
        .facet("shop", Dimension::Customer, "customers")
        .facet("shop", Dimension::Employee, "staff")
        .influence("pay/ux/customers", "shop/cx/customers", 0.40, |i| i)
        .influence("pay/ux/customers", "shop/ex/staff", -0.35, |i| i)
        .influence("recognition/ex/staff", "shop/ex/staff", 0.50, |i| i)
        .influence("shop/ex/staff", "shop/cx/customers", 0.30, |i| i)
        .influence("shop/cx/customers", "shop/ex/staff", 0.10, |i| i)
        .build()
        .unwrap();
    let shock = |shocks: &[(&str, f64)]| {
        let shocks: Vec<_> = shocks.iter().map(|&(key, points)| (node(&map, key), points)).collect();
        Composer::new("Pay and go", &map).with_shock(&shocks).compose().unwrap().what_if.unwrap()
    };
    let alone = shock(&[("pay/ux/customers", 20.0)]);
    let harmed: Vec<_> = alone.harm.iter().map(|change| change.key.as_str()).collect();
    assert_eq!(harmed, ["staff", "ex", "shop/ex/staff"]);
    published(alone.harm[2].change, "-6.392");
    assert!(
        alone.impact.iter().all(|node| node.total == node.shock || node.low.is_none()),
        "no errors are known"
    );
    let both = shock(&[("pay/ux/customers", 20.0), ("recognition/ex/staff", 15.0)]);
    assert!(both.harm.is_empty(), "{:?}", both.harm);
}

/// What is no harm in the end, or by the estimate alone, is not passed over in silence.
#[test]
fn harm_that_passes_or_cannot_be_excluded_is_said() {
    let map = MapDocument::new("Shop")
        .stakeholder(Stakeholder::new("customers", Role::Customer))
        .stakeholder(Stakeholder::new("staff", Role::Employee))
        .touchpoint(Touchpoint::new("till"))
        .touchpoint(Touchpoint::new("desk"))
        .facet("till", Dimension::User, "staff")
        .facet("till", Dimension::Customer, "customers")
        .facet("desk", Dimension::Employee, "staff")
        .influence("till/ux/staff", "desk/ex/staff", -0.2, |i| i.with_standard_error(0.05))
        .influence("till/ux/staff", "till/cx/customers", 0.4, |i| i.with_standard_error(0.3))
        .influence("till/cx/customers", "desk/ex/staff", 0.6, |i| {
            i.with_lag(2).with_evidence(Evidence::Assumed)
        })
        .build()
        .unwrap();
    let till = node(&map, "till/ux/staff");
    let report = Composer::new("A new till", &map).with_shock(&[(till, 150.0)]).compose().unwrap();
    let what_if = report.what_if.as_ref().unwrap();
    assert!(what_if.harm.is_empty(), "{:?}", what_if.harm); // -30 + .6 x 60 = +6 in the end
    let passing = &what_if.harm_on_the_way;
    assert_eq!((passing.len(), passing[0].node.as_str(), passing[0].period), (1, "desk/ex/staff", 0));
    published(passing[0].change, "-30.0000");
    assert_eq!(what_if.harm_not_excluded, ["till/cx/customers"]);
    let desk = what_if.over_time.iter().find(|node| node.node == "desk/ex/staff").unwrap();
    assert_eq!(
        desk.periods[..4].iter().map(|value| format!("{value:.1}")).collect::<Vec<_>>(),
        ["-30.0", "-30.0", "6.0", "6.0"]
    );
    let unknown = &report.what_we_do_not_know;
    assert_eq!(unknown.without_standard_error, ["till/cx/customers -> desk/ex/staff"]);
    assert_eq!(unknown.out_of_range, ["till/ux/staff"]); // more than the whole scale
    let text = report.to_markdown();
    for words in
        ["On the way, in period 0: desk/ex/staff -30.00 points", "cannot be excluded", "out of 0..100"]
    {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn what_is_not_given_is_said() {
    let map = map();
    let report = Composer::new("Map only", &map).compose().unwrap();
    let text = report.to_markdown();
    for line in
        ["Nothing was measured.", "Neither journeys nor scores were given.", "No shock was asked about."]
    {
        assert!(text.contains(line), "{line}");
    }
    let empty = ExperienceMap::new("empty");
    assert!(
        Composer::new("Empty", &empty).compose().unwrap().to_markdown().contains("The map has no nodes.")
    );

    let card = scorecard(&map);
    let other = MapDocument::new("other")
        .stakeholder(Stakeholder::new("customers", Role::Customer))
        .touchpoint(Touchpoint::new("shop"))
        .facet("shop", Dimension::Customer, "customers")
        .build()
        .unwrap();
    let foreign = Composer::new("Other", &other).with_scorecard(&card).compose();
    assert!(matches!(foreign, Err(Error::ForeignScorecard { .. })));
    let stranger = Composer::new("Stranger", &map).with_shock(&[(Node::from_u32(999), 1.0)]).compose();
    assert!(matches!(stranger, Err(Error::Cascade(_))));
}
