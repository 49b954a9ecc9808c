//! How every example ends.

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;

/// What an example finds, or what is wrong with its input.
pub(crate) type Fallible<T> = Result<T, Box<dyn Error>>;

/// Prints what `example` found, all at once; or one line that says what is wrong, with exit code 2.
pub(crate) fn finish(example: &str, found: Fallible<String>) -> ExitCode {
    match found {
        Ok(text) => match std::io::stdout().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        Err(error) => {
            eprintln!("{example}: {error}");
            ExitCode::from(2)
        }
    }
}
