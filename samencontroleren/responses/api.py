# SPDX-License-Identifier: EUPL-1.2
"""API of working answers: a supplier reads and writes its own. Submitting is for a person."""

import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import url_for

from samencontroleren.core import rest
from samencontroleren.core.web import actor, needs
from samencontroleren.responses import policy, schemas, service
from samencontroleren.responses.models import Answer
from samencontroleren.rounds import policy as rounds_policy

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
    found = service.answers_of(actor(), query["dossier_id"], query["page"], query["page_size"])
    return found.rows, 200, rest.link_header(found)


@blueprint.get("/antwoorden/<uuid:key>")
@blueprint.output(shapes.AnswerOut)
@blueprint.doc(summary="Eén antwoord")
@needs(policy.VIEW)
def get_answer(key: uuid.UUID) -> Any:
    """One working answer."""
    return _shown(service.get_answer(actor(), key))


@blueprint.post("/antwoorden")
@blueprint.input(shapes.AnswerInput, arg_name="body")
@blueprint.output(shapes.AnswerOut, status_code=201)
@blueprint.doc(
    summary="Antwoord toevoegen",
    description="Bewaart een concept bij een vraag zonder antwoord. Stuur een Idempotency-Key mee.",
)
@needs(rounds_policy.ANSWER, policy.WORK, policy.VIEW)
def add_answer(body: dict[str, Any]) -> Any:
    """A first draft of an answer; the same call again gives the same answer."""
    who = actor()
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
@blueprint.input(shapes.AnswerChange, arg_name="body")
@blueprint.output(shapes.AnswerOut)
@blueprint.doc(
    summary="Antwoord wijzigen",
    description="Bewaart een nieuw concept. Stuur If-Match mee met de ETag die u hebt gelezen.",
)
@needs(policy.EDIT, policy.VIEW, rounds_policy.ANSWER, policy.WORK)
def change_answer(key: uuid.UUID, body: dict[str, Any]) -> Any:
    """A next draft, on the version that was read."""
    who = actor()
    answer, dossier_id, asked = service.open_place_of(who, key)
    rest.require_match(answer.revision)
    saved = service.save_draft(
        who, dossier_id, asked, body["value"], answer.revision, is_confidential=body["is_confidential"]
    )
    return _shown(saved)


@blueprint.post("/dossiers/<uuid:key>/inzendingen")
@blueprint.output({}, status_code=204)
@blueprint.doc(
    summary="Indienen kan alleen in de webpagina",
    description="Indienen vraagt een persoon die zojuist de tweede factor toonde. Deze aanroep weigert daarom altijd.",
)
@needs(*READS)
def submit(key: uuid.UUID) -> Any:
    """Submitting through the API is refused: it takes a person who is present."""
    service.submit(actor(), key)
    return "", 204


def _shown(answer: Answer, status: int = 200) -> Any:
    headers = {"ETag": rest.etag(answer.revision)}
    if status == 201:
        headers["Location"] = url_for("responses_api.get_answer", key=answer.id)
    return answer, status, headers
