//! Stakeholder groups of friction.

use total_experience::journey::StakeholderGroup;
use total_experience::journey::log::ObjectTypeId;

use crate::abi::failure::Failure;
use crate::abi::input::array;
use crate::abi::spec;
use crate::abi::status::TXM_STATUS_NOT_FOUND;
use crate::journey::friction::options::txm_friction_options;
use crate::model::stakeholder::txm_stakeholder;

impl txm_friction_options {
    /// The stakeholder groups in the library's own words.
    ///
    /// # Safety
    ///
    /// The pointers are what the docs of the fields say.
    pub(crate) unsafe fn to_groups(self) -> Result<Vec<StakeholderGroup>, Failure> {
        let (group, types) = unsafe {
            (
                array("group", self.group, self.group_len)?,
                array("group_type", self.group_type, self.group_len)?,
            )
        };
        let one = |(&group, &object_type)| {
            let stakeholder = unsafe { spec::read::<txm_stakeholder>(group)?.to_model() }?;
            Ok(StakeholderGroup::new(stakeholder, ObjectTypeId::from_u32(object_type)))
        };
        group.iter().zip(types).map(one).collect()
    }
}

/// The key of a group by its place.
pub(crate) fn group_key(
    groups: &[StakeholderGroup],
    column: &str,
    at: usize,
    number: u32,
) -> Result<String, Failure> {
    let group = groups.get(number as usize).map(|group| group.stakeholder.key.clone());
    group.ok_or_else(|| {
        let count = groups.len();
        let message = format!("`{column}`[{at}] is {number}, but the number of groups is {count}");
        Failure::new(TXM_STATUS_NOT_FOUND, message)
    })
}
