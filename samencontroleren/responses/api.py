# SPDX-License-Identifier: EUPL-1.2
"""API of working answers: a supplier reads and writes its own. Submitting is for a person."""

import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import url_for

from samencontroleren.core import rest
from samencontroleren.core.openapi import takes
from samencontroleren.core.web import actor, needs
from samencontroleren.organisations.scopes import Scope
from samencontroleren.responses import policy, schemas, service
from samencontroleren.responses.models import Answer
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds

blueprint = APIBlueprint("responses_api", __name__, tag="Antwoorden")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas

READS = (policy.WORK, policy.VIEW, rounds_policy.ANSWER, rounds_policy.SUBMIT)


@blueprint.get("/dossiers/<uuid:key>/vragen")
@blueprint.output(shapes.QuestionOut(many=True))
@blueprint.doc(summary="Vragen van een dossier", description="De vragen in volgorde, met uw eigen antwoord van nu.")
@needs(*READS)
def list_questions(key: uuid.UUID) -> Any:
    """The questions of a dossier with the supplier's own answers."""
    return service.overview(actor(), key).questions


@blueprint.get("/antwoorden")
@blueprint.input(shapes.AnswerQuery, location="query", arg_name="query")
@blueprint.output(shapes.AnswerOut(many=True))
@blueprint.doc(summary="Antwoorden", description="De antwoorden van uw eigen organisatie bij een dossier.")
@needs(policy.WORK, policy.VIEW)
def list_answers(query: dict[str, Any]) -> Any:
    """The supplier's own working answers of a dossier."""
    return rest.listed(service.answers_of(actor(), query["dossier_id"], query["page"], query["page_size"]))


@blueprint.get("/antwoorden/<uuid:key>")
@blueprint.output(shapes.AnswerOut)
@blueprint.doc(summary="Eén antwoord")
@needs(policy.VIEW)
def get_answer(key: uuid.UUID) -> Any:
    """One working answer."""
    return _shown(service.get_answer(actor(), key))


@blueprint.get("/antwoorden/<uuid:key>/versies")
@blueprint.output(shapes.AnswerVersionOut(many=True))
@blueprint.doc(summary="Versies van een antwoord", description="Hoe het antwoord eerder luidde, nieuwste eerst.")
@needs(policy.VIEW)
def list_versions(key: uuid.UUID) -> Any:
    """The earlier texts of an answer."""
    return service.history(actor(), key)[1]


@blueprint.get("/dossiers/<uuid:key>/ingediende-antwoorden")
@blueprint.output(shapes.SubmittedAnswerOut(many=True))
@blueprint.doc(
    summary="Ingediende antwoorden",
    description="De laatste inzending van een dossier dat u mag openen, met het bewijs eronder.",
)
@needs(policy.SUBMITTED_VIEW)
def list_submitted(key: uuid.UUID) -> Any:
    """The newest submission of a dossier."""
    rounds.get_dossier(actor(), key)
    return service.submitted_answers(actor(), key)


@blueprint.post("/antwoorden")
@blueprint.output(shapes.AnswerOut, status_code=201)
@blueprint.doc(
    summary="Antwoord toevoegen",
    description="Bewaart een concept bij een vraag zonder antwoord. Stuur een Idempotency-Key mee.",
)
@takes(schemas.AnswerInput(), headers=("Idempotency-Key",))
@needs(rounds_policy.ANSWER, scope=Scope.WRITE_ANSWERS)
def add_answer() -> Any:
    """A first draft of an answer; the same call again gives the same answer."""
    who, body = actor(), rest.body(schemas.AnswerInput())
    service.require_open(who, body["dossier_id"])
    there = rest.replayed(who)
    if there is not None:
        return _shown(service.get_answer(who, there), 201)
    answer = service.save_draft(
        who,
        body["dossier_id"],
        body["requirement_version_id"],
        body["value"],
        0,
        is_confidential=body["is_confidential"],
    )
    rest.remember(who, answer.id)
    return _shown(answer, 201)


@blueprint.put("/antwoorden/<uuid:key>")
@blueprint.output(shapes.AnswerOut)
@blueprint.doc(
    summary="Antwoord wijzigen",
    description="Bewaart een nieuw concept. Stuur If-Match mee met de ETag die u hebt gelezen.",
)
@takes(schemas.AnswerChange(), headers=("If-Match",))
@needs(policy.EDIT, policy.VIEW, scope=Scope.WRITE_ANSWERS)
def change_answer(key: uuid.UUID) -> Any:
    """A next draft, on the version that was read."""
    who = actor()
    answer, dossier_id, asked = service.open_place_of(who, key)
    rest.require_match(answer.revision)
    body = rest.body(schemas.AnswerChange())
    saved = service.save_draft(
        who, dossier_id, asked, body["value"], answer.revision, is_confidential=body["is_confidential"]
    )
    return _shown(saved)


@blueprint.post("/antwoorden/<uuid:key>/bewijsstukken")
@blueprint.output({}, status_code=204)
@blueprint.doc(
    summary="Antwoord op bewijs laten steunen",
    description="Nog eens sturen wijzigt alleen de vindplaats.",
)
@takes(schemas.LinkInput())
@needs(policy.EDIT, policy.VIEW, scope=Scope.WRITE_ANSWERS)
def link_document(key: uuid.UUID) -> Any:
    """Lean an answer on a document of the library; again only changes the place."""
    who = actor()
    _answer, dossier_id, asked = service.open_place_of(who, key)
    service.link_document(who, dossier_id, asked, **rest.body(schemas.LinkInput()))
    return "", 204


@blueprint.delete("/antwoorden/<uuid:key>/bewijsstukken/<uuid:document>")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="Bewijs onder een antwoord weghalen", description="Het bewijs zelf blijft in uw bibliotheek.")
@needs(policy.EDIT, policy.VIEW, scope=Scope.WRITE_ANSWERS)
def unlink_document(key: uuid.UUID, document: uuid.UUID) -> Any:
    """Take a document away from under an answer."""
    who = actor()
    _answer, dossier_id, asked = service.open_place_of(who, key)
    service.unlink_document(who, dossier_id, asked, document)
    return "", 204


@blueprint.post("/dossiers/<uuid:key>/inzendingen")
@blueprint.output({}, status_code=204)
@blueprint.doc(
    summary="Indienen kan alleen in de webpagina",
    description="Indienen vraagt een persoon die zojuist de tweede factor toonde. Deze aanroep weigert daarom altijd.",
)
@needs(*READS, fresh=True, scope=Scope.WRITE_ANSWERS)
def submit(key: uuid.UUID) -> Any:
    """Submitting through the API is refused: it takes a person who is present."""
    service.submit(actor(), key)
    return "", 204


def _shown(answer: Answer, status: int = 200) -> Any:
    location = url_for("responses_api.get_answer", key=answer.id) if status == 201 else ""
    return rest.shown(answer, status, location)
