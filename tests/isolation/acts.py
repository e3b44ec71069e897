# SPDX-License-Identifier: EUPL-1.2
"""Real acts: the forms that pages offer to people, sent by those people, and forged by everybody else.

An empty form is refused for what is missing before anybody asks who sent it; a filled one is refused only by a right.
"""

import io
import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from samencontroleren import features
from samencontroleren.core import clock
from samencontroleren.questionnaires.sheets import FIELDS
from tests.isolation.canaries import Scene, Thing
from tests.isolation.forms import Form, forms_in
from tests.isolation.places import KINDS, Place, rules
from tests.offline import books
from tests.support.story import subject
from tests.support.world import PASSWORD

ACTION = re.compile(r'\b(?:action|formaction|data-autosave)="([^"]*)"')
LET_IN = (200, 201, 204, 302, 303, 409)
"""The right was there: it was done, or what was sent does not fit the state of the object (409)."""

Given = Mapping[str, Any]
PROPOSAL: Given = {"code": "partly", "assurance": "checked", "public_reason": "Reden"}
SHEET = b"Organisatie;Naam;Mailadres;Adres\nGM9976;Een naam;een@proef.example;Weg 1\n"
PASSWORDS = {
    "present": PASSWORD,
    "password": "acht groene lampen zingen",
    "password_again": "acht groene lampen zingen",
}


def theme_of(scene: Scene) -> str:
    """The theme of the requirement in the draft questionnaire."""
    return next(each.word for each in scene.canaries.values() if each.where == "theme of unpublished requirement")


def _day(number: int) -> str:
    """The day so many days from today; the rounds of the scene end their terms before it."""
    return (clock.today() + timedelta(days=number)).isoformat()


def _one_question(scene: Scene, code: str = "P-1") -> Given:
    """A question of a product, and a day."""
    return {"vraag": str(scene.world.requirement_versions[code]), "due_on": "2027-09-01"}


def _colleague(scene: Scene) -> str:
    """Somebody of supplier 1, whose dossier is tried first."""
    return str(scene.world["submitter1"].membership_id)


def _reviewer(scene: Scene) -> Given:
    """Somebody of the pool."""
    return {"membership_id": str(scene.world["reviewer1"].membership_id)}


def own_of(scene: Scene, kind: str, ending: str) -> Thing:
    """The first object of a kind whose label ends so."""
    return next(each for each in scene.things[kind] if each.label.endswith(ending))


def _typed(answer: Thing) -> Given:
    """An answer to a question with a choice, typed over what was read."""
    return {"choice": "meets", "explanation": "Reden", "revision": str(answer.revision)}


def _mine(answer: Thing) -> Given:
    """One's own text goes on, not that of a colleague."""
    return {"keuze": "mijn", "mijn-choice": "meets", "revision": str(answer.revision)}


def _certificate(scene: Scene) -> Given:
    """A document of the supplier that is still answering, under its first question."""
    own = next(each for each in scene.things["own document"] if each.label.endswith("3"))
    key, dossier = own.args["key"], scene.told[subject(2, 0)]
    return {"bewijs": str(key), f"pick-{key}_{scene.world.requirement_versions['P-1']}_{dossier}": "1"}


