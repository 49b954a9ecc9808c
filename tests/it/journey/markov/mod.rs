//! Markov chains of journeys: absorption, order, life cycles, predictability.

mod chain;
mod life_cycle;
mod order_selection;
mod predictability;
