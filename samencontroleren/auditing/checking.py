# SPDX-License-Identifier: EUPL-1.2
"""How the trail stands: sealed until when, checked when, and whether its heads leave the platform."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from flask import current_app
from sqlalchemy import select

from samencontroleren.auditing import policy
from samencontroleren.auditing.models import TrailCheck
from samencontroleren.core import clock, trail
from samencontroleren.core.access import require_any
from samencontroleren.core.db import session
from samencontroleren.core.trail import TrailHead, TrailRow, TrailSeal, heads
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role

log = structlog.get_logger()

PATIENCE = timedelta(minutes=2)
"""Sealing runs each second: what waits longer than this is not being sealed."""


@dataclass(frozen=True)
class Standing:
    """What a reader of the trail is told of its seal."""

    sealed: int
    sealed_until: datetime | None
    waiting: int
    has_stopped: bool
    check: TrailCheck | None
    head: TrailHead | None
    is_published: bool


def get_standing(actor: Actor) -> Standing:
    """How the trail stands. Raises Forbidden for who reads no trail."""
    require_any(actor, policy.VIEW)
    tail = trail.waiting()
    last = (
        session()
        .execute(
            select(TrailSeal.number, TrailRow.happened_at)
            .join(TrailRow, TrailRow.id == TrailSeal.row_id)
            .order_by(TrailSeal.number.desc())
            .limit(1)
        )
        .first()
    )
    return Standing(
        sealed=last.number if last else 0,
        sealed_until=last.happened_at if last else None,
        waiting=tail.number,
        has_stopped=_has_stopped(tail),
        check=session().scalars(select(TrailCheck).order_by(TrailCheck.checked_at.desc()).limit(1)).first(),
        head=heads.last_head(),
        is_published=current_app.extensions["settings"].trail.is_published,
    )


def _has_stopped(tail: trail.Waiting) -> bool:
    return tail.since is not None and tail.since < clock.real_now() - PATIENCE


def check() -> TrailCheck:
    """Check the whole chain against itself and its own heads, keep what was found, tell of a fault (BIO2 8.15.02)."""
    found = trail.verify()
    secrets = (current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"])
    fault = found.fault or heads.check(heads.own_heads(), heads.public_keys(secrets))
    if fault:
        log.error("trail_is_broken", fault=fault)
    made = TrailCheck(sealed=found.sealed, digest=found.head, fault=(fault or "")[:300])
    session().add(made)
    session().flush()
    if fault:
        _tell("trail_broken", hashlib.sha256(made.fault.encode()).hexdigest()[:16])
    return made


def due_watch() -> list[date]:
    """Today, when rows wait longer for their seal than they should (system use)."""
    return [clock.today()] if _has_stopped(trail.waiting()) else []


def tell_of_stop(day: date) -> None:
    """Tell, once a day, that the trail is not being sealed (system use)."""
    _tell("trail_not_sealed", day.isoformat())


def _tell(kind: str, once: str) -> None:
    """VNG's functional administrators; the same fault, or a stop on one day, once."""
    people = recipients.of_vng(Role.FUNCTIONAL_ADMINISTRATOR)
    notifications.notify_all(f"{kind}:{once}", [each.id for each in people], kind)


class TrailBroken(Exception):
    """The last check found a fault; makes the run of the job one that failed."""


def report() -> None:
    """Raise TrailBroken when the last check found a fault, so that the list of jobs shows it too."""
    last = session().scalars(select(TrailCheck).order_by(TrailCheck.checked_at.desc()).limit(1)).first()
    if last is not None and last.fault:
        raise TrailBroken(last.fault)
