//! What hurts, whom, and who owns it? Reads an event log and prints its friction and its silos.
//!
//! `cargo run --release --all-features --example friction -- LOG --stakeholder customer=COL --stakeholder employee=COL`

mod actions;
mod channels;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/logs.rs"]
mod logs;
mod page;
#[path = "../common/progress.rs"]
mod progress;
#[path = "../common/words.rs"]
mod words;

use std::fs::File;
use std::process::ExitCode;

use serde_json::json;
use total_experience::io::event_log::{EventOptions, ImportNotes, ObjectColumn};
use total_experience::io::map::read_json;

use total_experience::journey::friction::{
    Anchor, Friction, FrictionComponent, FrictionOptions, FrictionScale, PromiseGaps,
};
use total_experience::journey::handover::Handovers;
use total_experience::journey::log::{EventLog, ObjectTypeId};
use total_experience::journey::{People, StakeholderGroup};
use total_experience::model::map::ExperienceMap;
use total_experience::model::{Role, Stakeholder};
use total_experience::privacy::MinGroup;
use total_experience::report::parts::{GroupPromises, WhereItHurts};

use common::Fallible;

const HELP: &str = "\
What hurts, whom, and who owns it? Prints friction by touchpoint and group, and hand-overs between teams.

    friction LOG --stakeholder ROLE=COL [--stakeholder ROLE=COL ...] [--owner COL] [--channel COL]
             [--segment COL ...] [--due COL] [--map MAP.json] [--case COL] [--activity COL] [--time COL]
             [--time-unit s|ms|us|ns] [--goal ACTIVITY ...] [--failure ACTIVITY ...]
             [--anchor COMPONENT=GOOD..BAD ...] [--min-group N] [--skip-dangling] [--json]

LOG            .csv, .xes, or object-centric .jsonocel, .json, .xmlocel, .sqlite; each also .gz. An object-centric log
               has types of objects where others have columns: --case is needed there
--stakeholder  a group: customer, employee, user, partner or another role, and the column that names its people; in .xes
               an attribute of events, or of the trace where no event has it; `case` or `case:concept:name` is the trace
--owner COL    the column of the team that does the work: who owns a touchpoint, and hand-overs between teams; without,
               `org:group`, `team` or `workgroup`, where there is one. A team is named only where enough employees, or
               people of the column `resource`, do its work
--channel COL  the column (in other logs the attribute of events) of the channel, when it is not `channel`: friction by
               channel, and which channels hold people up, lose them or bring them back
--segment COL  a column of segments or places: channels and changes of channel for each of them
--due COL      .csv only: the column with the time at which each event was promised to happen at the latest, or the whole
               case to be done: promises kept and broken. It is promised to all groups but employees
--map MAP.json a map: who owns a touchpoint, what its service level promises (to all groups but employees), where it is
               offered; weights and least groups of stakeholders whose key is the role
--case, --activity, --time, --time-unit   as in the example journeys
--goal         an activity that gives people what they came for; more than one may be given. Without: the activity
               where most journeys end
--failure      an activity that says that the step before failed; more than one may be given
--anchor       where friction of a component begins and is complete: wait=3600..259200 (seconds), rework=0..0.5,
               drop_off=0..0.2, switch_after_failure=0..0.5, error=0..0.2, broken_promise=0..0.5 (shares of visits)
--min-group N  fewest employees whose result is shown, and fewest people behind the name of a team; 5 unless agreed
               otherwise
--skip-dangling  leaves out relations of events with objects that an object-centric log does not have
--json         one JSON document instead of a report
";
/// Names of object types that no role has.
const OWNER: &str = "(owner)";

fn main() -> ExitCode {
    common::finish("friction", run(std::env::args().skip(1)))
}

fn run(args: impl Iterator<Item = String>) -> Fallible<String> {
    let Some(request) = Request::parse(args)? else { return Ok(HELP.to_owned()) };
    let imported = logs::read(&request.path, &request.reading)?;
    let found =
        request.ask(&imported.log, imported.notes).map_err(|error| format!("{}: {error}", request.path))?;
    if request.json { found.as_json() } else { Ok(page::markdown(&request, &found)) }
}

