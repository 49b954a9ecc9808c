//! `txm` from outside: what it prints, and what it refuses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "these are tests")]

mod cases;
mod columns;
mod pages;
mod threads;
mod tool;
mod txm;
