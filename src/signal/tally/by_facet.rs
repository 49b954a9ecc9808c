//! Tally of collected responses, facet by facet on all threads.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::{FacetTally, Tally};
use crate::execution::Execution;
use crate::signal::Error;
use crate::signal::response::columns::{Place, by_facet};
use crate::signal::response::{Respondent, Responses};

/// Responses of one facet that are looked at together: more are split by respondent, which bounds the memory for each
/// thread and gives work to all of them where facets are few.
const MOST: usize = 1 << 18;

impl Responses {
    /// The summary, with one response per respondent, facet and period.
    ///
    /// # Complexity
    /// O(n) time and space for n responses.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2^53 responses.
    pub fn tally(&self) -> Result<Tally, Error> {
        self.tally_with(&Execution::default())
    }

    /// [`tally`](Self::tally) on the threads of a rayon pool and watched as `execution` says; steps are responses. The
    /// result has the same bits.
    ///
    /// # Errors
    ///
    /// As [`tally`](Self::tally); [`Error::Cancelled`] when the watch ended it.
    pub fn tally_with(&self, execution: &Execution) -> Result<Tally, Error> {
        let mut tally = Tally::new();
        for (facet, instrument) in self.instruments() {
            tally.declare(facet, instrument)?;
        }
        let (order, counts) = by_facet(self);
        let mut rest = order.as_slice();
        let mut work = Vec::new();
        for (facet, count) in counts {
            let Some(empty) = tally.facet(facet) else { continue };
            empty.check_room(count as u64)?;
            let (places, behind) = rest.split_at(count);
            rest = behind;
            let shares = count.div_ceil(MOST) as u64;
            work.extend((0..shares).map(|share| (empty.clone(), places, (share, shares))));
        }
        let hashes = RandomState::default();
        let steps = execution.steps(self.len() as u64);
        let add = |room: &mut Room, (mut facet, places, share): (FacetTally, &[Place], (u64, u64))| {
            steps.check()?;
            room.gather(self, places, share, &hashes);
            room.add_to(&mut facet, self);
            steps.add(room.answers.len() as u64)?;
            Ok::<_, Error>(facet)
        };
        #[cfg(feature = "parallel")]
        if execution.is_parallel() {
            use rayon::prelude::*;
            let parts = work.into_par_iter().with_max_len(1).map_init(Room::default, add);
            let parts = parts.collect::<Result<Vec<_>, _>>()?;
            parts.iter().try_for_each(|part| tally.add_summary(part.facet(), part))?;
            return Ok(tally);
        }
        let mut room = Room::default();
        for work in work {
            let part = add(&mut room, work)?;
            tally.add_summary(part.facet(), &part)?;
        }
        Ok(tally)
    }
}

/// Room in which the answers of one facet are looked at.
#[derive(Default)]
struct Room {
    answers: Vec<Answer>,
    /// For each person and period, by hash, one more than the place of the answer that counts; 0 where there is none.
    slots: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Answer {
    place: Place,
    /// NaN where it is missing.
    value: f64,
    respondent: Option<Respondent>,
    hash: u64,
    is_superseded: bool,
}

impl Room {
    /// Takes a share of the responses at some places, which are those of one facet: all responses of a person and period
    /// are in the same share.
    fn gather(
        &mut self,
        responses: &Responses,
        places: &[Place],
        (share, shares): (u64, u64),
        hashes: &RandomState,
    ) {
        self.answers.clear();
        for &place in places {
            let (value, respondent) = responses.answer(place);
            let hash =
                respondent.map_or(0, |respondent| hashes.hash_one((respondent, responses.period(place))));
            if shares == 1 || hash % shares == share {
                self.answers.push(Answer { place, value, respondent, hash, is_superseded: false });
            }
        }
    }

