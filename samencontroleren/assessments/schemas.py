# SPDX-License-Identifier: EUPL-1.2
"""What reviewers, the co-ordinator and the supplier send in."""

from typing import Any

from marshmallow import EXCLUDE, fields, pre_load, validate

from samencontroleren.assessments.kinds import (
    ASSURANCE_CODES,
    AXIS_CODES,
    FINDING_CODES,
    VERDICT_CODES,
    Assurance,
    ConclusionBasis,
    Stance,
    Verdict,
)
from samencontroleren.core import clock
from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.questionnaires.kinds import SEVERITY_CODES, Severity

REASON_LENGTH = 10_000
WISH_LENGTH = 4_000
NO_VERDICT: dict[str, Any] = {"unknown": "Kies een oordeel.", "required": "Kies een oordeel."}
NO_ASSURANCE: dict[str, Any] = {"unknown": "Kies hoe zeker dit oordeel is."}
REVISION: dict[str, Any] = {"load_default": 0, "validate": validate.Range(min=0)}


def _verdict(**more: Any) -> "fields.Enum[Verdict]":
    return fields.Enum(Verdict, by_value=True, error_messages=NO_VERDICT, **more)


def _assurance(**more: Any) -> "fields.Enum[Assurance]":
    return fields.Enum(Assurance, by_value=True, error_messages=NO_ASSURANCE, **more)


def _severity() -> "fields.Enum[Severity]":
    return fields.Enum(
        Severity, by_value=True, load_default=None, allow_none=True, error_messages={"unknown": "Kies een ernst."}
    )


def axis_verdicts(**more: Any) -> fields.Dict:
    """The verdict on each axis that is asked, under their codes; null: from before this was kept."""
    return fields.Dict(
        keys=ApiEnum(AXIS_CODES), values=ApiEnum(VERDICT_CODES), data_key="oordeelPerAspect", allow_none=True, **more
    )


class JudgementInput(InputSchema):
    """What is said of a requirement, as far as it is written: one verdict, or one per axis that is asked."""

    code = _verdict(load_default=None)
    design = _verdict(load_default=None)
    existence = _verdict(load_default=None)
    operation = _verdict(load_default=None)
    assurance = _assurance(load_default=None)
    severity = _severity()
    public_reason = Text(REASON_LENGTH, load_default="")
    confidential_reason = Text(REASON_LENGTH, load_default="")


class VerdictInput(JudgementInput):
    """A reviewer's own verdict as far as it is written: one verdict, or one per axis that is asked.

    `go`: stay here, go to the next requirement, or keep words that a confidential text has too.
    """

    revision = fields.Integer(**REVISION)
    go = fields.String(load_default="stay", validate=validate.OneOf(("stay", "next", "keep")))


class TakeOverInput(InputSchema):
    """The requirements whose verdict of the predecessor becomes one's own."""

    verdicts = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(max=1000),
        error_messages={"required": "Kies een of meer oordelen."},
    )


class WishInput(InputSchema):
    """What a reviewer lacks at a question; empty takes it back."""

    wish = Text(WISH_LENGTH, load_default="")
    revision = fields.Integer(**REVISION)


class SupplementInput(InputSchema):
    """The texts of a request per question (`text-…`), perhaps one question more, and whether it is read once more."""

    class Meta:
        unknown = EXCLUDE

    add = fields.UUID(load_default=None, allow_none=True, error_messages={"invalid_uuid": "Kies een vraag."})
    add_text = Text(WISH_LENGTH, load_default="")
    revision = fields.Integer(**REVISION)
    go = fields.String(load_default="keep", validate=validate.OneOf(("keep", "check")))

    @pre_load
    def _choose(self, data: Any, **_more: Any) -> Any:
        return {**data, "add": data.get("add") or None}


class AgainInput(InputSchema):
    """Why a supplier is asked once more."""

    reason = Text(REASON_LENGTH, load_default="")


class ProposalInput(JudgementInput):
    """A proposal to settle a difference: one verdict, or one per axis that is asked.

    `go`: keep words that a confidential text has too; `seen`: the open proposal that stood on the page.
    """

    seen = fields.String(load_default="")
    go = fields.String(load_default="", validate=validate.OneOf(("", "keep")))


class SettlingInput(ProposalInput):
    """The same at a difference, where what is typed is kept meanwhile; `revision` is that of what was read."""

    revision = fields.Integer(**REVISION)


