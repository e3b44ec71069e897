# SPDX-License-Identifier: EUPL-1.2
"""The snapshot: made by the job of newest results, read by the supplier it is for and by nobody else."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.assessments.kinds import Assurance, ResultCode, Verdict
from samencontroleren.benchmarks import policy, service
from samencontroleren.benchmarks.models import Benchmark
from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import Database, session
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing.models import Recall, Release, ReleasedVerdict
from samencontroleren.vendors.kinds import Category, Hosting
from samencontroleren.vendors.models import Product, Vendor
from tests.responses.rounds import make_round
from tests.support.pages import PageClient
from tests.support.world import World

SIX = 6
FIRST, SECOND = list(Category)[:2]


def release(world: World, round_id: uuid.UUID, vendor_id: uuid.UUID, category: Category, score: int) -> Release:
    """A released result of a new product, with one theme and one requirement that is met from 50 on."""
    product = Product(vendor_id=vendor_id, name=f"P-{uuid.uuid4().hex[:8]}", category=category, hosting=Hosting.SAAS)
    session().add(product)
    session().flush()
    dossier = Dossier(round_id=round_id, subject=Subject.PRODUCT, vendor_id=vendor_id, product_id=product.id)
    dossier.state = DossierState.PUBLISHED
    session().add(dossier)
    session().flush()
    today = clock.today()
    made = Release(
        dossier_id=dossier.id, subject=Subject.PRODUCT, vendor_id=vendor_id, product_id=product.id, number=1,
        round_name="R", questionnaire_name="V", questionnaire_number=1, questionnaire_digest="0" * 64,
        result=ResultCode.MEETS, assurance=Assurance.CHECKED, rule_version="1", assessed_on=today,
        valid_until=today + timedelta(days=300), theme_scores=[{"theme": "toegang", "score": score}], explanation=[],
        was_silent=False, released_by_id=world["releaser"].user_id, digest="0" * 64,
    )  # fmt: skip
    session().add(made)
    session().flush()
    session().add(
        ReleasedVerdict(
            release_id=made.id, position=1, requirement_code="P-1", theme="toegang",
            titles={"nl": "Titel van de eis", "en": "Title"}, is_key=False,
            code=Verdict.MEETS if score >= 50 else Verdict.NOT_MET, assurance=Assurance.CHECKED,
            public_reason="GEHEIME-REDEN",
        )
    )  # fmt: skip
    session().flush()
    return made


def others(world: World, number: int, round_id: uuid.UUID) -> list[Release]:
    """Results of so many other suppliers in one category that meet, and as many in another that do not."""
    made = []
    for category, score in ((FIRST, 80), (SECOND, 20)):
        for each in range(number):
            name = f"Bedacht {category} {each}"
            key = uuid.uuid4()
            session().add(Organisation(id=key, kind=OrganisationKind.VENDOR, name=name))
            session().add(Vendor(id=key, name=name))
            session().flush()
            made.append(release(world, round_id, key, category, score))
    return made


@pytest.mark.database
def test_each_reads_its_own_snapshot_of_others(unit: Session, world: World) -> None:
    in_round = make_round(world).id
    own = release(world, in_round, world.vendors[0], FIRST, 60)
    rows = others(world, SIX, in_round)
    day = clock.today()
    assert service.compute_snapshot(day) is True
    assert service.compute_snapshot(day) is True
    found = service.outcomes(world["contributor1"].actor)
    assert [(each.own, each.others, each.organisations) for each in found.comparisons] == [(60, 80, SIX)]
    assert [(row["key"], row["percent"], row["organisations"]) for row in found.not_met] == [("P-1", 50, 2 * SIX)]
    assert [each.releases for each in found.trends] == [[own]]
    unit.add(Recall(release_id=rows[0].id, reason="Fout", recalled_by_id=world["releaser"].user_id))
    unit.flush()
    service.compute_snapshot(day)
    assert [each.organisations for each in service.outcomes(world["submitter1"].actor).comparisons] == [SIX - 1]
    assert service.list_figures(world["submitter2"].actor) == []
    for person in ("coordinator", "ciso1", "reviewer1"):
        assert list(session().scalars(visible(world[person].actor, policy.VIEW))) == []
    assert "GEHEIME-REDEN" not in str([each.figures for each in unit.scalars(select(Benchmark))])


def test_too_few_others_leave_the_page_without_figures(
    database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit():
        in_round = make_round(world).id
        release(world, in_round, world.vendors[0], FIRST, 60)
        others(world, 3, in_round)
        service.compute_snapshot(clock.today())
    words = client_of(world["submitter1"]).get("/uitkomsten").words
    assert "Er is nog niets om mee te vergelijken" in words
    assert "Hier staan eisen zodra" in words
    assert "60" in words
    client_of(world["ciso1"]).get("/uitkomsten", 403)
