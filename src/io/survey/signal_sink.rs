//! Sink of signals: rows of a table, made into responses.

use std::io::Read;

use foldhash::HashMap;

use crate::io::Error;
use crate::io::source::DecimalMark;
use crate::io::source::placeholders::{Missing, Nobody};
use crate::io::survey::facets::{FacetKey, Facets, Keys, KnownFacets};
use crate::io::survey::periods::Periods;
use crate::io::survey::signal_options::{ImportedSignals, SignalNotes, SignalOptions};
use crate::io::survey::signal_rows::{Layout, Line, Placeholders, two_instruments};
use crate::io::table::fields::Fields;
use crate::io::table::header::Header;
use crate::io::table::numbers::Numbers;
use crate::io::table::parts::PartSink;
use crate::io::table::reader::Table;
use crate::io::table::row::TableRow;
use crate::io::table::sink::RowSink;
use crate::io::time::column::TimeColumn;
use crate::model::Dimension;
use crate::model::ids::FacetId;
use crate::model::map::ExperienceMap;
use crate::model::time::DateOrder;
use crate::signal;
use crate::signal::instrument::Instrument;
use crate::signal::response::Responses;
use crate::signal::response::response_rows::ResponseRows;

/// Rows of a table on their way into responses.
pub(crate) struct SignalSink<'a> {
    layout: Layout,
    numbers: Numbers,
    options: &'a SignalOptions,
    nobody: Nobody,
    missing: Missing,
    times: TimeColumn,
    periods: Periods,
    facets: Facets<'a>,
    known: KnownFacets,
    responses: Responses,
    placeholders: Placeholders,
}

impl<'a> SignalSink<'a> {
    pub(crate) fn new(
        header: &Header,
        numbers: Numbers,
        options: &'a SignalOptions,
        facets: Facets<'a>,
    ) -> Result<Self, Error> {
        Ok(Self {
            layout: Layout::of(header)?,
            numbers,
            options,
            nobody: Nobody::new(&options.placeholders),
            missing: Missing::new(&options.missing),
            times: TimeColumn::new(&options.time_format),
            periods: Periods::default(),
            facets,
            known: KnownFacets::default(),
            responses: Responses::new(),
            placeholders: Placeholders::default(),
        })
    }

    /// Where the columns are.
    #[cfg(feature = "arrow")]
    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Looks at the times at hand for the order of day and month.
    pub(crate) fn look_at<R: Read>(&mut self, table: &Table<R>) {
        if let Some(column) = self.layout.time {
            table.look(&[column], |text| self.times.look(text));
        }
    }

    /// The map, if one was made, and the responses.
    pub(crate) fn finish(self) -> Result<(ExperienceMap, ImportedSignals), Error> {
        let Self { layout, numbers, options, times, periods, facets, responses, placeholders, .. } = self;
        let notes = SignalNotes {
            rows: responses.len() as u64,
            placeholder_respondents: placeholders.respondents,
            placeholder_units: placeholders.units,
            missing_answers: placeholders.answers.by_text(&options.missing),
            periods: periods.notes(),
            unread_columns: layout.unread(),
            table: numbers.notes(),
            date_order: times.date_order(),
        };
        if responses.is_empty() {
            return Err(Error::NoRows);
        }
        Ok((facets.into_made(), ImportedSignals { responses, notes }))
    }
}

impl RowSink for SignalSink<'_> {
    #[cfg(feature = "arrow")]
    fn look<'r>(&mut self, row: impl TableRow<'r>) -> bool {
        let column = self.layout.time.filter(|&column| row.typed(column).is_none());
        column.is_some_and(|column| self.times.look(row.get(column).trim()))
    }

    fn add<'r>(&mut self, row: impl TableRow<'r>) -> Result<(), Error> {
        let Self { layout, numbers, missing, facets, .. } = self;
        let columns = layout.names();
        let codes = row.codes(columns);
        let line = Line { fields: Fields { row, header: &layout.header }, layout, numbers, missing };
        let texts = || columns.map(|column| line.fields.row.get(column));
        let find = || Ok((facets.facet(line.number(), &line.keys()?)?, line.instrument()?));
        let asked = self.known.of(codes, texts, find)?;
        let (times, periods) = (&mut self.times, &mut self.periods);
        let (response, taken) = line.response(asked, self.options, &self.nobody, times, periods)?;
        self.placeholders += taken;
        self.responses.push(response).map_err(|source| match line.keys() {
            Ok(keys) => line.refused(&keys, source),
            Err(error) => error,
        })
    }
}

