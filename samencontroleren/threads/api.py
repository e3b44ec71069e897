# SPDX-License-Identifier: EUPL-1.2
"""API of threads: read them and their messages, open one, reply."""

import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import url_for

from samencontroleren.core import rest
from samencontroleren.core.openapi import takes
from samencontroleren.core.web import actor, needs
from samencontroleren.threads import policy, schemas, service

blueprint = APIBlueprint("threads_api", __name__, tag="Gesprekken")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/gesprekken")
@blueprint.input(shapes.ThreadQuery, location="query", arg_name="query")
@blueprint.output(shapes.ThreadOut(many=True))
@blueprint.doc(summary="Gesprekken", description="De gesprekken die u mag lezen, eerst wat u nog niet las.")
@needs(policy.VIEW)
def list_threads(query: dict[str, Any]) -> Any:
    """The threads one may read."""
    size = query.pop("page_size")
    found = service.list_threads(actor(), **query, size=size)
    return rest.listed(found)


@blueprint.get("/gesprekken/<uuid:key>")
@blueprint.output(shapes.ThreadOut)
@blueprint.doc(summary="Eén gesprek")
@needs(policy.VIEW)
def get_thread(key: uuid.UUID) -> Any:
    """One thread."""
    return _shown(key)


@blueprint.post("/gesprekken")
@blueprint.output(shapes.ThreadOut, status_code=201)
@blueprint.doc(
    summary="Gesprek beginnen",
    description=(
        "Over een vraag van een dossier (dossierId, vraagId en zo nodig bevindingId) of over een resultaat "
        "(resultaatId). VNG leest een vraag over een resultaat voordat die zonder naam wordt gepubliceerd. "
        "Stuur een Idempotency-Key mee."
    ),
)
@takes(schemas.ThreadIn(), headers=("Idempotency-Key",))
@needs(policy.OPEN, policy.OPEN_INSIDE, policy.ASK)
def add_thread() -> Any:
    """Open a thread; the same call again gives the same thread."""
    who, body = actor(), rest.body(schemas.ThreadIn())
    service.require_opening(who, body["audience"], body["dossier_id"], body["release_id"])
    there = rest.replayed(who)
    if there is not None:
        return _shown(there, 201)
    made = service.open_anywhere(who, **body)
    rest.remember(who, made.id)
    return _shown(made.id, 201)


@blueprint.get("/gesprekken/<uuid:key>/berichten")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.MessageOut(many=True))
@blueprint.doc(
    summary="Berichten van een gesprek", description="In volgorde; een ingetrokken bericht heeft geen tekst."
)
@needs(policy.MESSAGE_VIEW, policy.VIEW)
def list_messages(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The messages of a thread."""
    return rest.listed_part(service.view_thread(actor(), key).messages, query)


@blueprint.post("/gesprekken/<uuid:key>/berichten")
@blueprint.output(shapes.MessageOut, status_code=201)
@blueprint.doc(summary="Bericht schrijven", description="Stuur een Idempotency-Key mee.")
@takes(schemas.MessageIn(), headers=("Idempotency-Key",))
@needs(policy.REPLY, policy.VIEW)
def add_message(key: uuid.UUID) -> Any:
    """Reply in a thread; the same call again gives the same message."""
    who = actor()
    service.require_reply(who, key)
    body = rest.body(schemas.MessageIn())
    there = rest.replayed(who)
    if there is None:
        there = service.reply(who, key, **body).id
        rest.remember(who, there)
    found = next(each for each in service.view_thread(who, key).messages if each.message.id == there)
    return found, 201, {"Location": url_for("threads_api.list_messages", key=key)}


def _shown(key: uuid.UUID, status: int = 200) -> Any:
    view = service.view_thread(actor(), key)
    row = service.Row(view.thread, view.unread, takes_part=True, messages=len(view.messages))
    headers = {"ETag": rest.etag(view.thread.revision)}
    if status == 201:
        headers["Location"] = url_for("threads_api.get_thread", key=key)
    return row, status, headers
