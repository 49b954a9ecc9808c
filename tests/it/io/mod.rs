//! Tests of the room `io`.

#[cfg(feature = "arrow")]
mod arrow;
mod encodings;
#[cfg(feature = "csv")]
mod events;
#[cfg(all(feature = "gzip", feature = "ocel"))]
mod ocel;
#[cfg(feature = "csv")]
mod path_separators;
#[cfg(feature = "csv")]
mod paths;
#[cfg(all(feature = "csv", feature = "ocel", feature = "xes"))]
mod placeholders;
#[cfg(feature = "csv")]
mod qualtrics;
#[cfg(all(feature = "csv", feature = "gzip", feature = "xes"))]
mod readers;
#[cfg(feature = "csv")]
mod signals;
#[cfg(feature = "csv")]
mod tables;
#[cfg(all(feature = "csv", feature = "ocel", feature = "xes"))]
mod times;
