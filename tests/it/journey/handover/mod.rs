//! Hand-overs: between teams, and who waits for whom.

mod handovers;
mod synchronization;
mod verdict;
