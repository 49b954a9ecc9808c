//! Gzip decompression under limits of size and expansion.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

use super::Limits;
use crate::io::{Error, GzipFault};

/// Expands gzip, all members of it, and stops when it grows more than [`Limits::max_expansion`] allows.
#[derive(Debug)]
pub(crate) struct Expander<R: Read> {
    decoder: MultiGzDecoder<Counted<R>>,
    expanded: u64,
    limits: Limits,
}

impl<R: Read> Expander<R> {
    pub(crate) fn new(reader: R, limits: &Limits) -> Self {
        let counted = Counted { reader, count: 0, failed: false };
        Self { decoder: MultiGzDecoder::new(counted), expanded: 0, limits: *limits }
    }

    fn fault(&self, error: io::Error) -> io::Error {
        if self.decoder.get_ref().failed || error.kind() == io::ErrorKind::Interrupted {
            return error;
        }
        let expanded = self.expanded;
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Error::from(GzipFault::Truncated { expanded }).into(),
            _ => Error::from(GzipFault::Damaged { expanded, reason: error.to_string() }).into(),
        }
    }
}

impl<R: Read> Read for Expander<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.decoder.read(buffer).map_err(|error| self.fault(error))?;
        self.expanded = self.expanded.saturating_add(count as u64);
        let compressed = self.decoder.get_ref().count;
        let limit = self.limits.max_expansion;
        if self.expanded > self.limits.expansion_allowance && self.expanded > compressed.saturating_mul(limit)
        {
            return Err(Error::from(GzipFault::ExpandsTooMuch {
                compressed,
                expanded: self.expanded,
                limit,
            })
            .into());
        }
        Ok(count)
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
