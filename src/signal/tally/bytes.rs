//! Byte format of tallies, versioned and checked.
//!
//! Little-endian, no padding: `TXMTALLY`, version `u32`, length of what follows up to the checksum `u64`, number of
//! facets `u32`, the facets ascending, FNV-1a 64 over everything before it `u64` (`numeric::envelope`). A facet is
//!
//! * number `u32`, name of the instrument (`u16` length, UTF-8),
//! * missing, superseded, excluded, anonymous `u64` each,
//! * answers of weight 1 per bucket `u64`,
//! * a byte: 1 when other weights follow, per bucket answers `u64`, sum of w, sum of w^2,
//! * sums of w x and w x^2 over values between the cuts,
//! * a byte: 1 when the smallest and largest answer `f64` follow,
//! * respondent keys: `u8` count, `u64` each, ascending.
//!
//! A sum is a `u8` count and its canonical expansion as `f64`. Equal tallies have equal bytes.

use std::sync::Arc;

use super::buckets::Buckets;
use super::facet_tally::{MAX_RESPONSES, Weighted};
use super::respondent_keys::SmallestKeys;
use super::{FacetTally, Tally};
use crate::model::ids::FacetId;
use crate::numeric::envelope::{Fault, Frame, Reader};
use crate::numeric::stats::ExactSum;
use crate::signal::Error;
use crate::signal::instrument::Instrument;
use crate::signal::weight::LARGEST_WEIGHT;

const FRAME: Frame = Frame { name: b"TXMTALLY", version: 1 };
/// The fewest bytes a facet takes.
const SMALLEST_FACET: usize = 4 + 2 + 4 * 8 + 1 + 2 + 1 + 1;

impl Tally {
    /// The tally as versioned bytes: equal tallies give equal bytes on every machine.
    ///
    /// **Facets are kept as numbers of their map**: read the bytes beside the map that they were made with, or one that only
    /// grew by touchpoints and facets at its end. Beside another map the answers belong to other facets, and nothing says so.
    ///
    /// # Complexity
    /// O(facets x buckets) time and space.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut payload = Vec::new();
        payload.extend((self.facets().len() as u32).to_le_bytes());
        for facet in self.facets() {
            write_facet(&mut payload, facet);
        }
        FRAME.seal(&payload)
    }

    /// The tally that these bytes hold. Nothing is allocated that the bytes present cannot fill.
    ///
    /// # Complexity
    /// O(bytes) time and space.
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

fn write_facet(out: &mut Vec<u8>, tally: &FacetTally) {
    let name = tally.instrument().to_string();
    out.extend(tally.facet.as_u32().to_le_bytes());
    out.extend((name.len() as u16).to_le_bytes());
    out.extend(name.as_bytes());
    let counts = [tally.missing, tally.superseded, tally.excluded, tally.anonymous];
    for count in counts.iter().chain(&tally.counts) {
        out.extend(count.to_le_bytes());
    }
    out.push(u8::from(!tally.weighted.is_empty()));
    for bucket in &tally.weighted {
        out.extend(bucket.answers.to_le_bytes());
        write_sum(out, &bucket.weight);
        write_sum(out, &bucket.weight_squares);
    }
    write_sum(out, &tally.gap_x);
    write_sum(out, &tally.gap_xx);
    out.push(u8::from(tally.range.is_some()));
    if let Some((min, max)) = tally.range {
        out.extend(min.to_le_bytes());
        out.extend(max.to_le_bytes());
    }
    let keys = tally.keys.as_slice();
    out.push(keys.len() as u8);
    for key in keys {
        out.extend(key.to_le_bytes());
    }
}

fn write_sum(out: &mut Vec<u8>, sum: &ExactSum) {
    let parts = sum.canonical();
    out.push(parts.len() as u8);
    for part in parts {
        out.extend(part.to_le_bytes());
    }
}

fn read_tally(mut reader: Reader<'_>) -> Result<Tally, Fault> {
    let reader = &mut reader;
    let count = reader.length(SMALLEST_FACET)?;
    let mut facets: Vec<FacetTally> = Vec::with_capacity(count);
    let mut known: Vec<Arc<Buckets>> = Vec::new();
    for _ in 0..count {
        let facet = FacetId::from_u32(reader.u32()?);
        if facets.last().is_some_and(|last| last.facet >= facet) {
            return Err(reader.impossible("facets do not ascend"));
        }
        let instrument = read_instrument(reader)?;
        let buckets = match known.iter().find(|buckets| *buckets.instrument() == instrument) {
            Some(buckets) => Arc::clone(buckets),
            None => {
                let buckets = Arc::new(Buckets::of(instrument));
                known.push(Arc::clone(&buckets));
                buckets
            }
        };
        facets.push(read_facet(reader, facet, buckets)?);
    }
    reader.finish()?;
    Ok(Tally::from_facets(facets, known))
}

fn read_instrument(reader: &mut Reader<'_>) -> Result<Instrument, Fault> {
    let length = usize::from(reader.u16()?);
    let name = str::from_utf8(reader.take(length)?).unwrap_or_default().to_owned();
    let instrument: Instrument = name.parse().map_err(|_| reader.impossible("unknown instrument"))?;
    if instrument.to_string() != name {
        return Err(reader.impossible("an instrument by another name than its own"));
    }
    Ok(instrument)
}

