//! Sinks: what the rows of a table are made into.

use std::io::Read;

use super::plain::Splitter;
use super::reader::Table;
use super::row::TableRow;
use crate::io::Error;

/// Whatever rows of a table are made into, however the rows were split.
pub(crate) trait RowSink {
    /// Looks ahead at a row of a source that is not text; whether more rows are of use.
    #[cfg(feature = "arrow")]
    fn look<'a>(&mut self, _row: impl TableRow<'a>) -> bool {
        false
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
    pub(super) fn add_plain(
        &mut self,
        sink: &mut impl RowSink,
        splitter: &mut Splitter,
    ) -> Result<(), Error> {
        let Some(block) = self.plain_block() else { return Ok(()) };
        let mut rows = splitter.rows(block);
        for row in rows.by_ref() {
            sink.add(row)?;
        }
        let taken = rows.taken();
        self.take(taken);
        Ok(())
    }
}
