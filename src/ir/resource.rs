//! Resources and the providers that place them.

use std::sync::OnceLock;

use super::{NodeRef, Properties, SlotShape, Value};
use crate::source::Span;

/// A resource, or a data source of Terraform, of any type.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its name: a ROS resource's key, a Terraform resource's second label.
    pub name: String,
    /// Where the name is.
    pub name_span: Span,
    /// Its type, such as `ALIYUN::ECS::Instance` or `alicloud_instance`; empty where it has none.
    pub resource_type: String,
    /// Where the type stands; where there is none, the name.
    pub type_span: Span,
    /// The whole resource.
    pub span: Span,
    /// Whether it is a `data` block of Terraform.
    pub is_data: bool,
    /// The rows of the table of image slots that its type has.
    pub shapes: &'static [SlotShape],
    /// The mapping, block or object that is the resource.
    pub body: NodeRef,
    /// The bodies of the blocks in override files that change it, in the order in which they count.
    pub overrides: Vec<NodeRef>,
    /// Terraform: the `provider` argument, `alicloud.shanghai`.
    pub provider: Option<(String, Span)>,
    /// Listed when somebody asks.
    pub(crate) properties: OnceLock<Properties>,
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
