# SPDX-License-Identifier: EUPL-1.2
"""What is sent to each writing call of the API: something valid, so that only a right can refuse it."""

import io
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from samencontroleren.core import clock
from tests.isolation.canaries import Scene, Thing
from tests.offline import books
from tests.support.story import pdf, subject

Body = Mapping[str, Any]
WORDING: Body = {
    "ernst": "laag",
    "gerichtAan": "leverancier",
    "gewicht": 1,
    "nl": {"titel": "Een eis", "tekst": "Tekst van de eis"},
    "onderwerp": "product",
    "soortAntwoord": "tekst",
    "thema": "toegang",
}
DOCUMENT: Body = {"deelklasse": "gebruikers", "soort": "overig", "titel": "Tekst"}
SHEET = b"Nummer;Eis\n1;Een eis\n2;Nog een eis\n"


def _answer(scene: Scene, _thing: Thing | None) -> Body:
    asked = scene.world.requirement_versions["P-3"]
    return {"dossierId": str(scene.told[subject(2, 0)]), "eisId": str(asked), "waarde": {"toelichting": "Tekst"}}


def _link(scene: Scene, thing: Thing | None) -> Body:
    """A document of the supplier that the answer is of."""
    number = thing.label.removeprefix("working answer ")[0] if thing else "1"
    own = next(each for each in scene.things["own document"] if each.label.endswith(number))
    return {"bewijsstuk": str(own.args["key"])}


def _newer(scene: Scene, thing: Thing | None) -> Body:
    """Another document of the same supplier, where it has one."""
    own = [each for each in scene.things["own document"] if thing and each.audience == thing.audience]
    other = next((each for each in own if thing and each.args["key"] != thing.args["key"]), own[0] if own else None)
    return {"bewijsstuk": str(other.args["key"] if other else uuid.uuid4())}


def _thread(scene: Scene, _thing: Thing | None) -> Body:
    """A conversation among the reviewers of a dossier whose verdicts are known."""
    asked = scene.world.requirement_versions["P-1"]
    place = {"dossierId": str(scene.told[subject(0, 0)]), "vraagId": str(asked)}
    return {"doelgroep": "beoordelaars", "titel": "Vraag", "tekst": "Tekst", **place}


def _claim(scene: Scene, _thing: Thing | None) -> Body:
    return {"product": str(scene.world.products[2][0]), "proces": "Een proces", "contractnummer": "1"}


def _row(scene: Scene, _thing: Thing | None) -> Body:
    return {"rijen": [{"eisversieId": str(scene.world.requirement_versions["P-3"]), "revisie": 0}]}


def _assigned(scene: Scene, thing: Thing | None) -> Body:
    """A question for a colleague of whoever asks, where the dossier is of a product that is open."""
    own = thing.audience if thing else frozenset(("submitter1",))
    colleague = next(each for each in ("submitter1", "submitter2", "submitter3") if each in own)
    return {
        "vragen": [str(scene.world.requirement_versions["P-4"])],
        "lid": str(scene.world[colleague].membership_id),
        "uiterlijk": (clock.today() + timedelta(days=9)).isoformat(),
    }


def _back(scene: Scene, _thing: Thing | None) -> Body:
    return {"eisId": str(scene.world.requirement_versions["P-2"]), "reden": "onduidelijk"}


def _other_finding(scene: Scene, thing: Thing | None) -> str:
    """Another finding on which the same people decide."""
    keys = [each.args["key"] for each in scene.things["finding to decide"]]
    return str(next((each for each in keys if thing is None or each != thing.args["key"]), uuid.uuid4()))


def _link_finding(scene: Scene, thing: Thing | None) -> Body:
    return {"bevinding": _other_finding(scene, thing), "reden": "Reden"}


def _join_findings(scene: Scene, thing: Thing | None) -> Body:
    return {"bevindingen": [_other_finding(scene, thing)], "reden": "Reden"}


def _workbook(scene: Scene, _thing: Thing | None) -> Body:
    return {"bestand": (books.bare(scene.told[subject(2, 0)]), "werkboek.xlsx")}


BODIES: dict[str, Body | Callable[[Scene, Thing | None], Body]] = {
    "disclosures_api.add_to_change": {"tekst": "Tekst"},
    "disclosures_api.report_change": {
        "soort": "andere-hosting",
        "geldtVanaf": str(clock.today()),
        "toelichting": "Tekst",
        "maatregelen": "Tekst",
    },
    "disclosures_api.report_incident": {
        "titel": "Tekst",
        "omschrijving": "Tekst",
        "bekendSinds": "2026-01-01T08:00:00Z",
        "gegevens": ["onbekend"],
        "ernst": "laag",
        "maatregelen": "Tekst",
        "contactpersoon": "Tekst",
        "telefoon": "030 000 00 00",
    },
    "evidence_api.add_document": lambda _scene, _thing: {**DOCUMENT, "bestand": (io.BytesIO(pdf("Tekst")), "a.pdf")},
    "evidence_api.add_request": lambda scene, _thing: {
        "bewijsstuk": str(scene.things["document to ask for"][0].args["key"]),
        "doel": "eigen-besluit",
    },
    "evidence_api.change_document": DOCUMENT,
    "offline_api.apply": _row,
    "offline_api.start_import": _workbook,
    "findings_api.link_findings": _link_finding,
    "findings_api.merge_findings": _join_findings,
    "findings_api.split_finding": _join_findings,
    "findings_api.report_progress": {"voortgang": "bezig"},
    "findings_api.save_plan": {"stappen": [{"wat": "Tekst"}]},
    "questionnaires_api.add_requirement": {"code": "Q-1", **WORDING},
    "questionnaires_api.confirm_import": {"onderwerp": "product"},
    "questionnaires_api.reword_requirement": WORDING,
    "questionnaires_api.set_successors": {"codes": []},
    "questionnaires_api.set_columns": {"kolommen": {"nummer": 0, "tekst": 1}},
    "questionnaires_api.set_header": lambda _scene, thing: {
        "werkblad": thing.args["sheet"] if thing else "",
        "kopRij": 1,
    },
    "questionnaires_api.start_import": lambda _scene, _thing: {"bestand": (io.BytesIO(SHEET), "eisen.csv")},
    "responses_api.add_answer": _answer,
    "responses_api.confirm_block": {"gelezen": [{"eisId": str(uuid.UUID(int=0)), "kenmerk": "0" * 32}]},
    "responses_api.assign": _assigned,
    "responses_api.give_back": _back,
    "responses_api.change_answer": {"waarde": {"toelichting": "Tekst"}},
    "responses_api.link_document": _link,
    "rounds_api.assign_reviewers": lambda scene, _thing: {
        "leden": [str(scene.world[name].membership_id) for name in ("reviewer1", "reviewer2")]
    },
    "rounds_api.ask_more_time": lambda _scene, _thing: {
        "gewensteDag": (clock.today() + timedelta(days=60)).isoformat(),
        "reden": "Reden",
    },
    "responses_api.replace_document": _newer,
    "threads_api.add_message": {"tekst": "Tekst"},
    "threads_api.add_thread": _thread,
    "usage_api.change": {"proces": "Een ander proces"},
    "usage_api.claim": _claim,
}
"""By endpoint; other calls take no body."""


def body_of(scene: Scene, endpoint: str, thing: Thing | None) -> dict[str, Any]:
    """The options of a test client that send the body of a call: JSON, or a form when it holds a file."""
    found = BODIES.get(endpoint, {})
    body = dict(found(scene, thing) if callable(found) else found)
    return {"data": body} if any(isinstance(each, tuple) for each in body.values()) else {"json": body}
