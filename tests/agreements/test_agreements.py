# SPDX-License-Identifier: EUPL-1.2
"""The agreement: who signs, what a next text does, and that nothing of it changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from samencontroleren.agreements import service, telling
from samencontroleren.agreements.kinds import Standing
from samencontroleren.agreements.models import AgreementVersion
from samencontroleren.agreements.notices import names_of_versions
from samencontroleren.agreements.wording import first_texts
from samencontroleren.core import clock
from samencontroleren.core.errors import ConfirmationRequired, Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.long_dates import long_date
from samencontroleren.notifications import digests
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.kinds import OrganisationKind
from tests.support.pages import PageClient
from tests.support.world import World

pytestmark = pytest.mark.database


@pytest.fixture
def first(app: Flask, unit: Session, world: World) -> AgreementVersion:
    """The text that VNG begins with, published."""
    day = clock.today()
    return service.publish(world["coordinator"].actor, first_texts(), day, day)


def next_text(world: World, days: int = 30) -> AgreementVersion:
    """A text that asks to be signed within so many days."""
    texts = {"nl": "Een nieuwe tekst", "en": "A new text"}
    return service.publish(world["vng-admin"].actor, texts, clock.today(), clock.today() + timedelta(days=days))


def test_who_signs_for_whom(first: AgreementVersion, world: World) -> None:
    for name in ("contributor1", "vendor-admin1", "buyer1", "reviewer1", "coordinator"):
        with pytest.raises((Forbidden, NotFound)):
            service.sign(world[name].actor, first.id)
    with pytest.raises(ConfirmationRequired):
        service.sign(replace(world["ciso1"].actor, is_present=False), first.id)
    made = service.sign(world["submitter1"].actor, first.id)
    assert (made.organisation_id, made.digest) == (world.vendors[0], service.digest_of(first_texts()))
    assert service.sign(world["submitter1"].actor, first.id) is made, "a second click signs nothing more"
    own = service.own_standing(world["contributor1"].actor)
    assert (own.standing, own.signer, own.asks) == (Standing.ACCEPTED, "Proef Submitter1", False)
    assert service.own_standing(world["submitter2"].actor).standing is Standing.MISSING
    assert service.page_of_signatures(world["submitter2"].actor, 1, 10).rows == []
    found = service.coverage(world["coordinator"].actor) or {}
    assert found[OrganisationKind.VENDOR] == (1, 3)
    assert service.coverage(world["ciso1"].actor) is None


def test_a_next_text_counts_from_its_last_day(first: AgreementVersion, world: World) -> None:
    ciso = world["ciso1"].actor
    service.sign(ciso, first.id)
    made = next_text(world)
    assert made.number == 2
    assert service.own_standing(ciso).standing is Standing.RENEW
    with pytest.raises(Conflict):
        service.sign(world["admin2"].actor, first.id)
    with clock.pretend(made.earlier_until):
        assert service.own_standing(ciso).standing is Standing.RENEW, "the last day still counts"
    with clock.pretend(made.earlier_until + timedelta(days=1)):
        assert service.own_standing(ciso).standing is Standing.MISSING
        service.sign(world["admin1"].actor, made.id)
        assert service.own_standing(ciso).standing is Standing.ACCEPTED


def test_nothing_of_it_changes(first: AgreementVersion, unit: Session, world: World) -> None:
    service.sign(world["ciso1"].actor, first.id)
    for statement in (
        "UPDATE agreement_versions SET number = 9",
        "DELETE FROM agreement_signatures",
        "UPDATE agreement_signatures SET digest = 'x'",
    ):
        with pytest.raises(DatabaseError, match="frozen"), unit.begin_nested():
            unit.execute(text(statement))


def test_who_publishes_and_on_which_days(first: AgreementVersion, world: World) -> None:
    day = clock.today()
    texts = {"nl": "a", "en": "b"}
    with pytest.raises(Forbidden):
        service.publish(world["releaser"].actor, texts, day, day)
    with pytest.raises(Invalid) as refused:
        service.publish(world["coordinator"].actor, first_texts(), day - timedelta(days=1), day - timedelta(days=2))
    assert set(refused.value.fields) == {"counts_from", "earlier_until", "text_nl"}


def test_those_who_sign_get_a_task_until_one_of_them_did(first: AgreementVersion, unit: Session, world: World) -> None:
    due = telling.due_organisations()
    assert set(due) == {*world.vendors, *world.municipalities}
    for key in (*due, *due):
        telling.ask(key)
    names = {each.membership_id: name for name, each in world.people.items()}
    told = unit.scalars(select(Notice).where(Notice.kind == service.TASK)).all()
    signers = {f"{name}{number}" for name in ("submitter", "ciso", "admin") for number in (1, 2, 3)}
    assert {names[each.membership_id] for each in told} == signers
    assert telling.due_organisations() == []
    service.sign(world["ciso1"].actor, first.id)
    unit.expire_all()
    left = unit.scalars(select(Notice).where(Notice.kind == service.TASK, Notice.finished_at.is_(None)))
    assert {names[each.membership_id] for each in left} == signers - {"ciso1", "admin1"}


def test_a_task_says_which_text_it_is_about_and_goes_into_a_digest(
    first: AgreementVersion, app: Flask, unit: Session, world: World
) -> None:
    """A job makes digests, where there is no page and so no language of one."""
    who = world["submitter1"]
    with force_locale("en"):
        label = names_of_versions(who.actor, [first.id])[first.id].label
    assert label == f"Agreement on sharing, version 1, counts from {long_date(first.counts_from, 'en')}"
    for key in telling.due_organisations():
        telling.ask(key)
    assert digests.send_digest(digests.DigestKey(who.membership_id, clock.today()))


def test_the_pages(first: AgreementVersion, app: Flask, unit: Session, world: World) -> None:
    unit.flush()
    ciso, vng = PageClient(app, world["ciso1"]), PageClient(app, world["coordinator"])
    assert "Onderteken versie 1" in ciso.get("/afspraken").words
    ciso.post(f"/afspraken/{first.id}/ondertekenen")
    assert "Ondertekend door Proef Ciso1" in ciso.get("/afspraken").words
    assert "1 van 3" in vng.get("/afspraken").words
    vng.get(f"/afspraken/{first.id}")
    ciso.get("/afspraken/nieuw", 403)
    wrong = {"text_nl": "", "text_en": "x", "counts_from": "2020-01-01", "earlier_until": "onzin"}
    refused = vng.post("/afspraken/nieuw", wrong, status=422)
    assert "Vul dit in." in refused.words and "Vul een bestaande datum in." in refused.words
    day = str(clock.today())
    vng.post("/afspraken/nieuw", {"text_nl": "Nieuw", "text_en": "New", "counts_from": day, "earlier_until": day})
    assert "Er is een nieuwe tekst" in ciso.get("/afspraken").words
