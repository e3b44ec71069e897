# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of the trail: the head of the day; erasing addresses, readings. Sealing runs each second (`cli`)."""

from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, select

from samencontroleren.core import clock, outbox
from samencontroleren.core.db import session
from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import NOBODY
from samencontroleren.core.trail import heads
from samencontroleren.core.trail.readings import TrailReading
from samencontroleren.core.trail.rows import TrailOrigin
from samencontroleren.core.trail.settings import TrailSettings
from samencontroleren.core.trail.wording import SUBJECT, TEXT

HEAD, FILE = "head", "file"
PIECE = 5000


def settings() -> TrailSettings:
    """The settings of the trail of this application."""
    found: TrailSettings = current_app.extensions["settings"].trail
    return found


def due_heads() -> list[str]:
    """The head itself, then the file: each in a transaction of its own, so that a full disk undoes no head."""
    return [HEAD, FILE] if settings().heads_file else [HEAD]


def publish(key: str) -> None:
    """Take the head of today and mail it, or write what the file does not have yet."""
    place = settings().heads_file
    if key == FILE and place is not None:
        heads.append_to_file(place)
    elif key == HEAD:
        _mail(heads.take_head(current_app.config["SECRET_KEY"]))


def _mail(head: heads.TrailHead | None) -> None:
    to = settings().heads_mail
    if not to or head is None:
        return
    subject, text = (joint.join(pair).format(day=head.day) for joint, pair in ((" / ", SUBJECT), ("\n\n", TEXT)))
    outbox.enqueue(f"trail-head:{head.day}", to, to, subject, f"{text}\n\n{head.published.line}\n", "", "nl")


def due_addresses() -> list[str]:
    """Whether there are addresses that have been kept long enough; a few keys, so that no transaction is long."""
    old = select(TrailOrigin.row_id).where(_is_old())
    number = len(session().scalars(old.limit(100 * PIECE)).all())
    return [f"piece {each}" for each in range(1, -(-number // PIECE) + 1)]


def erase(_key: str) -> None:
    """Erase a number of old addresses."""
    some = select(TrailOrigin.row_id).where(_is_old()).limit(PIECE)
    session().execute(delete(TrailOrigin).where(TrailOrigin.row_id.in_(some)))


def _is_old() -> Any:
    return TrailOrigin.noted_at < clock.real_now() - timedelta(days=settings().address_days)


def due_readings() -> list[date]:
    """The days of which it has been kept long enough who read what."""
    last = clock.today() - timedelta(days=settings().reading_days)
    return list(session().scalars(select(TrailReading.day).where(TrailReading.day < last).distinct()))


def forget_readings(day: date) -> None:
    """Forget the readings of a day; the rows of the trail about them stay."""
    session().execute(delete(TrailReading).where(TrailReading.day == day))


JOBS = (
    Job(
        name="trail-head",
        cron="10 0 * * *",
        period="%Y-%m-%d",
        due=due_heads,
        work=publish,
        meaning="Signs the head of the trail and publishes it to a file and by mail, as far as these are set.",
        side=NOBODY,
    ),
    Job(
        name="trail-addresses",
        cron="40 0 * * *",
        period="%Y-%m-%d",
        due=due_addresses,
        work=erase,
        meaning="Erases the addresses of computers that trail rows came from, once kept long enough.",
        side=NOBODY,
    ),
    Job(
        name="trail-readings",
        cron="50 0 * * *",
        period="%Y-%m-%d",
        due=due_readings,
        work=forget_readings,
        meaning="Forgets per reader and day who read what, once kept long enough; the trail itself keeps it.",
        side=NOBODY,
    ),
)
