#!/usr/bin/env python3
"""What nestc shows on a terminal: runs it on a pseudo-terminal, as a shell does.

Width of texts, links, colours of differences, pages without marks, the bar of long work, and `--watch`: how soon a change is
shown, whoever makes it and however, and that Ctrl-C ends it.

    tests/terminal.py --nestc target/debug/nestc [--within MILLISECONDS]

Exit status: 0 all well, 1 something is not as it should be.
"""

import argparse
import fcntl
import os
import pathlib
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unicodedata

TEMPLATE = """ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Image: {Type: String}
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: !Ref Image
      InstanceType: ecs.g7.large
      MaxAmount: 1
"""
RIGHT = TEMPLATE.replace("!Ref Image", "aliyun_3_x64_20G_alibase_20240528.vhd").replace("  Image: {Type: String}\n", "  {}\n")
ESCAPES = re.compile(r"\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)|\x1b\[[0-9;?]*[A-Za-z]")
found = []


def expect(what, holds, shown=""):
    print(("ok    " if holds else "WRONG ") + what)
    if not holds:
        found.append(what)
        print(shown[-1500:])


class Terminal:
    """nestc on a terminal."""

    def __init__(self, nestc, folder, *arguments, columns=100, **environment):
        self.main, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS", "CI")}
        self.process = subprocess.Popen([nestc, *arguments], cwd=folder, stdin=other, stdout=other, stderr=other,
                                        env={**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment},
                                        start_new_session=True,
                                        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(other)
        self.shown = ""

    def read(self, until=None, patience=20.0):
        """Reads until `until` is shown, or all; how long that took."""
        start, seen = time.monotonic(), len(self.shown)
        while time.monotonic() - start < patience:
            if until is not None and until in self.shown[seen:]:
                break
            ready, _, _ = select.select([self.main], [], [], 0.005)
            if ready:
                try:
                    data = os.read(self.main, 65536)
                except OSError:
                    break
                if not data:
                    break
                self.shown += data.decode(errors="replace").replace("\r\n", "\n")
            elif self.process.poll() is not None and until is None:
                break
        return time.monotonic() - start

    def end(self):
        self.read()
        return self.process.wait()


def columns(line):
    wide = sum(2 if unicodedata.east_asian_width(it) in "WF" else 1 for it in ESCAPES.sub("", line))
    return wide


def widths(nestc, folder):
    for lang in ("en", "zh"):
        for width in (40, 60, 100):
            terminal = Terminal(nestc, folder, "lint", "web.yaml", "--lang", lang, columns=width)
            terminal.end()
            lines = [it for it in terminal.shown.splitlines() if re.match(r"\s+= |\s{4,}\S|error|warning", ESCAPES.sub("", it))]
            wide = [it for it in lines if columns(it) > width and "│" not in it and "`" not in it.split()[-1]]
            expect(f"{lang}: texts fit {width} columns", not wide, "\n".join(wide))
    narrow = Terminal(nestc, folder, "lint", "web.yaml", columns=120, COLUMNS="40")
    narrow.end()
    wide = Terminal(nestc, folder, "lint", "web.yaml", columns=120)
    wide.end()
    expect("COLUMNS counts", len(narrow.shown.splitlines()) > len(wide.shown.splitlines()), narrow.shown)
    piped = subprocess.run([nestc, "lint", "web.yaml"], cwd=folder, capture_output=True, text=True, check=False,
                           env={**os.environ, "COLUMNS": "40"}).stdout
    expect("nothing is wrapped in a pipe", "\x1b" not in piped and "replaces string literals only, not parameters or functions\n" in piped, piped)


def links(nestc, folder):
    with_links = Terminal(nestc, folder, "lint", "web.yaml", FORCE_HYPERLINK="1")
    with_links.end()
    link = re.search(r"\x1b\]8;;(https://[^\x1b]+)\x1b\\NST101\x1b\]8;;\x1b\\", with_links.shown)
    expect("the code of a rule is a link to its page", link is not None, with_links.shown)
    without = Terminal(nestc, folder, "lint", "web.yaml", FORCE_HYPERLINK="0")
    without.end()
    expect("no link where the terminal shows none", "\x1b]8" not in without.shown, without.shown)
    lines = [ESCAPES.sub("", it.shown) for it in (with_links, without)]
    expect("links change nothing else", lines[0] == lines[1])
    quiet = Terminal(nestc, folder, "lint", "web.yaml", "--color", "never", FORCE_HYPERLINK="0")
    quiet.end()
    expect("--color never shows no escape", "\x1b" not in quiet.shown, quiet.shown)


def differences(nestc, folder):
    for arguments in (["fix", "--diff", "--unsafe", "wrong.yaml"],):
        terminal = Terminal(nestc, folder, *arguments)
        terminal.end()
        expect(f"{arguments[0]} --diff is coloured", re.search(r"\x1b\[3[12]m[-+] ", terminal.shown), terminal.shown)
        plain = Terminal(nestc, folder, *arguments, NO_COLOR="1")
        plain.end()
        expect(f"{arguments[0]} --diff without colours", "\x1b[" not in plain.shown, plain.shown)
        expect("colours change nothing else", ESCAPES.sub("", terminal.shown) == plain.shown)


def pages(nestc, folder):
    for name in ("nst101", "Dynamic-Image-Id", "ALIYUN::ECS::Instance.ImageId"):
        terminal = Terminal(nestc, folder, "explain", name, columns=50)
        status = terminal.end()
        text = ESCAPES.sub("", terminal.shown)
        marks = [it for it in text.splitlines() if re.match(r"#+ \w|```|\*\*", it)]
        expect(f"explain {name}: no marks", status == 0 and not marks and "\x1b[1m" in terminal.shown, terminal.shown)
        prose = [it for it in text.splitlines() if not it.startswith("    ") and "http" not in it]
        expect(f"explain {name}: fits", all(columns(it) <= 50 for it in prose), text)


def watching(nestc, folder, within):
    (folder / "many").mkdir()
    path = folder / "many" / "a.yaml"
    path.write_text(RIGHT)
    terminal = Terminal(nestc, folder, "lint", "many", "--watch")
    terminal.read("Ctrl-C")
    expect("the first run is shown", "no findings" in terminal.shown, terminal.shown)

    def change(what, act, until):
        time.sleep(0.3)
        act()
        taken = terminal.read(until, patience=5) * 1000
        expect(f"{what}: shown after {taken:.0f} ms", taken <= within, terminal.shown)
        terminal.read("Ctrl-C", patience=2)

    change("a file is written", lambda: path.write_text(TEMPLATE), "NST101")
    change("a file is replaced by a rename", lambda: replace(path, RIGHT), "no findings")
    new = folder / "many" / "b.yaml"
    change("a new file", lambda: new.write_text(TEMPLATE), "NST101")
    change("a file is removed", new.unlink, "no findings")
    below = folder / "many" / "below"
    change("a file in a new folder", lambda: (below.mkdir(), (below / "c.yaml").write_text(TEMPLATE)), "NST101")
    change("a file that is moved away and back", lambda: (path.rename(folder / "x"), (folder / "x").rename(path),
                                                            (below / "c.yaml").write_text(RIGHT)), "no findings")
    time.sleep(0.5)
    shown = len(terminal.shown)
    terminal.read("never", patience=1)
    expect("nothing is redrawn where nothing changes", len(terminal.shown) == shown, terminal.shown[shown:])
    os.write(terminal.main, b"\x03")
    status = terminal.end()
    expect(f"Ctrl-C ends it: {status}", status in (130, -signal.SIGINT) and "panic" not in terminal.shown, terminal.shown)


def replace(path, text):
    other = path.with_suffix(".tmp")
    other.write_text(text)
    os.replace(other, path)


def building(nestc, folder, within):
    root = folder / "project"
    root.mkdir()
    (root / "web.yaml").write_text(RIGHT.replace("aliyun_3_x64_20G_alibase_20240528.vhd", "web_image"))
    manifest = """version: 1
regions: [cn-hangzhou]
templates: [web.yaml]
packages:
  web:
    versions:
      v1_0:
        source: { region: cn-hangzhou, image: m-bp1234567890abcdefgh }
        images: { cn-hangzhou: m-bp1234567890abcdefgh }
associations:
  web_image: { package: web, version: v1_0 }
"""
    (root / "nestc.yaml").write_text(manifest)
    terminal = Terminal(nestc, root, "build", "--watch")
    terminal.read("Ctrl-C")
    outputs = [it for it in root.rglob("web.yaml") if it.parent != root]
    expect("the first build writes", len(outputs) == 1, terminal.shown)
    terminal.read("never", patience=1)
    text = (root / "web.yaml").read_text()
    start = time.monotonic()
    replace(root / "web.yaml", text.replace("MaxAmount: 1", "MaxAmount: 2"))
    while outputs and "MaxAmount: 2" not in outputs[0].read_text() and time.monotonic() - start < 5:
        time.sleep(0.002)
    taken = (time.monotonic() - start) * 1000
    expect(f"a change is built after {taken:.0f} ms", taken <= within * 2, terminal.shown)
    terminal.read("never", patience=1)
    (root / "nestc.yaml").write_text("version: [\n")
    terminal.read("NST001", patience=5)
    (root / "nestc.yaml").write_text(manifest)
    terminal.read("Ctrl-C", patience=5)
    os.write(terminal.main, b"\x03")
    status = terminal.end()
    expect(f"Ctrl-C ends it: {status}", status in (130, -signal.SIGINT), terminal.shown)


def bar(nestc, folder):
    many = folder / "long"
    many.mkdir()
    for at in range(3000):
        (many / f"{at}.yaml").write_text(RIGHT * 1 + "".join(f"# {at} {it}\n" for it in range(200)))
    terminal = Terminal(nestc, folder, "lint", "long")
    terminal.end()
    took_long = "checking [" in terminal.shown
    expect("a bar is shown while work takes long (or it does not)", took_long or len(terminal.shown) < 400, terminal.shown)
    last = terminal.shown.rsplit("\r\x1b[K", 1)[-1]
    expect("the bar is gone in the end", "checking [" not in last and "no findings" in last, terminal.shown)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", required=True, type=pathlib.Path)
    parser.add_argument("--within", type=float, default=100, help="milliseconds after a save [default: 100]")
    arguments = parser.parse_args()
    nestc = arguments.nestc.resolve()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / "web.yaml").write_text(TEMPLATE)
        (folder / "wrong.yaml").write_text(TEMPLATE.replace("ImageId", "Imageid"))
        widths(nestc, folder)
        links(nestc, folder)
        differences(nestc, folder)
        pages(nestc, folder)
        bar(nestc, folder)
        watching(nestc, folder, arguments.within)
        building(nestc, folder, arguments.within)
    print(f"{len(found)} wrong")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
