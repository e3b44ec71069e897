# SPDX-License-Identifier: EUPL-1.2
"""What the API needs everywhere: problem+json, ETag and If-Match, Idempotency-Key, paging (Dutch API Design Rules)."""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, make_response, request
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from sqlalchemy import Select, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core import clock, strict_json
from samencontroleren.core.access import Actor
from samencontroleren.core.db import Base, Identified, session
from samencontroleren.core.errors import (
    Conflict,
    Invalid,
    PreconditionFailed,
    PreconditionRequired,
    Refusal,
    ScopeMissing,
    UnsupportedMedia,
)
from samencontroleren.core.fields import InputSchema, load

API_VERSION = "1.0.0"
PROBLEM = "application/problem+json"


def problem_response(status: int, title: str, detail: str, **more: Any) -> Response:
    """An error as problem+json (RFC 9457) with title, status and detail."""
    body = {
        "type": "about:blank",
        "title": _(title),
        "status": status,
        "detail": _(detail) or _(title),
        **more,
    }
    response = make_response(json.dumps(body, ensure_ascii=False), status)
    response.headers["Content-Type"] = PROBLEM
    response.headers["API-Version"] = API_VERSION
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def problem(error: Refusal) -> Response:
    """A refusal as problem+json; all invalid fields at once."""
    detail = _(error.message, **error.params) if error.message else _(error.title)
    more: dict[str, Any] = {"code": error.code}
    if isinstance(error, Invalid):
        more["invalidParams"] = [
            {"name": _published(name), "reason": _(text, **error.params)}
            for name, texts in error.fields.items()
            for text in texts
        ]
    response = problem_response(error.status, error.title, detail, **more)
    if isinstance(error, ScopeMissing):
        asked = f', scope="{error.scope}"' if error.scope else ""
        response.headers["WWW-Authenticate"] = f'Bearer error="insufficient_scope"{asked}'
    wait = getattr(error, "retry_after", None)
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    return response


def _published(name: str) -> str:
    """What the caller knows a field as: a service names it as the code does."""
    field = g.sent_schema.load_fields.get(name) if "sent_schema" in g else None
    return field.data_key or name if field is not None else name


def body(schema: Schema) -> dict[str, Any]:
    """The JSON of this call, read through a schema. A view calls it after it has asked leave, so that who may not
    write is told that first.

    Raises UnsupportedMedia (415) for another media type and Invalid (400) with all that is wrong at once.
    """
    if request.mimetype != "application/json":
        raise UnsupportedMedia("Stuur de inhoud als application/json.")
    try:
        given = strict_json.read(request.get_data())
    except ValueError as error:
        raise Invalid({}, "De inhoud is geen geldige JSON.") from error
    if not isinstance(given, dict):
        raise Invalid({}, "De inhoud moet één JSON-object zijn.")
    g.sent_schema = schema
    return load(schema, given)


def form(schema: Schema) -> dict[str, Any]:
    """The same for a call that sends a file: the fields beside it. Raises UnsupportedMedia, Invalid."""
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMedia("Stuur de inhoud als multipart/form-data.")
    g.sent_schema = schema
    return load(schema, request.form)


def etag(revision: int) -> str:
    """The entity tag of a revision."""
    return f'"{revision}"'


def require_match(revision: int) -> None:
    """Hold If-Match against the present revision; ask for it after the permission was checked.

    Raises PreconditionRequired (428) when it is missing, or `*` (which fits whatever a colleague made of it
    meanwhile), and PreconditionFailed (412) when it is another.
    """
    if not request.if_match or request.if_match.star_tag:
        raise PreconditionRequired("Stuur If-Match mee met de ETag die u hebt gelezen.")
    if not request.if_match.contains(str(revision)):
        raise PreconditionFailed("De gegevens zijn intussen gewijzigd. Lees ze opnieuw.")


class IdempotencyRecord(Identified, Base):
    """A creating call that was done: per client and key the status and the place of what was made, no bodies."""

    __tablename__ = "idempotency_records"
    __table_args__ = (UniqueConstraint("user_id", "membership_id", "key"),)

    user_id: Mapped[uuid.UUID]
    membership_id: Mapped[uuid.UUID]
    key: Mapped[str] = mapped_column(String(100))
    fingerprint: Mapped[str] = mapped_column(String(64))
    object_id: Mapped[uuid.UUID]
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


