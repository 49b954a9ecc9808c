//! Tests of the room `report`.

#[cfg(all(feature = "csv", feature = "json"))]
mod composer;
mod drawings;
mod owners;
