//! Sinks: what the rows of a table are made into.

use std::io::Read;

use super::plain::Splitter;
use super::reader::Table;
use super::row::TableRow;
use crate::io::Error;

/// Rows that are looked up together: as many as a core waits for at once.
const GROUP: usize = 32;

/// Whatever rows of a table are made into, however the rows were split.
pub(crate) trait RowSink {
    /// Whether rows are to be [touched](Self::touch) some rows before they are taken.
    const TOUCHES: bool = false;

    /// Looks ahead at a row of a source that is not text; whether more rows are of use.
    #[cfg(feature = "arrow")]
    fn look<'a>(&mut self, _row: impl TableRow<'a>) -> bool {
        false
    }

    /// Looks up what a row names and does nothing with it, so that its place in memory is near when the row is taken. What
    /// comes back has no meaning.
    fn touch<'a>(&self, _row: &impl TableRow<'a>) -> u64 {
        0
    }

    /// Takes a row.
    fn add<'a>(&mut self, row: impl TableRow<'a>) -> Result<(), Error>;
}

impl<R: Read> Table<R> {
    /// Gives all rows to a sink: plain ones many at a time, others one by one.
    pub(crate) fn read_into(&mut self, sink: &mut impl RowSink) -> Result<(), Error> {
        let mut splitter = Splitter::new(self.separator(), self.header().len());
        loop {
            self.add_plain(sink, &mut splitter)?;
            let Some(row) = self.next_row()? else { return Ok(()) };
            sink.add(row)?;
        }
    }

    /// Gives the plain rows that are at hand to a sink.
    pub(super) fn add_plain<S: RowSink>(
        &mut self,
        sink: &mut S,
        splitter: &mut Splitter,
    ) -> Result<(), Error> {
        let Some(block) = self.plain_block() else { return Ok(()) };
        let mut rows = splitter.rows(block);
        if S::TOUCHES {
            let mut group = Vec::with_capacity(GROUP);
            loop {
                group.extend(rows.by_ref().take(GROUP));
                if group.is_empty() {
                    break;
                }
                std::hint::black_box(group.iter().fold(0, |sum, row| sum ^ sink.touch(row)));
                for row in group.drain(..) {
                    sink.add(row)?;
                }
            }
        } else {
            for row in rows.by_ref() {
                sink.add(row)?;
            }
        }
        let taken = rows.taken();
        self.take(taken);
        Ok(())
    }
}
