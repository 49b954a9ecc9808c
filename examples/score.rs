//! Scores of two quarters with their intervals, and what of the change is more than chance.
//!
//! `cargo run --example score`

use total_experience::Error;
use total_experience::model::map::MapDocument;
use total_experience::model::{Dimension, Role, Stakeholder, Touchpoint};
use total_experience::score::inference::Difference;
use total_experience::score::scorecard::Scorecard;
use total_experience::signal::instrument::Instrument;
use total_experience::signal::response::Columns;
use total_experience::signal::tally::Tally;

fn main() -> Result<(), Error> {
    let map = MapDocument::new("Bank")
        .stakeholder(Stakeholder::new("customers", Role::Customer))
        .stakeholder(Stakeholder::new("tellers", Role::Employee))
        .touchpoint(Touchpoint::new("branch"))
        .facet("branch", Dimension::Customer, "customers")
        .facet("branch", Dimension::Employee, "tellers")
        .build()?;
    let quarter = |customers: &[f64], tellers: &[f64]| -> Result<Tally, Error> {
        let mut tally = Tally::new();
        for (key, answers) in [("branch/cx/customers", customers), ("branch/ex/tellers", tellers)] {
            let Some(facet) = map.facet_id(key) else { continue };
            tally.declare(facet, Instrument::Nps)?;
            tally.add_columns(&Columns::new(&vec![facet; answers.len()], answers))?;
        }
        Ok(tally)
    };
    let before = quarter(&[7.0, 8.0, 3.0, 9.0, 6.0, 7.0, 10.0, 5.0], &[6.0, 9.0, 8.0])?;
    let after = quarter(&[9.0, 10.0, 8.0, 9.0, 6.0, 10.0, 9.0, 7.0], &[9.0, 9.0, 8.0])?;

    let card = Scorecard::from_tally(&map, &after)?;
    for facet in &card.facets {
        let Some(published) = facet.published() else {
            println!("{}: withheld, too few people", facet.key());
            continue;
        };
        println!("{}: {}", facet.key(), published.score);
        if let (Some(later), Some(earlier)) = (after.facet(facet.facet), before.facet(facet.facet))
            && let Some(change) = Difference::between(later, earlier)?
        {
            println!("  since last quarter: {change}");
        }
    }
    let points = card.index.points.unwrap_or(f64::NAN);
    println!("TX index {points:.1}, on {:.0} % of what it should rest on", 100.0 * card.index.coverage);
    Ok(())
}
