//! Which properties of a resource are lowered: those that rules ask for.

use crate::grammar;
use crate::ir::{Dialect, SlotShape};
use crate::lower::spelling;

/// Whether `name` is a property or argument that rules look at besides the image slots and what encrypts
/// disks: another source of an image, what an image has to fit, or what makes arguments unknown.
fn is_judged(name: &str) -> bool {
    matches!(
        name,
        "ImageFamily"
            | "ImageId"
            | "ImageName"
            | "ImageOwnerAlias"
            | "InstanceId"
            | "InstanceType"
            | "InstanceTypes"
            | "LaunchTemplateId"
            | "LaunchTemplateName"
            | "SourceInstanceId"
            | "image_family"
            | "image_id"
            | "image_name"
            | "instance_id"
            | "instance_type"
            | "instance_types"
            | "launch_template_id"
            | "launch_template_name"
            | "source_instance_id"
            | "provider"
            | "dynamic"
            | "<<"
    )
}

/// Which properties of one type of resource are lowered.
pub(super) struct Asked {
    shapes: &'static [SlotShape],
    /// The properties at or under which disks are encrypted.
    encryption: [Option<&'static str>; 2],
}

impl Asked {
    /// What is asked of resources of a type, whose slots are `shapes`.
    pub(super) fn of(dialect: Dialect, resource_type: &str, shapes: &'static [SlotShape]) -> Self {
        let encryption = grammar::encryption_of(dialect, resource_type);
        let paths = encryption.map_or([None; 2], |it| [it.system_disk, it.data_disks]);
        Asked { shapes, encryption: paths.map(|path| path.map(first_step)) }
    }

    /// Whether somebody asks for the property `name`. One that is nearly a slot counts: it is a finding.
    pub(super) fn has(&self, name: &str) -> bool {
        let near = |slot: &str| slot == name || spelling::is_misspelling(name, slot);
        is_judged(name)
            || self.encryption.contains(&Some(name))
            || self.shapes.iter().any(|shape| near(first_step(shape.path)))
    }
}

/// `DataDisks` of `DataDisks[].Encrypted`.
fn first_step(path: &'static str) -> &'static str {
    let step = path.split_once('.').map_or(path, |(step, _)| step);
    step.strip_suffix("[]").unwrap_or(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_can_be_found() {
        let shapes = grammar::slots_of(Dialect::Ros, "ALIYUN::CS::ClusterNodePool");
        let asked = Asked::of(Dialect::Ros, "ALIYUN::CS::ClusterNodePool", shapes);
        assert!(asked.has("ScalingGroup") && asked.has("scaling-group") && asked.has("InstanceType"));
        assert!(!asked.has("UserData") && !asked.has("SystemDiskEncrypted"));
    }
}
