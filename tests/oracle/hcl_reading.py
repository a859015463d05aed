"""A small reading of Terraform files, line by line, that shares nothing with nestc: blocks, arguments and where they are.

It knows what `terraform fmt` writes: one argument or block header a line. Lines that it does not understand are left out.
"""

import json
import re

HEADER = re.compile(r'^(\s*)([\w-]+)((?:[ \t]+"[^"\n]*")*)[ \t]*\{[ \t]*$')
ARGUMENT = re.compile(r"^(\s*)([\w-]+)[ \t]*=(?![=>])[ \t]*")


def blanked(text):
    """`text` with comments, heredocs and the characters of strings as spaces; what is in `${…}` stays."""
    out, at, modes = list(text), 0, ["code"]
    depth = [0]

    def blank(start, end):
        for i in range(start, min(end, len(out))):
            if out[i] != "\n":
                out[i] = " "

    while at < len(text):
        two, one = text[at : at + 2], text[at]
        if modes[-1] == "string":
            if one == "\\":
                blank(at, at + 2)
                at += 2
            elif text[at : at + 3] in ("$${", "%%{"):
                blank(at, at + 3)
                at += 3
            elif two in ("${", "%{"):
                blank(at, at + 2)
                modes.append("code")
                depth.append(0)
                at += 2
            else:
                if one == '"':
                    modes.pop()
                else:
                    blank(at, at + 1)
                at += 1
            continue
        heredoc = re.compile(r"<<-?(\w+)[ \t]*\n").match(text, at)
        if one == "#" or two == "//":
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            blank(at, end)
            at = end
        elif two == "/*":
            end = text.find("*/", at)
            end = len(text) if end < 0 else end + 2
            blank(at, end)
            at = end
        elif heredoc:
            close = re.compile(rf"^[ \t]*{heredoc[1]}[ \t]*$", re.M).search(text, heredoc.end())
            end = close.end() if close else len(text)
            blank(at, end)
            at = end
        else:
            if one == '"':
                modes.append("string")
            elif one == "{":
                depth[-1] += 1
            elif one == "}" and depth[-1]:
                depth[-1] -= 1
            elif one == "}" and len(modes) > 1:
                blank(at, at + 1)
                modes.pop()
                depth.pop()
            at += 1
    return "".join(out)


class Argument:
    """`name = value` on lines `first` to `last`; `start` is where the name is."""

    def __init__(self, name, start, first, last, value):
        self.name, self.start, self.first, self.last, self.value = name, start, first, last, value


class Block:
    """A block: its type, labels, arguments and blocks. `label_starts` are inside of the quotes."""

    def __init__(self, kind, start, first, labels, label_starts):
        self.kind, self.start, self.first, self.labels, self.label_starts = kind, start, first, labels, label_starts
        self.arguments, self.blocks, self.is_whole = [], [], True

    def argument(self, name):
        return next((it for it in self.arguments if it.name == name), None)


def read(text):
    """The blocks of a file; None where its brackets do not fit."""
    blank = blanked(text)
    lines = blank.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    root = Block("", 0, 0, [], [])
    stack, number = [root], 0
    while number < len(lines):
        line = lines[number]
        header = HEADER.match(line)
        argument = ARGUMENT.match(line)
        if not line.strip():
            pass
        elif line.strip() == "}":
            if len(stack) == 1:
                return None
            stack.pop()
        elif header and text[starts[number] : starts[number] + len(line)].count('"') == line.count('"'):
            begin = starts[number]
            spots = [it.start() + 1 + header.start(3) for it in re.finditer(r'"[^"]*"', header[3])]
            ends = [it.end() - 1 + header.start(3) for it in re.finditer(r'"[^"]*"', header[3])]
            labels = [text[begin + a : begin + b] for a, b in zip(spots, ends)]
            block = Block(header[2], begin + len(header[1]), number, labels, [begin + it for it in spots])
            stack[-1].blocks.append(block)
            stack.append(block)
        else:
            # An argument, or what this reading does not know: all lines until its brackets are closed.
            first, open_ = number, 0
            while number < len(lines):
                open_ += sum(lines[number].count(it) for it in "([{") - sum(lines[number].count(it) for it in ")]}")
                if open_ <= 0:
                    break
                number += 1
            if open_ < 0 or number >= len(lines):
                return None
            # A heredoc goes on where the blank text says nothing.
            value = text[starts[first] : starts[number + 1] - 1]
            opened = re.search(r"<<-?(\w+)[ \t]*\n?$", value)
            while opened and number + 1 < len(lines) and text[starts[number] : starts[number + 1]].strip() != opened[1]:
                number += 1
            if argument:
                value = text[starts[first] + argument.end() : starts[number + 1] - 1]
                stack[-1].arguments.append(
                    Argument(argument[2], starts[first] + len(argument[1]), first, number, value.strip())
                )
            else:
                stack[-1].is_whole = False
        number += 1
    return root if len(stack) == 1 else None


def parts(text):
    """`text` between its outer brackets, at the commas that are in no others."""
    blank, found, depth, begin = blanked(text), [], 0, 1
    for at, letter in enumerate(blank[1:-1], 1):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            found.append(text[begin:at].strip())
            begin = at + 1
    return [it for it in [*found, text[begin:-1].strip()] if it]


def as_json(value, plain=False):
    """An expression as the JSON of `.tf.json`; ValueError where this reading does not know how."""
    if "<<" in value or re.search(r"(^|\s)(#|//|/\*)", value):
        raise ValueError(value)
    if re.fullmatch(r'"(?:[^"\\$%]|\\["\\nt]|\$(?!\{)|%(?!\{))*"', value):
        return json.loads(value)
    if re.fullmatch(r'"(?:[^"\\]|\\["\\nt])*"', value) and '"' not in value[1:-1].replace('\\"', ""):
        return json.loads(value)
    if re.fullmatch(r"-?\d+(\.\d+)?|true|false|null", value):
        return json.loads(value)
    if value.startswith("[") and value.endswith("]") and not re.match(r"\[\s*for\b", value):
        return [as_json(it, plain) for it in parts(value)]
    return value if plain else "${" + value + "}"


def body_json(block):
    if not block.is_whole:
        raise ValueError(block.kind)
    body = {}
    for it in block.arguments:
        plain = it.name in ("depends_on", "provider", "ignore_changes", "replace_triggered_by")
        plain = plain or (block.kind == "variable" and it.name == "type")
        if it.name == "providers" and block.kind == "module":
            body[it.name] = dict(map(str.strip, re.split(r"[=:]", line, maxsplit=1)) for line in it.value[1:-1].split("\n") if line.strip())
            continue
        body[it.name] = as_json(it.value, plain)
    for it in block.blocks:
        inner = body_json(it)
        for label in reversed(it.labels):
            inner = {label: inner}
        body.setdefault(it.kind, []).append(inner)
    return body


def to_json(root):
    """A whole file as `.tf.json`."""
    return json.dumps(body_json(root), indent=2, ensure_ascii=False)
