# SPDX-License-Identifier: EUPL-1.2
"""The pool of reviewers: what each says to know and to have room for, and whom VNG leaves out of a round.

A statement is the person's own: a co-ordinator reads it and corrects nothing of it.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, delete, func, select

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Forbidden, Invalid
from samencontroleren.core.rest import Page
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.rounds import policy
from samencontroleren.rounds.kinds import ENDED, RoundState
from samencontroleren.rounds.models import Assignment, Dossier, LeftOut, ReviewerProfile, ReviewerRoom, Round
from samencontroleren.rounds.moves import person_of
from samencontroleren.rounds.proposing import is_away
from samencontroleren.rounds.reading import PAGE_SIZE, get_round
from samencontroleren.vendors.kinds import Category

MOST = 20
"""Nobody has room for more dossiers of one round."""
GOING_ON = (RoundState.PLANNED, RoundState.RUNNING)
UNKNOWN_SEGMENT = "Kies inkooponderdelen uit de lijst."
KNOWN_OUT = "Deze persoon doet al niet mee in deze ronde."

Away = tuple[date, date] | None
"""First and last day of an absence."""


@dataclass(frozen=True)
class Standing:
    """What counts for a reviewer in a round: the own statement, or the usual room where nothing was stated."""

    themes: frozenset[str]
    categories: frozenset[str]
    segments: frozenset[str]
    capacity: int
    away: Away
    left_out: str | None
    """Why VNG leaves the person out of the round; None: not left out."""


def standings(membership_ids: Collection[uuid.UUID], round_id: uuid.UUID | None) -> dict[uuid.UUID, Standing]:
    """Per membership what counts in a round; without one in general (system use; one query)."""
    room = (ReviewerRoom.membership_id == Membership.id) & (ReviewerRoom.round_id == round_id)
    out = (LeftOut.membership_id == Membership.id) & (LeftOut.round_id == round_id)
    query = (
        select(Membership.id, ReviewerProfile, ReviewerRoom, LeftOut.reason)
        .outerjoin(ReviewerProfile, ReviewerProfile.membership_id == Membership.id)
        .outerjoin(ReviewerRoom, room)
        .outerjoin(LeftOut, out)
        .where(Membership.id.in_(membership_ids))
    )
    return {row[0]: _standing(row[1], row[2], row[3]) for row in session().execute(query)}


def _standing(profile: ReviewerProfile | None, room: ReviewerRoom | None, left_out: str | None) -> Standing:
    counts = room or profile
    return Standing(
        themes=frozenset(profile.themes if profile else ()),
        categories=frozenset(profile.categories if profile else ()),
        segments=frozenset(profile.segments if profile else ()),
        capacity=counts.capacity if counts else parameters.number_on(Code.REVIEWER_ROOM),
        away=_away(counts.away_from, counts.away_until) if counts else None,
        left_out=left_out,
    )


def _away(first: date | None, last: date | None) -> Away:
    return (first, last) if first and last else None


@dataclass(frozen=True)
class RoundRoom:
    """A round that goes on, with what the reviewer says of it and whether VNG leaves him or her out."""

    round: Round
    room: ReviewerRoom | None
    left_out: str | None


@dataclass(frozen=True)
class Statement:
    """The own page of a reviewer."""

    profile: ReviewerProfile | None
    rounds: Sequence[RoundRoom]
    themes: Sequence[str]
    """What one can know something of."""
    segments: Sequence[str]
    """The same, of the segments of procurement."""
    usual: int
    """The room of whoever says nothing."""


def own_statement(actor: Actor) -> Statement:
    """What this reviewer says, in general and per round that is planned or runs. Raises Forbidden for others."""
    key = _own(actor)
    mine = select(ReviewerRoom).where(ReviewerRoom.membership_id == key)
    rooms = {each.round_id: each for each in session().scalars(mine)}
    out = {
        each.round_id: each.reason
        for each in session().scalars(visible(actor, policy.LEFT_OUT_VIEW).where(LeftOut.membership_id == key))
    }
    profile = _profile(key)
    known = questionnaires.published_themes()
    return Statement(
        profile=profile,
        rounds=[RoundRoom(each, rooms.get(each.id), out.get(each.id)) for each in list_going_on(actor)],
        themes=_with(known, profile.themes if profile else ()),
        segments=_with(list(questionnaires.published_segments()), profile.segments if profile else ()),
        usual=parameters.number_on(Code.REVIEWER_ROOM),
    )


def _with(known: Sequence[str], chosen: Iterable[str]) -> list[str]:
    """What is asked now, and behind it what was chosen when it still was."""
    return [*known, *(each for each in chosen if each not in known)]


def list_going_on(actor: Actor) -> list[Round]:
    """The rounds that are planned or run, the first to open in front."""
    query = visible(actor, policy.ROUND_VIEW).where(Round.state.in_(GOING_ON))
    return list(session().scalars(query.order_by(Round.opens_on, Round.name)))


def _own(actor: Actor, lock: bool = False) -> uuid.UUID:
    """The own membership as a reviewer; `lock` lets two windows of one person wait for each other."""
    require_any(actor, policy.STATE_ROOM)
    if actor.membership_id is None:
        raise Forbidden()
    return fetch(actor, policy.STATE_ROOM, actor.membership_id, lock=lock).id


def _profile(membership_id: uuid.UUID) -> ReviewerProfile | None:
    query = select(ReviewerProfile).where(ReviewerProfile.membership_id == membership_id)
    return session().scalars(query).one_or_none()


def save_profile(
    actor: Actor,
    *,
    themes: Sequence[str],
    categories: Sequence[Category],
    capacity: int,
    segments: Sequence[str] = (),
    away_from: date | None = None,
    away_until: date | None = None,
) -> ReviewerProfile:
    """A reviewer says what he or she knows and has room for. Raises Invalid for what nothing asks."""
    key = _own(actor, lock=True)
    found = _profile(key)
    wrong = _wrong_room(capacity, away_from, away_until)
    known = {*questionnaires.published_themes(), *(found.themes if found else ())}
    if not known.issuperset(themes):
        wrong["themes"] = ["Kies thema’s uit de lijst."]
    asked = {*questionnaires.published_segments(), *(found.segments if found else ())}
    if not asked.issuperset(segments):
        wrong["segments"] = [UNKNOWN_SEGMENT]
    if wrong:
        raise Invalid(wrong)
    row = found or ReviewerProfile(membership_id=key)
    row.themes = sorted(set(themes))
    row.categories = sorted({each.value for each in categories})
    row.segments = sorted(set(segments))
    row.capacity, row.away_from, row.away_until = capacity, away_from, away_until
    session().add(row)
    session().flush()
    trail.record(actor, "reviewer.stated", "membership", key)
    return row


def save_room(
    actor: Actor,
    round_id: uuid.UUID,
    *,
    capacity: int | None,
    away_from: date | None = None,
    away_until: date | None = None,
) -> None:
    """A reviewer says what he or she has room for in one round; without a number the profile counts again.

    Raises Conflict when the round is over.
    """
    key = _own(actor, lock=True)
    if get_round(actor, round_id).state not in GOING_ON:
        raise Conflict("Deze ronde is voorbij.")
    if capacity is None:
        if away_from or away_until:
            raise Invalid({"capacity": ["Vul ook in hoeveel dossiers u in deze ronde kunt doen."]})
        session().execute(delete(ReviewerRoom).where(*_at(ReviewerRoom, round_id, key)))
    else:
        wrong = _wrong_room(capacity, away_from, away_until)
        if wrong:
            raise Invalid(wrong)
        row = session().scalars(select(ReviewerRoom).where(*_at(ReviewerRoom, round_id, key))).one_or_none()
        row = row or ReviewerRoom(round_id=round_id, membership_id=key)
        row.capacity, row.away_from, row.away_until = capacity, away_from, away_until
        session().add(row)
    session().flush()
    trail.record(actor, "reviewer.stated", "round", round_id)


def _at(
    table: type[ReviewerRoom | LeftOut], round_id: uuid.UUID, membership_id: uuid.UUID
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.round_id == round_id, table.membership_id == membership_id


def _wrong_room(capacity: int, first: date | None, last: date | None) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if not 0 <= capacity <= MOST:
        wrong["capacity"] = ["Vul een getal van 0 tot en met 20 in."]
    if first and not last:
        wrong["away_until"] = ["Vul ook de laatste dag in."]
    if last and not first:
        wrong["away_from"] = ["Vul ook de eerste dag in."]
    if first and last and last < first:
        wrong["away_until"] = ["De laatste dag ligt vóór de eerste dag."]
    return wrong


@dataclass(frozen=True)
class PoolRow:
    """A reviewer as the co-ordinator sees him or her."""

    membership_id: uuid.UUID
    name: str
    organisation_id: uuid.UUID
    organisation_name: str
    standing: Standing
    load: int
    """Dossiers in hand that have not ended: of the round that was asked, else of all."""

    @property
    def has_room(self) -> bool:
        """Takes part, is not away today and can take one more."""
        standing = self.standing
        is_there = not is_away(standing.away, clock.today(), clock.today())
        return standing.left_out is None and is_there and self.load < standing.capacity


def list_pool(
    actor: Actor,
    *,
    theme: str = "",
    category: Category | None = None,
    segment: str = "",
    round_id: uuid.UUID | None = None,
    organisation_id: uuid.UUID | None = None,
    has_room: bool = False,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page:
    """One page of the pool, by organisation and name. Raises Forbidden for anybody but VNG's co-ordinator."""
    found = [each for each in _rows(actor, round_id) if organisation_id in (None, each.organisation_id)]
    found = [each for each in found if not theme or theme in each.standing.themes]
    found = [each for each in found if category is None or category.value in each.standing.categories]
    found = [each for each in found if not segment or segment in each.standing.segments]
    found = [each for each in found if each.has_room or not has_room]
    before = (page - 1) * size
    return Page(found[before : before + size], len(found), page, size)


