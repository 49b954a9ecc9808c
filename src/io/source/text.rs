//! Text of an input as UTF-8, whatever it is encoded in.

use std::fmt;
use std::io::{self, Chain, Cursor, Read};

use encoding_rs::{Decoder, DecoderResult};

use super::input::read_full;
use super::{Encoding, Input, Limits};
use crate::io::Error;

/// Bytes at the beginning that say what the encoding is.
const HEAD: usize = 256;
/// Bytes that are decoded at a time.
const CHUNK: usize = 16 << 10;
/// A byte that no UTF-8 has: whoever reads it names the line.
const NO_TEXT: u8 = 0xff;

/// Text of an [`Input`] as UTF-8, without a byte order mark.
///
/// The encoding is what a byte order mark says; else what is declared; else UTF-16 where every second of the first bytes
/// is zero; else what an XML declaration says; else UTF-8. UTF-8 is passed on as it is; what cannot be decoded becomes a
/// byte that is no UTF-8.
///
/// Cost: none beyond the input for UTF-8; linear time and 64 KiB for others.
#[derive(Debug)]
pub(crate) struct Text<R: Read> {
    /// The bytes that were looked at, behind the mark, and those behind them.
    raw: Chain<Cursor<Vec<u8>>, Input<R>>,
    encoding: Encoding,
    decoding: Option<Box<Decoding>>,
}

impl<R: Read> Text<R> {
    /// Looks at the first bytes.
    ///
    /// # Errors
    /// Those of [`Input::new`], and an XML declaration with an encoding that is not known.
    pub(crate) fn new(reader: R, limits: &Limits, declared: Option<Encoding>) -> Result<Self, Error> {
        let mut input = Input::new(reader, limits)?;
        let mut head = vec![0; HEAD];
        let length = read_full(&mut input, &mut head)?;
        head.truncate(length);
        let (encoding, at) = match encoding_rs::Encoding::for_bom(&head) {
            Some((encoding, mark)) => (Encoding(encoding), mark),
            None => match declared.or_else(|| without_mark(&head)) {
                Some(encoding) => (encoding, 0),
                None => (xml_declared(&head)?.unwrap_or_default(), 0),
            },
        };
        let is_utf8 = encoding == Encoding::UTF_8;
        let decoding = (!is_utf8).then(|| Box::new(Decoding::new(encoding)));
        head.drain(..at);
        Ok(Self { raw: Cursor::new(head).chain(input), encoding, decoding })
    }

    /// All of it, up to the bound on documents that are read whole.
    ///
    /// # Errors
    /// [`Error::DocumentTooLong`], and those of the input.
    pub(crate) fn read_document(&mut self, limits: &Limits) -> Result<Vec<u8>, Error> {
        let limit = limits.max_document_bytes;
        let mut bytes = Vec::new();
        self.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(Error::DocumentTooLong { limit }) } else { Ok(bytes) }
    }

    /// What the text is encoded in.
    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.decoding {
            None => self.raw.read(buffer),
            Some(decoding) => decoding.read(&mut self.raw, buffer),
        }
    }
}

/// A decoder and what lies before and behind it.
struct Decoding {
    decoder: Decoder,
    raw: Vec<u8>,
    /// Where the part of `raw` begins that is not decoded yet.
    raw_at: usize,
    raw_is_last: bool,
    text: Vec<u8>,
    text_at: usize,
    is_over: bool,
}

impl Decoding {
    fn new(encoding: Encoding) -> Self {
        Self {
            decoder: encoding.0.new_decoder_without_bom_handling(),
            raw: Vec::new(),
            raw_at: 0,
            raw_is_last: false,
            text: Vec::new(),
            text_at: 0,
            is_over: false,
        }
    }

    fn read(&mut self, source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
        while self.text_at == self.text.len() && !self.is_over {
            self.decode(source)?;
        }
        let count = self.text.get(self.text_at..).unwrap_or_default().read(buffer)?;
        self.text_at += count;
        Ok(count)
    }

    /// Decodes as much as fits, up to what is no text.
    fn decode(&mut self, source: &mut impl Read) -> io::Result<()> {
        if self.raw_at == self.raw.len() && !self.raw_is_last {
            self.raw.resize(CHUNK, 0);
            let found = read_full(source, &mut self.raw)?;
            self.raw_is_last = found < CHUNK;
            self.raw.truncate(found);
            self.raw_at = 0;
        }
        // Three bytes of text for one of a file at most, and room for one letter more.
        self.text.resize(3 * CHUNK + 8, 0);
        let raw = self.raw.get(self.raw_at..).unwrap_or_default();
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(raw, &mut self.text, self.raw_is_last);
        self.raw_at += read;
        self.text.truncate(written);
        self.text_at = 0;
        match result {
            DecoderResult::InputEmpty => self.is_over = self.raw_is_last,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => self.text.push(NO_TEXT),
        }
        Ok(())
    }
}

impl fmt::Debug for Decoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoding").finish_non_exhaustive()
    }
}

/// UTF-16 without a mark, whose first two letters are of ASCII.
fn without_mark(head: &[u8]) -> Option<Encoding> {
    match *head.first_chunk::<4>()? {
        [1..=0x7f, 0, 1..=0x7f, 0] => Some(Encoding(encoding_rs::UTF_16LE)),
        [0, 1..=0x7f, 0, 1..=0x7f] => Some(Encoding(encoding_rs::UTF_16BE)),
        _ => None,
    }
}

