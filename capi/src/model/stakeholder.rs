//! Stakeholder groups to be added to a map.

use std::ffi::c_char;
use std::ptr::null;

use total_experience::model::{Role, Stakeholder};
use total_experience::privacy::MinGroup;

use crate::abi::failure::Failure;
use crate::abi::input::{NUL_TERMINATED, optional_text, text};
use crate::abi::none::{TXM_NONE, TXM_NONE_U64, some};
use crate::abi::spec::{self, Spec, no_padding};

/// Customers: people who buy or are served.
pub const TXM_ROLE_CUSTOMER: i32 = 0;
/// Employees: people who work for the organisation. Small groups of them are not shown.
pub const TXM_ROLE_EMPLOYEE: i32 = 1;
/// Users of a product or a system who are not its customers.
pub const TXM_ROLE_USER: i32 = 2;
/// Partners of the organisation: suppliers, carriers, dealers.
pub const TXM_ROLE_PARTNER: i32 = 3;
/// Any other role, named by `role_name` and protected like employees.
pub const TXM_ROLE_OTHER: i32 = 4;

/// Stakeholder group: people whose experience counts. Begin with `TXM_STAKEHOLDER_INIT`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_stakeholder {
    /// Size of this struct, as `TXM_STAKEHOLDER_INIT` sets it.
    pub struct_size: u32,
    /// One of `TXM_ROLE_...`; `TXM_ROLE_OTHER` unless set.
    pub role: i32,
    /// Weight of the group beside the others, at least 0; 1 unless set.
    pub weight: f64,
    /// How many people the group has, which narrows intervals; `TXM_NONE_U64`, the default, when not known.
    pub population: u64,
    /// Fewest respondents whose result may be shown, 1..128; `TXM_NONE`, the default, for the role's own: 5 for
    /// employees and other roles, 1 (every result) for customers, users and partners.
    pub min_group: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Unique external key, without `/`; needed.
    pub key: *const c_char,
    /// Bytes of `key`; `TXM_NTS` unless set.
    pub key_len: usize,
    /// Name for reports; NULL, the default, for the key.
    pub name: *const c_char,
    /// Bytes of `name`; `TXM_NTS` unless set.
    pub name_len: usize,
    /// The role in words; needed for `TXM_ROLE_OTHER` and ignored for the others.
    pub role_name: *const c_char,
    /// Bytes of `role_name`; `TXM_NTS` unless set.
    pub role_name_len: usize,
}

no_padding!(txm_stakeholder: u32, i32, f64, u64, u32, u32, [*const c_char; 3], [usize; 3]);

// SAFETY: repr(C), struct_size first, no padding, and integers, floats and raw pointers take every pattern of bytes.
unsafe impl Spec for txm_stakeholder {
    const NAME: &'static str = "txm_stakeholder";
    const DEFAULT: Self = Self {
        struct_size: 0,
        role: TXM_ROLE_OTHER,
        weight: 1.0,
        population: TXM_NONE_U64,
        min_group: TXM_NONE,
        reserved: 0,
        key: null(),
        key_len: NUL_TERMINATED,
        name: null(),
        name_len: NUL_TERMINATED,
        role_name: null(),
        role_name_len: NUL_TERMINATED,
    };
}

impl txm_stakeholder {
    /// The group in the library's own words.
    pub(crate) unsafe fn to_model(self) -> Result<Stakeholder, Failure> {
        spec::check_reserved(Self::NAME, self.reserved)?;
        let role = match self.role {
            TXM_ROLE_CUSTOMER => Role::Customer,
            TXM_ROLE_EMPLOYEE => Role::Employee,
            TXM_ROLE_USER => Role::User,
            TXM_ROLE_PARTNER => Role::Partner,
            // A word that the library has a role for becomes that role.
            TXM_ROLE_OTHER => {
                Role::from(unsafe { text("role_name", self.role_name, self.role_name_len) }?.to_owned())
            }
            other => return Err(Failure::bad_enum("role", other, "TXM_ROLE_...")),
        };
        let mut stakeholder = Stakeholder::new(unsafe { text("key", self.key, self.key_len) }?, role);
        stakeholder.name = unsafe { optional_text("name", self.name, self.name_len) }?;
        stakeholder.weight = self.weight;
        stakeholder.population = Some(self.population).filter(|&people| people != TXM_NONE_U64);
        stakeholder.min_group = some(self.min_group).map(MinGroup::new);
        Ok(stakeholder)
    }
}
