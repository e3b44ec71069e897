# SPDX-License-Identifier: EUPL-1.2
"""The demonstration is made through the services, the same each time, and fills a new database only."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from samencontroleren.assessments.kinds import FindingCause, FindingState
from samencontroleren.assessments.models import Finding, FindingEvent, Hearing
from samencontroleren.core import clock, installation, trail
from samencontroleren.core.db import session
from samencontroleren.core.outbox import MailState, OutboxMail
from samencontroleren.demonstration import fill
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.sharing.currency import currency
from samencontroleren.sharing.models import Release
from samencontroleren.supplychain.kinds import FlagRule
from samencontroleren.supplychain.models import Flag
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from tests.demonstration.conftest import demo_app, opened_once

GROWING = ("attempts", "login_sessions", "trail_rows", "trail_waiting", "trail_origins")
"""Tables in which other tests add rows by logging in."""


def without_log_ins(counts: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in counts.items() if name not in GROWING}


def states(app: Flask, state: RoundState) -> dict[DossierState, int]:
    """How many dossiers of the rounds in this state stand in each state."""
    with app.extensions["database"].unit(write=False):
        query = (
            select(Dossier.state, func.count())
            .join(Round, Round.id == Dossier.round_id)
            .where(Round.state == state)
            .group_by(Dossier.state)
        )
        return {row[0]: row[1] for row in session().execute(query)}


def test_every_state_of_a_dossier_is_there(demonstration: Flask) -> None:
    finished = states(demonstration, RoundState.CLOSED)
    assert set(finished) >= {DossierState.PUBLISHED, DossierState.REFUSED} and finished[DossierState.PUBLISHED] > 30
    running = states(demonstration, RoundState.RUNNING)
    assert set(running) >= {
        DossierState.INVITED,
        DossierState.IN_PROGRESS,
        DossierState.SUBMITTED,
        DossierState.IN_REVIEW,
        DossierState.DISCUSSING,
        DossierState.HEARING,
        DossierState.RECONSIDERING,
        DossierState.AWAITING_RELEASE,
        DossierState.PUBLISHED,
    }


def test_results_flags_and_use_differ(demonstration: Flask) -> None:
    with demonstration.extensions["database"].unit(write=False):
        assert len(set(session().scalars(select(Release.result)))) == 3
        assert set(session().scalars(select(currency()).select_from(Release))) >= {"current", "expired", "superseded"}
        flags = list(session().scalars(select(Flag)))
        assert {flag.rule for flag in flags} == set(FlagRule)
        assert Severity.CRITICAL in {flag.severity for flag in flags}
        usages = set(session().scalars(select(Usage.state)))
        assert usages == set(UsageState)


def test_everything_is_sealed_and_mailed(demonstration: Flask) -> None:
    with demonstration.extensions["database"].unit(write=False):
        found = trail.verify()
        assert found.fault is None and found.sealed > 2000
        assert set(session().scalars(select(OutboxMail.state))) == {MailState.SENT}
    folder: Path = demonstration.extensions["settings"].mailbox_folder
    assert len(list(folder.glob("*.eml"))) > 50


def test_a_second_time_gives_the_same(filled: tuple[Flask, dict[str, int]], tmp_path: Path) -> None:
    app, counts = filled
    with app.extensions["database"].unit(write=False):
        mark = installation.demonstration_mark()
    assert mark is not None
    other = demo_app(tmp_path / "again")
    with opened_once():
        again = fill.fill(other, date.fromisoformat(mark), scale=fill.Scale.SMALL)
    assert without_log_ins(again) == without_log_ins(counts)
    for state in (RoundState.CLOSED, RoundState.RUNNING):
        assert states(other, state) == states(app, state)
    other.extensions["database"].engine.dispose()


def test_a_filled_database_is_left_alone(filled: tuple[Flask, dict[str, int]]) -> None:
    app, counts = filled
    with pytest.raises(fill.AlreadyFilled):
        fill.fill(app)
    with app.extensions["database"].unit(write=False):
        assert fill.counts()["organisations"] == counts["organisations"]


def test_only_the_mode_of_the_demonstration_is_filled(bare_app: Flask) -> None:
    with pytest.raises(fill.NotADemonstration):
        fill.fill(bare_app)


def test_no_finding_is_late_before_it_is_released(demonstration: Flask) -> None:
    """A term that ends before the hearing or the release that names it is a story nobody believes."""
    with demonstration.extensions["database"].unit(write=False):
        released = FindingEvent.cause == FindingCause.RELEASED
        events = session().execute(select(FindingEvent.due_on, FindingEvent.happened_at).where(released)).all()
        assert events and not [each for each in events if each.due_on <= clock.local(each.happened_at).date()]
        heard = select(Finding.due_on, Hearing.opened_at).join(Hearing, Hearing.dossier_id == Finding.dossier_id)
        drafts = session().execute(heard.where(Finding.state == FindingState.DRAFT)).all()
        assert not [each for each in drafts if each.due_on <= clock.local(each.opened_at).date()]