/// What an XML declaration says. One that can be read byte by byte is not in UTF-16, whatever it says.
fn xml_declared(head: &[u8]) -> Result<Option<Encoding>, Error> {
    let Some(declaration) = head.strip_prefix(b"<?xml") else { return Ok(None) };
    let end = declaration.windows(2).position(|pair| pair == b"?>").unwrap_or(declaration.len());
    let declaration = String::from_utf8_lossy(declaration.get(..end).unwrap_or_default());
    let label = || {
        let behind = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
        let quote = behind.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        behind.get(1..)?.split_once(quote).map(|(label, _)| label)
    };
    let Some(label) = label() else { return Ok(None) };
    let found: Encoding = label.parse()?;
    let is_utf16 = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(&found.0);
    Ok(Some(if is_utf16 { Encoding::UTF_8 } else { found }))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::prelude::*;

    use super::{Encoding, Text};
    use crate::io::source::Limits;

    fn read(bytes: &[u8], declared: Option<&str>) -> (Vec<u8>, String) {
        let declared = declared.map(|label| label.parse().unwrap());
        let mut text = Text::new(bytes, &Limits::default(), declared).unwrap();
        let mut out = Vec::new();
        text.read_to_end(&mut out).unwrap();
        (out, text.encoding().to_string())
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn marks() {
        let text = "a\té\n🙂".repeat(9_001);
        let marked = format!("\u{feff}{text}");
        let expected = |encoding: &str| (text.clone().into_bytes(), encoding.to_owned());
        assert_eq!(read(&utf16(&marked, u16::to_le_bytes), None), expected("UTF-16LE"));
        assert_eq!(read(&utf16(&marked, u16::to_be_bytes), None), expected("UTF-16BE"));
        assert_eq!(read(&utf16(&text, u16::to_le_bytes), None), expected("UTF-16LE"), "no mark");
        assert_eq!(read(&utf16(&text, u16::to_be_bytes), None), expected("UTF-16BE"), "no mark");
        assert_eq!(read(marked.as_bytes(), None), expected("UTF-8"));
        // A mark is more certain than a declaration.
        assert_eq!(read(&utf16(&marked, u16::to_le_bytes), Some("latin1")), expected("UTF-16LE"));
        for plain in ["", "a", "ab", "abc", &text] {
            assert_eq!(read(plain.as_bytes(), None), (plain.as_bytes().to_vec(), "UTF-8".to_owned()));
        }
    }

    #[test]
    fn declarations() {
        let bytes = b"caf\xe9 \x80";
        assert_eq!(read(bytes, Some("windows-1252")).0, "café €".as_bytes());
        assert_eq!(read(bytes, Some("iso-8859-15")).0, "café \u{80}".as_bytes());
        assert_eq!(read(bytes, None).0, bytes, "nothing is guessed");
        assert_eq!(read(b"\x93\xfa\x96\x7b", Some("Shift_JIS")).0, "日本".as_bytes());
        for (declared, encoding) in [
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", "windows-1252"),
            ("<?xml version='1.0' encoding = 'windows-1251' ?>", "windows-1251"),
            ("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "UTF-8"),
            ("<?xml version=\"1.0\" encoding=\"us-ascii\"?>", "UTF-8"),
            ("<?xml version=\"1.0\"?><a encoding=\"latin1\"/>", "UTF-8"),
            ("<log encoding=\"latin1\"/>", "UTF-8"),
        ] {
            assert_eq!(read(declared.as_bytes(), None).1, encoding, "{declared}");
        }
        let unknown = Text::new(&b"<?xml encoding=\"frob\"?>"[..], &Limits::default(), None).unwrap_err();
        assert!(unknown.to_string().contains("`frob` is no encoding"), "{unknown}");
        assert!("replacement".parse::<Encoding>().is_err());
    }

    #[test]
    fn what_is_no_text_is_marked() {
        assert_eq!(read(&[0xff, 0xfe, b'a', 0, b'b'], None).0, [b'a', 0xff], "half a letter");
        assert_eq!(read(&[0xff, 0xfe, 0x00, 0xd8], None).0, [0xff], "half a pair");
        let (text, _) = read(&[0xff, 0xfe, 0x00, 0xd8, b'a', 0], None);
        assert_eq!(text, [0xff, b'a'], "half a pair, and text behind it");
    }

    proptest! {
        /// Texts of any length come back from UTF-16, through buffers of any size.
        #[test]
        fn utf16_comes_back(text in "(?s).{0,80}", repeated in 1..600_usize, size in 1..70_000_usize) {
            let text = format!("x{}", text.repeat(repeated));
            let bytes = utf16(&format!("\u{feff}{text}"), u16::to_le_bytes);
            let mut reader = Text::new(&bytes[..], &Limits::default(), None).unwrap();
            let (mut out, mut buffer) = (Vec::new(), vec![0; size]);
            loop {
                let count = reader.read(&mut buffer).unwrap();
                if count == 0 { break }
                out.extend_from_slice(&buffer[..count]);
            }
            prop_assert_eq!(out, text.into_bytes());
        }
    }
}
