//! The words of Resource Orchestration Service.

use super::table;

/// One of the functions of ROS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Function {
    /// The name, `Fn::GetAtt`.
    pub name: &'static str,
    /// The short tag, `!GetAtt`.
    pub tag: &'static str,
    /// The arguments as one writes them; `?` marks what may be left out.
    pub arguments: &'static str,
    /// The least and the greatest number of arguments, where they are in one list.
    pub items: Option<(u8, u8)>,
    /// What each of them can be, the last also those after it.
    pub kinds: &'static [ArgumentKind],
    /// What the argument can be that is not a list.
    pub alone: Option<ArgumentKind>,
    /// What it returns: `any`, `boolean`, `list`, `map`, `number` or `string`.
    pub returns: &'static str,
    /// Whether conditions, rules and `Count` may use it.
    pub in_conditions: bool,
    /// Whether properties and outputs may use it outside of the condition of `Fn::If`.
    pub in_values: bool,
    /// Where the facts come from.
    pub source: &'static str,
}

/// What an argument of a function can be; a function may be in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArgumentKind {
    /// Anything.
    Any,
    /// A string, a number or a boolean.
    Scalar,
    /// A list.
    List,
    /// A mapping.
    Map,
    /// A list, a mapping, or a string that holds one as JSON.
    Collection,
    /// The name of a condition, or `Condition: name`.
    Condition,
}

/// Every function, sorted by name.
#[must_use]
pub(crate) fn functions() -> &'static [Function] {
    table::FUNCTIONS
}

/// The function with that name, `Fn::GetAtt` or `Ref`.
#[must_use]
pub(crate) fn function_by_name(name: &str) -> Option<&'static Function> {
    let index = functions().binary_search_by(|it| it.name.cmp(name)).ok()?;
    functions().get(index)
}

/// The function with that short tag, `!GetAtt` or `!Ref`.
#[must_use]
pub(crate) fn function_by_tag(tag: &str) -> Option<&'static Function> {
    // The tags sort like the names but for `Ref`, so there are few to look at either way.
    functions().iter().find(|it| it.tag == tag)
}

/// The function that the key `name` of a lone entry is meant to be, which is none: `Fn:Join` and `Fnn::Join` are near one,
/// `ALIYUN::ROS::Interface` is not. `Some(None)` where it only begins like one.
#[must_use]
pub(crate) fn meant_function(name: &str) -> Option<Option<&'static str>> {
    if !name.contains(':') || function_by_name(name).is_some() {
        return None;
    }
    let near = super::nearest(functions().iter().map(|it| it.name), name);
    (near.is_some() || name.starts_with("Fn::")).then_some(near)
}

/// The sections at the top level of a template.
#[must_use]
pub(crate) fn sections() -> &'static [&'static str] {
    table::SECTIONS
}

/// What a resource holds beside its properties, and `Properties` itself.
#[must_use]
pub(crate) fn resource_fields() -> &'static [&'static str] {
    table::RESOURCE_FIELDS
}

/// What a parameter says of itself.
#[must_use]
pub(crate) fn parameter_fields() -> &'static [&'static str] {
    table::PARAMETER_FIELDS
}

/// What `Type` of a parameter can be.
#[must_use]
pub(crate) fn parameter_types() -> &'static [&'static str] {
    table::PARAMETER_TYPES
}

/// What an output says of itself.
#[must_use]
pub(crate) fn output_fields() -> &'static [&'static str] {
    table::OUTPUT_FIELDS
}

/// What a local says of itself.
#[must_use]
pub(crate) fn local_fields() -> &'static [&'static str] {
    table::LOCAL_FIELDS
}

/// What a rule says of itself.
#[must_use]
pub(crate) fn rule_fields() -> &'static [&'static str] {
    table::RULE_FIELDS
}

/// The names that `Ref` knows without a declaration.
#[must_use]
pub(crate) fn pseudo_parameters() -> &'static [&'static str] {
    table::PSEUDO_PARAMETERS
}

/// Whether `Ref` knows `name` without a declaration.
#[must_use]
pub(crate) fn is_pseudo_parameter(name: &str) -> bool {
    pseudo_parameters().contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_found_by_name_and_by_tag() {
        assert_eq!(functions().len(), 43);
        for function in functions() {
            assert_eq!(function_by_name(function.name), Some(function));
            assert_eq!(function_by_tag(function.tag), Some(function));
        }
        assert_eq!(function_by_tag("!GetAtt").map(|it| it.name), Some("Fn::GetAtt"));
        assert_eq!(function_by_tag("!Ref").map(|it| it.name), Some("Ref"));
        assert!(function_by_tag("!Condition").is_none());
        assert!(function_by_name("Fn::Ref").is_none());
        assert!(is_pseudo_parameter("ALIYUN::Region"));
        assert!(sections().contains(&"Workspace"));
        assert!(resource_fields().contains(&"DependsOn"));
    }
}