GIVEN: dict[str, Given | Callable[[Scene], Given]] = {
    "agreements.publish": {
        "text_nl": "Tekst",
        "text_en": "Text",
        "counts_from": str(clock.today()),
        "earlier_until": str(clock.today()),
    },
    "disclosures.add_update": {"step": "news"},
    "disclosures.report_change": {"kind": "hosting", "counts_from": str(clock.today()), "product_ids": []},
    "disclosures.report_incident": {
        "known_at": "2026-01-01T10:00",
        "began_at": "",
        "product_ids": [],
        "data_kinds": ["personal"],
        "severity": "high",
    },
    "evidence.add_request": {"purpose": "decision"},
    "evidence.grant_request": {"until": str(clock.today())},
    "evidence.refuse_request": {"reason": "Niet nodig."},
    "evidence.stop_request": {"reason": "Niet meer nodig."},
    "accounts.change_password": PASSWORDS,
    "assessments.decide": {**PROPOSAL, "reason": "Reden"},
    "assessments.keep_verdict": {"keep_reason": "Reden"},
    "assessments.arrange_apart": lambda scene: {
        "requirement": str(scene.world.requirement_versions["P-3"]),
        "title1": "Eén",
        "title2": "Twee",
        "reason": "Reden",
    },
    "assessments.arrange_as_usual": lambda scene: {
        "requirements": [str(scene.world.requirement_versions["P-1"])],
        "reason": "Reden",
    },
    "assessments.arrange_beside_earlier": {"earlier": str(uuid.UUID(int=1)), "title1": "Eén", "reason": "Reden"},
    "assessments.arrange_into_earlier": lambda scene: {
        "earlier": str(uuid.UUID(int=1)),
        "requirements": [str(scene.world.requirement_versions["P-3"])],
        "reason": "Reden",
    },
    "assessments.arrange_together": lambda scene: {
        "requirements": [str(scene.world.requirement_versions[code]) for code in ("P-3", "P-4")],
        "title1": "Eén",
        "reason": "Reden",
    },
    "assessments.decide_text": {"public_reason": "Reden", "reason": "Reden"},
    "assessments.propose": PROPOSAL,
    "assessments.propose_text": {"public_reason": "Reden"},
    "assessments.save_proposal_draft": {"public_reason": "Reden"},
    "assessments.save_decision_draft": {"public_reason": "Reden"},
    "assessments.save_change_draft": {"basis_reason": "Reden"},
    "assessments.save_keep_draft": {"keep_reason": "Reden"},
    "assessments.send_reply": {"choice": "object"},
    "assessments.reconsider": {**PROPOSAL, "basis_reason": "Reden"},
    "evidence.start_upload": {"filename": "a.txt", "size": "2", "sha256": "a" * 64, "kind": "tpm", "sharing": "users"},
    "accounts.set_provider_obligatory": {"is_obligatory": "true"},
    "admission.read_list": lambda _scene: {"file": (io.BytesIO(SHEET), "lijst.csv")},
    "offline.apply": lambda scene: {"rows": f"{scene.world.requirement_versions['P-3']}.0", "themes": "continuiteit"},
    "offline.upload": lambda scene: {
        "file": (books.bare(scene.told[subject(2, 0)]), "werkboek.xlsx"),
        "package": (io.BytesIO(), ""),
    },
    "findings.ask": {"explanation": "Reden", "wanted_on": ""},
    "findings.change_severity": {"severity": "low", "reason": "Reden"},
    "findings.decide": {"choice": "no", "reason": "Reden", "until": ""},
    "findings.decide_plan": {"choice": "no", "reason": "Reden"},
    "findings.extend": lambda _scene: {"explanation": "Reden", "wanted_on": _day(900)},
    "findings.save_plan": {
        "choice": "keep",
        **{f"due_on_{row}": "2028-01-01" for row in range(1, 4)},
        **{f"progress_{row}": "busy" for row in range(1, 4)},
    },
    "organisations.add": {"code": "GM9977"},
    "organisations.add_mandate": lambda scene: {"municipality_id": str(scene.world.municipalities[0])},
    "organisations.plan_merger": lambda scene: {
        "part1": str(scene.world.municipalities[2]),
        "part2": str(scene.things["organisation"][-1].args["key"]),
        **dict.fromkeys(("part3", "part4", "part5", "into_id"), ""),
        "new_name": "Nieuwgemeente",
        "new_code": "GM9978",
    },
    "parameters.change": {"value": "13", "counts_from": "2027-09-01"},
    "procurement.add": lambda scene: {"name": "Set", "questionnaire_id": str(scene.world.questionnaire)},
    "procurement.add_candidate": lambda scene: {"product_id": str(scene.world.products[2][0])},
    "procurement.finalise": {"revision": "1"},
    "procurement.remove_candidate": lambda scene: {"product_id": str(scene.world.products[0][0])},
    "questionnaires.add_requirement": {"tree": None, "checks": []},
    "questionnaires.reword_requirement": {"tree": None, "checks": []},
    "questionnaires.confirm_import": {"subject": "product", "draft": ""},
    "questionnaires.renew": {"revision": "2"},
    "questionnaires.reorder": lambda scene: {"revision": "2", "move": f"1|{theme_of(scene)}"},
    "questionnaires.set_place": lambda scene: {"revision": "2", "what": theme_of(scene), "place": "1"},
    "questionnaires.set_successors": {"revision": "1", "codes": ""},
    "questionnaires.set_import_columns": {
        **{f"column_{name}": "" for name in FIELDS},
        **{f"fill_{name}": [] for name in FIELDS},
        "column_external_id": "0",
        "column_text": "1",
    },
    "questionnaires.upload": lambda _scene: {"file": (io.BytesIO(b"Nummer;Eis\n1;Een eis\n2;Nog een\n"), "eisen.csv")},
    "responses.add_proof": lambda _scene: {"file": (io.BytesIO(b"Een verklaring."), "verklaring.txt"), "kind": "tpm"},
    "responses.assign": lambda scene: {**_one_question(scene), "membership_id": _colleague(scene)},
    "responses.give_back_entrusted": {"reason": "not_mine"},
    "responses.give_back": {"reason": "not_mine"},
    "responses.hand_in_entrusted": lambda scene: _typed(own_of(scene, "task of guest", "3 P-1")),
    "responses.confirm_standing": lambda scene: _typed(own_of(scene, "answer", "again 1a P-1")),
    "responses.copying.take_over": lambda scene: {"product": str(scene.world.products[0][1]), "gekozen": []},
    "responses.invite_guest": lambda scene: {**_one_question(scene), "name": "Kim", "email": "kim@elders.example"},
    "responses.save_entrusted": lambda scene: _typed(own_of(scene, "task of guest", "3 P-1")),
    "responses.settle": lambda scene: _mine(own_of(scene, "answer", "again 1a P-1")),
    "responses.settle_entrusted": lambda scene: _mine(own_of(scene, "task of guest", "3 P-1")),
    "responses.take_back": lambda scene: _one_question(scene, "P-2"),
    "responses.proof.link_certificates": _certificate,
    "rights.decide": {"decision": "keep"},
    "rounds.leave_out": lambda scene: {**_reviewer(scene), "reason": "Reden"},
    "rounds.save_profile": {"capacity": "2"},
    "rounds.save_room": {"capacity": "2"},
    "rounds.state_former_employer": lambda scene: {
        "employer_id": str(scene.world.vendors[1]),
        "left_on": str(clock.today()),
    },
    "rounds.take_in": _reviewer,
    "rounds.add": {"opens_on": "2027-05-01", "answers_due_on": "2027-06-01", "review_due_on": "2027-08-02"},
    "rounds.ask_more_time": lambda _scene: {"wished_on": _day(60), "reason": "Reden"},
    "rounds.give_more_time": lambda _scene: {"until": _day(60), "decision": "Reden"},
    "rounds.grant_more_time": lambda _scene: {"until": _day(60)},
    "rounds.pass_on": lambda scene: {"membership_id": str(scene.world["contributor1"].membership_id)},
    "rounds.propose_not_delivered": {"reason": "Reden"},
    "rounds.refuse": {"reason": "Reden"},
    "sharing.decide_rectification": {"outcome": "refused", "reason": "Reden"},
    "sharing.start_reassessment": lambda _scene: {
        "cause": "incident",
        "explanation": "Reden",
        "answers_due_on": _day(30),
        "themes": "toegang",
    },
    "sharing.do_ask_rectification": {"request": "Reden", "document": ""},
    "sharing.set_openness": lambda scene: {
        "document": str(own_of(scene, "own document", "submitted proof 1").args["key"]),
        "was": "users",
        "sharing": "reviewers",
    },
    "sharing.send_back": {"to_state": "reconsidering", "reason": "Reden"},
    "threads.ask": {"is_warned": "1"},
    "threads.publish": {"step": "confirmed"},
    "threads.start_entrusted": {"title": "Vraag", "body": "Tekst"},
    "usage.claim": {"process": "Een proces", "contract_number": "1"},
    "vendors.add": {"kvk_number": "99000009"},
    "vendors.change_hosting": {"hosting_country": "DE"},
    "vendors.plan_change": lambda scene: {"kind": "takeover", "into_vendor_id": str(scene.world.vendors[1])},
}
"""What a person fills in where the usual word does not fit, by endpoint, also for forms that no page offers now.
None leaves a field out, such as a button that is not pressed."""

