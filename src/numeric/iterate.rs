//! Iteration over the rows of a result, for `for row in &result`.

/// Implements `IntoIterator` for references to a type by one of its vectors.
macro_rules! iterate {
    ($($kind:ident => $item:ident in $field:ident),+ $(,)?) => {$(
        impl<'a> IntoIterator for &'a $kind {
            type Item = &'a $item;
            type IntoIter = std::slice::Iter<'a, $item>;

            fn into_iter(self) -> Self::IntoIter {
                self.$field.iter()
            }
        }
    )+};
}
pub(crate) use iterate;
