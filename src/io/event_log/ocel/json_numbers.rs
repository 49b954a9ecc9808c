//! Values that Python writes where JSON has none: `NaN` and `Infinity`.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// What is written for a number that is none.
const WORDS: [&[u8]; 3] = [b"NaN", b"Infinity", b"-Infinity"];
const CHUNK: usize = 16 << 10;

/// Text of JSON in which `NaN`, `Infinity` and `-Infinity`, outside of strings, become `null`.
pub(crate) struct NumbersOnly<R> {
    reader: R,
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    in_string: bool,
    is_escaped: bool,
    /// The beginning of what may be one of the words.
    held: Vec<u8>,
    replaced: Rc<Cell<u64>>,
}

impl<R: Read> NumbersOnly<R> {
    pub(crate) fn new(reader: R, replaced: Rc<Cell<u64>>) -> Self {
        Self {
            reader,
            raw: vec![0; CHUNK],
            text: Vec::new(),
            at: 0,
            in_string: false,
            is_escaped: false,
            held: Vec::new(),
            replaced,
        }
    }

    fn take(&mut self, mut rest: &[u8]) {
        while let Some((&byte, behind)) = rest.split_first() {
            if self.in_string {
                let special = |byte: &u8| matches!(byte, b'"' | b'\\');
                let plain =
                    if self.is_escaped { 1 } else { rest.iter().position(special).unwrap_or(rest.len()) };
                self.is_escaped = false;
                let (own, more) = rest.split_at(plain);
                self.text.extend_from_slice(own);
                rest = more;
                if let Some((&byte, behind)) = more.split_first().filter(|(byte, _)| special(byte)) {
                    self.text.push(byte);
                    (self.is_escaped, self.in_string) = (byte == b'\\', byte == b'\\');
                    rest = behind;
                }
                continue;
            }
            self.held.push(byte);
            if WORDS.contains(&&self.held[..]) {
                self.text.extend_from_slice(b"null");
                self.replaced.set(self.replaced.get() + 1);
                self.held.clear();
            } else if !WORDS.iter().any(|word| word.starts_with(&self.held)) {
                self.held.pop();
                if !self.held.is_empty() {
                    // It was another: what stands here may begin one.
                    self.text.append(&mut self.held);
                    continue;
                }
                self.text.push(byte);
                self.in_string = byte == b'"';
            }
            rest = behind;
        }
    }
}

impl<R: Read> Read for NumbersOnly<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            self.text.clear();
            self.at = 0;
            let mut raw = std::mem::take(&mut self.raw);
            let read = self.reader.read(&mut raw);
            if let Ok(count) = read {
                self.take(raw.get(..count).unwrap_or_default());
            }
            self.raw = raw;
            if read? == 0 {
                self.text.append(&mut self.held);
                if self.text.is_empty() {
                    return Ok(0);
                }
            }
        }
        let count = self.text.get(self.at..).unwrap_or_default().read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// Reads a few bytes at a time.
    struct Few<'a>(&'a [u8], usize);

    impl Read for Few<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn words_outside_of_strings() {
        for (text, expected, count) in [
            ("[NaN]", "[null]", 1),
            ("[NaN,-Infinity , Infinity]", "[null,null , null]", 3),
            (r#"{"NaN":"NaN \" NaN \\","a":NaN,"b":-1}"#, r#"{"NaN":"NaN \" NaN \\","a":null,"b":-1}"#, 1),
            ("[Nan, NA, N, --Infinity, -NaN, Inf", "[Nan, NA, N, -null, -null, Inf", 2),
            ("NNaN", "Nnull", 1),
            ("\"\\", "\"\\", 0),
            ("[\"\\u00e9\", -5, -", "[\"\\u00e9\", -5, -", 0),
            ("", "", 0),
        ] {
            for few in [1, 2, 3, 7, 100] {
                let replaced = Rc::new(Cell::new(0));
                let mut found = String::new();
                let mut reader = NumbersOnly::new(Few(text.as_bytes(), few), Rc::clone(&replaced));
                reader.read_to_string(&mut found).unwrap();
                assert_eq!((found.as_str(), replaced.get()), (expected, count), "{few} at a time");
            }
        }
    }
}
