#!/usr/bin/env python3
"""Prints a bill of materials of the program: every crate that is compiled into it, as CycloneDX 1.5 in JSON.

    packaging/sbom.py [--target TARGET]

All of it comes from Cargo.lock and `cargo metadata`, so the same commit has the same bill. Build scripts, derive macros and what only tests need are
not in the program, and not in the bill.
"""

import argparse
import json
import subprocess
import tomllib
import uuid

from package import ROOT

REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"


def metadata(target):
    command = ["cargo", "metadata", "--format-version=1", "--locked", "--filter-platform", target]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def compiled_in(known):
    """The crates that the program is made of, by their IDs, each with those that it needs."""
    packages = {package["id"]: package for package in known["packages"]}
    nodes = {node["id"]: node for node in known["resolve"]["nodes"]}

    def is_macro(package):
        return any("proc-macro" in target["kind"] for target in package["targets"])

    needs, waiting = {}, [known["resolve"]["root"]]
    while waiting:
        this = waiting.pop()
        if this in needs:
            continue
        own = [
            dependency["pkg"]
            for dependency in nodes[this]["deps"]
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]) and not is_macro(packages[dependency["pkg"]])
        ]
        needs[this] = sorted(set(own))
        waiting += own
    return packages, needs


def reference(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package, checksums):
    made = {
        "type": "library",
        "bom-ref": reference(package),
        "name": package["name"],
        "version": package["version"],
        "purl": reference(package),
    }
    if package.get("description"):
        made["description"] = " ".join(package["description"].split())
    if package.get("license"):
        made["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    if package.get("repository"):
        made["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    checksum = checksums.get((package["name"], package["version"]))
    if checksum:
        made["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    return made


def bill(target):
    known = metadata(target)
    packages, needs = compiled_in(known)
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())
    checksums = {(it["name"], it["version"]): it["checksum"] for it in lock["package"] if it.get("source") == REGISTRY}
    root = known["resolve"]["root"]
    ids = sorted((it for it in needs if it != root), key=lambda it: reference(packages[it]))
    components = [component(packages[it], checksums) for it in ids]
    unsourced = [it["name"] for it in components if "hashes" not in it]
    if unsourced:
        raise SystemExit(f"not from the registry: {', '.join(unsourced)}")
    program = {**component(packages[root], {}), "type": "application"}
    dependencies = [
        {"ref": reference(packages[it]), "dependsOn": [reference(packages[other]) for other in needs[it]]}
        for it in [root, *ids]
    ]
    content = json.dumps([program, components, dependencies], sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {"component": program, "properties": [{"name": "cargo:target", "value": target}]},
        "components": components,
        "dependencies": dependencies,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", default="x86_64-unknown-linux-musl")
    print(json.dumps(bill(parser.parse_args().target), indent=2))


if __name__ == "__main__":
    main()
