//! Parts of a table: blocks of rows parsed apart from each other, on all threads, and joined in the order of the file.

use std::io::Read;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::plain::{Block, Splitter, Taken, plain_part, whole_lines};
use super::reader::Table;
use super::row::{Row, TableRow};
use super::sink::RowSink;
use crate::execution::Execution;
use crate::io::Error;

/// Sinks whose rows can be parsed apart from each other and joined.
///
/// The table cuts its text into blocks, by bytes only. Each block is parsed into a part of its own, on any thread and in
/// any order, against the sink as it stood some blocks before; the parts are then joined in the order of the file.
/// [`RowSink::add`] is the reference, and takes every row that no part takes. The rules that make both ways one:
///
/// - **A part takes what is certain.** [`parse`](Self::parse) leaves a row that has a fault, and one that settles how rows
///   behind it are read (a decimal mark, the order of day and month, a separator). It ends the part. The row
///   goes to [`add`](RowSink::add), which says what is wrong and is the only one to settle anything.
/// - **What the sink knows only saves work.** A part may look names up in the sink and keep those that it does not find as its
///   own, in the order of mention; [`join`](Self::join) looks them up again and numbers those that are still new. How much
///   the sink knows depends on the number of threads, so nothing else may.
/// - **What is settled must not have changed.** A part remembers what it was parsed by; [`fits`](Self::fits)
///   compares, and the rows of a part that does not fit go to [`add`](RowSink::add).
/// - **The first fault wins.** What only the rows before can tell (a name with another meaning, a row that is
///   there twice) is found in `join` by the line kept in the part, before anything behind it is looked at.
///
/// So results and refusals are those of one thread, whatever the number of threads.
pub(crate) trait PartSink: RowSink + Sync {
    /// Rows of one block, parsed.
    type Part: Send;

    /// A part without rows.
    fn part(&self) -> Self::Part;

    /// Takes a row into a part; `false` leaves it, and the part as it was.
    fn parse<'a>(&self, part: &mut Self::Part, row: impl TableRow<'a> + Copy) -> bool;

    /// Completes a part once its rows are parsed, still apart from others: sort, shrink, count.
    fn close(&self, _part: &mut Self::Part) {}

    /// Whether a part was parsed by what is settled now.
    fn fits(&self, _part: &Self::Part) -> bool {
        true
    }

    /// Takes the rows of a part, as if each had been added. One thread does it alone, so it must be cheap.
    fn join(&mut self, part: Self::Part) -> Result<(), Error>;
}

/// Blocks in hand for each thread: enough that threads seldom wait for each other.
#[cfg(feature = "parallel")]
const BLOCKS_PER_THREAD: usize = 4;

/// A block that was parsed.
struct Parsed<P> {
    part: P,
    taken: Taken,
}

impl<R: Read> Table<R> {
    /// Gives all rows to a sink for which a join costs more than it saves on one thread: in parts where there are several
    /// threads, or somebody watches; else as they come.
    pub(crate) fn read_as_asked<S: PartSink>(
        &mut self,
        sink: &mut S,
        execution: &Execution,
    ) -> Result<(), Error> {
        if execution.is_parallel() || execution.is_watched() {
            self.read_parts(sink, execution)
        } else {
            self.read_into(sink)
        }
    }

    /// Gives all rows to a sink, parsed in parts.
    ///
    /// The watch is told the bytes of the blocks that are joined, of as many.
    pub(crate) fn read_parts<S: PartSink>(
        &mut self,
        sink: &mut S,
        execution: &Execution,
    ) -> Result<(), Error> {
        let mut splitter = Splitter::new(self.separator(), self.header().len());
        self.tear_rest();
        loop {
            self.add_rest(sink, &mut splitter)?;
            let first = self.blocks_taken;
            let parsed = self.parse_ahead(sink, execution);
            if parsed.is_empty() {
                // What is left is the end, or the fault that ends the input.
                return self.read_into(sink);
            }
            for (number, Parsed { part, taken }) in (first..).zip(parsed) {
                // A row that went on beyond its block took the reference on.
                if number < self.blocks_taken {
                    continue;
                }
                self.next_block();
                if taken.rows <= self.rows_left() && sink.fits(&part) {
                    self.take(taken);
                    sink.join(part)?;
                }
                self.add_rest(sink, &mut splitter)?;
            }
            execution.tell(self.bytes_taken, self.bytes_taken)?;
        }
    }

