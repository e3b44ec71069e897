# SPDX-License-Identifier: EUPL-1.2
"""Side doors: a child through another parent, what has ended, secret words in filters, files in files."""

import io
import itertools
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog
from openpyxl import Workbook
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from samencontroleren.accounts.models import Invitation, LoginSession, Membership
from samencontroleren.core import clock, logs
from samencontroleren.core.db import Base
from samencontroleren.core.db import session as core_session
from samencontroleren.core.security import digest, new_token
from samencontroleren.core.web import needs
from tests.isolation.canaries import FOUND, Thing, new_word
from tests.isolation.extent import FULL, READING, WRITING, by_turns
from tests.isolation.forms import forms_in
from tests.isolation.hunt import report
from tests.isolation.oracle import REFUSED, Oracle, leads_to_login
from tests.isolation.places import KINDS, Place, places, rules
from tests.isolation.twins import said
from tests.isolation.unpacked import words_of
from tests.support.story import pdf
from tests.support.turns import one_in_turn

pytestmark = pytest.mark.database


def crossed(oracle: Oracle) -> Iterator[tuple[str, Place]]:
    """Routes with two keys: the parent of one object with the child of another, for somebody who may open both."""
    adapter = oracle.app.url_map.bind("127.0.0.1")
    for rule in rules(oracle.app):
        things = oracle.scene.things.get(KINDS.get(rule.endpoint, ""), [])
        if len(rule.arguments) < 2 or not things:
            continue
        known = [dict(each.args) for each in things]
        for name in sorted(rule.arguments - {"key"}):
            for one, other in itertools.permutations(things, 2):
                args = {**one.args, name: other.args[name]}
                people = sorted((one.audience & other.audience) or (one.audience | other.audience))
                if args not in known and people:
                    method = "GET" if "GET" in (rule.methods or ()) else sorted((rule.methods or set()) & WRITING)[0]
                    thing = Thing("crossed", args, frozenset(), frozenset())
                    built = adapter.build(rule.endpoint, args, method=method)
                    yield people[0], Place(rule.endpoint, method, built, thing)
                    break


def test_a_child_is_not_reached_through_another_parent(oracle: Oracle) -> None:
    faults, tried = [], 0
    for actor, place in crossed(oracle):
        with oracle.forgotten():
            answer = oracle.ask(actor, place)
        tried += 1
        faults += oracle.leaks(actor, place, answer)
        if answer.status_code < 400 and not leads_to_login(answer):
            faults.append(f"{place.method} {place.endpoint}: {actor} gets {answer.status_code} at {place.path}")
    assert tried > 5
    report(faults)


PERSONAL = ("session", "passkey")
"""What belongs to the account, not to the membership."""
LEAVING = ("submitter1", "buyer1", "reviewer1", "coordinator")


@pytest.mark.parametrize("actor", LEAVING)
def test_an_ended_membership_opens_nothing_any_more(oracle: Oracle, unit_of: Session, actor: str) -> None:
    """With the session and the token that were open already.

    Whoever has no membership is nobody at every address alike: each route is asked by one of those it is for.
    """
    ended = update(Membership).where(Membership.id == oracle.scene.world[actor].membership_id)
    unit_of.execute(ended.values(ended_at=clock.now()))
    unit_of.flush()
    faults = []
    for group in places(oracle.app, oracle.scene, READING):
        if KINDS.get(group[0].endpoint if group else "") in PERSONAL:
            continue
        inside = [each for each in group if each.thing is not None and "nobody" not in each.audience]
        people = [name for name in LEAVING if any(name in each.audience for each in inside)]
        if not FULL and actor not in one_in_turn(people, group[0].endpoint if group else ""):
            continue
        for place in [each for each in inside if actor in each.audience][:1]:
            answer = oracle.ask(actor, place)
            if not (answer.status_code in REFUSED or leads_to_login(answer)):
                faults.append(f"{place}: {actor} still gets {answer.status_code}")
    report(faults)