fn read_facet(reader: &mut Reader<'_>, facet: FacetId, buckets: Arc<Buckets>) -> Result<FacetTally, Fault> {
    let [missing, superseded, excluded, anonymous] =
        [count(reader)?, count(reader)?, count(reader)?, count(reader)?];
    let buckets_count = buckets.len();
    if buckets_count > reader.rest() / 8 {
        return Err(reader.impossible("fewer bytes than buckets"));
    }
    let mut tally =
        FacetTally { missing, superseded, excluded, anonymous, ..FacetTally::new(facet, buckets) };
    for bucket in &mut tally.counts {
        *bucket = count(reader)?;
    }
    if flag(reader)? {
        for _ in 0..buckets_count {
            let bucket =
                Weighted { answers: count(reader)?, weight: sum(reader)?, weight_squares: sum(reader)? };
            if !is_possible(&bucket) {
                return Err(reader.impossible("weights that no answers can have"));
            }
            tally.weighted.push(bucket);
        }
        if tally.weighted.iter().all(|bucket| bucket.answers == 0) {
            return Err(reader.impossible("weights without answers"));
        }
    }
    tally.gap_x = sum(reader)?;
    tally.gap_xx = sum(reader)?;
    if flag(reader)? {
        tally.range = Some((reader.f64()?, reader.f64()?));
    }
    let keys = usize::from(reader.u8()?);
    let keys = (0..keys).map(|_| reader.u64()).collect::<Result<Vec<_>, _>>()?;
    tally.keys = SmallestKeys::from_stored(keys)
        .ok_or_else(|| reader.impossible("respondent keys that do not ascend, or too many"))?;
    match fault(&tally) {
        Some(what) => Err(reader.impossible(what)),
        None => Ok(tally),
    }
}

fn is_possible(bucket: &Weighted) -> bool {
    let (answers, weight) = (bucket.answers as f64, bucket.weight.value());
    let squares = bucket.weight_squares.value();
    if bucket.answers == 0 {
        return bucket.weight.is_zero() && bucket.weight_squares.is_zero();
    }
    // Cauchy and Schwarz: (sum w)^2 <= n sum w^2, and sum w^2 <= (sum w)^2 for weights above zero.
    let (least, most) = (weight * weight / answers, weight * weight);
    let slack = 1.0 + 1e-9;
    weight > 0.0 && weight <= answers * LARGEST_WEIGHT && squares * slack >= least && squares <= most * slack
}

/// What is impossible in the fields of a facet taken together.
fn fault(tally: &FacetTally) -> Option<&'static str> {
    let buckets = &tally.buckets;
    let answers_in =
        |bucket: usize| tally.counts[bucket] + tally.weighted.get(bucket).map_or(0, |other| other.answers);
    // Each count is at most 2^53 and there are fewer than 2^14 of them, so an u128 holds every sum.
    let per_bucket: Vec<u64> = (0..buckets.len()).map(answers_in).collect();
    let answers: u128 = per_bucket.iter().copied().map(u128::from).sum();
    let others = [tally.missing, tally.superseded, tally.excluded];
    if answers + others.iter().copied().map(u128::from).sum::<u128>() > u128::from(MAX_RESPONSES) {
        return Some("more than 2^53 responses");
    }
    let answers = answers as u64;
    let keys = tally.keys.as_slice().len() as u64;
    let Some(identified) = answers.checked_sub(tally.anonymous) else {
        return Some("more anonymous answers than answers");
    };
    if keys > identified || (keys == 0) != (identified == 0) {
        return Some("respondents do not fit the answers");
    }
    let filled = |bucket: &usize| per_bucket[*bucket] > 0;
    let first = (0..buckets.len()).find(filled);
    let last = (0..buckets.len()).rfind(filled);
    let scale = buckets.instrument().scale();
    let ends = match (first.zip(last), tally.range) {
        (None, None) => None,
        (Some(ends), Some((min, max))) if scale.check(min).is_ok() && scale.check(max).is_ok() => {
            let is_own = |value: f64, bucket: usize| {
                let is_cut = value.to_bits() == buckets.lower(bucket).to_bits();
                buckets.locate(value) == bucket && (buckets.is_gap(bucket) || is_cut)
            };
            if min > max || !is_own(min, ends.0) || !is_own(max, ends.1) {
                return Some("the range does not fit the answers");
            }
            Some((min, max))
        }
        _ => return Some("the range does not fit the answers"),
    };
    let has_gaps = (0..buckets.len()).any(|bucket| buckets.is_gap(bucket) && filled(&bucket));
    match ends {
        Some((min, max)) if has_gaps => {
            let reach = min.abs().max(max.abs());
            let weight = tally.weight() * (1.0 + 1e-9);
            let fits = tally.gap_x.value().abs() <= weight * reach
                && (0.0..=weight * reach * reach).contains(&tally.gap_xx.value());
            (!fits).then_some("moments do not fit the range")
        }
        _ => (!tally.gap_x.is_zero() || !tally.gap_xx.is_zero())
            .then_some("moments without values between the cuts"),
    }
}

fn flag(reader: &mut Reader<'_>) -> Result<bool, Fault> {
    match reader.u8()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(reader.impossible("a flag is neither 0 nor 1")),
    }
}

fn count(reader: &mut Reader<'_>) -> Result<u64, Fault> {
    let count = reader.u64()?;
    if count <= MAX_RESPONSES { Ok(count) } else { Err(reader.impossible("a count above 2^53")) }
}

fn sum(reader: &mut Reader<'_>) -> Result<ExactSum, Fault> {
    let length = usize::from(reader.u8()?);
    let parts = (0..length).map(|_| reader.f64()).collect::<Result<Vec<_>, _>>()?;
    // Beyond 1e200 lies no sum of 2^53 products of a weight and a squared value.
    if parts.iter().all(|part| part.abs() <= 1e200) {
        let sum = ExactSum::from_terms(&parts);
        if sum.canonical().iter().map(|part| part.to_bits()).eq(parts.iter().map(|part| part.to_bits())) {
            return Ok(sum);
        }
    }
    Err(reader.impossible("a sum is not in its canonical form"))
}
