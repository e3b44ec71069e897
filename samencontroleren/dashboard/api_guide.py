# SPDX-License-Identifier: EUPL-1.2
"""The API explained: the published document as a page people can read, without a log-in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from samencontroleren.core import openapi

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Part:
    """One parameter or field: where it goes, its name, kind and whether it must be there."""

    place: str
    name: str
    kind: str
    is_required: bool
    text: str


@dataclass(frozen=True)
class Operation:
    """One operation of the API as the page shows it."""

    key: str
    method: str
    path: str
    summary: str
    text: str
    scope: str
    takes: list[Part]
    media: str
    gives: list[Part]
    gives_list: bool


def groups() -> list[tuple[str, list[Operation]]]:
    """All operations by their tag, in the order of the document."""
    document = openapi.document()
    found: dict[str, list[Operation]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                tag = next(iter(item[method].get("tags", [])), "")
                found.setdefault(tag, []).append(_operation(document, path, method, item[method]))
    return sorted(found.items())


def _operation(document: dict[str, Any], path: str, method: str, told: dict[str, Any]) -> Operation:
    taken = [_parameter(each) for each in told.get("parameters", ())]
    content = told.get("requestBody", {}).get("content", {})
    media = next(iter(content), "")
    if media:
        taken += _fields(document, content[media]["schema"], media)
    given, is_list = _given(document, told["responses"])
    return Operation(
        key=f"{method}{path.replace('/', '-').replace('{', '').replace('}', '')}",
        method=method.upper(),
        path=f"{openapi.BASE}{path}",
        summary=told.get("summary", ""),
        text=told.get("description", ""),
        scope=told.get("x-bereik", ""),
        takes=taken,
        media=media,
        gives=given,
        gives_list=is_list,
    )


def _parameter(each: dict[str, Any]) -> Part:
    schema = each.get("schema", {})
    return Part(each["in"], each["name"], _kind(schema), each.get("required", False), each.get("description", ""))


def _given(document: dict[str, Any], responses: dict[str, Any]) -> tuple[list[Part], bool]:
    success = next(response for status, response in responses.items() if status.startswith("2"))
    contents: list[dict[str, Any]] = list(success.get("content", {}).values())
    schema: dict[str, Any] = contents[0].get("schema", {}) if contents else {}
    if schema.get("type") == "array":
        return _fields(document, schema["items"], ""), True
    return _fields(document, schema, ""), False


def _fields(document: dict[str, Any], schema: dict[str, Any], place: str) -> list[Part]:
    whole = _resolved(document, schema)
    required = whole.get("required", ())
    return list(_parts(whole, required, place))


def _parts(whole: dict[str, Any], required: Any, place: str) -> Iterator[Part]:
    for name, schema in whole.get("properties", {}).items():
        yield Part(place, name, _kind(schema), name in required, schema.get("description", ""))


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref", "")
    found: dict[str, Any] = document["components"]["schemas"][reference.rsplit("/", 1)[1]] if reference else schema
    return found


def _kind(schema: dict[str, Any]) -> str:
    """The kind of a value in one line: its choices, its format or its type."""
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"] if each is not None)
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1].removesuffix("Out").removesuffix("Input")
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))}[]"
    for whole in schema.get("allOf", ()):
        return _kind(whole)
    return str(schema.get("format") or schema.get("type") or "object")
