//! Parts of an event log: blocks of rows that are read apart from each other and joined.

use super::csv::Import;
use super::lifecycle::{Transition, UnknownWords};
use super::part_names::PartNames;
use super::sink::Kind;
use crate::io::Error;
use crate::io::short_names::{GROUP, RecentNames, ShortKey};
use crate::io::table::parts::PartSink;
use crate::io::table::row::TableRow;
use crate::io::time::column::TimeColumn;
use crate::journey::log::interner::Interner;
use crate::journey::log::rows::EventRows;
use crate::journey::log::{ActivityId, PendingObject};
use crate::model::time::{DateOrder, ParsedTime, Timestamp};

/// Events of a block. Names that the import knows have its numbers; others have numbers of their own behind those.
pub(crate) struct EventPart {
    times: TimeColumn,
    /// The order of day and month by which times are read.
    settled: Option<DateOrder>,
    rows: EventRows,
    /// Events whose cases are not looked up yet, and the other objects that they involve.
    waiting: Vec<Waiting>,
    recent: RecentNames<Option<PendingObject>>,
    involved: Vec<PendingObject>,
    names: PartNames,
    transitions: Vec<(Transition, u32)>,
    unknown: UnknownWords,
    /// Instances of work by their numbers less 1; 0 is none.
    instances: Interner,
    /// Events whose case is nobody.
    without_case: Vec<u32>,
    notes: PartNotes,
}

#[derive(Default)]
struct PartNotes {
    without_zone: u64,
    without_resource: u64,
    without_channel: u64,
    placeholders: u64,
    lists: u64,
}

/// An event whose case is not looked up yet.
struct Waiting {
    case: ShortKey,
    activity: ActivityId,
    time: Timestamp,
    /// Where its other objects end.
    end: u32,
}

/// What a row says beside case, activity and time, before the part takes it.
struct Rest {
    start: Option<Timestamp>,
    due: Option<Timestamp>,
    without_zone: u64,
}

impl PartSink for Import {
    type Part = EventPart;

    fn part(&self) -> EventPart {
        EventPart {
            times: self.times.part(),
            settled: self.times.settled(),
            rows: EventRows::default(),
            waiting: Vec::with_capacity(GROUP),
            recent: RecentNames::new(),
            involved: Vec::new(),
            names: PartNames::new(&self.sink),
            transitions: Vec::new(),
            unknown: UnknownWords::default(),
            instances: Interner::default(),
            without_case: Vec::new(),
            notes: PartNotes::default(),
        }
    }

    fn parse<'r>(&self, part: &mut EventPart, row: impl TableRow<'r> + Copy) -> bool {
        let columns = &self.columns;
        let (Ok(case), Ok(activity)) = (columns.case.key(&row), columns.activity.key(&row)) else {
            return false;
        };
        let Ok(time) = columns.event_time(&row, &mut part.times) else { return false };
        let is_local = |time: ParsedTime| u64::from(!time.has_zone && !self.sink.is_utc_declared());
        let mut rest = Rest { start: None, due: None, without_zone: is_local(time) };
        if columns.start.is_some() {
            let start = columns.start_time(&row, time.timestamp, &mut part.times);
            let Ok(start) = start else { return false };
            rest.start = start.map(|start| start.timestamp);
            rest.without_zone += start.map_or(0, is_local);
        }
        if let Some(column) = &columns.due
            && !row.is_empty(column.place(&row))
        {
            let Ok(due) = column.time(&row, &mut part.times) else { return false };
            rest.due = Some(due.timestamp);
            rest.without_zone += u64::from(!due.has_zone);
        }
        if !self.has_distinct_types || part.settled != part.times.settled() {
            return false;
        }
        // From here on the row is taken, unless memory for names is full: then the import says so.
        self.take(part, &row, (case, activity, time.timestamp), &rest).is_some()
    }

    fn close(&self, part: &mut EventPart) {
        self.look_up(part);
        part.recent = RecentNames::default();
    }

    fn fits(&self, part: &EventPart) -> bool {
        part.settled == self.times.settled()
    }

    fn join(&mut self, part: EventPart) -> Result<(), Error> {
        let EventPart { times, mut rows, names, .. } = part;
        names.join(self, &mut rows)?;
        let first = self.sink.builder().len();
        self.sink.append(&rows, &part.without_case)?;
        let instances: Vec<u32> = part.instances.iter().map(|name| self.sink.instance(name)).collect();
        let mut nobodies = part.without_case.iter().peekable();
        for ((transition, instance), event) in part.transitions.into_iter().zip(0_u32..) {
            let is_nobody = nobodies.next_if_eq(&&event).is_some();
            let instance = instance.checked_sub(1).and_then(|own| instances.get(own as usize)).copied();
            let (at, instance) = (first + event as usize, instance.unwrap_or_default());
            self.sink.transition_of(at, transition, instance, !is_nobody);
        }
        self.sink.unknown_words(part.unknown);
        self.times.join(&times);
        let notes = self.sink.note();
        notes.without_zone += part.notes.without_zone;
        notes.without_resource += part.notes.without_resource;
        notes.without_channel += part.notes.without_channel;
        notes.placeholders += part.notes.placeholders;
        notes.lists += part.notes.lists;
        Ok(())
    }
}

