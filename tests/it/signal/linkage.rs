//! Customers and employees meet by unit and period, and never in small groups.

use total_experience::model::WorkUnit;
use total_experience::model::ids::FacetId;
use total_experience::model::map::{ExperienceMap, MapDocument};
use total_experience::model::{Dimension, Kind, Role, Stakeholder, Touchpoint};
use total_experience::signal::Error;
use total_experience::signal::instrument::Instrument;
use total_experience::signal::linkage::{Linkage, LinkageOptions, LinkedFacets, units_needed};
use total_experience::signal::response::{Columns, Respondent, Response, Responses};

fn map() -> ExperienceMap {
    MapDocument::new("Bank")
        .stakeholder(Stakeholder::new("customers", Role::Customer))
        .stakeholder(Stakeholder::new("tellers", Role::Employee))
        .touchpoint(Touchpoint::new("branch"))
        .facet("branch", Dimension::Employee, "tellers")
        .facet("branch", Dimension::Customer, "customers")
        .build()
        .unwrap()
}

fn facets(map: &ExperienceMap) -> (FacetId, FacetId) {
    let mut facets = map.facets().map(|(id, _)| id);
    (facets.next().unwrap(), facets.next().unwrap())
}

/// Staff answer eNPS and customers CSAT: `people` of each in a unit and period, all with the same answers.
fn cell(responses: &mut Responses, unit: u64, period: i32, people: u64, answers: (f64, f64)) {
    let map = map();
    let (staff, customers) = facets(&map);
    for person in 0..people {
        let add = |response: Response| response.with_unit(WorkUnit::new(unit)).with_period(period);
        let key = Respondent::new(unit * 1000 + person);
        let answer = Response::new(staff, Instrument::Enps, Some(answers.0));
        responses.push(add(answer).with_respondent(key)).unwrap();
        let answer = Response::new(customers, Instrument::Csat(Default::default()), Some(answers.1));
        responses.push(add(answer).with_respondent(Respondent::new(1_000_000 + key.as_u64()))).unwrap();
    }
}

fn link(responses: &Responses, options: LinkageOptions) -> Result<Linkage, Error> {
    let map = map();
    let (staff, customers) = facets(&map);
    Linkage::from_responses_with(&map, responses, LinkedFacets { source: staff, target: customers }, &options)
}

/// Fisher z, two-sided .05, 80 % power: 74.36 and 346.59 before rounding up, by scipy 1.17.1.
#[test]
fn units_needed_to_find_a_correlation() {
    assert_eq!((units_needed(0.32), units_needed(0.15), units_needed(-0.32)), (Ok(75), Ok(347), Ok(75)));
    for correlation in [0.0, 1.0, -1.0, 1.5, f64::NAN] {
        assert!(matches!(units_needed(correlation), Err(Error::OutOfRange { .. })), "{correlation}");
    }
    assert_eq!(units_needed(1e-300), Ok(u64::MAX));
}

#[test]
fn units_meet_period_by_period() {
    let mut responses = Responses::new();
    cell(&mut responses, 2, 7, 5, (9.0, 4.0));
    cell(&mut responses, 1, 7, 6, (5.0, 3.0));
    cell(&mut responses, 1, 8, 5, (7.0, 5.0));
    cell(&mut responses, 3, 7, 4, (7.0, 5.0));
    let found = link(&responses, LinkageOptions::default()).unwrap();
    let cells: Vec<_> = found
        .cells
        .iter()
        .map(|cell| {
            (
                cell.unit.as_u64(),
                cell.period,
                cell.source.points,
                cell.target.points,
                cell.source.respondent_count,
            )
        })
        .collect();
    assert_eq!(cells, [(1, 7, 50.0, 50.0, 6), (1, 8, 70.0, 100.0, 5), (2, 7, 90.0, 75.0, 5)]);
    assert_eq!((found.unit_count, found.needed_unit_count, found.has_enough_units()), (2, 75, false));
    assert_eq!((found.too_small_count, found.unmatched_count, found.without_unit_count), (1, 0, 0));
    assert!(found.respondents_verified);

    // Staff of period 7 with customers of period 8.
    let later = link(&responses, LinkageOptions::default().with_lag(1).with_correlation(0.15)).unwrap();
    assert_eq!((later.cells.len(), later.cells[0].period, later.cells[0].target.points), (1, 7, 100.0));
    assert_eq!((later.unmatched_count, later.needed_unit_count), (6, 347));
}

