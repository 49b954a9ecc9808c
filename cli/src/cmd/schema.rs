//! Command `txm schema`: JSON Schemas of requests and answers.

use total_experience::request::{Capability, schema};

use crate::fault::Fallible;
use crate::output;

/// What do requests and answers look like? Prints the JSON Schema of what a command writes with --json
///
/// What readers say beside an answer, such as `notes`, is not in its schema.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// scorecard, journeys, friction, attribution, cascade, contagion or report
    #[arg(value_name = "COMMAND")]
    capability: Capability,

    /// The request, as programs ask the library, instead of the answer
    #[arg(long)]
    request: bool,
}

impl Args {
    pub(crate) fn run(self) -> Fallible<()> {
        let of = if self.request { schema::of_request } else { schema::of_answer };
        output::page(&format!("{:#}\n", of(self.capability)))
    }
}
