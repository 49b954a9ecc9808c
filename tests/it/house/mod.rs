//! Rules that hold across rooms: which way imports point, what every public type can do, what documentation says.

mod docs;
mod layers;
mod sources;
mod traits;
