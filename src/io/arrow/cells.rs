//! Cells of one column of one record batch, as the readers of tables take them.

use std::cell::OnceCell;
use std::fmt::Write;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, Float64Array, Int64Array, LargeStringArray, StringArray, StringViewArray,
};
use arrow_schema::{DataType, TimeUnit};

use crate::io::table::row::Typed;
use crate::model::time::{ParsedTime, TimeFault, Timestamp};

const SECOND: i64 = 1_000_000_000;

/// The cells of a column, empty where it is null.
#[derive(Debug)]
pub(crate) enum Cells {
    /// A column that is not read, or that has nothing but nulls.
    Empty,
    Text(StringArray),
    LargeText(LargeStringArray),
    TextView(StringViewArray),
    /// Places in a dictionary of text; [`NO_CODE`] where there is nothing.
    Dictionary(Vec<u32>, Box<Self>),
    Whole(Int64Array, Rendered),
    Real(Float64Array, Rendered),
    /// Times in units of so many nanoseconds, and whether they are in UTC.
    Time(Int64Array, i64, bool, Rendered),
    /// Where the items of each list begin, and the items.
    Lists(Vec<usize>, Box<Self>, Rendered),
}

/// Values as text, made when they are first asked for: names that are numbers, and faults to be shown.
pub(crate) type Rendered = OnceCell<StringArray>;

const NO_CODE: u32 = u32::MAX;

impl Cells {
    /// The cells of an array; `None` when its type is not read.
    pub(crate) fn of(array: &ArrayRef) -> Option<Self> {
        let fits = || usize::try_from(NO_CODE).is_ok_and(|most| array.len() < most);
        Some(match array.data_type() {
            DataType::Null => Self::Empty,
            DataType::Utf8 => Self::Text(array.as_string().clone()),
            DataType::LargeUtf8 => Self::LargeText(array.as_string().clone()),
            DataType::Utf8View => Self::TextView(array.as_string_view().clone()),
            DataType::Dictionary(_, values) if is_text(values) && fits() => dictionary(array)?,
            DataType::Int8 => whole::<Int8Type>(array),
            DataType::Int16 => whole::<Int16Type>(array),
            DataType::Int32 => whole::<Int32Type>(array),
            DataType::Int64 => whole::<Int64Type>(array),
            DataType::UInt8 => whole::<UInt8Type>(array),
            DataType::UInt16 => whole::<UInt16Type>(array),
            DataType::UInt32 => whole::<UInt32Type>(array),
            DataType::UInt64 => large_whole(array),
            DataType::Float16 => real::<Float16Type>(array),
            DataType::Float32 => real::<Float32Type>(array),
            DataType::Float64 => real::<Float64Type>(array),
            DataType::Date32 => time::<Date32Type>(array, 86_400 * SECOND, false),
            DataType::Date64 => time::<Date64Type>(array, SECOND / 1_000, false),
            DataType::Timestamp(unit, zone) => match unit {
                TimeUnit::Second => time::<TimestampSecondType>(array, SECOND, zone.is_some()),
                TimeUnit::Millisecond => {
                    time::<TimestampMillisecondType>(array, SECOND / 1_000, zone.is_some())
                }
                TimeUnit::Microsecond => {
                    time::<TimestampMicrosecondType>(array, SECOND / 1_000_000, zone.is_some())
                }
                TimeUnit::Nanosecond => time::<TimestampNanosecondType>(array, 1, zone.is_some()),
            },
            DataType::List(_) => {
                let lists = array.as_list::<i32>();
                let starts = lists.value_offsets().iter().map(|&at| usize::try_from(at).ok());
                Self::lists(starts.collect(), array, lists.values())?
            }
            DataType::LargeList(_) => {
                let lists = array.as_list::<i64>();
                let starts = lists.value_offsets().iter().map(|&at| usize::try_from(at).ok());
                Self::lists(starts.collect(), array, lists.values())?
            }
            _ => return None,
        })
    }

