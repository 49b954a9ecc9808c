//! Header of a Qualtrics export: one to three rows, told apart by what they hold.

use crate::io::Error;
use crate::io::table::row::HeldRow;
use crate::numeric::cold_sort::sort_by;

/// The names of the columns, in every form the export gives.
pub(crate) struct Header {
    /// The first row: the tags of the questions.
    pub(crate) names: Vec<String>,
    /// The texts of the questions, which name the metadata of legacy exports.
    labels: Vec<String>,
    /// ImportIds.
    ids: Vec<String>,
    zones: Vec<Option<String>>,
    pub(crate) rows: u32,
}

/// Metadata that hold times.
const DATES: [&str; 3] = ["StartDate", "EndDate", "RecordedDate"];

impl Header {
    /// The most rows below the first that belong to the header.
    pub(crate) const MORE: usize = 2;

    /// From the first row and those below it, as many of them as belong to the header: ImportIds are JSON, and what is
    /// above them are texts. Without ImportIds texts are known by the names of the dates.
    pub(crate) fn new(names: &[String], below: &[HeldRow]) -> Self {
        let cells = |row: &HeldRow| -> Vec<String> {
            (0..names.len()).map(|column| row.row().get(column).trim().to_owned()).collect()
        };
        let below: Vec<Vec<String>> = below.iter().map(cells).collect();
        let texts = |cells: &[String], key| cells.iter().map(|cell| text_of(cell, key)).collect::<Vec<_>>();
        let ids = below.iter().position(|cells| texts(cells, "ImportId").iter().any(Option::is_some));
        let labels: Vec<String> = below.first().into_iter().flatten().map(|cell| squeezed(cell)).collect();
        let date = names.iter().position(|name| DATES.contains(&name.as_str()));
        let has_labels = match (ids, date) {
            (Some(ids), _) => ids > 0,
            (None, Some(column)) => labels.get(column) == Some(&names[column]),
            // Legacy exports number the metadata V1 to V10 and name them here.
            (None, None) => labels.iter().any(|label| DATES.contains(&label.as_str())),
        };
        let id_cells = ids.map(|at| below[at].as_slice()).unwrap_or_default();
        Self {
            names: names.to_vec(),
            rows: 1 + u32::from(has_labels) + u32::from(ids.is_some()),
            labels: if has_labels { labels } else { Vec::new() },
            ids: texts(id_cells, "ImportId").into_iter().map(Option::unwrap_or_default).collect(),
            zones: texts(id_cells, "timeZone"),
        }
    }

    /// The column of this name, ImportId or (for metadata) label. Of two columns of this name the one that has it as
    /// ImportId too, as embedded data have.
    ///
    /// # Errors
    /// [`Error::DuplicateColumn`] when two columns have it.
    pub(crate) fn find(&self, name: &str) -> Result<Option<usize>, Error> {
        let twice = || Error::DuplicateColumn { name: name.to_owned() };
        for known in [&self.names, &self.ids, &self.labels] {
            let mut found = known.iter().enumerate().filter(|(_, known)| *known == name).map(|(at, _)| at);
            if let Some(column) = found.next() {
                return match found.next() {
                    Some(_) => Self::only(&self.ids, name).map(Some).ok_or_else(twice),
                    None => Ok(Some(column)),
                };
            }
        }
        Ok(None)
    }

    /// The column of these metadata: by their ImportId, whatever it is called and whatever else is called so; without,
    /// by `name`, unless embedded data have that name.
    ///
    /// # Errors
    /// [`Error::DuplicateColumn`] when two columns may be it.
    pub(crate) fn metadata(&self, name: &str, id: &str) -> Result<Option<usize>, Error> {
        if let Some(column) = Self::only(&self.ids, id) {
            return Ok(Some(column));
        }
        let found = self.find(name)?;
        Ok(found.filter(|&column| self.ids.get(column).is_none_or(|known| known != name)))
    }

    /// The only column that is known by `name`.
    fn only(known: &[String], name: &str) -> Option<usize> {
        let mut found = known.iter().enumerate().filter(|(_, known)| *known == name).map(|(at, _)| at);
        found.next().filter(|_| found.next().is_none())
    }

    /// As [`find`](Self::find), for a column that must be there.
    pub(crate) fn column(&self, role: &str, name: &str) -> Result<usize, Error> {
        self.find(name)?.ok_or_else(|| Error::MissingColumn {
            role: role.to_owned(),
            looked_for: vec![name.to_owned()],
            found: self.names.clone(),
            remedy: "correct the name in the `SurveyOptions`",
        })
    }

    /// The columns `NAME_1`, `NAME_2`, ..., by number, with what stands behind the name.
    pub(crate) fn numbered(&self, name: &str) -> Vec<(u32, usize)> {
        let numbers = |known: &[String]| {
            let number = |text: &String| text.strip_prefix(name)?.strip_prefix('_')?.parse().ok();
            let mut found: Vec<(u32, usize)> =
                known.iter().enumerate().filter_map(|(at, text)| Some((number(text)?, at))).collect();
            sort_by(&mut found, Ord::cmp);
            found
        };
        let found = numbers(&self.names);
        if found.is_empty() { numbers(&self.ids) } else { found }
    }

    /// The time zone that the ImportId of a column names.
    pub(crate) fn zone(&self, column: usize) -> Option<&str> {
        self.zones.get(column)?.as_deref()
    }
}

/// Without spaces: `Start Date` is `StartDate`.
fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// The text of a key in a flat JSON object, as export headers have them: without escapes.
fn text_of(cell: &str, key: &str) -> Option<String> {
    let object = cell.strip_prefix('{')?.strip_suffix('}')?;
    let (_, behind) = object.split_once(&format!("\"{key}\""))?;
    let text = behind.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    text.split_once('"').map(|(text, _)| text.to_owned())
}
