//! Progress of long work, on terminals only.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use total_experience::Execution;

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(800);

fn bar(total: u64, what: &'static str, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(total), indicatif::ProgressDrawTarget::hidden())
        .with_style(style)
        .with_message(what)
}

/// Shows a bar once its work takes longer than a moment.
fn show_when_long(bar: &ProgressBar) {
    if bar.is_hidden() && bar.elapsed() > PATIENCE {
        bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
    }
}

/// A file that says how far it is read.
pub(crate) fn reading(file: File) -> impl Read + Send {
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    let template = "{msg} {bar:30} {binary_bytes} of {binary_total_bytes}, {eta} left";
    Reading { bar: bar(size, "reading", template), file }
}

struct Reading {
    bar: ProgressBar,
    file: File,
}

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        show_when_long(&self.bar);
        self.bar.inc(count as u64);
        Ok(count)
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Execution on all threads, of what says by itself how far it is.
pub(crate) fn all_threads() -> Execution {
    Execution::default().with_parallel(true)
}

/// Execution on all threads, that says how far it is.
pub(crate) fn execution(what: &'static str) -> Execution {
    let bar = bar(0, what, "{msg} {bar:30} {human_pos} of {human_len}, {eta} left");
    Execution::default().with_parallel(true).with_watch(move |progress| {
        show_when_long(&bar);
        bar.set_length(progress.total);
        bar.set_position(progress.done);
        if progress.done >= progress.total {
            bar.finish_and_clear();
        }
        ControlFlow::Continue(())
    })
}
