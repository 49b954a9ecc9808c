//! Markov chains of journeys: absorption, order, life cycles, predictability.

mod chain;
mod large_chains;
mod life_cycle;
mod limits;
mod order_selection;
mod predictability;
