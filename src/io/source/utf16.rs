//! UTF-16 to UTF-8 decoding of a byte stream.

use std::io::{self, Read};

use super::input::read_full;

/// Bytes as they are, or as UTF-8 when they begin with the byte order mark of UTF-16.
pub(crate) struct Utf8<R> {
    reader: R,
    order: Option<fn([u8; 2]) -> u16>,
    /// Bytes of the source that are not decoded yet: at most the first half of a character.
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    is_over: bool,
}

const CHUNK: usize = 16 << 10;

impl<R: Read> Utf8<R> {
    pub(crate) fn new(mut reader: R) -> io::Result<Self> {
        let mut mark = [0; 2];
        let found = read_full(&mut reader, &mut mark)?;
        let order: Option<fn([u8; 2]) -> u16> = match mark {
            [0xff, 0xfe] => Some(u16::from_le_bytes),
            [0xfe, 0xff] => Some(u16::from_be_bytes),
            _ => None,
        };
        let text = if order.is_some() { Vec::new() } else { mark[..found].to_vec() };
        Ok(Self { reader, order, raw: Vec::new(), text, at: 0, is_over: false })
    }

    /// Decodes the next chunk; what cannot be decoded becomes a byte that is no UTF-8, for the reader above to name.
    fn decode(&mut self, order: fn([u8; 2]) -> u16) -> io::Result<()> {
        let kept = self.raw.len();
        self.raw.resize(kept + CHUNK, 0);
        let found = read_full(&mut self.reader, &mut self.raw[kept..])?;
        self.raw.truncate(kept + found);
        self.is_over = found < CHUNK;
        let units: Vec<u16> = self.raw.chunks_exact(2).map(|pair| order([pair[0], pair[1]])).collect();
        let is_split = !self.is_over && units.last().is_some_and(|last| (0xd800..0xdc00).contains(last));
        let whole = units.len() - usize::from(is_split);
        self.text.clear();
        self.at = 0;
        for decoded in char::decode_utf16(units[..whole].iter().copied()) {
            match decoded {
                Ok(letter) => self.text.extend(letter.encode_utf8(&mut [0; 4]).bytes()),
                Err(_) => self.text.push(0xff),
            }
        }
        self.raw.drain(..2 * whole);
        if self.is_over && !self.raw.is_empty() {
            self.text.push(0xff);
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            match self.order {
                None => return self.reader.read(buffer),
                Some(_) if self.is_over => return Ok(0),
                Some(order) => self.decode(order)?,
            }
        }
        let count = (&self.text[self.at..]).read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::Utf8;

    #[test]
    fn both_orders_and_none() {
        let text = "a\té\n🙂".repeat(9_001);
        let read = |bytes: &[u8]| {
            let mut out = Vec::new();
            Utf8::new(bytes).unwrap().read_to_end(&mut out).unwrap();
            out
        };
        let units = || std::iter::once(0xfeff).chain(text.encode_utf16());
        assert_eq!(read(&units().flat_map(u16::to_le_bytes).collect::<Vec<_>>()), text.as_bytes());
        assert_eq!(read(&units().flat_map(u16::to_be_bytes).collect::<Vec<_>>()), text.as_bytes());
        for plain in ["", "a", "ab", "abc", &text] {
            assert_eq!(read(plain.as_bytes()), plain.as_bytes());
        }
        assert_eq!(read(&[0xff, 0xfe, b'a', 0, b'b']), [b'a', 0xff], "half a character");
        assert_eq!(read(&[0xff, 0xfe, 0x00, 0xd8]), [0xff], "half a pair");
    }
}
