# SPDX-License-Identifier: EUPL-1.2
"""The API speaks Dutch: each choice by a Dutch code, each field by a Dutch name (product.md, section 11)."""

import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from typing import Any

from flask import Flask

import samencontroleren
from samencontroleren.accounts.schemas import TokenInput, TokenOut
from samencontroleren.core import openapi
from samencontroleren.core.fields import OutputSchema
from samencontroleren.core.rest import PageQuery
from samencontroleren.questionnaires.service import EXPORT_FORMS
from samencontroleren.vendors.countries import country_codes

STANDARDS = {"Bearer", "client_credentials", "nl", "en"}
"""Values of other standards: OAuth (RFC 6749, 6750), languages (ISO 639). Countries are ISO 3166's."""
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")
CAMEL = re.compile(r"[a-z][A-Za-z0-9]*$")
ALIKE = {
    "product",
    "vng",
    "incident",
    "auditor",
    "ciso",
    "saas",
    "tpm",
    "isae",
    "pentest",
    "sbom",
    "api",
    "conflict",
    "open",
    "coordinator",
}
"""Codes that are the same word in Dutch and in the code."""
ALIKE_NAMES = {
    "id",
    "code",
    "codes",
    "was",
    "score",
    "segment",
    "sha256",
    "rsin",
    "oin",
    "website",
    "product",
    "status",
    "nl",
    "en",
    "link",
}
"""Names that are the same word in both."""
OF_THE_RULES = {"page", "pageSize", "q"}
"""Names that the Dutch API Design Rules and quality.md, section 4, prescribe."""
FORMS = set(EXPORT_FORMS)
"""Forms of files go by the ending of their name."""
OF_OAUTH = (TokenInput, TokenOut)


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(samencontroleren.__path__, "samencontroleren."):
        if found.name.endswith((".kinds", ".sentences", ".scheduler", ".schemas", ".sheet_synonyms")):
            yield import_module(found.name)


def english() -> set[str]:
    """Every value of an enum that is stored, but for those that already are Dutch codes (parameters, scopes)."""
    enums = {each for module in modules() for each in vars(module).values() if isinstance(each, type)}
    stored = {member.value for enum in enums if issubclass(enum, StrEnum) for member in enum}
    return {value for value in stored if not value.startswith("termijn-")}


def codes() -> dict[str, Any]:
    return {
        f"{module.__name__}.{name}": table
        for module in modules()
        for name, table in vars(module).items()
        if name.endswith("_CODES") and not name.startswith("COLUMN")
    }


def published(part: Any) -> Iterator[list[Any]]:
    """All values of `enum` anywhere in the document."""
    if isinstance(part, dict):
        if isinstance(part.get("enum"), list):
            yield part["enum"]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from published(each)


def test_each_table_of_codes_is_whole_and_dutch() -> None:
    tables = codes()
    assert len(tables) > 30
    for name, table in tables.items():
        members: list[Any] = list(table)
        enum: Any = type(members[0])
        assert enum is str or set(members) == set(enum), name
        assert len(set(table.values())) == len(table), f"{name}: two members with one code"
        assert all(KEBAB.match(code) for code in table.values()), name
        assert {code for member, code in table.items() if code == str(member)} <= ALIKE, name


def test_no_published_choice_is_english(document: Any) -> None:
    known = {code for table in codes().values() for code in table.values()}
    english_only = english() - known
    choices = list(published({"p": document["paths"], "s": document["components"]["schemas"]}))
    assert len(choices) > 60
    for values in choices:
        texts = {value for value in values if isinstance(value, str)} - STANDARDS - FORMS - country_codes()
        assert not texts & english_only, values
        assert texts <= known, values


def api_schemas() -> Iterator[type[Any]]:
    """The schemas of the API: all that goes out, the filters of its lists, and the bodies it takes."""
    bodies = {type(view._spec["body"]) for _path, _method, view in openapi.operations() if "body" in _spec(view)}
    for each in {each for module in modules() for each in vars(module).values() if isinstance(each, type)} | bodies:
        if issubclass(each, OutputSchema | PageQuery) or each in bodies:
            yield each


def _spec(view: Any) -> Any:
    return getattr(view, "_spec", {})


def test_each_field_has_a_dutch_name(bare_app: Flask) -> None:
    found = set()
    with bare_app.app_context():
        schemas = set(api_schemas()) - set(OF_OAUTH)
    for schema in schemas:
        for name, field in schema._declared_fields.items():
            told = field.data_key or name
            if told in OF_THE_RULES:
                continue
            assert CAMEL.match(told), f"{schema.__name__}.{told}"
            if field.data_key is None:
                assert told in ALIKE_NAMES, f"{schema.__name__}.{told} has no Dutch name"
            found.add(told)
    assert len(found) > 100
