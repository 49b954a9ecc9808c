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
    pub(super) fn push(&mut self, value: T) {
        let only = *self.only.get_or_insert(value);
        if self.values.is_empty() && value != only {
            self.values = vec![only; self.len];
        }
        if !self.values.is_empty() || value != only {
            self.values.push(value);
        }
        self.len += 1;
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
        }
    }
}