/// Rows of a block on their way into responses.
pub(crate) struct SignalPart {
    numbers: Numbers,
    times: TimeColumn,
    periods: Periods,
    /// By what the rows are read.
    settled: Settled,
    key: FacetKey,
    rows: ResponseRows,
    placeholders: Placeholders,
    /// Facets that the sink did not know, in the order of mention, and their places there by their keys.
    new: Vec<NewFacet>,
    places: HashMap<Box<[u8]>, usize>,
    /// The rows of those facets, and their places.
    of_new: Vec<(usize, usize)>,
}

/// The decimal mark, and the order of day and month.
type Settled = (Option<DecimalMark>, Option<DateOrder>);

/// A facet that the sink did not know, as the row that mentions it first names it.
struct NewFacet {
    line: u64,
    key: Box<[u8]>,
    touchpoint: String,
    dimension: Dimension,
    stakeholder: String,
    instrument: Instrument,
}

/// Stands for a facet that has no number yet.
const UNNUMBERED: FacetId = FacetId::from_u32(u32::MAX);

impl SignalSink<'_> {
    fn settled(&self) -> Settled {
        (self.numbers.seen(), self.times.settled())
    }
}

impl PartSink for SignalSink<'_> {
    type Part = SignalPart;

    fn part(&self) -> SignalPart {
        SignalPart {
            numbers: self.numbers.clone(),
            times: self.times.part(),
            periods: self.periods.part(),
            settled: self.settled(),
            key: FacetKey::default(),
            rows: ResponseRows::default(),
            placeholders: Placeholders::default(),
            new: Vec::new(),
            places: HashMap::default(),
            of_new: Vec::new(),
        }
    }

    fn parse<'r>(&self, part: &mut SignalPart, row: impl TableRow<'r> + Copy) -> bool {
        let SignalPart { numbers, times, periods, rows, new, places, .. } = part;
        let (layout, missing) = (&self.layout, &self.missing);
        let line = Line { fields: Fields { row, header: &layout.header }, layout, numbers, missing };
        let key = part.key.of(layout.names().map(|column| row.get(column)));
        let known = self.known.find(key);
        let mut mentioned = None;
        let mut place = 0;
        let asked = match known {
            Some(known) => known,
            None => match places.get(key) {
                Some(&found) => {
                    place = found;
                    (UNNUMBERED, new[found].instrument)
                }
                None => {
                    let (Ok(keys), Ok(instrument)) = (line.keys(), line.instrument()) else { return false };
                    place = new.len();
                    mentioned = Some(keys);
                    (UNNUMBERED, instrument)
                }
            },
        };
        let found = line.response(asked, self.options, &self.nobody, times, periods);
        let Ok((response, taken)) = found else { return false };
        let response = response.row();
        let is_certain = part.settled == (numbers.seen(), times.settled())
            && response.check(Some(&asked.1)).is_ok()
            && rows.has_room(&response);
        if !is_certain {
            return false;
        }
        if let Some(Keys { touchpoint, dimension, stakeholder }) = mentioned {
            places.insert(key.into(), place);
            new.push(NewFacet {
                line: row.line(),
                key: key.into(),
                touchpoint: touchpoint.to_owned(),
                dimension,
                stakeholder: stakeholder.to_owned(),
                instrument: asked.1,
            });
        }
        if known.is_none() {
            part.of_new.push((rows.len(), place));
        }
        rows.push(&response);
        part.placeholders += taken;
        true
    }

    fn close(&self, part: &mut SignalPart) {
        part.rows.shrink();
    }

    fn fits(&self, part: &SignalPart) -> bool {
        part.settled == self.settled() && self.periods.fits(&part.periods)
    }

    fn join(&mut self, part: SignalPart) -> Result<(), Error> {
        let SignalPart { mut rows, times, periods, placeholders, new, of_new, .. } = part;
        let mut numbers = Vec::with_capacity(new.len());
        for NewFacet { line, key, touchpoint, dimension, stakeholder, instrument } in new {
            if let Some((facet, _)) = self.known.find(&key) {
                numbers.push(facet);
                continue;
            }
            let keys = Keys { touchpoint: &touchpoint, dimension, stakeholder: &stakeholder };
            let facet = self.facets.facet(line, &keys)?;
            if let Err(signal::Error::InstrumentMismatch { declared, given, .. }) =
                self.responses.declare(facet, instrument)
            {
                return Err(two_instruments(line, &keys, declared, given));
            }
            self.known.insert(key, (facet, instrument));
            numbers.push(facet);
        }
        let facets = rows.facets_mut();
        of_new.into_iter().for_each(|(row, place)| facets[row] = numbers[place]);
        self.responses.join(rows);
        self.times.join(&times);
        self.periods.join(periods);
        self.placeholders += placeholders;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::SignalSink;
    use crate::execution::Execution;
    use crate::io::source::Placeholders;
    use crate::io::survey::facets::Facets;
    use crate::io::survey::signals::{ImportedSignals, SignalOptions};
    use crate::io::table::reader::Table;
    use crate::model::map::ExperienceMap;

    /// What is read in parts on so many threads, or by the reference.
    fn read(
        bytes: &[u8],
        map: Option<&ExperienceMap>,
        sizes: (usize, usize),
        execution: Option<&Execution>,
    ) -> Result<(Vec<String>, ImportedSignals), String> {
        let missing = Placeholders::default().with_text("-99");
        let options = SignalOptions::default().with_missing(missing);
        let facets = map.map_or_else(|| Facets::Made(Box::default()), Facets::Of);
        let read = || {
            let mut table = Table::with_sizes(bytes, &options.limits, options.table, sizes)?;
            let mut sink = SignalSink::new(table.header(), table.numbers(), &options, facets)?;
            sink.look_at(&table);
            match execution {
                Some(execution) => table.read_parts(&mut sink, execution)?,
                None => table.read_into(&mut sink)?,
            }
            sink.finish()
        };
        let (map, signals) = read().map_err(|error: crate::io::Error| error.to_string())?;
        Ok((map.facets().map(|(facet, _)| map.facet_key(facet).unwrap_or_default()).collect(), signals))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_500))]

        /// Responses, map, notes and refusals are those of the reference, whatever the sizes of blocks are.
        #[test]
        fn parts_equal_the_reference(
            rows in prop::collection::vec((
                prop::sample::select(vec!["till,cx,customers,nps", "app,ux,users,points", "app,ex,staff,enps", "till,mx, customers ,ces2", "\"till\",cx,customers,nps"]),
                prop::sample::select(vec!["1", "7", "2", "5.0", "6.5", "", " 3 ", "\"4\"", "NA", "-99", "null"]),
                prop::sample::select(vec!["a", "b", "", "NA", "\"c\nd\"", "\u{e9}"]),
                prop::sample::select(vec!["2024-05-01", "03/04/2024", "03/04/2024", "25/03/2024", "", "2024-05-01T10:00:00Z"]),
                prop::sample::select(vec!["\n", "\n", "\r\n", "\n\n"]),
                prop::sample::select(vec!["2024-Q1", "Q2 2024", "", "2023q4"]),
            ), 0..40),
            odd in prop::option::of((0..40_usize, prop::sample::select(vec![
                "till,cx,customers,enps,3,a,,,\n", "till,cx,customers,nps,11,a,,,\n", "till,cx,customers,nps,3,a,,-1,\n",
                "till,cx,customers,nps,3,a,13/13/2024,,\n", "till,cx,customers,nps,3,a,03/25/2024,,\n", "till,cx,,nps,3,a,,,\n", "x\n",
                "till,cx,customers,nps,3,a,,,,7\n", "till,cx,customers,nps,3,a,,,,2024-05\n", "till,cx,customers,nps,3,a,,,,soon\n",
                "till,cx,customers,nps,3,\"a,,,\n", "till,cx,customers,xyz,3,a,,,\n", "new,cx,customers,nps,3,a,,0.5,9\n", "a|b,cx,x/y,nps,\"1,5\",a,,,\n",
            ]))),
            chunk in prop::sample::select(vec![20, 90, 200, 1_000]),
            block in prop::sample::select(vec![10, 60, 150, 800]),
            parallel in any::<bool>(),
            is_mapped in any::<bool>(),
        ) {
            let mut lines: Vec<String> = rows
                .iter()
                .map(|(facet, value, respondent, time, line_break, period)| {
                    format!("{facet},{value},{respondent},{time},,,{period}{line_break}")
                })
                .collect();
            if let Some((at, line)) = odd {
                lines.insert(at.min(lines.len()), line.to_owned());
            }
            let text = format!("touchpoint,dimension,stakeholder,instrument,value,respondent,time,weight,unit,period\n{}", lines.concat());
            let map = "touchpoint,dimension,stakeholder,instrument,value\ntill,cx,customers,nps,1\napp,ux,users,points,2\n";
            let map = crate::io::survey::signals::read_map_and_responses(map.as_bytes()).unwrap().0;
            let map = is_mapped.then_some(&map);
            let execution = Execution::default().with_parallel(parallel);
            let found = read(text.as_bytes(), map, (chunk, block), Some(&execution));
            prop_assert_eq!(found, read(text.as_bytes(), map, (chunk, block), None));
        }
    }
}
