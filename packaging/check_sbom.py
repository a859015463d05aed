#!/usr/bin/env python3
"""Says what is wrong with the bill of materials on the standard input by the schema of CycloneDX (`pip install 'cyclonedx-python-lib[json-validation]'`)."""

import json
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

text = sys.stdin.read()
wrong = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
count = len(json.loads(text)["components"])
if wrong or count < 20:
    sys.exit(f"{count} components: {wrong}")
print(f"{count} components, valid by the schema of CycloneDX 1.5")
