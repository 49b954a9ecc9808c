//! Versioned structs: each begins with its own size, so that it may grow.
//!
//! A caller compiled against an older header passes a smaller struct, one compiled against a newer header a larger one.
//! Both are read and written byte by byte through raw pointers, since a reference to a struct of another size would be
//! undefined behaviour, and no struct has padding, so that no stray byte of an old one can land in a new field.

use crate::abi::failure::Failure;
use crate::abi::status::TXM_STATUS_BAD_STRUCT;

/// No struct will ever be larger; a larger size is a struct that was never initialised.
const LARGEST: usize = 4096;

/// A struct that begins with `struct_size: u32`.
///
/// # Safety
///
/// `repr(C)`, first field `struct_size: u32`, no padding (see [`no_padding!`]), and every pattern of bytes is a value.
pub(crate) unsafe trait Spec: Copy {
    /// Its name in C.
    const NAME: &'static str;
    /// Its size in the first version that had it.
    const OLDEST: usize = size_of::<Self>();
    /// What fields hold that the caller does not set; `struct_size` is not looked at.
    const DEFAULT: Self;
}

/// Refuses to compile when a struct is larger than its fields.
macro_rules! no_padding {
    ($name:ty: $($field:ty),+ $(,)?) => {
        const _: () = assert!(size_of::<$name>() == 0 $(+ size_of::<$field>())+, "the struct has padding");
    };
}
pub(crate) use no_padding;

/// Makes a struct of columns that receive rows: `struct_size`, `reserved`, `capacity`, then the columns, none wanted.
macro_rules! columns {
    ($name:ident: $($column:ident),+ $(,)?) => {
        const _: () = assert!(
            size_of::<$name>()
                == 2 * size_of::<u32>() + size_of::<usize>() $(+ { _ = stringify!($column); size_of::<*mut u8>() })+,
            "the struct has padding",
        );

        // SAFETY: repr(C), struct_size first, no padding, and integers and raw pointers take every pattern of bytes.
        unsafe impl $crate::abi::spec::Spec for $name {
            const NAME: &'static str = stringify!($name);
            const DEFAULT: Self =
                Self { struct_size: 0, reserved: 0, capacity: 0, $($column: std::ptr::null_mut()),+ };
        }

        impl $name {
            /// The columns of the caller, who is told the number of rows and has room for all of them.
            ///
            /// # Safety
            ///
            /// As [`spec::read`]($crate::abi::spec::read) and [`put`]($crate::abi::output::put).
            pub(crate) unsafe fn with_room(
                columns: *const Self,
                rows: usize,
                out_len: *mut usize,
            ) -> Result<Self, $crate::abi::failure::Failure> {
                let columns = unsafe { $crate::abi::spec::read(columns) }?;
                $crate::abi::spec::check_reserved(stringify!($name), columns.reserved)?;
                unsafe { $crate::abi::output::announce(rows, columns.capacity, out_len) }?;
                Ok(columns)
            }
        }
    };
}
pub(crate) use columns;

/// Reads a struct of the caller over the defaults.
///
/// # Safety
///
/// `from` is NULL or points to as many bytes as its `struct_size` says.
pub(crate) unsafe fn read<T: Spec>(from: *const T) -> Result<T, Failure> {
    let size = unsafe { size_of_struct(from) }?;
    let mut value = T::DEFAULT;
    let known = size.min(size_of::<T>());
    let bytes = from.cast::<u8>();
    unsafe { (&raw mut value).cast::<u8>().copy_from_nonoverlapping(bytes, known) };
    if let Some(at) = (known..size).find(|&at| unsafe { bytes.add(at).read() } != 0) {
        let message =
            format!("byte {at} of `{}` is set, which this version of the library does not know", T::NAME);
        return Err(Failure::new(TXM_STATUS_BAD_STRUCT, message));
    }
    Ok(value)
}

/// [`read`], or the defaults where the caller passes NULL.
///
/// # Safety
///
/// As [`read`].
pub(crate) unsafe fn read_or_default<T: Spec>(from: *const T) -> Result<T, Failure> {
    if from.is_null() { Ok(T::DEFAULT) } else { unsafe { read(from) } }
}

/// Fills a struct of the caller, whose `struct_size` says how much of it there is; what is unknown here becomes zero.
///
/// # Safety
///
/// As [`read`].
pub(crate) unsafe fn write<T: Spec>(to: *mut T, value: T) -> Result<(), Failure> {
    let size = unsafe { size_of_struct(to) }?;
    unsafe { fill(to, size, value) };
    Ok(())
}

