# SPDX-License-Identifier: EUPL-1.2
"""Who is told when a dossier moves: the people whose turn it now is, and those who wait for it.

One table says it all. Recipients are chosen by the system, and only people whose own right it is at that moment;
what they read of the dossier is named later with their rights.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import or_, select

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.rounds import policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Assignment, Dossier, DossierMove, Round, TermRequest

S = DossierState
Recipients = Callable[[Dossier], list[uuid.UUID]]


def coordinators(dossier: Dossier) -> list[uuid.UUID]:
    """VNG's co-ordinators who may act on the dossier."""
    return recipients.allowed(recipients.of_vng(Role.COORDINATOR), policy.COORDINATE, dossier)


def releasers(dossier: Dossier) -> list[uuid.UUID]:
    """VNG's releasing officers who may release the dossier."""
    return recipients.allowed(recipients.of_vng(Role.RELEASER), policy.RELEASE, dossier)


def second_persons(dossier: Dossier) -> list[uuid.UUID]:
    """The people of VNG who may approve that the dossier was not delivered: not the one who proposed it."""
    people = recipients.of_vng(Role.COORDINATOR, Role.RELEASER)
    return recipients.allowed(people, policy.APPROVE_NOT_DELIVERED, dossier)


def reviewers(dossier: Dossier) -> list[uuid.UUID]:
    """Who reviews the dossier now."""
    lasting = or_(Assignment.ended_at.is_(None), Assignment.ended_at > clock.now())
    return list(session().scalars(select(Assignment.membership_id).where(Assignment.dossier_id == dossier.id, lasting)))


def submitters(dossier: Dossier) -> list[uuid.UUID]:
    """The supplier's people who submit in its name."""
    return [each.id for each in accounts.members_with_roles(dossier.vendor_id, Role.SUBMITTER)]


def round_coordinator(dossier: Dossier) -> list[uuid.UUID]:
    """The co-ordinator of the dossier's round."""
    query = (
        select(Membership.id)
        .join(Membership.organisation)
        .join(Round, Round.coordinator_id == Membership.user_id)
        .where(
            Round.id == dossier.round_id,
            Organisation.kind == OrganisationKind.VNG,
            Membership.ended_at.is_(None),
        )
    )
    return list(session().scalars(query))


@dataclass(frozen=True)
class Told:
    """A kind of notice and whom it is for; `mail` where a mail of its own goes at once."""

    kind: str
    to: Recipients
    mail: str | None = None


TOLD: dict[tuple[DossierState, DossierState], tuple[Told, ...]] = {
    (S.IN_PROGRESS, S.SUBMITTED): (Told("dossier_submitted", coordinators),),
    (S.AWAITING_RELEASE, S.SUBMITTED): (Told("sent_back_to_coordinator", coordinators),),
    (S.SUPPLEMENT_ASKED, S.IN_REVIEW): (Told("supplement_arrived", reviewers),),
    (S.IN_REVIEW, S.DISCUSSING): (Told("differences", reviewers),),
    (S.AWAITING_RELEASE, S.DISCUSSING): (Told("sent_back", reviewers),),
    (S.IN_REVIEW, S.SUPPLEMENT_ASKED): (Told("supplement_asked", submitters, "rounds/supplement_asked"),),
    (S.DISCUSSING, S.SUPPLEMENT_ASKED): (Told("supplement_asked", submitters, "rounds/supplement_asked"),),
    (S.IN_REVIEW, S.HEARING): (Told("hearing_began", round_coordinator),),
    (S.DISCUSSING, S.HEARING): (Told("hearing_began", round_coordinator),),
    (S.HEARING, S.RECONSIDERING): (Told("reply_arrived", reviewers),),
    (S.AWAITING_RELEASE, S.RECONSIDERING): (Told("sent_back", reviewers),),
    (S.HEARING, S.AWAITING_RELEASE): (Told("awaiting_release", releasers),),
    (S.RECONSIDERING, S.AWAITING_RELEASE): (Told("awaiting_release", releasers),),
    (S.INVITED, S.REFUSED): (Told("dossier_refused", round_coordinator),),
    (S.IN_PROGRESS, S.REFUSED): (Told("dossier_refused", round_coordinator),),
}
"""By the state a dossier leaves and the one it enters."""


def after_move(dossier: Dossier, move: DossierMove) -> None:
    """End what does not count in the new state, and tell whose turn it is now."""
    notifications.moved("dossier", dossier.id, move.to_state)
    for told in TOLD.get((move.from_state, move.to_state), ()):
        key = f"{told.kind}:{move.id}"
        members = told.to(dossier)
        notifications.notify_all(key, members, told.kind, dossier.id, mail=told.mail, date=dossier.due_on)


def tell_joined(dossier: Dossier) -> None:
    """A dossier joined a round that runs already: the supplier's vrijgevers, as far as there are any."""
    key = f"dossier_joined:{dossier.id}"
    notifications.notify_all(key, submitters(dossier), "dossier_joined", dossier.id, date=dossier.due_on)


def tell_second_persons(dossier: Dossier) -> None:
    """Somebody proposed to record that a dossier was not delivered: a second person decides."""
    key = f"not_delivered_proposed:{dossier.id}:{dossier.revision}"
    notifications.notify_all(key, second_persons(dossier), "not_delivered_proposed", dossier.id)


def tell_asked(request: TermRequest, dossier: Dossier) -> None:
    """A supplier asks for more time: a co-ordinator decides."""
    notifications.notify_all(f"term_asked:{request.id}", coordinators(dossier), "term_asked", dossier.id)


def tell_decided(request: TermRequest, dossier: Dossier) -> None:
    """The supplier's submitters and whoever asked are told how it was decided; reminders begin anew."""
    notifications.finish("term_asked", dossier.id)
    kind = f"term_{request.state}"
    key = f"{kind}:{request.id}"
    people = accounts.members_with_roles(dossier.vendor_id, Role.SUBMITTER, Role.CONTRIBUTOR)
    asked_by = [each.id for each in people if each.user_id == request.asked_by_id]
    notifications.notify_all(key, [*submitters(dossier), *asked_by], kind, dossier.id, date=dossier.due_on)
    if request.granted_until:
        notifications.finish("reminder", dossier.id)
