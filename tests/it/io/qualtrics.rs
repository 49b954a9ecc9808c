//! Surveys as Qualtrics exports them: headers of every age, and what is wrong with real files.

use total_experience::io::Error;
use total_experience::io::source::Placeholders;
use total_experience::io::survey::qualtrics;
use total_experience::io::survey::qualtrics::{Choice, ImportedSurvey, Question, SurveyOptions};
use total_experience::model::ids::FacetId;
use total_experience::signal;
use total_experience::signal::instrument::Instrument;
use total_experience::signal::response::Respondents;
use total_experience::signal::tally::{FacetTally, Tally};

const FACET: FacetId = FacetId::from_u32(0);

/// Three header rows of these tags, and the rows below.
fn export(tags: &[&str], rows: &[&str]) -> String {
    let label = |tag: &&str| match *tag {
        "StartDate" => "Start Date".to_owned(),
        "RecordedDate" => "Recorded Date".to_owned(),
        tag => format!("\"{tag}: how, and why?\""),
    };
    let id = |tag: &&str| match *tag {
        "StartDate" => {
            "\"{\"\"ImportId\"\":\"\"startDate\"\",\"\"timeZone\"\":\"\"America/Denver\"\"}\"".to_owned()
        }
        "RecordedDate" => {
            "\"{\"\"ImportId\"\":\"\"recordedDate\"\",\"\"timeZone\"\":\"\"UTC\"\"}\"".to_owned()
        }
        tag => format!("\"{{\"\"ImportId\"\":\"\"QID{}\"\"}}\"", tag.trim_start_matches('Q')),
    };
    let row = |cell: &dyn Fn(&&str) -> String| tags.iter().map(cell).collect::<Vec<_>>().join(",");
    format!("{}\n{}\n{}\n{}\n", tags.join(","), row(&label), row(&id), rows.join("\n"))
}

fn read(text: &str, questions: &[Question]) -> Result<ImportedSurvey, Error> {
    qualtrics::read(text.as_bytes(), questions)
}

fn nps(column: &str) -> [Question; 1] {
    [Question::new(FACET, Instrument::Nps, column)]
}

fn tally(survey: &ImportedSurvey) -> Tally {
    survey.responses.tally().unwrap()
}

fn first(tally: &Tally) -> &FacetTally {
    tally.facet(FACET).unwrap()
}

const TAGS: [&str; 5] = ["RecordedDate", "Finished", "ExternalReference", "Q1", "Q1_NPS_GROUP"];

#[test]
fn three_header_rows_and_import_ids() {
    let rows = [
        "2024-05-31 10:00:00,1,anna,9,3",
        "2024-05-31 11:00:00,0,bert,,",
        "2024-06-01 10:00:00,1,anna,2,1",
        "2024-05-31 12:00:00,True,,-99,",
        "2024-05-31 12:00:00,True,,7,2",
    ];
    for column in ["Q1", "QID1"] {
        let survey = read(&export(&TAGS, &rows), &nps(column)).unwrap();
        let tally = tally(&survey);
        let facet = first(&tally);
        // Anna's later answer counts; one cell is empty and one says -99.
        assert_eq!(
            (facet.answer_count(), facet.superseded_count(), facet.missing_count(), facet.mean()),
            (2, 1, 2, Some(4.5))
        );
        assert_eq!(facet.respondents(), Respondents::Unverified { at_most: 2 });
        let notes = &survey.notes;
        assert_eq!((notes.header_rows, notes.rows, notes.unfinished, notes.without_offset), (3, 5, 1, 0));
        assert_eq!(notes.zone.as_deref(), Some("UTC"));
    }
    let options = SurveyOptions::default().with_finished_only(true);
    let survey = qualtrics::read_with(export(&TAGS, &rows).as_bytes(), &nps("Q1"), &options).unwrap();
    assert_eq!((survey.notes.rows, survey.notes.unfinished), (4, 1));
}

#[test]
fn two_header_rows_and_one() {
    let tagged = "StartDate,Q1\nStart Date,How likely?\n2024-05-31 10:00:00,9\n";
    let numbered = "V1,V8,V10,Q1\nResponseID,StartDate,Finished,How likely?\nR_1,2024-05-31 10:00:00,1,9\n";
    let bare = "StartDate,Q1\n2024-05-31T10:00:00+02:00,9\n";
    let dateless = "Q1,Q2\n9,1\n";
    for (text, rows, unzoned) in [(tagged, 2, 1), (numbered, 2, 1), (bare, 1, 0), (dateless, 1, 0)] {
        let survey = read(text, &nps("Q1")).unwrap();
        assert_eq!((survey.notes.header_rows, survey.notes.without_offset), (rows, unzoned), "{text}");
        assert_eq!(first(&tally(&survey)).mean(), Some(9.0), "{text}");
    }
    // Labels in another language are known by the ImportIds below them; without, the date is wrong.
    let german = export(&["StartDate", "Q1"], &["2024-05-31 10:00:00,9"]).replace("Start Date", "Startdatum");
    assert_eq!(read(&german, &nps("Q1")).unwrap().notes.header_rows, 3);
    for wrong in ["StartDate,Q1\nyesterday,9\n2024-05-31 10:00:00,9\n", "StartDate,Q1\nyesterday,9\n"] {
        let error = read(wrong, &nps("Q1")).unwrap_err();
        assert!(matches!(error, Error::BadTime { line: 2, .. }), "{error}");
    }
}

