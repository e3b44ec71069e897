# SPDX-License-Identifier: EUPL-1.2
"""API of the catalogue, questionnaires and imports of sheets. Publishing a questionnaire is for a person."""

import uuid
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from apiflask import APIBlueprint
from flask import current_app, request, url_for

from samencontroleren.core import rest
from samencontroleren.core.errors import Invalid
from samencontroleren.core.files import FileStore
from samencontroleren.core.openapi import sends, takes
from samencontroleren.core.web import actor, language, needs
from samencontroleren.organisations.scopes import Scope
from samencontroleren.questionnaires import api_schemas, comparison_schemas, policy, schemas, service, sheets
from samencontroleren.questionnaires.export_files import MEDIA, column_labels, file_of
from samencontroleren.questionnaires.models import CatalogueImport, Requirement, RequirementVersion

blueprint = APIBlueprint("questionnaires_api", __name__, tag="Catalogus en vragenlijsten")
FILE_WORDS = (
    "`formaat` is xlsx, docx, pdf, csv, yaml of json. Xlsx, csv, yaml en json kunt u ook weer importeren; hun inhoud "
    "staat beschreven in docs/bestandsformaat.md."
)
shapes: Any = api_schemas  # the annotations of APIFlask know only its own base of schemas


@dataclass(frozen=True)
class Worded:
    """A requirement with its newest wording."""

    requirement: Requirement
    wording: RequirementVersion

    @property
    def revision(self) -> int:
        return self.requirement.revision


@blueprint.get("/eisen")
@blueprint.input(shapes.RequirementQuery, location="query", arg_name="query")
@blueprint.output(shapes.RequirementOut(many=True))
@blueprint.doc(summary="Eisen", description="De catalogus, op thema en dan op code; voor VNG.")
@needs(policy.VIEW)
def list_requirements(query: dict[str, Any]) -> Any:
    """The catalogue by theme and code."""
    number, size = query.pop("page"), query.pop("page_size")
    found = service.list_requirements(actor(), service.Filter(**query), number, size)
    rows = [Worded(each.requirement, each) for each in found.rows]
    return rows, 200, rest.link_header(found)


@blueprint.get("/eisen/<uuid:key>")
@blueprint.output(shapes.RequirementOut)
@blueprint.doc(summary="Eén eis")
@needs(policy.VIEW)
def get_requirement(key: uuid.UUID) -> Any:
    """One requirement with its newest wording."""
    return _shown(key)


@blueprint.get("/eisen/<uuid:key>/versies")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.WordingOut(many=True))
@blueprint.doc(summary="Tekstversies van een eis", description="Nieuwste eerst; een versie verandert nooit.")
@needs(policy.VIEW)
def list_wordings(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """All wordings of a requirement."""
    return rest.listed_part(service.versions_of(actor(), key), query)


@blueprint.post("/eisen")
@blueprint.output(shapes.RequirementOut, status_code=201)
@blueprint.doc(summary="Eis toevoegen")
@takes(api_schemas.NewRequirement(), headers=("Idempotency-Key",))
@needs(policy.EDIT, scope=Scope.WRITE_CATALOGUE)
def add_requirement() -> Any:
    """Add a requirement; the same call again gives the same one."""
    who, body = actor(), rest.body(api_schemas.NewRequirement())
    made = rest.replayed(who)
    if made is None:
        made = service.add_requirement(who, body["code"], api_schemas.wording_of_body(body)).id
        rest.remember(who, made)
    return _shown(made, 201)


@blueprint.put("/eisen/<uuid:key>")
@blueprint.output(shapes.RequirementOut)
@blueprint.doc(summary="Eis herformuleren", description="Maakt een volgende tekstversie; eerdere blijven.")
@takes(api_schemas.RequirementChange(), headers=("If-Match",))
@needs(policy.EDIT, scope=Scope.WRITE_CATALOGUE)
def reword_requirement(key: uuid.UUID) -> Any:
    """Make a next wording, on the version that was read."""
    found = service.requirement_to_edit(actor(), key)
    rest.require_match(found.revision)
    known = service.wording_of(service.versions_of(actor(), key)[0])
    wording = api_schemas.wording_of_body(rest.body(api_schemas.RequirementChange()), known)
    service.reword(actor(), key, found.revision, wording)
    return _shown(key)


@blueprint.post("/eisen/<uuid:key>/vervallenverklaring")
@blueprint.output(shapes.RequirementOut)
@blueprint.doc(summary="Eis laten vervallen", description="Gepubliceerde vragenlijsten houden hun eisen.")
@takes(None, headers=("If-Match",))
@needs(policy.EDIT, scope=Scope.WRITE_CATALOGUE)
def retire_requirement(key: uuid.UUID) -> Any:
    """Take a requirement out of use."""
    found = service.requirement_to_edit(actor(), key)
    rest.require_match(found.revision)
    service.retire_requirement(actor(), key, found.revision)
    return _shown(key)


@blueprint.get("/eisen/<uuid:key>/opvolgers")
@blueprint.output(comparison_schemas.FollowedOut)
@blueprint.doc(
    summary="Opvolging van een eis", description="Door welke eisen zij is vervangen, gesplitst of samengevoegd."
)
@needs(policy.VIEW)
def get_successors(key: uuid.UUID) -> Any:
    """What follows a requirement."""
    return rest.shown(service.followed(actor(), key))


@blueprint.put("/eisen/<uuid:key>/opvolgers")
@blueprint.output(comparison_schemas.FollowedOut)
@blueprint.doc(
    summary="Opvolging vastleggen",
    description="Noem alle eisen die in de plaats van deze komen. Gepubliceerde vragenlijsten veranderen niet.",
)
@takes(comparison_schemas.SuccessorsChange(), headers=("If-Match",))
@needs(policy.EDIT, scope=Scope.WRITE_CATALOGUE)
def set_successors(key: uuid.UUID) -> Any:
    """Declare what follows a requirement."""
    found = service.requirement_to_edit(actor(), key)
    rest.require_match(found.revision)
    service.set_successors(actor(), key, found.revision, **rest.body(comparison_schemas.SuccessorsChange()))
    return rest.shown(service.followed(actor(), key))


@blueprint.get("/vragenlijsten")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.QuestionnaireOut(many=True))
@blueprint.doc(summary="Vragenlijsten", description="De versies die u mag zien, op naam en dan de nieuwste eerst.")
@needs(policy.QUESTIONNAIRE_VIEW)
def list_questionnaires(query: dict[str, Any]) -> Any:
    """Questionnaire versions by name."""
    return rest.listed_part(service.list_questionnaires(actor()), query)


