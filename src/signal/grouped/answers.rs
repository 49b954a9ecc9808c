//! Columns of grouped answers, borrowed in their narrow numbers, and the cells they are counted in.

use crate::signal::Error;

/// Rows whose cells are found before any is counted. Few enough that the processor reads the next ones from memory
/// while it still counts these: with 1024 the same work took 1.6 times as long, with 32 or 128 1.4 times.
pub(crate) const BLOCK: usize = 64;

/// Column of the group of each answer: one number, or two that are crossed.
#[derive(Clone, Copy, Debug)]
pub struct Groups<'a>(Kind<'a>);

#[derive(Clone, Copy, Debug)]
enum Kind<'a> {
    Flat(&'a [u32]),
    Crossed { outer: &'a [u32], inner: &'a [u8], width: u8 },
}

impl<'a> Groups<'a> {
    /// The number of each answer's group.
    pub const fn flat(groups: &'a [u32]) -> Self {
        Self(Kind::Flat(groups))
    }

    /// Group `outer * width + inner`, with `inner` below `width`: touchpoint and dimension, say.
    pub const fn crossed(outer: &'a [u32], inner: &'a [u8], width: u8) -> Self {
        Self(Kind::Crossed { outer, inner, width })
    }

    /// Number of rows.
    pub const fn len(&self) -> usize {
        match self.0 {
            Kind::Flat(groups) => groups.len(),
            Kind::Crossed { outer, .. } => outer.len(),
        }
    }

    /// Whether there are no rows.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Checks what holds for all rows: lengths, and that the crossing fits the number of groups.
    fn check(&self, groups: u32) -> Result<(), Error> {
        let Kind::Crossed { outer, inner, width } = self.0 else { return Ok(()) };
        if inner.len() != outer.len() {
            return Err(Error::WrongLength { what: "inner", expected: outer.len(), found: inner.len() });
        }
        if width == 0 || !groups.is_multiple_of(u32::from(width)) {
            return Err(Error::GroupWidth { width, groups });
        }
        Ok(())
    }

    fn group(&self, row: usize, groups: u32) -> Result<u32, Error> {
        let (group, fits) = match self.0 {
            Kind::Flat(all) => (all[row], all[row] < groups),
            Kind::Crossed { outer, inner, width } => {
                let (outer, inner, wide) = (outer[row], inner[row], u32::from(width));
                if outer >= groups / wide.max(1) || inner >= width {
                    return Err(Error::UnknownCell { row, outer, inner, groups, width });
                }
                (outer * wide + u32::from(inner), true)
            }
        };
        if fits { Ok(group) } else { Err(Error::UnknownGroup { row, group, groups }) }
    }

    fn part(&self, rows: std::ops::Range<usize>) -> Self {
        Self(match self.0 {
            Kind::Flat(groups) => Kind::Flat(&groups[rows]),
            Kind::Crossed { outer, inner, width } => {
                Kind::Crossed { outer: &outer[rows.clone()], inner: &inner[rows], width }
            }
        })
    }
}