def list_pool_organisations(actor: Actor) -> list[tuple[uuid.UUID, str]]:
    """The organisations with a reviewer, in the order of the pool."""
    people = accounts.reviewer_memberships(actor)
    return list({each.organisation_id: (each.organisation_id, each.organisation.name) for each in people}.values())


def _rows(actor: Actor, round_id: uuid.UUID | None) -> list[PoolRow]:
    people = accounts.reviewer_memberships(actor)
    standing = standings([each.id for each in people], round_id)
    in_hand = loads([each.user_id for each in people], round_id)
    return [
        PoolRow(
            membership_id=each.id,
            name=each.user.name,
            organisation_id=each.organisation_id,
            organisation_name=each.organisation.name,
            standing=standing[each.id],
            load=in_hand.get(each.user_id, 0),
        )
        for each in people
    ]


def loads(user_ids: Sequence[uuid.UUID], round_id: uuid.UUID | None = None) -> dict[uuid.UUID, int]:
    """Per person how many dossiers that have not ended are in hand, in one round or in all (system use)."""
    query = (
        select(Assignment.user_id, func.count())
        .join(Assignment.dossier)
        .where(Assignment.user_id.in_(user_ids), Assignment.ended_at.is_(None), Dossier.state.not_in(ENDED))
        .group_by(Assignment.user_id)
    )
    if round_id is not None:
        query = query.where(Dossier.round_id == round_id)
    return {row[0]: row[1] for row in session().execute(query)}


