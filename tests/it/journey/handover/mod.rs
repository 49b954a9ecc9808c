//! Hand-overs: who waits for whom.

mod synchronization;
mod verdict;