    /// Adds what was gathered, of one person in a period the latest answer only.
    fn add_to(&mut self, facet: &mut FacetTally, responses: &Responses) {
        self.supersede(responses);
        for answer in &self.answers {
            if answer.is_superseded {
                facet.superseded += 1;
            } else {
                let value = Some(answer.value).filter(|value| !value.is_nan());
                facet.add_checked(value, responses.weight(answer.place), answer.respondent);
            }
        }
    }

    /// Finds the answers that others of the same person and period supersede.
    fn supersede(&mut self, responses: &Responses) {
        let size = (2 * self.answers.len()).next_power_of_two();
        self.slots.clear();
        self.slots.resize(size, 0);
        let rank = |answer: &Answer| (!answer.value.is_nan(), responses.time(answer.place));
        for at in 0..self.answers.len() {
            let answer = self.answers[at];
            if answer.respondent.is_none() {
                continue;
            }
            // The lowest bits chose the share.
            let mut slot = (answer.hash >> 20) as usize % size;
            loop {
                let Some(known) = (self.slots[slot] as usize).checked_sub(1) else {
                    self.slots[slot] = at as u32 + 1;
                    break;
                };
                let other = self.answers[known];
                let is_same = other.hash == answer.hash
                    && other.respondent == answer.respondent
                    && responses.period(other.place) == responses.period(answer.place);
                if is_same && rank(&answer) >= rank(&other) {
                    self.answers[known].is_superseded = true;
                    self.slots[slot] = at as u32 + 1;
                    break;
                }
                if is_same {
                    self.answers[at].is_superseded = true;
                    break;
                }
                slot = (slot + 1) % size;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::execution::Execution;
    use crate::model::ids::FacetId;
    use crate::signal::instrument::Instrument;
    use crate::signal::response::{Respondent, Response, Responses};
    use crate::signal::tally::Tally;

    proptest! {
        /// The rows added one after the other are the reference.
        #[test]
        fn equals_the_rows(
            rows in prop::collection::vec(
                (0..4_u32, prop::option::of(0..6_u8), prop::option::of(0..3_u64), 0..2_i32, prop::option::of(0..3_i64), 0..3_u8),
                0..120,
            ),
            parallel in any::<bool>(),
        ) {
            let mut responses = Responses::new();
            responses.declare(FacetId::from_u32(9), Instrument::Nps).unwrap();
            for (facet, value, respondent, period, time, weight) in rows {
                // One facet with a number so high that facets cannot be counted by it.
                let facet = FacetId::from_u32(if facet == 3 { 1_000_000 } else { facet });
                let mut response = Response::new(facet, Instrument::Points, value.map(|value| f64::from(value) * 7.3))
                    .with_period(period)
                    .with_weight(f64::from(weight) / 2.0);
                response.respondent = respondent.map(Respondent::new);
                response.time = time;
                responses.push(response).unwrap();
            }
            let mut reference = Tally::new();
            for (facet, instrument) in responses.instruments() {
                reference.declare(facet, instrument).unwrap();
            }
            reference.add_rows(&responses).unwrap();
            let found = responses.tally_with(&Execution::default().with_parallel(parallel)).unwrap();
            prop_assert_eq!(found.to_bytes(), reference.to_bytes());
        }
    }

    #[test]
    fn many_responses_of_a_facet_are_shared() {
        let mut responses = Responses::new();
        for at in 0..(2 * super::MOST as u64 + 1_000) {
            let response = Response::new(FacetId::from_u32(0), Instrument::Nps, Some((at % 11) as f64));
            responses.push(response.with_respondent(Respondent::new(at % 300_000))).unwrap();
        }
        let tally = responses.tally_with(&Execution::default().with_parallel(true)).unwrap();
        let summary = tally.facet(FacetId::from_u32(0)).unwrap();
        assert_eq!(
            (summary.answer_count(), summary.superseded_count()),
            (300_000, responses.len() as u64 - 300_000)
        );
        assert_eq!(tally, responses.tally().unwrap());
    }
}
