#!/usr/bin/env python3
"""The region of every image slot in real Terraform, read by python-hcl2 and compared with what nestc builds.

Each `image_id` of an instance becomes one literal that is associated with a package of four regions. Every call of a
module is expanded into a copy of its own, as Terraform does; the region of a copy is that of its provider. nestc must
write the image of that region into each copy of the template, or report NST217 where the copies differ or the region is
not constant.

    providers.py --nestc target/release/nestc FOLDER...

needs python-hcl2 (PyPI). A folder is searched for root modules: those that no other module below it calls."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import hcl2

TYPES = ("alicloud_instance", "alicloud_ess_scaling_configuration")
TARGETS = ("cn-qingdao", "us-east-1")
UNKNOWN, TARGET = "?", "target"


def bare(text):
    """The text without the quotes and the interpolation that python-hcl2 leaves around it."""
    text = str(text).strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    whole = re.fullmatch(r"\$\{(.*)\}", text, re.S)
    return whole.group(1).strip() if whole else text


def is_literal(value):
    return isinstance(value, str) and value.startswith('"') and "${" not in value and "%{" not in value


class Module:
    """One folder."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.resources, self.calls, self.providers, self.locals, self.variables = [], [], [], {}, {}
        for path in sorted(self.folder.glob("*.tf")):
            tree = hcl2.loads(path.read_text(encoding="utf-8") + "\n")
            for block in tree.get("resource", []):
                for kind, named in block.items():
                    for name, body in named.items():
                        self.resources.append((bare(kind), bare(name), body, path))
            for block in tree.get("module", []):
                self.calls += [(bare(name), body) for name, body in block.items()]
            for block in tree.get("provider", []):
                self.providers += [(bare(name), body) for name, body in block.items()]
            for block in tree.get("locals", []):
                self.locals.update(block)
            for block in tree.get("variable", []):
                self.variables.update({bare(name): body for name, body in block.items()})

    def local_calls(self):
        for name, body in self.calls:
            source = bare(body.get("source", ""))
            if source.startswith("."):
                yield name, body, (self.folder / source).resolve()


class Copy:
    """One call of a module, with what surrounds it."""

    def __init__(self, module, parent=None, call=None):
        self.module, self.parent, self.call = module, parent, call

    def constant(self, value, depth=0):
        """The string that `value` always is here, or None."""
        if depth > 20 or value is None:
            return None
        if is_literal(value):
            return bare(value)
        name = bare(value)
        local = re.fullmatch(r"local\.([\w-]+)", name)
        if local:
            return self.constant(self.module.locals.get(local.group(1)), depth + 1)
        variable = re.fullmatch(r"var\.([\w-]+)", name)
        if variable and self.parent:
            variable = variable.group(1)
            if variable in self.call:
                return self.parent.constant(self.call[variable], depth + 1)
            return self.constant(self.module.variables.get(variable, {}).get("default"), depth + 1)
        return None

    def region(self, name, alias):
        for own, body in self.module.providers:
            own_alias = bare(body["alias"]) if "alias" in body else None
            if (own, own_alias) == (name, alias) and ("region" in body or not self.parent):
                if "region" not in body:
                    return TARGET
                constant = self.constant(body["region"])
                if constant:
                    return constant
                return TARGET if alias is None and not self.parent else UNKNOWN
        if not self.parent:
            return TARGET
        given = self.call.get("providers", {})
        for key, value in given.items() if isinstance(given, dict) else ():
            if bare(key) == (f"{name}.{alias}" if alias else name):
                return self.parent.region(*split(bare(value)))
        return self.parent.region(name, None) if alias is None else TARGET


def split(address):
    name, _, alias = address.partition(".")
    return name, alias or None


def copies(module, known, parent=None, call=None, depth=0):
    copy = Copy(module, parent, call)
    yield copy
    for _, body, folder in module.local_calls():
        if depth < 12 and folder in known:
            yield from copies(known[folder], known, copy, body, depth + 1)


def make_literal(folder):
    """Gives every image ID of an instance the same literal; returns how many there are."""
    count = 0
    for path in Path(folder).rglob("*.tf"):
        lines, kind = path.read_text(encoding="utf-8").split("\n"), None
        for at, line in enumerate(lines):
            head = re.match(r'\s*resource\s+"?(\w+)"?', line)
            kind = head.group(1) if head else None if re.match(r"}", line) else kind
            slot = re.match(r"(\s*image_id\s*=\s*)\S", line)
            if slot and kind in TYPES and not re.search(r"[(\[{]\s*$", line):
                lines[at] = slot.group(1) + '"nestc_image"'
                count += 1
        path.write_text("\n".join(lines), encoding="utf-8")
    return count


