//! Blocks of a table's text, read ahead of its rows.

use std::io::{self, Read};

use memchr::{memchr_iter, memrchr};

use super::plain::whole_lines;
use crate::io::source::Encoding;
use crate::io::source::text::Text;

/// Bytes from the end of a block within which a line break outside of quotes is looked for.
const LONGEST_ROW: usize = 64 << 10;

/// Text that begins with a row. It ends with one too, unless its quotes mislead or its last row is longer than a block.
#[derive(Debug, Default)]
pub(super) struct TextBlock {
    pub(super) bytes: Vec<u8>,
    /// Line feeds in it.
    pub(super) lines: u64,
}

/// Source of the text of a table, in chunks of a size or in blocks of whole lines.
#[derive(Debug)]
pub(super) struct BlockSource<R: Read> {
    input: Text<R>,
    /// What lay behind the last whole line of a block.
    torn: Vec<u8>,
    /// The fault of the input, said once all that was read before it is used up.
    fault: Option<io::Error>,
    is_over: bool,
}

impl<R: Read> BlockSource<R> {
    pub(super) fn new(input: Text<R>) -> Self {
        Self { input, torn: Vec::new(), fault: None, is_over: false }
    }

    /// What the text is encoded in.
    pub(super) fn encoding(&self) -> Encoding {
        self.input.encoding()
    }

    /// Whether nothing lies behind what was read.
    pub(super) fn is_over(&self) -> bool {
        self.is_over && self.torn.is_empty() && self.fault.is_none()
    }

    /// The fault that ended the input, once.
    pub(super) fn take_fault(&mut self) -> Option<io::Error> {
        self.fault.take()
    }

    /// Makes a buffer the next text: what was torn off, and `size` bytes more as far as there are.
    pub(super) fn fill(&mut self, buffer: &mut Vec<u8>, size: usize) {
        let mut filled = self.torn.len();
        buffer.resize(filled + size, 0);
        buffer[..filled].copy_from_slice(&self.torn);
        self.torn.clear();
        while filled < buffer.len() && !self.is_over {
            match self.input.read(&mut buffer[filled..]) {
                Ok(0) => self.is_over = true,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => (self.fault, self.is_over) = (Some(error), true),
            }
        }
        buffer.truncate(filled);
    }

    /// The next block of about `size` bytes, in the memory of `buffer`; none at the end.
    pub(super) fn block(&mut self, mut buffer: Vec<u8>, size: usize) -> Option<TextBlock> {
        self.fill(&mut buffer, size);
        let end = self.tear(&buffer);
        buffer.truncate(end);
        let lines = memchr_iter(b'\n', &buffer).count() as u64;
        (!buffer.is_empty()).then_some(TextBlock { bytes: buffer, lines })
    }

    /// Keeps what lies behind the last row of a text, to stand before what is read next; where that row ends.
    pub(super) fn tear(&mut self, text: &[u8]) -> usize {
        let end = if self.is_over { text.len() } else { row_end(text) };
        self.torn.extend_from_slice(text.get(end..).unwrap_or_default());
        end
    }
}

/// Where the last row of a text seems to end that begins with one: behind the last line break with an even number of
/// quotes before it.
///
/// That is so wherever quotes stand around whole fields. Where they do not, the last line break is as good as another:
/// whoever reads the text finds out.
fn row_end(text: &[u8]) -> usize {
    let last = match whole_lines(text) {
        0 => return text.len(),
        last => last,
    };
    let (mut end, mut is_open) = (last, memchr_iter(b'"', &text[..last]).count() % 2 == 1);
    while is_open {
        let before = memrchr(b'\n', &text[..end - 1]).map_or(0, |at| at + 1);
        if before == 0 || last - before > LONGEST_ROW {
            return last;
        }
        is_open ^= memchr_iter(b'"', &text[before..end]).count() % 2 == 1;
        end = before;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{BlockSource, row_end};
    use crate::io::source::Limits;
    use crate::io::source::text::Text;

    #[test]
    fn rows_end_outside_of_quotes() {
        for (text, end) in [
            ("a,b\nc", 4),
            ("a,b\n", 4),
            ("no line", 7),
            ("a,\"b\nc\"\nd,\"e\nf", 8),
            ("a,\"b\nc", 5),
            ("1,2\n\"\"\"\n\"\n3", 10),
            ("5\" x\n6\n", 7),
        ] {
            assert_eq!(row_end(text.as_bytes()), end, "{text:?}");
        }
    }

    #[test]
    fn nothing_is_lost() {
        let text = (0..200).map(|row| format!("{row},\"x\ny\"\n")).collect::<String>() + "last";
        for size in [1, 7, 20, 1_000, 10_000] {
            let mut source = BlockSource::new(Text::new(text.as_bytes(), &Limits::default(), None).unwrap());
            let (mut all, mut lines) = (Vec::new(), 0);
            while let Some(block) = source.block(Vec::new(), size) {
                all.extend(block.bytes);
                lines += block.lines;
            }
            assert_eq!((all.as_slice(), lines), (text.as_bytes(), 400));
            assert!(source.is_over() && source.take_fault().is_none());
        }
    }
}