struct Request {
    path: String,
    reading: EventOptions,
    stakeholders: Vec<Stakeholder>,
    owner: bool,
    segments: Vec<String>,
    map: Option<ExperienceMap>,
    goals: Vec<String>,
    failures: Vec<String>,
    scale: FrictionScale,
    /// Fewest employees whose result is shown.
    least: u32,
    json: bool,
}

/// What the log says.
struct Found {
    notes: ImportNotes,
    journeys: usize,
    people: Vec<usize>,
    friction: Friction,
    channels: Option<channels::Found>,
    /// By group that is served.
    promises: Vec<(String, PromiseGaps)>,
    has_owner: bool,
    handovers: Option<Handovers>,
}

impl Request {
    /// What the arguments ask for; `None` for help.
    fn parse(mut args: impl Iterator<Item = String>) -> Fallible<Option<Self>> {
        let (mut path, mut least) = (None, None);
        let usual = Stakeholder::new("resource", Role::Employee).minimum_group().as_u32();
        let mut request = Self {
            path: String::new(),
            reading: EventOptions::default(),
            stakeholders: Vec::new(),
            owner: false,
            segments: Vec::new(),
            map: None,
            goals: Vec::new(),
            failures: Vec::new(),
            scale: FrictionScale::default(),
            least: usual,
            json: false,
        };
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value: see --help"));
            match arg.as_str() {
                "--help" | "-h" => return Ok(None),
                "--json" => request.json = true,
                "--skip-dangling" => request.reading.skip_dangling = true,
                "--case" => request.reading.case = Some(value()?),
                "--activity" => request.reading.activity = Some(value()?),
                "--time" => request.reading.time = Some(value()?),
                "--time-unit" => request.reading.time_format = logs::time_unit(&value()?)?,
                "--stakeholder" => request.add_stakeholder(&value()?)?,
                "--owner" => {
                    request.owner = true;
                    request.reading.objects.push(ObjectColumn::new(OWNER).with_column(value()?));
                }
                "--channel" => request.reading.channel = Some(value()?),
                "--segment" => {
                    let column = value()?;
                    request.reading.objects.push(ObjectColumn::new(&column));
                    request.segments.push(column);
                }
                "--due" => request.reading.due = Some(value()?),
                "--map" => request.map = Some(map(&value()?)?),
                "--goal" => request.goals.push(value()?),
                "--failure" => request.failures.push(value()?),
                "--anchor" => request.scale = anchored(request.scale, &value()?)?,
                "--min-group" => {
                    let text = value()?;
                    let number: u32 =
                        text.parse().map_err(|_| format!("--min-group {text}: a number is needed"))?;
                    least = Some(number);
                }
                flag if flag.starts_with("--") => {
                    return Err(format!("unknown argument `{flag}`: see --help").into());
                }
                _ if path.is_some() => {
                    return Err(format!("one log at a time: `{arg}` is a second one").into());
                }
                _ => path = Some(arg),
            }
        }
        request.least = least.unwrap_or(usual);
        request.path = path.ok_or("no log given: see --help")?;
        if !request.owner && !logs::is_object_centric(&request.path) {
            let teams = Handovers::TEAM_TYPES
                .map(|column| ObjectColumn::new(format!("{OWNER} {column}")).with_column(column));
            match logs::has_columns(&request.path) {
                true => request.reading.objects_where_there.extend(teams),
                false => request.reading.objects.extend(teams),
            }
        }
        if request.reading.due.is_some() && !logs::has_columns(&request.path) {
            return Err(format!("{}: --due names a column of a .csv: see --help", request.path).into());
        }
        if request.stakeholders.is_empty() {
            return Err("whose friction? name a group with --stakeholder customer=COL: see --help".into());
        }
        for stakeholder in &mut request.stakeholders {
            let declared = request.map.as_ref().into_iter().flat_map(ExperienceMap::stakeholders);
            if let Some(declared) = declared.into_iter().find(|known| known.key == stakeholder.key) {
                *stakeholder = declared.clone();
            }
            if !stakeholder.minimum_group().is_off() {
                stakeholder.min_group = least.map(MinGroup::new).or(stakeholder.min_group);
            }
        }
        Ok(Some(request))
    }

    fn add_stakeholder(&mut self, text: &str) -> Fallible<()> {
        let (role, column) = text
            .split_once('=')
            .filter(|(role, column)| !role.is_empty() && !column.is_empty())
            .ok_or_else(|| format!("--stakeholder {text}: ROLE=COL is needed"))?;
        if self.stakeholders.iter().any(|known| known.key == role) {
            return Err(format!("--stakeholder {text}: there is a group `{role}` already").into());
        }
        self.stakeholders.push(Stakeholder::new(role, Role::from(role.to_owned())));
        self.reading.objects.push(ObjectColumn::new(role).with_column(column));
        Ok(())
    }

    fn ask(&self, log: &EventLog, notes: ImportNotes) -> Fallible<Found> {
        // An object-centric log has types where others have columns.
        let columns = if logs::is_object_centric(&self.path) { &self.reading.objects[..] } else { &[] };
        let known = |name: &str| {
            let column =
                columns.iter().find(|known| known.object_type == name).map(|known| known.column.as_str());
            let name = column.unwrap_or(name);
            let there = |&found: &ObjectTypeId| log.objects(found).is_ok_and(|objects| objects.len() > 0);
            log.object_type(name).filter(there).ok_or_else(|| {
                if let Some(known) = self.reading.objects.iter().find(|known| known.object_type == name) {
                    let column = &known.column;
                    return format!("no event has anything in `{column}`: correct the name, or fill it");
                }
                let types = log.object_types().filter(there);
                let types: Vec<_> = types.filter_map(|known| log.object_type_name(known)).collect();
                format!("no objects of type `{name}`: the log has {}", types.join(", "))
            })
        };
        let object_type = match &self.reading.case {
            Some(case) if logs::is_object_centric(&self.path) => known(case)?,
            _ => known(&self.reading.case_type)?,
        };
        let mut groups: Vec<StakeholderGroup> = Vec::new();
        for stakeholder in &self.stakeholders {
            groups.push(StakeholderGroup::new(stakeholder.clone(), known(&stakeholder.key)?));
        }
        let owner = match self.owner {
            true => Some(known(OWNER)?),
            false => Handovers::TEAM_TYPES.iter().find_map(|column| {
                let teams = log.object_type(&format!("{OWNER} {column}"))?;
                log.objects(teams).ok().filter(|teams| teams.len() > 0).map(|_| teams)
            }),
        };
        let segments = self.segments.iter().map(|name| known(name)).collect::<Result<Vec<_>, _>>()?;
        let mut options = FrictionOptions::default().with_scale(self.scale.clone());
        options.goals.clone_from(&self.goals);
        options.failures.clone_from(&self.failures);
        options.owners = owner;
        // An owner that one person works for is a person's name, whoever the report is about.
        if let Some(resource) = log.object_type(&self.reading.resource_type) {
            options = options.with_workers(People::new(resource).with_min_group(self.least));
        }
        if let Some(map) = &self.map {
            options = options.with_promises_of(map);
        }
        let mut promises = Vec::new();
        let is_promised = |group: &&StakeholderGroup| {
            group.is_served() && (self.map.is_some() || !log.due_column().is_empty())
        };
        for group in groups.iter().filter(is_promised) {
            let mut found = PromiseGaps::discover_with(log, object_type, group, &options)?;
            found.gaps.retain(|gap| gap.n > 0);
            promises.push((group.stakeholder.key.clone(), found));
        }
        let mut friction = Friction::discover_with(log, object_type, &groups, &options)?;
        if let Some(map) = &self.map {
            friction = friction.with_owners(map);
        }
        let channels = match log.channel_column() {
            [] if self.reading.channel.is_some() => {
                return Err("no event names a channel: see --channel in --help".into());
            }
            [] => None,
            _ => Some(channels::find(log, object_type, &groups, options, segments, self.map.as_ref())?),
        };
        let handovers = match (Handovers::workers(&groups), owner) {
            (Some(group), Some(owner)) => Some(Handovers::discover(log, object_type, group.people(), owner)?),
            _ => None,
        };
        let count = |object_type: ObjectTypeId| log.objects(object_type).map(|objects| objects.len());
        let people = groups.iter().map(|group| count(group.object_type)).collect::<Result<_, _>>()?;
        let has_owner = owner.is_some();
        Ok(Found {
            notes,
            journeys: count(object_type)?,
            people,
            friction,
            channels,
            promises,
            has_owner,
            handovers,
        })
    }
}