@blueprint.get("/vragenlijsten/<uuid:key>")
@blueprint.output(shapes.QuestionnaireOut)
@blueprint.doc(summary="Eén versie van een vragenlijst")
@needs(policy.QUESTIONNAIRE_VIEW)
def get_questionnaire(key: uuid.UUID) -> Any:
    """One questionnaire version."""
    return rest.shown(service.get_questionnaire(actor(), key))


@blueprint.get("/vragenlijsten/<uuid:key>/vragen")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.ItemOut(many=True))
@blueprint.doc(summary="Vragen van een vragenlijst", description="In volgorde, met hun tekst.")
@needs(policy.QUESTIONNAIRE_VIEW)
def list_items(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The questions of a questionnaire version in order."""
    return rest.listed_part(service.items_of(service.get_questionnaire(actor(), key).id), query)


@blueprint.get("/catalogus/bestand")
@blueprint.input(shapes.ExportQuery, location="query", arg_name="query")
@blueprint.output(shapes.RequirementOut)
@blueprint.doc(summary="De catalogus als bestand", description="Alle eisen, ook vervallen; " + FILE_WORDS)
@sends(*MEDIA)
@needs(policy.VIEW)
def export_catalogue(query: dict[str, Any]) -> Any:
    """The catalogue as a file."""
    return file_of(query["form"], service.export_catalogue(actor(), language(), column_labels()))


@blueprint.get("/vragenlijsten/<uuid:key>/bestand")
@blueprint.input(shapes.ExportQuery, location="query", arg_name="query")
@blueprint.output(shapes.QuestionnaireOut)
@blueprint.doc(summary="Een vragenlijst als bestand", description="In volgorde; " + FILE_WORDS)
@sends(*MEDIA)
@needs(policy.QUESTIONNAIRE_VIEW)
def export_questionnaire(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """One questionnaire version as a file."""
    return file_of(query["form"], service.export_questionnaire(actor(), key, language(), column_labels()))


@blueprint.get("/vragenlijsten/<uuid:key>/vergelijking")
@blueprint.input(comparison_schemas.ComparisonQuery, location="query", arg_name="query")
@blueprint.output(comparison_schemas.ComparisonOut)
@blueprint.doc(
    summary="Was/wordt",
    description="Wat er anders is tussen deze versie en een andere. De oudste van de twee staat onder `was`. Eisen die "
    "gelijk zijn gebleven, staan alleen in de aantallen.",
)
@needs(policy.QUESTIONNAIRE_VIEW)
def compare_questionnaires(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """What changed between two versions."""
    return service.compare_with(service.comparable(actor(), key), query["other"])


@blueprint.get("/catalogusimports")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.ImportOut(many=True))
@blueprint.doc(summary="Imports", description="De imports van werkbladen in de catalogus, de nieuwste eerst.")
@needs(policy.IMPORT_VIEW)
def list_imports(query: dict[str, Any]) -> Any:
    """The newest imports."""
    return rest.listed(service.page_of_imports(actor(), query["page"], query["page_size"]))


@blueprint.get("/catalogusimports/<uuid:key>")
@blueprint.output(shapes.ImportOut)
@blueprint.doc(summary="Eén import")
@needs(policy.IMPORT_VIEW)
def get_import(key: uuid.UUID) -> Any:
    """One import."""
    return rest.shown(service.get_import(actor(), key))


@blueprint.post("/catalogusimports")
@blueprint.output(shapes.ImportOut, status_code=201)
@blueprint.doc(
    summary="Werkblad aanbieden",
    description="Stuur een xlsx-, ods-, csv-, yaml- of json-bestand. Bij een bestand dat uit dit platform komt, is er "
    "verder niets te kiezen. Anders worden kop en kolommen geraden; kijk ze na met het plan en verbeter "
    "ze zo nodig. Er verandert niets in de catalogus tot u bevestigt.",
)
@takes(api_schemas.SheetUpload(), "multipart/form-data", headers=("Idempotency-Key",))
@needs(policy.EDIT, scope=Scope.WRITE_CATALOGUE)
def start_import() -> Any:
    """Keep a sheet, guess its header and columns; the same call again gives the same import."""
    who = actor()
    rest.form(schemas.UploadInput())
    made = rest.replayed(who)
    if made is None:
        made = _started().id
        rest.remember(who, made)
    return rest.shown(service.get_import(who, made), 201, url_for("questionnaires_api.get_import", key=made))


@blueprint.put("/catalogusimports/<uuid:key>/kop")
@blueprint.output(shapes.ImportOut)
@blueprint.doc(summary="Kop aanwijzen", description="Kiest werkblad en kop; de kolommen kiest u daarna opnieuw.")
@takes(api_schemas.HeaderChange(), headers=("If-Match",))
@needs(policy.IMPORT_VIEW, scope=Scope.WRITE_CATALOGUE)
def set_header(key: uuid.UUID) -> Any:
    """Point out sheet and header."""
    found = service.get_import(actor(), key)
    rest.require_match(found.revision)
    body = rest.body(api_schemas.HeaderChange())
    return rest.shown(service.set_header(actor(), _store(), key, found.revision, **body))


@blueprint.put("/catalogusimports/<uuid:key>/kolommen")
@blueprint.output(shapes.ImportOut)
@blueprint.doc(summary="Kolommen aanwijzen", description="Per gegeven het nummer van zijn kolom, vanaf 0.")
@takes(api_schemas.ColumnsChange(), headers=("If-Match",))
@needs(policy.IMPORT_VIEW, scope=Scope.WRITE_CATALOGUE)
def set_columns(key: uuid.UUID) -> Any:
    """Say which column holds what."""
    found = service.get_import(actor(), key)
    rest.require_match(found.revision)
    body = rest.body(api_schemas.ColumnsChange())
    mapping = sheets.Mapping(body["columns"], frozenset(), body["headings_as_theme"])
    made = service.set_mapping(actor(), _store(), key, found.revision, mapping=mapping, prefix=body["prefix"])
    return rest.shown(made)


@blueprint.get("/catalogusimports/<uuid:key>/plan")
@blueprint.output(shapes.PlanOut)
@blueprint.doc(summary="Plan van een import", description="Wat de import zou doen, rij voor rij. Er verandert niets.")
@needs(policy.IMPORT_VIEW)
def get_plan(key: uuid.UUID) -> Any:
    """What an import would do."""
    return service.plan_import(actor(), _store(), key)


@blueprint.post("/catalogusimports/<uuid:key>/bevestiging")
@blueprint.output(shapes.ImportOut)
@blueprint.doc(summary="Import uitvoeren", description="Zet de bruikbare rijen in de catalogus. Twee keer is één keer.")
@takes(api_schemas.ImportConfirmation(), headers=("If-Match",))
@needs(policy.EDIT, scope=Scope.WRITE_CATALOGUE)
def confirm_import(key: uuid.UUID) -> Any:
    """Do the import, once."""
    found = service.get_import(actor(), key)
    rest.require_match(found.revision)
    body = rest.body(api_schemas.ImportConfirmation())
    name = body.pop("draft_name")
    body["draft"] = service.DraftChoice(name) if name else None
    return rest.shown(service.confirm_import(actor(), _store(), key, found.revision, **body))


def _started() -> CatalogueImport:
    """The import of the sheet that was sent, with header and columns guessed as far as they can be."""
    given = request.files.get("bestand")
    if given is None or not given.filename:
        raise Invalid({"bestand": ["Kies een bestand met eisen."]})
    with closing(given):
        made = service.start_import(actor(), _store(), given.stream, given.filename)
    if service.is_document(made):
        return made
    try:
        step = service.header_step(actor(), _store(), made.id)
        header = {"header_row": step.header.first_row + 1, "header_rows": step.header.rows}
        service.set_header(actor(), _store(), made.id, made.revision, sheet=step.sheet, **header)
        columns = service.column_step(actor(), _store(), made.id)
        service.set_mapping(actor(), _store(), made.id, made.revision, mapping=columns.mapping, prefix=columns.prefix)
    except Invalid:  # not to be guessed: the client points them out
        pass
    return made


def _shown(key: uuid.UUID, status: int = 200) -> Any:
    found = service.get_requirement(actor(), key)
    worded = Worded(found, service.versions_of(actor(), key)[0])
    location = url_for("questionnaires_api.get_requirement", key=key) if status == 201 else ""
    return rest.shown(worded, status, location)


def _store() -> FileStore:
    store: FileStore = current_app.extensions["files"]
    return store
