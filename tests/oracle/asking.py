#!/usr/bin/env python3
"""Measures completion and rename over real templates, in each language.

    pip install pyyaml python-hcl2
    cargo build --release
    tests/oracle/asking.py --nestc target/release/nestc [--completions 5000] [--renames 2000] FOLDER...

Completion: at random types, properties, references, attributes and allowed values the word is cut to its first three
letters, or deleted, and asked for; it counts where what stood there is among the first ten. The word of a type is what
follows `ALIYUN::ECS::` or `alicloud_`. Rename: after each the
template has as many findings of each rule as before and, read by PyYAML or python-hcl2, differs in the name only.
"""

import argparse
import collections
import dataclasses
import json
import pathlib
import random
import re
import sys
import tempfile
import urllib.parse

import hcl2
import yaml

import words
from words import HOME, Loader

sys.path.insert(0, str(HOME / "tests" / "editors"))
from server import Server  # noqa: E402

SHOWN = 10
LANGUAGES = ("ROS YAML", "ROS JSON", "HCL", "HCL in ROS", ".tf.json", "manifest")


@dataclasses.dataclass
class Document:
    """A file with its words, in a folder of its own."""

    language: str
    uri: str
    text: str
    places: list
    origin: str


def position(text, at):
    before = text[:at]
    start = max(before.rfind("\n"), -1) + 1
    return {"line": before.count("\n"), "character": len(before[start:].encode("utf-16-le")) // 2}


def complete(server, document, version, place, kept):
    text = document.text
    typed = text[:place.start + kept] + text[place.end:]
    server.change(document.uri, version, typed)
    took, answer = server.request("textDocument/completion", {
        "textDocument": {"uri": document.uri}, "position": position(typed, place.start + kept)})
    assert "error" not in answer, answer
    result = answer["result"] or []
    items = sorted(result["items"] if isinstance(result, dict) else result, key=lambda it: it.get("sortText", it["label"]))
    labels = [item["label"] for item in items][:SHOWN]
    return any(label == place.word or label.endswith("." + place.word) for label in labels), labels, took


def completions(server, documents, count, rng, verbose):
    by_language = collections.defaultdict(list)
    for document in documents:
        by_language[document.language].append(document)
    good, total = True, collections.Counter()
    for language, those in by_language.items():
        results, slow = collections.defaultdict(lambda: [0, 0, 0]), []
        for _ in range(count):
            document = rng.choice(those)
            place = rng.choice(document.places)
            server.open(document.uri, "", document.text)
            row = results[place.kind]
            row[0] += 1
            for column, kept in ((1, 3), (2, 0)):
                found, labels, took = complete(server, document, column + 1, place, kept)
                row[column] += found
                slow.append(took)
                if not found and verbose in ("all", "three" if kept else "none"):
                    line = document.text[:place.start].count("\n") + 1
                    print(f"  {kept} {document.origin}:{line} {place.kind} {place.word}: {labels}")
            server.close(document.uri)
            while not server.said.empty():
                server.said.get()
        every = [sum(row[column] for row in results.values()) for column in range(3)]
        slow.sort()
        print(f"{language}: {len(those)} files, median {slow[len(slow) // 2] * 1000:.1f} ms, worst {slow[-1] * 1000:.1f} ms")
        for kind, (asked, three, none) in [*sorted(results.items()), ("all", every)]:
            print(f"  {kind:14} {asked:5}: {three / asked:6.1%} with three letters, {none / asked:6.1%} with none")
        good &= every[1] >= 0.95 * every[0] and every[2] >= 0.60 * every[0]
        total.update(dict(enumerate(every)))
    print(f"all: {total[0]} places, {total[1] / total[0]:.1%} with three letters, {total[2] / total[0]:.1%} with none")
    return good


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


def read(document, text):
    """What another parser reads; nothing of a file beside the document that it cannot read."""
    if document.language != "HCL":
        return yaml.load(text, Loader)
    try:
        return hcl2.loads(text)
    except Exception:  # noqa: BLE001 the parser has no error of its own
        assert text != document.text
        return None


def renames(server, documents, count, rng):
    refused, wrong, done = 0, 0, 0
    codes = lambda found: collections.Counter(it.get("code") for it in found)  # noqa: E731
    named = [(document, [it for it in document.places if it.kind == "reference"]) for document in documents]
    named = [(document, found) for document, found in named if found]
    while done + refused < count:
        document, found = rng.choice(named)
        uri, text = document.uri, document.text
        place = rng.choice(found)
        server.open(uri, "", text)
        _, before = server.diagnostics(uri, 0, 1)
        new = "Renamed" + re.sub(r"\W", "", place.word[:20])
        _, answer = server.request("textDocument/rename", {
            "textDocument": {"uri": uri}, "position": position(text, place.start + 1), "newName": new})
        if "error" in answer or not answer["result"]:
            refused += 1
            if not place.word.startswith("ALIYUN::"):
                print(f"  refused: {document.origin} {place.word}: {answer.get('error')}")
        else:
            done += 1
            changes = answer["result"]["changes"]
            edited = apply(text, changes.get(uri, []))
            others = {other: pathlib.Path(urllib.parse.unquote(other.removeprefix("file://"))) for other in changes if other != uri}
            kept = {path: path.read_text() for path in others.values()}
            for other, path in others.items():
                path.write_text(apply(kept[path], changes[other]))
            if others:
                server.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": other, "type": 2} for other in others]})
            server.change(uri, 2, edited)
            _, after = server.diagnostics(uri, 0, 2)
            alike = same_but(read(document, text), read(document, edited), place.word, new)
            for path, old in kept.items():
                alike &= same_but(read(document, old), read(document, path.read_text()), place.word, new)
                path.write_text(old)
            if others:
                server.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": other, "type": 2} for other in others]})
            if codes(before) != codes(after) or not alike or edited == text:
                wrong += 1
                print(f"  wrong: {document.origin} {place.word} at {position(text, place.start)}: {codes(before)} {codes(after)} {alike}")
        server.close(uri)
        # Takes back what it said of the document.
        while not server.said.empty():
            server.said.get()
    print(f"{done} renamed, {wrong} wrong, {refused} refused")
    return wrong == 0


def plain(value):
    """What python-hcl2 reads, as it is written in JSON."""
    if isinstance(value, dict):
        return {plain(key): plain(it) for key, it in value.items() if key not in ("__is_block__", "__comments__", "__inline_comments__")}
    if isinstance(value, list):
        return [plain(it) for it in value]
    if isinstance(value, str) and len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1]
    return value


