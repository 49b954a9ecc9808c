//! Journey map: stages, touchpoints, actors and scores as a team draws them.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::Error;
use crate::model::map::MapDocument;
use crate::model::{Dimension, Journey, Role, Stakeholder, Touchpoint};
use crate::numeric::iterate::iterate;
use crate::signal::Scale;

/// Journey map as a team draws it: stages, the touchpoints in them, the actors who meet there, and scores.
///
/// What it answers: what did we design, where do groups share a touchpoint, and where do we think it hurts? It is what
/// `io::map::read_mermaid` reads and [`mermaid`](crate::report::render::mermaid) writes. [`document`](Self::document) makes a map of it;
/// a step with several actors becomes one touchpoint with a facet for each of them.
///
/// ```
/// use total_experience::journey::{JourneyMap, JourneyStep};
/// use total_experience::model::{Dimension, Role};
///
/// let journey = JourneyMap::new()
///     .with_title("Open an account")?
///     .with_stage("In the branch")?
///     .with_step(JourneyStep::new("Wait", 2)?.with_actor("Customer")?)
///     .with_step(JourneyStep::new("Check identity", 3)?.with_actor("Customer")?.with_actor("Teller")?);
/// assert_eq!(journey.points()[1], ("Check identity", "Customer", 50.0));
///
/// let map = journey.document(|actor| match actor {
///     "Teller" => (Role::Employee, Dimension::Employee),
///     _ => (Role::Customer, Dimension::Customer),
/// });
/// let map = map.build().expect("names are good keys");
/// assert!(map.facet_id("Check identity/ex/Teller").is_some());
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct JourneyMap {
    title: Option<String>,
    /// Only the first may lack a name, and then it has a step.
    stages: Vec<JourneyStage>,
}

iterate! { JourneyMap => JourneyStage in stages }

/// Stage of a [`JourneyMap`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct JourneyStage {
    name: Option<String>,
    steps: Vec<JourneyStep>,
}

iterate! { JourneyStage => JourneyStep in steps }

/// Step of a [`JourneyMap`]: a touchpoint, its score, and the actors who meet there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JourneyStep {
    touchpoint: String,
    score: u8,
    actors: Vec<String>,
}

impl JourneyMap {
    /// The scale of the scores: 1 to 5 in whole steps, 5 the best.
    pub const SCALE: Scale = Scale::whole(1, 5);

    /// A map without title, stage and step.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the title.
    ///
    /// # Errors
    /// [`Error::EmptyName`].
    pub fn with_title(mut self, title: impl Into<String>) -> Result<Self, Error> {
        self.title = Some(filled(title.into(), "a journey map")?);
        Ok(self)
    }

    /// Adds a stage, to which the next steps belong.
    ///
    /// # Errors
    /// [`Error::EmptyName`].
    pub fn with_stage(mut self, name: impl Into<String>) -> Result<Self, Error> {
        let name = Some(filled(name.into(), "a stage")?);
        self.stages.push(JourneyStage { name, steps: Vec::new() });
        Ok(self)
    }

    /// Adds a step to the latest stage, or to one without a name when there is none.
    #[must_use]
    pub fn with_step(mut self, step: JourneyStep) -> Self {
        if self.stages.is_empty() {
            self.stages.push(JourneyStage::default());
        }
        if let Some(stage) = self.stages.last_mut() {
            stage.steps.push(step);
        }
        self
    }

    /// The title.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The stages in order.
    pub fn stages(&self) -> &[JourneyStage] {
        &self.stages
    }

    /// The steps of all stages in order.
    pub fn steps(&self) -> impl Iterator<Item = &JourneyStep> {
        self.stages.iter().flat_map(|stage| &stage.steps)
    }

    /// Touchpoint, actor and points on 0..100, in order of first appearance; the mean where an actor passes a
    /// touchpoint more than once.
    pub fn points(&self) -> Vec<(&str, &str, f64)> {
        let mut places: HashMap<(&str, &str), usize> = HashMap::new();
        let mut sums: Vec<(&str, &str, f64, f64)> = Vec::new();
        for step in self.steps() {
            for actor in &step.actors {
                let place = *places.entry((&step.touchpoint, actor)).or_insert(sums.len());
                if place == sums.len() {
                    sums.push((&step.touchpoint, actor, 0.0, 0.0));
                }
                sums[place].2 += Self::SCALE.points(f64::from(step.score));
                sums[place].3 += 1.0;
            }
        }
        sums.into_iter().map(|(touchpoint, actor, sum, times)| (touchpoint, actor, sum / times)).collect()
    }

