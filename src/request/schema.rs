//! JSON Schemas of requests and answers, derived from their types.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use super::attribution::{AttributionAnswer, AttributionRequest};
use super::cascade::{CascadeAnswer, CascadeRequest};
use super::contagion::{ContagionAnswer, ContagionRequest};
use super::friction::{FrictionAnswer, FrictionRequest};
use super::journeys::{JourneysAnswer, JourneysRequest};
use super::report::ReportRequest;
use super::scorecard::{ScorecardAnswer, ScorecardRequest};
use super::{Capability, Request};
use crate::model::map::MapDocument;
use crate::report::parts::Report;

/// The JSON Schema (draft 2020-12) of a [`Request`], which names its capability.
///
/// The schemas of this module are files in the folder `docs/schemas` of the repository.
pub fn of_any_request() -> Value {
    request::<Request>()
}

/// The JSON Schema (draft 2020-12) of the request of a capability.
///
/// ```
/// use total_experience::request::{Capability, schema};
///
/// let schema = schema::of_request(Capability::Scorecard);
/// assert_eq!(schema["properties"]["level"]["default"], 0.95);
/// ```
pub fn of_request(capability: Capability) -> Value {
    match capability {
        Capability::Scorecard => request::<ScorecardRequest>(),
        Capability::Journeys => request::<JourneysRequest>(),
        Capability::Friction => request::<FrictionRequest>(),
        Capability::Attribution => request::<AttributionRequest>(),
        Capability::Cascade => request::<CascadeRequest>(),
        Capability::Contagion => request::<ContagionRequest>(),
        Capability::Report => request::<ReportRequest>(),
    }
}

/// The JSON Schema (draft 2020-12) of the answer of a capability.
pub fn of_answer(capability: Capability) -> Value {
    match capability {
        Capability::Scorecard => answer::<ScorecardAnswer>(),
        Capability::Journeys => answer::<JourneysAnswer>(),
        Capability::Friction => answer::<FrictionAnswer>(),
        Capability::Attribution => answer::<AttributionAnswer>(),
        Capability::Cascade => answer::<CascadeAnswer<'static>>(),
        Capability::Contagion => answer::<ContagionAnswer<'static>>(),
        Capability::Report => answer::<Report>(),
    }
}

/// The JSON Schema (draft 2020-12) of a map: what [`read_json`](crate::io::map::read_json) reads.
///
/// ```
/// use total_experience::request::schema;
///
/// assert_eq!(schema::of_map()["required"], serde_json::json!(["schema"]));
/// ```
pub fn of_map() -> Value {
    request::<MapDocument>()
}

fn request<T: JsonSchema>() -> Value {
    of::<T>(SchemaSettings::draft2020_12().for_deserialize())
}

fn answer<T: JsonSchema>() -> Value {
    of::<T>(SchemaSettings::draft2020_12().for_serialize())
}

fn of<T: JsonSchema>(settings: SchemaSettings) -> Value {
    settings.with_transform(Described).into_generator().into_root_schema_for::<T>().into()
}

/// Cuts descriptions to their first paragraph, and links in them to their words.
#[derive(Clone, Debug)]
struct Described;

impl Transform for Described {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(Value::String(text)) = schema.get_mut("description") {
            *text = words(text);
        }
        transform_subschemas(self, schema);
    }
}

fn words(text: &str) -> String {
    let mut rest = text.split("\n\n").next().unwrap_or_default();
    let mut words = String::new();
    while let Some((before, link)) = rest.split_once("[`") {
        let (name, behind) = link.split_once("`]").unwrap_or((link, ""));
        words.extend([before, "`", name, "`"]);
        let target = behind.strip_prefix('(').and_then(|target| target.split_once(')'));
        rest = target.map_or(behind, |(_, behind)| behind);
    }
    words.push_str(rest);
    words.replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn links_are_words() {
        let text = "A question to [`Paths`](crate::x) or a\n[`Tally`], in [0, 1].\n\nMore.";
        assert_eq!(words(text), "A question to `Paths` or a `Tally`, in [0, 1].");
    }
}
