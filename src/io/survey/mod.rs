//! Answers and operational values from files: signals as CSV, surveys as Qualtrics exports.

pub mod qualtrics;
pub mod signals;
