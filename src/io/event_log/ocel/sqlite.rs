//! Event logs from OCEL 2.0 SQLite.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::draft::{Draft, located};
use crate::io::Error;
use crate::io::event_log::{EventOptions, ImportedLog};
use crate::io::shown::shown;
use crate::io::source::Input;
use crate::model::names::listed;

const CHANGED: &str = "ocel_changed_field";
const MAGIC: &[u8] = b"SQLite format 3\0";
/// Bytes of the header that say how the file was journalled.
const JOURNAL: std::ops::Range<usize> = 18..20;
/// With a write-ahead log, which a copy in memory lacks.
const WRITE_AHEAD: u8 = 2;
/// The tables that every log has, whatever its types.
const TABLES: [&str; 5] = ["event", "object", "event_map_type", "object_map_type", "event_object"];
/// The tables of version 1.0.
const OLD_TABLES: [&str; 3] = ["EVENTS", "OBJECTS", "RELATIONS"];
const RELATED: &str = "object_object";

/// Reads an object-centric event log from the bytes of a SQLite file in OCEL 2.0.
///
/// The file is opened in memory, read only, and only its plain tables are read: no view, no virtual table. Of
/// `options`, the channel, the time format and the limits count. What is kept and what is skipped stands in
/// [the module](crate::io::event_log::ocel).
///
/// Cost: the file is held in memory, and beside it and the log the identifiers of events, objects and relations.
///
/// # Errors
/// [`Error::Empty`], [`Error::NotOcel`] for bytes that are no SQLite file, [`Error::Sqlite`] for a damaged one and for
/// tables that are missing, [`Error::NoEvents`], [`Error::EventTime`], [`Error::EventWithoutTime`], [`Error::BadItem`], [`Error::DanglingObject`],
/// [`Error::DanglingEvent`], [`Error::DuplicateId`], the faults of gzip, a limit that is hit, and [`Error::Read`].
pub fn read_sqlite<R: Read>(reader: R) -> Result<ImportedLog, Error> {
    read_sqlite_with(reader, &EventOptions::default())
}

/// [`read_sqlite`] with options.
///
/// # Errors
///
/// As [`read_sqlite`], and for options out of range.
pub fn read_sqlite_with<R: Read>(reader: R, options: &EventOptions) -> Result<ImportedLog, Error> {
    let mut bytes = Vec::new();
    Input::new(reader, &options.limits)?.read_to_end(&mut bytes)?;
    if bytes.is_empty() {
        return Err(Error::Empty { expected: "an OCEL log as SQLite" });
    }
    if !bytes.starts_with(MAGIC) {
        return Err(Error::NotOcel { line: 1, found: "no SQLite file".to_owned() });
    }
    let mut write_ahead = false;
    if let Some(journal) = bytes.get_mut(JOURNAL) {
        write_ahead = journal.contains(&WRITE_AHEAD);
        journal.fill(1);
    }
    let mut connection = Connection::open_in_memory()?;
    connection.deserialize_read_exact("main", bytes.as_slice(), bytes.len(), true)?;
    drop(bytes);
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    let mut import = Import { connection: &connection, draft: Draft::new(options) };
    import.draft.note().write_ahead = write_ahead;
    import.check_tables(write_ahead)?;
    import.read().map_err(|error| located(error, 1))?;
    import.draft.finish()
}

struct Import<'a> {
    connection: &'a Connection,
    draft: Draft<'a>,
}

