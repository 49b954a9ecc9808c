//! Fast path for table rows without quotes, split many at a time.

use memchr::{memchr2_iter, memrchr};

use super::row::{TableRow, with_rest};

/// Whole rows that a table has at hand, without quotes and with plain line breaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block<'a> {
    /// Ends with a line feed.
    pub(crate) text: &'a str,
    /// The line of its first byte.
    pub(crate) line: u64,
    /// Rows that the table may still have.
    pub(crate) most_rows: u64,
    /// Bytes up to which a row is certain to be within all bounds.
    pub(crate) longest: usize,
}

/// The part of a block that was taken as rows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Taken {
    pub(crate) bytes: usize,
    pub(crate) lines: u64,
    pub(crate) rows: u64,
}

/// Splits blocks into rows and fields.
///
/// All places where a field may end are found first, sixty-four bytes at a time; a row is then as many of them as
/// there are columns. What is not certain (a row of another width or beyond a bound) ends the rows, and is left to
/// the table, which is the reference and says what is wrong.
#[derive(Debug)]
pub(crate) struct Splitter {
    separator: u8,
    width: usize,
    marks: Vec<u32>,
}

impl Splitter {
    /// A splitter for tables of so many columns.
    pub(crate) fn new(separator: u8, width: usize) -> Self {
        Self { separator, width, marks: Vec::new() }
    }

    /// The rows of a block.
    pub(crate) fn rows<'a>(&'a mut self, block: Block<'a>) -> PlainRows<'a> {
        let text = block.text.as_bytes();
        let mut count = 0;
        let (words, rest) = text.as_chunks::<64>();
        let mut last = [0; 64];
        last[..rest.len()].copy_from_slice(rest);
        self.marks.resize(text.len(), 0);
        for (base, word) in (0_u32..).step_by(64).zip(words.iter().chain([&last])) {
            let mut found = ends(word, self.separator);
            while found != 0 {
                self.marks[count] = base + found.trailing_zeros();
                count += 1;
                found &= found - 1;
            }
        }
        PlainRows { block, marks: &self.marks[..count], width: self.width, taken: Taken::default() }
    }
}

/// One bit for each byte that is the separator or a line feed.
fn ends(word: &[u8; 64], separator: u8) -> u64 {
    let flags = word.map(|byte| u8::from((byte == separator) | (byte == b'\n')));
    let (eights, _) = flags.as_chunks::<8>();
    // The product brings the lowest bits of eight bytes together in the topmost byte.
    let bits = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().rev().fold(0, |all, eight| all << 8 | bits(eight))
}

/// The rows of a block.
#[derive(Debug)]
pub(crate) struct PlainRows<'a> {
    block: Block<'a>,
    /// Where fields may end, behind what was taken.
    marks: &'a [u32],
    width: usize,
    taken: Taken,
}

impl<'a> PlainRows<'a> {
    /// The part taken so far.
    pub(crate) fn taken(&self) -> Taken {
        self.taken
    }

    /// The part taken before the last row.
    pub(crate) fn before(&self, last: &PlainRow<'_>) -> Taken {
        Taken { bytes: last.start, lines: last.line - self.block.line, rows: self.taken.rows - 1 }
    }
}

impl<'a> Iterator for PlainRows<'a> {
    type Item = PlainRow<'a>;

    fn next(&mut self) -> Option<PlainRow<'a>> {
        let text = self.block.text.as_bytes();
        loop {
            let (&ends, behind) = (&self.marks.get(..self.width)?, self.marks.get(self.width..)?);
            let start = self.taken.bytes;
            let first = *ends.first()? as usize;
            let line = self.block.line + self.taken.lines;
            if matches!(text.get(start..=first)?, b"\n" | b"\r\n") {
                self.marks = self.marks.get(1..)?;
                self.taken.bytes = first + 1;
                self.taken.lines += 1;
                continue;
            }
            let (&last, inner) = ends.split_last()?;
            let last = last as usize;
            let is_row = text.get(last) == Some(&b'\n')
                && inner.iter().all(|&end| text.get(end as usize) != Some(&b'\n'))
                && last - start <= self.block.longest
                && self.taken.rows < self.block.most_rows;
            if !is_row {
                return None;
            }
            let returned = last.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\r');
            self.marks = behind;
            self.taken = Taken { bytes: last + 1, lines: self.taken.lines + 1, rows: self.taken.rows + 1 };
            return Some(PlainRow {
                line,
                text: self.block.text,
                start,
                ends,
                end: last - usize::from(returned && last > start),
            });
        }
    }
}

/// A row of a block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlainRow<'a> {
    line: u64,
    /// The text of the block.
    text: &'a str,
    start: usize,
    /// Where the fields end, but for the last.
    ends: &'a [u32],
    /// Where the last field ends.
    end: usize,
}

impl PlainRow<'_> {
    fn range(&self, column: usize) -> Option<std::ops::Range<usize>> {
        let start = match column.checked_sub(1) {
            None => self.start,
            Some(before) => *self.ends.get(before)? as usize + 1,
        };
        let end = if column + 1 == self.ends.len() { self.end } else { *self.ends.get(column)? as usize };
        Some(start..end)
    }
}