    /// A map of it: actors as stakeholder groups, touchpoints with their first stage, a facet for each actor of a step,
    /// and for each actor the journey over the touchpoints where they take part. `role_of` says what an actor is to
    /// the organisation, and which experience of theirs the scores mean.
    ///
    /// Names become keys. [`MapDocument::build`] says which of them cannot be one.
    pub fn document(&self, role_of: impl Fn(&str) -> (Role, Dimension)) -> MapDocument {
        let title = self.title().unwrap_or("journey");
        let mut document = MapDocument::new(title);
        let mut touchpoints = HashSet::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for stage in &self.stages {
            for step in &stage.steps {
                if touchpoints.insert(&step.touchpoint) {
                    let touchpoint = Touchpoint::new(&step.touchpoint);
                    document.touchpoints.push(match stage.name() {
                        Some(name) => touchpoint.with_stage(name),
                        None => touchpoint,
                    });
                }
                for actor in &step.actors {
                    let place = *places.entry(actor).or_insert(document.journeys.len());
                    if place == document.journeys.len() {
                        document.stakeholders.push(Stakeholder::new(actor, role_of(actor).0));
                        let key = format!("{title}: {actor}");
                        document.journeys.push(Journey::new(key, actor, [] as [&str; 0]));
                    }
                    document.journeys[place].steps.push(step.touchpoint.clone());
                }
            }
        }
        for (touchpoint, actor, _) in self.points() {
            document = document.facet(touchpoint, role_of(actor).1, actor);
        }
        document
    }
}

impl JourneyStage {
    /// Its name; `None` for steps before the first named stage.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Its steps in order.
    pub fn steps(&self) -> &[JourneyStep] {
        &self.steps
    }
}

impl JourneyStep {
    /// A step at a touchpoint with a score from 1 to 5, nobody there yet.
    ///
    /// # Errors
    /// [`Error::EmptyName`], [`Error::OutOfRange`].
    pub fn new(touchpoint: impl Into<String>, score: u8) -> Result<Self, Error> {
        let touchpoint = filled(touchpoint.into(), "a touchpoint")?;
        if !(1..=5).contains(&score) {
            let what = format!("the score of `{touchpoint}`");
            return Err(Error::OutOfRange { what, value: f64::from(score), low: 1.0, high: 5.0 });
        }
        Ok(Self { touchpoint, score, actors: Vec::new() })
    }

    /// Adds an actor. Naming one again changes nothing.
    ///
    /// # Errors
    /// [`Error::EmptyName`].
    pub fn with_actor(mut self, actor: impl Into<String>) -> Result<Self, Error> {
        let actor = filled(actor.into(), "an actor")?;
        if !self.actors.contains(&actor) {
            self.actors.push(actor);
        }
        Ok(self)
    }

    /// Sets the actors, each once.
    ///
    /// # Errors
    /// [`Error::EmptyName`].
    pub fn with_actors(mut self, actors: impl IntoIterator<Item = String>) -> Result<Self, Error> {
        let mut known = HashSet::new();
        self.actors.clear();
        for actor in actors {
            let actor = filled(actor, "an actor")?;
            if known.insert(actor.clone()) {
                self.actors.push(actor);
            }
        }
        Ok(self)
    }

    /// The touchpoint.
    pub fn touchpoint(&self) -> &str {
        &self.touchpoint
    }

    /// The score, from 1 to 5.
    pub fn score(&self) -> u8 {
        self.score
    }

    /// The actors who meet there.
    pub fn actors(&self) -> &[String] {
        &self.actors
    }

    /// Whether several actors meet there.
    pub fn is_shared(&self) -> bool {
        self.actors.len() > 1
    }
}

fn filled(name: String, what: &'static str) -> Result<String, Error> {
    if name.is_empty() { Err(Error::EmptyName { what }) } else { Ok(name) }
}
