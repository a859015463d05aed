#!/usr/bin/env python3
"""Measures completion and rename over real ROS templates, as PyYAML reads them.

    pip install pyyaml
    cargo build --release
    tests/oracle/asking.py --nestc target/release/nestc [--completions 5000] [--renames 2000] FOLDER

Completion: at random types, properties, references, attributes and allowed values the word is cut to its first three
letters, or deleted, and asked for; it counts where what stood there is among the first ten. Rename: after each the
template has as many findings of each rule as before and, read by PyYAML, differs in the name only.
"""

import argparse
import collections
import json
import pathlib
import random
import re
import sys
import tempfile

import yaml

HOME = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(HOME / "tests" / "editors"))
from server import Server  # noqa: E402

SHOWN = 10
SCHEMA = json.loads((HOME / "grammar/schema/ros.json").read_text())["types"]


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Reads any tag as what it stands before."""


def any_tag(loader, suffix, node):
    if isinstance(node, yaml.MappingNode):
        return {"!" + suffix: loader.construct_mapping(node, deep=True)}
    if isinstance(node, yaml.SequenceNode):
        return {"!" + suffix: loader.construct_sequence(node, deep=True)}
    return {"!" + suffix: node.value}


Loader.add_multi_constructor("!", any_tag)


def bare(node, text):
    """Where the text of a scalar is, without quotes; nothing where it is not written as it is."""
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in ("'", '"'):
        start, end = start + 1, end - 1
    return (start, end) if text[start:end] == node.value else None


def places(text):
    """Words that can be asked for: what they are, where they are."""
    root = yaml.compose(text, Loader=Loader)
    found = []

    def add(kind, node, word=None):
        at = bare(node, text)
        if at and len(node.value) > 3:
            found.append((kind, *at, word or node.value))

    def entries(node):
        return [(key.value, key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)] \
            if isinstance(node, yaml.MappingNode) else []

    def walk(node):
        if isinstance(node, yaml.ScalarNode) and node.tag == "!Ref":
            at = text.index(node.value, node.start_mark.index) if node.value in text[node.start_mark.index:] else None
            if at is not None and len(node.value) > 3:
                found.append(("reference", at, at + len(node.value), node.value))
        for name, _, value in entries(node):
            if name == "Ref" and isinstance(value, yaml.ScalarNode):
                add("reference", value)
            if name == "Fn::GetAtt" and isinstance(value, yaml.SequenceNode) and len(value.value) == 2:
                add("reference", value.value[0])
                add("attribute", value.value[1])
            walk(value)
        if isinstance(node, yaml.SequenceNode):
            for item in node.value:
                walk(item)

    def properties(node, schema):
        for name, key, value in entries(node):
            known = (schema or {}).get(name)
            if known is None:
                continue
            add("property", key)
            inner = known
            while "p" not in inner and "i" in inner:
                inner = inner["i"]
            if known.get("e") and isinstance(value, yaml.ScalarNode):
                add("allowed value", value)
            items = value.value if isinstance(value, yaml.SequenceNode) else [value]
            for item in items:
                properties(item, inner.get("p"))

    walk(root)
    for section, _, resources in entries(root):
        if section != "Resources":
            continue
        for _, _, resource in entries(resources):
            fields = {name: value for name, _, value in entries(resource)}
            kind = fields.get("Type")
            if not isinstance(kind, yaml.ScalarNode) or kind.value not in SCHEMA:
                continue
            add("type", kind)
            properties(fields.get("Properties"), SCHEMA[kind.value].get("p"))
    return found


def position(text, at):
    before = text[:at]
    start = max(before.rfind("\n"), -1) + 1
    return {"line": before.count("\n"), "character": len(before[start:].encode("utf-16-le")) // 2}


def complete(server, uri, version, text, place, kept):
    kind, start, end, word = place
    if kind == "type":
        # The word under the cursor is what follows the last colon.
        start += word.rindex(":") + 1
    typed = text[:start + kept] + text[end:]
    server.change(uri, version, typed)
    _, answer = server.request("textDocument/completion", {"textDocument": {"uri": uri}, "position": position(typed, start + kept)})
    assert "error" not in answer, answer
    result = answer["result"] or []
    items = sorted(result["items"] if isinstance(result, dict) else result, key=lambda it: it.get("sortText", it["label"]))
    labels = [item["label"] for item in items][:SHOWN]
    return any(label == word or label.endswith("." + word) for label in labels), labels


def completions(server, templates, count, rng, verbose):
    results = collections.defaultdict(lambda: [0, 0, 0])
    for _ in range(count):
        uri, text, found = rng.choice(templates)
        place = rng.choice(found)
        server.open(uri, "yaml", text)
        row = results[place[0]]
        row[0] += 1
        for column, kept in ((1, 3), (2, 0)):
            good, labels = complete(server, uri, column + 1, text, place, kept)
            row[column] += good
            if not good and verbose and kept:
                print(f"  {uri} {place}: {labels}")
        server.close(uri)
    total = [sum(row[column] for row in results.values()) for column in range(3)]
    for kind, (asked, three, none) in [*sorted(results.items()), ("all", total)]:
        print(f"  {kind:14} {asked:5}: {three / asked:6.1%} with three letters, {none / asked:6.1%} with none")
    return total[1] >= 0.95 * total[0] and total[2] >= 0.60 * total[0]


def same_but(one, other, old, new):
    """Whether two documents differ in the name only."""
    if isinstance(one, dict):
        return isinstance(other, dict) and len(one) == len(other) and all(
            same_but(*pair, old, new) for pair in zip(one.items(), other.items()))
    if isinstance(one, (list, tuple)):
        return isinstance(other, (list, tuple)) and len(one) == len(other) and all(
            same_but(*pair, old, new) for pair in zip(one, other))
    if isinstance(one, str) and isinstance(other, str):
        return one == other or re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, one) == \
            re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, other)
    return type(one) is type(other) and one == other


def apply(text, edits):
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(at):
        units = lines[at["line"]].encode("utf-16-le")[:at["character"] * 2]
        return starts[at["line"]] + len(units.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda it: offset(it["range"]["start"]), reverse=True):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text


def renames(server, templates, count, rng):
    refused, wrong, done = 0, 0, 0
    codes = lambda found: collections.Counter(it["code"] for it in found)  # noqa: E731
    while done + refused < count:
        uri, text, found = rng.choice(templates)
        found = [place for place in found if place[0] == "reference"]
        if not found:
            continue
        _, start, end, old = rng.choice(found)
        server.open(uri, "yaml", text)
        _, before = server.diagnostics(uri, 0, 1)
        new = "Renamed" + old[:20].replace(":", "")
        _, answer = server.request("textDocument/rename", {
            "textDocument": {"uri": uri}, "position": position(text, start + 1), "newName": new})
        if "error" in answer or not answer["result"]:
            refused += 1
            if not old.startswith("ALIYUN::"):
                print(f"  refused: {uri} {old}: {answer.get('error')}")
        else:
            done += 1
            changes = answer["result"]["changes"]
            edited = apply(text, changes[uri])
            server.change(uri, 2, edited)
            _, after = server.diagnostics(uri, 0, 2)
            alike = same_but(yaml.load(text, Loader), yaml.load(edited, Loader), old, new)
            if codes(before) != codes(after) or not alike or list(changes) != [uri] or edited == text:
                wrong += 1
                print(f"  wrong: {uri} {old} at {position(text, start)}: {codes(before)} {codes(after)} {alike}")
        server.close(uri)
        # Takes back what it said of the document.
        while not server.said.empty():
            server.said.get()
    print(f"  {done} renamed, {wrong} wrong, {refused} refused")
    return wrong == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", type=pathlib.Path, required=True)
    parser.add_argument("--completions", type=int, default=5000)
    parser.add_argument("--renames", type=int, default=2000)
    parser.add_argument("--templates", type=int, default=500, help="how many of the folder's are read at most")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("folder", type=pathlib.Path)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    templates = []
    with tempfile.TemporaryDirectory() as top:
        top = pathlib.Path(top)
        paths = sorted(arguments.folder.rglob("*.y*ml"))
        rng.shuffle(paths)
        for path in paths:
            if len(templates) == arguments.templates:
                break
            try:
                text = path.read_text(encoding="utf-8")
                found = places(text) if "ROSTemplateFormatVersion" in text and "\r" not in text else []
            except (UnicodeDecodeError, yaml.YAMLError):
                continue
            if found:
                templates.append(((top / f"t{len(templates)}.yaml").as_uri(), text, found))
        print(f"{len(templates)} templates, {sum(len(it[2]) for it in templates)} places")
        server = Server([str(arguments.nestc.resolve()), "lsp"], top)
        server.start(top)
        good = completions(server, templates, arguments.completions, rng, arguments.verbose)
        good &= renames(server, templates, arguments.renames, rng)
        server.end()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
