//! Tests of what holds for all functions.

mod header;
mod misuse;
mod sequences;
mod symbols;
mod threads;
