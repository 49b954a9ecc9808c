//! Separator of a table, by the evidence of its first lines.

use crate::io::Error;
use crate::io::shown::shown;
use crate::io::source::Separator;

/// Lines below the header that are looked at.
const LINES: usize = 100;

/// The separator that a first line such as `sep=;` declares, and the bytes of that line.
///
/// # Errors
/// [`Error::UnknownName`] when it declares one that no table here has.
pub(super) fn declared(text: &[u8]) -> Result<Option<(Separator, usize)>, Error> {
    let Some(end) = memchr::memchr(b'\n', text) else { return Ok(None) };
    let line = text.get(..end).unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let separator = match line.split_at_checked(4) {
        Some((name, separator)) if name.eq_ignore_ascii_case(b"sep=") => separator,
        _ => return Ok(None),
    };
    let found = match separator {
        b"," => Separator::Comma,
        b";" => Separator::Semicolon,
        b"\t" | b"\\t" => Separator::Tab,
        b"|" => Separator::Bar,
        other => {
            let name = shown(&String::from_utf8_lossy(other));
            return Err(Error::unknown_name("separator", &name, &[",", ";", "a tabulator", "|"]));
        }
    };
    Ok(Some((found, end + 1)))
}

/// The separator with which most of the first lines have as many fields as the header; of several that explain as many
/// lines the one with the most fields, then the first of comma, semicolon and tab.
pub(super) fn found(text: &[u8], is_whole: bool) -> Separator {
    let mut best = (0, 0, Separator::Comma);
    for separator in [Separator::Comma, Separator::Semicolon, Separator::Tab] {
        let counts = field_counts(text, separator.byte(), is_whole);
        let Some((&width, rows)) = counts.split_first().filter(|(width, _)| **width > 1) else { continue };
        let explained = rows.iter().filter(|&&count| count == width).count();
        if (explained, width) > (best.0, best.1) {
            best = (explained, width, separator);
        }
    }
    best.2
}

/// How many fields the first lines have. A last line that is cut off is no evidence, unless it is the header.
fn field_counts(text: &[u8], separator: u8, is_whole: bool) -> Vec<usize> {
    let (mut counts, mut fields, mut length) = (Vec::new(), 1, 0_usize);
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if length == 0 => {
                while let Some(byte) = bytes.next() {
                    if byte == b'"' && bytes.next_if_eq(&b'"').is_none() {
                        break;
                    }
                }
                length += 1;
            }
            b'\n' | b'\r' => {
                if fields > 1 || length > 0 {
                    counts.push(fields);
                    if counts.len() > LINES {
                        return counts;
                    }
                }
                (fields, length) = (1, 0);
            }
            byte if byte == separator => {
                fields += 1;
                length = 0;
            }
            _ => length += 1,
        }
    }
    if (is_whole || counts.is_empty()) && (fields > 1 || length > 0) {
        counts.push(fields);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::{Separator, declared, found};

    #[test]
    fn evidence_of_the_lines() {
        for (text, separator) in [
            ("a;b;c, optional\n1;2;3\n", Separator::Semicolon),
            ("a, b;c, d\n1;2\n3;4\n", Separator::Semicolon),
            ("a;b\n1,5;2,5\n", Separator::Semicolon),
            ("a,b;c\n1,2\n", Separator::Comma),
            ("a\tb, c\tb; c\n1\t2\t3", Separator::Tab),
            ("a,b\n\"1;2\",3\n\"x\ny;\"\"z\",4\n", Separator::Comma),
            ("\"a,x\";b\n1;2\n", Separator::Semicolon),
            ("a;b\n5\" x;2\n6\";3\n", Separator::Semicolon),
            ("a,b,c;d", Separator::Comma),
            ("a;b;c,d", Separator::Semicolon),
            ("a\n1;2\n", Separator::Comma),
            ("", Separator::Comma),
        ] {
            assert_eq!(found(text.as_bytes(), true), separator, "{text:?}");
        }
    }

    #[test]
    fn separator_lines() {
        for (text, separator) in [
            ("sep=;\nx", Separator::Semicolon),
            ("SEP=,\r\nx", Separator::Comma),
            ("sep=\t\nx", Separator::Tab),
            ("sep=\\t\nx", Separator::Tab),
            ("\"sep=;\"\r\nx", Separator::Semicolon),
            ("sep=|\nx", Separator::Bar),
        ] {
            assert_eq!(declared(text.as_bytes()).unwrap(), Some((separator, text.len() - 1)), "{text:?}");
        }
        for text in ["separator\n", "a,sep=;\n", "sep=;"] {
            assert_eq!(declared(text.as_bytes()).unwrap(), None, "{text:?}");
        }
        assert!(declared(b"sep=x\na\n").is_err());
        assert!(declared(b"sep=\na\n").is_err());
    }
}
