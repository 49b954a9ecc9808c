//! Tables of delimited text: rows, fields, and their faults.

mod blocks;
pub(crate) mod fields;
pub(crate) mod header;
pub(crate) mod numbers;
pub(crate) mod parts;
pub(crate) mod plain;
pub(crate) mod reader;
pub(crate) mod row;
mod separator;
pub(crate) mod sink;
