# SPDX-License-Identifier: EUPL-1.2
"""YAML of others, read as strictly as JSON, and YAML of ours, written for people to edit. Pure.

Read is only what JSON could say as well. Anchors and aliases (with which a few lines become millions), tags (with which
YAML makes objects), names that stand twice, a second document and depth are refused. A word is text unless it is
`true`, `false`, `null` or a whole number: the number 5.10 of a norm stays 5.10, and `nee` is no truth value.
"""

import re
from typing import Any

import yaml

from samencontroleren.core import strict_json

MOST = 500_000
"""Values and names together: two thousand requirements have a third of it."""


class _Strict(yaml.CSafeLoader):
    """The safe loader without what YAML 1.1 guesses of bare words."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 -- PyYAML declares it so


for _tag, _pattern, _firsts in (
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:null", r"null|~|", ["n", "~", ""]),
    ("tag:yaml.org,2002:int", r"-?(0|[1-9][0-9]{0,15})", "-0123456789"),
):
    _Strict.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), list(_firsts))


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[Any, Any]:
    pairs = [(loader.construct_object(name, deep=True), value) for name, value in node.value]
    if not all(isinstance(name, str) for name, _value in pairs):
        raise ValueError("a name that is no text")
    if len({name for name, _value in pairs}) < len(pairs):
        raise ValueError(f"line {node.start_mark.line + 1}: a name stands twice")
    return {name: loader.construct_object(value, deep=True) for name, value in pairs}


_Strict.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(raw: bytes, most: int = MOST) -> Any:
    """The value in these bytes (UTF-8, or UTF-16 with a mark). Raises ValueError with what is wrong and where."""
    try:
        _check_events(raw, most)
        value = yaml.load(raw, Loader=_Strict)  # noqa: S506 -- a subclass of the safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}: " if mark else ""
        raise ValueError(f"{place}{getattr(error, 'problem', None) or 'no YAML'}") from error
    return strict_json.bounded(value, most)


def _check_events(raw: bytes, most: int) -> None:
    """Walk over the file once before anything is made of it."""
    depth = documents = 0
    for number, event in enumerate(yaml.parse(raw, Loader=_Strict)):
        line = f"line {event.start_mark.line + 1}: " if event.start_mark else ""
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ValueError(f"{line}no anchors and aliases, please")
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None):
            raise ValueError(f"{line}no tags, please")
        if documents > 1 or depth > strict_json.DEEPEST or number > 2 * most:
            raise ValueError(f"{line}too deep or too much")


class _Writer(yaml.CSafeDumper):
    """Writes nothing as an alias and keeps texts of several lines readable."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never: each requirement reads by itself."""
        return True


def _text(writer: _Writer, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text and text == text.strip() and not re.search(r"[ \t]\n|\t", text) else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style)


_Writer.add_representer(str, _text)


def write_yaml(value: Any) -> bytes:
    """The value as YAML in UTF-8, names in the order they have."""
    text: str = yaml.dump(value, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=110)
    return text.encode()
