//! Tests of the room `model`: maps, and moments in time.

mod map;
mod names;
mod time;
