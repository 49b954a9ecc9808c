//! Edges, scores and paths from record batches against the same from CSV.

use total_experience::io::{Error, arrow, network, paths};

use super::{As, Frame, every_way, held};

fn edges() -> Frame {
    let mut frame = Frame::new(&["source", "to", "note", "weight", "standard_error", "lag"]);
    for at in 0..700 {
        let error = if at % 3 == 0 { String::new() } else { format!("0.{}", 1 + at % 7) };
        let row = [
            format!("node {}", at % 29),
            format!("{}", at / 29),
            "x".to_owned(),
            format!("{}", f64::from(at as u16 % 17) / 8.0 - 1.0),
            error,
            if at % 2 == 0 { String::new() } else { (at % 3).to_string() },
        ];
        frame.push(&row.each_ref().map(String::as_str));
    }
    frame
}

#[test]
fn edges_are_those_of_csv() {
    let frame = edges();
    let expected = network::read_edges(frame.csv().as_bytes()).unwrap();
    assert_eq!(expected.unread_columns, ["note"]);
    for stored in [
        [As::Utf8; 6],
        [As::Dictionary, As::Dictionary, As::List, As::Float64, As::Utf8, As::Int8],
        [As::View, As::Int16, As::Large, As::Float32, As::Dictionary, As::UInt64],
    ] {
        for (way, batches) in every_way(&frame, &stored) {
            let found = arrow::read_edges(batches).unwrap_or_else(|error| panic!("{way}: {error}"));
            assert_eq!(found.names, expected.names, "{way}");
            assert_eq!((&found.from, &found.to, &found.lag), (&expected.from, &expected.to, &expected.lag));
            assert_eq!(found.weight, expected.weight, "{way}");
            let bits = |errors: &[f64]| errors.iter().map(|error| error.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&found.standard_error), bits(&expected.standard_error), "{way}");
            assert_eq!(found.unread_columns, expected.unread_columns, "{way}");
            assert!(found.lines.iter().zip(&expected.lines).all(|(row, line)| row + 1 == *line));
        }
    }
}

#[test]
fn a_second_influence_names_both_rows() {
    let mut frame = Frame::new(&["from", "to", "weight"]);
    for row in [["a", "b", "1"], ["b", "a", "1"], ["a", "b", "2"]] {
        frame.push(&row);
    }
    let error = arrow::read_edges(held(&frame.batches(&[As::Utf8, As::Utf8, As::Int8], 2))).unwrap_err();
    assert_eq!(error.to_string(), "row 3: the influence `a` -> `b` with lag 0 is there already, in row 1");
    frame.columns[2][1] = Some("NaN".to_owned());
    let error = arrow::read_edges(held(&frame.batches(&[As::Utf8, As::Utf8, As::Float64], 2))).unwrap_err();
    assert_eq!(error.to_string(), "row 2: `weight` is `NaN`: a finite number was expected");
}

#[test]
fn scores_are_those_of_csv() {
    let mut frame = Frame::new(&["node", "points"]);
    for (node, points) in [("staff", "55"), ("app", "70.5"), ("7", "0")] {
        frame.push(&[node, points]);
    }
    let expected = network::read_scores(frame.csv().as_bytes()).unwrap();
    for stored in [[As::Utf8, As::Utf8], [As::Dictionary, As::Float64], [As::View, As::Float32]] {
        for (way, batches) in every_way(&frame, &stored) {
            assert_eq!(arrow::read_scores(batches).unwrap(), expected, "{way}");
        }
    }
    frame.columns[1][2] = Some("101".to_owned());
    let error = arrow::read_scores(held(&frame.batches(&[As::Utf8, As::Float64], 9))).unwrap_err();
    assert!(matches!(&error, Error::InRow { source } if matches!(**source, Error::BadField { line: 3, .. })));
}

#[test]
fn paths_are_those_of_csv() {
    let mut frame = Frame::new(&["path", "total_conversions", "total_conversion_value", "total_null", "who"]);
    let name = |at: usize| ["search", "a banner with a long name", "shop", "mail é"][at % 4];
    for at in 0..900 {
        let path: Vec<&str> = (0..1 + at % 5).map(|step| name(at / 3 + step * step)).collect();
        let row = [
            path.join(" > "),
            (at % 4).to_string(),
            if at % 5 == 0 { String::new() } else { format!("{}.25", at % 90) },
            if at % 7 == 0 { String::new() } else { (at % 13).to_string() },
            "x".to_owned(),
        ];
        frame.push(&row.each_ref().map(String::as_str));
    }
    let expected = paths::read_paths(frame.csv().as_bytes()).unwrap();
    let chain = paths::read_chain(frame.csv().as_bytes()).unwrap();
    let all = |found: &paths::ImportedPaths| {
        found
            .paths
            .iter()
            .map(|(steps, counts)| (steps.into_iter().map(str::to_owned).collect::<Vec<_>>(), counts))
            .collect::<Vec<_>>()
    };
    for stored in [
        [As::Utf8; 5],
        [As::Dictionary, As::Int8, As::Float64, As::UInt8, As::Date32],
        [As::View, As::UInt64, As::Float32, As::Float64, As::List],
    ] {
        if stored[4] == As::Date32 {
            frame.columns[4].fill(Some("2024-01-01".to_owned()));
        }
        for (way, batches) in every_way(&frame, &stored) {
            let found = arrow::read_paths(batches).unwrap_or_else(|error| panic!("{way}: {error}"));
            assert_eq!(all(&found), all(&expected), "{way}");
            assert_eq!(found.notes.unread_columns, ["who"]);
            assert_eq!((found.notes.rows, found.notes.lost_unknown), (900, false));
        }
        for (way, batches) in every_way(&frame, &stored) {
            assert_eq!(arrow::read_chain(batches).unwrap().solve().unwrap(), chain.solve().unwrap(), "{way}");
        }
    }
}
