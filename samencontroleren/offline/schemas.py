# SPDX-License-Identifier: EUPL-1.2
"""What comes in and goes out with workbooks; the one place where our names meet those of the API."""

import uuid
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError, fields, validate, validates_schema

from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema
from samencontroleren.core.keys import as_uuid
from samencontroleren.offline.kinds import OUTCOME_CODES, STATE_CODES

MOST_ROWS = 5_000
NOTHING = "Noem minstens één rij of toewijzing."
BINARY: dict[str, Any] = {"type": "string", "format": "binary"}


class UploadInput(InputSchema):
    """The form of an upload has nothing but its files."""


class ApplyInput(InputSchema):
    """The rows to take over, each as wording and revision, within the themes that stay on."""

    rows = fields.List(fields.String(), load_default=list, validate=validate.Length(max=MOST_ROWS))
    themes = fields.List(fields.String(), load_default=list)
    tasks = fields.List(fields.String(), load_default=list, validate=validate.Length(max=MOST_ROWS))


class WorkbookUpload(InputSchema):
    """A workbook as it is published, with the evidence beside it; both are read apart."""

    workbook = fields.Raw(data_key="bestand", required=True, metadata=BINARY)
    package = fields.Raw(data_key="bewijs", metadata={**BINARY, "description": "Een zip met het bewijs"})


class ChosenRow(InputSchema):
    """One row to take over."""

    key = fields.UUID(data_key="eisversieId", required=True)
    revision = fields.Integer(data_key="revisie", required=True, validate=validate.Range(min=0))


class ChosenTask(InputSchema):
    """One question that changes hands."""

    key = fields.UUID(data_key="eisversieId", required=True)
    stamp = fields.String(data_key="stand", required=True, validate=validate.Length(max=64))


class ApplyBody(InputSchema):
    """The rows to take over, and the questions that change hands."""

    rows = fields.List(
        fields.Nested(ChosenRow), data_key="rijen", load_default=list, validate=validate.Length(max=MOST_ROWS)
    )
    tasks = fields.List(
        fields.Nested(ChosenTask), data_key="toewijzingen", load_default=list, validate=validate.Length(max=MOST_ROWS)
    )

    @validates_schema(skip_on_field_errors=True)
    def _something(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if not data["rows"] and not data["tasks"]:
            raise ValidationError({"rijen": [NOTHING]})


class LackingOut(OutputSchema):
    """A line of a list that is not whole."""

    sheet = fields.String(data_key="blad")
    row = fields.Integer(data_key="rij")
    message = fields.Function(lambda each: _(each.message), data_key="ontbreekt", metadata={"type": "string"})


class RowOut(OutputSchema):
    """What one row would do."""

    sheet = fields.Function(lambda each: each.row.sheet, data_key="blad", metadata={"type": "string"})
    number = fields.Function(lambda each: each.row.number, data_key="rij", metadata={"type": "integer"})
    key = fields.UUID(data_key="eisversieId")
    code = fields.Function(
        lambda each: each.question.version.requirement.code, data_key="eis", metadata={"type": "string"}
    )
    outcome = ApiEnum(OUTCOME_CODES, data_key="uitkomst")
    revision = fields.Function(lambda each: each.question.revision, data_key="revisie", metadata={"type": "integer"})
    empties = fields.Boolean(data_key="maaktLeeg")
    mark = fields.Boolean(
        data_key="wordtVertrouwelijk",
        allow_none=True,
        metadata={"description": "Wat het merkteken vertrouwelijk wordt; leeg als het blijft zoals het is."},
    )
    links = fields.Function(
        lambda each: [link.name for link in each.proof.links],
        data_key="bewijs",
        metadata={"type": "array", "items": {"type": "string"}},
    )
    missing = fields.Function(
        lambda each: list(each.proof.missing),
        data_key="bewijsNietGevonden",
        metadata={"type": "array", "items": {"type": "string"}},
    )
    lacking = fields.List(fields.Nested(LackingOut), data_key="onvolledigeRegels")


class GivenOut(OutputSchema):
    """With whom a question is, and until when; both are left out when it is nobody's."""

    email = fields.String(data_key="mailadres", allow_none=True)
    due = fields.Date(attribute="day", data_key="uiterlijkOp", allow_none=True)


class TaskOut(OutputSchema):
    """A question that would change hands."""

    sheet = fields.Function(lambda each: each.row.sheet, data_key="blad", metadata={"type": "string"})
    number = fields.Function(lambda each: each.row.number, data_key="rij", metadata={"type": "integer"})
    key = fields.UUID(data_key="eisversieId")
    outcome = ApiEnum(OUTCOME_CODES, data_key="uitkomst")
    stamp = fields.String(data_key="stand", metadata={"description": "Stuur deze mee bij het overnemen."})
    was = fields.Nested(GivenOut)
    becomes = fields.Nested(GivenOut, data_key="wordt")


class RefusedOut(OutputSchema):
    """A row that is not used."""

    sheet = fields.String(data_key="blad")
    row = fields.Integer(data_key="rij", metadata={"description": "0: het hele blad"})
    reason = fields.String(data_key="reden")
    typed = fields.String(data_key="getypt")


class PlanOut(OutputSchema):
    """A dry run: what taking over would do, row by row."""

    id = fields.UUID()
    dossier_id = fields.UUID(data_key="dossierId")
    filename = fields.String(data_key="bestandsnaam")
    state = ApiEnum(STATE_CODES, data_key="toestand")
    is_other_round = fields.Boolean(data_key="isAndereRonde")
    rows = fields.List(fields.Nested(RowOut), data_key="rijen")
    tasks = fields.List(fields.Nested(TaskOut), data_key="toewijzingen")
    refused = fields.List(fields.Nested(RefusedOut), data_key="geweigerd")
    unused_files = fields.List(fields.String(), data_key="ongebruikteBestanden")
    taken = fields.List(fields.String(), data_key="overgenomen")
    left = fields.List(fields.String(), data_key="nietOvergenomen")
    given = fields.List(fields.String(), data_key="toegewezen")
    kept = fields.List(fields.String(), data_key="nietToegewezen")


def chosen_rows(rows: Iterable[str]) -> dict[uuid.UUID, int]:
    """The rows of a form, each "wording.revision"; what is neither is left out, since no page of ours sends it."""
    found: dict[uuid.UUID, int] = {}
    for each in rows:
        key, _dot, revision = each.partition(".")
        wording = as_uuid(key)
        if wording is not None and revision.isdecimal() and len(revision) < 10:
            found[wording] = int(revision)
    return found


def chosen_tasks(tasks: Iterable[str]) -> dict[uuid.UUID, str]:
    """The questions of a form that change hands, each "wording.stamp"; what is neither is left out."""
    parts = (each.partition(".") for each in tasks)
    return {wording: stamp for key, _dot, stamp in parts if (wording := as_uuid(key)) is not None and stamp}
