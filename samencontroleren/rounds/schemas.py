# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of rounds and dossiers, and what the API sends out (Dutch names)."""

import uuid
from typing import Any

from marshmallow import ValidationError, fields, validate, validates

from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.core.web import LANGUAGES
from samencontroleren.questionnaires.kinds import SUBJECT_CODES
from samencontroleren.rounds.given_reasons import REASON_CODES, code_of, told
from samencontroleren.rounds.kinds import (
    KIND_CODES,
    REQUEST_CODES,
    ROUND_CODES,
    STATE_CODES,
    TERM_CODES,
    TURN_CODES,
    TURN_OF,
    Reach,
)
from samencontroleren.rounds.reading import SORTS
from samencontroleren.vendors.kinds import Category

ADDRESS = validate.Email(error="Dit is geen geldig mailadres. Voorbeeld: naam@organisatie.nl.")
DAY_WRONG: dict[str, Any] = {"required": "Kies een dag.", "invalid": "Dit is geen dag. Voorbeeld: 1-3-2027."}
NUMBER_WRONG: dict[str, Any] = {"required": "Vul een aantal in.", "invalid": "Vul een heel getal in."}
SORT_NAMES = [name for each in SORTS for name in (each, f"-{each}")]
STATE_WRONG: dict[str, Any] = {"invalid": "Kies een toestand uit de lijst."}
TURN_WRONG: dict[str, Any] = {"invalid": "Kies wie er aan zet is uit de lijst."}


def day() -> fields.Date:
    """A day that must be filled in."""
    return fields.Date(required=True, error_messages=DAY_WRONG)


class RoundInput(InputSchema):
    """A round: its name, questionnaire and terms."""

    name = Text(200, required=True)
    questionnaire_id = fields.UUID(required=True, error_messages={"required": "Kies een vragenlijst."})
    opens_on = day()
    answers_due_on = day()
    review_due_on = day()
    hearing_days = fields.Integer(required=True, error_messages=NUMBER_WRONG)


class RoundChange(InputSchema):
    """New name and terms of a round that is being prepared."""

    revision = fields.Integer(required=True)
    name = Text(200, required=True)
    opens_on = day()
    answers_due_on = day()
    review_due_on = day()
    hearing_days = fields.Integer(required=True, error_messages=NUMBER_WRONG)


class ProductQuery(InputSchema):
    """Search among products to pick."""

    search = Text(100, data_key="zoek", load_default="")
    category = fields.Enum(Category, by_value=True, data_key="categorie", load_default=None)
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class ProductsInput(InputSchema):
    """The products picked."""

    product_ids = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(min=1, max=500, error="Kies een of meer producten."),
        error_messages={"required": "Kies een of meer producten."},
    )


class SupplierQuery(InputSchema):
    """Filters of the suppliers of a round."""

    search = Text(100, data_key="zoek", load_default="")
    reach = fields.Enum(Reach, by_value=True, data_key="stand", load_default=None)
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class ContactInput(InputSchema):
    """Whom to invite."""

    name = Text(200, required=True)
    email = Text(320, required=True)
    language = fields.String(load_default="nl", validate=validate.OneOf(LANGUAGES, error="Kies een taal."))

    @validates("email")
    def _address(self, value: str, **_kwargs: Any) -> None:
        if value:
            ADDRESS(value)


class ReasonInput(InputSchema):
    """Why."""

    reason = Text(2000, required=True)


class HandBackInput(InputSchema):
    """Why a reviewer gives a dossier back; as long as `Assignment.end_reason` holds."""

    reason = Text(500, required=True)


class ReviewersInput(InputSchema):
    """The reviewers chosen, and whose place one of them takes."""

    membership_ids = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(max=10, error="Kies hoogstens twee beoordelaars."),
        error_messages={"required": "Kies een beoordelaar."},
    )
    replaces = fields.UUID(load_default=None)
    goes_on = fields.Boolean(load_default=False)
    """Whether the next dossier that waits comes after this one."""


def _day_or_none() -> fields.Date:
    return fields.Date(load_default=None, error_messages=DAY_WRONG)


