#!/usr/bin/env python3
"""Makes the tables of this folder anew. Each command names what it reads:

    update.py terraform --schemas CLONE --provider CLONE --revision v1.289.0 --date 2026-08
        CLONE of lonegunmanb/terraform-alicloud-schema (MIT: the answers of `terraform providers schema`)
        and of aliyun/terraform-provider-alicloud (MPL-2.0; facts of its Go source)
    update.py ros --wheels FOLDER
        FOLDER with wheels ros-cdk-* of PyPI (Apache-2.0); types of other packages stay as they are
    update.py withdrawn --documents CLONE
        CLONE of AlibabaCloudDocs/ros (MIT)
    update.py associations --iac-code FOLDER
        FOLDER of the unpacked wheel iac-code of PyPI (Apache-2.0)
"""

import argparse
import json
import re
import subprocess
from pathlib import Path

import cdk
import documents
import provider
import tables


def git(repository, *arguments):
    return subprocess.run(["git", "-C", repository, *arguments], capture_output=True, check=True).stdout


def stored_schemas(repository):
    """What `terraform providers schema` says, by section and type, from the Go files that store it."""
    found = {"resources": {}, "data": {}}
    for section, folder in (("resources", "generated/resource"), ("data", "generated/data")):
        names = git(repository, "ls-tree", "--name-only", "HEAD", folder + "/").decode().split()
        for path in names:
            name = path.rsplit("/", 1)[-1].removesuffix(".go")
            if not name.startswith("alicloud_") or name.endswith("_test"):
                continue
            text = git(repository, "show", f"HEAD:{path}").decode()
            literal = re.search(r"= `(\{.*?\n\})`", text, re.S)
            # A backquote inside of the text is written as a string of its own.
            whole = re.sub(r'`\s*\+\s*"`"\s*\+\s*`', "`", literal.group(1))
            found[section][name] = tables.of_block(json.loads(whole, strict=False)["block"])
    return found


def merged(stored, source):
    """Properties as `stored`, with what only the provider's source says."""
    found = {}
    for name in {*stored, *source}:
        old, new = stored.get(name), source.get(name)
        if old is None or new is None:
            found[name] = old if new is None else new
            continue
        both = {**new, **{key: it for key, it in old.items() if key in ("b", "l", "r", "c", "t")}}
        for key in ("b", "r", "c"):
            if key not in old:
                both.pop(key, None)
        inner = (old.get("i") or {}).get("p"), (new.get("i") or {}).get("p")
        if None not in inner and not old.get("c"):
            both["i"] = {"t": "object", "p": merged(*inner)}
        elif "i" in old:
            both["i"] = old["i"]
        found[name] = both
    return found


def terraform(arguments):
    stored = stored_schemas(arguments.schemas)
    source = provider.Source(arguments.provider, arguments.revision)
    sections = {}
    for section, old in stored.items():
        new = source.types(section)
        sections[section] = {}
        for name in {*old, *new}:
            written = {key: it for key, it in (new.get(name) or {}).items() if it is not None}
            known = old.get(name, {"id": {"t": "string"}, "timeouts": tables.block("single", 0, 0, None)})
            properties = merged(known, written) if name in old or new.get(name) is not None else None
            sections[section][name] = {} if properties is None else {"p": properties}
    head = {
        "version": arguments.revision.removeprefix("v"),
        "date": arguments.date,
        "source": "the answers of `terraform providers schema` in lonegunmanb/terraform-alicloud-schema (MIT), and the "
        "Go source of aliyun/terraform-provider-alicloud, of which facts were taken",
        "licence": "MIT",
    }
    tables.write("alicloud.json", head, sections)


# What a source is wrong about: it calls these maps, and the service takes a list.
CORRECTIONS = {
    ("MODULE::ACS::ComputeNest::FluxGitHelmDeploy", "WaitUntil"): {"t": "any"},
    ("MODULE::ACS::ComputeNest::FluxOciHelmDeploy", "WaitUntil"): {"t": "any"},
}


def ros(arguments):
    table = tables.load("ros.json")
    types = table["types"]
    wheels = sorted(Path(arguments.wheels).glob("ros_cdk_*.whl"))
    for wheel in wheels:
        for name, entry in cdk.types(wheel).items():
            # Attributes and what `Ref` returns are also known from other sources.
            old = types.get(name, {})
            attributes = sorted({*entry["a"], *old.get("a", [])})
            types[name] = {**{key: old[key] for key in ("ref",) if key in old}, **entry, "a": attributes}
    for (name, key), shape in CORRECTIONS.items():
        types[name]["p"][key] = shape
    packages = {*table["sources"]["c"].get("packages", []), *(wheel.name.split("-")[0].replace("_", "-") for wheel in wheels)}
    table["sources"]["c"]["packages"] = sorted(packages)
    tables.write("ros.json", {key: table[key] for key in ("version", "date", "sources")}, {"types": types})


def withdrawn(arguments):
    source = "AlibabaCloudDocs/ros, 2021-07 (MIT): property names that the documents had then"
    tables.write("ros-2021.json", {"source": source}, {"types": documents.read(arguments.documents)})


def associations(arguments):
    path = "iac_code/tools/cloud/aliyun/ros_validation/data/ros_association_property_specs.json"
    specs = json.loads((Path(arguments.iac_code) / path).read_text(encoding="utf-8"))
    properties, found = specs["association_properties"], {}
    for name, it in properties.items():
        component = specs["components"][it["component"]]
        found[name] = {"keys": sorted((component.get("metadata") or {}).get("properties", {})), "scope": it["scope"]}
        if it["deprecated"]:
            found[name]["deprecated"] = 1
            # Another name of the same component takes its place.
            same = [other for other, that in properties.items() if that["component"] == it["component"]]
            instead = [other for other in same if not properties[other]["deprecated"] and "::" in other]
            if it["replacement"] or instead:
                found[name]["instead"] = it["replacement"] or min(instead)
    head = {
        "source": "iac-code 0.16 ros_association_property_specs.json (Apache-2.0): association properties of ROS "
        "parameters, and the keys that AssociationPropertyMetadata may have",
        "common": sorted(specs["common_metadata"]["schema"]["properties"]),
        "excluded": sorted(specs["excluded_association_properties"]),
    }
    tables.write("association.json", head, {"properties": found})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("terraform")
    command.set_defaults(run=terraform)
    for name in ("--schemas", "--provider", "--revision", "--date"):
        command.add_argument(name, required=True)
    command = commands.add_parser("ros")
    command.set_defaults(run=ros)
    command.add_argument("--wheels", required=True)
    command = commands.add_parser("withdrawn")
    command.set_defaults(run=withdrawn)
    command.add_argument("--documents", required=True)
    command = commands.add_parser("associations")
    command.set_defaults(run=associations)
    command.add_argument("--iac-code", required=True)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
