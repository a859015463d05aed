"""The tables of this folder: how they are written, and what a schema of Terraform becomes in them."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent


def load(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def write(name, head, sections):
    """Writes a table: `head` first, then each section with one entry a line, sorted."""

    def dump(value):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    parts = [f"{json.dumps(key)}: {dump(value)}" for key, value in head.items()]
    for section, entries in sections.items():
        lines = ",\n".join(f"{json.dumps(key)}: {dump(entries[key])}" for key in sorted(entries))
        parts.append(f"{json.dumps(section)}: {{\n{lines}\n}}")
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    (FOLDER / name).write_text(text, encoding="utf-8")


def shape_of_type(of):
    """A type of Terraform, as `terraform providers schema` writes it, as a shape."""
    if isinstance(of, str):
        return {"t": {"bool": "boolean", "dynamic": "any"}.get(of, of)}
    kind, inner = of
    if kind == "object":
        return {"t": "object", "p": {name: shape_of_type(it) for name, it in inner.items()}}
    shape = {"t": "map" if kind == "map" else "list"}
    item = shape_of_type(inner)
    if item != {"t": "string"}:
        shape["i"] = item
    return shape


def attribute(flags, of):
    """An argument or attribute: `r` required, `c` only computed, `s` sensitive, `d` deprecated."""
    shape = shape_of_type(of)
    if "r" in flags:
        shape["r"] = 1
    if "o" not in flags and "r" not in flags:
        shape["c"] = 1
    if "d" in flags:
        shape["d"] = 1
    if "s" in flags:
        shape["s"] = 1
    return shape


def block(nesting, least, most, properties):
    """Nested blocks of one type."""
    item = {"t": "object"} if properties is None else {"t": "object", "p": properties}
    if nesting in ("single", "group"):
        return {"b": 1, "l": [None, 1], "t": "list", "i": item}
    shape = {"b": 1, "t": "list", "i": item}
    if least or most:
        shape["l"] = [least or None, most or None]
    if least:
        shape["r"] = 1
    return shape


def of_block(written):
    """The properties of a block of `terraform providers schema -json`."""
    properties = {}
    for name, it in written.get("attributes", {}).items():
        flags = {"required": "r", "optional": "o", "computed": "c", "deprecated": "d", "sensitive": "s"}
        properties[name] = attribute([short for long, short in flags.items() if it.get(long)], it["type"])
    for name, it in written.get("block_types", {}).items():
        bounds = it.get("min_items", 0), it.get("max_items", 0)
        properties[name] = block(it["nesting_mode"], *bounds, of_block(it["block"]))
    return properties
