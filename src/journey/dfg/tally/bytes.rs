//! Byte format of journey tallies (versioned, checksummed, little-endian).
//!
//! Little-endian, no padding: `TXMJOURN`, version `u32`, length of what follows up to the checksum `u64`, the payload,
//! FNV-1a 64 over everything before it `u64` (`numeric::frame`). The payload is
//!
//! * the object type as text, the resolution `u8` (log2 of the buckets from a power of two to the next), the number of
//!   journeys `u64`,
//! * the number of activities `u32`; each, ascending by name: its name as text, then visits, journeys, starts, ends
//!   `u64` each,
//! * the number of edges `u32`; each, ascending: places of its activities `u32` twice, count, journeys `u64`, sum of
//!   waits `u128`, least, largest wait `u64`, number of buckets `u32`, then per bucket, ascending, its number `u32` and
//!   its count `u64`.
//!
//! A text is its length `u32` and UTF-8. Waits are nanoseconds. Equal tallies have equal bytes.

use super::JourneyTally;
use super::journey_tally::{EdgeTally, MOST_VISITS, NodeTally};
use crate::journey::Error;
use crate::numeric::cold_sort::sort_by_key;
use crate::numeric::envelope::{Fault, Frame, Reader};
use crate::numeric::stats::quantile_sketch::{QuantileSketch, Resolution};

const FRAME: Frame = Frame { name: b"TXMJOURN", version: 1 };
const LEAST_ACTIVITY: usize = 4 + 1 + 4 * 8;
const BUCKET: usize = 4 + 8;
const LEAST_EDGE: usize = 2 * 4 + 2 * 8 + 16 + 2 * 8 + 4 + BUCKET;

impl JourneyTally {
    /// The tally as versioned bytes: equal tallies give equal bytes on every machine.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut numbers: Vec<u32> = self.visited().collect();
        sort_by_key(&mut numbers, |&number| self.name(number));
        let mut places = vec![0_u32; self.nodes.len()];
        (0..).zip(&numbers).for_each(|(place, &number)| places[number as usize] = place);

        let mut out = Vec::new();
        write_text(&mut out, &self.object_type);
        out.push(self.resolution.bits());
        out.extend(self.objects.to_le_bytes());
        out.extend((numbers.len() as u32).to_le_bytes());
        for &number in &numbers {
            write_text(&mut out, self.name(number));
            let node = &self.nodes[number as usize];
            for count in [node.visits, node.objects, node.starts, node.ends] {
                out.extend(count.to_le_bytes());
            }
        }
        let ends = |edge: &EdgeTally| (places[edge.from as usize], places[edge.to as usize]);
        let mut edges: Vec<_> = self.edges.iter().map(|edge| (ends(edge), edge)).collect();
        sort_by_key(&mut edges, |&(ends, _)| ends);
        out.extend((edges.len() as u32).to_le_bytes());
        for ((from, to), edge) in edges {
            [from, to].iter().for_each(|place| out.extend(place.to_le_bytes()));
            [edge.count, edge.objects].iter().for_each(|count| out.extend(count.to_le_bytes()));
            out.extend(edge.sum.to_le_bytes());
            [edge.least, edge.most].iter().for_each(|wait| out.extend(wait.to_le_bytes()));
            out.extend((edge.waits.counts().len() as u32).to_le_bytes());
            for (bucket, count) in edge.waits.counts() {
                out.extend(bucket.to_le_bytes());
                out.extend(count.to_le_bytes());
            }
        }
        FRAME.seal(&out)
    }

    /// The tally that these bytes hold. Nothing is allocated that the bytes present cannot fill.
    ///
    /// # Errors
    /// [`Error::NotATally`], [`Error::Version`], [`Error::Length`], [`Error::Checksum`] (any single changed byte is
    /// found), and [`Error::Impossible`] for fields that no tally can have.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Ok(read_tally(FRAME.open(bytes)?)?)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Name => Self::NotATally,
            Fault::Version { found, supported } => Self::Version { found, supported },
            Fault::Length { expected, found } => Self::Length { expected, found },
            Fault::Checksum { expected, found } => Self::Checksum { expected, found },
            Fault::Impossible { at, what } => Self::Impossible { at, what },
        }
    }
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    out.extend((text.len() as u32).to_le_bytes());
    out.extend(text.as_bytes());
}

fn read_text<'a>(reader: &mut Reader<'a>) -> Result<&'a str, Fault> {
    let length = reader.length(1)?;
    str::from_utf8(reader.take(length)?).map_err(|_| reader.impossible("a text that is not UTF-8"))
}

fn read_count(reader: &mut Reader<'_>) -> Result<u64, Fault> {
    let count = reader.u64()?;
    if count <= MOST_VISITS { Ok(count) } else { Err(reader.impossible("a count above 2^53")) }
}

