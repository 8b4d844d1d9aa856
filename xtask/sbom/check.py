"""Checks a CycloneDX file against the schema that comes with cyclonedx-python-lib: check.py FILE."""

import json
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

text = open(sys.argv[1], encoding="utf-8").read()
error = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
if error is not None:
    sys.exit(f"{sys.argv[1]}: {error}")
parts = json.loads(text)["components"]
print(f"    {len(parts)} parts, valid CycloneDX 1.5")