def image(region):
    return "m-abc" + re.sub(r"[^a-z0-9]", "", region)[:17].ljust(17, "0")


def check(nestc, root, base):
    """Compares one root; returns the number of slots and what is wrong."""
    known, waiting = {}, [Path(root).resolve()]
    while waiting:
        folder = waiting.pop()
        if folder in known or not folder.is_dir():
            continue
        known[folder] = Module(folder)
        waiting += [target for _, _, target in known[folder].local_calls()]
    slots = {}
    for copy in copies(known[Path(root).resolve()], known):
        for kind, name, body, path in copy.module.resources:
            if kind in TYPES and bare(body.get("image_id", "")) == "nestc_image":
                reference = split(bare(body["provider"])) if "provider" in body else ("alicloud", None)
                slots.setdefault((path, kind, name), set()).add(copy.region(*reference))
    regions = sorted({it for found in slots.values() for it in found} - {UNKNOWN, TARGET} | set(TARGETS))
    manifest = Path(base, "nestc.yaml")
    lines = ["version: 1", f"templates: [{os.path.relpath(root, base)!r}]", f"regions: [{', '.join(TARGETS)}]", "packages:"]
    lines += ["  web:", "    description: The image of every slot", "    versions:", "      v1_0:", "        status: published", "        images:"]
    lines += [f"          {region}: {image(region)}" for region in regions]
    manifest.write_text("\n".join(lines + ["associations: {nestc_image: web@v1_0}", ""]))
    output = Path(base, "dist")
    shutil.rmtree(output, ignore_errors=True)
    Path(base, "nestc.lock").unlink(missing_ok=True)
    done = subprocess.run([nestc, "build", "--format", "short"], cwd=base, capture_output=True, text=True)
    unclear = {key for key, found in slots.items() if len(found) > 1 or UNKNOWN in found}
    wrong = []
    said = set(re.findall(r"^(.*?):\d+:\d+: error\[NST217\]: .*?`([\w-]+)`", done.stdout, re.M))
    expected = {(os.path.relpath(path, base), name) for path, _, name in unclear}
    if said != expected:
        wrong.append(f"NST217 at {sorted(said)}, expected at {sorted(expected)}; {done.stderr[-300:]}")
    if not unclear and slots:
        if done.returncode:
            return len(slots), wrong + [f"build: {done.returncode}: {(done.stdout + done.stderr)[-600:]}"]
        for target in TARGETS:
            for (path, kind, name), found in slots.items():
                (region,) = found
                written = output / target / path.relative_to(base)
                here = Module(written.parent)
                got = [bare(body["image_id"]) for k, n, body, p in here.resources if (k, n, p.name) == (kind, name, path.name)]
                want = image(target if region == TARGET else region)
                if got != [want]:
                    wrong.append(f"{path}: {name}: {got} for {target}, expected {want} ({region})")
    return len(slots), wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", required=True)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("folders", nargs="+")
    args = parser.parse_args()
    nestc, total, faults, roots, unread = os.path.abspath(args.nestc), 0, 0, 0, 0
    for folder in args.folders:
        with tempfile.TemporaryDirectory() as base:
            base = Path(base, "tree").resolve()
            shutil.copytree(folder, base, symlinks=True, ignore=shutil.ignore_patterns(".git"))
            make_literal(base)
            folders, called = sorted({path.parent for path in base.rglob("*.tf")}), set()
            for it in list(folders):
                try:
                    called |= {target for _, _, target in Module(it).local_calls()}
                except Exception as error:
                    print(f"{it.relative_to(base)}: not read by python-hcl2: {str(error).splitlines()[0]}")
                    folders.remove(it)
                    unread += 1
            for root in folders:
                if root in called or not any("image_id" in p.read_text() for p in root.rglob("*.tf")) and not any(Module(root).local_calls()):
                    continue
                try:
                    count, wrong = check(nestc, root, base)
                except FileNotFoundError as error:
                    count, wrong = 0, [str(error)]
                roots, total, faults = roots + 1, total + count, faults + len(wrong)
                for it in wrong:
                    print(f"{Path(folder).name}/{root.relative_to(base)}: {it}")
                if args.verbose and count:
                    print(f"{Path(folder).name}/{root.relative_to(base)}: {count} slots")
    print(f"{roots} roots, {total} slots, {faults} wrong, {unread} folders not read")
    return 1 if faults or not total else 0


if __name__ == "__main__":
    sys.exit(main())
