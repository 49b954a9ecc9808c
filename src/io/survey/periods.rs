//! Periods of answers: read in one form a file, and told.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::time::PeriodForm;

/// Periods of the answers of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PeriodNotes {
    /// The form in which they are written.
    pub form: PeriodForm,
    /// How many different ones there are.
    pub count: u64,
    /// The first.
    pub first: String,
    /// The last.
    pub last: String,
}

/// What a period looks like.
pub(super) const EXPECTED: &str = "a period: a whole number of 32 bits, or the like of 2024-Q1, 2024-H1, 2024-05 (a month), 2024-W05 (an ISO week)";

/// The periods seen so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Periods {
    form: Option<PeriodForm>,
    last: Option<i32>,
    seen: BTreeSet<i32>,
}

impl Periods {
    /// Those of a part of a file whose rows above had this form.
    pub(super) fn part(&self) -> Self {
        Self { form: self.form, ..Self::default() }
    }

    /// The number of a period, or what was expected.
    pub(super) fn read(&mut self, text: &str, number: Option<i32>) -> Result<i32, String> {
        let found = number.map(|number| (PeriodForm::Number, number)).or_else(|| PeriodForm::read(text));
        let (form, number) = found.ok_or(EXPECTED)?;
        match self.form {
            Some(known) if known != form => {
                return Err(format!(
                    "{EXPECTED}; those of the rows above have the form `{known}`: write all alike"
                ));
            }
            _ => self.form = Some(form),
        }
        if self.last.replace(number) != Some(number) {
            self.seen.insert(number);
        }
        Ok(number)
    }

    /// Whether a part has the form of the rows above.
    pub(super) fn fits(&self, part: &Self) -> bool {
        self.form.is_none() || part.form.is_none() || self.form == part.form
    }

    /// Adds those of a part.
    pub(super) fn join(&mut self, part: Self) {
        self.form = self.form.or(part.form);
        self.seen.extend(part.seen);
    }

    /// What to tell of them; `None` where no answer names one.
    pub(super) fn notes(&self) -> Option<PeriodNotes> {
        let form = self.form?;
        Some(PeriodNotes {
            form,
            count: self.seen.len() as u64,
            first: form.text(*self.seen.first()?),
            last: form.text(*self.seen.last()?),
        })
    }
}
