//! Reader of delimited text, one row at a time.

use std::collections::VecDeque;
use std::io::Read;

use csv_core::{ReadRecordResult, Reader};

use super::blocks::{BlockSource, TextBlock};
use super::header::Header;
use super::numbers::Numbers;
use super::plain::{Block, Taken, plain_part, whole_lines};
use super::row::Row;
use super::separator;
use crate::io::Error;
use crate::io::source::text::Text;
use crate::io::source::{Limits, Separator, TableFormat, TableNotes};

const CHUNK: usize = 64 << 10;
/// Large enough that what is done once a block does not count, small enough to stay at hand.
const BLOCK: usize = 256 << 10;

/// A table with a header, read one row at a time in bounded memory: the file may be larger than the memory.
///
/// RFC 4180 with the freedoms of real files: text in any encoding, lines end with LF or CRLF, empty
/// lines are skipped, gzip is expanded. The separator is declared, or found by the evidence of the first lines.
pub(crate) struct Table<R: Read> {
    pub(super) source: BlockSource<R>,
    /// Bytes of a chunk that is read when `buffer` is used up, and of a block that is read ahead.
    chunk: usize,
    pub(super) block: usize,
    /// Blocks behind `buffer`, and memory for more.
    pub(super) ahead: VecDeque<TextBlock>,
    pub(super) spare: Vec<Vec<u8>>,
    /// Blocks that became `buffer`, and their bytes.
    pub(super) blocks_taken: u64,
    pub(super) bytes_taken: u64,
    reader: Reader,
    limits: Limits,
    buffer: Vec<u8>,
    /// The part of `buffer` that is not consumed yet.
    pending: std::ops::Range<usize>,
    /// Where the plain lines in `buffer` end, and from where on nothing is known about it.
    plain: usize,
    odd: usize,
    pub(super) line: u64,
    rows: u64,
    header: Header,
    format: TableFormat,
    separator: Separator,
    separator_line: bool,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: Read> Table<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`Error::Empty`], and what reading a row can say.
    pub(crate) fn new(reader: R, limits: &Limits, format: TableFormat) -> Result<Self, Error> {
        Self::with_sizes(reader, limits, format, (CHUNK, BLOCK))
    }

    /// As [`new`](Self::new), with other sizes of a chunk and of a block.
    pub(crate) fn with_sizes(
        reader: R,
        limits: &Limits,
        format: TableFormat,
        (chunk, block): (usize, usize),
    ) -> Result<Self, Error> {
        let mut table = Self {
            source: BlockSource::new(Text::new(reader, limits, format.encoding)?),
            chunk,
            block,
            ahead: VecDeque::new(),
            spare: Vec::new(),
            blocks_taken: 0,
            bytes_taken: 0,
            reader: Reader::new(),
            limits: *limits,
            buffer: Vec::new(),
            pending: 0..0,
            plain: 0,
            odd: 0,
            line: 1,
            rows: 0,
            header: Header::default(),
            format,
            separator: Separator::Comma,
            separator_line: false,
            text: vec![0; 1 << 10],
            ends: vec![0; 32],
        };
        table.refill()?;
        let declared = separator::declared(table.unread())?;
        if let Some((_, bytes)) = declared {
            table.pending.start += bytes;
            table.line += 1;
            table.separator_line = true;
        }
        table.separator = match format.separator.or(declared.map(|(separator, _)| separator)) {
            Some(separator) => separator,
            None => separator::found(table.unread(), table.source.is_over()),
        };
        table.reader = csv_core::ReaderBuilder::new().delimiter(table.separator.byte()).build();
        let Some(row) = table.read()? else {
            return Err(Error::Empty { expected: "a table with a header" });
        };
        table.header = Header::new((0..row.len()).map(|column| row.get(column)));
        Ok(table)
    }

    /// The names of the columns, without space around them.
    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// The next row, or `None` at the end.
    ///
    /// # Errors
    /// [`Error::RaggedRow`], [`Error::BadText`], [`Error::UnclosedQuote`], a limit that is hit, or the source's own.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row<'_>>, Error> {
        let expected = self.header.len();
        let limit = self.limits.max_rows;
        if self.rows >= limit && self.skip_empty_lines()? {
            return Err(Error::TooManyRows { limit });
        }
        self.rows += 1;
        let row = self.read()?;
        match row {
            Some(row) if row.len() != expected => {
                Err(Error::RaggedRow { line: row.line(), expected, found: row.len() })
            }
            row => Ok(row),
        }
    }

    /// Looks at the fields of some columns in the rows at hand, in order, as long as `look` asks for more; what is no
    /// whole row is not looked at.
    pub(crate) fn look(&self, columns: &[usize], mut look: impl FnMut(&str) -> bool) {
        // A clone of a reader of this crate is none.
        let mut reader = csv_core::ReaderBuilder::new().delimiter(self.separator()).build();
        let (mut text, mut ends) = (vec![0; 1 << 10], vec![0; self.header.len().max(32) + 1]);
        let (mut unread, mut written, mut fields) = (self.unread(), 0, 0);
        // At the end of the file a line break closes the row.
        let mut is_over = !self.source.is_over();
        loop {
            if unread.is_empty() {
                if is_over {
                    return;
                }
                (unread, is_over) = (b"\n", true);
            }
            let (result, consumed, bytes, found) =
                reader.read_record(unread, &mut text[written..], &mut ends[fields..]);
            unread = unread.get(consumed..).unwrap_or_default();
            (written, fields) = (written + bytes, fields + found);
            match result {
                ReadRecordResult::Record => {
                    let row =
                        std::str::from_utf8(&text[..written]).map(|text| Row::new(0, text, &ends[..fields]));
                    let Ok(row) = row else { return };
                    if !columns.iter().all(|&column| look(row.get(column).trim())) {
                        return;
                    }
                    (written, fields) = (0, 0);
                }
                ReadRecordResult::OutputFull => text.resize(text.len() * 2, 0),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputEndsFull | ReadRecordResult::End => return,
            }
        }
    }

    /// The byte between fields.
    pub(crate) fn separator(&self) -> u8 {
        self.separator.byte()
    }

    /// How the table is written.
    pub(crate) fn notes(&self) -> TableNotes {
        let Self { separator, separator_line, .. } = *self;
        TableNotes { encoding: self.source.encoding(), separator, separator_line, ..TableNotes::default() }
    }

    /// A reader of its numbers.
    pub(crate) fn numbers(&self) -> Numbers {
        Numbers::new(self.format, self.notes())
    }

    /// Whole rows without quotes that are at hand, for readers that split plain rows faster than
    /// [`next_row`](Self::next_row) can; nothing when the next row is not plain or not whole. What was taken of it
    /// must be told to [`take`](Self::take); `next_row` reads what was not.
    pub(crate) fn plain_block(&mut self) -> Option<Block<'_>> {
        let start = self.pending.start;
        if start >= self.odd {
            let (lines, odd) = plain_part(self.unread());
            self.plain = start + lines;
            self.odd = odd.map_or(self.pending.end, |odd| start + odd + 1);
        }
        let mut plain = self.buffer.get(start..self.plain)?;
        if let Err(fault) = std::str::from_utf8(plain) {
            self.odd = start + fault.valid_up_to() + 1;
            plain = &plain[..whole_lines(&plain[..fault.valid_up_to()])];
            self.plain = start + plain.len();
        }
        let text = std::str::from_utf8(plain).ok().filter(|text| !text.is_empty())?;
        Some(Block { text, line: self.line, most_rows: self.rows_left(), longest: self.longest() })
    }

    /// Rows that the table may still have.
    pub(super) fn rows_left(&self) -> u64 {
        self.limits.max_rows.saturating_sub(self.rows)
    }

    /// Bytes up to which a row is certain to be within all bounds.
    pub(super) fn longest(&self) -> usize {
        self.limits.max_field_bytes.min(self.limits.max_record_bytes)
    }

    /// Goes on behind what was taken of a block.
    pub(crate) fn take(&mut self, taken: Taken) {
        self.pending.start += taken.bytes;
        self.line += taken.lines;
        self.rows += taken.rows;
    }

    fn read(&mut self) -> Result<Option<Row<'_>>, Error> {
        if !self.skip_empty_lines()? {
            return Ok(None);
        }
        let line = self.line;
        let (mut written, mut fields) = (0, 0);
        loop {
            let at_end = self.unread().is_empty() && !self.refill()?;
            // At the end a line break closes the row, unless a quote is open and takes it in.
            let input =
                if at_end { b"\n" } else { self.buffer.get(self.pending.clone()).unwrap_or_default() };
            let (result, consumed, bytes, ends) =
                self.reader.read_record(input, &mut self.text[written..], &mut self.ends[fields..]);
            self.line += input[..consumed].iter().filter(|&&byte| byte == b'\n').count() as u64;
            if !at_end {
                self.pending.start += consumed;
            }
            written += bytes;
            fields += ends;
            self.check_lengths(line, written, fields)?;
            match result {
                ReadRecordResult::Record => break,
                ReadRecordResult::InputEmpty if at_end => return Err(Error::UnclosedQuote { line }),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::End => return Ok(None),
            }
        }
        let ends = &self.ends[..fields];
        let text = std::str::from_utf8(&self.text[..written]).map_err(|_| self.bad_text(line))?;
        if !text.is_ascii() && !ends.iter().all(|&end| text.is_char_boundary(end)) {
            return Err(self.bad_text(line));
        }
        Ok(Some(Row::new(line, text, ends)))
    }

    fn bad_text(&self, line: u64) -> Error {
        Error::BadText { line, encoding: self.source.encoding().name() }
    }

    /// The bounds on a row of which this much was read.
    fn check_lengths(&self, line: u64, written: usize, fields: usize) -> Result<(), Error> {
        let Limits { max_field_bytes, max_record_bytes, max_columns, .. } = self.limits;
        if fields > max_columns {
            return Err(Error::TooManyColumns { limit: max_columns });
        }
        if written > max_record_bytes {
            return Err(Error::RecordTooLong { line, limit: max_record_bytes });
        }
        if written > max_field_bytes {
            let mut start = 0;
            for end in self.ends.iter().take(fields).copied().chain([written]) {
                if end.saturating_sub(start) > max_field_bytes {
                    return Err(Error::FieldTooLong { line, limit: max_field_bytes });
                }
                start = end;
            }
        }
        Ok(())
    }

    /// Skips line breaks before a row; whether there is something behind them.
    fn skip_empty_lines(&mut self) -> Result<bool, Error> {
        while !self.skip_breaks() {
            if !self.refill()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Skips line breaks at hand; whether there is something at hand behind them.
    pub(super) fn skip_breaks(&mut self) -> bool {
        let unread = self.unread();
        let breaks = unread.iter().take_while(|&&byte| matches!(byte, b'\n' | b'\r')).count();
        let lines = unread[..breaks].iter().filter(|&&byte| byte == b'\n').count();
        let more = breaks < unread.len();
        self.line += lines as u64;
        self.pending.start += breaks;
        more
    }

    fn unread(&self) -> &[u8] {
        self.buffer.get(self.pending.clone()).unwrap_or_default()
    }

    /// Goes on to the next block, or reads the next chunk, once the last one is consumed; whether there was one.
    fn refill(&mut self) -> Result<bool, Error> {
        if !self.next_block() {
            self.source.fill(&mut self.buffer, self.chunk);
            self.pending = 0..self.buffer.len();
            (self.plain, self.odd) = (0, 0);
        }
        match self.pending.is_empty().then(|| self.source.take_fault()).flatten() {
            Some(fault) => Err(fault.into()),
            None => Ok(!self.pending.is_empty()),
        }
    }

    /// Goes on to the next of the blocks that were read ahead; whether there was one.
    pub(super) fn next_block(&mut self) -> bool {
        let Some(TextBlock { bytes, .. }) = self.ahead.pop_front() else { return false };
        self.blocks_taken += 1;
        self.bytes_taken += bytes.len() as u64;
        self.spare.push(std::mem::replace(&mut self.buffer, bytes));
        self.pending = 0..self.buffer.len();
        (self.plain, self.odd) = (0, 0);
        true
    }

    /// Leaves the last row at hand, where it may not be whole, to the next block.
    pub(super) fn tear_rest(&mut self) {
        let start = self.pending.start;
        self.pending.end =
            start + self.source.tear(self.buffer.get(self.pending.clone()).unwrap_or_default());
        (self.plain, self.odd) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Limits, Table, TableFormat};

    fn rows(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, Error> {
        let mut table = Table::new(bytes, &Limits::default(), TableFormat::default())?;
        let width = table.header().len();
        let mut rows = Vec::new();
        while let Some(row) = table.next_row()? {
            rows.push((row.line(), (0..width).map(|column| row.get(column).to_owned()).collect()));
        }
        Ok(rows)
    }

    #[test]
    fn quotes_breaks_and_lines() {
        let text = b"\xef\xbb\xbfa, b\r\n\r\n\"x,\"\"1\"\"\ny\",z\r\n\n\xc3\xa9,";
        let table = Table::new(&text[..], &Limits::default(), TableFormat::default()).unwrap();
        assert_eq!(**table.header(), ["a", "b"]);
        assert_eq!(table.header().find(&["c", "B"]).unwrap(), Some(1));
        let expected =
            [(3, vec!["x,\"1\"\ny".to_owned(), "z".to_owned()]), (6, vec!["é".to_owned(), String::new()])];
        assert_eq!(rows(text).unwrap(), expected);
    }

    #[test]
    fn separators() {
        for text in ["a,b;c\n1,2\n", "\"a,x\";b\n1;2\n", "a\tb\n1\t2"] {
            assert_eq!(
                rows(text.as_bytes()).unwrap(),
                [(2, vec!["1".to_owned(), "2".to_owned()])],
                "{text:?}"
            );
        }
    }

    #[test]
    fn faults() {
        assert!(matches!(rows(b""), Err(Error::Empty { .. })));
        assert!(matches!(rows(b"\xef\xbb\xbf\n\r\n"), Err(Error::Empty { .. })));
        assert!(matches!(rows(b"a,b\n1,2\n3\n"), Err(Error::RaggedRow { line: 3, expected: 2, found: 1 })));
        assert!(matches!(rows(b"a,b\n1,\"2\n3"), Err(Error::UnclosedQuote { line: 2 })));
        assert!(matches!(rows(b"a,b\n1,\xff\n"), Err(Error::BadText { line: 2, .. })));
        assert!(matches!(rows(b"a,b\n\xc3,\xa9\n"), Err(Error::BadText { line: 2, .. })));
        let twice = Table::new(&b"a,a\n"[..], &Limits::default(), TableFormat::default()).unwrap();
        assert!(
            matches!(twice.header().column("case", &["a"]), Err(Error::DuplicateColumn { name }) if name == "a")
        );
        assert!(
            matches!(twice.header().column("case", &["b"]), Err(Error::MissingColumn { found, .. }) if found == ["a", "a"])
        );
    }

    #[test]
    fn limits() {
        let table = |text: &'static [u8], limits: Limits| -> Result<(), Error> {
            let mut table = Table::new(text, &limits, TableFormat::default())?;
            while table.next_row()?.is_some() {}
            Ok(())
        };
        let limits = Limits::default();
        assert!(table(b"a\n1\n2\n", limits.with_max_rows(2)).is_ok());
        assert!(matches!(
            table(b"a\n1\n2\n3\n", limits.with_max_rows(2)),
            Err(Error::TooManyRows { limit: 2 })
        ));
        assert!(table(b"a,b\n123,123\n", limits.with_max_field_bytes(3)).is_ok());
        assert!(matches!(
            table(b"a,b\n1,1234\n", limits.with_max_field_bytes(3)),
            Err(Error::FieldTooLong { line: 2, limit: 3 })
        ));
        assert!(matches!(
            table(b"a,b\n123,123\n", limits.with_max_record_bytes(5)),
            Err(Error::RecordTooLong { line: 2, limit: 5 })
        ));
        assert!(matches!(
            table(b"a,b\n", limits.with_max_columns(1)),
            Err(Error::TooManyColumns { limit: 1 })
        ));
        assert!(matches!(
            table(b"a,b\n1,2\n", limits.with_max_bytes(7)),
            Err(Error::TooManyBytes { limit: 7 })
        ));
    }
}
