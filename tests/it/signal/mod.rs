//! Tests of the room `signal`: instruments, tallies, grouped answers and linkage.

mod grouped;
mod instruments;
mod linkage;
mod tally;
