//! How texts are to be read, which is decided here alone.

/// How a text is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// A template of ROS, a manifest or anything else in JSON or YAML; its content shows which.
    #[default]
    JsonOrYaml,
    /// HCL as in `.tf` and `.tfvars`.
    Hcl,
    /// JSON whose strings are HCL templates, as in `.tf.json`.
    HclJson,
    /// A bare HCL template: a string of [`Format::HclJson`].
    HclTemplate,
}

impl Format {
    /// The format of the file called `name`; upper and lower case are the same.
    #[must_use]
    pub fn of_name(name: &str) -> Format {
        let ends_with = |end: &str| {
            let tail = name.len().checked_sub(end.len()).and_then(|at| name.get(at..));
            tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end))
        };
        if [".tf", ".tofu", ".tfvars"].into_iter().any(ends_with) {
            Format::Hcl
        } else if [".tf.json", ".tofu.json", ".tfvars.json"].into_iter().any(ends_with) {
            Format::HclJson
        } else {
            Format::JsonOrYaml
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn names_tell_the_format() {
        for (name, format) in [
            ("main.tf", Format::Hcl),
            ("a/MAIN.TF", Format::Hcl),
            ("terraform.tfvars", Format::Hcl),
            ("x.tf.json", Format::HclJson),
            ("x.auto.tfvars.json", Format::HclJson),
            ("web.yaml", Format::JsonOrYaml),
            ("tf.json", Format::JsonOrYaml),
            ("中.tf", Format::Hcl),
            ("TemplateBody", Format::JsonOrYaml),
            ("", Format::JsonOrYaml),
        ] {
            assert_eq!(Format::of_name(name), format, "{name}");
        }
    }
}
