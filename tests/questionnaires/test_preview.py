# SPDX-License-Identifier: EUPL-1.2
"""Tests of looking ahead: what a named product is asked, how much work that is, and the check list of a draft."""

from dataclasses import replace

import pytest

from samencontroleren.core.errors import Conflict
from samencontroleren.questionnaires import service
from samencontroleren.questionnaires.checking import BLOCKING
from samencontroleren.questionnaires.condition_checks import circle_of
from samencontroleren.questionnaires.conditions import Asked
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, CheckKind, Subject
from samencontroleren.questionnaires.profiles import AVERAGE, LARGE, MOST, MOST_VENDOR, SMALL
from samencontroleren.responses.completeness import Row, minutes_left

WORDING = service.Wording(
    subject=Subject.PRODUCT,
    addressed_to=AddressedTo.SUPPLIER,
    answer_kind=AnswerKind.YES_NO,
    theme="toegang",
    texts={"nl": {"title": "Een eis", "text": "Is dit geregeld?"}},
)


def test_a_circle_is_named_from_wherever_it_starts():
    questions = {
        "A": Asked({"is": ["B", "yes"]}),
        "B": Asked({"any": [{"is": ["C", "yes"]}, {"is": ["E", "yes"]}]}),
        "C": Asked({"not": {"is": ["B", "no"]}}),
        "D": Asked({"is": ["A", "yes"]}),
        "E": Asked(None),
    }
    assert sorted(circle_of(questions)) == ["B", "C"]
    assert circle_of({"A": questions["E"], "E": questions["E"]}) == []


@pytest.fixture
def coordinator(world, unit):
    """The coordinator, inside an open unit of work."""
    return world["coordinator"].actor


@pytest.fixture
def whole(coordinator):
    """The wordings of all our own requirements."""
    service.load_content(coordinator)
    return service.current_versions(coordinator, service.ordered_keys(coordinator, service.Filter(search="SC-")))


def test_named_products_differ_in_questions_and_minutes(whole):
    small, average, large = (service.preview(whole, each.answers) for each in (SMALL, AVERAGE, LARGE))
    numbers = [len(each.questions) for each in (small, average, large)]
    assert numbers == sorted(set(numbers))
    assert small.minutes < average.minutes < large.minutes
    assert (average.waiting, average.unanswered) == (0, 0)
    assert average.vendor == sum(each.subject is Subject.VENDOR for each in average.questions) > 0
    everything = service.preview_all(whole)
    assert len(everything.questions) >= numbers[-1]
    nothing = service.preview(whole, {})
    assert nothing.waiting > 20
    assert nothing.unanswered == len(nothing.scope)


def test_the_minutes_are_those_a_supplier_reads_in_its_dossiers(whole):
    average = service.preview(whole, AVERAGE.answers)
    assert average.minutes == minutes_left(Row(each.answer_kind) for each in average.questions) > 0


def draft_with(actor, **wordings):
    """A draft with these requirements, by code."""
    made = service.add_questionnaire(actor, f"Controlelijst van {len(wordings)}")
    keys = [service.add_requirement(actor, code.replace("_", "-"), each).id for code, each in wordings.items()]
    return service.set_items(actor, made.id, keys, made.revision)


def codes(check, kind):
    return [item.requirement_version.requirement.code for item in check.found(kind)]


def test_a_circle_blocks_publishing(coordinator):
    draft = draft_with(
        coordinator,
        K_1=replace(WORDING, applies_when={"is": ["K-2", "yes"]}),
        K_2=replace(WORDING, applies_when={"is": ["K-1", "yes"]}),
        K_3=replace(WORDING, applies_when={"is": ["K-9", "yes"]}),
    )
    check = service.check_draft(coordinator, draft.id)
    assert [each.kind for each in check.blocking] == [CheckKind.CIRCLE]
    assert codes(check, CheckKind.CIRCLE) == ["K-1", "K-2"]
    assert codes(check, CheckKind.NEVER_ASKED) == ["K-3"]
    assert check.average.is_circular
    with pytest.raises(Conflict, match="kring"):
        service.publish_questionnaire(coordinator, draft.id, draft.revision)


