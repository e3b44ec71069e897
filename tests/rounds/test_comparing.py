# SPDX-License-Identifier: EUPL-1.2
"""What is different from last time: for whom, between which versions, and where it is said."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.core.long_dates import long_date
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import ChangeMark
from samencontroleren.rounds import service
from samencontroleren.rounds.models import Dossier
from tests.questionnaires.test_comparing import second_version
from tests.rounds.sample import make_round


def next_round(world, questionnaire=None):
    """A round on a second version of the questionnaire of the world; gives its sample."""
    actor = world["coordinator"].actor
    drafted = second_version(actor)
    questionnaires.publish_questionnaire(actor, drafted.id, drafted.revision)
    first, world.questionnaire = world.questionnaire, drafted.id
    try:
        return make_round(world, "Tweede ronde")
    finally:
        world.questionnaire = first


@pytest.mark.database
def test_a_supplier_and_its_reviewers_compare_with_last_time_and_others_do_not(app, world, unit):
    with app.test_request_context():
        found = next_round(world)
    own = world["contributor1"].actor
    _dossier, comparable = service.get_comparable(own, found.own)
    assert comparable.usual is not None and comparable.usual.id == world.questionnaire
    changed = questionnaires.compare_with(comparable, None)
    assert changed.comparison.counts[ChangeMark.NEW] == 1
    assert service.has_earlier(own, found.own) and not service.has_earlier(own, found.foreign)
    with pytest.raises(NotFound):
        service.get_comparable(own, found.foreign)
    with pytest.raises(NotFound):
        service.get_comparable(world["buyer1"].actor, found.own)


def test_the_first_time_there_is_nothing_to_compare_with(app, world, unit):
    with app.test_request_context():
        found = make_round(world)
    _dossier, comparable = service.get_comparable(world["contributor1"].actor, found.own)
    assert comparable.usual is None and not service.has_earlier(world["contributor1"].actor, found.own)
    with pytest.raises(NotFound):
        questionnaires.compare_with(comparable, None)


def test_dossier_overview_and_api_lead_to_what_is_different(client_of, world, app):
    with app.test_request_context(), app.extensions["database"].unit():
        found = next_round(world)
    browser, address = client_of(world["contributor1"]), f"/dossiers/{found.own}"
    for path in (address, f"{address}/invullen"):
        assert f'href="{address}/was-wordt"' in browser.get(path).text
    page = browser.get(f"{address}/was-wordt")
    assert "Proefvragenlijst, versie 1" in page.words and "P-9" in page.words
    assert browser.get(f"{address}/was-wordt.pdf").response.mimetype == "application/pdf"
    client_of(world["contributor2"]).get(f"{address}/was-wordt.xlsx", 404)


def test_invitations_link_to_what_is_different_only_when_there_was_a_last_time(app, world, unit):
    actor = world["coordinator"].actor
    with app.test_request_context():
        first = make_round(world)
        later = next_round(world)
        for sample, days in ((first, -3), (later, 9)):
            due = {"due_on": clock.today() + timedelta(days=days)}
            session().execute(update(Dossier).where(Dossier.round_id == sample.round_id).values(due))
        for sample in (first, later):
            known = world["contributor1"].email
            service.invite_contact(actor, sample.round_id, world.vendors[0], "Bekend", known)
            service.invite_contact(actor, sample.round_id, world.vendors[0], "Nieuw", f"x{sample.own}@proef.example")
    texts = [mail.text for mail in session().scalars(select(OutboxMail)) if "uw antwoorden" in mail.text.lower()]
    late, due = (
        "De dag waarop uw antwoorden nodig waren, is voorbij.",
        long_date(clock.today() + timedelta(days=9), "nl"),
    )
    assert sum(late in text for text in texts) == 2, "the first round: all days are over"
    assert sum(f"uiterlijk op {due} nodig" in text for text in texts) == 2, "its own day, not the round's"
    assert len(texts) == 4 and sum("/was-wordt" in text for text in texts) == 2
    assert all(f"/dossiers/{later.vendor_dossier}/was-wordt" in text for text in texts if "/was-wordt" in text)
