#!/usr/bin/env python3
"""One call of a build to the system fails, each in turn (by strace): the tree is the old one or the new one, whole, and
the exit status and the message say which.

    tests/disk/faults.py --nestc target/release/nestc
"""
import argparse
import os
import pathlib
import subprocess
import tempfile
import shutil

from project import Project, difference

CALLS = [
    ("write,pwrite64,writev", ["ENOSPC", "EIO"]), ("openat,open,openat2", ["ENOSPC", "EMFILE", "EIO"]),
    ("rename,renameat,renameat2", ["ENOSPC", "EIO", "EACCES"]), ("unlink,unlinkat,rmdir", ["EIO", "EACCES"]),
    ("mkdir,mkdirat", ["ENOSPC", "EACCES"]), ("link,linkat", ["ENOSPC", "EPERM", "EIO"]),
    ("fsync,fdatasync,syncfs", ["EIO", "ENOSPC"]), ("flock", ["EIO", "EINTR"]),
    ("newfstatat,fstat,statx,stat,lstat", ["EIO", "EACCES"]), ("getdents64", ["EIO"]), ("fchmod,chmod", ["EPERM"]),
    ("read,pread64", ["EIO"]), ("faccessat,faccessat2", ["EACCES", "EROFS"]), ("readlink,readlinkat", ["EIO"]),
    ("clone,clone3", ["EAGAIN"]),
]
CLEAR = {"nothing was changed": "old", "nothing is changed": "old", "nothing was written": "old", "in place": "new"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", required=True)
    parser.add_argument("--most", type=int, default=400, help="calls of a kind at most")
    parser.add_argument("--only", help="a kind of call")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="nestc-faults-"))
    project = Project(os.path.abspath(options.nestc), folder / "p", 12, 2, padding=10)
    project.set(0)
    assert project.run("build", "--quiet").returncode == 0
    project.set(1)
    shutil.copytree(project.folder, folder / "old")
    old = project.tree()
    assert project.run("build", "--quiet").returncode == 0
    new = project.tree()
    assert old != new
    wrong = total = 0
    for calls, errors in [(call, errors) for calls, errors in CALLS for call in calls.split(",")]:
        if options.only and options.only not in calls:
            continue
        for error in errors:
            counts, quiet = {}, 0
            for at in range(1, options.most):
                shutil.rmtree(project.folder)
                shutil.copytree(folder / "old", project.folder)
                trace = folder / "trace"
                inject = ["strace", "-f", "-o", str(trace), "-e", f"trace={calls}", "-e", f"inject={calls}:error={error}:when={at}"]
                run = subprocess.run([*inject, project.nestc, "build"], cwd=project.folder, capture_output=True, text=True)
                if "(INJECTED)" not in trace.read_text(errors="replace"):
                    break
                if run.returncode == 127:
                    continue  # The program was not loaded.
                total += 1
                tree = project.tree()
                tree = {path: digest for path, digest in tree.items() if ".nestc-staging-" not in path}
                state = "old" if tree == old else "new" if tree == new else "mixed"
                said = " ".join((run.stderr + run.stdout).split()).replace("│ ", "")
                claims = {claim for words, claim in CLEAR.items() if words in said}
                status = run.returncode
                true = (state == "new" and status == 0 and claims <= {"new"}) or (state == "old" and status in (1, 2) and claims == {"old"})
                # The outputs are complete, but nothing could be said of it, or not all is on disk.
                true = true or (state == "new" and status == 2 and ("in place" in said or "output cannot be written" in said))
                # The failure itself could not be told.
                true = true or (status == 2 and calls == "write" and not run.stderr)
                project.run("lock", "forget", "web_server@none")
                after = project.tree()
                whole = after == old or after == new
                counts[f"exit {status}, {state}"] = counts.get(f"exit {status}, {state}", 0) + 1
                if not (true and whole):
                    wrong += 1
                    print(f"  ! {calls} {error} {at}: exit {status}, {state}, {claims}, then {'whole' if whole else difference(after, old)}: {said[:300]}", flush=True)
            print(f"{calls} {error}: {counts}", flush=True)
    print(f"{total} faults, {wrong} wrong")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
