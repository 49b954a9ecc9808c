//! Channels of journeys, and scores across channels.

mod channels;
mod consistency;