def read_all(folders, top, most, rng):
    """At most so many documents of each language."""
    found = collections.defaultdict(list)

    def add(language, origin, name, text, places, siblings=()):
        if places:
            folder = top / f"t{sum(map(len, found.values()))}"
            folder.mkdir()
            for path in siblings:
                (folder / path.name).write_bytes(path.read_bytes())
            (folder / name).write_text(text, encoding="utf-8")
            found[language].append(Document(language, (folder / name).as_uri(), text, places, str(origin)))

    def one(path):
        text = path.read_text(encoding="utf-8")
        if "\r" in text or len(text) > 200_000 or "\ufeff" in text:
            return
        if path.suffix == ".tf":
            hcl2.loads(text)
            siblings = [it for it in path.parent.glob("*.tf") if it != path]
            if len(found["HCL"]) < most:
                names = words.defined([text, *(it.read_text(encoding="utf-8") for it in siblings)])
                add("HCL", path, path.name, text, words.hcl(text, 0, names), siblings)
            if len(found[".tf.json"]) < most:
                made = json.dumps(plain(hcl2.loads(text)), indent=2, ensure_ascii=False)
                add(".tf.json", path, "main.tf.json", made, words.json_hcl(made))
        elif path.name == "nestc.yaml":
            add("manifest", path, path.name, text, words.manifest(text))
        elif "ROSTemplateFormatVersion" in text:
            is_json, is_hcl = text.lstrip().startswith("{"), "Aliyun::Terraform" in text
            language = "ROS JSON" if is_json else "HCL in ROS" if is_hcl else "ROS YAML"
            if len(found[language]) < most:
                add(language, path, "template" + path.suffix, text, words.Ros(text).found)

    for folder in folders:
        paths = sorted(it for it in folder.rglob("*") if it.suffix in (".yaml", ".yml", ".json", ".tf") and it.is_file())
        rng.shuffle(paths)
        for path in paths:
            try:
                one(path)
            except (UnicodeDecodeError, yaml.YAMLError, hcl2.errors.HCLError if hasattr(hcl2, "errors") else ValueError):
                continue
            except Exception as error:  # noqa: BLE001 a file that the other parser cannot read
                if "lark" not in type(error).__module__:
                    raise
    return [document for language in LANGUAGES for document in found[language]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", type=pathlib.Path, required=True)
    parser.add_argument("--completions", type=int, default=5000, help="how many places are asked for in all")
    parser.add_argument("--renames", type=int, default=2000)
    parser.add_argument("--templates", type=int, default=300, help="how many of each language are read at most")
    parser.add_argument("--languages", nargs="*", default=LANGUAGES, choices=LANGUAGES)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--verbose", choices=("three", "none", "all"), help="which misses are shown")
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as top:
        top = pathlib.Path(top)
        documents = read_all(arguments.folders, top, arguments.templates, rng)
        documents = [it for it in documents if it.language in arguments.languages]
        server = Server([str(arguments.nestc.resolve()), "lsp"], top)
        server.start(top)
        good = not arguments.completions or completions(
            server, documents, arguments.completions // len({it.language for it in documents}), rng, arguments.verbose)
        renamed = [it for it in documents if it.language in ("ROS YAML", "ROS JSON", "HCL", "HCL in ROS")]
        good &= not arguments.renames or renames(server, renamed, arguments.renames, rng)
        server.end()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
