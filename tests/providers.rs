//! Random trees of Terraform modules, of which the generator knows for each slot the regions that it is deployed in:
//! it expands every call into a copy of the module, as Terraform does. nestc must agree on every slot, write the image of
//! that region, and report `multi-region-provider` exactly where there is no such region.
//!
//! `NESTC_TREES=2000 cargo test --test providers` looks at more trees.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

#[path = "support/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use nestc::binding::Binding;
use nestc::diagnostic::RuleId;
use nestc::lint::{self, Input};
use nestc::lower::Cx;
use nestc::lower::terraform::{self, Texts};
use nestc::manifest;
use nestc::plan;
use nestc::syntax::SourceMap;
use random::Random;

const REGIONS: [&str; 4] = ["cn-hangzhou", "cn-beijing", "cn-shanghai", "cn-shenzhen"];

/// Where a copy of a resource is deployed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Target,
    Region(String),
    Unknown,
}

/// What the `region` of a provider says.
#[derive(Clone, Debug)]
enum Region {
    Absent,
    Constant(usize),
    Local(usize),
    Variable,
    /// A data source.
    Data,
}

/// A `provider` block.
#[derive(Clone, Debug)]
struct Provider {
    alias: Option<String>,
    region: Region,
    /// The regions of `for_each`; then `region` is `each.key`.
    each: Vec<usize>,
}

/// What names a provider configuration in a module.
#[derive(Clone, Debug, PartialEq)]
struct Name {
    alias: Option<String>,
    /// The key into a configuration with `for_each`: a constant, or `each.key` of the keys around it.
    key: Option<Vec<usize>>,
}

#[derive(Clone, Debug)]
struct Call {
    name: String,
    module: usize,
    /// For the callee's default provider (`None`) or alias: the caller's configuration.
    providers: Vec<(Option<String>, Name)>,
    region: Option<Region>,
    json_quotes: bool,
}

#[derive(Clone, Debug, Default)]
struct Module {
    /// Its own name for the provider, which `required_providers` then declares.
    local: Option<String>,
    variable_default: usize,
    providers: Vec<Provider>,
    /// `configuration_aliases`
    aliases: Vec<String>,
    resources: Vec<(String, Option<Name>)>,
    calls: Vec<Call>,
    json: bool,
}

/// A tree of modules: the root first, each calls only later ones.
struct Tree(Vec<Module>);

impl Module {
    fn local(&self) -> &str {
        self.local.as_deref().unwrap_or("alicloud")
    }

    /// What a resource or call in this module can name.
    fn names(&self, random: &mut Random) -> Vec<Name> {
        let mut names = Vec::new();
        for provider in &self.providers {
            let key = match provider.each.as_slice() {
                [] => None,
                all if random.below(2) == 0 => Some(all.to_vec()),
                all => Some(vec![*random.pick(all)]),
            };
            names.push(Name { alias: provider.alias.clone(), key });
        }
        names.extend(self.aliases.iter().map(|alias| Name { alias: Some(alias.clone()), key: None }));
        names
    }
}

fn region(random: &mut Random, constant: usize) -> Region {
    match random.below(10) {
        0 => Region::Absent,
        1 => Region::Local(random.below(REGIONS.len())),
        2 | 3 => Region::Variable,
        4 => Region::Data,
        _ => Region::Constant(constant),
    }
}

fn module(random: &mut Random, index: usize) -> Module {
    let root = index == 0;
    let mut module = Module {
        local: (random.below(6) == 0).then(|| "ali".to_owned()),
        variable_default: random.below(REGIONS.len()),
        json: random.below(4) == 0,
        ..Module::default()
    };
    if random.below(if root { 2 } else { 6 }) == 0 {
        let constant = random.below(REGIONS.len());
        module.providers.push(Provider { alias: None, region: region(random, constant), each: Vec::new() });
    }
    for number in 0..random.below(if root { 4 } else { 2 }) {
        let constant = random.below(REGIONS.len());
        let (region, each) = match random.below(5) {
            0 => (Region::Absent, (0..=random.below(3)).collect()),
            _ => (region(random, constant), Vec::new()),
        };
        module.providers.push(Provider { alias: Some(format!("own{number}")), region, each });
    }
    if !root {
        module.aliases = (0..random.below(3)).map(|number| format!("given{number}")).collect();
    }
    for number in 0..1 + random.below(2) {
        let names = module.names(random);
        let name = (!names.is_empty() && random.below(3) > 0).then(|| random.pick(&names).clone());
        // A provider of another name serves only what says so.
        let name = match &module.local {
            Some(_) if name.is_none() => Some(Name { alias: None, key: None }),
            _ => name,
        };
        module.resources.push((format!("r{index}_{number}"), name));
    }
    module
}