NOT_LET_IN: dict[str, str] = {
    "findings.split": "asks a finding in which another one goes on: tests/findings have one",
    "responses.standing.take_over": "asks a question that follows another one: tests/responses have one",
    "rounds.assign_pairs": "asks a round with a submitted dossier: tests/rounds have one",
    "procurement.add_lines": "the questionnaire of the world leaves nothing aside: tests/procurement have one",
    "evidence.add_part": "asks a bare body and its digest: tests/evidence has one",
    "accounts.save_provider": "asks a real log-in service: tests/accounts have one",
    "accounts.add_passkey": "asks a real authenticator: the journeys have one",
    "accounts.confirm_factor": "asks a code of now",
    "accounts.confirm_passkey": "asks a real authenticator: the journeys have one",
}
"""Routes on which nobody of the scene succeeds, and why."""

DRAFT = "a draft on its way: what is confirmed or sent is recorded, and that a dossier was begun"
STEP = "a step of an import: its begin and its end are recorded"
ON_ITS_WAY = "part of a file: what became of it is recorded when it is whole"
SEEN = "what somebody has seen of his or her own messages is nobody else's business"
SENDS_ON = "sends somebody on to a log-in service; coming back is recorded"

UNTRACED: dict[str, str] = {
    "accounts.link_provider": SENDS_ON,
    "accounts.try_provider": SENDS_ON,
    "accounts.set_app": "shows the secret again: a code of now comes from a real phone (tests/accounts)",
    "assessments.save_change_draft": DRAFT,
    "assessments.save_decision_draft": DRAFT,
    "assessments.save_keep_draft": DRAFT,
    "assessments.save_proposal_draft": DRAFT,
    "assessments.save_reply": DRAFT,
    "evidence.start_upload": ON_ITS_WAY,
    "evidence.stop_upload": ON_ITS_WAY,
    "findings.save_plan": DRAFT,
    "findings_api.save_plan": DRAFT,
    "notifications.read": SEEN,
    "notifications.read_all": SEEN,
    "notifications_api.read_notice": SEEN,
    "questionnaires.set_import_columns": STEP,
    "questionnaires.set_import_header": STEP,
    "questionnaires_api.set_columns": STEP,
    "questionnaires_api.set_header": STEP,
    "responses.save": DRAFT,
    "responses.save_entrusted": DRAFT,
    "responses_api.add_answer": DRAFT,
    "responses_api.change_answer": DRAFT,
    "threads.mark_read": SEEN,
}
"""Routes whose acts leave no row, and why."""


