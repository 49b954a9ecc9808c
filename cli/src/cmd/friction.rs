//! Command `txm friction`: friction by touchpoint and group, from an event log.

use serde::Serialize;
use total_experience::io::event_log::{EventOptions, ImportNotes, LogFormat, ObjectColumn};
use total_experience::io::survey::signals::role_of_key;
use total_experience::journey::friction::{Anchor, FrictionComponent, FrictionScale};
use total_experience::journey::handover::Handovers;
use total_experience::journey::log::EventLog;
use total_experience::model::Stakeholder;
use total_experience::request::friction::{FrictionRequest, GroupRequest};

use crate::args::LogArgs;
use crate::fault::{Fallible, in_file, shown};
use crate::input::{self, Log};
use crate::output::Output;
use crate::{notes, output, page, progress};

/// The type of objects that teams become.
const OWNER: &str = "(owner)";

/// What hurts, whom, and who owns it? Friction by touchpoint and group, hand-overs between teams, channels, promises
///
/// LOG is .csv, .tsv, .parquet, .arrow, .xes, or object-centric .jsonocel, .json, .xmlocel, .xml, .sqlite; each also .gz. An
/// object-centric log has types of objects where others have columns: --case is needed there.
///
/// Friction of a group at a touchpoint is 0 (none) to 1 (complete): the weighted mean of the components that were measured,
/// wait, rework, drop_off, error, switch_after_failure, broken_promise; each grows from 0 at its good to 1 at its bad anchor
/// (--anchor). Burden = friction x visits x weight of the group. Breadth is the effective number of groups that share a
/// burden: 1 where one bears all, n where n bear the same.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The event log, or - for standard input
    #[arg(value_name = "LOG")]
    log: String,

    #[command(flatten)]
    friction: FrictionArgs,

    /// A map (see `txm schema map`): who owns a touchpoint, what its service level promises (to all groups but employees), where it is offered;
    /// weights and least groups of stakeholders whose key is the role
    #[arg(long, value_name = "MAP.json")]
    map: Option<String>,

    #[command(flatten)]
    output: Output,

    #[command(flatten)]
    reading: LogArgs,
}

/// What friction is asked about.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct FrictionArgs {
    /// A group: customers, employees, users, partners (or in the singular) or another name, and the column that names its
    /// people; `resource` is whoever did the work, and the column of cases stands for the cases. In .xes an attribute of
    /// events, or of the trace where no event has it; `case` or `case:concept:name` is the trace. Employees, and groups of
    /// other names than these four, need 5 people to be shown
    #[arg(long, value_name = "ROLE=COL", value_parser = group)]
    pub(crate) stakeholder: Vec<(String, String)>,

    /// The column of the team that does the work: who owns a touchpoint, and hand-overs between teams; without, `org:group`,
    /// `team` or `workgroup`, where there is one. A team is named only where enough employees, or people of the column
    /// `resource`, do its work
    #[arg(long, value_name = "COL")]
    owner: Option<String>,

    /// The column (in other logs the attribute of events) of the channel, when it is not `channel`
    #[arg(long, value_name = "COL")]
    channel: Option<String>,

    /// A column of segments or places: channels and changes of channel for each of them; may be given again
    #[arg(long, value_name = "COL")]
    segment: Vec<String>,

    /// Tables only: the column with the time at which each event was promised to happen at the latest, or the whole case to
    /// be done: promises kept and broken. It is promised to all groups but employees
    #[arg(long, value_name = "COL")]
    due: Option<String>,

    /// An activity that gives people what they came for; may be given again. Without: the activity where most journeys end
    #[arg(long, value_name = "ACTIVITY")]
    goal: Vec<String>,

    /// An activity that says that the step before failed; may be given again
    #[arg(long, value_name = "ACTIVITY")]
    failure: Vec<String>,

    /// Where friction of a component begins and is complete: wait=3600..259200 (seconds), rework=0..0.5, drop_off=0..0.2,
    /// switch_after_failure=0..0.5, error=0..0.2, broken_promise=0..0.5 (shares of visits); may be given again
    #[arg(long, value_name = "COMPONENT=GOOD..BAD", value_parser = anchor)]
    anchor: Vec<(FrictionComponent, Anchor)>,

    /// Fewest employees whose result is shown, and fewest people behind the name of a team; 5 unless agreed otherwise
    #[arg(long, value_name = "N")]
    min_group: Option<u32>,
}

#[derive(Serialize)]
struct Notes {
    notes: ImportNotes,
}

impl Args {
    pub(crate) fn run(self) -> Fallible<()> {
        let path = self.log.as_str();
        if self.friction.stakeholder.is_empty() {
            return Err("whose friction? name a group with --stakeholder customer=COL; see --help".into());
        }
        let mut options = self.reading.options()?;
        let log = Log::open(path, &options)?;
        let format = log.format;
        self.friction.read_columns(path, format, &mut options)?;
        let map = self.map.as_deref().map(input::map).transpose()?;
        let imported = log.read(path, &options)?;
        let request = self.friction.request(path, &imported.log, format, &options, self.output.rows())?;
        let answer = request
            .run_with(&imported.log, map.as_ref(), &progress::execution("looking for friction"))
            .map_err(in_file(path))?;
        let of_groups = match &map {
            Some(map) => notes::of_map(map),
            None => notes::of_groups(answer.groups.iter().map(|(group, _)| group)),
        };
        if self.output.json {
            output::say(path, &of_groups);
            return output::json(&answer, &Notes { notes: imported.notes });
        }
        let remarks = [of_groups, notes::of_log(&imported.notes)].concat();
        let events = imported.notes.events;
        output::page(&page::friction::markdown(path, &request, &answer, (events, &remarks), map.is_some()))
    }
}

