//! The C library as its users meet it: built, linked, run, and compared with Rust.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod artifact;
mod friction;
mod header;
#[path = "../../../tests/it/needs.rs"]
mod needs;
mod programs;
mod rust_answers;
mod symbols;
mod threads;
