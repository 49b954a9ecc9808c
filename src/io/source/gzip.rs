//! Gzip decompression under limits of size and expansion.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use super::Limits;
use crate::io::{Error, GzipFault};

/// Compressed bytes read at a time.
const CHUNK: usize = 32 << 10;
/// First byte of every member.
const MAGIC: u8 = 0x1f;

/// Expands gzip, all members of it, and stops when it grows more than [`Limits::max_expansion`] allows. Zeros may follow
/// the last member, as on tapes.
#[derive(Debug)]
pub(crate) struct Expander<R: Read> {
    decoder: GzDecoder<Source<R>>,
    expanded: u64,
    /// Where the open member began, in expanded bytes.
    member: u64,
    empty_members: u64,
    limits: Limits,
}

impl<R: Read> Expander<R> {
    pub(crate) fn new(reader: R, limits: &Limits) -> Self {
        let counted = Counted { reader, count: 0, failed: false };
        let decoder = GzDecoder::new(Source(Some(BufReader::with_capacity(CHUNK, counted))));
        Self { decoder, expanded: 0, member: 0, empty_members: 0, limits: *limits }
    }

    fn counted(&self) -> Option<&Counted<R>> {
        self.decoder.get_ref().0.as_ref().map(BufReader::get_ref)
    }

    fn fault(&self, error: io::Error) -> io::Error {
        if self.counted().is_some_and(|counted| counted.failed) || error.kind() == io::ErrorKind::Interrupted
        {
            return error;
        }
        let expanded = self.expanded;
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Error::from(GzipFault::Truncated { expanded }).into(),
            _ => Error::from(GzipFault::Damaged { expanded, reason: error.to_string() }).into(),
        }
    }

    /// Goes on behind a member that has ended; whether another one follows.
    fn next_member(&mut self) -> io::Result<bool> {
        let source = self.decoder.get_mut();
        let first = loop {
            match source.fill_buf()?.first() {
                Some(0) => source.consume(1),
                found => break found.copied(),
            }
        };
        match first {
            None => Ok(false),
            Some(MAGIC) => {
                let is_empty = self.expanded == self.member;
                self.empty_members += u64::from(is_empty);
                let limit = self.limits.max_empty_members;
                if self.empty_members > limit {
                    return Err(Error::from(GzipFault::EmptyMembers { limit }).into());
                }
                self.member = self.expanded;
                let source = std::mem::take(self.decoder.get_mut());
                self.decoder.reset(source);
                Ok(true)
            }
            Some(_) => Err(Error::from(GzipFault::BytesBehind { expanded: self.expanded }).into()),
        }
    }
}

impl<R: Read> Read for Expander<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let count = self.decoder.read(buffer).map_err(|error| self.fault(error))?;
            if count == 0 {
                if self.next_member()? {
                    continue;
                }
                return Ok(0);
            }
            self.expanded = self.expanded.saturating_add(count as u64);
            let compressed = self.counted().map_or(0, |counted| counted.count);
            let limit = self.limits.max_expansion;
            if self.expanded > self.limits.expansion_allowance
                && self.expanded > compressed.saturating_mul(limit)
            {
                let fault = GzipFault::ExpandsTooMuch { compressed, expanded: self.expanded, limit };
                return Err(Error::from(fault).into());
            }
            return Ok(count);
        }
    }
}

/// The source, which the decoder gives back between two members.
#[derive(Debug)]
struct Source<R>(Option<BufReader<Counted<R>>>);

impl<R> Default for Source<R> {
    fn default() -> Self {
        Self(None)
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.as_mut().map_or(Ok(0), |source| source.read(buffer))
    }
}

impl<R: Read> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.as_mut().map_or(Ok(&[]), BufReader::fill_buf)
    }

    fn consume(&mut self, amount: usize) {
        if let Some(source) = &mut self.0 {
            source.consume(amount);
        }
    }
}

/// Counts what is read, and remembers whether it was the source that failed.
#[derive(Debug)]
struct Counted<R> {
    reader: R,
    count: u64,
    failed: bool,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let result = self.reader.read(buffer);
        match &result {
            Ok(count) => self.count = self.count.saturating_add(*count as u64),
            Err(error) => self.failed = error.kind() != io::ErrorKind::Interrupted,
        }
        result
    }
}
