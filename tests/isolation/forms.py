# SPDX-License-Identifier: EUPL-1.2
"""The forms of a page, filled in as a person would: what stands in them, and something fitting where nothing does."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from tests.support.story import pdf

USUAL = {"email": "iemand@proef.example", "number": "1", "date": "2027-06-01", "tel": "0301234567", "checkbox": "1"}
"""What goes into an empty field of a kind; all others get a word."""
WORD = "Tekst van de proef"


@dataclass
class Control:
    """One control of a form; a group of radio buttons or boxes is one control with several options."""

    name: str
    kind: str
    is_required: bool = False
    value: str = ""
    options: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)

    def sent(self) -> Any:
        """What a person sends with it."""
        if self.kind in ("radio", "select"):
            return next((each for each in [*self.chosen, *self.options] if each), "")
        if self.kind == "checkbox":
            return self.chosen or self.options[:1]
        if self.kind == "file":
            return (io.BytesIO(pdf(WORD)), "proef.pdf")
        is_asked = self.is_required or self.kind == "textarea"
        return self.value or (USUAL.get(self.kind, WORD) if is_asked else "")


@dataclass
class Form:
    """Where a form goes and how, and its controls by name."""

    path: str
    method: str
    controls: dict[str, Control] = field(default_factory=dict)

    def filled(self) -> dict[str, Any]:
        """Its fields as a person would send them; the token against forgery is not theirs to choose."""
        return {name: each.sent() for name, each in self.controls.items() if name != "csrf_token"}


class _Reader(HTMLParser):
    """Gathers the forms of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.now: Form | None = None
        self.text: Control | None = None
        self.select: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        home = self.by_id.get(facts.get("form", ""), self.now)  # a control may belong to a form it does not stand in
        if tag == "form":
            self._begin(facts)
        elif tag == "option" and self.select is not None:
            _offer(self.select, facts.get("value", ""), "selected" in facts)
        elif home is not None and facts.get("name"):
            self._control(home, tag, facts)
        if tag == "button" and home is not None and facts.get("formaction"):
            self._elsewhere(home, facts["formaction"])

    def _begin(self, facts: dict[str, str]) -> None:
        self.now = Form(facts.get("action", ""), facts.get("method", "get").lower())
        self.by_id[facts.get("id") or str(len(self.forms))] = self.now
        if facts.get("data-autosave"):
            self._elsewhere(self.now, facts["data-autosave"])
        self.forms.append(self.now)

    def _control(self, home: Form, tag: str, facts: dict[str, str]) -> None:
        kind = {"input": facts.get("type", "text"), "button": "submit"}.get(tag, tag)
        if kind not in ("textarea", "select", "submit") and tag != "input":
            return
        made = home.controls.setdefault(facts["name"], Control(facts["name"], kind, "required" in facts))
        if kind in ("radio", "checkbox"):
            _offer(made, facts.get("value") or USUAL["checkbox"], "checked" in facts)
        elif kind == "select":
            self.select = made
        elif kind == "textarea":
            self.text = made
        else:
            made.value = made.value or facts.get("value", "")  # of several buttons the first

    def _elsewhere(self, home: Form, path: str) -> None:
        """A button that sends the same fields to another address."""
        self.forms.append(Form(path, "post", home.controls))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.now = None
        elif tag == "textarea":
            self.text = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.value = (self.text.value + data).strip()


def _offer(control: Control, value: str, is_chosen: bool) -> None:
    control.options.append(value)
    if is_chosen:
        control.chosen.append(value)


def forms_in(html: str, method: str) -> Iterator[Form]:
    """The forms of a page that go by this method."""
    reader = _Reader()
    reader.feed(html)
    return (each for each in reader.forms if each.method == method)
