//! Rules that hold across rooms: which way imports point, what the library exports, what documentation says, how large
//! files and folders are.

mod api;
mod arrows;
mod docs;
mod golden;
mod layers;
mod limits;
mod public_types;
mod sources;
