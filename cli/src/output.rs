//! Writing of answers.

use std::io::{self, BufWriter, ErrorKind, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use total_experience::request::journeys::JourneysRequest;

use crate::fault::{Fallible, Fault};

/// How an answer is written.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Output {
    /// One JSON document instead of a page
    #[arg(long)]
    pub(crate) json: bool,

    /// Whole lists in the JSON document; otherwise the most important rows, and how many are left out
    #[arg(long, requires = "json")]
    pub(crate) all: bool,
}

impl Output {
    /// Rows of a list: those of a request unless all are asked for.
    pub(crate) fn rows(self) -> Option<usize> {
        if self.all { None } else { JourneysRequest::default().rows }
    }
}

/// An answer, and what its files were taken for.
#[derive(Serialize)]
struct Document<'a, A, N> {
    #[serde(flatten)]
    answer: &'a A,
    #[serde(flatten)]
    notes: &'a N,
}

/// Writes an answer and the notes of its readers as one JSON document.
pub(crate) fn json(answer: &impl Serialize, notes: &impl Serialize) -> Fallible<()> {
    json_alone(&Document { answer, notes })
}

/// Writes one JSON document.
pub(crate) fn json_alone(document: &impl Serialize) -> Fallible<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut serializer = Serializer::with_formatter(&mut out, RowFormatter::default());
    document.serialize(&mut serializer).map_err(io::Error::from).map_err(closed)?;
    out.write_all(b"\n").and_then(|()| out.flush()).map_err(closed)
}

/// JSON with a line for each field of the document and for each row of its lists.
#[derive(Default)]
struct RowFormatter {
    depth: usize,
    is_empty: bool,
}

/// Levels that are broken into lines: the document and its lists.
const LINES: usize = 2;

impl RowFormatter {
    fn begin<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.is_empty = true;
        writer.write_all(bracket)
    }

    fn end<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.depth < LINES && !self.is_empty {
            self.line(writer)?;
        }
        self.is_empty = false;
        writer.write_all(bracket)
    }

    fn next<W: Write + ?Sized>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        self.is_empty = false;
        if !is_first {
            writer.write_all(if self.depth <= LINES { b"," } else { b", " })?;
        }
        if self.depth <= LINES { self.line(writer) } else { Ok(()) }
    }

    fn line<W: Write + ?Sized>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(&b"\n    "[..1 + 2 * self.depth.min(LINES)])
    }
}

impl Formatter for RowFormatter {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"[")
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"]")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        self.next(writer, is_first)
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"{")
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"}")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        self.next(writer, is_first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

/// Writes a page.
pub(crate) fn page(text: &str) -> Fallible<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(closed)
}

/// Says something beside the answer.
pub(crate) fn say(path: &str, remarks: &[String]) {
    for remark in remarks {
        eprintln!("{}: {remark}", crate::fault::shown(path));
    }
}

fn closed(error: io::Error) -> Fault {
    match error.kind() {
        ErrorKind::BrokenPipe => Fault::CLOSED,
        _ => format!("the answer cannot be written: {error}").into(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize as _;
    use serde_json::json;

    #[test]
    fn a_line_for_each_row() {
        let document = json!({"rows": [{"a": 1, "b": [2, 3]}, {}], "none": [], "text": "x"});
        let mut written = Vec::new();
        let formatter = super::RowFormatter::default();
        document
            .serialize(&mut serde_json::Serializer::with_formatter(&mut written, formatter))
            .expect("written");
        let expected = "{\n  \"none\": [],\n  \"rows\": [\n    {\"a\": 1, \"b\": [2, 3]},\n    {}\n  ],\n  \"text\": \"x\"\n}";
        assert_eq!(String::from_utf8_lossy(&written), expected);
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&written).expect("JSON"), document);
    }
}
