//! Resources and the providers that place them.

use super::Value;
use crate::source::Span;

/// A resource.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its name: a ROS resource's key, a Terraform resource's second label.
    pub name: String,
    /// Where the name is.
    pub name_span: Span,
    /// Its type, such as `ALIYUN::ECS::Instance` or `alicloud_instance`.
    pub resource_type: String,
    /// Where the type is.
    pub type_span: Span,
    /// The whole resource.
    pub span: Span,
    /// Its properties or arguments as a map, where it has any; of those that are written out, only what rules
    /// ask for.
    pub properties: Option<Value>,
    /// Terraform: the `provider` argument, `alicloud.shanghai`.
    pub provider: Option<(String, Span)>,
}

/// A Terraform provider configuration.
#[derive(Clone, Debug)]
pub struct Provider {
    /// The provider's name, `alicloud`.
    pub name: String,
    /// Its alias, if any.
    pub alias: Option<String>,
    /// The block's header.
    pub span: Span,
    /// The `region` argument, if written.
    pub region: Option<Value>,
}
