//! Resources and the providers that place them.

use std::sync::OnceLock;

use super::{Literal, NodeRef, Properties, SlotShape, Step, Value, ValueKind};
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
    /// Terraform: what the `provider` argument names.
    pub provider: Option<ProviderRef>,
    /// Listed when somebody asks.
    pub(crate) properties: OnceLock<Properties>,
}

/// A Terraform provider configuration.
#[derive(Clone, Debug)]
pub struct Provider {
    /// The name that the module gives the provider, `alicloud`.
    pub name: String,
    /// Its alias, if any.
    pub alias: Option<String>,
    /// The block's header.
    pub span: Span,
    /// The `region` argument, if written.
    pub region: Option<Value>,
    /// OpenTofu: the `for_each` argument, which makes one configuration for each key.
    pub for_each: Option<Value>,
}

/// What names a provider configuration: `alicloud`, `alicloud.beijing`, `alicloud.by_region["cn-beijing"]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ProviderRef {
    /// The name that the module gives the provider.
    pub name: String,
    /// The alias; `None` for the default configuration.
    pub alias: Option<String>,
    /// OpenTofu: which of the configurations that `for_each` makes.
    pub key: Option<Value>,
    /// Where it stands.
    pub span: Span,
}

impl ProviderRef {
    /// The default configuration of the provider that resources of type `resource_type` belong to.
    #[must_use]
    pub fn implied(resource_type: &str, span: Span) -> Self {
        let name = resource_type.split('_').next().unwrap_or_default().to_owned();
        ProviderRef { name, alias: None, key: None, span }
    }

    /// What `value` names, in quotes or without them.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        let (address, key) = match &value.kind {
            ValueKind::Ref(reference) => {
                let key = reference.steps.first().and_then(|step| match step {
                    Step::Name(key) => Some(ValueKind::Literal(Literal::String(key.clone()))),
                    Step::Index(index) => Some(ValueKind::Literal(Literal::String(index.to_string()))),
                    Step::At(value) => Some(value.kind.clone()),
                    Step::Unknown => None,
                });
                (reference.name.as_str(), key)
            }
            ValueKind::Group(inner) => return ProviderRef::of(inner),
            _ => {
                let text = value.as_str()?.trim();
                match text.split_once('[') {
                    Some((address, key)) => {
                        let key = key.trim_end_matches(']').trim_matches('"');
                        (address, Some(ValueKind::Literal(Literal::String(key.to_owned()))))
                    }
                    None => (text, None),
                }
            }
        };
        let (name, alias) = parts(address);
        let key = key.map(|kind| Value { span: value.span, kind });
        Some(ProviderRef { name: name.to_owned(), alias: alias.map(str::to_owned), key, span: value.span })
    }

    /// Whether the key `key` of a map of providers names the same configuration.
    #[must_use]
    pub fn is_named(&self, key: &str) -> bool {
        parts(key) == (&self.name, self.alias.as_deref())
    }
}

/// The name and the alias of the address of a provider configuration.
fn parts(address: &str) -> (&str, Option<&str>) {
    match address.split_once('.') {
        Some((name, alias)) => (name.trim(), Some(alias.trim())),
        None => (address.trim(), None),
    }
}
