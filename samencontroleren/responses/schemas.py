# SPDX-License-Identifier: EUPL-1.2
"""What comes beside the text of an answer, and the shapes of the API."""

import re
from operator import attrgetter
from typing import Any

from marshmallow import EXCLUDE, ValidationError, fields, validate

from samencontroleren.accounts.schemas import MailAddress
from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.questionnaires import answer_words
from samencontroleren.questionnaires.kinds import ANSWER_KIND_CODES
from samencontroleren.responses.kinds import (
    ANSWER_STATUS_CODES,
    GIVE_BACK_CODES,
    GROUP_CODES,
    PROVENANCE_CODES,
    GiveBackReason,
    Show,
)
from samencontroleren.responses.versions import Choice


class AnswerForm(InputSchema):
    """The fields around an answer; the answer's own parts are read by its kind."""

    class Meta:
        unknown = EXCLUDE

    revision = fields.Integer(load_default=0)
    is_confidential = fields.Boolean(load_default=False)
    was_confidential = fields.Boolean(load_default=False)
    """The mark as the page showed it: only what was changed there counts, a colleague may set it elsewhere."""
    back = Text(500, load_default="")
    next = Text(500, load_default="")


class ClashForm(InputSchema):
    """Which of two texts goes on; the texts themselves are read by the kind of the question."""

    class Meta:
        unknown = EXCLUDE

    choice = fields.Enum(Choice, by_value=True, data_key="keuze", required=True)
    revision = fields.Integer(load_default=0)
    back = Text(500, load_default="")


class MapQuery(InputSchema):
    """Which questions of a dossier to show."""

    class Meta:
        unknown = EXCLUDE

    show = fields.Enum(Show, by_value=True, data_key="toon", load_default=Show.ALL)
    theme = Text(60, data_key="thema", load_default="")
    who = Text(320, data_key="wie", load_default="")


WHO: dict[str, Any] = {
    "required": "Kies een collega.",
    "invalid_uuid": "Kies een collega.",
    "null": "Kies een collega.",
}
REASON: dict[str, Any] = dict.fromkeys(("required", "unknown", "null"), "Kies waarom u de vraag teruggeeft.")
FILES = "pdf|docx?|xlsx?|pptx?|od[tsp]|csv|txt|xml|json|png|jpe?g"
"""How names of files end that a mail program makes no link of: none of these is a top-level domain."""
HOST = rf"(?<![\w@.-])(?:[\w-]+\.)+(?!(?:{FILES})\b)(?:xn--[\w-]+|[^\W\d_]{{2,}})(?![\w@-]|\.\w)"
"""A name such as `elders.example`, with a path or without; not an address of mail, nor "a.u.b.", nor "4.2"."""
WEB_ADDRESS = re.compile(rf"://|www\.|{HOST}", re.IGNORECASE)
ADDRESS = (
    "Zet geen webadres in het bericht. De ontvanger vertrouwt dan alleen de link van het platform zelf. "
    "Stond er geen? Zet dan een spatie na elke punt."
)
DAY: dict[str, Any] = {"required": "Kies een dag.", "invalid": "Kies een dag.", "null": "Kies een dag."}


class ChosenForm(InputSchema):
    """Questions of a dossier, chosen together."""

    class Meta:
        unknown = EXCLUDE

    asked = fields.List(fields.UUID(), data_key="vraag", load_default=list)


def without_address(text: str) -> None:
    """Refuse a text with a web address. No pattern of the API: other engines read these expressions otherwise."""
    if WEB_ADDRESS.search(text):
        raise ValidationError(ADDRESS)