    /// Gives the rows that begin in the buffer to a sink, one by one.
    fn add_rest(&mut self, sink: &mut impl RowSink, splitter: &mut Splitter) -> Result<(), Error> {
        loop {
            self.add_plain(sink, splitter)?;
            if !self.skip_breaks() {
                return Ok(());
            }
            let Some(row) = self.next_row()? else { return Ok(()) };
            sink.add(row)?;
        }
    }

    /// Parses the blocks that were read ahead, each into a part, and reads others meanwhile.
    fn parse_ahead<S: PartSink>(&mut self, sink: &S, execution: &Execution) -> Vec<Parsed<S::Part>> {
        #[cfg(feature = "parallel")]
        let most = if execution.is_parallel() { BLOCKS_PER_THREAD * rayon::current_num_threads() } else { 1 };
        #[cfg(not(feature = "parallel"))]
        let (most, _) = (1, execution);
        let rules = Rules {
            separator: self.separator(),
            width: self.header().len(),
            longest: self.longest(),
            piece: (self.block / 8).max(1),
        };
        let mut line = self.line;
        let Self { source, ahead, spare, block: size, .. } = self;
        let mut next = || source.block(spare.pop().unwrap_or_default(), *size);
        if ahead.is_empty() {
            ahead.extend(std::iter::from_fn(&mut next).take(most));
        }
        let mut parsed: Vec<Option<Parsed<S::Part>>> = ahead.iter().map(|_| None).collect();
        let work = ahead.iter().zip(&mut parsed).map(|(block, parsed)| {
            let first = line;
            line += block.lines;
            move || *parsed = Some(rules.parse(sink, &block.bytes, first))
        });
        #[cfg(feature = "parallel")]
        if execution.is_parallel() {
            let mut more = Vec::new();
            rayon::in_place_scope(|scope| {
                work.for_each(|mut parse| scope.spawn(move |_| parse()));
                more.extend(std::iter::from_fn(&mut next).take(most));
            });
            ahead.extend(more);
            return parsed.into_iter().flatten().collect();
        }
        work.for_each(|mut parse| parse());
        parsed.into_iter().flatten().collect()
    }
}

/// How the text of a table is split into rows.
#[derive(Clone, Copy, Debug)]
struct Rules {
    separator: u8,
    width: usize,
    /// Bytes up to which a row is certain to be within all bounds.
    longest: usize,
    /// Bytes of plain rows that are split together.
    piece: usize,
}

impl Rules {
    /// Parses the rows of a block that begins on a line, up to the first that is left.
    fn parse<S: PartSink>(self, sink: &S, text: &[u8], line: u64) -> Parsed<S::Part> {
        let mut part = sink.part();
        let mut splitter = Splitter::new(self.separator, self.width);
        // Most blocks have plain rows alone.
        let mut records = None;
        let (mut taken, mut odd) = (Taken::default(), 0);
        loop {
            let rest = text.get(taken.bytes..).unwrap_or_default();
            let breaks = rest.iter().take_while(|&&byte| matches!(byte, b'\n' | b'\r')).count();
            taken.lines += rest[..breaks].iter().filter(|&&byte| byte == b'\n').count() as u64;
            taken.bytes += breaks;
            let rest = &rest[breaks..];
            if rest.is_empty() {
                break;
            }
            let line = line + taken.lines;
            if taken.bytes >= odd {
                let piece = &rest[..rest.len().min(self.piece)];
                let (plain, found) = plain_part(piece);
                let valid = match std::str::from_utf8(&piece[..plain]) {
                    Ok(text) => text,
                    Err(fault) => valid_lines(piece, fault.valid_up_to()),
                };
                odd = taken.bytes
                    + if valid.len() < plain {
                        valid.len() + 1
                    } else {
                        found.map_or(valid.len(), |at| at + 1)
                    };
                let block = Block { text: valid, line, most_rows: u64::MAX, longest: self.longest };
                let mut rows = splitter.rows(block);
                let mut left = None;
                while left.is_none()
                    && let Some(row) = rows.next()
                {
                    left = (!sink.parse(&mut part, row)).then(|| rows.before(&row));
                }
                let found = left.unwrap_or(rows.taken());
                taken.bytes += found.bytes;
                taken.lines += found.lines;
                taken.rows += found.rows;
                if left.is_some() {
                    break;
                }
                if found.bytes > 0 {
                    continue;
                }
            }
            match records.get_or_insert_with(|| Records::new(self)).next(rest, line) {
                Some((row, end)) if sink.parse(&mut part, row) => {
                    taken.lines += rest[..end].iter().filter(|&&byte| byte == b'\n').count() as u64;
                    taken.bytes += end;
                    taken.rows += 1;
                }
                _ => break,
            }
        }
        sink.close(&mut part);
        Parsed { part, taken }
    }
}

