#!/usr/bin/env python3
"""Several builds of one tree at once: no file is lost or mixed, and the exit statuses are true.

    tests/disk/together.py --nestc target/release/nestc --builds 10 --rounds 100
"""
import argparse
import os
import pathlib
import random
import tempfile

from project import Project, difference


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", required=True)
    parser.add_argument("--builds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--templates", type=int, default=20)
    parser.add_argument("--regions", type=int, default=10)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="nestc-together-")
    project = Project(os.path.abspath(options.nestc), pathlib.Path(folder) / "p", options.templates, options.regions)
    trees = []
    for state in (0, 1, 0, 1):
        project.set(state)
        assert project.run("build", "--quiet").returncode == 0
        trees.append(project.tree())
    trees, wrong, statuses = trees[2:], [], {}
    for number in range(options.rounds):
        builds = []
        for at in range(options.builds):
            # The manifest changes while builds of it run.
            if at % 3 == 0:
                last = random.randint(0, 1)
                manifest = project.folder / "nestc.yaml"
                project.folder = project.folder.parent
                project.set(last)
                os.replace(project.folder / "nestc.yaml", manifest)
                project.folder = manifest.parent
            builds.append(project.start("build", "--quiet"))
        said = [build.communicate()[1] for build in builds]
        for build, text in zip(builds, said):
            statuses[build.returncode] = statuses.get(build.returncode, 0) + 1
            if build.returncode != 0:
                wrong.append(f"round {number}: exit {build.returncode}: {text}")
        tree = project.tree()
        if tree not in trees:
            wrong.append(f"round {number}: mixed: {difference(tree, trees[last])}")
        if project.run("build", "--quiet").returncode != 0 or project.tree() != trees[last]:
            wrong.append(f"round {number}: the next build does not make its tree: {difference(project.tree(), trees[last])}")
    print("\n".join(wrong[:20]))
    print(f"{options.rounds} rounds of {options.builds} builds: {len(wrong)} wrong, exit statuses {statuses}")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