impl Tree {
    fn random(random: &mut Random) -> Self {
        // Four levels below the root, with some modules each.
        let levels: Vec<usize> = (0..random.below(5)).map(|_| 1 + random.below(2)).collect();
        let count = 1 + levels.iter().sum::<usize>();
        let mut modules: Vec<Module> = (0..count).map(|index| module(random, index)).collect();
        let mut first = 1;
        let mut callers = vec![0];
        for level in levels {
            let here: Vec<usize> = (first..first + level).collect();
            for &caller in &callers {
                for number in 0..1 + random.below(3) {
                    let callee = *random.pick(&here);
                    let call = call(random, &modules[caller], &modules[callee], callee, number);
                    modules[caller].calls.extend(call);
                }
            }
            first += level;
            callers = here;
        }
        Tree(modules)
    }

    /// The places of each resource, over all copies of its module.
    fn answers(&self) -> BTreeMap<String, BTreeSet<Place>> {
        let mut answers = BTreeMap::new();
        let nothing = |_: &Option<String>| None;
        self.expand(0, Place::Unknown, &nothing, &Place::Target, &mut answers);
        answers
    }

    /// One copy of a module: `variable` is its `region`, `given` what its call passes, `inherited` the default
    /// provider of its caller.
    fn expand(
        &self,
        index: usize,
        variable: Place,
        given: &dyn Fn(&Option<String>) -> Option<BTreeSet<Place>>,
        inherited: &Place,
        answers: &mut BTreeMap<String, BTreeSet<Place>>,
    ) {
        let module = &self.0[index];
        let of_region = |region: &Region, default: bool| match region {
            Region::Absent => Place::Target,
            Region::Constant(at) | Region::Local(at) => Place::Region(REGIONS[*at].to_owned()),
            Region::Variable | Region::Data if default && index == 0 => Place::Target,
            Region::Variable => variable.clone(),
            Region::Data => Place::Unknown,
        };
        let of_name = |alias: &Option<String>, key: &Option<Vec<usize>>| -> BTreeSet<Place> {
            if let Some(provider) = module.providers.iter().find(|it| it.alias == *alias) {
                if let Some(keys) = key {
                    return keys.iter().map(|at| Place::Region(REGIONS[*at].to_owned())).collect();
                }
                if !matches!(provider.region, Region::Absent) {
                    return BTreeSet::from([of_region(&provider.region, alias.is_none())]);
                }
                return given(alias).unwrap_or_else(|| BTreeSet::from([Place::Target]));
            }
            given(alias).unwrap_or_else(|| BTreeSet::from([inherited.clone()]))
        };
        let default = of_name(&None, &None);
        for (name, provider) in &module.resources {
            let places = match provider {
                Some(name) => of_name(&name.alias, &name.key),
                None => default.clone(),
            };
            answers.entry(name.clone()).or_default().extend(places);
        }
        for call in &module.calls {
            let variable = match &call.region {
                Some(region) => of_region(region, false),
                None => Place::Region(REGIONS[self.0[call.module].variable_default].to_owned()),
            };
            // A call with several keys makes a copy for each; what differs between them shows in the union.
            let passed: BTreeMap<Option<String>, BTreeSet<Place>> = call
                .providers
                .iter()
                .map(|(key, name)| (key.clone(), of_name(&name.alias, &name.key)))
                .collect();
            let given = |alias: &Option<String>| passed.get(alias).cloned();
            for inherited in &default {
                self.expand(call.module, variable.clone(), &given, inherited, answers);
            }
        }
    }
}

