"""A client of a language server: sends messages, and keeps what comes back with the time at which it came."""

import json
import pathlib
import queue
import subprocess
import threading
import time

PATIENCE = 120


class Server:
    def __init__(self, command, folder):
        self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.said, self.last = queue.Queue(), 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        out = self.process.stdout
        while True:
            length = 0
            while line := out.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                return
            body = out.read(length)
            self.said.put((time.perf_counter(), body))

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def wait(self, fits):
        """The next message that fits, and when it came; requests of the server are answered."""
        while True:
            at, body = self.said.get(timeout=PATIENCE)
            message = json.loads(body)
            if "method" in message and "id" in message:
                wanted = message.get("params", {}).get("items", []) if message["method"] == "workspace/configuration" else None
                self._send({"id": message["id"], "result": None if wanted is None else [None for _ in wanted]})
            if fits(message):
                return at, message

    def request(self, method, params):
        """The seconds that an answer takes, and the answer."""
        self.last += 1
        number, start = self.last, time.perf_counter()
        self._send({"id": number, "method": method, "params": params})
        at, message = self.wait(lambda it: it.get("id") == number and "method" not in it)
        return at - start, message

    def notify(self, method, params):
        self._send({"method": method, "params": params})

    def diagnostics(self, uri, start, version=None):
        """The seconds since `start` until diagnostics of `uri`, in its version if one is named, and these."""
        at, message = self.wait(lambda it: it.get("method") == "textDocument/publishDiagnostics"
                                and it["params"]["uri"] == uri
                                and (version is None or it["params"].get("version") == version))
        return at - start, message["params"]["diagnostics"]

    def memory(self, peak=True):
        """The most memory that it had, or what it has, in MB."""
        name = "VmHWM" if peak else "VmRSS"
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith(name)).split()[1]) / 1024

    def start(self, folder, capabilities=None, options=None):
        """Says hello; the seconds that the answer takes."""
        took, answer = self.request("initialize", {
            "processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities or {},
            "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}], "initializationOptions": options or {}})
        assert "result" in answer, answer
        self.notify("initialized", {})
        return took

    def open(self, uri, language, text):
        self.notify("textDocument/didOpen",
                    {"textDocument": {"uri": uri, "languageId": language, "version": 1, "text": text}})

    def change(self, uri, version, text):
        self.notify("textDocument/didChange",
                    {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]})

    def close(self, uri):
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def end(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(timeout=10)
