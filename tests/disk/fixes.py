#!/usr/bin/env python3
"""Several `nestc fix` at once, on files of one folder and on one file: no file is lost or mixed, and the exit statuses
are true.

    tests/disk/fixes.py --nestc target/release/nestc --fixes 4 --rounds 500
"""
import argparse
import os
import pathlib
import subprocess
import tempfile

WRONG = """ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      Imageid: centos_7_9_x64_20G_alibase_20240403.vhd
# {name}
"""
RIGHT = WRONG.replace("Imageid", "ImageId")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", required=True)
    parser.add_argument("--fixes", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=500)
    options = parser.parse_args()
    nestc, wrong, statuses = os.path.abspath(options.nestc), [], {}
    folder = pathlib.Path(tempfile.mkdtemp(prefix="nestc-fixes-"))
    names = [f"t{at}.yaml" for at in range(options.fixes)]
    for number in range(options.rounds):
        for name in names:
            (folder / name).write_text(WRONG.format(name=name))
        # By turns: each its own file, all one file, all of them.
        named = {0: [[name] for name in names], 1: [[names[0]]] * len(names), 2: [["."]] * len(names)}[number % 3]
        fixes = [subprocess.Popen([nestc, "fix", *paths], cwd=folder, stderr=subprocess.PIPE, text=True) for paths in named]
        said = [fix.communicate()[1] for fix in fixes]
        for fix, text in zip(fixes, said):
            statuses[fix.returncode] = statuses.get(fix.returncode, 0) + 1
            # One that came second may find a file changed under its hands, and says so.
            if fix.returncode != 0 and not (fix.returncode == 2 and "changed while it was worked on" in text):
                wrong.append(f"round {number}: exit {fix.returncode}: {text}")
            if number % 3 == 0 and "1 fix in 1 file" not in text:
                wrong.append(f"round {number}: {text}")
        asked = names[:1] if number % 3 == 1 else names
        for name in names:
            text = (folder / name).read_text() if (folder / name).exists() else None
            expected = (RIGHT if name in asked else WRONG).format(name=name)
            if text != expected:
                wrong.append(f"round {number}: {name} holds {text!r}")
        left = sorted(set(os.listdir(folder)) - set(names))
        if left:
            wrong.append(f"round {number}: left {left}")
    print("\n".join(wrong[:20]))
    print(f"{options.rounds} rounds of {options.fixes} fixes: {len(wrong)} wrong, exit statuses {statuses}")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
