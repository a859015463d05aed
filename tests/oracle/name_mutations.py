#!/usr/bin/env python3
"""Misspells names in real ROS templates by one letter, one a copy, and asks nestc to find each.

What is misspelled is found with PyYAML and regular expressions alone: references of every kind, names of conditions,
mappings and their keys, sections, fields, functions, types of parameters, definitions alone, and in the Terraform of
`Workspace` references and types of blocks. A finding counts where it has the right code at the right place, and where it
suggests the name that was there; any other new finding is a second one for the same cause.

    tests/oracle/name_mutations.py --nestc target/release/nestc [--json] [--count 2000] [--seed 1] FOLDER...

`--json` writes the templates as JSON first.

Exit status: 0 at least 99 % found and suggested, and at most 5 % with a second finding; 1 otherwise.
"""

import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import yaml

import ros_json

SECTIONS = ["Parameters", "Resources", "Outputs", "Conditions", "Mappings", "Locals", "Metadata"]
FIELDS = ["Type", "Properties", "DependsOn", "Condition", "Count"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Site:
    """A name in a text: what it is, where it is, and the code of the finding if it is misspelled."""

    def __init__(self, kind, code, start, name, uses=()):
        self.kind, self.code, self.start, self.name, self.uses = kind, code, start, name, list(uses)


def entries(node):
    return node.value if isinstance(node, yaml.MappingNode) else []


def get(node, name):
    return next((value for key, value in entries(node) if key.value == name), None)


def begins(node, text):
    """Where the characters of a scalar begin; None where they are not written as they are."""
    if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">"):
        return None
    start = node.start_mark.index + (1 if node.style in ("'", '"') else 0)
    if node.tag.startswith("!") and not node.tag.startswith("!!"):
        start = text.find(node.value, start)
    return start if text[start : start + len(node.value)] == node.value else None


