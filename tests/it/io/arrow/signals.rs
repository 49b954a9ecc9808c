//! Signals from record batches against the same signals from CSV.

use total_experience::io::Error;
use total_experience::io::arrow;
use total_experience::io::survey::signals::{self, ImportedSignals, SignalOptions};
use total_experience::model::map::ExperienceMap;
use total_experience::score::scorecard::Scorecard;

use super::{As, Frame, every_way, held};

const NAMES: [&str; 10] = [
    "touchpoint",
    "dimension",
    "stakeholder",
    "instrument",
    "value",
    "weight",
    "time",
    "period",
    "respondent",
    "unit",
];

/// Answers to every instrument, with missing ones, weights, times, periods, respondents and units.
fn answers(rows: usize) -> Frame {
    let mut frame = Frame::new(&NAMES);
    let mut state = 7_u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let instruments = [
        ("nps", 0, 10),
        ("nps:1-10", 1, 10),
        ("nps:5-point", 1, 5),
        ("enps", 0, 10),
        ("csat", 1, 5),
        ("csat:formbricks:5", 1, 5),
        ("ces2", 1, 7),
        ("ces2:share", 1, 7),
        ("sus", 1, 5),
        ("umux_lite", 1, 7),
        ("servqual", 1, 7),
        ("servperf", 1, 7),
        ("disconfirmation", -3, 3),
        ("acsi", 1, 10),
        ("triad", 1, 5),
        ("perceived_value", 1, 5),
        ("repurchase", 1, 5),
        ("sla", 0, 1),
        ("points", 0, 100),
        ("rating:1-4", 1, 4),
    ];
    let known = |name: &str| name.parse::<total_experience::signal::instrument::Instrument>().unwrap();
    let items = instruments.map(|(name, ..)| known(name).item_count());
    for _ in 0..rows {
        let which = draw(instruments.len() as u64) as usize;
        let (instrument, low, high) = instruments[which];
        let item =
            |draw: &mut dyn FnMut(u64) -> u64| (low + draw((high - low + 1) as u64) as i64).to_string();
        let mut value: Vec<String> = (0..items[which]).map(|_| item(&mut draw)).collect();
        if draw(9) == 0 {
            value.pop();
            value.push(String::new());
        }
        let dimension = ["cx", "ex", "ux", "mx"][which % 4];
        let group = ["customers", "Employees", "users", "Partner"][which % 4];
        let cell = |filled: bool, text: String| if filled { text } else { String::new() };
        let row = [
            format!("place {} of {which}", draw(3)),
            dimension.to_owned(),
            group.to_owned(),
            instrument.to_owned(),
            if value.iter().all(String::is_empty) { String::new() } else { value.join("|") },
            cell(draw(3) > 0, ["1", "0.5", "0", "2.25"][draw(4) as usize].to_owned()),
            cell(draw(4) > 0, format!("2024-0{}-1{}T0{}:30:00Z", 1 + draw(9), draw(9), draw(9))),
            cell(draw(2) > 0, draw(4).to_string()),
            cell(draw(5) > 0, if draw(20) == 0 { "NA".to_owned() } else { format!("person {}", draw(900)) }),
            cell(
                draw(5) > 0,
                if draw(20) == 0 { "unknown".to_owned() } else { format!("branch {}", draw(9)) },
            ),
        ];
        frame.push(&row.each_ref().map(String::as_str));
    }
    frame
}

fn check(found: &(ExperienceMap, ImportedSignals), expected: &(ExperienceMap, ImportedSignals), way: &str) {
    let (map, signals) = found;
    assert!(signals.responses == expected.1.responses, "{way}");
    // Numbers that are stored as numbers have no decimal mark.
    let mut notes = expected.1.notes.clone();
    notes.table.decimal_mark = signals.notes.table.decimal_mark;
    assert_eq!(signals.notes, notes, "{way}");
    let card = |(map, signals): &(ExperienceMap, ImportedSignals)| {
        let card = Scorecard::from_tally(map, &signals.responses.tally().unwrap()).unwrap();
        serde_json::to_string(&card).unwrap()
    };
    assert_eq!(card(found), card(expected), "{way}");
    assert!(map.facets().eq(expected.0.facets()), "{way}");
}

