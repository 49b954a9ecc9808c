//! Data that requests are asked about.

use std::ffi::c_void;
use std::ptr::{null, null_mut};

use total_experience::cascade::EdgeColumns;
use total_experience::cascade::contagion::{Contagion, Diffusion};

use crate::abi::failure::Failure;
use crate::abi::progress::txm_progress;
use crate::abi::spec::{self, Spec, no_padding};
use crate::cascade::network::txm_network;
use crate::journey::log::txm_log;
use crate::journey::paths::txm_paths;
use crate::model::influences::txm_influences;
use crate::model::map::txm_map;
use crate::signal::tally::txm_tally;

/// Independent cascade: a node that is reached has one chance to pass it on along each of its edges.
pub const TXM_DIFFUSION_INDEPENDENT_CASCADE: i32 = 0;
/// Linear threshold: a node is reached when the weights of its reached neighbours pass a threshold of its own.
pub const TXM_DIFFUSION_LINEAR_THRESHOLD: i32 = 1;

/// Data that requests are asked about, as much of it as there is. Begin with `TXM_DATA_INIT`.
///
/// Everything may be left out; a request that needs what is not there says so.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_data {
    /// Size of this struct, as `TXM_DATA_INIT` sets it.
    pub struct_size: u32,
    /// One of `TXM_DIFFUSION_`: how `probabilities` pass something on; independent cascade unless set.
    pub diffusion: i32,
    /// Map, for scorecards, friction and reports; NULL, the default, for none.
    pub map: *const txm_map,
    /// Answers about the map, for scorecards and reports; NULL, the default, for none.
    pub tally: *const txm_tally,
    /// Events, for journeys, friction and reports; NULL, the default, for none.
    pub log: *const txm_log,
    /// Network, for cascades; NULL, the default, for none. Nodes of a map are named by their keys, those of
    /// columns by their numbers.
    pub network: *const txm_network,
    /// Paths, for attribution; NULL, the default, for none. Touchpoints are named by their numbers in ten digits.
    pub paths: *const txm_paths,
    /// Edges between nodes that are numbered from 0, their weights being probabilities, for contagion; NULL, the
    /// default, for none. Nodes are named by their numbers in ten digits.
    pub probabilities: *const txm_influences,
    /// Number of nodes of `probabilities`; 0 unless set.
    pub node_count: usize,
    /// Told how far the request is, where it can take long; NULL, the default, for nobody.
    pub progress: txm_progress,
    /// What `progress` is handed, NULL unless set.
    pub user_data: *mut c_void,
}

no_padding!(txm_data: u32, i32, [*const u8; 6], usize, txm_progress, *mut c_void);

// SAFETY: repr(C), struct_size first, no padding, integers and raw pointers take every pattern of bytes, and a callback
// is NULL or a function, as its docs ask.
unsafe impl Spec for txm_data {
    const NAME: &'static str = "txm_data";
    const DEFAULT: Self = Self {
        struct_size: 0,
        diffusion: TXM_DIFFUSION_INDEPENDENT_CASCADE,
        map: null(),
        tally: null(),
        log: null(),
        network: null(),
        paths: null(),
        probabilities: null(),
        node_count: 0,
        progress: None,
        user_data: null_mut(),
    };
}

impl txm_data {
    /// The network of probabilities, if there is one.
    ///
    /// # Safety
    ///
    /// As [`spec::read`], and the pointers of the columns are what their docs say.
    pub(crate) unsafe fn contagion(&self) -> Result<Option<Contagion>, Failure> {
        if self.probabilities.is_null() {
            return Ok(None);
        }
        let diffusion = match self.diffusion {
            TXM_DIFFUSION_INDEPENDENT_CASCADE => Diffusion::IndependentCascade,
            TXM_DIFFUSION_LINEAR_THRESHOLD => Diffusion::LinearThreshold,
            other => return Err(Failure::bad_enum("diffusion", other, "TXM_DIFFUSION_")),
        };
        let given = unsafe { spec::read(self.probabilities)?.columns()? };
        let names: Vec<String> = (0..self.node_count).map(|node| format!("{node:010}")).collect();
        let edges =
            EdgeColumns { from: given.from, to: given.to, weight: given.weight, ..EdgeColumns::default() };
        Ok(Some(Contagion::from_columns(self.node_count, &edges.with_names(&names), diffusion)?))
    }
}
