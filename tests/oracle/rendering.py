#!/usr/bin/env python3
"""Builds every template of the given folders and reads the outputs with PyYAML, json and Terraform.

For every literal that `nestc inspect` finds in a slot, or through functions that choose one, the folder is built
with a manifest that maps it. Then each output must differ from its source in just the bytes of those literals, and an independent
parser must read it as the source with just those values replaced.

    tests/oracle/rendering.py --nestc target/release/nestc FOLDER...

Terraform is used where it is installed; PyYAML must be. Exit status: 0 all well, 1 differences.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import yaml

IMAGE = "m-bp1oracle0000000000{:02}"
REGION = "cn-hangzhou"
THROUGH = ["Fn::FindInMap", "Fn::If", "Fn::Select"]
# A provider with a region of its own takes that region's image.
REGIONS = [REGION, "cn-beijing", "cn-shanghai", "cn-shenzhen", "cn-hongkong", "ap-southeast-1", "us-east-1", "us-west-1"]


class Loader(yaml.SafeLoader):
    """PyYAML as ROS uses it: short tags, time stamps as strings, JSON first."""


def tagged(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {"!" + suffix: value}


Loader.add_multi_constructor("!", tagged)
Loader.add_constructor("tag:yaml.org,2002:timestamp", Loader.construct_yaml_str)


def load(text):
    """The values of a ROS template."""
    try:
        return json.loads(text)
    except ValueError:
        return yaml.load(text, Loader)


def run(*command, **options):
    return subprocess.run(command, capture_output=True, **options)


def template_files(folder):
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in (".git", ".terraform", "out", "dist"))
        for name in sorted(names):
            if name.endswith((".tf", ".yaml", ".yml", ".json")) and name != "nestc.yaml":
                if name not in ("lint.json", "inspect.json", "nestc-build.json"):
                    yield pathlib.Path(root, name)


def inspect(nestc, path):
    result = run(nestc, "inspect", str(path))
    if result.returncode != 0:
        return []
    return json.loads(result.stdout)["files"]


def differences(before, after):
    """The pairs of leaves in which two values differ."""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key in before:
            yield from differences(before[key], after[key])
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for old, new in zip(before, after):
            yield from differences(old, new)
    elif before != after or type(before) is not type(after):
        yield before, after


def is_replaced(old, new, literals, images):
    """Whether `new` is `old` with some of `literals` replaced by their images, and nothing else."""
    if old in literals or old.strip() in literals:
        return new == old.replace(old.strip(), images[old.strip()])
    for literal in literals:
        new = new.replace(images[literal], literal)
    return new == old


class Folder:
    def __init__(self, nestc, source):
        self.nestc = str(pathlib.Path(nestc).resolve())
        self.source = pathlib.Path(source)
        self.problems = []
        self.counts = {"files": 0, "slots": 0, "yaml": 0, "terraform": 0, "broken": 0, "left alone": 0, "refused": 0}

    def check(self, work):
        shutil.copytree(self.source, work, symlinks=True, ignore=shutil.ignore_patterns(".git", "out", "dist", "nestc.yaml"))
        os.chdir(work)
        pathlib.Path("nestc.yaml").write_text(json.dumps({"version": 1, "also-through": THROUGH}))
        slots = {}
        for path in template_files("."):
            for file in inspect(self.nestc, path):
                wanted = [slot for slot in file["slots"] if self.is_rendered(slot)]
                if wanted:
                    slots.setdefault(file["path"], {}).update({(slot["span"]["start"], slot["resource"]): slot for slot in wanted})
        literals = sorted({slot["value"]["text"].strip() for file in slots.values() for slot in file.values()})
        images = {literal: IMAGE.format(index % 100) for index, literal in enumerate(literals)}
        if not images:
            return
        self.write_manifest(slots, images)
        built = run(self.nestc, "build", "--quiet", "--format", "short")
        if not os.path.isdir("nestc-out"):
            if (self.source.parent / "build.txt").exists():
                # The case shows that it cannot be built.
                self.counts["refused"] += 1
                return
            self.problems.append(f"{self.source}: no build: {built.stdout.decode()[-2000:]}{built.stderr.decode()[-500:]}")
            return
        for path, file_slots in sorted(slots.items()):
            self.counts["files"] += 1
            self.counts["slots"] += len(file_slots)
            self.compare(path, list(file_slots.values()), images)

    @staticmethod
    def is_rendered(slot):
        value = slot["value"]
        text = value.get("text") or ""
        if slot.get("region", REGION) != REGION:
            # Only another region reads it, for which nothing is built.
            return False
        return value["kind"] == "literal" and slot["support"] in ("supported", "launch") and text.strip() and "{{" not in text

    def write_manifest(self, slots, images):
        launch = sorted({s["type"] for f in slots.values() for s in f.values() if s["support"] == "launch"})
        templates = sorted({path if not path.endswith(".tf") else os.path.dirname(path) or "." for path in slots})
        names = [f"package_{index}" for index, _ in enumerate(images)]
        manifest = {
            "version": 1,
            "templates": [template.replace("[", "[[]").replace("{", "[{]") for template in templates],
            "regions": [REGION],
            "packages": {
                name: {"versions": {"v1_0": {"status": "published", "images": dict.fromkeys(REGIONS, image)}}}
                for name, image in zip(names, images.values())
            },
            "associations": {literal: f"{name}@v1_0" for name, literal in zip(names, images)},
            "output": "nestc-out/{region}/{path}",
            "also-render": launch,
            "also-through": THROUGH,
            "lint": {rule: "off" for rule in self.rules()},
        }
        pathlib.Path("nestc.yaml").write_text(json.dumps(manifest, ensure_ascii=False, indent=1))

    def rules(self):
        listed = run(self.nestc, "rules", "--format", "json").stdout
        return [rule["name"] for rule in json.loads(listed)]

    def compare(self, path, slots, images):
        source = pathlib.Path(path).read_bytes()
        output_path = pathlib.Path("nestc-out", REGION, path)
        if not output_path.exists():
            self.problems.append(f"{path}: no output")
            return
        output = output_path.read_bytes()
        if b"<<:" in source:
            # A merged image ID gets an entry of its own, which is nowhere in the source.
            return self.read_ros(path, source, output, slots, images)
        at = place = 0
        # Several slots may reach one literal through functions.
        literals = sorted({slot["span"]["start"]: slot for slot in slots}.items())
        for index, (start, slot) in enumerate(literals):
            end = slot["span"]["end"]
            kept = source[at:start]
            if output[place : place + len(kept)] != kept:
                self.problems.append(f"{path}: bytes before {start} changed")
                return
            place += len(kept)
            following = literals[index + 1][0] if index + 1 < len(literals) else len(source)
            rest = source[end : min(end + 64, following)]
            stop = output.find(rest, place) if rest else len(output)
            if output[place:stop] == source[start:end] and b"provider" in source:
                # The provider's region is not constant, so there is no right image.
                self.counts["left alone"] += 1
                slots = [it for it in slots if it is not slot]
            elif images[slot["value"]["text"].strip()].encode() not in output[place:stop]:
                self.problems.append(f"{path}: {start}: {output[place:stop]!r} has no image")
                return
            at, place = end, stop
        if output[place:] != source[at:]:
            self.problems.append(f"{path}: bytes after the last slot changed")
            return
        (self.read_terraform if path.endswith(".tf") else self.read_ros)(path, source, output, slots, images)

    def read_ros(self, path, source, output, slots, images):
        literals = {slot["value"]["text"].strip() for slot in slots}
        try:
            before = load(source.decode())
        except (yaml.YAMLError, ValueError):
            self.counts["broken"] += 1
            return
        changed = list(differences(before, load(output.decode())))
        for old, new in changed:
            if not (isinstance(old, str) and isinstance(new, str) and is_replaced(old, new, literals, images)):
                self.problems.append(f"{path}: PyYAML reads {new!r:.200} for {old!r:.200}")
        # PyYAML shows what an anchor holds at each of its aliases.
        at_most = None if b"*" in source else len(slots)
        if bool(changed) != bool(slots) or at_most is not None and len(changed) > at_most:
            self.problems.append(f"{path}: {len(changed)} values changed for {len(slots)} slots")
        self.counts["yaml"] += 1

    def read_terraform(self, path, source, output, slots, images):
        if shutil.which("terraform") is None:
            return
        before = run("terraform", "fmt", "-", input=source)
        after = run("terraform", "fmt", "-", input=output)
        if before.returncode != after.returncode:
            self.problems.append(f"{path}: terraform reads the source and not the output")
        texts = {slot["value"]["text"].strip() for slot in slots}
        changed = [
            (old, new) for old, new in zip(before.stdout.splitlines(), after.stdout.splitlines()) if old != new
        ]
        for old, new in changed:
            if not any(new == old.replace(text.encode(), images[text].encode()) for text in texts):
                self.problems.append(f"{path}: terraform reads {new!r} for {old!r}")
        self.counts["terraform"] += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", default="target/release/nestc")
    parser.add_argument("folders", nargs="+")
    arguments = parser.parse_args()
    home = os.getcwd()
    total, problems = {}, []
    for folder in arguments.folders:
        os.chdir(home)
        source = pathlib.Path(folder).resolve()
        cases = sorted(path / "in" for path in source.iterdir() if (path / "in").is_dir()) or [source]
        for case in cases:
            os.chdir(home)
            checked = Folder(pathlib.Path(home, arguments.nestc), case)
            with tempfile.TemporaryDirectory() as temporary:
                checked.check(pathlib.Path(temporary, "work"))
                os.chdir(home)
            problems += checked.problems
            for key, count in checked.counts.items():
                total[key] = total.get(key, 0) + count
    for problem in problems:
        print(problem)
    print(f"{total.get('files', 0)} files, {total.get('slots', 0)} literals rendered; read by PyYAML: {total.get('yaml', 0)}, by Terraform: {total.get('terraform', 0)}; sources that PyYAML cannot read: {total.get('broken', 0)}; left alone: {total.get('left alone', 0)}; refused on purpose: {total.get('refused', 0)}; {len(problems)} problems")
    sys.exit(1 if problems or not total.get("slots") else 0)


if __name__ == "__main__":
    main()
