//! Column of a table that takes no room while all of its values are the same.

/// A column whose values are stored from the first one on that differs from the others.
///
/// Most tables of answers have one weight, one period and no times: such columns would be most of their memory.
#[derive(Clone, Debug)]
pub(super) struct LazyColumn<T> {
    /// The value of all rows as long as none is stored.
    only: Option<T>,
    values: Vec<T>,
    len: usize,
}

impl<T> Default for LazyColumn<T> {
    fn default() -> Self {
        Self { only: None, values: Vec::new(), len: 0 }
    }
}

impl<T: Copy + PartialEq> LazyColumn<T> {
    /// Makes room for one more value; whether there was memory for it.
    pub(super) fn has_room(&mut self, value: T) -> bool {
        match self.only {
            Some(only) if self.values.is_empty() && value != only => {
                self.values.try_reserve(self.len + 1).is_ok()
            }
            Some(_) if !self.values.is_empty() => self.values.try_reserve(1).is_ok(),
            _ => true,
        }
    }

    pub(super) fn push(&mut self, value: T) {
        let only = *self.only.get_or_insert(value);
        if self.values.is_empty() && value != only {
            self.values.resize(self.len, only);
            self.values.push(value);
        } else if !self.values.is_empty() {
            self.values.push(value);
        }
        self.len += 1;
    }

    /// Gives memory back that no value needs.
    #[cfg(feature = "csv")]
    pub(super) fn shrink(&mut self) {
        self.values.shrink_to_fit();
    }

    /// Takes the rows behind the first `len` away.
    pub(super) fn truncate(&mut self, len: usize) {
        self.values.truncate(len);
        self.len = self.len.min(len);
        if self.len == 0 {
            self.only = None;
        }
    }

    /// The value of a row below [`len`](Self::len).
    #[inline]
    pub(super) fn get(&self, at: usize) -> T {
        match self.only {
            Some(only) if self.values.is_empty() => only,
            _ => self.values[at],
        }
    }

    /// Whether any row has a value that passes.
    pub(super) fn any(&self, passes: impl Fn(T) -> bool) -> bool {
        match self.only {
            Some(only) if self.values.is_empty() => passes(only),
            _ => self.values.iter().copied().any(passes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LazyColumn;

    #[test]
    fn values_come_back() {
        for values in [vec![], vec![1], vec![1, 1, 1], vec![1, 2], vec![1, 1, 2, 1, 3]] {
            let mut column = LazyColumn::default();
            values.iter().for_each(|&value| column.push(value));
            let back: Vec<i32> = (0..values.len()).map(|at| column.get(at)).collect();
            assert_eq!(back, values);
            assert_eq!(column.any(|value| value == 3), values.contains(&3));
            let is_stored = values.iter().any(|value| *value != values[0]);
            assert_eq!(column.values.len(), if is_stored { values.len() } else { 0 });
            column.truncate(1);
            [7, 7].iter().for_each(|&value| column.push(value));
            let kept: Vec<i32> = values.iter().take(1).copied().chain([7, 7]).collect();
            assert_eq!((0..kept.len()).map(|at| column.get(at)).collect::<Vec<_>>(), kept);
        }
    }
}
