//! Tests of the room `journey`, by sub-room.

mod channel;
mod dfg;
mod friction;
mod handover;
mod identity;
mod log;
mod markov;
