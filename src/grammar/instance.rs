//! Types of ECS instances.

use super::{Architecture, table};

/// One row of `grammar/instances.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InstanceFamily {
    /// The name, `g6`.
    pub name: &'static str,
    /// What processors its instances have.
    pub architecture: Architecture,
    /// Those of its types that have less than 4 GiB of memory; `None` where their memory is not known.
    pub below_4_gib: Option<&'static [&'static str]>,
    /// Where the facts come from.
    pub source: &'static str,
}

impl InstanceFamily {
    /// Whether `instance_type`, a type of this family, is known to have 4 GiB of memory or more.
    #[must_use]
    pub(crate) fn has_4_gib(&self, instance_type: &str) -> bool {
        self.below_4_gib.is_some_and(|small| !small.contains(&instance_type))
    }
}

/// The family of `instance_type`: `g6` for `ecs.g6.large`, `t6` for `ecs.t6-c1m1.large`. `None` where the
/// family is not in the table.
#[must_use]
pub(crate) fn instance_family(instance_type: &str) -> Option<&'static InstanceFamily> {
    let (family, size) = instance_type.strip_prefix("ecs.")?.split_once('.')?;
    let name = family.split_once('-').map_or(family, |(name, _)| name);
    let families = table::INSTANCE_FAMILIES;
    let index = families.binary_search_by(|it| it.name.cmp(name)).ok()?;
    families.get(index).filter(|_| !size.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_tell_architecture_and_memory() {
        let family = |name| instance_family(name).map(|it| (it.architecture, it.has_4_gib(name)));
        assert_eq!(family("ecs.g6.large"), Some((Architecture::X86_64, true)));
        assert_eq!(family("ecs.t6-c1m1.large"), Some((Architecture::X86_64, false)));
        assert_eq!(family("ecs.t6-c1m2.large"), Some((Architecture::X86_64, true)));
        assert_eq!(family("ecs.e-c2m1.large"), Some((Architecture::X86_64, false)));
        assert_eq!(family("ecs.u1-c1m2.large"), Some((Architecture::X86_64, true)));
        assert_eq!(family("ecs.g9i.large"), Some((Architecture::X86_64, false)), "its memory is unknown");
        assert_eq!(family("ecs.g8y.large").map(|it| it.0), Some(Architecture::Arm64));
        assert_eq!(family("ecs.g6r.large").map(|it| it.0), Some(Architecture::Arm64));
        assert_eq!(family("ecs.g99.large"), None);
        assert_eq!(family("ecs.g6"), None);
        assert_eq!(family("g6.large"), None);
    }
}