/// Fills a struct of the caller with defaults.
///
/// # Safety
///
/// `to` is NULL or points to `size` bytes.
pub(crate) unsafe fn init<T: Spec>(to: *mut T, size: usize) -> Result<(), Failure> {
    if to.is_null() {
        return Err(Failure::null(T::NAME));
    }
    check_size::<T>(size)?;
    unsafe { fill(to, size, T::DEFAULT) };
    Ok(())
}

/// Refuses a reserved field that is set, so that it can mean something one day.
pub(crate) fn check_reserved(name: &str, reserved: u32) -> Result<(), Failure> {
    if reserved == 0 {
        return Ok(());
    }
    Err(Failure::new(TXM_STATUS_BAD_STRUCT, format!("`reserved` of `{name}` is {reserved}: it must be 0")))
}

unsafe fn fill<T: Spec>(to: *mut T, size: usize, value: T) {
    let known = size.min(size_of::<T>());
    unsafe {
        let bytes = to.cast::<u8>();
        bytes.copy_from_nonoverlapping((&raw const value).cast(), known);
        bytes.add(known).write_bytes(0, size - known);
        to.cast::<u32>().write_unaligned(size as u32);
    }
}

unsafe fn size_of_struct<T: Spec>(at: *const T) -> Result<usize, Failure> {
    if at.is_null() {
        return Err(Failure::null(T::NAME));
    }
    let size = unsafe { at.cast::<u32>().read_unaligned() } as usize;
    check_size::<T>(size)?;
    Ok(size)
}

fn check_size<T: Spec>(size: usize) -> Result<(), Failure> {
    if (T::OLDEST..=LARGEST).contains(&size) {
        return Ok(());
    }
    let (name, oldest) = (T::NAME, T::OLDEST);
    let message = format!(
        "struct_size of `{name}` is {size}, and never was outside {oldest}..{LARGEST}: begin with {}_INIT",
        name.to_uppercase()
    );
    Err(Failure::new(TXM_STATUS_BAD_STRUCT, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[repr(C)]
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Now {
        struct_size: u32,
        old: u32,
        new: f64,
    }
    no_padding!(Now: u32, u32, f64);

    unsafe impl Spec for Now {
        const NAME: &'static str = "now";
        const OLDEST: usize = 8;
        const DEFAULT: Self = Self { struct_size: 0, old: 1, new: 2.5 };
    }

    #[repr(C)]
    struct Old {
        struct_size: u32,
        old: u32,
    }

    #[repr(C)]
    struct Future {
        now: Now,
        added: u64,
    }

    #[test]
    fn an_old_struct_gets_defaults_for_what_it_lacks() {
        // On the heap, so that a read past its end is seen by the sanitizers and valgrind.
        let old = Box::new(Old { struct_size: 8, old: 9 });
        let read = unsafe { read((&raw const *old).cast::<Now>()) }.unwrap();
        assert_eq!((read.old, read.new), (9, 2.5));
    }

    #[test]
    fn a_newer_struct_passes_while_its_new_fields_are_zero() {
        let mut future = Future { now: Now { struct_size: 24, old: 3, new: 4.0 }, added: 0 };
        let at = (&raw const future).cast::<Now>();
        assert_eq!(unsafe { read(at) }.unwrap().new, 4.0);
        future.added = 1 << 40;
        let failure = unsafe { read((&raw const future).cast::<Now>()) }.unwrap_err();
        assert_eq!(failure.status, TXM_STATUS_BAD_STRUCT);
        assert!(failure.message.contains("byte 21"), "{}", failure.message);
    }

    #[test]
    fn impossible_sizes_are_refused() {
        for size in [0, 7, 4097, u32::MAX] {
            let now = Now { struct_size: size, old: 0, new: 0.0 };
            assert_eq!(unsafe { read(&raw const now) }.unwrap_err().status, TXM_STATUS_BAD_STRUCT);
        }
    }

    #[test]
    fn initialising_stays_within_the_struct() {
        let mut old = [Old { struct_size: 77, old: 77 }, Old { struct_size: 77, old: 77 }];
        unsafe { init((&raw mut old[0]).cast::<Now>(), 8) }.unwrap();
        assert_eq!((old[0].struct_size, old[0].old, old[1].struct_size), (8, 1, 77));

        let mut future = Future { now: Now { struct_size: 0, old: 0, new: 0.0 }, added: u64::MAX };
        unsafe { init((&raw mut future).cast::<Now>(), 24) }.unwrap();
        assert_eq!((future.now, future.added), (Now { struct_size: 24, old: 1, new: 2.5 }, 0));
    }
}
