//! What the fuzz targets share: bounds that keep one input small, and what must hold of every result.

use total_experience::io::event_log::ImportedLog;
use total_experience::io::source::Limits;
use total_experience::journey::dfg::{JourneyGraph, Variants};

/// Bounds low enough that small inputs reach them.
pub fn limits() -> Limits {
    Limits::default()
        .with_max_bytes(1 << 20)
        .with_max_field_bytes(4_096)
        .with_max_record_bytes(1 << 16)
        .with_max_columns(64)
        .with_max_rows(5_000)
        .with_max_depth(16)
        .with_max_expansion(50)
        .with_expansion_allowance(1 << 16)
}

/// The first byte, for a target to choose options by, and the rest.
pub fn choice(data: &[u8]) -> (u8, &[u8]) {
    data.split_first().map_or((0, data), |(first, rest)| (*first, rest))
}

/// A text into which data say what is put: where (two bytes), how much is cut out there (a byte), and what.
pub fn spliced(text: &str, data: &[u8]) -> Vec<u8> {
    let [low, high, cut, piece @ ..] = data else { return text.as_bytes().to_vec() };
    let at = usize::from(u16::from_le_bytes([*low, *high])) % text.len();
    let behind = (at + usize::from(*cut)).min(text.len());
    [&text.as_bytes()[..at], piece, &text.as_bytes()[behind..]].concat()
}

/// A reader that hands out a few bytes at a time, so that records cross the ends of buffers.
pub struct Pieces<'a> {
    /// What is left.
    pub bytes: &'a [u8],
    /// Most bytes a call gives.
    pub most: usize,
}

impl std::io::Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let (given, left) = self.bytes.split_at(self.most.max(1).min(self.bytes.len()).min(buffer.len()));
        buffer[..given.len()].copy_from_slice(given);
        self.bytes = left;
        Ok(given.len())
    }
}

/// A payload with name, version 1, length and checksum put right, as the formats of tallies ask for.
pub fn framed(name: &[u8; 8], payload: &[u8]) -> Vec<u8> {
    let mut bytes = name.to_vec();
    bytes.extend(1_u32.to_le_bytes());
    bytes.extend((payload.len() as u64).to_le_bytes());
    bytes.extend(payload);
    let checksum = bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3_u64)
    });
    bytes.extend(checksum.to_le_bytes());
    bytes
}

/// What must hold of a log that a reader accepted: events in order of time, journeys that conserve objects.
pub fn check_log(imported: &ImportedLog) {
    let log = &imported.log;
    assert_eq!(log.len() as u64, imported.notes.events);
    assert!(log.time_column().is_sorted());
    for object_type in log.object_types() {
        let graph = JourneyGraph::discover(log, object_type).expect("the type is the log's own");
        graph.check_conservation().expect("journeys conserve objects");
        let edges: u64 = graph.edges().map(|edge| edge.count).sum();
        assert_eq!(edges, graph.visit_count() - graph.object_count());
        let variants = Variants::discover(log, object_type).expect("the type is the log's own");
        assert_eq!(variants.object_count(), graph.object_count());
        assert_eq!(variants.iter().map(|variant| variant.count).sum::<u64>(), graph.object_count());
    }
}
