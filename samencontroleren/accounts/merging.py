# SPDX-License-Identifier: EUPL-1.2
"""What people do when their organisation goes on in another one: memberships and invitations go along.

A membership keeps its key, so that what follows it (notices, assignments, sessions) goes along too. Who belongs to
both keeps the membership of the new organisation, with the roles of both; the other one ends. API clients end: the
administrator of the new organisation decides which software may use its data.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload, selectinload

from samencontroleren.accounts import clients
from samencontroleren.accounts.models import (
    ApiClient,
    Invitation,
    LoginSession,
    Membership,
    MembershipRole,
    PersonalToken,
    User,
)
from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.core.messages import N_
from samencontroleren.organisations.actor import SYSTEM
from samencontroleren.organisations.contributions import Counts, MergeContribution
from samencontroleren.vendors.contributions import Move, SupplierContribution


def _living(organisations: Sequence[uuid.UUID]) -> list[Membership]:
    """The people who belong to these organisations now; clients of the API are none."""
    query = select(Membership).join(Membership.user).options(selectinload(Membership.roles))
    there = Membership.organisation_id.in_(organisations) & Membership.ended_at.is_(None) & User.is_machine.is_(False)
    return list(session().scalars(query.where(there).order_by(Membership.created_at, Membership.id)))


def _open_invitations(organisations: Sequence[uuid.UUID]) -> list[Invitation]:
    waiting = Invitation.accepted_at.is_(None) & Invitation.revoked_at.is_(None)
    there = Invitation.organisation_id.in_(organisations) & waiting
    return list(session().scalars(select(Invitation).where(there)))


def _living_clients(organisations: Sequence[uuid.UUID]) -> list[ApiClient]:
    query = select(ApiClient).options(joinedload(ApiClient.membership))
    there = ApiClient.organisation_id.in_(organisations) & ApiClient.revoked_at.is_(None)
    return list(session().scalars(query.where(there).order_by(ApiClient.id)))


def _preview(old: Sequence[uuid.UUID], into: uuid.UUID | None) -> Counts:
    people = _living(old)
    seen = {each.user_id for each in _living([into])} if into else set()
    double = len(people) - len({each.user_id for each in people} - seen)
    return [
        (N_("Mensen"), len(people)),
        (N_("Mensen die er dubbel in staan: hun rollen komen bij elkaar"), double),
        (N_("Uitnodigingen die nog open staan"), len(_open_invitations(old))),
        (N_("API-clients die ophouden"), len(_living_clients(old))),
    ]


def _move(old: Sequence[uuid.UUID], into: uuid.UUID) -> None:
    for member in _living(old):
        there = _membership(member.user_id, into)
        if there is None:
            member.organisation_id = into
        else:
            _unite(member, there)
        session().flush()
        trail.record(SYSTEM, "membership.moved", "membership", member.id, reader=into)
    for client in _living_clients(old):
        clients.end_client(SYSTEM, client)
    for invitation in _open_invitations(old):
        invitation.organisation_id = into
    session().flush()


def _membership(user_id: uuid.UUID, organisation_id: uuid.UUID) -> Membership | None:
    query = select(Membership).options(selectinload(Membership.roles))
    mine = (Membership.user_id == user_id) & (Membership.organisation_id == organisation_id)
    return session().scalars(query.where(mine)).one_or_none()


def _unite(member: Membership, there: Membership) -> None:
    """The roles of both in the membership that stays; one that had ended there lends nothing of its own."""
    if there.ended_at is not None:
        there.roles, there.ended_at = [], None
        session().flush()
    held = {each.role for each in there.roles}
    there.roles += [MembershipRole(role=each.role) for each in member.roles if each.role not in held]
    member.ended_at = clock.now()
    for table in (LoginSession, PersonalToken):
        theirs = table.membership_id == member.id
        session().execute(update(table).where(theirs).values(membership_id=there.id))


def living_memberships_of(organisations: Sequence[uuid.UUID]) -> Select[uuid.UUID]:
    """The keys of the living memberships of some organisations (system use)."""
    there = Membership.organisation_id.in_(organisations) & Membership.ended_at.is_(None)
    return select(Membership.id).where(there)


def replaced_memberships(old: Sequence[uuid.UUID], into: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """Ended memberships of organisations that went on in `into`, with the one the same person has there.

    For later features that keep the key of a membership (system use, during a merger).
    """
    there = select(Membership.user_id, Membership.id).where(
        Membership.organisation_id == into, Membership.ended_at.is_(None)
    )
    now = {row.user_id: row.id for row in session().execute(there)}
    before = select(Membership.id, Membership.user_id).where(Membership.organisation_id.in_(old))
    return {row.id: now[row.user_id] for row in session().execute(before) if row.user_id in now}


def _supplier_preview(move: Move) -> Counts:
    if not move.is_whole:
        return []
    if move.moves_people:
        return _preview([move.vendor_id], move.into_vendor_id)
    return [(N_("Mensen die hun toegang verliezen"), len(_living([move.vendor_id])))]


def _supplier_move(move: Move) -> None:
    if move.is_whole and move.moves_people:
        _move([move.vendor_id], move.into_vendor_id)


MERGING = MergeContribution(_preview, _move)
SUPPLIERS = SupplierContribution(_supplier_preview, _supplier_move)