fn map(path: &str) -> Fallible<ExperienceMap> {
    let open = || -> Fallible<_> { Ok(read_json(File::open(path)?)?) };
    open().map_err(|error| format!("{path}: {error}").into())
}

/// `component=good..bad`
fn anchored(scale: FrictionScale, text: &str) -> Fallible<FrictionScale> {
    let wrong = || format!("--anchor {text}: COMPONENT=GOOD..BAD is needed, such as wait=3600..259200");
    let (name, ends) = text.split_once('=').ok_or_else(wrong)?;
    let (good, bad) = ends.split_once("..").ok_or_else(wrong)?;
    let component: FrictionComponent = name.parse().map_err(|_| {
        let names = FrictionComponent::ALL.map(FrictionComponent::name).join(", ");
        format!("--anchor {text}: no component `{name}`: use {names}")
    })?;
    let (good, bad) = (good.parse().map_err(|_| wrong())?, bad.parse().map_err(|_| wrong())?);
    Ok(scale.with_anchor(component, Anchor { good, bad })?.with_version("as given"))
}

impl Found {
    /// What a report says of it.
    fn hurts(&self) -> WhereItHurts {
        let mut hurts = WhereItHurts::default().with_friction(self.friction.clone());
        for (group, promises) in &self.promises {
            hurts = hurts.with_promises(GroupPromises::new(group.clone(), promises.clone()));
        }
        if let Some(channels) = &self.channels {
            hurts = channels.report(hurts);
        }
        match &self.handovers {
            Some(handovers) => hurts.with_handovers(handovers.clone()),
            None => hurts,
        }
    }

