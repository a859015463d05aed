"""What the Go source of aliyun/terraform-provider-alicloud says of its types.

Only what is written out is taken: of a schema that is made by code, nothing.
"""

import re
import subprocess
import tarfile
import io

TOKEN = re.compile(
    r'\s+|//[^\n]*|/\*.*?\*/|(?P<string>"(?:\\.|[^"\\])*"|`[^`]*`)|(?P<name>[A-Za-z_][A-Za-z_0-9.]*)'
    r"|(?P<number>-?\d[\d_]*(?:\.\d+)?)|(?P<mark>.)",
    re.S,
)
OPEN, CLOSE = "({[", ")}]"


def tokens(text):
    """The tokens of Go source, without spaces and comments."""
    for found in TOKEN.finditer(text):
        if found.lastgroup:
            yield (found.lastgroup, found.group())


def unquoted(token):
    text = token[1:-1]
    return text if token[0] == "`" else re.sub(r"\\(.)", r"\1", text)


class Source:
    """The files of the provider."""

    def __init__(self, repository, revision):
        packed = subprocess.run(
            ["git", "-C", repository, "archive", revision, "alicloud"], capture_output=True, check=True
        ).stdout
        self.functions, self.constants, self.registered = {}, {}, {"resources": {}, "data": {}}
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            for member in archive:
                if member.name.endswith(".go") and not member.name.endswith("_test.go"):
                    self.read(member.name, archive.extractfile(member).read().decode())

    def read(self, name, text):
        for found in re.finditer(r"^func (\w+)\([^)\n]*\)[^\n{]*\*?(?:schema\.(?:Resource|Schema))[^\n{]*\{\n(.*?)^\}", text, re.S | re.M):
            self.functions[found.group(1)] = found.group(2)
        for found in re.finditer(r'^\s*(?:const\s+)?(\w+)(?:\s+\w+)?\s*=\s*(?:\w+\()?("[^"\n]*")\)?\s*$', text, re.M):
            self.constants[found.group(1)] = unquoted(found.group(2))
        if name == "alicloud/provider.go":
            for section, key in [("DataSourcesMap", "data"), ("ResourcesMap", "resources")]:
                part = re.search(section + r":\s*map\[string\]\*schema\.Resource\{(.*?)^\t\t\}", text, re.S | re.M)
                self.registered[key] = dict(re.findall(r'"(alicloud_\w+)":\s*(\w+)\(\)', part.group(1)))

    def types(self, section):
        """Type → properties; `None` where they are not written out."""
        return {name: self.type_of(function) for name, function in self.registered[section].items()}

    def type_of(self, function):
        body = self.functions.get(function)
        if body is None:
            return None
        parser = Parser(self, list(tokens(body)))
        literal = parser.find_resource()
        if literal is None:
            return None
        properties = literal.get("Schema")
        if not isinstance(properties, dict):
            return None
        return properties


class Parser:
    """Reads composite literals."""

    def __init__(self, source, all_tokens):
        self.source, self.tokens, self.at = source, all_tokens, 0

    def peek(self, ahead=0):
        place = self.at + ahead
        return self.tokens[place][1] if place < len(self.tokens) else ""

    def find_resource(self):
        """The first `schema.Resource{…}`."""
        while self.at < len(self.tokens):
            if self.peek() == "schema.Resource" and self.peek(1) == "{":
                self.at += 1
                return self.fields()
            self.at += 1
        return None

    def skip(self):
        """Leaves out an expression up to a comma or the bracket that closes what it is in; its tokens."""
        start, depth = self.at, 0
        while self.at < len(self.tokens):
            text = self.peek()
            if self.tokens[self.at][0] == "mark":
                if depth == 0 and (text == "," or text in CLOSE):
                    break
                depth += (text in OPEN) - (text in CLOSE)
            self.at += 1
        return self.tokens[start : self.at]

    def fields(self):
        """`{Name: value, …}` of a `schema.Resource` or `schema.Schema`."""
        found = {}
        self.at += 1
        while self.at < len(self.tokens) and self.peek() != "}":
            key = self.peek()
            self.at += 2
            found[key] = self.value(key)
            if self.peek() == ",":
                self.at += 1
        self.at += 1
        return found

    def value(self, key):
        if key == "Schema" and self.peek() == "map":
            # map [ string ] * schema.Schema {
            while self.peek() != "{":
                self.at += 1
            return self.properties()
        if key == "Elem" and self.peek() == "&":
            self.at += 1
            if self.peek() in ("schema.Schema", "schema.Resource") and self.peek(1) == "{":
                kind = self.peek()
                self.at += 1
                return (kind, self.fields())
        if key in ("Schema", "Elem") and self.peek(1) == "(" and self.peek() in self.source.functions:
            return self.called(key)
        return self.skip()

    def called(self, key):
        """What a function without arguments returns."""
        parser = Parser(self.source, list(tokens(self.source.functions[self.peek()])))
        self.skip()
        return parser.returned(key)

    def returned(self, key):
        while self.at < len(self.tokens) and self.peek() != "return":
            self.at += 1
        self.at += 1
        return self.value(key)

    def properties(self):
        """`{"name": {…}, …}`."""
        found = {}
        self.at += 1
        while self.at < len(self.tokens) and self.peek() != "}":
            if self.tokens[self.at][0] != "string":
                return None
            name = unquoted(self.peek())
            self.at += 2
            found[name] = self.schema()
            if self.peek() == ",":
                self.at += 1
        self.at += 1
        return found

    def schema(self):
        """One `schema.Schema`, as a property; `None` where it is made by code."""
        if self.peek() == "&" and self.peek(1) == "schema.Schema":
            self.at += 2
        if self.peek() == "{":
            return shape(self.source, self.fields())
        if self.peek(1) == "(" and self.peek() in self.source.functions:
            parser = Parser(self.source, list(tokens(self.source.functions[self.peek()])))
            self.skip()
            while parser.at < len(parser.tokens) and parser.peek() != "return":
                parser.at += 1
            parser.at += 1
            return parser.schema() if parser.peek() == "&" else None
        self.skip()
        return None