#[test]
fn the_minimum_of_staff_cannot_be_lowered() {
    let mut responses = Responses::new();
    cell(&mut responses, 1, 0, 4, (9.0, 4.0));
    let lowest = LinkageOptions::default().with_min_group(0);
    assert_eq!(link(&responses, lowest).unwrap().too_small_count, 1);
    // The same four people again and again are still four.
    for period in 0..3 {
        cell(&mut responses, 1, period, 4, (9.0, 4.0));
    }
    let found = link(&responses, lowest).unwrap();
    assert_eq!((found.cells.len(), found.too_small_count), (0, 3));
}

#[test]
fn what_cannot_be_linked_is_counted() {
    let map = map();
    let (staff, customers) = facets(&map);
    let mut responses = Responses::new();
    cell(&mut responses, 1, 0, 5, (9.0, 4.0));
    let answer = Response::new(staff, Instrument::Enps, Some(3.0));
    responses.push(answer).unwrap();
    responses.push(answer.with_unit(WorkUnit::new(1))).unwrap();
    responses.push(answer.with_unit(WorkUnit::new(1)).with_weight(0.0)).unwrap();
    responses.push(answer.with_unit(WorkUnit::new(9))).unwrap();
    responses.push(Response::new(staff, Instrument::Enps, None).with_unit(WorkUnit::new(1))).unwrap();
    let found = link(&responses, LinkageOptions::default()).unwrap();
    assert_eq!((found.cells.len(), found.unmatched_count, found.without_unit_count), (1, 1, 1));
    assert_eq!((found.cells[0].source.points, found.cells[0].source.respondent_count), (80.0, 6));
    assert!(!found.respondents_verified);

    // The order of arrival leaves no trace, and columns say the same.
    let mut columns = Responses::new();
    columns.declare(staff, Instrument::Enps).unwrap();
    columns.declare(customers, Instrument::Csat(Default::default())).unwrap();
    let units = [1; 11];
    let facets =
        [staff, staff, staff, staff, staff, staff, customers, customers, customers, customers, customers];
    let values = [3.0, 9.0, 9.0, 9.0, 9.0, 9.0, 4.0, 4.0, 4.0, 4.0, 4.0];
    columns.push_columns(&Columns::new(&facets, &values).with_unit(&units)).unwrap();
    assert_eq!(link(&columns, LinkageOptions::default()).unwrap().cells[0].source, found.cells[0].source);
    let short = Columns::new(&facets, &values).with_unit(&units[..3]);
    assert!(matches!(columns.push_columns(&short), Err(Error::WrongLength { what: "unit", .. })));
}

#[test]
fn wrong_links_are_refused() {
    let map = map();
    let (staff, customers) = facets(&map);
    let mut responses = Responses::new();
    let with = |responses: &Responses, from, to| {
        Linkage::from_responses(&map, responses, LinkedFacets { source: from, target: to })
    };
    assert_eq!(with(&responses, staff, staff), Err(Error::LinkWithItself { facet: 0 }));
    let unknown = FacetId::from_u32(9);
    assert_eq!(with(&responses, staff, unknown), Err(Error::UnknownId { kind: Kind::Facet, id: 9 }));
    assert_eq!(with(&responses, staff, customers), Err(Error::Undeclared { facet: 0 }));
    cell(&mut responses, 1, i32::MIN, 5, (9.0, 4.0));
    let wrong = LinkageOptions::default().with_correlation(2.0);
    assert!(matches!(link(&responses, wrong), Err(Error::OutOfRange { value: 2.0, .. })));
    let lagged = link(&responses, LinkageOptions::default().with_lag(u32::MAX)).unwrap();
    assert_eq!((lagged.cells.len(), lagged.unmatched_count), (0, 2));
}

/// Units come from a column of their own.
#[cfg(feature = "csv")]
#[test]
fn signals_name_their_unit() {
    let mut text = "touchpoint,dimension,stakeholder,instrument,value,unit,respondent\n".to_owned();
    for person in 0..5 {
        text += &format!(
            "branch,ex,tellers,enps,8,north,t{person}\nbranch,cx,customers,csat,4,north,c{person}\n"
        );
    }
    text += "branch,cx,customers,csat,4,,c9\n";
    use total_experience::io::survey::signals::read_map_and_responses;
    let (map, responses) = read_map_and_responses(text.as_bytes()).unwrap();
    let (staff, customers) = facets(&map);
    let found = Linkage::from_responses(
        &map,
        &responses.responses,
        LinkedFacets { source: staff, target: customers },
    )
    .unwrap();
    assert_eq!((found.cells[0].unit, found.without_unit_count), (WorkUnit::from_text("north"), 1));
}
