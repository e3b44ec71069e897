# SPDX-License-Identifier: EUPL-1.2
"""What comes in and goes out of threads; here English names meet Dutch API names."""

from typing import Any

from marshmallow import fields, validate

from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.threads.kinds import (
    ABOUT_CODES,
    AUDIENCE_CODES,
    QUESTION_CODES,
    STATE_CODES,
    VOICE_CODES,
    Audience,
)

LONGEST = 10_000
"""Characters of one message."""
UNKNOWN: dict[str, Any] = {"unknown": "Deze keuze kennen we niet.", "required": "Kies wie dit mag lezen."}
LANGUAGES = ("nl", "en")


class ListQuery(InputSchema):
    """Tab, filters and page of the list."""

    scope = fields.String(
        data_key="welke", load_default="mijn", validate=validate.OneOf(("mijn", "alle", "ongelezen", "wacht"))
    )
    state = ApiEnum(STATE_CODES, data_key="toestand", load_default=None)
    audience_is = ApiEnum(AUDIENCE_CODES, data_key="doelgroep", load_default=None)
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class DossierQuery(InputSchema):
    """Page of the threads of one dossier, or of one of its questions."""

    requirement = fields.UUID(data_key="eis", load_default=None)
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class PlaceQuery(InputSchema):
    """Page of the threads of one result."""

    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class OpenQuery(InputSchema):
    """What a new thread is about."""

    requirement = fields.UUID(data_key="eis", load_default=None)
    finding = fields.UUID(data_key="bevinding", load_default=None)


class OpenInput(InputSchema):
    """A new thread below a dossier."""

    requirement = fields.UUID(required=True, error_messages={"required": "Kies een vraag van dit dossier."})
    finding = fields.UUID(load_default=None)
    audience = fields.Enum(Audience, by_value=True, required=True, error_messages=UNKNOWN)
    title = Text(200, required=True)
    body = Text(LONGEST, required=True)
    mentions = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=50))
    form_key = fields.UUID(load_default=None)


class EntrustedInput(InputSchema):
    """A new thread of a guest at an assigned question."""

    title = Text(200, required=True)
    body = Text(LONGEST, required=True)
    form_key = fields.UUID(load_default=None)


class ReplyInput(InputSchema):
    """A message."""

    body = Text(LONGEST, required=True)
    mentions = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=50))
    form_key = fields.UUID(load_default=None)


class ReadInput(InputSchema):
    """Up to which message somebody has read."""

    number = fields.Integer(required=True, validate=validate.Range(min=0, max=1_000_000))


class CloseInput(InputSchema):
    """Why a thread is closed."""

    reason = Text(500, load_default="")


class AskInput(InputSchema):
    """A gemeente's question on a result."""

    title = Text(200, required=True)
    body = Text(LONGEST, required=True)
    is_known = fields.Boolean(load_default=False)
    is_warned = fields.Boolean(load_default=False)
    form_key = fields.UUID(load_default=None)


class PublishInput(InputSchema):
    """The question in VNG's words; `confirmed` once the preview was read, `again` to go back and change it."""

    title = Text(200, required=True)
    body = Text(LONGEST, required=True)
    step = fields.String(load_default="", validate=validate.OneOf(("", "confirmed", "again")))


class MergeInput(InputSchema):
    """Which published question this one joins."""

    into = fields.UUID(required=True, error_messages={"required": "Kies een gepubliceerde vraag."})
    addition = Text(LONGEST, load_default="")


class RefuseInput(InputSchema):
    """Why a question is not published."""

    refusal = Text(2000, load_default="")


class ThreadQuery(PageQuery):
    """Filters of the threads in the API."""

    is_mine = fields.Boolean(data_key="vanMij", load_default=False)
    state = ApiEnum(STATE_CODES, data_key="toestand", load_default=None)
    audience_is = ApiEnum(AUDIENCE_CODES, data_key="doelgroep", load_default=None)
    dossier_id = fields.UUID(data_key="dossierId", load_default=None)
    release_id = fields.UUID(data_key="resultaatId", load_default=None)


class ThreadIn(InputSchema):
    """A new thread: on a question of a dossier (or a finding), or a question on a result."""

    audience = ApiEnum(AUDIENCE_CODES, data_key="doelgroep", required=True)
    dossier_id = fields.UUID(data_key="dossierId", load_default=None)
    requirement = fields.UUID(data_key="vraagId", load_default=None)
    finding = fields.UUID(data_key="bevindingId", load_default=None)
    release_id = fields.UUID(data_key="resultaatId", load_default=None)
    title = Text(200, data_key="titel", required=True)
    body = Text(LONGEST, data_key="tekst", required=True)
    language = fields.String(data_key="taal", load_default="nl", validate=validate.OneOf(LANGUAGES))


class MessageIn(InputSchema):
    """A new message."""

    body = Text(LONGEST, data_key="tekst", required=True)
    language = fields.String(data_key="taal", load_default="nl", validate=validate.OneOf(LANGUAGES))


class ThreadOut(OutputSchema):
    """A thread, the same for everybody who may read it; people are never named here."""

    id = fields.UUID(attribute="thread.id")
    title = fields.String(attribute="thread.title", data_key="titel")
    audience = ApiEnum(AUDIENCE_CODES, attribute="thread.audience", data_key="doelgroep")
    about = ApiEnum(ABOUT_CODES, attribute="thread.about", data_key="over")
    dossier_id = fields.UUID(attribute="thread.dossier_id", data_key="dossierId", allow_none=True)
    requirement = fields.UUID(attribute="thread.requirement_version_id", data_key="vraagId", allow_none=True)
    finding = fields.UUID(attribute="thread.finding_id", data_key="bevindingId", allow_none=True)
    release_id = fields.UUID(attribute="thread.release_id", data_key="resultaatId", allow_none=True)
    state = ApiEnum(STATE_CODES, attribute="thread.state", data_key="toestand")
    question_state = ApiEnum(QUESTION_CODES, attribute="thread.question_state", data_key="vraagstand", allow_none=True)
    created_at = fields.AwareDateTime(attribute="thread.begun_at", data_key="begonnenOp")
    last_message_at = fields.AwareDateTime(attribute="thread.last_message_at", data_key="laatsteBerichtOp")
    messages = fields.Integer(data_key="berichten")
    unread = fields.Integer(data_key="ongelezen")


class MessageOut(OutputSchema):
    """A message as this reader may know it: the name of its writer only where the reader may know that."""

    id = fields.UUID(attribute="message.id")
    number = fields.Integer(attribute="message.number", data_key="nummer")
    voice = ApiEnum(VOICE_CODES, attribute="author.voice", data_key="rol")
    name = fields.String(attribute="author.name", data_key="naam")
    organisation = fields.String(attribute="author.organisation", data_key="organisatie")
    is_own = fields.Boolean(attribute="author.is_self", data_key="vanMij")
    body = fields.String(attribute="message.body", data_key="tekst")
    language = fields.String(attribute="message.language", data_key="taal")
    posted_at = fields.AwareDateTime(attribute="message.posted_at", data_key="geplaatstOp")
    withdrawn_at = fields.AwareDateTime(attribute="message.withdrawn_at", data_key="ingetrokkenOp", allow_none=True)
