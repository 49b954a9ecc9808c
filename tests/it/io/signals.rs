//! Signals from CSV, and what the `scorecard` example makes of them.

use total_experience::io::Error;
use total_experience::io::source::{Limits, Placeholders};
use total_experience::io::survey::signals;
use total_experience::io::survey::signals::SignalOptions;
use total_experience::io::time::TimeFormat;
use total_experience::model::map::{ExperienceMap, MapDocument};
use total_experience::model::time::PeriodForm;
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
        "line 3: `value` is `11`: 11 is outside the scale 0..10: correct it, leave it empty where the answer is missing, or declare that it means so"
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
    for value in ["inf", "-1", "1e300"] {
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

fn read_with(
    rows: &str,
    options: &SignalOptions,
) -> Result<(ExperienceMap, signals::ImportedSignals), Error> {
    let text = format!("touchpoint,dimension,stakeholder,instrument,value,period\n{rows}");
    signals::read_map_and_responses_with(text.as_bytes(), options)
}

/// Usual words for no answer, and codes that are declared, are missing answers and told.
#[test]
fn missing_answers_are_told() {
    let options = SignalOptions::default();
    for cell in ["NA", "n/a", "N.A.", "null", "NaN", "<NA>", "#N/A", "none", "-", "missing", " NA "] {
        let rows = format!("a,cx,b,nps,9,\na,cx,b,nps,{cell},\na,cx,b,nps,,\n");
        let (_, found) = read_with(&rows, &options).unwrap_or_else(|error| panic!("{error}"));
        let tally = found.responses.tally().unwrap();
        let facet = tally.facets().next().unwrap();
        assert_eq!((facet.answer_count(), facet.missing_count()), (1, 2), "{cell}");
        let told: Vec<_> = found.notes.missing_answers.iter().collect();
        assert_eq!(told.len(), 1, "{cell}");
        assert!(told[0].0.eq_ignore_ascii_case(cell.trim()) && *told[0].1 == 1, "{cell}: {told:?}");
    }
    // A code is a number: it is missing however it is written, and an answer unless it is declared.
    let coded = options.clone().with_missing(Placeholders::default().with_text("9").with_text("kA"));
    let rows = "a,cx,b,nps,9,\na,cx,b,nps,9.0,\na,cx,b,nps,7,\na,cx,b,nps,KA,\na,cx,b,nps,NA,\n";
    let (_, found) = read_with(rows, &coded).unwrap();
    let told: Vec<(&str, u64)> =
        found.notes.missing_answers.iter().map(|(text, count)| (&**text, *count)).collect();
    assert_eq!(told, [("9", 2), ("NA", 1), ("kA", 1)]);
    let tally = found.responses.tally().unwrap();
    assert_eq!(tally.facets().next().unwrap().mean(), Some(7.0));
    // One item that is missing makes the answer missing, once.
    let (_, found) = read_with("a,ux,b,sus,4|2|NA|1|4|NA|5|2|4|1,\n", &options).unwrap();
    assert_eq!(found.notes.missing_answers["NA"], 1);
    // Nothing is missing that nobody listed.
    let strict = options.clone().with_missing(Placeholders::none());
    for cell in ["NA", "-", "nan"] {
        let error = read_with(&format!("a,cx,b,nps,{cell},\n"), &strict).unwrap_err().to_string();
        assert!(error.starts_with(&format!("line 2: `value` is `{cell}`")), "{error}");
    }
    let error = read_with("a,cx,b,nps,-99,\n", &options).unwrap_err().to_string();
    assert!(error.contains("-99 is outside the scale"), "{error}");
}

/// Quarters, half-years, months and weeks are read; all of a file are written alike.
#[test]
fn periods_are_read_in_one_form() {
    let read = |periods: &[&str]| {
        let rows: String = periods.iter().map(|period| format!("a,cx,b,nps,9,{period}\n")).collect();
        read_with(&rows, &SignalOptions::default())
    };
    for (periods, form, first, last) in [
        (["3", "4.0", "", "-1"], PeriodForm::Number, "-1", "4"),
        (["2024-Q4", "Q1 2025", "2025q1", ""], PeriodForm::Quarter, "2024-Q4", "2025-Q1"),
        (["2024-12", "01/2025", "2025-M01", "2025-01"], PeriodForm::Month, "2024-12", "2025-01"),
        (["2020-W53", "2021W01", "", "W1/2021"], PeriodForm::Week, "2020-W53", "2021-W01"),
        (["2023-H2", "H1-2024", "h1 2024", "2024-H1"], PeriodForm::HalfYear, "2023-H2", "2024-H1"),
    ] {
        let (_, found) = read(&periods).unwrap_or_else(|error| panic!("{error}"));
        let notes = found.notes.periods.unwrap();
        assert_eq!((notes.form, &*notes.first, &*notes.last), (form, first, last));
        let numbers: Vec<i32> = found.responses.iter().map(|response| response.period).collect();
        if form == PeriodForm::Number {
            assert_eq!((numbers, notes.count), (vec![3, 4, 0, -1], 3), "no period is period 0, and not told");
        } else {
            assert_eq!((numbers[1], notes.count), (numbers[0] + 1, 2), "consecutive");
        }
    }
    assert_eq!(read(&["", ""]).unwrap().1.notes.periods, None);
    for (periods, value) in [
        (["2024-Q1", "2024-05"], "2024-05"),
        (["1", "2024-W05"], "2024-W05"),
        (["2024-01-15", ""], "2024-01-15"),
        (["spring", ""], "spring"),
        (["2024-Q5", ""], "2024-Q5"),
    ] {
        let error = read(&periods).unwrap_err();
        assert!(matches!(&error, Error::BadField { value: found, .. } if found == value), "{error}");
        let text = error.to_string();
        assert!(text.contains("2024-Q1, 2024-H1, 2024-05 (a month), 2024-W05"), "{text}");
        assert_eq!(
            text.contains("write all alike"),
            value.starts_with("2024-") && periods[0] != value,
            "{text}"
        );
    }
}

/// The library's own names are read in either case; keys are not.
#[test]
fn names_of_instruments_and_dimensions_are_read_in_either_case() {
    for (dimension, instrument, value) in [
        ("CX", "NPS", "9"),
        ("Ex", "eNPS", "3"),
        ("UX", "SUS", "4|2|5|1|4|2|5|2|4|1"),
        ("mX", "UMUX_Lite", "6|5"),
        ("cx", "CSAT:Glint:6", "4"),
        ("cx", "Rating:1-4:STEP=1", "3"),
        ("cx", "CES2:Share", "6"),
    ] {
        let (map, found) = read_with(
            &format!(
                "a,{dimension},b,{instrument},{value},\na,{},b,{},{value},\n",
                dimension.to_lowercase(),
                instrument.to_lowercase()
            ),
            &SignalOptions::default(),
        )
        .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((map.facets().count(), found.responses.len()), (1, 2), "{dimension} {instrument}");
    }
    let (map, _) = read_with("a,cx,b,nps,9,\nA,cx,B,nps,9,\n", &SignalOptions::default()).unwrap();
    assert_eq!(map.facets().count(), 2);
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