impl<'a> TableRow<'a> for PlainRow<'a> {
    fn line(&self) -> u64 {
        self.line
    }

    fn get(&self, column: usize) -> &'a str {
        self.range(column).and_then(|range| self.text.get(range)).unwrap_or_default()
    }

    fn bytes(&self, column: usize) -> (&'a [u8], &'a [u8]) {
        self.range(column).and_then(|range| with_rest(self.text, range)).unwrap_or_default()
    }
}

/// How much of `unread` are whole lines without a quote and without a carriage return that stands alone; and where
/// the byte lies that ends them, if there is one.
pub(crate) fn plain_part(unread: &[u8]) -> (usize, Option<usize>) {
    let odd = memchr2_iter(b'"', b'\r', unread)
        .find(|&at| unread.get(at) == Some(&b'"') || unread.get(at + 1).is_some_and(|&next| next != b'\n'));
    let plain = odd.map_or(unread, |odd| &unread[..odd]);
    (whole_lines(plain), odd)
}

/// The number of bytes up to the last line feed.
pub(crate) fn whole_lines(text: &[u8]) -> usize {
    memrchr(b'\n', text).map_or(0, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reader::Table;
    use super::super::row::TableRow;
    use super::Splitter;
    use crate::io::source::{Limits, TableFormat};

    type Rows = (Vec<(u64, Vec<String>)>, String);

    fn fields<'a>(row: &impl TableRow<'a>, width: usize) -> (u64, Vec<String>) {
        let field = |column| {
            let (bytes, ahead) = row.bytes(column);
            assert_eq!(bytes, row.get(column).as_bytes());
            assert!(ahead.starts_with(bytes));
            row.get(column).to_owned()
        };
        (row.line(), (0..width).map(field).collect())
    }

    /// All rows, and what went wrong behind them; with `plain`, plain blocks are split, and how many rows were.
    fn rows(bytes: &[u8], limits: &Limits, plain: bool) -> (Rows, u64) {
        let (mut found, mut split) = (Vec::new(), 0);
        let mut table = match Table::new(bytes, limits, TableFormat::default()) {
            Ok(table) => table,
            Err(error) => return ((found, error.to_string()), 0),
        };
        let width = table.header().len();
        let mut splitter = Splitter::new(table.separator(), width);
        loop {
            if plain && let Some(block) = table.plain_block() {
                let mut rows = splitter.rows(block);
                found.extend(rows.by_ref().map(|row| fields(&row, width)));
                let taken = rows.taken();
                split += taken.rows;
                table.take(taken);
            }
            match table.next_row() {
                Ok(Some(row)) => found.push(fields(&row, width)),
                Ok(None) => return ((found, String::new()), split),
                Err(error) => return ((found, error.to_string()), split),
            }
        }
    }

    #[test]
    fn plain_rows_are_split_here() {
        let text = "a,b,c\r\n1,,2\r\n\r\n\u{e9},x y,\"z\"\r\n4,5,6\n".repeat(3);
        let (found, split) = rows(text.as_bytes(), &Limits::default(), true);
        assert_eq!(found, rows(text.as_bytes(), &Limits::default(), false).0);
        assert!(split >= 4, "{split}");
    }

    #[test]
    fn rows_across_chunks() {
        for line_break in ["\n", "\r\n"] {
            let lines = (0..20_000).map(|row| format!("case {row},{}{line_break}", "x".repeat(row % 71)));
            let text = format!("a,b{line_break}{}", lines.collect::<String>());
            let (found, split) = rows(text.as_bytes(), &Limits::default(), true);
            assert_eq!(found, rows(text.as_bytes(), &Limits::default(), false).0);
            assert_eq!((found.0.len(), found.1.as_str()), (20_000, ""));
            assert!(split > 19_900, "{split}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// Whatever the bytes are, both ways find the same rows and say the same of the first fault.
        #[test]
        fn equals_the_table(
            width in 1..4_usize,
            body in prop::collection::vec(prop::sample::select(vec![
                "a", "b c", ",", ",", ",", ";", "\n", "\n", "\n", "\r\n", "\r", "\"", "\"\"", " ", "\u{e9}",
                "0123456789abcdef0123456789abcdef", "\0",
            ]), 0..60),
            torn in prop::option::of((0..400_usize, any::<u8>())),
            (rows_limit, record_limit) in (1..12_u64, 1..80_usize),
            limited in any::<bool>(),
        ) {
            let mut bytes = format!("{}\n{}", ["a", "b", "c"][..width].join(","), body.concat()).into_bytes();
            if let Some((at, byte)) = torn && at < bytes.len() {
                bytes[at] = byte;
            }
            let mut limits = Limits::default();
            if limited {
                limits = limits.with_max_rows(rows_limit).with_max_record_bytes(record_limit.max(9));
            }
            prop_assert_eq!(rows(&bytes, &limits, true).0, rows(&bytes, &limits, false).0);
        }
    }
}
