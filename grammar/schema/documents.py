"""Names of properties that documents of ROS had: a name there that the schema lacks was withdrawn."""

import re
import subprocess


def properties(page):
    """The top-level names of the syntax block of a page."""
    names = set()
    block = re.search(r"```[a-z]*\n(.*?)```", page, re.S)
    if block:
        depth = 0
        for line in block.group(1).splitlines():
            found = re.match(r'\s*"([A-Za-z][A-Za-z0-9]*)"\s*:', line)
            if found and depth == 2:
                names.add(found.group(1))
            depth += line.count("{") + line.count("[") - line.count("}") - line.count("]")
    return names


def read(repository):
    """Type → sorted names, from a clone of AlibabaCloudDocs/ros."""

    def git(*arguments):
        return subprocess.run(["git", "-C", repository, *arguments], capture_output=True, check=True).stdout

    paths = git("ls-tree", "-r", "-z", "--name-only", "HEAD").decode().split("\0")
    types = {}
    for path in paths:
        found = re.search(r"/((?:ALIYUN|DATASOURCE)::[A-Za-z0-9]+::[A-Za-z0-9]+)\.md$", path)
        if found:
            page = git("show", f"HEAD:{path}").decode("utf-8", "replace")
            types.setdefault(found.group(1), set()).update(properties(page))
    return {name: sorted(names) for name, names in types.items() if names}