/// The whole lines of a text that is valid up to a byte.
fn valid_lines(text: &[u8], valid: usize) -> &str {
    let valid = text.get(..valid).unwrap_or_default();
    std::str::from_utf8(&valid[..whole_lines(valid)]).unwrap_or_default()
}

/// Splits rows of any form that lie whole in a text.
struct Records {
    reader: Reader,
    rules: Rules,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Records {
    fn new(rules: Rules) -> Self {
        let reader = ReaderBuilder::new().delimiter(rules.separator).build();
        Self { reader, rules, text: Vec::new(), ends: Vec::new() }
    }

    /// The first row of a text, and where it ends. Nothing when it is not certain to be one; no more can be split then.
    fn next(&mut self, input: &[u8], line: u64) -> Option<(Row<'_>, usize)> {
        self.text.resize(self.text.len().max(1 << 10), 0);
        self.ends.resize(self.rules.width + 1, 0);
        let (mut end, mut written, mut fields) = (0, 0, 0);
        loop {
            let (result, consumed, bytes, ends) = self.reader.read_record(
                input.get(end..)?,
                &mut self.text[written..],
                &mut self.ends[fields..],
            );
            (end, written, fields) = (end + consumed, written + bytes, fields + ends);
            match result {
                ReadRecordResult::Record => break,
                ReadRecordResult::OutputFull if written <= self.rules.longest => {
                    self.text.resize(self.text.len() * 2, 0);
                }
                _ => return None,
            }
        }
        let text = std::str::from_utf8(&self.text[..written]).ok()?;
        let ends = &self.ends[..fields];
        let is_certain = fields == self.rules.width
            && written <= self.rules.longest
            && (text.is_ascii() || ends.iter().all(|&end| text.is_char_boundary(end)));
        is_certain.then(|| (Row::new(line, text, ends), end))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reader::Table;
    use super::super::row::TableRow;
    use super::super::sink::RowSink;
    use super::PartSink;
    use crate::execution::Execution;
    use crate::io::Error;
    use crate::io::source::{Limits, TableFormat};

    /// Keeps rows, read by what a row settles that begins with `c`; one that holds an `é` is faulty, and one whose
    /// first field has been there twice before.
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Kept {
        width: usize,
        settled: usize,
        rows: Vec<(u64, usize, Vec<String>)>,
        parted: usize,
    }

    impl Kept {
        fn row<'a>(&self, row: &impl TableRow<'a>) -> (u64, usize, Vec<String>) {
            (row.line(), self.settled, (0..self.width).map(|column| row.get(column).to_owned()).collect())
        }

        fn keep(&mut self, row: (u64, usize, Vec<String>)) -> Result<(), Error> {
            if self.rows.iter().filter(|known| known.2[0] == row.2[0] && !row.2[0].is_empty()).count() == 2 {
                return Err(Error::EmptyField { line: row.0, column: "three times".to_owned() });
            }
            self.rows.push(row);
            Ok(())
        }
    }

    impl RowSink for Kept {
        fn add<'a>(&mut self, row: impl TableRow<'a>) -> Result<(), Error> {
            let row = self.row(&row);
            self.settled += usize::from(row.2[0].starts_with('c'));
            if row.2.iter().any(|field| field.contains('\u{e9}')) {
                return Err(Error::EmptyField { line: row.0, column: "faulty".to_owned() });
            }
            self.keep(row)
        }
    }

    impl PartSink for Kept {
        type Part = Kept;

        fn part(&self) -> Kept {
            Kept { rows: Vec::new(), ..self.clone() }
        }

        fn parse<'a>(&self, part: &mut Kept, row: impl TableRow<'a> + Copy) -> bool {
            let row = part.row(&row);
            let is_certain =
                !row.2[0].starts_with('c') && row.2.iter().all(|field| !field.contains('\u{e9}'));
            if is_certain {
                part.rows.push(row);
            }
            is_certain
        }

