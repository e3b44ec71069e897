# SPDX-License-Identifier: EUPL-1.2
"""The people of an audience: who takes part, who can be mentioned, who is told. Names stay where they may be known."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Membership, User
from samencontroleren.core.db import session
from samencontroleren.core.errors import Invalid
from samencontroleren.notifications import service as notifications
from samencontroleren.notifications.recipients import allowed, living_members
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.responses.models import QuestionTask
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.threads import policy
from samencontroleren.threads.kinds import REVEALED, Audience, QuestionState, Voice
from samencontroleren.threads.models import Thread, ThreadMember, ThreadMention, ThreadMessage

WRITERS = (Role.CONTRIBUTOR, Role.SUBMITTER)
STRANGER = "Kies alleen mensen die dit gesprek kunnen lezen."


@dataclass(frozen=True)
class Listener:
    """Somebody of the audience who has a name for the platform (not yet for every reader)."""

    membership_id: uuid.UUID
    user_id: uuid.UUID
    name: str
    voice: Voice


def dossier_of(thread: Thread) -> Dossier:
    """The dossier a thread hangs below; of a result the dossier it came from (release must be loaded)."""
    if thread.dossier is not None:
        return thread.dossier
    if thread.release is None:
        raise LookupError("a thread without a parent")
    return session().get_one(Dossier, thread.release.dossier_id)


def listeners(thread: Thread) -> list[Listener]:
    """The supplier's people, the reviewers and the co-ordinator who belong to the audience (system use)."""
    dossier = dossier_of(thread)
    found: list[Listener] = []
    is_hidden = thread.question_state not in (None, QuestionState.PUBLISHED)
    if thread.audience is not Audience.REVIEWERS and not is_hidden:
        found += vendor_people(dossier.vendor_id, *WRITERS, Role.ADMINISTRATOR)
    if thread.audience in (Audience.VENDOR_VNG_REVIEWERS, Audience.REVIEWERS):
        found += [each for each in reviewers(dossier) if _is_unblind(thread, dossier, each.user_id)]
    if thread.audience is not Audience.INSIDE_VENDOR:
        found += coordinators(dossier)
    return found


def _is_unblind(thread: Thread, dossier: Dossier, user_id: uuid.UUID) -> bool:
    if dossier.state in REVEALED or thread.reviewer_id == user_id:
        return True
    return thread.audience is Audience.VENDOR_VNG_REVIEWERS and thread.reviewer_id is None


def vendor_people(vendor_id: uuid.UUID, *roles: Role) -> list[Listener]:
    """The people of a supplier with one of these roles."""
    people = accounts.members_with_roles(vendor_id, *roles)
    return [Listener(each.id, each.user_id, each.user.name, Voice.VENDOR) for each in people]


def assignees_at(thread: Thread) -> list[uuid.UUID]:
    """Who has the question of a supplier's own thread now; who may read it is asked of each."""
    here = (QuestionTask.dossier_id == thread.dossier_id) & QuestionTask.ended_at.is_(None)
    same = QuestionTask.requirement_version_id == thread.requirement_version_id
    query = select(QuestionTask.membership_id).where(here, same, QuestionTask.membership_id.is_not(None))
    return [each for each in session().scalars(query) if each is not None]


def reviewers(dossier: Dossier) -> list[Listener]:
    """The reviewers of a dossier whose right lasts."""
    found = rounds.assignments_of(dossier.id)
    names = accounts.get_user_names(each.user_id for each in found)
    return [Listener(each.membership_id, each.user_id, names[each.user_id], Voice.REVIEWER) for each in found]


def coordinators(dossier: Dossier) -> list[Listener]:
    """The co-ordinator of a dossier's round, as a person of VNG."""
    query = (
        select(Membership.id, Membership.user_id, User.name)
        .join(Membership.user)
        .join(Membership.organisation)
        .join(Round, Round.coordinator_id == Membership.user_id)
        .where(Round.id == dossier.round_id, Organisation.kind == OrganisationKind.VNG, Membership.ended_at.is_(None))
        .where(User.is_machine.is_(False))
    )
    return [Listener(*row, Voice.VNG) for row in session().execute(query)]


def colleagues(actor: Actor) -> list[Listener]:
    """The other people of the actor's own supplier, to mention when a thread is opened."""
    found = [each for key in actor.vendor_ids for each in vendor_people(key, *WRITERS, Role.ADMINISTRATOR)]
    return [each for each in found if each.membership_id != actor.membership_id]


def mentionable(actor: Actor, thread: Thread) -> list[Listener]:
    """Whom the actor can mention: of the audience only, and only people whose name the actor may know."""
    if actor.supplier_ids:  # a guest mentions nobody: who else works there is not told
        return colleagues(actor)
    return [each for each in listeners(thread) if each.membership_id != actor.membership_id]


def choose(found: Iterable[Listener], wanted: Collection[uuid.UUID]) -> list[Listener]:
    """The people chosen from a list of possible ones. Raises Invalid for anybody else."""
    chosen = [each for each in found if each.membership_id in wanted]
    if len(chosen) != len(set(wanted)):
        raise Invalid({"mentions": [STRANGER]})
    return chosen


def may_read(thread: Thread, membership_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Those of these members who may read the thread now, each asked as him- or herself."""
    return allowed(living_members(membership_ids), policy.VIEW, thread)


def join(thread: Thread, membership_ids: Iterable[uuid.UUID]) -> None:
    """Let people take part; who already does keeps the place."""
    wanted = set(membership_ids)
    here = select(ThreadMember.membership_id).where(ThreadMember.thread_id == thread.id)
    present = set(session().scalars(here.where(ThreadMember.membership_id.in_(wanted))))
    session().add_all(ThreadMember(thread_id=thread.id, membership_id=each) for each in wanted - present)
    session().flush()


def mention(thread: Thread, message: ThreadMessage, chosen: Sequence[Listener]) -> None:
    """Note who is mentioned, let them take part and tell them."""
    rows = (ThreadMention(message_id=message.id, membership_id=each.membership_id, voice=each.voice) for each in chosen)
    session().add_all(rows)
    readers = may_read(thread, [each.membership_id for each in chosen])
    join(thread, readers)
    for each in readers:
        _tell(thread, each, "thread_mention", f"{message.number}")


def tell_members(thread: Thread, kind: str, but: uuid.UUID | None) -> None:
    """Tell who takes part and may still read it; once until they have read it."""
    places = session().scalars(select(ThreadMember).where(ThreadMember.thread_id == thread.id))
    read = {each.membership_id: each.read_number for each in places if each.membership_id != but}
    for each in may_read(thread, read):
        _tell(thread, each, kind, f"{read[each]}")


def _tell(thread: Thread, membership_id: uuid.UUID, kind: str, part: str) -> None:
    key = f"{kind}/{thread.id}/{part}/{membership_id}"
    notifications.notify(key, membership_id, kind, thread.id, link=f"/gesprekken/{thread.id}")
