//! Names of enums and scales: one text in `Display`, `FromStr` and JSON.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use total_experience::cascade::analyze::WeightDraws;
use total_experience::cascade::contagion::Diffusion;
use total_experience::cascade::models::FuzzyRule;
use total_experience::io::time::TimeFormat;
use total_experience::journey::dfg::{StepDirection, StepVisits};
use total_experience::journey::friction::{Combination, FrictionComponent};
use total_experience::journey::handover::HandoverVerdict;
use total_experience::journey::identity::KeyStrength;
use total_experience::journey::log::WholeJourneys;
use total_experience::model::influence::{Design, Level};
use total_experience::model::{ChannelKind, Dimension, Direction, Modality, Role};
use total_experience::report::render::dot::{DotDirection, WaitLabel};
use total_experience::score::inference::{BootstrapKind, Degenerate, DifferenceMethod, Method};
use total_experience::score::monitor::{Memory, MemoryModel, Pace, Standing};
use total_experience::score::scorecard::{IndexKind, NoInterval};
use total_experience::signal::Scale;
use total_experience::signal::instrument::{Instrument, ScoreUnit, SlaVerdict, SusAdjective, SusGrade};

/// Each name is read, and written again, as text and as JSON; what is no name is refused with all that are.
fn round_trip<T>(names: &[&str])
where
    T: FromStr<Err: Debug + Display> + Display + Debug + PartialEq + Serialize + DeserializeOwned,
{
    for name in names {
        let value: T = name.parse().unwrap();
        assert_eq!(value.to_string(), *name);
        assert_eq!(serde_json::to_value(&value).unwrap(), Value::from(*name));
        assert_eq!(serde_json::from_value::<T>(Value::from(*name)).unwrap(), value);
    }
}

/// As [`round_trip`], where the names are all there are.
fn closed<T>(names: &[&str])
where
    T: FromStr<Err: Debug + Display> + Display + Debug + PartialEq + Serialize + DeserializeOwned,
{
    round_trip::<T>(names);
    let refusal = "no such name".parse::<T>().unwrap_err().to_string();
    assert!(refusal.starts_with("`no such name` is no "), "{refusal}");
    assert!(names.iter().all(|name| refusal.contains(name)), "{refusal}");
    let refused = serde_json::from_value::<T>(Value::from("no such name")).unwrap_err();
    assert_eq!(refused.to_string(), refusal);
}

#[test]
fn names_are_read_as_they_are_written() {
    closed::<Dimension>(&["cx", "ex", "ux", "mx"]);
    closed::<ChannelKind>(&["digital", "physical"]);
    closed::<Modality>(&["voice", "text", "touch", "gesture", "face_to_face"]);
    closed::<Direction>(&["higher_is_better", "lower_is_better"]);
    closed::<Design>(&["cross_section", "panel", "experiment"]);
    closed::<Level>(&["person", "unit", "firm"]);
    closed::<SlaVerdict>(&["kept", "broken", "open"]);
    closed::<SusGrade>(&["F", "D", "C-", "C", "C+", "B-", "B", "B+", "A-", "A", "A+"]);
    closed::<SusAdjective>(&[
        "worst imaginable",
        "awful",
        "poor",
        "OK",
        "good",
        "excellent",
        "best imaginable",
    ]);
    closed::<Method>(&["adjusted_wald", "wilson", "bounded_mean", "census", "no_interval"]);
    closed::<DifferenceMethod>(&["adjusted_wald", "newcombe", "welch", "census", "no_interval"]);
    closed::<BootstrapKind>(&["bca", "percentile"]);
    closed::<Degenerate>(&["jackknife", "one_sided", "levels"]);
    closed::<IndexKind>(&["geometric", "arithmetic", "harmonic", "minimum", "penalty"]);
    closed::<NoInterval>(&["no_dimension", "no_standard_error"]);
    closed::<Standing>(&["met", "missed", "unknown"]);
    closed::<Pace>(&["equal", "first_gains", "second_gains", "unknown"]);
    closed::<Memory>(&["mean", "worst", "best", "peak", "end", "trend"]);
    closed::<MemoryModel>(&MemoryModel::ALL.map(|model| model.to_string()).each_ref().map(String::as_str));
    round_trip::<Role>(&["customer", "employee", "user", "partner", "regulator"]);
    round_trip::<ScoreUnit>(&["NPS", "share", "0..10", "-6..6", "0.5..1.5"]);
    round_trip::<Scale>(&["1-5", "1-5:step=1", "-3..3:step=0.5", "0-60:lower", "0-1:step=0.1:lower"]);
    round_trip::<Instrument>(&["nps", "csat:glint:11", "rating:1-4:step=1", "rating:0-60:lower"]);
}

#[test]
fn scales_of_another_form_are_refused() {
    for text in ["", "5", "1-5:1", "1-5:lower:step=1", "1-5:step=", "a-b"] {
        let refusal = text.parse::<Scale>().unwrap_err().to_string();
        assert!(refusal.contains("MIN-MAX[:step=STEP][:lower]"), "{refusal}");
    }
    assert!("5-1".parse::<Scale>().unwrap_err().to_string().starts_with("a scale from 5 to 1 is impossible"));
}

#[test]
fn names_of_journeys_cascades_and_drawings_are_read_as_they_are_written() {
    closed::<WholeJourneys>(&["inside", "touching", "starting"]);
    closed::<StepDirection>(&["after", "before"]);
    closed::<StepVisits>(&["first", "every"]);
    closed::<KeyStrength>(&["strong", "weak"]);
    closed::<Combination>(&["weighted_mean", "noisy_or"]);
    let components = FrictionComponent::ALL.map(FrictionComponent::name);
    assert_eq!(components[3..], ["drop_off", "effort", "switch_after_failure", "broken_promise"]);
    closed::<FrictionComponent>(&components);
    closed::<HandoverVerdict>(&["walls", "kinds_of_work", "chance", "across"]);
    closed::<Diffusion>(&["independent_cascade", "linear_threshold"]);
    closed::<FuzzyRule>(&["kosko", "modified_kosko", "rescaled"]);
    closed::<WeightDraws>(&["normal", "same_sign"]);
    closed::<TimeFormat>(&["text", "day_first", "month_first", "s", "ms", "us", "ns"]);
    closed::<WaitLabel>(&["hidden", "mean", "median", "p90"]);
    closed::<DotDirection>(&["right", "down"]);
}
