#!/usr/bin/env python3
"""A worker of BuildGrid: takes actions, stages what they declare into an empty folder, runs them, and stores what they make.

    bazel/remote_worker.py ADDRESS INSTANCE NAME

It is for `bazel/remote.sh` alone: it knows as much of the Remote Workers API as that takes. Needs `pip install buildgrid`.
"""

import hashlib
import pathlib
import subprocess
import sys
import tempfile
import time
import uuid

import grpc
from buildgrid._protos.build.bazel.remote.execution.v2 import remote_execution_pb2 as re
from buildgrid._protos.build.bazel.remote.execution.v2 import remote_execution_pb2_grpc as re_grpc
from buildgrid._protos.google.bytestream import bytestream_pb2, bytestream_pb2_grpc
from buildgrid._protos.google.devtools.remoteworkers.v1test2 import bots_pb2, bots_pb2_grpc
from buildgrid._protos.google.rpc import code_pb2

# What goes into one message.
PIECE = 1 << 20


class Store:
    """The content-addressable storage."""

    def __init__(self, channel, instance):
        self.instance = instance
        self.bytes = bytestream_pb2_grpc.ByteStreamStub(channel)

    def get(self, digest):
        if digest.size_bytes == 0:
            return b""
        name = f"{self.instance}/blobs/{digest.hash}/{digest.size_bytes}"
        return b"".join(part.data for part in self.bytes.Read(bytestream_pb2.ReadRequest(resource_name=name)))

    def read(self, kind, digest):
        return kind.FromString(self.get(digest))

    def put(self, content):
        digest = re.Digest(hash=hashlib.sha256(content).hexdigest(), size_bytes=len(content))
        name = f"{self.instance}/uploads/{uuid.uuid4()}/blobs/{digest.hash}/{digest.size_bytes}"

        def pieces():
            for at in range(0, max(len(content), 1), PIECE):
                part = content[at : at + PIECE]
                last = at + PIECE >= len(content)
                yield bytestream_pb2.WriteRequest(resource_name=name, write_offset=at, finish_write=last, data=part)

        self.bytes.Write(pieces())
        return digest

    def stage(self, digest, folder):
        """Writes the tree of `digest` into `folder`."""
        directory = self.read(re.Directory, digest)
        for file in directory.files:
            path = folder / file.name
            path.write_bytes(self.get(file.digest))
            path.chmod(0o555 if file.is_executable else 0o444)
        for link in directory.symlinks:
            (folder / link.name).symlink_to(link.target)
        for below in directory.directories:
            (folder / below.name).mkdir()
            self.stage(below.digest, folder / below.name)

    def keep(self, folder, children):
        """Stores the files below `folder`; its message, those below it added to `children`."""
        directory = re.Directory()
        for path in sorted(folder.iterdir()):
            if path.is_dir():
                below = self.keep(path, children)
                children.append(below)
                content = below.SerializeToString(deterministic=True)
                digest = re.Digest(hash=hashlib.sha256(content).hexdigest(), size_bytes=len(content))
                directory.directories.append(re.DirectoryNode(name=path.name, digest=digest))
            else:
                directory.files.append(
                    re.FileNode(name=path.name, digest=self.put(path.read_bytes()), is_executable=bool(path.stat().st_mode & 0o100))
                )
        return directory


def run(store, action):
    """Runs `action`, and returns its result."""
    command = store.read(re.Command, action.command_digest)
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        store.stage(action.input_root_digest, root)
        folder = root / command.working_directory
        outputs = [*command.output_files, *command.output_directories, *command.output_paths]
        for output in outputs:
            (folder / output).parent.mkdir(parents=True, exist_ok=True)
        environment = {it.name: it.value for it in command.environment_variables}
        done = subprocess.run(list(command.arguments), cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        result = re.ActionResult(exit_code=done.returncode, stdout_raw=done.stdout, stderr_raw=done.stderr)
        for output in outputs:
            path = folder / output
            if path.is_dir():
                children = []
                top = store.keep(path, children)
                tree = re.Tree(root=top, children=children).SerializeToString(deterministic=True)
                result.output_directories.append(re.OutputDirectory(path=output, tree_digest=store.put(tree)))
            elif path.is_file():
                result.output_files.append(
                    re.OutputFile(path=output, digest=store.put(path.read_bytes()), is_executable=bool(path.stat().st_mode & 0o100))
                )
        return result


def main():
    address, instance, name = sys.argv[1:]
    channel = grpc.insecure_channel(address, options=[("grpc.max_receive_message_length", -1)])
    grpc.channel_ready_future(channel).result(timeout=60)
    store = Store(channel, instance)
    bots = bots_pb2_grpc.BotsStub(channel)
    session = bots_pb2.BotSession(bot_id=name, status=bots_pb2.OK)
    device = session.worker.devices.add(handle="this machine")
    device.properties.add(key="OSFamily", value="linux")
    session = bots.CreateBotSession(bots_pb2.CreateBotSessionRequest(parent=instance, bot_session=session), timeout=60)
    while True:
        for lease in session.leases:
            if lease.state == bots_pb2.PENDING:
                lease.state = bots_pb2.ACTIVE
            if lease.state != bots_pb2.ACTIVE:
                continue
            action = re.Action()
            if not lease.payload.Unpack(action):
                digest = re.Digest()
                lease.payload.Unpack(digest)
                action = store.read(re.Action, digest)
            start = time.monotonic()
            result = run(store, action)
            print(f"{name}: {lease.id} in {time.monotonic() - start:.2f} s, status {result.exit_code}", flush=True)
            lease.result.Pack(result)
            lease.status.code = code_pb2.OK
            lease.state = bots_pb2.COMPLETED
        session = bots.UpdateBotSession(bots_pb2.UpdateBotSessionRequest(name=session.name, bot_session=session), timeout=60)


if __name__ == "__main__":
    main()
