# SPDX-License-Identifier: EUPL-1.2
"""What dossiers, assignments and conflicts do when organisations, suppliers or products go on elsewhere."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Membership
from samencontroleren.core.db import session
from samencontroleren.core.messages import N_
from samencontroleren.organisations.actor import SYSTEM
from samencontroleren.organisations.contributions import Counts, MergeContribution
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.rounds.given_reasons import KNOWN, MERGED, WENT_ON
from samencontroleren.rounds.kinds import ENDED, DossierKind, DossierState, Part, RoundState
from samencontroleren.rounds.models import (
    Assignment,
    ConflictOfInterest,
    Dossier,
    FormerEmployer,
    LeftOut,
    ReviewerProfile,
    ReviewerRoom,
    Round,
    VendorInvitation,
)
from samencontroleren.rounds.moves import move_dossier, take_part
from samencontroleren.vendors.contributions import Move, SupplierContribution


def _assignments(old: Sequence[uuid.UUID]) -> list[Assignment]:
    there = Assignment.organisation_id.in_(old) & Assignment.ended_at.is_(None)
    return list(session().scalars(select(Assignment).where(there)))


def _preview(old: Sequence[uuid.UUID], into: uuid.UUID | None) -> Counts:
    together = _assignments([*old, *([into] if into else [])])
    dossiers = [each.dossier_id for each in together]
    return [
        (N_("Beoordelingen die lopen"), len(_assignments(old))),
        (N_("Dossiers met daarna twee beoordelaars van één gemeente"), len(dossiers) - len(set(dossiers))),
    ]


def _move(old: Sequence[uuid.UUID], into: uuid.UUID) -> None:
    """Assignments are the person's: they go along with the membership."""
    for before, now in accounts.replaced_memberships(old, into).items():
        theirs = Assignment.membership_id == before
        session().execute(update(Assignment).where(theirs).values(membership_id=now))
        _move_statements(before, now)
    for each in _assignments(old):
        each.organisation_id = into
    session().flush()


def _move_statements(before: uuid.UUID, now: uuid.UUID) -> None:
    """What a person said in the membership that stays counts; what was said in the other one alone goes along."""
    own: tuple[tuple[Any, list[Any]], ...] = (
        (ReviewerProfile, []),
        (ReviewerRoom, [ReviewerRoom.round_id]),
        (LeftOut, [LeftOut.round_id]),
    )
    for table, keys in own:
        known = select(table.membership_id, *keys).where(table.membership_id == now)
        there = {tuple(row) for row in session().execute(known)}
        for row in session().scalars(select(table).where(table.membership_id == before)):
            place = (now, *(getattr(row, key.key) for key in keys))
            if place in there:
                session().delete(row)
            else:
                row.membership_id = now
    session().flush()


def _of_products(move: Move) -> list[Dossier]:
    query = select(Dossier).where(Dossier.product_id.in_(move.product_ids))
    return list(session().scalars(query.order_by(Dossier.created_at, Dossier.id)))


def _of_supplier(vendor_id: uuid.UUID) -> list[Dossier]:
    query = select(Dossier).where(Dossier.vendor_id == vendor_id, Dossier.product_id.is_(None))
    return list(session().scalars(query.order_by(Dossier.created_at, Dossier.id)))


def _supplier_preview(move: Move) -> Counts:
    found = _of_products(move)
    working = [each for each in found if each.state not in ENDED]
    if move.is_merge:
        return [(N_("Dossiers die worden geannuleerd"), len(working))]
    own = [each for each in _of_supplier(move.vendor_id) if each.state not in ENDED]
    ending = len(own) if move.is_whole and not move.is_duplicate else 0
    return [
        (N_("Dossiers"), len(found)),
        (N_("Dossiers waaraan nu gewerkt wordt"), len(working)),
        (N_("Dossiers over de oude leverancier zelf, die worden geannuleerd"), ending),
    ]


