#!/usr/bin/env python3
"""Damages real templates in one place each, and asks whether nestc finds it there, alone, with the right way out.

    mutations.py --nestc target/release/nestc --schema grammar/schema/ros.json [--json] [--count 2000] FOLDER

Kinds: misspell a type or a property by one letter; put a value out of its allowed values, range or pattern; drop a
required property. Templates are read with PyYAML and edited as text, independently of nestc. `--json` writes them as JSON first.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import yaml

import ros_json

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Loader(yaml.SafeLoader):
    """Knows the short tags of ROS as unknown values."""


def nodes(text):
    try:
        return yaml.compose(text, Loader=Loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def entries(node):
    return node.value if isinstance(node, yaml.MappingNode) else []


def find(node, name):
    found = [value for key, value in entries(node) if key.value == name]
    return found[-1] if found else None


def misspelled(word, draw):
    """`word` with one letter more, less, other, or two swapped; never only another letter case."""
    first = word.rfind("::") + 2 if "::" in word else 1
    for _ in range(20):
        at = draw.randrange(first, len(word))
        kind = draw.randrange(4)
        letter = draw.choice(LETTERS)
        if kind == 0:
            new = word[:at] + letter + word[at:]
        elif kind == 1:
            new = word[:at] + word[at + 1 :]
        elif kind == 2:
            new = word[:at] + letter + word[at + 1 :]
        else:
            new = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
        if new.lower() != word.lower() and new:
            return new
    return None


class Template:
    def __init__(self, path, text, schema):
        self.path, self.text, self.sites = path, text, defaultdict(list)
        self.is_json = text.startswith("{")
        root = nodes(text)
        for key, body in entries(find(root, "Resources")) if root else []:
            kind = find(body, "Type")
            known = schema.get(kind.value) if isinstance(kind, yaml.ScalarNode) else None
            if not known or not known.get("p") or kind.tag.startswith("!"):
                continue
            self.sites["type"].append((kind, kind.value, schema))
            properties = find(body, "Properties")
            if isinstance(properties, yaml.MappingNode) and not properties.tag.startswith("!"):
                self.look(properties, known["p"], kind.value, key)

    def look(self, mapping, known, owner, head):
        names = [key.value for key, _ in mapping.value]
        if any(name == "<<" or name.startswith("Fn::") or name == "Ref" for name in names):
            return
        all_known = all(name in known for name in names)
        for key, value in mapping.value:
            if key.value not in known:
                continue
            shape = known[key.value]
            if key.value != "ImageId":
                self.sites["property"].append((key, key.value, known))
            # A property on lines of its own can be taken out.
            if shape.get("r") and all_known and len(names) > 1 and (self.is_json or not mapping.flow_style):
                self.sites["required"].append((key, value, head))
            self.value(value, shape, owner, key)

    def value(self, value, shape, owner, key):
        if value.tag.startswith("!"):
            return
        if isinstance(value, yaml.ScalarNode):
            literal = value.value
            plain = value.style in (None, "'", '"') and "\n" not in literal and literal and "${" not in literal and "{{" not in literal
            if plain and shape.get("t") in ("string", "number"):
                if shape.get("e"):
                    self.sites["enum"].append((value, literal, shape))
                elif any(it is not None for it in shape.get("n") or []) and shape["t"] == "number":
                    self.sites["range"].append((value, literal, shape))
                elif any(it is not None for it in shape.get("l") or []) and shape["t"] == "string":
                    self.sites["length"].append((value, literal, shape))
                elif shape.get("x") and shape["t"] == "string":
                    self.sites["pattern"].append((value, literal, shape))
        elif isinstance(value, yaml.SequenceNode) and shape.get("i"):
            for item in value.value:
                if not item.tag.startswith("!"):
                    self.value(item, shape["i"], owner, key)
        elif isinstance(value, yaml.MappingNode) and isinstance(shape.get("p"), dict):
            self.look(value, shape["p"], owner, value.value[0][0] if value.value else key)


def replaced(text, node, new):
    start, end = node.start_mark.index, node.end_mark.index
    old = text[start:end]
    quote = old[0] if old[:1] in "'\"" else ""
    return text[:start] + quote + new + quote + text[end:]


def out_of(shape, kind, literal, draw):
    """A value that the shape does not allow, and what one letter away is right."""
    if kind == "enum":
        words = [it for it in shape["e"] if isinstance(it, str) and len(it) > 3]
        if words and draw.random() < 0.7 and literal in words:
            new = misspelled(literal, draw)
            near = [it for it in shape["e"] if str(it).lower() == (new or "").lower()]
            return (None, None) if near else (new, literal)
        return ("nonesuch" if shape["t"] == "string" else "987654"), None
    if kind == "range":
        low, high = shape["n"]
        return (str(int(high) + 1) if high is not None else str(int(low) - 1)), None
    if kind == "length":
        low, high = shape["l"]
        return ("x" * (int(high) + 1) if high is not None and high < 300 else "x" * max(int(low or 0) - 1, 0)), None
    wrong = [it for it in ("~~~", "http://x", "-") if not re.search(shape["x"], it)]
    return (wrong[0] if wrong else None), None


def mutate(template, kind, draw):
    """(new text, line, expected codes, suggestion)."""
    site = draw.choice(template.sites[kind])
    line = site[0].start_mark.line + 1
    if kind in ("type", "property"):
        node, name, known = site
        new = misspelled(name, draw)
        if new is None or new in known:
            return None
        code = {"type": "NST401", "property": "NST402"}[kind]
        return replaced(template.text, node, new), line, code, name
    if kind == "required":
        key, value, head = site
        lines = template.text.splitlines(keepends=True)
        first, last = key.start_mark.line, value.end_mark.line
        if template.is_json:
            # In JSON the comma belongs to the entry, or to the one before it.
            last += 1
            if not lines[last - 1].rstrip().endswith(","):
                if not lines[first - 1].rstrip().endswith(","):
                    return None
                lines[first - 1] = lines[first - 1].rstrip()[:-1] + "\n"
        elif value.end_mark.column > 0 and last < len(lines) and lines[last][: value.end_mark.column].strip():
            last += 1
        if lines[first][: key.start_mark.column].strip() or last <= first:
            return None
        # What is taken out must not be used elsewhere as an anchor.
        if "&" in "".join(lines[first:last]):
            return None
        # Where nothing else uses a parameter, it is a second fault that nothing uses it now.
        names = re.findall(r"Ref['\"]?:?\s*['\"]?([\w-]+)", "".join(lines[first:last]))
        if any(len(re.findall(rf"\b{re.escape(it)}\b", template.text)) < 3 for it in names):
            return None
        head_line = head.start_mark.line
        shift = last - first if head_line > first else 0
        # Where the first entry itself was dropped, the next one heads the object.
        return "".join(lines[:first] + lines[last:]), head_line + 1 - shift, "NST403", key.value
    node, literal, shape = site
    new, right = out_of(shape, kind, literal, draw)
    if not new or new == literal:
        return None
    if node.style is None and kind == "pattern" and not template.is_json:
        new = f"'{new}'"
    return replaced(template.text, node, new), line, "NST405", right


def lint(nestc, folder):
    command = [nestc, "lint", str(folder), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True)
    found = defaultdict(list)
    for it in json.loads(done.stdout)["findings"]:
        found[Path(it["file"]).name].append(it)
    return found


def key_of(finding, shift_after=None):
    return (finding["code"], finding["message"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", required=True)
    parser.add_argument("--schema", required=True)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("folder")
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    schema = json.loads(Path(arguments.schema).read_text(encoding="utf-8"))["types"]
    templates = []
    for path in sorted(Path(arguments.folder).rglob("*.y*ml")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if arguments.json:
            text = ros_json.converted(text) or ""
        if "ROSTemplateFormatVersion" in text and len(text) < 200_000:
            template = Template(path, text, schema)
            if template.sites:
                templates.append(template)
    ending = "json" if arguments.json else "yaml"
    kinds = ["type", "property", "enum", "range", "length", "pattern", "required"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases = []
        tries = 0
        while len(cases) < arguments.count and tries < arguments.count * 20:
            tries += 1
            kind = kinds[tries % len(kinds)]
            template = draw.choice(templates)
            if not template.sites[kind]:
                continue
            made = mutate(template, kind, draw)
            if made is None or nodes(made[0]) is None:
                continue
            number = len(cases)
            (folder / f"m{number}.{ending}").write_text(made[0], encoding="utf-8")
            cases.append((kind, template, *made[1:]))
        used = {id(template): template for _, template, *_ in cases}
        for key, template in used.items():
            (folder / f"o{key}.{ending}").write_text(template.text, encoding="utf-8")
        found = lint(arguments.nestc, folder)
    return report(cases, {Path(name).stem: it for name, it in found.items()}, arguments.show)


def report(cases, found, show):
    totals, hits, right, single, wanted = Counter(), Counter(), Counter(), Counter(), Counter()
    for number, (kind, template, line, code, suggestion) in enumerate(cases):
        before = Counter(key_of(it) for it in found.get(f"o{id(template)}", []))
        new = []
        for it in found.get(f"m{number}", []):
            if before[key_of(it)] > 0:
                before[key_of(it)] -= 1
            else:
                new.append(it)
        totals[kind] += 1
        at = [it for it in new if it["code"] == code and it["line"] == line]
        if at:
            hits[kind] += 1
        if suggestion and code != "NST403":
            wanted[kind] += 1
            right[kind] += any(f"`{suggestion}`" in it["message"] for it in at)
        elif suggestion:
            wanted[kind] += 1
            right[kind] += any(f"`{suggestion}`" in it["message"] for it in at)
        single[kind] += len(new) == 1
        is_wrong = not at or (suggestion and not any(f"`{suggestion}`" in it["message"] for it in at)) or len(new) != 1
        if is_wrong and show > 0:
            show -= 1
            print(f"{template.path}:{line}: {kind}, expected {code} {suggestion or ''}", file=sys.stderr)
            for it in new:
                print(f"    {it['line']}: {it['code']} {it['message']}", file=sys.stderr)
    print(f"{'kind':10} {'cases':>6} {'found':>6} {'right':>11} {'alone':>6}")
    for kind in [*totals, "all"]:
        pick = (lambda table: sum(table.values())) if kind == "all" else (lambda table: table[kind])
        print(f"{kind:10} {pick(totals):6} {pick(hits):6} {pick(right):5}/{pick(wanted):5} {pick(single):6}")
    all_cases = sum(totals.values())
    is_good = sum(hits.values()) >= 0.99 * all_cases and sum(single.values()) >= 0.95 * all_cases
    return 0 if is_good and sum(right.values()) >= 0.99 * sum(wanted.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
