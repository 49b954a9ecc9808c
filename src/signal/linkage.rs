//! Linkage of two facets by work unit and period, never by person.
//!
//! [`Linkage::from_responses`] puts the means of staff and customers side by side, branch by branch; [`units_needed`] tells how many
//! branches an effect of a given size needs.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::ids::FacetId;
use crate::model::map::ExperienceMap;
use crate::model::{Kind, WorkUnit};
use crate::numeric::ordered_map::OrderedMap;
use crate::numeric::stats::ExactSum;
use crate::privacy::MinGroup;
use crate::signal::Error;
use crate::signal::response::columns::{Rows, superseded};
use crate::signal::response::{Respondent, Responses};

/// Pair of facets to be linked, by the part each plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LinkedFacets {
    /// The facet that is thought to drive: of staff, say.
    pub source: FacetId,
    /// The facet that is thought to be driven: of customers, say.
    pub target: FacetId,
}

/// Options of a linkage: the smallest cell, the lag, and the effect to be found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LinkageOptions {
    /// The fewest respondents of each facet in a unit and period; 5 unless set. The minimum group of the facet's
    /// stakeholders holds on top of it and cannot be lowered here.
    pub min_group: MinGroup,
    /// Number of periods by which the target is later than the source; 0 unless set.
    pub lag: u32,
    /// The correlation between units that is to be found; .32 unless set, that of employee satisfaction with customer
    /// satisfaction in 7,939 business units (Harter, Schmidt and Hayes 2002, doi:10.1037/0021-9010.87.2.268).
    pub correlation: f64,
}

impl Default for LinkageOptions {
    fn default() -> Self {
        Self { min_group: MinGroup::new(5), lag: 0, correlation: 0.32 }
    }
}

impl LinkageOptions {
    /// Sets the fewest respondents of each facet in a unit and period.
    #[must_use]
    pub fn with_min_group(self, min_group: impl Into<MinGroup>) -> Self {
        Self { min_group: min_group.into(), ..self }
    }

    /// Sets the number of periods by which the target is later than the source.
    #[must_use]
    pub const fn with_lag(self, lag: u32) -> Self {
        Self { lag, ..self }
    }

    /// Sets the correlation between units that is to be found.
    #[must_use]
    pub const fn with_correlation(self, correlation: f64) -> Self {
        Self { correlation, ..self }
    }
}

/// Means of two facets side by side, by work unit and period, from which an effect of staff on customers is estimated.
///
/// Answers of persons are never joined: whoever leads a team of two would read what each of them said, and customers
/// and staff are other people anyway. A cell is a unit in a period in which enough people answered on both sides; it
/// holds the two means and nothing below them. Too few units are the usual fault of such studies (ten branches are ten
/// observations, however many customers answered), so the number needed stands beside the number there is.
///
/// # Definition
/// The mean of a facet in a cell is `sum w p / sum w` over its answers, `p` the answer in points on 0..100
/// ([`Scale::points`](crate::signal::Scale::points)), so that both sides have the same unit; of each respondent, facet and
/// period the latest answer counts. The units needed to find a correlation: see [`units_needed`].
///
/// # Complexity
/// O(n log n) time and O(n) space in the number of responses.
///
/// # References
/// Harter, Schmidt and Hayes 2002, *Journal of Applied Psychology* 87(2), 268-279, doi:10.1037/0021-9010.87.2.268;
/// Robinson 1950 on what correlations of units say of persons (nothing), doi:10.2307/2087176.
///
/// ```
/// use total_experience::model::{Dimension, Role, Stakeholder, Touchpoint};
/// use total_experience::model::map::MapDocument;
/// use total_experience::signal::Error;
/// use total_experience::signal::instrument::Instrument;
/// use total_experience::signal::linkage::{LinkedFacets, Linkage, LinkageOptions};
/// use total_experience::signal::response::{Respondent, Response, Responses};
/// use total_experience::model::WorkUnit;
///
/// let map = MapDocument::new("Bank")
///     .stakeholder(Stakeholder::new("customers", Role::Customer))
///     .stakeholder(Stakeholder::new("tellers", Role::Employee))
///     .touchpoint(Touchpoint::new("branch"))
///     .facet("branch", Dimension::Employee, "tellers")
///     .facet("branch", Dimension::Customer, "customers")
///     .build()
///     .unwrap();
/// let [staff, customers] = [0, 1].map(|number| map.facets().nth(number).unwrap().0);
/// let mut responses = Responses::new();
/// for person in 0..20 {
///     // Branch 2 has four tellers only.
///     let unit = WorkUnit::new(if person < 16 { 1 } else { 2 });
///     let csat = Instrument::Csat(Default::default());
///     let answer = |facet, value| Response::new(facet, csat, Some(value)).with_unit(unit);
///     responses.push(answer(staff, 4.0).with_respondent(Respondent::new(person)))?;
///     responses.push(answer(customers, 5.0).with_respondent(Respondent::new(1000 + person)))?;
/// }
/// let facets = LinkedFacets { source: staff, target: customers };
/// let options = LinkageOptions::default().with_min_group(1);
/// let link = Linkage::from_responses_with(&map, &responses, facets, &options)?;
/// assert_eq!((link.cells.len(), link.too_small_count), (1, 1));
/// assert_eq!((link.cells[0].source.points, link.cells[0].target.points), (75.0, 100.0));
/// assert_eq!((link.unit_count, link.needed_unit_count), (1, 75));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Linkage {
    /// The facet that is thought to drive.
    pub source: FacetId,
    /// The facet that is thought to be driven.
    pub target: FacetId,
    /// Units and periods with enough respondents on both sides, ascending by unit, then period.
    pub cells: Vec<LinkedCell>,
    /// Number of different units among the cells. Periods of one unit are no further units.
    pub unit_count: u64,
    /// Number of units needed to find the correlation that the options name, two-sided at .05 with a power of 80 %.
    pub needed_unit_count: u64,
    /// Number of units and periods with answers on both sides, but too few respondents on one of them.
    pub too_small_count: u64,
    /// Number of units and periods with answers on one side only.
    pub unmatched_count: u64,
    /// Number of answers of the two facets that name no unit.
    pub without_unit_count: u64,
    /// Whether every linked answer came with a respondent key. Without, answers stand for people.
    pub respondents_verified: bool,
}

