# SPDX-License-Identifier: EUPL-1.2
"""Confirming together on pages; and what a second round costs two reviewers, each act counted.

A text that is typed counts as one act, and so does each click: a choice, a button, a link.
"""

import re
import sys
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select, update

from samencontroleren.assessments import service
from samencontroleren.assessments.kinds import Assurance, FindingState, Severity, Verdict
from samencontroleren.assessments.models import Conclusion, Finding
from samencontroleren.core import clock
from samencontroleren.core.db import Database, session
from samencontroleren.evidence.models import Document, DocumentGrant
from samencontroleren.findings.kinds import PlanState
from samencontroleren.findings.models import ImprovementPlan, PlanStep
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses.models import SubmittedAnswer, SubmittedDocument
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.assessments.second import OTHER, Second, add_submission, conclude, second_round
from tests.responses.again import THEMES, first_wordings, next_round, publish
from tests.responses.rounds import make_dossier, make_round
from tests.responses.test_submission import add_proof
from tests.support.counting import questions
from tests.support.pages import Page, PageClient
from tests.support.world import Person, World

ClientOf = Callable[..., PageClient]
CODES = [f"EIS-{number:02}" for number in range(1, 9)]
PLACES = [THEMES[number // 4] for number in range(8)]
MOST = 12
"""Questions of a page, those for session, actor and inbox too."""
BOX = re.compile(r'<input type="checkbox"[^>]*name="gelezen"[^>]*>')
VALUE = re.compile(r'value="([^"]+)"')


@pytest.fixture
def second(app: Flask, database: Database, world: World) -> Second:
    """Eight requirements in two themes; one is answered anew."""
    with database.unit():
        return second_round(world, CODES, PLACES, values={"EIS-08": OTHER})


def forms_of(page: Page) -> list[list[str]]:
    """What can be ticked in each form that confirms, in order."""
    return [[VALUE.findall(box)[0] for box in boxes] for boxes in boxes_of(page)]


def ticked(page: Page) -> list[list[str]]:
    """What is ticked in each of them."""
    return [[VALUE.findall(box)[0] for box in boxes if " checked" in box] for boxes in boxes_of(page)]


def boxes_of(page: Page) -> list[list[str]]:
    found = [BOX.findall(each) for each in page.text.split("<form")[1:]]
    return [each for each in found if each]


def test_each_theme_is_read_and_confirmed_and_what_was_taken_out_stays(
    second: Second, client_of: ClientOf, world: World
) -> None:
    client, base = client_of(world["reviewer1"]), f"/dossiers/{second.now.id}/beoordelen"
    assert f"{base}/samen" in client.get(base).text
    page = client.get(f"{base}/samen")
    assert [len(each) for each in forms_of(page)] == [4, 3]
    assert ticked(page) == [[], []], "nobody confirms what nobody ticked"
    every = client.get(f"{base}/samen?alles=ja")
    assert "Vink alles aan" in page.words and ticked(every) == forms_of(page)
    for words in ("Zo hebben we het geregeld.", "Reden toen bij EIS-01.", "Onafhankelijk getoetst", "Beleid", "Geldig"):
        assert words in page.words
    for words in ("Alleen toen te lezen.", "Wij doen het nu anders."):
        assert words not in page.text
    assert "Antwoord gewijzigd: 1 eis" in page.words
    done = client.post(f"{base}/samen", {"gelezen": forms_of(page)[0][1:]})
    assert done.location == f"{base}/samen"
    page = client.get(f"{base}/samen")
    assert "3 oordelen zijn bevestigd." in page.words
    assert [len(each) for each in forms_of(page)] == [1, 3]
    client.post(f"{base}/samen", {"gelezen": [each for form in forms_of(page) for each in form]})
    page = client.get(f"{base}/samen")
    assert forms_of(page) == []
    assert "Lees deze nog één keer" in page.words
    assert client.get(base).words.count("Lees nog één keer") == 3
    client.post(f"{base}/samen", {})
    assert "U hebt niets gekozen" in client.get(f"{base}/samen").words


def test_a_stale_tab_loses_only_what_changed_and_names_it(second: Second, client_of: ClientOf, world: World) -> None:
    client, base = client_of(world["reviewer1"]), f"/dossiers/{second.now.id}/beoordelen"
    shown = forms_of(client.get(f"{base}/samen"))[0]
    given = {"code": "partly", "assurance": "checked", "public_reason": "Toch niet.", "revision": "0"}
    client.post(f"{base}/{second.key('EIS-02')}", given)
    client.post(f"{base}/samen", {"gelezen": shown})
    page = client.get(f"{base}/samen")
    assert "3 oordelen zijn bevestigd." in page.words
    assert "Niet bevestigd, want intussen veranderd: EIS-02" in page.words
    own = client.get(f"{base}/{second.key('EIS-02')}")
    assert "Toch niet." in own.text


@pytest.mark.parametrize("size", [30, 300])
def test_desk_verdict_and_together_ask_as_little_whatever_the_size(
    app: Flask, database: Database, connection: Connection, world: World, client_of: ClientOf, size: int
) -> None:
    """In a next round that goes on with a re-assessment, at the requirement with most beside it: several texts as
    proof, a finding of last time that was found again, and what was promised then."""
    client, codes = client_of(world["reviewer1"]), [f"R-{number}" for number in range(size)]
    with database.unit():
        places = [THEMES[number * len(THEMES) // size] for number in range(size)]
        second = second_round(world, codes, places, verdicts={codes[-1]: Verdict.PARTLY})
        promise(second)
        lean_on_more(second, codes[-1], world)
        second.now.goes_on_with_id = second.first.id
    desk = f"/dossiers/{second.now.id}/beoordelen"
    here = f"{desk}/{second.key(codes[-1])}"

    def counted(act: Callable[[], Any]) -> Any:
        with questions(connection) as seen:
            found = act()
        assert 3 < len(seen) <= MOST, (len(seen), *seen)
        return found

    assert str(size) in counted(lambda: client.get(desk)).words
    page = counted(lambda: client.get(here))
    assert "Stap van het plan." in page.words and page.text.count("Beleid") > 3 and "Meer bewijs" in page.words
    seals = [each for form in forms_of(counted(lambda: client.get(f"{desk}/samen"))) for each in form]
    assert len(seals) == size - 1
    counted(lambda: client.post(f"{desk}/samen", {"gelezen": seals[:5]}))
    given = {"code": "partly", "assurance": "checked", "revision": "0", "go": "next"}
    counted(lambda: client.post(here, given))


def lean_on_more(second: Second, code: str, world: World) -> None:
    """More texts under one answer."""
    here = {"dossier_id": second.now.id, "requirement_version_id": second.key(code)}
    answer = session().scalars(select(SubmittedAnswer).filter_by(**here)).one()
    for number in range(3):
        paper = add_proof(world["submitter1"].actor, world, f"Meer bewijs {number}.".encode())
        more = SubmittedDocument(document_id=paper.id, place="", sha256=paper.sha256)
        more.submitted_answer_id = answer.id
        session().add_all([more, DocumentGrant(document_id=paper.id, dossier_id=second.now.id)])
    session().flush()


def promise(second: Second) -> None:
    """A finding of last time, found again, with a plan that was accepted."""
    first = second.first
    before = session().scalars(select(Conclusion).where(Conclusion.dossier_id == first.id)).all()
    partly = next(each for each in before if each.code is Verdict.PARTLY)
    found = Finding(dossier_id=first.id, vendor_id=first.vendor_id, product_id=first.product_id)
    found.requirement_version_id, found.state = partly.requirement_version_id, FindingState.SOLVING
    found.severity, found.due_on = Severity.LOW, clock.today()
    found.next_dossier_id, found.next_requirement_version_id = second.now.id, partly.requirement_version_id
    session().add(found)
    session().flush()
    step = PlanStep(position=1, what="Stap van het plan.", due_on=clock.today())
    session().add(ImprovementPlan(finding_id=found.id, number=1, state=PlanState.ACCEPTED, revision=1, steps=[step]))
    session().flush()


ACTS = 4
"""A verdict, how sure, why, and on: of one answer that is judged by itself."""


class Reviewer:
    """Somebody who reviews, and how many acts that took, by what they were for.

    `is_quick`: does what another did through the pages, so that the service does.
    """

    def __init__(
        self, client: PageClient, person: Person, dossier: uuid.UUID, database: Database, is_quick: bool = False
    ) -> None:
        self.client, self.person, self.dossier = client, person, dossier
        self.database, self.is_quick = database, is_quick
        self.base, self.at = f"/dossiers/{dossier}/beoordelen", ""
        self.acts: Counter[object] = Counter()
        self.page: Page | None = None

    def goes(self, path: str, about: object) -> None:
        """One click on a link; none when one is there already."""
        address = f"{self.base}{path}"
        self.acts[about] += self.at != address
        self.at = address
        if not self.is_quick:
            self.page = self.client.get(address)

    def judges(self, asked: uuid.UUID, code: str = "meets", revision: int = 0) -> None:
        """A verdict, how sure, a reason typed, and the button that goes on."""
        self.acts[asked] += ACTS
        self.saves(asked, code, revision)

    def saves(self, asked: uuid.UUID, code: str = "meets", revision: int = 0, reason: str = "Gezien.") -> None:
        """The form of one requirement, and on to the next."""
        if self.is_quick:
            with self.database.unit():
                how = (Verdict(code), Assurance.CHECKED)
                service.save_verdict(
                    self.person.actor, self.dossier, asked, *how, public_reason=reason, revision=revision
                )
                following = service.desk(self.person.actor, self.dossier).after(asked)
            self.at = f"{self.base}/{following}" if following else self.base
            return
        given = {"code": code, "assurance": "checked", "public_reason": reason, "revision": str(revision), "go": "next"}
        self.at = self.client.post(f"{self.base}/{asked}", given).location

    def confirms(self) -> None:
        """What did not change: all boxes at once, then theme by theme one press."""
        self.goes("/samen", "way in")
        self.goes("/samen?alles=ja", "way in")
        while self.presses():
            self.acts["together"] += 1

    def presses(self) -> bool:
        """Confirm all of the first theme that waits; whether there was one."""
        if self.is_quick:
            with self.database.unit():
                waiting = list(service.together(self.person.actor, self.dossier).themes.values())
                if waiting:
                    seals = {row.key: row.seal for row in waiting[0]}
                    service.confirm_together(self.person.actor, self.dossier, seals)
            return bool(waiting)
        assert self.page is not None
        forms = ticked(self.page)
        if forms:
            self.page = self.client.get(self.client.post(self.at, {"gelezen": forms[0]}).location)
        return bool(forms)


def first_round(reviewer: Reviewer, wordings: list[RequirementVersion]) -> None:
    """The first theme through the pages; of the rest the same forms and so the same acts."""
    for number, each in enumerate(wordings):
        code = "meets" if number % 10 else "partly"
        if each.theme == THEMES[0]:
            reviewer.judges(each.id, code)
        else:
            reviewer.acts[each.id] += ACTS


def second_time(reviewer: Reviewer, changed: list[uuid.UUID], read_again: Callable[[], list[uuid.UUID]]) -> None:
    reviewer.confirms()
    for key in changed:
        reviewer.goes(f"/{key}", key)
        reviewer.judges(key)
    for key in read_again():
        reviewer.goes(f"/{key}", "read once more")
        reviewer.acts["read once more"] += 1
        reviewer.saves(key, revision=1, reason="")


def test_a_second_round_costs_two_reviewers_a_fraction(
    app: Flask, database: Database, world: World, client_of: ClientOf, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of ninety requirements 75 did not change: 8 are reworded, 4 are new, and the proof under 3 has ended."""
    person, names = world["submitter1"], ("reviewer1", "reviewer2")
    with database.unit():
        places = [THEMES[number * len(THEMES) // 86] for number in range(86)]
        wordings = first_wordings([f"EIS-{number:02}" for number in range(1, 87)], places)
        round_one = make_round(world, "Ronde 1", publish("Lijst", 1, wordings))
        one = make_dossier(world, round_one, state=DossierState.SUBMITTED)
        old, ended = (add_proof(person.actor, world, content) for content in (b"Van toen.", b"Loopt af."))
        papers = {each.requirement.code: old for each in wordings[:-3]} | {
            each.requirement.code: ended for each in wordings[-3:]
        }
        add_submission(one, wordings, person.user_id, papers, {})
        assign(world, one)
    first = Reviewer(client_of(world["reviewer1"]), world["reviewer1"], one.id, database)
    first_round(first, wordings)
    with database.unit():
        conclude(one, wordings, {})
        session().execute(update(Dossier).where(Dossier.id == one.id).values(state=DossierState.PUBLISHED))
        yesterday = clock.today() - timedelta(1)
        session().execute(update(Document).where(Document.id == ended.id).values(valid_until=yesterday))
        now, asked = next_round(world, wordings, reworded=8, new=4)
        add_submission(now, list(asked.values()), person.user_id, {**dict.fromkeys(asked, old), **papers}, {})
        now.state = DossierState.SUBMITTED
        session().flush()
        assign(world, now)
    changed = [each.id for code, each in asked.items() if each.number == 2 or code.startswith("NW-")]
    changed += [each.id for each in wordings[-3:]]
    usual, figures, samples = median(first.acts.values()), [], []
    most = len(changed) * usual + 3 * len(THEMES)
    for name in names:
        reviewer = Reviewer(client_of(world[name]), world[name], now.id, database, is_quick=name != names[0])

        def read_again(who: str = name) -> list[uuid.UUID]:
            with database.unit(write=False):
                found = [row.key for row in service.together(world[who].actor, now.id).to_reread]
            samples.append(frozenset(found))
            return found

        second_time(reviewer, changed, read_again)
        assert reviewer.acts["together"] == len(THEMES)
        figures.append(reviewer.acts.total())
        reviewer.client.post(f"{reviewer.base}/klaar")
    with database.unit(write=False):
        state = session().get_one(Dossier, now.id).state
        both = service.confirmed_together(world["releaser"].actor, now.id)
        row = next(each for each in service.compared(world["coordinator"].actor, now.id) if each.version.id in both)
        assert service.confirmed_together(world["submitter1"].actor, now.id) == set()
    with capsys.disabled():
        sys.stdout.write(
            f"\nfirst round {first.acts.total()} acts, median {usual:g} per question; second "
            f"{' and '.join(map(str, figures))} acts (at most {most:g}), {len(samples[0])} read once more\n"
        )
    assert len(changed) == 15
    assert [len(each) for each in samples] == [4, 4]
    assert samples[0] != samples[1]
    assert state is DossierState.HEARING
    assert row.is_together
    assert both == {each.id for each in asked.values()} - set(changed) - samples[0] - samples[1]
    assert max(figures) <= most


def assign(world: World, dossier: Dossier) -> None:
    members = [world[name].membership_id for name in ("reviewer1", "reviewer2")]
    rounds.assign_reviewers(world["coordinator"].actor, dossier.id, members)
