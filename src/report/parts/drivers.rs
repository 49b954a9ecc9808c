//! Report part "what drives it": importance against performance, and the certificate of the network.

use serde::Serialize;

/// Drivers: the part of a report on what drives the experience.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WhatDrivesIt {
    /// What is aimed at: nodes and their weights.
    pub objective: Vec<(String, f64)>,
    /// Nodes of the objective that are better low and yet have a positive weight: what lowers them is worth less than 0.
    pub lower_is_better: Vec<String>,
    /// All nodes, the most valuable shock first.
    pub importance: Vec<Driver>,
    /// Why cascades settle.
    pub stability: Option<Certificate>,
}

/// A node's importance against its performance.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Driver {
    /// Key of the node.
    pub node: String,
    /// Importance: units of the objective per unit of the node.
    pub value: f64,
    /// Performance: its published points.
    pub performance: Option<f64>,
    /// Who owns the touchpoint.
    pub owner: Option<String>,
}

/// Stability of cascades, with nodes by name: why they settle.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Certificate {
    /// Spectral radius, or a bound of it, or an estimate where `certified` is false.
    pub radius: f64,
    /// Whether it is the radius and not only a bound or an estimate.
    pub exact: bool,
    /// Whether it is proved to be below 1.
    pub certified: bool,
    /// Whether it is above .8, so that small errors in weights move cascades a lot.
    pub fragile: bool,
    /// Loops by node keys, with gain, the strongest first.
    pub loops: Vec<(Vec<String>, f64)>,
}