#[test]
fn tabs_and_utf_16() {
    let text = export(&TAGS, &["2024-05-31 10:00:00,1,Zoë,9,3"]).replace("how, and why?", "how and why?");
    let tabs = text
        .replace("\",\"\"timeZone", "\";\"\"timeZone")
        .replace(',', "\t")
        .replace("\";\"\"timeZone", "\",\"\"timeZone");
    let expected = tally(&read(&text, &nps("Q1")).unwrap());
    assert_eq!(tally(&read(&tabs, &nps("Q1")).unwrap()), expected);
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(tabs.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let survey = qualtrics::read(&utf16[..], &nps("QID1")).unwrap();
    assert_eq!(tally(&survey), expected);
    let cut = qualtrics::read(&utf16[..utf16.len() - 1], &nps("Q1"));
    assert!(matches!(cut, Err(Error::BadText { .. } | Error::RaggedRow { .. })), "{cut:?}");
}

#[test]
fn zones_shift_times() {
    // 09:30 in Denver is 15:30 in UTC: later than 15:00 with an offset of its own.
    let rows = ["2024-05-31T15:00:00Z,anna,3", "2024-05-31 09:30:00,anna,8"];
    let text = export(&["StartDate", "ExternalReference", "Q1"], &rows);
    let plain = read(&text, &nps("Q1")).unwrap();
    assert_eq!(first(&tally(&plain)).mean(), Some(3.0));
    assert_eq!((plain.notes.without_offset, plain.notes.zone.as_deref()), (1, Some("America/Denver")));
    let options = SurveyOptions::default().with_minutes_ahead_of_utc(-360);
    let shifted = qualtrics::read_with(text.as_bytes(), &nps("Q1"), &options).unwrap();
    assert_eq!(first(&tally(&shifted)).mean(), Some(8.0));
}

#[test]
fn items_of_one_question() {
    let mut tags: Vec<String> = (1..=10).map(|item| format!("Q3_{item}")).collect();
    // Numbers decide the order, not places; texts and groups are no items.
    tags.swap(1, 9);
    tags.extend(["Q3_10_TEXT", "Q3_NPS_GROUP", "Q30_1"].map(str::to_owned));
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let text = export(&tags, &["4,1,5,1,4,2,5,2,4,2,words,9,9", "4,,5,1,4,2,5,2,4,2,,,"]);
    let survey = read(&text, &[Question::new(FACET, Instrument::Sus, "Q3")]).unwrap();
    let tally = tally(&survey);
    assert_eq!((first(&tally).mean(), first(&tally).missing_count()), (Some(85.0), 1));
    let named = Question::of_items(FACET, Instrument::UmuxLite, ["Q3_1", "QID3_2"]);
    let error = read(&text, &[named]).unwrap();
    assert_eq!(error.responses.len(), 2);
    for (question, found) in [
        (Question::new(FACET, Instrument::UmuxLite, "Q3"), 10),
        (Question::of_items(FACET, Instrument::Sus, ["Q3_1"]), 1),
        (Question::of_items(FACET, Instrument::Sus, Vec::<String>::new()), 0),
    ] {
        let error = read(&text, &[question]).unwrap_err();
        assert!(matches!(error, Error::ItemColumns { found: columns, .. } if columns == found), "{error}");
    }
}

#[test]
fn multiple_answers() {
    let instrument: Instrument = "rating:0-1:step=1".parse().unwrap();
    let ticked = |choice| [Question::ticked(FACET, instrument, Choice { question: "Q5", choice })];
    let one = export(&["Q5"], &["\"1,2\"", "12", "", "3"]);
    let split = export(&["Q5_1", "Q5_2", "Q5_3", "Q5_12"], &["1,1,,", ",,,1", ",,,", "0,0,1,0"]);
    for text in [one.replace("\n\n", "\n\"\"\n"), split] {
        for (choice, share) in [("2", 1.0 / 3.0), ("12", 1.0 / 3.0), ("3", 1.0 / 3.0)] {
            let tally = tally(&read(&text, &ticked(choice)).unwrap());
            assert_eq!((first(&tally).mean(), first(&tally).missing_count()), (Some(share), 1), "{choice}");
        }
    }
    let error = read(&export(&["Q5_1"], &["1"]), &ticked("9")).unwrap_err();
    assert!(matches!(error, Error::MissingColumn { .. }), "{error}");
}

/// What is no number was never ticked, nor left: it is refused or declared.
#[test]
fn ticks_are_numbers() {
    let question = |choice| {
        let choice = Choice { question: "Q5", choice };
        [Question::ticked(FACET, "rating:0-1:step=1".parse().unwrap(), choice)]
    };
    let list = |cell: &str| export(&["Q5"], &["\"2,5\"", cell]);
    let split = |cell: &str| export(&["Q5_2", "Q5_5"], &["1,1", &format!("{cell},")]);
    for cell in ["NA", "nan", "NaN", "None", "#N/A", "Red", "inf", "-"] {
        for text in [list(cell), split(cell)] {
            let with = |missing| {
                let options = SurveyOptions::default().with_missing(missing);
                qualtrics::read_with(text.as_bytes(), &question("5"), &options)
            };
            let error = with(Placeholders::none()).unwrap_err();
            assert!(
                matches!(&error, Error::BadField { line: 5, value, .. } if value == cell),
                "{cell}: {error}"
            );
            let survey = with(Placeholders::new([cell])).unwrap();
            let tally = tally(&survey);
            assert_eq!((first(&tally).answer_count(), first(&tally).missing_count()), (1, 1), "{cell}");
            assert_eq!(first(&tally).mean(), Some(1.0), "{cell}");
            // Usual texts need not be declared, and are told.
            match read(&text, &question("5")) {
                Ok(usual) => {
                    assert_eq!(usual.notes.missing_answers.values().sum::<u64>(), 1, "{cell}");
                    assert_eq!(first(&self::tally(&usual)).mean(), Some(1.0), "{cell}");
                }
                Err(_) => assert!(["Red", "inf"].contains(&cell), "{cell}"),
            }
        }
    }
    let mixed = read(&export(&["Q5"], &["\"2,NA\""]), &question("2")).unwrap_err();
    assert!(matches!(mixed, Error::BadField { line: 4, .. }), "{mixed}");
    let floats = read(&export(&["Q5"], &["2.0", "5.0", "\"5, 2\"", "-99"]), &question("2")).unwrap();
    let tally = tally(&floats);
    assert_eq!((first(&tally).mean(), first(&tally).missing_count()), (Some(2.0 / 3.0), 1));
}

/// Three header rows of these tags and ImportIds.
fn with_ids(columns: &[(&str, &str)], rows: &str) -> String {
    let row = |cell: &dyn Fn(&(&str, &str)) -> String| columns.iter().map(cell).collect::<Vec<_>>().join(",");
    let id = |(_, id): &(&str, &str)| format!("\"{{\"\"ImportId\"\":\"\"{id}\"\"}}\"");
    format!("{}\n{}\n{}\n{rows}", row(&|(tag, _)| (*tag).to_owned()), row(&|_| "text".to_owned()), row(&id))
}

#[test]
fn import_ids_decide_which_column_is_metadata() {
    let meta = ("Status", "status");
    let own = ("Status", "Status");
    let question = ("Q1", "QID1");
    let rows = "0,gold,9\n1,gold,2\n2,test,1\n0,test,10\n";
    for columns in [[meta, own, question], [("Response Type", "status"), own, question]] {
        let survey = read(&with_ids(&columns, rows), &nps("Q1")).unwrap();
        assert_eq!((survey.notes.not_real, first(&tally(&survey)).mean()), (2, Some(9.5)));
    }
    let swapped = read(&with_ids(&[own, meta, question], "test,0,9\ngold,1,2\n"), &nps("Q1")).unwrap();
    assert_eq!((swapped.notes.not_real, first(&tally(&swapped)).mean()), (1, Some(9.0)));
    // Embedded data alone are no metadata.
    let alone = read(&with_ids(&[own, question], "spam filter test,9\n"), &nps("Q1")).unwrap();
    assert_eq!(alone.notes.not_real, 0);
    let finished = [("Finished", "finished"), ("Finished", "Finished"), question];
    let survey = read(&with_ids(&finished, "1,0,9\n0,1,9\n1,0,9\n"), &nps("Q1")).unwrap();
    assert_eq!(survey.notes.unfinished, 1);
    let dates = [("EndDate", "endDate"), ("EndDate", "EndDate"), question];
    let survey = read(&with_ids(&dates, "2024-05-31 10:00:00,soon,9\n"), &nps("Q1")).unwrap();
    assert_eq!(survey.notes.without_offset, 1);
    let people = [
        ("ExternalReference", "externalDataReference"),
        ("ExternalReference", "ExternalReference"),
        question,
    ];
    let survey = read(&with_ids(&people, "a,x,9\nb,x,2\n"), &nps("Q1")).unwrap();
    assert_eq!(first(&tally(&survey)).respondents(), Respondents::Exactly(2));
    let panel =
        read(&with_ids(&[("ExternalReference", "ExternalReference"), question], "a,9\na,2\n"), &nps("Q1"));
    assert_eq!(first(&tally(&panel.unwrap())).respondents(), Respondents::Exactly(1));
    // The embedded column can still be asked for.
    let options = SurveyOptions::default().with_unit("Status");
    let text = with_ids(&[meta, own, question], rows);
    let survey = qualtrics::read_with(text.as_bytes(), &nps("Q1"), &options).unwrap();
    let units: Vec<_> = survey.responses.iter().map(|response| response.unit.unwrap()).collect();
    assert_ne!(units[0], units[1]);
    let twice = read(&with_ids(&[meta, meta, question], rows), &nps("Q1")).unwrap_err();
    assert!(matches!(twice, Error::DuplicateColumn { .. }), "{twice}");
}

#[test]
fn previews_are_not_answers() {
    let rows = ["0,9", "IP Address,8", "1,1", "Survey Preview,1", "Survey Test,1", "Spam,1", "9,1", "16,7"];
    let survey = read(&export(&["Status", "Q1"], &rows), &nps("Q1")).unwrap();
    assert_eq!((survey.notes.not_real, first(&tally(&survey)).mean()), (5, Some(8.0)));
}

#[test]
fn embedded_data_are_units_weights_and_periods() {
    let text = export(&["Branch", "Wave", "w", "Who", "Q1"], &["north,3,2,a,9", "south,,,b,5"]);
    let options = SurveyOptions::default()
        .with_unit("Branch")
        .with_period("Wave")
        .with_weight("w")
        .with_respondent("Who");
    let survey = qualtrics::read_with(text.as_bytes(), &nps("Q1"), &options).unwrap();
    let tally = tally(&survey);
    assert_eq!((first(&tally).weight(), first(&tally).respondents()), (3.0, Respondents::Exactly(2)));
    let unknown = SurveyOptions::default().with_unit("Store");
    let error = qualtrics::read_with(text.as_bytes(), &nps("Q1"), &unknown).unwrap_err();
    assert!(matches!(error, Error::MissingColumn { role, .. } if role == "unit"));
}

#[test]
fn bad_files_are_named() {
    let of = |row: &str| read(&export(&TAGS, &["2024-05-31 10:00:00,1,anna,9,3", row]), &nps("Q1"));
    let error = of("2024-05-31 10:00:00,1,bert,Very likely,3").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 5: `Q1` is `Very likely`: a number (export numeric values, not choice text), nothing, or a text listed as missing was expected"
    );
    let error = of("2024-05-31 10:00:00,1,bert,11,3").unwrap_err();
    assert!(
        matches!(&error, Error::BadAnswer { line: 5, column, source, .. }
        if column == "Q1" && matches!(**source, signal::Error::OffScale { value: 11.0, .. })),
        "{error}"
    );
    assert!(matches!(of("31.05.,1,bert,9,3"), Err(Error::BadTime { line: 5, .. })));
    assert!(matches!(of("2024-05-31 10:00:00,1,bert,9"), Err(Error::RaggedRow { line: 5, .. })));
    assert!(matches!(read(&export(&TAGS, &[]), &nps("Q1")), Err(Error::NoRows)));
    assert!(matches!(read("", &nps("Q1")), Err(Error::Empty { .. })));
    let text = export(&TAGS, &["2024-05-31 10:00:00,1,anna,9,3"]);
    assert!(matches!(read(&text, &nps("Q2")), Err(Error::MissingColumn { role, .. }) if role == "question"));
    let two = [nps("Q1")[0].clone(), Question::new(FACET, Instrument::Points, "Q1")];
    assert!(matches!(read(&text, &two), Err(Error::TwoInstruments { line: 4, .. })));
    assert!(matches!(read("Q1,Q1\n9,9\n", &nps("Q1")), Err(Error::DuplicateColumn { .. })));
    let options = SurveyOptions::default().with_weight("ExternalReference");
    let error = qualtrics::read_with(text.as_bytes(), &nps("Q1"), &options).unwrap_err();
    assert!(matches!(&error, Error::BadField { column, .. } if column == "ExternalReference"), "{error}");
    let items = export(&["Q3_1", "Q3_2"], &["4,8"]);
    let error = read(&items, &[Question::new(FACET, Instrument::UmuxLite, "Q3")]).unwrap_err();
    assert!(matches!(&error, Error::BadAnswer { column, .. } if column == "Q3_2"), "{error}");
}