def walk(node, seen):
    """Every node below, without nested templates and metadata of forms."""
    if id(node) in seen:
        return
    seen.add(id(node))
    yield node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value not in ("TemplateBody", "AssociationPropertyMetadata"):
                yield key
                yield from walk(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from walk(value, seen)


def calls(root):
    """Function names with the nodes of their arguments, of the long form and of short tags."""
    for node in walk(root, set()):
        if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
            key, value = node.value[0]
            if key.value == "Ref" or key.value.startswith("Fn::"):
                yield key, key.value, value
        if node.tag.startswith("!") and not node.tag.startswith("!!"):
            yield None, "Ref" if node.tag == "!Ref" else "Fn::" + node.tag[1:], node


def names_of(root):
    return {section: {key.value for key, _ in entries(get(root, section))} for section in SECTIONS}


def ros_sites(text, root):
    names = names_of(root)
    sites, uses = [], collections.defaultdict(list)

    def add(kind, code, node, known, mention=None):
        start = begins(node, text)
        if start is not None and len(node.value) > 3 and node.value in known:
            sites.append(Site(kind, code, start, node.value))
            if mention:
                uses[mention, node.value].append(start)

    for section in SECTIONS:
        for key, _ in root.value:
            if key.value == section:
                add("section", "NST309", key, [section])
    # Parts that are evaluated: neither metadata nor parameters.
    for section in ("Resources", "Outputs", "Conditions", "Rules"):
        body = get(root, section)
        for key, name, argument in calls(body) if body else []:
            items = argument.value if isinstance(argument, yaml.SequenceNode) else []
            if key is not None and name != "Ref":
                add("function", "NST306", key, [name])
            if name == "Ref":
                add("ref", "NST301", argument, names["Parameters"] | names["Resources"], "any")
            elif name == "Fn::GetAtt" and items:
                add("get-att", "NST301", items[0], names["Resources"], "any")
            elif name == "Fn::If" and items:
                add("if", "NST303", items[0], names["Conditions"], "condition")
            elif name in ("Fn::And", "Fn::Or", "Fn::Not"):
                for item in items:
                    add("and-or-not", "NST303", item, names["Conditions"], "condition")
            elif name == "Fn::FindInMap" and len(items) == 3:
                add("mapping", "NST304", items[0], names["Mappings"])
                table = get(get(root, "Mappings"), items[0].value) if isinstance(items[0], yaml.ScalarNode) else None
                add("map-key", "NST304", items[1], {it.value for it, _ in entries(table)})
            elif name == "Fn::Sub":
                pattern = items[0] if items else argument
                own = {it.value for it, _ in entries(items[1])} if len(items) > 1 else set()
                if isinstance(pattern, yaml.ScalarNode):
                    piece = text[pattern.start_mark.index : pattern.end_mark.index]
                    for found in re.finditer(r"\$\{([A-Za-z0-9]{4,})\}", piece):
                        if found[1] in names["Parameters"] and found[1] not in own:
                            start = pattern.start_mark.index + found.start(1)
                            sites.append(Site("sub", "NST301", start, found[1]))
                            uses["any", found[1]].append(start)
                        elif found[1] in names["Parameters"]:
                            uses["any", found[1]].append(None)
    for _, body in entries(get(root, "Resources")):
        for key, value in entries(body):
            if key.value in FIELDS:
                add("field", "NST309", key, FIELDS)
            if key.value == "Condition":
                add("condition", "NST303", value, names["Conditions"], "condition")
            if key.value == "DependsOn":
                for item in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    add("depends-on", "NST301", item, names["Resources"], "any")
    for key, body in entries(get(root, "Parameters")):
        for field, value in entries(body):
            if field.value in ("Type", "Default", "AllowedValues", "Label", "Description", "NoEcho"):
                add("parameter-field", "NST308", field, [field.value])
            if field.value == "Type":
                add("parameter-type", "NST308", value, ["String", "Number", "Boolean", "Json", "CommaDelimitedList"])
        start = begins(key, text)
        if start is not None and len(key.value) > 3 and uses["any", key.value]:
            sites.append(Site("definition", "NST301", start, key.value, uses["any", key.value]))
    interface = get(get(root, "Metadata"), "ALIYUN::ROS::Interface")
    groups = get(interface, "ParameterGroups")
    for group in groups.value if isinstance(groups, yaml.SequenceNode) else []:
        members = get(group, "Parameters")
        for member in members.value if isinstance(members, yaml.SequenceNode) else []:
            add("group", "NST502", member, names["Parameters"])
    return sites


def terraform_sites(text, root):
    """Sites in the Terraform of `Workspace`, where that is written as it is."""
    sites = []
    for _, value in entries(get(root, "Workspace")):
        if not isinstance(value, yaml.ScalarNode) or value.style != "|":
            continue
        start, end = value.start_mark.index, value.end_mark.index
        piece = re.sub(r"#[^\n]*|<<-?([A-Z]+)\n.*?\n\s*\1\b", lambda it: " " * len(it[0]), text[start:end], flags=re.S)
        own = {kind: set(re.findall(rf'^\s*{kind} "(\w+)"', piece, re.M)) for kind in ("variable", "module")}
        for kind, code, pattern in [
            ("var", "NST301", r"\bvar\.(\w{4,})"),
            ("local", "NST301", r"\blocal\.(\w{4,})"),
            ("data", "NST301", r"\bdata\.\w+\.(\w{4,})"),
            ("resource", "NST301", r"(?<![\w.\"$])alicloud_\w+\.(\w{4,})\."),
            ("block", "NST309", r"^\s*(resource|variable|output|data)(?= \")"),
        ]:
            for found in re.finditer(pattern, piece, re.M):
                line = piece[: found.start()].rsplit("\n", 1)[-1]
                if '"' in line and line.count('"') % 2 and "${" not in line:
                    continue
                if kind != "var" or found[1] in own["variable"]:
                    sites.append(Site("tf-" + kind, code, start + found.start(1), found[1]))
    return sites


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
        if new != name and new.lower() not in taken and re.fullmatch(r"[\w:]+", new):
            return new
    return None


def lint(nestc, folder):
    done = subprocess.run([nestc, "lint", "--format", "json", folder], capture_output=True, check=False)
    findings = collections.defaultdict(list)
    for it in json.loads(done.stdout)["findings"]:
        findings[pathlib.Path(it["file"]).name].append(it)
    return findings


def key(finding):
    # What looks like a secret is hidden in messages, whatever else is in the text.
    return finding["code"], finding["line"], re.sub(r"`[^`]*`", "", finding["message"])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--nestc", required=True)
    arguments.add_argument("--count", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("folders", nargs="+")
    options = arguments.parse_args()
    rng = random.Random(options.seed)
    templates, by_kind = {}, collections.defaultdict(list)
    paths = [it for folder in options.folders for it in sorted(pathlib.Path(folder).rglob("*.y*ml"))]
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="ignore")
        if options.json:
            text = ros_json.converted(text) or ""
        try:
            root = yaml.compose(text) if "ROSTemplateFormatVersion" in text else None
        except yaml.YAMLError:
            root = None
        # Places are counted in characters, which are bytes here.
        if not isinstance(root, yaml.MappingNode) or "\r" in text or get(root, "ROSTemplateFormatVersion") is None:
            continue
        templates[path] = text
        known = {it.lower() for group in names_of(root).values() for it in group} | set(map(str.lower, SECTIONS))
        known |= {it.lower() for it in re.findall(r"[A-Za-z_]\w+", text)}
        for site in ros_sites(text, root) + terraform_sites(text, root):
            by_kind[site.kind].append((path, site, known))
    kinds = sorted(by_kind)
    mutants = []
    while len(mutants) < options.count and any(by_kind.values()):
        for kind in kinds:
            if by_kind[kind]:
                path, site, known = by_kind[kind].pop(rng.randrange(len(by_kind[kind])))
                new = misspelled(site.name, known, rng)
                if new:
                    mutants.append((path, site, new))
    mutants = mutants[: options.count]
    with tempfile.TemporaryDirectory(prefix="nestc-names-") as folder:
        folder = pathlib.Path(folder)
        before, after = folder / "before", folder / "after"
        before.mkdir()
        after.mkdir()
        ending = "json" if options.json else "yml"
        number = {path: f"{at}.{ending}" for at, path in enumerate(templates)}
        for path in {path for path, _, _ in mutants}:
            (before / number[path]).write_text(templates[path], encoding="utf-8")
        for at, (path, site, new) in enumerate(mutants):
            text = templates[path]
            text = text[: site.start] + new + text[site.start + len(site.name) :]
            (after / f"{at}.{ending}").write_text(text, encoding="utf-8")
        return judge(options, mutants, templates, number, lint(options.nestc, before), lint(options.nestc, after))


def judge(options, mutants, templates, number, before, after):
    totals, bad = collections.Counter(), []
    for at, (path, site, new) in enumerate(mutants):
        old = collections.Counter(map(key, before[number[path]]))
        fresh = []
        for finding in after[f"{at}.json" if options.json else f"{at}.yml"]:
            if old[key(finding)]:
                old[key(finding)] -= 1
            elif finding["code"] != "NST101":
                fresh.append(finding)
        text = templates[path]
        places = [it for it in site.uses or [site.start] if it is not None]
        lines = {text.count("\n", 0, it) + 1 for it in places}
        right = [it for it in fresh if it["code"] == site.code and it["line"] in lines]
        wanted = new if site.uses else site.name
        hinted = [it for it in right if wanted in (it.get("help") or "") or "***" in (it.get("help") or "")]
        kind = site.kind
        totals[kind, "all"] += 1
        totals[kind, "found"] += bool(right)
        totals[kind, "suggested"] += bool(hinted)
        others = [it for it in fresh if it not in right]
        # Forms that name the parameter, too, are not hidden from who reads them.
        others = [it for it in others if not (site.uses and it["code"] in ("NST301", "NST502") and site.name in it["message"])]
        more = others or (not site.uses and len(right) > 1)
        totals[kind, "second"] += bool(more)
        if not right or not hinted or more:
            said = "; ".join(f"{it['code']}:{it['line']} {it['message'][:60]} ({it.get('help')})" for it in fresh)
            bad.append(f"{kind} {path}:{sorted(lines)[:3]} {site.name} -> {new}: {said or 'nothing'}")
    for line in bad[:80]:
        print(line)
    print(f"{'kind':16} {'all':>5} {'found':>6} {'right name':>10} {'second':>6}")
    kinds = sorted({kind for kind, _ in totals})
    for kind in kinds:
        row = [totals[kind, what] for what in ("all", "found", "suggested", "second")]
        print(f"{kind:16} {row[0]:5} {row[1]:6} {row[2]:10} {row[3]:6}")
    sums = [sum(totals[kind, what] for kind in kinds) for what in ("all", "found", "suggested", "second")]
    share = [100 * it / max(sums[0], 1) for it in sums]
    print(f"{'together':16} {sums[0]:5} {share[1]:5.1f}% {share[2]:9.1f}% {share[3]:5.1f}%")
    return 0 if share[1] >= 99 and share[2] >= 99 and share[3] <= 5 else 1


if __name__ == "__main__":
    sys.exit(main())
