#!/usr/bin/env python3
"""Prints the Homebrew formula of a release.

    packaging/homebrew/formula.py DIR > nestc.rb

DIR holds the archives of the release, as `packaging/release.py` writes them.
"""

import hashlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from package import cargo_package  # noqa: E402

PLATFORMS = [
    ("macos", "arm", "aarch64-apple-darwin"),
    ("macos", "intel", "x86_64-apple-darwin"),
    ("linux", "arm", "aarch64-unknown-linux-musl"),
    ("linux", "intel", "x86_64-unknown-linux-musl"),
]


def main():
    folder = pathlib.Path(sys.argv[1])
    package = cargo_package()
    version, repository = package["version"], package["repository"]
    print("class Nestc < Formula")
    print(f'  desc "{package["description"].split(":")[0]}"')
    print(f'  homepage "{repository}"')
    print(f'  version "{version}"')
    print('  license any_of: ["MIT", "Apache-2.0"]')
    for system in ("macos", "linux"):
        built = [
            (processor, archive)
            for name, processor, target in PLATFORMS
            if name == system and (archive := folder / f"nestc-{version}-{target}.tar.gz").exists()
        ]
        if not built:
            continue
        print(f"\n  on_{system} do")
        for processor, archive in built:
            digest = hashlib.sha256(archive.read_bytes()).hexdigest()
            print(f"    on_{processor} do")
            print(f'      url "{repository}/releases/download/v{version}/{archive.name}"')
            print(f'      sha256 "{digest}"')
            print("    end")
        print("  end")
    print(
        """
  def install
    bin.install "nestc"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/nestc.bash" => "nestc"
    zsh_completion.install "completions/_nestc"
    fish_completion.install "completions/nestc.fish"
  end

  test do
    (testpath/"template.yaml").write <<~YAML
      ROSTemplateFormatVersion: '2015-09-01'
      Resources:
        Web:
          Type: ALIYUN::ECS::InstanceGroup
          Properties:
            ImageId:
              Ref: Image
    YAML
    assert_match "NST", shell_output("#{bin}/nestc lint --format short template.yaml", 1)
  end
end"""
    )


if __name__ == "__main__":
    main()
