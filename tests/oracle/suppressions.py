#!/usr/bin/env python3
"""Suppresses all findings in copies of the given folders by `nestc lint --add-suppressions`, and looks at what was written.

Afterwards nestc must find nothing but what cannot be suppressed, and no suppression that is unused; a second run must write
nothing; each text must read as before: YAML and JSON by PyYAML and json but for what was added, and the lines of YAML and
HCL must be the same but for comments.

    tests/oracle/suppressions.py --nestc target/release/nestc FOLDER...

PyYAML must be installed. Exit status: 0 all well, 1 differences.
"""

import argparse
import collections
import difflib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

REASON = "known before"
NEVER = {"NST001", "NST005", "NST901", "NST902", "NST903"}
COMMENT = re.compile(r"^\s*# nestc: allow(-file)?\([a-z0-9, -]+\) -- known before\s*$")


class Loader(yaml.SafeLoader):
    """Reads any tag, and timestamps as strings."""


def any_tag(loader, suffix, node):
    if isinstance(node, yaml.MappingNode):
        return (suffix, loader.construct_pairs(node, deep=True))
    if isinstance(node, yaml.SequenceNode):
        return (suffix, loader.construct_sequence(node, deep=True))
    return (suffix, node.value)


Loader.add_multi_constructor("", any_tag)


def run(nestc, folder, *arguments):
    done = subprocess.run([nestc, "lint", ".", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        print(f"{folder}: {arguments}: {done.returncode}: {done.stderr[:600]}")
    return done


def lint(nestc, folder):
    return json.loads(run(nestc, folder, "--format", "json").stdout)


def without(value):
    """`value` of JSON without what suppressions add."""
    if isinstance(value, list):
        return [without(item) for item in value]
    if isinstance(value, str):
        lines = value.split("\n")
        return "\n".join(line for line in lines if not COMMENT.match(line))
    if not isinstance(value, dict):
        return value
    value = {key: without(item) for key, item in value.items() if key != "//" or "nestc:" not in json.dumps(item)}
    metadata = value.get("Metadata")
    if isinstance(metadata, dict) and "nestc" in metadata:
        value["Metadata"] = {key: item for key, item in metadata.items() if key != "nestc"}
        if not value["Metadata"]:
            del value["Metadata"]
    return value


def strings(value):
    """`value` of YAML without the comments in its texts."""
    if isinstance(value, str):
        return without(value)
    if isinstance(value, (list, tuple)):
        return [strings(item) for item in value]
    if isinstance(value, dict):
        return {strings(key) if isinstance(key, str) else key: strings(item) for key, item in value.items()}
    return value


def differences(name, old, new):
    """What is not the same in `new` but for suppressions."""
    if old == new:
        return []
    found = []
    if old.lstrip("\ufeff").lstrip().startswith("{"):
        try:
            before = json.loads(old.lstrip("\ufeff"))
        except ValueError:
            before = None
        if before is not None:
            after = json.loads(new.lstrip("\ufeff"))
            return [] if without(before) == without(after) else [f"{name}: reads as something else"]
    matcher = difflib.SequenceMatcher(None, old.splitlines(True), new.splitlines(True), autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        lines = new.splitlines(True)[c:d]
        if tag != "equal" and not (a == b and all(COMMENT.match(line) or "# nestc:" in line for line in lines)):
            found.append(f"{name}: {tag}: {old.splitlines(True)[a:b]} {lines}")
    if name.endswith((".yaml", ".yml")):
        try:
            before = list(yaml.load_all(old, Loader))
        except Exception:  # a text that PyYAML does not read
            return found
        if strings(before) != strings(list(yaml.load_all(new, Loader))):
            found.append(f"{name}: reads as something else")
    return found


def texts(folder):
    files = (it for it in folder.rglob("*") if it.is_file() and not it.is_symlink() and ".git" not in it.parts)
    return {it.relative_to(folder): it.read_bytes() for it in files}


def check(nestc, source):
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "copy"
        shutil.copytree(source, folder, symlinks=True)
        before = lint(nestc, folder)
        old = texts(folder)
        done = run(nestc, folder, "--add-suppressions", "--reason", REASON)
        new = texts(folder)
        after = lint(nestc, folder)
        again = run(nestc, folder, "--add-suppressions", "--reason", REASON)
        found = []
        if texts(folder) != new:
            found.append(f"{source}: the second run writes something")
        counts = collections.Counter(it["code"] for it in before["findings"])
        rest = collections.Counter(it["code"] for it in after["findings"])
        # Into JSON that cannot be read nothing is written.
        damaged = {it["file"] for it in after["findings"] if it["code"] == "NST001" and it["file"].endswith(".json")}
        for finding in after["findings"]:
            code = finding["code"]
            if finding["file"] in damaged:
                continue
            if code not in NEVER or rest[code] > counts[code]:
                found.append(f"left: {finding['file']}:{finding['line']}: {code} {finding['message']}")
        changed = 0
        for path, text in new.items():
            if old[path] != text:
                changed += 1
                found += differences(str(path), old[path].decode(), text.decode())
        print(f"{source}: {sum(counts.values())} findings, {changed} files changed: {done.stderr.strip()[-200:]}")
        print("   by rule:", dict(sorted(counts.items())), "left:", dict(sorted(rest.items())))
        if again.returncode not in (0, 1) or done.returncode not in (0, 1):
            found.append(f"{source}: it failed")
        return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", required=True, type=pathlib.Path)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    found = [it for folder in arguments.folders for it in check(arguments.nestc.resolve(), folder)]
    for difference in found[:60]:
        print(difference)
    print(f"{len(found)} differences")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
