//! Command `txm schema`: JSON Schemas of maps, requests and answers.

use total_experience::request::{Capability, schema};

use crate::fault::Fallible;
use crate::output;

/// What do maps, requests and answers look like? Prints the JSON Schema of a map, or of what a command writes with --json
///
/// What readers say beside an answer, such as `notes`, is not in its schema. `txm schema map --example` prints a map to start
/// from.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// map, or scorecard, journeys, friction, attribution, cascade, contagion or report
    #[arg(value_name = "WHAT", value_parser = described)]
    what: Described,

    /// The request, as programs ask the library, instead of the answer
    #[arg(long, conflicts_with = "example")]
    request: bool,

    /// A small map that can be read, instead of the schema of maps
    #[arg(long)]
    example: bool,
}

/// What a schema is of.
#[derive(Clone, Copy, Debug)]
enum Described {
    Map,
    Of(Capability),
}

impl Args {
    pub(crate) fn run(self) -> Fallible<()> {
        let schema = match self.what {
            Described::Map if self.example => return output::page(include_str!("example_map.json")),
            _ if self.example => return Err("--example: only `txm schema map` has one".into()),
            Described::Map => schema::of_map(),
            Described::Of(capability) if self.request => schema::of_request(capability),
            Described::Of(capability) => schema::of_answer(capability),
        };
        output::page(&format!("{schema:#}\n"))
    }
}

fn described(text: &str) -> Result<Described, String> {
    if text.eq_ignore_ascii_case("map") {
        return Ok(Described::Map);
    }
    text.parse().map(Described::Of).map_err(|_| {
        let known: Vec<String> = Capability::ALL.iter().map(ToString::to_string).collect();
        format!("there is no schema of it: use map, {}", known.join(", "))
    })
}
