#!/usr/bin/env python3
"""Whole-process CPU time, wall clock and memory of nestc beside other programs that look at such files. Run it on a quiet machine:

    cargo build --release && benches/programs.py target/release/nestc [--only tiny,sample,…]

The others, each by its name, from where it is published; one that is missing is left out, and that is said:

    pip install yamllint cfn-lint iac-code ruff typos
    cargo install cfn-guard

Memory is measured by GNU time (`apt-get install time`).

All run one after the other, round after round. Times are medians. `structure` marks programs that read what a template means, or at least
its YAML; ruff reads Python, and gets as many bytes of that; typos reads words.
"""

import argparse
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import tempfile
import threading
import time

HOME = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = HOME / "golden/documentation-sample/in/template.yaml"

TINY = """\
ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Vpc:
    Type: ALIYUN::ECS::VPC
    Properties:
      CidrBlock: 10.0.0.0/8
"""

# Two rules: what is asked of image IDs, and that every resource has a type.
GUARD = """\
let groups = Resources.*[ Type == 'ALIYUN::ECS::InstanceGroup' ]
rule image_is_literal when %groups !empty {
    %groups.Properties.ImageId is_string
}
rule resources_have_types {
    Resources.*.Type exists
}
"""


def megabyte():
    """One template of a megabyte."""
    head = "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n"
    one = (
        "  Group{number}:\n    Type: ALIYUN::ECS::InstanceGroup\n    Properties:\n      ImageId: centos_7\n"
        "      InstanceType: ecs.g7.large\n      MaxAmount: 1\n      SystemDiskCategory: cloud_essd\n"
        "      SystemDiskSize: 40\n      AllocatePublicIP: false\n      InstanceName: group-{number}\n"
    )
    parts, size, number = [head], len(head), 0
    while size < 1_000_000:
        parts.append(one.replace("{number}", str(number)))
        size += len(parts[-1])
        number += 1
    return "".join(parts)


def python(size):
    """About as many bytes of Python."""
    line = 'group_{number} = {{"type": "ecs.g7.large", "amount": 1, "image": "centos_7"}}\n'
    parts, have, number = [], 0, 0
    while have < size:
        parts.append(line.format(number=number))
        have += len(parts[-1])
        number += 1
    return "".join(parts)


def inputs(folder, only):
    """Name, folder of templates, folder of as much Python, rounds."""
    sample = SAMPLE.read_text()
    kinds = {
        "tiny": ("a tiny template", [TINY], 40),
        "sample": ("the sample of the documentation", [sample], 40),
        "megabyte": ("one of 1 MB", [megabyte()], 10),
        "thousand": ("1,000 small files", [TINY.replace("Vpc", f"Vpc{at}") for at in range(1_000)], 10),
        "ten-thousand": ("10,000 files", [TINY.replace("Vpc", f"Vpc{at}") for at in range(10_000)], 3),
    }
    for kind, (name, texts, rounds) in kinds.items():
        if only and kind not in only:
            continue
        templates, scripts = folder / kind / "templates", folder / kind / "python"
        templates.mkdir(parents=True)
        scripts.mkdir()
        for at, text in enumerate(texts):
            (templates / f"t{at:05}.yaml").write_text(text)
            (scripts / f"t{at:05}.py").write_text(python(len(text)))
        path = templates if len(texts) > 1 else templates / "t00000.yaml"
        size = sum(len(text) for text in texts)
        yield f"{name}, {size / 1000:.1f} kB", path, scripts, rounds


def programs(nestc, folder):
    """Name, whether it reads structure, and the command for templates and for Python."""
    rules = folder / "rules.guard"
    rules.write_text(GUARD)
    quiet = folder / "yamllint.yaml"
    quiet.write_text("extends: default\n")

    def files(path):
        return sorted(map(str, path.glob("*.yaml"))) if path.is_dir() else [str(path)]

    return {
        "nestc lint": (True, nestc, lambda path, _: [nestc, "lint", str(path)]),
        "cfn-guard validate": (True, "cfn-guard", lambda path, _: ["cfn-guard", "validate", "--rules", str(rules), "--data", str(path)]),
        "yamllint": (True, "yamllint", lambda path, _: ["yamllint", "--config-file", str(quiet), str(path)]),
        "cfn-lint": (True, "cfn-lint", lambda path, _: ["cfn-lint", "--non-zero-exit-code", "none", "--", *files(path)]),
        "iac-code": (True, "iac-code", iac_code),
        "ruff check": (False, "ruff", lambda _, scripts: ["ruff", "check", "--isolated", "--no-cache", str(scripts)]),
        "typos": (False, "typos", lambda path, _: ["typos", "--isolated", str(path)]),
    }


def iac_code(path, _):
    """It has no command that looks at files without a model: what is timed is its start."""
    return ["iac-code", "--version"]


def timed(command):
    """CPU seconds and wall clock of one run; `None` where it takes more than two minutes."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stop = threading.Timer(120, child.kill)
    stop.start()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    stop.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode == -signal.SIGKILL:
        return None
    return usage.ru_utime + usage.ru_stime, wall


def memory(command):
    """Bytes of memory of one run at most. Started by a small program: what starts a process counts as its memory until then."""
    with tempfile.NamedTemporaryFile() as told:
        measured = ["time", "--quiet", "--format", "%M", "--output", told.name, *command]
        subprocess.run(measured, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return int(told.read().split()[-1]) * 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("nestc", nargs="?", default="target/release/nestc")
    parser.add_argument("--only", type=lambda it: it.split(","))
    arguments = parser.parse_args()
    nestc = str(pathlib.Path(arguments.nestc).resolve())
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        known = programs(nestc, folder)
        missing = [name for name, (_, program, _) in known.items() if not shutil.which(program)]
        if missing:
            print(f"not installed, and left out: {', '.join(missing)}\n")
        for title, path, scripts, rounds in inputs(folder, arguments.only):
            runs = {name: [] for name in known if name not in missing}
            slow = set()
            for number in range(rounds):
                for name in runs:
                    # What takes long is run less often.
                    if name in slow and number >= 2:
                        continue
                    run = timed(known[name][2](path, scripts))
                    if run is None or run[1] > 5:
                        slow.add(name)
                    runs[name].append(run)
            print(f"**{title}**\n\n| program | CPU ms | wall ms | memory MB | CPU, times nestc |\n|---|---|---|---|---|")
            ours = statistics.median(run[0] for run in runs["nestc lint"])
            for name, all_of in runs.items():
                finished = [run for run in all_of if run]
                label = name if known[name][0] else f"{name} (no structure)"
                if not finished:
                    print(f"| {label} | over 120,000 | | | |")
                    continue
                cpu, wall = (statistics.median(column) for column in zip(*finished))
                most = memory(known[name][2](path, scripts))
                print(f"| {label} | {cpu * 1e3:.1f} | {wall * 1e3:.1f} | {most / 1e6:.1f} | {cpu / ours:.2f} |")
            print()


if __name__ == "__main__":
    main()
