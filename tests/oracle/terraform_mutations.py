#!/usr/bin/env python3
"""Damages real Terraform in one place each, and asks whether nestc finds it there, alone, with the right way out.

    terraform_mutations.py --nestc target/release/nestc --schema alicloud.json.gz --values grammar/schema/alicloud.json
        [--language hcl|tf.json|workspace] [--count 2000] [--seed 1] FOLDER...

Misspelled by one letter: types, arguments, nested blocks, references, attributes, functions, types of blocks, arguments of
variables, outputs and module calls, definitions alone. Put out of place: values out of their allowed words or range;
required arguments dropped. `hcl_reading.py` reads the files, `tf.json` is made of them by it and read by PyYAML, and
`workspace` puts them into a ROS template. `--schema` is what `terraform providers schema` answers.

Exit status: 0 at least 99 % found and suggested, and at most 5 % with a second finding; 1 otherwise.
"""

import argparse
import collections
import gzip
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import yaml

import hcl_reading

LETTERS = "abcdefghijklmnopqrstuvwxyz"
FUNCTIONS = """abs base64encode ceil chomp cidrhost cidrsubnet coalesce compact concat contains distinct element file flatten
format formatlist join jsondecode jsonencode keys length lookup lower merge random range regex replace slice sort split
substr templatefile timestamp tolist tomap tonumber toset tostring trimspace try upper values zipmap""".split()
BLOCKS = ["resource", "data", "variable", "output", "module", "provider", "locals", "terraform"]
META = ["count", "for_each", "depends_on", "provider", "lifecycle"]


class Site:
    """An edit of one file: what is there becomes something else, and findings are expected at some places."""

    def __init__(self, kind, code, file, start, name, uses=(), drop=None, wrong=None):
        self.kind, self.code, self.file, self.start, self.name = kind, code, file, start, name
        self.uses, self.drop, self.wrong = list(uses), drop, wrong


class Schema:
    """The blocks of types as `terraform providers schema` has them."""

    def __init__(self, path, values):
        whole = json.loads(gzip.open(path).read())
        self.of = {"resource": whole["resources"], "data": whole["data"]}
        values = json.loads(pathlib.Path(values).read_text(encoding="utf-8"))
        self.values = {"resource": values["resources"], "data": values.get("data", {})}

    def block(self, kind, name):
        return self.of.get(kind, {}).get(name)

    def limits(self, kind, name):
        return self.values.get(kind, {}).get(name, {}).get("p", {})


class Module:
    """The files of a folder, read once."""

    def __init__(self, path, files):
        self.path, self.files = path, files
        self.blank = {name: hcl_reading.blanked(text) for name, text in files.items()}
        self.roots = {name: hcl_reading.read(text) for name, text in files.items()}
        self.words = collections.Counter(re.findall(r"[\w-]+", "\n".join(files.values())))
        self.sites = []

    def is_read(self):
        return all(self.roots.values())


def find_sites(module, schema):
    names = collections.defaultdict(set)
    for root in module.roots.values():
        for block in root.blocks:
            if block.kind in ("resource", "data") and len(block.labels) == 2:
                names[block.kind].add(".".join(block.labels))
            elif block.kind in ("variable", "module", "output") and block.labels:
                names[block.kind].add(block.labels[0])
            elif block.kind == "locals":
                names["local"] |= {it.name for it in block.arguments}
    uses = collections.defaultdict(list)
    for file, root in module.roots.items():
        references(module, file, names, schema, uses)
    for file, root in module.roots.items():
        for block in root.blocks:
            top_block(module, file, block, schema, uses)