KEPT = timedelta(hours=24)


def replayed(actor: Actor) -> uuid.UUID | None:
    """What an earlier call with this Idempotency-Key made, or None. Call it after the permission was checked.

    Raises PreconditionRequired without the header, Conflict when the key was used for another body.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or len(key) > 100:
        raise PreconditionRequired("Stuur een Idempotency-Key van 1 tot 100 tekens mee.")
    query = select(IdempotencyRecord).where(
        IdempotencyRecord.user_id == actor.user_id,
        IdempotencyRecord.membership_id == actor.membership_id,
        IdempotencyRecord.key == key,
        IdempotencyRecord.created_at > clock.now() - KEPT,
    )
    found = session().scalars(query).one_or_none()
    if found is not None and found.fingerprint != _fingerprint():
        raise Conflict("Deze Idempotency-Key is al gebruikt voor een ander verzoek.")
    return found.object_id if found else None


def remember(actor: Actor, made: uuid.UUID) -> None:
    """Store what this creating call made, in its own transaction (a double call meets the unique key)."""
    if actor.user_id is None or actor.membership_id is None:
        raise PreconditionRequired("Een Idempotency-Key hoort bij een client die is aangemeld.")
    session().add(
        IdempotencyRecord(
            user_id=actor.user_id,
            membership_id=actor.membership_id,
            key=request.headers["Idempotency-Key"].strip(),
            fingerprint=_fingerprint(),
            object_id=made,
        )
    )
    session().flush()


def _fingerprint() -> str:
    return hashlib.sha256(request.method.encode() + request.path.encode() + request.get_data()).hexdigest()


class PageQuery(InputSchema):
    """`page` and `pageSize` of a list."""

    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100_000))
    page_size = fields.Integer(data_key="pageSize", load_default=25, validate=validate.Range(min=1, max=100))


@dataclass(frozen=True)
class Page:
    """One page of a list and how many rows there are in all."""

    rows: list[Any]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def page_of(query: Select[Any], number: int, size: int, whole: bool = True) -> Page:
    """One page of a list query. `whole` gives objects, else rows of columns.

    Two queries; one where the page shows by itself how many there are: the last one, with room left.
    """
    before = (number - 1) * size
    cut = query.limit(size).offset(before)
    rows: list[Any] = list(session().scalars(cut) if whole else session().execute(cut))
    if len(rows) < size and (rows or number == 1):
        return Page(rows, before + len(rows), number, size)
    total = session().scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return Page(rows, total, number, size)


def link_header(page: Page) -> Mapping[str, str]:
    """The Link header to the first, previous, next and last page (RFC 8288)."""
    places = {"first": 1, "last": page.pages}
    if page.number > 1:
        places["prev"] = page.number - 1
    if page.number < page.pages:
        places["next"] = page.number + 1
    links = [f'<{_page_url(number, page.size)}>; rel="{name}"' for name, number in places.items()]
    return {"Link": ", ".join(links), "X-Total-Count": str(page.total)}


def listed(page: Page) -> tuple[list[Any], int, Mapping[str, str]]:
    """A page of a list as answer of the API: its rows, with the links to the other pages."""
    return page.rows, 200, link_header(page)


def listed_part(rows: Sequence[Any], query: Mapping[str, int]) -> tuple[list[Any], int, Mapping[str, str]]:
    """One page of what belongs to one thing and is read whole, as answer of the API."""
    number, size = query["page"], query["page_size"]
    return listed(Page(list(rows[(number - 1) * size : number * size]), len(rows), number, size))


def shown(found: Any, status: int = 200, location: str = "") -> tuple[Any, int, Mapping[str, str]]:
    """One thing as answer of the API, with its ETag; `location` is where something new can be read."""
    headers = {"ETag": etag(found.revision)}
    if location:
        headers["Location"] = location
    return found, status, headers


def _page_url(number: int, size: int) -> str:
    args = {**request.args.to_dict(), "page": str(number), "pageSize": str(size)}
    return f"{request.base_url}?{urlencode(args)}"


def add_api_version(response: Response) -> Response:
    """Each answer of the API names its version."""
    if request.path.startswith("/api/"):
        response.headers["API-Version"] = API_VERSION
        response.headers["X-Request-Id"] = g.get("request_id", "")
    return response
