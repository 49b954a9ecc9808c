//! `txm`: Total Experience (TX) from files: scores, journeys, friction, attribution, cascades, contagion and reports.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod args;
mod cmd;
mod fault;
mod input;
mod notes;
mod output;
mod page;
mod progress;
mod survey;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, Subcommand};

use fault::Fallible;

/// Total Experience (TX) from the files that you already have.
///
/// Every command reads files, prints a page in Markdown, and with --json one JSON document instead. A file `-` is
/// standard input; files may be compressed with gzip. Tables are CSV, or the same columns in Parquet (.parquet) or Arrow
/// (.arrow, .arrows). Bad input: exit code 2, and one line that says what to do.
#[derive(Debug, Parser)]
#[command(name = "txm", version, max_term_width = 120)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Threads to work on; as many as the machine has unless given. They never change a result.
    #[arg(long, global = true, value_name = "N")]
    threads: Option<usize>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Scorecard(cmd::scorecard::Args),
    Journeys(cmd::journeys::Args),
    Friction(cmd::friction::Args),
    Attribution(cmd::attribution::Args),
    Cascade(cmd::cascade::Args),
    Contagion(cmd::contagion::Args),
    Report(cmd::report::Args),
    Schema(cmd::schema::Args),
    /// Prints a script that completes commands and options in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            return match error.print() {
                Ok(()) => ExitCode::SUCCESS,
                Err(_) => ExitCode::FAILURE,
            };
        }
        Err(error) => return fault::usage(&error).print(),
    };
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => fault.print(),
    }
}

fn run(Cli { command, threads }: Cli) -> Fallible<()> {
    if threads == Some(0) {
        return Err("--threads 0: a number from 1 is needed".into());
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0));
    let pool = pool.build().map_err(|error| format!("--threads: {error}"))?;
    pool.install(|| match command {
        Command::Scorecard(args) => args.run(),
        Command::Journeys(args) => args.run(),
        Command::Friction(args) => args.run(),
        Command::Attribution(args) => args.run(),
        Command::Cascade(args) => args.run(),
        Command::Contagion(args) => args.run(),
        Command::Report(args) => args.run(),
        Command::Schema(args) => args.run(),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "txm", &mut std::io::stdout());
            Ok(())
        }
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn arguments_go_together() {
        super::Cli::command().debug_assert();
    }
}
