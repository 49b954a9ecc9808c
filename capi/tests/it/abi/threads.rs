//! Shared handles on several threads.

use std::ptr::{null, null_mut};
use std::thread;

use total_experience_capi::*;

/// A handle that threads may share because every function takes it as `const`.
struct Shared<T>(*const T);

unsafe impl<T: Sync> Sync for Shared<T> {}

#[test]
fn const_handles_are_shared_by_threads() {
    const JSON: &str = include_str!("../../../../examples/bank_onboarding/map.json");
    let (mut map, mut network, mut tally) = (null_mut(), null_mut(), null_mut());
    let facet = [0_u32; 2];
    unsafe {
        assert_eq!(txm_map_from_json(JSON.as_ptr().cast(), JSON.len(), &mut map, null_mut()), TXM_STATUS_OK);
        assert_eq!(txm_network_new(map, &mut network, null_mut()), TXM_STATUS_OK);
        assert_eq!(txm_tally_new(&mut tally, null_mut()), TXM_STATUS_OK);
        let name = c"sus".as_ptr();
        assert_eq!(txm_tally_declare(tally, facet.as_ptr(), 1, name, usize::MAX, null_mut()), TXM_STATUS_OK);
    }
    let handles = (Shared(map.cast_const()), Shared(network.cast_const()), Shared(tally.cast_const()));
    let answers: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| unsafe { ask(&handles) })).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    unsafe {
        txm_tally_free(tally);
        txm_network_free(network);
        txm_map_free(map);
    }
}

/// Asks everything that may be asked of shared handles, again and again, and answers the bits of it.
unsafe fn ask((map, network, tally): &(Shared<txm_map>, Shared<txm_network>, Shared<txm_tally>)) -> Vec<u64> {
    let (map, network, tally) = (map.0, network.0, tally.0);
    let mut answers = Vec::new();
    for _ in 0..50 {
        let (mut id, mut count, mut length) = (0, 0, 0);
        let mut cascade = null_mut();
        let (mut total, mut bytes) = ([0.0_f64; 8], [0_u8; 4096]);
        let mut columns = unsafe { std::mem::zeroed::<txm_impact_columns>() };
        columns.struct_size = size_of::<txm_impact_columns>() as u32;
        (columns.capacity, columns.total) = (8, total.as_mut_ptr());
        let key = c"onboarding/cx/customers".as_ptr();
        let statuses = unsafe {
            [
                txm_map_find(map, TXM_KIND_NODE, key, usize::MAX, &mut id, null_mut()),
                txm_map_count(map, TXM_KIND_NODE, &mut count, null_mut()),
                txm_cascade_run(network, &id, &12.0, 1, null(), &mut cascade, null_mut()),
                txm_cascade_copy_impact(cascade, &columns, &mut length, null_mut()),
                txm_tally_to_bytes(tally, bytes.as_mut_ptr(), bytes.len(), &mut length, null_mut()),
            ]
        };
        unsafe { txm_cascade_free(cascade) };
        assert_eq!(statuses, [TXM_STATUS_OK; 5]);
        answers = [u64::from(id), count, length as u64].into_iter().chain(total.map(f64::to_bits)).collect();
    }
    answers
}

#[test]
fn handles_can_be_sent_and_shared() {
    fn assert_send_and_sync<T: Send + Sync>() {}
    assert_send_and_sync::<txm_map>();
    assert_send_and_sync::<txm_tally>();
    assert_send_and_sync::<txm_network>();
    assert_send_and_sync::<txm_cascade>();
    assert_send_and_sync::<txm_log>();
    assert_send_and_sync::<txm_journeys>();
    assert_send_and_sync::<txm_journey_tally>();
    assert_send_and_sync::<txm_chain>();
    assert_send_and_sync::<txm_friction>();
}
