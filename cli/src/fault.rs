//! Faults of commands: one line on standard error, and the exit code.

use std::process::ExitCode;

use clap::error::ErrorKind;
use total_experience::Error;
use total_experience::io;
use total_experience::model::time::TimeFault;
use total_experience::report::render::words::counted;

/// Why a command ends: one line that names the file, line or item and the remedy; none where nobody reads on.
#[derive(Debug)]
pub(crate) struct Fault(Option<String>);

/// What a command finds, or why it ends.
pub(crate) type Fallible<T> = Result<T, Fault>;

impl<T: Into<String>> From<T> for Fault {
    fn from(text: T) -> Self {
        Self(Some(text.into()))
    }
}

impl Fault {
    /// The output was closed by its reader.
    pub(crate) const CLOSED: Self = Self(None);

    /// Prints the line; the exit code that goes with it.
    pub(crate) fn print(&self) -> ExitCode {
        match &self.0 {
            Some(text) => {
                let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
                eprintln!("txm: {line}");
                ExitCode::from(2)
            }
            None => ExitCode::SUCCESS,
        }
    }
}

/// An error of the library about a file.
pub(crate) fn in_file<E: Into<Error>>(path: &str) -> impl Fn(E) -> Fault {
    move |error| format!("{}: {}", shown(path), said(&error.into())).into()
}

/// A file as it is called in messages.
pub(crate) fn shown(path: &str) -> &str {
    if path == "-" { "standard input" } else { path }
}

/// Wrong arguments in one line.
pub(crate) fn usage(error: &clap::Error) -> Fault {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "a command is needed, such as `txm scorecard SIGNALS.csv`; see --help".into();
    }
    let text = error.render().to_string();
    let mut parts = Vec::new();
    for line in text.lines().map(str::trim) {
        match line {
            "" if parts.is_empty() => {}
            line if line.starts_with("Usage:") || line.starts_with("For more information") => break,
            line if line.is_empty() || line.starts_with("tip: to pass") => {}
            line => parts.push(line.trim_start_matches("error: ").trim_start_matches("tip: ")),
        }
    }
    format!("{}; see --help", parts.join("; ").replace(":; ", ": ")).into()
}

/// An error in the words of the command line: what the library calls an option is called by its argument.
fn said(error: &Error) -> String {
    use io::Error as Io;
    match error {
        Error::Io(Io::MissingColumn { role, looked_for, found, .. }) => {
            let remedy = match role.as_str() {
                "case" => "name the column with --case",
                "activity" => "name the column with --activity",
                _ => "correct the name, or add the column",
            };
            format!(
                "no column for the {role}: looked for {}, found {}: {remedy}",
                quoted(looked_for),
                quoted(found)
            )
        }
        Error::Io(error @ Io::BadTime { fault, .. }) => match fault {
            TimeFault::Day | TimeFault::Clock | TimeFault::Zone | TimeFault::Range => error.to_string(),
            _ => format!("{error}: see --time-format"),
        },
        Error::Io(Io::Work(io::WorkFault::LateStart { line, column, start, end })) => format!(
            "line {line}: `{column}` says that the work began at {start}, after it ended at {end}: correct it, or see --start"
        ),
        Error::Io(Io::Work(io::WorkFault::UnknownWords { choice, words })) => format!(
            "--lifecycle {choice}: none of the words of the lifecycle is known, found {}: say what they mean with \
             --lifecycle-words, or leave out --lifecycle",
            quoted(words)
        ),
        Error::Io(error @ Io::BadText { .. }) => format!("{error}: see --encoding"),
        Error::Io(error @ Io::Path { .. }) => format!("{error}: see --separator"),
        Error::Io(error @ (Io::DanglingObject { .. } | Io::DanglingEvent { .. })) => {
            format!("{error}: see --skip-dangling")
        }
        Error::Request(request) => asked(request),
        other => other.to_string(),
    }
}

fn quoted(names: &[String]) -> String {
    let shown = names.iter().take(12).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(12) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// A fault of a request, with the arguments in place of its fields.
fn asked(error: &total_experience::request::Error) -> String {
    use total_experience::request::Error as Asked;
    match error {
        Asked::UnknownNode { list, node, near } => {
            let near = near.as_ref().map_or_else(String::new, |near| format!(": was `{near}` meant?"));
            format!("--{list} {node}: there is no such node{near}")
        }
        Asked::NodeTwice { list, node } => format!("--{list} {node}: the node is named twice"),
        Asked::NoObjective => "--objective: a weight other than 0 is needed".to_owned(),
        Asked::NoShock { field } => format!("--{field} asks about a shock: give --shock NODE=POINTS"),
        Asked::ScoresAndModel => "--model bounded and --scores SCORES.csv need each other".to_owned(),
        Asked::DrawsOfBounded => "--draws is of the linear model: leave out --model bounded".to_owned(),
        Asked::HorizonOfBounded => {
            "--horizon: over time only the linear model is known, which would pass 0 and 100: leave \
            out --horizon or --model bounded"
                .to_owned()
        }
        Asked::NoSeeds => "nothing to ask: give --seeds NAME,NAME or --select K".to_owned(),
        Asked::TooManySeeds { count, node_count } => {
            format!("--select {count}: the network has {}", counted(*node_count as u64, "node"))
        }
        Asked::Journey(total_experience::journey::Error::NoTimes { what }) => {
            format!("the log has no times, and {what} cannot be known without: name their column with --time")
        }
        Asked::Journey(error @ total_experience::journey::Error::TooManyStates { .. }) => {
            format!("{error}: see --max-memory")
        }
        Asked::Cascade(error @ total_experience::cascade::Error::LagUndecided { .. }) => {
            format!("{error}: see --dense-limit")
        }
        Asked::GroupTwice { key } => format!("--stakeholder {key}: there is a group `{key}` already"),
        other => other.to_string(),
    }
}
