//! Input bytes, plain or gzip, told apart by the first two bytes, and counted.

use std::io::{self, Read};

use super::Limits;
use crate::execution::Cancelled;
use crate::io::Error;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The bytes of an input, expanded when it is gzip, and refused when there are more than
/// [`Limits::max_bytes`].
///
/// Every reader of [`io`](crate::io) puts its source through this, so a `.gz` file needs no handling by the caller.
/// It is itself a [`Read`], for own readers. Its errors are [`Error`]s inside [`std::io::Error`];
/// `Error::from` brings them out again.
///
/// Cost: linear time; 64 KiB at most beyond what the source holds.
///
/// ```
/// use std::io::Read;
/// use total_experience::io::source::{Input, Limits};
///
/// let mut text = String::new();
/// Input::new(&b"case,activity"[..], &Limits::default())?.read_to_string(&mut text)?;
/// assert_eq!(text, "case,activity");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Input<R: Read> {
    source: Source<Rewound<R>>,
    left: u64,
    limit: u64,
}

#[derive(Debug)]
enum Source<R: Read> {
    Plain(R),
    #[cfg(feature = "gzip")]
    Gzip(Box<super::gzip::Expander<R>>),
}

impl<R: Read> Input<R> {
    /// Looks at the first two bytes of `reader` to tell gzip from plain bytes.
    ///
    /// # Errors
    /// [`Error::Read`] when the source fails; [`GzipFault::NotBuiltIn`](crate::io::GzipFault::NotBuiltIn) for gzip without the feature `gzip`.
    pub fn new(mut reader: R, limits: &Limits) -> Result<Self, Error> {
        let mut head = [0; 2];
        let length = read_full(&mut reader, &mut head)?;
        let is_gzip = length == 2 && head == GZIP_MAGIC;
        let rewound = Rewound { head, at: 0, length, reader };
        let source = if is_gzip { expand(rewound, limits)? } else { Source::Plain(rewound) };
        Ok(Self { source, left: limits.max_bytes, limit: limits.max_bytes })
    }
}

#[cfg(feature = "gzip")]
fn expand<R: Read>(reader: R, limits: &Limits) -> Result<Source<R>, Error> {
    Ok(Source::Gzip(Box::new(super::gzip::Expander::new(reader, limits))))
}

#[cfg(not(feature = "gzip"))]
fn expand<R: Read>(_: R, _: &Limits) -> Result<Source<R>, Error> {
    Err(crate::io::GzipFault::NotBuiltIn.into())
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Up to the limit, and then one byte more, so that all bytes within it are given whatever the size of a buffer.
        let most = usize::try_from(self.left.max(1)).unwrap_or(usize::MAX).min(buffer.len());
        let buffer = &mut buffer[..most];
        let count = match &mut self.source {
            Source::Plain(reader) => reader.read(buffer)?,
            #[cfg(feature = "gzip")]
            Source::Gzip(reader) => reader.read(buffer)?,
        };
        self.left = self.left.checked_sub(count as u64).ok_or(Error::TooManyBytes { limit: self.limit })?;
        Ok(count)
    }
}

impl From<io::Error> for Error {
    /// Finds the error of a reader of this room inside, or says that the source failed.
    fn from(source: io::Error) -> Self {
        source.downcast::<Self>().unwrap_or_else(|source| Self::Read { source })
    }
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Read { source } => source,
            other => Self::new(io::ErrorKind::InvalidData, other),
        }
    }
}

/// A reader whose first bytes were looked at and are given again.
#[derive(Debug)]
struct Rewound<R> {
    head: [u8; 2],
    at: usize,
    length: usize,
    reader: R,
}

impl<R: Read> Read for Rewound<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = self.head.get(self.at..self.length).unwrap_or_default();
        if rest.is_empty() {
            return self.reader.read(buffer);
        }
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        Ok(count)
    }
}

/// Fills `buffer` as far as the source reaches.
pub(crate) fn read_full(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(all(test, not(feature = "gzip")))]
mod tests {
    use super::{Error, Input, Limits};

    #[test]
    fn gzip_names_its_feature() {
        let error = Input::new(&[0x1f, 0x8b, 8][..], &Limits::default()).map(drop).unwrap_err();
        assert!(matches!(error, Error::Gzip(crate::io::GzipFault::NotBuiltIn)));
        assert!(error.to_string().contains("feature `gzip`"));
    }
}