class DraftInput(JudgementInput):
    """What is typed at a difference, finished or not."""

    reason = Text(REASON_LENGTH, load_default="")
    revision = fields.Integer(**REVISION)
    seen = fields.String(load_default="")
    go = fields.String(load_default="", validate=validate.OneOf(("", "keep")))


class WeighingDraft(DraftInput):
    """What is typed in a reconsideration, finished or not: another verdict, or why it stays."""

    basis_reason = Text(REASON_LENGTH, load_default="")
    keep_reason = Text(REASON_LENGTH, load_default="")


class ReconsiderInput(SettlingInput):
    """A proposal to change a verdict after the supplier's reply, and what the reply changes."""

    basis_reason = Text(REASON_LENGTH, load_default="")


class DecisionInput(SettlingInput):
    """The co-ordinator's decision on a difference, with the reason."""

    reason = Text(REASON_LENGTH, load_default="")


class TextInput(InputSchema):
    """Other words for a verdict that both gave; `seen`: the text that stood on the page."""

    public_reason = Text(REASON_LENGTH, load_default="")
    confidential_reason = Text(REASON_LENGTH, load_default="")
    revision = fields.Integer(**REVISION)
    seen = fields.String(load_default="")
    go = fields.String(load_default="", validate=validate.OneOf(("", "keep")))


class TextDecision(TextInput):
    """The co-ordinator's decision on those words, with the reason."""

    reason = Text(REASON_LENGTH, load_default="")


def _title(**more: Any) -> Text:
    return Text(200, load_default="", **more)


def _seen() -> fields.String:
    """What the page showed of what was proposed and agreed on, with commas between."""
    return fields.String(load_default=None, allow_none=True, validate=validate.Length(max=50_000))


class TogetherInput(InputSchema):
    """Verdicts that are one finding: its name, its severity (none: the gravest), and why."""

    requirements = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(max=1000),
        error_messages={"required": "Kies twee of meer eisen."},
    )
    title1 = _title()
    severity1 = _severity()
    reason = Text(REASON_LENGTH, load_default="")
    seen = _seen()


class ApartInput(InputSchema):
    """A verdict that gives two or three findings."""

    requirement = fields.UUID(
        required=True, error_messages={"required": "Kies één eis.", "invalid_uuid": "Kies één eis."}
    )
    title1 = _title()
    title2 = _title()
    title3 = _title()
    severity1 = _severity()
    severity2 = _severity()
    severity3 = _severity()
    reason = Text(REASON_LENGTH, load_default="")
    seen = _seen()


def _earlier() -> fields.UUID:
    return fields.UUID(
        required=True,
        error_messages={"required": "Kies een eerdere bevinding.", "invalid_uuid": "Kies een eerdere bevinding."},
    )


class IntoEarlierInput(InputSchema):
    """Verdicts that are about what an earlier round found: they go on in that finding."""

    earlier = _earlier()
    requirements = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(max=1000),
        error_messages={"required": "Kies een of meer eisen."},
    )
    reason = Text(REASON_LENGTH, load_default="")
    seen = _seen()


class BesideEarlierInput(InputSchema):
    """A verdict that is about something else than what was found before on its requirement."""

    earlier = _earlier()
    title1 = _title()
    severity1 = _severity()
    reason = Text(REASON_LENGTH, load_default="")
    seen = _seen()


class UsualInput(InputSchema):
    """Verdicts that each give their own finding again."""

    requirements = fields.List(fields.UUID(), required=True, validate=validate.Length(max=1000))
    reason = Text(REASON_LENGTH, load_default="")
    seen = _seen()


class ReadyInput(InputSchema):
    """A reviewer is ready; perhaps after a talk about the draft."""

    wants_talk = fields.Boolean(load_default=False)


class ReplyDraft(InputSchema):
    """What the supplier writes in the hearing, and whether it goes on to agree or to object."""

    reply = Text(20_000, load_default="")
    revision = fields.Integer(**REVISION)
    choice = fields.String(
        required=True,
        validate=validate.OneOf(("agree", "object", "keep"), error="Kies of u het eens bent."),
        error_messages={"required": "Kies of u het eens bent."},
    )


