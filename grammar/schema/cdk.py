"""What the packages `ros-cdk-*` of PyPI say of the resource types of ROS.

A wheel holds `_jsii/*.tgz`, and that `lib/*.generated.js`: validators have the constraints, `…ToRosTemplate` the names of
properties, `getAtt("…")` the attributes.
"""

import io
import json
import re
import tarfile
import zipfile

FUNCTION = re.compile(r"^function (\w+)\(properties[^)]*\) \{\n(.*?)^\}", re.S | re.M)
KINDS = {
    "validateString": {"t": "string"},
    "validateNumber": {"t": "number"},
    "validateBoolean": {"t": "boolean"},
    "validateObject": {"t": "any"},
    "validateAny": {"t": "any"},
    "validateRosTag": {"t": "tag"},
    "validateDate": {"t": "string"},
}


def generated(wheel):
    """The generated JavaScript of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(it for it in archive.namelist() if it.endswith(".jsii.tgz"))
        with tarfile.open(fileobj=io.BytesIO(archive.read(name))) as package:
            for member in package:
                if member.name.endswith(".generated.js"):
                    yield package.extractfile(member).read().decode()


def types(wheel):
    """Type → entry."""
    found = {}
    for text in generated(wheel):
        found.update(Module(text).types())
    return found


class Module:
    def __init__(self, text):
        functions = dict(FUNCTION.findall(text))
        self.validators = {name: body for name, body in functions.items() if name.endswith("Validator")}
        # Validator → the real names of what it validates.
        self.names = {}
        for body in functions.values():
            checked = re.search(r"(\w+Validator)\(properties\)\.assertSuccess\(\)", body)
            if checked:
                pairs = re.findall(r"^\s*(?:'([^']+)'|(\w+)): .*?\(properties\.(\w+)\)", body, re.M)
                self.names[checked.group(1)] = {camel: quoted or plain for quoted, plain, camel in pairs}
        self.text = text

    def types(self):
        found = {}
        parts = re.split(r"^class (\w+) extends ros\.RosResource \{\n", self.text, flags=re.M)
        for name, part in zip(parts[1::2], parts[2::2]):
            body = part.split("\n}\n", 1)[0]
            label = re.search(name + r'\.ROS_RESOURCE_TYPE_NAME = "([^"]+)"', self.text)
            if not label:
                continue
            entry = {"s": "c", "a": sorted(set(re.findall(r"getAtt\(['\"]([^'\"]+)['\"]\)", body)))}
            entry["p"] = self.properties(name + "PropsValidator")
            found[label.group(1)] = entry
        return found

    def properties(self, validator):
        names, found = self.names.get(validator, {}), {}
        for camel, expressions in self.validations(validator).items():
            if camel not in names:
                continue
            shape = {}
            for expression, argument in expressions:
                self.add(shape, expression, argument)
            found[names[camel]] = shape
        return found

    def validations(self, validator):
        """Name → expressions with their arguments."""
        found, body = {}, self.validators.get(validator, "")
        for match in re.finditer(r"ros\.propertyValidator\('(\w+)', ", body):
            expression, end = balanced(body, match.end(), ")")
            argument, _ = balanced(body, end + 2, ")")
            found.setdefault(match.group(1), []).append((expression, argument))
        return found

    def add(self, shape, expression, argument):
        of = expression.removeprefix("ros.")
        if of == "requiredValidator":
            shape["r"] = 1
        elif of == "validateAllowedValues":
            listed = re.search(r"allowedValues: (\[.*?\]),?\s*\}?$", argument.strip(), re.S)
            if listed:
                shape["e"] = json.loads(listed.group(1))
        elif of == "validateAllowedPattern":
            pattern = re.search(r"reg: /(.*)/[a-z]*,?\s*\}?\s*$", argument, re.S)
            if pattern:
                shape["x"] = pattern.group(1)
        elif of in ("validateRange", "validateLength"):
            bounds = [bound(argument, name) for name in ("min", "max")]
            if any(it is not None for it in bounds):
                shape["n" if of == "validateRange" else "l"] = bounds
        else:
            shape.update(self.shape(of))

    def shape(self, of):
        of = of.removeprefix("ros.")
        if of in KINDS:
            return dict(KINDS[of])
        wrapped = re.fullmatch(r"(listValidator|hashValidator)\((.*)\)", of, re.S)
        if wrapped:
            inner = self.shape(wrapped.group(2))
            return {"t": "list" if wrapped.group(1) == "listValidator" else "map", "i": inner}
        if of in self.validators:
            return {"t": "object", "p": self.properties(of)}
        # A union of several.
        return {"t": "any"}


def bound(argument, name):
    found = re.search(name + r": (-?[\d.]+)", argument)
    return None if found is None else json.loads(found.group(1))


def balanced(text, start, close):
    """The text from `start` up to the `close` that is not opened in it, and where that is."""
    depth, at, quote = 0, start, ""
    while at < len(text):
        it = text[at]
        if quote:
            if it == "\\":
                at += 1
            elif it == quote:
                quote = ""
        elif it in "'\"`":
            quote = it
        elif it == "/" and text[at - 5 : at] == "reg: ":
            at = text.index("\n", at) - 1
        elif it in "([{":
            depth += 1
        elif it in ")]}":
            if depth == 0:
                return text[start:at], at
            depth -= 1
        at += 1
    return text[start:], len(text)