def references(module, file, names, schema, uses):
    """What is used where, in what is neither a comment nor a string."""
    blank, text = module.blank[file], module.files[file]
    types = [(it.start(), it.end()) for it in re.finditer(r"^\s*type\s*=\s*\S.*$", blank, re.M)]

    def add(kind, code, start, name):
        if len(name) > 3:
            module.sites.append(Site(kind, code, file, start, name))

    before = r"(?<![\w.\"$-])"
    for found in re.finditer(before + r"var\.([\w-]+)", blank):
        if found[1] in names["variable"]:
            uses["variable", found[1]].append((file, found.start(1)))
            add("var", "NST301", found.start(1), found[1])
    for found in re.finditer(before + r"local\.([\w-]+)", blank):
        if found[1] in names["local"]:
            uses["local", found[1]].append((file, found.start(1)))
            add("local", "NST301", found.start(1), found[1])
    for found in re.finditer(before + r"module\.([\w-]+)", blank):
        if found[1] in names["module"]:
            uses["module", found[1]].append((file, found.start(1)))
            add("module", "NST301", found.start(1), found[1])
    for kind, pattern in [("data", r"data\.(\w+)\.([\w-]+)"), ("resource", r"(alicloud_\w+|random_\w+|tls_\w+)\.([\w-]+)")]:
        for found in re.finditer(before + pattern + r"((?:\[[^\]\n]*\])?)\.?(\w*)", blank):
            full = f"{found[1]}.{found[2]}"
            if full not in names[kind]:
                continue
            uses[kind, full].append((file, found.start(2)))
            add(kind, "NST301", found.start(2), found[2])
            known = schema.block(kind, found[1])
            if known and found[4] in known["a"] and len(found[4]) > 3:
                add("attribute", "NST302", found.start(4), found[4])
    for found in re.finditer(before + r"([a-z0-9]{4,})\(", blank):
        if found[1] in FUNCTIONS and not any(a <= found.start() < b for a, b in types):
            add("function", "NST306", found.start(1), found[1])


def top_block(module, file, block, schema, uses):
    if block.kind in BLOCKS:
        module.sites.append(Site("block", "NST309", file, block.start, block.kind))
    for it in block.arguments:
        if block.kind == "variable" and it.name in ("type", "default", "description", "sensitive"):
            module.sites.append(Site("variable-argument", "NST308", file, it.start, it.name))
            kinds = ("string", "number", "bool", "list(string)", "map(string)")
            if it.name == "type" and it.value in kinds:
                word = re.match(r"\w+", it.value)[0]
                start = module.files[file].index(it.value, it.start + 4)
                module.sites.append(Site("variable-type", "NST308", file, start, word))
        if block.kind == "output" and it.name in ("value", "description"):
            module.sites.append(Site("output-argument", "NST309", file, it.start, it.name))
        if block.kind == "locals" and uses["local", it.name] and len(it.name) > 3:
            module.sites.append(Site("definition", "NST301", file, it.start, it.name, uses["local", it.name]))
    if block.kind == "variable" and block.labels and uses["variable", block.labels[0]] and len(block.labels[0]) > 3:
        used = uses["variable", block.labels[0]]
        module.sites.append(Site("definition", "NST301", file, block.label_starts[0], block.labels[0], used))
    if block.kind not in ("resource", "data") or len(block.labels) != 2:
        return
    full = ".".join(block.labels)
    if uses[block.kind, full] and len(block.labels[1]) > 3:
        used = uses[block.kind, full]
        module.sites.append(Site("definition", "NST301", file, block.label_starts[1], block.labels[1], used))
    known = schema.block(block.kind, block.labels[0])
    if known:
        module.sites.append(Site("type", "NST401", file, block.label_starts[0], block.labels[0]))
        limits = schema.limits(block.kind, block.labels[0])
        body(module, file, block, known, limits, block.first)


def body(module, file, block, known, limits, head):
    arguments, blocks = known.get("a", {}), known.get("b", {})
    whole = all(it.name in arguments or it.name in META or it.name in blocks for it in block.arguments)
    for it in block.arguments:
        if it.name not in arguments or it.name in META:
            continue
        if it.name != "image_id" and len(it.name) > 3:
            module.sites.append(Site("argument", "NST402", file, it.start, it.name))
        if "r" in arguments[it.name][0] and whole and block.is_whole and it.name != "image_id":
            used = re.findall(r"(?:var|local|module|data\.\w+|alicloud_\w+)\.([\w-]+)", it.value)
            # Where nothing else uses a name, it is a second fault that nothing uses it now.
            if all(module.words[name] > 2 for name in used):
                drop = (it.first, it.last, head)
                module.sites.append(Site("required", "NST403", file, it.start, it.name, drop=drop))
        shape = limits.get(it.name, {})
        literal = re.fullmatch(r'"([^"\\$%{}]+)"|(-?\d+)', it.value)
        start = module.files[file].find(it.value, it.start + len(it.name))
        if literal and shape.get("e") and literal[1] in shape["e"]:
            module.sites.append(Site("enum", "NST405", file, start + 1, literal[1], wrong=shape["e"]))
        elif literal and literal[2] and shape.get("t") == "number" and shape.get("n"):
            low, high = shape["n"]
            wrong = str(int(high) + 1 if high is not None else int(low) - 1)
            module.sites.append(Site("range", "NST405", file, start, literal[2], wrong=wrong))
    for it in block.blocks:
        if it.kind == "dynamic" and it.labels and it.labels[0] in blocks:
            if len(it.labels[0]) > 3:
                module.sites.append(Site("nested-block", "NST402", file, it.label_starts[0], it.labels[0]))
            inner = [content for content in it.blocks if content.kind == "content"]
            name = it.labels[0]
        else:
            if it.kind in blocks and len(it.kind) > 3:
                module.sites.append(Site("nested-block", "NST402", file, it.start, it.kind))
            inner, name = [it], it.kind
        if name in blocks and name != "timeouts":
            below = limits.get(name, {}).get("i", {}).get("p", {})
            for content in inner:
                body(module, file, content, blocks[name][3], below, content.first)


