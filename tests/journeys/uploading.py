# SPDX-License-Identifier: EUPL-1.2
"""Two files dropped on the form of the library, over a connection that breaks in the middle."""

import hashlib
import uuid

from playwright.sync_api import Page
from sqlalchemy import create_engine, select

from samencontroleren.evidence.models import Document
from samencontroleren.evidence.uploads import PART
from tests.journeys.person import Person

LINES = {"beleid.txt": "Ons beleid.\n", "werkwijze.txt": "Onze werkwijze.\n"}
TIMES = PART // 10
DROP = """(form, [lines, times]) => {
    const moved = new DataTransfer();
    for (const [name, line] of Object.entries(lines)) moved.items.add(new File([line.repeat(times)], name));
    for (const type of ["dragenter", "drop"])
        form.dispatchEvent(new DragEvent(type, { dataTransfer: moved, bubbles: true, cancelable: true }));
}"""


def drop(page: Page) -> None:
    """Let go of two files above the form."""
    page.locator("form[data-upload]").evaluate(DROP, [LINES, TIMES])


def send_over_a_broken_line(supplier: Person, vendor: uuid.UUID) -> None:
    """The second part of the first file does not get through; later it goes on there, and both arrive whole."""
    page, sent = supplier.page, list[str]()
    supplier.go("/bewijs/meer")
    drop(page)
    page.get_by_role("button", name="Voeg toe").click()
    supplier.see("Kies een soort.")
    page.locator("[name=kind]").select_option("own_statement")
    page.locator("[name=sharing]").first.check()
    page.on("request", lambda request: sent.append(request.url) if "/delen/" in request.url else None)
    page.route(f"**/delen/{PART}", lambda route: route.abort())
    page.get_by_role("button", name="Voeg toe").click()
    supplier.see("Verbinding verbroken")
    supplier.faults.clear()  # the console tells of the line we cut
    supplier.look("verbinding-verbroken")
    supplier.reload()
    supplier.see("2 MB van")
    supplier.faults.clear()
    drop(page)
    page.locator("[name=kind]").select_option("own_statement")
    page.locator("[name=sharing]").first.check()
    page.unroute(f"**/delen/{PART}")
    page.get_by_role("button", name="Voeg toe").click()
    page.locator(".sc-upload [data-state=done]:visible").nth(1).wait_for()
    supplier.look("verstuurd")
    assert sum(url.endswith("/delen/0") for url in sent) == 2  # each file once: the first part was there already
    assert arrived(supplier.platform.url, vendor) == {
        name: hashlib.sha256((line * TIMES).encode()).hexdigest() for name, line in LINES.items()
    }


def arrived(url: str, vendor: uuid.UUID) -> dict[str, str]:
    """Name and SHA-256 of what is in the library of a supplier."""
    engine = create_engine(url)
    with engine.connect() as opened:
        opened.exec_driver_sql("SET sc.side = 'system'")
        library = select(Document.filename, Document.sha256).where(Document.vendor_id == vendor)
        found = {row.filename: row.sha256 for row in opened.execute(library)}
    engine.dispose()
    return found
