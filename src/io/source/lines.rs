//! Buffered reader that counts lines and bounds the size of a record.

use std::io::{self, BufRead, Read};

use super::input::read_full;
use super::text::Text;
use super::{Encoding, Limits};
use crate::io::Error;

const CHUNK: usize = 64 << 10;

/// A [`BufRead`] of text that counts lines, and fails once a record takes more than its share.
pub(crate) struct Lines<R: Read> {
    input: Text<R>,
    buffer: Vec<u8>,
    pending: std::ops::Range<usize>,
    line: u64,
    limit: usize,
    left: usize,
    ended: bool,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(reader: R, limits: &Limits, declared: Option<Encoding>) -> Result<Self, Error> {
        let mut input = Text::new(reader, limits, declared)?;
        let mut buffer = vec![0; CHUNK];
        let count = read_full(&mut input, &mut buffer)?;
        Ok(Self {
            input,
            buffer,
            pending: 0..count,
            line: 1,
            limit: limits.max_record_bytes,
            left: limits.max_record_bytes,
            ended: false,
        })
    }

    /// What the text is encoded in.
    pub(crate) fn encoding(&self) -> Encoding {
        self.input.encoding()
    }

    /// Begins a record.
    pub(crate) fn begin_record(&mut self) {
        self.left = self.limit;
    }

    /// The line of the next byte, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The bytes that are at hand.
    #[cfg(feature = "xes")]
    pub(crate) fn unread(&self) -> &[u8] {
        self.buffer.get(self.pending.clone()).unwrap_or_default()
    }

    /// Whether the source was found to have no more bytes.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let count = bytes.len().min(buffer.len());
        buffer[..count].copy_from_slice(&bytes[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(Error::RecordTooLong { line: self.line, limit: self.limit }.into());
        }
        if self.pending.is_empty() {
            let count = self.input.read(&mut self.buffer)?;
            self.pending = 0..count;
            self.ended = count == 0;
        }
        Ok(self.buffer.get(self.pending.clone()).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        let end = (self.pending.start + amount).min(self.pending.end);
        let consumed = self.buffer.get(self.pending.start..end).unwrap_or_default();
        self.line += breaks(consumed);
        self.left = self.left.saturating_sub(consumed.len());
        self.pending.start = end;
    }
}

/// How many lines end in `bytes`. Counted in bytes, which fit many times into a register, as far as a byte can count.
fn breaks(bytes: &[u8]) -> u64 {
    let few = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte == b'\n')).sum::<u8>();
    bytes.chunks(usize::from(u8::MAX)).map(|bytes| u64::from(few(bytes))).sum()
}

#[cfg(test)]
mod tests {
    use super::breaks;

    #[test]
    fn every_break_is_counted() {
        for length in [0, 1, 254, 255, 256, 1_000] {
            assert_eq!(breaks(&vec![b'\n'; length]), length as u64);
        }
        assert_eq!(breaks(b"a\nb\r\n\n"), 3);
    }
}
