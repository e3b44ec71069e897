# SPDX-License-Identifier: EUPL-1.2
"""Warnings before evidence ends: once per step and end, to those who can do something, ended by the act itself."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.evidence import ending, service
from samencontroleren.evidence.jobs import JOBS
from samencontroleren.evidence.kinds import DocumentKind, EndStep
from samencontroleren.evidence.validity import step_on
from samencontroleren.notifications.models import Notice
from tests.support import story
from tests.support.pages import PageClient
from tests.support.world import World

ClientOf = Callable[..., PageClient]
DAY = date(2027, 3, 1)
LENGTHS = (timedelta(days=90), timedelta(days=30))


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (91, None),
        (90, EndStep.ENDING),
        (31, EndStep.ENDING),
        (30, EndStep.SOON),
        (1, EndStep.SOON),
        (0, EndStep.ENDED),
        (-5, EndStep.ENDED),
    ],
)
def test_the_step_follows_from_the_days_that_are_left(left: int, expected: EndStep | None) -> None:
    assert step_on(DAY, DAY + timedelta(days=left), *LENGTHS) is expected


def open_kinds(unit: Session) -> dict[str, int]:
    """How many members have each kind of notice open."""
    found: dict[str, int] = {}
    for kind in unit.scalars(select(Notice.kind).where(Notice.finished_at.is_(None))):
        found[kind] = found.get(kind, 0) + 1
    return {kind: number for kind, number in found.items() if kind.startswith("document_end")}


def run(unit: Session) -> int:
    """The job by hand: everything that is due."""
    return sum(ending.warn(key) for key in ending.due_warnings())


@pytest.mark.database
def test_each_step_is_told_once_and_the_former_one_ends(
    app: Flask, unit: Session, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, today = story.add_proof(world, 0, days=80), clock.today()
    story.add_proof(world, 0, "Ver weg", days=200)
    story.add_proof(world, 0, "Lang voorbij", days=-90)
    assert run(unit) == 1
    assert open_kinds(unit) == {"document_ending": 3}  # two who fill in and the administrator
    assert run(unit) == 0 and not ending.warn(made.id)
    for later, kind in ((52, "document_ending_soon"), (80, "document_ended")):
        monkeypatch.setattr(clock, "today", lambda later=later: today + timedelta(days=later))
        assert run(unit) == 1
        assert open_kinds(unit) == {kind: 3}
        assert run(unit) == 0
    facts = {"title": "Beleid", "kind": DocumentKind.ISO_27001, "valid_until": today + timedelta(days=100)}
    service.change_document(world["contributor1"].actor, made.id, made.revision, **facts)
    assert open_kinds(unit) == {}  # another end: the task is gone
    assert run(unit) == 1
    assert open_kinds(unit) == {"document_ending_soon": 3}
    service.withdraw_document(world["contributor1"].actor, made.id)
    assert open_kinds(unit) == {} and run(unit) == 0


def test_the_job_runs_each_day_and_the_start_page_says_what_ends(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    with database.unit():
        story.add_proof(world, 0, "Certificaat dat afloopt", days=12)
        story.add_proof(world, 1, "Certificaat van een ander", days=12)
    page = client_of(world["contributor1"]).get("/")
    assert "Bewijs dat afloopt" in page.words and "Certificaat dat afloopt" in page.words
    assert "van een ander" not in page.words
    job = next(each for each in JOBS if each.name == "evidence-warnings")
    assert job.period == "%Y-%m-%d"