ENDED = {"expired": "expires_at", "revoked": "revoked_at", "used": "accepted_at"}
PROFILE = {"name": "Iemand", "password": "acht groene lampen zingen", "password_again": "acht groene lampen zingen"}


def invited(oracle: Oracle, unit_of: Session) -> tuple[Invitation, list[Place]]:
    """An open invitation whose link is known, and all that can be asked with such a link."""
    invitation, token = unit_of.scalars(select(Invitation)).first(), new_token()
    assert invitation is not None
    invitation.token_digest = digest(token)
    unit_of.flush()
    adapter = oracle.app.url_map.bind("127.0.0.1")
    found = [
        Place(rule.endpoint, method, adapter.build(rule.endpoint, {"token": token}, method=method), None)
        for rule in rules(oracle.app)
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        if rule.arguments == {"token"} and "uitnodiging" in rule.rule
    ]
    return invitation, found


@pytest.mark.parametrize("ended", ENDED)
def test_an_invitation_that_ended_opens_nothing_and_names_nobody(oracle: Oracle, unit_of: Session, ended: str) -> None:
    """By no page behind its link, and nobody joins with it."""
    invitation, found = invited(oracle, unit_of)
    page = next(each for each in found if each.endpoint == "accounts.invitation")
    assert oracle.ask("visitor", page).status_code == 200
    setattr(invitation, ENDED[ended], clock.now() - timedelta(minutes=1))
    unit_of.flush()
    members = count_of(unit_of, Membership)
    faults = []
    for place in found:
        answer = oracle.ask("visitor", place, PROFILE if place.method == "POST" else None)
        faults += [f"{place}: {answer.status_code}"] if answer.status_code < 400 else []
        faults += [f"{place} names somebody"] if FOUND.search(said(answer).lower()) else []
    report(faults)
    assert len(found) > 4
    assert count_of(unit_of, Membership) == members


def count_of(unit_of: Session, table: type[Base]) -> int:
    return unit_of.scalar(select(func.count()).select_from(table)) or 0


PAGED = ("/api/v1/dossiers", "/api/v1/resultaten", "/api/v1/bewijsstukken", "/api/v1/signalen", "/api/v1/gesprekken")