/// Means of both facets in one unit and period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LinkedCell {
    /// The unit.
    pub unit: WorkUnit,
    /// The period of the source; the target's is later by the lag.
    pub period: i32,
    /// The facet that is thought to drive.
    pub source: LinkedMean,
    /// The facet that is thought to be driven.
    pub target: LinkedMean,
}

/// The mean of one facet in one unit and period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LinkedMean {
    /// Mean of the answers in points on 0..100.
    pub points: f64,
    /// Number of people who answered.
    pub respondent_count: u64,
}

impl Linkage {
    /// The linkage of two facets, with the default options.
    ///
    /// # Errors
    /// As [`from_responses_with`](Self::from_responses_with).
    pub fn from_responses(
        map: &ExperienceMap,
        responses: &Responses,
        facets: LinkedFacets,
    ) -> Result<Self, Error> {
        Self::from_responses_with(map, responses, facets, &LinkageOptions::default())
    }

    /// The linkage of two facets.
    ///
    /// # Errors
    /// [`Error::LinkWithItself`], [`Error::UnknownId`] for a facet that is not on the map, [`Error::Undeclared`] for
    /// one without responses, [`Error::OutOfRange`] for a correlation that is none.
    pub fn from_responses_with(
        map: &ExperienceMap,
        responses: &Responses,
        facets: LinkedFacets,
        options: &LinkageOptions,
    ) -> Result<Self, Error> {
        let LinkedFacets { source, target } = facets;
        if source == target {
            return Err(Error::LinkWithItself { facet: source.as_u32() });
        }
        let needed_unit_count = units_needed(options.correlation)?;
        let minimum = |facet| minimum(map, facet).map(|least| least.max(options.min_group));
        let (least_source, least_target) = (minimum(source)?, minimum(target)?);
        for facet in [source, target] {
            responses.instrument(facet).ok_or(Error::Undeclared { facet: facet.as_u32() })?;
        }
        let mut link = Self {
            source,
            target,
            cells: Vec::new(),
            unit_count: 0,
            needed_unit_count,
            too_small_count: 0,
            unmatched_count: 0,
            without_unit_count: 0,
            respondents_verified: true,
        };
        for ((unit, period), [from, to]) in link.gather(responses, options.lag) {
            match (from.mean(), to.mean()) {
                (Some(source), Some(target)) => {
                    if !(least_source.allows(source.respondent_count)
                        && least_target.allows(target.respondent_count))
                    {
                        link.too_small_count += 1;
                        continue;
                    }
                    link.respondents_verified &= from.anonymous == 0 && to.anonymous == 0;
                    // Only a target before the first period would not fit, and then it has no source.
                    let Ok(period) = i32::try_from(period) else { continue };
                    link.cells.push(LinkedCell { unit, period, source, target });
                }
                _ => link.unmatched_count += 1,
            }
        }
        link.unit_count = link.cells.chunk_by(|a, b| a.unit == b.unit).count() as u64;
        Ok(link)
    }