class Message(Text):
    """What whoever gives questions writes. No web address: only our own link in a mail is to be trusted."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(500, load_default="", **kwargs)
        self.validators.append(without_address)


class AssignForm(ChosenForm):
    """To whom of the supplier they go, and until when."""

    membership_id = fields.UUID(required=True, error_messages=WHO)
    due_on = fields.Date(required=True, error_messages=DAY)
    message = Message()
    is_mailed = fields.Boolean(load_default=False)


class GuestForm(ChosenForm):
    """To whom outside the supplier they go, and until when."""

    name = Text(200, required=True)
    email = MailAddress()
    due_on = fields.Date(required=True, error_messages=DAY)
    message = Message()
    is_mailed = fields.Boolean(load_default=False)


class GiveBackForm(InputSchema):
    """Why somebody gives a question back."""

    reason = fields.Enum(GiveBackReason, by_value=True, required=True, error_messages=REASON)
    note = Text(500, load_default="")


class LinkForm(InputSchema):
    """Lean an answer on a document."""

    class Meta:
        unknown = EXCLUDE

    document = fields.UUID(required=True, error_messages={"required": "Kies bewijs.", "invalid_uuid": "Kies bewijs."})
    place = Text(120, data_key="linked_place", load_default="")
    """Another name than that of a new file: without script both go along with the answer."""
    back = Text(500, load_default="")


class BackForm(InputSchema):
    """Where to go afterwards."""

    class Meta:
        unknown = EXCLUDE

    back = Text(500, load_default="")


class AnswerQuery(PageQuery):
    """Of which dossier, and which page."""

    dossier_id = fields.UUID(data_key="dossierId", required=True)


class AnswerInput(InputSchema):
    """A first draft of an answer."""

    dossier_id = fields.UUID(data_key="dossierId", required=True)
    requirement_version_id = fields.UUID(data_key="eisId", required=True)
    value = fields.Dict(data_key="waarde", required=True, metadata={"description": answer_words.SHAPE})
    is_confidential = fields.Boolean(data_key="isVertrouwelijk", load_default=None, allow_none=True)


class AnswerChange(InputSchema):
    """A next draft of an answer."""

    value = fields.Dict(data_key="waarde", required=True, metadata={"description": answer_words.SHAPE})
    is_confidential = fields.Boolean(data_key="isVertrouwelijk", load_default=None, allow_none=True)


def _value(name: str, attribute: str, kind: str, **more: Any) -> fields.Function:
    """The value of an answer, or None, in the words of the API; `kind` leads to the kind of its question."""
    read, kind_of = attrgetter(attribute), attrgetter(kind)
    return fields.Function(
        lambda found: answer_words.to_api(kind_of(found), read(found)),
        data_key=name,
        metadata={"type": "object", "description": answer_words.SHAPE},
        **more,
    )


class AnswerOut(OutputSchema):
    """A working answer of the supplier's own."""

    id = fields.UUID(attribute="answer.id")
    requirement_id = fields.UUID(attribute="answer.requirement_id", data_key="eisgroepId")
    product_id = fields.UUID(attribute="answer.product_id", data_key="productId", allow_none=True)
    draft = _value("concept", "answer.draft", "kind", allow_none=True)
    current = _value("waarde", "answer.current", "kind", allow_none=True)
    current_number = fields.Integer(attribute="answer.current_number", data_key="versie")
    is_confidential = fields.Boolean(attribute="answer.is_confidential", data_key="isVertrouwelijk")
    confirmed_round_id = fields.UUID(
        attribute="answer.confirmed_round_id", data_key="bevestigdVoorRondeId", allow_none=True
    )
    confirmed_requirement_version_id = fields.UUID(
        attribute="answer.confirmed_requirement_version_id", data_key="bevestigdVoorEisId", allow_none=True
    )
    confirmed_at = fields.AwareDateTime(attribute="answer.confirmed_at", data_key="bevestigdOp", allow_none=True)
    revision = fields.Integer(attribute="answer.revision", data_key="revisie")


class DifferenceOut(OutputSchema):
    """One part of a question that differs from last time; `taal` is empty for what is not a text."""

    name = fields.String(data_key="onderdeel")
    language = fields.String(data_key="taal")
    was = fields.Raw(allow_none=True)
    becomes = fields.Raw(data_key="wordt", allow_none=True)


