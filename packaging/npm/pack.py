#!/usr/bin/env python3
"""Makes npm packages: one with the launcher, one for each platform with the program.

    packaging/npm/pack.py --out DIR linux-x64=PATH [darwin-arm64=PATH …]

The version is that of Cargo.toml. A platform is named as Node.js names it: `process.platform`-`process.arch`.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))
from package import cargo_package  # noqa: E402


def described(package, name, **more):
    return {
        "name": name,
        "version": package["version"],
        "description": package["description"],
        "license": package["license"],
        "repository": {"type": "git", "url": f"git+{package['repository']}.git"},
        **more,
    }


def pack(folder, description, files, out):
    """Writes package.json and files into a folder, and packs it."""
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps(description, indent=2) + "\n")
    for name, source in files.items():
        shutil.copy(source, folder / name)
        if not name.endswith((".md", "MIT", "APACHE")):
            (folder / name).chmod(0o755)
    subprocess.run(["npm", "pack", "--silent", "--pack-destination", str(out)], cwd=folder, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True, help="where the .tgz files go")
    parser.add_argument("programs", nargs="+", metavar="PLATFORM=PATH")
    arguments = parser.parse_args()
    out = arguments.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    package = cargo_package()
    licences = {name: ROOT / name for name in ("LICENSE-MIT", "LICENSE-APACHE")}
    programs = dict(program.split("=", 1) for program in arguments.programs)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for platform, path in programs.items():
            system, processor = platform.split("-")
            program = "nestc.exe" if system == "win32" else "nestc"
            description = described(
                package, f"@nestc/{platform}", os=[system], cpu=[processor], files=[program], preferUnplugged=True
            )
            pack(folder / platform, description, {program: path, **licences}, out)
        description = described(
            package,
            "nestc",
            bin={"nestc": "launcher.js"},
            files=["launcher.js"],
            engines={"node": ">=14"},
            keywords=package["keywords"],
            optionalDependencies={f"@nestc/{platform}": package["version"] for platform in sorted(programs)},
        )
        files = {"launcher.js": HERE / "launcher.js", "README.md": ROOT / "README.md", **licences}
        pack(folder / "nestc", description, files, out)


if __name__ == "__main__":
    main()