def call_sites(module):
    """Arguments of calls of modules in the folder, which the folder's files are in `module.inner` for."""
    for file, root in module.roots.items():
        for block in root.blocks:
            source = block.argument("source")
            if block.kind != "module" or not source or not source.value.startswith('"./'):
                continue
            inner = module.inner.get(source.value.strip('"').removeprefix("./").rstrip("/"))
            if not inner:
                continue
            variables = {b.labels[0]: b for r in inner for b in r.blocks if b.kind == "variable" and b.labels}
            for it in block.arguments:
                if it.name in variables and len(it.name) > 3:
                    module.sites.append(Site("module-argument", "NST311", file, it.start, it.name))
                    used = re.findall(r"\.([\w-]+)", it.value)
                    if not variables[it.name].argument("default") and all(module.words[name] > 2 for name in used):
                        drop = (it.first, it.last, block.first)
                        module.sites.append(Site("module-required", "NST311", file, it.start, it.name, drop=drop))


def misspelled(name, taken, rng):
    """`name` with one letter changed, missing, too many, or two swapped."""
    for _ in range(20):
        at = rng.randrange(1, len(name))
        other = rng.choice(LETTERS)
        new = {
            "drop": name[:at] + name[at + 1 :],
            "add": name[:at] + other + name[at:],
            "change": name[:at] + other + name[at + 1 :],
            "swap": name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
        }[rng.choice(["drop", "add", "change", "swap"])]
        if new.lower() != name.lower() and new.lower() not in taken and re.fullmatch(r"[\w-]+", new):
            return new
    return None


class Mutant:
    """One damaged file: its text, the lines where findings are expected, and the word that they must have."""

    def __init__(self, module, site, rng, taken):
        self.module, self.site = module, site
        text = module.files[site.file]
        number = lambda file, at: module.files[file].count("\n", 0, at) + 1
        self.wanted = site.name
        if site.drop:
            first, last, head = site.drop
            lines = text.split("\n")
            self.new, self.text = "", "\n".join(lines[:first] + lines[last + 1 :])
            self.places = {(site.file, head + 1)}
            return
        if isinstance(site.wrong, str):
            self.new, self.wanted = site.wrong, None
        elif site.wrong and (rng.random() < 0.3 or len(site.name) < 4 or not site.name.isalpha()):
            self.new, self.wanted = "nonesuch", None
        else:
            self.new = misspelled(site.name, taken | {str(it).lower() for it in site.wrong or []}, rng)
        if self.new is None:
            return
        self.text = text[: site.start] + self.new + text[site.start + len(site.name) :]
        self.places = {(file, number(file, at)) for file, at in site.uses or [(site.file, site.start)]}
        if site.uses:
            self.wanted = self.new


def workspace(files):
    """A ROS template that carries `files`, and where each of them begins."""
    lines = ["ROSTemplateFormatVersion: '2015-09-01'", "Transform: Aliyun::Terraform-v1.5", "Workspace:"]
    starts = {}
    for name, text in files.items():
        lines.append(f"  {name}: |")
        starts[name] = len(lines)
        lines += ["    " + line if line else "" for line in text.split("\n")]
    return "\n".join(lines) + "\n", starts


class Hcl:
    """How mutants are written to a folder, and where findings in them are."""

    def write(self, folder, files, module):
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        for name, roots in module.extra.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(roots, encoding="utf-8")

    def places(self, mutant):
        return mutant.places


