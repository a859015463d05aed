#!/usr/bin/env python3
"""Runs the commands of each pipeline in this folder as its four jobs would, on the quickstart with more templates, and compares what
they make together with what one build makes.

    examples/ci/test.py target/debug/nestc

Needs PyYAML.
"""

import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent
JOBS = 4


def commands(name):
    """For each job of the pipeline the commands of nestc that it runs, as a shell would see them."""
    pipeline = yaml.safe_load((HERE / name).read_text())
    if name == "github.yml":
        job = pipeline["jobs"]["shard"]
        written = [step["run"] for step in job["steps"] if "run" in step]
        numbered = [{"${{ matrix.shard }}": shard} for shard in job["strategy"]["matrix"]["shard"]]
    elif name == "gitlab.yml":
        written = pipeline["nestc"]["script"]
        jobs = pipeline["nestc"]["parallel"]
        numbered = [{"$CI_NODE_INDEX": str(at + 1), "$CI_NODE_TOTAL": str(jobs)} for at in range(jobs)]
    else:
        written = [step["script"] for step in pipeline["steps"] if "script" in step]
        jobs = pipeline["strategy"]["parallel"]
        numbered = [
            {"$(System.JobPositionInPhase)": str(at + 1), "$(System.TotalJobsInPhase)": str(jobs)} for at in range(jobs)
        ]
    for values in numbered:
        job = []
        for line in written:
            for variable, value in values.items():
                line = line.replace(variable, value)
            words = shlex.split(line)
            if words[0] == "nestc":
                assert not any("$" in word for word in words), line
                job.append(words[1:])
        yield job


def tree(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("nestc-build")
    }


def main():
    nestc = str(pathlib.Path(sys.argv[1]).resolve())
    pipelines = sorted(path.name for path in HERE.glob("*.yml"))
    assert len(pipelines) >= 3, pipelines
    with tempfile.TemporaryDirectory() as folder:
        project = pathlib.Path(folder, "project")
        shutil.copytree(HERE.parent / "quickstart", project)
        shutil.rmtree(project / "dist", ignore_errors=True)
        web = (project / "templates/web.yaml").read_text()
        for number in range(20):
            (project / f"templates/web-{number}.yaml").write_text(web)
        subprocess.run([nestc, "build", "--quiet"], cwd=project, check=True)
        whole = tree(project / "dist")
        shutil.rmtree(project / "dist")
        for name in pipelines:
            joined, made = {}, []
            jobs = list(commands(name))
            assert len(jobs) == JOBS, f"{name}: {jobs}"
            for job in jobs:
                assert [words[0] for words in job] == ["lint", "build"], f"{name}: {job}"
                for words in job:
                    subprocess.run([nestc, *words], cwd=project, check=True, capture_output=True)
                part = tree(project / "rendered")
                assert not joined.keys() & part.keys(), f"{name}: two jobs make one file"
                joined.update(part)
                made.append(len(part))
                shutil.rmtree(project / "rendered")
            assert joined == whole, f"{name}: {len(joined)} files instead of {len(whole)}"
            print(f"{name}: {' + '.join(map(str, made))} files are the {len(whole)} of one build")


if __name__ == "__main__":
    main()
