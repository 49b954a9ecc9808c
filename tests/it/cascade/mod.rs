//! Tests of the room `cascade`.

mod contagion;
mod equilibrium;
mod katz;
mod models;
mod networks;
mod research;
mod revision;
mod slow_components;
mod solver;
mod stability;
mod tight_bounds;
mod uncertainty;
mod ways;