def strings(source, expression):
    """The strings of a list; `None` where one is not known."""
    found, inside = [], False
    for place, (kind, text) in enumerate(expression):
        if text == "{":
            inside = True
        elif text == "}":
            return found
        elif inside and kind == "string":
            found.append(unquoted(text))
        elif inside and kind == "name" and text not in ("string",):
            known = source.constants.get(text.rsplit(".", 1)[-1])
            is_call = place + 1 < len(expression) and expression[place + 1][1] == "("
            if known is not None:
                found.append(known)
            elif not is_call:
                return None
    return None


def is_true(expression):
    return [text for _, text in expression] == ["true"]


KINDS = {
    "TypeString": "string",
    "TypeInt": "number",
    "TypeFloat": "number",
    "TypeBool": "boolean",
    "TypeList": "list",
    "TypeSet": "list",
    "TypeMap": "map",
}


def shape(source, fields):
    """A property of what a `schema.Schema` says."""
    kind = KINDS.get("".join(text for _, text in fields.get("Type", [])).rsplit(".", 1)[-1])
    if kind is None or fields.get("Removed"):
        return None
    found = {"t": kind}
    flag = lambda name: is_true(fields.get(name, []))
    if flag("Required"):
        found["r"] = 1
    if flag("Computed") and not flag("Optional") and not flag("Required"):
        found["c"] = 1
    if flag("Sensitive"):
        found["s"] = 1
    add_deprecation(found, fields)
    add_elem(source, found, fields, kind)
    numbers = [number(fields.get(name)) for name in ("MinItems", "MaxItems")]
    if any(numbers):
        found["l"] = numbers
    for key, name in (("cw", "ConflictsWith"), ("rw", "RequiredWith")):
        names = strings(source, fields.get(name, []))
        if names:
            found[key] = sorted(names)
    add_constraint(source, found, fields.get("ValidateFunc", []))
    return found


def number(expression):
    if expression and len(expression) == 1 and expression[0][0] == "number":
        return int(expression[0][1])
    return None


def add_deprecation(found, fields):
    text = "".join(unquoted(it) for kind, it in fields.get("Deprecated", []) if kind == "string")
    if not fields.get("Deprecated"):
        return
    found["d"] = 1
    since = re.search(r"\d+\.\d+\.\d+", text)
    if since:
        found["dv"] = since.group()
    instead = re.search(r"(?:[Nn]ew (?:field|argument|attribute)|[Uu]se|[Pp]lease use)(?: the)?(?: new)?(?: field| argument| attribute)?\s+['`\"](\w+)['`\"]", text)
    if instead:
        found["dn"] = instead.group(1)


def add_elem(source, found, fields, kind):
    elem = fields.get("Elem")
    if not isinstance(elem, tuple):
        return
    of, inner = elem
    if of == "schema.Schema":
        item = shape(source, inner)
        if item and item != {"t": "string"}:
            found["i"] = item
    elif kind != "map":
        properties = inner.get("Schema")
        if isinstance(properties, dict):
            known = {name: it for name, it in properties.items() if it is not None}
            found["i"] = {"t": "object", "p": known}
            if not found.get("c"):
                found["b"] = 1


def add_constraint(source, found, expression):
    """What a validator that is written out allows."""
    name = expression[0][1].rsplit(".", 1)[-1] if expression else ""
    if name == "StringInSlice" and found["t"] == "string":
        allowed = strings(source, expression)
        if allowed:
            found["e"] = allowed
            if expression[-2][1] == "true":
                found["ic"] = 1
    numbers = [text for kind, text in expression if kind == "number"]
    plain = all(kind != "name" or text.rsplit(".", 1)[-1] == name or text == "int" for kind, text in expression)
    if not plain or not numbers:
        return
    if name == "IntBetween" and len(numbers) == 2 and found["t"] == "number":
        found["n"] = [int(it) for it in numbers]
    elif name == "IntAtLeast" and found["t"] == "number":
        found["n"] = [int(numbers[0]), None]
    elif name == "IntInSlice" and found["t"] == "number":
        found["e"] = [int(it) for it in numbers]
    elif name == "StringLenBetween" and len(numbers) == 2 and found["t"] == "string":
        found["l"] = [int(it) for it in numbers]