impl Import {
    /// Takes a row into a part. Nothing when there is no memory for its names.
    #[inline]
    fn take<'r>(
        &self,
        part: &mut EventPart,
        row: &impl TableRow<'r>,
        (case, activity, time): (Option<ShortKey>, Option<ShortKey>, Timestamp),
        rest: &Rest,
    ) -> Option<()> {
        let columns = &self.columns;
        let activity = match activity.and_then(|key| self.activities.find(key)) {
            Some(activity) => activity,
            None => part.names.activity(&self.sink, columns.activity.text(row))?,
        };
        let mut placeholders = columns.case.passed_over(row);
        // Cases without a key are looked up at once, behind those that wait.
        let case = match case {
            Some(case) => Err(case),
            None => {
                self.look_up(part);
                Ok(part.names.object(&self.sink, Kind::Case, columns.case.text(row))?)
            }
        };
        let others = part.involved.len();
        let named = columns.resource.as_ref().and_then(|column| Some((column, column.optional(row)?)));
        let resource = match named {
            Some((column, key)) => match key.and_then(|key| self.resources.find(key)) {
                Some(known) => known,
                None => part.names.object(&self.sink, Kind::Resource, column.text(row))?,
            },
            None => None,
        };
        match resource {
            Some(resource) => part.involved.push(resource),
            None => {
                placeholders += u64::from(named.is_some());
                part.notes.without_resource += 1;
            }
        }
        for (place, (column, known)) in columns.further.iter().zip(&self.further).enumerate() {
            let Some(key) = column.optional(row) else { continue };
            if let Some(known) = key.and_then(|key| known.find(key)) {
                placeholders += u64::from(known.is_none() && !columns.is_counted(row, place));
                part.involved.extend(known);
                continue;
            }
            let is_bracketed = self.sink.lists().for_each_name(column.text(row), |name| {
                if !name.is_empty() {
                    let object = part.names.object(&self.sink, Kind::Further(place), name).ok_or(())?;
                    placeholders += u64::from(object.is_none() && !columns.is_counted(row, place));
                    part.involved.extend(object);
                }
                Ok::<_, ()>(())
            });
            part.notes.lists += u64::from(is_bracketed.ok()?);
        }
        if let Some(column) = &columns.channel {
            let channel = match column.optional(row) {
                None => None,
                Some(key) => match key.and_then(|key| self.channels.find(key)) {
                    Some(known) => known,
                    None => Some(part.names.channel(&self.sink, column.text(row))?),
                },
            };
            part.notes.without_channel += u64::from(channel.is_none());
            part.rows.push_channel(channel);
        }
        if let Some(column) = &columns.transition {
            let instance = match columns.instance.as_ref().map(|column| column.text(row)) {
                None | Some("") => 0,
                Some(name) => part.instances.intern(name, "instances of work").ok()? + 1,
            };
            let transition = part.unknown.meaning(column.text(row), self.sink.words());
            part.transitions.push((transition, instance));
        }
        part.rows.set_start_and_due(part.rows.len() + part.waiting.len(), rest.start, rest.due);
        part.notes.without_zone += rest.without_zone;
        part.notes.placeholders += placeholders;
        match case {
            Err(case) => {
                let end = part.involved.len() as u32;
                part.waiting.push(Waiting { case, activity, time, end });
                if part.waiting.len() == GROUP {
                    self.look_up(part);
                }
            }
            Ok(case) => {
                let EventPart { rows, involved, .. } = part;
                rows.push(activity, time, case, &involved[others..]);
                involved.truncate(others);
                self.without_case(part, case);
            }
        }
        Some(())
    }

    /// Looks up the cases that wait, and takes their events.
    fn look_up(&self, part: &mut EventPart) {
        let distant = part.waiting.iter().filter(|waiting| part.recent.find(waiting.case).is_none());
        let touched = distant.fold(0, |sum, waiting| sum ^ self.cases.touch(waiting.case));
        std::hint::black_box(touched);
        let (waiting, involved) = (std::mem::take(&mut part.waiting), std::mem::take(&mut part.involved));
        let mut start = 0;
        for &Waiting { case: key, activity, time, end } in &waiting {
            let case = part.recent.find(key).unwrap_or_else(|| {
                let case = self.cases.find(key).unwrap_or_else(|| part.names.case(self, key));
                part.recent.keep(key, case);
                case
            });
            part.rows.push(activity, time, case, &involved[start as usize..end as usize]);
            self.without_case(part, case);
            start = end;
        }
        (part.waiting, part.involved) = (waiting, involved);
        part.waiting.clear();
        part.involved.clear();
    }

    /// Notes that the event taken last has no case.
    #[inline]
    fn without_case(&self, part: &mut EventPart, case: Option<PendingObject>) {
        if case.is_none() {
            part.notes.placeholders += 1;
            part.without_case.push(part.rows.len() as u32 - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::csv::Import;
    use super::super::{EventOptions, ImportNotes, ImportedLog, ObjectColumn};
    use super::{EventPart, PartSink};
    use crate::execution::Execution;
    use crate::io::Error;
    use crate::io::source::Placeholders;
    use crate::io::table::reader::Table;
    use crate::io::table::row::TableRow;
    use crate::io::table::sink::RowSink;
    use crate::journey::log::EventLog;

    /// All that a log holds, in the order of its numbers.
    fn told(log: &EventLog) -> Vec<String> {
        let objects = log.object_types().flat_map(|object_type| {
            let name = log.object_type_name(object_type).unwrap_or_default();
            let keys = log.objects(object_type).unwrap().map(|object| log.object_key(object));
            keys.map(|key| format!("{name} {key:?}")).collect::<Vec<_>>()
        });
        let events = log.events().map(|event| format!("{event:?} {:?}", log.activity_name(event.activity)));
        let channels = log.channels().map(|channel| format!("{:?}", log.channel_name(channel)));
        objects.chain(events).chain(channels).collect()
    }

    /// An import that counts the rows that no part takes.
    struct Counted(Import, usize);

    impl RowSink for Counted {
        fn add<'r>(&mut self, row: impl TableRow<'r>) -> Result<(), Error> {
            self.1 += 1;
            self.0.add(row)
        }
    }

    impl PartSink for Counted {
        type Part = EventPart;

        fn part(&self) -> EventPart {
            self.0.part()
        }

        fn parse<'r>(&self, part: &mut EventPart, row: impl TableRow<'r> + Copy) -> bool {
            self.0.parse(part, row)
        }

        fn close(&self, part: &mut EventPart) {
            self.0.close(part);
        }

        fn fits(&self, part: &EventPart) -> bool {
            self.0.fits(part)
        }

        fn join(&mut self, part: EventPart) -> Result<(), Error> {
            self.0.join(part)
        }
    }

    #[test]
    fn most_rows_are_read_in_parts() {
        let row = |row: i32| {
            let (case, long, item) =
                (row % 700, row % 90, ["x", "y|z", "['x','w']", "NA", ""][row as usize % 5]);
            let case = if row % 11 == 0 { "undefined".to_owned() } else { format!("case {case}") };
            format!(
                "{case},a long name of an activity {long},2024-05-01T10:00:{:02},Ann,\"{item}\",web\n",
                row % 60
            )
        };
        let text = "case,activity,time,resource,item,channel\n".to_owned()
            + &(0..5_000).map(row).collect::<String>();
        let options = EventOptions::default().with_objects(ObjectColumn::new("item"));
        for parallel in [false, true] {
            let mut table =
                Table::with_sizes(text.as_bytes(), &options.limits, options.table, (500, 4_000)).unwrap();
            let mut import = Counted(Import::new(table.header(), &options).unwrap(), 0);
            table.read_parts(&mut import, &Execution::default().with_parallel(parallel)).unwrap();
            assert!(import.1 < 20, "{}", import.1);
            let ImportedLog { log, notes, .. } = import.0.finish(None).unwrap();
            let (reference, mut expected) = read(text.as_bytes(), &options, (500, 4_000), None).unwrap();
            expected.table = None;
            assert!((told(&log), notes) == (reference, expected));
        }
    }

    /// What is read in parts on so many threads, or by the reference.
    fn read(
        bytes: &[u8],
        options: &EventOptions,
        sizes: (usize, usize),
        execution: Option<&Execution>,
    ) -> Result<(Vec<String>, ImportNotes), String> {
        let read = || {
            let mut table = Table::with_sizes(bytes, &options.limits, options.table, sizes)?;
            let mut import = Import::new(table.header(), options)?;
            table.look(&import.time_columns(), |text| import.times.look(text));
            match execution {
                Some(execution) => table.read_parts(&mut import, execution)?,
                None => table.read_into(&mut import)?,
            }
            import.finish(Some(table.notes()))
        };
        let ImportedLog { log, notes, .. } = read().map_err(|error: Error| error.to_string())?;
        Ok((told(&log), notes))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        /// Logs, notes and refusals are those of the reference, whatever the sizes of blocks and the threads are.
        #[test]
        fn parts_equal_the_reference(
            rows in prop::collection::vec((
                prop::sample::select(vec!["1", "2", "3", " 4", "NA", "a case with a long name", "another case with a long name", "\u{e9}", "\"5\"", "none"]),
                prop::sample::select(vec!["ask", "pay", "wait for an answer from them", "\"a, b\"", "\u{fc}ben"]),
                prop::sample::select(vec!["2024-05-01T10:00:00", "2024-05-01T10:00:01Z", "2024-05-02", "03/04/2024", "25/03/2024", "1970-01-01 00:00:00"]),
                prop::sample::select(vec!["Ann", "Bob", "", "unknown", "somebody with a long name"]),
                prop::sample::select(vec!["x", "y", "", "x|z", "x|NA", "['x', 'w']", "[]", "\"['p|q']\"", "p|q", "a very long name of an item"]),
                prop::sample::select(vec!["", "", "web", "app", "shop around the corner"]),
                prop::sample::select(vec!["", "start,1", "complete,1", "complete,", "start,2", "suspend,1"]),
                prop::sample::select(vec!["", "", "2024-05-01T09:00:00", "01/02/2024"]),
            ), 0..50),
            odd in prop::option::of((0..50_usize, prop::sample::select(vec![
                ",ask,2024-05-01,,,,,,,\n", "1,,2024-05-01,,,,,,,\n", "1,ask,soon,,,,,,,\n", "1,ask,03/25/2024,,,,,,,\n",
                "1,ask\n", "1,ask,2024-05-01,,,,,,tomorrow,\n", "\"1,ask,2024-05-01,,,,,,,\n", "1,ask,2024-05-01,\"A\nB\",,,,,,\n",
            ]))),
            columns in (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), 0..4_u8),
            chunk in prop::sample::select(vec![20, 90, 400, 2_000]),
            block in prop::sample::select(vec![10, 60, 200, 1_500]),
            max_rows in prop::option::of(1..60_u64),
            parallel in any::<bool>(),
        ) {
            let mut lines: Vec<String> = rows
                .iter()
                .map(|(case, activity, time, resource, item, channel, work, due)| {
                    let work = if work.is_empty() { "," } else { work };
                    format!("{case},{activity},{time},{resource},{item},{channel},{work},{due},other\n")
                })
                .collect();
            if let Some((at, line)) = odd {
                lines.insert(at.min(lines.len()), line.to_owned());
            }
            let (has_resource, has_channel, has_work, has_due, objects) = columns;
            let name = |is_there, name, other| if is_there { name } else { other };
            let header = [
                "case", "activity", "time", name(has_resource, "resource", "c4"), "item", name(has_channel, "channel", "c6"),
                name(has_work, "lifecycle:transition", "c7"), "instance", "due", "more",
            ];
            let header = header.join(",") + "\n";
            let text = header + &lines.concat();
            let mut options = EventOptions {
                due: has_due.then(|| "due".to_owned()),
                instance: has_work.then(|| "instance".to_owned()),
                ..EventOptions::default()
            };
            match objects {
                0 => {}
                1 => options = options.with_objects(ObjectColumn::new("item")),
                2 => options = options.with_objects(ObjectColumn::new("item")).with_objects(ObjectColumn::new("more")),
                _ => {
                    // Two columns of one type.
                    options = options.with_objects(ObjectColumn::new("case").with_column("item"));
                    options.placeholders = Placeholders::none();
                }
            }
            if let Some(most) = max_rows {
                options.limits = options.limits.with_max_rows(most);
            }
            let execution = Execution::default().with_parallel(parallel);
            let found = read(text.as_bytes(), &options, (chunk, block), Some(&execution));
            prop_assert_eq!(found, read(text.as_bytes(), &options, (chunk, block), None));
        }
    }
}
