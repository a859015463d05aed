#!/usr/bin/env python3
"""Times a build of 1,000 templates for 20 regions against `cp` of the same tree with `sync` after it, and the start of the program
against `/bin/true`. Run it on a quiet machine:

    cargo build --release && benches/rendering.py target/release/nestc

Prints wall clock and CPU time (user and system), the best and the median of some rounds, and the ratios.
"""

import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TEMPLATES, REGIONS, ROUNDS = 1000, 20, 5
HOME = pathlib.Path(__file__).resolve().parent.parent


def timed(*command, cwd=None):
    """Wall clock and CPU seconds of one run."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def project(folder):
    """1,000 copies of the documentation's sample, and a manifest for 20 regions."""
    sample = (HOME / "golden/documentation-sample/in/template.yaml").read_text()
    (folder / "templates").mkdir(parents=True)
    for index in range(TEMPLATES):
        (folder / f"templates/t{index:04}.yaml").write_text(sample.replace("EcsInstanceGroup", f"Group{index}"))
    known = [line.split('"')[1] for line in (HOME / "grammar/regions.toml").read_text().splitlines() if line.startswith("id = ")]
    regions = known[:REGIONS]
    images = "".join(f"          {region}: m-bench{index:015}\n" for index, region in enumerate(regions))
    (folder / "nestc.yaml").write_text(
        f"version: 1\ntemplates: ['templates/*.yaml']\nregions: [{', '.join(regions)}]\npackages:\n  web_server:\n"
        f"    versions:\n      v1_0:\n        status: published\n        images:\n{images}"
        "associations:\n  centos_7: web_server@v1_0\nlint: {image-in-two-regions: off, image-region-mismatch: off}\n"
    )


def show(name, rounds):
    walls, cpus = zip(*rounds)
    print(f"{name:28} wall {min(walls) * 1e3:8.1f} ({statistics.median(walls) * 1e3:8.1f}) ms   "
          f"CPU {min(cpus) * 1e3:8.1f} ({statistics.median(cpus) * 1e3:8.1f}) ms")
    return statistics.median(walls), statistics.median(cpus)


def main():
    nestc = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "target/release/nestc").resolve())
    print("best (median); the ratios are of medians")
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        project(work / "project")
        builds, copies, again = [], [], []
        for _ in range(ROUNDS):
            shutil.rmtree(work / "project/dist", ignore_errors=True)
            shutil.rmtree(work / "copy", ignore_errors=True)
            (work / "project/nestc.lock").unlink(missing_ok=True)
            os.sync()
            builds.append(timed(nestc, "build", cwd=work / "project"))
            os.sync()
            copies.append(timed("sh", "-c", "cp -r project/dist copy && sync", cwd=work))
            again.append(timed(nestc, "build", "--check", cwd=work / "project"))
        count = sum(1 for path in (work / "copy").rglob("*") if path.is_file())
        build, copy = show(f"nestc build, {count} files", builds), show("cp -r of the outputs, sync", copies)
        show("nestc build --check", again)
        print(f"build / cp and sync: wall {build[0] / copy[0]:.2f}, CPU {build[1] / copy[1]:.2f}")
        template = str(work / "project/templates/t0000.yaml")
        starts = {"/bin/true": ["/bin/true"], "nestc --version": [nestc, "--version"], "nestc lint FILE": [nestc, "lint", template]}
        rounds = {name: [] for name in starts}
        for _ in range(60):
            for name, command in starts.items():
                rounds[name].append(timed(*command, cwd=work / "project"))
        medians = {name: show(name, rounds[name]) for name in starts}
        for name in list(starts)[1:]:
            print(f"{name} / /bin/true: wall {medians[name][0] / medians['/bin/true'][0]:.2f}, CPU {medians[name][1] / medians['/bin/true'][1]:.2f}")


if __name__ == "__main__":
    main()
