//! What must not be shown of texts: values of `NoEcho` parameters and `sensitive` variables, and of keys that
//! name secrets.
//!
//! Secrets are found in the trees of texts, embedded ones included; in scripts, comments and texts with syntax
//! errors they are found line by line.

mod around;
mod commands;
mod hcl;
mod name;
mod named;
mod plain;
mod value;
mod yaml;

use std::collections::HashSet;
use std::ops::Range;

use crate::parallel;
use crate::source::{Format, Pieces, TextRange, join_names};
use crate::syntax::Parse;
use value::Bare;

/// Templates inside templates that are looked into, at most.
const NESTING: usize = 8;

/// What one text hides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hidden {
    /// Where secrets stand, in order and apart.
    pub(crate) ranges: Vec<TextRange>,
    /// What they are, decoded.
    pub(crate) values: Vec<String>,
}

/// What each of `texts`, named by their paths, hides. They are looked at together: a variable that one declares
/// sensitive is given its value by another one of its folder.
pub(crate) fn find(texts: &[(&str, &Parse)]) -> Vec<Hidden> {
    let scans: Vec<Scan> = parallel::map(texts, |(name, parse)| Scan::of(name, parse));
    let declared: HashSet<&Declared> = scans.iter().flat_map(|scan| &scan.declared).collect();
    let variables: HashSet<&Declared> = scans.iter().flat_map(|scan| &scan.variables).collect();
    let hidden = |scan: &Scan| {
        let given = scan
            .given
            .iter()
            .filter(|given| given.is_secret(&declared, &variables))
            .map(|given| &given.secret);
        hidden(scan.found.iter().chain(given))
    };
    scans.iter().map(hidden).collect()
}

/// Secrets in order, those that touch as one.
fn hidden<'s>(secrets: impl Iterator<Item = &'s Secret>) -> Hidden {
    let mut ranges = Vec::new();
    let mut values = HashSet::new();
    for secret in secrets.filter(|secret| !secret.range.is_empty()) {
        ranges.push(secret.range);
        values.insert(secret.value.as_str());
    }
    ranges.sort_unstable();
    let mut apart: Vec<TextRange> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    let mut values: Vec<String> = values.into_iter().map(str::to_owned).collect();
    values.sort_unstable();
    Hidden { ranges: apart, values }
}

/// A literal that is secret.
#[derive(Clone, Debug)]
struct Secret {
    range: TextRange,
    value: String,
}

/// A parameter or variable whose values are secret, in the template or folder that declares it.
type Declared = (String, String);

/// A literal that is secret where the parameter or variable that it is given to is.
#[derive(Debug)]
struct Given {
    scope: String,
    name: String,
    secret: Secret,
    /// Whether the folders above the scope may declare it, too.
    from_above: bool,
}

impl Given {
    /// Whether the variable is one of `declared`, or is none at all: what nobody declares may well be secret.
    fn is_secret(&self, declared: &HashSet<&Declared>, variables: &HashSet<&Declared>) -> bool {
        let mut scope = self.scope.as_str();
        let mut is_variable = false;
        loop {
            let place = (scope.to_owned(), self.name.clone());
            if declared.contains(&place) {
                return true;
            }
            is_variable |= variables.contains(&place);
            match scope.rsplit_once('/') {
                Some((above, _)) if self.from_above => scope = above,
                _ => return self.from_above && !is_variable,
            }
        }
    }
}

/// What was found in one text.
#[derive(Debug, Default)]
struct Scan {
    found: Vec<Secret>,
    declared: Vec<Declared>,
    /// All variables of Terraform, secret or not.
    variables: Vec<Declared>,
    given: Vec<Given>,
}

/// Where the names of the folders of Terraform begin.
const ROOT: &str = "terraform";

/// The scope of the parameters of ROS templates: one name means one secret, whichever template gives it.
const PARAMETERS: &str = "";

impl Scan {
    /// What is found in the text of the file `name`.
    fn of(name: &str, parse: &Parse) -> Self {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        // The workspaces of two templates are not one folder.
        let scope = join_names(ROOT, if is_terraform(file) { folder } else { name });
        let mut scan = Scan::default();
        scan.add(&scope, file, parse, 0);
        scan
    }

    /// Adds what is found in the text called `file`, which stands `depth` templates deep.
    fn add(&mut self, scope: &str, file: &str, parse: &Parse, depth: usize) {
        let values = is_terraform(file) && file.to_ascii_lowercase().contains(".tfvars");
        if let Some(view) = parse.yaml() {
            yaml::Reader { view, scope, depth }.scan(self, values);
        }
        if let Some(view) = parse.hcl() {
            hcl::Reader { view, scope }.scan(self, values);
        }
        if !parse.errors().is_empty() {
            let bare = if parse.hcl().is_some() { Bare::Reference } else { Bare::Literal };
            self.damaged(&parse.text, bare);
            let places = parse.errors().iter().map(|error| error.primary.span);
            for range in around::find_torn(&parse.text, places) {
                self.push(&parse.text, range);
            }
        }
    }

    /// What is found in `text` called `file`, which stands `depth` templates deep.
    fn of_embedded(scope: &str, file: &str, text: String, depth: usize) -> Self {
        let mut scan = Scan::default();
        scan.add(scope, file, &Parse::read(Format::of_name(file), text.into()), depth);
        scan
    }

    /// Adds what can be found in a text whose tree has holes.
    fn damaged(&mut self, text: &str, bare: Bare) {
        for range in plain::find(text, bare).into_iter().chain(around::find_marked(text, bare)) {
            self.push(text, range);
        }
    }

    /// Adds what the script or comment at `range` of `text` holds.
    fn script(&mut self, text: &str, range: TextRange) {
        let (start, script) = (range.start as usize, range.of(text));
        for found in plain::find(script, Bare::Literal) {
            self.push(text, start + found.start..start + found.end);
        }
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        let value = text.get(range.clone()).unwrap_or_default().to_owned();
        self.found.push(Secret { range: TextRange::new(range.start as u32, range.end as u32), value });
    }

    /// Takes over what was found in a text that this one carries.
    fn absorb(&mut self, inner: Scan, pieces: &Pieces) {
        let outer = |secret: Secret| Secret { range: pieces.to_outer(secret.range), ..secret };
        self.found.extend(inner.found.into_iter().map(outer));
        self.declared.extend(inner.declared);
        self.variables.extend(inner.variables);
        let given = inner.given.into_iter();
        self.given.extend(given.map(|given| Given { secret: outer(given.secret), ..given }));
    }
}

/// Whether the file called `name` is read as Terraform or OpenTofu.
fn is_terraform(name: &str) -> bool {
    Format::of_name(name) != Format::JsonOrYaml
}

/// Whether a setting written as `text` is on.
fn is_on(text: &str) -> bool {
    !matches!(
        text.trim().to_ascii_lowercase().as_str(),
        "" | "false" | "no" | "off" | "n" | "0" | "null" | "~"
    )
}

/// Keys whose value names what the value beside it is.
fn is_naming_key(key: &str) -> bool {
    ["name", "key", "parameterkey", "varname", "parametername"].iter().any(|it| key.eq_ignore_ascii_case(it))
}

/// Keys whose value stands beside a name.
fn is_valued_key(key: &str) -> bool {
    ["value", "parametervalue", "default"].iter().any(|it| key.eq_ignore_ascii_case(it))
}
