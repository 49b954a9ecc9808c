//! Friction handle: found in a log, copied by touchpoint, written as JSON.

use std::ffi::c_char;

use total_experience::journey::friction::{Friction, FrictionOptions, GroupFriction};
use total_experience::journey::log::{EventLog, ObjectTypeId};

use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, shared};
use crate::abi::kept::Kept;
use crate::abi::none::TXM_NONE;
use crate::abi::output::copy_column;
use crate::abi::spec;
use crate::abi::status::*;
use crate::journey::friction::columns::txm_friction_columns;
use crate::journey::friction::options::txm_friction_options;
use crate::journey::log::txm_log;
use crate::score::scores::{TXM_RESULT_NO_ANSWERS, TXM_RESULT_PUBLISHED, TXM_RESULT_SUPPRESSED};

/// Friction at the touchpoints of a log, by stakeholder group. It never changes.
#[derive(Debug)]
pub struct txm_friction {
    pub(crate) friction: Friction,
    /// Per touchpoint its number in the log.
    touchpoint: Vec<u32>,
    /// Per touchpoint the object that owns it.
    owner: Vec<u32>,
    /// Keys of the groups, in the caller's order.
    groups: Vec<String>,
    json: Kept,
}

/// Finds the friction of every touchpoint of a log for stakeholder groups: waits, work done again, journeys lost,
/// switches of channel, failures and broken promises, by the library's own anchors or the caller's.
///
/// A group with fewer people at a touchpoint than its minimum is withheld there, and in no sum; further touchpoints of
/// the group are too where those withheld are together still too few. What was promised to those who are served does
/// not count for employees.
///
/// Threads: `log` may be shared.
///
/// @param log the log; it may be freed afterwards.
/// @param options how it is found; not needed afterwards.
/// @param out receives the friction, which the caller frees with `txm_friction_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND` for a type, an activity, a touchpoint or a group that is not
///   there and for a measure of a group that is never at the touchpoint, `TXM_STATUS_BAD_ENUM`, `TXM_STATUS_DUPLICATE`
///   for a group that is there twice, `TXM_STATUS_BAD_OPTION` for weights and seconds that are negative or not finite,
///   for anchors that do not differ, for measures that are no numbers and for touchpoints that are people of a
///   protected group, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_friction_new(
    log: *const txm_log,
    options: *const txm_friction_options,
    out: *mut *mut txm_friction,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                let log = &shared("log", log)?.log;
                let given = spec::read(options)?;
                let groups = given.to_groups()?;
                let options = given.to_options(log, &groups)?;
                let object_type = ObjectTypeId::from_u32(given.object_type);
                let friction = Friction::discover_with(log, object_type, &groups, &options)?;
                let touchpoints = &friction.touchpoints;
                let touchpoint = touchpoints.iter().map(|at| number(log, &options, &at.name)).collect();
                let owner = touchpoints.iter().map(|at| object(log, options.owners, at.owner.as_deref()));
                let owner = owner.collect();
                let groups = groups.into_iter().map(|group| group.stakeholder.key).collect();
                Ok(txm_friction { friction, touchpoint, owner, groups, json: Kept::default() })
            })
        })
    }
}

/// The number of a touchpoint in the log.
fn number(log: &EventLog, options: &FrictionOptions, name: &str) -> u32 {
    if options.by_channel {
        return log.channel(name).map_or(TXM_NONE, |channel| channel.index() as u32);
    }
    if options.places.is_some() {
        return object(log, options.places, Some(name));
    }
    log.activity(name).map_or(TXM_NONE, |activity| activity.as_u32())
}

fn object(log: &EventLog, object_type: Option<ObjectTypeId>, key: Option<&str>) -> u32 {
    let found = object_type.zip(key).and_then(|(object_type, key)| log.object(object_type, key));
    found.map_or(TXM_NONE, |object| object.as_u32())
}

/// Frees friction; NULL is fine.
///
/// Threads: `friction` exclusive.
///
/// @param friction the friction.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_friction_free(friction: *mut txm_friction) {
    unsafe { free(friction) }
}

/// Copies touchpoints and what they do to each group, one touchpoint a row, the heaviest burden first.
///
/// Threads: `friction` may be shared.
///
/// @param friction the friction.
/// @param columns the columns to fill and their capacity, a number of touchpoints.
/// @param out_len receives the number of touchpoints, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_friction_copy_touchpoints(
    friction: *const txm_friction,
    columns: *const txm_friction_columns,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let from = shared("friction", friction)?;
            let touchpoints = &from.friction.touchpoints;
            let to = txm_friction_columns::with_room(columns, touchpoints.len(), out_len)?;
            copy_column(to.touchpoint, from.touchpoint.iter().copied());
            copy_column(to.owner, from.owner.iter().copied());
            copy_column(to.burden, touchpoints.iter().map(|at| at.burden.unwrap_or(f64::NAN)));
            copy_column(to.breadth, touchpoints.iter().map(|at| at.breadth.unwrap_or(f64::NAN)));
            copy_column(to.result, from.cells().map(result));
            copy_column(to.friction, from.reals(|group| group.friction));
            copy_column(to.exposure, from.reals(|group| group.exposure));
            copy_column(to.group_burden, from.reals(|group| group.burden));
            Ok(())
        })
    }
}

fn result(group: Option<&GroupFriction>) -> i32 {
    match group {
        Some(group) if group.suppressed => TXM_RESULT_SUPPRESSED,
        Some(_) => TXM_RESULT_PUBLISHED,
        None => TXM_RESULT_NO_ANSWERS,
    }
}

impl txm_friction {
    /// Every group at every touchpoint.
    fn cells(&self) -> impl Iterator<Item = Option<&GroupFriction>> {
        let groups = &self.groups;
        self.friction.touchpoints.iter().flat_map(move |at| {
            groups.iter().map(move |key| at.groups.iter().find(|group| group.stakeholder == *key))
        })
    }

    fn reals(&self, of: fn(&GroupFriction) -> Option<f64>) -> impl Iterator<Item = f64> {
        self.cells().map(move |group| group.and_then(of).unwrap_or(f64::NAN))
    }
}

/// Writes friction as one JSON document, numbers in full: also the components and what was measured, journeys that are
/// open, and how much is withheld. Objects are named by their number among those of their type.
///
/// Threads: `friction` may be shared.
///
/// @param friction the friction.
/// @param buffer,capacity where the text goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
/// @param out_len receives the bytes of the text and its NUL, also when the buffer is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_friction_to_json(
    friction: *const txm_friction,
    buffer: *mut c_char,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let friction = shared("friction", friction)?;
            friction.json.copy_json(&friction.friction, buffer, capacity, out_len)
        })
    }
}