class Workspace(Hcl):
    def write(self, folder, files, module):
        text, _ = workspace({**files, **module.extra})
        (folder / "stack.yaml").write_text(text, encoding="utf-8")

    def places(self, mutant):
        files = {**mutant.module.files, mutant.site.file: mutant.text}
        _, starts = workspace({**files, **mutant.module.extra})
        return {("stack.yaml", starts[file] + line) for file, line in mutant.places}


def hcl_modules(folders):
    for folder in folders:
        by_folder = collections.defaultdict(dict)
        for path in sorted(pathlib.Path(folder).rglob("*.tf")):
            text = path.read_text(encoding="utf-8", errors="ignore")
            if "\r" not in text and "\t" not in text and path.is_file():
                by_folder[path.parent][path.name] = text
            else:
                by_folder[path.parent][""] = ""
        for parent, files in by_folder.items():
            if "" in files or sum(map(len, files.values())) > 100_000:
                continue
            module = Module(str(parent), files)
            if not module.is_read():
                continue
            below = {it: texts for it, texts in by_folder.items() if parent in it.parents and "" not in texts}
            module.extra = {f"{it.relative_to(parent)}/{name}": t for it, texts in below.items() for name, t in texts.items()}
            inner = {str(it.relative_to(parent)): [hcl_reading.read(t) for t in texts.values()] for it, texts in below.items()}
            module.inner = {name: roots for name, roots in inner.items() if all(roots)}
            calls = "\n".join(files.values())
            # Only what is called is copied along, and nothing from above the folder.
            if '"../' in calls:
                continue
            module.extra = module.extra if "./" in calls else {}
            yield module


def json_module(module, schema):
    """The module as one `.tf.json`, its sites found with PyYAML."""
    merged = hcl_reading.Block("", 0, 0, [], [])
    for root in module.roots.values():
        merged.blocks += root.blocks
        merged.is_whole = merged.is_whole and root.is_whole
    try:
        text = hcl_reading.to_json(merged)
    except (ValueError, TypeError):
        return None
    if re.search(r"\\u|[^\x00-\x7f]", text) or "\\\\" in text:
        return None
    made = Module.__new__(Module)
    made.path, made.files, made.extra, made.inner, made.sites = module.path, {"main.tf.json": text}, {}, {}, []
    made.words = module.words
    json_sites(made, text, schema)
    return made


def mapping(node):
    return [(key, value) for key, value in node.value] if isinstance(node, yaml.MappingNode) else []


def bodies(node):
    """The mapping itself, or those in the list."""
    return node.value if isinstance(node, yaml.SequenceNode) else [node]


def json_sites(module, text, schema):
    root = yaml.compose(text)
    begin = lambda node: node.start_mark.index + 1
    names, uses = collections.defaultdict(set), collections.defaultdict(list)
    add = lambda *args, **more: module.sites.append(Site(args[0], args[1], "main.tf.json", *args[2:], **more))
    blocks = []
    for key, value in mapping(root):
        if key.value in BLOCKS:
            add("block", "NST309", begin(key), key.value)
        depth = {"resource": 2, "data": 2, "locals": 0, "terraform": 0}.get(key.value, 1)
        open_ = [((), it) for it in bodies(value)]
        for _ in range(depth):
            open_ = [(labels + (k,), b) for labels, node in open_ for k, v in mapping(node) for b in bodies(v)]
        blocks += [(key.value, labels, node) for labels, node in open_]
    for kind, labels, node in blocks:
        if kind == "locals":
            names["local"] |= {k.value for k, _ in mapping(node)}
        elif labels:
            names[kind].add(".".join(it.value for it in labels))
    for string in re.finditer(r'"(?:[^"\\]|\\.)*"', text):
        for hole in re.finditer(r"\$\{(.*)\}", string[0]):
            base = string.start() + hole.start(1)
            inner = re.sub(r'\\"(?:[^"\\$]|\\[^"])*?\\"', lambda it: " " * len(it[0]), hole[1])
            before = r"(?<![\w.$-])"
            for kind, pattern in [("variable", r"var\.([\w-]+)"), ("local", r"local\.([\w-]+)"), ("module", r"module\.([\w-]+)")]:
                for it in re.finditer(before + pattern, inner):
                    if it[1] in names[kind]:
                        uses[kind, it[1]].append(("main.tf.json", base + it.start(1)))
                        if len(it[1]) > 3:
                            add(kind if kind != "variable" else "var", "NST301", base + it.start(1), it[1])
            for kind, pattern in [("data", r"data\.(\w+)\.([\w-]+)"), ("resource", r"(alicloud_\w+)\.([\w-]+)")]:
                for it in re.finditer(before + pattern + r"((?:\[[^\]\n]*\])?)\.?(\w*)", inner):
                    full = f"{it[1]}.{it[2]}"
                    if full not in names[kind]:
                        continue
                    uses[kind, full].append(("main.tf.json", base + it.start(2)))
                    if len(it[2]) > 3:
                        add(kind, "NST301", base + it.start(2), it[2])
                    known = schema.block(kind, it[1])
                    if known and it[4] in known["a"] and len(it[4]) > 3:
                        add("attribute", "NST302", base + it.start(4), it[4])
            for it in re.finditer(before + r"([a-z0-9]{4,})\(", inner):
                if it[1] in FUNCTIONS:
                    add("function", "NST306", base + it.start(1), it[1])
    for found in re.finditer(r'"depends_on": \[(.*?)\]', text, re.S):
        for it in re.finditer(r'"(?:data\.)?(\w+)\.([\w-]+)"', found[1]):
            for kind in ("resource", "data"):
                if f"{it[1]}.{it[2]}" in names[kind]:
                    uses[kind, f"{it[1]}.{it[2]}"].append(("main.tf.json", found.start(1) + it.start(2)))
    for kind, labels, node in blocks:
        json_block(module, (kind, labels, node), schema, uses, add, begin)


