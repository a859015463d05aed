#!/usr/bin/env python3
"""Gives every placeholder in the ROS templates of the given folders a value, and reads the outputs with PyYAML.

Each output must read as its source in which every placeholder in a string is that value, whatever the string's quoting;
the bytes outside of placeholders must be the same, and so must all of them where no placeholder has a value.

    tests/oracle/placeholders.py --nestc target/release/nestc FOLDER...

PyYAML must be installed. Exit status: 0 all well, 1 differences.
"""

import argparse
import json
import pathlib
import re
import sys
import tempfile

from rendering import inspect, load, run, template_files
import yaml

PLACEHOLDER = re.compile(r"\{\{[ \t]*computenest::[\w:./@-]*\w[\w:./@-]*[ \t]*\}\}")
REGION = "cn-hangzhou"
# Quotes, a comment's sign and a colon; Terraform in a ROS template would escape the quotes once more.
PLAIN = "https://files.example.com/a?b=c&d=e#f"
QUOTED = "https://files.example.com/a?b='c'&d=\"e\"#f\\g"


def replaced(value, text):
    """`value` with every placeholder in its strings and keys replaced by `text`."""
    if isinstance(value, str):
        return PLACEHOLDER.sub(lambda _: text, value)
    if isinstance(value, list):
        return [replaced(item, text) for item in value]
    if isinstance(value, dict):
        return {replaced(key, text): replaced(item, text) for key, item in value.items()}
    return value


def build(nestc, folder, placeholders):
    manifest = {
        "version": 1,
        "templates": ["t.yaml"],
        "regions": [REGION],
        "placeholders": placeholders,
        "output": "out/{region}/{path}",
        "lint": {rule["name"]: "off" for rule in json.loads(run(nestc, "rules", "--format", "json").stdout)},
    }
    pathlib.Path(folder, "nestc.yaml").write_text(json.dumps(manifest))
    built = run(nestc, "build", "--quiet", "--format", "short", cwd=folder)
    output = pathlib.Path(folder, "out", REGION, "t.yaml")
    return output.read_bytes() if built.returncode == 0 else built


def check(nestc, path, counts):
    """What is wrong with `path`, if anything."""
    files = [file for file in inspect(nestc, path) if file["dialect"] == "ros" and file.get("placeholders")]
    if not files:
        return
    source = path.read_bytes()
    try:
        before = load(source.decode())
    except (yaml.YAMLError, ValueError):
        return
    found = files[0]["placeholders"]
    names = sorted({f"{{{{ computenest::{it['family']}::{it['id']} }}}}" for it in found})
    counts["files"] += 1
    counts["placeholders"] += len(found)
    outside, at = [], 0
    for it in found:
        outside.append(source[at : it["span"]["start"]])
        at = it["span"]["end"]
    outside.append(source[at:])
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "t.yaml").write_bytes(source)
        for value in [None, PLAIN] + ([] if "Workspace" in before else [QUOTED]):
            output = build(nestc, folder, dict.fromkeys(names, value))
            if not isinstance(output, bytes):
                yield f"{path}: no build: {output.stdout.decode()[-500:]}{output.stderr.decode()[-500:]}"
            elif value is None and output != source:
                yield f"{path}: differs without a value"
            elif value is not None and load(output.decode()) != replaced(before, value):
                yield f"{path}: PyYAML reads another value for {value}"
            elif not re.fullmatch(b".*".join(map(re.escape, outside)), output, re.DOTALL):
                yield f"{path}: bytes outside of placeholders changed"
            counts["outputs"] += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", default="target/release/nestc")
    parser.add_argument("folders", nargs="+")
    arguments = parser.parse_args()
    nestc = str(pathlib.Path(arguments.nestc).resolve())
    counts, problems = {"files": 0, "placeholders": 0, "outputs": 0}, []
    for folder in arguments.folders:
        for path in template_files(folder):
            problems += check(nestc, path, counts)
    for problem in problems:
        print(problem)
    print(
        f"{counts['files']} files with {counts['placeholders']} placeholders, {counts['outputs']} outputs read; "
        f"{len(problems)} problems"
    )
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