impl Import<'_> {
    /// Refuses a file that lacks tables of the format, all of them named.
    fn check_tables(&self, write_ahead: bool) -> Result<(), Error> {
        let missing: Vec<&str> = self.missing(&TABLES)?;
        if missing.is_empty() {
            return Ok(());
        }
        let mut reason = match missing[..] {
            [one] => format!("it is no OCEL 2.0 log: there is no table `{one}`"),
            _ => format!("it is no OCEL 2.0 log: there are no tables {}", listed(&missing)),
        };
        if self.missing(&OLD_TABLES)?.is_empty() {
            reason = "it is an OCEL 1.0 log: convert it to OCEL 2.0, or to JSON".to_owned();
        }
        if write_ahead {
            reason += ", or what it has is in the write-ahead log beside it (`-wal`), which is not read: run `PRAGMA \
                       wal_checkpoint(TRUNCATE)` on the file and try again";
        }
        Err(Error::Sqlite { reason })
    }

    fn missing<'t>(&self, tables: &[&'t str]) -> Result<Vec<&'t str>, Error> {
        let mut missing = Vec::new();
        for &table in tables {
            if !self.has_table(table)? {
                missing.push(table);
            }
        }
        Ok(missing)
    }

    fn read(&mut self) -> Result<(), Error> {
        let object_types = self.map("object_map_type")?;
        for (object_type, _) in &object_types {
            self.draft.list_object_type(object_type)?;
        }
        let mut times: HashMap<String, String> = HashMap::new();
        let mut channels: HashMap<String, String> = HashMap::new();
        let mut tables: HashMap<String, String> = HashMap::new();
        for (event_type, suffix) in self.map("event_map_type")? {
            self.draft.list_event_type(&event_type)?;
            let (mut attributes, table) = (0, format!("event_{suffix}"));
            tables.insert(event_type, table.clone());
            if !self.has_table(&table)? {
                self.draft.note().types_without_table += 1;
                continue;
            }
            let channel = self.draft.channel_attribute();
            let channel = channel
                .filter(|name| self.columns(&table).is_ok_and(|all| all.iter().any(|one| one == name)));
            match channel {
                Some(channel) => {
                    self.each(&table, &["ocel_id", "ocel_time", channel], |[id, time, channel], others| {
                        channels.insert(id.clone(), channel);
                        times.insert(id, time);
                        attributes += others;
                        Ok(())
                    })?;
                }
                None => {
                    self.each(&table, &["ocel_id", "ocel_time"], |[id, time], others| {
                        times.insert(id, time);
                        attributes += others;
                        Ok(())
                    })?;
                }
            }
            self.draft.skip_attributes(attributes);
        }
        let mut related: HashMap<String, Vec<(String, String)>> = HashMap::new();
        let columns = ["ocel_event_id", "ocel_object_id", "ocel_qualifier"];
        self.each("event_object", &columns, |[event, object, qualifier], _| {
            related.entry(event).or_default().push((object, qualifier));
            Ok(())
        })?;
        let mut events = Vec::new();
        self.each("event", &["ocel_id", "ocel_type"], |event, _| {
            events.push(event);
            Ok(())
        })?;
        for [id, activity] in events {
            let time = times.get(&id).map_or("", String::as_str);
            if time.is_empty() {
                let in_table = times.contains_key(&id);
                return Err(self.without_time(&id, &activity, tables.get(&activity), in_table));
            }
            self.draft.event(&id, &activity, time)?;
            for (object, qualifier) in related.remove(&id).unwrap_or_default() {
                self.draft.relation(&object, &qualifier)?;
            }
            self.draft.end_event();
            if let Some(channel) = channels.get(&id) {
                self.draft.channel(channel)?;
            }
        }
        let relations = related.values().map(|relations| relations.len() as u64).sum();
        if let Some(event) = related.keys().min() {
            self.draft.dangling_event(event, relations)?;
        }
        self.objects(&object_types)
    }

    fn without_time(&self, event: &str, activity: &str, table: Option<&String>, in_table: bool) -> Error {
        let why = match table {
            None => format!("its type `{}` is not in the table `event_map_type`", shown(activity)),
            Some(table) if in_table => format!("its `ocel_time` in the table `{}` is empty", shown(table)),
            Some(table) if self.has_table(table).is_ok_and(|has| has) => {
                format!("the table `{}` has no row for it", shown(table))
            }
            Some(table) => format!("there is no table `{}`", shown(table)),
        };
        Error::EventWithoutTime { event: shown(event), why }
    }

    fn objects(&mut self, types: &[(String, String)]) -> Result<(), Error> {
        let mut objects = Vec::new();
        self.each("object", &["ocel_id", "ocel_type"], |object, _| {
            objects.push(object);
            Ok(())
        })?;
        let mut known = HashSet::new();
        for [id, object_type] in objects {
            self.draft.object(&id, &object_type)?;
            known.insert(id);
        }
        let mut relations = Vec::new();
        // Such relations are not kept, so a file without them is as good.
        if self.has_table(RELATED)? {
            self.each(RELATED, &["ocel_source_id", "ocel_target_id"], |relation, _| {
                relations.push(relation);
                Ok(())
            })?;
        }
        for [from, to] in relations {
            if known.contains(&from) {
                self.draft.object_relation(&to)?;
            } else {
                self.draft.note().object_relations += 1;
                self.draft.note().dangling_relations += 1;
            }
        }
        for (_, suffix) in types {
            let mut attributes = 0;
            let table = format!("object_{suffix}");
            if !self.has_table(&table)? {
                self.draft.note().types_without_table += 1;
                continue;
            }
            // Types whose objects never change do without the third column, those without attributes without times.
            let mut own = vec!["ocel_id"];
            let columns = self.columns(&table)?;
            own.extend(
                ["ocel_time", CHANGED].into_iter().filter(|&name| columns.iter().any(|own| own == name)),
            );
            self.count(&table, &own, &mut attributes)?;
            self.draft.skip_attributes(attributes);
        }
        Ok(())
    }

    /// Types and what their tables' names end with.
    fn map(&self, table: &str) -> Result<Vec<(String, String)>, Error> {
        let mut map = Vec::new();
        self.each(table, &["ocel_type", "ocel_type_map"], |[name, suffix], _| {
            map.push((name, suffix));
            Ok(())
        })?;
        Ok(map)
    }

    /// Whether there is a plain table of this name.
    fn has_table(&self, table: &str) -> Result<bool, Error> {
        let plain = "SELECT count(*) FROM main.sqlite_schema WHERE name = ?1 COLLATE NOCASE AND type = 'table' AND \
                     sql NOT LIKE 'create virtual%'";
        let count: i64 = self.connection.query_row(plain, [table], |row| row.get(0))?;
        Ok(count > 0)
    }

    /// The columns of a plain table.
    fn columns(&self, table: &str) -> Result<Vec<String>, Error> {
        if !self.has_table(table)? {
            return Err(Error::Sqlite { reason: format!("there is no table `{}`", shown(table)) });
        }
        // Asked for as rows: the names of a statement's columns must be UTF-8, which a damaged file need not have.
        let names = "SELECT name FROM pragma_table_xinfo(?1, 'main') WHERE hidden <> 1 ORDER BY cid";
        let mut statement = self.connection.prepare(names)?;
        let mut rows = statement.query([table])?;
        let mut names = Vec::new();
        while let Some(row) = rows.next()? {
            names.push(text(row.get_ref(0)?));
        }
        Ok(names)
    }

    /// Calls `each` with the text of `columns` in every row of a plain table, and how many others hold something.
    fn each<const N: usize>(
        &self,
        table: &str,
        columns: &[&str; N],
        mut each: impl FnMut([String; N], u64) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let places = self.places(table, columns)?;
        self.rows(table, |row, width| {
            let mut values = [const { String::new() }; N];
            for (value, &place) in values.iter_mut().zip(&places) {
                *value = text(row.get_ref(place)?);
            }
            each(values, others(row, width, &places)?)
        })
    }

    /// Adds to `attributes` the fields of a table that hold something, beside those of `columns`.
    fn count(&self, table: &str, columns: &[&str], attributes: &mut u64) -> Result<(), Error> {
        let places = self.places(table, columns)?;
        self.rows(table, |row, width| {
            *attributes += others(row, width, &places)?;
            Ok(())
        })
    }

    fn places(&self, table: &str, columns: &[&str]) -> Result<Vec<usize>, Error> {
        let names = self.columns(table)?;
        let place = |column: &&str| names.iter().position(|name| name == column);
        let lacks = |column: &str| Error::Sqlite {
            reason: format!("the table `{}` has no column `{column}`", shown(table)),
        };
        columns.iter().map(|column| place(column).ok_or_else(|| lacks(column))).collect()
    }

    fn rows(
        &self,
        table: &str,
        mut each: impl FnMut(&Row<'_>, usize) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut statement = self.connection.prepare(&format!("SELECT * FROM main.{}", quoted(table)))?;
        let width = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            each(row, width)?;
        }
        Ok(())
    }
}

fn others(row: &Row<'_>, width: usize, places: &[usize]) -> Result<u64, Error> {
    let mut count = 0;
    for place in (0..width).filter(|place| !places.contains(place)) {
        count += u64::from(row.get_ref(place)? != ValueRef::Null);
    }
    Ok(count)
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite { reason: error.to_string() }
    }
}
