#!/usr/bin/env python3
"""Real editors talk to `nestc lsp`: each opens files, sees diagnostics, hovers, completes, renames, fixes and closes.

    tests/editors/run.py --nestc target/debug/nestc [neovim] [emacs] [vscode]

Without names every editor is run; one that is not installed is a failure. Neovim 0.7 and Emacs 28 with eglot 1.9 are
those of Debian 12; `vscode` is vscode-languageclient on Node, installed from npm into a temporary folder.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

WEB = """ROSTemplateFormatVersion: '2015-09-01'
Description: 网站 😀
Parameters:
  Zone:
    Type: String
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      Imageid: centos_7_9_x64_20G_alibase_20240403.vhd
      ZoneId:
        Ref: Zone
"""

MAIN = """variable "zone" {}

resource "alicloud_instance" "web" {
  imageId           = "centos_7_9_x64_20G_alibase_20240403.vhd"
  availability_zone = var.zone
}
"""

MANIFEST = """templates: [web.yaml]
packages:
  web_server:
    versions:
      v1:
        status: draft
        source: {region: cn-hangzhou, image: m-bp1234567890abcdefgh}
        images: {cn-hangzhou: m-bp1234567890abcdefgh}
associations:
  centos_7_9_x64_20G_alibase_20240403.vhd: web_server@v1
regions: [cn-hangzhou]
"""


def neovim(folder: pathlib.Path) -> list[str]:
    return ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-c", f"luafile {HERE / 'neovim.lua'}"]


def emacs(folder: pathlib.Path) -> list[str]:
    return ["emacs", "--batch", "--load", str(HERE / "emacs.el")]


def vscode(folder: pathlib.Path) -> list[str]:
    client = folder / "client"
    client.mkdir()
    shutil.copy(HERE / "vscode" / "package.json", client)
    shutil.copy(HERE / "vscode" / "client.js", client)
    shutil.copytree(HERE / "vscode" / "vscode", client / "vscode")
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=client, check=True)
    return ["node", str(client / "client.js")]


EDITORS = {"neovim": neovim, "emacs": emacs, "vscode": vscode}


def run(name: str, nestc: pathlib.Path) -> bool:
    with tempfile.TemporaryDirectory() as top:
        work = pathlib.Path(top) / "work"
        work.mkdir()
        (work / "web.yaml").write_text(WEB, encoding="utf-8")
        (work / "nestc.yaml").write_text(MANIFEST, encoding="utf-8")
        (work / "module").mkdir()
        (work / "module" / "main.tf").write_text(MAIN, encoding="utf-8")
        command = EDITORS[name](pathlib.Path(top))
        environment = {**os.environ, "NESTC": str(nestc), "WORK": str(work), "HOME": top, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, timeout=180)
        said = done.stdout + done.stderr
        # Each script says this last: an editor can end without having done anything.
        good = done.returncode == 0 and "all steps done" in said
        print(f"{'ok    ' if good else 'FAILED'} {name}")
        if not good:
            print(said[-6000:])
        return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", type=pathlib.Path, required=True)
    parser.add_argument("editors", nargs="*", choices=[*EDITORS, []], metavar="EDITOR")
    arguments = parser.parse_args()
    nestc = arguments.nestc.resolve()
    results = [run(name, nestc) for name in arguments.editors or EDITORS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