/// Column of answers in the numbers it is stored in, made `from` a slice.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names say it")]
pub enum Answers<'a> {
    I8(&'a [i8]),
    U8(&'a [u8]),
    I16(&'a [i16]),
    F32(&'a [f32]),
    F64(&'a [f64]),
}

macro_rules! from_slices {
    ($($kind:ident $number:ty),+) => {
        $(impl<'a> From<&'a [$number]> for Answers<'a> {
            fn from(answers: &'a [$number]) -> Self {
                Self::$kind(answers)
            }
        }
        impl<'a> From<&'a Vec<$number>> for Answers<'a> {
            fn from(answers: &'a Vec<$number>) -> Self {
                Self::$kind(answers)
            }
        }
        impl<'a, const N: usize> From<&'a [$number; N]> for Answers<'a> {
            fn from(answers: &'a [$number; N]) -> Self {
                Self::$kind(answers)
            }
        })+
    };
}

from_slices!(I8 i8, U8 u8, I16 i16, F32 f32, F64 f64);

/// A number that a column may hold.
trait Number: Copy {
    /// The number as a whole one, and whether it is exactly that.
    fn whole(self) -> (i32, bool);
}

macro_rules! narrow {
    ($($number:ty),+) => {
        $(impl Number for $number {
            fn whole(self) -> (i32, bool) {
                (i32::from(self), true)
            }
        })+
    };
}

narrow!(i8, u8, i16);

/// A number of eight bits.
trait Byte: Number {
    /// The same number in eight bits, if it has that few.
    fn from_i32(number: i32) -> Option<Self>;
    /// How far above another one this is, modulo 256.
    fn above(self, other: Self) -> u8;
}

impl Byte for i8 {
    fn from_i32(number: i32) -> Option<Self> {
        number.try_into().ok()
    }

    fn above(self, other: Self) -> u8 {
        self.wrapping_sub(other) as u8
    }
}

impl Byte for u8 {
    fn from_i32(number: i32) -> Option<Self> {
        number.try_into().ok()
    }

    fn above(self, other: Self) -> u8 {
        self.wrapping_sub(other)
    }
}

impl Number for f32 {
    fn whole(self) -> (i32, bool) {
        (self as i32, f64::from(self as i32) == f64::from(self))
    }
}

impl Number for f64 {
    fn whole(self) -> (i32, bool) {
        (self as i32, Self::from(self as i32) == self)
    }
}

impl Answers<'_> {
    /// Number of rows.
    pub const fn len(&self) -> usize {
        match self {
            Self::I8(answers) => answers.len(),
            Self::U8(answers) => answers.len(),
            Self::I16(answers) => answers.len(),
            Self::F32(answers) => answers.len(),
            Self::F64(answers) => answers.len(),
        }
    }

    /// Whether there are no rows.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn get(&self, row: usize) -> f64 {
        match self {
            Self::I8(answers) => f64::from(answers[row]),
            Self::U8(answers) => f64::from(answers[row]),
            Self::I16(answers) => f64::from(answers[row]),
            Self::F32(answers) => f64::from(answers[row]),
            Self::F64(answers) => answers[row],
        }
    }

    fn part(&self, rows: std::ops::Range<usize>) -> Self {
        match *self {
            Self::I8(answers) => Self::I8(&answers[rows]),
            Self::U8(answers) => Self::U8(&answers[rows]),
            Self::I16(answers) => Self::I16(&answers[rows]),
            Self::F32(answers) => Self::F32(&answers[rows]),
            Self::F64(answers) => Self::F64(&answers[rows]),
        }
    }
}

/// Many answers at once: a group and a value each, weight 1, respondents unknown.
#[derive(Clone, Copy, Debug)]
pub struct GroupedAnswers<'a> {
    groups: Groups<'a>,
    answers: Answers<'a>,
    missing: Option<i32>,
}

impl<'a> GroupedAnswers<'a> {
    /// These answers of these groups, none of them missing.
    pub fn new(groups: Groups<'a>, answers: impl Into<Answers<'a>>) -> Self {
        Self { groups, answers: answers.into(), missing: None }
    }

    /// Sets the number that stands for a missing answer. It must lie off the instrument's scale.
    #[must_use]
    pub const fn with_missing_code(self, code: i32) -> Self {
        Self { missing: Some(code), ..self }
    }

    /// Number of rows.
    pub const fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there are no rows.
    pub const fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    pub(crate) const fn missing_code(&self) -> Option<i32> {
        self.missing
    }

    /// Checks what holds for all rows.
    pub(crate) fn check(&self, groups: u32) -> Result<(), Error> {
        let (expected, found) = (self.groups.len(), self.answers.len());
        if found != expected {
            return Err(Error::WrongLength { what: "value", expected, found });
        }
        self.groups.check(groups)
    }

    /// The group of a row, checked.
    pub(crate) fn group(&self, row: usize, groups: u32) -> Result<u32, Error> {
        self.groups.group(row, groups)
    }

    /// The answer in a row, `None` when it is the missing code.
    pub(crate) fn answer(&self, row: usize) -> Option<f64> {
        let answer = self.answers.get(row);
        (self.missing.map(f64::from) != Some(answer)).then_some(answer)
    }

    pub(crate) fn part(&self, rows: std::ops::Range<usize>) -> Self {
        Self { groups: self.groups.part(rows.clone()), answers: self.answers.part(rows), ..*self }
    }
}

/// Layout of the cells of a grouped tally: group by group, a cell for each whole value of the scale and one for missing ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cells {
    pub(crate) groups: u32,
    /// The lowest whole value.
    pub(crate) first: i32,
    /// Number of whole values; 0 when the scale has none, or some that are no answer.
    pub(crate) levels: u32,
}

impl Cells {
    /// Cells of a group.
    pub(crate) const fn width(&self) -> u32 {
        self.levels + 1
    }

    pub(crate) const fn len(&self) -> usize {
        self.groups as usize * self.width() as usize
    }

