//! Tests of the room `privacy`.

mod suppression;
