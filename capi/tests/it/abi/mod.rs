//! Tests of what holds for all functions.

mod header;
mod misuse;
mod symbols;
mod threads;
