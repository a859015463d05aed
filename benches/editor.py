#!/usr/bin/env python3
"""Times nestc as a language server, and yaml-language-server beside it: one client, the same files, the same keys.

    cargo build --release
    npm install --prefix /tmp/yaml-ls yaml-language-server
    benches/editor.py target/release/nestc [--rival /tmp/yaml-ls/node_modules/.bin/yaml-language-server] [FILE ...]

Prints for each file the time from `initialize` to its answer, from opening to the diagnostics, from a key to the
diagnostics (median and worst of 200 keys, each a letter in a comment, typed and deleted in turn), of completion and of
hover (median of 50), and the most memory that the server had. Without FILE the files are the sample of the
documentation and one template of 1 MB, and for nestc a module of 100 files.
"""

import argparse
import pathlib
import statistics
import sys
import tempfile
import time

HOME = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME / "tests" / "editors"))
from server import Server  # noqa: E402

KEYS, ASKED = 200, 50


def places(text):
    """Where a comment can be typed, a word completed and something hovered over: lines and columns."""
    lines = text.split("\n")
    hover = next((number for number, line in enumerate(lines) if "ImageId" in line or "image_id" in line), len(lines) // 2)
    complete = next((number for number, line in enumerate(lines) if "Type: ALIYUN" in line), hover)
    return hover, complete


def measure(command, folder, path, text):
    uri, language = path.as_uri(), "terraform" if path.suffix == ".tf" else "yaml"
    server = Server(command, folder)
    row = {}
    capabilities = {"textDocument": {"publishDiagnostics": {}, "completion": {}, "hover": {}}}
    row["initialize"] = server.start(folder, capabilities)
    # yaml-language-server waits for its settings.
    server.notify("workspace/didChangeConfiguration", {"settings": {"yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}}})
    start = time.perf_counter()
    server.open(uri, language, text)
    row["open"], _ = server.diagnostics(uri, start)
    # What else it says at the start is not counted.
    time.sleep(1)
    while not server.said.empty():
        server.said.get()
    keys = []
    last = text.count("\n")
    end = {"line": last, "character": len(text.split("\n")[-1])}
    typed = {"line": last, "character": end["character"] + 1}
    for number in range(KEYS):
        change = {"range": {"start": end, "end": end}, "text": "#"} if number % 2 == 0 else {"range": {"start": end, "end": typed}, "text": ""}
        start = time.perf_counter()
        server.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": number + 2}, "contentChanges": [change]})
        keys.append(server.diagnostics(uri, start)[0])
    row["key"], row["worst key"] = statistics.median(keys), max(keys)
    hover, complete = places(text)
    lines = text.split("\n")
    document = {"textDocument": {"uri": uri}}
    at = {"line": complete, "character": min(len(lines[complete]), lines[complete].find(":") + 5)}
    row["completion"] = statistics.median(server.request("textDocument/completion", {**document, "position": at})[0] for _ in range(ASKED))
    at = {"line": hover, "character": len(lines[hover]) - 2}
    row["hover"] = statistics.median(server.request("textDocument/hover", {**document, "position": at})[0] for _ in range(ASKED))
    row["memory"] = server.memory()
    server.end()
    return row


def large():
    """A template of 1 MB with few findings."""
    head = "ROSTemplateFormatVersion: '2015-09-01'\nDescription: large\nParameters:\n  Zone:\n    Type: String\nResources:\n"
    one = ("  Group{0}:\n    Type: ALIYUN::ECS::SecurityGroup\n    Properties:\n      SecurityGroupName:\n        Fn::Sub: group-{0}-${{Zone}}\n"
           "      VpcId: vpc-bp1234567890abcdefgh\n      SecurityGroupIngress:\n        - PortRange: 443/443\n          Priority: 1\n"
           "          SourceCidrIp: 10.0.0.0/8\n          IpProtocol: tcp\n          NicType: internet\n")
    parts = [head]
    size = len(head)
    while size < 1_000_000:
        parts.append(one.format(len(parts)))
        size += len(parts[-1])
    return "".join(parts)


def module(folder):
    """A module of 100 files; the one that is edited."""
    for number in range(100):
        (folder / f"part{number}.tf").write_text(
            f'variable "zone{number}" {{\n  type = string\n}}\n\nresource "alicloud_vswitch" "net{number}" {{\n'
            f'  vpc_id = "vpc-bp1234567890abcdefgh"\n  zone_id = var.zone{number}\n  cidr_block = "10.0.{number}.0/24"\n}}\n')
    return folder / "part0.tf"


def shown(row, key):
    return f"{row[key]:.0f} MB" if key == "memory" else f"{row[key] * 1000:.2f} ms"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("nestc", type=pathlib.Path)
    parser.add_argument("--rival", type=pathlib.Path)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    arguments = parser.parse_intermixed_args()
    servers = {"nestc": [str(arguments.nestc.resolve()), "lsp"]}
    if arguments.rival:
        servers["yaml-language-server"] = [str(arguments.rival.resolve()), "--stdio"]
    with tempfile.TemporaryDirectory() as top:
        texts = {path.name: path.read_text() for path in arguments.files}
        if not texts:
            texts = {"sample.yaml": (HOME / "golden/documentation-sample/in/template.yaml").read_text(), "large.yaml": large()}
        for name, text in texts.items():
            folder = pathlib.Path(top) / name.replace(".", "-")
            folder.mkdir()
            path = folder / name
            path.write_text(text)
            print(f"\n{name}, {len(text.encode()) / 1000:.1f} kB")
            rows = {server: measure(command, folder, path, text) for server, command in servers.items()}
            for key in next(iter(rows.values())):
                cells = [f"{server} {shown(row, key)}" for server, row in rows.items()]
                if len(rows) == 2:
                    ours, theirs = rows.values()
                    cells.append(f"{theirs[key] / ours[key]:.1f} times")
                print(f"  {key:12} " + ", ".join(cells))
        if not arguments.files:
            folder = pathlib.Path(top) / "module"
            folder.mkdir()
            path = module(folder)
            row = measure(servers["nestc"], folder, path, path.read_text())
            print("\na module of 100 files")
            for key in row:
                print(f"  {key:12} nestc {shown(row, key)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
