//! Networks: influences frozen for computing.

use std::sync::Arc;

use total_experience::cascade::{EdgeColumns, Network, NodeIndex};
use total_experience::model::influence::Node;

use crate::abi::failure::Failure;
use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, shared};
use crate::abi::spec;
use crate::abi::status::*;
use crate::cascade::stability::txm_stability;
use crate::model::influences::txm_influences;
use crate::model::map::txm_map;

/// Network: the influences of a map, or plain edges, frozen for computing and certified to be stable. It never changes.
#[derive(Debug)]
pub struct txm_network {
    pub(crate) network: Arc<Network>,
}

/// Freezes the influences of a map.
///
/// Threads: `map` may be shared.
///
/// @param map the map; not needed afterwards, and later changes to it do not reach the network.
/// @param out receives the network, which the caller frees with `txm_network_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_UNSTABLE` naming the loop, `TXM_STATUS_UNDECIDED`, `TXM_STATUS_BAD_NETWORK`
///   for a map without facets and outcomes, `TXM_STATUS_LIMIT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_network_new(
    map: *const txm_map,
    out: *mut *mut txm_network,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                Ok(txm_network { network: Arc::new(Network::from_map(&shared("map", map)?.map)?) })
            })
        })
    }
}

/// Freezes edges between nodes that are numbered from 0. Parallel edges add up.
///
/// Threads: any.
///
/// @param node_count how many nodes there are.
/// @param edges the edges, `from` and `to` being numbers below `node_count`, a standard error NaN where it is not
///   known; copied.
/// @param out receives the network, which the caller frees with `txm_network_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_NETWORK` naming the edge, `TXM_STATUS_UNSTABLE` naming the loop,
///   `TXM_STATUS_UNDECIDED`, `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_LIMIT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_network_from_columns(
    node_count: u32,
    edges: *const txm_influences,
    out: *mut *mut txm_network,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                let given = spec::read(edges)?.columns()?;
                let mut edges = EdgeColumns {
                    from: given.from,
                    to: given.to,
                    weight: given.weight,
                    ..EdgeColumns::default()
                };
                if let Some(errors) = given.standard_error {
                    edges = edges.with_standard_error(errors);
                }
                if let Some(lag) = given.lag {
                    edges = edges.with_lag(lag);
                }
                Ok(txm_network { network: Arc::new(Network::from_columns(node_count as usize, &edges)?) })
            })
        })
    }
}

/// Frees a network; NULL is fine. Cascades that ran in it live on.
///
/// Threads: `network` exclusive.
///
/// @param network the network.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_network_free(network: *mut txm_network) {
    unsafe { free(network) }
}

/// Tells how large a network is and why cascades in it settle.
///
/// Threads: `network` may be shared.
///
/// @param network the network.
/// @param out the struct to fill; as before on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_network_stability(
    network: *const txm_network,
    out: *mut txm_stability,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let network = &shared("network", network)?.network;
            let found = network.stability();
            let answer = txm_stability {
                struct_size: 0,
                exact: i32::from(found.exact),
                cyclic: i32::from(found.cyclic),
                fragile: i32::from(found.is_fragile()),
                radius: found.radius,
                node_count: network.node_count() as u64,
                edge_count: network.edge_count() as u64,
                largest_component: found.largest_component as u64,
                certified: i32::from(found.certified),
                reserved: 0,
            };
            spec::write(out, answer)
        })
    }
}

/// The identifier by which C knows a node: that of the map, or its number in the columns.
pub(crate) fn node_id(network: &Network, node: NodeIndex) -> u32 {
    network.node(node).map_or(node.as_u32(), Node::as_u32)
}

/// A vector over the nodes that is zero but for the values of the caller.
pub(crate) fn vector(network: &Network, ids: &[u32], values: &[f64]) -> Result<Vec<f64>, Failure> {
    let given = column(network, ids, values)?;
    Ok(given.into_iter().map(Option::unwrap_or_default).collect())
}

/// The values of the caller, each at the number of its node.
pub(crate) fn column(network: &Network, ids: &[u32], values: &[f64]) -> Result<Vec<Option<f64>>, Failure> {
    let mut column = Vec::new();
    column.try_reserve_exact(network.node_count())?;
    column.resize(network.node_count(), None);
    let is_of_map = network.node(NodeIndex::from(0)).is_some();
    for (&id, &value) in ids.iter().zip(values) {
        let node = if is_of_map { network.index(Node::from_u32(id)) } else { Some(NodeIndex::from(id)) };
        let Some(slot) = node.and_then(|node| column.get_mut(node.as_usize())) else {
            return Err(Failure::new(TXM_STATUS_NOT_FOUND, format!("the network has no node {id}")));
        };
        if !value.is_finite() {
            let message = format!("the value for node {id} is {value}: a finite number is needed");
            return Err(Failure::new(TXM_STATUS_BAD_VALUE, message));
        }
        if slot.replace(value).is_some() {
            return Err(Failure::new(TXM_STATUS_DUPLICATE, format!("node {id} is named twice")));
        }
    }
    Ok(column)
}
