//! Tests of the room `score`.

mod agreement;
mod benchmark;
mod bootstrap;
mod closed_loop;
mod composite;
mod coverage;
mod difference;
mod monitor;
mod remembered;
mod scores;
mod stored;
