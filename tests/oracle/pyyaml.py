#!/usr/bin/env python3
"""Reads documents as ROS does, with PyYAML, and prints what it read.

ROS tries JSON first and then PyYAML's safe loader with the short tags of ROS; timestamps stay strings.

    pyyaml.py FILE...        one line of output for each file
    pyyaml.py < FRAMES       one line for each frame; a frame is `<length in bytes>\\n<bytes>`
    pyyaml.py --record       reads `documents.json` beside this script and writes `recorded.jsonl`, from which
                             the tests know what PyYAML reads where it is not installed

A line is a JSON object:

    json      whether JSON accepted the text, so that YAML was never asked
    ok        the verdict of the pure Python loader, which is the one that counts
    value     the value in the notation of `Dump`; absent where `ok` is false
    error     why the text was refused; absent where `ok` is true
    libyaml   `ok`, `value` and `error` of the C loader, where they differ

Everything that a document can make the loaders raise is a refusal.
"""

import json
import os
import struct
import sys
import threading

import yaml

# The short tags of ROS: its functions and `Ref`. What shape a function's argument has is not asked here.
FUNCTIONS = (
    "Add And Any Avg Base64 Base64Decode Base64Encode Calculate Cidr Contains EachMemberIn Equals FindInMap "
    "FormatTime GetAZs GetAtt GetJsonValue GetStackOutput If Indent Index Join Jq Length ListMerge "
    "MarketplaceImage MatchPattern Max MemberListToMap MergeMap MergeMapToList Min Not Or Ref Replace "
    "ResourceFacade Select SelectMapList Split Str Sub TransformNamespace"
).split()

# Values printed for one document; aliases can name more than any comparison needs.
PRINTED_VALUES = 200_000


class Tagged:
    """A node with a short tag; as a key it is refused, as the mapping that ROS makes of it would be."""

    __hash__ = None

    def __init__(self, tag, value):
        self.tag = tag
        self.value = value


def function(loader, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node)
    else:
        value = loader.construct_mapping(node)
    return Tagged(node.tag, value)


def timestamp(loader, node):
    return loader.construct_scalar(node)


def with_ros_tags(base):
    loader = type("Ros" + base.__name__, (base,), {})
    for name in FUNCTIONS:
        loader.add_constructor("!" + name, function)
    loader.add_constructor("tag:yaml.org,2002:timestamp", timestamp)
    return loader


PURE = with_ros_tags(yaml.SafeLoader)
LIBYAML = with_ros_tags(yaml.CSafeLoader)


class Surrogate(ValueError):
    """Half of a surrogate pair in a JSON string, which ROS refuses."""


class Dump:
    """The notation that values are compared in.

        n  t  f          null, true, false
        i12              an integer
        d400921fb…       a float, as the hexadecimal digits of its bits, or `dnan`
        "text"           a string, escaped as ASCII JSON
        b00ff            bytes of a `!!binary`
        [v,v]  {k:v,…}   a sequence; a mapping, its entries sorted by the text of their keys
        S{k,…}  (v,v)    a `!!set`; an entry of `!!omap` and `!!pairs`
        !Tag v           a value under a short tag
        ^                a value that contains itself
    """

    def __init__(self):
        self.open = set()
        self.left = PRINTED_VALUES

    def text(self, value):
        self.left -= 1
        if self.left < 0:
            return "…"
        if value is None:
            return "n"
        if value is True:
            return "t"
        if value is False:
            return "f"
        if isinstance(value, str):
            return json.dumps(value)
        if isinstance(value, int):
            return "i%d" % value
        if isinstance(value, float):
            return "dnan" if value != value else "d" + struct.pack(">d", value).hex()
        if isinstance(value, bytes):
            return "b" + value.hex()
        if id(value) in self.open:
            return "^"
        self.open.add(id(value))
        try:
            return self.collection(value)
        finally:
            self.open.discard(id(value))

    def collection(self, value):
        if isinstance(value, Tagged):
            return "%s %s" % (value.tag, self.text(value.value))
        if isinstance(value, dict):
            entries = sorted((self.text(k), self.text(v)) for k, v in value.items())
            return "{%s}" % ",".join("%s:%s" % entry for entry in entries)
        if isinstance(value, list):
            return "[%s]" % ",".join(map(self.text, value))
        if isinstance(value, set):
            return "S{%s}" % ",".join(sorted(map(self.text, value)))
        if isinstance(value, tuple):
            return "(%s)" % ",".join(map(self.text, value))
        raise TypeError(type(value).__name__)


def has_surrogate(value):
    todo = [value]
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            if any("\ud800" <= c <= "\udfff" for c in value):
                return True
        elif isinstance(value, dict):
            todo.extend(value.keys())
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)
    return False


def load_json(text):
    value = json.loads(text)
    if "\\u" in text and has_surrogate(value):
        raise Surrogate("half of a surrogate pair")
    return value


def attempt(load):
    try:
        return {"ok": True, "value": Dump().text(load())}
    except Exception as error:  # whatever a document can make the loader raise
        return {"ok": False, "error": "%s: %s" % (type(error).__name__, " ".join(str(error).split()))}


def judge(data):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return {"json": False, "ok": False, "error": "UnicodeDecodeError: %s" % error}
    read = attempt(lambda: load_json(text))
    if read["ok"]:
        return {"json": True, **read}
    pure = attempt(lambda: yaml.load(text, Loader=PURE))
    second = attempt(lambda: yaml.load(text, Loader=LIBYAML))
    line = {"json": False, **pure}
    if (second["ok"], second.get("value")) != (pure["ok"], pure.get("value")):
        line["libyaml"] = second
    return line


def frames(stream):
    while True:
        length = stream.readline()
        if not length:
            return
        yield stream.read(int(length))


def record():
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "documents.json"), encoding="utf-8") as file:
        documents = json.load(file)
    with open(os.path.join(here, "recorded.jsonl"), "w", encoding="utf-8") as file:
        for text in documents:
            print(json.dumps({"text": text, **judge(text.encode("utf-8"))}), file=file)


def main():
    paths = sys.argv[1:]
    if paths == ["--record"]:
        record()
        return
    documents = (open(path, "rb").read() for path in paths) if paths else frames(sys.stdin.buffer)
    for data in documents:
        print(json.dumps(judge(data)), flush=True)


if __name__ == "__main__":
    # The loaders recurse; their depth is bounded by the stack and not by Python's counter.
    sys.setrecursionlimit(1_000_000)
    sys.set_int_max_str_digits(0)
    threading.stack_size(512 * 1024 * 1024)
    thread = threading.Thread(target=main)
    thread.start()
    thread.join()