class PromiseOut(OutputSchema):
    """A step of the improvement plan that was accepted."""

    what = fields.String(data_key="stap")
    due_on = fields.Date(data_key="klaarOp", allow_none=True)


class LastTimeOut(OutputSchema):
    """What was asked, answered and said last time."""

    round_name = fields.String(attribute="was.round_name", data_key="ronde")
    requirement_version_id = fields.UUID(attribute="was.wording.id", data_key="eisId")
    value = _value("waarde", "was.value", "was.wording.answer_kind")
    verdict = fields.String(data_key="oordeel", allow_none=True)
    public_reason = fields.String(data_key="openbareReden", allow_none=True)
    confidential_reason = fields.String(data_key="vertrouwelijkeReden", allow_none=True)
    promised = fields.List(fields.Nested(PromiseOut), data_key="toezeggingen")
    differences = fields.List(fields.Nested(DifferenceOut), data_key="verschillen")


class QuestionOut(OutputSchema):
    """A question of a dossier and how its answer stands."""

    requirement_version_id = fields.UUID(data_key="eisId", attribute="version.id")
    code = fields.String(attribute="version.requirement.code")
    kind = ApiEnum(ANSWER_KIND_CODES, data_key="soortAntwoord", attribute="version.answer_kind")
    status = ApiEnum(ANSWER_STATUS_CODES)
    group = ApiEnum(GROUP_CODES, data_key="groep")
    can_go_together = fields.Boolean(data_key="kanSamenBevestigd")
    seal = fields.String(
        data_key="kenmerk", metadata={"description": "Van wat u leest. Stuur het mee als u antwoorden samen bevestigt."}
    )
    last_time = fields.Nested(LastTimeOut, data_key="vorigeKeer", allow_none=True)
    answer = fields.Nested(AnswerOut, data_key="antwoord", allow_none=True)
    wanted = fields.String(data_key="gevraagdeAanvulling", allow_none=True)
    is_open = fields.Boolean(data_key="isOpen", metadata={"description": "Of u dit antwoord nu kunt wijzigen."})


class ReadAnswer(InputSchema):
    """An answer that was read, with the mark of what was read."""

    requirement_version_id = fields.UUID(data_key="eisId", required=True)
    seal = Text(64, data_key="kenmerk", required=True)


class BlockInput(InputSchema):
    """Unchanged answers to confirm together."""

    read = fields.List(fields.Nested(ReadAnswer), data_key="gelezen", required=True, validate=validate.Length(1, 500))


class AssignInput(InputSchema):
    """To whom of the supplier questions go, and until when."""

    asked = fields.List(fields.UUID(), data_key="vragen", required=True, validate=validate.Length(1, 500))
    membership_id = fields.UUID(data_key="lid", required=True, error_messages=WHO)
    due_on = fields.Date(data_key="uiterlijk", required=True, error_messages=DAY)
    message = Message(data_key="bericht")
    is_mailed = fields.Boolean(
        data_key="isBerichtInMail",
        load_default=False,
        metadata={"description": "Of het bericht ook in een mail staat. Anders staat het alleen boven de vragen."},
    )


class AssignedOut(OutputSchema):
    """A question that somebody of the supplier, or a guest, has."""

    requirement_version_id = fields.UUID(attribute="task.requirement_version_id", data_key="eisId")
    membership_id = fields.UUID(
        attribute="task.membership_id",
        data_key="lid",
        allow_none=True,
        metadata={"description": "Leeg zolang de uitnodiging niet is aanvaard."},
    )
    name = fields.String(data_key="naam")
    due_on = fields.Date(attribute="task.due_on", data_key="uiterlijk")
    message = fields.String(attribute="task.message", data_key="bericht")
    is_waiting = fields.Boolean(data_key="isUitgenodigd")
    is_late = fields.Boolean(data_key="isTeLaat")
    is_done = fields.Boolean(data_key="isKlaar")


