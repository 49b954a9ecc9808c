//! Object-centric event logs as SQLite: files with changed bytes, and tables with changed statements.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use rusqlite::Connection;
use total_experience::io::event_log::{EventOptions, ocel};
use total_experience_fuzz::{Pieces, check_log, choice, limits, spliced};

const TABLES: &str = "CREATE TABLE event (ocel_id TEXT, ocel_type TEXT);
CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);
CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT);
CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);
CREATE TABLE event_pick (ocel_id TEXT, ocel_time TIMESTAMP, channel TEXT);
CREATE TABLE object_order (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT, price REAL);
INSERT INTO event VALUES ('e1','pick'),('e2','pick');
INSERT INTO object VALUES ('o1','order'),('o2','order');
INSERT INTO event_map_type VALUES ('pick','pick');
INSERT INTO object_map_type VALUES ('order','order');
INSERT INTO event_object VALUES ('e1','o1','a'),('e2','o1',NULL),('e2','o2','');
INSERT INTO object_object VALUES ('o1','o2','with');
INSERT INTO event_pick VALUES ('e1','2024-05-01 09:00:00','web'),('e2','2024-05-02T09:00:00Z',NULL);
INSERT INTO object_order VALUES ('o1','1970-01-01 00:00:00',NULL,3.5);";

/// The file that statements make.
fn database(statements: &str) -> Option<Vec<u8>> {
    let mut connection = Connection::open_in_memory().ok()?;
    connection.execute_batch(statements).ok()?;
    connection.serialize("main").ok().map(|bytes| bytes.to_vec())
}

fuzz_target!(|data: &[u8]| {
    static WHOLE: OnceLock<Vec<u8>> = OnceLock::new();
    let (first, bytes) = choice(data);
    let whole = WHOLE.get_or_init(|| database(TABLES).expect("the statements are right"));
    let file = match first & 3 {
        // Statements that take no time: neither loops nor files.
        0 => {
            let text = String::from_utf8_lossy(&spliced(TABLES, bytes)).to_ascii_lowercase();
            let is_plain =
                ["with", "attach", "vacuum", "pragma", "blob("].iter().all(|word| !text.contains(word));
            match is_plain.then(|| database(&text)).flatten() {
                Some(file) => file,
                None => return,
            }
        }
        1 | 2 => {
            let mut file = whole.clone();
            for change in bytes.chunks_exact(3) {
                let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % file.len();
                file[at] = change[2];
            }
            file
        }
        _ => [b"SQLite format 3\0", bytes].concat(),
    };
    let mut options = EventOptions::default().with_limits(limits()).with_skip_dangling(first & 64 != 0);
    if first & 128 != 0 {
        options = options.with_channel("channel");
    }
    if let Ok(imported) = ocel::read_sqlite_with(Pieces { bytes: &file, most: 4_096 }, &options) {
        check_log(&imported);
    }
});
