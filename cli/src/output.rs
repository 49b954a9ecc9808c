//! Writing of answers.

use std::io::{BufWriter, ErrorKind, Write as _};

use serde::Serialize;

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
    /// Rows of a list.
    pub(crate) fn rows(self) -> Option<usize> {
        (!self.all).then_some(100)
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
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, document).map_err(std::io::Error::from).map_err(closed)?;
    out.write_all(b"\n").and_then(|()| out.flush()).map_err(closed)
}

/// Writes a page.
pub(crate) fn page(text: &str) -> Fallible<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(closed)
}

/// Says something beside the answer.
pub(crate) fn say(path: &str, remarks: &[String]) {
    for remark in remarks {
        eprintln!("{}: {remark}", crate::fault::shown(path));
    }
}

fn closed(error: std::io::Error) -> Fault {
    match error.kind() {
        ErrorKind::BrokenPipe => Fault::CLOSED,
        _ => format!("the answer cannot be written: {error}").into(),
    }
}