class ProfileInput(InputSchema):
    """What a reviewer knows and has room for."""

    themes = fields.List(Text(120), load_default=list, validate=validate.Length(max=200))
    categories = fields.List(
        fields.Enum(Category, by_value=True, error_messages={"unknown": "Kies categorieën uit de lijst."}),
        load_default=list,
    )
    segments = fields.List(Text(120), load_default=list, validate=validate.Length(max=200))
    capacity = fields.Integer(required=True, error_messages=NUMBER_WRONG)
    away_from = _day_or_none()
    away_until = _day_or_none()


class RoomInput(InputSchema):
    """What a reviewer has room for in one round; without a number the profile counts."""

    capacity = fields.Integer(load_default=None, error_messages=NUMBER_WRONG)
    away_from = _day_or_none()
    away_until = _day_or_none()


class MemberInput(InputSchema):
    """A reviewer of the pool."""

    membership_id = fields.UUID(required=True, error_messages={"required": "Kies een beoordelaar."})


class LeaveOutInput(MemberInput):
    """The same, and why he or she does not take part."""

    reason = Text(500, required=True)


class Pair(fields.Field[Any]):
    """A dossier with two reviewers, as a page sends it: three keys joined by dots."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            dossier, first, second = (uuid.UUID(each) for each in str(value).split("."))
        except ValueError as error:
            raise ValidationError("Kies uit de voorstellen.") from error
        return dossier, first, second


class PairsInput(InputSchema):
    """The proposals of a round that are accepted."""

    pairs = fields.List(
        Pair(),
        required=True,
        validate=validate.Length(min=1, max=500, error="Kies een of meer voorstellen."),
        error_messages={"required": "Kies een of meer voorstellen."},
    )


class PoolQuery(InputSchema):
    """Filters of the pool of reviewers."""

    theme = Text(120, data_key="thema", load_default="")
    category = fields.Enum(Category, by_value=True, data_key="categorie", load_default=None)
    segment = Text(120, data_key="onderdeel", load_default="")
    round_id = fields.UUID(data_key="ronde", load_default=None)
    organisation_id = fields.UUID(data_key="organisatie", load_default=None)
    has_room = fields.Boolean(data_key="ruimte", load_default=False)
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class ConflictInput(InputSchema):
    """A conflict of interest with a supplier."""

    vendor_id = fields.UUID(required=True, error_messages={"required": "Kies een leverancier."})
    reason = Text(500, required=True)


class FormerEmployerInput(InputSchema):
    """A former employer among suppliers, and the last day there."""

    vendor_id = fields.UUID(data_key="employer_id", required=True, error_messages={"required": "Kies een leverancier."})
    left_on = day()


class DossierQuery(InputSchema):
    """Filters of the list of dossiers."""

    search = Text(100, data_key="zoek", load_default="")
    state = ApiEnum(STATE_CODES, data_key="toestand", load_default=None, error_messages=STATE_WRONG)
    round_id = fields.UUID(data_key="ronde", load_default=None)
    turn = ApiEnum(TURN_CODES, data_key="aan-zet", load_default=None, error_messages=TURN_WRONG)
    reviewer_id = fields.UUID(data_key="beoordelaar", load_default=None)
    is_mine = fields.Boolean(data_key="van-mij", load_default=False)
    is_late = fields.Boolean(data_key="te-laat", load_default=False)
    sort = fields.String(data_key="volgorde", load_default="due", validate=validate.OneOf(SORT_NAMES))
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class DossierApiQuery(PageQuery):
    """Filters of the list of dossiers in the API."""

    state = ApiEnum(STATE_CODES, data_key="toestand", load_default=None, error_messages=STATE_WRONG)
    round_id = fields.UUID(data_key="ronde", load_default=None)


class TermRequestInput(InputSchema):
    """A supplier asks for more time."""

    wished_on = day()
    reason = Text(2000, required=True)


class TermRequestApiInput(InputSchema):
    """The same through the API."""

    wished_on = fields.Date(data_key="gewensteDag", required=True, error_messages=DAY_WRONG)
    reason = Text(2000, data_key="reden", required=True)


class ColleagueInput(InputSchema):
    """The colleague who is asked to take a dossier up."""

    membership_id = fields.UUID(
        required=True, error_messages={"required": "Kies een collega.", "invalid_uuid": "Kies een collega."}
    )


class GrantInput(InputSchema):
    """A co-ordinator gives more time."""

    until = day()
    decision = Text(2000, load_default="")
    is_past_limit = fields.Boolean(load_default=False)


class DecisionInput(InputSchema):
    """A co-ordinator gives no more time."""

    decision = Text(2000, data_key="refusal", required=True)


class TermRequestQuery(InputSchema):
    """Filters of the list of requests for more time."""

    state = ApiEnum(REQUEST_CODES, data_key="stand", load_default=None, error_messages=STATE_WRONG)
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class TermRequestApiQuery(PageQuery):
    """The same in the API."""

    state = ApiEnum(REQUEST_CODES, data_key="stand", load_default=None, error_messages=STATE_WRONG)


class TermRequestOut(OutputSchema):
    """A request for more time, for the supplier and VNG; who of VNG decided is not named."""

    id = fields.UUID()
    dossier_id = fields.UUID(data_key="dossier")
    term = ApiEnum(TERM_CODES, data_key="termijn")
    state = ApiEnum(REQUEST_CODES, data_key="stand")
    due_on = fields.Date(data_key="uiterlijkToen")
    wished_on = fields.Date(data_key="gewensteDag")
    reason = fields.String(data_key="reden")
    asked_at = fields.AwareDateTime(data_key="gevraagdOp")
    granted_until = fields.Date(data_key="toegekendTotEnMet", allow_none=True)
    is_past_limit = fields.Boolean(data_key="isNaBeoordeling")
    decision = fields.String(data_key="toelichting")
    decided_at = fields.AwareDateTime(data_key="beslistOp", allow_none=True)


class RoundOut(OutputSchema):
    """A round; the same for everybody who sees it."""

    id = fields.UUID()
    name = fields.String(data_key="naam")
    state = ApiEnum(ROUND_CODES, data_key="toestand")
    questionnaire_id = fields.UUID(data_key="vragenlijst")
    opens_on = fields.Date(data_key="opentOp")
    answers_due_on = fields.Date(data_key="antwoordenUiterlijkOp")
    review_due_on = fields.Date(data_key="beoordelingUiterlijkOp")
    hearing_days = fields.Integer(data_key="werkdagenWederhoor")


class DossierOut(OutputSchema):
    """A dossier; the same for everybody who may open it. Reviewers and people of VNG are never named here."""

    id = fields.UUID()
    round_id = fields.UUID(data_key="ronde")
    kind = ApiEnum(KIND_CODES, data_key="soort")
    subject = ApiEnum(SUBJECT_CODES, data_key="onderwerp")
    vendor_id = fields.UUID(data_key="leverancier")
    vendor_name = fields.String(attribute="vendor.name", data_key="leverancierNaam")
    product_id = fields.UUID(data_key="product", allow_none=True)
    subject_name = fields.String(data_key="naam")
    state = ApiEnum(STATE_CODES, data_key="toestand")
    state_since = fields.AwareDateTime(data_key="toestandSinds")
    turn = fields.Function(
        lambda dossier: TURN_CODES[TURN_OF[dossier.state]],
        data_key="aanZet",
        metadata={"type": "string", "enum": list(TURN_CODES.values())},
    )
    due_on = fields.Date(data_key="uiterlijkOp", allow_none=True)


class MoveOut(OutputSchema):
    """One move of a dossier, as its reader may know it."""

    from_state = ApiEnum(STATE_CODES, data_key="van")
    to_state = ApiEnum(STATE_CODES, data_key="naar")
    moved_at = fields.AwareDateTime(data_key="op")
    party = ApiEnum(TURN_CODES, data_key="door", allow_none=True)
    name = fields.String(data_key="naam", allow_none=True)
    reason = fields.Function(lambda move: told(move.reason), data_key="reden", metadata={"type": "string"})
    reason_code = fields.Function(
        lambda move: code_of(move.reason),
        data_key="redenCode",
        metadata={"type": ["string", "null"], "enum": [*REASON_CODES.values(), None]},
    )