@pytest.mark.parametrize("actor", ["submitter1", "buyer1", "reviewer3"])
def test_pages_together_are_the_list_and_beyond_it_is_nothing(oracle: Oracle, actor: str) -> None:
    """However it is cut up: what others have is on no page, in no total and in no link to a next one."""
    faults, shown = [], 0
    for path in PAGED:
        whole = oracle.ask(actor, Place("list", "GET", f"{path}?pageSize=100", None))
        if whole.status_code != 200:
            continue
        rows, pages = whole.get_json(), list[object]()
        for number in range(1, len(rows) // 3 + 4):
            place = Place(f"page {number} of {path}", "GET", f"{path}?pageSize=3&page={number}", None)
            answer = oracle.ask(actor, place)
            faults += oracle.leaks(actor, place, answer)
            faults += [f"{place}: another total"] if answer.headers.get("X-Total-Count") != str(len(rows)) else []
            faults += (
                [f"{place} leads on"]
                if 'rel="next"' in answer.headers.get("Link", "") and 3 * number >= len(rows)
                else []
            )
            pages += answer.get_json()
        faults += [f"{path}: {actor} reads other pages than the list"] if pages != rows else []
        shown += len(rows)
    report(faults)
    assert shown > 1


@pytest.mark.parametrize("path", ["/dossiers", "/resultaten", "/leveranciers", "/gesprekken", "/bewijs", "/gebruik"])
def test_a_page_beyond_the_last_shows_nothing_of_others(oracle: Oracle, path: str) -> None:
    for actor in ("submitter1", "buyer1", "coordinator"):
        place = Place("list", "GET", f"{path}?pagina=999", None)
        answer = oracle.ask(actor, place)
        assert answer.status_code < 500
        assert oracle.leaks(actor, place, answer) == []


def test_a_session_that_ended_opens_nothing(oracle: Oracle, unit_of: Session) -> None:
    place = Place("accounts.profile", "GET", "/profiel", None)
    assert oracle.ask("submitter1", place).status_code == 200
    unit_of.execute(update(LoginSession).values(ended_at=clock.now()))
    unit_of.flush()
    assert leads_to_login(oracle.ask("submitter1", place))


def test_the_second_membership_waits_until_it_is_chosen(oracle: Oracle) -> None:
    """Somebody of a supplier who is CISO of gemeente 1 too reads that gemeente's register only after switching."""
    usage = next(each for each in oracle.scene.things["usage"] if each.label == "usage 1")
    page = Place("usage.show", "GET", f"/gebruik/{usage.args['key']}", usage)
    assert oracle.ask("double", page).status_code == 404


LISTS = ("/dossiers", "/resultaten", "/rondes", "/leveranciers", "/signalen", "/gebruik", "/bewijs", "/gesprekken")
ASKING = ("submitter1", "buyer1", "admin1", "reviewer1", "coordinator")


def test_filters_show_and_betray_nothing(oracle: Oracle) -> None:
    """Each choice of each filter and order shows own things only; a secret word as filter is like a word of nobody."""
    faults = []
    for actor in ASKING:
        hidden = next(
            each for each in oracle.scene.canaries.values() if actor not in each.may and "name of" in each.where
        )
        for path in LISTS:
            if actor not in by_turns(oracle, ASKING, path):
                continue
            page = oracle.ask(actor, Place("list", "GET", path, None))
            if page.status_code != 200:
                continue
            for form in forms_in(page.get_data(as_text=True), "get"):
                for name, control in form.controls.items():
                    for value in control.options[:6]:
                        chosen = Place(f"list {path} {name}={value}", "GET", f"{path}?{name}={value}", None)
                        faults += oracle.leaks(actor, chosen, oracle.ask(actor, chosen))
                    if control.kind in ("text", "search"):
                        one, other = hidden.word, new_word()
                        said_of = [
                            said(oracle.ask(actor, Place("filter", "GET", f"{path}?{name}={word}", None))).replace(
                                word, ""
                            )
                            for word in (one, other)
                        ]
                        faults += (
                            [f"{path}?{name}: {actor} learns of {hidden.where}"] if said_of[0] != said_of[1] else []
                        )
    report(faults)


def test_a_log_line_of_a_broken_page_holds_no_words(
    oracle: Oracle, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither what the database was asked nor what was typed, although the error holds both."""
    word, typed = new_word(), new_word()

    def breaks() -> str:
        secret = typed
        try:
            core_session().execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": word})
        except DBAPIError as error:
            raise LookupError("broken") from error
        return secret

    monkeypatch.setitem(oracle.app.view_functions, "vendors.index", needs()(breaks))
    before = structlog.get_config()
    logs.configure(as_json=True)
    try:
        with oracle.forgotten():
            answer = oracle.ask("coordinator", Place("vendors.index", "GET", f"/leveranciers?zoek={typed}", None))
    finally:
        structlog.configure(**before)
    written = capsys.readouterr()
    assert answer.status_code == 500
    assert "request_failed" in written.err
    assert [each for each in (word, typed) if each in written.err + written.out] == []
    assert word not in said(answer)


def test_what_is_packed_is_read() -> None:
    """A word in a cell of a workbook in an archive, and in a PDF in that archive, is found."""
    cell, line = new_word(), new_word()
    book, packed = io.BytesIO(), io.BytesIO()
    workbook = Workbook()
    assert workbook.active is not None
    workbook.active["B2"] = cell
    workbook.save(book)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("map.xlsx", book.getvalue())
        archive.writestr("brief.pdf", pdf(line))
    assert {cell, line} <= set(FOUND.findall(words_of(packed.getvalue())))
