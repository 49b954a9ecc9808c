//! The C library as its users meet it: built, linked, run, and compared with Rust.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod abi;
mod artifact;
mod bank;
#[path = "../calls/mod.rs"]
mod calls;
mod cascade;
mod journey;
mod model;
#[path = "../../../tests/it/needs.rs"]
mod needs;
mod request;
mod rust_answers;
