# SPDX-License-Identifier: EUPL-1.2
"""Assigning questions to colleagues, and to people outside who then see only these (product.md, section 5)."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import invitations, mailing
from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Invitation, Membership, User
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, fetch_many, is_never
from samencontroleren.core.db import past_walls, session
from samencontroleren.core.errors import Forbidden, Invalid
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import ADMINISTRATORS, Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.responses import policy, tasks
from samencontroleren.responses.answering import require_open
from samencontroleren.responses.kinds import AnswerStatus
from samencontroleren.responses.models import QuestionTask
from samencontroleren.responses.sheet import load_sheet
from samencontroleren.rounds.models import Dossier

ANSWERING = (Role.CONTRIBUTOR, Role.SUBMITTER, Role.GUEST)
NO_QUESTION = "Kies minstens één vraag van dit dossier."
NO_PERSON = "Kies iemand uit de lijst, of vul de naam en het mailadres in van iemand anders."
PAST = "Kies een dag van vandaag of later."
MAIL = "responses/questions_assigned"
OF_MAP, OF_GUEST = "/dossiers/{id}/vragen?toon=mij", "/gevraagd"


@dataclass(frozen=True)
class Invited:
    """What an invitation by mail needs: the row and the token of the link, shown nowhere else."""

    invitation: Invitation
    token: str
    message: str
    """What stands in the mail of whoever gave the questions; mostly nothing."""


@dataclass(frozen=True)
class _Person:
    """Who gets questions: a member, or somebody invited who has not come yet."""

    membership_id: uuid.UUID | None
    email: str = ""
    name: str = ""
    is_guest: bool = False


@dataclass(frozen=True)
class _Given:
    """What comes along with questions."""

    due_on: date
    message: str
    is_mailed: bool

    @property
    def mailed(self) -> str:
        """The message as far as a mail holds it."""
        return self.message if self.is_mailed else ""


def assignees(actor: Actor, dossier_id: uuid.UUID) -> list[Membership]:
    """Whom questions of a dossier can be given to: who answers for the supplier, and its guests; by name."""
    dossier = fetch(actor, policy.ASSIGN, dossier_id, view=policy.WORK)
    return accounts.members_with_roles(dossier.vendor_id, *ANSWERING)


def assign_questions(
    actor: Actor,
    dossier_id: uuid.UUID,
    asked: Collection[uuid.UUID],
    membership_id: uuid.UUID,
    due_on: date,
    message: str = "",
    *,
    is_mailed: bool = False,
) -> int:
    """Give questions to somebody of the supplier until a day; whoever had them has them no longer. Gives how many.

    The message stands above the questions, and in a mail only where the giver chose so.

    Raises Invalid for a question that is not asked, somebody who does not answer here or a day in the past, Conflict
    when the dossier is not open.
    """
    dossier = require_open(actor, dossier_id)
    answered = _check(actor, dossier, asked, due_on)
    found = next((each for each in assignees(actor, dossier_id) if each.id == membership_id), None)
    if found is None:
        raise Invalid({"membership_id": [NO_PERSON]})
    is_own = found.id == actor.membership_id
    given = _Given(due_on, message.strip(), is_mailed)
    return _give(actor, dossier, asked, _person(found), given, answered if is_own else frozenset())


def assign_to_guest(
    actor: Actor,
    dossier_id: uuid.UUID,
    asked: Collection[uuid.UUID],
    *,
    email: str,
    name: str,
    due_on: date,
    message: str = "",
    is_mailed: bool = False,
    language: str = "nl",
) -> Invited | None:
    """Give questions to somebody without account: an invitation by mail (to send), after which only these are seen.

    The message goes as with `assign_questions`. Somebody who belongs to the supplier already gets them as such; then
    there is nothing to send, and it gives None. Raises as `assign_questions`, and Forbidden for a machine.
    """
    dossier = require_open(actor, dossier_id)
    fetch(actor, policy.INVITE_GUEST, dossier_id, view=policy.WORK)
    _check(actor, dossier, asked, due_on)
    email, given = email.strip().lower(), _Given(due_on, message.strip(), is_mailed)
    member = _member_at(dossier.vendor_id, email)
    if member is not None:
        _give(actor, dossier, asked, _person(member), given)
        return None
    _give(actor, dossier, asked, _Person(None, email, name, is_guest=True), given)
    return _invite(actor, dossier.vendor_id, email, name, language, given.mailed)


def invited_people(actor: Actor, dossier: Dossier) -> dict[str, str]:
    """Who was invited to answer for the supplier of a dossier and has not come yet: names by address.

    The caller may answer this dossier. Nobody for a machine: it gives nothing to people who are still to be let in.
    """
    if is_never(policy.INVITE_GUEST(actor)):
        return {}
    found = session().scalars(_open_invitations(dossier.vendor_id))
    return {each.email: each.name for each in found if set(each.roles) & set(ANSWERING)}


def assign_to_invited(
    actor: Actor, dossier_id: uuid.UUID, asked: Collection[uuid.UUID], email: str, due_on: date, message: str = ""
) -> int:
    """Give questions to somebody whose invitation is open: they wait for that person, and nothing is sent anew.

    Raises as `assign_to_guest`, and Invalid for an address without such an invitation.
    """
    dossier = require_open(actor, dossier_id)
    fetch(actor, policy.INVITE_GUEST, dossier_id, view=policy.WORK)
    _check(actor, dossier, asked, due_on)
    name = invited_people(actor, dossier).get(email)
    if name is None:
        raise Invalid({"email": [NO_PERSON]})
    return _give(actor, dossier, asked, _Person(None, email, name), _Given(due_on, message.strip(), is_mailed=False))


def _person(member: Membership) -> _Person:
    return _Person(member.id, is_guest={each.role for each in member.roles} == {Role.GUEST})


def _check(actor: Actor, dossier: Dossier, asked: Collection[uuid.UUID], due_on: date) -> frozenset[uuid.UUID]:
    """Those of the questions that are answered already: whoever takes these over has nothing to do."""
    questions = load_sheet(actor, dossier.id).questions
    there = {each.version.id for each in questions}
    wrong: dict[str, list[str]] = {}
    if not asked or set(asked) - there:
        wrong["asked"] = [NO_QUESTION]
    if due_on < clock.today():
        wrong["due_on"] = [PAST]
    if wrong:
        raise Invalid(wrong)
    return frozenset(each.version.id for each in questions if each.status is AnswerStatus.DONE)


def _member_at(vendor_id: uuid.UUID, email: str) -> Membership | None:
    """The living membership of this address that answers for the supplier. Raises Invalid for one that does not."""
    here = (Membership.organisation_id == vendor_id) & Membership.ended_at.is_(None)
    query = select(Membership).join(Membership.user).options(joinedload(Membership.roles))
    found = session().scalars(query.where(here, User.email == email)).unique().one_or_none()
    if found is not None and not {each.role for each in found.roles} & set(ANSWERING):
        raise Invalid({"email": ["Deze collega vult geen vragen in. Vraag uw beheerder om de rol van invuller."]})
    return found


def _give(
    actor: Actor,
    dossier: Dossier,
    asked: Collection[uuid.UUID],
    person: _Person,
    given: _Given,
    answered: Collection[uuid.UUID] = (),
) -> int:
    if actor.user_id is None:
        raise Forbidden()
    before = _standing(dossier.id, asked)
    for each in before:
        each.ended_at = clock.now()
    session().flush()
    session().add_all(
        QuestionTask(
            dossier_id=dossier.id,
            requirement_version_id=each,
            membership_id=person.membership_id,
            invited_email=person.email,
            invited_name=person.name,
            due_on=given.due_on,
            message=given.message,
            assigned_by_id=actor.user_id,
            done_at=clock.now() if each in answered else None,
        )
        for each in dict.fromkeys(asked)
    )
    session().flush()
    tasks.end_notices(dossier.id, {each.membership_id for each in before})
    facts = {"number": len(set(asked)), "member": person.membership_id}
    trail.record(actor, "questions.assigned", "dossier", dossier.id, "ok", dossier.vendor_id, **facts)
    if person.membership_id is not None and person.membership_id != actor.membership_id:
        _tell(dossier.id, person.membership_id, OF_GUEST if person.is_guest else OF_MAP.format(id=dossier.id), given)
    return len(set(asked))


def _tell(dossier_id: uuid.UUID, membership_id: uuid.UUID, link: str, given: _Given) -> None:
    """A notice without a word of the message; with one that is to be mailed a mail of its own."""
    key = f"{tasks.NOTICE}/{dossier_id}/{clock.now().isoformat()}"
    notifications.notify_all(key, [membership_id], tasks.NOTICE, dossier_id, link=link, date=given.due_on)
    for member in recipients.living_members([membership_id] if given.mailed else []):
        user, place = member.user, notifications.web_link(link)
        words = {"date": given.due_on, "message": given.mailed, "link": place}
        notifications.send_mail(MAIL, f"{key}/{member.id}", user.email, user.name, user.language, True, **words)


def _standing(dossier_id: uuid.UUID, asked: Collection[uuid.UUID]) -> Sequence[QuestionTask]:
    here = (QuestionTask.dossier_id == dossier_id) & QuestionTask.requirement_version_id.in_(asked)
    return session().scalars(select(QuestionTask).where(here, QuestionTask.ended_at.is_(None)).with_for_update()).all()


def _invite(actor: Actor, vendor_id: uuid.UUID, email: str, name: str, language: str, message: str) -> Invited | None:
    """An invitation as guest; one of the organisation's administrator stays as it is, and brings the questions too."""
    if _is_invited_otherwise(vendor_id, email):
        return None
    organisation = session().get_one(Organisation, vendor_id)
    made, token = invitations.issue(actor, organisation, email, name, [Role.GUEST], language)
    administrators = [each.id for each in accounts.members_with_roles(vendor_id, *ADMINISTRATORS)]
    others = [each for each in administrators if each != actor.membership_id]
    notifications.notify_all(f"guest_invited/{made.id}", others, "guest_invited", link=notifications.INVITED)
    return Invited(made, token, message)