    /// Puts the cell of each row into `cells`; `false` when a row has no cell, and then what is in them says nothing.
    ///
    /// No branch depends on a row and all is done in numbers as narrow as can be, so that the compiler makes wide
    /// instructions of it.
    pub(crate) fn locate(&self, rows: &GroupedAnswers<'_>, cells: &mut [u32]) -> bool {
        let mut levels = [0; BLOCK];
        let levels = &mut levels[..cells.len()];
        let on_scale = match rows.answers {
            Answers::I8(answers) => self.levels_of_bytes(rows, answers, levels),
            Answers::U8(answers) => self.levels_of_bytes(rows, answers, levels),
            Answers::I16(answers) => self.levels_of(rows, answers, levels),
            Answers::F32(answers) => self.levels_of(rows, answers, levels),
            Answers::F64(answers) => self.levels_of(rows, answers, levels),
        };
        on_scale && self.cells_of(rows, levels, cells)
    }

    fn levels_of<N: Number>(&self, rows: &GroupedAnswers<'_>, answers: &[N], levels: &mut [u16]) -> bool {
        let (code, has_code) = (rows.missing.unwrap_or_default(), rows.missing.is_some());
        let mut fits = true;
        for (level, &answer) in levels.iter_mut().zip(answers) {
            let (whole, is_whole) = answer.whole();
            let is_missing = has_code & (whole == code);
            let above = whole.wrapping_sub(self.first) as u32;
            fits &= is_whole & (is_missing | (above < self.levels));
            *level = if is_missing { self.levels } else { above } as u16;
        }
        fits
    }

    /// The same in eight bits, where levels, bounds and code allow it.
    fn levels_of_bytes<N: Byte>(&self, rows: &GroupedAnswers<'_>, answers: &[N], levels: &mut [u16]) -> bool {
        let code = rows.missing.map(N::from_i32);
        let (Some(first), Ok(count @ 1..=254)) = (N::from_i32(self.first), u8::try_from(self.levels)) else {
            return self.levels_of(rows, answers, levels);
        };
        // The highest answer must be a byte too, or bytes beyond it would wrap round to answers.
        if N::from_i32(self.first + i32::from(count) - 1).is_none() {
            return self.levels_of(rows, answers, levels);
        }
        let mut highest = 0;
        if let Some(Some(code)) = code {
            for (level, &answer) in levels.iter_mut().zip(answers) {
                let above = answer.above(first);
                let is_off = (above >= count) & (answer.above(code) != 0);
                highest = highest.max(u8::from(is_off));
                *level = u16::from(if answer.above(code) == 0 { count } else { above });
            }
            return highest == 0;
        }
        for (level, &answer) in levels.iter_mut().zip(answers) {
            let above = answer.above(first);
            highest = highest.max(above);
            *level = u16::from(above);
        }
        highest < count
    }

    fn cells_of(&self, rows: &GroupedAnswers<'_>, levels: &[u16], cells: &mut [u32]) -> bool {
        let width = self.width();
        // The top bit of what is or-ed in here is set by a number beyond the last one: there are fewer than 2^31.
        let mut beyond = 0;
        let past = |number: u32, count: u32| number | count.wrapping_sub(1).wrapping_sub(number);
        match rows.groups.0 {
            Kind::Flat(groups) => {
                for ((cell, &level), &group) in cells.iter_mut().zip(levels).zip(groups) {
                    beyond |= past(group, self.groups);
                    *cell = group.wrapping_mul(width).wrapping_add(u32::from(level));
                }
            }
            Kind::Crossed { outer, inner, width: across } => {
                let row = width * u32::from(across);
                let (outers, mut highest) = (self.groups / u32::from(across).max(1), 0);
                if let (Ok(_), Ok(narrow)) = (u16::try_from(row), u16::try_from(width)) {
                    for (((cell, &level), &outer), &inner) in
                        cells.iter_mut().zip(levels).zip(outer).zip(inner)
                    {
                        beyond |= past(outer, outers);
                        highest = highest.max(inner);
                        let within = u16::from(inner).wrapping_mul(narrow).wrapping_add(level);
                        *cell = outer.wrapping_mul(row).wrapping_add(u32::from(within));
                    }
                } else {
                    for (((cell, &level), &outer), &inner) in
                        cells.iter_mut().zip(levels).zip(outer).zip(inner)
                    {
                        beyond |= past(outer, outers);
                        highest = highest.max(inner);
                        let within = u32::from(inner).wrapping_mul(width).wrapping_add(u32::from(level));
                        *cell = outer.wrapping_mul(row).wrapping_add(within);
                    }
                }
                if highest >= across {
                    return false;
                }
            }
        }
        beyond >> 31 == 0
    }
}
