//! The functions of Terraform and OpenTofu.

use super::table;

/// A function of Terraform or OpenTofu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TerraformFunction {
    /// The name, `lookup`.
    pub name: &'static str,
    /// The least number of arguments.
    pub min: u8,
    /// The greatest number of arguments; `u8::MAX` where there is none.
    pub max: u8,
}

/// Every function, sorted by name.
#[must_use]
pub(crate) fn terraform_functions() -> &'static [TerraformFunction] {
    table::TERRAFORM_FUNCTIONS
}

/// The function with that name.
#[must_use]
pub(crate) fn terraform_function(name: &str) -> Option<&'static TerraformFunction> {
    let index = terraform_functions().binary_search_by(|it| it.name.cmp(name)).ok()?;
    terraform_functions().get(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_found_by_name() {
        assert!(terraform_functions().iter().all(|it| terraform_function(it.name) == Some(it)));
        assert!(terraform_functions().iter().all(|it| it.min <= it.max));
        assert_eq!(terraform_function("lookup").map(|it| (it.min, it.max)), Some((2, 3)));
        assert_eq!(terraform_function("merge").map(|it| it.max), Some(u8::MAX));
        assert!(terraform_function("core::lookup").is_none());
    }
}
