//! A table of groups, whose small ones cannot be had from the others by subtraction.
//!
//! `cargo run --example privacy`

use total_experience::privacy::{Error, GroupTable, MinGroup, Releases};

fn main() -> Result<(), Error> {
    let five = MinGroup::new(5);
    let mut table = GroupTable::new();
    for (shift, people) in [("day", 14), ("evening", 9), ("night", 3)] {
        table.add_cell(shift, people, five)?;
    }
    table.add_total("branch", &["day", "evening", "night"])?;

    // The branch less two of its shifts would be the third: one more shift is withheld.
    let shown = table.protect(&Releases::default())?;
    for key in ["day", "evening", "night", "branch"] {
        let is_published = shown.status(key).is_some_and(|status| status.is_published());
        println!("{key}: {}", if is_published { "shown" } else { "withheld" });
    }
    Ok(())
}
