//! Arguments that several commands share.

use total_experience::io::event_log::{EventOptions, Lifecycle, LifecycleWords};
use total_experience::io::source::{
    DecimalMark, Encoding, Placeholders, Separator, TableFormat, ThousandsMark,
};
use total_experience::io::time::TimeFormat;
use total_experience::request::NodeValue;

use crate::fault::Fallible;
use crate::progress;

/// How a table is written.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(next_help_heading = "How a table is written")]
pub(crate) struct TableArgs {
    /// Encoding of tables and logs (a map is UTF-8, or UTF-16 with its mark), such as windows-1252 (which is Latin-1, too) or utf-16le; what a byte order mark or an XML
    /// declaration says unless given, else utf-8
    #[arg(long, value_name = "E")]
    encoding: Option<Encoding>,

    /// comma, semicolon, tab or bar between fields; found by the first lines unless given
    #[arg(long, value_name = "D")]
    delimiter: Option<Separator>,

    /// point or comma before decimals; a point unless given, also a comma where semicolons separate
    #[arg(long, value_name = "M")]
    decimal_mark: Option<DecimalMark>,

    /// point, comma, apostrophe or space between groups of three digits; none unless given
    #[arg(long, value_name = "M")]
    thousands: Option<ThousandsMark>,
}

impl TableArgs {
    pub(crate) fn format(self) -> TableFormat {
        let mut table = TableFormat::default();
        table.encoding = self.encoding;
        if let Some(separator) = self.delimiter {
            table = table.with_separator(separator);
        }
        if let Some(mark) = self.decimal_mark {
            table = table.with_decimal_mark(mark);
        }
        if let Some(mark) = self.thousands {
            table = table.with_thousands(mark);
        }
        table
    }
}

/// Where an event log names what.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "How the log is read")]
pub(crate) struct LogArgs {
    /// The columns of the export of a tracking system: snowplow, segment or adobe-xdm
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,

    /// Column (or XES attribute) of the case, when it is not `case`, `case_id`, `case:concept:name`
    #[arg(long, value_name = "COL")]
    pub(crate) case: Option<String>,

    /// ... of the activity, when it is not `activity`, `concept:name`
    #[arg(long, value_name = "COL")]
    activity: Option<String>,

    /// ... of the time, when it is not `time`, `timestamp`, `time:timestamp`, `end_timestamp`, `complete_timestamp`,
    /// `end_time`
    #[arg(long, value_name = "COL")]
    time: Option<String>,

    /// ... of the start of the work, when it is not `start_timestamp`, `start_time`, `started`, `started_at`, `begin`; ""
    /// for none
    #[arg(long, value_name = "COL")]
    start: Option<String>,

    /// ... of the resource, when it is not `resource`, `org:resource`
    #[arg(long, value_name = "COL")]
    resource: Option<String>,

    /// ... of the transition in the lifecycle of the work, when it is not `lifecycle:transition`
    #[arg(long, value_name = "COL")]
    transition: Option<String>,

    /// ... of the instance of the work, which its transitions have in common, when it is not `concept:instance`
    #[arg(long, value_name = "COL")]
    instance: Option<String>,

    #[command(flatten)]
    pub(crate) time_format: TimeArgs,

    /// Where a log says where in its lifecycle a piece of work is: visits (a start and the complete that ends it are one
    /// visit), complete or start (only these), every (each event is a visit)
    #[arg(long, value_name = "L", default_value = "visits")]
    lifecycle: Lifecycle,

    /// The log's own words for the start and the completion of work, such as start=Beginn,complete=Ende
    #[arg(long, value_name = "WORDS")]
    lifecycle_words: Option<LifecycleWords>,

    /// comma, semicolon, tab or bar between the names in a field that names several objects; a bar unless given
    #[arg(long, value_name = "D")]
    list_separator: Option<Separator>,

    /// Take fields such as ['p1', 'p2'] for one name; they are lists unless given
    #[arg(long)]
    brackets_are_names: bool,

    /// Leave out relations of events with objects that an object-centric log does not have
    #[arg(long)]
    skip_dangling: bool,

    #[command(flatten)]
    nobody: NobodyArgs,

    #[command(flatten)]
    table: TableArgs,
}

impl LogArgs {
    /// Texts that name nobody.
    pub(crate) fn placeholders(&self) -> Placeholders {
        self.nobody.placeholders()
    }

    /// How tables are written.
    pub(crate) fn table(&self) -> TableFormat {
        self.table.format()
    }

