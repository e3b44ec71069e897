# SPDX-License-Identifier: EUPL-1.2
"""The figures on the reading desk, in a real browser: which of the axes each of them fills."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.support.nursery import ROOT

pytestmark = pytest.mark.journey
SCRIPT = ROOT / "frontend" / "js" / "keys.js"
CHOSEN = "Object.fromEntries([...document.querySelectorAll(':checked')].map((each) => [each.name, each.value]))"


def _axis(name: str) -> str:
    options = (f'<input type="radio" name="{name}" value="{value}" data-number="verdict">' for value in range(1, 6))
    return f"<fieldset>{''.join(options)}</fieldset>"


DESK = f"""<!doctype html><main data-desk tabindex="-1"><button data-keys hidden></button>
{_axis("design")}{_axis("existence")}{_axis("operation")}</main>
<script type="module">import {{ startKeys }} from "/keys.js"; startKeys();</script>"""


def _serve(route: Route) -> None:
    if route.request.url.endswith("/keys.js"):
        route.fulfill(path=SCRIPT, content_type="text/javascript")
    else:
        route.fulfill(body=DESK, content_type="text/html")


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """Three axes, and nothing of a platform behind them."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", _serve)
    page.goto("http://desk.invalid/")
    page.wait_for_function("document.activeElement.matches('[data-desk]')")
    yield page
    context.close()


def test_a_figure_fills_the_axis_one_went_to_and_else_the_first_open_one(desk: Page) -> None:
    desk.locator("[name=operation]").first.focus()
    desk.keyboard.press("5")
    assert desk.evaluate(CHOSEN) == {"operation": "5"}, "empty, and gone to by tab"
    desk.keyboard.press("1")
    desk.keyboard.press("2")
    assert desk.evaluate(CHOSEN) == {"design": "1", "existence": "2", "operation": "5"}
    desk.keyboard.press("3")
    assert desk.evaluate(CHOSEN)["operation"] == "3", "all have one: on from where the last figure was"