@dataclass(frozen=True)
class Act:
    """A form as it was offered to somebody."""

    actor: str
    place: Place
    form: Form = field(compare=False)

    def sent(self, scene: Scene) -> dict[str, Any]:
        """The fields, made anew each time: a file can be read once."""
        given = GIVEN.get(self.place.endpoint, {})
        whole = {**self.form.filled(), **(given(scene) if callable(given) else given)}
        return {name: value for name, value in whole.items() if value is not None}


class Acts:
    """The forms that were met, each address once."""

    def __init__(self, app: Flask, scene: Scene) -> None:
        self.adapter = app.url_map.bind("127.0.0.1")
        self.scene = scene
        self.met: set[tuple[str, str]] = set()
        self.offered: dict[str, list[Act]] = defaultdict(list)

    def gather(self, actor: str, place: Place, answer: TestResponse) -> None:
        """Take up the forms of a page that was not met before."""
        if answer.status_code != 200 or answer.mimetype != "text/html" or actor not in place.audience:
            return
        html = answer.get_data(as_text=True)
        known = {path for path in ACTION.findall(html) if (path, actor) not in self.met}
        if not known:
            return
        self.met |= {(path, actor) for path in known}
        for form in forms_in(html, "post"):
            self._take(actor, form, form.path or place.path)

    def _take(self, actor: str, form: Form, path: str) -> None:
        try:
            endpoint, args = self.adapter.match(urlsplit(path).path, method="POST")
        except HTTPException:
            return
        things = self.scene.things[KINDS[endpoint]] if args else [None]
        thing = next((each for each in things if each is None or {n: each.args.get(n) for n in args} == args), None)
        if thing is not None or not args:
            self.offered[endpoint].append(Act(actor, Place(endpoint, "POST", path, thing), form))

    def of(self, endpoint: str, found: list[Place]) -> list[Act]:
        """Acts of one route: those that pages offered, then those that anybody it is for could try."""
        guessed = [
            Act(actor, place, Form(place.path, "post"))
            for place in found
            for actor in sorted(place.audience & self.scene.sessions.keys())[:4]
        ]
        return [*self.offered[endpoint], *guessed]


def writing_pages(app: Flask) -> list[str]:
    """Routes of pages that take a form, behind the log-in."""
    found = (each for each in rules(app) if "POST" in (each.methods or set()) and not each.rule.startswith("/api/"))
    return sorted({each.endpoint for each in found} - features.PUBLIC_ENDPOINTS)
