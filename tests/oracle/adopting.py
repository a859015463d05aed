#!/usr/bin/env python3
"""Adopts every image ID of the given folders that is not a literal, and compares with what the template meant.

Each template is copied with its folder, `nestc adopt` is run on the copy, and then

- each slot that is a literal now must mean in each region what the original meant there: evaluated in Python for ROS
  (FindInMap, If, Select, Join, Sub, parameters), by `terraform console` over the variables and locals for Terraform;
- `nestc lint` must find nothing that it did not find before, but for what it says of the image itself;
- `nestc build` of the new manifest must put that image at the slot of each copy;
- `nestc build --target mappings`, evaluated in each region, must mean the image of the copy for that region.

    NESTC_CORPUS=FOLDER tests/oracle/adopting.py --nestc target/release/nestc [FOLDER...]

PyYAML must be installed; Terraform is used where it is. Exit status: 0 all well, 1 differences.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from rendering import load, run

# What lint says of an image once it is written out: how old it is, that it is of one region.
OF_THE_IMAGE = {"NST109", "NST110", "NST111", "NST114", "NST215"}
LEFT = []
ASKED = ["cn-hangzhou", "cn-beijing", "us-west-1"]


class Unknown(Exception):
    """Only the deployment knows."""


class Ros:
    """A ROS template in one region, with the defaults of its parameters."""

    def __init__(self, template, region):
        self.template, self.region = template, region

    def section(self, name):
        return self.template.get(name) or {}

    def value(self, it):
        if isinstance(it, list):
            return [self.value(item) for item in it]
        if not isinstance(it, dict):
            return it
        if len(it) != 1:
            return {key: self.value(item) for key, item in it.items()}
        (name, given), = it.items()
        name = {"!Ref": "Ref"}.get(name, name.replace("!", "Fn::"))
        if name == "Ref":
            return self.ref(given)
        if name == "Fn::FindInMap":
            table, first, second = (self.value(part) for part in given)
            try:
                return self.value(self.section("Mappings")[table][first][second])
            except (KeyError, TypeError) as error:
                raise Unknown("no such entry") from error
        if name == "Fn::If":
            condition, yes, no = given
            return self.value(yes if self.condition(condition) else no)
        if name == "Fn::Select":
            index, items = self.value(given[0]), self.value(given[1])
            try:
                return items[str(index)] if isinstance(items, dict) else items[int(index)]
            except (KeyError, IndexError, ValueError) as error:
                raise Unknown("no such item") from error
        if name == "Fn::Join":
            return self.value(given[0]).join(str(part) for part in self.value(given[1]))
        if name == "Fn::Sub":
            text, names = (given, {}) if isinstance(given, str) else (given[0], given[1])
            put = lambda found: str(self.value(names[found[1]]) if found[1] in names else self.ref(found[1]))
            return re.sub(r"\$\{(?!!)\s*([^}]+?)\s*\}", put, text).replace("${!", "${")
        if name.startswith("Fn::"):
            raise Unknown(name)
        return {name: self.value(given)}

    def ref(self, name):
        if name == "ALIYUN::Region":
            return self.region
        parameter = self.section("Parameters").get(name)
        if not isinstance(parameter, dict) or parameter.get("Default") is None:
            raise Unknown(name)
        return parameter["Default"]

    def condition(self, it):
        if isinstance(it, bool):
            return it
        if isinstance(it, str):
            if it not in self.section("Conditions"):
                raise Unknown(it)
            return self.condition(self.section("Conditions")[it])
        (name, given), = it.items()
        name = name.replace("!", "Fn::")
        if name == "Fn::Equals":
            return str(self.value(given[0])) == str(self.value(given[1]))
        if name == "Fn::Not":
            return not self.condition(given[0] if isinstance(given, list) else given)
        if name == "Fn::And":
            return all(self.condition(part) for part in given)
        if name == "Fn::Or":
            return any(self.condition(part) for part in given)
        if name in ("Condition", "Fn::Condition"):
            return self.condition(given)
        raise Unknown(name)

    def slot(self, resource, path):
        it = self.section("Resources")[resource]["Properties"]
        for key in re.findall(r"[^.\[\]]+", path):
            it = it[int(key)] if isinstance(it, list) else it[key]
        return self.value(it)


def blocks(text, kinds):
    """The top-level blocks of `text` that begin with one of `kinds`."""
    found, depth, current = [], 0, None
    for line in text.splitlines(keepends=True):
        bare = re.sub(r'"(\\.|[^"\\])*"', '""', line)
        bare = re.sub(r"(#|//).*", "", bare)
        if depth == 0 and re.match(rf"\s*({'|'.join(kinds)})\b", bare):
            current = ""
        if current is not None:
            current += line
        depth += sum(bare.count(it) for it in "{[(") - sum(bare.count(it) for it in "}])")
        if depth == 0 and current is not None and "}" in bare:
            found.append(current)
            current = None
    return found


def terraform(folder, expression, region):
    """What `expression` is where the module in `folder` is deployed in `region`; `Unknown` where nothing tells."""
    if not shutil.which("terraform"):
        raise Unknown("no terraform")
    texts = [path.read_text(errors="replace") for path in sorted(folder.glob("*.tf"))]
    parts = [part for text in texts for part in blocks(text, ["variable", "locals"])]
    parts = [part for part in parts if not re.search(r"\b(data|module|alicloud_\w+|random_\w+)\.", part)]
    expression = re.sub(r"data\.alicloud_regions\.\w+\.(regions\[0\]\.id|ids\[0\])", json.dumps(region), expression)
    with tempfile.TemporaryDirectory() as place:
        main = "\n".join(re.sub(r"validation\s*\{[^{}]*\}", "", part) for part in parts)
        pathlib.Path(place, "main.tf").write_text(main)
        given = []
        for path in sorted(folder.glob("*.tfvars")):
            shutil.copy(path, place)
        for name in re.findall(r'variable\s+"?(region|region_id)"?\s*\{', main):
            given += ["-var", f"{name}={region}"]
        result = run("terraform", f"-chdir={place}", "console", *given, input=expression.encode(), timeout=60)
    text = result.stdout.decode().strip()
    if result.returncode != 0 or not text.startswith('"'):
        raise Unknown(result.stderr.decode()[-200:])
    return json.loads(text)


def inspect(nestc, *arguments):
    result = run(nestc, "inspect", *map(str, arguments))
    return json.loads(result.stdout)["files"] if result.stdout else []


def findings(nestc, *arguments):
    result = run(nestc, "lint", "--format", "json", "--fail-on", "never", *map(str, arguments))
    return json.loads(result.stdout)["findings"] if result.stdout else []


def key(slot):
    return slot["resource"], slot["path"], slot.get("workspace", "")


def slots_of(files, names):
    return {(file["path"].rsplit("/", 1)[-1], *key(slot)): slot for file in files for slot in file["slots"]
            if slot["support"] == "supported" and (names is None or file["path"].rsplit("/", 1)[-1] in names)}


class Oracle:
    def __init__(self, nestc):
        self.nestc = nestc
        self.kinds = collections.defaultdict(collections.Counter)
        self.faults = []
        self.compared = collections.Counter()
        self.known = {}

    def fault(self, where, what):
        self.faults.append(f"{where}: {what}")

    def meant(self, original, dialect, slot, region):
        if dialect == "ros" and "workspace" not in slot:
            return Ros(load(original.read_text()), region).slot(slot["resource"], slot["path"])
        if "workspace" in slot or original.suffix == ".json":
            raise Unknown("embedded")
        raw = original.read_bytes()[slot["span"]["start"]:slot["span"]["end"]].decode()
        asked = (original, raw, region)
        if asked not in self.known:
            try:
                self.known[asked] = terraform(original.parent, raw, region)
            except Unknown as error:
                self.known[asked] = error
        if isinstance(self.known[asked], Unknown):
            raise self.known[asked]
        return self.known[asked]

    def unit(self, source, is_module):
        """One ROS file, or the folder of a module."""
        with tempfile.TemporaryDirectory() as place:
            place = pathlib.Path(place)
            before, after = place / "before", place / "after"
            for copy in (before, after):
                copy.mkdir()
                files = source.iterdir() if is_module else [source]
                for file in files:
                    if file.is_file():
                        shutil.copy(file, copy / re.sub(r"[^\w.-]", "_", file.name))
            target = after if is_module else next(after.iterdir())
            files = inspect(self.nestc, before)
            dialects = {file["path"].rsplit("/", 1)[-1]: file["dialect"] for file in files}
            old = slots_of(files, None)
            wanted = {it: slot for it, slot in old.items() if slot["value"]["kind"] != "literal"}
            if not wanted:
                return
            had = collections.Counter(it["code"] for it in findings(self.nestc, before))
            result = run(self.nestc, "adopt", str(target), cwd=after)
            if result.returncode not in (0, 1):
                self.kinds["(refused)"][result.stderr.decode()[:80]] += len(wanted)
                return
            new = slots_of(inspect(self.nestc, after), None)
            done = []
            for it, slot in wanted.items():
                kind, now = slot["value"]["kind"], new.get(it)
                if now is None:
                    self.fault(source, f"slot {it} is gone")
                    continue
                adopted = now["value"]["kind"] == "literal"
                known = "constant" in slot["value"]
                self.kinds[f"{slot_dialect(dialects, it)} {kind}{' (constant)' if known else ''}"]["adopted" if adopted else "left"] += 1
                if adopted:
                    done.append(it)
                elif kind != "data":
                    LEFT.append(f"{source} {it}: " + " ".join(re.findall(rb"is left: (.*)", result.stderr)[:1] and [re.findall(rb"is left: (.*)", result.stderr)[0].decode()]))
            if not done:
                if (after / "nestc.yaml").exists():
                    self.fault(source, "a manifest was written for nothing")
                return
            self.check(source, before, after, dialects, old, new, done, had)

    def check(self, source, before, after, dialects, old, new, done, had):
        has = collections.Counter()
        messages = {}
        result = run(self.nestc, "lint", "--format", "json", "--fail-on", "never", cwd=after)
        for it in json.loads(result.stdout)["findings"] if result.stdout else []:
            has[it["code"]] += 1
            messages[it["code"]] = it["message"]
        for code, count in (has - had).items():
            if code not in OF_THE_IMAGE:
                self.fault(source, f"{code} is new: {messages[code]}")
            self.compared[f"new findings {code}"] += count
        manifest = load((after / "nestc.yaml").read_text())
        for it in done:
            literal = new[it]["value"]["text"]
            package, _, version = (manifest.get("associations") or {}).get(literal, "@").partition("@")
            regions = manifest["packages"][package]["versions"][version]["images"] if package else None
            for region in ASKED:
                try:
                    wanted = self.meant(before / it[0], slot_dialect(dialects, it), old[it], region)
                except (Unknown, KeyError, TypeError, ValueError) as error:
                    self.compared[f"not evaluated: {type(error).__name__}"] += 1
                    continue
                got = regions.get(region) if regions else literal
                if got is None and str(wanted).startswith("m-"):
                    # What was meant there is an image of another region.
                    self.compared["an image of another region"] += 1
                elif got != wanted:
                    self.fault(source, f"{it} in {region}: {got!r}, meant {wanted!r}")
                else:
                    self.compared["the same image"] += 1
        self.check_builds(source, after, dialects, done)

    def check_builds(self, source, after, dialects, done):
        """Copies have the images of their regions, and the one copy with a map means the same."""
        copies, mapped = after / "copies", after / "mapped"
        run(self.nestc, "lock", cwd=after)
        built = run(self.nestc, "build", "--output", str(copies), cwd=after)
        if b"no region" in built.stderr:
            # Public images are in every region.
            manifest = after / "nestc.yaml"
            manifest.write_text(manifest.read_text() + "\nregions: [cn-hangzhou, cn-beijing]\n")
            built = run(self.nestc, "build", "--output", str(copies), cwd=after)
        if built.returncode != 0:
            self.compared["not built: " + (re.findall(rb"error\[(NST\d+)\]", built.stdout) or [built.stderr[:90]])[0].decode()] += 1
            return
        result = run(self.nestc, "build", "--target", "mappings", "--output", str(mapped), cwd=after)
        if result.returncode != 0:
            self.fault(source, f"no mappings: {(result.stdout + result.stderr).decode()[:300]}")
            return
        for region in sorted(path.name for path in copies.iterdir() if path.is_dir()):
            per_region = slots_of(inspect(self.nestc, *files_of(copies / region)), None)
            one = slots_of(inspect(self.nestc, *files_of(mapped / "mappings")), None)
            for it in done:
                copy, map_slot = per_region.get(it), one.get(it)
                if copy is None or map_slot is None:
                    self.fault(source, f"slot {it} is gone in a build")
                    continue
                try:
                    path = next((mapped / "mappings").rglob(it[0]))
                    if map_slot["value"]["kind"] == "literal":
                        got = map_slot["value"]["text"]
                    else:
                        got = self.meant(path, slot_dialect(dialects, it), map_slot, region)
                except Unknown as error:
                    self.compared[f"mappings not evaluated"] += 1
                    continue
                if got != copy["value"]["text"]:
                    self.fault(source, f"{it} in {region}: mappings mean {got!r}, the copy {copy['value']['text']!r}")
                else:
                    self.compared["mappings mean the same"] += 1


def files_of(folder):
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in
            (".tf", ".json", ".yaml", ".yml", ".template") and path.name not in ("nestc.yaml", "nestc-build.json")]


def slot_dialect(dialects, it):
    return dialects.get(it[0], "terraform")


def units(root):
    """Every ROS file, and every folder of Terraform files."""
    modules, files = set(), []
    for path in sorted(root.rglob("*")):
        if not path.is_file():
            continue
        if path.name.endswith((".tf", ".tf.json")):
            modules.add(path.parent)
        elif path.suffix in (".yaml", ".yml", ".json", ".template"):
            files.append(path)
    return [(path, False) for path in files] + [(path, True) for path in sorted(modules)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--nestc", required=True)
    arguments.add_argument("--left", action="store_true", help="name what is left, but for data sources")
    arguments.add_argument("folders", nargs="*", type=pathlib.Path)
    given = arguments.parse_args()
    folders = given.folders or [pathlib.Path(os.environ["NESTC_CORPUS"])]
    oracle = Oracle(os.path.abspath(given.nestc))
    for folder in folders:
        for path, is_module in units(folder.resolve()):
            oracle.unit(path, is_module)
    for kind, counts in sorted(oracle.kinds.items()):
        total = sum(counts.values())
        print(f"{kind}: {counts['adopted']} of {total} adopted" + "".join(
            f", {count} {what}" for what, count in counts.items() if what not in ("adopted", "left")))
    for what, count in sorted(oracle.compared.items()):
        print(f"{what}: {count}")
    for left in LEFT if given.left else []:
        print(f"left: {left}")
    for fault in oracle.faults:
        print(f"FAULT {fault}")
    return 1 if oracle.faults else 0


if __name__ == "__main__":
    sys.exit(main())
