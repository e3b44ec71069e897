# SPDX-License-Identifier: EUPL-1.2
"""After the first reading: a supplement, an objection that is weighed, and a re-assessment between rounds."""

import re

from tests.journeys.person import Person

WISH = "Wie tekent af dat de lijst klopt?"
OBJECTION = "De testomgeving heeft een eigen certificaat. Zie pagina 1."


def dossier_of(someone: Person, subject: str | None) -> str:
    """The address of a dossier by its product, or of the one about the supplier itself.

    Each person clicks on the way to it once, and knows it then.
    """
    if subject not in someone.knows:
        someone.go("/dossiers")
        with someone.leaving():
            someone.page.get_by_role("link", name=subject or "Wolkendroom B.V.", exact=True).first.click()
        assert "/dossiers/" in someone.page.url
        someone.knows[subject] = someone.page.url
    return someone.knows[subject]


def say_ready(reviewer: Person, subject: str) -> None:
    """A reviewer says that the reading is done."""
    reviewer.go(dossier_of(reviewer, subject) + "/beoordelen")
    reviewer.confirm("Ik ben klaar")


def note_wish(reviewer: Person) -> None:
    """On the desk: write down what is missing instead of a verdict."""
    form = reviewer.page.locator("#wens form")
    form.locator("[name=wish]").fill(WISH)
    reviewer.follow("Noteer dit")
    reviewer.look("wens")


def send_supplement(reviewer: Person, subject: str) -> None:
    """The request that was gathered of both reviewers goes to the supplier."""
    reviewer.go(dossier_of(reviewer, subject) + "/aanvulling")
    assert WISH in reviewer.page.locator("main textarea").first.input_value()
    reviewer.follow("Verder: nalezen en versturen")
    reviewer.look("aanvulling-versturen")
    reviewer.follow("Verstuur naar de leverancier")


def answer_again(supplier: Person, subject: str, text: str, page_of: str) -> None:
    """The supplier changes the one answer that is open again, and submits the dossier."""
    page, dossier = supplier.page, dossier_of(supplier, subject)
    supplier.go(dossier + page_of)
    supplier.look("opnieuw-gevraagd")
    with supplier.leaving():
        page.locator("main a[href*='#vraag-']").first.click()
    card = page.locator("section.sc-question", has=page.get_by_role("button", name="Opslaan en bevestigen"))
    assert card.count() == 1, "only the named question is open"
    card.locator("[name=explanation]").fill(text)
    with supplier.leaving():
        card.get_by_role("button", name="Opslaan en bevestigen").click()
    supplier.go(dossier + "/indienen")
    page.locator("summary", has_text="Dien in").click()
    supplier.follow("Ja, dien in namens mijn organisatie")


def judge_open(reviewer: Person, subject: str, reason: str) -> None:
    """A reviewer judges what waits on the desk: what was supplemented, or asked anew."""
    page = reviewer.page
    reviewer.go(dossier_of(reviewer, subject) + "/beoordelen")
    row = page.locator("main :is(li, tr)", has_text="Aangevuld")
    with reviewer.leaving():
        row.locator("a[href*='/beoordelen/']").first.click()
    reviewer.see("Zo was het antwoord eerst")
    reviewer.look("aangevuld")
    for group in page.locator("#oordeel fieldset").all():
        option = group.locator("label").filter(has_text=re.compile(r"^\s*Voldoet\s*$"))
        if option.count():
            option.first.click()
    page.locator("[name=assurance][value=checked]").check()
    page.fill("[name=public_reason]", reason)
    reviewer.follow("Sla op en ga verder")
    say_ready(reviewer, subject)


def object_to_one(supplier: Person, subject: str) -> None:
    """The supplier objects to one verdict, and sends its reply."""
    page = supplier.page
    supplier.go(dossier_of(supplier, subject) + "/wederhoor")
    card = page.locator("[id^=eis-]", has_text="testomgeving").first
    with supplier.leaving():
        card.get_by_role("link", name="Reageer op dit oordeel").click()
    page.get_by_label("Bezwaar", exact=True).check()
    page.locator("#reactie [name=text]").fill(OBJECTION)
    supplier.follow("Bewaar deze reactie")
    supplier.look("bezwaar")
    supplier.go(page.url.split("/wederhoor")[0] + "/wederhoor")
    supplier.follow("Verder: laat 1 reactie wegen")
    supplier.follow("Verstuur de reactie")
    supplier.see("Uw reactie is verstuurd")


def reconsider(first: Person, second: Person, subject: str, reason: str) -> None:
    """The reviewers weigh the objection: one proposes another reason, the other agrees; both are done."""
    page = first.page
    first.go(dossier_of(first, subject) + "/heroverweging")
    first.see(OBJECTION)
    first.look("heroverweging")
    page.locator("summary", has_text="Stel een ander oordeel voor").first.click()
    form = page.locator("details[open] form", has=page.get_by_role("button", name="Stel dit voor"))
    form.locator("[name=basis_reason]").fill("Het certificaat van de testomgeving is nog niet af.")
    form.locator("[name=public_reason]").fill(reason)
    first.follow("Stel dit voor")
    second.go(dossier_of(second, subject) + "/heroverweging")
    second.follow("Ik ben het hiermee eens")
    for each in (first, second):
        each.go(dossier_of(each, subject) + "/heroverweging")
        each.confirm("Ik ben klaar")


def read_outcome(supplier: Person, subject: str) -> None:
    """The supplier reads what became of its objection."""
    supplier.go(dossier_of(supplier, subject) + "/wederhoor")
    supplier.see("Gewijzigd na het wederhoor")
    supplier.see("Eerst stond er: ?Het certificaat noemt de testomgeving niet")
    supplier.look("uitkomst-van-het-bezwaar")


def reassess(coordinator: Person, subject: str, day: str) -> None:
    """The co-ordinator has one requirement of a released result judged anew."""
    page = coordinator.page
    coordinator.go("/resultaten")
    coordinator.follow(subject, "link")
    coordinator.follow("Begin een tussentijdse herbeoordeling", "link")
    page.select_option("[name=cause]", "newer_document")
    page.fill("[name=explanation]", "Er is een nieuwer certificaat voor de testomgeving.")
    page.fill("[name=answers_due_on]", day)
    page.locator("[name=requirements]").first.check()
    coordinator.look("herbeoordeling-beginnen")
    coordinator.follow("Begin de herbeoordeling")
    coordinator.see("De tussentijdse herbeoordeling is begonnen")


def read_next_version(buyer: Person, subject: str) -> None:
    """A gemeente reads the version that came of it, and what was judged anew."""
    buyer.go("/resultaten")
    buyer.follow(subject, "link")
    buyer.see("Dit resultaat komt van een tussentijdse herbeoordeling")
    buyer.look("resultaat-na-herbeoordeling")
