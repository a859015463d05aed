#!/usr/bin/env python3
"""Power loss, on an ext4 file system of its own (needs root and a loop device): right after exit status 0 the new content
is on disk; at any moment before that the tree is, after the next command, wholly old or wholly new.

    sudo tests/disk/power.py --nestc target/release/nestc --rounds 60

The file system is shut down as if the power had failed (nothing of its log or of the cache reaches the disk), and
mounted again.
"""
import argparse
import fcntl
import os
import pathlib
import random
import struct
import subprocess
import tempfile
import time

from project import Project, difference

SHUTDOWN = 0x8004587D  # FS_IOC_SHUTDOWN
NO_LOG_FLUSH = 2


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


class Disk:
    def __init__(self, folder):
        self.image, self.mount = folder / "image", folder / "mount"
        self.mount.mkdir()
        with open(self.image, "wb") as image:
            image.truncate(512 << 20)
        run("mkfs.ext4", "-q", "-F", str(self.image))
        self.attach()

    def attach(self):
        run("mount", "-o", "loop,commit=300", str(self.image), str(self.mount))

    def pull_the_plug(self):
        descriptor = os.open(self.mount, os.O_RDONLY)
        fcntl.ioctl(descriptor, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        os.close(descriptor)

    def restart(self):
        for _ in range(50):
            if subprocess.run(["umount", str(self.mount)], capture_output=True).returncode == 0:
                break
            time.sleep(0.1)
        self.attach()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", required=True)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--templates", type=int, default=200)
    parser.add_argument("--regions", type=int, default=10)
    parser.add_argument("--no-sync", action="store_true", help="build with --no-sync, to see the check fail")
    options = parser.parse_args()
    command = ["build", "--quiet", *(["--no-sync"] if options.no_sync else [])]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="nestc-power-"))
    disk = Disk(folder)
    try:
        project = Project(os.path.abspath(options.nestc), disk.mount / "p", options.templates, options.regions)
        trees, longest = [], 0
        for state in (0, 1, 0, 1):
            project.set(state)
            begun = time.monotonic()
            assert project.run("build", "--quiet").returncode == 0
            longest = time.monotonic() - begun
            trees.append(project.tree())
        trees, now, wrong, counts = trees[2:], 1, [], {}
        for number in range(options.rounds):
            project.set(1 - now)
            os.sync()
            when = "after" if number % 2 else "before"
            build = project.start(*command)
            if when == "after":
                said = build.communicate()[1]
                assert build.returncode == 0, said
            else:
                time.sleep(random.uniform(0, longest))
            disk.pull_the_plug()
            build.kill()
            build.wait()
            disk.restart()
            project.run("lock", "forget", "web_server@none")
            tree = project.tree()
            state = next((state for state in (0, 1) if tree == trees[state]), None)
            what = "mixed" if state is None else "new" if state != now else "old"
            counts[when, what] = counts.get((when, what), 0) + 1
            if what == "mixed" or (when == "after" and what != "new"):
                wrong.append(f"round {number}, {when}: {what}: {difference(tree, trees[1 - now])}")
            if state is None:
                project.run("build", "--quiet", "--force")
                state = 1 - now
            now = state

        # One file replaced by `fix`.
        for number in range(options.rounds // 3):
            path = project.folder / "t" / "1.yaml"
            good = path.read_text()
            path.write_text(good.replace("ImageId", "ImageID"))
            os.sync()
            fixed = project.run("fix", "t/1.yaml")
            assert fixed.returncode == 0, fixed.stderr
            disk.pull_the_plug()
            disk.restart()
            what = "new" if path.read_text() == good else "other"
            counts["after fix", what] = counts.get(("after fix", what), 0) + 1
            if what != "new":
                wrong.append(f"fix {number}: {path.read_text()[:80]!r}")
        print(counts)
        print("\n".join(wrong[:20]))
        print(f"{options.rounds} rounds, {len(wrong)} wrong")
    finally:
        subprocess.run(["umount", str(disk.mount)])
        disk.image.unlink()
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