/// A call that gives the callee what it must get.
fn call(random: &mut Random, caller: &Module, callee: &Module, index: usize, number: usize) -> Option<Call> {
    let names = caller.names(random);
    let mut providers = Vec::new();
    let own_default = callee.providers.iter().any(|it| it.alias.is_none());
    let may_pass = !own_default
        || callee.providers.iter().any(|it| it.alias.is_none() && matches!(it.region, Region::Absent));
    if may_pass && !names.is_empty() && random.below(2) == 0 {
        providers.push((None, random.pick(&names).clone()));
    }
    for alias in &callee.aliases {
        let default = Name { alias: None, key: None };
        let name = if names.is_empty() { default } else { random.pick(&names).clone() };
        providers.push((Some(alias.clone()), name));
    }
    let region = match random.below(4) {
        0 => None,
        1 => Some(Region::Variable),
        _ => Some(Region::Constant(random.below(REGIONS.len()))),
    };
    let name = format!("m{index}_{number}");
    Some(Call { name, module: index, providers, region, json_quotes: random.below(2) == 0 })
}

/// The address of a configuration, as an expression.
fn address(module: &Module, name: &Name) -> String {
    let mut text = module.local().to_owned();
    if let Some(alias) = &name.alias {
        write!(text, ".{alias}").unwrap();
    }
    match name.key.as_deref() {
        Some([one]) => write!(text, "[\"{}\"]", REGIONS[*one]).unwrap(),
        Some(_) => text.push_str("[each.key]"),
        None => {}
    }
    text
}

fn expression(region: &Region) -> Option<String> {
    Some(match region {
        Region::Absent => return None,
        Region::Constant(at) => format!("\"{}\"", REGIONS[*at]),
        Region::Local(at) => format!("local.region{at}"),
        Region::Variable => "var.region".to_owned(),
        Region::Data => "data.alicloud_regions.here.ids[0]".to_owned(),
    })
}

fn set(keys: &[usize]) -> String {
    let keys: Vec<String> = keys.iter().map(|at| format!("\"{}\"", REGIONS[*at])).collect();
    format!("toset([{}])", keys.join(", "))
}

/// A block: type and labels, arguments with expressions.
type Block = (Vec<String>, Vec<(String, String)>);

impl Module {
    /// The blocks of the module. An argument with `{` is an object.
    fn blocks(&self, index: usize, tree: &Tree) -> Vec<Block> {
        let text = |parts: &[&str]| parts.iter().map(|it| (*it).to_owned()).collect::<Vec<String>>();
        let mut blocks = Vec::new();
        let default = format!("\"{}\"", REGIONS[self.variable_default]);
        let default = if index == 0 { Vec::new() } else { vec![("default".to_owned(), default)] };
        blocks.push((text(&["variable", "region"]), default));
        let locals = (0..REGIONS.len()).map(|at| (format!("region{at}"), format!("\"{}\"", REGIONS[at])));
        blocks.push((text(&["locals"]), locals.collect()));
        for provider in &self.providers {
            let mut arguments = Vec::new();
            arguments
                .extend(provider.alias.as_ref().map(|alias| ("alias".to_owned(), format!("\"{alias}\""))));
            arguments.extend(expression(&provider.region).map(|it| ("region".to_owned(), it)));
            if !provider.each.is_empty() {
                arguments.push(("for_each".to_owned(), set(&provider.each)));
                arguments.push(("region".to_owned(), "each.key".to_owned()));
            }
            blocks.push((text(&["provider", self.local()]), arguments));
        }
        for (name, provider) in &self.resources {
            let mut arguments = vec![("image_id".to_owned(), format!("\"{name}\""))];
            if let Some(provider) = provider {
                arguments.push(("provider".to_owned(), address(self, provider)));
                let several = provider.key.as_ref().filter(|keys| keys.len() > 1);
                arguments.extend(several.map(|keys| ("for_each".to_owned(), set(keys))));
            }
            blocks.push((text(&["resource", "alicloud_instance", name]), arguments));
        }
        for call in &self.calls {
            let callee = &tree.0[call.module];
            let mut arguments = vec![("source".to_owned(), format!("\"../m{}\"", call.module))];
            if index == 0 {
                arguments[0].1 = format!("\"./m{}\"", call.module);
            }
            arguments.extend(call.region.as_ref().and_then(expression).map(|it| ("region".to_owned(), it)));
            let keys = call.providers.iter().filter_map(|(_, name)| name.key.as_ref());
            let all: BTreeSet<usize> = keys.filter(|keys| keys.len() > 1).flatten().copied().collect();
            if !all.is_empty() {
                arguments.push(("for_each".to_owned(), set(&all.into_iter().collect::<Vec<_>>())));
            }
            if !call.providers.is_empty() {
                let entries = call.providers.iter().map(|(alias, name)| {
                    let key = address(callee, &Name { alias: alias.clone(), key: None });
                    let value = address(self, name);
                    let quote = if call.json_quotes && !value.contains('[') { "\"" } else { "" };
                    format!("{key} = {quote}{value}{quote}")
                });
                let entries: Vec<String> = entries.collect();
                arguments.push(("providers".to_owned(), format!("{{\n    {}\n  }}", entries.join("\n    "))));
            }
            blocks.push((text(&["module", &call.name]), arguments));
        }
        blocks
    }