impl FrictionArgs {
    /// Has the columns read that are asked about.
    pub(crate) fn read_columns(
        &self,
        path: &str,
        format: LogFormat,
        options: &mut EventOptions,
    ) -> Fallible<()> {
        if self.due.is_some() && format != LogFormat::Csv {
            return Err(format!("{}: --due names a column of a table; see --help", shown(path)).into());
        }
        options.due.clone_from(&self.due);
        if self.channel.is_some() {
            options.channel.clone_from(&self.channel);
        }
        // Resources and cases are read in any case.
        let is_further =
            |column: &String| column != &options.resource_type && !is_case(column, format, options);
        let further = self.stakeholder.iter().filter(|(_, column)| is_further(column));
        let further: Vec<_> =
            further.map(|(role, column)| ObjectColumn::new(role).with_column(column)).collect();
        options.objects.extend(further);
        options.objects.extend(self.segment.iter().map(ObjectColumn::new));
        match &self.owner {
            Some(owner) => options.objects.push(ObjectColumn::new(OWNER).with_column(owner)),
            None if format.is_object_centric() => {}
            None => {
                let teams = Handovers::TEAM_TYPES
                    .map(|column| ObjectColumn::new(format!("{OWNER} {column}")).with_column(column));
                match format {
                    LogFormat::Csv => options.objects_where_there.extend(teams),
                    _ => options.objects.extend(teams),
                }
            }
        }
        Ok(())
    }

    /// What is asked of a log that was read with [`read_columns`](Self::read_columns), and at most so many rows of each list.
    pub(crate) fn request(
        &self,
        path: &str,
        log: &EventLog,
        format: LogFormat,
        options: &EventOptions,
        rows: Option<usize>,
    ) -> Fallible<FrictionRequest> {
        if self.channel.is_some() && log.channel_column().is_empty() {
            return Err(format!("{}: no event names a channel: see --channel in --help", shown(path)).into());
        }
        let is_there = |name: &str| {
            let found = log.object_type(name).and_then(|found| log.objects(found).ok());
            found.is_some_and(|objects| objects.len() > 0)
        };
        // An object-centric log has types where others have columns.
        let object_type = |name: &str, column: &str| -> Fallible<String> {
            if format.is_object_centric() {
                return Ok(column.to_owned());
            }
            match is_there(name) {
                true => Ok(name.to_owned()),
                false => Err(format!(
                    "{}: no event has anything in `{column}`: correct the name, or fill it",
                    shown(path)
                )
                .into()),
            }
        };
        let group = |(role, column): &(String, String)| -> Fallible<GroupRequest> {
            let stakeholder = Stakeholder::new(role, role_of_key(role));
            if column == &options.resource_type && !format.is_object_centric() {
                return Ok(GroupRequest::new(stakeholder, column));
            }
            let name = if is_case(column, format, options) { &options.case_type } else { role };
            Ok(GroupRequest::new(stakeholder, object_type(name, column)?))
        };
        let owner = match &self.owner {
            Some(owner) => Some(object_type(OWNER, owner)?),
            None => Handovers::TEAM_TYPES
                .iter()
                .map(|column| format!("{OWNER} {column}"))
                .find(|team| is_there(team)),
        };
        let mut scale = FrictionScale::default();
        for (component, anchor) in &self.anchor {
            scale = scale.with_anchor(*component, *anchor).map_err(in_file(path))?.with_version("as given");
        }
        Ok(FrictionRequest {
            case: match &options.case {
                Some(case) if format.is_object_centric() => case.clone(),
                _ => options.case_type.clone(),
            },
            groups: self.stakeholder.iter().map(group).collect::<Fallible<_>>()?,
            owner,
            workers: Some(options.resource_type.clone()),
            segments: self.segment.iter().map(|name| object_type(name, name)).collect::<Fallible<_>>()?,
            goals: self.goal.clone(),
            failures: self.failure.clone(),
            scale,
            min_group: self.min_group,
            rows,
            ..FrictionRequest::default()
        })
    }
}

/// Whether a column names the cases: they are read, and need not be read again as others.
fn is_case(column: &str, format: LogFormat, options: &EventOptions) -> bool {
    match (format, &options.case) {
        // Stand-ins for the case are none for others.
        _ if !options.case_fallbacks.is_empty() => false,
        (LogFormat::Csv | LogFormat::Xes, Some(case)) => column == case,
        (LogFormat::Csv, None) => column == "case",
        (LogFormat::Xes, None) => matches!(column, "case" | "case:concept:name"),
        _ => false,
    }
}

/// Reads `customer=buyer`.
fn group(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').filter(|(role, column)| !role.is_empty() && !column.is_empty());
    let (role, column) = parts.ok_or("ROLE=COL is needed")?;
    Ok((role.to_owned(), column.to_owned()))
}

/// Reads `wait=3600..259200`.
fn anchor(text: &str) -> Result<(FrictionComponent, Anchor), String> {
    const WRONG: &str = "COMPONENT=GOOD..BAD is needed, such as wait=3600..259200";
    let (name, ends) = text.split_once('=').ok_or(WRONG)?;
    let (good, bad) = ends.split_once("..").ok_or(WRONG)?;
    let component: FrictionComponent = name.parse().map_err(|error| format!("{error}"))?;
    let (good, bad) = (good.parse().map_err(|_| WRONG)?, bad.parse().map_err(|_| WRONG)?);
    Ok((component, Anchor { good, bad }))
}