fn read_tally(mut reader: Reader<'_>) -> Result<JourneyTally, Fault> {
    let reader = &mut reader;
    let object_type = read_text(reader)?.to_owned();
    let resolution = Resolution::from_bits(reader.u8()?)
        .ok_or_else(|| reader.impossible("a resolution that no tally has"))?;
    let mut tally = JourneyTally::empty(object_type, resolution);
    tally.objects = read_count(reader)?;
    let activities = reader.length(LEAST_ACTIVITY)?;
    let mut previous = "";
    for _ in 0..activities {
        let name = read_text(reader)?;
        if name <= previous {
            return Err(reader.impossible("activities do not ascend by name"));
        }
        previous = name;
        read_activity(reader, &mut tally, name)?;
    }
    // Per activity the visits that edges lead to, and those that edges leave.
    let mut flows = vec![(0_u64, 0_u64); activities];
    let edges = reader.length(LEAST_EDGE)?;
    for _ in 0..edges {
        let (from, to) = (reader.u32()?, reader.u32()?);
        if tally.edges.last().is_some_and(|last| (last.from, last.to) >= (from, to)) {
            return Err(reader.impossible("edges do not ascend"));
        }
        if from.max(to) as usize >= activities {
            return Err(reader.impossible("an edge without its activity"));
        }
        let edge = read_edge(reader, &tally, EdgeTally::new(from, to))?;
        flows[from as usize].1 = flows[from as usize].1.saturating_add(edge.count);
        flows[to as usize].0 = flows[to as usize].0.saturating_add(edge.count);
        *tally.edge(from, to) = edge;
    }
    let conserves = |(node, &(entered, left)): (&NodeTally, &(u64, u64))| {
        entered.checked_add(node.starts) == Some(node.visits)
            && left.checked_add(node.ends) == Some(node.visits)
    };
    let starts: u128 = tally.nodes.iter().map(|node| u128::from(node.starts)).sum();
    if !tally.nodes.iter().zip(&flows).all(conserves) || starts != u128::from(tally.objects) {
        return Err(reader.impossible("journeys that are not conserved"));
    }
    reader.finish()?;
    Ok(tally)
}

fn read_activity(reader: &mut Reader<'_>, tally: &mut JourneyTally, name: &str) -> Result<(), Fault> {
    let counts = [read_count(reader)?, read_count(reader)?, read_count(reader)?, read_count(reader)?];
    let [visits, objects, starts, ends] = counts;
    let possible = starts.max(ends).max(1)..=visits.min(tally.objects);
    if !possible.contains(&objects) {
        return Err(reader.impossible("journeys that do not fit the visits of an activity"));
    }
    tally.visits += visits;
    if tally.visits > MOST_VISITS {
        return Err(reader.impossible("more than 2^53 visits"));
    }
    let number = tally.number(name).map_err(|_| reader.impossible("more activities than can be numbered"))?;
    tally.nodes[number as usize] = NodeTally::new(counts);
    Ok(())
}

fn read_edge(reader: &mut Reader<'_>, tally: &JourneyTally, mut edge: EdgeTally) -> Result<EdgeTally, Fault> {
    edge.count = read_count(reader)?;
    edge.objects = reader.u64()?;
    edge.sum = reader.u128()?;
    (edge.least, edge.most) = (reader.u64()?, reader.u64()?);
    let ends = [edge.from, edge.to].map(|end| tally.nodes[end as usize].objects);
    if !(1..=edge.count.min(ends[0]).min(ends[1])).contains(&edge.objects) {
        return Err(reader.impossible("journeys that do not fit the count of an edge"));
    }
    let buckets = reader.length(BUCKET)?;
    let mut counts: Vec<(u32, u64)> = Vec::with_capacity(buckets);
    for _ in 0..buckets {
        let (bucket, count) = (reader.u32()?, read_count(reader)?);
        let ascends = counts.last().is_none_or(|&(last, _)| last < bucket);
        if !ascends || bucket >= tally.resolution.buckets() || count == 0 {
            return Err(reader.impossible("buckets that are empty, unknown or do not ascend"));
        }
        counts.push((bucket, count));
    }
    edge.waits = QuantileSketch::from_counts(counts);
    match waits_are_possible(&edge, tally.resolution) {
        true => Ok(edge),
        false => Err(reader.impossible("waits that do not fit their count, sum, least or largest")),
    }
}

/// Checks that some waits have these buckets, this least and largest, and this sum.
fn waits_are_possible(edge: &EdgeTally, resolution: Resolution) -> bool {
    let counts = edge.waits.counts();
    let (Some(&(first, _)), Some(&(last, _))) = (counts.first(), counts.last()) else { return false };
    let (least, most) = (u128::from(edge.least), u128::from(edge.most));
    // Counts are at most 2^53 and buckets fewer than 2^18, so that no sum passes 128 bits.
    let count: u128 = counts.iter().map(|&(_, count)| u128::from(count)).sum();
    if count != u128::from(edge.count)
        || least > most
        || [first, last] != [edge.least, edge.most].map(|wait| resolution.bucket(wait))
    {
        return false;
    }
    if count == 1 {
        return least == most && edge.sum == least;
    }
    let ends = |bucket| {
        let (low, high) = resolution.range(bucket);
        (u128::from(low).max(least), u128::from(high).min(most))
    };
    let [lowest, highest] = [
        counts.iter().map(|&(bucket, count)| ends(bucket).0 * u128::from(count)).sum::<u128>(),
        counts.iter().map(|&(bucket, count)| ends(bucket).1 * u128::from(count)).sum(),
    ];
    // One wait of the last bucket is the largest, one of the first the least.
    (lowest - ends(last).0 + most..=highest - ends(first).1 + least).contains(&edge.sum)
}