def json_block(module, block, schema, uses, add, begin):
    kind, labels, node = block
    for key, value in mapping(node):
        if kind == "variable" and key.value in ("type", "default", "description", "sensitive"):
            add("variable-argument", "NST308", begin(key), key.value)
        if kind == "output" and key.value in ("value", "description"):
            add("output-argument", "NST309", begin(key), key.value)
        if kind == "locals" and uses["local", key.value] and len(key.value) > 3:
            add("definition", "NST301", begin(key), key.value, uses["local", key.value])
    if kind == "variable" and uses["variable", labels[0].value] and len(labels[0].value) > 3:
        add("definition", "NST301", begin(labels[0]), labels[0].value, uses["variable", labels[0].value])
    if kind not in ("resource", "data"):
        return
    full = ".".join(it.value for it in labels)
    if uses[kind, full] and len(labels[1].value) > 3:
        add("definition", "NST301", begin(labels[1]), labels[1].value, uses[kind, full])
    known = schema.block(kind, labels[0].value)
    if known:
        add("type", "NST401", begin(labels[0]), labels[0].value)
        json_body(module, node, known, schema.limits(kind, labels[0].value), add, begin)


def json_body(module, node, known, limits, add, begin):
    arguments, blocks = known.get("a", {}), known.get("b", {})
    for key, value in mapping(node):
        name = key.value
        if name in META:
            continue
        if name in arguments and name != "image_id" and len(name) > 3:
            add("argument", "NST402", begin(key), name)
        if name in blocks and len(name) > 3:
            add("nested-block", "NST402", begin(key), name)
        shape = limits.get(name, {})
        if isinstance(value, yaml.ScalarNode) and shape.get("e") and value.value in shape["e"] and value.style == '"':
            add("enum", "NST405", begin(value), value.value, wrong=shape["e"])
        for inner in bodies(value):
            if name in blocks and name != "timeouts" and isinstance(inner, yaml.MappingNode):
                json_body(module, inner, blocks[name][3], shape.get("i", {}).get("p", {}), add, begin)


def lint(nestc, folder):
    done = subprocess.run([nestc, "lint", "--format", "json", folder], capture_output=True, check=False)
    findings = collections.defaultdict(list)
    for it in json.loads(done.stdout)["findings"]:
        number, _, name = str(pathlib.Path(it["file"]).resolve().relative_to(pathlib.Path(folder).resolve())).partition("/")
        findings[number].append((name, it))
    return findings


