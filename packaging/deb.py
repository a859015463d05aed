#!/usr/bin/env python3
"""Makes a Debian package of a static program, its man pages and completions.

    packaging/deb.py PROGRAM TEXTS OUT ARCHITECTURE

TEXTS is a folder with `man/` and `completions/`; ARCHITECTURE is as Debian names it: amd64, arm64. Needs dpkg-deb (`apt-get install dpkg`). The same
inputs make the same bytes.
"""

import gzip
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from package import ROOT, cargo_package

MAINTAINER = "The nestc authors <nestc@users.noreply.github.com>"
DESCRIPTION = """\
nestc finds the image IDs in ROS templates and Terraform modules that
Compute Nest cannot replace, and renders one copy of each template per
region. It works offline.
"""
COMPLETIONS = {
    "nestc.bash": "usr/share/bash-completion/completions/nestc",
    "_nestc": "usr/share/zsh/vendor-completions/_nestc",
    "nestc.fish": "usr/share/fish/vendor_completions.d/nestc.fish",
}


def install(source, target, mode=0o644):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)


def squeezed(source, target):
    """Man pages and changelogs are compressed in Debian."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(source.read_bytes(), 9, mtime=0))


def fill(root, program, texts):
    install(program, root / "usr/bin/nestc", 0o755)
    for page in sorted((texts / "man").glob("*.1")):
        squeezed(page, root / f"usr/share/man/man1/{page.name}.gz")
    for name, target in COMPLETIONS.items():
        install(texts / "completions" / name, root / target)
    documents = root / "usr/share/doc/nestc"
    install(ROOT / "README.md", documents / "README.md")
    squeezed(ROOT / "CHANGELOG.md", documents / "changelog.gz")
    licences = [(ROOT / name).read_text() for name in ("LICENSE-MIT", "LICENSE-APACHE")]
    (documents / "copyright").write_text("nestc may be used under either of these licences.\n\n" + "\n\n".join(licences))


def control(package, architecture, root):
    size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
    described = "".join(f" {line}\n" for line in DESCRIPTION.splitlines())
    return (
        f"Package: nestc\nVersion: {package['version']}\nArchitecture: {architecture}\nMaintainer: {MAINTAINER}\n"
        f"Installed-Size: {-(-size // 1024)}\nSection: devel\nPriority: optional\nHomepage: {package['repository']}\n"
        f"Description: {package['description'].split(':')[0]}\n{described}"
    )


def main():
    program, texts, out = map(pathlib.Path, sys.argv[1:4])
    architecture = sys.argv[4]
    package = cargo_package()
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder, "root")
        fill(root, program, texts)
        text = control(package, architecture, root)
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN/control").write_text(text)
        for path in [root, *root.rglob("*")]:
            if path.is_dir():
                path.chmod(0o755)
        made = out.resolve() / f"nestc_{package['version']}_{architecture}.deb"
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "0"}
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(made)]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    print(made)


if __name__ == "__main__":
    main()
