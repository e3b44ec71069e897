# SPDX-License-Identifier: EUPL-1.2
"""API of workbooks: give one, read one back without changing anything, and take over chosen rows."""

import uuid
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any

from apiflask import APIBlueprint
from flask import request, url_for

from samencontroleren.core import rest
from samencontroleren.core.attachments import XLSX, attachment
from samencontroleren.core.errors import Invalid
from samencontroleren.core.openapi import sends, takes
from samencontroleren.core.web import actor, language, needs
from samencontroleren.offline import policy, schemas, service, telling
from samencontroleren.offline.kinds import WorkbookState
from samencontroleren.offline.models import WorkbookImport
from samencontroleren.organisations.scopes import Scope
from samencontroleren.responses import policy as responses_policy
from samencontroleren.responses import service as responses
from samencontroleren.rounds import policy as rounds_policy

blueprint = APIBlueprint("offline_api", __name__, tag="Werkboeken")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas
NAMES = {"file": "bestand", "package": "bewijs"}


@dataclass(frozen=True)
class Shown:
    """A dry run as the API gives it."""

    found: WorkbookImport
    is_other_round: bool = False
    rows: list[service.Planned] = field(default_factory=list)
    refused: list[telling.Told] = field(default_factory=list)
    unused_files: list[str] = field(default_factory=list)
    tasks: list[service.PlannedTask] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.found, name)

    @property
    def taken(self) -> list[str]:
        return list(self.found.outcome.get("taken", []))

    @property
    def given(self) -> list[str]:
        return list(self.found.outcome.get("given", []))

    @property
    def kept(self) -> list[str]:
        return list(self.found.outcome.get("kept", []))

    @property
    def left(self) -> list[str]:
        return list(self.found.outcome.get("left", []))


@blueprint.get("/dossiers/<uuid:key>/werkboek")
@blueprint.output(shapes.PlanOut)
@blueprint.doc(
    summary="Werkboek van een dossier",
    description="De vragen met uw antwoorden van nu, om elders in te vullen. Er verandert niets.",
)
@sends(XLSX)
@needs(responses_policy.WORK, responses_policy.VIEW)
def get_workbook(key: uuid.UUID) -> Any:
    """The workbook of now, as attachment."""
    body, filename = service.export_workbook(actor(), key, language())
    return attachment(body, XLSX, filename)


@blueprint.post("/dossiers/<uuid:key>/werkboekimports")
@blueprint.output(shapes.PlanOut, status_code=201)
@blueprint.doc(
    summary="Werkboek aanbieden",
    description="Leest een ingevuld werkboek, met een zip met bewijs ernaast als u wilt, en zegt per rij wat overnemen "
    "zou doen. Er verandert niets aan de antwoorden.",
)
@takes(schemas.WorkbookUpload(), "multipart/form-data", headers=("Idempotency-Key",))
@needs(rounds_policy.ANSWER, responses_policy.WORK, scope=Scope.WRITE_ANSWERS)
def start_import(key: uuid.UUID) -> Any:
    """A dry run; the same call again gives the same one."""
    who = actor()
    responses.require_open(who, key)
    rest.form(schemas.UploadInput())
    made = rest.replayed(who)
    if made is None:
        made = _started(key).id
        rest.remember(who, made)
    return _shown(service.get_import(who, made), 201)


@blueprint.get("/werkboekimports/<uuid:key>")
@blueprint.output(shapes.PlanOut)
@blueprint.doc(summary="Eén werkboekimport", description="Wat overnemen nu zou doen, of wat is overgenomen.")
@needs(policy.APPLY)
def get_import(key: uuid.UUID) -> Any:
    """A dry run of one's own."""
    return _shown(service.get_import(actor(), key))


@blueprint.post("/werkboekimports/<uuid:key>/overname")
@blueprint.output(shapes.PlanOut)
@blueprint.doc(
    summary="Rijen uit een werkboek overnemen",
    description="Neemt de genoemde rijen over, elk op de revisie die u las, en verdeelt de genoemde vragen, elk op de "
    "stand die u las. Wat intussen is gewijzigd, blijft staan en wordt genoemd bij nietOvergenomen of nietToegewezen. "
    "Overgenomen antwoorden zijn nog niet bevestigd. Twee keer is één keer.",
)
@takes(schemas.ApplyBody())
@needs(policy.APPLY, scope=Scope.WRITE_ANSWERS)
def apply(key: uuid.UUID) -> Any:
    """Take over rows, once."""
    service.get_import(actor(), key)
    body = rest.body(schemas.ApplyBody())
    chosen = {each["key"]: each["revision"] for each in body["rows"]}
    given = {each["key"]: each["stamp"] for each in body["tasks"]}
    return _shown(service.apply_import(actor(), key, chosen, given))


def _started(key: uuid.UUID) -> WorkbookImport:
    with ExitStack() as opened:
        try:
            return service.start_import(actor(), key, _sent("bestand", opened), _sent("bewijs", opened))
        except Invalid as error:
            raise Invalid({NAMES.get(name, name): texts for name, texts in error.fields.items()}) from error


def _sent(name: str, opened: ExitStack) -> service.Sent | None:
    given = request.files.get(name)
    if given is None or not given.filename:
        return None
    return opened.enter_context(closing(given)).stream, given.filename


def _shown(found: WorkbookImport, status: int = 200) -> Any:
    location = url_for("offline_api.get_import", key=found.id) if status == 201 else ""
    if found.state is WorkbookState.DONE:
        return rest.shown(Shown(found), status, location)
    plan = service.plan_of(actor(), found)
    refused = telling.told(plan, language())
    shown = Shown(found, plan.is_other_round, plan.planned, refused, plan.unused_files, plan.tasks)
    return rest.shown(shown, status, location)
