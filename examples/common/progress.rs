//! A file that is being read.

use std::fs::File;
use std::io::{IsTerminal, Read};
use std::time::{Duration, Instant};

/// A file that says on a terminal how far it is read, once that takes longer than a moment.
pub(crate) struct Progress {
    file: File,
    size: u64,
    done: u64,
    next: Instant,
    shown: bool,
}

impl Progress {
    pub(crate) fn new(file: File) -> Self {
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        Self { file, size, done: 0, next: Instant::now() + Duration::from_millis(800), shown: false }
    }
}

impl Read for Progress {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.done += count as u64;
        if self.size > 0 && Instant::now() > self.next && std::io::stderr().is_terminal() {
            self.next += Duration::from_millis(200);
            self.shown = true;
            eprint!("\rreading: {:3} %", self.done * 100 / self.size);
        }
        Ok(count)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            eprint!("\r                \r");
        }
    }
}
