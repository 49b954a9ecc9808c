//! Signals from CSV, and what the `scorecard` example makes of them.

use total_experience::io::Error;
use total_experience::io::source::Limits;
use total_experience::io::survey::signals;
use total_experience::io::survey::signals::SignalOptions;
use total_experience::io::time::TimeFormat;
use total_experience::model::map::{ExperienceMap, MapDocument};
use total_experience::model::{Dimension, Role, Stakeholder, Touchpoint};
use total_experience::score::scorecard::Scorecard;
use total_experience::signal::Error as SignalError;
use total_experience::signal::instrument::Instrument;
use total_experience::signal::response::{Respondents, Responses};
use total_experience::signal::tally::Tally;

const HEADER: &str =
    "touchpoint,dimension,stakeholder,instrument,value,weight,time,channel,unit,respondent\n";

fn read(rows: &str) -> Result<(ExperienceMap, Responses), Error> {
    let (map, signals) = signals::read_map_and_responses(format!("{HEADER}{rows}").as_bytes())?;
    Ok((map, signals.responses))
}

fn tally(rows: &str) -> (ExperienceMap, Tally) {
    let (map, responses) = read(rows).unwrap_or_else(|error| panic!("{error}"));
    (map, responses.tally().unwrap())
}

#[test]
fn rows_become_a_map_and_a_tally() {
    let (map, tally) = tally(
        "onboarding,cx,customers,nps,9,,2024-01-02,web,b1,c1\n\
         onboarding,cx,customers,nps,2,,2024-01-01,web,b1,c1\n\
         onboarding,cx,customers,nps,,,,,,c2\n\
         onboarding,cx,customers,nps,8.5,2.5,,,,c3\n\
         teller app,ux,Employees,sus,4|2|5|1|4|2|5|2|4|1,,,,,e1\n\
         teller app,ux,Employees,sus,4|2|5|1|4||5|2|4|1,,,,,e2\n\
         teller app,mx,agents,umux_lite,6 | 5,,,,,\n",
    );
    let facet = |key: &str| tally.facet(map.facet_id(key).unwrap()).unwrap();
    let onboarding = facet("onboarding/cx/customers");
    assert_eq!(
        (onboarding.answer_count(), onboarding.missing_count(), onboarding.superseded_count()),
        (2, 1, 1)
    );
    assert_eq!((onboarding.weight(), onboarding.range()), (3.5, Some((8.5, 9.0))), "the later answer counts");
    let sus = facet("teller app/ux/Employees");
    assert_eq!(
        (sus.mean(), sus.missing_count(), sus.respondents()),
        (Some(85.0), 1, Respondents::Exactly(1))
    );
    let umux = facet("teller app/mx/agents");
    assert_eq!((umux.mean(), umux.respondents()), (Some(75.0), Respondents::Unverified { at_most: 1 }));
    let roles: Vec<(Role, u32)> =
        map.stakeholders().iter().map(|group| (group.role.clone(), group.minimum_group().as_u32())).collect();
    assert_eq!(roles, [(Role::Customer, 1), (Role::Employee, 5), (Role::Other("agents".to_owned()), 5)]);
}

#[test]
fn a_given_map_is_kept_to() {
    let map = MapDocument::new("shop")
        .stakeholder(Stakeholder::new("guests", Role::Customer))
        .touchpoint(Touchpoint::new("till"))
        .facet("till", Dimension::Customer, "guests")
        .build()
        .unwrap();
    let read = |rows: &str| {
        let text = format!("touchpoint,dimension,stakeholder,instrument,value,time,period\n{rows}");
        let options = SignalOptions::default().with_time_format(TimeFormat::Seconds);
        signals::read_responses_with(text.as_bytes(), &map, &options)
    };
    let responses = read("till,cx,guests,csat,4,1700000000,3\n").unwrap();
    assert_eq!(responses.responses.len(), 1);
    let error = read("till,cx,guests,csat,4,,\ntill,ex,guests,csat,4,,\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 3: the map has no facet `till/ex/guests`: add it to the map or correct the row"
    );
    assert!(matches!(read("till,cx,guests,csat,4,2024-01-01,\n"), Err(Error::BadTime { line: 2, .. })));
    assert!(matches!(read("till,cx,guests,csat,4,,Q1\n"), Err(Error::BadField { line: 2, .. })));
}

