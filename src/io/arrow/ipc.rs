//! Arrow IPC bytes: a stream, or a file read as the stream that it holds.

use std::io::{BufReader, Read};
use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_ipc::reader::StreamReader;
use arrow_schema::{ArrowError, SchemaRef};

use super::source::{contained, fault};
use crate::io::Error;
use crate::io::source::input::read_full;
use crate::io::source::{Input, Limits};

/// First and last bytes of a file; six, padded to eight at its beginning.
const MAGIC: [u8; 6] = *b"ARROW1";

const FORMAT: &str = "Arrow stream or file";

type Source<R> = BufReader<std::io::Chain<std::io::Cursor<Vec<u8>>, Input<R>>>;

/// The batches of a stream or file.
pub(crate) struct IpcReader<R: Read> {
    reader: StreamReader<Source<R>>,
    is_file: bool,
}

/// Reads the schema.
pub(crate) fn open<R: Read>(reader: R, limits: &Limits) -> Result<IpcReader<R>, Error> {
    let mut input = Input::new(reader, limits)?;
    let mut first = vec![0; MAGIC.len() + 2];
    let mut found = read_full(&mut input, &mut first)?;
    first.truncate(found);
    if first.is_empty() {
        return Err(Error::Empty { expected: "an Arrow stream or file" });
    }
    let is_file = first.starts_with(&MAGIC);
    if is_file {
        // Zeros fill up the beginning, to 8 bytes or, by some writers, to 64.
        first = vec![0; 8];
        while found == first.len() && first.iter().all(|&byte| byte == 0) {
            found = read_full(&mut input, &mut first)?;
        }
        first.truncate(found);
    }
    let source = BufReader::new(std::io::Cursor::new(first).chain(input));
    let reader = contained(|| StreamReader::try_new(source, None))?.map_err(|error| fault(FORMAT, error))?;
    Ok(IpcReader { reader, is_file })
}

impl<R: Read> IpcReader<R> {
    /// That a file ends as files do.
    fn check_end(&mut self) -> Result<(), ArrowError> {
        let mut last = Vec::new();
        let mut chunk = vec![0; 8 << 10];
        loop {
            let found = read_full(self.reader.get_mut(), &mut chunk)?;
            last.extend_from_slice(&chunk[..found]);
            last.drain(..last.len().saturating_sub(MAGIC.len()));
            if found < chunk.len() {
                break;
            }
        }
        if last == MAGIC {
            return Ok(());
        }
        Err(ArrowError::IpcError("the file is cut off: its footer is missing".to_owned()))
    }
}

impl<R: Read> Iterator for IpcReader<R> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.reader.next() {
            None if std::mem::take(&mut self.is_file) => self.check_end().err().map(Err),
            next => next,
        }
    }
}

impl<R: Read> RecordBatchReader for IpcReader<R> {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.reader.schema())
    }
}