def _supplier_move(move: Move) -> None:
    if move.is_merge:
        _cancel(_of_products(move), MERGED)
        return
    working_rounds = []
    for each in _of_products(move):
        each.vendor_id = move.into_vendor_id
        each.revision += 1
        if each.state not in ENDED and each.round_id not in working_rounds:
            working_rounds.append(each.round_id)
    session().flush()
    if move.is_whole:
        _leave(move)
    _ask_new_supplier(move.into_vendor_id, working_rounds)
    _keep_conflicts(move)


def _leave(move: Move) -> None:
    """The old supplier ends: its own dossiers go to the same supplier under its other row, or stop."""
    taken = {each.round_id for each in _of_supplier(move.into_vendor_id)}
    for each in _of_supplier(move.vendor_id):
        if move.is_duplicate and each.round_id not in taken:
            each.vendor_id, each.revision = move.into_vendor_id, each.revision + 1
        else:
            _cancel([each], WENT_ON)
    session().flush()
    if move.moves_people:
        _move_contacts(move)


def _move_contacts(move: Move) -> None:
    there = select(VendorInvitation.round_id, VendorInvitation.email)
    known = {tuple(row) for row in session().execute(there.where(VendorInvitation.vendor_id == move.into_vendor_id))}
    for each in session().scalars(select(VendorInvitation).where(VendorInvitation.vendor_id == move.vendor_id)):
        if (each.round_id, each.email) not in known:
            each.vendor_id = move.into_vendor_id
    session().flush()


def _cancel(dossiers: Sequence[Dossier], reason: str) -> None:
    for each in dossiers:
        if each.state not in ENDED:
            move_dossier(SYSTEM, each, DossierState.CANCELLED, reason)


def _ask_new_supplier(vendor_id: uuid.UUID, round_ids: Sequence[uuid.UUID]) -> None:
    """A product can only be released beside the result of its supplier: ask the new one in the same rounds."""
    for found in session().scalars(select(Round).where(Round.id.in_(round_ids))):
        if found.state not in (RoundState.PLANNED, RoundState.RUNNING):
            continue
        own = (Dossier.round_id == found.id) & (Dossier.vendor_id == vendor_id) & Dossier.product_id.is_(None)
        own &= Dossier.kind == DossierKind.ROUND
        asks = questionnaires.asks(found.questionnaire_id, Subject.VENDOR)
        if not asks or session().scalar(select(func.count(Dossier.id)).where(own)):
            continue
        made = Dossier(round_id=found.id, subject=Subject.VENDOR, vendor_id=vendor_id, due_on=found.answers_due_on)
        session().add(made)
        session().flush()
        take_part(found.coordinator_id, made.id, Part.COORDINATES)


def _keep_conflicts(move: Move) -> None:
    """Whoever could not assess the product may not do so now: the interest is one in the new supplier too."""
    belonged = select(Membership.user_id).where(Membership.organisation_id == move.vendor_id)
    declared = select(ConflictOfInterest.user_id).where(ConflictOfInterest.vendor_id == move.vendor_id)
    known = select(ConflictOfInterest.user_id).where(ConflictOfInterest.vendor_id == move.into_vendor_id)
    members = select(Membership.user_id).where(Membership.organisation_id == move.into_vendor_id)
    free = {*session().scalars(belonged), *session().scalars(declared)} - {
        *session().scalars(known),
        *session().scalars(members),
    }
    session().add_all(
        ConflictOfInterest(user_id=each, vendor_id=move.into_vendor_id, reason=KNOWN) for each in sorted(free)
    )
    session().flush()
    _keep_former_employers(move)


def _keep_former_employers(move: Move) -> None:
    """The same for who worked there before; still read by nobody but the person."""
    known = select(FormerEmployer.user_id).where(FormerEmployer.vendor_id == move.into_vendor_id)
    there = select(FormerEmployer).where(
        FormerEmployer.vendor_id == move.vendor_id, FormerEmployer.user_id.not_in(known)
    )
    for each in session().scalars(there.order_by(FormerEmployer.user_id)):
        facts = {"left_on": each.left_on, "counts_until": each.counts_until}
        session().add(FormerEmployer(user_id=each.user_id, vendor_id=move.into_vendor_id, **facts))
    session().flush()


MERGING = MergeContribution(_preview, _move)
SUPPLIERS = SupplierContribution(_supplier_preview, _supplier_move)
