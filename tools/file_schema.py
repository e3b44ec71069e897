# SPDX-License-Identifier: EUPL-1.2
"""The JSON Schema of files with requirements, made of what the import takes (questionnaires/exchange_schema.py)."""

import json
import warnings
from typing import Any

from samencontroleren.questionnaires.conditions import DEEPEST, MANY
from samencontroleren.questionnaires.exchange_schema import FileEnvelope, RequirementInFile

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from apispec import APISpec
    from apispec.ext.marshmallow import MarshmallowPlugin

TEXT = {"type": "string", "minLength": 1}
PARTS = {"type": "array", "minItems": 1, "maxItems": MANY, "items": {"$ref": "#/$defs/condition"}}
CODE_AND = {"type": "array", "minItems": 2, "maxItems": 2}
OPERATORS: dict[str, Any] = {
    "all": PARTS,
    "any": PARTS,
    "not": {"$ref": "#/$defs/condition"},
    "is": {**CODE_AND, "prefixItems": [TEXT, TEXT]},
    "one_of": {**CODE_AND, "prefixItems": [TEXT, {"type": "array", "minItems": 1, "maxItems": MANY, "items": TEXT}]},
    "at_least": {**CODE_AND, "prefixItems": [TEXT, {"type": "integer"}]},
    "segment": TEXT,
}


def schema() -> dict[str, Any]:
    """The schema (draft 2020-12)."""
    plugin = MarshmallowPlugin(schema_name_resolver=lambda _schema: "")
    APISpec("files", "1", "3.1.0", plugins=[plugin])
    convert: Any = plugin.converter
    requirement, whole = convert.schema2jsonschema(RequirementInFile()), convert.schema2jsonschema(FileEnvelope())
    requirement["properties"]["when"] = {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/condition"}]}
    value = requirement["properties"]["options"]["items"]["properties"]["value"]
    value["pattern"] = "^[\\w.%-]{1,60}$"  # the same in the regular expressions of ECMA, that JSON Schema uses
    whole["properties"]["requirements"]["items"] = requirement
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Samen Controleren: eisen in een bestand",
        "description": f"Uitleg: docs/bestandsformaat.md. Een voorwaarde is hoogstens {DEEPEST} diep.",
        **whole,
        "$defs": {
            "condition": {
                "type": "object",
                "properties": OPERATORS,
                "minProperties": 1,
                "maxProperties": 1,
                "additionalProperties": False,
            }
        },
    }


def page() -> str:
    """The schema as the file in docs/."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
