#!/usr/bin/env python3
"""Runs nestc as a hook of the real pre-commit: the block of the README, and the hooks of `.pre-commit-hooks.yaml`.

The repository that they run in is the example `examples/quickstart`, with files beside it that are not templates. Needs
git and `pip install pre-commit`.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# What any repository has that is not a template.
OTHERS = {
    "package.json": "{}\n",
    "docker-compose.yml": "services: {}\n",
    "values.yaml": "image: nginx\n",
    "empty.yaml": "",
}

DYNAMIC = """ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Image: { Type: String }
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      MaxAmount: 1
      ImageId: { Ref: Image }
"""


def readme_block() -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(- repo: .*?)```", text, flags=re.DOTALL)
    if len(blocks) != 1:
        sys.exit("the README has no block, or several, that begin with `- repo:`")
    return "repos:\n" + blocks[0]


class Repository:
    def __init__(self, folder: Path, nestc: Path):
        self.folder = folder
        path = f"{nestc.parent}{os.pathsep}{os.environ['PATH']}"
        author = {f"GIT_{who}_{what}": "nestc@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        self.environment = os.environ | author | {"PATH": path, "PRE_COMMIT_HOME": str(folder / ".git/home"), "LC_ALL": "C"}
        # Without outputs that somebody built there.
        shutil.copytree(ROOT / "examples/quickstart", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("dist"))
        for name, text in OTHERS.items():
            (folder / name).write_text(text, encoding="utf-8")
        self.run(0, "git", "init", "--quiet")

    def run(self, status: int, *command: str, words=()):
        """Runs the command on all that is there, and stops where it does not end as it should."""
        if command[0] != "git":
            self.run(0, "git", "add", "--all")
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, check=False)
        said = (done.stdout + done.stderr).decode("utf-8", errors="replace")
        missing = [word for word in words if word not in said]
        if done.returncode != status or missing:
            sys.exit(f"{' '.join(command)}: status {done.returncode}, not {status}; without {missing}\n{said}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", required=True, type=Path, help="the program")
    nestc = parser.parse_args().nestc.resolve()
    hook = [sys.executable, "-m", "pre_commit"]
    with tempfile.TemporaryDirectory() as temporary:
        repository = Repository(Path(temporary), nestc)
        (repository.folder / ".pre-commit-config.yaml").write_text(readme_block(), encoding="utf-8")
        every = [*hook, "run", "--all-files", "--verbose"]
        repository.run(0, *every, words=["Passed", "skipped"])
        dynamic = repository.folder / "templates/dynamic.yaml"
        dynamic.write_text(DYNAMIC, encoding="utf-8")
        repository.run(1, *every, words=["Failed", "NST101"])
        dynamic.unlink()

        def of_repository(name, status, *words):
            repository.run(status, *hook, "try-repo", str(ROOT), name, "--all-files", "--verbose", words=words)

        of_repository("nestc-lint", 0, "Passed")
        of_repository("nestc-build-check", 1, "Failed", "NST227")
        repository.run(0, str(nestc), "build")
        of_repository("nestc-build-check", 0, "Passed", "is up to date")
        dynamic.write_text(DYNAMIC.replace("{ Ref: Image }", "centos_7").replace("ImageId", "ImageID"), encoding="utf-8")
        of_repository("nestc-fix", 1, "Failed", "files were modified by this hook")
        if "ImageId: centos_7" not in dynamic.read_text(encoding="utf-8"):
            sys.exit("the hook fixed nothing")
    print("every hook does what it should")


if __name__ == "__main__":
    main()
