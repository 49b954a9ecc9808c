//! How far a solve is.

/// How far a solve is, told after every sweep over a large component.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// Sweeps made over the component at hand.
    pub sweeps: usize,
    /// By how many times the last sweep still moved more than is asked for at this stage; 0 at its end. Computing goes
    /// on in two or three stages, each from where the last one ended.
    pub ahead: f64,
}

impl Progress {
    pub(super) fn new(sweeps: usize, ahead: f64) -> Self {
        Self { sweeps, ahead }
    }
}
