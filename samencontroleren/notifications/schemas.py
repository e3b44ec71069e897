# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of the inbox, and what the API gives."""

from typing import Any

from marshmallow import fields, validate

from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema
from samencontroleren.core.rest import PageQuery
from samencontroleren.notifications.choices import Choices
from samencontroleren.notifications.kinds import TOPIC_CODES, Delivery, Topic


class InboxQuery(InputSchema):
    """Which topic, and which page."""

    topic = fields.Enum(Topic, by_value=True, data_key="onderwerp", load_default=None)
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class OpenQuery(InboxQuery):
    """Also which kind alone."""

    kind = fields.String(data_key="soort", load_default="", validate=validate.Length(max=60))


class ReadInput(InputSchema):
    """What was read: news of one kind, or all; and where to go on."""

    kind = fields.String(data_key="soort", load_default="", validate=validate.Length(max=60))
    next = fields.String(load_default="")


def _delivery() -> Any:
    return fields.Enum(Delivery, by_value=True, load_default=None)


class ChoicesInput(InputSchema):
    """How to be told of each topic (left out: as each kind says itself), days without digest, absence."""

    answering = _delivery()
    reviewing = _delivery()
    results = _delivery()
    usage = _delivery()
    talks = _delivery()
    people = _delivery()
    quiet_weekdays = fields.List(fields.Integer(validate=validate.Range(min=0, max=6)), load_default=list)
    absent_from = fields.Date(load_default=None)
    absent_until = fields.Date(load_default=None)
    revision = fields.Integer(required=True)


def choices_of(loaded: dict[str, Any]) -> Choices:
    """What was chosen, from the input."""
    topics = {topic: loaded.pop(topic.value) for topic in Topic}
    return Choices({topic: delivery for topic, delivery in topics.items() if delivery}, **loaded)


class NoticeQuery(PageQuery):
    """Which notices: those that stand open, or those that ended."""

    is_done = fields.Boolean(data_key="afgehandeld", load_default=False)


class NoticeOut(OutputSchema):
    """A notice as its member reads it."""

    id = fields.UUID(metadata={"description": "Sleutel van de melding."})
    topic = ApiEnum(TOPIC_CODES, attribute="kind.topic", data_key="onderwerp")
    text = fields.String(data_key="tekst")
    why = fields.String(data_key="reden")
    subject = fields.String(data_key="over", metadata={"description": "Leeg als u dit niet (meer) mag zien."})
    link = fields.String(data_key="link")
    asks = fields.Boolean(attribute="kind.asks", data_key="isTaak")
    due_on = fields.Date(data_key="uiterlijkOp", allow_none=True)
    made_at = fields.DateTime(data_key="gemaaktOp")
    ended_at = fields.DateTime(data_key="afgehandeldOp", allow_none=True)
