"""ROS templates in YAML as the same templates in JSON."""

import json

import yaml


class Loader(yaml.SafeLoader):
    """Reads short tags as the functions that they stand for, and dates as the strings that they are to ROS."""


def function(loader, tag, node):
    name = "Ref" if tag == "Ref" else f"Fn::{tag}"
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        return {name: value.split(".", 1) if tag == "GetAtt" else value}
    build = loader.construct_sequence if isinstance(node, yaml.SequenceNode) else loader.construct_mapping
    return {name: build(node, deep=True)}


Loader.add_multi_constructor("!", function)
Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def converted(text):
    """`text` as JSON; None where it is no such template, or has what JSON has not."""
    if "ROSTemplateFormatVersion" not in text:
        return None
    try:
        value = yaml.load(text, Loader=Loader)
        if not isinstance(value, dict) or "ROSTemplateFormatVersion" not in value:
            return None
        made = json.dumps(value, indent=2, ensure_ascii=False)
    except (yaml.YAMLError, TypeError, ValueError, RecursionError):
        return None
    # PyYAML does not read these as JSON does, and keys that JSON cannot have are strings now.
    return None if "\\u" in made or "\x7f" in made or "NaN" in made else made