    fn hcl(&self, index: usize, tree: &Tree) -> String {
        let mut text = String::new();
        if self.local.is_some() || !self.aliases.is_empty() {
            let aliases: Vec<String> =
                self.aliases.iter().map(|it| format!("{}.{it}", self.local())).collect();
            let aliases = if aliases.is_empty() {
                String::new()
            } else {
                format!("      configuration_aliases = [{}]\n", aliases.join(", "))
            };
            writeln!(
                text,
                "terraform {{\n  required_providers {{\n    {} = {{\n      source = \"aliyun/alicloud\"\n{aliases}    }}\n  }}\n}}",
                self.local()
            )
            .unwrap();
        }
        for (header, arguments) in self.blocks(index, tree) {
            let labels: Vec<String> = header[1..].iter().map(|it| format!(" \"{it}\"")).collect();
            writeln!(text, "{}{} {{", header[0], labels.concat()).unwrap();
            for (name, value) in arguments {
                writeln!(text, "  {name} = {value}").unwrap();
            }
            text.push_str("}\n");
        }
        text
    }

    fn json(&self, index: usize, tree: &Tree) -> String {
        use serde_json::{Value, json};
        let mut root: Vec<Value> = Vec::new();
        if self.local.is_some() {
            root.push(
                json!({"terraform": {"required_providers": {self.local(): {"source": "aliyun/alicloud"}}}}),
            );
        }
        let value = |name: &str, text: &str| -> Value {
            match text.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
                _ if name == "provider" => Value::String(text.to_owned()),
                _ if name == "providers" => {
                    let entries = text.trim_matches(|it| "{}\n ".contains(it)).lines().map(|line| {
                        let (key, value) = line.trim().split_once(" = ").unwrap();
                        (key.to_owned(), Value::String(value.trim_matches('"').to_owned()))
                    });
                    Value::Object(entries.collect())
                }
                Some(inner) => Value::String(inner.to_owned()),
                None => Value::String(format!("${{{text}}}")),
            }
        };
        for (header, arguments) in self.blocks(index, tree) {
            let body = arguments.iter().map(|(name, text)| (name.clone(), value(name, text))).collect();
            let block =
                header.iter().rev().fold(Value::Object(body), |inner, label| json!({label.as_str(): inner}));
            root.push(block);
        }
        Value::Array(root).to_string()
    }
}

fn manifest_text(tree: &Tree) -> String {
    let mut text = format!("version: 1\ntemplates: [.]\nregions: [{}]\npackages:\n", REGIONS[..2].join(", "));
    text.push_str("  web:\n    versions:\n      v_1:\n        status: published\n        images:\n");
    for region in REGIONS {
        writeln!(text, "          {region}: m-{}", image(region)).unwrap();
    }
    text.push_str("associations:\n");
    for (name, _) in tree.0.iter().flat_map(|module| &module.resources) {
        writeln!(text, "  {name}: web@v_1").unwrap();
    }
    text
}