    pub(crate) fn options(&self) -> Fallible<EventOptions> {
        let mut options = match self.preset.as_deref() {
            None => EventOptions::default(),
            Some("snowplow") => EventOptions::snowplow(),
            Some("segment") => EventOptions::segment(),
            Some("adobe-xdm") => EventOptions::adobe_xdm(),
            Some(other) => {
                let text =
                    format!("--preset {other}: there is no such preset: use snowplow, segment or adobe-xdm");
                return Err(text.into());
            }
        };
        for (given, option) in [
            (&self.case, &mut options.case),
            (&self.activity, &mut options.activity),
            (&self.time, &mut options.time),
            (&self.start, &mut options.start),
            (&self.resource, &mut options.resource),
            (&self.transition, &mut options.transition),
            (&self.instance, &mut options.instance),
        ] {
            if given.is_some() {
                option.clone_from(given);
            }
        }
        options = options.with_time_format(self.time_format.format());
        if let Some(separator) = self.list_separator {
            options = options.with_list_separator(separator);
        }
        Ok(options
            .with_bracket_lists(!self.brackets_are_names)
            .with_lifecycle(self.lifecycle)
            .with_lifecycle_words(self.lifecycle_words.clone().unwrap_or_default())
            .with_skip_dangling(self.skip_dangling)
            .with_placeholders(self.placeholders())
            .with_table(self.table())
            .with_execution(progress::all_threads()))
    }
}

/// How times are written.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct TimeArgs {
    /// How times are written: day_first or month_first in dates such as 03/04/2024; s, ms, us or ns since 1970; or a
    /// pattern such as "%d.%m.%y %H:%M". Text such as 2024-05-31T14:30:00Z, and whatever says day and month, unless given
    #[arg(long, visible_alias = "time-unit", value_name = "F")]
    time_format: Option<TimeFormat>,
}

impl TimeArgs {
    pub(crate) fn format(&self) -> TimeFormat {
        self.time_format.clone().unwrap_or_default()
    }
}

/// Texts that name nobody.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Who is nobody")]
pub(crate) struct NobodyArgs {
    /// A text that names nobody, beside NA, NULL, unknown, anonymous, the zero UUID and their like; may be given again
    #[arg(long, value_name = "TEXT")]
    nobody: Vec<String>,

    /// A text that names somebody although it usually does not, such as NA; may be given again
    #[arg(long, value_name = "TEXT")]
    somebody: Vec<String>,
}

impl NobodyArgs {
    pub(crate) fn placeholders(&self) -> Placeholders {
        let is_somebody = |text: &str| self.somebody.iter().any(|name| name.eq_ignore_ascii_case(text));
        let usual = Placeholders::default();
        let texts = usual.texts().iter().filter(|text| !is_somebody(text)).chain(&self.nobody);
        Placeholders::new(texts.cloned())
    }
}

/// Answers that are missing.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "What is a missing answer")]
pub(crate) struct MissingArgs {
    /// A text or a number that stands for a missing answer, such as -99, beside empty cells, NA, N/A, null and their like;
    /// may be given again
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    missing: Vec<String>,
}

impl MissingArgs {
    pub(crate) fn beside(&self, usual: Placeholders) -> Placeholders {
        self.missing.iter().fold(usual, |all, text| all.with_text(text))
    }
}

/// Reads a whole number within bounds.
pub(crate) fn whole(least: usize, most: usize) -> impl Fn(&str) -> Result<usize, String> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| match most {
            usize::MAX => format!("a whole number from {least} is needed"),
            _ => format!("a whole number from {least} to {most} is needed"),
        })
    }
}

/// Reads a number of bytes, such as `512MiB`, `2GB` or `1000000`.
pub(crate) fn bytes(text: &str) -> Result<usize, String> {
    const WRONG: &str = "a number of bytes is needed, such as 512MiB or 2GB";
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return Err(WRONG.to_owned()),
    };
    let number: usize = number.parse().map_err(|_| WRONG)?;
    number.checked_mul(unit).ok_or_else(|| WRONG.to_owned())
}

/// Reads `NODE=NUMBER`. The last `=` counts, so that names may hold one.
pub(crate) fn assignment(text: &str) -> Result<NodeValue, String> {
    let (node, number) = text.rsplit_once('=').ok_or("NODE=NUMBER was expected")?;
    let number = number.parse().ok().filter(|number: &f64| number.is_finite());
    Ok(NodeValue::new(node, number.ok_or("a finite number was expected after `=`")?))
}