class GiveBackInput(InputSchema):
    """Which question is given back, and why."""

    requirement_version_id = fields.UUID(data_key="eisId", required=True)
    reason = ApiEnum(GIVE_BACK_CODES, data_key="reden", required=True, error_messages=REASON)
    note = Text(
        500, data_key="toelichting", load_default="", metadata={"description": "Verplicht bij de reden `anders`."}
    )


class GivenBackOut(OutputSchema):
    """A question that came back, and that nobody was given since."""

    requirement_version_id = fields.UUID(attribute="task.requirement_version_id", data_key="eisId")
    name = fields.String(data_key="naam")
    reason = ApiEnum(GIVE_BACK_CODES, attribute="task.given_back_reason", data_key="reden")
    note = fields.String(attribute="task.given_back_note", data_key="toelichting")
    given_back_at = fields.AwareDateTime(attribute="task.ended_at", data_key="teruggegevenOp")


class BlockOut(OutputSchema):
    """How many answers were confirmed."""

    number = fields.Integer(data_key="bevestigd")


class AnswerVersionOut(OutputSchema):
    """One text of an answer as it once stood."""

    number = fields.Integer(attribute="version.number", data_key="versie")
    value = _value("waarde", "version.value", "kind")
    requirement_version_id = fields.UUID(attribute="version.requirement_version_id", data_key="eisId")
    provenance = ApiEnum(PROVENANCE_CODES, attribute="version.provenance", data_key="herkomst")
    made_at = fields.AwareDateTime(attribute="version.made_at", data_key="gemaaktOp")


class SubmittedDocumentOut(OutputSchema):
    """A document under a submitted answer."""

    document_id = fields.UUID(data_key="bewijsstuk")
    place = fields.String(data_key="vindplaats")
    sha256 = fields.String()


class SubmittedAnswerOut(OutputSchema):
    """An answer as it was submitted last."""

    position = fields.Integer(data_key="volgnummer")
    requirement_version_id = fields.UUID(data_key="eisId")
    code = fields.String(attribute="requirement_version.requirement.code")
    value = _value("waarde", "value", "requirement_version.answer_kind")
    is_confidential = fields.Boolean(data_key="isVertrouwelijk")
    documents = fields.List(fields.Nested(SubmittedDocumentOut), data_key="bewijsstukken")


class QuestionsQuery(InputSchema):
    """Which questions are shown to put a document under."""

    class Meta:
        unknown = EXCLUDE

    dossier = fields.UUID(load_default=None)
    theme = Text(60, data_key="thema", load_default="")
    every = fields.Boolean(data_key="alles", load_default=False)
    everywhere = fields.Boolean(data_key="overal", load_default=False)


class ReplaceForm(InputSchema):
    """A newer document: one of the library, or what is said of the file that comes along."""

    class Meta:
        unknown = EXCLUDE

    document = fields.UUID(load_default=None, error_messages={"invalid_uuid": "Kies bewijs."})
    title = Text(200, load_default="")
    valid_until = fields.Date(load_default=None, error_messages={"invalid": "Vul een bestaande datum in."})


class ReplacementInput(InputSchema):
    """The newer document that takes the place of another."""

    document_id = fields.UUID(data_key="bewijsstuk", required=True)


class ReplacementOut(OutputSchema):
    """What a replacement did."""

    answers = fields.Integer(data_key="antwoorden")


class LeaningOut(OutputSchema):
    """An answer that leans on a document, and the newest dossier that asks its question."""

    answer_id = fields.UUID(attribute="answer.id", data_key="antwoordId")
    requirement_version_id = fields.UUID(attribute="version.id", data_key="eisId")
    product_id = fields.UUID(attribute="answer.product_id", data_key="productId", allow_none=True)
    dossier_id = fields.UUID(attribute="dossier.id", data_key="dossierId", allow_none=True, dump_default=None)
    place = fields.String(data_key="vindplaats")
    is_open = fields.Boolean(data_key="isTeWijzigen")


class LinkInput(InputSchema):
    """Lean an answer on a document."""

    document_id = fields.UUID(data_key="bewijsstuk", required=True)
    place = Text(120, data_key="vindplaats", load_default="")
