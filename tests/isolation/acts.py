# SPDX-License-Identifier: EUPL-1.2
"""Real acts: the forms that pages offer to people, sent by those people, and forged by everybody else.

An empty form is refused for what is missing before anybody asks who sent it; a filled one is refused only by a right.
"""

import io
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from samencontroleren import features
from samencontroleren.questionnaires.sheets import FIELDS
from tests.isolation.canaries import Scene
from tests.isolation.forms import Form, forms_in
from tests.isolation.places import KINDS, Place, rules
from tests.support.world import PASSWORD

ACTION = re.compile(r'\b(?:action|formaction|data-autosave)="([^"]*)"')
LET_IN = (200, 201, 204, 302, 303, 409)
"""The right was there: it was done, or what was sent does not fit the state of the object (409)."""

Given = Mapping[str, Any]
PROPOSAL: Given = {"code": "partly", "assurance": "checked", "public_reason": "Reden"}
PASSWORDS = {
    "present": PASSWORD,
    "password": "acht groene lampen zingen",
    "password_again": "acht groene lampen zingen",
}

GIVEN: dict[str, Given | Callable[[Scene], Given]] = {
    "accounts.change_password": PASSWORDS,
    "assessments.decide": {**PROPOSAL, "reason": "Reden"},
    "assessments.propose": PROPOSAL,
    "assessments.reconsider": {**PROPOSAL, "basis_reason": "Reden"},
    "evidence.start_upload": {"filename": "a.txt", "size": "2", "sha256": "a" * 64, "kind": "tpm", "sharing": "users"},
    "organisations.add": {"code": "GM9977"},
    "organisations.add_mandate": lambda scene: {"municipality_id": str(scene.world.municipalities[0])},
    "organisations.plan_merger": lambda scene: {
        "part1": str(scene.world.municipalities[1]),
        "part2": str(scene.world.municipalities[2]),
        "into_id": "",
        "new_name": "Nieuwgemeente",
        "new_code": "GM9978",
    },
    "parameters.change": {"value": "13", "counts_from": "2027-09-01"},
    "procurement.add": lambda scene: {"name": "Set", "questionnaire_id": str(scene.world.questionnaire)},
    "procurement.add_candidate": lambda scene: {"product_id": str(scene.world.products[2][0])},
    "procurement.finalise": {"revision": "1"},
    "procurement.remove_candidate": lambda scene: {"product_id": str(scene.world.products[0][0])},
    "questionnaires.confirm_import": {"revision": "1", "subject": "product"},
    "questionnaires.publish": {"revision": "1"},
    "questionnaires.renew": {"revision": "1"},
    "questionnaires.reorder": {"revision": "2", "move": "1|toegang"},
    "questionnaires.set_place": {"revision": "2", "what": "toegang", "place": "1"},
    "questionnaires.set_successors": {"revision": "1", "codes": ""},
    "questionnaires.set_import_columns": {
        **{f"column_{name}": "" for name in FIELDS},
        **{f"fill_{name}": [] for name in FIELDS},
        "column_external_id": "0",
        "column_text": "1",
    },
    "questionnaires.upload": lambda _scene: {"file": (io.BytesIO(b"Nummer;Eis\n1;Een eis\n2;Nog een\n"), "eisen.csv")},
    "rounds.add": {"opens_on": "2027-05-01", "answers_due_on": "2027-06-01", "review_due_on": "2027-08-02"},
    "rounds.propose_not_delivered": {"reason": "Reden"},
    "rounds.refuse": {"reason": "Reden"},
    "sharing.send_back": {"to_state": "reconsidering", "reason": "Reden"},
    "usage.claim": {"process": "Een proces", "contract_number": "1"},
    "vendors.add": {"kvk_number": "99000009"},
    "vendors.plan_change": lambda scene: {"into_vendor_id": str(scene.world.vendors[0])},
}
"""What a person fills in where the usual word does not fit, by endpoint; also for forms that no page offers now."""

NOT_LET_IN: dict[str, str] = {
    "admission.read_list": "asks a sheet of first administrators",
    "procurement.add_lines": "the questionnaire of the world leaves nothing aside: tests/procurement have one",
    "rights.decide": "asks a decision on a line of a review",
    "rights.finish_review": "asks that every line of a review was decided",
    "evidence.add_part": "asks a bare body and its digest: tests/evidence has one",
    "accounts.link_provider": "asks a real log-in service: tests/accounts have one",
    "accounts.save_provider": "asks a real log-in service: tests/accounts have one",
    "accounts.set_provider_obligatory": "asks a real log-in service: tests/accounts have one",
    "accounts.add_passkey": "asks a real authenticator: the journeys have one",
    "accounts.confirm_factor": "asks a code of now",
    "accounts.confirm_passkey": "asks a real authenticator: the journeys have one",
    "organisations.plan_merger": "all gemeenten of the scene are in a merger that is planned",
}
"""Routes on which nobody of the scene succeeds, and why."""


@dataclass(frozen=True)
class Act:
    """A form as it was offered to somebody."""

    actor: str
    place: Place
    form: Form = field(compare=False)

    def sent(self, scene: Scene) -> dict[str, Any]:
        """The fields, made anew each time: a file can be read once."""
        given = GIVEN.get(self.place.endpoint, {})
        return {**self.form.filled(), **(given(scene) if callable(given) else given)}


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