def test_the_check_list_names_what_is_not_whole(coordinator):
    english = {"title": "A requirement", "text": "Is this arranged?"}
    hard = "Organisatieonderdelen implementeren identiteitsverificatiemechanismen overeenkomstig toepasselijke "
    texts = {
        "whole": {
            "nl": {"title": "A", "text": "Is een geregeld?", "proof": "Beleid.", "yardstick": "Voldoet als het er is."},
            "en": {**english, "proof": "x", "yardstick": "Meets if it is there."},
        },
        "half": {"nl": {"title": "B", "text": "Is twee geregeld?", "why": "Daarom."}, "en": english},
        "hard": {"nl": {"title": "C", "text": hard * 2, "proof": "Beleid."}},
    }
    norms = [{"kind": "BIO2", "number": "5.19.01"}]
    draft = draft_with(
        coordinator,
        L_1=replace(WORDING, texts=texts["whole"], norms=norms, is_key=True),
        L_2=replace(WORDING, texts=texts["half"], proof=["other"], applies_when={"is": ["L-1", "yes"]}),
        L_3=replace(WORDING, texts=texts["hard"], norms=norms),
    )
    check = service.check_draft(coordinator, draft.id)
    assert codes(check, CheckKind.HALF_ENGLISH) == ["L-2"]
    assert codes(check, CheckKind.NO_ENGLISH) == ["L-3"]
    assert codes(check, CheckKind.HARD_TO_READ) == ["L-3"]
    assert codes(check, CheckKind.NO_NORM) == ["L-2"]
    assert codes(check, CheckKind.NO_PROOF) == []
    assert codes(check, CheckKind.NO_YARDSTICK) == ["L-2", "L-3"]
    assert {CheckKind.EMPTY, CheckKind.NO_KEY, CheckKind.SAME_TEXT, CheckKind.TOO_MANY} <= set(check.clear)
    assert BLOCKING.isdisjoint(each.kind for each in check.findings)


def test_the_check_list_counts_what_an_average_product_is_asked(coordinator):
    def draft_of(product, vendor):
        wanted = {f"N{product}_{number}": WORDING for number in range(product)}
        about = replace(WORDING, subject=Subject.VENDOR)
        return draft_with(coordinator, **wanted, **{f"V{vendor}_{number}": about for number in range(vendor)})

    enough = service.check_draft(coordinator, draft_of(MOST - MOST_VENDOR, MOST_VENDOR).id)
    assert {CheckKind.TOO_MANY, CheckKind.TOO_MANY_VENDOR} <= set(enough.clear)
    much = service.check_draft(coordinator, draft_of(MOST - MOST_VENDOR + 1, MOST_VENDOR + 1).id)
    figures = {each.kind: each.figure for each in much.warnings}
    assert (figures[CheckKind.TOO_MANY], figures[CheckKind.TOO_MANY_VENDOR]) == (MOST + 2, MOST_VENDOR + 1)


@pytest.fixture
def site(client_of, world):
    """The browser of VNG's coordinator."""
    return client_of(world["coordinator"])


def test_the_pages_show_products_own_answers_and_where_to_mend(site):
    site.post("/catalogus/inhoud")
    key = site.post("/vragenlijsten/nieuw", {"name": "Vooruit"}).location.split("localhost")[-1].removesuffix("/eisen")
    page = site.get(f"{key}/publiceren")
    assert "Houdt publiceren tegen" in page.words
    assert "Publiceer versie 1" not in page.words
    site.post(f"{key}/eisen", {"revision": "1", "found": "all", "bron": "Samen Controleren"})
    average = site.get(f"{key}/voorbeeld").words
    small = site.get(f"{key}/voorbeeld?profiel=klein").words
    assert "Een online dienst voor medewerkers" in average
    assert average != small
    assert "SC-AI-01" not in site.get(f"{key}/voorbeeld?profiel=eigen&antwoord-SC-AFB-06=no&pagina=2").words
    own = site.get(f"{key}/voorbeeld?profiel=eigen&antwoord-SC-AFB-06=yes&antwoord-SC-AFB-03=staff&pagina=2&taal=en")
    assert "SC-AI-01" in own.words
    site.get(f"{key}/voorbeeld?profiel=zomaar&antwoord-SC-AFB-01=%00&pagina=nul&taal=xx")
    check = site.get(f"{key}/publiceren")
    assert "punten zijn in orde" in check.words
    assert "Moeilijk te lezen" in check.words
    mend = [each.get("href") for each in check.all("a") if "#veld-text_nl" in (each.get("href") or "")]
    assert mend
    assert "Waarschuwing" in check.words
