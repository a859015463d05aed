#!/usr/bin/env python3
"""Builds killed or interrupted at random moments: after the next command the tree is wholly old or wholly new.

    tests/disk/kill.py --nestc target/release/nestc --kills 500 --interrupts 100 --templates 1000 --regions 20

An observer looks all the time whether any path that both trees have is without its file.
"""
import argparse
import multiprocessing
import os
import pathlib
import random
import signal
import tempfile
import time

from project import Project, difference


SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT]


def observe(folder, paths, stop, missing):
    """Counts how often one of `paths` was not there, or was empty."""
    descriptor = os.open(folder, os.O_RDONLY)
    while not stop.is_set():
        for path in random.sample(paths, min(len(paths), 200)):
            try:
                if os.stat(path, dir_fd=descriptor).st_size == 0:
                    missing.value += 1
            except FileNotFoundError:
                missing.value += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", required=True)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--interrupts", type=int, default=100)
    parser.add_argument("--templates", type=int, default=1000)
    parser.add_argument("--regions", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    folder = tempfile.mkdtemp(prefix="nestc-kill-")
    project = Project(os.path.abspath(options.nestc), pathlib.Path(folder) / "p", options.templates, options.regions)
    trees, times = [], []
    for state in (0, 1, 0, 1):
        project.set(state)
        begun = time.monotonic()
        built = project.run("build", "--quiet")
        assert built.returncode == 0, built.stderr + built.stdout
        times.append(time.monotonic() - begun)
        trees.append(project.tree())
    trees = trees[2:]
    assert trees[0] != trees[1]
    longest = max(times[1:])
    print(f"a build takes {longest:.2f} s, and has {len(trees[0])} files and folders", flush=True)

    both = [path for path in trees[0] if path in trees[1] and not path.endswith("/")]
    stop, missing = multiprocessing.Event(), multiprocessing.Value("i", 0)
    watcher = multiprocessing.Process(target=observe, args=(project.folder, both, stop, missing))
    watcher.start()
    wrong, counts, now = [], {}, 1
    rounds = [signal.SIGKILL] * options.kills + [random.choice(SIGNALS) for _ in range(options.interrupts)]
    random.shuffle(rounds)
    for number, how in enumerate(rounds):
        project.set(1 - now)
        build = project.start("build", "--quiet")
        time.sleep(random.uniform(0, longest * 1.1))
        build.send_signal(how)
        said = build.communicate()[1]
        ended = build.returncode
        if how != signal.SIGKILL:
            # Nothing is left to the next command, and the status says which tree it is.
            tree = project.tree()
            kept, made = tree == trees[now], tree == trees[1 - now]
            allowed = {128 + how: kept, -how: kept, 0: made}
            if not allowed.get(ended, False):
                wrong.append(f"round {number}: {how.name}, exit {ended}, {difference(tree, trees[now])} {said}")
        # The next command is one that writes nothing of its own: there is nothing to forget.
        project.run("lock", "forget", "web_server@none")
        tree = project.tree()
        state = next((state for state in (0, 1) if tree == trees[state]), None)
        counts[(how.name, ended, "new" if state == 1 - now else "old")] = counts.get((how.name, ended, "new" if state == 1 - now else "old"), 0) + 1
        if state is None:
            wrong.append(f"round {number}: {how.name}: mixed: {difference(tree, trees[now])}")
            project.set(now)
            project.run("build", "--quiet", "--force")
            state = now
        now = state
        if number % 50 == 49:
            print(f"{number + 1} rounds, {len(wrong)} wrong, {missing.value} times without a file", flush=True)
    stop.set()
    watcher.join()
    for (how, ended, what), count in sorted(counts.items()):
        print(f"{how}: exit {ended}, the {what} tree: {count}")
    print("\n".join(wrong[:20]))
    print(f"{len(rounds)} rounds: {len(wrong)} wrong; a path was without its file {missing.value} times")
    raise SystemExit(1 if wrong or missing.value else 0)


if __name__ == "__main__":
    main()
