# SPDX-License-Identifier: EUPL-1.2
"""A test client for pages that checks each page it fetches: every test of a page is also one of its form."""

import re
from contextvars import Context
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

import html5lib
import lxml.html
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from samencontroleren.accounts.models import LoginSession
from samencontroleren.core import clock
from samencontroleren.core.security import digest, new_token
from tests.support.world import Person

HTML = "{http://www.w3.org/1999/xhtml}"
CONTROLS = ("input", "select", "textarea")
UNLABELLED = ("hidden", "submit", "button")


class Page:
    """An answer of the server, parsed when it is a page."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.text = (
            response.get_data(as_text=True) if response.mimetype.startswith(("text", "application/json")) else ""
        )
        self.is_html = response.mimetype == "text/html" and bool(self.text.strip())

    @cached_property
    def tree(self) -> ElementTree.Element | None:
        """The parsed page, made when asked for; None when the answer is no page."""
        if not self.is_html:
            return None
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
        parsed: ElementTree.Element = parser.parse(self.text)
        return parsed

    def all(self, tag: str) -> list[ElementTree.Element]:
        """All elements with this tag."""
        assert self.tree is not None
        return list(self.tree.iter(f"{HTML}{tag}"))

    @cached_property
    def words(self) -> str:
        """The text that a person reads, white space folded. By a parser that is some fifteen times as quick."""
        assert self.is_html
        parsed = lxml.html.document_fromstring(self.text, parser=lxml.html.HTMLParser(huge_tree=True))
        return " ".join(parsed.text_content().split())

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.response.headers.get("Location", "")

    def check(self) -> None:
        """What holds for every page: title, one h1, labels, CSRF token in forms, nothing inline."""
        assert "".join(self.all("title")[0].itertext()).strip(), "a page without title"
        assert len(self.all("h1")) == 1, f"{len(self.all('h1'))} h1 elements"
        self._check_labels()
        self._check_forms()
        assert not re.search(r"<[^>]+\sstyle=", self.text), "inline style"
        assert not re.search(r"<[^>]+\son[a-z]+=", self.text), "inline handler"
        for script in self.all("script"):
            assert script.get("src") or script.get("nonce"), "script without nonce"
        ids = [each.get("id") for each in (self.tree.iter() if self.tree is not None else ()) if each.get("id")]
        assert len(ids) == len(set(ids)), f"an id twice: {sorted(i for i in ids if ids.count(i) > 1)}"

    def _check_labels(self) -> None:
        labelled = {label.get("for") for label in self.all("label")}
        inside = {control for label in self.all("label") for control in label.iter()}
        for tag in CONTROLS:
            for control in self.all(tag):
                if control.get("type") in UNLABELLED or "hidden" in control.attrib:
                    continue
                named = control.get("id") in labelled or control in inside or control.get("aria-label")
                assert named, f"a field without label: {control.attrib}"

    def _check_forms(self) -> None:
        for form in self.all("form"):
            if form.get("method", "get").lower() != "post":
                continue
            names = [each.get("name") for each in form.iter(f"{HTML}input")]
            assert "csrf_token" in names, f"a form without CSRF token: {form.attrib}"


class PageClient:
    """A browser of one person (or of a visitor)."""

    def __init__(self, app: Flask, person: Person | None = None, language: str = "nl") -> None:
        self.app = app
        self.browser = app.test_client()
        self.person = person.key if person else ""
        self.secret = "0123456789abcdef0123456789abcdef01234567"
        with self.browser.session_transaction() as cookie:
            cookie["csrf_token"] = self.secret
            cookie["language"] = language
            if person is not None:
                cookie["sid"] = self._log_in(person)

    def _log_in(self, person: Person) -> str:
        token = new_token()
        with self.app.extensions["database"].unit() as opened:
            opened.add(
                LoginSession(
                    token_digest=digest(token),
                    user_id=person.user_id,
                    membership_id=person.membership_id,
                    factor_at=clock.now(),
                )
            )
        return token

    @property
    def csrf_token(self) -> str:
        return URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(self.secret)

    def get(self, path: str, status: int = 200, **options: Any) -> Page:
        """Fetch a page and check it."""
        return self._open(path, status, method="GET", **options)

    def post(self, path: str, data: Any = None, status: int = 302, **options: Any) -> Page:
        """Send a form with its CSRF token; expects a redirect unless another status is given."""
        sent = {"csrf_token": self.csrf_token, **(data or {})}
        return self._open(path, status, method="POST", data=sent, **options)

    def _open(self, path: str, status: int, **options: Any) -> Page:
        response = Context().run(self._send, path, options)
        page = Page(response)
        assert page.status == status, (
            f"{path}: {page.status} instead of {status}: {page.text[-1500:] if page.status >= 500 else page.text[:300]}"
        )
        if page.is_html and self._is_new(path, options["method"], status):
            page.check()
        return page

    def _send(self, path: str, options: dict[str, Any]) -> TestResponse:
        """Runs in an empty context, as a request does in a server: nothing of the test leaks into it."""
        return self.browser.open(path, **options)

    def _is_new(self, path: str, method: str, status: int) -> bool:
        """Whether this kind of page was not yet checked for this person: parsing is slow."""
        shape = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<key>", path)
        seen = (shape, method, status, self.person)
        is_new = seen not in CHECKED
        CHECKED.add(seen)
        return is_new


CHECKED: set[tuple[str, str, int, str]] = set()
"""The kinds of page that were checked in this run, per person."""