fn image(region: &str) -> String {
    format!("{:0<20}", region.replace("cn-", ""))
}

/// Checks one tree; how many slots are in the target region, in another one, and in none that is clear.
fn check(seed: u64) -> [usize; 3] {
    let tree = Tree::random(&mut Random::new(seed));
    let sources = SourceMap::new();
    let mut texts = Texts::new(&sources);
    let mut shown = String::new();
    for (index, module) in tree.0.iter().enumerate() {
        let folder = if index == 0 { String::new() } else { format!("m{index}") };
        let (name, text) = match module.json {
            true => ("main.tf.json", module.json(index, &tree)),
            false => ("main.tf", module.hcl(index, &tree)),
        };
        writeln!(shown, "== {folder}/{name}\n{text}").unwrap();
        texts.add(&folder, sources.add(format!("{folder}/{name}"), text));
    }
    let unit = terraform::compile(&sources, &texts);
    let (manifest, findings) = manifest::read(&sources, sources.add("nestc.yaml", manifest_text(&tree)));
    assert!(findings.is_empty(), "seed {seed}: {findings:?}");
    let manifest = manifest.unwrap();
    let answers = tree.answers();

    let binding = Binding::new(Cx::new(&sources, &unit));
    let mut unclear = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for (id, template, slot) in unit.slots() {
        let name = &template.resource_of(slot).unwrap().name;
        seen.insert(name.clone());
        let answer = &answers[name];
        let expected = match answer.first() {
            Some(Place::Target) if answer.len() == 1 => Some(None),
            Some(Place::Region(region)) if answer.len() == 1 => Some(Some(region.as_str())),
            _ => None,
        };
        let found = binding.own_region(id, slot).ok();
        assert_eq!(found, expected, "seed {seed}: {name} is in {answer:?}\n{shown}");
        if expected.is_none() {
            unclear.insert(format!("alicloud_instance.{name}.image_id"));
        }
    }
    assert_eq!(seen, answers.keys().cloned().collect(), "seed {seed}\n{shown}");

    let units = [unit];
    let input = Input {
        sources: &sources,
        units: &units,
        manifest: Some(&manifest),
        schema: nestc::schema::Schema::built_in(),
        complete: true,
        building: true,
        selection: nestc::lint::Selection::default(),
        before: Vec::new(),
    };
    let report = lint::run(&input);
    let reported = report.findings.iter().filter(|it| it.rule == RuleId::MultiRegionProvider);
    assert_eq!(reported.map(|it| it.path.clone()).collect::<BTreeSet<_>>(), unclear, "seed {seed}\n{shown}");

    for target in &REGIONS[..2] {
        let plan = plan::plan(&sources, &units[0], &manifest, target);
        let written: BTreeMap<String, String> =
            plan.replacements.iter().map(|it| (it.from.clone(), it.to.clone())).collect();
        for (name, answer) in &answers {
            let region = match answer.first() {
                Some(Place::Target) if answer.len() == 1 => Some(*target),
                Some(Place::Region(region)) if answer.len() == 1 => Some(region.as_str()),
                _ => None,
            };
            let expected = region.map(|region| format!("m-{}", image(region)));
            assert_eq!(written.get(name), expected.as_ref(), "seed {seed}: {name} for {target}\n{shown}");
        }
    }
    let constant =
        answers.values().filter(|it| it.len() == 1 && matches!(it.first(), Some(Place::Region(_))));
    let constant = constant.count();
    [answers.len() - constant - unclear.len(), constant, unclear.len()]
}

#[test]
fn every_slot_gets_the_image_of_the_region_that_it_is_deployed_in() {
    let trees = std::env::var("NESTC_TREES").ok().and_then(|it| it.parse().ok()).unwrap_or(200);
    let mut sums = [0; 3];
    for seed in 0..trees {
        check(seed).iter().zip(&mut sums).for_each(|(found, sum)| *sum += found);
    }
    assert!(sums.iter().all(|sum| *sum as u64 > trees / 4), "{sums:?} slots in {trees} trees");
}
