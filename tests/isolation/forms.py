# SPDX-License-Identifier: EUPL-1.2
"""The forms of a page, filled in as a person would: what stands in them, and something fitting where nothing does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from werkzeug.test import TestResponse

OURS = re.compile(rb'<form\b[^>]*method="post"', re.IGNORECASE)


@dataclass(frozen=True)
class Act:
    """A form that a page offers to a person: where it goes, and its fields with what stands in them."""

    actor: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass
class _Reader(HTMLParser):
    """Reads the forms of a page; several buttons of one form are several acts of which the first is taken."""

    found: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._form: list[tuple[str, str]] | None = None
        self._select = self._area = ""
        self._options: list[tuple[str, bool]] = []
        self._chosen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_ours = facts.get("method", "").lower() == "post"
            self._form = [] if is_ours else None
            self._chosen = set()
            if is_ours:
                self.found.append((facts.get("action", ""), self._form or []))
                self._form = self.found[-1][1]
        elif self._form is not None:
            self._field(tag, facts)

    def _field(self, tag: str, facts: dict[str, str]) -> None:
        assert self._form is not None
        name = facts.get("name", "")
        if tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select:
            self._options.append((facts.get("value", ""), "selected" in facts))
        elif tag == "textarea" and name:
            self._area = name
            self._form.append((name, ""))
        elif tag == "input" and name:
            self._input(name, facts)
        elif tag == "button" and name and name not in self._chosen:
            self._chosen.add(name)
            self._form.append((name, facts.get("value", "")))

    def _input(self, name: str, facts: dict[str, str]) -> None:
        assert self._form is not None
        kind = facts.get("type", "text")
        if kind == "radio":
            if "checked" in facts or name not in self._chosen:
                self._form[:] = [each for each in self._form if each[0] != name]
                self._form.append((name, facts.get("value", "")))
            self._chosen.add(name)
        elif kind == "checkbox":
            if "checked" in facts or "required" in facts:
                self._form.append((name, facts.get("value", "on")))
        elif kind not in ("submit", "file"):
            self._form.append((name, facts.get("value") or USUAL.get(kind, "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "select" and self._select and self._form is not None:
            chosen = next((value for value, is_chosen in self._options if is_chosen and value), None)
            value = chosen or next((value for value, _chosen in self._options if value), "")
            self._form.append((self._select, value))
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form[-1] = (self._area, self._form[-1][1] + data)


USUAL = {"email": "iemand@proef.example", "number": "1", "date": "2027-06-01"}
"""What goes into an empty field of a kind that wants a form."""


def acts_on(answer: TestResponse, actor: str) -> Iterator[Act]:
    """The forms of an answer, when it is a page."""
    if answer.status_code != 200 or answer.mimetype != "text/html" or not OURS.search(answer.get_data()):
        return
    reader = _Reader()
    reader.feed(answer.get_data(as_text=True))
    for path, fields in reader.found:
        sent = tuple((name, value.strip()) for name, value in fields if name != "csrf_token")
        yield Act(actor, path, sent)


def filled(act: Act, **given: Any) -> dict[str, Any]:
    """The fields of an act, several values under one name together, with some of them replaced."""
    whole: dict[str, Any] = {}
    for name, value in act.fields:
        whole[name] = [*whole[name], value] if isinstance(whole.get(name), list) else value
    return {**whole, **given}