    fn lists(starts: Option<Vec<usize>>, lists: &ArrayRef, items: &ArrayRef) -> Option<Self> {
        let mut starts = starts?;
        let items = match Self::of(items)? {
            Self::Lists(..) | Self::Time(..) => return None,
            items => items,
        };
        if lists.nulls().is_some_and(|nulls| nulls.null_count() > 0) {
            // A list that is null may have items all the same.
            let (mut kept, mut last) = (Vec::with_capacity(2 * lists.len()), 0);
            for at in 0..lists.len() {
                let end = if lists.is_null(at) { *starts.get(at)? } else { *starts.get(at + 1)? };
                kept.extend([*starts.get(at)?, end]);
                last = end;
            }
            kept.push(last);
            starts = kept;
        } else {
            starts = starts.windows(2).flat_map(|ends| [ends[0], ends[1]]).collect();
        }
        Some(Self::Lists(starts, Box::new(items), Rendered::new()))
    }

    /// The cell as text.
    pub(crate) fn get(&self, at: usize) -> &str {
        match self {
            Self::Empty => "",
            Self::Text(cells) => filled(cells, at).map_or("", |at| cells.value(at)),
            Self::LargeText(cells) => filled(cells, at).map_or("", |at| cells.value(at)),
            Self::TextView(cells) => filled(cells, at).map_or("", |at| cells.value(at)),
            Self::Dictionary(codes, values) => match codes.get(at) {
                Some(&code) if code != NO_CODE => values.get(code as usize),
                _ => "",
            },
            Self::Whole(cells, text) => {
                rendered(text, at, || render(cells, |text, value| write!(text, "{value}")))
            }
            Self::Real(cells, text) => {
                rendered(text, at, || render(cells, |text, value| write!(text, "{value:?}")))
            }
            Self::Time(cells, unit, _, text) => rendered(text, at, || {
                render(cells, |text, value: i64| match value.checked_mul(*unit) {
                    Some(time) => write!(text, "{}", Timestamp::from_nanoseconds(time)),
                    None => write!(text, "{value}"),
                })
            }),
            Self::Lists(ends, items, text) => rendered(text, at, || {
                let lists = ends
                    .chunks_exact(2)
                    .map(|ends| (ends[0]..ends[1]).map(|item| items.get(item)).collect::<Vec<_>>().join("|"));
                StringArray::from_iter_values(lists)
            }),
        }
    }

    /// The text of the cell, and the same with what follows in memory.
    pub(crate) fn bytes(&self, at: usize) -> (&[u8], &[u8]) {
        match self {
            Self::Text(cells) => filled(cells, at)
                .and_then(|at| {
                    let start = *cells.value_offsets().get(at)?;
                    let ahead = cells.value_data().get(usize::try_from(start).ok()?..)?;
                    Some((cells.value(at).as_bytes(), ahead))
                })
                .unwrap_or_default(),
            Self::Dictionary(codes, values) => match codes.get(at) {
                Some(&code) if code != NO_CODE => values.bytes(code as usize),
                _ => (&[], &[]),
            },
            _ => {
                let text = self.get(at).as_bytes();
                (text, text)
            }
        }
    }

    /// Whether there is nothing in the cell, or space only.
    pub(crate) fn is_empty(&self, at: usize) -> bool {
        match self {
            Self::Whole(cells, _) | Self::Time(cells, ..) => filled(cells, at).is_none(),
            Self::Real(cells, _) => filled(cells, at).is_none(),
            Self::Lists(..) => self.item_count(at) == Some(0),
            _ => self.get(at).trim().is_empty(),
        }
    }

    /// The value, where it is no text.
    pub(crate) fn typed(&self, at: usize) -> Option<Typed> {
        match self {
            Self::Whole(cells, _) => filled(cells, at).map(|at| Typed::Whole(cells.value(at))),
            Self::Real(cells, _) => filled(cells, at).map(|at| Typed::Real(cells.value(at))),
            Self::Time(cells, unit, has_zone, _) => filled(cells, at).map(|at| {
                let time = cells.value(at).checked_mul(*unit).ok_or(TimeFault::Range);
                let timestamp = time.map(Timestamp::from_nanoseconds);
                Typed::Time(timestamp.map(|timestamp| ParsedTime { timestamp, has_zone: *has_zone }))
            }),
            _ => None,
        }
    }

    /// How many items the cell has, where it is a list.
    pub(crate) fn item_count(&self, at: usize) -> Option<usize> {
        let Self::Lists(ends, ..) = self else { return None };
        Some(ends.get(2 * at..2 * at + 2).map_or(0, |ends| ends[1].saturating_sub(ends[0])))
    }

