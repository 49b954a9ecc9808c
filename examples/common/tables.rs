//! How a table is written: as declared on the command line, and as it was found.

use total_experience::io::source::{DecimalMark, Separator, TableFormat, TableNotes};

use super::common::Fallible;

/// The options that [`declare`] takes.
pub(crate) const HELP: &str = "\
--separator S      comma, semicolon, tab or bar between fields (default: found by the first lines, or a line `sep=;`)
--decimal-mark M   point or comma before decimals (default: a point; also a comma where semicolons separate)
--thousands M      point, comma, apostrophe or space between groups of three digits (default: none)
";

/// What the library's options are called here.
const FLAGS: [(&str, &str); 3] = [
    ("`TableFormat::with_thousands`", "--thousands"),
    ("`TableFormat::with_decimal_mark`", "--decimal-mark"),
    ("`TableFormat::with_separator`", "--separator"),
];

/// Takes an option that declares how a table is written, and its value if that is what it is; whether it was one.
pub(crate) fn declare(table: &mut TableFormat, flag: &str, value: Option<String>) -> Fallible<bool> {
    let value = || value.ok_or_else(|| format!("{flag} needs a value: see --help"));
    match flag {
        "--separator" => *table = table.with_separator(value()?.parse()?),
        "--decimal-mark" => *table = table.with_decimal_mark(value()?.parse()?),
        "--thousands" => *table = table.with_thousands(value()?.parse()?),
        _ => return Ok(false),
    }
    Ok(true)
}

/// An error's text with the names that its options have here.
pub(crate) fn in_flags(text: &str) -> String {
    FLAGS.iter().fold(text.to_owned(), |text, (option, flag)| text.replace(option, flag))
}

#[allow(dead_code, reason = "not every reader has notes")]
/// How the table was read, where that is not the usual way.
pub(crate) fn told(notes: &TableNotes) -> Option<String> {
    let mut said = Vec::new();
    if notes.separator != Separator::Comma {
        let line = if notes.separator_line { " as its first line says" } else { "" };
        said.push(format!("fields separated by {}{line}", notes.separator));
    }
    if notes.decimal_mark == Some(DecimalMark::Comma) {
        said.push("decimal commas".to_owned());
    }
    (!said.is_empty()).then(|| format!("read with {}", said.join(" and ")))
}