def leave_out(actor: Actor, round_id: uuid.UUID, membership_id: uuid.UUID, reason: str) -> LeftOut:
    """A co-ordinator leaves a reviewer out of a round; dossiers in hand stay. The person reads the reason.

    Raises Invalid for somebody who does not review, Conflict when that person is left out already.
    """
    get_round(actor, round_id, policy.ROUND_EDIT, lock=True)
    _in_pool(actor, membership_id)
    if session().scalar(select(LeftOut.id).where(*_at(LeftOut, round_id, membership_id))):
        raise Conflict(KNOWN_OUT)
    made = LeftOut(round_id=round_id, membership_id=membership_id, reason=reason, left_out_by_id=person_of(actor))
    session().add(made)
    session().flush()
    trail.record(actor, "reviewer.left-out", "round", round_id, membership=membership_id)
    return made


def take_in(actor: Actor, round_id: uuid.UUID, membership_id: uuid.UUID) -> None:
    """A co-ordinator lets a reviewer take part again; twice changes nothing."""
    get_round(actor, round_id, policy.ROUND_EDIT, lock=True)
    session().execute(delete(LeftOut).where(*_at(LeftOut, round_id, membership_id)))
    trail.record(actor, "reviewer.taken-in", "round", round_id, membership=membership_id)


def _in_pool(actor: Actor, membership_id: uuid.UUID) -> Membership:
    for each in accounts.reviewer_memberships(actor):
        if each.id == membership_id:
            return each
    raise Invalid({"membership_id": ["Kies een beoordelaar uit de lijst."]})


def end_statements(membership_id: uuid.UUID) -> None:
    """Whoever reviews no more leaves nothing in the pool (system use)."""
    for table in (ReviewerProfile, ReviewerRoom, LeftOut):
        session().execute(delete(table).where(table.membership_id == membership_id))
