//! Identity: records of one person, and logs by person.

mod identities;
mod person_log;
