# SPDX-License-Identifier: EUPL-1.2
"""Filling a new database with the demonstration, in one transaction.

What the tour leads to is done step by step through the services; the rest of the country (see `bulk`) is written as
rows that are the same as those the services make.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select, update

from samencontroleren import features
from samencontroleren.accounts.models import Membership, User
from samencontroleren.core import clock, collector, installation, migrate, outbox, scheduler, trail
from samencontroleren.core.db import Database, session
from samencontroleren.core.request_context import reset_origin, set_origin
from samencontroleren.core.sides import SYSTEM
from samencontroleren.demonstration import (
    accounts,
    happenings,
    lifetimes,
    mending,
    openness,
    partners,
    people,
    rounds,
    signals,
    suppliers,
    talks,
    tenders,
    together,
    waiting,
)
from samencontroleren.demonstration.bulk import Rows
from samencontroleren.demonstration.keys import Keys, given_by
from samencontroleren.demonstration.lives import Book
from samencontroleren.demonstration.market import market
from samencontroleren.demonstration.shelf import Shelf
from samencontroleren.demonstration.usages import Register
from samencontroleren.notifications.kinds import Delivery
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation

SEED = 20270301
NEWS = timedelta(days=40)
"""Notices older than this have been put away."""
READ = timedelta(days=8)
"""Those that ask nothing already after this."""
MAILS = 2000
DIGESTS = "digests"
"""The job that mails what the other jobs told."""


class Scale(StrEnum):
    """How much is filled: the whole country, or little of it (tests)."""

    COUNTRY = "country"
    SMALL = "small"


SMALL_MARKET = 3
SMALL_TOWNS = frozenset((*people.WITH_EVERY_ROLE[:2], *people.WITH_REVIEWERS[:10], *people.WITH_TWO[:8]))


class AlreadyFilled(Exception):
    """The database holds the demonstration already."""


class NotADemonstration(Exception):
    """The database holds other data, or the mode is not that of the demonstration."""


def fill(
    app: Flask,
    today: date | None = None,
    scale: Scale = Scale.COUNTRY,
    told: Callable[[], object] = lambda: None,
) -> dict[str, int]:
    """Migrate, mark and fill the database; gives what is in it. `today` is the day it all counts from.

    `told` is called once it is sure that there is something to fill.

    Raises AlreadyFilled, NotADemonstration.
    """
    if not app.extensions["settings"].is_demo:
        raise NotADemonstration("the demonstration is filled in ENVIRONMENT=demo only")
    database: Database = app.extensions["database"]
    migrate.upgrade(database.engine)
    day = today or clock.today()
    with app.app_context(), command(), _unsynced(database), collector.at_rest():
        with database.unit(side=SYSTEM):
            _begin(day)
            told()
            _play(app, day, scale)
        _finish(app, database, day)
        with database.unit(write=False, side=SYSTEM):
            return counts()


@contextmanager
def _unsynced(database: Database) -> Iterator[None]:
    """Within the body nobody waits for the disk: what is half filled when the power fails is filled anew."""

    def hurry(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    database.engine.dispose()
    event.listen(database.engine, "connect", hurry)
    try:
        yield
    finally:
        event.remove(database.engine, "connect", hurry)
        database.engine.dispose()


@contextmanager
def command() -> Iterator[None]:
    """Within the body, lines of the trail say that they came from the demonstration."""
    token = set_origin("demonstration")
    try:
        yield
    finally:
        reset_origin(token)


def _begin(day: date) -> None:
    mark = installation.demonstration_mark()
    filled = session().scalar(select(func.count()).select_from(Organisation))
    if filled:
        raise AlreadyFilled() if mark else NotADemonstration("the database holds data that is not the demonstration's")
    installation.mark_demonstration(day.isoformat())


def _play(app: Flask, day: date, scale: Scale) -> None:
    keys = Keys(SEED)
    with given_by(keys):
        _tell(app, day, scale, Rows(keys))


def _tell(app: Flask, day: date, scale: Scale, rows: Rows) -> None:
    with clock.pretend(day + timedelta(days=rounds.BEGAN)):
        cast = people.begin()
        people.add_towns(cast, rows, SMALL_TOWNS if scale is Scale.SMALL else None)
        people.add_second_membership(cast)
        chosen = market()[: SMALL_MARKET if scale is Scale.SMALL else None]
        made = suppliers.add_suppliers(cast, chosen)
        partners.add_partnerships(cast, day)
        happenings.merge_before(cast, day)
        version = rounds.publish_questionnaire(cast)
        openness.agree(cast)
        accounts.add_tokens(app.extensions["settings"].secret_key)
    with clock.pretend(day + timedelta(days=rounds.JOINED)):
        for number, supplier in enumerate(made[: len(suppliers.SUPPLIERS)]):
            suppliers.add_evidence(cast, number, supplier, day)
    lifetimes.add_versions(made, day, rows)
    rows.store()
    register = Register(cast, made, day, rows)
    register.write()
    book = Book(rows, {})
    scene = rounds.Scene(cast, made, version, day, book, Shelf(cast, rows, book.documents))
    for played in rounds.PLAYS:
        rounds.play(scene, played)
        signals.look(scene.cast, day, played.number)
    rounds.invite_silent(scene)
    rounds.ask_for_more(scene)
    rounds.draft_replies(scene)
    waiting.ask_time(cast, made, day)
    register.claim_now()
    lifetimes.end_some(cast, made, day)
    happenings.happen(cast, made, day)
    openness.disclose(cast, made, day)
    talks.talk(cast, made, day)
    tenders.buy(cast, made, day)
    together.divide(cast, made, day)
    mending.mend(cast, made, day)


def _finish(app: Flask, database: Database, day: date) -> None:
    """What the scheduler would have done meanwhile: jobs, seals, mail; old notices are put away."""
    trail.seal_waiting(database)
    with database.unit(side=SYSTEM):  # nobody of the tour is blocked for being away
        session().execute(update(User).values(let_in_at=clock.now()))
    for days_ago in (1, 0):
        today = day - timedelta(days=days_ago)
        for job in (each for each in features.jobs() if each.name != DIGESTS):
            scheduler.run(database, job, day=today)
        with database.unit(side=SYSTEM):
            _settle(today)
        for job in (each for each in features.jobs() if each.name == DIGESTS):
            scheduler.run(database, job, day=today)
    trail.seal_waiting(database)
    with database.unit(side=SYSTEM):
        read = Notice.asks.is_(False) & (Notice.made_at < clock.now() - READ)
        old = read | (Notice.made_at < clock.now() - NEWS)
        session().execute(update(Notice).where(old, Notice.seen_at.is_(None)).values(seen_at=Notice.made_at))
    with clock.pretend(day):  # in the small hours too: the mails of today's jobs are dated at nine
        outbox.deliver(database, app.extensions["transport"], app.extensions["settings"].email_from, MAILS)


def _settle(day: date) -> None:
    """What is older than a day was in a digest of its own day, and whoever never logs in gets none."""
    with clock.pretend(day - timedelta(days=1)):
        old = Notice.made_at < clock.now()
    quiet = select(Membership.id).join(Membership.user).where(User.is_factor_exempt.is_(False))
    waiting = (Notice.delivery == Delivery.DIGEST) & Notice.digest_id.is_(None)
    settled = update(Notice).where(waiting, old | Notice.membership_id.in_(quiet)).values(delivery=Delivery.INBOX)
    session().execute(settled)


def counts() -> dict[str, int]:
    """How many rows there are of each table that the demonstration fills, and how many gemeenten."""
    tables = sorted(Organisation.metadata.tables.items())
    found = {name: session().scalar(select(func.count()).select_from(table)) or 0 for name, table in tables}
    towns = select(func.count()).where(Organisation.kind == OrganisationKind.MUNICIPALITY)
    found["municipalities"] = session().scalar(towns) or 0
    return {name: number for name, number in found.items() if number}
