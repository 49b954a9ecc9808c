//! Event logs of tables and of XES: what a row, an attribute and a word mean.

#[cfg(feature = "xes")]
mod lifecycle;
#[cfg(feature = "xes")]
mod lists;
mod presets;
#[cfg(feature = "xes")]
mod starts;
#[cfg(feature = "xes")]
mod without_times;
#[cfg(feature = "xes")]
mod xes_traces;
