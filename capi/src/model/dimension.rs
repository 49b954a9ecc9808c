//! Dimensions of experience.

use total_experience::model::Dimension;

use crate::abi::failure::Failure;

/// Customer experience, CX.
pub const TXM_DIMENSION_CUSTOMER: i32 = 0;
/// Employee experience, EX.
pub const TXM_DIMENSION_EMPLOYEE: i32 = 1;
/// User experience, UX.
pub const TXM_DIMENSION_USER: i32 = 2;
/// Multi-experience, MX: the same task over several channels, devices and modalities.
pub const TXM_DIMENSION_MULTI: i32 = 3;

pub(crate) fn to_dimension(number: i32) -> Result<Dimension, Failure> {
    match number {
        TXM_DIMENSION_CUSTOMER => Ok(Dimension::Customer),
        TXM_DIMENSION_EMPLOYEE => Ok(Dimension::Employee),
        TXM_DIMENSION_USER => Ok(Dimension::User),
        TXM_DIMENSION_MULTI => Ok(Dimension::Multi),
        other => Err(Failure::bad_enum("dimension", other, "TXM_DIMENSION_...")),
    }
}