    /// Results of a group at a touchpoint or in a channel that are not shown.
    fn suppressed(&self) -> u64 {
        let in_channels = self.channels.as_ref().map_or(0, channels::Found::suppressed);
        self.friction.suppressed + in_channels
    }

    fn as_json(&self) -> Fallible<String> {
        let mut promises = Vec::new();
        for (stakeholder, found) in &self.promises {
            for gap in &found.gaps {
                let mut row = json!(gap);
                row["stakeholder"] = json!(stakeholder);
                promises.push(row);
            }
        }
        let mut document = json!({
            "anchors": self.friction.anchors,
            "journeys": self.journeys,
            "goals": self.friction.goals,
            "open_journeys": self.friction.open_journeys,
            "suppressed": self.friction.suppressed,
            "touchpoints": self.friction.touchpoints,
            "silo": self.handovers.as_ref().map_or_else(|| json!({ "ei_index": null }), |handovers| json!(handovers)),
            "channels": [],
            "promises": promises,
            "promises_suppressed": self.promises.iter().map(|(key, found)| json!({
                "stakeholder": key, "touchpoints": found.suppressed,
            })).collect::<Vec<_>>(),
            "notes": self.notes,
        });
        if let Some(channels) = &self.channels {
            channels.add_to(&mut document)?;
        }
        Ok(format!("{document:#}\n"))
    }
}
