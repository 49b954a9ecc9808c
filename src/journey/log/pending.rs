//! Objects of a log that is being built.

/// Object of a log that is being built. It gets its [`ObjectId`](super::ObjectId) when the log is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PendingObject(pub(super) u32);

impl PendingObject {
    /// Its place among the objects of the builder, from 0.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}
