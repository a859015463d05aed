#!/usr/bin/env python3
"""Makes everything that a release has: programs, wheels, npm packages, Debian package, container image, formula,
a bill of materials and checksums.

    packaging/release.py --out DIR [--target TARGET …]

Needs Rust with the targets (`rustup target add TARGET`), and from PyPI maturin, cargo-zigbuild and ziglang
(`pip install 'maturin[zig]' cargo-zigbuild`); npm for its packages, dpkg-deb for the Debian package,
umoci (`apt-get install umoci`) for the image.
What is missing stops the release; `--skip NAME` leaves a kind out and says so.
"""

import argparse
import gzip
import hashlib
import io
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tarfile

from package import ROOT, cargo_package

# The targets, how npm names them, and the tag that maturin is to give the wheel.
TARGETS = {
    "x86_64-unknown-linux-musl": ("linux-x64", ["musllinux_1_1"]),
    "aarch64-unknown-linux-musl": ("linux-arm64", ["musllinux_1_1"]),
    "x86_64-apple-darwin": ("darwin-x64", []),
    "aarch64-apple-darwin": ("darwin-arm64", []),
    "x86_64-pc-windows-gnu": ("win32-x64", []),
}
# Wheels for systems with glibc are built for it, though the static program runs there, too: pip asks for them by that name.
GLIBC = {"x86_64-unknown-linux-musl": "x86_64-unknown-linux-gnu", "aarch64-unknown-linux-musl": "aarch64-unknown-linux-gnu"}
SHELLS = {"bash": "nestc.bash", "zsh": "_nestc", "fish": "nestc.fish", "powershell": "_nestc.ps1", "elvish": "nestc.elv"}
KINDS = ["archives", "wheels", "npm", "deb", "image", "formula", "sbom"]


def run(*command, **more):
    print("+", " ".join(map(str, command)), flush=True)
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True, **more)


def output(*command):
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


class Release:
    """A folder that a release is put together in."""

    def __init__(self, out, targets):
        self.out = out
        self.targets = targets
        self.package = cargo_package()
        self.version = self.package["version"]
        self.target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
        self.programs = {}

    def build(self):
        """The program for each target; by zig, which brings each system's linker and libraries."""
        for target in self.targets:
            run("cargo", "zigbuild", "--release", "--locked", "--bin", "nestc", "--target", target)
            suffix = ".exe" if "windows" in target else ""
            self.programs[target] = self.target / target / "release" / f"nestc{suffix}"

    def texts(self):
        """Pages and completions, which the program prints: one of those that were built, where one runs here."""
        here = f"{platform.machine()}-unknown-linux-musl" if sys.platform == "linux" else None
        program = self.programs.get(here)
        if program is None:
            run("cargo", "build", "--release", "--locked", "--bin", "nestc")
            program = self.target / "release" / "nestc"
        texts = self.target / "release-texts"
        shutil.rmtree(texts, ignore_errors=True)
        (texts / "completions").mkdir(parents=True)
        run(program, "man", "--output", texts / "man")
        for shell, name in SHELLS.items():
            (texts / "completions" / name).write_bytes(output(program, "completions", shell))
        return texts

    def archives(self, texts):
        """One archive a target, the same bytes whenever it is made."""
        for target, program in self.programs.items():
            name = f"nestc-{self.version}-{target}"
            files = [(program.name, program)]
            files += [(name, ROOT / name) for name in ("README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE")]
            files += [(str(path.relative_to(texts)), path) for path in sorted(texts.rglob("*")) if path.is_file()]
            buffer = io.BytesIO()
            with tarfile.open(fileobj=buffer, mode="w") as archive:
                for inside, path in files:
                    entry = tarfile.TarInfo(f"{name}/{inside}")
                    entry.size = path.stat().st_size
                    entry.mode = 0o755 if path == program else 0o644
                    with path.open("rb") as stream:
                        archive.addfile(entry, stream)
            (self.out / f"{name}.tar.gz").write_bytes(gzip.compress(buffer.getvalue(), 9, mtime=0))

    def wheels(self):
        for target in self.targets:
            tags = TARGETS[target][1]
            maturin = ["maturin", "build", "--release", "--locked", "--out", self.out, "--zig"]
            compatible = [part for tag in tags for part in ("--compatibility", tag)]
            run(*maturin, "--target", target, *compatible)
            if target in GLIBC:
                run(*maturin, "--target", GLIBC[target], "--compatibility", "manylinux2014")
        run("maturin", "sdist", "--out", self.out)

    def npm(self):
        programs = [f"{TARGETS[target][0]}={program}" for target, program in self.programs.items()]
        run("packaging/npm/pack.py", "--out", self.out, *programs)

    def static(self):
        """The programs that any Linux runs, with their architecture as Debian and containers name it."""
        names = {"x86_64": "amd64", "aarch64": "arm64"}
        return [(names[it.split("-")[0]], program) for it, program in self.programs.items() if "linux" in it]

    def deb(self, texts):
        for architecture, program in self.static():
            run("packaging/deb.py", program, texts, self.out, architecture)

    def image(self):
        for architecture, program in self.static():
            image = self.out / f"nestc-{self.version}-{architecture}.oci.tar"
            run("packaging/container/image.sh", program, image, self.version, architecture)

    def formula(self):
        (self.out / "nestc.rb").write_bytes(output("packaging/homebrew/formula.py", self.out))

    def sbom(self):
        """One bill a target: not every system needs the same crates."""
        for target in self.targets:
            bill = output("packaging/sbom.py", "--target", target)
            (self.out / f"nestc-{self.version}-{target}.cdx.json").write_bytes(bill)

    def checksums(self):
        files = sorted(path for path in self.out.iterdir() if path.is_file() and path.name != "SHA256SUMS")
        lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
        (self.out / "SHA256SUMS").write_text("".join(lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--target", action="append", choices=TARGETS, help="a target [default: all]")
    parser.add_argument("--skip", action="append", default=[], choices=KINDS, help="a kind that is not made")
    arguments = parser.parse_args()
    out = arguments.out.resolve()
    if out.exists() and any(out.iterdir()):
        parser.error(f"{out} is not empty")
    out.mkdir(parents=True, exist_ok=True)

    release = Release(out, arguments.target or list(TARGETS))
    release.build()
    texts = release.texts()
    for kind in KINDS:
        if kind in arguments.skip:
            print(f"left out: {kind}")
        elif kind in ("archives", "deb"):
            getattr(release, kind)(texts)
        else:
            getattr(release, kind)()
    release.checksums()
    print(f"{len(list(out.iterdir()))} files of version {release.version} in {out}")


if __name__ == "__main__":
    main()
