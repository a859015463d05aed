"""Words of real templates that an editor can be asked for: what each is, where it is. Found by PyYAML, and in HCL by a
scanner of its own."""

import dataclasses
import json
import pathlib
import re

import yaml

HOME = pathlib.Path(__file__).resolve().parent.parent.parent
ROS = json.loads((HOME / "grammar/schema/ros.json").read_text())["types"]
ALICLOUD = json.loads((HOME / "grammar/schema/alicloud.json").read_text())
MANIFEST = ("regions", "packages", "associations", "lint", "templates", "versions", "images", "status", "source-region",
            "also-through", "output", "placeholders")
SHORTEST = 4


@dataclasses.dataclass(frozen=True)
class Place:
    """A word at some characters of a text."""

    kind: str
    start: int
    end: int
    word: str


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Reads any tag as what it stands before."""


def any_tag(loader, suffix, node):
    if isinstance(node, yaml.MappingNode):
        return {"!" + suffix: loader.construct_mapping(node, deep=True)}
    if isinstance(node, yaml.SequenceNode):
        return {"!" + suffix: loader.construct_sequence(node, deep=True)}
    return {"!" + suffix: node.value}


Loader.add_multi_constructor("!", any_tag)


def bare(node, text):
    """Where the text of a scalar is, without quotes; nothing where it is not written as it is."""
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in ("'", '"'):
        start, end = start + 1, end - 1
    return (start, end) if text[start:end] == node.value else None


def entries(node):
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return [(key.value, key, value) for key, value in pairs if isinstance(key, yaml.ScalarNode)]


class Ros:
    """The words of a template in YAML or JSON."""

    def __init__(self, text):
        self.text, self.found = text, []
        root = yaml.compose(text, Loader=Loader)
        self.names = {name for section, _, body in entries(root) if section in ("Parameters", "Resources")
                      for name, _, _ in entries(body)}
        self.walk(root)
        for section, _, body in entries(root):
            if section == "Resources":
                for _, _, resource in entries(body):
                    self.resource({name: value for name, _, value in entries(resource)})
            elif section == "Workspace":
                for name, _, value in entries(body):
                    if name.endswith(".tf") and isinstance(value, yaml.ScalarNode) and value.style == "|":
                        start, end = value.start_mark.index, value.end_mark.index
                        start = text.index("\n", start)
                        self.found += hcl(text[start:end], start)

    def add(self, kind, node, word=None):
        at = bare(node, self.text)
        if at and len(node.value) >= SHORTEST:
            self.found.append(Place(kind, *at, word or node.value))

    def walk(self, node):
        if isinstance(node, yaml.ScalarNode) and node.tag == "!Ref":
            start = self.text.find(node.value, node.start_mark.index, node.end_mark.index)
            if start >= 0 and len(node.value) >= SHORTEST and self.is_name(node):
                self.found.append(Place("reference", start, start + len(node.value), node.value))
        for name, _, value in entries(node):
            if name == "Ref" and self.is_name(value):
                self.add("reference", value)
            if name == "Fn::GetAtt" and isinstance(value, yaml.SequenceNode) and len(value.value) == 2 and self.is_name(value.value[0]):
                self.add("reference", value.value[0])
                self.add("attribute", value.value[1])
            self.walk(value)
        for item in node.value if isinstance(node, yaml.SequenceNode) else []:
            self.walk(item)

    def is_name(self, node):
        """Whether it is the name of something, and not a mistake of the template."""
        return isinstance(node, yaml.ScalarNode) and (node.value in self.names or node.value.startswith("ALIYUN::"))

    def resource(self, fields):
        kind = fields.get("Type")
        if isinstance(kind, yaml.ScalarNode) and kind.value in ROS:
            at = bare(kind, self.text)
            if at:
                # The word under the cursor is what follows the last colon.
                last = kind.value.rindex(":") + 1
                self.found.append(Place("type", at[0] + last, at[1], kind.value))
            self.properties(fields.get("Properties"), ROS[kind.value].get("p"))

    def properties(self, node, schema):
        for name, key, value in entries(node):
            known = (schema or {}).get(name)
            if known is None:
                continue
            self.add("property", key)
            if known.get("e") and isinstance(value, yaml.ScalarNode) and value.value in map(str, known["e"]):
                self.add("allowed value", value)
            inner = known
            while "p" not in inner and "i" in inner:
                inner = inner["i"]
            for item in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                self.properties(item, inner.get("p"))


TOKEN = re.compile(r'''(?P<space>[ \t\r]+|\#[^\n]*|//[^\n]*|/\*.*?\*/)|(?P<line>\n)
    |(?P<heredoc><<-?(?P<mark>\w+)\n.*?\n[ \t]*(?P=mark)(?=\r?\n|$))
    |(?P<text>"(?:[^"\\$\n]|\\.|\$(?!\{)|\$\{(?:[^{}"\n]|"[^"\n]*"|\{[^{}\n]*\})*\})*")
    |(?P<name>[A-Za-z_][\w-]*)|(?P<other>==|=>|[<>!]=|.)''', re.S | re.X)


def tokens(text):
    return [(it.lastgroup if it.lastgroup != "mark" else "heredoc", it.group(), it.start()) for it in TOKEN.finditer(text)
            if it.lastgroup != "space"]


def schema_of(block):
    """The properties of a block by its header, or of what it may hold."""
    kind, labels = block
    if kind in ("resource", "data") and labels:
        return ALICLOUD["resources" if kind == "resource" else "data"].get(labels[0], {}).get("p")
    return None


def below(schema, name):
    inner = (schema or {}).get(name) or {}
    while "p" not in inner and "i" in inner:
        inner = inner["i"]
    return inner.get("p")


def hcl(text, base=0, names=None):
    """The words of a text of HCL that begins at character `base` of its host; `names` are those of the module."""
    names = names or defined([text])
    found, stack, line_begins, opens = [], [], True, None
    all_tokens = tokens(text)

    def add(kind, start, word):
        if len(word) >= SHORTEST:
            found.append(Place(kind, base + start, base + start + len(word), word))

    for index, (group, written, start) in enumerate(all_tokens):
        rest = all_tokens[index + 1:index + 6]
        if group == "name" and line_begins and (not stack or stack[-1][0] == "block"):
            labels = []
            for other, label, at in rest:
                if other != "text":
                    break
                labels.append((label.strip('"'), at + 1))
            follows = rest[len(labels)][1] if len(rest) > len(labels) else ""
            schema = stack[-1][1] if stack else None
            if follows == "{":
                if not stack and written in ("resource", "data") and labels and schema_of((written, [labels[0][0]])):
                    prefix = "alicloud_"
                    name, at = labels[0]
                    found.append(Place("type", base + at + len(prefix), base + at + len(name), name))
                if schema and written in schema:
                    add("property", start, written)
                opened = schema_of((written, [it for it, _ in labels])) if not stack else below(schema, written)
                if written == "dynamic" and labels:
                    opened = {"content": {"p": below(schema, labels[0][0])}}
                opens = ("block", opened)
            elif follows == "=" and schema and written in schema:
                add("property", start, written)
                value = rest[1] if len(rest) > 1 else ("", "", 0)
                allowed = [str(it) for it in schema[written].get("e", [])]
                if value[0] == "text" and value[1].strip('"') in allowed and rest[2:3] and rest[2][0] == "line":
                    add("allowed value", value[2] + 1, value[1].strip('"'))
        if written == "{":
            stack.append(opens or ("object", None))
            opens = None
        elif written == "}" and stack:
            stack.pop()
        if group == "line":
            opens = None
        line_begins = group == "line" or written == "{" and line_begins
        if group in ("text", "heredoc"):
            for part in re.finditer(r"\$\{[^}\n]*\}?", written):
                chains(part.group(), start + part.start(), names, add)
    plain = list(text)
    for group, written, start in all_tokens:
        if group in ("text", "heredoc"):
            plain[start:start + len(written)] = " " * len(written)
    plain = re.sub(r"#[^\n]*|//[^\n]*|/\*.*?\*/", lambda it: " " * len(it[0]), "".join(plain), flags=re.S)
    chains(plain, 0, names, add)
    return sorted(set(found), key=lambda it: it.start)


def chains(text, base, names, add):
    """The references in an expression."""
    for it in re.finditer(r"(?<![\w.\"-])(var|local|module)\.([A-Za-z_][\w-]*)", text):
        if (it[1], it[2]) in names:
            add("reference", base + it.start(2), it[2])
    for it in re.finditer(r"(?<![\w.\"-])(data\.)?(alicloud_\w+)\.([A-Za-z_][\w-]*)((?:\[[^\]\n]*\])?)(?:\.([A-Za-z_]\w*))?", text):
        kind = "data" if it[1] else "resource"
        if (kind, it[2], it[3]) not in names:
            continue
        add("reference", base + it.start(3), it[3])
        schema = ALICLOUD["data" if it[1] else "resources"].get(it[2], {})
        if it[5] and (it[5] in schema.get("p", {}) or it[5] in schema.get("a", [])):
            add("attribute", base + it.start(5), it[5])


def defined(texts):
    """The names that a module defines."""
    names = set()
    for text in texts:
        depth, kind = 0, None
        all_tokens = [it for it in tokens(text)]
        for index, (group, written, _) in enumerate(all_tokens):
            after = [it[1].strip('"') for it in all_tokens[index + 1:index + 3]]
            if depth == 0 and group == "name":
                kind = written
                if written in ("variable", "module") and after:
                    names.add(("var" if written == "variable" else "module", after[0]))
                if written in ("resource", "data") and len(after) > 1:
                    names.add((written, after[0], after[1]))
            if depth == 1 and kind == "locals" and group == "name" and after[:1] == ["="]:
                names.add(("local", written))
            depth += (written in "{[(") - (written in "}])") if group == "other" else 0
    return names


def json_hcl(text):
    """The words of a module in JSON, `{"resource": {TYPE: {NAME: {…}}}}`."""
    root = yaml.compose(text, Loader=Loader)
    found = []
    names = set()

    def bodies(node):
        for it in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            yield from entries(it)

    for kind, _, body in bodies(root):
        for name, _, inner in bodies(body):
            if kind == "variable":
                names.add(("var", name))
            elif kind == "locals":
                names.add(("local", name))
            elif kind == "module":
                names.add(("module", name))
            elif kind in ("resource", "data"):
                names |= {(kind, name, own) for own, _, _ in bodies(inner)}

    def add(kind, start, word):
        if len(word) >= SHORTEST:
            found.append(Place(kind, start, start + len(word), word))

    def properties(node, schema):
        for it in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            for name, key, value in entries(it):
                if not schema or name not in schema:
                    continue
                at = bare(key, text)
                if at:
                    add("property", at[0], name)
                written = bare(value, text) if isinstance(value, yaml.ScalarNode) else None
                if written and value.value in map(str, schema[name].get("e", [])) and value.style == '"':
                    add("allowed value", written[0], value.value)
                properties(value, below(schema, name))

    def walk(node):
        if isinstance(node, yaml.ScalarNode):
            start = node.start_mark.index
            for part in re.finditer(r"\$\{[^}\n\\]*\}", text[start:node.end_mark.index]):
                chains(part.group(), start + part.start(), names, add)
        for it in node.value if isinstance(node, (yaml.SequenceNode, yaml.MappingNode)) else []:
            for part in it if isinstance(it, tuple) else [it]:
                walk(part)

    for kind, _, body in bodies(root):
        for name, key, inner in bodies(body):
            schema = schema_of((kind, [name]))
            if kind in ("resource", "data") and schema:
                at = bare(key, text)
                if at:
                    found.append(Place("type", at[0] + len("alicloud_"), at[1], name))
                for _, _, resource in bodies(inner):
                    properties(resource, schema)
        walk(body)
    return found


def manifest(text):
    """The words of a manifest: its keys, rules, states and versions."""
    root = yaml.compose(text, Loader=Loader)
    found = []
    versions = set()
    for section, _, body in entries(root):
        if section == "packages":
            for name, _, package in entries(body):
                for field, _, inner in entries(package):
                    if field == "versions":
                        versions |= {f"{name}@{version}" for version, _, _ in entries(inner)}

    def add(kind, node, word=None):
        at = bare(node, text)
        if at and len(node.value) >= SHORTEST:
            found.append(Place(kind, *at, word or node.value))

    def walk(node, path):
        for name, key, value in entries(node):
            if name in MANIFEST and (not path or path[0] != "associations"):
                add("property", key)
            if path[:1] == ["lint"] and len(path) == 1:
                add("type", key)
            if isinstance(value, yaml.ScalarNode):
                if value.value in versions:
                    add("reference", value)
                if name == "status":
                    add("allowed value", value)
                if path[:1] == ["lint"]:
                    add("allowed value", value)
            if path and path[-1] == "images":
                add("allowed value", key)
            walk(value, [*path, name])
        for item in node.value if isinstance(node, yaml.SequenceNode) else []:
            if path == ["regions"] and isinstance(item, yaml.ScalarNode):
                add("allowed value", item)
            walk(item, path)

    walk(root, [])
    return found