def key(name, finding):
    return name, finding["code"], re.sub(r"`[^`]*`", "", finding["message"])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--nestc", required=True)
    arguments.add_argument("--schema", required=True)
    arguments.add_argument("--values", required=True)
    arguments.add_argument("--language", choices=["hcl", "tf.json", "workspace"], default="hcl")
    arguments.add_argument("--count", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", help="a folder to write the mutants to")
    arguments.add_argument("folders", nargs="+")
    options = arguments.parse_args()
    rng, schema = random.Random(options.seed), Schema(options.schema, options.values)
    form = Workspace() if options.language == "workspace" else Hcl()
    by_kind = collections.defaultdict(list)
    for module in hcl_modules(options.folders):
        if options.language == "tf.json":
            module = json_module(module, schema)
            if module is None:
                continue
        else:
            find_sites(module, schema)
            call_sites(module)
        for site in module.sites:
            by_kind[site.kind].append((module, site))
    mutants, kinds = [], sorted(by_kind)
    while len(mutants) < options.count and any(by_kind.values()):
        for kind in kinds:
            if by_kind[kind]:
                module, site = by_kind[kind].pop(rng.randrange(len(by_kind[kind])))
                taken = {it.lower() for it in re.findall(r"[A-Za-z_][\w-]+", " ".join(module.files.values()))}
                known = {it.lower() for it in FUNCTIONS}
                if kind in ("argument", "nested-block", "attribute", "type"):
                    known |= {it for table in schema.of.values() for it in table}
                    known |= {it for table in schema.of.values() for b in table.values() for it in b.get("a", {})}
                    known |= {it for table in schema.of.values() for b in table.values() for it in b.get("b", {})}
                mutant = Mutant(module, site, rng, taken | known)
                if mutant.new is not None:
                    mutants.append(mutant)
    mutants = mutants[: options.count]
    with tempfile.TemporaryDirectory(prefix="nestc-terraform-") as folder:
        folder = pathlib.Path(options.keep or folder)
        before, after = folder / "before", folder / "after"
        numbers = {}
        for at, mutant in enumerate(mutants):
            module = mutant.module
            if id(module) not in numbers:
                numbers[id(module)] = str(len(numbers))
                (before / numbers[id(module)]).mkdir(parents=True)
                form.write(before / numbers[id(module)], module.files, module)
            (after / str(at)).mkdir(parents=True)
            form.write(after / str(at), {**module.files, mutant.site.file: mutant.text}, module)
        return judge(options, mutants, numbers, form, lint(options.nestc, before), lint(options.nestc, after))


def judge(options, mutants, numbers, form, before, after):
    totals, bad = collections.Counter(), []
    for at, mutant in enumerate(mutants):
        site, old = mutant.site, collections.Counter(key(*it) for it in before[numbers[id(mutant.module)]])
        fresh = []
        for name, finding in after[str(at)]:
            if old[key(name, finding)]:
                old[key(name, finding)] -= 1
            elif finding["code"] != "NST101":
                fresh.append((name, finding))
        places = form.places(mutant)
        right = [(name, it) for name, it in fresh if it["code"] == site.code and (name, it["line"]) in places]
        said = lambda it: (it.get("help") or "") + " " + it["message"]
        hinted = [it for _, it in right if mutant.wanted is None or mutant.wanted in said(it)]
        others = [it for it in fresh if it not in right]
        more = others or (not site.uses and len(right) > 1)
        kind = site.kind
        totals[kind, "all"] += 1
        totals[kind, "found"] += bool(right)
        totals[kind, "suggested"] += bool(hinted)
        totals[kind, "second"] += bool(more)
        if not right or not hinted or more:
            words = "; ".join(f"{it['code']} {name}:{it['line']} {it['message'][:70]} ({it.get('help')})" for name, it in fresh)
            bad.append(f"{at} {kind} {mutant.module.path}/{site.file}:{sorted(places)[:2]} {site.name} -> {mutant.new}: {words or 'nothing'}")
    for line in bad[:80]:
        print(line)
    print(f"{'kind':18} {'all':>5} {'found':>6} {'right name':>10} {'second':>6}")
    kinds = sorted({kind for kind, _ in totals})
    for kind in kinds:
        row = [totals[kind, what] for what in ("all", "found", "suggested", "second")]
        print(f"{kind:18} {row[0]:5} {row[1]:6} {row[2]:10} {row[3]:6}")
    sums = [sum(totals[kind, what] for kind in kinds) for what in ("all", "found", "suggested", "second")]
    share = [100 * it / max(sums[0], 1) for it in sums]
    print(f"{'together':18} {sums[0]:5} {share[1]:5.1f}% {share[2]:9.1f}% {share[3]:5.1f}%")
    return 0 if share[1] >= 99 and share[2] >= 99 and share[3] <= 5 else 1


if __name__ == "__main__":
    sys.exit(main())