    /// An item of a list.
    pub(crate) fn item(&self, at: usize, item: usize) -> &str {
        match self {
            Self::Lists(ends, items, _) => ends.get(2 * at).map_or("", |start| items.get(start + item)),
            _ => "",
        }
    }

    /// The place of the text in its dictionary.
    pub(crate) fn code(&self, at: usize) -> Option<u32> {
        match self {
            Self::Dictionary(codes, _) => codes.get(at).copied().filter(|&code| code != NO_CODE),
            _ => None,
        }
    }

    /// Whether there is no dictionary, or its places mean the same in the other: both are the same memory.
    pub(crate) fn has_dictionary_of(&self, other: &Self) -> bool {
        let memory = |values: &Self| match values {
            Self::Text(values) if values.null_count() == 0 => {
                Some((values.value_data().as_ptr(), values.value_offsets().as_ptr(), values.len()))
            }
            _ => None,
        };
        match (self, other) {
            (Self::Dictionary(_, mine), Self::Dictionary(_, theirs)) => {
                memory(mine).is_some_and(|mine| memory(theirs) == Some(mine))
            }
            _ => !matches!(self, Self::Dictionary(..)),
        }
    }

    /// Bytes of all texts, at least: when they are few no text is long.
    pub(crate) fn text_bytes(&self) -> usize {
        match self {
            Self::Text(cells) => cells.value_data().len(),
            Self::LargeText(cells) => cells.value_data().len(),
            Self::TextView(cells) => {
                cells.data_buffers().iter().map(|buffer| buffer.len()).sum::<usize>() + 12
            }
            Self::Dictionary(_, values) => values.text_bytes(),
            Self::Lists(_, items, _) => items.text_bytes(),
            _ => 0,
        }
    }
}

fn is_text(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// The place, unless there is nothing.
fn filled(cells: &impl Array, at: usize) -> Option<usize> {
    (at < cells.len() && cells.is_valid(at)).then_some(at)
}

fn dictionary(array: &ArrayRef) -> Option<Cells> {
    let dictionary = array.as_any_dictionary_opt()?;
    let values = dictionary.values();
    if values.is_empty() {
        return Some(Cells::Empty);
    }
    let code = |(at, code): (usize, usize)| match u32::try_from(code) {
        Ok(code) if array.is_valid(at) => code,
        _ => NO_CODE,
    };
    let codes = dictionary.normalized_keys().into_iter().enumerate().map(code).collect();
    Some(Cells::Dictionary(codes, Box::new(Cells::of(values)?)))
}

fn whole<T: ArrowPrimitiveType<Native: Into<i64>>>(array: &ArrayRef) -> Cells {
    let cells = array.as_primitive::<T>().unary(Into::into);
    Cells::Whole(cells, Rendered::new())
}

/// Whole numbers as text where one of them is beyond the signed numbers.
fn large_whole(array: &ArrayRef) -> Cells {
    let cells = array.as_primitive::<UInt64Type>();
    if cells.iter().flatten().any(|value| i64::try_from(value).is_err()) {
        return Cells::Text(render(cells, |text, value| write!(text, "{value}")));
    }
    Cells::Whole(cells.unary(|value| i64::try_from(value).unwrap_or_default()), Rendered::new())
}

fn real<T: ArrowPrimitiveType<Native: Into<f64>>>(array: &ArrayRef) -> Cells {
    let cells = array.as_primitive::<T>().unary(Into::into);
    Cells::Real(cells, Rendered::new())
}

fn time<T: ArrowPrimitiveType<Native: Into<i64>>>(array: &ArrayRef, unit: i64, has_zone: bool) -> Cells {
    let cells = array.as_primitive::<T>().unary(Into::into);
    Cells::Time(cells, unit, has_zone, Rendered::new())
}

fn render<T: ArrowPrimitiveType>(
    cells: &arrow_array::PrimitiveArray<T>,
    write: impl Fn(&mut StringBuilder, T::Native) -> std::fmt::Result,
) -> StringArray {
    let mut text = StringBuilder::with_capacity(cells.len(), 8 * cells.len());
    for value in cells {
        match value.map(|value| write(&mut text, value)) {
            Some(Ok(())) => text.append_value(""),
            _ => text.append_null(),
        }
    }
    text.finish()
}

fn rendered(text: &Rendered, at: usize, make: impl FnOnce() -> StringArray) -> &str {
    let text = text.get_or_init(make);
    filled(text, at).map_or("", |at| text.value(at))
}
