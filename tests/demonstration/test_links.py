# SPDX-License-Identifier: EUPL-1.2
"""The five people one starts with find no dead link: start page, menu, and what those pages lead to."""

import re
from collections import Counter

from flask import Flask

from samencontroleren.demonstration import accounts
from tests.demonstration.test_accounts import listed, log_in

PER_SHAPE = 1
"""As many addresses of one shape (keys and query values left out) as are followed."""
MOST = 25


def test_no_dead_links(demonstration: Flask) -> None:
    for account in accounts.to_start_with(listed(demonstration)):
        browser = demonstration.test_client()
        assert log_in(browser, account) == 302
        todo, seen, shapes = ["/"], set[str](), Counter[str]()
        while todo and len(seen) < MOST:
            address = todo.pop(0)
            if address in seen:
                continue
            seen.add(address)
            with browser.get(address) as answer:
                assert answer.status_code in (200, 302), f"{account.role}: {answer.status_code} at {address}"
                if answer.mimetype == "text/html":
                    todo += links(answer.get_data(as_text=True), shapes)
        assert len(seen) > 10, account.role


def links(page: str, shapes: Counter[str]) -> list[str]:
    """The addresses on our own host in a page, a few of each shape."""
    found = []
    for raw in re.findall(r'href="(/[^"#]*)"', page):
        address = raw.replace("&amp;", "&")
        shape = re.sub(r"=[^&]*", "=", re.sub(r"[0-9a-f-]{36}", "*", address))
        shapes[shape] += 1
        if shapes[shape] <= PER_SHAPE and not address.startswith("/static/"):
            found.append(address)
    return found
