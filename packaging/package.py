"""What Cargo.toml says of the package; the one place that has the version."""

import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent


def cargo_package():
    """The package as `cargo metadata` describes it."""
    command = ["cargo", "metadata", "--no-deps", "--format-version=1", "--locked"]
    metadata = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    return json.loads(metadata)["packages"][0]
