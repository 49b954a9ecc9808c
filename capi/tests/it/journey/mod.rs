//! Journeys and friction.

mod friction;
mod journeys;
