#!/usr/bin/env python3
"""Applies every safe fix in copies of the given folders by `nestc fix`, and looks at what was written.

Afterwards nothing may be found that was not found before, a second run must change nothing, and each file must hold what
the edits of the findings, as `--format json` has them, make of it, byte by byte: all else is as it was.

    tests/oracle/fixes.py --nestc target/release/nestc FOLDER...

Exit status: 0 all well, 1 differences.
"""

import argparse
import collections
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROUNDS = 24


def run(nestc, folder, *arguments):
    done = subprocess.run([nestc, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode > 2 or "fault" in done.stderr:
        print(f"{folder}: {arguments}: {done.returncode}: {done.stderr[:600]}")
    return done


def lint(nestc, folder):
    return json.loads(run(nestc, folder, "lint", ".", "--show-secrets", "--format", "json").stdout)["findings"]


def texts(folder):
    files = (it for it in folder.rglob("*") if it.is_file() and not it.is_symlink() and ".git" not in it.parts)
    return {str(it.relative_to(folder)): it.read_bytes() for it in files}


def chosen(findings):
    """The safe edits of as many findings as can be fixed at once, by file, and of which rules they are."""
    edits, rules = collections.defaultdict(list), collections.Counter()
    for finding in findings:
        fix = finding.get("fix")
        if not fix or fix["applicability"] != "safe":
            continue
        own = [(it["file"], it["span"]["start"], it["span"]["end"], it["text"]) for it in fix["edits"]]
        name = own[0][0]
        touches = any(file != name or start <= old_end and old_start <= end
                      for file, start, end, _ in own for old_start, old_end, _ in edits[name])
        if not touches:
            edits[name] += [it[1:] for it in own]
            rules[finding["code"]] += 1
    return {file: sorted(own) for file, own in edits.items() if own}, rules


def applied(text, edits):
    for start, end, new in reversed(edits):
        text = text[:start] + new.encode() + text[end:]
    return text


def key(finding):
    return finding["file"], finding["code"], finding["message"]


def check(nestc, source):
    found, rules = [], collections.Counter()
    with tempfile.TemporaryDirectory() as scratch:
        by_nestc, by_hand = pathlib.Path(scratch) / "nestc", pathlib.Path(scratch) / "hand"
        shutil.copytree(source, by_nestc, symlinks=True)
        shutil.copytree(source, by_hand, symlinks=True)
        before = lint(nestc, by_nestc)
        done = run(nestc, by_nestc, "fix", ".")
        fixed = texts(by_nestc)
        again = run(nestc, by_nestc, "fix", ".")
        if texts(by_nestc) != fixed or "0 fixes in 0 files" not in again.stderr:
            found.append(f"{source}: the second run changes something: {again.stderr.strip()[-200:]}")
        after = lint(nestc, by_nestc)
        known = collections.Counter(map(key, before))
        for one, count in collections.Counter(map(key, after)).items():
            if count > known[one]:
                found.append(f"new: {one}")
        findings = before
        for _ in range(ROUNDS):
            edits, counts = chosen(findings)
            if not edits:
                break
            rules += counts
            for file, own in edits.items():
                path = by_hand / file
                path.write_bytes(applied(path.read_bytes(), own))
            findings = lint(nestc, by_hand)
        for name, text in texts(by_hand).items():
            if fixed.get(name) != text:
                found.append(f"{name}: `nestc fix` wrote something else than the edits of the findings")
        print(f"{source}: {done.stderr.strip().splitlines()[-1]}; by rule: {dict(sorted(rules.items()))}")
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