#[test]
fn twenty_thousand_answers_give_the_scorecard_of_csv() {
    let frame = answers(20_000);
    let expected = signals::read_map_and_responses(frame.csv().as_bytes()).unwrap();
    assert!(expected.1.notes.placeholder_respondents > 100 && expected.0.facets().count() > 50);
    let dictionary = As::Dictionary;
    let ways = [
        [As::Utf8, As::Utf8, As::Utf8, As::Utf8, As::Utf8, As::Utf8, As::Utf8, As::Utf8, As::Utf8, As::Utf8],
        [
            dictionary,
            dictionary,
            As::SmallDictionary,
            dictionary,
            As::List,
            As::Float64,
            As::Time(1_000_000, true),
            As::Int8,
            dictionary,
            As::View,
        ],
        [
            As::Large,
            As::SmallDictionary,
            As::View,
            As::View,
            dictionary,
            As::Float32,
            As::Time(1, true),
            As::UInt64,
            As::View,
            As::Large,
        ],
    ];
    for stored in ways {
        for (way, batches) in every_way(&frame, &stored) {
            let found =
                arrow::read_map_and_responses(batches).unwrap_or_else(|error| panic!("{way}: {error}"));
            check(&found, &expected, way);
        }
    }
}

#[test]
fn numbers_may_be_stored_as_numbers() {
    let mut frame =
        Frame::new(&["touchpoint", "dimension", "stakeholder", "instrument", "value", "respondent"]);
    for (touchpoint, value, respondent) in
        [("1", "9", "17"), ("1", "", "18"), ("2", "3", ""), ("1", "0", "17")]
    {
        frame.push(&[touchpoint, "cx", "customers", "nps", value, respondent]);
    }
    let expected = signals::read_map_and_responses(frame.csv().as_bytes()).unwrap();
    for (name, value) in
        [(As::Int64, As::UInt8), (As::UInt64, As::Float64), (As::Int16, As::Int32), (As::Int8, As::Float32)]
    {
        for (way, batches) in every_way(&frame, &[name, As::Utf8, As::View, As::Dictionary, value, name]) {
            check(&arrow::read_map_and_responses(batches).unwrap(), &expected, way);
        }
    }
}

#[test]
fn a_given_map_is_kept_to_and_faults_name_the_row() {
    let frame = answers(300);
    let (map, expected) = signals::read_map_and_responses(frame.csv().as_bytes()).unwrap();
    let stored = [As::Dictionary; 10];
    let found = arrow::read_responses(held(&frame.batches(&stored, 64)), &map).unwrap();
    assert!(found.responses == expected.responses);

    let fault = |change: &dyn Fn(&mut Frame)| {
        let mut frame = answers(300);
        change(&mut frame);
        let csv = signals::read_responses(frame.csv().as_bytes(), &map).unwrap_err();
        let found = arrow::read_responses(held(&frame.batches(&stored, 64)), &map).unwrap_err();
        let Error::InRow { source } = &found else { panic!("{found:?}") };
        let shifted = csv.to_string().replace("line 202:", "line 201:");
        assert_eq!(source.to_string(), shifted, "the header is a line and no row");
        assert_eq!(found.to_string(), shifted.replace("line 201", "row 201"));
        csv
    };
    let set = |column: usize, text: &'static str| {
        move |frame: &mut Frame| frame.columns[column][200] = Some(text.to_owned())
    };
    assert!(matches!(fault(&set(0, "elsewhere")), Error::UnknownFacet { .. }));
    assert!(matches!(fault(&set(1, "zx")), Error::BadField { .. }));
    assert!(matches!(fault(&set(3, "nps:x")), Error::BadAnswer { .. }));
    assert!(matches!(fault(&set(5, "-1")), Error::BadAnswer { .. }));
    assert!(matches!(fault(&set(6, "yesterday")), Error::BadTime { .. }));
    assert!(matches!(fault(&set(7, "1.5")), Error::BadField { .. }));
    assert!(matches!(fault(&|frame| frame.columns[2][200] = None), Error::EmptyField { .. }));
}

#[test]
fn options_hold() {
    let frame = answers(500);
    let options = SignalOptions::default()
        .with_placeholders(total_experience::io::source::Placeholders::none())
        .with_respondent_scope(total_experience::io::survey::RespondentScope::Unit);
    let expected = signals::read_map_and_responses_with(frame.csv().as_bytes(), &options).unwrap();
    let found = arrow::read_map_and_responses_with(held(&frame.batches(&[As::Dictionary; 10], 64)), &options)
        .unwrap();
    check(&found, &expected, "options");
    assert_eq!(found.1.notes.placeholder_respondents, 0);
}
