//! Event logs: filters, channels of events.

mod event_channels;
mod filter;