class PointInput(InputSchema):
    """What a supplier says of one verdict."""

    stance = fields.Enum(
        Stance,
        by_value=True,
        required=True,
        error_messages={
            "unknown": "Kies wat u van dit oordeel vindt.",
            "required": "Kies wat u van dit oordeel vindt.",
        },
    )
    text = Text(20_000, load_default="")
    revision = fields.Integer(**REVISION)


class ProofInput(InputSchema):
    """A document of the library under what a supplier says of a verdict."""

    document = fields.UUID(required=True, error_messages={"required": "Kies bewijs.", "invalid_uuid": "Kies bewijs."})
    place = Text(120, load_default="")


class KeepInput(InputSchema):
    """Why the reviewers keep a verdict."""

    keep_reason = Text(REASON_LENGTH, load_default="")
    seen = fields.String(load_default="")
    revision = fields.Integer(**REVISION)


class ReplyInput(InputSchema):
    """The supplier sends its one reply."""

    choice = fields.String(required=True, validate=validate.OneOf(("agree", "object"), error="Dit is niet geldig."))


class OwnVerdictOut(OutputSchema):
    """A verdict one gave oneself; a draft may not have a verdict or assurance yet."""

    requirement_version_id = fields.UUID(data_key="eisId")
    code = ApiEnum(VERDICT_CODES, data_key="oordeel", allow_none=True)
    axes = axis_verdicts()
    assurance = ApiEnum(ASSURANCE_CODES, data_key="zekerheidsgraad", allow_none=True)
    severity = ApiEnum(SEVERITY_CODES, data_key="ernst", allow_none=True)
    public_reason = fields.String(data_key="reden")
    confidential_reason = fields.String(data_key="vertrouwelijkeReden")
    is_together = fields.Boolean(data_key="samenBevestigd")
    changed_at = fields.AwareDateTime(data_key="gewijzigdOp")


class ConclusionOut(OutputSchema):
    """The verdict of a dossier on one requirement; what VNG and reviewers told each other stays away."""

    requirement_version_id = fields.UUID(data_key="eisId")
    number = fields.Integer(data_key="versie")
    code = ApiEnum(VERDICT_CODES, data_key="oordeel")
    axes = axis_verdicts()
    assurance = ApiEnum(ASSURANCE_CODES, data_key="zekerheidsgraad")
    public_reason = fields.String(data_key="reden")
    change_reason = fields.Function(
        lambda found: found.basis_reason if found.basis is ConclusionBasis.RECONSIDERED else "",
        data_key="gewijzigdNaWederhoor",
        metadata={"type": "string"},
    )
    decided_at = fields.AwareDateTime(data_key="besloten")


class HearingOut(OutputSchema):
    """The hearing; a reply that was not sent yet is the supplier's own draft and stays away."""

    number = fields.Integer(data_key="volgnummer")
    opened_at = fields.AwareDateTime(data_key="geopendOp")
    due_on = fields.Date(data_key="uiterlijkOp")
    has_objection = fields.Boolean(data_key="heeftBezwaar", allow_none=True)
    reply = fields.Function(
        lambda found: found.reply if found.replied_at else "", data_key="reactie", metadata={"type": "string"}
    )
    replied_at = fields.AwareDateTime(data_key="gereageerdOp", allow_none=True)
    is_over = fields.Function(
        lambda found: found.is_over(clock.today()),
        data_key="isTermijnVoorbij",
        metadata={"type": "boolean", "description": "Er kwam geen reactie en de laatste dag is voorbij."},
    )
    silent_at = fields.AwareDateTime(data_key="verstrekenOp", allow_none=True)


class DossierFindingOut(OutputSchema):
    """A finding of a dossier."""

    id = fields.UUID()
    requirement_version_id = fields.UUID(data_key="eisId")
    severity = ApiEnum(SEVERITY_CODES, data_key="ernst")
    due_on = fields.Date(data_key="oplossenUiterlijk")
    state = ApiEnum(FINDING_CODES, data_key="toestand")
    title = fields.String(
        data_key="naam", metadata={"description": "Hoe de beoordelaars haar noemen; leeg: zoals haar eis."}
    )
    part = fields.Integer(data_key="deel", metadata={"description": "Hoeveelste bevinding bij deze eis."})
    merged_into_id = fields.UUID(
        data_key="gaatVerderIn", allow_none=True, metadata={"description": "De bevinding waar zij in opgaat."}
    )
