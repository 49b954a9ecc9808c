//! Constants of friction: components and their combination.

/// Time kept waiting, in seconds.
pub const TXM_COMPONENT_WAIT: i32 = 0;
/// Share of visits that do again what was done before.
pub const TXM_COMPONENT_REWORK: i32 = 1;
/// Share of visits that fail.
pub const TXM_COMPONENT_ERROR: i32 = 2;
/// Share of visits after which people leave for good, beyond the usual share.
pub const TXM_COMPONENT_DROP_OFF: i32 = 3;
/// Effort as people state it: CES 2.0, where 7 is easiest.
pub const TXM_COMPONENT_EFFORT: i32 = 4;
/// Share of visits that try again in another channel.
pub const TXM_COMPONENT_SWITCH_AFTER_FAILURE: i32 = 5;
/// Share of visits that take longer than promised.
pub const TXM_COMPONENT_BROKEN_PROMISE: i32 = 6;

/// The weighted mean of the components that were measured: they make up for each other.
pub const TXM_COMBINATION_WEIGHTED_MEAN: i32 = 0;
/// 1 - product of (1 - weight x component): any one of them is enough to hurt. Weights are 0..1.
pub const TXM_COMBINATION_NOISY_OR: i32 = 1;