#[test]
fn errors_name_the_line_the_value_and_the_remedy() {
    let error = |row: &str| read(&format!("a,cx,b,nps,1,,,,,\n{row}\n")).unwrap_err().to_string();
    assert_eq!(
        error("a,cx,b,rating:1-4,3,,,,,"),
        "line 3: facet `a/cx/b` is measured by `nps` above and by `rating:1-4` here: give each facet one instrument"
    );
    assert_eq!(
        error("a,cx,b,nps,11,,,,,"),
        "line 3: `value` is `11`: 11 is outside the scale 0..10: correct it, or leave it empty where the answer is missing"
    );
    assert!(error("a,cx,b,nps,nine,,,,,").starts_with("line 3: `value` is `nine`: a number for `nps`"));
    assert!(error("a,cx,b,nps,1,-2,,,,").starts_with("line 3: `weight` is `-2`: -2 is no weight"));
    assert!(error("a,cx,b,nps,1,heavy,,,,").starts_with("line 3: `weight` is `heavy`"));
    assert!(error("a,dx,b,nps,1,,,,,").contains("cx, ex, ux or mx"));
    assert!(error(",cx,b,nps,1,,,,,").contains("`touchpoint` is empty"));
    assert!(error("a,cx,b,sus,85,,,,,").contains("10 numbers separated by `|` for `sus`"));
    assert!(
        error("c,cx,b,sus,9|2|5|1|4|2|5|2|4|1,,,,,").contains("item 1 of `sus`: 9 is outside the scale 1..5")
    );
    assert!(error("a,cx,b,nspr,1,,,,,").contains("`nspr` is no instrument"));
    for value in ["NaN", "inf", "-1", "1e300"] {
        let error = read(&format!("a,cx,b,nps,{value},,,,,\n")).unwrap_err();
        let Error::BadAnswer { line: 2, source, .. } = error else { panic!("{error}") };
        assert!(matches!(*source, SignalError::NotFinite { .. } | SignalError::OffScale { .. }), "{source}");
    }
    assert!(matches!(read(""), Err(Error::NoRows)));
    assert!(matches!(read("a,cx,b\n"), Err(Error::RaggedRow { line: 2, .. })));
    assert!(matches!(read("a,cx,b/c,nps,1,,,,,\n"), Err(Error::BadPlace { line: 2, .. })));
    let options = SignalOptions::default();
    let missing = signals::read_map_and_responses_with(&b"touchpoint,dimension\n"[..], &options).unwrap_err();
    assert!(matches!(missing, Error::MissingColumn { .. }));
    let limited = options.with_limits(Limits::default().with_max_rows(1));
    let text = format!("{HEADER}a,cx,b,nps,1,,,,,\na,cx,b,nps,1,,,,,\n");
    assert!(matches!(
        signals::read_map_and_responses_with(text.as_bytes(), &limited),
        Err(Error::TooManyRows { limit: 1 })
    ));
}

/// The keys that files and programs rely on.
#[test]
fn a_scorecard_as_json_has_its_keys() {
    let (map, tally) = tally("a,cx,customers,nps,9,,,,,1\na,ex,staff,enps,9,,,,,1\n");
    let card = Scorecard::from_tally(&map, &tally).unwrap();
    let json = serde_json::to_value(&card).unwrap();
    let has = |object: &serde_json::Value, keys: &str| {
        keys.split(',').for_each(|key| assert!(object.get(key).is_some(), "{key} in {object}"));
    };
    has(
        &json["facets"][0],
        "touchpoint,dimension,stakeholder,instrument,n,missing,n_effective,estimate,low,high,points,suppressed",
    );
    has(&json["dimensions"][0], "dimension,points,low,high,n");
    has(&json["index"], "points,low,high,coverage");
    assert_eq!(json["facets"][0]["points"], 100.0);
    assert_eq!(json["facets"][0]["instrument"], Instrument::Nps.to_string());
    assert_eq!(json["facets"][1]["suppressed"], true);
    assert!(json["facets"][1]["estimate"].is_null() && json["dimensions"][1]["points"].is_null());
}
