//! Requests by JSON: what C answers is what Rust answers.

use std::ffi::CString;
use std::ptr::null_mut;

use total_experience::io::map::read_json;
use total_experience::request::{Data, Request};
use total_experience_capi::*;

const MAP: &str = include_str!("../../../examples/bank_onboarding/map.json");

/// The answer by C, of which the map and the network are known.
fn answer(map: &str, request: &str) -> Result<String, txm_status> {
    let (map, request) = (CString::new(map).unwrap(), CString::new(request).unwrap());
    let (mut handle, mut network, mut answer) = (null_mut(), null_mut(), null_mut());
    let mut data = std::mem::MaybeUninit::<txm_data>::uninit();
    unsafe {
        let to = data.as_mut_ptr();
        assert_eq!(
            txm_struct_init(c"txm_data".as_ptr(), usize::MAX, to.cast(), size_of::<txm_data>(), null_mut()),
            0
        );
        let mut data = data.assume_init();
        assert_eq!(txm_map_from_json(map.as_ptr(), usize::MAX, &raw mut handle, null_mut()), TXM_STATUS_OK);
        assert_eq!(txm_network_new(handle, &raw mut network, null_mut()), TXM_STATUS_OK);
        (data.map, data.network) = (handle, network);
        let status =
            txm_analyze_json(request.as_ptr(), usize::MAX, &raw const data, &raw mut answer, null_mut());
        let mut text = Vec::new();
        if status == TXM_STATUS_OK {
            let mut len = 0;
            txm_answer_to_json(answer, null_mut(), 0, &raw mut len, null_mut());
            text.resize(len, 0_u8);
            txm_answer_to_json(answer, text.as_mut_ptr().cast(), len, null_mut(), null_mut());
        }
        txm_answer_free(answer);
        txm_network_free(network);
        txm_map_free(handle);
        let ended = text.pop();
        assert_eq!(ended.is_some_and(|last| last == 0), status == TXM_STATUS_OK);
        if status == TXM_STATUS_OK { Ok(String::from_utf8(text).unwrap()) } else { Err(status) }
    }
}

#[test]
fn answers_are_those_of_rust() {
    let map = read_json(MAP.as_bytes()).unwrap();
    let network = total_experience::cascade::Network::from_map(&map).unwrap();
    let data = Data::default().with_map(&map).with_network(&network);
    for request in [
        r#"{"capability": "cascade", "shock": [{"node": "teller_app/ux/tellers", "value": 12}], "draws": 20}"#,
        r#"{"capability": "cascade", "rows": 2}"#,
        r#"{"capability": "report", "title": "Bank", "shock": [{"node": "teller_app/ux/tellers", "value": 12}]}"#,
    ] {
        let asked: Request = serde_json::from_str(request).unwrap();
        let expected = serde_json::to_string_pretty(&asked.run(&data).unwrap()).unwrap();
        assert_eq!(answer(MAP, request), Ok(expected), "{request}");
    }
}

#[test]
fn refusals_have_a_status() {
    for (request, status) in [
        (r#"{"capability": "scorecard"}"#, TXM_STATUS_BAD_VALUE),
        (r#"{"capability": "cascade", "shok": []}"#, TXM_STATUS_BAD_JSON),
        (r#"{"capability": "cascade", "shock": [{"node": "x", "value": 1}]}"#, TXM_STATUS_NOT_FOUND),
    ] {
        assert_eq!(answer(MAP, request), Err(status), "{request}");
    }
}
