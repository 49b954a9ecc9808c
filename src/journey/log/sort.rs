//! Sorting of a log by time, then arrival.

use super::EventLog;
use super::storage::Rows;
use crate::model::time::Timestamp;

/// The events in order of time, and of place where times are equal; `None` when they already are.
pub(crate) fn time_order(times: &[Timestamp]) -> Option<Vec<u32>> {
    if times.is_sorted() {
        return None;
    }
    let times = times.iter().map(|time| time.as_nanoseconds());
    let mut order: Vec<(i64, u32)> = times.zip(0..).collect();
    order.sort_unstable();
    Some(order.into_iter().map(|(_, place)| place).collect())
}

/// Puts the events of `log` in the order of `order`, their places; events whose place is not in it go.
pub(crate) fn reorder(log: &mut EventLog, order: &[u32]) {
    log.times = picked(&log.times, order);
    log.activities = picked(&log.activities, order);
    log.channels = picked(&log.channels, order);
    log.due = picked(&log.due, order);
    log.starts = picked(&log.starts, order);
    if let Rows::Stride(1) = log.rows {
        log.objects = picked(&log.objects, order);
        log.qualifiers = picked(&log.qualifiers, order);
        return;
    }
    log.objects = gathered(&log.objects, &log.rows, order);
    log.qualifiers = gathered(&log.qualifiers, &log.rows, order);
    if let Rows::Offsets(_) = log.rows {
        let mut end = 0;
        let ends = order.iter().map(|&place| {
            end += log.rows.range(place as usize).len() as u32;
            end
        });
        log.rows = Rows::Offsets(std::iter::once(0).chain(ends).collect());
    }
}

fn picked<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    order.iter().filter_map(|&place| column.get(place as usize).copied()).collect()
}

fn gathered<T: Copy>(column: &[T], rows: &Rows, order: &[u32]) -> Vec<T> {
    let mut gathered = Vec::with_capacity(column.len());
    for &place in order {
        gathered.extend_from_slice(column.get(rows.range(place as usize)).unwrap_or_default());
    }
    gathered
}
