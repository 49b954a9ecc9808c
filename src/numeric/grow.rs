//! Growth of columns that ends in an error where memory does.

/// Makes room for more values at the end of a column that grows row by row: twice as much as it has, or an eighth more
/// where that cannot be had. Whether there is room.
#[inline]
pub(crate) fn grow<T>(column: &mut Vec<T>, more: usize) -> bool {
    column.capacity() - column.len() >= more
        || column.try_reserve(more).is_ok()
        || column.try_reserve_exact(more.max(column.len() / 8)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::grow;

    #[test]
    fn what_cannot_be_had_is_an_error() {
        let mut column = vec![1_u64];
        assert!(grow(&mut column, 5) && column.capacity() >= 6);
        assert!(!grow(&mut column, usize::MAX / 4));
        assert_eq!(column, [1]);
    }
}
