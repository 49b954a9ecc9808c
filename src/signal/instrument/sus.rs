//! System Usability Scale (SUS) and UMUX-Lite: scoring, grades and adjectives.

use crate::model::names::names;
use crate::signal::Error;

pub(crate) const SUS_ITEMS: usize = 10;
pub(crate) const UMUX_LITE_ITEMS: usize = 2;

/// `2.5 (sum over odd items (x-1) + sum over even items (5-x))` of checked items.
pub(crate) fn sus(items: &[f64]) -> f64 {
    let steps = |(at, x): (usize, &f64)| if at % 2 == 0 { x - 1.0 } else { 5.0 - x };
    2.5 * items.iter().enumerate().map(steps).sum::<f64>()
}

/// `100 (x1 + x2 - 2) / 12` of checked items.
pub(crate) fn umux_lite(items: &[f64]) -> f64 {
    100.0 * (items.iter().sum::<f64>() - 2.0) / 12.0
}

/// Grade of a mean SUS score on the curved scale of Sauro and Lewis: its place among some 500 studies.
///
/// | Grade | From | Percentiles | Grade | From | Percentiles |
/// |---|---|---|---|---|---|
/// | A+ | 84.1 | 96-100 | C+ | 71.1 | 60-64 |
/// | A | 80.8 | 90-95 | C | 65.0 | 41-59 |
/// | A- | 78.9 | 85-89 | C- | 62.7 | 35-40 |
/// | B+ | 77.2 | 80-84 | D | 51.7 | 15-34 |
/// | B | 74.1 | 70-79 | F | 0 | 0-14 |
/// | B- | 72.6 | 65-69 | | | |
///
/// The table states both ends of a grade to one decimal; a score between two grades, such as 84.05, has the lower one.
/// Grades describe a product, so give them the mean of its respondents.
///
/// Reference: Sauro and Lewis 2016, *Quantifying the User Experience*, second edition, chapter 8. The cuts and
/// percentiles were compared with several independent reproductions of that table, which agree, and not with the book.
///
/// ```
/// use total_experience::signal::instrument::SusGrade;
///
/// let grade = SusGrade::of(71.6667)?;
/// assert_eq!((grade.to_string(), grade.percentiles()), ("C+".to_owned(), (60, 64)));
/// # Ok::<(), total_experience::signal::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names say it, the table above has the cuts")]
pub enum SusGrade {
    F,
    D,
    CMinus,
    C,
    CPlus,
    BMinus,
    B,
    BPlus,
    AMinus,
    A,
    APlus,
}

names!(SusGrade, "SUS grade", Error, {
    F => "F",
    D => "D",
    CMinus => "C-",
    C => "C",
    CPlus => "C+",
    BMinus => "B-",
    B => "B",
    BPlus => "B+",
    AMinus => "A-",
    A => "A",
    APlus => "A+",
});

/// Grade, lowest score, percentiles; ascending.
const GRADES: [(SusGrade, f64, (u8, u8)); 11] = [
    (SusGrade::F, 0.0, (0, 14)),
    (SusGrade::D, 51.7, (15, 34)),
    (SusGrade::CMinus, 62.7, (35, 40)),
    (SusGrade::C, 65.0, (41, 59)),
    (SusGrade::CPlus, 71.1, (60, 64)),
    (SusGrade::BMinus, 72.6, (65, 69)),
    (SusGrade::B, 74.1, (70, 79)),
    (SusGrade::BPlus, 77.2, (80, 84)),
    (SusGrade::AMinus, 78.9, (85, 89)),
    (SusGrade::A, 80.8, (90, 95)),
    (SusGrade::APlus, 84.1, (96, 100)),
];

impl SusGrade {
    /// The grade of a SUS score.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless it is from 0 to 100.
    pub fn of(score: f64) -> Result<Self, Error> {
        check(score)?;
        Ok(GRADES.iter().rfind(|grade| score >= grade.1).map_or(Self::F, |grade| grade.0))
    }

    /// The percentiles among studies that the grade spans.
    pub fn percentiles(self) -> (u8, u8) {
        self.row().2
    }

    /// The lowest score of the grade.
    pub fn from_score(self) -> f64 {
        self.row().1
    }

    fn row(self) -> &'static (Self, f64, (u8, u8)) {
        // Grades number their own rows.
        &GRADES[self as usize]
    }
}

/// Adjective closest to a mean SUS score.
///
/// Bangor, Kortum and Miller asked 959 people for an adjective beside the ten items. Their mean scores were: worst
/// imaginable 12.5, awful 20.3, poor 35.7, OK 50.9, good 71.4, excellent 85.5, best imaginable 90.9. They are means and
/// no cuts, so [`SusAdjective::of`] takes the nearest one (the better of two equally near); the lowest two did not
/// differ significantly and rest on few answers. Note that "OK" is below average: the mean of products is about 68.
///
/// Reference: Bangor, Kortum and Miller 2009, *Journal of Usability Studies* 4(3), 114-123. The means were compared
/// with a secondary quotation of its table 3.
///
/// ```
/// use total_experience::signal::instrument::SusAdjective;
///
/// assert_eq!(SusAdjective::of(71.6667)?, SusAdjective::Good);
/// assert_eq!(SusAdjective::Good.to_string(), "good");
/// # Ok::<(), total_experience::signal::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names say it, the text above has the means")]
pub enum SusAdjective {
    WorstImaginable,
    Awful,
    Poor,
    Ok,
    Good,
    Excellent,
    BestImaginable,
}

names!(SusAdjective, "SUS adjective", Error, {
    WorstImaginable => "worst imaginable",
    Awful => "awful",
    Poor => "poor",
    Ok => "OK",
    Good => "good",
    Excellent => "excellent",
    BestImaginable => "best imaginable",
});

/// Adjective, mean score; ascending.
const ADJECTIVES: [(SusAdjective, f64); 7] = [
    (SusAdjective::WorstImaginable, 12.5),
    (SusAdjective::Awful, 20.3),
    (SusAdjective::Poor, 35.7),
    (SusAdjective::Ok, 50.9),
    (SusAdjective::Good, 71.4),
    (SusAdjective::Excellent, 85.5),
    (SusAdjective::BestImaginable, 90.9),
];

impl SusAdjective {
    /// The adjective whose mean is closest to a SUS score.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless it is from 0 to 100.
    pub fn of(score: f64) -> Result<Self, Error> {
        check(score)?;
        let distance = |mean: f64| (mean - score).abs();
        let nearest = ADJECTIVES.iter().rev().min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
        Ok(nearest.map_or(Self::WorstImaginable, |found| found.0))
    }

    /// The mean SUS score of those who chose the adjective.
    pub fn mean(self) -> f64 {
        ADJECTIVES[self as usize].1
    }
}

fn check(score: f64) -> Result<(), Error> {
    if (0.0..=100.0).contains(&score) {
        Ok(())
    } else {
        Err(Error::OutOfRange { what: "a SUS score", value: score, range: "from 0 to 100" })
    }
}