        fn fits(&self, part: &Kept) -> bool {
            self.settled == part.settled
        }

        fn join(&mut self, part: Kept) -> Result<(), Error> {
            self.parted += part.rows.len();
            part.rows.into_iter().try_for_each(|row| self.keep(row))
        }
    }

    /// All that was kept, and what went wrong; in parts if there is an execution.
    fn read(
        bytes: &[u8],
        limits: &Limits,
        sizes: (usize, usize),
        execution: Option<Execution>,
    ) -> (Kept, String) {
        let mut table = match Table::with_sizes(bytes, limits, TableFormat::default(), sizes) {
            Ok(table) => table,
            Err(error) => return (Kept::default(), error.to_string()),
        };
        let mut kept = Kept { width: table.header().len(), ..Kept::default() };
        let read = match execution {
            Some(execution) => table.read_parts(&mut kept, &execution),
            None => table.read_into(&mut kept),
        };
        (kept, read.err().map(|error| error.to_string()).unwrap_or_default())
    }

    #[test]
    fn most_rows_are_parsed_in_parts() {
        for (first, line_break) in [("plain", "\n"), ("\"quoted, \"\"x\"\"\r\ny\"", "\r\n"), ("z", "\n\n")] {
            let rows =
                (0..5_000).map(|row| format!("{row},{first},\u{20ac}{line_break}")).collect::<String>();
            let text = format!("a,b,c{line_break}{rows}last,1,2");
            let mut reference = read(text.as_bytes(), &Limits::default(), (1_000, 3_000), None);
            for parallel in [false, true] {
                let execution = Execution::default().with_parallel(parallel);
                let found = read(text.as_bytes(), &Limits::default(), (1_000, 3_000), Some(execution));
                assert!(found.0.parted > 4_800, "{} {first}", found.0.parted);
                reference.0.parted = found.0.parted;
                assert!(found == reference, "{first}");
            }
        }
    }

    #[test]
    fn a_watch_ends_the_reading() {
        let text = (0..5_000).map(|row| format!("{row}\n")).collect::<String>();
        let execution = Execution::default().with_watch(|_| std::ops::ControlFlow::Break(()));
        let (kept, error) = read(text.as_bytes(), &Limits::default(), (10, 100), Some(execution));
        assert!(kept.rows.len() < 200 && error.contains("cancelled"), "{error}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        /// Whatever the bytes, the sizes of blocks and the threads are, the rows and the first fault are those of the reference.
        #[test]
        fn equals_the_reference(
            width in 1..4_usize,
            body in prop::collection::vec(prop::sample::select(vec![
                "a", "b", "c", "1", "2", "3", ",", ",", ",", ",", "\n", "\n", "\n", "\n", "\r\n", "\r", "\"", "\"\"", " ",
                "\u{e9}", "0123456789", "\"x\ny\"", "\n\n", "\0", "a,b\n", "1,2,3\n", "4\n5\n6\n", "\"1\",\"2\"\n",
            ]), 0..120),
            torn in prop::option::of((0..400_usize, any::<u8>())),
            (rows_limit, record_limit, bytes_limit) in (1..40_u64, 9..80_usize, 20..400_u64),
            limited in 0..4_u8,
            chunk in prop::sample::select(vec![1, 5, 30, 100]),
            block in prop::sample::select(vec![1, 3, 10, 40, 200]),
            parallel in any::<bool>(),
        ) {
            let mut bytes = format!("{}\n{}", ["a", "b", "c"][..width].join(","), body.concat()).into_bytes();
            if let Some((at, byte)) = torn && at < bytes.len() {
                bytes[at] = byte;
            }
            let limits = match limited {
                1 => Limits::default().with_max_rows(rows_limit).with_max_record_bytes(record_limit),
                2 => Limits::default().with_max_bytes(bytes_limit),
                3 => Limits::default().with_max_rows(rows_limit),
                _ => Limits::default(),
            };
            let execution = Execution::default().with_parallel(parallel);
            let mut found = read(&bytes, &limits, (chunk, block), Some(execution));
            found.0.parted = 0;
            prop_assert_eq!(found, read(&bytes, &limits, (chunk, block), None));
        }
    }
}