    /// Whether there are as many units as the effect needs.
    pub const fn has_enough_units(&self) -> bool {
        self.unit_count >= self.needed_unit_count
    }

    /// The answers of both facets by unit and period of the source.
    fn gather(&mut self, responses: &Responses, lag: u32) -> OrderedMap<(WorkUnit, i64), [Side; 2]> {
        let superseded = superseded(responses);
        let mut cells: OrderedMap<(WorkUnit, i64), [Side; 2]> = OrderedMap::new();
        for place in responses.places() {
            let row = responses.row(place);
            let (side, lag) = match row.facet {
                facet if facet == self.source => (0, 0),
                facet if facet == self.target => (1, i64::from(lag)),
                _ => continue,
            };
            let counts = row.weight > 0.0 && !superseded.get(responses.at(place)).copied().unwrap_or(false);
            let (Some(value), Some(instrument), true) = (row.value, responses.instrument(row.facet), counts)
            else {
                continue;
            };
            let Some(unit) = row.unit else {
                self.without_unit_count += 1;
                continue;
            };
            let cell = cells.entry((unit, i64::from(row.period) - lag)).or_default();
            cell[side].add(instrument.scale().points(value), row.weight, row.respondent);
        }
        cells
    }
}

/// The least number of respondents that the stakeholder group of a facet asks for.
fn minimum(map: &ExperienceMap, facet: FacetId) -> Result<MinGroup, Error> {
    let stakeholder = map.facet(facet).and_then(|facet| map.stakeholder(facet.stakeholder));
    stakeholder
        .map(|group| group.minimum_group())
        .ok_or(Error::UnknownId { kind: Kind::Facet, id: facet.as_u32() })
}

/// One facet in one cell.
#[derive(Default)]
struct Side {
    weight: ExactSum,
    points: ExactSum,
    people: BTreeSet<Respondent>,
    anonymous: u64,
}

impl Side {
    fn add(&mut self, points: f64, weight: f64, respondent: Option<Respondent>) {
        self.weight.add(weight);
        self.points.add_product(weight, points);
        match respondent {
            Some(respondent) => drop(self.people.insert(respondent)),
            None => self.anonymous += 1,
        }
    }

    fn mean(&self) -> Option<LinkedMean> {
        let weight = self.weight.value();
        let respondent_count = self.people.len() as u64 + self.anonymous;
        // Rounding may carry a mean of equal answers past the scale.
        let points = || (self.points.value() / weight).clamp(0.0, 100.0);
        (weight > 0.0).then(|| LinkedMean { points: points(), respondent_count })
    }
}

/// The number of units that shows a correlation of this size, two-sided at .05 with a power of 80 %.
///
/// `n = 3 + ((z_.975 + z_.80) / artanh |r|)^2`, rounded up: the normal approximation to Fisher's z (Fisher 1921,
/// *Metron* 1, 3-32).
///
/// # Errors
/// [`Error::OutOfRange`] unless `0 < |r| < 1`.
///
/// ```
/// use total_experience::signal::linkage::units_needed;
///
/// assert_eq!((units_needed(0.32)?, units_needed(-0.15)?), (75, 347));
/// # Ok::<(), total_experience::signal::Error>(())
/// ```
pub fn units_needed(correlation: f64) -> Result<u64, Error> {
    const Z_975: f64 = 1.959963984540054;
    const Z_80: f64 = 0.8416212335729143;
    let size = correlation.abs();
    if !(size > 0.0 && size < 1.0) {
        return Err(Error::OutOfRange {
            what: "a correlation",
            value: correlation,
            range: "above 0 and below 1 in size",
        });
    }
    // The smallest sizes ask for more than a u64 holds: `as` then gives the largest.
    Ok((3.0 + ((Z_975 + Z_80) / size.atanh()).powi(2)).ceil() as u64)
}