def _is_invited_otherwise(vendor_id: uuid.UUID, email: str) -> bool:
    found = session().scalars(_open_invitations(vendor_id).where(Invitation.email == email))
    return any(each.roles != [Role.GUEST.value] for each in found)


def _open_invitations(vendor_id: uuid.UUID) -> Select[Any]:
    unused = Invitation.accepted_at.is_(None) & Invitation.revoked_at.is_(None)
    return select(Invitation).where(
        Invitation.organisation_id == vendor_id, unused, Invitation.expires_at > clock.now()
    )


def take_back(actor: Actor, dossier_id: uuid.UUID, asked: Collection[uuid.UUID]) -> int:
    """Questions are nobody's again; who had them loses at once what a guest could see. Gives how many.

    Raises NotFound for a dossier of others, Forbidden, Invalid without a question that was assigned.
    """
    fetch(actor, policy.ASSIGN, dossier_id, view=policy.WORK)
    found = [each.id for each in _standing(dossier_id, asked)]
    if not found:
        raise Invalid({"asked": ["Kies een vraag die iemand heeft."]})
    rows = [each.found for each in fetch_many(actor, policy.TASK_TAKE_BACK, found, view=policy.TASK_VIEW).values()]
    taken = [each for each in rows if each is not None]
    for each in taken:
        each.ended_at = clock.now()
    session().flush()
    tasks.end_notices(dossier_id, {each.membership_id for each in taken})
    trail.record(actor, "questions.taken-back", "dossier", dossier_id, "ok", actor.organisation_id, number=len(taken))
    return len(taken)


def _claim(invitation: Invitation) -> None:
    """Somebody accepted an invitation: the questions that waited for the address are theirs, whoever acts."""
    here = (Membership.organisation_id == invitation.organisation_id) & Membership.ended_at.is_(None)
    query = select(Membership.id).join(Membership.user).where(here, User.email == invitation.email)
    with past_walls():
        for key in session().scalars(query):
            tasks.claim_tasks(key, invitation.organisation_id, invitation.email)


mailing.use_accepted(_claim)
