# SPDX-License-Identifier: EUPL-1.2
"""API of evidence: a supplier's library to read and fill, and what of it others may read in a dossier."""

import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import request, send_file, url_for

from samencontroleren.core import rest
from samencontroleren.core.errors import Invalid
from samencontroleren.core.openapi import sends, takes
from samencontroleren.core.web import actor, needs
from samencontroleren.evidence import accepting, library, policy, reading, requests, schemas, service, uses
from samencontroleren.evidence.reasons import REASONS
from samencontroleren.organisations.scopes import Scope

blueprint = APIBlueprint("evidence_api", __name__, tag="Bewijs")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/bewijsstukken")
@blueprint.input(shapes.DocumentQuery, location="query", arg_name="query")
@blueprint.output(shapes.DocumentOut(many=True))
@blueprint.doc(summary="Bewijsstukken", description="Het bewijs van uw eigen organisatie, op titel.")
@needs(policy.EDIT)
def list_documents(query: dict[str, Any]) -> Any:
    """The supplier's own library."""
    return rest.listed(library.page_of_documents(actor(), query["page"], query["page_size"]))


@blueprint.get("/bewijsstukken/<uuid:key>")
@blueprint.output(shapes.DocumentOut)
@blueprint.doc(summary="Eén bewijsstuk", description="Wat erover gezegd is en hoelang het geldt.")
@needs(policy.VIEW)
def get_document(key: uuid.UUID) -> Any:
    """What is said of a document."""
    return rest.shown(service.get_document(actor(), key))


@blueprint.get("/bewijsstukken/<uuid:key>/gebruik")
@blueprint.output(shapes.UsesOut)
@blueprint.doc(summary="Gebruik van een bewijsstuk", description="Hoeveel van uw antwoorden erop steunen.")
@needs(policy.EDIT)
def get_uses(key: uuid.UUID) -> Any:
    """How often answers lean on it."""
    service.get_document(actor(), key)
    return {"uses": uses.counts([key]).get(key, 0)}


