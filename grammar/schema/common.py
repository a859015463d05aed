#!/usr/bin/env python3
"""Counts how many files of public templates use each resource type, for the order in which editors offer types.

    git clone --depth 1 https://github.com/aliyun/ros-templates
    git clone --depth 1 https://github.com/aliyun/terraform-provider-alicloud
    grammar/schema/common.py ros-templates terraform-provider-alicloud/website/docs > grammar/schema/common.txt

Each line is a kind and its types, the most common first: ROS by the templates of aliyun/ros-templates, Terraform by these
and the examples of the provider's documents. Types that fewer than LEAST files use are left out."""

import collections
import pathlib
import re
import sys

LEAST = 2
ROS = re.compile(r'''^\s*["']?Type["']?:\s*["']?((?:ALIYUN|DATASOURCE)::[\w:]+)''', re.M)
BLOCK = re.compile(r'^\s*(resource|data)\s+"(alicloud_\w+)"', re.M)


def main():
    counts = collections.defaultdict(collections.Counter)
    for folder in map(pathlib.Path, sys.argv[1:]):
        for path in sorted(folder.rglob("*")):
            if path.suffix not in (".yml", ".yaml", ".json", ".markdown", ".tf") or not path.is_file():
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            counts["ros"].update({it for it in ROS.findall(text) if it != "ALIYUN::OOS::Parameter::Value"})
            for kind, name in set(BLOCK.findall(text)):
                counts[kind][name] += 1
    for kind in ("ros", "resource", "data"):
        types = [name for name, count in counts[kind].items() if count >= LEAST]
        print(kind, *sorted(types, key=lambda name: (-counts[kind][name], name)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