@blueprint.get("/bewijsstukken/<uuid:key>/voorstellen")
@blueprint.input(shapes.DocumentQuery, location="query", arg_name="query")
@blueprint.output(shapes.SuggestionOut(many=True))
@blueprint.doc(
    summary="Gelezen in een bewijsstuk",
    description="Wat in de tekst van een pdf staat over soort, norm, uitgever en data. Er wordt niets vanzelf "
    "ingevuld: neem over wat klopt met een wijziging van het bewijsstuk. Bij `isTweeledig` kan de datum ook anders "
    "gelezen worden.",
)
@needs(policy.EDIT, policy.VIEW)
def list_suggestions(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """What was read and nobody took over or left yet."""
    return rest.listed_part(accepting.list_suggestions(actor(), key), query)


@blueprint.get("/bewijsstukken/<uuid:key>/bestand")
@blueprint.output(shapes.UsesOut)
@blueprint.doc(
    summary="Het bestand van een bewijsstuk",
    description="Alleen voor de leverancier zelf. Een ander opent het in de webpagina: daar hoort een persoon bij.",
)
@sends("application/octet-stream")
@needs(policy.DOWNLOAD, policy.VIEW)
def get_file(key: uuid.UUID) -> Any:
    """The file itself, as attachment."""
    document, stream = reading.open_for_machine(actor(), key)
    return send_file(stream, mimetype="application/octet-stream", as_attachment=True, download_name=document.filename)


@blueprint.post("/bewijsstukken")
@blueprint.output(shapes.DocumentOut, status_code=201)
@blueprint.doc(
    summary="Bewijs toevoegen",
    description="Stuur het bestand en wat erover te zeggen is in één formulier. Daarna steunt een antwoord erop met "
    "een verwijzing. Het telt zodra bestandsstatus `schoon` is; is het `geweigerd`, dan staat de reden erbij.",
)
@takes(schemas.DocumentUpload(), "multipart/form-data", headers=("Idempotency-Key",))
@needs(policy.ADD, scope=Scope.WRITE_EVIDENCE)
def add_document() -> Any:
    """Add a document to the library; the same call again gives the same document."""
    who = actor()
    facts, file = _sent()
    made = rest.replayed(who)
    if made is None:
        made = service.add_document(who, who.organisation_id, file.stream, file.filename or "", **facts).id
        rest.remember(who, made)
    return rest.shown(service.get_document(who, made), 201, url_for("evidence_api.get_document", key=made))


@blueprint.put("/bewijsstukken/<uuid:key>")
@blueprint.output(shapes.DocumentOut)
@blueprint.doc(summary="Bewijs wijzigen", description="Wat erover gezegd is; het bestand zelf verandert nooit.")
@takes(schemas.DocumentFile(), headers=("If-Match",))
@needs(policy.EDIT, policy.VIEW, scope=Scope.WRITE_EVIDENCE)
def change_document(key: uuid.UUID) -> Any:
    """Change what is said of a document, on the version that was read."""
    found = service.get_editable(actor(), key)
    rest.require_match(found.revision)
    return rest.shown(service.change_document(actor(), key, found.revision, **rest.body(schemas.DocumentFile())))


@blueprint.post("/bewijsstukken/<uuid:key>/intrekking")
@blueprint.output(shapes.DocumentOut)
@blueprint.doc(summary="Bewijs intrekken", description="Anderen kunnen het niet meer lezen en het telt niet meer.")
@needs(policy.EDIT, policy.VIEW, scope=Scope.WRITE_EVIDENCE)
def withdraw_document(key: uuid.UUID) -> Any:
    """Withdraw a document; a second time does nothing."""
    return rest.shown(service.withdraw_document(actor(), key))


@blueprint.get("/inzageverzoeken")
@blueprint.input(shapes.RequestApiQuery, location="query", arg_name="query")
@blueprint.output(shapes.RequestOut(many=True))
@blueprint.doc(
    summary="Verzoeken om bewijs te lezen",
    description="Voor een gemeente de eigen verzoeken; voor een leverancier die aan hem, zonder naam van de gemeente.",
)
@needs(policy.REQUEST_VIEW)
def list_requests(query: dict[str, Any]) -> Any:
    """Requests, open ones first."""
    return rest.listed(requests.list_requests(actor(), query["page"], query["page_size"]))


@blueprint.get("/inzageverzoeken/<uuid:key>")
@blueprint.output(shapes.RequestOut)
@blueprint.doc(summary="Eén verzoek om bewijs te lezen", description="Beslissen doet een persoon in de webpagina.")
@needs(policy.REQUEST_VIEW)
def get_request(key: uuid.UUID) -> Any:
    """One request."""
    return requests.get_request(actor(), key)


@blueprint.post("/inzageverzoeken")
@blueprint.output(shapes.RequestOut, status_code=201)
@blueprint.doc(summary="Vragen om bewijs te lezen", description="Voor bewijs dat de leverancier op aanvraag deelt.")
@takes(schemas.RequestFile(), headers=("Idempotency-Key",))
@needs(policy.ASK, policy.KNOW, scope=Scope.WRITE_USAGE)
def add_request() -> Any:
    """Ask for a document; the same call again gives the same request."""
    who, body = actor(), rest.body(schemas.RequestFile())
    requests.get_asked(who, body["document_id"])
    made = rest.replayed(who)
    if made is None:
        made = requests.ask(who, body.pop("document_id"), **body).id
        rest.remember(who, made)
    return requests.get_request(who, made), 201, {"Location": url_for("evidence_api.get_request", key=made)}


def _sent() -> tuple[dict[str, Any], Any]:
    """The facts and the file of an upload. Raises Invalid with all that is wrong at once."""
    file = request.files.get("bestand")
    missing = {} if file is not None and file.filename else {"bestand": [REASONS["no_file"]]}
    try:
        facts = rest.form(schemas.DocumentFile())
    except Invalid as error:
        raise Invalid({**missing, **error.fields}) from error
    if missing:
        raise Invalid(missing)
    return facts, file
